"""A document to its resolutions: the second stage, told step by step."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from dataclasses import dataclass

from mandates.model import ParagraphKind, Problem, Resolution
from mandates.readers.document import Document
from mandates.structure import furniture, language, masthead, other, shapes, words
from mandates.structure.body import read_body
from mandates.structure.footnotes import Marks, Notes, take_notes
from mandates.structure.lines import Line, lines_of
from mandates.structure.partition import Part, partition
from mandates.structure.reflow import Passage, passages
from mandates.symbols import Symbol


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """The resolutions of one document, and what was wrong with it as a whole."""

    resolutions: tuple[Resolution, ...]
    problems: tuple[Problem, ...] = ()


def parse(document: Document) -> Structure:
    """Return the resolutions that `document` holds; a document that holds none gives a problem that names it."""
    problems = list(document.problems)
    # 1. Lines, without running heads and footnotes.
    notes = Notes()
    lines = _lines(document, notes)
    if not lines:
        if not problems:
            problems.append(other.without_text(document))
        return Structure(resolutions=(), problems=tuple(problems))
    # 2. Passages, in English.
    pieces = passages(lines) if document.by_line else [Passage(x.text, x.page, x.style, x.label) for x in lines]
    pieces, foreign = language.english(pieces)
    if foreign:
        wholly = language.is_foreign(pieces, foreign)
        problems.append(language.problem(document.source, foreign, wholly=wholly))
        if wholly:
            return Structure(resolutions=(), problems=tuple(problems))
    # 3. Resolutions.
    parts, lead = partition(pieces)
    named = other.name(document.source, pieces, parts)
    if named is not None or not parts:
        problems.append(named or other.unknown(document.source))
        return Structure(resolutions=(), problems=tuple(problems))
    own = masthead.read_masthead([p.text for p in parts[0].head])
    lead = _claim(parts, lead, own)
    if lead:
        problems.append(_unplaced(document.source, lead, "before the first resolution"))
    marks = Marks(notes, raised_only=document.format != "text")
    resolutions: list[Resolution] = []
    for index, part in enumerate(parts):
        head = own if index == 0 else masthead.read_masthead([p.text for p in part.head])
        last = index == len(parts) - 1
        found = _resolution(document, part, head, own, notes, marks, several=len(parts) > 1, last=last)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            resolutions.append(found)
    return Structure(resolutions=tuple(_distinct(resolutions, problems)), problems=tuple(problems))


def _claim(parts: list[Part], lead: list[Passage], own: masthead.Masthead) -> list[Passage]:
    """Settle whose the text before the first title is; return it where it is of a resolution that begins elsewhere.

    It is the one that the masthead names, unless that has its title further down.
    """
    organ = own.body or (own.symbols[0].body if own.symbols else None)
    titled = [masthead.symbol_of_title(part.title, organ) for part in parts if part.title is not None]
    if not own.symbols or not titled:
        return lead
    found = any(symbol is not None and symbol.number == own.symbols[0].number for symbol in titled)
    if parts[0].title is None:
        if found:
            untitled = parts.pop(0)
            parts[0].head = untitled.head
            return lead + untitled.passages
        return lead
    if lead and not found:
        parts.insert(0, Part(parts[0].head, None, lead))
        return []
    return lead


def _lines(document: Document, notes: Notes) -> list[Line]:
    """Return the lines of the document's own text; its footnotes go to `notes`."""
    groups = lines_of(document)
    if not any(group[0].page for group in groups):
        return take_notes(furniture.strip_flow([line for group in groups for line in group]), notes, paged=False)
    lines: list[Line] = []
    for index, group in enumerate(groups):
        lines += take_notes(furniture.strip_page(group, first=index == 0), notes, paged=True)
    if document.format == "pdf":
        words.mend(lines)
    return lines


def _resolution(
    document: Document,
    part: Part,
    head: masthead.Masthead,
    own: masthead.Masthead,
    notes: Notes,
    marks: Marks,
    *,
    several: bool,
    last: bool,
) -> Resolution | Problem:
    """Return the resolution in `part`, or the problem that keeps it from being one."""
    organ = head.body or own.body or (own.symbols[0].body if own.symbols else None)
    title = masthead.title_text(part.title) if part.title is not None else None
    numbered = masthead.symbol_of_title(part.title, organ) if part.title is not None else None
    dated = masthead.date_in_title(part.title) if part.title is not None else None
    symbol, doubts = _symbol(document, numbered, dated, head, own, several=several)
    where = str(symbol) if symbol is not None else document.source
    body = read_body(part.passages, notes, marks, where, titled=part.title is not None)
    if symbol is None:
        return Problem(
            "symbol.missing",
            document.source,
            "the text names no symbol of a resolution; add a line with it at the head",
        )
    operative = any(p.kind is ParagraphKind.OPERATIVE for p in body.paragraphs)
    if several and last and not body.closed and symbol not in own.symbols and (own.symbols or not operative):
        return Problem(
            "resolution.cut",
            document.source,
            f"holds only the beginning of {symbol}, which was left out; read that document itself",
        )
    if not operative:
        doubts.append(Problem("resolution.no_operative", where, "no operative paragraph was found; look at the text"))
    said = masthead.read_masthead(body.head) if body.head else masthead.Masthead()
    alone = next((text for text in body.head if shapes.is_date(text)), None)  # “11 November 1993” under the number
    said.adopted_on = said.adopted_on or dated or (masthead.date_in(alone) if alone else None)
    if body.unplaced:
        doubts.append(_unplaced(where, body.unplaced, "behind its end"))
    return Resolution(
        symbol=str(symbol),
        title=_title(part, title, body.title),
        body=symbol.body,
        session=symbol.body_session,
        adopted_on=said.adopted_on or head.adopted_on or body.closed_on,
        agenda_items=head.agenda_items or said.agenda_items,
        draft_symbol=head.draft_symbol or said.draft_symbol,
        committee=head.committee or said.committee,
        meeting=body.meeting or said.meeting or head.meeting,
        source=document.source,
        paragraphs=body.paragraphs,
        problems=(*doubts, *body.problems),
    )


def _title(part: Part, begun: str | None, rest: str) -> str | None:
    """Return the title: what stands behind the number and on the lines under it, or in the masthead's last lines."""
    words = " ".join(words for words in (begun, rest) if words)
    if not words and part.title is None:
        words = masthead.title_behind([p.text for p in part.head]) or ""
    return re.sub(r"\s+[A-Z]\s*\*+$|[\s*]+$", "", words) or None  # the mark of a part, of a footnote


def _symbol(
    document: Document,
    numbered: Symbol | None,
    dated: dt.date | None,
    head: masthead.Masthead,
    own: masthead.Masthead,
    *,
    several: bool,
) -> tuple[Symbol | None, list[Problem]]:
    """Return the resolution's symbol: the masthead's or the one its number means, and what was doubtful about it."""
    symbols = head.symbols or ([] if several else own.symbols)
    if numbered is None:
        if symbols:
            return symbols[0], []
        guess = masthead.parse_symbol(re.sub(r"\.\w+$", "", document.source.rsplit("/", 1)[-1]).replace("_", "/"))
        if guess is None:
            return None, []
        return guess, [
            Problem(
                "symbol.from_file_name",
                document.source,
                f"the text names no symbol; {guess} was taken from the file's name",
            )
        ]
    if numbered in symbols:
        return numbered, []
    if dated is not None and numbered.series == "S/RES" and numbered.session != str(dated.year):
        right = dataclasses.replace(numbered, session=str(dated.year))
        return right, [
            Problem("symbol.two", str(right), f"the number says {numbered}, the date {dated}; {right} was taken")
        ]
    for symbol in symbols + own.symbols:
        if symbol.number == numbered.number and (symbol.series, symbol.session) == (numbered.series, numbered.session):
            return symbol, []  # the masthead has the part: 76/84 A-B
    if not several and symbols:
        doubt = Problem(
            "symbol.two",
            str(symbols[0]),
            f"the masthead says {symbols[0]}, the title {numbered}; the masthead's was taken",
        )
        return symbols[0], [doubt]
    for symbol in own.symbols:
        if symbol.number == numbered.number:
            return symbol, [
                Problem("symbol.two", str(symbol), f"the title says {numbered}; the masthead's {symbol} was taken")
            ]
    return numbered, []


def _unplaced(where: str, found: list[Passage], place: str) -> Problem:
    first = found[0]
    at = f" (page {first.page})" if first.page else ""
    return Problem(
        "text.unplaced", where, f"{len(found)} passages {place} belong to no paragraph{at}: “{first.text[:60]}”"
    )


def _distinct(resolutions: list[Resolution], problems: list[Problem]) -> list[Resolution]:
    """Return one resolution for each symbol, the longest."""
    best: dict[str, Resolution] = {}
    for resolution in resolutions:
        other_one = best.get(resolution.symbol)
        if other_one is not None:
            problems.append(
                Problem(
                    "resolution.twice",
                    resolution.symbol,
                    f"{resolution.source} holds it twice; the longer text was taken",
                )
            )
        if other_one is None or len(resolution.paragraphs) > len(other_one.paragraphs):
            best[resolution.symbol] = resolution
    return list(best.values())
