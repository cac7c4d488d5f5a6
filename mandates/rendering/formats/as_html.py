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

_LONG_WORD = re.compile(r"\S{36}")
#: The maximum length of a cell that is not broken, in characters.
_SHORT_LENGTH = 20


def write(answer: Answer, out: IO[str], screen: Screen) -> None:  # noqa: ARG001 -- one interface for all formats
    """Write `answer` as one HTML page. All text is escaped."""
    write_page(answer, out)


def write_page(answer: Answer, out: IO[str], *, narrow: bool = False) -> None:
    """Write `answer` as one HTML page; `narrow` for a mail, which is shown about half as wide as a page."""
    environment = Environment(
        loader=PackageLoader("mandates.rendering"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["cell"] = cell
    environment.filters["short"] = lambda value: len(cell(value).striptags()) <= _SHORT_LENGTH
    environment.globals["draw"] = draw
    template = environment.get_template("page.html")
    blocks = [_block(block, narrow=narrow) for block in answer.blocks()]
    title = plain(answer.title or "Mandates")
    for part in template.generate(title=title, blocks=blocks):
        out.write(part)


def cell(value: Value) -> Markup:
    """Return a value as safe HTML; the text itself says what a style means, so a class is enough."""
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
    """Return a text escaped, with break opportunities in words that are too long for a column."""
    text = plain(text)
    if not _LONG_WORD.search(text):
        return escape(text)
    return Markup("<wbr>").join(escape(part) for part in _LONG_WORD.sub(lambda word: f"{word[0]}\n", text).split("\n"))


def _linked(value: Value, column: Column) -> Value:
    """Return a value; in a column of links, within a link to the document that it names."""
    text = value.text if isinstance(value, Styled) else value
    if not column.link or not isinstance(text, str) or not text:
        return value
    return Markup('<a href="{}">{}</a>').format(document_url(text), cell(value))


def _block(block: Grid | Text, *, narrow: bool) -> dict[str, Any]:
    """Return the variables of the template for a block.

    Columns without a title are left out; the others say the same in words. If the last column may go below its row, it
    does; with `narrow`, all columns that may do so.
    """
    if isinstance(block, Text):
        return {"lines": block.lines}
    across = [i for i, column in enumerate(block.columns) if column.title]
    below = [i for i in (across if narrow else across[-1:]) if block.columns[i].below]
    across = [i for i in across if i not in below]
    chart: Chart | None = block.chart
    return {
        "lines": None,
        "caption": block.caption,
        "empty": block.empty or "None.",
        "columns": [block.columns[i] for i in across],
        "rows": [[_linked(row[i], block.columns[i]) for i in across] for row in block.rows],
        "under": [[(block.columns[i].title, row[i]) for i in below if row[i] is not None] for row in block.rows],
        "chart": chart if chart and chart.bars else None,
    }
