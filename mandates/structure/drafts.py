"""Paragraphs in the making: each with its place, its section and its footnotes, until the whole resolution is known."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from mandates.domain.problems import Problem
from mandates.domain.resolution import Footnote, Paragraph, ParagraphKind
from mandates.domain.symbols import int_to_roman
from mandates.structure.footnotes import Marks, Notes
from mandates.structure.numbering import BULLET, Numbering, Place
from mandates.structure.reflow import Passage
from mandates.structure.shapes import Label, label_of, operative_at

#: A section number up to this length is joined to the title on the next line: “Section XVIII”.
_MAX_SECTION_NUMBER = 14
_MAX_LISTED = 10


@dataclass(slots=True)
class _Draft:
    kind: ParagraphKind
    parts: list[str]
    page: int | None
    place: Place | None = None
    section: str | None = None
    run: int | None = None
    footnotes: tuple[Footnote, ...] = ()


@dataclass(slots=True)
class _Run:
    """Operative paragraphs with one sequence of numbers: a resolution, a part, or a section that begins again at 1."""

    numbering: Numbering
    designator: str | None
    prefix: str | None


@dataclass(slots=True)
class Drafts:
    """The paragraphs of one resolution that have been added so far.

    Attributes:
        part: the letter of the current part (A, B). designator: the number of the current section. Both are as printed.
    """

    notes: Notes
    marks: Marks
    part: str | None = None
    designator: str | None = None
    _drafts: list[_Draft] = field(default_factory=list)
    _heading: str | None = None
    _numbering: Numbering = field(default_factory=Numbering)
    _runs: list[_Run] = field(default_factory=list)
    _may_restart: bool = True

    def __bool__(self) -> bool:
        return bool(self._drafts)

    @property
    def last_text(self) -> str:
        """The text that was added last."""
        return self._drafts[-1].parts[-1] if self._drafts else ""

    @property
    def last_kind(self) -> ParagraphKind | None:
        """The kind of the last paragraph."""
        return self._drafts[-1].kind if self._drafts else None

    @property
    def last_number(self) -> int:
        """The number of the last paragraph of the current run."""
        return self._numbering.last

    # -- adding ----------------------------------------------------------------------------------------------------

    def add(self, passage: Passage, text: str, kind: ParagraphKind, place: Place | None = None) -> None:
        """Add a paragraph with `text`, which is from `passage`."""
        clean, marks = self.marks.take(text)
        self._drafts.append(
            _Draft(
                kind,
                [clean],
                passage.page,
                place,
                self._heading or self.designator or self.part,
                len(self._runs) - 1 if kind is ParagraphKind.OPERATIVE else None,
                self.notes.attached(marks, passage.page) if marks else (),
            )
        )
        if kind is ParagraphKind.PREAMBULAR:
            self._may_restart = True

    def add_to_last(self, passage: Passage, text: str) -> None:
        """Add `text` to the last paragraph."""
        clean, marks = self.marks.take(text)
        last = self._drafts[-1]
        last.parts.append(clean)
        last.footnotes += self.notes.attached(marks, passage.page)

    def add_heading(self, passage: Passage, text: str, designator: str | None = None) -> None:
        """Add a heading; `designator` is the number of the section that begins with it."""
        clean, marks = self.marks.take(text)
        parent_heading = self._heading if designator is None and self.last_kind is ParagraphKind.HEADING else None
        footnotes = self.notes.attached(marks, passage.page) if marks else ()
        self._drafts.append(
            _Draft(ParagraphKind.HEADING, [clean], passage.page, section=parent_heading, footnotes=footnotes)
        )
        if designator is not None:
            self.designator = designator
        self._heading = (
            f"{parent_heading}. {clean}"
            if parent_heading is not None and len(parent_heading) <= _MAX_SECTION_NUMBER
            else clean
        )
        self._may_restart = True

    def add_numbered(self, passage: Passage, label: Label) -> None:
        """Add a numbered operative paragraph."""
        value = int(label.token)
        if value == 1 and not label.suffix and self._begins_again(label):
            self._numbering = Numbering()
        elif value > 1 and not self._numbering.last:
            self._resume(value)
        self._count()
        place = self._numbering.number(label, len(self._drafts))
        self._add_placed(passage, label, place, ParagraphKind.OPERATIVE)

    def add_unnumbered(self, passage: Passage, text: str) -> None:
        """Add an operative paragraph that has no label."""
        may_begin = self._may_restart and self._runs and operative_at(text) is not None
        if may_begin and (self._numbering.last or self._in_new_section()):
            self._numbering = Numbering()  # a section whose one paragraph has no number
        self._count()
        place = self._numbering.unnumbered(len(self._drafts), chapeau=text.endswith(":"))
        self.add(passage, text, ParagraphKind.OPERATIVE, place)

    def add_item(self, passage: Passage, label: Label, kind: ParagraphKind, following: Label | None) -> None:
        """Add a list item; `following` is the label of the next passage."""
        token = label.token if label.style == "item" else BULLET
        if kind is ParagraphKind.OPERATIVE:
            self._count()
        place = self._numbering.item(
            token, len(self._drafts), chapeau=label.rest.endswith(":"), following=following.token if following else None
        )
        self._add_placed(passage, label, place, kind)

    def _add_placed(self, passage: Passage, label: Label, place: Place, kind: ParagraphKind) -> None:
        """Add the text after `label`, which may begin with another label: “10. (a) The Government”."""
        inner_label = label_of(label.rest)
        if inner_label is not None and inner_label.style == "item" and place.label.count("(") < 2:
            place = self._numbering.item(inner_label.token, len(self._drafts), chapeau=inner_label.rest.endswith(":"))
            label = inner_label
        self.add(passage, label.rest, kind, place)

    def add_annexed_chapeau(self, passage: Passage, text: str) -> None:
        """Add an unnumbered paragraph of an annex that items follow."""
        place = self._numbering.unnumbered(len(self._drafts), chapeau=True)
        self.add(passage, text, ParagraphKind.ANNEX, place)

    def add_annexed(self, passage: Passage, label: Label) -> None:
        """Add a numbered paragraph of an annex or a quoted text."""
        self.add(passage, label.rest, ParagraphKind.ANNEX, self._numbering.number(label, len(self._drafts)))

    # -- runs of numbers -------------------------------------------------------------------------------------------

    def begin_part(self) -> None:
        """Begin a part (A, B): its letter is the current designator."""
        self.part, self.designator = self.designator or self.part, None
        self.count_apart()
        self._may_restart = True

    def begin_annex(self) -> None:
        """Begin an annex: the part, section and heading before it end."""
        self.part = self.designator = self._heading = None
        self.count_apart()

    def count_apart(self) -> None:
        """Begin a separate sequence of numbers for the following paragraphs."""
        self._numbering = Numbering()

    def count_on(self) -> None:
        """Continue the numbers of the operative paragraphs after a quoted text."""
        self._numbering = self._runs[-1].numbering if self._runs else Numbering()

    def goes_on_with(self, value: int) -> bool:
        """Whether `value` is the next operative number and not the next of the quoted text."""
        return bool(self._runs) and value == self._runs[-1].numbering.last + 1 != self._numbering.last + 1

    def _begins_again(self, label: Label) -> bool:
        """Whether a paragraph 1 begins a new run, and not the text that a chapeau introduces."""
        if self._numbering.last:
            return self._may_restart or operative_at(label.rest) is not None
        numbered_before = any(run.numbering.last for run in self._runs)
        begins_run = self._in_new_section() or (self._may_restart and numbered_before)
        return begins_run and not self._numbering.announces

    def _resume(self, value: int) -> None:
        """Continue an earlier run if `value` is its next number, after unnumbered paragraphs."""
        earlier = next((run.numbering for run in reversed(self._runs) if run.numbering.last), None)
        if earlier is not None and earlier.resumes(value, self._numbering):
            self._numbering = earlier

    def _in_new_section(self) -> bool:
        """Whether a numbered section has begun since the last operative paragraph."""
        return bool(self._runs) and self.designator != self._runs[-1].designator

    def _count(self) -> None:
        """Add the run of the next operative paragraph if it is new."""
        if not self._runs or self._runs[-1].numbering is not self._numbering:
            prefix = ".".join(mark for mark in (self.part, self.designator) if mark) or None
            self._runs.append(_Run(self._numbering, self.designator, prefix))
        self._may_restart = False

    # -- result ----------------------------------------------------------------------------------------------------

    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Return the paragraphs; labels that would be ambiguous are prefixed with their section."""
        prefixes = self._prefixes()
        ambiguous = self._ambiguous()
        paragraphs: list[Paragraph] = []
        for index, draft in enumerate(self._drafts):
            place = draft.place
            parent = place.above if place is not None else None
            paragraphs.append(
                Paragraph(
                    kind=draft.kind,
                    text=" ".join(draft.parts),
                    label=_label(draft, place, prefixes, ambiguous) if place is not None else None,
                    numbered=place is None or place.numbered,
                    section=draft.section,
                    parent=parent.index if parent is not None and parent.index != index else None,
                    page=draft.page,
                    footnotes=draft.footnotes,
                )
            )
        return tuple(paragraphs)

    def problems(self, where: str) -> list[Problem]:
        """Return the problems of the runs in which numbers are missing or repeated."""
        problems = []
        for run, prefix in zip(self._runs, self._prefixes(), strict=True):
            place = f"{where}, section {prefix}" if prefix and len(self._runs) > 1 else where
            missing = run.numbering.missing
            if missing:
                verb = "are" if len(missing) > 1 else "is"
                message = f"paragraph {', '.join(missing[:_MAX_LISTED])} {verb} missing; compare with the printed text"
                problems.append(Problem("numbering.gap", place, message))
            if run.numbering.repeated:
                listed = ", ".join(run.numbering.repeated[:_MAX_LISTED])
                message = f"paragraph {listed} comes again or out of order; compare with the printed text"
                problems.append(Problem("numbering.repeated", place, message))
        return problems

    def _prefixes(self) -> list[str]:
        """Return for each run the prefix that distinguishes it: the number of its section, or its ordinal."""
        printed = [run.prefix for run in self._runs]
        counts = Counter(printed)
        if counts[None] == 1 and len(counts) == len(printed):
            return [prefix or "" for prefix in printed]  # the run without a prefix precedes the first section
        if len(counts) < len(printed):
            return [
                prefix if prefix and counts[prefix] == 1 else int_to_roman(i)
                for i, prefix in enumerate(printed, start=1)
            ]
        return [prefix or "" for prefix in printed]

    def _ambiguous(self) -> set[str]:
        """Return the numbers of more than one operative paragraph."""
        seen: set[str] = set()
        repeated: set[str] = set()
        for draft in self._drafts:
            if draft.kind is ParagraphKind.OPERATIVE and draft.place is not None and draft.place.top:
                (repeated if draft.place.printed in seen else seen).add(draft.place.printed)
        return repeated


def _label(draft: _Draft, place: Place, prefixes: list[str], ambiguous: set[str]) -> str:
    label = place.label
    if draft.run is None or not prefixes[draft.run]:
        return label
    return f"{prefixes[draft.run]}.{label}" if place.root.printed in ambiguous else label
