"""A draft beside the register, as an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mandates.rendering import words
from mandates.rendering.answer import Answer, Column, Grid, Style, Styled, Text, Value
from mandates.rendering.lineage import difference
from mandates.rendering.text import count
from mandates.schema.checking import CheckedClause, CheckView, ExistingRow, LeftOut
from mandates.schema.items import ObligationRow

#: What a clause does with what is there already, in words of a person.
_SAID = {"elsewhere": "in other series", "new": "new"}

_CLAUSES = (
    Column("Para"),
    Column("What"),
    Column("Existing", link=True),
    Column("State", flexible=True, minimum=14, lines=2),
    Column("Due", flexible=True, minimum=14, lines=3),
    Column("Words: [-taken out-] {+put in+}", flexible=True, minimum=40, lines=6, below=True),
)
_LEFT = (
    Column("Existing", link=True),
    Column("Due", flexible=True, minimum=14, lines=2),
    Column("State", flexible=True, minimum=14, lines=2),
    Column("What"),
    Column("Clause", flexible=True, minimum=40, lines=3, below=True),
)
_OWED = (
    Column("Draft"),
    Column("Existing", link=True),
    Column("Due", flexible=True, minimum=14, lines=2),
    Column("State", flexible=True, minimum=12, lines=2),
    Column("Shared words", flexible=True, minimum=14, lines=2),
    Column("Title", flexible=True, minimum=30, lines=2, below=True),
    Column("Clause", flexible=True, minimum=40, lines=2, below=True),
)


@dataclass(frozen=True)
class Check(Answer):
    """What `check` shows."""

    view: CheckView
    many = False

    @property
    def title(self) -> str:  # type: ignore[override]  # a constant of the class elsewhere, derived here
        """The draft's symbol and title."""
        draft = self.view.draft
        return ": ".join(filter(None, (draft.symbol, draft.title))) or f"Draft for the {draft.body}"

    def records(self) -> Iterator[CheckView]:
        """Yield the one object."""
        yield self.view

    def flat(self) -> Grid:
        """Return clauses, what is left out and what is owed besides, one row each."""
        names = ("part", "draft_label", "what", "reference", "title", "state", "status", "due_before", "due_after")
        columns = tuple(Column(name, link=name == "reference") for name in (*names, "score", "draft_clause", "clause"))
        return Grid(columns, [*self._flat_clauses(), *self._flat_others()])

    def _flat_clauses(self) -> Iterator[tuple[Value, ...]]:
        for one in self.view.clauses:
            due = _dues(one)
            for row in one.existing or (None,):
                what = one.relation if row is None or row.in_series else "elsewhere"
                found = _flat(row.item if row else None, row.reference if row else None)
                score = row.score if row else None
                yield ("clause", one.label, what, *found, due, score, one.clause, row.clause if row else None)

    def _flat_others(self) -> Iterator[tuple[Value, ...]]:
        for left in self.view.left_out:
            found = _flat(left.item, left.item.reference)
            yield ("left_out", None, _left(left), *found, None, None, None, left.item.clause)
        for owed in self.view.also_owed:
            found = _flat(owed.item, owed.item.reference)
            yield ("also_owed", "; ".join(owed.labels), None, *found, None, None, None, owed.item.clause)

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield the series, then the clauses, what is left out, and what is owed besides."""
        view = self.view
        yield Text(tuple(_head(view)))
        yield Grid(
            _CLAUSES, [row for one in view.clauses for row in _rows(one)], empty="No clause of it asks for anything."
        )
        owed = [one for one in view.left_out if one.owed]
        rest = [one for one in view.left_out if not one.owed]
        for caption, some in (("Left out, and still owed", owed), ("Left out, and owed no more", rest)):
            if some:
                yield Grid(_LEFT, [_left_row(one) for one in some], caption=caption)
        if view.also_owed:
            rows: list[tuple[Value, ...]] = [
                (
                    "; ".join(one.labels),
                    Styled(one.item.reference, Style.STRONG),
                    words.due_words(one.item.due),
                    words.state_words(one.item),
                    ", ".join(one.shared),
                    one.item.title,
                    Styled(one.item.clause, Style.QUIET),
                )
                for one in view.also_owed
            ]
            yield Grid(_OWED, rows, caption="Owed besides on this subject, by the same at the same session")


def _head(view: CheckView) -> Iterator[tuple[str | Styled, ...]]:
    draft = view.draft
    session = f", session {draft.session}" if draft.session is not None else ""
    counts = f"{count(draft.paragraphs, 'paragraph')}, {count(len(view.clauses), 'clause')} that ask for something"
    yield (f"Draft for the {draft.body}{session}: {counts}.",)
    linked = [one for one in view.predecessors if one.state == "linked"]
    others = [one for one in view.predecessors if one.state != "linked"]
    for one in linked:
        yield ("It continues ", Styled(one.symbol, Style.STRONG), f": {one.basis} (score {one.score:g}).")
    if not linked:
        yield ("It surely continues nothing that is in the register.",)
    if others:
        yield (f"It may also continue {'; '.join(f'{one.symbol} ({one.basis})' for one in others[:_MOST_OTHERS])}.",)
    if len(view.chain) > 1:
        yield (f"Series: {', '.join(one.symbol for one in view.chain)}.",)


#: Resolutions that it may continue are named up to so many; JSON has all.
_MOST_OTHERS = 3


def _rows(one: CheckedClause) -> Iterator[tuple[Value, ...]]:
    what = _SAID.get(one.relation, words.status_words(one.relation))
    style = Style.QUIET if one.relation == "same" else Style.STRONG
    if not one.existing:
        yield (one.label, Styled(what, style), None, None, _dues(one), one.clause)
    for number, row in enumerate(one.existing):
        said = what if number == 0 else "" if row.in_series else _SAID["elsewhere"]
        shown = difference(row.clause, one.clause) if row.in_series else one.clause if number == 0 else row.title
        yield (
            one.label if number == 0 else None,
            Styled(said, style),
            row.reference,
            words.state_words(row.item) if row.item else None,
            _moved(one, row, number),
            Styled(shown or "", Style.QUIET),
        )


def _moved(one: CheckedClause, row: ExistingRow, number: int) -> str:
    """Return when it is due; with when the draft has it due, where that is another time."""
    before = words.due_words(row.item.due) if row.item and row.item.due else ""
    after = _dues(one)
    if number or not after or after == before:
        return before
    return f"{before} -> {after}" if before else after


def _dues(one: CheckedClause) -> str:
    return "; ".join(words.due_words(due) for due in one.due)


def _left(one: LeftOut) -> str:
    return f"{words.status_words(one.relation)}, still owed" if one.owed else words.status_words(one.relation)


def _left_row(one: LeftOut) -> tuple[Value, ...]:
    item = one.item
    return (
        Styled(item.reference, Style.STRONG),
        words.due_words(item.due),
        words.state_words(item),
        words.status_words(one.relation),
        Styled(item.clause, Style.QUIET),
    )


def _flat(item: ObligationRow | None, reference: str | None) -> Sequence[Value]:
    """Return reference, title, state, status and due of what is there already."""
    if item is None:
        return (reference, None, None, None, None)
    return (reference, item.title, item.state.value, item.status.value, words.due_words(item.due) if item.due else None)
