"""Issued documents: the masthead of a report, note, letter or agenda, and the sentences of its beginning.

A masthead has the symbols, the organ, the day, the session, the agenda item with its title, the document's own title
and the line by which it says what it is. Letters have that line first, with their text run on; supplements have two
covers before their text.
"""

from __future__ import annotations

import datetime as dt
import itertools
import pathlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from mandates import lexicon
from mandates.domain.errors import UsageError
from mandates.domain.issued import AgendaEntry, DocumentSymbol, IssuedDocument
from mandates.domain.kinds import DocumentKind
from mandates.domain.problems import Problem
from mandates.domain.symbols import Symbol
from mandates.lexicon import numbers
from mandates.reference.series import forum_of, has_session_on_masthead
from mandates.structure import masthead, shapes
from mandates.structure.issued_forms import Form, form_with_rest, kind_of_symbol, pattern
from mandates.structure.issued_sentences import DOTS, FEWEST_WORDS, Sentence, sentences_of
from mandates.structure.reflow import Passage

#: Passages among which the masthead ends, those of a supplement's covers too; those read for what it answers.
_HEAD, _OPENING_PASSAGES = 45, 90
#: Characters of its first sentences in which a document says that it is a part.
_PARTIAL_WITHIN = 3000
#: Passages between the title of an agenda item and the line that says what a document is.
_FORM_REACH = 10
#: Passages of a title, between an agenda item “Report of the Council” and the form of the document itself.
_TITLE_REACH = 4
_UNITED_NATIONS = re.compile(r"united\s+nations(?:\s+system)?\s+(?=[A-Z])", re.IGNORECASE)
_AGENDA = re.compile(
    r"(?:Agenda\s+items?|Items?)\s+(?P<items>\d{1,3}(?:\s?\([a-z]{1,3}\)|\s?\([ivx]+\)|,\s?|\s+and\s+(?=[\d(])|\s?\d{1,3})*)"
    r"(?P<of>\s+of\s+the\s+(?:provisional\s+agenda|preliminary\s+list|draft\s+agenda))?\*{0,3}"
)
_SESSION = re.compile(
    r"(?P<words>[A-Z][a-z]+(?:[\s-](?:hundred|and|[a-z]+))*?)\s+(?P<kind>(?:special|emergency\s+special|resumed)\s+)?[Ss]ession\b"
    r"|(?P<year>(?:19|20)\d\d)\s+session\b"
)
_WITHIN_TITLE = re.compile(r"\b(?:the|its|of|at|on)\s+(?:\S+\s+)?$")
#: Where an agenda item stands behind the place and the days of a session.
_ITEM_WITHIN = re.compile(
    r"(?<=\S)\s+(?=(?:Items?\s+\d.{0,40}?\s+of\s+the\s+(?:provisional\s+agenda|preliminary\s+list)|Agenda\s+items?\s+\d))"
)
#: Where the form stands at the end of a title, and the text behind a form.
_FORM_AT_END = re.compile(r"(?<=\S)\s+(?=(?:Report of|Note by) the [A-Z][\w-]+(?: [\w-]+){0,8}\W*$)")
_TEXT_WITHIN = re.compile(r"(?<=\S)\s+(?=(?:I\.\s+)?(?:Introduction|INTRODUCTION)\b)")
#: Sessions without a number, on a line of a masthead.
_UNNUMBERED = ("Annual", "Organizational", "Substantive", "First regular", "Second regular")
#: A line that says the session, with the year of another organ's and its days.
_LONGEST_SESSION = 200
_BRACKETED_DATE = re.compile(rf"\[{shapes.DATE}\]", re.IGNORECASE)
_PERIOD = re.compile(
    rf"(?:from|between|covers|covering|period)\s+(?:the\s+period\s+)?(?:from\s+)?(?P<from>\d{{1,2}}\s+(?:{shapes.MONTH})(?:\s+(?:19|20)\d\d)?)"
    rf"\s*(?:to|and|until|through|[-\u2013])\s*(?P<to>\d{{1,2}}\s+(?:{shapes.MONTH})\s+(?:19|20)\d\d)"
)
_REPORT = re.compile(r"\breport\b")
#: Words of an ordinal number and of what stands between it and "report", and what does not stand there.
_ORDINAL_REACH = 6
_PARTS_ORDINAL = re.compile(r"[,;:.()]|\b(?:sessions?|meetings?|an?|the|of|to|in|its|his|her|and)\b", re.IGNORECASE)
_FIGURES = re.compile(r"(\d{1,3})(?:st|nd|rd|th)")
_PERIODIC = re.compile(
    r"\b(?:weekly|monthly|bimonthly|quarterly|annual|biennial|half-yearly|biannual|six-month|\d+-day|progress)\b"
)
_CONTINUES = (
    "of",
    "the",
    "and",
    "on",
    "to",
    "in",
    "for",
    "by",
    "with",
    "from",
    "or",
    "its",
    "their",
    "at",
    "between",
    "united",
)
_LEAD_IN = re.compile(r"(?:I\.|1\.)\s+(?:Introduction|INTRODUCTION|Summary|Overview)\b")
_ENTRY = re.compile(r"(?P<number>\d{1,3}(?:\s?\([a-z]{1,3}\))?)\.\s+(?P<title>[A-Z].{3,400})")
_SUBENTRY = re.compile(r"\((?P<letter>[a-z]{1,2})\)\s+(?P<title>[A-Z].{3,400})")
#: In an allocation entries are numbered by committee, and say which item of the agenda they are.
_ITEM_OF_AGENDA = re.compile(r"\s*\(items?\s+(?P<number>\d{1,3})(?:\s?\([a-z]{1,2}\))?\)\W*$")
_SERIES = re.compile(r"(?:[A-Z]+/)*[A-Z]*\d{1,4}(?=/)|.+(?=/)")


_ENDS_WITHIN_NAME = re.compile(
    r"(?:Identical\s+)?(?:Letters?|Notes?\s+verbales?)\s.{10,500}\s(?:addressed|to|the|of|President|Security)$",
    re.DOTALL,
)
_LETTERS = (DocumentKind.LETTER, DocumentKind.STATE_LETTER, DocumentKind.NOTE_VERBALE)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedText:
    """An issued document by its masthead, with the sentences that say what it answers and what it does."""

    document: IssuedDocument
    sentences: tuple[Sentence, ...]


@lexicon.derived
def _allocated() -> re.Pattern[str]:
    return pattern(lexicon.load("issued")["allocated"])


@lexicon.derived
def _partial() -> dict[str, re.Pattern[str]]:
    words: dict[str, list[str]] = {"title": [], "sentence": []}
    for entry in lexicon.load("issued")["partial"]:
        words[entry["in"]].append(entry["words"])
    return {where: pattern("|".join(some)) for where, some in words.items()}


def read_issued(source: str, passages: Sequence[Passage]) -> IssuedText | None:
    """Return the issued document that `passages` are, or None: it has neither a form nor a masthead with a symbol."""
    head = _Head(source)
    rest = head.read(_parted(passages[:_HEAD]))
    if head.form is None and not (head.symbols and head.dated_on and not _is_resolution(head.symbols[0].text)):
        return None
    sentences = tuple(sentences_of([*rest, *passages[_HEAD:_OPENING_PASSAGES]]))
    document = head.document()
    if head.form is None and not sentences:
        return None
    if document.kind is DocumentKind.AGENDA:
        document = replace(document, entries=tuple(_entries(passages)))
    said = " ".join(one.text for one in sentences[:12])
    whole = f"{document.title or ''} {said}"
    return IssuedText(
        document=replace(
            document,
            period=period_in(whole),
            ordinal=ordinal_of(f"{document.form or ''} {document.title or ''}") or ordinal_of(said[:600]),
            partial=is_partial(f"{document.form or ''} {document.title or ''}", said),
            opening=" ".join(one.text for one in sentences)[:4000],
        ),
        sentences=(*_title_sentence(document), *sentences),
    )


def is_partial(title: str, said: str) -> bool:
    """Whether a document says that it is a part, or not the last word: by its title and form, or what it says first."""
    patterns = _partial()
    return bool(patterns["title"].search(title) or patterns["sentence"].search(said[:_PARTIAL_WITHIN]))


def _is_resolution(symbol: str) -> bool:
    """Return whether a symbol is of a series of resolutions: a text of it that cannot be read is no issued document."""
    try:
        Symbol.parse(symbol)
    except UsageError:
        return False
    return True


def _title_sentence(document: IssuedDocument) -> Iterator[Sentence]:
    if document.title:
        yield Sentence(document.title, 1)


def _parted(passages: Sequence[Passage]) -> list[Passage]:
    """Return the passages, those apart that a copy runs together, and those together that it breaks within a name."""
    found: list[Passage] = []
    for passage in passages:
        if found and _ENDS_WITHIN_NAME.match(found[-1].text):
            found[-1] = _with_text(found[-1], f"{found[-1].text} {passage.text}")
            continue
        match = _run_together(passage.text)
        if match is None:
            found.append(passage)
        else:
            text = passage.text
            found += [_with_text(passage, text[: match.start()]), _with_text(passage, text[match.end() :])]
    return found


def _run_together(text: str) -> re.Match[str] | None:
    """Return the space at which a passage is to be parted: before an agenda item behind a session, before the form that
    ends a title, before the text that a form begins; None where it is one.
    """
    match = _ITEM_WITHIN.search(text, 0, _LONGEST_SESSION)
    if match and (len(text) < _LONGEST_SESSION or _SESSION.search(text, 0, match.start())):
        return match
    match = _FORM_AT_END.search(text)
    if match and text[: match.start()].rstrip()[-1:] not in ",;:" and not shapes.label_of(text):
        return match
    match = _TEXT_WITHIN.search(text, 0, 400)
    return match if match and re.match(r"(?:Report|Note)\b", text) else None


def _with_text(passage: Passage, text: str) -> Passage:
    """Return a passage with another text."""
    return Passage(text.strip(), passage.page, passage.style, passage.label)


@dataclass(slots=True)
class _Head:
    """The masthead, as far as it has been read."""

    source: str
    symbols: tuple[DocumentSymbol, ...] = ()
    form: Form | None = None
    body: str | None = None
    session: int | str | None = None
    dated_on: dt.date | None = None
    agenda_items: tuple[str, ...] = ()
    titles: list[str] = field(default_factory=list)
    agenda_titled: bool = False
    supplement: bool = False
    covers: int = 0

    def read(self, passages: Sequence[Passage]) -> list[Passage]:
        """Read the masthead from the passages at the beginning, and return those behind it."""
        for index, passage in enumerate(passages):
            text = passage.text.strip()
            if self._line(text):
                continue
            said = form_with_rest(text)
            if said is not None and self.form is None:
                form, after = said
                if form.kind in _LETTERS:
                    self.form = form
                    rest = [_with_text(passage, after)] if after else []
                    return [*rest, *passages[index + 1 :]]
                if not self._is_title(form, passages[index + 1 :]):
                    self.form = form
                    if self.supplement_follows(passages, index):
                        self.covers = index
                        continue
                    return [*self._rest(passages[index + 1 :])]
            if self._is_text(text):
                return list(passages[index:])
            if self.form is None:
                self.titles.append(text)
        return []

    def supplement_follows(self, passages: Sequence[Passage], index: int) -> bool:
        """Whether the title of a supplement's cover has been read, whose text stands further on."""
        return any("Official Records" in one.text for one in passages[index : index + 8])

    def _rest(self, passages: Sequence[Passage]) -> list[Passage]:
        """Take what the masthead has behind the form, an “Addendum” with its title, and return the text."""
        for index, passage in enumerate(passages):
            text = passage.text.strip()
            if self._line(text):
                continue
            if self._is_text(text):
                return list(passages[index:])
        return list(passages)

    def _is_title(self, form: Form, following: Sequence[Passage]) -> bool:
        """Whether a form is a title: of the report that a note or letter transmits, of an agenda item."""
        if form.kind is not DocumentKind.REPORT:
            return False
        kinds: list[DocumentKind | None] = []
        for one in following[:_FORM_REACH]:
            text = one.text.strip()
            later = form_with_rest(text)
            if later is None and self._is_text(text):
                break
            kinds.append(later[0].kind if later is not None else None)
        own = not self.supplement and DocumentKind.REPORT in kinds[:_TITLE_REACH]
        return own or any(kind in _LETTERS for kind in kinds) or DocumentKind.NOTE in kinds[:2]

    def _line(self, text: str) -> bool:
        """Take a line of the masthead; False where `text` is none."""
        plain = _UNITED_NATIONS.sub("", text).strip()
        if plain.lower() in ("united nations", "united", "nations", "united nations system"):
            return True
        symbols = DocumentSymbol.all_in(plain) if "/" in plain and len(plain) < 120 else ()
        if symbols and not text.startswith("*"):
            known = {one.text for one in self.symbols}
            if not self.symbols or (len(self.symbols) == 1 and not known & {one.text for one in symbols}):
                self.symbols = (*self.symbols, *symbols) if self.symbols and not self.dated_on else symbols
            return True
        if text.startswith("*") and len(text) < 400:
            return True  # a footnote of the masthead
        if "Official Records" in text or re.match(r"Supplement No\. ?\d", text):
            self.supplement = True
            rest = re.sub(r"^Supplement No\. ?\d+\w?\s*", "", text)
            return not rest or rest == text or form_with_rest(rest) is None or self.form is not None
        if shapes.is_date(text) or _BRACKETED_DATE.fullmatch(text):
            if self.dated_on is None:
                self.dated_on = masthead.date_in(text)
                self.titles = [] if not (self.agenda_items or self.supplement) else self.titles
            return True
        if re.match(r"(?:Distr\.|Original\s*:|ORIGINAL\s*:|English\b|ENGLISH\b|General\b$|GENERAL\b$|Limited$)", text):
            return True
        session = _SESSION.search(text) if len(text) < _LONGEST_SESSION else None
        if session is not None and _WITHIN_TITLE.search(text, 0, session.start()):
            session = None  # "the outcome of the twenty-third special session"
        agenda = _AGENDA.match(text)
        organ = self._organ(text)
        if agenda is not None and (agenda["of"] or text.startswith("Agenda") or len(text) < 40):
            self._add_items(agenda)
            self.titles = []
            rest = text[agenda.end() :].strip(" *")
            self.agenda_titled = False
            if rest and not rest[:1].isdigit():
                self.titles.append(rest)
            return True
        if session is not None and self.form is None and not form_with_rest(text) and self._take_session(session):
            beside = _AGENDA.search(text)
            if beside is not None:
                self._add_items(beside)
            self.titles = []
            return True
        return organ

    def _add_items(self, match: re.Match[str]) -> None:
        items = masthead.agenda_items(match["items"])
        self.agenda_items = tuple(dict.fromkeys((*self.agenda_items, *items)))

    def _organ(self, text: str) -> bool:
        plain = re.sub(r"\s*Distr\.\s*:?.*$", "", text).strip(" .,:").lower().removeprefix("the ")
        names = shapes.ORGANS.get(plain)
        if not names:
            return bool(re.search(r"Distr\.\s*:", text))
        self.body = self.body or names[0]
        return True

    def _take_session(self, match: re.Match[str]) -> bool:
        """Take the session that a line names; False where it names none: "Organizational session"."""
        session: int | str | None = match["year"]
        if session is None:
            number = numbers.ordinals().get(" ".join(numbers.plain(match["words"].lower()).split()))
            if number is None:
                return match["words"] in _UNNUMBERED
            kind = (match["kind"] or "").strip()
            session = f"{kind.split()[0]} {number}" if kind in ("special", "emergency special") else number
        self.session = session if self.session is None else self.session
        return True

    def _is_text(self, text: str) -> bool:
        """Whether the document's own text begins with `text`: a numbered paragraph, a sentence."""
        if DOTS.search(text):
            return False
        if _LEAD_IN.match(text) or text in ("Summary", "Contents"):
            return True
        if shapes.label_of(text) is not None and len(text.split()) >= FEWEST_WORDS:
            return True
        return len(text) > 120 and text.rstrip("*0123456789 ").endswith((".", ".”"))

    def document(self) -> IssuedDocument:
        """Return what was read."""
        named = _named_by_file(self.source)
        problems = []
        symbols = tuple(one.text for one in self.symbols)
        if not symbols and named is not None:
            symbols = (named,)
        elif symbols and named is not None and named not in symbols:
            message = f"its masthead says {'-'.join(symbols)}, not {named}, as its file's name does"
            problems.append(Problem("document.file_name", self.source, message))
        kind = self.form.kind if self.form else DocumentKind.OTHER
        author = self.form.author if self.form else None
        if self.supplement and kind in (DocumentKind.REPORT, DocumentKind.OTHER):
            kind = DocumentKind.SUPPLEMENT
        first = symbols[0] if symbols else ""
        series = _SERIES.match(first)
        kind = kind_of_symbol(first) or kind
        body, session = _body_of(first, self.body, self.session)
        return IssuedDocument(
            symbols=symbols,
            kind=kind,
            title=self._title(),
            form=self.form.words if self.form else None,
            author=author,
            dated_on=self.dated_on,
            body=body,
            session=session,
            agenda_items=self.agenda_items,
            agenda_titles=(self.titles[0],) if self.agenda_items and len(self.titles) > 1 else (),
            series=series[0] if series else None,
            relation=self.symbols[0].relation if self.symbols else None,
            source=self.source,
            problems=tuple(problems),
        )

    def _title(self) -> str | None:
        """Return the document's own title: the last one on the masthead, with the lines before that it continues."""
        form = self.form
        titles = [re.sub(r"\s*\*+$", "", one) for one in self.titles]
        if form is not None and (not titles or form.kind in (DocumentKind.LETTER, DocumentKind.STATE_LETTER)):
            return form.words
        if not titles:
            return None
        start = len(titles) - 1
        while start and (titles[start - 1].rsplit(None, 1)[-1].lower() in _CONTINUES or titles[start][:1].islower()):
            start -= 1
        return " ".join(titles[start:])


def _named_by_file(source: str) -> str | None:
    """Return the symbol that a file's name writes: ``A_80_272.en.pdf``."""
    name = pathlib.PurePath(source.partition("::")[0]).name
    stem = re.sub(r"(?:[.-](?:en|fr|es|ar|ru|zh|e|pdf|docx|txt|md))+$", "", name, flags=re.IGNORECASE)
    if "_" not in stem:
        return None
    found = DocumentSymbol.all_in(stem.replace("_", "/"))
    return found[0].text if len(found) == 1 else None


_SUBSIDIARY = re.compile(r"[AE]/(?:AC|CN|C|CONF|HLPF|ICEF|HRC)\b")


def _body_of(symbol: str, body: str | None, session: int | str | None) -> tuple[str | None, int | str | None]:
    """Return the organ that a document is for, and its session: by the symbol, else by the masthead."""
    named, number = forum_of(symbol)
    if named is None:
        return body, None if _SUBSIDIARY.match(symbol) else session  # that of the subsidiary organ
    return named, session if number is None and has_session_on_masthead(symbol) else number


def period_in(text: str) -> tuple[dt.date, dt.date] | None:
    """Return the first and last day of the time that a document says it covers."""
    match = _PERIOD.search(text)
    if match is None:
        return None
    last = masthead.date_in(match["to"])
    words = match["from"]
    if last is None:
        return None
    first = masthead.date_in(words if re.search(r"\d{4}$", words) else f"{words} {last.year}")
    if first is None:
        return None
    if first > last and not re.search(r"\d{4}$", words):
        first = masthead.date_in(f"{words} {last.year - 1}")
    return (first, last) if first is not None and first < last else None


def ordinal_of(text: str) -> int | None:
    """Return the number of a series of reports: “137th monthly report”, “Forty-second report”."""
    for match in _REPORT.finditer(text):
        before = text[: match.start()].split()[-_ORDINAL_REACH:]
        for start, end in itertools.combinations(range(len(before) + 1), 2):
            figures = _FIGURES.fullmatch(before[start]) if end == start + 1 else None
            words = " ".join(numbers.plain(" ".join(before[start:end]).lower()).split())
            number = int(figures[1]) if figures else numbers.ordinals().get(words)
            if _PARTS_ORDINAL.search(" ".join(before[end:])):
                continue
            if number is not None and (number > 1 or _PERIODIC.search(" ".join(before[end:]))):
                return number
    return None


def _entries(passages: Sequence[Passage]) -> Iterator[AgendaEntry]:
    """Yield the items of an agenda, those of items with the number before their letter, and in an allocation with the
    committee under whose name they stand.
    """
    number, committee = "", None
    for passage in passages:
        text = f"{passage.label or ''} {passage.text}".strip()
        heading = _allocated().fullmatch(text)
        if heading is not None:
            number, committee = "", heading["to"]
            continue
        main = _ENTRY.fullmatch(text)
        if main is not None:
            of_agenda = _ITEM_OF_AGENDA.search(main["title"]) if committee else None
            number = of_agenda["number"] if of_agenda is not None else main["number"]
            title = main["title"][: of_agenda.start()] if of_agenda is not None else main["title"]
            yield AgendaEntry(number=number, title=_clean_entry(title), committee=committee)
            continue
        under = _SUBENTRY.fullmatch(text)
        if under is not None and number:
            title = _clean_entry(under["title"])
            yield AgendaEntry(number=f"{number} ({under['letter']})", title=title, committee=committee)


def _clean_entry(title: str) -> str:
    """Return an item's title without what follows it: its resolutions, its mark, dots."""
    plain = re.sub(r"\s*\((?:resolutions?|decisions?|D|P)\b.*$", "", title)
    return re.sub(r"[\s.*;]+$", "", plain)
