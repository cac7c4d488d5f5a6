"""Requests that later resolutions renew: the links that wait for a person's decision, and the decision."""

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
from mandates.domain.lifecycle import OPEN
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The result of a decision on links.

    Attributes:
        links: what was confirmed or rejected, in words. changed: the items that were settled.
        change: number of the change, for `undo`.
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
    """Return the renewed requests that nobody has decided on and that have open items; the surest first.

    Args:
        resolutions: only renewals of these, as the older or newer resolution. above: the least score.
        numbers: only the renewals with these numbers.
    """
    rows = [row for row in store.waiting(connection) if above is None or row.score >= above]
    if numbers is not None:
        rows = [row for row in rows if row.id in numbers]
    named = store.named(connection, [row.id for row in rows])
    links = [link for link in named if link.adopted_on is None or link.adopted_on <= as_of]
    if resolutions:
        symbols = set(resolutions)
        links = [link for link in links if {link.older_symbol, link.newer_symbol} & symbols]
    shown_rows = [row for row in _shown(connection, links, as_of) if row.items]
    return sorted(shown_rows, key=lambda row: (-row.score, not _settles(row), row.newer, row.older))


def numbers_waiting(connection: Connection, as_of: dt.date) -> list[int]:
    """Return the numbers of those that `waiting` returns, the surest first, without loading their texts."""
    rows = store.waiting(connection)
    older = sorted({row.older_mandate_id for row in rows if row.older_mandate_id is not None})
    has_open = {item.mandate_id for item in obligations.of_mandates(connection, older, as_of) if item.lifecycle == OPEN}
    ids = [row.id for row in rows if row.older_mandate_id in has_open]
    return [link.id for link in store.named(connection, ids) if link.adopted_on is None or link.adopted_on <= as_of]


def _settles(row: RenewalRow) -> bool:
    return any(item.proposed.settles for item in row.items)


def numbers_of(rows: Iterable[RenewalRow]) -> list[int]:
    """Return the numbers of rows, by which they are accepted or rejected."""
    return [row.number for row in rows]


def accept(work: UnitOfWork, numbers: Sequence[int], *, reason: str | None = None) -> Judged:
    """Confirm links and settle the items that they propose to settle, as one change, all or none.

    Raises:
        UnknownReferenceError: there is no such link. TransitionError: it was rejected.
    """
    locks.many(work.connection)
    projection.reach_today(work)
    rows = _existing_links(work.connection, numbers)
    for row in rows:
        if row.is_rejected:
            raise TransitionError(f"renewal {row.id} was rejected", "take that back with 'mandates undo' first")
    links = store.named(work.connection, [row.id for row in rows])
    proposed = _shown(work.connection, links, work.day)
    sentences = _judge(work, Judge(accept=True, reason=reason), rows)
    changed: list[Changed] = []
    newer = {row.id: row.mandate_id for row in rows}
    for proposal in proposed:
        for item in proposal.items:
            command = _command(proposal, item, newer[proposal.number])
            if command is not None:
                changed += track.apply(work, command, track.Named(references=(item.reference,))).changed
    return Judged(links=tuple(sentences), changed=tuple(changed), change=work.change_id)


def confirm(work: UnitOfWork, numbers: Sequence[int], *, reason: str) -> list[str]:
    """Confirm links without settling anything, and return them in words."""
    projection.reach_today(work)
    return _judge(work, Judge(accept=True, reason=reason), _existing_links(work.connection, numbers))


def reject(work: UnitOfWork, numbers: Sequence[int], *, reason: str | None = None) -> Judged:
    """Reject links for good; they do not influence lists any more.

    Raises:
        UnknownReferenceError: there is no such link.
    """
    locks.many(work.connection)
    projection.reach_today(work)
    rows = [row for row in _existing_links(work.connection, numbers) if not row.is_rejected]
    sentences = _judge(work, Judge(accept=False, reason=reason), rows)
    return Judged(links=tuple(sentences), changed=(), change=work.change_id)


def _existing_links(connection: Connection, numbers: Sequence[int]) -> list[LinkRow]:
    ids = list(dict.fromkeys(numbers))
    rows = store.by_ids(connection, ids)
    for number in ids:
        if number not in rows:
            raise UnknownReferenceError(f"there is no renewal {number}", "see 'mandates renewals'")
    return [rows[number] for number in ids]


def _judge(work: UnitOfWork, command: Judge, rows: Sequence[LinkRow]) -> list[str]:
    """Store a decision on links, update what follows from them, and return the links in words."""
    state = LinkState.CONFIRMED if command.accept else LinkState.REJECTED
    named = {link.id: link for link in store.named(work.connection, [row.id for row in rows])}
    events, sentences = [], []
    for row in rows:
        link = named[row.id]
        older, newer = (link.older or link.older_symbol), (link.newer or link.newer_symbol)
        sentences.append(f"{newer} {'continues' if command.accept else 'does not continue'} {older}")
        if row.state == state:
            continue
        events.append(
            Event(
                kind=command.kind,
                reference=older,
                resolution_id=None if row.older_mandate_id else row.resolution_id,
                mandate_id=row.older_mandate_id,
                before={"link_id": row.id, "state": row.state},
                after={"link_id": row.id, "state": state.value},
                details={"before": {}, "after": {"renewed_by" if command.accept else "not_renewed_by": newer}},
                reason=command.reason,
            )
        )
    records.put(work, events)
    from mandates.register import endings  # noqa: PLC0415 - only for decisions

    projection.refresh(work, endings.sync(work, {row.resolution_id for row in rows}))
    return sentences


def _command(row: RenewalRow, item: OlderItem, newer_id: int | None) -> Command | None:
    """Return the command that settles an item as proposed; None where none does."""
    reason = f"{row.newer} asks for it anew"
    adopted_on = row.adopted_on
    if item.proposed is Becomes.REPORTED:
        return Report(document=item.documents[0], on=adopted_on, reason=f"{row.newer_resolution} takes note of it")
    if item.proposed is Becomes.IMPLEMENTED:
        reason = f"{row.newer_resolution} was adopted under it"
        return Update(status=Status.IMPLEMENTED, on=adopted_on, document=item.documents[0], reason=reason)
    if item.proposed is Becomes.SUPERSEDED and newer_id is not None:
        return Update(superseded_by=newer_id, on=adopted_on, reason=reason)
    return None


def _shown(connection: Connection, named: Sequence[NamedLink], as_of: dt.date) -> list[RenewalRow]:
    """Return links with the open items of the older requests, and what is proposed for these."""
    older = sorted({link.older_mandate_id for link in named if link.older_mandate_id is not None})
    items: dict[int, list[ListedRow]] = defaultdict(list)
    for item in obligations.of_mandates(connection, older, as_of):
        if item.lifecycle == OPEN:
            items[item.mandate_id].append(item)
    open_links = [link for link in named if link.older_mandate_id in items]
    paragraphs_by_reading = store.paragraphs(connection, {link.reading_id for link in open_links})
    reports = {reading_id: noted(paragraphs) for reading_id, paragraphs in paragraphs_by_reading.items()}
    return [
        RenewalRow(
            number=link.id,
            older=link.older,
            newer=link.newer,
            older_resolution=link.older_symbol,
            newer_resolution=link.newer_symbol,
            title=link.title,
            adopted_on=link.adopted_on,
            relation=link.relation,
            score=link.score,
            basis=link.basis,
            state=LinkState(link.state),
            older_clause=link.older_clause,
            newer_clause=link.newer_clause,
            items=tuple(
                _item(item, link, reports.get(link.reading_id, ()), as_of) for item in items[link.older_mandate_id or 0]
            ),
        )
        for link in named
        if link.older is not None and link.newer is not None
    ]


def _item(item: ListedRow, newer: NamedLink, reports: Sequence[tuple[str, str]], as_of: dt.date) -> OlderItem:
    result = outcome(
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
        proposed=result.becomes,
        documents=result.documents,
        words=result.words,
    )
