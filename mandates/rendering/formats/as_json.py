"""JSON: an array of records, or one object."""

from __future__ import annotations

from typing import IO, Any

from mandates.rendering.answer import Answer
from mandates.rendering.formats import Screen
from mandates.schema.encoding import to_json

#: Escapes of control characters that JSON allows but a terminal would interpret; they occur only inside strings.
_CONTROL_ESCAPES = {
    code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), *range(0x2028, 0x202F), *range(0x2066, 0x206A))
}


def text_of(record: Any, *, indented: bool = False) -> str:
    """Return a record as JSON text that is safe to show on a terminal."""
    text = to_json(record, indented=indented, spaced=not indented).decode()
    return text if text.isascii() else text.translate(_CONTROL_ESCAPES)


def write(answer: Answer, out: IO[str], screen: Screen) -> None:  # noqa: ARG001 -- one interface for all formats
    """Write the records of `answer`: one indented object, or an array with one record per line."""
    if not answer.many:
        out.write(text_of(next(answer.records()), indented=True) + "\n")
        return
    separator = "[\n"
    for record in answer.records():
        out.write(separator + text_of(record))  # not indented, since indenting long lists takes several times as long
        separator = ",\n"
    out.write("[]\n" if separator == "[\n" else "\n]\n")
