"""Issued documents: the masthead of a report, note, letter or agenda, and the sentences of its beginning.

A masthead has the symbols, the organ, the date, the session, the agenda item with its title, the document's own title
and its form: the line that states what the document is ("Report of the Secretary-General"). In letters the form comes
first and the text follows on the same line; supplements have two covers before their text.
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
from mandates.domain.issued import DocumentSymbol, IssuedDocument
from mandates.domain.kinds import DocumentKind
from mandates.domain.problems import Problem
from mandates.domain.symbols import Symbol
from mandates.lexicon import numbers
from mandates.reference.series import forum_of, has_session_on_masthead
from mandates.structure import masthead, shapes
from mandates.structure.agenda_lists import entries
from mandates.structure.issued_forms import Form, form_with_rest, kind_of_symbol, pattern
from mandates.structure.issued_sentences import DOTS, FEWEST_WORDS, Sentence, sentences_of
from mandates.structure.reflow import Passage

#: The number of passages within which the masthead ends, including the covers of a supplement, and the number of
#: passages in which the sentences that state what the document answers are sought.
_HEAD_PASSAGES, _OPENING_PASSAGES = 45, 90
#: The number of characters at the beginning in which a document states that it is partial.
_PARTIAL_WITHIN = 3000
#: The maximum number of passages between the title of an agenda item and the form of the document.
_FORM_REACH = 10
#: The maximum number of title passages between an agenda item such as “Report of the Council” and the document's form.
_TITLE_REACH = 4
_UNITED_NATIONS = re.compile(r"united\s+nations(?:\s+system)?\s+(?=[A-Z])", re.IGNORECASE)
_AGENDA_ITEMS = re.compile(
    r"(?:Agenda\s+items?|Items?)\s+(?P<items>\d{1,3}(?:\s?\([a-z]{1,3}\)|\s?\([ivx]+\)|,\s?|\s+and\s+(?=[\d(])|\s?\d{1,3})*)"
    r"(?P<of>\s+of\s+the\s+(?:provisional\s+agenda|preliminary\s+list|draft\s+agenda))?\*{0,3}"
)
_SESSION = re.compile(
    r"(?P<words>[A-Z][a-z]+(?:[\s-](?:hundred|and|[a-z]+))*?)\s+(?P<kind>(?:special|emergency\s+special|resumed)\s+)?[Ss]ession\b"
    r"|(?P<year>(?:19|20)\d\d)\s+session\b"
)
_WITHIN_TITLE = re.compile(r"\b(?:the|its|of|at|on)\s+(?:\S+\s+)?$")
#: The space before an agenda item that follows the place and dates of a session on the same line.
_ITEM_WITHIN = re.compile(
    r"(?<=\S)\s+(?=(?:Items?\s+\d.{0,40}?\s+of\s+the\s+(?:provisional\s+agenda|preliminary\s+list)|Agenda\s+items?\s+\d))"
)
#: The space before a form at the end of a title, and the space before the text that follows a form.
_FORM_AT_END = re.compile(r"(?<=\S)\s+(?=(?:Report of|Note by) the [A-Z][\w-]+(?: [\w-]+){0,8}\W*$)")
_TEXT_WITHIN = re.compile(r"(?<=\S)\s+(?=(?:I\.\s+)?(?:Introduction|INTRODUCTION)\b)")
#: Sessions without a number, as a masthead names them.
_UNNUMBERED = ("Annual", "Organizational", "Substantive", "First regular", "Second regular")
#: The maximum length of a line that names the session; it may also have the year and the dates of another organ's.
_LONGEST_SESSION = 200
_BRACKETED_DATE = re.compile(rf"\[{shapes.DATE}\]", re.IGNORECASE)
_PERIOD = re.compile(
    rf"(?:from|between|covers|covering|period)\s+(?:the\s+period\s+)?(?:from\s+)?(?P<from>\d{{1,2}}\s+(?:{shapes.MONTH})(?:\s+(?:19|20)\d\d)?)"
    rf"\s*(?:to|and|until|through|[-\u2013])\s*(?P<to>\d{{1,2}}\s+(?:{shapes.MONTH})\s+(?:19|20)\d\d)"
)
_REPORT = re.compile(r"\breport\b")
#: The maximum number of words from the start of an ordinal number to "report", and what must not stand between the two.
_ORDINAL_REACH = 6
_BREAKS_ORDINAL = re.compile(r"[,;:.()]|\b(?:sessions?|meetings?|an?|the|of|to|in|its|his|her|and)\b", re.IGNORECASE)
_FIGURES = re.compile(r"(\d{1,3})(?:st|nd|rd|th)")
_PERIODIC = re.compile(
    r"\b(?:weekly|monthly|bimonthly|quarterly|annual|biennial|half-yearly|biannual|six-month|\d+-day|progress)\b"
)
_CONTINUATION_WORDS = (
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
_INTRODUCTION = re.compile(r"(?:I\.|1\.)\s+(?:Introduction|INTRODUCTION|Summary|Overview)\b")
_SERIES = re.compile(r"(?:[A-Z]+/)*[A-Z]*\d{1,4}(?=/)|.+(?=/)")


_ENDS_WITHIN_NAME = re.compile(
    r"(?:Identical\s+)?(?:Letters?|Notes?\s+verbales?)\s.{10,500}\s(?:addressed|to|the|of|President|Security)$",
    re.DOTALL,
)
_LETTER_KINDS = (DocumentKind.LETTER, DocumentKind.STATE_LETTER, DocumentKind.NOTE_VERBALE)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedText:
    """An issued document as described by its masthead, with its opening sentences.

    The sentences state which resolutions the document answers and what it does.
    """

    document: IssuedDocument
    sentences: tuple[Sentence, ...]


@lexicon.derived
def _partial() -> dict[str, re.Pattern[str]]:
    alternatives: dict[str, list[str]] = {"title": [], "sentence": []}
    for entry in lexicon.load("issued")["partial"]:
        alternatives[entry["in"]].append(entry["words"])
    return {where: pattern("|".join(fragments)) for where, fragments in alternatives.items()}


def read_issued(source: str, passages: Sequence[Passage]) -> IssuedText | None:
    """Return the issued document in `passages`; None if it has neither a form nor a masthead with a symbol."""
    head = _Head(source)
    rest = head.read(_repartitioned(passages[:_HEAD_PASSAGES]))
    if head.form is None and not (head.symbols and head.dated_on and not _is_resolution(head.symbols[0].text)):
        return None
    sentences = tuple(sentences_of([*rest, *passages[_HEAD_PASSAGES:_OPENING_PASSAGES]]))
    document = head.document()
    if head.form is None and not sentences:
        return None
    if document.kind is DocumentKind.AGENDA:
        document = replace(document, entries=tuple(entries(passages)))
    opening_text = " ".join(sentence.text for sentence in sentences[:12])
    title_and_opening = f"{document.title or ''} {opening_text}"
    return IssuedText(
        document=replace(
            document,
            period=period_in(title_and_opening),
            ordinal=ordinal_of(f"{document.form or ''} {document.title or ''}") or ordinal_of(opening_text[:600]),
            partial=is_partial(f"{document.form or ''} {document.title or ''}", opening_text),
            opening=" ".join(sentence.text for sentence in sentences)[:4000],
        ),
        sentences=(*_title_sentence(document), *sentences),
    )


def is_partial(title: str, opening: str) -> bool:
    """Whether a document states that it is partial or not final.

    Args:
        title: its form and title.
        opening: its first sentences, of which the first `_PARTIAL_WITHIN` characters are searched.
    """
    patterns = _partial()
    return bool(patterns["title"].search(title) or patterns["sentence"].search(opening[:_PARTIAL_WITHIN]))


def _is_resolution(symbol: str) -> bool:
    """Whether a symbol belongs to a series of resolutions: an unreadable resolution is not an issued document."""
    try:
        Symbol.parse(symbol)
    except UsageError:
        return False
    return True


def _title_sentence(document: IssuedDocument) -> Iterator[Sentence]:
    if document.title:
        yield Sentence(document.title, 1)


def _repartitioned(passages: Sequence[Passage]) -> list[Passage]:
    """Return the passages with those split that a copy runs together, and those joined that it breaks within a name."""
    result: list[Passage] = []
    for passage in passages:
        if result and _ENDS_WITHIN_NAME.match(result[-1].text):
            result[-1] = _with_text(result[-1], f"{result[-1].text} {passage.text}")
            continue
        match = _split_point(passage.text)
        if match is None:
            result.append(passage)
        else:
            text = passage.text
            result += [_with_text(passage, text[: match.start()]), _with_text(passage, text[match.end() :])]
    return result


def _split_point(text: str) -> re.Match[str] | None:
    """Return the match of the space at which to split a passage; None if it is a single passage.

    The split is before an agenda item that follows a session, before a form at the end of a title, or before the text
    that follows a form.
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
    """Return a copy of `passage` with `text` as its text."""
    return Passage(text.strip(), passage.page, passage.style, passage.label)


@dataclass(slots=True)
class _Head:
    """The state of reading a masthead."""

    source: str
    symbols: tuple[DocumentSymbol, ...] = ()
    form: Form | None = None
    body: str | None = None
    session: int | str | None = None
    dated_on: dt.date | None = None
    agenda_items: tuple[str, ...] = ()
    titles: list[str] = field(default_factory=list)
    supplement: bool = False
    covers: int = 0

    def read(self, passages: Sequence[Passage]) -> list[Passage]:
        """Read the masthead from the first passages of a document and return the passages that follow it."""
        for index, passage in enumerate(passages):
            text = passage.text.strip()
            if self._line(text):
                continue
            form_and_rest = form_with_rest(text)
            if form_and_rest is not None and self.form is None:
                form, rest_of_line = form_and_rest
                if form.kind in _LETTER_KINDS:
                    self.form = form
                    rest = [_with_text(passage, rest_of_line)] if rest_of_line else []
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
        """Whether the passage at `index` is on the cover of a supplement, whose text comes later."""
        return any("Official Records" in passage.text for passage in passages[index : index + 8])

    def _rest(self, passages: Sequence[Passage]) -> list[Passage]:
        """Read the lines of the masthead after the form, such as “Addendum” with its title, and return the text."""
        for index, passage in enumerate(passages):
            text = passage.text.strip()
            if self._line(text):
                continue
            if self._is_text(text):
                return list(passages[index:])
        return list(passages)

    def _is_title(self, form: Form, following: Sequence[Passage]) -> bool:
        """Whether `form` is a title of something else: a report that a note or letter transmits, or an agenda item."""
        if form.kind is not DocumentKind.REPORT:
            return False
        kinds: list[DocumentKind | None] = []
        for passage in following[:_FORM_REACH]:
            text = passage.text.strip()
            form_and_rest = form_with_rest(text)
            if form_and_rest is None and self._is_text(text):
                break
            kinds.append(form_and_rest[0].kind if form_and_rest is not None else None)
        titles_itself = not self.supplement and DocumentKind.REPORT in kinds[:_TITLE_REACH]
        return titles_itself or any(kind in _LETTER_KINDS for kind in kinds) or DocumentKind.NOTE in kinds[:2]

    def _line(self, text: str) -> bool:
        """Read `text` if it is a line of the masthead, and return whether it is."""
        plain = _UNITED_NATIONS.sub("", text).strip()
        if plain.lower() in ("united nations", "united", "nations", "united nations system"):
            return True
        symbols = DocumentSymbol.all_in(plain) if "/" in plain and len(plain) < 120 else ()
        if symbols and not text.startswith("*"):
            known_symbols = {symbol.text for symbol in self.symbols}
            if not self.symbols or (len(self.symbols) == 1 and not known_symbols & {symbol.text for symbol in symbols}):
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
        agenda = _AGENDA_ITEMS.match(text)
        is_organ = self._organ(text)
        if agenda is not None and (agenda["of"] or text.startswith("Agenda") or len(text) < 40):
            self._add_items(agenda)
            self.titles = []
            rest = text[agenda.end() :].strip(" *")
            if rest and not rest[:1].isdigit():
                self.titles.append(rest)
            return True
        if session is not None and self.form is None and not form_with_rest(text) and self._take_session(session):
            agenda_beside = _AGENDA_ITEMS.search(text)
            if agenda_beside is not None:
                self._add_items(agenda_beside)
            self.titles = []
            return True
        return is_organ

    def _add_items(self, match: re.Match[str]) -> None:
        items = masthead.agenda_items(match["items"])
        self.agenda_items = tuple(dict.fromkeys((*self.agenda_items, *items)))

    def _organ(self, text: str) -> bool:
        name = re.sub(r"\s*Distr\.\s*:?.*$", "", text).strip(" .,:").lower().removeprefix("the ")
        organs = shapes.ORGANS.get(name)
        if not organs:
            return bool(re.search(r"Distr\.\s*:", text))
        self.body = self.body or organs[0]
        return True

    def _take_session(self, match: re.Match[str]) -> bool:
        """Record the session that a line names, if it has a number, and return whether the line names a session.

        A session without a number, such as “Organizational session”, is accepted but not recorded.
        """
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
        """Whether the body text of the document begins with `text`: it is a numbered paragraph or a sentence."""
        if DOTS.search(text):
            return False
        if _INTRODUCTION.match(text) or text in ("Summary", "Contents"):
            return True
        if shapes.label_of(text) is not None and len(text.split()) >= FEWEST_WORDS:
            return True
        return len(text) > 120 and text.rstrip("*0123456789 ").endswith((".", ".”"))

    def document(self) -> IssuedDocument:
        """Return the document that the masthead describes."""
        file_symbol = _named_by_file(self.source)
        problems = []
        symbols = tuple(symbol.text for symbol in self.symbols)
        if not symbols and file_symbol is not None:
            symbols = (file_symbol,)
        elif symbols and file_symbol is not None and file_symbol not in symbols:
            message = f"its masthead says {'-'.join(symbols)}, not {file_symbol}, as its file's name does"
            problems.append(Problem("document.file_name", self.source, message))
        kind = self.form.kind if self.form else DocumentKind.OTHER
        author = self.form.author if self.form else None
        if self.supplement and kind in (DocumentKind.REPORT, DocumentKind.OTHER):
            kind = DocumentKind.SUPPLEMENT
        first_symbol = symbols[0] if symbols else ""
        series = _SERIES.match(first_symbol)
        kind = kind_of_symbol(first_symbol) or kind
        body, session = _body_of(first_symbol, self.body, self.session)
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
        """Return the document's own title: the last one on the masthead, with the preceding lines that it continues."""
        form = self.form
        titles = [re.sub(r"\s*\*+$", "", title) for title in self.titles]
        if form is not None and (not titles or form.kind in (DocumentKind.LETTER, DocumentKind.STATE_LETTER)):
            return form.words
        if not titles:
            return None
        start = len(titles) - 1
        while start and (
            titles[start - 1].rsplit(None, 1)[-1].lower() in _CONTINUATION_WORDS or titles[start][:1].islower()
        ):
            start -= 1
        return " ".join(titles[start:])


def _named_by_file(source: str) -> str | None:
    """Return the symbol that a file name contains, as ``A_80_272.en.pdf`` does; None if there is not exactly one."""
    name = pathlib.PurePath(source.partition("::")[0]).name
    stem = re.sub(r"(?:[.-](?:en|fr|es|ar|ru|zh|e|pdf|docx|txt|md))+$", "", name, flags=re.IGNORECASE)
    if "_" not in stem:
        return None
    symbols = DocumentSymbol.all_in(stem.replace("_", "/"))
    return symbols[0].text if len(symbols) == 1 else None


_SUBSIDIARY = re.compile(r"[AE]/(?:AC|CN|C|CONF|HLPF|ICEF|HRC)\b")


def _body_of(symbol: str, body: str | None, session: int | str | None) -> tuple[str | None, int | str | None]:
    """Return the organ that a document is for and its session: from the symbol, otherwise from the masthead."""
    organ, symbol_session = forum_of(symbol)
    if organ is None:
        return body, None if _SUBSIDIARY.match(symbol) else session  # the masthead has the subsidiary organ's session
    return organ, session if symbol_session is None and has_session_on_masthead(symbol) else symbol_session


def period_in(text: str) -> tuple[dt.date, dt.date] | None:
    """Return the first and last day of the period that a document states it covers; None if it states none."""
    match = _PERIOD.search(text)
    if match is None:
        return None
    last = masthead.date_in(match["to"])
    first_words = match["from"]
    if last is None:
        return None
    first = masthead.date_in(first_words if re.search(r"\d{4}$", first_words) else f"{first_words} {last.year}")
    if first is None:
        return None
    if first > last and not re.search(r"\d{4}$", first_words):
        first = masthead.date_in(f"{first_words} {last.year - 1}")
    return (first, last) if first is not None and first < last else None


def ordinal_of(text: str) -> int | None:
    """Return the number of a report within its series: 137 for “137th monthly report”, 42 for “Forty-second report”."""
    for match in _REPORT.finditer(text):
        words_before = text[: match.start()].split()[-_ORDINAL_REACH:]
        for start, end in itertools.combinations(range(len(words_before) + 1), 2):
            figures = _FIGURES.fullmatch(words_before[start]) if end == start + 1 else None
            words = " ".join(numbers.plain(" ".join(words_before[start:end]).lower()).split())
            number = int(figures[1]) if figures else numbers.ordinals().get(words)
            if _BREAKS_ORDINAL.search(" ".join(words_before[end:])):
                continue
            if number is not None and (number > 1 or _PERIODIC.search(" ".join(words_before[end:]))):
                return number
    return None
