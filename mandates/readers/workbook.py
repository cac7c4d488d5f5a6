"""Workbooks (.xlsx) as rows of plain values: what Excel, LibreOffice and this program write, and nothing that runs."""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator
from typing import NamedTuple

from mandates.readers import archive, xml_parts
from mandates.readers.archive import Container
from mandates.readers.limits import Refusal
from mandates.readers.xml_parts import Element

#: The maximum number of rows and columns of a sheet; the workbook of a register has far fewer.
_MOST_ROWS, _MOST_COLUMNS = 200_000, 200

_KIND_WORDS = "workbook"
_CELL_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")

#: The value of a cell: a text, or a number such as the serial number of a day.
Cell = str | float | None


class Sheet(NamedTuple):
    """A sheet: its name, and its rows with their numbers, from 1."""

    name: str
    rows: list[tuple[int, list[Cell]]]


def sheets(data: bytes) -> list[Sheet]:
    """Return the sheets of a workbook in order.

    Raises:
        Refusal: the file is not a workbook, is damaged or is too large.
    """
    container = archive.open_container(io.BytesIO(data))
    names = {name.lower(): name for name in container.namelist()}
    if "xl/workbook.xml" not in names:
        raise Refusal("file.broken", "is not a workbook; save it as .xlsx")
    book = xml_parts.parse(container, names["xl/workbook.xml"], what=_KIND_WORDS)
    targets = _sheet_paths(container, names)
    texts = _shared_texts(container, names)
    result = []
    for sheet in book.iter("{*}sheet"):
        relation_id = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
        member = names.get(targets.get(relation_id, "").lower())
        if member is not None:
            tree = xml_parts.parse(container, member, what=_KIND_WORDS)
            result.append(Sheet(sheet.get("name", ""), list(_rows(tree, texts))))
    return result


def _sheet_paths(container: Container, names: dict[str, str]) -> dict[str, str]:
    """Return the member with each sheet, by the relationship identifier that the workbook uses for it."""
    member = names.get("xl/_rels/workbook.xml.rels")
    if member is None:
        return {}
    paths = {}
    for relation in xml_parts.parse(container, member, what=_KIND_WORDS):
        target = relation.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
        paths[relation.get("Id", "")] = posixpath.normpath(path)
    return paths


def _shared_texts(container: Container, names: dict[str, str]) -> list[str]:
    """Return the shared texts, to which cells refer by index."""
    member = names.get("xl/sharedstrings.xml")
    if member is None:
        return []
    return [_text(item) for item in xml_parts.parse(container, member, what=_KIND_WORDS).iter("{*}si")]


def _text(item: Element) -> str:
    """Return the text of an item without phonetic guides."""
    return "".join(
        part.text or ""
        for part in item.iter("{*}t")
        if not any(ancestor.tag.endswith("}rPh") for ancestor in part.iterancestors())
    )


def _rows(sheet: Element, texts: list[str]) -> Iterator[tuple[int, list[Cell]]]:
    number = 0
    for row in sheet.iter("{*}row"):
        row_number = row.get("r", "")
        number = int(row_number) if row_number.isdecimal() and len(row_number) < 8 else number + 1
        if number > _MOST_ROWS:
            raise Refusal("file.too_large", f"has a sheet of more than {_MOST_ROWS:,} rows; split it")
        cells: list[Cell] = []
        for cell in row.iter("{*}c"):
            reference = _CELL_REFERENCE.fullmatch(cell.get("r", ""))
            column = _column_index(reference[1]) if reference else len(cells)
            if column >= _MOST_COLUMNS:
                continue
            cells += [None] * (column + 1 - len(cells))
            cells[column] = _value(cell, texts)
        if any(value not in (None, "") for value in cells):
            yield number, cells


def _column_index(letters: str) -> int:
    """Return the index of a column, from 0: ``A`` is 0, ``AA`` is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _value(cell: Element, texts: list[str]) -> Cell:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text(cell)
    value = cell.find("{*}v")
    text = (value.text or "") if value is not None else ""
    if kind == "s":
        return texts[int(text)] if text.isdecimal() and int(text) < len(texts) else None
    if kind in ("str", "e", "d"):
        return text
    if kind == "b":
        return "yes" if text == "1" else "no"
    try:
        return float(text) if text else None
    except ValueError:
        return text
