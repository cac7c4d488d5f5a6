"""Which resolutions, decisions and presidential statements a text names, by what number, and which paragraphs of them.

A number is ambiguous without its organ: "resolution 48/10" is one of the General Assembly or of the Human Rights
Council. The organ is the one named before it ("Council resolution 48/10"), after it ("resolution 48/10 of the
Council"), in the words before "in its resolution", or the adopting organ of the text; and an explicit date must agree
with the session.
"""

from __future__ import annotations

import contextlib
import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from mandates import lexicon
from mandates.domain.errors import UsageError
from mandates.domain.symbols import Symbol, roman_to_int

#: In characters: maximum distance from the beginning of the organ's or paragraphs' names to "resolution", and maximum
#: gap between two resolutions of one list ("resolutions 5/1, on institution-building, and 5/2").
_PREFIX_REACH, _GAP = 220, 200
_NUMBER_REACH = 20
#: Maximum number of paragraphs in a range.
_LONGEST_RANGE = 200
#: The Assembly has numbered its sessions in figures since the thirty-first, before that in Roman numerals; the Human
#: Rights Council has met three times a year since 2006, the Environment Assembly since 2014.
_FIRST_IN_FIGURES, _YEAR_BEFORE_ASSEMBLY = 31, 1945
_COUNCIL_SINCE, _SESSIONS_A_YEAR = 2006, 3
_ENVIRONMENT_SINCE, _ENVIRONMENT_SESSIONS = 2014, 9
#: In place of a series: for an organ in the vocabulary whose texts are not tracked, and for one that is not in it.
_UNFOLLOWED, _UNKNOWN = "", "?"
_ASSEMBLY, _COUNCIL, _ECONOMIC, _SECURITY, _ENVIRONMENT = "A/RES", "A/HRC/RES", "E/RES", "S/RES", "UNEP/EA"


def spaced(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """Return `pattern` compiled, in which a space matches any white space."""
    return re.compile(pattern.replace(" ", r"\s+"), flags)


_DATE = r"\d{1,2} [A-Z][a-z]+ (?P<on>(?:19|20)\d\d)(?:\d{1,2}\b)?"  # "2015" may end with a footnote mark
_PARAGRAPH = r"\d{1,3}(?:\s?\([a-z]{1,4}\))*"
_JOIN = r"(?:\s?,\s?(?:(?:and|or) )?| (?:and|or|to|through) |\s?[-\u2013]\s?)"
_LIST = rf"{_PARAGRAPH}(?:{_JOIN}(?:{_PARAGRAPH}|\([a-z]{{1,4}}\)(?:\s?\([ivx]{{1,4}}\))*))*"
_SECTION = r"[IVX]+(?:[.\s]?[A-Z]\b)?"
_PARTICULAR = r"(?:(?:in particular|including|inter alia|notably|especially|namely|Nos?\.),? )*"

# Patterns that begin with a literal are fastest to search; the text before a match is checked afterwards.
_RESOLUTION = spaced(rf"esolution(?P<many>s?),? {_PARTICULAR}(?=(?:E?S-)?\d)")
_DECISION = spaced(rf"ecision(?P<many>s?),? {_PARTICULAR}(?=(?:E?S-)?\d)")
_PRINTED = re.compile(
    r"(?<![\w/.])(?:A(?:/HRC)?/RES/(?:E?S-)?\d+/\d+|[AES]/RES/\d+\s?\((?:\d{4}|[IVXL]+)\)|E/RES/\d{4}/\d+"
    r"|UNEP/EA\.?\d/RES\.?\d+)"
)
_STATEMENT = re.compile(r"S/PRST/?(?P<year>\d{4})/(?P<number>\d{1,3})(?!\d)")
_ITEM = spaced(
    r"(?P<name>(?:(?P<session>(?:E?S-)?\d{1,4})/(?P<number>\d{1,4})(?![\w/]|\.\d)"
    r"|(?P<old>[1-9]\d{0,3})(?:\s?(?P<old_part>[A-Z]))?\s?\((?P<year>(?:19|20)\d\d|(?:E?S-)?[IVXL]+)\)"
    r"|(?P<bare>\d{3,4})(?![\w/(]|\.\d|,\d{3}|\s\())"
    r"(?: (?P<parts>[A-Z](?:-[A-Z]|(?:(?:,| and|, and| to) [A-Z](?![\w\u2019'.]))*)(?![\w\u2019'.-])))?)"
    rf"(?P<dated>,? of {_DATE})?"
    rf"(?P<places>(?:, |\s?\()(?:section (?P<section>{_SECTION}),? )?para(?:graph)?s?\.? "
    rf"(?P<labels>(?>{_LIST}))(?!\w| of ))?"
)
_NEXT = spaced(
    r"(?:,? (?:and|or) |,(?:\s?\d{1,2})? (?:(?:and )?(?:in particular|as well as) )?| as well as | to )(?=(?:E?S-)?\d)"
    r"| (?=\d{3,4} \((?:19|20)\d\d\))"
)
_LATER = spaced(r"(?:,| and) (?=\d{1,3}/\d|\d{3,4}\s?\((?:19|20)\d\d\))")
_PARTING = re.compile(r"esolution|ecision|aragraph|rticle|;|\.\s[A-Z]")
_PLACE = spaced(
    rf"(?:para(?:graph)?s?\.? (?P<labels>{_LIST})(?:,? of (?:section|part) (?P<section>{_SECTION}))?"
    rf"|sections? (?P<whole>{_SECTION})(?:, paragraphs? (?P<within>{_LIST}))?),? of(?: the)?\s*\Z",
    re.IGNORECASE,
)
_SHORT_PLACE = spaced(rf"(?:,|,? and) (?P<labels>{_LIST}) of(?: the)?\s*\Z")
_AFTERWARDS = spaced(r"(?: of|,? adopted by) (?:the )?(?=[A-Z])")
_BY_WHICH = spaced(r"(?:,[^,;]{0,60},|,)?(?: (?:in|by|through|under|with|per|of|to))?\s*\Z")
_YEAR = re.compile(r" \((?P<year>(?:19|20)\d\d)\)")
_NUMBER_BEFORE = spaced(r"(?:[,\u2013-]|\b(?:particular|including|and|in|by|of|under|to)) (?P<number>\d{3,4})\Z")
_LABEL = re.compile(r"(?P<number>\d+)|\((?P<item>[a-z]+)\)|(?P<to>to|through|[-\u2013])|(?P<parting>,|and|or)")
#: The most frequent text before "resolution".
_ITS = "its "
#: Words that may stand between "its" and "resolution".
_ADJECTIVES = frozenset(
    {"own", "previous", "earlier", "relevant", "subsequent", "recent", "landmark", "other", "annual", "aforementioned"}
)
_POSSESSIVES = frozenset({"its", "the", "their", "our"})
#: Names that do not identify an organ: "resolution 70/1 of the United Nations".
_NO_ORGANS = ("United Nations", "Member States", "Members")


class Mention(NamedTuple):
    """A resolution named in a text: its offsets, its symbol and the labels of the paragraphs named with it.

    `symbol` is None if only a `bare` number is given ("resolution 2178"), which the rest of the document completes.
    """

    start: int
    end: int
    symbol: str | None
    labels: tuple[str, ...]
    bare: int = 0


@dataclass(frozen=True, slots=True)
class _Organ:
    """One name of an organ, with the series of its resolutions and of its decisions."""

    name: str
    series: str
    decisions: str


@dataclass(frozen=True, slots=True)
class _Organs:
    """The organs by the last word of their names, longest name first; the series of decisions for each series of
    resolutions; a pattern that matches all names; the organs by name.
    """

    by_last: Mapping[str, tuple[_Organ, ...]]
    decisions: Mapping[str, str]
    pattern: re.Pattern[str]
    by_name: Mapping[str, _Organ]


@lexicon.derived
def _organs() -> _Organs:
    organs = [
        _Organ(name, entry["series"], entry["decisions"])
        for entry in lexicon.load("citations")["organ"]
        for name in entry["words"]
    ]
    organs.sort(key=lambda organ: -len(organ.name))
    by_last: dict[str, tuple[_Organ, ...]] = {}
    for organ in organs:
        last = organ.name.split()[-1]
        by_last[last] = (*by_last.get(last, ()), organ)
    names = "|".join(re.escape(organ.name) for organ in organs)
    return _Organs(
        by_last,
        {organ.series: organ.decisions for organ in organs},
        re.compile(rf"(?:{names})\b"),
        {organ.name: organ for organ in organs},
    )


class _Source(NamedTuple):
    """The organs that a list of resolutions may belong to, by series; `_UNFOLLOWED` or `_UNKNOWN` for other organs.

    Attributes:
        organ: the organ named, or None. near: the one mentioned last before the list, if none is named.
        speaks: the adopting organ of the text.
        decisions: whether the list is one of decisions.
    """

    organ: str | None
    near: str | None
    speaks: str
    decisions: bool


def series_of(organ: str | None) -> str:
    """Return the prefix of the symbols of an organ's resolutions; that of the Assembly for an organ not tracked.

    >>> series_of("Economic and Social Council")
    'E/RES'
    """
    entry = _organs().by_name.get(organ or "")
    return entry.series if entry is not None and entry.series else _ASSEMBLY


def may_cite(text: str) -> bool:
    """Return whether `text` has a word that every citation has; most paragraphs have none."""
    return "esolution" in text or "ecision" in text or ("/" in text and ("/RES" in text or "S/PRST" in text))


def mentions(text: str, series: str) -> list[Mention]:
    """Return the texts that `text` cites, in its order; `series` is that of the adopting organ."""
    cited: list[Mention] = []
    if "esolution" in text:
        cited += _named_after(text, _RESOLUTION, series, decisions=False)
        if " (20" in text or " (19" in text:
            cited += _without_head_word(text, cited)
    if "ecision" in text:
        cited += _named_after(text, _DECISION, series, decisions=True)
    if "/RES" in text:
        cited += _printed(text)
    if "/PRST" in text:
        cited += [
            Mention(match.start(), match.end(), f"S/PRST/{match['year']}/{int(match['number'])}", ())
            for match in _STATEMENT.finditer(text)
        ]
    if len(cited) > 1:
        cited.sort(key=lambda mention: mention.start)
    return cited


def _printed(text: str) -> Iterator[Mention]:
    """Yield the mentions by printed symbol in `text`: "A/RES/70/1"."""
    for match in _PRINTED.finditer(text):
        with contextlib.suppress(UsageError):
            yield Mention(match.start(), match.end(), str(Symbol.parse(match[0])), ())


def _named_after(text: str, heads: re.Pattern[str], series: str, *, decisions: bool) -> list[Mention]:
    """Return the mentions that follow the word "resolution" or "decision", which `heads` matches."""
    cited: list[Mention] = []
    end = 0
    had_place = False
    for head in heads.finditer(text):
        begin = head.start() - 1
        if begin < end:
            continue
        plural = bool(head["many"])
        items = _items(text, head.end(), many=plural)
        if not items:
            continue
        prefix_start = max(end, begin - _PREFIX_REACH)
        prefix = text[prefix_start:begin]
        organ, name_start = (
            (None, len(prefix) - len(_ITS))
            if prefix.endswith(_ITS)
            else _organ_before(prefix, begins=prefix_start == 0)
        )
        labels: tuple[str, ...] = ()
        prefix = prefix[:name_start].rstrip()
        place_start = None
        if prefix.endswith((" of", " of the")):
            labels, place_start = _paragraphs_before(prefix, short=had_place and prefix_start == end)
            had_place = place_start is not None
            prefix = prefix[:place_start]
        else:
            had_place = False
        start = prefix_start + (name_start if place_start is None else place_start)
        end = items[-1].end()
        source: _Source | None = None
        for number, item in enumerate(items):
            name, old, year, bare, has_places, adopted_year = item.group("name", "old", "year", "bare", "places", "on")
            mention_start = item.start() if number else start
            mention_end = item.end("places" if has_places else "name")
            shared_labels = labels if plural or not number else ()
            item_labels = _labels(item["labels"], item["section"]) if has_places else shared_labels
            if year and year.isdecimal():
                if organ != _UNFOLLOWED and not decisions:
                    cited.append(Mention(mention_start, mention_end, f"{_SECURITY}/{old} ({year})", item_labels))
            elif bare:
                if not decisions:
                    cited.append(Mention(mention_start, mention_end, None, item_labels, int(bare)))
            else:
                if source is None:
                    organs_around = (organ, None) if organ is not None or year else _organ_around(text, prefix, end)
                    source = _Source(*organs_around, series, decisions)
                cited += [
                    Mention(mention_start, mention_end, symbol, item_labels)
                    for symbol in _symbols(name, adopted_year, source)
                ]
    return cited


def _without_head_word(text: str, cited: list[Mention]) -> list[Mention]:
    """Return the Security Council resolutions without that word before them: "in particular 1591 (2005)"."""
    further = []
    for match in _YEAR.finditer(text):
        if any(mention.start <= match.start() < mention.end for mention in cited):
            continue
        number = _NUMBER_BEFORE.search(text, max(0, match.start() - _NUMBER_REACH), match.start())
        if number is not None:
            symbol = f"{_SECURITY}/{number['number']} ({match['year']})"
            further.append(Mention(number.start("number"), match.end(), symbol, ()))
    return further


def _items(text: str, start: int, *, many: bool) -> list[re.Match[str]]:
    """Return the numbers in the list that begins at `start`; `many` ("resolutions") allows gaps between them."""
    items: list[re.Match[str]] = []
    while (item := _ITEM.match(text, start)) is not None:
        items.append(item)
        end = item.end()
        following = _NEXT.match(text, end)
        if following is None and many:
            following = _LATER.search(text, end, end + _GAP)
            if following is not None and _PARTING.search(text, end, following.start()):
                break
        if following is None:
            break
        start = following.end()
    return items


def _organ_before(prefix: str, *, begins: bool) -> tuple[str | None, int]:
    """Return the series of the organ whose name `prefix` ends with, and the offset at which the name begins.

    The series is None if there is no name; the offset is then that of "its" or the end of the prefix.
    `begins`: the prefix begins with the paragraph, where any word has a capital.
    """
    text = prefix.rstrip()
    while True:
        cut = max(text.rfind(" "), text.rfind("\n"), text.rfind("\u00a0")) + 1
        last = text[cut:]
        if last not in _ADJECTIVES:
            break
        text = text[:cut].rstrip()
    if not last[:1].isupper():
        return None, cut if last in _POSSESSIVES else len(prefix)
    for organ in _organs().by_last.get(last.removesuffix("\u2019s"), ()):
        name = text.removesuffix("\u2019s")
        start = len(name) - len(organ.name)
        if not name.endswith(organ.name) or (start > 0 and prefix[start - 1].isalnum()):
            continue
        word_before = name[:start].split()[-1:] if " " not in organ.name else []
        if word_before and word_before[0][0].isupper() and not (begins and name[:start].split()[:1] == word_before):
            return _UNKNOWN, start
        return organ.series, start
    if (begins and cut == 0) or last[-1] in ",.:;)\u201d":
        return None, len(prefix)
    return _UNKNOWN, cut


def _paragraphs_before(prefix: str, *, short: bool) -> tuple[tuple[str, ...], int | None]:
    """Return the labels that `prefix` ends with ("paragraphs 3 to 9 of"), and the offset at which they begin.

    `short`: they may stand without the word "paragraph", as in "paragraph 11 of resolution 71/1 and 12 of
    resolution 71/2".
    """
    section, paragraph = prefix.rfind("ection") - 1, prefix.rfind("ara") - 1
    for start in sorted({section, paragraph}):
        if start < 0 or (match := _PLACE.match(prefix, start)) is None:
            continue
        if prefix[:start].rstrip().endswith("reambular"):
            return (), None
        labels = match["labels"] or match["within"]
        return _labels(labels, match["section"] or match["whole"]), start
    if short and (match := _SHORT_PLACE.match(prefix)) is not None:
        return _labels(match["labels"], None), match.start("labels")
    return (), None


@functools.lru_cache(maxsize=1024)
def _labels(label_list: str | None, section: str | None) -> tuple[str, ...]:
    """Return the labels in a list, with ranges expanded: "8 (a) to (c)"."""
    prefix = ".".join(section.replace(".", " ").split()) if section else ""
    if label_list is None:
        return (prefix,) if prefix else ()
    parts: list[list[str]] = []
    follows_label = in_range = False
    for match in _LABEL.finditer(label_list):
        number, item = match["number"], match["item"]
        if number:
            if in_range and parts and len(parts[-1]) == 1:
                first, last = int(parts[-1][0]) + 1, int(number)
                parts += [[str(paragraph)] for paragraph in range(first, min(last, first + _LONGEST_RANGE) + 1)]
            else:
                parts.append([number])
        elif item and follows_label:
            parts[-1].append(item)
        elif item:
            base = parts[-1][:-1] if len(parts[-1]) > 1 else parts[-1]
            previous = parts[-1][-1]
            if in_range and len(item) == len(previous) == 1:
                parts += [[*base, chr(code)] for code in range(ord(previous) + 1, ord(item) + 1)]
            else:
                parts.append([*base, item])
        follows_label = bool(number or item)
        in_range = match["to"] is not None
    labels = [part[0] + "".join(f" ({item})" for item in part[1:]) for part in parts]
    return tuple([f"{prefix}.{label}" for label in labels] if prefix else labels)


def _organ_around(text: str, prefix: str, end: int) -> tuple[str | None, str | None]:
    """Return the series of the organ of a list and that of the organ mentioned last before it.

    The organ of the list is named after it, where it ends at `end`, or before it in `prefix` ("by the Council in its
    resolution"). Both are None if there are none.
    """
    after_list = _AFTERWARDS.match(text, end)
    if after_list is not None:
        name = _organs().pattern.match(text, after_list.end())
        if name is not None:
            return _organs().by_name[name[0]].series, None
        if not text.startswith(_NO_ORGANS, after_list.end()):
            return _UNKNOWN, None
    last_start, last = -1, ""
    for word in _organs().by_last:
        word_start = prefix.rfind(word)
        if word_start > last_start:
            last_start, last = word_start, word
    if last_start < 0:
        return None, None
    end = last_start + len(last)
    nearest = next((organ.series for organ in _organs().by_last[last] if prefix.endswith(organ.name, 0, end)), None)
    return nearest if _BY_WHICH.match(prefix, end) else None, nearest


@lexicon.remembered
def _symbols(name: str, adopted_year: str | None, source: _Source) -> tuple[str, ...]:
    """Return the symbols that a number stands for, of a text adopted in `adopted_year`.

    There are several if it names parts, and none if its organ is not tracked.
    """
    item = _ITEM.match(name)
    if item is None:
        return ()
    if item["year"]:
        symbol = _old_symbol(int(item["old"]), item["year"], item["old_part"] or item["parts"], source)
        return (symbol,) if symbol else ()
    session, number = item["session"], int(item["number"])
    series = _series(session, int(adopted_year) if adopted_year else None, source)
    prefix = _organs().decisions.get(series, "") if source.decisions and series else series
    if not prefix:
        return ()
    if prefix == _ENVIRONMENT:
        return (f"{prefix}.{session}/{'DEC' if source.decisions else 'RES'}.{number}",)
    parts = _parts(item["parts"]) if series == _ASSEMBLY else ("",)
    return tuple([f"{prefix}/{session}/{number}{part}" for part in parts])


def _old_symbol(number: int, roman: str, part: str | None, source: _Source) -> str | None:
    """Return the symbol of "217 A (III)" or "1503 (XLVIII)"; None if its organ is not tracked."""
    if source.decisions or source.organ in (_UNFOLLOWED, _UNKNOWN):
        return None
    series = source.speaks if source.organ is None else source.organ
    special = "-" in roman  # of a special session: "3201 (S-VI)"
    if series != _ECONOMIC or special:
        if not special and roman_to_int(roman) >= _FIRST_IN_FIGURES:
            return None
        series = _ASSEMBLY
    return f"{series}/{number} ({roman}){f' {part}' if part else ''}"


def _series(session: str, adopted_year: int | None, source: _Source) -> str | None:
    """Return the series of "48/10" or "1996/31", adopted in `adopted_year`; None if no organ fits."""
    organ, near, speaks, _ = source
    if organ in (_UNFOLLOWED, _UNKNOWN):
        return None
    if len(session) == len("1996") and session.isdecimal():
        if organ is None and near == _UNFOLLOWED and speaks != _ECONOMIC:
            return None
        return (
            _ECONOMIC if organ == _ECONOMIC or adopted_year is None or 0 <= adopted_year - int(session) <= 1 else None
        )
    if organ is not None and _could_adopt(organ, session, None):
        return organ
    speaking = _ASSEMBLY if speaks in (_SECURITY, _ECONOMIC) else speaks
    if organ is None and _could_adopt(speaking, session, adopted_year):
        return speaking
    if adopted_year is not None:
        return next((series for series in (_ASSEMBLY, _COUNCIL) if _could_adopt(series, session, adopted_year)), None)
    if _could_adopt(_ASSEMBLY, session, None):
        return _ASSEMBLY
    return _COUNCIL if near == _COUNCIL and _could_adopt(_COUNCIL, session, None) else None


def _could_adopt(series: str, session: str, year: int | None) -> bool:
    """Return whether the organ of `series` could adopt a text at `session`, and in `year` if it is known."""
    number = int(session.rpartition("-")[2])
    if session.startswith("ES-"):
        return series == _ASSEMBLY
    if session.startswith("S-"):
        return series == _ASSEMBLY or (series == _COUNCIL and (year is None or year >= _COUNCIL_SINCE))
    match series:
        case "A/RES":
            return number >= _FIRST_IN_FIGURES and (year is None or 0 <= year - _YEAR_BEFORE_ASSEMBLY - number <= 1)
        case "A/HRC/RES":
            sessions_before = None if year is None else _SESSIONS_A_YEAR * (year - _COUNCIL_SINCE)
            return sessions_before is None or 0 <= number - sessions_before <= _SESSIONS_A_YEAR + 1
        case "UNEP/EA":
            return number <= _ENVIRONMENT_SESSIONS and (year is None or year >= _ENVIRONMENT_SINCE)
    return False


def _parts(part_names: str | None) -> list[str]:
    """Return the suffixes of symbols for the named parts ("A", "A and B", "A to C"); one empty suffix without any."""
    if part_names is None:
        return [""]
    letters = [letter for letter in part_names if letter.isupper()]
    if "-" in part_names:
        return [f" {part_names}"]
    if "to" in part_names.split() and len(letters) > 1:
        letters = [chr(code) for code in range(ord(letters[0]), ord(letters[-1]) + 1)]
    return [f" {letter}" for letter in letters]
