"""Markdown, as converters write it, to a document."""

from __future__ import annotations

import re

from mandates.readers.document import MARK_CLOSE, MARK_OPEN, Block, Document

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")


def read_markdown(text: str, source: str) -> Document:
    """Return the lines of `text` without markup."""
    blocks = []
    gap = False
    for line in text.splitlines():
        if not line.strip():
            gap = True
            continue
        heading = _HEADING.match(line)
        style = f"heading {len(heading[1])}" if heading else None
        plain = heading[2] if heading else line
        plain = re.sub(r"<sup>\s*([^<]*?)\s*</sup>", rf"{MARK_OPEN}\1{MARK_CLOSE}", plain)
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", plain)
        plain = re.sub(r"\*+", "", plain)
        blocks.append(Block(plain, style=style, gap=gap))
        gap = False
    return Document(source=source, format="markdown", blocks=tuple(blocks), by_line=True)
