"""Obligations, and their states: collecting what `mandates.timeline` needs to compute them, and storing the result."""

from __future__ import annotations

import datetime as dt
import operator
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, bindparam, delete, select, update

from mandates.domain.due import due_from_plain
from mandates.domain.lifecycle import FOREVER
from mandates.domain.mandate import Party, enacted_from_plain
from mandates.domain.resolution import Span
from mandates.reference.recurrence import EVERY_SESSION
from mandates.store import decisions, endings, ids
from mandates.store.inserting import insert_rows, insert_values
from mandates.store.rows import chunks
from mandates.store.tables import (
    STATE_COLUMNS,
    body,
    change,
    event,
    mandate,
    mandate_version,
    obligation,
    obligation_state,
    party,
    reading,
    remark,
    resolution,
)
from mandates.timeline.facts import Facts, Happened, Head, Version
from mandates.timeline.periods import BESIDE, Texts
from mandates.timeline.planning import ObligationState

_PERIOD = ("id", "known_on", "since", "until", "ended_in")
_COLUMNS = (*_PERIOD, *STATE_COLUMNS)
_values = operator.attrgetter(*STATE_COLUMNS)
#: Columns on which the rows of `party` depend.
_OF_PARTIES = ("version_id", "owners", "lead", "focal_point", "lifecycle", "sort_date")
#: Columns on which the row of `remark` depends.
_OF_REMARKS = ("notes", "evidence")

#: The ids of entities, by the name and registry key of a party.
PartyIds = Mapping[tuple[str, str | None], int]


class Material(NamedTuple):
    """Everything from which the states of one mandate are computed."""

    facts: Facts
    events: list[Happened]
    texts: Texts


class Stored(NamedTuple):
    """A state as it is stored."""

    id: int
    since: dt.date
    until: dt.date
    values: tuple[Any, ...]


#: The id of an obligation and the first day on which one of its states is known: no two states have the same such day.
StateKey = tuple[int, dt.date]


def material(connection: Connection, mandate_ids: Sequence[int]) -> list[Material]:
    """Return everything from which the states of these mandates are computed, in order of the ids of the mandates."""
    facts: dict[int, Facts] = {}
    statement = (
        select(
            mandate.c.id,
            mandate.c.resolution_id,
            resolution.c.held,
            resolution.c.reading_id,
            mandate.c.in_text,
            mandate.c.version_id,
            mandate.c.reference,
            mandate.c.label,
            mandate.c.position,
        )
        .join(resolution, resolution.c.id == mandate.c.resolution_id)
        .order_by(mandate.c.id)
    )
    for row in connection.execute(statement.where(mandate.c.id.in_(mandate_ids))):
        facts[row.id] = Facts(
            mandate_id=row.id,
            resolution_id=row.resolution_id,
            held=bool(row.held),
            reading_id=row.reading_id,
            in_text=bool(row.in_text),
            version_id=row.version_id,
            reference=row.reference,
            label=row.label,
            position=row.position,
        )
    keys = select(obligation.c.id, obligation.c.mandate_id, obligation.c.key).order_by(obligation.c.id)
    for obligation_id, mandate_id, key in connection.execute(keys.where(obligation.c.mandate_id.in_(mandate_ids))):
        facts[mandate_id].keys[obligation_id] = key
    for subject, decided in decisions.of_mandates(connection, mandate_ids).items():
        own_facts = facts[subject.mandate_id]
        if subject.obligation_id is None:
            own_facts.decided = decided
        else:
            own_facts.each[subject.obligation_id] = decided
    resolution_ids = sorted({mandate_facts.resolution_id for mandate_facts in facts.values()})
    on_mandate, on_resolution = _events(connection, mandate_ids, resolution_ids)
    heads = _heads(connection, resolution_ids)
    versions = _versions(connection, mandate_ids)
    ends = endings.of_mandates(connection, mandate_ids)
    for mandate_facts in facts.values():
        mandate_facts.ended = tuple(end for end in ends[mandate_facts.mandate_id] if end.until == FOREVER)
    return [
        Material(
            mandate_facts,
            sorted(
                on_mandate[mandate_facts.mandate_id] + on_resolution[mandate_facts.resolution_id],
                key=lambda event: event.id,
            ),
            Texts(
                versions=versions[mandate_facts.mandate_id],
                heads=heads[mandate_facts.resolution_id],
                ended=ends[mandate_facts.mandate_id],
            ),
        )
        for mandate_facts in facts.values()
    ]


def _events(
    connection: Connection, mandate_ids: Sequence[int], resolution_ids: Sequence[int]
) -> tuple[dict[int, list[Happened]], dict[int, list[Happened]]]:
    """Return the events of mandates and their obligations, by mandate, and of resolutions as a whole, by resolution."""
    columns = (
        event.c.id,
        event.c.mandate_id,
        event.c.resolution_id,
        event.c.obligation_id,
        event.c.before,
        event.c.after,
        change.c.on_day,
    )
    joined = select(*columns).join(change, change.c.id == event.c.change_id)
    on_mandate: dict[int, list[Happened]] = defaultdict(list)
    on_resolution: dict[int, list[Happened]] = defaultdict(list)
    for row in connection.execute(joined.where(event.c.mandate_id.in_(mandate_ids))):
        on_mandate[row.mandate_id].append(_happened(row, of_resolution=False))
    whole = event.c.resolution_id.in_(resolution_ids) & event.c.mandate_id.is_(None)
    for row in connection.execute(joined.where(whole)):
        on_resolution[row.resolution_id].append(_happened(row, of_resolution=True))
    return on_mandate, on_resolution


def _happened(row: Any, *, of_resolution: bool) -> Happened:
    return Happened(
        id=row.id,
        day=row.on_day,
        of_resolution=of_resolution,
        obligation_id=row.obligation_id,
        before=row.before,
        after=row.after,
    )


def _heads(connection: Connection, resolution_ids: Sequence[int]) -> dict[int, dict[int, Head]]:
    heads: dict[int, dict[int, Head]] = defaultdict(dict)
    statement = (
        select(
            reading.c.id,
            reading.c.resolution_id,
            reading.c.session,
            reading.c.adopted_on,
            resolution.c.sort_key,
            body.c.name,
        )
        .join(resolution, resolution.c.id == reading.c.resolution_id)
        .join(body, body.c.id == resolution.c.body_id)
        .where(reading.c.resolution_id.in_(resolution_ids))
    )
    for row in connection.execute(statement):
        heads[row.resolution_id][row.id] = Head(
            reading_id=row.id, body=row.name, session=row.session, adopted_on=row.adopted_on, sort_key=row.sort_key
        )
    return heads


def _versions(connection: Connection, mandate_ids: Sequence[int]) -> dict[int, dict[int, Version]]:
    names = (
        *("id", "mandate_id", "paragraph_text_id", "mandate_class", "verb", "deliverable"),
        *("owners", "partners", "recipients", "dues", "enacted", "clause"),
    )
    versions: dict[int, dict[int, Version]] = defaultdict(dict)
    statement = select(*(mandate_version.c[name] for name in names))
    for row in connection.execute(statement.where(mandate_version.c.mandate_id.in_(mandate_ids))):
        versions[row.mandate_id][row.id] = version_of(dict(row._mapping))  # noqa: SLF001 - the documented name
    return versions


def version_of(row: Mapping[str, Any]) -> Version:
    """Return the part of a version that the timeline needs, from its columns."""
    return Version(
        id=row["id"],
        paragraph_text_id=row["paragraph_text_id"],
        verb=row["verb"],
        deliverable=row["deliverable"],
        owners=parties_of(row["owners"]),
        partners=parties_of(row["partners"]),
        recipients=parties_of(row["recipients"]),
        dues=tuple([due_from_plain(due) for due in row["dues"]]),
        mandate_class=row["mandate_class"],
        enacted=enacted_from_plain(row["enacted"]),
        clause=row["clause"],
    )


def parties_of(plain: Iterable[Mapping[str, Any]]) -> tuple[Party, ...]:
    """Return parties from the plain data that is stored with versions."""
    return tuple(
        [
            Party(name=fields["name"], entity=fields["entity"], span=Span(*fields["span"]) if fields["span"] else None)
            for fields in plain
        ]
    )


def add_obligations(connection: Connection, states: Sequence[ObligationState]) -> None:
    """Store obligations for the states that have none yet, and set the ids in these states."""
    new: dict[tuple[int, str], list[ObligationState]] = defaultdict(list)
    for state in states:
        if state.obligation_id is None:
            new[state.mandate_id, state.key].append(state)
    for place in _taken(connection, new):
        new[place[0], f"{place[1]}{BESIDE}"] = new.pop(place)
    allocated = ids.allocate(connection, obligation, len(new))
    rows = []
    for obligation_id, ((mandate_id, key), group) in zip(allocated, new.items(), strict=True):
        rows.append((obligation_id, mandate_id, key, 1))
        for state in group:
            state.obligation_id = obligation_id
    insert_values(connection, obligation, ("id", "mandate_id", "key", "version"), rows)


def _taken(connection: Connection, places: Collection[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return those pairs of mandate id and key in `places` that a stored obligation already has."""
    taken: list[tuple[int, str]] = []
    columns = select(obligation.c.mandate_id, obligation.c.key)
    for batch in chunks(sorted({mandate_id for mandate_id, _ in places})):
        rows = connection.execute(columns.where(obligation.c.mandate_id.in_(batch)))
        taken += [(row.mandate_id, row.key) for row in rows if (row.mandate_id, row.key) in places]
    return taken


def insert_states(connection: Connection, states: Sequence[ObligationState], party_ids: PartyIds) -> None:
    """Store states of obligations that have no stored state, with their parties and remarks."""
    if not states:
        return
    state_ids = ids.allocate(connection, obligation_state, len(states))
    rows = [
        (state_id, state.known_on, state.since, state.until, state.ended_in, *_values(state))
        for state_id, state in zip(state_ids, states, strict=True)
    ]
    insert_values(connection, obligation_state, _COLUMNS, rows)
    _link(connection, list(zip(state_ids, states, strict=True)), party_ids)
    _remark(connection, list(zip(state_ids, states, strict=True)))


def replace_states(
    connection: Connection, mandate_ids: Sequence[int], states: Sequence[ObligationState], party_ids: PartyIds
) -> None:
    """Make the stored states of all obligations of these mandates equal `states`; unchanged rows are not written."""
    stored = _stored(connection, mandate_ids)
    fresh: list[ObligationState] = []
    relinked: list[tuple[int, ObligationState]] = []
    remarked: list[tuple[int, ObligationState]] = []
    for state in states:
        before = stored.pop((state.obligation_id or 0, state.known_on), None)
        if before is None:
            fresh.append(state)
            continue
        now = _values(state)
        changed = {
            name: value for name, value, old in zip(STATE_COLUMNS, now, before.values, strict=True) if value != old
        }
        if state.since != before.since:
            changed["since"] = state.since
        if state.until != before.until:
            changed |= {"until": state.until, "ended_in": state.ended_in}
        if changed:
            connection.execute(update(obligation_state).where(obligation_state.c.id == before.id).values(changed))
        if any(name in changed for name in _OF_PARTIES):
            relinked.append((before.id, state))
        if any(name in changed for name in _OF_REMARKS):
            remarked.append((before.id, state))
    gone = [row.id for row in stored.values()]
    _unlink(connection, [*gone, *(state_id for state_id, _ in relinked)])
    _forget(connection, [*gone, *(state_id for state_id, _ in remarked)])
    for batch in chunks(gone):
        connection.execute(delete(obligation_state).where(obligation_state.c.id.in_(batch)))
    _link(connection, relinked, party_ids)
    _remark(connection, remarked)
    insert_states(connection, fresh, party_ids)


def _stored(connection: Connection, mandate_ids: Sequence[int]) -> dict[StateKey, Stored]:
    stored: dict[StateKey, Stored] = {}
    columns = [obligation_state.c[name] for name in ("id", "known_on", "since", "until", *STATE_COLUMNS)]
    id_index = STATE_COLUMNS.index("obligation_id")
    joined = select(*columns).join(obligation, obligation.c.id == obligation_state.c.obligation_id)
    for batch in chunks(mandate_ids):
        rows = connection.execute(joined.where(obligation.c.mandate_id.in_(batch)))
        for state_id, known_on, since, until, *values in rows:
            stored[values[id_index], known_on] = Stored(state_id, since, until, tuple(values))
    return stored


def stored_states(connection: Connection, mandate_ids: Sequence[int]) -> dict[StateKey, dict[str, Any]]:
    """Return the values of the stored states of these mandates, for a consistency check."""
    return {
        key: {"since": row.since, "until": row.until, **dict(zip(STATE_COLUMNS, row.values, strict=True))}
        for key, row in _stored(connection, mandate_ids).items()
    }


def stored_parties(connection: Connection, mandate_ids: Sequence[int]) -> dict[StateKey, set[tuple[int, str]]]:
    """Return the entities and roles linked to the states of these mandates."""
    parties: dict[StateKey, set[tuple[int, str]]] = defaultdict(set)
    statement = (
        select(obligation_state.c.obligation_id, obligation_state.c.known_on, party.c.entity_id, party.c.role)
        .join(party, party.c.state_id == obligation_state.c.id)
        .join(obligation, obligation.c.id == obligation_state.c.obligation_id)
    )
    for batch in chunks(mandate_ids):
        for row in connection.execute(statement.where(obligation.c.mandate_id.in_(batch))):
            parties[row.obligation_id, row.known_on].add((row.entity_id, row.role))
    return parties


def stored_remarks(connection: Connection, mandate_ids: Sequence[int]) -> dict[StateKey, str]:
    """Return the stored text in which a search finds the states of these mandates: notes and evidence."""
    texts: dict[StateKey, str] = {}
    statement = (
        select(obligation_state.c.obligation_id, obligation_state.c.known_on, remark.c.text)
        .join(remark, remark.c.state_id == obligation_state.c.id)
        .join(obligation, obligation.c.id == obligation_state.c.obligation_id)
    )
    for batch in chunks(mandate_ids):
        for row in connection.execute(statement.where(obligation.c.mandate_id.in_(batch))):
            texts[row.obligation_id, row.known_on] = row.text
    return texts


def as_values(state: ObligationState) -> dict[str, Any]:
    """Return the values of a computed state in the form of `stored_states`."""
    return {"since": state.since, "until": state.until, **dict(zip(STATE_COLUMNS, _values(state), strict=True))}


def _link(connection: Connection, states: Sequence[tuple[int, ObligationState]], party_ids: PartyIds) -> None:
    links: dict[tuple[int, int, str], tuple[Any, ...]] = {}
    for state_id, state in states:
        for role, participant in state.parties:
            key = (state_id, party_ids[participant.name, participant.entity], role.value)
            links[key] = (*key, state.lifecycle, state.sort_date)
    insert_values(connection, party, ("state_id", "entity_id", "role", "lifecycle", "sort_date"), list(links.values()))


def _unlink(connection: Connection, state_ids: Sequence[int]) -> None:
    for batch in chunks(state_ids):
        connection.execute(delete(party).where(party.c.state_id.in_(batch)))


def _remark(connection: Connection, states: Sequence[tuple[int, ObligationState]]) -> None:
    rows = [{"state_id": state_id, "text": state.remarks} for state_id, state in states if state.remarks]
    insert_rows(connection, remark, rows)


def _forget(connection: Connection, state_ids: Sequence[int]) -> None:
    for batch in chunks(state_ids):
        connection.execute(delete(remark).where(remark.c.state_id.in_(batch)))


def set_keys(connection: Connection, keys: Mapping[int, str]) -> None:
    """Set the keys of obligations, by their ids; two obligations may exchange keys."""
    if not keys:
        return
    by_id = update(obligation).where(obligation.c.id == bindparam("this")).values(key=bindparam("to"))
    connection.execute(by_id, [{"this": obligation_id, "to": f"~{obligation_id}"} for obligation_id in keys])
    connection.execute(by_id, [{"this": obligation_id, "to": key} for obligation_id, key in keys.items()])


def keys_of(connection: Connection, mandate_id: int) -> dict[int, str]:
    """Return the keys of a mandate's obligations, by their ids."""
    statement = select(obligation.c.id, obligation.c.key).where(obligation.c.mandate_id == mandate_id)
    return {row.id: row.key for row in connection.execute(statement.order_by(obligation.c.id))}


def continuing(connection: Connection, before: dt.date) -> list[int]:
    """Return the mandates with a recurrence whose last stored occurrence is due before a day."""
    return _continuing(connection, before, obligation_state.c.until == FOREVER)


def continuing_on(connection: Connection, day: dt.date, before: dt.date) -> list[int]:
    """Return the mandates of `continuing` by what was known on `day`."""
    return _continuing(connection, before, obligation_state.c.known_on <= day, obligation_state.c.until > day)


def _continuing(connection: Connection, before: dt.date, *conditions: ColumnElement[bool]) -> list[int]:
    due_before = (obligation_state.c.continues, obligation_state.c.sort_date < before)
    statement = select(obligation_state.c.mandate_id).where(*due_before, *conditions)
    return list(connection.execute(statement.distinct().order_by(obligation_state.c.mandate_id)).scalars())


def due_at_sessions_of(connection: Connection, body_name: str) -> list[int]:
    """Return the mandates with an obligation that is due at a session of a body, or was so on an earlier day.

    Any session counts, since the dates of one decide which session follows another.
    """
    named = obligation_state.c.due_session.is_not(None) | (obligation_state.c.due_every == EVERY_SESSION)
    statement = (
        select(obligation_state.c.mandate_id)
        .where(obligation_state.c.at_body == body_name, named)
        .distinct()
        .order_by(obligation_state.c.mandate_id)
    )
    return list(connection.execute(statement).scalars())


def sessions_named(connection: Connection) -> set[tuple[str, str]]:
    """Return body and number of the sessions at which an obligation is due, or was so on an earlier day."""
    columns = (obligation_state.c.at_body, obligation_state.c.due_session)
    named = select(*columns).where(obligation_state.c.due_session.is_not(None)).distinct()
    return {(row.at_body, row.due_session) for row in connection.execute(named)}


def all_mandate_ids(connection: Connection, after: int = 0, limit: int = 500) -> list[int]:
    """Return the next `limit` ids of mandates that are greater than `after`, in order."""
    statement = select(mandate.c.id).where(mandate.c.id > after).order_by(mandate.c.id).limit(limit)
    return list(connection.execute(statement).scalars())


def parties_in(states: Iterable[ObligationState]) -> dict[tuple[str, str | None], None]:
    """Return name and registry key of all parties of these states, each once, in order of appearance."""
    return dict.fromkeys((participant.name, participant.entity) for state in states for _, participant in state.parties)
