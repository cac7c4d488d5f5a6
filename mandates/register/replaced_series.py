"""Earlier series whose place a request took: who reports on the newer request shows that they ended.

Which request continues which is told by the links that are kept (`mandates.register.linking`). They are shown beside a
proposal; a person who accepts it confirms them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from mandates.domain.kinds import LinkState
from mandates.domain.match import Proposal
from mandates.register import renewals
from mandates.register.unit_of_work import UnitOfWork
from mandates.store import links
from mandates.store.engine import Connection
from mandates.store.links import OlderSeries

#: Earlier series by the numbers of the mandates that took their place.
Replaced = Mapping[int, Sequence[OlderSeries]]


def replaced(connection: Connection, mandate_ids: Iterable[int]) -> Replaced:
    """Return the earlier series whose place these mandates took."""
    found: dict[int, list[OlderSeries]] = defaultdict(list)
    for one in links.older_series(connection, set(mandate_ids)):
        found[one.mandate_id].append(one)
    return found


def references(series: Replaced, mandate_id: int, named: Collection[str]) -> tuple[str, ...]:
    """Return the references of the earlier series of a mandate, but those of resolutions that a document `named`: it
    answers these too.
    """
    return tuple(one.older for one in series.get(mandate_id, ()) if one.older_symbol not in named)


def with_replaced(connection: Connection, proposals: Sequence[Proposal]) -> list[Proposal]:
    """Return proposals with the earlier series whose place the requests took that are answered."""
    series = replaced(connection, (match.mandate_id for proposal in proposals for match in proposal.matches))
    if not series:
        return list(proposals)
    found = []
    for proposal in proposals:
        named = {ground.resolution for ground in proposal.document.answers}
        matches = [replace(match, replaces=references(series, match.mandate_id, named)) for match in proposal.matches]
        found.append(replace(proposal, matches=tuple(matches)))
    return found


def confirm(work: UnitOfWork, shown: Mapping[int, Collection[str]], *, reason: str) -> tuple[str, ...]:
    """Confirm that mandates took the place of the earlier series that were `shown` with them, by their references;
    return in words what is confirmed.
    """
    series = replaced(work.connection, shown)
    wanted = [
        one.link_id
        for mandate_id, several in series.items()
        for one in several
        if one.older in shown[mandate_id] and one.state == LinkState.PROPOSED
    ]
    return tuple(renewals.confirm(work, wanted, reason=reason)) if wanted else ()
