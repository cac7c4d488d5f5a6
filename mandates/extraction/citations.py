"""The resolutions, decisions and presidential statements that a resolution cites, and what it does with each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mandates.domain.citation import Citation, CitationKind
from mandates.domain.mandate import Mandate, Reading
from mandates.domain.resolution import ParagraphKind, Span
from mandates.domain.symbols import Symbol
from mandates.extraction.cited_kinds import kinds
from mandates.extraction.cited_symbols import Mention, may_cite, mentions

_COUNCIL = "S/RES/"


def citations(reading: Reading) -> tuple[Citation, ...]:
    """Return what a resolution cites, in the order of its text."""
    paragraphs = reading.resolution.paragraphs
    series = Symbol.parse(reading.resolution.symbol).series
    # 1. What each paragraph names.
    found = [(index, mentions(one.text, series)) for index, one in enumerate(paragraphs) if may_cite(one.text)]
    found = [(index, named) for index, named in found if named]
    if not found:
        return ()
    # 2. Numbers without a year, by the resolutions named with it elsewhere in the text.
    found = list(_completed(found))
    # 3. The clauses they stand in, and what these do with them.
    places = _mandates(reading, [index for index, _ in found])
    out: list[Citation] = []
    for index, named in found:
        text = paragraphs[index].text
        clauses = places.get(index, ())
        standing = [_clause(clauses, mention.start) for mention in named]
        if paragraphs[index].kind is ParagraphKind.OPERATIVE:
            starts = [0 if place is None else reading.mandates[place].clause_span.start for place in standing]
            does = kinds(text, named, starts)
        else:
            does = [CitationKind.CITES] * len(named)
        out += [
            Citation(
                kind=kind,
                symbol=mention.symbol or "",
                labels=mention.labels,
                words=" ".join(text[mention.start : mention.end].split()),
                span=Span(mention.start, mention.end),
                paragraph=index,
                mandate=place,
            )
            for mention, place, kind in zip(named, standing, does, strict=True)
        ]
    return tuple(out)


def _completed(found: Sequence[tuple[int, list[Mention]]]) -> Iterator[tuple[int, list[Mention]]]:
    """Yield the mentions of each paragraph, bare numbers with the symbol they stand for; without those that none does."""
    if not any(mention.bare for _, named in found for mention in named):
        yield from found
        return
    years = {
        int(mention.symbol[len(_COUNCIL) :].split()[0]): mention.symbol
        for _, named in found
        for mention in named
        if mention.symbol is not None and mention.symbol.startswith(_COUNCIL)
    }
    for index, named in found:
        whole = [mention._replace(symbol=years.get(mention.bare)) if mention.bare else mention for mention in named]
        if whole := [mention for mention in whole if mention.symbol is not None]:
            yield index, whole


def _mandates(reading: Reading, cited: Sequence[int]) -> dict[int, list[tuple[int, Mandate]]]:
    """Return the mandates in each of the paragraphs `cited`, with their indices."""
    paragraphs = reading.resolution.paragraphs
    places: dict[tuple[str, str], int] = {}
    for index in cited:
        if paragraphs[index].kind is ParagraphKind.OPERATIVE:
            places.setdefault((paragraphs[index].label or "", paragraphs[index].text), index)
    found: dict[int, list[tuple[int, Mandate]]] = {}
    for place, mandate in enumerate(reading.mandates) if places else ():
        index = places.get((mandate.label, mandate.text), -1)
        if index >= 0:
            found.setdefault(index, []).append((place, mandate))
    return found


def _clause(clauses: Sequence[tuple[int, Mandate]], at: int) -> int | None:
    """Return the index of the mandate in whose clause something stands; of two the one that begins later."""
    inside = None
    for place, mandate in clauses:
        span = mandate.clause_span
        if span.start <= at < span.end and (inside is None or span.start >= inside[0]):
            inside = (span.start, place)
    return inside[1] if inside is not None else None
