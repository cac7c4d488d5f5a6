"""One mandate as an answer: its paragraph with the words marked, what was read, its obligations and history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mandates.domain.kinds import MandateClass
from mandates.rendering import words
from mandates.rendering.answer import Answer, Column, Grid, Style, Styled, Text, Value
from mandates.rendering.history import history_grid
from mandates.rendering.marking import marked
from mandates.rendering.obligations import Obligations
from mandates.rendering.text import day
from mandates.schema.encoding import to_plain
from mandates.schema.items import ObligationRow
from mandates.schema.mandates import MandateView

_FACT_COLUMNS = (Column("Field", minimum=12), Column("As read", flexible=True, minimum=30, lines=6))

_OBLIGATION_COLUMNS = (
    Column("", minimum=1),
    Column("Obligation"),
    Column("Due"),
    Column("State"),
    Column("Evidence", flexible=True, minimum=14),
)

_NOTE_COLUMNS = (
    Column("Note", number=True),
    Column("On"),
    Column("By", flexible=True, minimum=8),
    Column("Of", spare=True),
    Column("What", flexible=True, minimum=30, lines=20),
)


_PART_COLUMNS = (
    Column("Part"),
    Column("What it says", flexible=True, minimum=30, lines=6),
    Column("Who", flexible=True, minimum=12, spare=True),
    Column("Due", flexible=True, minimum=12),
)


@dataclass(frozen=True)
class Mandate(Answer):
    """The answer of `show` for a mandate."""

    mandate: MandateView
    many = False

    @property
    def title(self) -> str:  # type: ignore[override]  # a constant of the class elsewhere, derived here
        """The reference of the mandate."""
        return self.mandate.reference

    def records(self) -> Iterator[MandateView]:
        """Yield one object: the whole mandate with its obligations and its history."""
        yield self.mandate

    def flat(self) -> Grid:
        """Return the obligations of the mandate, one per row."""
        return Obligations(self.mandate.obligations).flat()

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield title, paragraph, facts, obligations and history."""
        view = self.mandate
        lines: list[tuple[str | Styled, ...]] = [(view.title,)] if view.title else []
        if view.withdrawn:
            lines.append((Styled("No longer in the text of the resolution as last ingested.", Style.OVERDUE),))
        if lines:
            yield Text(tuple(lines))
        yield Text(((f"{view.label}. ", *marked(view.text, view.spans)),))
        yield Grid(_FACT_COLUMNS, _facts(view))
        if view.parts:
            rows = [(part.label, part.text, part.owners, words.part_dues(part)) for part in view.parts]
            yield Grid(_PART_COLUMNS, rows, caption="Parts")
        yield Grid(
            _OBLIGATION_COLUMNS,
            [_obligation(row) for row in view.obligations],
            caption="Obligations",
            empty="It has no obligations.",
        )
        if any(row.notes for row in view.obligations):
            yield notes_grid(view.obligations)
        if view.history:
            yield history_grid(view.history, caption="History")


def reading_facts(view: MandateView) -> list[tuple[Value, Value]]:
    """Return the fields extracted from the paragraph, with their corrections by a person."""
    decided = {key: value for key, value in view.decided.items() if value is not None}
    facts: list[tuple[str, str, Value]] = [
        ("class", "Class", "" if view.class_ is MandateClass.MANDATE else words.class_words(view.class_)),
        ("verb", "Verb", words.verb_words(view.verb) + (" (repeated)" if view.reiterated else "")),
        ("owners", "Owner", "; ".join(view.owners) or "nobody named"),
        ("partners", "With", "; ".join(view.partners)),
        ("recipients", "For", "; ".join(view.recipients)),
        ("deliverable", "Deliverable", words.status_words(view.deliverable)),
        ("enacted", "Done", "by its adoption" if view.enacted is not None else ""),
        ("dues", "Due", "; ".join(dict.fromkeys(filter(None, map(_due, view.obligations))))),
        ("judgement", "Judgement", _judgement_words(decided.get("judgement"))),
    ]
    return [(name, f"{value} (set by a person)" if key in decided else value) for key, name, value in facts if value]


def _facts(view: MandateView) -> list[tuple[Value, Value]]:
    facts = reading_facts(view)
    first = view.obligations[0] if view.obligations else None
    if first is not None and first.entities:
        facts.append(("In the budget", "; ".join((*first.entities, *first.programmes))))
    if view.supersedes:
        facts.append(("In place of", "; ".join(view.supersedes)))
    shown = {"verb", "owners", "partners", "recipients", "deliverable", "dues", "judgement"}
    for key, value in view.decided.items():
        if key not in shown and value is not None:
            text = "yes" if value is True else to_plain(value)
            facts.append((words.status_words(key).capitalize(), f"{text} (set by a person)"))
    facts.append(("Confidence", confidence_words(view.confidence, view.reasons)))
    if view.page is not None:
        facts.append(("Page", str(view.page)))
    return facts


def _judgement_words(value: Mapping[str, str] | None) -> str:
    """Return the judgement of a person on the mandate with its reason."""
    return f"{value['word']}: {value['reason']}" if value else ""


#: The reason code of a mandate that a person entered.
_ENTERED_BY_HAND = "entered.by_hand"


def confidence_words(confidence: float, reasons: tuple[str, ...]) -> str:
    """Return the confidence of the extraction and the reasons that lower it: ``0.71: owner.pronoun_unresolved``."""
    if _ENTERED_BY_HAND in reasons:
        return "entered by hand"
    return f"{confidence:.2f}" + (f": {', '.join(reasons)}" if reasons else "")


@dataclass(frozen=True)
class Notes(Answer):
    """The notes on the obligations of a mandate."""

    rows: Sequence[ObligationRow]

    def records(self) -> Iterator[dict[str, Any]]:
        """Yield one object per note, with the reference of its obligation and its number."""
        for row in self.rows:
            for number, note in enumerate(row.notes, 1):
                yield {"reference": row.reference, "number": number, **to_plain(note)}

    def flat(self) -> Grid:
        """Return one row per note."""
        names = ("reference", "number", "on", "by", "text", "files", "links")
        rows: list[tuple[Value, ...]] = [
            (row.reference, number, note.on, note.by, note.text, tuple(file.name for file in note.files), note.links)
            for row in self.rows
            for number, note in enumerate(row.notes, 1)
        ]
        return Grid(tuple(Column(name, flexible=name == "text") for name in names), rows)

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield the notes, numbered."""
        yield notes_grid(self.rows)


def notes_grid(rows: Sequence[ObligationRow]) -> Grid:
    """Return the notes on obligations, numbered as `mandates note` counts them."""
    has_several = len(rows) > 1
    cells: list[tuple[Value, ...]] = [
        (number, note.on, note.by, row.reference if has_several else None, words.note_words(note))
        for row in rows
        for number, note in enumerate(row.notes, 1)
    ]
    return Grid(_NOTE_COLUMNS, cells, caption="Notes", empty="Nothing is noted.")


def _due(row: ObligationRow) -> str:
    if row.due is None:
        return ""
    if row.due.every:
        end = f" until {day(row.due.ends_on)}" if row.due.ends_on else ""
        return f'{words.cycle(row.due.every)}{end}, "{row.due.phrase}"'
    session_period = words.period(row.due.opens_on, row.due.due_on) if row.due.kind == "session" else ""
    if row.due.kind == "session":
        text = words.session_name(row.due.body, row.due.session, short=False)
    else:
        text = words.due_words(row.due, short=False)
    text += f" ({session_period})" if session_period else ""
    return f'{text}, "{row.due.phrase}"' if row.due.phrase and row.due.phrase != text else text


def _corrected_due(row: ObligationRow) -> str:
    """Return when an obligation is due, with the extracted date if a person has corrected it."""
    due = words.due_words(row.due)
    read = row.due.read_due_on if row.due and not row.due.extended_from else None
    return f"{due} (read: {day(read)})" if read else due


def _obligation(row: ObligationRow) -> tuple[Value, ...]:
    state = words.state_words(row)
    if row.superseded_by:
        state = Styled(f"{state.text} by {row.superseded_by}", state.style)
    return (
        Styled(words.MARKS[row.state], state.style),
        row.reference,
        _corrected_due(row),
        state,
        words.evidence_words(row),
    )
