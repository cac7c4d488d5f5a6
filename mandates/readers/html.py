"""Web pages to documents."""

from __future__ import annotations

import re

import lxml.html
from lxml import etree

from mandates.readers.document import MARK_CLOSE, MARK_OPEN, Block, Document, without_marks
from mandates.readers.limits import Refusal

#: Elements that contain no text of the document: scripts, styles, and the navigation around it.
_SKIPPED = (
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
_MOST_DEPTH = 200
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_NUMBER_LENGTH = 4


def read_html(text: str, source: str) -> Document:
    """Return the text of a web page, with empty lines between its blocks; superscripts become footnote marks.

    Raises:
        Refusal: the page cannot be parsed.
    """
    try:
        root = lxml.html.document_fromstring(without_marks(text).encode("utf-8"), parser=_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Refusal("file.broken", "is a damaged web page; download the document itself, as PDF or .docx") from error
    parts: list[str] = []
    _add_text(root, parts, 0)
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    page_text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return Document(source=source, format="html", blocks=(Block(page_text),) if page_text else (), by_line=True)


def _parser() -> lxml.html.HTMLParser:
    return lxml.html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)


def _add_text(element: etree._Element, parts: list[str], depth: int) -> None:
    """Append the text of `element` to `parts`, without its tail (the text after it)."""
    name = element.tag if isinstance(element.tag, str) else ""
    if name in _SKIPPED or depth > _MOST_DEPTH:
        return
    if name == "br":
        parts.append("\n")
        return
    is_superscript = name == "sup"
    is_block = name in _BLOCKS
    parts.append("\n\n" if is_block else MARK_OPEN if is_superscript else "")
    if name == "li":
        parts.append(_item_number(element))
    parts.append(_SPACE.sub(" ", element.text or ""))
    for child in element:
        _add_text(child, parts, depth + 1)
        parts.append(_SPACE.sub(" ", child.tail or ""))
    parts.append("\n\n" if is_block else MARK_CLOSE if is_superscript else "")


def _integer(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < _NUMBER_LENGTH else 0


def _item_number(item: etree._Element) -> str:
    """Return the number that a browser shows before an item of a numbered list, if the text does not begin with one."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol" or re.match(r"\W*\d{1,3}[.)]|\W*\(\w{1,4}\)", (item.text or "").strip()):
        return ""
    start = parent.get("start")
    number = _integer(item.get("value")) or (_integer(start) or 1) + sum(
        sibling.tag == "li" for sibling in item.itersiblings(preceding=True)
    )
    if parent.get("type") == "a" and number <= len(_LETTERS):
        return f"({_LETTERS[number - 1]}) "
    return f"{number}. "
