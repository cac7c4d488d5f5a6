"""A document to its resolutions: the second stage, told step by step."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from mandates.domain.problems import Problem
from mandates.domain.resolution import ParagraphKind, Resolution
from mandates.readers.document import MARK_OPEN, Document
from mandates.structure import draft, furniture, identity, language, masthead, other_documents, shapes, words
from mandates.structure.body import read_body
from mandates.structure.footnotes import Marks, Notes, take_notes
from mandates.structure.issued import IssuedText, read_issued
from mandates.structure.lines import Line, lines_of
from mandates.structure.masthead import Masthead
from mandates.structure.partition import Part, partition
from mandates.structure.reflow import Passage, passages
from mandates.structure.single_line_text import parted


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """The resolutions of one document, or the issued document that it is, and what was wrong with it as a whole."""

    resolutions: tuple[Resolution, ...]
    problems: tuple[Problem, ...] = ()
    issued: IssuedText | None = None


def parse(document: Document, *, drafts: bool = False) -> Structure:
    """Return the resolutions that `document` holds; a document that holds none gives a problem that names it.

    With `drafts` a text that has not been adopted is read as well, under a symbol that stands for the one it will have.
    """
    problems = list(document.problems)
    # 1. Lines, without running heads and footnotes.
    notes = Notes()
    lines = _lines(document, notes)
    if not lines:
        return _nothing(problems, None if problems else other_documents.without_text(document))
    # 2. Passages, in English.
    pieces = passages(lines) if document.by_line else [Passage(x.text, x.page, x.style, x.label) for x in lines]
    for piece in pieces:
        piece.text = words.with_space(piece.text)
    pieces, foreign = language.english(parted(pieces))
    if foreign:
        wholly = language.is_foreign(pieces, foreign)
        problems.append(language.problem(document.source, foreign, wholly=wholly))
        if wholly:
            return _nothing(problems, None)
    # 3. Resolutions.
    parts, lead = partition(pieces)
    what = other_documents.name(document.source, pieces, parts) if not (drafts and parts) else None
    if (what is not None or not parts) and not (what is not None and what.code == "document.absent"):
        issued = read_issued(document.source, pieces)
        if issued is not None:
            what = what or other_documents.named(document.source, issued.document)
            return Structure(resolutions=(), problems=(*problems, what), issued=issued)
    if what is not None or not parts:
        return _nothing(problems, what or other_documents.unknown(document))
    own_head = parts[0].head
    own = masthead.read_masthead([p.text for p in own_head])
    lead = identity.claim(parts, lead, own)
    if lead:
        problems.append(_unplaced(document.source, lead, "before the first resolution"))
    marks = _marks(document, pieces, notes)
    reader = _Reader(document.source, notes, marks, own, own_head, several=len(parts) > 1, drafts=drafts)
    found = [reader.read(part, last=part is parts[-1]) for part in parts]
    problems += [problem for problem in found if isinstance(problem, Problem)]
    if not any(isinstance(one, Resolution) for one in found):
        issued = read_issued(document.source, pieces)
        if issued is not None:
            what = other_documents.named(document.source, issued.document)
            return Structure(resolutions=(), problems=(*document.problems, what), issued=issued)
    resolutions = _distinct([resolution for resolution in found if isinstance(resolution, Resolution)], problems)
    if document.recognized_by is not None:
        resolutions = [_recognized(one, document.recognized_by) for one in resolutions]
    return Structure(resolutions=tuple(resolutions), problems=tuple(problems))


def _recognized(resolution: Resolution, by: str) -> Resolution:
    """Return a resolution that tells what recognized it, which is kept with it."""
    message = f"was recognized on pictures by {by}; look at words and numbers that read oddly"
    problem = Problem("text.recognized", resolution.symbol, message)
    return replace(resolution, problems=(*resolution.problems, problem))


def _nothing(problems: list[Problem], problem: Problem | None) -> Structure:
    if problem is not None and problem.code == "language.other":  # no English text that the French stands beside
        problems = [one for one in problems if one.code != "language.french_beside"]
    return Structure(resolutions=(), problems=(*problems, problem) if problem else tuple(problems))


def _lines(document: Document, notes: Notes) -> list[Line]:
    """Return the lines of the document's own text; its footnotes go to `notes`."""
    groups = lines_of(document)
    if not any(group[0].page for group in groups):
        flow = furniture.strip_flow([line for group in groups for line in group])
        return take_notes(flow, notes, paged=False)
    lines: list[Line] = []
    for index, group in enumerate(groups):
        lines += take_notes(furniture.strip_page(group, first=index == 0), notes, paged=True)
    if document.format == "pdf":
        words.mend(lines)
    return lines


def _marks(document: Document, pieces: list[Passage], notes: Notes) -> Marks:
    """Return what takes footnote marks from the text: plain figures only where the format tells no marks apart."""
    told = document.format in ("pdf", "docx") or (
        document.format in ("markdown", "html") and any(MARK_OPEN in piece.text for piece in pieces)
    )
    return Marks(notes, raised_only=told)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the resolutions of one document; `own` is the document's masthead, read from `own_head`."""

    source: str
    notes: Notes
    marks: Marks
    own: Masthead
    own_head: list[Passage]
    several: bool
    drafts: bool = False

    def read(self, part: Part, *, last: bool) -> Resolution | Problem:
        """Return the resolution in `part`, or the problem that keeps it from being one."""
        head = self.own if part.head is self.own_head else masthead.read_masthead([p.text for p in part.head])
        dated = masthead.date_in_title(part.title) if part.title is not None else None
        symbol, doubts = identity.symbol_of(self.source, part, dated, head, self.own, several=self.several)
        drafted = symbol is None and self.drafts
        if drafted:
            symbol = draft.stand_in(
                identity.organ_of(part, head, self.own), self.own.documents, [p.text for p in part.head]
            )
        if symbol is None:
            if doubts:
                message = f"{doubts[0].message}; add a line with the symbol of the text at the head"
                return Problem("symbol.missing", self.source, message)
            return other_documents.nameless(self.source, [*part.head, *part.passages])
        where = str(symbol)
        if self.several and symbol.kind == "statement":
            message = f"holds the statement {symbol}, which was left out; read that document itself"
            return Problem("statement.left_out", self.source, message)
        quotes = part.title is not None and part.title.quoted and symbol.kind == "statement"
        body = read_body(part.passages, self.notes, self.marks, where, titled=part.title is not None, statement=quotes)
        operative = any(p.kind is ParagraphKind.OPERATIVE for p in body.paragraphs)
        begins_only = not drafted and self.several and last and not body.closed and symbol not in self.own.symbols
        if begins_only and (self.own.symbols or not operative):
            message = f"holds only the beginning of {symbol}, which was left out; read that document itself"
            return Problem("resolution.cut", self.source, message)
        if not operative:
            doubts.append(
                Problem("resolution.no_operative", where, "no operative paragraph was found; look at the text")
            )
        if body.unplaced:
            doubts.append(_unplaced(where, body.unplaced, "of it"))
        said = masthead.read_masthead(body.head) if body.head else Masthead()
        alone = next((text for text in body.head if shapes.is_date(text)), None)  # “11 November 1993” under the number
        under = said.adopted_on or dated or (masthead.date_in(alone) if alone else None)
        adopted_on = under or head.adopted_on or body.closed_on
        if adopted_on is None and part.title is not None and part.title.quoted:
            adopted_on = masthead.date_told([passage.text for passage in part.head])
        adopted_on = adopted_on or masthead.date_alone([passage.text for passage in part.head])
        if drafted:
            adopted_on = None  # what its masthead has is the day of the draft
        elif adopted_on is None:
            message = "no date of adoption could be read; what is due within days of it stays undated"
            doubts.append(Problem("date.missing", where, message))
        return Resolution(
            symbol=where,
            title=draft.title([p.text for p in part.head]) if drafted else self._title(part, body.title),
            body=symbol.body,
            session=draft.session(symbol) if drafted else symbol.body_session,
            adopted_on=adopted_on,
            agenda_items=head.agenda_items or said.agenda_items,
            draft_symbol=next(iter(self.own.documents), None) if drafted else head.draft_symbol or said.draft_symbol,
            committee=head.committee or said.committee,
            meeting=body.meeting or said.meeting or head.meeting,
            source=self.source,
            paragraphs=body.paragraphs,
            problems=(*doubts, *body.problems),
        )

    def _title(self, part: Part, rest: str) -> str | None:
        """Return the title: what stands behind the number and on the lines under it, or at the masthead's end."""
        begun = part.title.text if part.title is not None else None
        words_of = " ".join(text for text in (self.marks.take(begun)[0] if begun else "", rest) if text)
        if not words_of and part.title is None:
            words_of = masthead.title_behind([p.text for p in part.head]) or ""
        return re.sub(r"\s+[A-Z]\s*\*+$|[\s*]+$", "", words_of) or None  # the mark of a part, of a footnote


def _unplaced(where: str, found: list[Passage], place: str) -> Problem:
    first = found[0]
    at = f" (page {first.page})" if first.page else ""
    count = "1 passage belongs" if len(found) == 1 else f"{len(found)} passages belong"
    message = f"{count} to no paragraph {place}{at}: “{first.text[:60]}”; compare with the printed text"
    return Problem("text.unplaced", where, message)


def _distinct(resolutions: list[Resolution], problems: list[Problem]) -> list[Resolution]:
    """Return one resolution for each symbol, the longest."""
    best: dict[str, Resolution] = {}
    for resolution in resolutions:
        first = best.get(resolution.symbol)
        if first is not None:
            message = f"{resolution.source} holds it twice; the longer text was taken"
            problems.append(Problem("resolution.twice", resolution.symbol, message))
        if first is None or len(resolution.paragraphs) > len(first.paragraphs):
            best[resolution.symbol] = resolution
    return list(best.values())
