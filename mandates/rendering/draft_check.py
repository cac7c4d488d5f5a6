"""The comparison of a draft with the register, as an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mandates.rendering import words
from mandates.rendering.answer import Answer, Column, Grid, Style, Styled, Text, Value
from mandates.rendering.lineage import difference
from mandates.rendering.text import count
from mandates.schema.checking import CheckedClause, CheckView, ExistingRow, LeftOut
from mandates.schema.items import ObligationRow

#: The relation of a clause to existing mandates, in words for people, where its code is not clear.
_RELATION_WORDS = {"elsewhere": "in other series", "new": "new"}

_CLAUSE_COLUMNS = (
    Column("Para"),
    Column("What"),
    Column("Existing", link=True),
    Column("State", flexible=True, minimum=14, lines=2),
    Column("Due", flexible=True, minimum=14, lines=3),
    Column("Words: [-removed-] {+added+}", flexible=True, minimum=40, lines=6, below=True),
)
_LEFT_OUT_COLUMNS = (
    Column("Existing", link=True),
    Column("Due", flexible=True, minimum=14, lines=2),
    Column("State", flexible=True, minimum=14, lines=2),
    Column("What"),
    Column("Clause", flexible=True, minimum=40, lines=3, below=True),
)
_ALSO_OWED_COLUMNS = (
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
    """The answer of `check`."""

    view: CheckView
    many = False

    @property
    def title(self) -> str:  # type: ignore[override]  # a constant of the class elsewhere, derived here
        """The draft's symbol and title."""
        draft = self.view.draft
        return ": ".join(filter(None, (draft.symbol, draft.title))) or f"Draft for the {draft.body}"

    def records(self) -> Iterator[CheckView]:
        """Yield one object: the whole comparison."""
        yield self.view

    def flat(self) -> Grid:
        """Return one row for each clause, each mandate that is left out, and each other one that is owed."""
        names = ("part", "draft_label", "what", "reference", "title", "state", "status", "due_before", "due_after")
        columns = tuple(Column(name, link=name == "reference") for name in (*names, "score", "draft_clause", "clause"))
        return Grid(columns, [*self._flat_clauses(), *self._flat_others()])

    def _flat_clauses(self) -> Iterator[tuple[Value, ...]]:
        for clause in self.view.clauses:
            due = _dues(clause)
            for row in clause.existing or (None,):
                relation = clause.relation if row is None or row.in_series else "elsewhere"
                fields = _item_fields(row.item if row else None, row.reference if row else None)
                score = row.score if row else None
                yield (
                    "clause",
                    clause.label,
                    relation,
                    *fields,
                    due,
                    score,
                    clause.clause,
                    row.clause if row else None,
                )

    def _flat_others(self) -> Iterator[tuple[Value, ...]]:
        for left in self.view.left_out:
            fields = _item_fields(left.item, left.item.reference)
            yield ("left_out", None, _left_out_words(left), *fields, None, None, None, left.item.clause)
        for owed in self.view.also_owed:
            fields = _item_fields(owed.item, owed.item.reference)
            yield ("also_owed", "; ".join(owed.labels), None, *fields, None, None, None, owed.item.clause)

    def blocks(self) -> Iterator[Grid | Text]:
        """Yield the series, then the clauses, the mandates that are left out, and the others that are owed."""
        view = self.view
        yield Text(tuple(_introduction(view)))
        yield Grid(
            _CLAUSE_COLUMNS,
            [row for clause in view.clauses for row in _clause_rows(clause)],
            empty="The draft has no clause with a request.",
        )
        still_owed = [row for row in view.left_out if row.owed]
        no_longer_owed = [row for row in view.left_out if not row.owed]
        for caption, left_out in (
            ("Left out, still open", still_owed),
            ("Left out, no longer open", no_longer_owed),
        ):
            if left_out:
                yield Grid(_LEFT_OUT_COLUMNS, [_left_out_row(row) for row in left_out], caption=caption)
        if view.also_owed:
            rows: list[tuple[Value, ...]] = [
                (
                    "; ".join(owed.labels),
                    Styled(owed.item.reference, Style.STRONG),
                    words.due_words(owed.item.due),
                    words.state_words(owed.item),
                    ", ".join(owed.shared),
                    owed.item.title,
                    Styled(owed.item.clause, Style.QUIET),
                )
                for owed in view.also_owed
            ]
            yield Grid(
                _ALSO_OWED_COLUMNS,
                rows,
                caption="Other reports on this subject due from the same owners at this session",
            )


def _introduction(view: CheckView) -> Iterator[tuple[str | Styled, ...]]:
    draft = view.draft
    session = f", session {draft.session}" if draft.session is not None else ""
    counts = f"{count(draft.paragraphs, 'paragraph')}, {count(len(view.clauses), 'clause')} with a request"
    yield (f"Draft for the {draft.body}{session}: {counts}.",)
    predecessors = [link for link in view.predecessors if link.state == "linked"]
    candidates = [link for link in view.predecessors if link.state != "linked"]
    for link in predecessors:
        yield ("It continues ", Styled(link.symbol, Style.STRONG), f": {link.basis} (score {link.score:g}).")
    if not predecessors:
        yield ("No resolution in the register is certainly continued by it.",)
    if candidates:
        yield (
            f"It may also continue {'; '.join(f'{link.symbol} ({link.basis})' for link in candidates[:_MOST_OTHERS])}.",
        )
    if len(view.chain) > 1:
        yield (f"Series: {', '.join(resolution.symbol for resolution in view.chain)}.",)


#: The maximum number of resolutions that are named as possible predecessors; JSON has all.
_MOST_OTHERS = 3


def _clause_rows(clause: CheckedClause) -> Iterator[tuple[Value, ...]]:
    what = _RELATION_WORDS.get(clause.relation, words.status_words(clause.relation))
    style = Style.QUIET if clause.relation == "same" else Style.STRONG
    if not clause.existing:
        yield (clause.label, Styled(what, style), None, None, _dues(clause), clause.clause)
    for number, row in enumerate(clause.existing):
        words_shown = what if number == 0 else "" if row.in_series else _RELATION_WORDS["elsewhere"]
        text = difference(row.clause, clause.clause) if row.in_series else clause.clause if number == 0 else row.title
        yield (
            clause.label if number == 0 else None,
            Styled(words_shown, style),
            row.reference,
            words.state_words(row.item) if row.item else None,
            _due_change(clause, row, number),
            Styled(text or "", Style.QUIET),
        )


def _due_change(clause: CheckedClause, row: ExistingRow, number: int) -> str:
    """Return the existing due date, with the one of the draft where they differ."""
    before = words.due_words(row.item.due) if row.item and row.item.due else ""
    after = _dues(clause)
    if number or not after or after == before:
        return before
    return f"{before} -> {after}" if before else after


def _dues(clause: CheckedClause) -> str:
    return "; ".join(words.due_words(due) for due in clause.due)


def _left_out_words(left_out: LeftOut) -> str:
    return (
        f"{words.status_words(left_out.relation)}, still open"
        if left_out.owed
        else words.status_words(left_out.relation)
    )


def _left_out_row(left_out: LeftOut) -> tuple[Value, ...]:
    item = left_out.item
    return (
        Styled(item.reference, Style.STRONG),
        words.due_words(item.due),
        words.state_words(item),
        words.status_words(left_out.relation),
        Styled(item.clause, Style.QUIET),
    )


def _item_fields(item: ObligationRow | None, reference: str | None) -> Sequence[Value]:
    """Return the reference, title, state, status and due date of an existing item."""
    if item is None:
        return (reference, None, None, None, None)
    return (reference, item.title, item.state.value, item.status.value, words.due_words(item.due) if item.due else None)
