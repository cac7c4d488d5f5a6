"""A resolution's passages to its paragraphs: preamble, operative part, sections, annexes, closing lines."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from enum import Enum, auto

from mandates.domain.problems import Problem
from mandates.domain.resolution import Paragraph, ParagraphKind
from mandates.structure import masthead, shapes
from mandates.structure.drafts import Drafts
from mandates.structure.footnotes import Marks, Notes
from mandates.structure.furniture import is_number_or_symbol, is_numbers, is_symbol
from mandates.structure.reflow import Passage

_LONGEST_HEADING = 400
_LONGEST_SHORT_HEADING = 80
_LONGEST_TITLE = 600
_QUOTES = "\"“‘'"
#: The endings of a list item that is not the last.
_ITEM_END = (";", "; and", "; or", ",", ", and")
#: The end of a chapeau that is incomplete without its items.
_REQUIRES_ITEM = re.compile(r"\b(?:to|by)\s*:\Z")
#: A numbered paragraph that the text of a declaration follows, whose own numbers begin again at 1.
_ADOPTS_TEXT = re.compile(
    r"\bfollowing\s+(?:[\w-]+\s+){0,3}"
    r"(?:declaration|pact|outcome|document|programme|plan|conclusions|communiqu\u00e9|text)\b.*:\Z",
    re.IGNORECASE | re.DOTALL,
)
#: The agenda item of a presidential statement.
_ITEM_ENTITLED = re.compile(r"\bentitled\s+[“\"](?P<title>[^”\"]{3,300})[”\"]")
_WE = re.compile(r"We\b")
_ADOPTION_PREFIXES = ("adopted ", "resolution of", "resolution adopted by", "of ", "on ")


class _State(Enum):
    HEAD = auto()
    PREAMBLE = auto()
    OPERATIVE = auto()
    QUOTED = auto()
    CLOSED = auto()
    ANNEX = auto()
    STATEMENT = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What was read from the passages of one resolution.

    Attributes:
        head: the passages between its number and its opening that are not part of the title, such as the adopting
            clause.
        title: the words of the title after those on the line of the number.
        closed: whether it ends with the meeting or the vote; meeting, closed_on: what those lines state.
        unplaced: the passages that belong to no paragraph.
    """

    paragraphs: tuple[Paragraph, ...]
    head: list[str]
    title: str
    meeting: str | None
    closed_on: dt.date | None
    closed: bool
    unplaced: list[Passage]
    problems: list[Problem]


def read_body(
    passages: list[Passage], notes: Notes, marks: Marks, where: str, *, titled: bool, statement: bool = False
) -> Body:
    """Return the paragraphs and other parts of the resolution in `passages`.

    Args:
        passages: those after the number and title, or all if there is none (not `titled`).
        notes: the footnotes of the document.
        marks: removes the footnote marks from the text.
        where: the name of the resolution in problems.
        titled: whether the rest of a title may come first.
        statement: whether they are the paragraphs of a presidential statement.
    """
    has_opening = any(shapes.opening_of(passage.text) or shapes.narrative_of(passage.text) for passage in passages)
    initial_state = _State.STATEMENT if statement else _State.HEAD if titled or has_opening else _State.PREAMBLE
    reader = _Reader(Drafts(notes, marks), has_opening, initial_state)
    for index, passage in enumerate(passages):
        reader.feed(passage, passages[index + 1 : index + 5])
    return Body(
        paragraphs=reader.out.paragraphs(),
        head=reader.head,
        title=" ".join(marks.take(text)[0] for text in reader.titles),
        meeting=reader.meeting,
        closed_on=reader.closed_on,
        closed=reader.closed,
        unplaced=reader.unplaced,
        problems=reader.out.problems(where),
    )


@dataclass(slots=True)
class _Reader:
    """Reads passages one by one and classifies each by those before it."""

    out: Drafts
    opens: bool
    state: _State
    head: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    meeting: str | None = None
    closed_on: dt.date | None = None
    closed: bool = False
    voting: bool = False
    listed: str = ""  # the text of the last item without a label
    adopts_text: bool = False  # whether the text of a declaration may follow
    unplaced: list[Passage] = field(default_factory=list)

    def feed(self, passage: Passage, ahead: list[Passage]) -> None:
        """Read the next passage; `ahead` are the ones that follow it."""
        text = f"{passage.label} {passage.text}" if passage.label else passage.text
        if self.state is _State.QUOTED and text[0] not in _QUOTES and _ends_quotation(self.out.last_text):
            self.state = _State.OPERATIVE
            self.out.count_on()
        if self.state is _State.HEAD:
            self._in_head(passage, text, ahead)
        elif self.state is not _State.ANNEX and is_number_or_symbol(text):
            return  # a page number or running head that remained in the text
        elif self.state is _State.STATEMENT:
            self._statement(passage, text)
        elif (opening := shapes.opening_of(text)) is not None:
            self._opening(passage, text, opening)
        elif (closing := shapes.closing_of(text)) is not None and self.out:
            self._closing(text, closing)
        elif self.state is _State.CLOSED:
            self._behind(passage, text, ahead)
        elif self.state is not _State.QUOTED and shapes.annex_of(text) is not None:
            self._annex(passage, text)
        elif self.state in (_State.ANNEX, _State.QUOTED):
            self._annexed(passage, text, ahead)
        else:
            self._paragraph(passage, text, ahead)

    # -- before and after the text ---------------------------------------------------------------------------------

    def _in_head(self, passage: Passage, text: str, ahead: list[Passage]) -> None:
        """Read a passage between the number and the opening."""
        opening = shapes.opening_of(text)
        if opening is not None:
            self._opening(passage, text, opening)
        elif (narrative := shapes.narrative_of(text)) is not None:
            self._narrative(passage, text, narrative)
        elif self._begins_text(text):
            self.state = _State.PREAMBLE
            self._paragraph(passage, text, ahead)
        elif (section := shapes.section_of(text)) is not None and not section["word"]:
            self.out.add_heading(passage, text, shapes.designator_of(section))
        elif self.out.designator is not None:
            self.out.add_heading(passage, text)
        elif text[0] in "[(" or text.lower().startswith(_ADOPTION_PREFIXES) or shapes.is_date(text) or is_symbol(text):
            self.head.append(text)
        elif shapes.PREAMBULAR_SURELY.match(text) and text.endswith((",", ";")):  # before “The Security Council”
            self.out.add(passage, text, ParagraphKind.PREAMBULAR)
        elif len(text) <= _LONGEST_TITLE and not is_numbers(text):
            self.titles.append(text)
        else:
            self.unplaced.append(passage)

    def _begins_text(self, text: str) -> bool:
        """Whether `text` begins the text of a resolution that has no opening."""
        if self.opens:
            return False
        label = shapes.label_of(text)
        if label is not None:
            return label.token == "1"  # noqa: S105 - a label, no password
        sentence = shapes.PREAMBULAR.match(text) or shapes.operative_at(text)
        return (sentence is not None and shapes.ends_sentence(text)) or shapes.states_its_subject(text)

    def _opening(self, passage: Passage, text: str, opening: re.Match[str]) -> None:
        """Read the opening of the resolution, of a part, or of a text that it recommends to another organ."""
        quoted = text[0] in _QUOTES or (
            self.out.last_kind is ParagraphKind.OPERATIVE and self.out.last_text.endswith(":")
        )
        if self.state is _State.QUOTED or (quoted and self.state in (_State.PREAMBLE, _State.OPERATIVE)):
            if self.state is not _State.QUOTED:
                self.out.count_apart()
            self.state = _State.QUOTED
            self.out.add(passage, text, ParagraphKind.ANNEX)
            return
        if self.state is _State.ANNEX and self.out.designator is None:
            self.out.add(passage, text, ParagraphKind.ANNEX)
            return
        if self.state is not _State.HEAD or self.out.designator is not None:
            self.out.begin_part()
        self.state = _State.PREAMBLE
        rest = (opening["rest"] or "").strip()
        if rest and shapes.tells_decision(text):
            self._unnumbered(passage, text)
        elif rest:
            self._paragraph(passage, rest, [])

    def _narrative(self, passage: Passage, text: str, narrative: re.Match[str]) -> None:
        """Read “At its 24th meeting, on 1 June 2026, the Council decided:”, or the introduction of a statement."""
        self.meeting = masthead.meeting_in(narrative[0])
        self.closed_on = masthead.date_in(narrative[0])
        if narrative["speaker"]:
            self.state = _State.STATEMENT
            item = _ITEM_ENTITLED.search(text)
            self.titles += [item["title"]] if item is not None else []
        else:
            self._unnumbered(passage, text)

    def _statement(self, passage: Passage, text: str) -> None:
        """Read a paragraph of a presidential statement; most name the organ, few have numbers."""
        text = text.lstrip('“"').rstrip('”"')
        label = shapes.label_of(text) if text else None
        if label is not None and label.style == "number":
            self.out.add_numbered(passage, label)
        elif label is not None and label.style == "item":
            self.out.add_item(passage, label, ParagraphKind.OPERATIVE, None)
        elif (opening := shapes.opening_of(text)) is not None and not opening["rest"]:
            return  # its numbered paragraphs follow
        elif _is_heading(text):
            self.out.add_heading(passage, text)
        elif text:
            self.out.add_unnumbered(passage, text)

    def _closing(self, text: str, closing: re.Match[str]) -> None:
        self.meeting = self.meeting or masthead.meeting_in(text)
        self.closed_on = self.closed_on or masthead.date_in(text)
        self.closed = True
        self.voting = not closing["meeting"] and not text.endswith((".", "]"))
        self.state = _State.CLOSED

    def _behind(self, passage: Passage, text: str, ahead: list[Passage]) -> None:
        """Read a passage after the closing line: a date, a vote, an annex, the next part, or unplaced text."""
        voting, self.voting = self.voting, False
        label = shapes.label_of(text)
        if shapes.is_date(text):
            self.closed_on = self.closed_on or masthead.date_in(text)
        elif shapes.annex_of(text) is not None:
            self._annex(passage, text)
        elif self._begins_part(passage, text, ahead):
            pass
        elif label is not None and label.style == "number" and 1 < int(label.token) == self.out.last_number + 1:
            self.state = _State.OPERATIVE
            self._paragraph(passage, text, ahead)
        elif voting:
            self.voting = text.endswith(",")  # a list of States on several lines
        elif not text.endswith("]"):
            self.unplaced.append(passage)

    def _begins_part(self, passage: Passage, text: str, ahead: list[Passage]) -> bool:
        """Read `text` if it is the letter or title of a part, and return whether it is: an opening must follow."""
        if not any(shapes.opening_of(following.text) for following in ahead):
            return False
        section = shapes.section_of(text)
        if section is not None:
            self.out.part = None
            self.out.add_heading(passage, text, shapes.designator_of(section))
            return True
        if (part_title := shapes.part_title_of(text)) is not None:
            self.out.part = None
            self.out.add_heading(passage, text, part_title["letter"])
            return True
        if self.out.designator is not None and self.out.last_kind is ParagraphKind.HEADING:
            self.out.add_heading(passage, text)
            return True
        if self.state is _State.CLOSED and _is_heading(text) and shapes.opening_of(ahead[0].text):
            self.out.part = self.out.designator = None  # a part whose letter is missing
            self.out.add_heading(passage, text)
            return True
        return False

    def _annex(self, passage: Passage, text: str) -> None:
        self.state = _State.ANNEX
        self.out.begin_annex()
        self.out.add_heading(passage, text)

    # -- paragraphs ------------------------------------------------------------------------------------------------

    def _paragraph(self, passage: Passage, text: str, ahead: list[Passage]) -> None:
        """Read a passage of the preamble or the operative part."""
        drafts = self.out
        label = shapes.label_of(text) if text[0] not in _QUOTES else None
        if self.adopts_text and self._adopted_text(passage, text, label, ahead):
            return
        if shapes.is_numbered_heading(text) and text[-1] not in ":;,":
            drafts.add_heading(passage, text)
            return
        in_preamble = self.state is _State.PREAMBLE
        if label is not None and label.style == "item" and self._counts_on(label):
            label = shapes.Label("number", label.token, label.rest)
        if label is not None and label.style == "preambular":
            drafts.add(passage, label.rest, ParagraphKind.PREAMBULAR)
        elif label is not None and label.style == "number":
            self.state = _State.OPERATIVE
            drafts.add_numbered(passage, label)
            self.adopts_text = shapes.adopts(label.rest) and _ADOPTS_TEXT.search(label.rest) is not None
        elif label is not None and in_preamble and not (label.token == "a" and shapes.operative_at(label.rest)):  # noqa: S105 - a label
            drafts.add(passage, label.rest, ParagraphKind.PREAMBULAR)
        elif label is not None:
            self.state = _State.OPERATIVE
            drafts.add_item(passage, label, ParagraphKind.OPERATIVE, shapes.label_of(ahead[0].text) if ahead else None)
        elif (section := shapes.section_of(text)) is not None:
            drafts.add_heading(passage, text, shapes.designator_of(section))
        elif _is_chapeau(text, ahead):
            self._unnumbered(passage, text)
        elif in_preamble and not self.opens and _WE.match(text):
            self._unnumbered(passage, text)  # a declaration without a resolution
        elif in_preamble:
            if _is_only_paragraph(text, ahead):
                self._unnumbered(passage, text)
            elif _is_heading(text) and not shapes.PREAMBULAR_SURELY.match(text):
                drafts.add_heading(passage, text)
            elif (text[-1] != "," and shapes.operative_at(text)) or shapes.states_its_subject(text):
                self._unnumbered(passage, text)
            else:
                drafts.add(passage, text, ParagraphKind.PREAMBULAR)
        elif shapes.operative_at(text) and shapes.ends_sentence(text) and text[0] not in _QUOTES:
            self._unnumbered(passage, text)
        elif text[-1] == "," and shapes.PREAMBULAR.match(text):
            drafts.add(passage, text, ParagraphKind.PREAMBULAR)
        elif self._goes_on_list(text):
            drafts.add_item(passage, shapes.Label("bullet", "", text), ParagraphKind.OPERATIVE, None)
            self.listed = drafts.last_text
        elif _is_heading(text) and not (text[0] in _QUOTES and drafts.last_text.endswith(":")):
            drafts.add_heading(passage, text)
        elif text[-1] == ":" and len(text) < _LONGEST_SHORT_HEADING and not _announces(drafts.last_text, ahead):
            drafts.add_heading(passage, text)  # “Rule of law:”
        elif drafts.last_kind is ParagraphKind.OPERATIVE and _continues(drafts.last_text, text):
            drafts.add_to_last(passage, text)
        else:
            self._unnumbered(passage, text)

    def _adopted_text(self, passage: Passage, text: str, label: shapes.Label | None, ahead: list[Passage]) -> bool:
        """Read the start of a declaration after “1. Adopts the following declaration:”; return whether it is one."""
        if label is None and _is_heading(text) and text[-1] != ",":
            return False  # its title
        self.adopts_text = False
        is_start = text.startswith("We") if label is None else label.token == "1" and label.style == "number"  # noqa: S105
        if is_start:
            self.state = _State.QUOTED
            self.out.count_apart()
            self._annexed(passage, text, ahead)
        return is_start

    def _counts_on(self, label: shapes.Label) -> bool:
        """Whether an item is really the next numbered paragraph: “(6) Requests the Board”."""
        number = int(label.token) if label.token.isdecimal() else 0
        expected = number == self.out.last_number + 1 and not self.out.last_text.endswith(":")
        return expected and shapes.operative_at(label.rest) is not None

    def _goes_on_list(self, text: str) -> bool:
        """Whether `text` is an item without its label: it follows a chapeau or another such item."""
        last_text = self.out.last_text
        if self.out.last_kind is not ParagraphKind.OPERATIVE or not text[0].isupper() or shapes.operative_at(text):
            return False
        if last_text.endswith(":"):
            return text.endswith(_ITEM_END) or (
                _REQUIRES_ITEM.search(last_text) is not None and shapes.ends_sentence(text)
            )
        return last_text == self.listed and last_text.endswith(_ITEM_END)

    def _unnumbered(self, passage: Passage, text: str) -> None:
        self.state = _State.OPERATIVE
        self.out.add_unnumbered(passage, text)

    def _annexed(self, passage: Passage, text: str, ahead: list[Passage]) -> None:
        """Read a passage of an annex or a quoted text."""
        drafts = self.out
        label = shapes.label_of(text)
        if label is not None and label.style == "number":
            if self.state is _State.QUOTED and drafts.goes_on_with(int(label.token)):
                self.state = _State.OPERATIVE
                drafts.count_on()
                drafts.add_numbered(passage, label)
            else:
                drafts.add_annexed(passage, label)
        elif label is not None:
            drafts.add_item(passage, label, ParagraphKind.ANNEX, shapes.label_of(ahead[0].text) if ahead else None)
        elif self.state is _State.ANNEX and self._begins_part(passage, text, ahead):
            pass
        elif text[-1] == ":" and ahead and _begins_list(ahead[0].text):
            drafts.add_annexed_chapeau(passage, text)
        elif _is_heading(text) or shapes.section_of(text) is not None or shapes.is_numbered_heading(text):
            drafts.add_heading(passage, text)
        else:
            drafts.add(passage, text, ParagraphKind.ANNEX)


def _is_chapeau(text: str, ahead: list[Passage]) -> bool:
    """Whether `text` is an operative chapeau without a colon: “Requests the Secretary-General” before “(a)”."""
    label = shapes.label_of(ahead[0].text) if ahead else None
    return label is not None and label.token == "a" and shapes.operative_at(text) is not None  # noqa: S105 - a label


def _begins_list(text: str) -> bool:
    """Whether `text` is the first item of a list: “(a) To meet”."""
    label = shapes.label_of(text)
    return label is not None and label.style == "item" and label.token in ("a", "i", "1")


def _is_only_paragraph(text: str, ahead: list[Passage]) -> bool:
    """Whether `text` is the only operative paragraph, without its full stop: only closing lines follow."""
    is_last = not ahead or shapes.closing_of(ahead[0].text) is not None
    return is_last and shapes.operative_at(text) is not None


def _announces(last_text: str, ahead: list[Passage]) -> bool:
    """Whether a passage with a colon introduces a list or unlabelled text, or follows another colon."""
    label = shapes.label_of(ahead[0].text) if ahead else None
    return last_text.endswith(":") or label is None or label.style == "bullet" or label.token in ("a", "i", "A", "I")


def _continues(last_text: str, text: str) -> bool:
    """Whether `text` continues the operative paragraph `last_text`: what it quotes or lists, or its end."""
    return (
        text[0] in f"{_QUOTES}|"
        or text[0].islower()
        or last_text.endswith((":", ","))
        or not shapes.ends_sentence(last_text)
    )


def _ends_quotation(text: str) -> bool:
    """Whether `text` ends a quotation of several paragraphs, each of which may begin with a quotation mark."""
    opened, closed = text.count("“"), text.count("”")
    return text.rstrip(".;, ").endswith("”") and (closed > opened or (text[0] == "“" and closed == opened))


def _is_heading(text: str) -> bool:
    """Whether `text` may be a heading: it is short and not a sentence, or a few words in quotation marks."""
    if text[0] in _QUOTES:
        return len(text) < _LONGEST_SHORT_HEADING and text[-1] in '”"’' and not shapes.ends_sentence(text)
    if text[0] == "|" or text[0].islower():
        return False
    return len(text) <= _LONGEST_HEADING and not shapes.ends_sentence(text)
