"""Markdown, as converters write it, to a document."""

from __future__ import annotations

import re

from mandates.readers.document import MARK_CLOSE, MARK_OPEN, Block, Document, without_marks

_HEADING = re.compile(r"(?m)^(#{1,6})[ \t]+(\S.*)$")
#: A footnote with its indented lines: "[^1]: See A/RES/70/1."
_NOTE = re.compile(r"(?m)^[ ]{0,3}\[\^([^\]\s]{1,8})\]:[ \t]*(.*(?:\n[ ]{2,}\S.*)*)\n?")
#: A footnote from a converter that does not support footnotes: "\[1\] See A/RES/70/1."
_BRACKETED_NOTE = re.compile(r"(?m)^[ ]{0,3}\\?\[(\d{1,3})\\?\][ \t]+\S")
_BRACKETED = re.compile(r"(?<=[^\s\[])\\?\[(\d{1,3})\\?\]")
#: The quotation sign at the start of each line of a quotation.
_QUOTED = re.compile(r"(?m)^[ ]{0,3}(?:>[ ]?)+")
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
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
    """Return the document in `text` without markup; each heading is a block of its own."""
    text = without_marks(text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _QUOTED.sub("", text)
    for mark in _bracketed_marks(text):
        text = re.sub(rf"(?m)^[ ]{{0,3}}\\?\[{mark}\\?\](?=[ \t]+\S)", f"[^{mark}]:", text)
        text = re.sub(rf"\\?\[{mark}\\?\]", f"[^{mark}]", text)
    notes = [(match[1], match[2]) for match in _NOTE.finditer(text)]
    text = _without_markup(_NOTE.sub("", text) if notes else text)
    blocks = [Block(" ".join(_without_markup(note).split()), label=mark, style="footnote") for mark, note in notes]
    copied = 0
    for match in _HEADING.finditer(text):
        blocks.append(Block(text[copied : match.start()]))
        blocks.append(Block(match[2].rstrip("# \t"), style=f"heading {len(match[1])}"))
        copied = match.end()
    blocks.append(Block(text[copied:]))
    blocks = [block for block in blocks if block.text.strip()]
    return Document(source=source, format="markdown", blocks=tuple(blocks), by_line=True)


def _bracketed_marks(text: str) -> list[str]:
    """Return the marks of footnotes that are written as “[1]” both in the text and before the footnote below it."""
    notes = {match[1]: match.start() for match in _BRACKETED_NOTE.finditer(text)}
    marks = {match[1] for match in _BRACKETED.finditer(text) if match.start() < notes.get(match[1], 0)}
    return sorted(marks)


def _without_markup(text: str) -> str:
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text
