"""Earlier, recurring requests that a newer one replaced: a report on the newer one shows that they ended.

Which request continues which follows from the stored links (`mandates.register.linking`). They are shown next to a
suggested match; a person who accepts it confirms them.
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
from mandates.store.links import ReplacedRequest

#: Replaced requests by the ids of the mandates that replaced them.
Replaced = Mapping[int, Sequence[ReplacedRequest]]


def replaced(connection: Connection, mandate_ids: Iterable[int]) -> Replaced:
    """Return the requests that these mandates replaced."""
    requests: dict[int, list[ReplacedRequest]] = defaultdict(list)
    for earlier in links.replaced_requests(connection, set(mandate_ids)):
        requests[earlier.mandate_id].append(earlier)
    return requests


def references(requests: Replaced, mandate_id: int, named: Collection[str]) -> tuple[str, ...]:
    """Return the references of the requests that a mandate replaced.

    Requests of resolutions that a document `named` are left out, since it answers these too.
    """
    return tuple(earlier.older for earlier in requests.get(mandate_id, ()) if earlier.older_symbol not in named)


def with_replaced(connection: Connection, proposals: Sequence[Proposal]) -> list[Proposal]:
    """Return proposals with the earlier requests that each answered one replaced."""
    requests = replaced(connection, (match.mandate_id for proposal in proposals for match in proposal.matches))
    if not requests:
        return list(proposals)
    completed = []
    for proposal in proposals:
        named = {ground.resolution for ground in proposal.document.answers}
        matches = [replace(match, replaces=references(requests, match.mandate_id, named)) for match in proposal.matches]
        completed.append(replace(proposal, matches=tuple(matches)))
    return completed


def confirm(work: UnitOfWork, shown: Mapping[int, Collection[str]], *, reason: str) -> tuple[str, ...]:
    """Confirm that mandates replaced the earlier requests whose references were `shown` with them; return a message for
    each confirmed link.
    """
    requests = replaced(work.connection, shown)
    link_ids = [
        earlier.link_id
        for mandate_id, earlier_requests in requests.items()
        for earlier in earlier_requests
        if earlier.older in shown[mandate_id] and earlier.state == LinkState.PROPOSED
    ]
    return tuple(renewals.confirm(work, link_ids, reason=reason)) if link_ids else ()
