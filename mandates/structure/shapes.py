"""What a passage looks like: the marks by which the parts of a resolution are told apart.

Vocabulary is in `openings.toml`; the forms are those of the UN Editorial Manual, "Resolutions and other formal
decisions".
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from importlib import resources
from typing import NamedTuple

import tomli

from mandates import lexicon
from mandates.domain import symbols
from mandates.lexicon import verbs
from mandates.readers.document import MARK_CLOSE, MARK_OPEN

_DATA = tomli.loads(resources.files(__package__).joinpath("openings.toml").read_text(encoding="utf-8"))

#: Adopting organs by the names with which their texts open, in lower case; some organs share a name.
ORGANS: dict[str, tuple[str, ...]] = {
    name.lower(): tuple(organ for organ, own in symbols.ORGANS.items() if name in own)
    for names in symbols.ORGANS.values()
    for name in names
}
MONTHS: tuple[str, ...] = tuple(_DATA["months"])
#: First and second halves of hyphenated words.
COMPOUND_BEGINNINGS: frozenset[str] = frozenset(_DATA["compound_beginnings"])
COMPOUND_ENDS: frozenset[str] = frozenset(_DATA["compound_ends"])
#: Both halves of hyphenated titles of persons.
TITLE_HALVES: tuple[tuple[str, str], ...] = tuple((first, second) for first, second in _DATA["titles"])
#: Words that are frequent in French text.
FRENCH: frozenset[str] = frozenset(_DATA["french"])

#: A pattern of the names with which the texts of organs open.
ORGAN = "|".join(re.escape(name) for name in sorted(ORGANS, key=len, reverse=True))
#: The names that begin a line only in a masthead.
_SHORT_ORGAN = "|".join(re.escape(name) for name in sorted(ORGANS) if not name.startswith("conference"))
# Three letters identify a month; the rest may be abbreviated or misread.
_LONG_MONTH = 6
MONTH = "|".join(
    rf"{month[:3]}[a-z.|\]]{{0,7}}"
    + (rf"|{month[0]}[a-z|\]]{{2}}{month[3:]}" if len(month) >= _LONG_MONTH else "")  # "Auqust"
    for month in MONTHS
)


def _words(key: str) -> str:
    return _alternatives(_DATA[key])


def _alternatives(words: Iterable[str]) -> str:
    """Return a pattern of the words, longest first, grouped by first letters so that few alternatives are tried."""
    by_letter: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        by_letter.setdefault(word[0], []).append(word[1:])
    return "|".join(f"{letter}(?:{'|'.join(suffixes)})" for letter, suffixes in by_letter.items())


_ORDINAL = r"(?:[a-z]+-)?(?:first|second|third|[a-z]+th)"
#: The name of an organ, which may follow the number of its session: “Sixty-sixth World Health Assembly”.
ORGAN_NAMED = rf"(?:{_ORDINAL}\s+)?(?P<organ>{ORGAN})\b"
OPENING = re.compile(rf"[\"“'‘]?the\s+{ORGAN_NAMED}\s*[,.;:]?(?P<rest>\s+\S.*)?", re.IGNORECASE | re.DOTALL)
"""“The General Assembly,” or “The Sixty-sixth World Health Assembly,”; alone, or with the first words that follow."""

OPENING_WITHIN = re.compile(rf"(?<![\"“'‘\w])The\s+{ORGAN_NAMED},\s+(?-i:(?=[A-Z\d]))", re.IGNORECASE)
"""An opening within a text that a copy has on a single line."""

_MEETING = (
    r"at\s+(?:its|the)\s+(?:\d{1,5}\s?(?:st|nd|rd|d|th)(?:\s*(?:,|and|to)\s*\d{1,5}\s?(?:st|nd|rd|d|th))*"
    r"|(?:[a-z]+\s)?[a-z-]+(?:st|nd|rd|th))\s+(?:\w+\s+)?(?:plenary\s+)?meetings?\b"
)
_AT_MEETING = re.compile(_MEETING, re.IGNORECASE)
NARRATIVE = re.compile(
    rf"{_MEETING}(?:.{{0,600}}?\bthe\s+President\s+of\s+the\s+(?P<speaker>{ORGAN})\b.{{0,60}}?"
    rf"\b(?:made|issued)\s+the\s+following\s+statement|.{{0,200}}?(?<!\bof\s)\bthe\s+(?P<organ>{ORGAN})\b)",
    re.IGNORECASE | re.DOTALL,
)
"""“At its 99th plenary meeting, on 3 June 2025, the General Assembly”: how a decision or statement begins."""

_DECIDED = re.compile(
    rf"[\"“]?the\s+{ORGAN_NAMED}\b[^.;]{{0,600}}?(?:,|\s)\s*decided\b(?:\s*[:,]|\s+(?:to|that|on|also)\b)",
    re.IGNORECASE,
)
DATE = rf"(?P<day>\d{{1,2}})\s?(?:st|nd|rd|th)?\s+(?P<month>{MONTH})\s*,?\s*(?P<year>(?:19|20)\d\s?\d)"
_DATE_LINE = re.compile(rf"(?:le\s)?{DATE}\s*[.,]?\s*\d{{0,2}}", re.IGNORECASE)

_ADVERB = rf"(?:{_words('adverbs')}|(?!(?:Assembly|Family|Italy|July|Supply|Only)\b)[A-Z][a-z]+ly)"
_PREAMBULAR = r"[\"“'‘]?(?:{adverb},?\s+(?:and\s+[a-z]+ly\s+)?)?(?:{ing}|(?i:{participles})\b)"
PREAMBULAR = re.compile(
    _PREAMBULAR.format(
        adverb=_ADVERB,
        ing=rf"(?!(?:{_words('not_participles')})\b)(?:[Rr]e-?)?[A-Za-z]+ing\b",
        participles=_words("participles"),
    )
)
"""The first words of a preambular paragraph: “Recalling”, “Deeply concerned”, “Bearing in mind”."""
PREAMBULAR_SURELY = re.compile(
    _PREAMBULAR.format(
        adverb=_ADVERB, ing=rf"(?i:{_words('present_participles')})\b", participles=_words("participles")
    )
)
"""Like `PREAMBULAR`, with known words only, for lines that may be the middle of a sentence."""


@lexicon.derived
def _verbs() -> frozenset[str]:
    return verbs.finite_forms() | verbs.opening_forms()


@lexicon.derived
def _operative() -> re.Pattern[str]:
    return re.compile(rf"[\"“'‘]?(?:{_ADVERB},?\s+)*(?i:{_alternatives(_verbs())})\b(?!\s+[a-z]+ing\s)")


#: A word that may be a verb without the space after it. Whether it is one is looked up: a pattern of all verbs is slow.
_GLUED = re.compile(
    rf"(?P<verb>[\W\d]*(?:\([a-z]{{1,4}}\)\s*)?(?:{_ADVERB}\s+)?(?P<word>[A-Za-z-]+?))(?P<next>{_words('glued')})(?=\s)"
)


ANNEX = re.compile(
    r"""
    (?P<name>(?:annex|appendix|attachment|enclosure)(?:\s+(?:[IVX]{1,6}|\d{1,2}|[A-Z])\b)?)
    \s*(?:[.:*]|[-\u2013\u2014])?\s*(?P<title>.*)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ANNEX_WORD = re.compile(r"(?:annex|appendix|attachment|enclosure)\b", re.IGNORECASE)

CLOSING = re.compile(
    r"""
      \[?(?P<meeting>\d{1,5}\s?(?:st|nd|rd|d|th)(?:\s\(?(?:resumed|closing|opening|special|closed)\)?)?
        \s(?:plenary\s)?meeting)\b(?=[\s,.*\d\])]*(?:on\s+)?(?:\d{1,2}\s+[A-Z]\w+\.?,?\s+\d{4}[\s,.*\d\])]*)?\Z)
    | [a-z-]{4,20}(?:\s[a-z-]{2,20}){0,5}\splenary\smeeting\s*(?:[,.]|$)
    | \[?\s*adopted\s(?:unanimously|without|by\s(?:a\s)?(?:recorded|roll|\d|\w+\svotes?|acclamation|consensus)
        |at\s(?:the|its)\s(?:resumed\b|\d))
    | \[?\s*adopted\s(?:[a-z]+\s){1,3}the\s[\dOlI]{2,5}(?:st|nd|rd|d|th)\smeeting
    | \[?\s*at\s(?:the|its)\s\d{1,5}(?:st|nd|rd|d|th)\s(?:plenary\s)?meeting.{0,200}\badopted\b
    | (?P<vote>in\sfavour|against|abstaining|abstentions?)\s*:
    | resolution\sadopted\s(?:unanimously|without\s|by\s(?:a\s)?(?:recorded|roll|\d))
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""A line after the text of a resolution: the meeting or the vote."""
#: Each stage asks the same about the text of a passage, so the last results are cached: this many.
_RECENT = 2048
_CLOSING_WORDS = ("[", "adopted", "at the ", "at its ", "in favour", "against", "abst", "resolution adopted")

#: A number that optical recognition read as letters: "ll. Requests", "I. Decides".
_MISREAD_NUMBER = re.compile(r"([lI1-9][lIO\d]?)\s?[.,]\s+(?=[A-Z])")
_NUMBER = re.compile(r"(\d{1,3})\s?\.(?:\s+|(?=[A-Z“\"‘]))(?=\S)")
#: Numbers of working texts and copies, before an operative verb only: "4) Requests", "5 - Requests", "[6] Requests".
_OTHER_NUMBER = re.compile(r"(\d{1,3})(?:\s?\)|\s+[-\u2013\u2014])\s+(?=[A-Z])")
_MARKED_NUMBER = re.compile(
    r"(?:\[\s?(?P<bracketed>\d{1,3})\s?\]|(?:§|[Pp]ara(?:graph|\.)?)\s?(?P<named>\d{1,3})[.:]?)\s+(?=[A-Z])"
)
#: What follows the number of a paragraph put in, or of an alternative to one: "5 bis", "5 Alt.", "5 bis alt 2".
_SUFFIX = r"(?P<suffix>(?i:bis|ter|quater|alt)(?![a-z])(?:\s?(?i:alt)(?![a-z]))?(?:(?<=[Tt])\s?[1-9]\b)?)"
#: "OP8. Requests", "PP 1 Noting", as delegations number their drafts.
_WORKING_NUMBER = re.compile(
    rf"[(\[]?(?P<part>OP|PP)\s?(?P<number>\d{{1,3}})(?:[\s.]{{0,2}}{_SUFFIX})?\s?(?:[.:)\]]|[-\u2013])?\s+(?=\S)"
)
#: The same without "OP", before an operative verb only: "5 bis. Requests", "5. Alt. Requests".
_SUFFIXED_NUMBER = re.compile(rf"(?P<number>\d{{1,3}})[\s.]{{0,2}}{_SUFFIX}\s?[.:)]?\s+(?=[\[A-Z])")
_LETTER = re.compile(
    r"[({]\s?([a-z]{1,3}|[ivxl]{4,8}|\d{1,2}|[A-Z]{1,4})\s?[)}]\s*(?=\S)|([a-z])\)\s+(?=\S)|([ivx]{1,7})\.\s+(?=\S)"
    r"|([a-h])\.\s+(?=[A-Z“]|to\s)"
)
_NUMBER_WITHOUT_STOP = re.compile(r"(\d{1,3})\s+(?=[A-Z])")
_MASTHEAD = re.compile(
    rf"resolutions?\s+adopted\s+by\s+the\b|adopted\s+by\s+the\s+(?:{ORGAN})|agenda\s+items?\s+\d|distr\.|original\s*:"
    rf"|\[\s*(?:on\s+the\s|without\s+ref)|(?:{_SHORT_ORGAN})\s*$|resolution\s+\d{{1,4}}\s*\(\d{{4}}\)\s*$",
    re.IGNORECASE,
)
_BULLET = re.compile(r"[•●▪■◦·\uf0b7\uf0a7*\u2013\u2014-]\.?\s+(?=\S)")
_SECTION = re.compile(
    r"""
      (?:section|part|chapter)\s+(?P<word>[IVXLC]{1,6}|[A-Z]|\d{1,2})\b\s*[.:\u2013\u2014-]?\s*(?P<word_title>.{0,250})
    | (?P<roman>[IVXLC]{1,7})(?:\s*[.:]\s*(?P<roman_title>\S.{0,250})?)?
    | (?P<letter>[A-Z])(?:\s*[.:]\s*(?P<letter_title>\S.{0,250})?)?
    """.replace("section|part|chapter", "[Ss]ection|SECTION|[Pp]art|PART|[Cc]hapter|CHAPTER"),
    re.DOTALL | re.VERBOSE,
)
_NUMBERED_HEADING = re.compile(r"(?:Action|Commitment|Goal|Objective|Principle|Target)\s+\d{1,3}[.:]\s+[A-Z]")
_LONGEST_NUMBERED = 600
_PART_TITLE = re.compile(r"(?P<letter>[A-Z])\s+[A-Z][A-Z\s,'’()/-]{6,250}")
_ENDS_SENTENCE = (".", ";", ":", ",")
_ABBREVIATION_AT_END = re.compile(
    r"(?:^|[\s(])(?:Mr|Mrs|Ms|Messrs|Dr|Prof|St|Nos?|vol|vols|paras?|arts?|chaps?|sect|cf|pp?)\.$"
)
_LONGEST_ABBREVIATION = 10
#: The maximum length of a mark at the end with the text that it requires before it.
_LONGEST_END = 40
_MARK_AT_END = re.compile(
    rf"(?:\s?{MARK_OPEN}[^{MARK_CLOSE}]{{1,8}}{MARK_CLOSE}|[⁰¹²³⁴-⁹]+|(?:(?<=[^\d][.;:,])|(?<=(?:19|20)\d\d[.;:,]))\s?\d{{1,3}}|(?<=[.;:,][\"”’)])\s?\d{{1,3}})$"
)


class Label(NamedTuple):
    """A printed label at the start of a passage.

    Attributes:
        style: ``number`` (``8.``), ``item`` (``(a)``, ``(ii)``), ``bullet`` or ``preambular`` (``PP1``).
        token: the label itself: ``8``, ``a``, ``ii``; ``a.`` if it has no bracket.
        rest: the passage without the label.
        suffix: ``bis``, ``ter``, ``alt`` after the number in a working text; empty if there is none.
    """

    style: str
    token: str
    rest: str
    suffix: str = ""


def operative_at(text: str, start: int = 0) -> re.Match[str] | None:
    """Return the match of the first words of an operative paragraph at `start`: “Requests”, “Also calls upon”."""
    return _operative().match(text, start)


@lexicon.derived
def _adopting() -> re.Pattern[str]:
    return re.compile(rf"[\"“'‘]?(?:{_ADVERB},?\s+)*(?i:{_alternatives(verbs.adopting_forms())})\b")


def adopts(text: str) -> bool:
    """Whether `text` is a paragraph that adopts a text: “Hereby adopts the declaration”."""
    return _adopting().match(text) is not None


def glued_at_head(text: str) -> re.Match[str] | None:
    """Return the match of an operative verb that lacks the space after it: “Callsfor”, “1. Requeststhe”."""
    match = _GLUED.match(text)
    return match if match is not None and match["word"].lower() in _verbs() else None


@functools.lru_cache(maxsize=_RECENT)
def label_of(text: str) -> Label | None:
    """Return the label at the start of `text`, or None."""
    first = text[:1]
    if first.isalpha() and first not in "lIivx" and text[1:2] not in ".)":  # most passages
        if first in "Pp":
            return _working_number(text) if text[1:2] == "P" else _marked_number(text)
        return _working_number(text) if text[1:2] == "P" else None
    if first.isdigit():
        return _number_of(text)
    if first in "([" and text[1:3] in ("OP", "PP"):
        return _working_number(text)
    if first in "[§":
        return _marked_number(text)
    if first in "lI" and (match := _MISREAD_NUMBER.match(text)) and operative_at(text, match.end()):
        return _misread(match, text)
    if first in "\"“‘'":
        inner_label = label_of(text[1:].lstrip()) if len(text) > 1 and text[1:2] not in "\"“‘'" else None
        return (
            Label(inner_label.style, inner_label.token, first + inner_label.rest)
            if inner_label and inner_label.style != "bullet"
            else None
        )
    if (
        first in "({"
        or text[1:2] == ")"
        or (text[1:2] == "." and first.isalpha())
        or (first in "ivx" and "." in text[:8])
    ):
        match = _LETTER.match(text)
        if match is None:
            return None
        token = f"{match[4]}." if match[4] else match[1] or match[2] or match[3]
        return Label("item", token, text[match.end() :])
    if first and not first.isalpha():
        match = _BULLET.match(text)
        if match is None:
            return None
        rest = text[match.end() :]
        inner_label = label_of(rest) if rest[0] == "(" or rest[0].isalnum() else None  # "- (a) To build quays"
        printed = inner_label is not None and inner_label.style in ("number", "item")
        return inner_label if printed else Label("bullet", first, rest)
    return None


def organs_of(match: re.Match[str]) -> tuple[str, ...]:
    """Return the organs to which the name in `match` may refer."""
    groups = match.groupdict()
    name = groups.get("organ") or groups.get("speaker") or ""
    return ORGANS.get(" ".join(name.lower().split()), ())


def opening_of(text: str) -> re.Match[str] | None:
    """Return the match of `OPENING` if `text` is the name of an organ, alone or before the first words of its text."""
    if text[:1] not in "tT\"“'‘" or text[:5].lower().lstrip("\"“'‘")[:3] != "the":
        return None
    match = OPENING.fullmatch(text)
    if match is None:
        return None
    rest = (match["rest"] or "").strip()
    if not rest or PREAMBULAR.match(rest) or (text[match.start("rest") - 1] == "," and operative_at(rest)):
        return match
    return None


def _number_of(text: str) -> Label | None:
    """Return the paragraph number at the start of `text`, which begins with a figure, or None."""
    match = _SUFFIXED_NUMBER.match(text)
    if match is not None and operative_at(text, match.end() + text.startswith("[", match.end())):
        return Label("number", match["number"], text[match.end() :], _suffix(match))
    match = _NUMBER.match(text)
    if match is None and (match := _MISREAD_NUMBER.match(text)):
        return _misread(match, text)
    if match is None:
        match = _NUMBER_WITHOUT_STOP.match(text) or _OTHER_NUMBER.match(text)
        if match is None or not operative_at(text, match.end()):
            return None
    return Label("number", match[1], text[match.end() :])


def _marked_number(text: str) -> Label | None:
    match = _MARKED_NUMBER.match(text)
    if match is None or not operative_at(text, match.end()):
        return None
    return Label("number", match["bracketed"] or match["named"], text[match.end() :])


def _misread(match: re.Match[str], text: str) -> Label:
    return Label("number", match[1].replace("l", "1").replace("I", "1").replace("O", "0"), text[match.end() :])


def _working_number(text: str) -> Label | None:
    match = _WORKING_NUMBER.match(text)
    if match is None:
        return None
    style = "number" if match["part"] == "OP" else "preambular"
    return Label(style, match["number"], text[match.end() :], _suffix(match))


def _suffix(match: re.Match[str]) -> str:
    """Return the suffix of a number in one form: "Alt 2" and "alt2" are "alt 2"."""
    return " ".join(re.findall(r"[a-z]+|\d", (match["suffix"] or "").lower()))


def tells_decision(text: str) -> bool:
    """Whether `text` reports what the organ decided: “The Assembly, having considered the report, decided:”."""
    return _DECIDED.match(text) is not None


def names_meeting(text: str) -> bool:
    """Whether `text` begins like “At its 24th plenary meeting”."""
    return text[:1] == "A" and _AT_MEETING.match(text) is not None


def narrative_of(text: str) -> re.Match[str] | None:
    """Return the match of `NARRATIVE` if `text` reports what an organ did at a meeting."""
    return NARRATIVE.match(text) if text[:6].lower() == "at its" or text[:6].lower() == "at the" else None


def states_its_subject(text: str) -> bool:
    """Whether `text` is an operative paragraph that names the organ: “The Security Council requests”."""
    return subject_of(text) is not None


def subject_of(text: str) -> re.Match[str] | None:
    """Return the match of `OPENING` if `text` is an operative paragraph that names the organ."""
    match = OPENING.match(text) if text[:1] in "tT\"“'‘" else None
    return match if match is not None and operative_at(text[match.end("organ") :].lstrip()) else None


def annex_of(text: str) -> re.Match[str] | None:
    """Return the match of `ANNEX` if `text` is the heading of an annex."""
    if len(text) > 200 or text[:1] not in "aAeE" or not _ANNEX_WORD.match(text):
        return None
    match = ANNEX.fullmatch(text)
    if match is None or (match["title"] and match["title"][:1].islower()):
        return None
    return match


def section_of(text: str) -> re.Match[str] | None:
    """Return the match if `text` heads a numbered section: ``II``, ``B``, ``Section III``, ``IV. Title``."""
    if len(text) > 260 or not text[:1].isupper():
        return None
    match = _SECTION.fullmatch(text)
    if match is None:
        return None
    title = match["word_title"] or match["roman_title"] or match["letter_title"] or ""
    if title.endswith((";", ",", ":")) or (title.endswith(".") and len(title) > 60):
        return None
    return match


def is_numbered_heading(text: str) -> bool:
    """Whether `text` is a numbered heading of a declaration: “Action 5. We will ensure that trade is fair”."""
    return text[:1] in "ACGOPT" and len(text) <= _LONGEST_NUMBERED and _NUMBERED_HEADING.match(text) is not None


def part_title_of(text: str) -> re.Match[str] | None:
    """Return the match if `text` is the letter and the title of a part, in capitals: “B FREEDOM OF LAKES”."""
    return _PART_TITLE.fullmatch(text)


def designator_of(section: re.Match[str]) -> str:
    """Return the number or letter of a section from a match of `section_of`."""
    return str(section["word"] or section["roman"] or section["letter"])


@functools.lru_cache(maxsize=_RECENT)
def closing_of(text: str) -> re.Match[str] | None:
    """Return the match of `CLOSING` if `text` is a line after the last paragraph."""
    lower = text[:90].lower()
    may_close = "meeting" in lower or (lower[:1] in "[air" and lower.startswith(_CLOSING_WORDS))
    return CLOSING.match(text) if may_close else None


def is_masthead(text: str) -> bool:
    """Whether `text` begins like a line of a masthead."""
    return _MASTHEAD.match(text) is not None


def month_number(name: str) -> int:
    """Return the number of the month `name`, which may be abbreviated or misread as `MONTH` allows."""
    name = name.lower()
    months = [month.lower() for month in MONTHS]
    number = next((i for i, month in enumerate(months, 1) if month[:3] == name[:3]), None)
    return number or next(i for i, month in enumerate(months, 1) if (month[0], month[3:]) == (name[0], name[3:]))


def is_date(text: str) -> bool:
    """Whether `text` is a date and nothing else."""
    return len(text) < 40 and _DATE_LINE.fullmatch(text) is not None


def ends_sentence(text: str) -> bool:
    """Whether `text` ends like a paragraph or a clause, apart from quotation marks, brackets and footnote marks."""
    last = text[-1:]
    if last.isalpha():
        return False
    if last == "." and _ABBREVIATION_AT_END.search(text[-_LONGEST_ABBREVIATION:]):
        return False
    if last.isdigit() or last == MARK_CLOSE:
        text = text[:-_LONGEST_END] + _MARK_AT_END.sub("", text[-_LONGEST_END:])
    return text.rstrip("\"”’')]» *").endswith(_ENDS_SENTENCE)
