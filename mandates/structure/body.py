"""A resolution's passages to its paragraphs: preamble, operative part, sections, annexes, closing lines."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from enum import Enum, auto

from mandates.model import Footnote, Paragraph, ParagraphKind, Problem
from mandates.structure import masthead, shapes
from mandates.structure.footnotes import Marks, Notes
from mandates.structure.furniture import is_numbers, is_symbol
from mandates.structure.numbering import BULLET, Numbering, Place
from mandates.structure.reflow import Passage

_LONGEST_HEADING = 400
_LONGEST_QUOTED_HEADING = 80
_QUOTES = "\"“‘'"
_ROMAN_FIGURES = (
    ("", "M", "MM", "MMM", "MMMM", "V", "VM", "VMM", "VMMM", "IX"),
    ("", "C", "CC", "CCC", "CD", "D", "DC", "DCC", "DCCC", "CM"),
    ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"),
    ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"),
)
_EMBEDDED = re.compile(r"[;.]\s+(?=\d{1,3}\s?\.\s+[A-Z])")


class _State(Enum):
    HEAD = auto()
    PREAMBLE = auto()
    OPERATIVE = auto()
    QUOTED = auto()
    CLOSED = auto()
    ANNEX = auto()


@dataclass(slots=True)
class _Draft:
    """A paragraph in the making."""

    kind: ParagraphKind
    text: str
    page: int | None
    place: Place | None = None
    section: str | None = None
    run: int | None = None
    footnotes: tuple[Footnote, ...] = ()


@dataclass(slots=True)
class Body:
    """What was read from one resolution's passages.

    Attributes:
        head: passages between its number and its opening that are no title, such as the adopting clause.
        title: the words of the title that follow its number.
        closed: whether it ends with the meeting or the vote.
        unplaced: passages that belong to no paragraph.
    """

    paragraphs: tuple[Paragraph, ...]
    head: list[str]
    title: str | None
    organ: str | None
    meeting: str | None
    closed_on: dt.date | None
    closed: bool
    unplaced: list[Passage]
    problems: tuple[Problem, ...]


def read_body(passages: list[Passage], title: str | None, notes: Notes, marks: Marks, where: str) -> Body:
    """Return what `passages`, those behind the one with the number, say; `where` names the resolution in problems."""
    reader = _Reader(notes, marks, title, opens=any(shapes.opening_of(p.text) for p in passages))
    for index, passage in enumerate(passages):
        reader.feed(passage, passages, index)
    return reader.result(where)


@dataclass(slots=True)
class _Reader:
    notes: Notes
    marks: Marks
    title: str | None
    opens: bool
    state: _State = _State.HEAD
    drafts: list[_Draft] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    organ: str | None = None
    meeting: str | None = None
    closed_on: dt.date | None = None
    closed: bool = False
    voting: bool = False
    unplaced: list[Passage] = field(default_factory=list)
    part: str | None = None
    designator: str | None = None
    heading: str | None = None
    numbering: Numbering = field(default_factory=Numbering)
    runs: list[tuple[str | None, Numbering]] = field(default_factory=list)
    fresh: bool = True

    # -- one passage ---------------------------------------------------------------------------------------------

    def feed(self, passage: Passage, passages: list[Passage], index: int) -> None:
        """Take the next passage."""
        text = f"{passage.label} {passage.text}" if passage.label else passage.text
        if (
            self.state is _State.QUOTED
            and self.drafts
            and _ends_quotation(self.drafts[-1].text)
            and text[0] not in _QUOTES
        ):
            self.state = _State.OPERATIVE
            self.numbering = self.runs[-1][1] if self.runs else Numbering()
        if self.state in (_State.PREAMBLE, _State.OPERATIVE, _State.CLOSED) and (is_numbers(text) or is_symbol(text)):
            return
        if self.state is _State.HEAD:
            self._in_head(passage, text, passages, index)
        elif (opening := shapes.opening_of(text)) is not None:
            self._opening(passage, text, opening)
        elif (closing := shapes.closing_of(text)) is not None and self.drafts:
            self._closing(text, closing)
        elif self.state is _State.CLOSED:
            self._behind(passage, text, passages, index)
        elif self.state is not _State.QUOTED and shapes.annex_of(text) is not None:
            self._annex(passage, text)
        else:
            self._paragraph(passage, text, passages, index)

    def _in_head(self, passage: Passage, text: str, passages: list[Passage], index: int) -> None:
        opening = shapes.opening_of(text)
        if opening is not None:
            self._opening(passage, text, opening)
            return
        label = shapes.label_of(text)
        if not self.opens and (
            (label is not None and label.token == "1")
            or (shapes.PREAMBULAR.match(text) and shapes.ends_sentence(text))
            or (shapes.OPERATIVE.match(text) and shapes.ends_sentence(text))
            or shapes.states_its_subject(text)
        ):
            self.state = _State.PREAMBLE
            self._paragraph(passage, text, passages, index)
            return
        section = shapes.section_of(text)
        if section is not None and (section["letter"] or section["roman"]):
            self._section(passage, text, section)
        elif self.designator is not None:
            self._heading(passage, text)
        elif (
            text[0] in "[("
            or text.lower().startswith(("adopted ", "resolution of", "of ", "on "))
            or shapes.is_date(text)
            or is_symbol(text)
            or is_numbers(text)
        ):
            self.head.append(text)
        elif len(text) < 600:
            self.titles.append(self.marks.take(text)[0])

    def _opening(self, passage: Passage, text: str, opening: re.Match[str]) -> None:
        quoted = text[0] in _QUOTES
        follows_colon = (
            bool(self.drafts)
            and self.drafts[-1].text.rstrip().endswith(":")
            and self.drafts[-1].kind is ParagraphKind.OPERATIVE
        )
        if self.state in (_State.OPERATIVE, _State.QUOTED, _State.PREAMBLE) and (
            quoted or follows_colon or self.state is _State.QUOTED
        ):
            if self.state is not _State.QUOTED:
                self.numbering = Numbering()
            self.state = _State.QUOTED
            self._add(passage, text, ParagraphKind.ANNEX)
            return
        if self.state is _State.ANNEX and self.part is None and self.designator is None:
            self._add(passage, text, ParagraphKind.ANNEX)
            return
        body = shapes.ORGANS[" ".join(opening["organ"].lower().split())]
        self.organ = self.organ or body
        if self.state is not _State.HEAD or self.designator:
            self.part, self.designator = self.designator or self.part, None
            self._restart()
        self.state = _State.PREAMBLE
        rest = (opening["rest"] or "").strip()
        if rest:
            self._paragraph(passage, rest, [], 0)

    def _closing(self, text: str, closing: re.Match[str]) -> None:
        if closing["meeting"] and self.meeting is None:
            self.meeting = masthead.meeting_in(text)
        elif self.meeting is None:
            self.meeting = masthead.meeting_in(text)
        self.closed_on = self.closed_on or masthead.date_in(text)
        self.closed = True
        self.voting = not closing["meeting"] and not text.endswith((".", "]"))
        self.state = _State.CLOSED

    def _behind(self, passage: Passage, text: str, passages: list[Passage], index: int) -> None:
        """Take a passage behind the closing line: the date, the vote, an annex, the next part, or what is no part of it."""
        if shapes.is_date(text):
            self.closed_on = self.closed_on or masthead.date_in(text)
        elif shapes.annex_of(text) is not None:
            self._annex(passage, text)
        elif (section := shapes.section_of(text)) is not None and _opens_soon(passages, index):
            self.part = None
            self._section(passage, text, section)
        elif self.designator is not None and _opens_soon(passages, index):
            self._heading(passage, text)
        elif (
            (label := shapes.label_of(text)) is not None
            and label.style == "number"
            and int(label.token) == self.numbering.last + 1
            and self.numbering.last
        ):
            self.state = _State.OPERATIVE
            self._paragraph(passage, text, passages, index)
        elif not (self.voting or text.endswith("]")):
            self.unplaced.append(passage)
        self.voting = False

    def _annex(self, passage: Passage, text: str) -> None:
        self.state = _State.ANNEX
        self.part = self.designator = None
        self.heading = None
        self.runs_off()
        self._heading(passage, text)

    def runs_off(self) -> None:
        """Number what follows on its own, and report no gaps in it."""
        self.numbering = Numbering()

    # -- paragraphs ----------------------------------------------------------------------------------------------

    def _paragraph(self, passage: Passage, text: str, passages: list[Passage], index: int) -> None:
        label = shapes.label_of(text)
        annexed = self.state in (_State.ANNEX, _State.QUOTED)
        if label is not None and not annexed and text[0] in _QUOTES:
            label = None
        if label is not None and label.style == "number":
            self._numbered(passage, label, annexed)
            return
        if label is not None:
            if self.state is _State.PREAMBLE and not (label.token == "a" and shapes.OPERATIVE.match(label.rest)):
                self._add(passage, label.rest, ParagraphKind.PREAMBULAR)
                return
            if self.state is _State.PREAMBLE:  # "The Security Council (a) Resolves"
                self.state = _State.OPERATIVE
                self._run()
            following = shapes.label_of(passages[index + 1].text) if index + 1 < len(passages) else None
            place = self.numbering.item(
                label.token if label.style == "item" else BULLET,
                len(self.drafts),
                chapeau=label.rest.endswith(":"),
                following=following.token if following else None,
            )
            self._add(passage, label.rest, ParagraphKind.ANNEX if annexed else ParagraphKind.OPERATIVE, place)
            return
        if annexed:
            self._annexed(passage, text)
            return
        section = shapes.section_of(text)
        if section is not None:
            self._section(passage, text, section)
        elif self.state is _State.PREAMBLE:
            if _is_heading(text) and not shapes.PREAMBULAR_SURELY.match(text):
                self._heading(passage, text)
            elif (shapes.OPERATIVE.match(text) and text[-1] != ",") or shapes.states_its_subject(text):
                self._unnumbered(passage, text)
            else:
                self._add(passage, text, ParagraphKind.PREAMBULAR)
        elif shapes.OPERATIVE.match(text) and shapes.ends_sentence(text):
            self._unnumbered(passage, text)
        elif shapes.PREAMBULAR.match(text) and text.endswith(","):
            self._add(passage, text, ParagraphKind.PREAMBULAR)
            self.fresh = True
        elif _is_heading(text) and not (text[0] in _QUOTES and self.drafts and self.drafts[-1].text.endswith(":")):
            self._heading(passage, text)
        else:
            self._continued(passage, text)

    def _numbered(self, passage: Passage, label: shapes.Label, annexed: bool) -> None:
        if annexed:
            outer = self.runs[-1][1] if self.runs else None
            value = int(label.token)
            if self.state is _State.QUOTED and outer is not None and value == outer.last + 1 != self.numbering.last + 1:
                self.state = _State.OPERATIVE
                self.numbering = outer
                self._numbered(passage, label, annexed=False)
                return
            self._add(passage, label.rest, ParagraphKind.ANNEX, self.numbering.number(label, len(self.drafts)))
            return
        if self.state is _State.PREAMBLE:
            self.state = _State.OPERATIVE
        if label.token == "1" and self.numbering.last and (self.fresh or shapes.OPERATIVE.match(label.rest)):
            self._restart()
        self._run()
        self.fresh = False
        place = self.numbering.number(label, len(self.drafts))
        item = shapes.label_of(label.rest)
        if item is not None and item.style == "item":  # "10. (a) The Government"
            place = self.numbering.item(item.token, len(self.drafts), chapeau=item.rest.endswith(":"))
            label = item
        self._add(passage, label.rest, ParagraphKind.OPERATIVE, place)

    def _unnumbered(self, passage: Passage, text: str) -> None:
        self.state = _State.OPERATIVE
        self._run()
        self.fresh = False
        place = self.numbering.unnumbered(len(self.drafts), chapeau=text.endswith(":"))
        self._add(passage, text, ParagraphKind.OPERATIVE, place)

    def _continued(self, passage: Passage, text: str) -> None:
        """Take text without a label behind an operative paragraph: what it quotes or lists, or a paragraph of its own."""
        last = self.drafts[-1] if self.drafts else None
        if last is None or last.kind is not ParagraphKind.OPERATIVE:
            self._unnumbered(passage, text)
        elif text[0] in "\"“‘'|" or text[0].islower() or not shapes.ends_sentence(last.text) or last.text.endswith(":"):
            clean, marks = self.marks.take(text)
            last.text = f"{last.text} {clean}"
            last.footnotes += self.notes.attached(marks, passage.page)
        else:
            self._unnumbered(passage, text)

    def _annexed(self, passage: Passage, text: str) -> None:
        if _is_heading(text) or shapes.section_of(text) is not None:
            self._heading(passage, text)
        else:
            self._add(passage, text, ParagraphKind.ANNEX)

    def _section(self, passage: Passage, text: str, section: re.Match[str]) -> None:
        self.designator = section["word"] or section["roman"] or section["letter"]
        self.fresh = True
        self.heading = None
        self._heading(passage, text, keep=True)

    def _heading(self, passage: Passage, text: str, *, keep: bool = False) -> None:
        clean, marks = self.marks.take(text)
        alone = self.heading is not None and self.drafts and self.drafts[-1].kind is ParagraphKind.HEADING
        self.drafts.append(
            _Draft(
                ParagraphKind.HEADING,
                clean,
                passage.page,
                section=self.heading if alone and not keep else None,
                footnotes=self.notes.attached(marks, passage.page),
            )
        )
        self.heading = f"{self.heading}. {clean}" if alone and not keep and len(self.heading or "") < 12 else clean
        self.fresh = True

    def _restart(self) -> None:
        self.numbering = Numbering()
        self.fresh = True

    def _run(self) -> None:
        """Keep the run of numbers that the next operative paragraph belongs to."""
        if not self.runs or self.runs[-1][1] is not self.numbering:
            self.runs.append((self._prefix(), self.numbering))

    def _prefix(self) -> str | None:
        return ".".join(mark for mark in (self.part, self.designator) if mark) or None

    def _add(self, passage: Passage, text: str, kind: ParagraphKind, place: Place | None = None) -> None:
        clean, marks = self.marks.take(text)
        self.drafts.append(
            _Draft(
                kind,
                clean,
                passage.page,
                place=place,
                section=self.heading or self.designator or self.part,
                run=len(self.runs) - 1 if kind is ParagraphKind.OPERATIVE else None,
                footnotes=self.notes.attached(marks, passage.page) if marks else (),
            )
        )

    # -- the whole -----------------------------------------------------------------------------------------------

    def result(self, where: str) -> Body:
        """Return what all passages gave."""
        prefixes = self._prefixes()
        ambiguous = _ambiguous(self.drafts)
        paragraphs = tuple(
            Paragraph(
                kind=d.kind,
                text=d.text,
                label=_label(d, prefixes, ambiguous),
                numbered=d.place.numbered if d.place else True,
                section=d.section,
                parent=d.place.above.index if d.place and d.place.above and d.place.above.index != i else None,
                page=d.page,
                footnotes=d.footnotes,
            )
            for i, d in enumerate(self.drafts)
        )
        title = " ".join(part for part in (self.title, *self.titles) if part) or None
        return Body(
            paragraphs=paragraphs,
            head=self.head,
            title=title,
            organ=self.organ,
            meeting=self.meeting,
            closed_on=self.closed_on,
            closed=self.closed,
            unplaced=self.unplaced,
            problems=tuple(self._gaps(where)),
        )

    def _prefixes(self) -> list[str]:
        """Return for each run of numbers what tells it from the others: its section's number, or a roman one in order."""
        printed = [prefix for prefix, _ in self.runs]
        if None in printed or len(set(printed)) < len(printed):
            return [
                prefix if prefix and printed.count(prefix) == 1 else _roman(i)
                for i, prefix in enumerate(printed, start=1)
            ]
        return [prefix or "" for prefix in printed]

    def _gaps(self, where: str) -> list[Problem]:
        problems = []
        for prefix, run in self.runs:
            place = f"{where}, section {prefix}" if prefix else where
            if run.missing:
                problems.append(
                    Problem(
                        "numbering.gap",
                        place,
                        f"paragraph {_listed(run.missing)} is missing; compare with the printed text",
                    )
                )
            if run.repeated:
                problems.append(
                    Problem(
                        "numbering.repeated",
                        place,
                        f"paragraph number {', '.join(run.repeated[:5])} comes again or out of order; compare with the printed text",
                    )
                )
        return problems


def _listed(numbers: list[int]) -> str:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] + 1 == number:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ", ".join("-".join(map(str, run)) for run in runs[:10])


def _ambiguous(drafts: list[_Draft]) -> set[str]:
    """Return the numbers that more than one operative paragraph has."""
    seen: set[str] = set()
    twice: set[str] = set()
    for draft in drafts:
        if draft.kind is ParagraphKind.OPERATIVE and draft.place is not None and draft.place.top:
            (twice if draft.place.printed in seen else seen).add(draft.place.printed)
    return twice


def _label(draft: _Draft, prefixes: list[str], ambiguous: set[str]) -> str | None:
    """Return the label of `draft`, with its section's number where its own is not enough."""
    if draft.place is None:
        return None
    label = draft.place.label
    if draft.run is None or not prefixes[draft.run]:
        return label
    top = draft.place
    while top.above is not None and not top.top:
        top = top.above
    return f"{prefixes[draft.run]}.{label}" if top.printed in ambiguous else label


def _roman(number: int) -> str:
    return "".join(digits[int(figure)] for figure, digits in zip(f"{number:04d}", _ROMAN_FIGURES, strict=False))


def _ends_quotation(text: str) -> bool:
    """Tell whether a quotation over several paragraphs ends with `text`; each of them may open it again."""
    opened, closed = text.count("“"), text.count("”")
    return text.rstrip(".;, ").endswith("”") and (closed > opened or (text[0] == "“" and closed == opened))


def _is_heading(text: str) -> bool:
    """Tell whether `text` may be a heading: short, no sentence, or a few words in quotation marks."""
    if text[0] in _QUOTES:
        return len(text) < _LONGEST_QUOTED_HEADING and text[-1] in '”"’' and not shapes.ends_sentence(text)
    return len(text) <= _LONGEST_HEADING and text[0] != "|" and not text[0].islower() and not shapes.ends_sentence(text)


def _opens_soon(passages: list[Passage], index: int) -> bool:
    return any(shapes.opening_of(p.text) for p in passages[index + 1 : index + 5])
