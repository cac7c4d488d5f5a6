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
    """The resolutions in one document, or the issued document that it is, and the problems of the whole document."""

    resolutions: tuple[Resolution, ...]
    problems: tuple[Problem, ...] = ()
    issued: IssuedText | None = None


def parse(document: Document, *, drafts: bool = False) -> Structure:
    """Return the resolutions in `document`; if there are none, the problem that states what the document is.

    With `drafts`, a text that has not been adopted is read as well, under a placeholder symbol (see `draft.stand_in`).
    """
    problems = list(document.problems)
    # 1. Lines, without running heads and footnotes.
    notes = Notes()
    lines = _lines(document, notes)
    if not lines:
        return _nothing(problems, None if problems else other_documents.without_text(document))
    # 2. Passages, in English.
    text_passages = (
        passages(lines)
        if document.by_line
        else [Passage(line.text, line.page, line.style, line.label) for line in lines]
    )
    for text_passage in text_passages:
        text_passage.text = words.with_space(text_passage.text)
    text_passages, french_count = language.english(parted(text_passages))
    if french_count:
        all_french = language.is_foreign(text_passages, french_count)
        problems.append(language.problem(document.source, french_count, wholly=all_french))
        if all_french:
            return _nothing(problems, None)
    # 3. Resolutions.
    parts, lead = partition(text_passages)
    problem = other_documents.name(document.source, text_passages, parts) if not (drafts and parts) else None
    if (problem is not None or not parts) and not (problem is not None and problem.code == "document.absent"):
        issued = read_issued(document.source, text_passages)
        if issued is not None:
            problem = problem or other_documents.named(document.source, issued.document)
            return Structure(resolutions=(), problems=(*problems, problem), issued=issued)
    if problem is not None or not parts:
        return _nothing(problems, problem or other_documents.unknown(document))
    document_head = parts[0].head
    document_masthead = masthead.read_masthead([passage.text for passage in document_head])
    lead = identity.claim(parts, lead, document_masthead)
    if lead:
        problems.append(_unplaced(document.source, lead, "before the first resolution"))
    marks = _marks(document, text_passages, notes)
    reader = _Reader(
        document.source, notes, marks, document_masthead, document_head, several=len(parts) > 1, drafts=drafts
    )
    readings = [reader.read(part, last=part is parts[-1]) for part in parts]
    problems += [problem for problem in readings if isinstance(problem, Problem)]
    if not any(isinstance(reading, Resolution) for reading in readings):
        issued = read_issued(document.source, text_passages)
        if issued is not None:
            problem = other_documents.named(document.source, issued.document)
            return Structure(resolutions=(), problems=(*document.problems, problem), issued=issued)
    resolutions = _distinct([resolution for resolution in readings if isinstance(resolution, Resolution)], problems)
    if document.recognized_by is not None:
        resolutions = [_recognized(resolution, document.recognized_by) for resolution in resolutions]
    return Structure(resolutions=tuple(resolutions), problems=tuple(problems))


def _recognized(resolution: Resolution, recognizer: str) -> Resolution:
    """Return `resolution` with a problem that names the text recognition program it comes from."""
    message = f"was recognized on pictures by {recognizer}; look at words and numbers that read oddly"
    problem = Problem("text.recognized", resolution.symbol, message)
    return replace(resolution, problems=(*resolution.problems, problem))


def _nothing(problems: list[Problem], problem: Problem | None) -> Structure:
    if problem is not None and problem.code == "language.other":  # there is no English text beside the French
        problems = [other for other in problems if other.code != "language.french_beside"]
    return Structure(resolutions=(), problems=(*problems, problem) if problem else tuple(problems))


def _lines(document: Document, notes: Notes) -> list[Line]:
    """Return the lines of the document's text without running heads, and add its footnotes to `notes`."""
    groups = lines_of(document)
    if not any(group[0].page for group in groups):
        return _flowing_lines(groups, notes)
    lines: list[Line] = []
    for index, group in enumerate(groups):
        lines += take_notes(furniture.strip_page(group, first=index == 0), notes, paged=True)
    if document.format == "pdf":
        words.mend_line_ends(lines)
        words.mend(lines)
    return lines


def _flowing_lines(groups: list[list[Line]], notes: Notes) -> list[Line]:
    """Return the lines of a text without pages; only those of a bad copy are mended, as others have no cut words."""
    lines = take_notes(furniture.strip_flow([line for group in groups for line in group]), notes, paged=False)
    if words.are_cut(lines):
        words.mend(lines)
    return lines


def _marks(document: Document, text_passages: list[Passage], notes: Notes) -> Marks:
    """Return the extractor of footnote marks, which takes plain figures for marks only if the format shows no marks."""
    marks_are_raised = document.format in ("pdf", "docx") or (
        document.format in ("markdown", "html") and any(MARK_OPEN in passage.text for passage in text_passages)
    )
    return Marks(notes, raised_only=marks_are_raised)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the resolutions of one document; `own` is the masthead of the document, read from `own_head`."""

    source: str
    notes: Notes
    marks: Marks
    own: Masthead
    own_head: list[Passage]
    several: bool
    drafts: bool = False

    def read(self, part: Part, *, last: bool) -> Resolution | Problem:
        """Return the resolution in `part`, or the problem that prevents it from being read as one."""
        head = (
            self.own if part.head is self.own_head else masthead.read_masthead([passage.text for passage in part.head])
        )
        dated = masthead.date_in_title(part.title) if part.title is not None else None
        symbol, doubts = identity.symbol_of(self.source, part, dated, head, self.own, several=self.several)
        drafted = symbol is None and self.drafts
        if drafted:
            symbol = draft.stand_in(
                identity.organ_of(part, head, self.own), self.own.documents, [passage.text for passage in part.head]
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
        quotes_statement = part.title is not None and part.title.quoted and symbol.kind == "statement"
        body = read_body(
            part.passages, self.notes, self.marks, where, titled=part.title is not None, statement=quotes_statement
        )
        operative = any(paragraph.kind is ParagraphKind.OPERATIVE for paragraph in body.paragraphs)
        is_cut = not drafted and self.several and last and not body.closed and symbol not in self.own.symbols
        if is_cut and (self.own.symbols or not operative):
            message = f"holds only the beginning of {symbol}, which was left out; read that document itself"
            return Problem("resolution.cut", self.source, message)
        if not operative:
            doubts.append(Problem("resolution.no_operative", where, "no operative paragraph was found; check the text"))
        if body.unplaced:
            doubts.append(_unplaced(where, body.unplaced, "of it"))
        body_masthead = masthead.read_masthead(body.head) if body.head else Masthead()
        date_line = next(
            (text for text in body.head if shapes.is_date(text)), None
        )  # “11 November 1993” below the number
        date_below_title = body_masthead.adopted_on or dated or (masthead.date_in(date_line) if date_line else None)
        adopted_on = date_below_title or head.adopted_on or body.closed_on
        if adopted_on is None and part.title is not None and part.title.quoted:
            adopted_on = masthead.date_told([passage.text for passage in part.head])
        adopted_on = adopted_on or masthead.date_alone([passage.text for passage in part.head])
        if drafted:
            adopted_on = None  # the date on the masthead is that of the draft
        elif adopted_on is None:
            message = "no date of adoption could be read; what is due within days of it stays undated"
            doubts.append(Problem("date.missing", where, message))
        return Resolution(
            symbol=where,
            title=draft.title([passage.text for passage in part.head]) if drafted else self._title(part, body.title),
            body=symbol.body,
            session=draft.session(symbol) if drafted else symbol.body_session,
            adopted_on=adopted_on,
            agenda_items=head.agenda_items or body_masthead.agenda_items,
            draft_symbol=next(iter(self.own.documents), None)
            if drafted
            else head.draft_symbol or body_masthead.draft_symbol,
            committee=head.committee or body_masthead.committee,
            meeting=body.meeting or body_masthead.meeting or head.meeting,
            source=self.source,
            paragraphs=body.paragraphs,
            problems=(*doubts, *body.problems),
        )

    def _title(self, part: Part, rest: str) -> str | None:
        """Return the title: the words after the number and on the lines below it, or the end of the masthead."""
        title_start = part.title.text if part.title is not None else None
        title_words = " ".join(text for text in (self.marks.take(title_start)[0] if title_start else "", rest) if text)
        if not title_words and part.title is None:
            title_words = masthead.title_behind([passage.text for passage in part.head]) or ""
        return re.sub(r"\s+[A-Z]\s*\*+$|[\s*]+$", "", title_words) or None  # without the mark of a part or a footnote


def _unplaced(where: str, passages_left: list[Passage], place: str) -> Problem:
    first = passages_left[0]
    page_note = f" (page {first.page})" if first.page else ""
    count = "1 passage belongs" if len(passages_left) == 1 else f"{len(passages_left)} passages belong"
    message = f"{count} to no paragraph {place}{page_note}: “{first.text[:60]}”; compare with the printed text"
    return Problem("text.unplaced", where, message)


def _distinct(resolutions: list[Resolution], problems: list[Problem]) -> list[Resolution]:
    """Return the longest resolution of each symbol, and add a problem to `problems` for each duplicate."""
    longest: dict[str, Resolution] = {}
    for resolution in resolutions:
        earlier = longest.get(resolution.symbol)
        if earlier is not None:
            message = f"{resolution.source} holds it twice; the longer text was taken"
            problems.append(Problem("resolution.twice", resolution.symbol, message))
        if earlier is None or len(resolution.paragraphs) > len(earlier.paragraphs):
            longest[resolution.symbol] = resolution
    return list(longest.values())
