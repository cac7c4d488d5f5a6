"""Web pages to documents."""

from __future__ import annotations

import re

import lxml.html
from lxml import etree

from mandates.readers.document import MARK_CLOSE, MARK_OPEN, Block, Document, without_marks
from mandates.readers.limits import Refusal

#: Elements without text, and those around the main text of a page.
_LEFT_OUT = (
    "script",
    "style",
    "head",
    "nav",
    "header",
    "footer",
    "aside",
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
#: A raised number in brackets, as in encyclopaedias.
_BRACKETED_MARK = re.compile(rf"{MARK_OPEN}\s*\[\s*([^\]{MARK_CLOSE}]{{1,5}})\s*\]\s*{MARK_CLOSE}")
_NAMES_RESOLUTION = re.compile(r"\bresolution\s+\d", re.IGNORECASE)
_MAX_DEPTH = 200
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_MAX_NUMBER_LENGTH = 4


def read_html(text: str, source: str) -> Document:
    """Return the text of a web page, with an empty line between its blocks; superscripts become footnote marks.

    Raises:
        Refusal: the page cannot be parsed.
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
    """Return the title of the page if it names a resolution, since the text may not; otherwise an empty text."""
    title = " ".join((root.findtext(".//title") or "").split())
    return f"{title}\n\n" if _NAMES_RESOLUTION.search(title) else ""


def _parser() -> lxml.html.HTMLParser:
    return lxml.html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)


def _add(element: etree._Element, parts: list[str], depth: int) -> None:
    """Add the text of `element` to `parts`, without its tail: the text after the element."""
    name = element.tag if isinstance(element.tag, str) else ""
    if name in _LEFT_OUT or depth > _MAX_DEPTH:
        return
    if name == "br":
        parts.append("\n")
        return
    is_raised = name == "sup"
    is_block = name in _BLOCKS
    parts.append("\n\n" if is_block else MARK_OPEN if is_raised else "")
    if name == "li":
        parts.append(_item_number(element))
    parts.append(_SPACE.sub(" ", element.text or ""))
    for child in element:
        _add(child, parts, depth + 1)
        parts.append(_SPACE.sub(" ", child.tail or ""))
    parts.append("\n\n" if is_block else MARK_CLOSE if is_raised else "")


def _to_number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < _MAX_NUMBER_LENGTH else 0


def _item_number(item: etree._Element) -> str:
    """Return the label that a browser displays before an item of a numbered list; empty if it displays none."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol" or re.match(r"\W*\d{1,3}[.)]|\W*\(\w{1,4}\)", (item.text or "").strip()):
        return ""
    start = parent.get("start")
    number = _to_number(item.get("value")) or (_to_number(start) or 1) + sum(
        sibling.tag == "li" for sibling in item.itersiblings(preceding=True)
    )
    if parent.get("type") == "a" and number <= len(_LETTERS):
        return f"({_LETTERS[number - 1]}) "
    return f"{number}. "
