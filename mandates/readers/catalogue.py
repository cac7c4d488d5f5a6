"""Lists of documents: CSV, JSON, JSON lines and the MARCXML of the Digital Library, to rows with columns by name."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mandates import lexicon
from mandates.domain.problems import Problem
from mandates.readers import kinds, limits
from mandates.readers.limits import Refusal
from mandates.readers.opening import open_file

#: The maximum number of rows. The United Nations issues about 10,000 documents a year.
_MOST_ROWS = 200_000
#: The maximum length of a field, in characters; a title of 2,000 is long.
_FIELD_LENGTH_LIMIT = 20_000
#: How much of the name of a column is shown, in characters.
_SHOWN_NAME_LENGTH = 30
#: The maximum number of problems reported for entries that are not objects.
_MOST_PROBLEMS = 20
#: The MARC 21 subfields that make up a title, in their order.
_TITLE_PARTS = ("a", "b", "c", "n", "p")
_LIST_KEYS = ("items", "records", "documents", "results", "data", "rows")


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a list.

    Attributes:
        values: the values of each known field, in order. place: the position in the list: ``row 12``.
    """

    values: Mapping[str, tuple[str, ...]]
    place: str

    def first(self, name: str) -> str | None:
        """Return the first value of a field, or None."""
        values = self.values.get(name, ())
        return values[0] if values else None


def read_list(path: str, names: Mapping[str, str] | None = None) -> Iterator[Row | Problem]:
    """Yield the rows of the list at `path`, and a problem for whatever cannot be read.

    Args:
        names: the column of this list for each field whose column has an unusual name: ``{"title": "Titre"}``.
    """
    try:
        with open_file(path) as file:
            data = limits.read_bounded(file)
        if not data.strip(b"\0 \t\r\n"):
            yield Problem("file.empty", path, "is empty; give the list itself")
            return
        number = 0
        for number, row in enumerate(_rows(data, path, names or {}), start=1):
            if number > _MOST_ROWS:
                yield Problem(
                    "list.too_long", path, f"has more than {_MOST_ROWS:,} entries; split it: the rest was skipped"
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
    beginning = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if beginning.startswith(b"<"):
        yield from _marc(data, path)
        return
    text = kinds.decode(data)
    if beginning[:1] in b"[{":
        yield from _json(text, path, names)
    else:
        yield from _csv(text, path, names)


def _fields(columns: Iterable[str], names: Mapping[str, str]) -> dict[str, str]:
    """Return the field of each column that has one, by the name of the column."""
    explicit = {_normalized(column): field for field, column in names.items()}
    normalized = {_normalized(column): _normalized(column) for column in columns}
    fields: dict[str, str] = {}
    for column in columns:
        if _normalized(column) in explicit:
            fields[column] = explicit[_normalized(column)]
    for field, known_names in lexicon.load("catalogue")["columns"].items():
        if field in fields.values():
            continue
        for name in known_names:
            if _normalized(name) in normalized:
                column = next(candidate for candidate in columns if _normalized(candidate) == _normalized(name))
                if column not in fields:
                    fields[column] = field
                    break
    return fields


def _normalized(name: str) -> str:
    return " ".join(re.sub(r"[_\s]+", " ", name.strip().lower()).split())


def _csv(text: str, path: str, names: Mapping[str, str]) -> Iterator[Row | Problem]:
    sample = text[:8192]
    delimiter = max(",;\t|", key=sample.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        columns = next(reader, [])
        fields = _fields(columns, names)
        _require(fields.values(), columns)
        for number, cells in enumerate(reader, start=2):
            pairs = [(fields[column], cell) for column, cell in zip(columns, cells, strict=False) if column in fields]
            yield _row(pairs, f"row {number}")
    except csv.Error as error:
        yield Problem("list.broken", path, f"is not a readable table: {error}; save it as CSV again")


def _require(fields: Iterable[str], columns: Iterable[str]) -> None:
    """Raise `Refusal` for a list that has neither a symbol nor a title."""
    present = set(fields)
    if "symbol" not in present and "title" not in present:
        column_names = ", ".join(f"'{column[:_SHOWN_NAME_LENGTH]}'" for column in list(columns)[:12])
        raise Refusal(
            "list.no_columns",
            f"has no column for the symbol or the title (it has {column_names}); name them: --map symbol=COLUMN",
        )


def _json(text: str, path: str, names: Mapping[str, str]) -> Iterator[Row | Problem]:
    items: Iterable[tuple[str, Any]]
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        lines = [(f"line {number}", line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
        items = [(place, _parse_json(line)) for place, line in lines]
        if all(item is None for _, item in items):
            yield Problem("json.broken", path, "is not JSON; give a list of objects, or one object on each line")
            return
    else:
        if isinstance(content, dict):
            records = next((content[name] for name in _LIST_KEYS if isinstance(content.get(name), list)), [content])
            content = records
        if not isinstance(content, list):
            yield Problem("list.broken", path, "contains no list of documents")
            return
        items = [(f"item {number}", item) for number, item in enumerate(content, start=1)]
    problems = 0
    required = False
    for place, item in items:
        if not isinstance(item, dict):
            problems += 1
            if problems <= _MOST_PROBLEMS:
                yield Problem("list.broken", path, f"{place} is not an object with the symbol and title of a document")
            continue
        record = item["document"] if isinstance(item.get("document"), dict) else item
        fields = _fields(list(record), names)
        if not required:
            _require(fields.values(), list(record))
            required = True
        yield _row([(field, text) for key, field in fields.items() for text in _texts(record[key])], place)


def _parse_json(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for entry in value:
            yield from _texts(entry) if not isinstance(entry, list) else ()
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        yield str(value)


def _row(pairs: Iterable[tuple[str, str]], place: str) -> Row:
    values: dict[str, tuple[str, ...]] = {}
    for field, value in pairs:
        text = " ".join(value[:_FIELD_LENGTH_LIMIT].split())
        if text:
            values[field] = (*values.get(field, ()), text)
    return Row(values, place)


def _marc(data: bytes, path: str) -> Iterator[Row | Problem]:
    from lxml import etree  # noqa: PLC0415 - few lists are MARCXML

    if len(data) > limits.XML_BYTES * 4:
        raise Refusal("file.too_large", f"has more than {limits.size(limits.XML_BYTES * 4)}; split it")
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise Refusal("list.broken", "declares XML entities, which no catalogue does; it was not read")
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
    for datafield in record.iter("{*}datafield"):
        tag = datafield.get("tag") or ""
        subfields = [(subfield.get("code") or "", subfield.text or "") for subfield in datafield.iter("{*}subfield")]
        if tag in tags:
            yield tags[tag], " ".join(text for code, text in subfields if code in _TITLE_PARTS)
            continue
        for code, text in subfields:
            field = tags.get(f"{tag}{code}")
            if field is not None:
                yield field, text
