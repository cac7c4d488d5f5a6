"""Web pages to documents."""

from __future__ import annotations

import re

import lxml.html
from lxml import etree

from mandates.readers.document import MARK_CLOSE, MARK_OPEN, Block, Document, without_marks
from mandates.readers.limits import Refusal

#: What is no text of the page, and what stands around it.
_LEFT_OUT = (
    "script",
    "style",
    "head",
    "nav",
    "header",
    "footer",
    "form",
    "button",
    "select",
    "noscript",
    "svg",
    "iframe",
)
_BLOCKS = frozenset(
    {"p", "div", "li", "ul", "ol", "tr", "table", "td", "th", "blockquote", "section", "article", "main", "center"}
    | {"dd", "dt", "dl", "hr", "pre", *(f"h{level}" for level in range(1, 7))}
)
_SPACE = re.compile(r"[^\S\n]*\s[^\S\n]*")
#: A raised number in brackets, as pages of encyclopaedias have it.
_BRACKETED_MARK = re.compile(rf"{MARK_OPEN}\s*\[\s*([^\]{MARK_CLOSE}]{{1,5}})\s*\]\s*{MARK_CLOSE}")
_NAMES_RESOLUTION = re.compile(r"\bresolution\s+\d", re.IGNORECASE)
_DEEPEST = 200
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LONGEST_NUMBER = 4


def read_html(text: str, source: str) -> Document:
    """Return the text of the page, an empty line between its blocks; numbers set raised are marks.

    Raises:
        Refusal: it is no page that can be read.
    """
    try:
        root = lxml.html.document_fromstring(without_marks(text).encode("utf-8"), parser=_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Refusal("file.broken", "is a damaged web page; download the document itself, as PDF or .docx") from error
    parts: list[str] = [_title_of(root)]
    _add(root, parts, 0)
    text = _BRACKETED_MARK.sub(rf"{MARK_OPEN}\1{MARK_CLOSE}", "".join(parts))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    plain = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return Document(source=source, format="html", blocks=(Block(plain),) if plain else (), by_line=True)


def _title_of(root: etree._Element) -> str:
    """Return the title of the page where it names a resolution, which the text under it may not."""
    title = " ".join((root.findtext(".//title") or "").split())
    return f"{title}\n\n" if _NAMES_RESOLUTION.search(title) else ""


def _parser() -> lxml.html.HTMLParser:
    return lxml.html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)


def _add(element: etree._Element, parts: list[str], depth: int) -> None:
    """Add the text of `element`, without what stands behind it."""
    name = element.tag if isinstance(element.tag, str) else ""
    if name in _LEFT_OUT or depth > _DEEPEST:
        return
    if name == "br":
        parts.append("\n")
        return
    raised = name == "sup"
    block = name in _BLOCKS
    parts.append("\n\n" if block else MARK_OPEN if raised else "")
    if name == "li":
        parts.append(_number(element))
    parts.append(_SPACE.sub(" ", element.text or ""))
    for child in element:
        _add(child, parts, depth + 1)
        parts.append(_SPACE.sub(" ", child.tail or ""))
    parts.append("\n\n" if block else MARK_CLOSE if raised else "")


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < _LONGEST_NUMBER else 0


def _number(item: etree._Element) -> str:
    """Return the number that a browser prints before an item of a numbered list."""
    above = item.getparent()
    if above is None or above.tag != "ol" or re.match(r"\W*\d{1,3}[.)]|\W*\(\w{1,4}\)", (item.text or "").strip()):
        return ""
    first = above.get("start")
    place = _whole(item.get("value")) or (_whole(first) or 1) + sum(
        sibling.tag == "li" for sibling in item.itersiblings(preceding=True)
    )
    if above.get("type") == "a" and place <= len(_LETTERS):
        return f"({_LETTERS[place - 1]}) "
    return f"{place}. "
