"""Issued documents: reports, notes, letters, agendas, and what each says that it answers. Values only.

>>> [str(symbol) for symbol in DocumentSymbol.all_in("A/79/797–S/2025/109*")]
['A/79/797', 'S/2025/109']
>>> DocumentSymbol.parse("A/80/74/Add.1").relation
Relation(type='addendum', of='A/80/74')
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from mandates.domain.errors import UsageError
from mandates.domain.kinds import DocumentKind
from mandates.domain.problems import Problem

#: A symbol: a series in capitals, then parts, one of which has a digit.
_SYMBOL = re.compile(
    r"[A-Z][A-Z0-9]{0,11}(?:\.\d+)?(?:/[A-Z0-9][A-Za-z0-9.]{0,29}(?:\s?\([A-Z0-9][A-Za-z0-9 ./-]{0,14}\))?){1,6}"
)
#: The series of a session or year without the number of a document; the first sessions of the Assembly had none.
_SERIES_ALONE = re.compile(r"A/(?:3[1-9]|[4-9]\d|1[0-4]\d)|A/HRC/\d{1,3}|[ES]/(?:199[4-9]|20\d\d)")
_JOINT_SEPARATOR = re.compile(r"\s*[-\u2010-\u2015\u2212]\s*(?=(?:[A-Z]{1,8}/)+[\w.]*\d)")
_RELATION = re.compile(r"(?P<of>.+)/(?P<type>ADD|CORR|REV)\.(?P<number>\d+)", re.IGNORECASE)
_RELATIONS = {"add": "addendum", "corr": "corrigendum", "rev": "revision"}
#: One of these suffixes without a number, which says of no document that it is one.
_UNNUMBERED = re.compile(r"/(?:ADD|CORR|REV)\b(?!\.\d)", re.IGNORECASE)
#: The printed form of these suffixes after a slash.
_SUFFIX_FORMS = {"add": "Add", "corr": "Corr", "rev": "Rev"}


#: The name of the plenary in lists of committees.
PLENARY = "Plenary"


class Basis(StrEnum):
    """How a document names the resolution that it answers."""

    OWN = "own"  # its own sentence: “the present report is submitted pursuant to”
    REQUEST = "request"  # the request is reported: “in its resolution ..., the Council requested me to report”
    PARENT = "parent"  # the document that it adds to or replaces names it
    TITLE = "title"  # its title: “Implementation of resolution ...”
    MENTION = "mention"  # somewhere at its beginning


@dataclass(frozen=True, slots=True)
class Relation:
    """The relation of a document that adds to another, corrects it or replaces it.

    Attributes:
        type: ``addendum``, ``corrigendum`` or ``revision``. of: the symbol of the other document.
    """

    type: str
    of: str


@dataclass(frozen=True, slots=True, order=True)
class DocumentSymbol:
    """The symbol of a document of the United Nations: ``A/80/272``, ``S/2025/71/Rev.1``."""

    text: str

    @classmethod
    def parse(cls, text: str) -> DocumentSymbol:
        """Return the symbol in `text`, regardless of spaces, asterisks and capitals.

        Raises:
            UsageError: `text` is not the symbol of one document.
        """
        symbols = cls.all_in(text)
        if len(symbols) != 1:
            raise UsageError(f"'{text}' is not a document symbol", "write it like A/80/272 or S/2025/71/Rev.1")
        return symbols[0]

    @classmethod
    def all_in(cls, text: str) -> tuple[DocumentSymbol, ...]:
        """Return the symbols of the document that `text` names, several for a joint one; () if it is not a symbol."""
        plain = re.sub(r"\s*/\s*", "/", text.strip().strip("*").strip()).upper()
        symbols = []
        for part in _JOINT_SEPARATOR.split(plain):
            symbol_text = _as_printed(part.strip().strip("*"))
            if (
                _SYMBOL.fullmatch(symbol_text) is None
                or not any(map(str.isdigit, symbol_text))
                or _SERIES_ALONE.fullmatch(symbol_text)
                or _UNNUMBERED.search(symbol_text)
            ):
                return ()
            symbols.append(cls(symbol_text))
        return tuple(symbols)

    @property
    def relation(self) -> Relation | None:
        """The relation to another document that the ending of the symbol expresses, or None."""
        match = _RELATION.fullmatch(self.text)
        return Relation(_RELATIONS[match["type"].lower()], match["of"]) if match else None

    def __str__(self) -> str:
        return self.text


def _as_printed(text: str) -> str:
    """Return a symbol as it is printed: in capitals, except for ``Add.``, ``Corr.`` and ``Rev.``, whose numbers have no
    zeros in front.
    """
    plain = text.upper()
    for suffix, printed in _SUFFIX_FORMS.items():
        plain = re.sub(rf"/{suffix}\.?0*(?=\d)", f"/{printed}.", plain, flags=re.IGNORECASE)
    plain = re.sub(r"\s*\(\s*", " (", plain)
    return re.sub(r"\(([A-Z]{3,5})(?=[. ])", lambda part: f"({part[1].capitalize()}", plain)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A resolution that a document says it answers.

    Attributes:
        resolution: the canonical symbol. labels: the labels of the paragraphs named, possibly none.
        basis: how it is named. words: the sentence that names it. page: the page of that sentence.
    """

    resolution: str
    labels: tuple[str, ...] = ()
    basis: Basis = Basis.OWN
    words: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaEntry:
    """One item of an agenda: its number, its title, the committee it is allocated to."""

    number: str
    title: str
    committee: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedDocument:
    """One issued document, as its masthead and its beginning describe it.

    Attributes:
        symbols: the symbols, several for a joint document, in the order printed; empty if none could be read.
        title: the title. form: what the document calls itself: “Report of the Secretary-General”.
        author: the author, as written. dated_on: the date on the masthead.
        body: the full name of the organ that it is for; session: the session of that organ, as in `Resolution`.
        agenda_items: the items as printed; agenda_titles: their titles, from a catalogue.
        series: the prefix of its symbol, such as ``A/80``.
        answers: the resolutions that it says it answers. mentions: others named at its beginning.
        period: the first and last day of the reporting period. ordinal: 137 for a “137th monthly report”.
        partial: whether it says that it is an interim report or one part. asks_time: whether it asks for more time.
        entries: the items of an agenda.
        opening: the sentences of its beginning, for people to read and to search.
    """

    symbols: tuple[str, ...] = ()
    kind: DocumentKind = DocumentKind.OTHER
    title: str | None = None
    form: str | None = None
    author: str | None = None
    dated_on: dt.date | None = None
    body: str | None = None
    session: int | str | None = None
    agenda_items: tuple[str, ...] = ()
    agenda_titles: tuple[str, ...] = ()
    series: str | None = None
    relation: Relation | None = None
    answers: tuple[Ground, ...] = ()
    mentions: tuple[Ground, ...] = ()
    period: tuple[dt.date, dt.date] | None = None
    ordinal: int | None = None
    partial: bool = False
    asks_time: bool = False
    entries: tuple[AgendaEntry, ...] = ()
    opening: str = ""
    url: str | None = None
    source: str | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def symbol(self) -> str | None:
        """The first of its symbols, or None."""
        return self.symbols[0] if self.symbols else None
