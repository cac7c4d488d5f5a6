"""What later resolutions ask for anew: the list of links that wait for a person's word, and that word."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mandates.domain.commands import Command, Judge, Report, Update
from mandates.domain.due import DueKind
from mandates.domain.errors import TransitionError, UnknownReferenceError
from mandates.domain.events import Event
from mandates.domain.kinds import Becomes, LinkState
from mandates.domain.status import Status, state_on
from mandates.matching.outcomes import Expected, Newer, noted, outcome
from mandates.register import projection, records, track
from mandates.register.track import Changed
from mandates.register.unit_of_work import UnitOfWork
from mandates.schema.renewals import OlderItem, RenewalRow
from mandates.store import links as store
from mandates.store import locks, obligations
from mandates.store.engine import Connection
from mandates.store.links import LinkRow, NamedLink
from mandates.store.obligations import ListedRow
from mandates.store.tables import OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a person's word on links did.

    Attributes:
        links: what was confirmed or rejected, in words. changed: the items that were settled. change: what to `undo`.
    """

    links: tuple[str, ...]
    changed: tuple[Changed, ...]
    change: int | None


def waiting(
    connection: Connection,
    as_of: dt.date,
    *,
    resolutions: Sequence[str] = (),
    above: float | None = None,
    numbers: Sequence[int] | None = None,
) -> list[RenewalRow]:
    """Return the requests that are asked for anew, that nobody has said anything of, and of which something is open or
    was when it was asked anew; the surest first.

    Args:
        resolutions: only those of these, older or newer. above: only those that are as sure as this, or surer.
        numbers: only these.
    """
    rows = [row for row in store.waiting(connection) if above is None or row.score >= above]
    if numbers is not None:
        rows = [row for row in rows if row.id in numbers]
    named = store.named(connection, [row.id for row in rows])
    wanted = [one for one in named if one.adopted_on is None or one.adopted_on <= as_of]
    if resolutions:
        asked = set(resolutions)
        wanted = [one for one in wanted if {one.older_symbol, one.newer_symbol} & asked]
    found = [row for row in _shown(connection, wanted, as_of) if row.items]
    return sorted(found, key=lambda row: (-row.score, not _settles(row), row.newer, row.older))


def numbers_waiting(connection: Connection, as_of: dt.date) -> list[int]:
    """Return the numbers of those that `waiting` gives, the surest first, without reading what they are."""
    rows = store.waiting(connection)
    older = sorted({row.older_mandate_id for row in rows if row.older_mandate_id is not None})
    has_open = {item.mandate_id for item in obligations.of_mandates(connection, older, as_of) if item.lifecycle == OPEN}
    wanted = [row.id for row in rows if row.older_mandate_id in has_open]
    return [one.id for one in store.named(connection, wanted) if one.adopted_on is None or one.adopted_on <= as_of]


def _settles(row: RenewalRow) -> bool:
    return any(item.proposed.settles for item in row.items)


def numbers_of(rows: Iterable[RenewalRow]) -> list[int]:
    """Return the numbers by which these are accepted or rejected."""
    return [row.number for row in rows]


def accept(work: UnitOfWork, numbers: Sequence[int], *, reason: str | None = None) -> Judged:
    """Confirm links, and settle what they propose to settle: as one change, all or none.

    Raises:
        UnknownReferenceError: there is no such link. TransitionError: it was rejected.
    """
    locks.many(work.connection)
    projection.reach_today(work)
    rows = _held(work.connection, numbers)
    for row in rows:
        if row.is_rejected:
            raise TransitionError(f"renewal {row.id} was rejected", "take that back with 'mandates undo' first")
    named = store.named(work.connection, [row.id for row in rows])
    proposed = _shown(work.connection, named, work.day)
    names = _judge(work, Judge(accept=True, reason=reason), rows)
    changed: list[Changed] = []
    newer = {row.id: row.mandate_id for row in rows}
    for one in proposed:
        for item in one.items:
            command = _command(one, item, newer[one.number])
            if command is not None:
                changed += track.apply(work, command, track.Named(references=(item.reference,))).changed
    return Judged(links=tuple(names), changed=tuple(changed), change=work.change_id)


def confirm(work: UnitOfWork, numbers: Sequence[int], *, reason: str) -> list[str]:
    """Confirm links without settling anything, and return them in words."""
    projection.reach_today(work)
    return _judge(work, Judge(accept=True, reason=reason), _held(work.connection, numbers))


def reject(work: UnitOfWork, numbers: Sequence[int], *, reason: str | None = None) -> Judged:
    """Say for good that links are none: they influence no list any more.

    Raises:
        UnknownReferenceError: there is no such link.
    """
    locks.many(work.connection)
    projection.reach_today(work)
    rows = [row for row in _held(work.connection, numbers) if not row.is_rejected]
    names = _judge(work, Judge(accept=False, reason=reason), rows)
    return Judged(links=tuple(names), changed=(), change=work.change_id)


def _held(connection: Connection, numbers: Sequence[int]) -> list[LinkRow]:
    wanted = list(dict.fromkeys(numbers))
    found = store.by_ids(connection, wanted)
    for number in wanted:
        if number not in found:
            raise UnknownReferenceError(f"there is no renewal {number}", "see 'mandates renewals'")
    return [found[number] for number in wanted]


def _judge(work: UnitOfWork, command: Judge, rows: Sequence[LinkRow]) -> list[str]:
    """Keep a person's word on links, and bring what follows from them to it; return the links in words."""
    wanted = LinkState.CONFIRMED if command.accept else LinkState.REJECTED
    named = {one.id: one for one in store.named(work.connection, [row.id for row in rows])}
    events, names = [], []
    for row in rows:
        one = named[row.id]
        older, newer = (one.older or one.older_symbol), (one.newer or one.newer_symbol)
        names.append(f"{newer} {'continues' if command.accept else 'does not continue'} {older}")
        if row.state == wanted:
            continue
        events.append(
            Event(
                kind=command.kind,
                reference=older,
                resolution_id=None if row.older_mandate_id else row.resolution_id,
                mandate_id=row.older_mandate_id,
                before={"link_id": row.id, "state": row.state},
                after={"link_id": row.id, "state": wanted.value},
                details={"before": {}, "after": {"renewed_by" if command.accept else "not_renewed_by": newer}},
                reason=command.reason,
            )
        )
    records.put(work, events)
    from mandates.register import endings  # noqa: PLC0415 - only where a word is given

    projection.refresh(work, endings.sync(work, {row.resolution_id for row in rows}))
    return names


def _command(row: RenewalRow, item: OlderItem, newer_id: int | None) -> Command | None:
    """Return what settles an item as it is proposed; None where nothing does."""
    why = f"{row.newer} asks for it anew"
    on = row.adopted_on
    if item.proposed is Becomes.REPORTED:
        return Report(document=item.documents[0], on=on, reason=f"{row.newer_resolution} takes note of it")
    if item.proposed is Becomes.IMPLEMENTED:
        why = f"{row.newer_resolution} was adopted under it"
        return Update(status=Status.IMPLEMENTED, on=on, document=item.documents[0], reason=why)
    if item.proposed is Becomes.SUPERSEDED and newer_id is not None:
        return Update(superseded_by=newer_id, on=on, reason=why)
    return None


def _shown(connection: Connection, named: Sequence[NamedLink], as_of: dt.date) -> list[RenewalRow]:
    """Return links with what is open of the older requests, and what is proposed for it."""
    older = sorted({one.older_mandate_id for one in named if one.older_mandate_id is not None})
    items: dict[int, list[ListedRow]] = defaultdict(list)
    for item in obligations.of_mandates(connection, older, as_of):
        if item.lifecycle == OPEN:
            items[item.mandate_id].append(item)
    open_ones = [one for one in named if one.older_mandate_id in items]
    texts = store.paragraphs(connection, {one.reading_id for one in open_ones})
    reports = {reading_id: noted(paragraphs) for reading_id, paragraphs in texts.items()}
    return [
        RenewalRow(
            number=one.id,
            older=one.older,
            newer=one.newer,
            older_resolution=one.older_symbol,
            newer_resolution=one.newer_symbol,
            title=one.title,
            adopted_on=one.adopted_on,
            relation=one.relation,
            score=one.score,
            basis=one.basis,
            state=LinkState(one.state),
            older_clause=one.older_clause,
            newer_clause=one.newer_clause,
            items=tuple(
                _item(item, one, reports.get(one.reading_id, ()), as_of) for item in items[one.older_mandate_id or 0]
            ),
        )
        for one in named
        if one.older is not None and one.newer is not None
    ]


def _item(item: ListedRow, newer: NamedLink, reports: Sequence[tuple[str, str]], as_of: dt.date) -> OlderItem:
    found = outcome(
        Expected(
            deliverable=item.deliverable,
            recurs=item.series is not None,
            lasts=item.deliverable == "extension" or item.due_kind == DueKind.UNTIL,
            body=item.at_body,
            session=item.due_session,
            opens_on=item.opens_on,
            due_on=item.due_on,
            owners=item.owners,
        ),
        Newer(
            symbol=newer.newer_symbol,
            body=newer.body,
            session=newer.session,
            adopted_on=newer.adopted_on or as_of,
            noted=reports,
        ),
    )
    return OlderItem(
        reference=item.reference,
        status=Status(item.status),
        state=state_on(item, as_of),
        due_on=item.due_on,
        proposed=found.becomes,
        documents=found.documents,
        words=found.words,
    )
