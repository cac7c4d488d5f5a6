"""The resolutions, decisions and presidential statements that a resolution cites, and what it does with each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mandates.domain.citation import Citation, CitationKind
from mandates.domain.kinds import MandateClass
from mandates.domain.mandate import Mandate, Reading
from mandates.domain.resolution import ParagraphKind, Span
from mandates.domain.symbols import Symbol
from mandates.extraction.cited_kinds import kinds
from mandates.extraction.cited_symbols import may_cite, mentions

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
    # 2. The clauses that it stands in, and what these do with it.
    places = _mandates(reading, [index for index, _ in found])
    out: list[Citation] = []
    bare: list[int] = []
    for index, named in found:
        text = paragraphs[index].text
        clauses = places.get(index)
        standing = [_clause(clauses, mention.start) for mention in named] if clauses else [None] * len(named)
        if paragraphs[index].kind is ParagraphKind.OPERATIVE:
            starts = [0 if place is None else reading.mandates[place].clause_span.start for place in standing]
            does = kinds(text, named, starts)
        else:
            does = [CitationKind.CITES] * len(named)
        for mention, place, kind in zip(named, standing, does, strict=True):
            start, end, symbol, labels, _ = mention
            if symbol is None:
                bare.append(len(out))
            out.append(
                Citation(
                    kind=kind,
                    symbol=symbol or str(mention.bare),
                    labels=labels,
                    words=" ".join(text[start:end].split()),
                    span=Span(start, end),
                    paragraph=index,
                    mandate=place,
                )
            )
    # 3. Numbers without a year, by the resolutions named with it elsewhere in the text.
    return tuple(_completed(out, bare) if bare else out)


def _completed(found: list[Citation], bare: Sequence[int]) -> list[Citation]:
    """Return the citations, the `bare` numbers with the symbols that they stand for; without those that none tells."""
    symbols = {one.symbol[len(_COUNCIL) :].split()[0]: one.symbol for one in found if one.symbol.startswith(_COUNCIL)}
    without = {i for i in bare if found[i].symbol not in symbols}
    for i in set(bare) - without:
        found[i] = replace(found[i], symbol=symbols[found[i].symbol])
    return [one for i, one in enumerate(found) if i not in without]


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
        if index >= 0 and mandate.class_ == MandateClass.MANDATE:
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
