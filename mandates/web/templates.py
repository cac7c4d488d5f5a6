"""Pages as HTML: the environment of the templates, in which everything that comes from a text is escaped."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import pathlib
from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse

from mandates import __version__, lexicon
from mandates.domain.events import EventKind
from mandates.domain.status import State
from mandates.rendering import words
from mandates.rendering.answer import Grid, Style, Styled, Text, Value
from mandates.rendering.charts import draw
from mandates.rendering.formats import as_html
from mandates.rendering.history import change_words, difference_words
from mandates.rendering.lineage import differences
from mandates.rendering.marking import marked
from mandates.rendering.renewals import proposed_words
from mandates.rendering.text import count, day, plain
from mandates.schema.items import ObligationRow
from mandates.web import addresses
from mandates.web.errors import sentence
from mandates.web.parameters import address
from mandates.web.places import PLACES, Menu
from mandates.web.remedies import on_pages
from mandates.web.site import Page, Visit

STATIC = pathlib.Path(__file__).parent / "static"

#: The number of cached links: lists name the same items and resolutions many times.
_MAX_LINKS = 4096

#: The number of columns that fit side by side on a phone; rows of wider text tables are shown as cards.
_MAX_PHONE_COLUMNS = 2

#: The verb of an event, where the event's kind is not a verb in the past.
_DID = {
    EventKind.REPORT: "reported on",
    EventKind.UPDATE: "changed",
    EventKind.ASSIGN: "assigned",
    EventKind.CORRECT: "corrected",
    EventKind.CONFIRM: "confirmed",
    EventKind.NOTE: "noted on",
    EventKind.JUDGE: "judged",
    EventKind.UNDO: "took back what was done to",
}

_SIGNS = {State.OVERDUE: "!", State.UNISSUED: "&gt;", State.DUE: "&gt;"}


def render(visit: Visit | None, page: Page) -> HTMLResponse:
    """Return a page as an answer."""
    template = environment().get_template(page.template)
    shared: dict[str, Any] = {
        "visit": visit,
        "title": page.title,
        "places": PLACES,
        "twins": [
            (ending, visit.asked.address(_with_ending(visit.path, ending)))
            for ending in (page.twins if visit is not None else ())
            if visit is not None
        ],
    }
    answer = HTMLResponse(template.render({**shared, **page.context}), page.status)
    for name, value in page.cookies.items():
        answer.set_cookie(name, value, httponly=True, samesite="strict", path="/", max_age=400 * 24 * 3600)
    return answer


def _with_ending(path: str, ending: str) -> str:
    return f"{path}{ending}"


@functools.cache
def environment() -> Environment:
    """Return the environment of the templates."""
    jinja = Environment(
        loader=PackageLoader("mandates.web"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.filters |= {
        "plain": lambda text: plain(str(text)),
        "day": day,
        "did": did,
        "date": date,
        "count": count,
        "cell": cell,
        "short": lambda value: len(as_html.cell(value).striptags()) <= 20,
        "words": words.status_words,
        "sentence": sentence,
        "on_pages": on_pages,
        "change": change_words,
        "mandate_address": addresses.of_mandate,
        "resolution_address": addresses.of_resolution,
        "owner_address": addresses.of_owner,
        "changed_address": addresses.of_changed,
        "document_address": addresses.of_document,
        "badge": badge,
        "breaking": breaking,
        "reference": reference,
        "snippet": snippet,
        "symbol": symbol,
        "what_words": words.what_words,
        "when": when,
    }
    jinja.globals |= {
        "Menu": Menu,
        "address": address,
        "asset": asset,
        "becomes": proposed_words,
        "difference": difference_words,
        "differences": differences,
        "draw": draw,
        "doubt": doubt,
        "match_doubt": match_doubt,
        "due_words": words.due_words,
        "part_dues": words.part_dues,
        "evidence_words": words.evidence_words,
        "icon": icon,
        "lines_of": lines_of,
        "marks": marks,
        "session_address": addresses.of_session,
        "session_name": words.session_name,
        "table_of": table_of,
        "version": __version__,
    }
    return jinja


def date(value: dt.date | None) -> Markup:
    """Return a day as a `time` element, readable for people and programs."""
    if value is None:
        return Markup()
    return _safe(f'<time datetime="{value.isoformat()}">{day(value)}</time>')


def breaking(text: str) -> Markup:
    """Return a text with line break opportunities in symbols: after slashes, before the paragraph."""
    safe = escape(plain(text))
    return _safe(str(safe).replace("/", "/<wbr>").replace("#", "<wbr>#").replace("@", "<wbr>@"))


def cell(value: Value) -> Markup:
    """Return a value of a table as safe HTML, with a link if it names a mandate or a resolution."""
    text = value.text if isinstance(value, Styled) else value
    if isinstance(text, str):
        target = addresses.of_text(text)
        if target is not None:
            return Markup('<a href="{}"><bdi>{}</bdi></a>').format(target, breaking(text))
    return as_html.cell(value)


def table_of(grid: Grid) -> dict[str, Any]:
    """Return a grid for templates, without its untitled columns of signs, which repeat others."""
    titled = [index for index, column in enumerate(grid.columns) if column.title]
    return {
        "caption": grid.caption,
        "empty": grid.empty or "None.",
        "columns": [grid.columns[index] for index in titled],
        "rows": [[row[index] for index in titled] for row in grid.rows],
        "cards": len(titled) > _MAX_PHONE_COLUMNS and any(grid.columns[index].flexible for index in titled),
        "chart": grid.chart if grid.chart and grid.chart.bars else None,
    }


def lines_of(block: Text | Grid) -> Any:
    """Return the lines of a text between tables, with remedies in the words of pages; None for a table."""
    if not isinstance(block, Text):
        return None
    return [[on_pages(piece) if isinstance(piece, str) else piece for piece in line] for line in block.lines]


def marks(text: str, spans: Mapping[str, Any]) -> Iterator[Markup]:
    """Yield a paragraph in pieces, with the interpreted words marked and tagged with their role."""
    names = {Style.VERB: "verb", Style.OWNER: "owner", Style.DATE: "due"}
    pieces = marked(text, spans)
    is_marked = [isinstance(piece, Styled) and piece.style in names for piece in pieces]
    for index, piece in enumerate(pieces):
        if isinstance(piece, Styled):
            name = names.get(piece.style)
            if name is None:
                yield Markup('<span class="quiet">{}</span>').format(plain(piece.text))
            else:
                yield Markup('<mark class="{0}"><span class="tag">{0}</span>{1}</mark>').format(name, plain(piece.text))
        elif not (is_marked[index + 1 : index + 2] == [True] and piece.startswith("[")) and not (
            index and is_marked[index - 1] and piece == "]"
        ):
            yield escape(plain(piece))


def snippet(row: ObligationRow) -> Markup:
    """Return the text around the matches of a search, with these marked; the clause if there was no search."""
    if not row.matched:
        return escape(plain(row.clause))
    return Markup("").join(
        Markup("<mark>{}</mark>").format(plain(piece.text)) if piece.found else escape(plain(piece.text))
        for piece in row.matched
    )


def did(kind: str) -> str:
    """Return the verb for an event, to be followed by its object: ``reported on``, ``ingested``."""
    return _DID.get(EventKind(kind)) or words.status_words(kind)


@functools.cache
def match_doubt(code: str) -> str:
    """Return in words why a match is not certain: ``the paragraph is not named``."""
    meaning: str = lexicon.load("codes")["match"].get(code) or words.status_words(code)
    return meaning


@functools.cache
def doubt(code: str) -> str:
    """Return the meaning of a code of uncertainty: ``owner: a pronoun, left as it stands``."""
    meanings = {reason["key"]: reason["meaning"] for reason in lexicon.load("confidence")["reason"]}
    field, _, rest = code.partition(".")
    return f"{field}: {meanings.get(code) or words.status_words(rest)}"


def badge(row: ObligationRow) -> Markup:
    """Return a badge with the state of an obligation, with a sign for readers who do not see its colour."""
    sign = _SIGNS.get(row.state)
    shown = f'<span aria-hidden="true">{sign}</span> ' if sign else ""
    label = escape(plain(words.state_words(row).text))
    return _safe(f'<span class="badge {row.state.value}">{shown}{label}</span>')


def when(row: ObligationRow) -> Markup:
    """Return when an obligation is due, and by when its report is to be submitted."""
    due = escape(plain(words.due_words(row.due)))
    if row.issue_by is None or row.state in (State.SETTLED, State.ENDED):
        return due
    return _safe(f'{due}<br><span class="quiet">submit by {date(row.submit_by)}</span>')


@functools.lru_cache(maxsize=_MAX_LINKS)
def reference(text: str) -> Markup:
    """Return a reference with a link to its mandate."""
    return _link(addresses.of_mandate(text), text)


@functools.lru_cache(maxsize=_MAX_LINKS)
def symbol(text: str) -> Markup:
    """Return a symbol with a link to its resolution."""
    return _link(addresses.of_resolution(text), text)


def _link(target: str, text: str) -> Markup:
    return _safe(f'<a class="ref" href="{escape(target)}"><bdi>{breaking(text)}</bdi></a>')


def _safe(html: str) -> Markup:
    """Mark HTML as safe whose variable parts are escaped already.

    Lists have many rows, and `Markup.format`, which escapes by itself, takes five times as long.
    """
    return Markup(html)  # noqa: S704 - see above


@functools.cache
def asset(name: str) -> str:
    """Return the address of a static file, which changes with the file's content."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


@functools.cache
def icon(name: str) -> Markup:
    """Return an icon of the site's set, hidden from screen readers."""
    text = (STATIC / "vendor" / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    body = text[text.index("<svg") :].replace("<svg", '<svg aria-hidden="true" focusable="false"', 1)
    return Markup(" ".join(body.split()))  # noqa: S704 - a file of the package
