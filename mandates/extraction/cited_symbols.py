"""Which resolutions, decisions and presidential statements a text names, by what number, and which paragraphs of them.

A number says little without its organ: "resolution 48/10" is of the General Assembly or of the Human Rights Council.
The organ is the one named before it ("Council resolution 48/10"), after it ("resolution 48/10 of the Council"), in the
words before "in its resolution", or the one that speaks; and the date given must be one at which its session was held.
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

#: In characters: how far before "resolution" the organ or the paragraphs named with it may begin, and how much may
#: stand between two resolutions of one list ("resolutions 5/1, on institution-building, and 5/2").
_LEAD, _ASIDE = 220, 200
_NUMBER_REACH = 20
#: More paragraphs than a range of them ever names.
_LONGEST_RANGE = 200
#: The Assembly counts its sessions in figures since the thirty-first, before in Roman numbers; the Human Rights Council
#: meets three times a year since 2006, the Environment Assembly since 2014.
_FIRST_IN_FIGURES, _YEAR_BEFORE_ASSEMBLY = 31, 1945
_COUNCIL_SINCE, _COUNCIL_A_YEAR = 2006, 3
_ENVIRONMENT_SINCE, _ENVIRONMENT_SESSIONS = 2014, 9
#: In place of a series: of an organ in the vocabulary whose texts are not followed, and of one that is not in it.
_UNFOLLOWED, _UNKNOWN = "", "?"
_ASSEMBLY, _COUNCIL, _ECONOMIC, _SECURITY, _ENVIRONMENT = "A/RES", "A/HRC/RES", "E/RES", "S/RES", "UNEP/EA"


def spaced(pattern: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """Return the compiled pattern in which a space stands for any white space."""
    return re.compile(pattern.replace(" ", r"\s+"), flags)


_DATE = r"\d{1,2} [A-Z][a-z]+ (?P<on>(?:19|20)\d\d)(?:\d{1,2}\b)?"  # "2015" with the mark of a footnote at its end
_PARAGRAPH = r"\d{1,3}(?:\s?\([a-z]{1,4}\))*"
_JOIN = r"(?:\s?,\s?(?:(?:and|or) )?| (?:and|or|to|through) |\s?[-\u2013]\s?)"
_LIST = rf"{_PARAGRAPH}(?:{_JOIN}(?:{_PARAGRAPH}|\([a-z]{{1,4}}\)(?:\s?\([ivx]{{1,4}}\))*))*"
_SECTION = r"[IVX]+(?:[.\s]?[A-Z]\b)?"
_PARTICULAR = r"(?:(?:in particular|including|inter alia|notably|especially|namely|Nos?\.),? )*"

# Patterns that begin with letters are found fastest; what stands before them is looked at afterwards.
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
#: What mostly stands before "resolution".
_ITS = "its "
#: What may stand between "its" and "resolution".
_ADJECTIVES = frozenset(
    {"own", "previous", "earlier", "relevant", "subsequent", "recent", "landmark", "other", "annual", "aforementioned"}
)
_POSSESSIVES = frozenset({"its", "the", "their", "our"})
#: Names that say nothing of an organ: "resolution 70/1 of the United Nations".
_NO_ORGANS = ("United Nations", "Member States", "Members")


class Mention(NamedTuple):
    """A resolution named in a text: where, by which symbol, with which paragraphs.

    `symbol` is None where only a `bare` number is given ("resolution 2178"), which the rest of the document explains.
    """

    start: int
    end: int
    symbol: str | None
    labels: tuple[str, ...]
    bare: int = 0


@dataclass(frozen=True, slots=True)
class _Organ:
    """An organ by one of its names."""

    name: str
    series: str
    decisions: str


@dataclass(frozen=True, slots=True)
class _Organs:
    """The organs by the last word of their names, the longest name first; what the decisions of each series are called;
    a pattern of all names.
    """

    by_last: Mapping[str, tuple[_Organ, ...]]
    decisions: Mapping[str, str]
    pattern: re.Pattern[str]
    by_name: Mapping[str, _Organ]


@lexicon.derived
def _organs() -> _Organs:
    found = [
        _Organ(name, entry["series"], entry["decisions"])
        for entry in lexicon.load("citations")["organ"]
        for name in entry["words"]
    ]
    found.sort(key=lambda organ: -len(organ.name))
    by_last: dict[str, tuple[_Organ, ...]] = {}
    for organ in found:
        last = organ.name.split()[-1]
        by_last[last] = (*by_last.get(last, ()), organ)
    names = "|".join(re.escape(organ.name) for organ in found)
    return _Organs(
        by_last,
        {organ.series: organ.decisions for organ in found},
        re.compile(rf"(?:{names})\b"),
        {organ.name: organ for organ in found},
    )


class _Source(NamedTuple):
    """Whose resolutions a list names, by the series of organs; `_UNFOLLOWED` and `_UNKNOWN` for other organs.

    Attributes:
        organ: the organ named; None where none is. near: the one spoken of last before, where none is named.
        speaks: the organ that speaks.
    """

    organ: str | None
    near: str | None
    speaks: str
    decisions: bool


def series_of(organ: str | None) -> str:
    """Return what the symbols of an organ's resolutions begin with; of one that is not followed those of the Assembly.

    >>> series_of("Economic and Social Council")
    'E/RES'
    """
    found = _organs().by_name.get(organ or "")
    return found.series if found is not None and found.series else _ASSEMBLY


def may_cite(text: str) -> bool:
    """Whether `text` has a word that citations have; most paragraphs have none."""
    return "esolution" in text or "ecision" in text or ("/" in text and ("/RES" in text or "S/PRST" in text))


def mentions(text: str, series: str) -> list[Mention]:
    """Return what `text` names, in its order; `series` is that of the organ that speaks."""
    found: list[Mention] = []
    if "esolution" in text:
        found += _named(text, _RESOLUTION, series, decisions=False)
        if " (20" in text or " (19" in text:
            found += _unannounced(text, found)
    if "ecision" in text:
        found += _named(text, _DECISION, series, decisions=True)
    if "/RES" in text:
        found += _printed(text)
    if "/PRST" in text:
        found += [
            Mention(match.start(), match.end(), f"S/PRST/{match['year']}/{int(match['number'])}", ())
            for match in _STATEMENT.finditer(text)
        ]
    if len(found) > 1:
        found.sort(key=lambda mention: mention.start)
    return found


def _printed(text: str) -> Iterator[Mention]:
    """Yield the symbols that `text` prints: "A/RES/70/1"."""
    for match in _PRINTED.finditer(text):
        with contextlib.suppress(UsageError):
            yield Mention(match.start(), match.end(), str(Symbol.parse(match[0])), ())


def _named(text: str, heads: re.Pattern[str], series: str, *, decisions: bool) -> list[Mention]:
    """Return what is named after "resolution" or "decision"."""
    found: list[Mention] = []
    end = 0
    with_places = False
    for head in heads.finditer(text):
        begin = head.start() - 1
        if begin < end:
            continue
        many = bool(head["many"])
        items = _items(text, head.end(), many=many)
        if not items:
            continue
        base = max(end, begin - _LEAD)
        lead = text[base:begin]
        organ, at = (None, len(lead) - len(_ITS)) if lead.endswith(_ITS) else _organ_before(lead, begins=base == 0)
        labels: tuple[str, ...] = ()
        lead = lead[:at].rstrip()
        place = None
        if lead.endswith((" of", " of the")):
            labels, place = _place_before(lead, short=with_places and base == end)
            with_places = place is not None
            lead = lead[:place]
        else:
            with_places = False
        start = base + (at if place is None else place)
        end = items[-1].end()
        source: _Source | None = None
        for number, item in enumerate(items):
            name, old, year, bare, places, on = item.group("name", "old", "year", "bare", "places", "on")
            first = item.start() if number else start
            last = item.end("places" if places else "name")
            of_all = labels if many or not number else ()
            own = _labels(item["labels"], item["section"]) if places else of_all
            if year and year.isdecimal():
                if organ != _UNFOLLOWED and not decisions:
                    found.append(Mention(first, last, f"{_SECURITY}/{old} ({year})", own))
            elif bare:
                if not decisions:
                    found.append(Mention(first, last, None, own, int(bare)))
            else:
                if source is None:
                    around = (organ, None) if organ is not None or year else _organ_around(text, lead, end)
                    source = _Source(*around, series, decisions)
                found += [Mention(first, last, symbol, own) for symbol in _symbols(name, on, source)]
    return found


def _unannounced(text: str, found: list[Mention]) -> list[Mention]:
    """Return the resolutions of the Security Council without that word before: "in particular 1591 (2005)"."""
    more = []
    for match in _YEAR.finditer(text):
        if any(mention.start <= match.start() < mention.end for mention in found):
            continue
        number = _NUMBER_BEFORE.search(text, max(0, match.start() - _NUMBER_REACH), match.start())
        if number is not None:
            symbol = f"{_SECURITY}/{number['number']} ({match['year']})"
            more.append(Mention(number.start("number"), match.end(), symbol, ()))
    return more


def _items(text: str, at: int, *, many: bool) -> list[re.Match[str]]:
    """Return the numbers of the list that begins at `at`."""
    found: list[re.Match[str]] = []
    while (item := _ITEM.match(text, at)) is not None:
        found.append(item)
        end = item.end()
        following = _NEXT.match(text, end)
        if following is None and many:
            following = _LATER.search(text, end, end + _ASIDE)
            if following is not None and _PARTING.search(text, end, following.start()):
                break
        if following is None:
            break
        at = following.end()
    return found


def _organ_before(lead: str, *, begins: bool) -> tuple[str | None, int]:
    """Return the series of the organ whose name `lead` ends with, and where in it the name begins, or "its" ends.

    `begins`: the lead begins with the paragraph, where any word has a capital.
    """
    rest = lead.rstrip()
    while True:
        cut = max(rest.rfind(" "), rest.rfind("\n"), rest.rfind("\u00a0")) + 1
        last = rest[cut:]
        if last not in _ADJECTIVES:
            break
        rest = rest[:cut].rstrip()
    if not last[:1].isupper():
        return None, cut if last in _POSSESSIVES else len(lead)
    for organ in _organs().by_last.get(last.removesuffix("\u2019s"), ()):
        name = rest.removesuffix("\u2019s")
        at = len(name) - len(organ.name)
        if not name.endswith(organ.name) or (at > 0 and lead[at - 1].isalnum()):
            continue
        before = name[:at].split()[-1:] if " " not in organ.name else []
        if before and before[0][0].isupper() and not (begins and name[:at].split()[:1] == before):
            return _UNKNOWN, at
        return organ.series, at
    if (begins and cut == 0) or last[-1] in ",.:;)\u201d":
        return None, len(lead)
    return _UNKNOWN, cut


def _place_before(rest: str, *, short: bool) -> tuple[tuple[str, ...], int | None]:
    """Return the labels that `rest` ends with ("paragraphs 3 to 9 of"), and where in it they begin.

    `short`: they may stand without the word, as in "paragraph 11 of resolution 71/1 and 12 of resolution 71/2".
    """
    section, paragraph = rest.rfind("ection") - 1, rest.rfind("ara") - 1
    for at in sorted({section, paragraph}):
        if at < 0 or (match := _PLACE.match(rest, at)) is None:
            continue
        if rest[:at].rstrip().endswith("reambular"):
            return (), None
        listed = match["labels"] or match["within"]
        return _labels(listed, match["section"] or match["whole"]), at
    if short and (match := _SHORT_PLACE.match(rest)) is not None:
        return _labels(match["labels"], None), match.start("labels")
    return (), None


@functools.lru_cache(maxsize=1024)
def _labels(listed: str | None, section: str | None) -> tuple[str, ...]:
    """Return the labels in a list with its ranges written out: "8 (a) to (c)"."""
    prefix = ".".join(section.replace(".", " ").split()) if section else ""
    if listed is None:
        return (prefix,) if prefix else ()
    found: list[list[str]] = []
    adjoins = ranges = False
    for match in _LABEL.finditer(listed):
        number, item = match["number"], match["item"]
        if number:
            if ranges and found and len(found[-1]) == 1:
                first, last = int(found[-1][0]) + 1, int(number)
                found += [[str(each)] for each in range(first, min(last, first + _LONGEST_RANGE) + 1)]
            else:
                found.append([number])
        elif item and adjoins:
            found[-1].append(item)
        elif item:
            base = found[-1][:-1] if len(found[-1]) > 1 else found[-1]
            previous = found[-1][-1]
            if ranges and len(item) == len(previous) == 1:
                found += [[*base, chr(code)] for code in range(ord(previous) + 1, ord(item) + 1)]
            else:
                found.append([*base, item])
        adjoins = bool(number or item)
        ranges = match["to"] is not None
    labels = [each[0] + "".join(f" ({item})" for item in each[1:]) for each in found]
    return tuple([f"{prefix}.{label}" for label in labels] if prefix else labels)


def _organ_around(text: str, lead: str, end: int) -> tuple[str | None, str | None]:
    """Return the series of the organ named after a list that ends at `end`, or before it in `lead` ("by the Council in
    its resolution"); and that of the one spoken of last before, whatever it has to do with it.
    """
    later = _AFTERWARDS.match(text, end)
    if later is not None:
        named = _organs().pattern.match(text, later.end())
        if named is not None:
            return _organs().by_name[named[0]].series, None
        if not text.startswith(_NO_ORGANS, later.end()):
            return _UNKNOWN, None
    at, last = -1, ""
    for each in _organs().by_last:
        place = lead.rfind(each)
        if place > at:
            at, last = place, each
    if at < 0:
        return None, None
    end = at + len(last)
    near = next((organ.series for organ in _organs().by_last[last] if lead.endswith(organ.name, 0, end)), None)
    return near if _BY_WHICH.match(lead, end) else None, near


@lexicon.remembered
def _symbols(name: str, on: str | None, source: _Source) -> tuple[str, ...]:
    """Return the symbols that a number stands for, of a text adopted in the year `on`: more than one where it names
    parts; none where it is of an organ that is not followed.
    """
    item = _ITEM.match(name)
    if item is None:
        return ()
    if item["year"]:
        symbol = _old_symbol(int(item["old"]), item["year"], item["old_part"] or item["parts"], source)
        return (symbol,) if symbol else ()
    session, number = item["session"], int(item["number"])
    series = _series(session, int(on) if on else None, source)
    head = _organs().decisions.get(series, "") if source.decisions and series else series
    if not head:
        return ()
    if head == _ENVIRONMENT:
        return (f"{head}.{session}/{'DEC' if source.decisions else 'RES'}.{number}",)
    parts = _parts(item["parts"]) if series == _ASSEMBLY else ("",)
    return tuple([f"{head}/{session}/{number}{part}" for part in parts])


def _old_symbol(number: int, roman: str, part: str | None, source: _Source) -> str | None:
    """Return the symbol of "217 A (III)" or "1503 (XLVIII)"; None where it is of an organ that is not followed."""
    if source.decisions or source.organ in (_UNFOLLOWED, _UNKNOWN):
        return None
    series = source.speaks if source.organ is None else source.organ
    special = "-" in roman  # of a special session: "3201 (S-VI)"
    if series != _ECONOMIC or special:
        if not special and roman_to_int(roman) >= _FIRST_IN_FIGURES:
            return None
        series = _ASSEMBLY
    return f"{series}/{number} ({roman}){f' {part}' if part else ''}"


def _series(session: str, on: int | None, source: _Source) -> str | None:
    """Return the series of "48/10" or "1996/31", adopted in the year `on`; None where no organ fits."""
    organ, near, speaks, _ = source
    if organ in (_UNFOLLOWED, _UNKNOWN):
        return None
    if len(session) == len("1996") and session.isdecimal():
        if organ is None and near == _UNFOLLOWED and speaks != _ECONOMIC:
            return None
        return _ECONOMIC if organ == _ECONOMIC or on is None or 0 <= on - int(session) <= 1 else None
    if organ is not None and _held(organ, session, None):
        return organ
    own = _ASSEMBLY if speaks in (_SECURITY, _ECONOMIC) else speaks
    if organ is None and _held(own, session, on):
        return own
    if on is not None:
        return next((series for series in (_ASSEMBLY, _COUNCIL) if _held(series, session, on)), None)
    if _held(_ASSEMBLY, session, None):
        return _ASSEMBLY
    return _COUNCIL if near == _COUNCIL and _held(_COUNCIL, session, None) else None


def _held(series: str, session: str, on: int | None) -> bool:
    """Whether an organ could adopt something at `session`, and in the year `on` where that is given."""
    number = int(session.rpartition("-")[2])
    if session.startswith("ES-"):
        return series == _ASSEMBLY
    if session.startswith("S-"):
        return series == _ASSEMBLY or (series == _COUNCIL and (on is None or on >= _COUNCIL_SINCE))
    match series:
        case "A/RES":
            return number >= _FIRST_IN_FIGURES and (on is None or 0 <= on - _YEAR_BEFORE_ASSEMBLY - number <= 1)
        case "A/HRC/RES":
            past = None if on is None else _COUNCIL_A_YEAR * (on - _COUNCIL_SINCE)
            return past is None or 0 <= number - past <= _COUNCIL_A_YEAR + 1
        case "UNEP/EA":
            return number <= _ENVIRONMENT_SESSIONS and (on is None or on >= _ENVIRONMENT_SINCE)
    return False


def _parts(named: str | None) -> list[str]:
    """Return the endings of the symbols of the parts that are named: "A", "A and B", "A to C"; one without any."""
    if named is None:
        return [""]
    letters = [letter for letter in named if letter.isupper()]
    if "-" in named:
        return [f" {named}"]
    if "to" in named.split() and len(letters) > 1:
        letters = [chr(code) for code in range(ord(letters[0]), ord(letters[-1]) + 1)]
    return [f" {letter}" for letter in letters]
