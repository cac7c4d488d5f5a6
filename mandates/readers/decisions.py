"""Decisions of the General Assembly as its own system gives them, one JSON object a decision, to documents."""

from __future__ import annotations

import re
from typing import Any

from mandates.readers.document import Block, Document, without_marks

_NUMBER = "ED_DecisionNumber"
_TEXT = "ED_DecisionText"


def is_decision(item: Any) -> bool:
    """Return whether `item` is a decision as the system of the General Assembly gives it."""
    return isinstance(item, dict) and isinstance(item.get(_NUMBER), str) and isinstance(item.get(_TEXT), str)


def decision_document(item: dict[str, Any], source: str) -> Document:
    """Return the decision in `item` as a document with a masthead like that of the printed decision."""
    number = " ".join(item[_NUMBER].split())
    title = _line(item.get("ED_Title"))
    agenda = _line(item.get("ED_AgendaItem"))
    committee = _line(item.get("ED_OriginatingBody"))
    masthead = [
        f"A/DEC/{number}",
        "General Assembly",
        f"Agenda item {agenda}" if re.match(r"\d", agenda) else "",
        f"[on the report of the {committee}]" if committee.endswith("Committee") else "",
        f"{number}. {title}",
    ]
    paragraphs = [_line(part) for part in re.split(r"\s*\n\s*", item[_TEXT])]
    blocks = tuple(Block(without_marks(text)) for text in (*masthead, *paragraphs) if text)
    return Document(source=source, format="json", blocks=blocks)


def _line(text: Any) -> str:
    return " ".join(text.split()) if isinstance(text, str) else ""
