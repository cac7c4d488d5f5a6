"""Lists of obligations, resolutions and owners as they stand on any day. Nothing here writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from mandates.domain.due import DueKind
from mandates.domain.events import EventKind
from mandates.domain.filters import Filters
from mandates.domain.kinds import Judgement, MandateClass
from mandates.domain.status import (
    CLOSED,
    ISSUE_BEFORE,
    ISSUED,
    STATE_SORTS,
    SUBMIT_BEFORE,
    Role,
    State,
    Status,
    counts_once,
    state_on,
)
from mandates.domain.symbols import sort_key
from mandates.register import far_occurrences
from mandates.register.session_filters import completed
from mandates.schema.items import DueRow, EvidenceRow, NoteFile, NoteRow, ObligationRow, PartRow, Snippet
from mandates.schema.lists import OwnerRow, ResolutionRow
from mandates.store import agendas, budget, changes, decisions, facets, obligations, parties, selection, texts
from mandates.store.budget import BudgetLine
from mandates.store.decisions import Subject
from mandates.store.engine import Connection
from mandates.store.obligations import ListedRow
from mandates.store.search import Search
from mandates.store.texts import ListedResolution

if TYPE_CHECKING:  # only for annotations: lists must load quickly
    from mandates.timeline.planning import ObligationState


def search_of(connection: Connection, filters: Filters) -> Search | None:
    """Return the search of filters, which can be given to both `list_obligations` and `count_obligations`.

    Raises:
        UsageError: there is no word in it to look for.
    """
    return Search(connection, filters.search) if filters.search else None


def list_obligations(
    connection: Connection, filters: Filters, as_of: dt.date, *, search: Search | None = None
) -> list[ObligationRow]:
    """Return the obligations that `filters` select as they stood on `as_of`, in the order the filters ask for.

    `search` is the search of the filters if it was made before.

    Raises:
        UsageError: a filter is not valid.
    """
    filters = completed(connection, filters, as_of)
    search = search or search_of(connection, filters)
    if (order := filters.sort and STATE_SORTS.get(filters.sort.removeprefix("-"))) and len(filters.states) != 1:
        return _by_state(connection, filters, as_of, order[::-1] if filters.sort.startswith("-") else order, search)
    if search is not None:
        hits = obligations.searched(connection, filters, as_of, search)
        items = shown(connection, [row for row, _ in hits], as_of)
        matched = [
            _matched(row, [Snippet(text, sought) for text, sought in snippets])
            for row, (_, snippets) in zip(items, hits, strict=True)
        ]
        return (matched + shown(connection, ahead(connection, filters, as_of), as_of))[: filters.limit or None]
    rows = obligations.listed(connection, filters, as_of)
    unstored = ahead(connection, filters, as_of)
    return shown(connection, in_order([*rows, *unstored], filters) if unstored else rows, as_of)


def has_places(filters: Filters) -> bool:
    """Whether `rows_after` can continue a list: it can where columns alone determine the order."""
    return not filters.search and (filters.sort or "").removeprefix("-") not in STATE_SORTS


def kinds_of_order(filters: Filters) -> list[type]:
    """Return the types of the values that make up a place in a list.

    Raises:
        UsageError: the list cannot be sorted like that.
    """
    return selection.order_kinds(filters)


def rows_after(
    connection: Connection, filters: Filters, as_of: dt.date, place: Sequence[Any] | None, number: int
) -> tuple[list[ObligationRow], list[Any] | None]:
    """Return up to `number` rows of a list after a place, or from its beginning, and the place of the last of them
    where others follow. Rows that left or entered the list in the meantime do not shift the others.

    The list must be one that `has_places`.

    Raises:
        UsageError: a filter is not valid.
    """
    filters = replace(completed(connection, filters, as_of), limit=number + 1)
    names, last_first = selection.order_names(filters)

    def of(row: ListedRow) -> list[Any]:
        return [getattr(row, name) for name in names]

    rows = obligations.listed(connection, filters, as_of, after=place)
    unstored = ahead(connection, filters, as_of)
    if place is not None:
        after = list(place)
        unstored = [row for row in unstored if (of(row) < after if last_first else of(row) > after)]
    if unstored:
        rows = in_order([*rows, *unstored], filters)
    goes_on = len(rows) > number
    rows = rows[:number]
    return shown(connection, rows, as_of), of(rows[-1]) if goes_on and rows else None


def _by_state(
    connection: Connection, filters: Filters, as_of: dt.date, order: Sequence[State], search: Search | None
) -> list[ObligationRow]:
    """Return what `filters` select, state by state, so that with a limit no more is queried than is shown."""
    rows: list[ObligationRow] = []
    for state in order:
        if filters.states and state not in filters.states:
            continue
        left = filters.limit - len(rows) if filters.limit else None
        rows += list_obligations(connection, replace(filters, states=(state,), limit=left), as_of, search=search)
        if filters.limit and len(rows) >= filters.limit:
            break
    return rows


def _overdue(row: ListedRow, day: dt.date) -> bool:
    return state_on(row, day) is State.OVERDUE


def count_obligations(
    connection: Connection,
    filters: Filters,
    as_of: dt.date,
    *,
    at_most: int | None = None,
    search: Search | None = None,
) -> int:
    """Return how many obligations `filters` select as they stood on `as_of`, ignoring its limit.

    With `at_most`, counting stops at that number. `search` is the search of the filters if it was made before.
    """
    filters = completed(connection, filters, as_of)
    stored = obligations.count(connection, filters, as_of, at_most=at_most, search=search)
    total = stored + len(far_occurrences.selected(connection, filters, as_of))
    return total if at_most is None else min(total, at_most)


def left_out(connection: Connection, filters: Filters, as_of: dt.date) -> dict[str, int]:
    """Return how many obligations lists leave out, by class: those that are not of a mandate and have no date."""
    filters = completed(connection, filters, as_of)
    all_counts = facets.counts(connection, replace(filters, classes=tuple(MandateClass)), as_of, "mandate_class")
    shown_counts = facets.counts(connection, filters, as_of, "mandate_class")
    return {name: number for name in all_counts if (number := all_counts[name] - shown_counts.get(name, 0))}


def shown(connection: Connection, rows: Sequence[ListedRow], as_of: dt.date) -> list[ObligationRow]:
    """Return rows in the form in which they are shown for a day."""
    mandate_ids = [
        mandate_id for row in rows for mandate_id in (row.superseded_by_id, row.ended_by_id) if mandate_id is not None
    ]
    references = references_on(connection, mandate_ids, as_of)
    overdue = [row for row in rows if row.series is not None and not row.follows and _overdue(row, as_of)]
    missed = _missed(connection, overdue, as_of)
    cited = budget.of_symbols(connection, (row.symbol for row in rows))
    committees = agendas.committees(connection, as_of, (row.reading_id for row in rows if row.committee is None))
    later = decisions.versions_after(connection, [row.mandate_id for row in rows], as_of)
    return [
        _shown(
            row._replace(
                committee=committees.get(row.reading_id, row.committee),
                version=_version(row, later),
            ),
            as_of,
            references,
            missed.get(row.obligation_id, 0),
            cited.get(row.symbol, ()),
        )
        for row in rows
    ]


def _version(row: ListedRow, later: Mapping[Subject, int]) -> int:
    """Return the version that an obligation had on a day, from the number of `later` ones.

    It is at least 1: an obligation may be newer than decisions on its mandate.
    """
    made = later.get(Subject(row.mandate_id), 0) + later.get(Subject(row.mandate_id, row.obligation_id), 0)
    return max(1, row.version - made)


def _missed(connection: Connection, overdue: Sequence[ListedRow], as_of: dt.date) -> dict[int, int]:
    """Return how many occurrences of each recurrence were missed by `as_of`, by the id of the first missed one."""
    if not overdue:
        return {}
    counts = obligations.missed(connection, [row.mandate_id for row in overdue], as_of)
    for occurrence in far_occurrences.beyond(connection, as_of):
        if occurrence.series is not None and state_on(occurrence, as_of) is State.OVERDUE:
            key = (occurrence.mandate_id, occurrence.series)
            counts[key] = counts.get(key, 0) + 1
    return {row.obligation_id: counts.get((row.mandate_id, row.series or 0), 1) for row in overdue}


def references_on(connection: Connection, mandate_ids: Iterable[int], as_of: dt.date) -> dict[int, str]:
    """Return the references that mandates had on a day, by their ids."""
    ids = sorted(set(mandate_ids))
    if not ids:
        return {}
    references = texts.references_of(connection, ids)
    for row in obligations.of_mandates(connection, ids, as_of):
        references[row.mandate_id] = row.reference.partition("@")[0]
    return references


def resolutions(
    connection: Connection,
    as_of: dt.date,
    *,
    symbols: Sequence[str] = (),
    bodies: Sequence[str] = (),
    adopted_sessions: Sequence[str] = (),
    search: str | None = None,
    limit: int | None = None,
) -> list[ResolutionRow]:
    """Return the resolutions of the register in order of their symbols, each with its number of open obligations.

    They are those of any of the explicit symbols, bodies and sessions; `search` is a part of the title, in any case.
    """
    query = texts.Asked(symbols=symbols, bodies=bodies, sessions=adopted_sessions, search=search)
    rows = resolutions_on(connection, as_of, query, limit)
    counts = obligations.counts_by_resolution(connection, [row.id for row in rows], as_of)
    mandates = obligations.mandates_by_resolution(connection, [row.id for row in rows], as_of)
    for row in far_occurrences.beyond(connection, as_of):
        open_, overdue = counts.get(row.resolution_id, (0, 0))
        if not row.unlisted and counts_once(row, as_of):
            state = state_on(row, as_of)
            counts[row.resolution_id] = (open_ + (state not in CLOSED), overdue + (state is State.OVERDUE))
    return [
        ResolutionRow(
            id=row.id,
            symbol=row.symbol,
            title=row.title,
            body=row.body,
            session=row.session,
            adopted_on=row.adopted_on,
            paragraphs=row.paragraphs,
            mandates=mandates.get(row.id, 0),
            open=counts.get(row.id, (0, 0))[0],
            overdue=counts.get(row.id, (0, 0))[1],
        )
        for row in rows
    ]


def resolutions_on(
    connection: Connection, as_of: dt.date, asked: texts.Asked, limit: int | None
) -> list[ListedResolution]:
    """Return the resolutions that were adopted and held by a day, each in its extraction of that day."""
    asked = asked._replace(by=as_of)
    readings = _readings_on(connection, as_of)
    rows = texts.listed_resolutions(connection, asked, limit=None if readings else limit)
    if readings:
        others = [reading_id for reading_id in readings.values() if reading_id is not None]
        rows = [row for row in rows if row.id not in readings]
        rows += texts.listed_resolutions(connection, asked, readings=others)
        rows.sort(key=lambda row: sort_key(row.symbol))
    return rows[: limit or None]


def _readings_on(connection: Connection, as_of: dt.date) -> dict[int, int | None]:
    """Return the id of the extraction that was in force on a day, for each resolution whose text changed since; None
    where the resolution was not held. A text counts from its adoption on, in its first extraction, while it is held.
    """
    later_changes = changes.text_changes_after(connection, as_of)
    in_force = texts.readings_in_force(connection, [change.resolution_id for change in later_changes])
    readings: dict[int, int | None] = {
        change.resolution_id: in_force.get(change.resolution_id) for change in later_changes
    }
    first_read: set[int] = set()
    for change in later_changes:
        if change.kind is EventKind.INGESTED:
            first_read.add(change.resolution_id)
            continue
        if "reading_id" in change.before:
            readings[change.resolution_id] = change.before["reading_id"]
        if change.before.get("held") is False:
            readings[change.resolution_id] = None
    return {
        resolution_id: in_force.get(resolution_id) and reading_id if resolution_id in first_read else reading_id
        for resolution_id, reading_id in readings.items()
    }


def owners(
    connection: Connection,
    as_of: dt.date,
    *,
    names: Sequence[str] = (),
    limit: int | None = None,
    role: Role = Role.OWNER,
) -> list[OwnerRow]:
    """Return the owners with their load, most open obligations first.

    `names` are parts of their names, aliases or keys of entities; an owner has to match one of them.
    """
    entity_ids = selection.entity_ids(connection, names) if names else None
    unstored = [
        (entity_id, occurrence.mandate_id, state_on(occurrence, as_of))
        for occurrence in far_occurrences.beyond(connection, as_of)
        if not occurrence.unlisted and counts_once(occurrence, as_of)
        for entity_id in far_occurrences.parties(connection, occurrence, role)
    ]
    loads = parties.loads(connection, as_of, role=role, only=entity_ids, more=unstored)
    return [
        OwnerRow(
            id=load.id,
            name=load.name,
            entity=load.key,
            mandates=load.mandates,
            open=load.open,
            overdue=load.overdue,
            settled=load.settled,
        )
        for load in loads[: limit or None]
    ]


def ahead(connection: Connection, filters: Filters, as_of: dt.date) -> list[ListedRow]:
    """Return the occurrences that filters select and that are expected on a day but not stored, as rows of a list."""
    return rows_of(connection, far_occurrences.selected(connection, filters, as_of), as_of)


def of_mandate(connection: Connection, mandate_id: int, as_of: dt.date) -> list[ListedRow]:
    """Return the obligations of a mandate as they stand on a day, in order, whether or not they are stored."""
    unstored = [state for state in far_occurrences.beyond(connection, as_of) if state.mandate_id == mandate_id]
    rows = [*obligations.of_mandate(connection, mandate_id, as_of), *rows_of(connection, unstored, as_of)]
    return sorted(rows, key=lambda row: row.sort_key)


def in_order(rows: Sequence[ListedRow], filters: Filters) -> list[ListedRow]:
    """Return rows in the order and up to the limit of the filters."""
    names, last_first = selection.order_names(filters)
    ordered = sorted(rows, key=lambda row: [getattr(row, name) for name in names], reverse=last_first)
    return ordered[: filters.limit or None]


def rows_of(connection: Connection, unstored: Sequence[ObligationState], as_of: dt.date) -> list[ListedRow]:
    """Return states that are not stored as rows."""
    if not unstored:
        return []
    siblings = obligations.of_mandates(connection, sorted({state.mandate_id for state in unstored}), as_of)
    stored = {row.mandate_id: row for row in siblings}
    return [_as_listed(state, stored[state.mandate_id]) for state in unstored if state.mandate_id in stored]


def _as_listed(state: ObligationState, sibling: ListedRow) -> ListedRow:
    """Return a state that is not stored as a row; what it does not say comes from another row of its mandate."""
    values = {name: getattr(state, name) for name in ListedRow._fields if hasattr(state, name)}
    return sibling._replace(**{**values, "obligation_id": state.obligation_id or 0})


def _matched(row: ObligationRow, snippets: list[Snippet]) -> ObligationRow:
    from msgspec.structs import replace  # noqa: PLC0415 - only for searches

    return replace(row, matched=tuple(snippets))


def _shown(
    row: ListedRow, as_of: dt.date, references: Mapping[int, str], missed: int, cited: Sequence[BudgetLine]
) -> ObligationRow:
    state = state_on(row, as_of)
    is_overdue = state is State.OVERDUE and row.due_on is not None
    timetable_on = row.timetable_on if row.deliverable == ISSUED else None
    successor_id = row.superseded_by_id
    ended_by = references.get(row.ended_by_id) if state is State.ENDED and row.ended_by_id is not None else None
    return ObligationRow(
        id=row.obligation_id,
        reference=row.reference,
        symbol=row.symbol,
        label=row.label,
        verb=row.verb,
        owners=tuple(row.owners),
        lead=row.lead,
        focal_point=row.focal_point,
        class_=MandateClass(row.mandate_class),
        judgement=Judgement(row.judgement) if row.judgement else None,
        judgement_reason=row.judgement_reason,
        deliverable=row.deliverable,
        status=Status(row.status),
        state=state,
        days_late=(as_of - row.due_on).days if is_overdue and row.due_on else None,
        due=_due(row),
        clause=row.clause,
        parts=part_rows(row.parts),
        evidence=tuple(
            EvidenceRow(
                id=piece["id"],
                document=piece["document"],
                on=dt.date.fromisoformat(piece["on"]) if piece["on"] else None,
                note=piece["note"],
                url=piece["url"],
            )
            for piece in row.evidence
        ),
        note=row.note,
        entities=tuple(dict.fromkeys(line.entity for line in cited)),
        programmes=tuple(dict.fromkeys(filter(None, map(_programme, cited)))),
        notes=tuple(map(_note, row.notes)),
        mandate=row.reference.partition("@")[0],
        mandate_id=row.mandate_id,
        resolution_id=row.resolution_id,
        title=row.title,
        committee=row.committee,
        agenda_items=tuple(row.agenda_items),
        submit_by=timetable_on - SUBMIT_BEFORE if timetable_on else None,
        issue_by=timetable_on - ISSUE_BEFORE if timetable_on else None,
        superseded_by=references.get(successor_id) if successor_id is not None else None,
        superseded_by_id=successor_id,
        missed=missed,
        ended_by=ended_by,
        renewed_by=ended_by if row.renewed else None,
        version=row.version,
    )


def part_rows(stored: Iterable[Mapping[str, Any]]) -> tuple[PartRow, ...]:
    """Return the parts of a mandate in the form in which they are shown, from the plain data of its version."""
    return tuple(
        PartRow(label=part["label"], text=part["text"], owners=tuple(part["owners"]), due=tuple(part["due"]))
        for part in stored
    )


def _programme(line: BudgetLine) -> str:
    return " ".join(filter(None, (line.programme, line.programme_title)))


def _note(note: Mapping[str, Any]) -> NoteRow:
    return NoteRow(
        text=note["text"],
        on=dt.date.fromisoformat(note["on"]) if note["on"] else None,
        by=note["by"],
        files=tuple(NoteFile(id=file["id"], name=file["name"], size=file["size"]) for file in note["files"]),
        links=tuple(note["links"]),
    )


def _extended_from(row: ListedRow) -> str | None:
    """Return the due date that the text of a row says, where a person has moved it: ``GA 81``, ``2026-05-31``."""
    if row.read_due_on is None or row.due_on == row.read_due_on:
        return None
    if row.due_kind == DueKind.SESSION and row.key.isdecimal():
        from mandates.reference import calendar  # noqa: PLC0415 - reads tables, which few lists need

        body = row.due_body or row.at_body
        return f"{calendar.abbreviation(body) or body} {row.key}"
    return row.read_due_on.isoformat()


def _due(row: ListedRow) -> DueRow | None:
    """Return when a row is due: what was extracted, with the dates in force; None where there is no due date."""
    if row.due_kind is None and row.due_on is None:
        return None
    session = row.due_session
    number = int(session) if session and session.isdecimal() and len(session) < 4 else session
    return DueRow(
        kind=row.due_kind or "date",
        phrase=row.due_phrase or "",
        body=row.due_body,
        session=number,
        every=row.due_every,
        after=row.due_after,
        event=row.due_event,
        opens_on=row.opens_on,
        due_on=row.due_on,
        read_due_on=row.read_due_on if row.read_due_on != row.due_on else None,
        extended_from=_extended_from(row),
        ends_on=row.ends_on,
    )
