"""Whose text it is: the symbol of a resolution by its masthead, its number, its date or, at last, its file's name."""

from __future__ import annotations

import dataclasses
import datetime as dt
import pathlib

from mandates.domain.problems import Problem
from mandates.domain.symbols import Symbol
from mandates.structure import masthead
from mandates.structure.masthead import Masthead
from mandates.structure.partition import Part
from mandates.structure.reflow import Passage


def number_of(part: Part, head: Masthead, own: Masthead) -> Symbol | None:
    """Return the symbol that the number and title of `part` mean, the organ being that of its masthead."""
    if part.title is None:
        return None
    organ = head.body or own.body or (own.symbols[0].body if own.symbols else None)
    return masthead.symbol_of_title(part.title, organ)


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
    source: str, numbered: Symbol | None, dated: dt.date | None, head: Masthead, own: Masthead, *, several: bool
) -> tuple[Symbol | None, list[Problem]]:
    """Return a resolution's symbol, and what was doubtful about it.

    Args:
        source: the document's name, from which the symbol is taken where nothing else has it.
        numbered: the symbol that the number above its title means.
        dated: the date beside that number.
        head: its own masthead; own: the document's.
        several: whether the document holds several resolutions.
    """
    named = head.symbols or ([] if several else own.symbols)
    if numbered is None:
        return (named[0], []) if named else _by_file_name(source)
    if numbered in named:
        return numbered, []
    if dated is not None and numbered.series == "S/RES" and numbered.session != str(dated.year):
        right = dataclasses.replace(numbered, session=str(dated.year))
        return right, [_two(right, f"the number says {numbered}, the date {dated}")]
    for symbol in (*named, *own.symbols):
        if (symbol.series, symbol.session, symbol.number) == (numbered.series, numbered.session, numbered.number):
            return symbol, []  # the masthead has the part: 76/84 A-B
    alike = named if not several else [symbol for symbol in own.symbols if symbol.number == numbered.number]
    if alike:
        return alike[0], [_two(alike[0], f"the title says {numbered}")]
    return numbered, []


def _by_file_name(source: str) -> tuple[Symbol | None, list[Problem]]:
    guess = masthead.parse_symbol(pathlib.PurePosixPath(source).stem.replace("_", "/"))
    if guess is None:
        return None, []
    message = f"the text names no symbol; {guess} was taken from the file's name"
    return guess, [Problem("symbol.from_file_name", source, message)]


def _two(taken: Symbol, reason: str) -> Problem:
    return Problem("symbol.two", str(taken), f"{reason}; {taken} was taken; compare with the printed text")
