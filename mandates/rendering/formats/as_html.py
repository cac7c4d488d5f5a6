"""A page of its own to mail or print: real tables, charts drawn above them, nothing loaded from anywhere."""

from __future__ import annotations

import datetime as dt
import re
from typing import IO, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from mandates.rendering.answer import Answer, Chart, Column, Grid, Style, Styled, Text, Value
from mandates.rendering.charts import draw
from mandates.rendering.formats import Screen
from mandates.rendering.text import day, document_url, plain

_LONG = re.compile(r"\S{36}")
#: Cells of at most so many letters are not broken.
_SHORT = 20


def write(answer: Answer, out: IO[str], screen: Screen) -> None:  # noqa: ARG001 -- one interface for all formats
    """Write `answer` as one HTML page. Everything that comes from a text is escaped."""
    write_page(answer, out)


def write_page(answer: Answer, out: IO[str], *, narrow: bool = False) -> None:
    """Write `answer` as one HTML page; `narrow` for a mail, whose reader shows it half as wide as a page."""
    environment = Environment(
        loader=PackageLoader("mandates.rendering"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["cell"] = cell
    environment.filters["short"] = lambda value: len(cell(value).striptags()) <= _SHORT
    environment.globals["draw"] = draw
    template = environment.get_template("page.html")
    blocks = [_block(block, narrow=narrow) for block in answer.blocks()]
    title = plain(answer.title or "Mandates")
    for part in template.generate(title=title, blocks=blocks):
        out.write(part)


def cell(value: Value) -> Markup:
    """Return a value as safe HTML; what a style means is said by the text, so a class is enough."""
    if value is None:
        return Markup()
    if isinstance(value, Markup):
        return value
    if isinstance(value, Styled):
        text = _text(value.text)
        if value.style in (Style.VERB, Style.OWNER, Style.DATE):
            return Markup("<mark>{}</mark>").format(text)
        return Markup('<span class="{}">{}</span>').format(value.style.value, text)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, tuple):
        return Markup("<br>").join(map(_text, value))
    if isinstance(value, dt.date):
        return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), day(value))
    return escape(f"{value:,}")


def _text(text: str) -> Markup:
    """Return a text escaped, with places to break in words too long for a column."""
    text = plain(text)
    if not _LONG.search(text):
        return escape(text)
    return Markup("<wbr>").join(escape(part) for part in _LONG.sub(lambda word: f"{word[0]}\n", text).split("\n"))


def _linked(value: Value, column: Column) -> Value:
    """Return a value, within a link to the document that it names where its column is of such."""
    text = value.text if isinstance(value, Styled) else value
    if not column.link or not isinstance(text, str) or not text:
        return value
    return Markup('<a href="{}">{}</a>').format(document_url(text), cell(value))


def _block(block: Grid | Text, *, narrow: bool) -> dict[str, Any]:
    """Return a block as the template takes it.

    Columns of signs are left out, the others say the same in words. A last column that may go below its row does; where
    it is to be narrow, all do that may.
    """
    if isinstance(block, Text):
        return {"lines": block.lines}
    kept = [i for i, column in enumerate(block.columns) if column.title]
    under = [i for i in (kept if narrow else kept[-1:]) if block.columns[i].below]
    kept = [i for i in kept if i not in under]
    chart: Chart | None = block.chart
    return {
        "lines": None,
        "caption": block.caption,
        "empty": block.empty or "None.",
        "columns": [block.columns[i] for i in kept],
        "rows": [[_linked(row[i], block.columns[i]) for i in kept] for row in block.rows],
        "under": [[(block.columns[i].title, row[i]) for i in under if row[i] is not None] for row in block.rows],
        "chart": chart if chart and chart.bars else None,
    }
