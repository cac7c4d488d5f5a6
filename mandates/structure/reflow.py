"""Printed lines to passages: each a paragraph, an item, a heading or another whole piece of text.

The lines of a document may be whole paragraphs or broken at any width, with or without empty lines between paragraphs.
At a line break for lack of room, or at the end of a page, the passage continues; `_Flow.begins` has the rules.
"""

from __future__ import annotations

import functools
import itertools
import re
from dataclasses import dataclass, field

from mandates.readers.document import MARK_CLOSE, MARK_OPEN
from mandates.structure import shapes, titles
from mandates.structure.lines import Line
from mandates.structure.words import LineEnds

#: A line shorter than this share of the longest line had room for the next word, whatever the widths of its letters.
_SURELY_SHORT = 0.8
#: A line longer than this share of the longest line may have been broken for lack of room.
_FULL = 0.6
#: The maximum lengths of what stands on a line of its own: “(viii)”, “XVIII”, “Section XVIII”.
_LONGEST_LABEL = 6
_LONGEST_NUMERAL = 5
_LONGEST_DESIGNATOR = 13
#: A label within this many characters is the passage's own, as in "10. (a) ".
_LABEL_REACH = 6
#: What follows the letter of an item that lacks its opening bracket.
_AFTER_LETTER = (")", ".")
#: How many lines back a list within a sentence is sought.
_MAX_LINES_BACK = 40

_BARE_LABEL = re.compile(r"\d{1,3}\.|\([a-z]{1,4}\)")
_ENDS_VOTE = (".", "]", ":")
#: The second sentence of a closing line, before the lists of States.
_VOTE_FOLLOWS = "The voting was as follows"
_BEFORE_LAST_ITEM = ("; and", "; or", ", and", ", or")
_SEMICOLON = re.compile(rf";[\"”’)]*\s?(?:\d{{0,3}}|{MARK_OPEN}[^{MARK_CLOSE}]{{1,8}}{MARK_CLOSE})$")
#: A line that ends with one of these words continues with a noun.
_ENDS_BEFORE_NOUN = re.compile(r"\b(?:its|the|at|and|of|from|to|in)$")
#: What follows a noun and not a verb: "Holy / Places in the city".
_NOT_VERB = re.compile(r"\s*(?:(?:in|of|at|and|or|by|from)\b|[,;.]|$)")
#: “Agenda item 13.2 27 May 2013”
_DATED = re.compile(rf"\s{shapes.DATE}$")
_REFERENCE = re.compile(r"(?:and|or|to|above|below|of|through)\b")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


@dataclass(slots=True)
class Passage:
    """A paragraph, item, heading or other whole piece of text.

    Attributes:
        text: on one line, with words divided at line ends joined; footnote marks are still in it.
        page: the page on which it starts.
        style, label: as in `Block`.
    """

    text: str
    page: int | None = None
    style: str | None = None
    label: str | None = None


def passages(lines: list[Line]) -> list[Passage]:
    """Return the passages that `lines` make up."""
    if not lines:
        return []
    line_ends = LineEnds(lines)
    flow = _Flow(width=max([len(line.text) for line in lines]), first=lines[0])
    result: list[Passage] = []
    for line, following in itertools.zip_longest(lines[1:], lines[2:]):
        if flow.begins(line, following):
            result.append(flow.passage(line_ends))
            flow.begin(line)
        else:
            flow.go_on(line, line_ends)
    result.append(flow.passage(line_ends))
    return result


@dataclass(slots=True)
class _Flow:
    """The passage that is being put together from lines.

    Attributes:
        width: the length of the document's longest line, in characters.
        first, last: the first and last line of the passage; parts: the texts of its lines, with divided words joined.
        number: the number of the last numbered paragraph.
        voting: whether it is a closing line whose vote continues.
    """

    width: int
    first: Line
    last: Line = field(init=False)
    parts: list[str] = field(init=False)
    number: int = 0
    voting: bool = False

    def __post_init__(self) -> None:
        self.begin(self.first)

    def begin(self, line: Line) -> None:
        """Begin a passage with `line`."""
        text = line.text
        self.first = self.last = line
        self.parts = [text]
        closing = shapes.closing_of(text)
        self.voting = closing is not None and not (closing["meeting"] or closing["vote"] or text.endswith(_ENDS_VOTE))
        if text[0].isdigit() and (label := shapes.label_of(text)) is not None:
            self.number = int(label.token)

    def go_on(self, line: Line, line_ends: LineEnds) -> None:
        """Add `line` to the passage."""
        if self.parts[-1][-1] == "-":
            line_ends.add(self.parts, line.text)
        else:
            self.parts.append(line.text)
        self.last = line
        if self.voting:
            self.voting = not line.text.endswith(_ENDS_VOTE)

    def passage(self, line_ends: LineEnds) -> Passage:
        """Return the finished passage."""
        text = self.parts[0]
        if len(self.parts) > 1:
            text = " ".join(self.parts)
            if "  " in text:
                text = " ".join(text.split())
        return Passage(line_ends.whole(text), self.first.page, self.first.style, self.first.label)

    def begins(self, line: Line, following: Line | None) -> bool:
        """Return whether a new passage begins with `line`; `following` is the line after it."""
        text, previous = line.text, self.last.text
        first = text[0]
        styled = line.style is not None or self.last.style is not None or line.label is not None
        if first.islower() and not (styled or line.gap or first in "ivx" or text[1:2] in _AFTER_LETTER):
            return False  # most printed lines: the middle of a sentence
        # 1. What certainly continues: a vote, a label on a line of its own, a raised mark, a divided word.
        if not line.gap and (self.voting or text.startswith(_VOTE_FOLLOWS)):
            return False
        if len(previous) <= _LONGEST_LABEL and _BARE_LABEL.fullmatch(previous):
            return False
        if first == MARK_OPEN or (previous[-1] == "-" and previous[-2:-1].isalpha() and first.isalpha()):
            return False
        # 2. What the format states.
        if styled:
            return line.style != self.last.style or not line.cut or shapes.ends_sentence(previous)
        if first.isdigit() and shapes.closing_of(text) and self._goes_on_with_meeting(line, following):
            return False
        # 3. Lower-case letters continue a sentence, labels begin an item.
        if first.islower():
            return self._lower_begins(line)
        sentence_ended = shapes.ends_sentence(previous)
        if sentence_ended and line.gap and not line.cut:
            return True
        if not first.isalpha():
            by_sign = self._sign_begins(line, ended=sentence_ended)
            if by_sign is not None:
                return by_sign
        elif sentence_ended and (_SEMICOLON.search(previous) or _is_section_head(text, following)):
            return True
        # 4. What stands alone: closing lines, dates, openings, titles, annexes, lines of a masthead.
        if shapes.closing_of(text) or shapes.closing_of(previous) or shapes.is_date(previous):
            return True
        if shapes.is_masthead(previous) and _DATED.search(previous):
            return True
        if shapes.names_meeting(text) and not _is_sentence(self.parts[0]):
            return True
        if line.gap and not line.cut:
            return not self._breaks_off() or _looks_like_a_beginning(text)
        if shapes.opening_of(text) or (shapes.opening_of(previous) and previous[-1] in ",."):
            return True
        if (annex := shapes.annex_of(previous)) is not None and not annex["title"]:
            return True
        if titles.title_of(text, surely=True) or shapes.annex_of(text):
            return sentence_ended or not (self.last.soft or self._names_resolution(line))
        if shapes.is_date(text):
            return not _is_sentence(self.parts[0]) or previous.rstrip('”"’ ').endswith(".")
        if shapes.is_masthead(text) or (len(text) <= _LONGEST_NUMERAL and shapes.section_of(text)):
            return True
        # 5. Sentences: by the end of the previous line, by the first words, by the room that was left.
        return self._sentence_begins(line, following, ended=sentence_ended)

    def _lower_begins(self, line: Line) -> bool:
        text, previous = line.text, self.last.text
        if text[1:2] in _AFTER_LETTER or (text[0] in "ivx" and "." in text[:5]):
            return shapes.label_of(text) is not None and shapes.ends_sentence(previous)
        return line.gap and not line.cut and previous.rstrip('"”’ ')[-1:] in ".;:"

    def _sign_begins(self, line: Line, *, ended: bool) -> bool | None:
        """Return whether a line that begins with a figure or sign begins a passage; None if that is undecided."""
        text, previous, soft = line.text, self.last.text, self.last.soft
        if len(text) <= _LONGEST_LABEL and _BARE_LABEL.fullmatch(text):
            return ended or line.gap
        label = shapes.label_of(text)
        if label is None:
            if line.gap or previous[-1] in ".;:":
                return None
            return _stands_alone(text) or (shapes.is_date(text) and not _is_sentence(self.parts[0]))
        if ended or line.gap:
            return not (label.style == "item" and not line.gap and self._lists_within(label.token))
        if label.style == "number":
            expected = int(label.token) in (1, self.number + 1)
            return expected and (not soft or shapes.operative_at(label.rest) is not None)
        if label.style == "item":
            if previous.endswith(_BEFORE_LAST_ITEM):
                return not self._lists_within(label.token)
            return label.rest[0].isupper() and not (
                soft or _REFERENCE.match(label.rest) or self._lists_within(label.token)
            )
        return soft is False

    def _sentence_begins(self, line: Line, following: Line | None, *, ended: bool) -> bool:
        text, previous, soft = line.text, self.last.text, self.last.soft
        if (line.cut or previous[-1] == MARK_CLOSE) and not soft:
            soft = None  # at the end of a page or after a raised mark a missing space means nothing
        if previous[-1] == MARK_CLOSE:
            previous = previous[: previous.rindex(MARK_OPEN)].rstrip() or previous
        if not ended:
            verb = shapes.operative_at(text) if soft is None else None
            if verb and shapes.PREAMBULAR_SURELY.match(self.parts[0]) and not _NOT_VERB.match(text, verb.end()):
                return True  # an operative paragraph after a preamble without commas
            if soft is None and shapes.PREAMBULAR_SURELY.match(text) and self._had_room(text):
                return True  # a preambular paragraph after one without its comma
            if soft is not False and (_is_sentence(self.parts[0]) or not _is_sentence(text)):
                return False
            return self._had_room(text)
        full = soft is None and not self._had_room(text)
        preambular = shapes.PREAMBULAR_SURELY if soft or full else shapes.PREAMBULAR
        if preambular.match(text) or (shapes.operative_at(text) and not (soft and previous[-1] == ",")):
            return True
        if not soft and following is not None and self._stands_above(text, following):
            return True
        if soft or (previous[-1] == "," and _is_sentence(self.parts[0])):
            return soft is False and self._had_room(text)
        if soft is False and previous[-1] in ".;:":
            return True
        if line.cut and soft is None:
            return previous.rstrip('"”’ ')[-1:] in ".;:"
        return self._had_room(text)

    def _goes_on_with_meeting(self, line: Line, following: Line | None) -> bool:
        """Whether a line that begins with a meeting is the middle of a sentence.

        An example is “the agenda of its / 2401st meeting,”.
        """
        if line.gap or shapes.ends_sentence(self.last.text) or not _is_sentence(self.parts[0]):
            return False
        dated = following is not None and shapes.is_date(following.text)
        return _ENDS_BEFORE_NOUN.search(self.last.text) is not None or (line.text[-1] == "," and not dated)

    def _names_resolution(self, line: Line) -> bool:
        """Whether a line like a title is the middle of a sentence: “in line with / resolution 21 (2013) of 4 May”."""
        in_sentence = self.last.soft is None and not line.gap and _is_sentence(self.parts[0])
        return in_sentence and not self._had_room(line.text)

    def _stands_above(self, text: str, following: Line) -> bool:
        """Whether `text` is a heading: no sentence, after a line that had room for it, before a numbered paragraph."""
        label = shapes.label_of(following.text) if following.text[0].isdigit() else None
        numbered = label is not None and int(label.token) in (1, self.number + 1)
        return numbered and not shapes.ends_sentence(text) and self._had_room(text)

    def _had_room(self, text: str) -> bool:
        """Whether the last line had room for the first word of `text`."""
        word = text.split(None, 1)[0]
        return len(self.last.text) + 1 + len(word) <= self.width * _SURELY_SHORT

    def _breaks_off(self) -> bool:
        """Whether the passage, which has no proper end, is a sentence that breaks off at the end of a full line."""
        return len(self.last.text) > self.width * _FULL and _is_sentence(self.parts[0])

    def _lists_within(self, token: str) -> bool:
        """Whether the item before `token` is within the sentence of the passage: “namely, (a) capacity,”."""
        if token.isdigit():
            previous_token = str(int(token) - 1)
        elif token in _ROMAN[1:]:
            previous_token = _ROMAN[_ROMAN.index(token) - 1]
        else:
            previous_token = chr(ord(token) - 1) if len(token) == 1 else ""
        previous_label = f"({previous_token})"
        if not previous_token:
            return False
        if self.parts[0].find(previous_label) >= _LABEL_REACH:
            return True
        return any(previous_label in part for part in self.parts[1:][-_MAX_LINES_BACK:])


@functools.lru_cache(maxsize=64)  # called with the first line of a passage for many of its lines
def _is_sentence(text: str) -> bool:
    """Whether `text` begins a preambular or operative paragraph."""
    label = shapes.label_of(text)
    if label is not None and label.style != "number":
        return False
    sentence = text if label is None else label.rest
    return shapes.PREAMBULAR_SURELY.match(sentence) is not None or shapes.operative_at(sentence) is not None


def _stands_alone(text: str) -> bool:
    """Whether a line that begins with a figure or a sign is part of a masthead, a closing line or a title."""
    return (
        shapes.is_masthead(text)
        or shapes.closing_of(text) is not None
        or titles.title_of(text, surely=True) is not None
    )


def _looks_like_a_beginning(text: str) -> bool:
    return (
        shapes.label_of(text) is not None
        or shapes.PREAMBULAR.match(text) is not None
        or shapes.operative_at(text) is not None
        or shapes.opening_of(text) is not None
        or shapes.section_of(text) is not None
        or shapes.annex_of(text) is not None
        or titles.title_of(text) is not None
    )


def _is_section_head(text: str, following: Line | None) -> bool:
    """Whether `text` is the heading of a section, alone on its line or followed by a labelled paragraph."""
    if shapes.section_of(text) is None:
        return False
    return len(text) <= _LONGEST_DESIGNATOR or (following is not None and shapes.label_of(following.text) is not None)
