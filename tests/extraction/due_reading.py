"""Reading one paragraph of a made-up resolution, and dues in short: "session 73", "date 2019-05-15", "every P1Y"."""

import datetime as dt

from mandates.domain.due import Due
from mandates.domain.resolution import Paragraph, ParagraphKind, Resolution
from mandates.extraction.clause import Context
from mandates.extraction.clauses import clauses_at, openings
from mandates.extraction.due import DueReading, find_due


def resolution(
    *texts: str,
    body: str = "General Assembly",
    session: int | str | None = 71,
    adopted_on: str | None = "2016-11-21",
    symbol: str = "A/RES/71/999",
) -> Resolution:
    paragraphs = tuple(
        Paragraph(kind=ParagraphKind.OPERATIVE, text=text, label=str(i)) for i, text in enumerate(texts, 1)
    )
    return Resolution(
        symbol=symbol,
        title=None,
        body=body,
        session=session,
        adopted_on=dt.date.fromisoformat(adopted_on) if adopted_on else None,
        paragraphs=paragraphs,
    )


def read(*texts: str, **of: object) -> list[DueReading]:
    """Return the readings of the clauses of the last of `texts`, the others standing before it."""
    made = resolution(*texts, **of)
    clauses = clauses_at(texts[-1], list(openings(texts[-1], made.body)))
    last = len(texts) - 1
    return [
        find_due(clause, Context(resolution=made, index=last, previous=tuple(clauses[:i])))
        for i, clause in enumerate(clauses)
    ]


def short(due: Due, body: str = "General Assembly") -> str:
    match due.kind.value:
        case "session":
            return f"session {due.session}" + ("" if due.body == body else f" of {due.body}")
        case "recurring":
            return f"every {due.every}"
        case "relative":
            return f"after {due.after} | {due.event}"
        case kind:
            return f"{kind} {due.date}"


def dues(*texts: str, **of: object) -> list[str]:
    body = str(of.get("body", "General Assembly"))
    return [short(due, body) for reading in read(*texts, **of) for due in reading.due]
