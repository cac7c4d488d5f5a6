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
#: A catalogue's sign between what a document is and who writes it: "note / by the Secretary-General".
_BY = re.compile(r"\s+/\s+(?=(?:by|from|submitted|prepared)\s)")
_LETTER = re.compile(
    r"(?:Identical\s+)?(?:[Ll]etters?|[Nn]otes?\s+verbales?)\s.{0,40}?\bfrom\s+(?:the\s+)?(?P<author>.+?)"
    r"(?:\s+to\s+the\s+United\s+Nations)?(?:\s+addressed\s+to\s.*)?$",
    re.DOTALL,
)
_ITEM = re.compile(r"\d{1,3}(?:\s?\([a-z]{1,3}\))?")
_COMPACT = re.compile(r"(?P<year>\d{4})-?(?P<month>\d{2})?-?(?P<day>\d{2})?")
_PURSUANT = re.compile(r"\b(?:pursuant to|in accordance with|in response to|submitted (?:under|by))\b", re.IGNORECASE)
#: Characters of a field: more is no title and no note.
_LONGEST_VALUE = 4000
#: After so many entries that give nothing the rest is only counted.
_MOST_PROBLEMS = 20


def documents_of(rows: Iterable[Row | Problem], source: str) -> Iterator[IssuedDocument | Problem]:
    """Yield the documents of a list, each symbol once; one agenda where it is a list of agenda items; and problems."""
    seen: set[str] = set()
    entries: list[AgendaEntry] = []
    without = 0
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
            without += 1
            if without <= _MOST_PROBLEMS:
                yield Problem("list.no_symbol", f"{source}, {row.place}", "has neither a symbol nor a title")
            continue
        if document.symbol is not None and document.symbol in seen:
            continue
        seen |= set(document.symbols)
        yield document
    if without > _MOST_PROBLEMS:
        yield Problem(
            "list.no_symbol", source, f"has {without - _MOST_PROBLEMS:,} more entries without symbol and title"
        )
    if entries:
        yield IssuedDocument(kind=DocumentKind.AGENDA, title="Agenda", entries=tuple(entries), source=source)


def document_of(values: Mapping[str, tuple[str, ...]], source: str | None = None) -> IssuedDocument:
    """Return the document that the fields of one entry describe."""
    values = {name: tuple(one[:_LONGEST_VALUE] for one in several) for name, several in values.items()}

    def first(name: str) -> str | None:
        return next(iter(values.get(name, ())), None)

    problems: list[Problem] = []
    given = first("symbol") or ""
    symbols = tuple(one.text for text in values.get("symbol", ())[:4] for one in DocumentSymbol.all_in(text))
    if given and not symbols:
        problems.append(Problem("list.symbol", source or given, f"'{given[:60]}' is no symbol of a document"))
    parsed = DocumentSymbol(symbols[0]) if symbols else None
    whole = first("title") or ""
    parts = [part.strip(" /.") for part in _PARTS.split(_BY.sub(" ", whole)) if part.strip(" /.")]
    form, kind, author = _form(parts)
    body, session = forum_of(symbols[0]) if symbols else (None, None)
    items = tuple(one for text in values.get("agenda_item", ()) if _ITEM.fullmatch(text) for one in (text,))
    titles = [text.rstrip(" .") for text in values.get("agenda_title", ())]
    titles += [text.rstrip(" .") for text in values.get("agenda_item", ()) if not _ITEM.match(text)]
    series = series_of(body)
    return IssuedDocument(
        symbols=tuple(dict.fromkeys(symbols)),
        kind=(kind_of_symbol(parsed.text) if parsed else None) or kind,
        title=whole or None,
        form=form,
        author=author,
        dated_on=_day(first("date")),
        body=body,
        session=session,
        agenda_items=items,
        agenda_titles=tuple(dict.fromkeys(titles)),
        series=symbols[0].rpartition("/")[0] if symbols else None,
        relation=parsed.relation if parsed else None,
        answers=tuple(_grounds(values, series)),
        mentions=tuple(_hints(values)),
        period=period_in(whole),
        ordinal=ordinal_of(whole),
        partial=is_partial(whole, ""),
        url=first("url"),
        source=source,
        problems=tuple(problems),
    )


def _form(parts: list[str]) -> tuple[str | None, DocumentKind, str | None]:
    """Return the form that a part of a title says, its kind and author."""
    letter = _LETTER.match(parts[0]) if parts else None
    if letter is not None:
        told = letter_by(letter["author"], parts[0])
        return told.words, told.kind, told.author
    for part in reversed(parts):
        found = form_of(part[:1].upper() + part[1:])
        if found is not None and (len(parts) > 1 or found.kind is not DocumentKind.REPORT or found.author):
            return found.words, found.kind, found.author
    return None, DocumentKind.OTHER, None


def _grounds(values: Mapping[str, tuple[str, ...]], series: str) -> Iterator[Ground]:
    """Yield what notes and columns say that the document answers, and what its title names."""
    for text in values.get("pursuant", ()):
        named = list(mentions(text, series)) if may_cite(text) else []
        if named:
            yield from (Ground(resolution=m.symbol, labels=m.labels, words=text) for m in named if m.symbol)
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
    """Return the day that a list writes: ``2025-07-16``, ``20250716``, “16 July 2025”; None for less than a day."""
    if not text:
        return None
    match = _COMPACT.fullmatch(text.strip()[:10])
    if match is not None and match["day"]:
        with contextlib.suppress(ValueError):
            return dt.date(int(match["year"]), int(match["month"]), int(match["day"]))
    return masthead.date_in(text)
