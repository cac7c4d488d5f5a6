"""Entries of a list of documents to issued documents: form, author and number by the title, grounds by the notes.

>>> document_of({"symbol": ("A/80/272",), "title": ("Mine action : report of the Secretary-General",)}).author
'Secretary-General'
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping

from mandates.domain.errors import UsageError
from mandates.domain.issued import AgendaEntry, Basis, DocumentSymbol, Ground, IssuedDocument
from mandates.domain.kinds import DocumentKind
from mandates.domain.problems import Problem
from mandates.domain.symbols import Symbol
from mandates.extraction.cited_symbols import may_cite, mentions, series_of
from mandates.readers.catalogue import Row
from mandates.reference.series import forum_of
from mandates.structure import masthead
from mandates.structure.issued import is_partial, ordinal_of, period_in
from mandates.structure.issued_forms import form_of, kind_of_symbol, letter_by

_PARTS = re.compile(r"\s+[:/]\s+|\s*\u2014\s*|:\s+(?=(?:\w+[\s-]){0,4}(?:report|note)\s+(?:of|by)\s)")
#: The separator in a catalogue between the form of a document and its author: "note / by the Secretary-General".
_BY = re.compile(r"\s+/\s+(?=(?:by|from|submitted|prepared)\s)")
_LETTER = re.compile(
    r"(?:Identical\s+)?(?:[Ll]etters?|[Nn]otes?\s+verbales?)\s.{0,40}?\bfrom\s+(?:the\s+)?(?P<author>.+?)"
    r"(?:\s+to\s+the\s+United\s+Nations)?(?:\s+addressed\s+to\s.*)?$",
    re.DOTALL,
)
_ITEM = re.compile(r"\d{1,3}(?:\s?\([a-z]{1,3}\))?")
_COMPACT = re.compile(r"(?P<year>\d{4})-?(?P<month>\d{2})?-?(?P<day>\d{2})?")
_PURSUANT = re.compile(r"\b(?:pursuant to|in accordance with|in response to|submitted (?:under|by))\b", re.IGNORECASE)
#: Maximum number of characters of a field; a title or note is never longer.
_LONGEST_VALUE = 4000
#: Maximum number of unidentified entries that are reported one by one; the others are only counted.
_MOST_PROBLEMS = 20


def documents_of(rows: Iterable[Row | Problem], source: str) -> Iterator[IssuedDocument | Problem]:
    """Yield the documents of a list, each symbol once, and problems; a list of agenda items yields one agenda."""
    seen: set[str] = set()
    entries: list[AgendaEntry] = []
    unidentified = 0
    for row in rows:
        if isinstance(row, Problem):
            yield row
            continue
        item, title = row.first("agenda_item"), row.first("title")
        if row.first("symbol") is None and item is not None and title is not None and _ITEM.fullmatch(item):
            entries.append(AgendaEntry(number=item, title=title.rstrip(" ."), committee=row.first("committee")))
            continue
        document = document_of(row.values, f"{source}, {row.place}")
        if document.symbol is None and document.title is None:
            unidentified += 1
            if unidentified <= _MOST_PROBLEMS:
                yield Problem("list.no_symbol", f"{source}, {row.place}", "has neither a symbol nor a title")
            continue
        if document.symbol is not None and document.symbol in seen:
            continue
        seen |= set(document.symbols)
        yield document
    if unidentified > _MOST_PROBLEMS:
        yield Problem(
            "list.no_symbol", source, f"has {unidentified - _MOST_PROBLEMS:,} more entries without symbol and title"
        )
    if entries:
        yield IssuedDocument(kind=DocumentKind.AGENDA, title="Agenda", entries=tuple(entries), source=source)


def document_of(values: Mapping[str, tuple[str, ...]], source: str | None = None) -> IssuedDocument:
    """Return the document that the fields of one entry describe."""
    values = {name: tuple(value[:_LONGEST_VALUE] for value in field_values) for name, field_values in values.items()}

    def first(name: str) -> str | None:
        return next(iter(values.get(name, ())), None)

    problems: list[Problem] = []
    symbol_text = first("symbol") or ""
    symbols = tuple(value.text for text in values.get("symbol", ())[:4] for value in DocumentSymbol.all_in(text))
    if symbol_text and not symbols:
        problems.append(
            Problem("list.symbol", source or symbol_text, f"'{symbol_text[:60]}' is no symbol of a document")
        )
    first_symbol = DocumentSymbol(symbols[0]) if symbols else None
    full_title = first("title") or ""
    parts = [part.strip(" /.") for part in _PARTS.split(_BY.sub(" ", full_title)) if part.strip(" /.")]
    form, kind, author = _form(parts)
    body, session = forum_of(symbols[0]) if symbols else (None, None)
    items = tuple(value for text in values.get("agenda_item", ()) if _ITEM.fullmatch(text) for value in (text,))
    titles = [text.rstrip(" .") for text in values.get("agenda_title", ())]
    titles += [text.rstrip(" .") for text in values.get("agenda_item", ()) if not _ITEM.match(text)]
    series = series_of(body)
    return IssuedDocument(
        symbols=tuple(dict.fromkeys(symbols)),
        kind=(kind_of_symbol(first_symbol.text) if first_symbol else None) or kind,
        title=full_title or None,
        form=form,
        author=author,
        dated_on=_day(first("date")),
        body=body,
        session=session,
        agenda_items=items,
        agenda_titles=tuple(dict.fromkeys(titles)),
        series=symbols[0].rpartition("/")[0] if symbols else None,
        relation=first_symbol.relation if first_symbol else None,
        answers=tuple(_grounds(values, series)),
        mentions=tuple(_hints(values)),
        period=period_in(full_title),
        ordinal=ordinal_of(full_title),
        partial=is_partial(full_title, ""),
        url=first("url"),
        source=source,
        problems=tuple(problems),
    )


def _form(parts: list[str]) -> tuple[str | None, DocumentKind, str | None]:
    """Return the form that a part of a title names, with its kind and author."""
    letter = _LETTER.match(parts[0]) if parts else None
    if letter is not None:
        letter_form = letter_by(letter["author"], parts[0])
        return letter_form.words, letter_form.kind, letter_form.author
    for part in reversed(parts):
        form = form_of(part[:1].upper() + part[1:])
        if form is not None and (len(parts) > 1 or form.kind is not DocumentKind.REPORT or form.author):
            return form.words, form.kind, form.author
    return None, DocumentKind.OTHER, None


def _grounds(values: Mapping[str, tuple[str, ...]], series: str) -> Iterator[Ground]:
    """Yield the resolutions that the document answers by its notes and columns, and those named in its title."""
    for text in values.get("pursuant", ()):
        cited = list(mentions(text, series)) if may_cite(text) else []
        if cited:
            yield from (
                Ground(resolution=citation.symbol, labels=citation.labels, words=text)
                for citation in cited
                if citation.symbol
            )
        else:
            with contextlib.suppress(UsageError):
                yield Ground(resolution=str(Symbol.parse(text)), words=text)
    for text in values.get("note", ()):
        match = _PURSUANT.search(text)
        if match is not None and may_cite(text):
            for mention in mentions(text, series):
                if mention.symbol and mention.start >= match.start():
                    yield Ground(resolution=mention.symbol, labels=mention.labels, words=text)
    for text in values.get("title", ())[:1]:
        if may_cite(text):
            for mention in mentions(text, series):
                if mention.symbol:
                    yield Ground(resolution=mention.symbol, labels=mention.labels, basis=Basis.TITLE, words=text)


def _hints(values: Mapping[str, tuple[str, ...]]) -> Iterator[Ground]:
    """Yield the resolutions among related documents."""
    for text in values.get("related", ())[:20]:
        with contextlib.suppress(UsageError):
            symbol = str(Symbol.parse(text))
            yield Ground(resolution=symbol, basis=Basis.MENTION, words=text)


def _day(text: str | None) -> dt.date | None:
    """Return a date as written in a list (``2025-07-16``, ``20250716``, “16 July 2025”), or None without a day."""
    if not text:
        return None
    match = _COMPACT.fullmatch(text.strip()[:10])
    if match is not None and match["day"]:
        with contextlib.suppress(ValueError):
            return dt.date(int(match["year"]), int(match["month"]), int(match["day"]))
    return masthead.date_in(text)
