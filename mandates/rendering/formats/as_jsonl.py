"""JSON Lines: one record a line."""

from __future__ import annotations

from typing import IO

from mandates.rendering.answer import Answer
from mandates.rendering.formats import Screen
from mandates.rendering.formats.as_json import text_of


def write(answer: Answer, out: IO[str], screen: Screen) -> None:  # noqa: ARG001 -- one interface for all formats
    """Write each record of `answer` on a line of its own."""
    for record in answer.records():
        out.write(text_of(record) + "\n")
