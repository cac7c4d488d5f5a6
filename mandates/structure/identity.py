"""Whose text it is: the symbol of a resolution by its masthead, its number, its date or, at last, its file's name."""

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

#: Among so many passages a decision begins to tell: behind the rest of its title, the letter of a part.
_BEGINNING = 4


def organ_of(part: Part, head: Masthead, own: Masthead) -> str | None:
    """Return the organ whose text `part` is: by its opening, else by its masthead, else by the document's."""
    named = [
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
        return next((organ for organ in named if organ in organs), organs[0] if len(organs) == 1 else None)
    if head.body is not None and not any(symbol.body == head.body for symbol in head.symbols):
        return head.body
    return named[0] if named else None


def opened_by(part: Part) -> tuple[str, ...]:
    """Return the organs that the opening of `part` may name; none where it has no opening."""
    texts = [passage.text for passage in part.passages]
    found = next((match for text in texts if (match := shapes.opening_of(text) or shapes.narrative_of(text))), None)
    if found is None:
        labels = map(shapes.label_of, texts)
        plain = (label.rest if label is not None else text for text, label in zip(texts, labels, strict=True))
        found = next((match for text in plain if (match := shapes.subject_of(text))), None)
    return shapes.organs_of(found) if found is not None else ()


def number_of(part: Part, head: Masthead, own: Masthead) -> Symbol | None:
    """Return the symbol that the number and title of `part` mean, the organ being the one whose text it is."""
    title = part.title
    if title is None:
        return None
    if title.symbol is not None:
        return title.symbol
    organ = title.organ or organ_of(part, head, own)
    if organ is None:
        return None
    beginning = [passage.text for passage in part.passages[:_BEGINNING]]
    told = any(map(shapes.narrative_of, beginning)) and not any(map(shapes.opening_of, beginning))
    kind = title.kind or ("decision" if told else None)
    of_organ = Symbol.numbered(organ, title.number, kind=kind)
    return of_organ or (Symbol.numbered(organ, title.number) if kind else None)


def claim(parts: list[Part], lead: list[Passage], own: Masthead) -> list[Passage]:
    """Settle whose the text before the first title is; return it where it is of a resolution that begins elsewhere.

    It is the one that the document's masthead names, unless that has its title further down.
    """
    titled = [number_of(part, own, own) for part in parts if part.title is not None]
    if not own.symbols or not titled:
        return lead
    found = any(symbol is not None and symbol.number == own.symbols[0].number for symbol in titled)
    if parts[0].title is None:
        if not found:
            return lead
        untitled = parts.pop(0)
        parts[0].head = untitled.head
        return lead + untitled.passages
    if lead and not found:
        parts.insert(0, Part(parts[0].head, None, lead))
        return []
    return lead


def symbol_of(
    source: str, part: Part, dated: dt.date | None, head: Masthead, own: Masthead, *, several: bool
) -> tuple[Symbol | None, list[Problem]]:
    """Return the symbol of the text in `part`, and what was doubtful about it.

    Args:
        source: the document's name, from which the symbol is taken where nothing else has it.
        dated: the date beside the number above its title.
        head: its own masthead; own: the document's.
        several: whether the document holds several texts.
    """
    numbered = number_of(part, head, own)
    organs = opened_by(part)
    printed = head.symbols or ([] if several else own.symbols)
    named = [symbol for symbol in printed if not organs or symbol.body in organs]
    doubts = []
    if printed and not named:
        message = f"it opens as a text of the {organs[0]}, beside the symbol {printed[0]}; the opening was believed"
        doubts.append(Problem("organ.two", source, message))
    if numbered is None:
        if named:
            return named[0], doubts
        guess, taken = _by_file_name(source, organs)
        return guess, doubts + taken
    if numbered in named:
        return numbered, doubts
    if dated is not None and numbered.body == "Security Council" and numbered.session != str(dated.year):
        right = dataclasses.replace(numbered, session=str(dated.year))
        return right, [_two(right, f"the number says {numbered}, the date {dated}")]
    for symbol in (*named, *own.symbols):
        if (symbol.series, symbol.session, symbol.number) == (numbered.series, numbered.session, numbered.number):
            return symbol, doubts  # the masthead has the part, or says that it is a decision
    alike = named if not several else [symbol for symbol in own.symbols if symbol.number == numbered.number]
    alike = [symbol for symbol in alike if symbol.body == numbered.body]
    if alike:
        told = numbered.kind != alike[0].kind and numbered.number == alike[0].number
        return alike[0], doubts if told else [*doubts, _two(alike[0], f"the title says {numbered}")]
    return numbered, doubts


def _by_file_name(source: str, organs: tuple[str, ...]) -> tuple[Symbol | None, list[Problem]]:
    """Return the symbol in a file's name, where the text may be of that organ."""
    guess = masthead.parse_symbol(pathlib.PurePosixPath(source).stem.replace("_", "/"))
    if guess is None or (organs and guess.body not in organs):
        return None, []
    message = f"the text names no symbol; {guess} was taken from the file's name"
    return guess, [Problem("symbol.from_file_name", source, message)]


def _two(taken: Symbol, reason: str) -> Problem:
    return Problem("symbol.two", str(taken), f"{reason}; {taken} was taken; compare with the printed text")
