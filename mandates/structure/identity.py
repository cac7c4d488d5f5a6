"""The symbol of a resolution, found by its masthead, its number, its date or, failing these, the name of its file."""

from __future__ import annotations

import dataclasses
import datetime as dt
import pathlib

from mandates.domain.problems import Problem
from mandates.domain.symbols import Symbol
from mandates.structure import masthead, shapes
from mandates.structure.masthead import Masthead
from mandates.structure.partition import Part
from mandates.structure.reflow import Passage

#: The number of passages within which the narrative of a decision begins, after the rest of its title or a part letter.
_FIRST_PASSAGES = 4


def organ_of(part: Part, head: Masthead, own: Masthead) -> str | None:
    """Return the organ whose text `part` is: from its opening, otherwise from its masthead, or from the document's."""
    candidates = [
        organ
        for organ in (
            *(symbol.body for symbol in head.symbols),
            head.body,
            *(symbol.body for symbol in own.symbols),
            own.body,
        )
        if organ
    ]
    organs = opened_by(part)
    if organs:
        return next((organ for organ in candidates if organ in organs), organs[0] if len(organs) == 1 else None)
    if head.body is not None and not any(symbol.body == head.body for symbol in head.symbols):
        return head.body
    return candidates[0] if candidates else None


def opened_by(part: Part) -> tuple[str, ...]:
    """Return the organs that the opening of `part` may name; empty if it has no opening."""
    texts = [passage.text for passage in part.passages]
    opening = next((match for text in texts if (match := shapes.opening_of(text) or shapes.narrative_of(text))), None)
    if opening is None:
        labels = map(shapes.label_of, texts)
        unlabelled = (label.rest if label is not None else text for text, label in zip(texts, labels, strict=True))
        opening = next((match for text in unlabelled if (match := shapes.subject_of(text))), None)
    return shapes.organs_of(opening) if opening is not None else ()


def number_of(part: Part, head: Masthead, own: Masthead) -> Symbol | None:
    """Return the symbol that follows from the number in the title of `part` and its organ; None if there is none."""
    title = part.title
    if title is None:
        return None
    if title.symbol is not None:
        return title.symbol
    organ = title.organ or organ_of(part, head, own)
    if organ is None:
        return None
    beginning = [passage.text for passage in part.passages[:_FIRST_PASSAGES]]
    is_narrative = any(map(shapes.narrative_of, beginning)) and not any(map(shapes.opening_of, beginning))
    kind = title.kind or ("decision" if is_narrative else None)
    of_organ = Symbol.numbered(organ, title.number, kind=kind)
    return of_organ or (Symbol.numbered(organ, title.number) if kind else None)


def claim(parts: list[Part], lead: list[Passage], own: Masthead) -> list[Passage]:
    """Assign the text before the first title, and return it if it belongs to a resolution that begins elsewhere.

    It belongs to the resolution on the document's masthead, unless the title of that one comes later. `parts` is
    changed in place.
    """
    title_symbols = [number_of(part, own, own) for part in parts if part.title is not None]
    if not own.symbols or not title_symbols:
        return lead
    own_is_titled = any(symbol is not None and symbol.number == own.symbols[0].number for symbol in title_symbols)
    if parts[0].title is None:
        if not own_is_titled:
            return lead
        untitled = parts.pop(0)
        parts[0].head = untitled.head
        return lead + untitled.passages
    if lead and not own_is_titled:
        parts.insert(0, Part(parts[0].head, None, lead))
        return []
    return lead


def symbol_of(
    source: str, part: Part, dated: dt.date | None, head: Masthead, own: Masthead, *, several: bool
) -> tuple[Symbol | None, list[Problem]]:
    """Return the symbol of the text in `part`, and the problems in determining it.

    Args:
        source: the name of the document, from which the symbol is taken if nothing else has it.
        dated: the date beside its number.
        head: the masthead of the part; own: that of the document.
        several: whether the document holds several texts.
    """
    numbered = number_of(part, head, own)
    organs = opened_by(part)
    printed = head.symbols or ([] if several else own.symbols)
    matching = [symbol for symbol in printed if not organs or symbol.body in organs]
    doubts = []
    if printed and not matching:
        message = f"it opens as a text of the {organs[0]}, beside the symbol {printed[0]}; the opening was believed"
        doubts.append(Problem("organ.two", source, message))
    if numbered is None:
        if matching:
            return matching[0], doubts
        file_symbol, file_name_doubts = _by_file_name(source, organs)
        return file_symbol, doubts + file_name_doubts
    if numbered in matching:
        return numbered, doubts
    if dated is not None and numbered.body == "Security Council" and numbered.session != str(dated.year):
        corrected = dataclasses.replace(numbered, session=str(dated.year))
        return corrected, [_conflict(corrected, f"the number says {numbered}, the date {dated}")]
    for symbol in (*matching, *own.symbols):
        if (symbol.prefix, symbol.session, symbol.number) == (numbered.prefix, numbered.session, numbered.number):
            return symbol, doubts  # the masthead also has the part, or states that it is a decision
    similar = matching if not several else [symbol for symbol in own.symbols if symbol.number == numbered.number]
    similar = [symbol for symbol in similar if symbol.body == numbered.body]
    if similar:
        only_kind_differs = numbered.kind != similar[0].kind and numbered.number == similar[0].number
        return similar[0], doubts if only_kind_differs else [
            *doubts,
            _conflict(similar[0], f"the title says {numbered}"),
        ]
    return numbered, doubts


def _by_file_name(source: str, organs: tuple[str, ...]) -> tuple[Symbol | None, list[Problem]]:
    """Return the symbol in the file name, with a problem that says so; None if the text is of another organ."""
    guess = masthead.parse_symbol(pathlib.PurePosixPath(source).stem.replace("_", "/"))
    if guess is None or (organs and guess.body not in organs):
        return None, []
    message = f"the text names no symbol; {guess} was taken from the file's name"
    return guess, [Problem("symbol.from_file_name", source, message)]


def _conflict(chosen: Symbol, reason: str) -> Problem:
    return Problem("symbol.two", str(chosen), f"{reason}; {chosen} was taken; compare with the printed text")
