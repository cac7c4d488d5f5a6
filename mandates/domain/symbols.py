"""Symbols of adopted texts: parse what people type and print, compare, print canonically.

>>> str(Symbol.parse("a/res/71/12"))
'A/RES/71/12'
>>> str(Symbol.parse("2349 (2017)"))
'S/RES/2349 (2017)'
>>> str(Symbol.parse("A/RES/377(V)[A]"))
'A/RES/377 (V) A'

Organs and the forms of their symbols are in `organs.toml`. How symbols are built: UN Editorial Manual, "Document
symbols"; what they begin with in ST/LIB/SER.B/5/Rev.5.
"""

from __future__ import annotations

import dataclasses
import functools
import pathlib
import re
from dataclasses import dataclass
from typing import Any

import tomli

from mandates.domain.errors import UsageError

_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ROMAN_FIGURES = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_DATA: dict[str, list[dict[str, Any]]] = tomli.loads(
    pathlib.Path(__file__).with_name("organs.toml").read_text(encoding="utf-8")
)

#: The names with which the texts of each adopting organ open, its official name first.
ORGANS: dict[str, tuple[str, ...]] = {
    entry["name"]: (entry["name"], *entry.get("opens", ())) for entry in _DATA["organ"]
}
#: The forms of sessions in symbols, as patterns of capitals without spaces.
_SESSIONS = {
    "session": r"(?:E?S-|OM/|SS\.?)?\d{1,3}",
    "roman": r"(?:ES|S)-(?:[IVXLC]+|\d)|[IVXLC]+|ORG-\d\d",
    "year": r"(?:19|20)\d\d",
}
_FIELD = re.compile(r"\{(\w+)\}")
#: A part, in capitals without spaces: "A", "A-B", "AANDB", "A,BANDC", "B.I", "II".
_PART = r"[A-Z](?:\.[IVX]{1,4})?(?:(?:[-\u2013,&+]|AND|TO)[A-Z](?:\.[IVX]{1,4})?)*|[IVX]{2,4}"
_PART_SEPARATOR = re.compile(r"[-\u2013,&+]|(?<=.)AND|(?<=.)TO")
_ORGAN_FIRST = re.compile(rf"(?:THE)?(?P<organ>{'|'.join(''.join(name.split()).upper() for name in ORGANS)})")
_NUMBER_FIRST = re.compile(
    r"(?:RESOLUTIONS?|RES\.?(?!/)|(?P<decision>DECISIONS?|DEC\.?(?!/))|(?P<statement>PRST(?!/)))"
)
#: The suffix of the symbol of a corrigendum, revision or addendum, or several: of the corrigendum to an addendum.
_SUFFIXES = re.compile(r"(?:/(?:CORR|REV|ADD)\.\d+)+$")
_SUFFIX = re.compile(r"/(?P<name>CORR|REV|ADD)\.(?P<number>\d+)")
_SPECIAL_SESSION = re.compile(r"(?P<kind>ES|SS|S|OM|ORG)[-/.]?")
_SPECIAL_NAMES = {"S": "special", "ES": "emergency", "SS": "special", "OM": "organizational", "ORG": "organizational"}


@dataclass(frozen=True, slots=True)
class Numbering:
    """How the texts of one kind of one organ are numbered: the forms of their symbols.

    Attributes:
        symbol: the prefix of the symbols.
        kind: ``resolution``, ``decision``, ``statement`` or ``declaration``.
        forms: the forms in which they are printed; also: other forms in which they may be written; alone: whether they
            may be written without `symbol`.
        prefixes: other prefixes in use.
        since: the number from which a text that is numbered like a resolution is one of these; None if numbers do
            not decide.
    """

    symbol: str
    organ: str
    kind: str
    forms: tuple[str, ...]
    also: tuple[str, ...]
    alone: bool
    since: int | None
    prefixes: tuple[str, ...] = ()

    @property
    def prefix(self) -> str:
        """What stands before the numbers in all of these symbols: ``A/RES``, ``UNEP/EA``."""
        return self.symbol.rstrip("/") or _FIELD.sub("", self.forms[0]).strip("/. ")


NUMBERINGS: tuple[Numbering, ...] = tuple(
    Numbering(
        entry["symbol"],
        entry["organ"],
        entry["kind"],
        tuple(entry["forms"]),
        tuple(entry.get("also", ())),
        entry.get("alone", False),
        entry.get("from"),
        tuple(entry.get("prefixes", ())),
    )
    for entry in _DATA["numbering"]
)
_BY_PREFIX: dict[tuple[str, str], Numbering] = {
    (numbering.prefix, numbering.kind): numbering for numbering in NUMBERINGS
}
_BY_BEGINNING: dict[str, list[Numbering]] = {}
for _numbering in NUMBERINGS:
    for _prefix in (_numbering.symbol, *_numbering.prefixes):
        _BY_BEGINNING.setdefault(_prefix, []).append(_numbering)
_BEGINNING = re.compile("|".join(re.escape(text) for text in sorted(_BY_BEGINNING, key=len, reverse=True) if text))


@functools.cache
def _patterns(numbering: Numbering) -> tuple[re.Pattern[str], ...]:
    """Return patterns of the forms of `numbering`, for the text after its `symbol` in capitals without spaces."""
    return tuple(re.compile(_pattern(form)) for form in (*numbering.forms, *numbering.also))


def _pattern(form: str) -> str:
    escaped = re.escape("".join(form.replace("/?", "\0").split()).upper()).replace("\0", "/?")
    used: set[str] = set()

    def field(match: re.Match[str]) -> str:
        name = match[1].lower()
        if name == "any_year":
            return rf"(?:{_SESSIONS['year']})"
        if name == "part":
            group = "part2" if name in used else "part"
            used.add(name)
            return rf"(?:[_/]?\[?(?P<{group}>{_PART})\]?\+?)?"
        return r"(?P<number>\d{1,9})" if name == "number" else f"(?P<{name}>{_SESSIONS[name]})"

    return re.sub(r"\\\{(\w+)\\\}", field, escaped)


def int_to_roman(number: int) -> str:
    """Return `number` (1 to 3999) as a Roman numeral."""
    figures = ""
    for value, sign in _ROMAN_FIGURES:
        count, number = divmod(number, value)
        figures += sign * count
    return figures


def roman_to_int(text: str) -> int:
    """Return the value of a roman numeral in capitals (``XXIX`` -> 29)."""
    values = [_ROMAN_VALUES[letter] for letter in text]
    return sum(-value if i + 1 < len(values) and value < values[i + 1] else value for i, value in enumerate(values))


@dataclass(frozen=True, slots=True, order=True)
class Symbol:
    """The symbol of an adopted text.

    Attributes:
        prefix: ``A/RES``, ``S/PRST``, ``UNEP/EA`` ...: a `Numbering.prefix`.
        session: the session as in the symbol: ``71``, ``S-32``, ``ES-10``, ``2020``, ``XXIX``; for the Security Council
            the year.
        number: the number of the text.
        part: ``A``, ``B`` or ``A-B`` if the symbol names parts.
        kind: ``resolution``, ``decision``, ``statement`` or ``declaration``.
        suffix: ``Corr.1`` of a corrigendum, ``Add.1`` of an addendum, ``Rev.1`` of a revision, ``Add.1/Corr.1``.
    """

    prefix: str
    session: str
    number: int
    part: str | None = None
    kind: str = "resolution"
    suffix: str | None = None

    @classmethod
    def parse(cls, text: str) -> Symbol:
        """Return the symbol in `text`, in any spacing and capitalization, with or without its prefix.

        Raises:
            UsageError: `text` is not the symbol of an adopted text.
        """
        plain = "".join(text.split()).strip("_.,;").replace("/_", "/").replace("_", "/").upper()
        suffixes = _SUFFIXES.search(plain)
        if suffixes is not None:
            plain = plain[: suffixes.start()]
        prefix = _BEGINNING.match(plain)
        symbol = (
            _match(plain[prefix.end() :], _BY_BEGINNING[prefix[0]]) if prefix is not None else _without_prefix(plain)
        )
        if symbol is not None and suffixes is not None:
            parts = [
                f"{part['name'].title()}.{part['number'].lstrip('0') or '0'}" for part in _SUFFIX.finditer(suffixes[0])
            ]
            symbol = dataclasses.replace(symbol, suffix="/".join(parts))
        if symbol is None:
            raise UsageError(f"'{text}' is not a resolution symbol", "write it like A/RES/71/12, 71/12 or 2349 (2017)")
        return symbol

    @classmethod
    def numbered(cls, organ: str, number: str, *, kind: str | None = None) -> Symbol | None:
        """Return the symbol of the text of `organ` with `number`: ``71/12``, ``2349 (2017)``, ``2907 A (XXI)``.

        Without `kind`, the number distinguishes resolutions from decisions. Return None if none has such numbers.
        """
        plain = "".join(number.split()).upper()
        result = None
        for numbering in NUMBERINGS:
            is_candidate = numbering.kind == kind if kind else numbering.kind != "statement"
            if numbering.organ != organ or not is_candidate:
                continue
            symbol = _match(plain, [numbering]) or _by_number(plain, numbering)
            if symbol is None:
                continue
            in_figures = symbol.session[-1].isdigit()
            if kind is None and result and not (in_figures and numbering.since and symbol.number >= numbering.since):
                continue
            result = symbol
        return result

    @property
    def body(self) -> str:
        """The full name of the adopting organ."""
        return _BY_PREFIX[self.prefix, self.kind].organ

    @property
    def body_session(self) -> int | str | None:
        """The organ's session: 71, ``"2020"``, ``"special 32"``, ``"emergency 10"``; None for the Security Council."""
        if not has_sessions(self.body):
            return None
        if re.fullmatch(_SESSIONS["year"], self.session):
            return self.session
        special = _SPECIAL_SESSION.match(self.session)
        count = self.session[special.end() :] if special else self.session
        value = int(count) if count.isdigit() else roman_to_int(count)
        return f"{_SPECIAL_NAMES[special['kind']]} {value}" if special else value

    def __str__(self) -> str:
        numbering = _BY_PREFIX[self.prefix, self.kind]
        form = next(form for form in numbering.forms if _writes_session(form, self.session))
        part = f" {self.part}" if self.part else ""
        number_text = form.format(
            number=self.number, part=part, session=self.session, roman=self.session, year=self.session
        )
        return numbering.symbol + number_text + (f"/{self.suffix}" if self.suffix else "")


@functools.cache
def has_sessions(organ: str) -> bool:
    """Return whether an organ has sessions with numbers; True if the symbols of its texts do not say so."""
    numberings = [entry for entry in NUMBERINGS if entry.organ == organ]
    fields = {name for entry in numberings for form in (*entry.forms, *entry.also) for name in _FIELD.findall(form)}
    return not numberings or bool(fields & {"session", "roman"})


@functools.lru_cache(maxsize=1024)  # asked for each mandate of a resolution
def _writes_session(form: str, session: str) -> bool:
    """Whether `session` is written in the way that `form` writes sessions."""
    return any(name in _SESSIONS and re.fullmatch(_SESSIONS[name], session) for name in _FIELD.findall(form))


def printed_form() -> str:
    """Return a pattern of the symbols that contain their prefix, with spaces as in print.

    It does not match a part of a longer symbol.
    """
    alternatives = [
        _as_printed(prefix + form)
        for numbering in NUMBERINGS
        for prefix in (numbering.symbol, *numbering.prefixes)
        for form in sorted((*numbering.forms, *numbering.also), key=len, reverse=True)
    ]
    return rf"(?<![\w/.])(?:{'|'.join(dict.fromkeys(alternatives))})(?![\w/]|\s?\([IVXLC]+\)|-\d)"


_PRINTED: dict[str, str] = {
    **{name: f"(?:{pattern})" for name, pattern in _SESSIONS.items()},
    "any_year": _SESSIONS["year"],
    "number": r"\d{1,4}",
    "part": r"(?:\s?/?\[?[A-Z](?:\s?[-\u2013,&]\s?[A-Z])?\]?(?![\w/]))?",
}
_SIGNS = {"/": r"\s?[/_]\s?", "(": r"\s?\(\s?", ")": r"\s?\)", ".": r"\s?[._]?\s?", " ": r"\s?"}
_TOKEN = re.compile(r"\{(\w+)\}|/\?|[A-Z]+|.")


def _as_printed(form: str) -> str:
    """Return `form` as a pattern for running text."""
    parts = []
    for token in _TOKEN.finditer(form):
        text = token[0]
        if text == "." and form[token.start() - 1] == "}" and form[token.end()] == "{":
            parts.append(r"\.\s?")  # between two numbers
            continue
        if token[1]:
            parts.append(_PRINTED[token[1]])
        elif text == "/?":
            parts.append(r"\s?/?")
        elif text in ("RES", "DEC", "HLS"):
            parts.append(f"(?:{text}|{text.title()})")
        else:
            parts.append(_SIGNS.get(text) or re.escape(text))
    return "".join(parts)


def _match(plain: str, candidates: list[Numbering]) -> Symbol | None:
    """Return the symbol in the first of `candidates` that has a form that matches `plain`, the text after the prefix.

    None if there is none.
    """
    for numbering in candidates:
        for pattern in _patterns(numbering):
            match = pattern.fullmatch(plain)
            if match is not None:
                groups = match.groupdict()
                session = groups.get("session") or groups.get("roman") or groups.get("year") or ""
                parts = [
                    letter
                    for letter in _PART_SEPARATOR.split(groups.get("part") or groups.get("part2") or "")
                    if letter
                ]
                part = "-".join(dict.fromkeys((parts[0], parts[-1]))) if parts else None
                number = int(groups["number"])
                if "roman" in groups and (session := _in_roman(session)) is None:
                    continue
                return Symbol(numbering.prefix, session, number, part, numbering.kind)
    return None


def _without_prefix(plain: str) -> Symbol | None:
    """Return the symbol of a number without its prefix; an organ or a word such as "resolution" may precede it."""
    organ = _ORGAN_FIRST.match(plain)
    kind_word = _NUMBER_FIRST.match(plain, organ.end() if organ else 0)
    number = plain[kind_word.end() if kind_word else organ.end() if organ else 0 :]
    if organ is not None:
        name = next(name for name in ORGANS if "".join(name.split()).upper() == organ["organ"])
        kind = next((kind for kind in ("decision", "statement") if kind_word and kind_word[kind]), None)
        return Symbol.numbered(name, number, kind=kind)
    if kind_word and kind_word["decision"]:
        decision = _match(number, [numbering for numbering in NUMBERINGS if numbering.kind == "decision"])
        if decision is not None:
            return decision
    return _match(number, [numbering for numbering in NUMBERINGS if numbering.alone or not numbering.symbol])


def _in_roman(session: str) -> str | None:
    """Return the session as it is printed in brackets: ``S-I`` for ``S-1``; None if it is not a numeral."""
    kind, dash, count = session.rpartition("-")
    if kind == "ORG":
        return session
    if count.isdigit():
        return f"{kind}-{int_to_roman(int(count))}"
    return f"{kind}{dash}{count}" if int_to_roman(roman_to_int(count)) == count else None


def _by_number(plain: str, numbering: Numbering) -> Symbol | None:
    """Return the symbol for a session and number such as ``7/1`` of texts with other separators; None otherwise."""
    match = re.fullmatch(r"(\d{1,3})/(\d{1,3})", plain)
    form = numbering.forms[0]
    if match is None or numbering.alone or "{session}" not in form:
        return None
    session, number = (match[1], match[2]) if form.find("{session}") < form.find("{number}") else (match[2], match[1])
    return Symbol(numbering.prefix, session, int(number), None, numbering.kind)


def sort_key(symbol: str) -> str:
    """Return a key that sorts symbols by the values of their numbers: 71/9 before 71/12."""
    return re.sub(r"\d+", lambda match: match[0].zfill(5), symbol)
