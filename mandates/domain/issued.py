"""Issued documents: reports, notes, letters, agendas, and what each says that it answers. Values only.

>>> [str(one) for one in DocumentSymbol.all_in("A/79/797–S/2025/109*")]
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

#: A symbol: a series in capitals, then parts, one of which has a figure.
_SYMBOL = re.compile(
    r"[A-Z][A-Z0-9]{0,11}(?:\.\d+)?(?:/[A-Z0-9][A-Za-z0-9.]*(?:\s?\([A-Z0-9][A-Za-z0-9 ./-]{0,14}\))?){1,6}"
)
#: What documents of a session or a year begin with, without the number of one; the Assembly's first sessions had none.
_SERIES_ALONE = re.compile(r"A/(?:3[1-9]|[4-9]\d|1[0-4]\d)|A/HRC/\d{1,3}|[ES]/(?:199[4-9]|20\d\d)")
_JOINT = re.compile(r"\s*[-\u2010-\u2015\u2212]\s*(?=(?:[A-Z]{1,8}/)+[\w.]*\d)")
_RELATION = re.compile(r"(?P<of>.+)/(?P<type>ADD|CORR|REV)\.(?P<number>\d+)", re.IGNORECASE)
_RELATIONS = {"add": "addendum", "corr": "corrigendum", "rev": "revision"}
#: What follows a slash is written thus whatever a person types.
_WRITTEN = {"add": "Add", "corr": "Corr", "rev": "Rev"}


#: What stands for the plenary among committees.
PLENARY = "Plenary"


class Basis(StrEnum):
    """How a document names the resolution that it answers."""

    OWN = "own"  # its own sentence: “the present report is submitted pursuant to”
    REQUEST = "request"  # the request is told: “in its resolution ..., the Council requested me to report”
    PARENT = "parent"  # the document that it adds to, or takes the place of, names it
    TITLE = "title"  # its title: “Implementation of resolution ...”
    MENTION = "mention"  # somewhere at its beginning


@dataclass(frozen=True, slots=True)
class Relation:
    """That a document adds to another, corrects it or takes its place.

    Attributes:
        type: ``addendum``, ``corrigendum`` or ``revision``. of: the symbol of the other.
    """

    type: str
    of: str


@dataclass(frozen=True, slots=True, order=True)
class DocumentSymbol:
    """The symbol of a document of the United Nations: ``A/80/272``, ``S/2025/71/Rev.1``."""

    text: str

    @classmethod
    def parse(cls, text: str) -> DocumentSymbol:
        """Return the symbol that `text` writes, however it is spaced, starred or capitalised.

        Raises:
            UsageError: `text` is no symbol of one document.
        """
        found = cls.all_in(text)
        if len(found) != 1:
            raise UsageError(f"'{text}' is no symbol of a document", "write it like A/80/272 or S/2025/71/Rev.1")
        return found[0]

    @classmethod
    def all_in(cls, text: str) -> tuple[DocumentSymbol, ...]:
        """Return the symbols of the one document that `text` names, those of a joint one too; () where it is none."""
        plain = re.sub(r"\s*/\s*", "/", text.strip().strip("*").strip()).upper()
        found = []
        for part in _JOINT.split(plain):
            each = _written(part.strip().strip("*"))
            if _SYMBOL.fullmatch(each) is None or not any(map(str.isdigit, each)) or _SERIES_ALONE.fullmatch(each):
                return ()
            found.append(cls(each))
        return tuple(found)

    @property
    def relation(self) -> Relation | None:
        """What it says by its ending that it is to another document."""
        match = _RELATION.fullmatch(self.text)
        return Relation(_RELATIONS[match["type"].lower()], match["of"]) if match else None

    def __str__(self) -> str:
        return self.text


def _written(text: str) -> str:
    """Return a symbol as it is printed: capitals, but for ``Add.``, ``Corr.`` and ``Rev.``."""
    plain = text.upper()
    for low, written in _WRITTEN.items():
        plain = re.sub(rf"/{low}\.?(?=\d)", f"/{written}.", plain, flags=re.IGNORECASE)
    plain = re.sub(r"\s*\(\s*", " (", plain)
    return re.sub(r"\(([A-Z]{3,5})(?=[. ])", lambda part: f"({part[1].capitalize()}", plain)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A resolution that a document names as what it answers.

    Attributes:
        resolution: canonical symbol. labels: of the paragraphs named; empty where none is.
        basis: how it is named. words: the sentence that names it. page: on which it stands.
    """

    resolution: str
    labels: tuple[str, ...] = ()
    basis: Basis = Basis.OWN
    words: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaEntry:
    """One item of an agenda: its number, its title, the committee it goes to."""

    number: str
    title: str
    committee: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedDocument:
    """One issued document, as its masthead and its beginning say.

    Attributes:
        symbols: all of a joint one, in the order printed; empty where none could be read.
        title: its own. form: what it calls itself: “Report of the Secretary-General”.
        author: who writes it, as written. dated_on: the day on the masthead.
        body: full name of the organ that it is for; session: of that organ, as in `Resolution`.
        agenda_items: as printed; agenda_titles: their titles, from a catalogue.
        series: what its symbol begins with, such as ``A/80``.
        answers: the resolutions that it says it answers. mentions: others named at its beginning.
        period: first and last day that it reports on. ordinal: 137 of a “137th monthly report”.
        partial: it says that it is an interim report or one part. asks_time: it asks for more time.
        entries: the items of an agenda.
        opening: the sentences of its beginning, for a person to see and to search.
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
        """The first of its symbols."""
        return self.symbols[0] if self.symbols else None
