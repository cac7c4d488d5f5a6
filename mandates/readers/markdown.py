"""Markdown, as converters write it, to a document."""

from __future__ import annotations

import re

from mandates.readers.document import MARK_CLOSE, MARK_OPEN, Block, Document, without_marks

_HEADING = re.compile(r"(?m)^(#{1,6})[ \t]+(\S.*)$")
#: A footnote, with its indented further lines: "[^1]: See A/RES/70/1."
_FOOTNOTE = re.compile(r"(?m)^[ ]{0,3}\[\^([^\]\s]{1,8})\]:[ \t]*(.*(?:\n[ ]{2,}\S.*)*)\n?")
_REPLACEMENTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"<sup>\s*\[?([^<\]]{1,5})\]?\s*</sup>"), rf"{MARK_OPEN}\1{MARK_CLOSE}"),
    (re.compile(r"\[\^([^\]\s]{1,8})\]"), rf"{MARK_OPEN}\1{MARK_CLOSE}"),
    (re.compile(r"<br\s*/?>"), "\n"),
    (re.compile(r"</?[a-zA-Z][^<>]{0,200}>"), ""),
    (re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)"), r"\1"),
    (re.compile(r"\*{1,3}(?=\S)([^*\n]+?)(?<=\S)\*{1,3}"), r"\1"),
    (re.compile(r"(?<!\w)_{1,2}(?=[^\s_])([^_\n]+?)(?<=[^\s_])_{1,2}(?!\w)"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|>-])"), r"\1"),
)


def read_markdown(text: str, source: str) -> Document:
    """Return the lines of `text` without markup, with each heading as a separate block and the footnotes first."""
    text = without_marks(text.replace("\r\n", "\n").replace("\r", "\n"))
    notes = [(match[1], match[2]) for match in _FOOTNOTE.finditer(text)]
    text = _without_markup(_FOOTNOTE.sub("", text) if notes else text)
    blocks = [Block(" ".join(_without_markup(note).split()), label=mark, style="footnote") for mark, note in notes]
    position = 0
    for match in _HEADING.finditer(text):
        blocks.append(Block(text[position : match.start()]))
        blocks.append(Block(match[2].rstrip("# \t"), style=f"heading {len(match[1])}"))
        position = match.end()
    blocks.append(Block(text[position:]))
    blocks = [block for block in blocks if block.text.strip()]
    return Document(source=source, format="markdown", blocks=tuple(blocks), by_line=True)


def _without_markup(text: str) -> str:
    for pattern, replacement in _REPLACEMENTS:
        text = pattern.sub(replacement, text)
    return text
