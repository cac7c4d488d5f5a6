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
    state_on,
)
from mandates.domain.symbols import sort_key
from mandates.register import far_occurrences
from mandates.register.session_filters import completed
from mandates.schema.items import DueRow, EvidenceRow, NoteFile, NoteRow, ObligationRow, PartRow, Snippet
from mandates.schema.lists import OwnerRow, ResolutionRow
from mandates.store import agendas, budget, changes, facets, obligations, selection, texts
from mandates.store.budget import BudgetLine
from mandates.store.engine import Connection
from mandates.store.obligations import ListedRow
from mandates.store.texts import ListedResolution

if TYPE_CHECKING:  # lists are to be quick
    from mandates.timeline.planning import ObligationState


def list_obligations(connection: Connection, filters: Filters, as_of: dt.date) -> list[ObligationRow]:
    """Return the obligations that `filters` select as they stood on `as_of`, in the order the filters ask for.

    Raises:
        UsageError: a filter makes no sense.
    """
    filters = completed(connection, filters, as_of)
    if (order := filters.sort and STATE_SORTS.get(filters.sort.removeprefix("-"))) and len(filters.states) != 1:
        return _by_state(connection, filters, as_of, order[::-1] if filters.sort.startswith("-") else order)
    if filters.search:
        found = obligations.searched(connection, filters, as_of, filters.search)
        stored = shown(connection, [row for row, _ in found], as_of)
        matched = [
            _matched(row, [Snippet(text, sought) for text, sought in words])
            for row, (_, words) in zip(stored, found, strict=True)
        ]
        return (matched + shown(connection, ahead(connection, filters, as_of), as_of))[: filters.limit or None]
    rows = obligations.listed(connection, filters, as_of)
    unstored = ahead(connection, filters, as_of)
    return shown(connection, in_order([*rows, *unstored], filters) if unstored else rows, as_of)


def has_places(filters: Filters) -> bool:
    """Whether rows of a list can be asked for by the place after which they stand: its order is one of columns."""
    return not filters.search and (filters.sort or "").removeprefix("-") not in STATE_SORTS


def kinds_of_order(filters: Filters) -> list[type]:
    """Return of what kinds the values of a place in a list are.

    Raises:
        UsageError: it cannot be sorted so.
    """
    return selection.order_kinds(filters)


def rows_after(
    connection: Connection, filters: Filters, as_of: dt.date, place: Sequence[Any] | None, number: int
) -> tuple[list[ObligationRow], list[Any] | None]:
    """Return so many rows of a list that `has_places` after one, or from its beginning, and the place of the last of
    them where others follow. What has left the list meanwhile, or come into it, moves none of them.

    Raises:
        UsageError: a filter makes no sense.
    """
    filters = replace(completed(connection, filters, as_of), limit=number + 1)
    names, last_first = selection.order_names(filters)

    def of(row: ListedRow) -> list[Any]:
        return [getattr(row, name) for name in names]

    rows = obligations.listed(connection, filters, as_of, after=place)
    unstored = ahead(connection, filters, as_of)
    if place is not None:
        wanted = list(place)
        unstored = [one for one in unstored if (of(one) < wanted if last_first else of(one) > wanted)]
    if unstored:
        rows = in_order([*rows, *unstored], filters)
    goes_on = len(rows) > number
    rows = rows[:number]
    return shown(connection, rows, as_of), of(rows[-1]) if goes_on and rows else None


def _by_state(connection: Connection, filters: Filters, as_of: dt.date, order: Sequence[State]) -> list[ObligationRow]:
    """Return what `filters` select state after state, so that a limit asks for no more than is shown."""
    found: list[ObligationRow] = []
    for state in order:
        if filters.states and state not in filters.states:
            continue
        left = filters.limit - len(found) if filters.limit else None
        found += list_obligations(connection, replace(filters, states=(state,), limit=left), as_of)
        if filters.limit and len(found) >= filters.limit:
            break
    return found


def _overdue(row: ListedRow, day: dt.date) -> bool:
    return state_on(row, day) is State.OVERDUE


def count_obligations(connection: Connection, filters: Filters, as_of: dt.date, *, at_most: int | None = None) -> int:
    """Return how many obligations `filters` select as they stood on `as_of`, whatever its limit.

    With `at_most` counting stops there.
    """
    filters = completed(connection, filters, as_of)
    stored = obligations.count(connection, filters, as_of, at_most=at_most)
    total = stored + len(far_occurrences.selected(connection, filters, as_of))
    return total if at_most is None else min(total, at_most)


def left_out(connection: Connection, filters: Filters, as_of: dt.date) -> dict[str, int]:
    """Return how many obligations lists leave out because they are of no mandate and have no date, by their classes."""
    there = facets.counts(connection, replace(filters, classes=tuple(MandateClass)), as_of, "mandate_class")
    shown_ones = facets.counts(connection, filters, as_of, "mandate_class")
    return {name: number for name in there if (number := there[name] - shown_ones.get(name, 0))}


def shown(connection: Connection, rows: Sequence[ListedRow], as_of: dt.date) -> list[ObligationRow]:
    """Return rows as they are shown for a day."""
    later = [one for row in rows for one in (row.superseded_by_id, row.ended_by_id) if one is not None]
    names = references_on(connection, later, as_of)
    late = [row for row in rows if row.series is not None and not row.follows and _overdue(row, as_of)]
    missed = _missed(connection, late, as_of)
    cited = budget.of_symbols(connection, (row.symbol for row in rows))
    by_item = agendas.committees(connection, as_of, (row.reading_id for row in rows if row.committee is None))
    return [
        _shown(
            row._replace(committee=by_item.get(row.reading_id, row.committee)),
            as_of,
            names,
            missed.get(row.obligation_id, 0),
            cited.get(row.symbol, ()),
        )
        for row in rows
    ]


def _missed(connection: Connection, late: Sequence[ListedRow], as_of: dt.date) -> dict[int, int]:
    """Return for each of these, the first missed of its recurrence, how many were missed by `as_of`."""
    if not late:
        return {}
    counts = obligations.missed(connection, [row.mandate_id for row in late], as_of)
    for one in far_occurrences.beyond(connection, as_of):
        if one.series is not None and state_on(one, as_of) is State.OVERDUE:
            key = (one.mandate_id, one.series)
            counts[key] = counts.get(key, 0) + 1
    return {row.obligation_id: counts.get((row.mandate_id, row.series or 0), 1) for row in late}


def references_on(connection: Connection, mandate_ids: Iterable[int], as_of: dt.date) -> dict[int, str]:
    """Return the references that mandates had on a day, by their ids."""
    wanted = sorted(set(mandate_ids))
    if not wanted:
        return {}
    names = texts.references_of(connection, wanted)
    for row in obligations.of_mandates(connection, wanted, as_of):
        names[row.mandate_id] = row.reference.partition("@")[0]
    return names


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
    """Return the resolutions of the register in order of their symbols, with what is open of each.

    They are those of any of the symbols, bodies and sessions that are given; `search` is a part of the title, capitals
    or not.
    """
    asked = texts.Asked(symbols=symbols, bodies=bodies, sessions=adopted_sessions, search=search)
    found = resolutions_on(connection, as_of, asked, limit)
    counts = obligations.counts_by_resolution(connection, [one.id for one in found], as_of)
    mandates = obligations.mandates_by_resolution(connection, [one.id for one in found], as_of)
    for one in far_occurrences.beyond(connection, as_of):
        open_, overdue = counts.get(one.resolution_id, (0, 0))
        state = state_on(one, as_of)
        late = state is State.OVERDUE
        if not one.unlisted and not (late and one.follows):
            counts[one.resolution_id] = (open_ + (state not in CLOSED), overdue + late)
    return [
        ResolutionRow(
            id=one.id,
            symbol=one.symbol,
            title=one.title,
            body=one.body,
            session=one.session,
            adopted_on=one.adopted_on,
            paragraphs=one.paragraphs,
            mandates=mandates.get(one.id, 0),
            open=counts.get(one.id, (0, 0))[0],
            overdue=counts.get(one.id, (0, 0))[1],
        )
        for one in found
    ]


def resolutions_on(
    connection: Connection, as_of: dt.date, asked: texts.Asked, limit: int | None
) -> list[ListedResolution]:
    """Return the resolutions that were adopted by a day and are held, as of that day, each by its reading of then."""
    asked = asked._replace(by=as_of)
    then = _readings_on(connection, as_of)
    found = texts.listed_resolutions(connection, asked, limit=None if then else limit)
    if then:
        others = [reading_id for reading_id in then.values() if reading_id is not None]
        found = [one for one in found if one.id not in then]
        found += texts.listed_resolutions(connection, asked, readings=others)
        found.sort(key=lambda one: sort_key(one.symbol))
    return found[: limit or None]


def _readings_on(connection: Connection, as_of: dt.date) -> dict[int, int | None]:
    """Return for each resolution that was changed as a whole after a day the reading of that day; None where it was not
    held. A text counts from its adoption on, in its first reading, as long as it is held.
    """
    later = changes.text_changes_after(connection, as_of)
    now = texts.readings_in_force(connection, [one.resolution_id for one in later])
    then: dict[int, int | None] = {one.resolution_id: now.get(one.resolution_id) for one in later}
    first_read: set[int] = set()
    for one in later:
        if one.kind is EventKind.INGESTED:
            first_read.add(one.resolution_id)
            continue
        if "reading_id" in one.before:
            then[one.resolution_id] = one.before["reading_id"]
        if one.before.get("held") is False:
            then[one.resolution_id] = None
    return {
        resolution_id: now.get(resolution_id) and reading_id if resolution_id in first_read else reading_id
        for resolution_id, reading_id in then.items()
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

    `names` are parts of theirs, aliases or keys of entities; any of them will do.
    """
    only = selection.entity_ids(connection, names) if names else None
    more = [
        (entity_id, one.mandate_id, state)
        for one in far_occurrences.beyond(connection, as_of)
        if not one.unlisted and ((state := state_on(one, as_of)) is not State.OVERDUE or not one.follows)
        for entity_id in far_occurrences.parties(connection, one, role)
    ]
    found = obligations.loads(connection, as_of, role=role, only=only, more=more)
    return [
        OwnerRow(
            id=one.id,
            name=one.name,
            entity=one.key,
            mandates=one.mandates,
            open=one.open,
            overdue=one.overdue,
            settled=one.settled,
        )
        for one in found[: limit or None]
    ]


def ahead(connection: Connection, filters: Filters, as_of: dt.date) -> list[ListedRow]:
    """Return what filters select of what is expected on a day and not stored, as rows of a list."""
    return rows_of(connection, far_occurrences.selected(connection, filters, as_of), as_of)


def of_mandate(connection: Connection, mandate_id: int, as_of: dt.date) -> list[ListedRow]:
    """Return the obligations of a mandate as they stand on a day, in their order, whether they are stored or not."""
    unstored = [one for one in far_occurrences.beyond(connection, as_of) if one.mandate_id == mandate_id]
    rows = [*obligations.of_mandate(connection, mandate_id, as_of), *rows_of(connection, unstored, as_of)]
    return sorted(rows, key=lambda row: row.sort_key)


def in_order(rows: Sequence[ListedRow], filters: Filters) -> list[ListedRow]:
    """Return rows in the order that filters ask for, as many as they want."""
    names, last_first = selection.order_names(filters)
    found = sorted(rows, key=lambda row: [getattr(row, name) for name in names], reverse=last_first)
    return found[: filters.limit or None]


def rows_of(connection: Connection, found: Sequence[ObligationState], as_of: dt.date) -> list[ListedRow]:
    """Return states that are not stored as rows."""
    if not found:
        return []
    beside = obligations.of_mandates(connection, sorted({one.mandate_id for one in found}), as_of)
    stored = {row.mandate_id: row for row in beside}
    return [_as_listed(one, stored[one.mandate_id]) for one in found if one.mandate_id in stored]


def _as_listed(one: ObligationState, beside: ListedRow) -> ListedRow:
    """Return a state that is not stored as a row, with what it shares with another of its mandate."""
    values = {name: getattr(one, name) for name in ListedRow._fields if hasattr(one, name)}
    return beside._replace(**{**values, "obligation_id": one.obligation_id or 0})


def _matched(row: ObligationRow, words: list[Snippet]) -> ObligationRow:
    from msgspec.structs import replace  # noqa: PLC0415 - only for searches

    return replace(row, matched=tuple(words))


def _shown(
    row: ListedRow, as_of: dt.date, names: Mapping[int, str], missed: int, cited: Sequence[BudgetLine]
) -> ObligationRow:
    state = state_on(row, as_of)
    late = state is State.OVERDUE and row.due_on is not None
    slots = row.timetable_on if row.deliverable == ISSUED else None
    later = row.superseded_by_id
    ended_by = names.get(row.ended_by_id) if state is State.ENDED and row.ended_by_id is not None else None
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
        days_late=(as_of - row.due_on).days if late and row.due_on else None,
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
        entities=tuple(dict.fromkeys(one.entity for one in cited)),
        programmes=tuple(dict.fromkeys(filter(None, map(_programme, cited)))),
        notes=tuple(map(_note, row.notes)),
        mandate=row.reference.partition("@")[0],
        mandate_id=row.mandate_id,
        resolution_id=row.resolution_id,
        title=row.title,
        committee=row.committee,
        agenda_items=tuple(row.agenda_items),
        submit_by=slots - SUBMIT_BEFORE if slots else None,
        issue_by=slots - ISSUE_BEFORE if slots else None,
        superseded_by=names.get(later) if later is not None else None,
        superseded_by_id=later,
        missed=missed,
        ended_by=ended_by,
        renewed_by=ended_by if row.renewed else None,
        version=row.version,
    )


def part_rows(stored: Iterable[Mapping[str, Any]]) -> tuple[PartRow, ...]:
    """Return the parts of a mandate as they are shown, from the plain data that its version holds."""
    return tuple(
        PartRow(label=one["label"], text=one["text"], owners=tuple(one["owners"]), due=tuple(one["due"]))
        for one in stored
    )


def _programme(line: BudgetLine) -> str:
    return " ".join(filter(None, (line.programme, line.programme_title)))


def _note(note: Mapping[str, Any]) -> NoteRow:
    return NoteRow(
        text=note["text"],
        on=dt.date.fromisoformat(note["on"]) if note["on"] else None,
        by=note["by"],
        files=tuple(NoteFile(id=one["id"], name=one["name"], size=one["size"]) for one in note["files"]),
        links=tuple(note["links"]),
    )


def _extended_from(row: ListedRow) -> str | None:
    """Return when a row was read to be due, where a person has moved it: ``GA 81``, ``2026-05-31``."""
    if row.read_due_on is None or row.due_on == row.read_due_on:
        return None
    if row.due_kind == DueKind.SESSION and row.key.isdecimal():
        from mandates.reference import calendar  # noqa: PLC0415 - reads tables, which few lists need

        body = row.due_body or row.at_body
        return f"{calendar.abbreviation(body) or body} {row.key}"
    return row.read_due_on.isoformat()


def _due(row: ListedRow) -> DueRow | None:
    """Return when a row is due: what was read, with the dates that hold; None where nothing says when."""
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
