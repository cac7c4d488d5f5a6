"""Lists of documents: CSV, JSON, JSON lines and the MARCXML of the Digital Library, to rows with columns by name."""

from __future__ import annotations

import csv
import io
import json
import pathlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mandates import lexicon
from mandates.domain.problems import Problem
from mandates.readers import kinds, limits
from mandates.readers.limits import Refusal

#: More rows than any list of documents has: all that the United Nations issued in a year are about 10,000.
_MOST_ROWS = 200_000
#: Characters of one field; a title of 2,000 is long.
_LONGEST_FIELD = 20_000
#: Characters of the name of a column that are shown.
_LONGEST_NAME = 30
#: After so many rows that give nothing the rest is only counted.
_MOST_PROBLEMS = 20
#: In MARCXML a title is put together from its subfields, a date written without signs.
_TITLE_PARTS = ("a", "b", "c", "n", "p")
_HOLDERS = ("items", "records", "documents", "results", "data", "rows")


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a list.

    Attributes:
        values: what each field that is known by its name holds, in order. place: where it stands: ``row 12``.
    """

    values: Mapping[str, tuple[str, ...]]
    place: str

    def first(self, name: str) -> str | None:
        """Return the first value of a field."""
        found = self.values.get(name, ())
        return found[0] if found else None


def read_list(path: str, names: Mapping[str, str] | None = None) -> Iterator[Row | Problem]:
    """Yield the rows of the list at `path`, and a problem for what gives none.

    Args:
        names: columns of this list by the field that they are: ``{"title": "Titre"}``.
    """
    try:
        with pathlib.Path(path).open("rb") as file:
            data = limits.read_bounded(file)
        if not data.strip(b"\0 \t\r\n"):
            yield Problem("file.empty", path, "is empty; give the list itself")
            return
        number = 0
        for number, row in enumerate(_rows(data, path, names or {}), start=1):
            if number > _MOST_ROWS:
                yield Problem(
                    "list.too_long", path, f"has more than {_MOST_ROWS:,} entries; split it: the rest is left"
                )
                return
            yield row
        if not number:
            yield Problem("file.empty", path, "has no entry; give the list itself")
    except Refusal as refusal:
        yield refusal.problem(path)
    except OSError as error:
        yield Problem("file.unreadable", path, f"cannot be opened: {error.strerror or error}")


def _rows(data: bytes, path: str, names: Mapping[str, str]) -> Iterator[Row | Problem]:
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<"):
        yield from _marc(data, path)
        return
    text = kinds.decode(data)
    if head[:1] in b"[{":
        yield from _json(text, path, names)
    else:
        yield from _csv(text, path, names)


def _fields(columns: Iterable[str], names: Mapping[str, str]) -> dict[str, str]:
    """Return the field that each column is, by the name of the column."""
    given = {_plain(column): field for field, column in names.items()}
    known = {_plain(column): _plain(column) for column in columns}
    found: dict[str, str] = {}
    for column in columns:
        if _plain(column) in given:
            found[column] = given[_plain(column)]
    for field, possible in lexicon.load("catalogue")["columns"].items():
        if field in found.values():
            continue
        for name in possible:
            if _plain(name) in known:
                column = next(one for one in columns if _plain(one) == _plain(name))
                if column not in found:
                    found[column] = field
                    break
    return found


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[_\s]+", " ", name.strip().lower()).split())


def _csv(text: str, path: str, names: Mapping[str, str]) -> Iterator[Row | Problem]:
    sample = text[:8192]
    sign = max(",;\t|", key=sample.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text), delimiter=sign)
    try:
        columns = next(reader, [])
        fields = _fields(columns, names)
        _require(fields.values(), columns)
        for number, cells in enumerate(reader, start=2):
            pairs = [(fields[column], cell) for column, cell in zip(columns, cells, strict=False) if column in fields]
            yield _row(pairs, f"row {number}")
    except csv.Error as error:
        yield Problem("list.broken", path, f"is no table that can be read: {error}; save it as CSV anew")


def _require(fields: Iterable[str], columns: Iterable[str]) -> None:
    """Raise `Refusal` for a list without symbol and title."""
    found = set(fields)
    if "symbol" not in found and "title" not in found:
        named = ", ".join(f"'{one[:_LONGEST_NAME]}'" for one in list(columns)[:12])
        raise Refusal(
            "list.no_columns",
            f"has no column for the symbol or the title (it has {named}); name them: --map symbol=COLUMN",
        )


def _json(text: str, path: str, names: Mapping[str, str]) -> Iterator[Row | Problem]:
    items: Iterable[tuple[str, Any]]
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        lines = [(f"line {number}", line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
        items = [(place, _parsed(line)) for place, line in lines]
        if all(item is None for _, item in items):
            yield Problem("json.broken", path, "is no JSON; give a list of objects, or one object a line")
            return
    else:
        if isinstance(whole, dict):
            held = next((whole[name] for name in _HOLDERS if isinstance(whole.get(name), list)), [whole])
            whole = held
        if not isinstance(whole, list):
            yield Problem("list.broken", path, "holds no list of documents")
            return
        items = [(f"item {number}", item) for number, item in enumerate(whole, start=1)]
    problems = 0
    required = False
    for place, item in items:
        if not isinstance(item, dict):
            problems += 1
            if problems <= _MOST_PROBLEMS:
                yield Problem("list.broken", path, f"{place} is no object with the symbol and title of a document")
            continue
        inner = item["document"] if isinstance(item.get("document"), dict) else item
        fields = _fields(list(inner), names)
        if not required:
            _require(fields.values(), list(inner))
            required = True
        yield _row([(field, each) for key, field in fields.items() for each in _texts(inner[key])], place)


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _texts(one) if not isinstance(one, list) else ()
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        yield str(value)


def _row(pairs: Iterable[tuple[str, str]], place: str) -> Row:
    values: dict[str, tuple[str, ...]] = {}
    for field, value in pairs:
        text = " ".join(value[:_LONGEST_FIELD].split())
        if text:
            values[field] = (*values.get(field, ()), text)
    return Row(values, place)


def _marc(data: bytes, path: str) -> Iterator[Row | Problem]:
    from lxml import etree  # noqa: PLC0415 - few lists are MARCXML

    if len(data) > limits.XML_BYTES * 4:
        raise Refusal("file.too_large", f"has more than {limits.size(limits.XML_BYTES * 4)}; split it")
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise Refusal("list.broken", "declares entities, which no catalogue does; it is left unread")
    count = 0
    try:
        events = etree.iterparse(
            io.BytesIO(data), events=("end",), tag=("{*}record",), resolve_entities=False, no_network=True
        )
        for _, record in events:
            count += 1
            yield _row(_marc_pairs(record), f"record {count}")
            record.clear()
            while record.getprevious() is not None:
                del record.getparent()[0]
    except etree.XMLSyntaxError as error:
        yield Problem("list.broken", path, f"is damaged after record {count}: {error.msg}; fetch it again")
        return
    if not count:
        yield Problem("list.broken", path, "is XML without records of MARC 21; export it as MARCXML")


def _marc_pairs(record: Any) -> Iterator[tuple[str, str]]:
    columns = lexicon.load("catalogue")["columns"]
    tags = {name: field for field, names in columns.items() for name in names if re.fullmatch(r"\d{3}[a-z]?", name)}
    for one in record.iter("{*}datafield"):
        tag = one.get("tag") or ""
        subfields = [(each.get("code") or "", each.text or "") for each in one.iter("{*}subfield")]
        if tag in tags:
            yield tags[tag], " ".join(text for code, text in subfields if code in _TITLE_PARTS)
            continue
        for code, text in subfields:
            field = tags.get(f"{tag}{code}")
            if field is not None:
                yield field, text
