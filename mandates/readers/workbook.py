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

#: Rows and columns of a sheet that are read; those of a register's workbook are far fewer.
_ROWS, _COLUMNS = 200_000, 200

_WHAT = "workbook"
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")

#: A cell: its text, or its number, such as the serial number of a day.
Cell = str | float | None


class Sheet(NamedTuple):
    """A sheet: its name, and each row with its number, counted from 1."""

    name: str
    rows: list[tuple[int, list[Cell]]]


def sheets(data: bytes) -> list[Sheet]:
    """Return the sheets of a workbook in order.

    Raises:
        Refusal: it is none, is damaged or is absurdly large.
    """
    container = archive.open_container(io.BytesIO(data))
    names = {name.lower(): name for name in container.namelist()}
    if "xl/workbook.xml" not in names:
        raise Refusal("file.broken", "is no workbook; save it as .xlsx")
    book = xml_parts.parse(container, names["xl/workbook.xml"], what=_WHAT)
    targets = _targets(container, names)
    texts = _texts(container, names)
    found = []
    for sheet in book.iter("{*}sheet"):
        number = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
        stored = names.get(targets.get(number, "").lower())
        if stored is not None:
            tree = xml_parts.parse(container, stored, what=_WHAT)
            found.append(Sheet(sheet.get("name", ""), list(_rows(tree, texts))))
    return found


def _targets(container: Container, names: dict[str, str]) -> dict[str, str]:
    """Return where each sheet is stored, by the number that the workbook calls it by."""
    stored = names.get("xl/_rels/workbook.xml.rels")
    if stored is None:
        return {}
    found = {}
    for relation in xml_parts.parse(container, stored, what=_WHAT):
        target = relation.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
        found[relation.get("Id", "")] = posixpath.normpath(path)
    return found


def _texts(container: Container, names: dict[str, str]) -> list[str]:
    """Return the texts that cells name by their numbers."""
    stored = names.get("xl/sharedstrings.xml")
    if stored is None:
        return []
    return [_text(item) for item in xml_parts.parse(container, stored, what=_WHAT).iter("{*}si")]


def _text(item: Element) -> str:
    """Return the text of an item without the marks of how it is to be spoken."""
    return "".join(
        part.text or ""
        for part in item.iter("{*}t")
        if not any(above.tag.endswith("}rPh") for above in part.iterancestors())
    )


def _rows(sheet: Element, texts: list[str]) -> Iterator[tuple[int, list[Cell]]]:
    last = 0
    for row in sheet.iter("{*}row"):
        given = row.get("r", "")
        last = int(given) if given.isdecimal() and len(given) < 8 else last + 1
        if last > _ROWS:
            raise Refusal("file.too_large", f"has a sheet of more than {_ROWS:,} rows; split it")
        cells: list[Cell] = []
        for cell in row.iter("{*}c"):
            place = _PLACE.fullmatch(cell.get("r", ""))
            column = _column(place[1]) if place else len(cells)
            if column >= _COLUMNS:
                continue
            cells += [None] * (column + 1 - len(cells))
            cells[column] = _value(cell, texts)
        if any(one not in (None, "") for one in cells):
            yield last, cells


def _column(letters: str) -> int:
    """Return the number of a column, counted from 0: ``A`` is 0, ``AA`` is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _value(cell: Element, texts: list[str]) -> Cell:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text(cell)
    value = cell.find("{*}v")
    words = (value.text or "") if value is not None else ""
    if kind == "s":
        return texts[int(words)] if words.isdecimal() and int(words) < len(texts) else None
    if kind in ("str", "e", "d"):
        return words
    if kind == "b":
        return "yes" if words == "1" else "no"
    try:
        return float(words) if words else None
    except ValueError:
        return words
