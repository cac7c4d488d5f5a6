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
from mandates.web.errors import on_pages, sentence
from mandates.web.parameters import address
from mandates.web.site import Page, Visit

STATIC = pathlib.Path(__file__).parent / "static"

#: The main pages: address, icon, name.
NAVIGATION = (
    ("/", "house", "My day"),
    ("/items", "list-checks", "Items"),
    ("/resolutions", "landmark", "Resolutions"),
    ("/s", "calendar-days", "Sessions"),
    ("/forecast", "calendar-clock", "Forecast"),
    ("/cycles", "refresh-cw", "Cycles"),
    ("/owners", "users", "Owners"),
    ("/review", "scan-search", "Review"),
    ("/documents", "file-check", "Documents"),
    ("/stock", "layers", "Stock"),
    ("/history", "history", "History"),
    ("/add", "upload", "Add"),
)

#: So many links are kept as they were written: lists name the same items and resolutions over and over.
_LINKS = 4096

#: So many columns fit beside each other on a telephone; more, with words in them, stand one below the other.
_BESIDE = 2

#: What somebody did, where the kind of an event is no word for that.
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
        "navigation": NAVIGATION,
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
    made = Environment(
        loader=PackageLoader("mandates.web"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
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
    made.globals |= {
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
    return made


def date(value: dt.date | None) -> Markup:
    """Return a day as people write it, readable for programs too."""
    if value is None:
        return Markup()
    return _safe(f'<time datetime="{value.isoformat()}">{day(value)}</time>')


def breaking(text: str) -> Markup:
    """Return a text with places to break where a symbol may be broken: after its slashes, before its paragraph."""
    safe = escape(plain(text))
    return _safe(str(safe).replace("/", "/<wbr>").replace("#", "<wbr>#").replace("@", "<wbr>@"))


def cell(value: Value) -> Markup:
    """Return a value of a table as safe HTML; what names a mandate or a resolution leads to it."""
    text = value.text if isinstance(value, Styled) else value
    if isinstance(text, str):
        target = addresses.of_text(text)
        if target is not None:
            return Markup('<a href="{}"><bdi>{}</bdi></a>').format(target, breaking(text))
    return as_html.cell(value)


def table_of(grid: Grid) -> dict[str, Any]:
    """Return a grid as templates show it: columns of signs are left out, the others say the same in words."""
    kept = [place for place, column in enumerate(grid.columns) if column.title]
    return {
        "caption": grid.caption,
        "empty": grid.empty or "None.",
        "columns": [grid.columns[place] for place in kept],
        "rows": [[row[place] for place in kept] for row in grid.rows],
        "cards": len(kept) > _BESIDE and any(grid.columns[place].flexible for place in kept),
        "chart": grid.chart if grid.chart and grid.chart.bars else None,
    }


def lines_of(block: Text | Grid) -> Any:
    """Return the lines of a text between tables, in the words of pages; None for a table."""
    if not isinstance(block, Text):
        return None
    return [[on_pages(piece) if isinstance(piece, str) else piece for piece in line] for line in block.lines]


def marks(text: str, spans: Mapping[str, Any]) -> Iterator[Markup]:
    """Yield a paragraph in pieces, with the words marked that were interpreted, each named by a small word."""
    names = {Style.VERB: "verb", Style.OWNER: "owner", Style.DATE: "due"}
    pieces = marked(text, spans)
    named = [isinstance(piece, Styled) and piece.style in names for piece in pieces]
    for place, piece in enumerate(pieces):
        if isinstance(piece, Styled):
            name = names.get(piece.style)
            if name is None:
                yield Markup('<span class="quiet">{}</span>').format(plain(piece.text))
            else:
                yield Markup('<mark class="{0}"><span class="tag">{0}</span>{1}</mark>').format(name, plain(piece.text))
        elif not (named[place + 1 : place + 2] == [True] and piece.startswith("[")) and not (
            place and named[place - 1] and piece == "]"
        ):
            yield escape(plain(piece))


def snippet(row: ObligationRow) -> Markup:
    """Return the words around what a search found, with that marked; the clause where nothing was sought."""
    if not row.matched:
        return escape(plain(row.clause))
    return Markup("").join(
        Markup("<mark>{}</mark>").format(plain(piece.text)) if piece.found else escape(plain(piece.text))
        for piece in row.matched
    )


def did(kind: str) -> str:
    """Return what somebody did, before the name of what it was done to: ``reported on``, ``ingested``."""
    return _DID.get(EventKind(kind)) or words.status_words(kind)


@functools.cache
def match_doubt(code: str) -> str:
    """Return in words why a match is not surer: ``the paragraph is not named``."""
    meaning: str = lexicon.load("codes")["match"].get(code) or words.status_words(code)
    return meaning


@functools.cache
def doubt(code: str) -> str:
    """Return in words what was uncertain: ``owner: a pronoun, left as it stands``."""
    meanings = {one["key"]: one["meaning"] for one in lexicon.load("confidence")["reason"]}
    field, _, rest = code.partition(".")
    return f"{field}: {meanings.get(code) or words.status_words(rest)}"


def badge(row: ObligationRow) -> Markup:
    """Return the state of an obligation in few words, with a sign for those who do not see colour."""
    sign = _SIGNS.get(row.state)
    shown = f'<span aria-hidden="true">{sign}</span> ' if sign else ""
    said = escape(plain(words.state_words(row).text))
    return _safe(f'<span class="badge {row.state.value}">{shown}{said}</span>')


def when(row: ObligationRow) -> Markup:
    """Return when an obligation is due, and by when its report is to be submitted."""
    due = escape(plain(words.due_words(row.due)))
    if row.issue_by is None or row.state in (State.SETTLED, State.ENDED):
        return due
    return _safe(f'{due}<br><span class="quiet">submit by {date(row.submit_by)}</span>')


@functools.lru_cache(maxsize=_LINKS)
def reference(text: str) -> Markup:
    """Return a reference that leads to its mandate."""
    return _link(addresses.of_mandate(text), text)


@functools.lru_cache(maxsize=_LINKS)
def symbol(text: str) -> Markup:
    """Return a symbol that leads to its resolution."""
    return _link(addresses.of_resolution(text), text)


def _link(target: str, text: str) -> Markup:
    return _safe(f'<a class="ref" href="{escape(target)}"><bdi>{breaking(text)}</bdi></a>')


def _safe(html: str) -> Markup:
    """Return HTML of which every part that comes from elsewhere is escaped; rows of lists are many, and
    `Markup.format`, which escapes by itself, takes five times as long.
    """
    return Markup(html)  # noqa: S704 - see above


@functools.cache
def asset(name: str) -> str:
    """Return the address of a file of the site, which changes with what is in it."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


@functools.cache
def icon(name: str) -> Markup:
    """Return an icon of the site's own set, which says nothing by itself."""
    text = (STATIC / "vendor" / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    body = text[text.index("<svg") :].replace("<svg", '<svg aria-hidden="true" focusable="false"', 1)
    return Markup(" ".join(body.split()))  # noqa: S704 - a file that comes with the program
