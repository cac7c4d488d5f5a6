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
    """Return the citations of a resolution, in text order."""
    paragraphs = reading.resolution.paragraphs
    series = Symbol.parse(reading.resolution.symbol).prefix
    # 1. The citations in each paragraph.
    cited = [
        (index, mentions(paragraph.text, series))
        for index, paragraph in enumerate(paragraphs)
        if may_cite(paragraph.text)
    ]
    cited = [(index, named) for index, named in cited if named]
    if not cited:
        return ()
    # 2. The clauses in which they stand, and what these do with them.
    places = _mandates(reading, [index for index, _ in cited])
    result: list[Citation] = []
    bare: list[int] = []
    for index, named in cited:
        text = paragraphs[index].text
        clauses = places.get(index)
        mandate_indices = [_clause(clauses, mention.start) for mention in named] if clauses else [None] * len(named)
        if paragraphs[index].kind is ParagraphKind.OPERATIVE:
            starts = [
                0 if mandate_index is None else reading.mandates[mandate_index].clause_span.start
                for mandate_index in mandate_indices
            ]
            kinds_here = kinds(text, named, starts)
        else:
            kinds_here = [CitationKind.CITES] * len(named)
        for mention, mandate_index, kind in zip(named, mandate_indices, kinds_here, strict=True):
            start, end, symbol, labels, _ = mention
            if symbol is None:
                bare.append(len(result))
            result.append(
                Citation(
                    kind=kind,
                    symbol=symbol or str(mention.bare),
                    labels=labels,
                    words=" ".join(text[start:end].split()),
                    span=Span(start, end),
                    paragraph=index,
                    mandate=mandate_index,
                )
            )
    # 3. Numbers without a year, completed by citations elsewhere in the text.
    return tuple(_complete_bare(result, bare) if bare else result)


def _complete_bare(cited: list[Citation], bare: Sequence[int]) -> list[Citation]:
    """Return the citations with `bare` numbers replaced by their symbols, without those whose symbol is unknown."""
    symbols = {
        citation.symbol[len(_COUNCIL) :].split()[0]: citation.symbol
        for citation in cited
        if citation.symbol.startswith(_COUNCIL)
    }
    unresolved = {i for i in bare if cited[i].symbol not in symbols}
    for i in set(bare) - unresolved:
        cited[i] = replace(cited[i], symbol=symbols[cited[i].symbol])
    return [citation for i, citation in enumerate(cited) if i not in unresolved]


def _mandates(reading: Reading, cited: Sequence[int]) -> dict[int, list[tuple[int, Mandate]]]:
    """Return the mandates in each of the paragraphs `cited`, with their indices."""
    paragraphs = reading.resolution.paragraphs
    places: dict[tuple[str, str], int] = {}
    for index in cited:
        if paragraphs[index].kind is ParagraphKind.OPERATIVE:
            places.setdefault((paragraphs[index].label or "", paragraphs[index].text), index)
    mandates: dict[int, list[tuple[int, Mandate]]] = {}
    for mandate_index, mandate in enumerate(reading.mandates) if places else ():
        index = places.get((mandate.label, mandate.text), -1)
        if index >= 0 and mandate.class_ == MandateClass.MANDATE:
            mandates.setdefault(index, []).append((mandate_index, mandate))
    return mandates


def _clause(clauses: Sequence[tuple[int, Mandate]], offset: int) -> int | None:
    """Return the index of the mandate whose clause contains `offset`, or None; of several the last to begin."""
    latest = None
    for mandate_index, mandate in clauses:
        span = mandate.clause_span
        if span.start <= offset < span.end and (latest is None or span.start >= latest[0]):
            latest = (span.start, mandate_index)
    return latest[1] if latest is not None else None
