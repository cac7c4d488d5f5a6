"""Which resolutions continue which, and which of their requests: stored as links, renewed when texts change.

`mandates.matching.lineage` links resolutions, `mandates.matching.renewals` their requests. Both follow from the texts
in force and from what people decided on links, not from the order in which these came. Decisions of people stay.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from mandates.domain.kinds import LinkState, Relation
from mandates.matching.alignment import carries, compared_due
from mandates.matching.lineage import FARTHEST, LONG, LONGEST, Predecessor, Text, like_titles, predecessors, surely
from mandates.matching.renewals import Continued, Request, continued, renewed_long_after
from mandates.store import lineage as texts
from mandates.store import links as store
from mandates.store.engine import Connection
from mandates.store.lineage import HeadRow, RequestRow
from mandates.store.links import LinkRow, NewLink

#: How many of the resolutions of one series before a resolution are considered: it may continue any of them.
_NEAREST = 6
#: How many of the resolutions that it cites, the newest, are considered where none has a like title.
_CITED_LOOKED_AT = 3
#: The score from which a link between two resolutions is beyond doubt.
_SURE_SCORE = 1.8
#: The factor for the score of a link between mandates where the link between their resolutions is less sure.
_REDUCED = 0.95
#: Links that follow from what texts on one situation say of each other's mandates (`mandates.register.endings`).
BY_SITUATION = "on the same situation"

_WORD = re.compile(r"\w+")
_BASIS_TEXTS = {
    Relation.SAME: "the same words",
    Relation.REWORDED: "like words",
    Relation.DUE_MOVED: "like words, another time",
    Relation.EXTENDED: "the same extended",
    Relation.SPLIT: "a part of it",
    Relation.MERGED: "a part of this",
    Relation.CARRIED: "kept in force by reference",
}


def sync(connection: Connection, resolution_ids: Iterable[int]) -> list[int]:
    """Update the links of these resolutions, and of those that continue or may continue them, and return the ids of
    the resolutions whose links were checked.

    The links follow from the texts in force and from what people decided on links.
    """
    ids = set(resolution_ids)
    heads = texts.of_ids(connection, sorted(ids))
    newer = _with_later(connection, heads, ids)
    checked = sorted(ids | {resolution.id for resolution in newer})
    stored = store.of_newer(connection, checked)
    resolution_links = [row for row in stored if row.mandate_id is None]
    finder = _Finder(connection, newer)
    new_links: list[NewLink] = []
    pairs: list[tuple[HeadRow, HeadRow, float]] = []
    distant_pairs: list[tuple[HeadRow, HeadRow]] = []
    for head in newer:
        known = {row.older_id: row for row in resolution_links if row.resolution_id == head.id}
        rejected = {older for older, row in known.items() if row.is_rejected}
        candidates = finder.predecessors(head, rejected)
        new_links += [link for link, _ in candidates]
        linked = {link.older_id: (older, link.score) for link, older in candidates if link.sure}
        confirmed = [row for row in known.values() if row.state == LinkState.CONFIRMED]
        for older in texts.of_ids(connection, [row.older_id for row in confirmed]) if confirmed else ():
            linked[older.id] = older, _SURE_SCORE
        pairs += [(head, older, score) for older, score in linked.values()]
        distant = None if linked else finder.long_before(head, rejected)
        if distant is not None:
            distant_pairs.append((head, distant))
            if all(link.older_id != distant.id for link, _ in candidates):
                new_links.append(_of_one_title(head, distant))
    linked_before = {(row.resolution_id, row.older_id, row.score) for row in resolution_links if row.counts}
    unchanged = {
        (newer.id, older.id)
        for newer, older, score in pairs
        if ids.isdisjoint((newer.id, older.id)) and (newer.id, older.id, score) in linked_before
    }
    new_links += _requests(connection, [pair for pair in pairs if (pair[0].id, pair[1].id) not in unchanged], stored)
    new_links += _requests_long_after(connection, distant_pairs)
    new_pairs = {link.pair for link in new_links}
    stored = [row for row in stored if row.mandate_id is None or (row.resolution_id, row.older_id) not in unchanged]
    store.put(connection, [row for row in stored if row.pair in new_pairs or not by_situation(row)], new_links)
    return checked


def by_situation(row: LinkRow) -> bool:
    """Whether a link follows from what texts on one situation say of each other's mandates."""
    return row.basis == BY_SITUATION


def _with_later(connection: Connection, heads: Sequence[HeadRow], ids: set[int]) -> list[HeadRow]:
    """Return these resolutions and all that may continue one of them or were linked to one."""
    nearby = _Near(connection, heads)
    citing = texts.citing_any(connection, [resolution.symbol for resolution in heads])
    resolutions = {resolution.id: resolution for resolution in heads}
    linked_by_title = _linked_by_title(
        connection, [resolution for citing_heads in citing.values() for resolution in citing_heads]
    )
    for head in heads:
        later = [*_first(nearby, head, _after), *_first(nearby, head, _long_after)]
        citing_it = [resolution for resolution in citing.get(head.symbol, ()) if _may_continue_cited(resolution, head)]
        resolutions |= {
            resolution.id: resolution
            for resolution in (
                *later,
                *(resolution for resolution in citing_it if _may_continue(resolution, head, linked_by_title)),
            )
        }
    linked = {row.resolution_id for row in store.to_older(connection, ids) if row.mandate_id is None} - set(resolutions)
    resolutions |= {resolution.id: resolution for resolution in texts.of_ids(connection, sorted(linked))}
    return list(resolutions.values())


def _first(nearby: _Near, head: HeadRow, follows: Callable[[HeadRow, HeadRow], bool]) -> list[HeadRow]:
    """Return the earliest nearby resolutions that follow `head`, at most `_NEAREST`."""
    return sorted(
        {candidate.id: candidate for candidate in nearby.of(head) if follows(candidate, head)}.values(), key=_in_time
    )[:_NEAREST]


def _linked_by_title(connection: Connection, heads: Sequence[HeadRow]) -> set[int]:
    """Return the ids of those of these resolutions that are linked to one with a like title."""
    by_id = {head.id: head for head in heads if head.stem and not head.situation}
    rows = [row for row in store.of_newer(connection, by_id) if row.mandate_id is None and row.counts]
    older = {head.id: head for head in texts.of_ids(connection, [row.older_id for row in rows])}
    return {
        row.resolution_id
        for row in rows
        if row.older_id in older and like_titles(_text(by_id[row.resolution_id]), _text(older[row.older_id]))
    }


def _may_continue(newer: HeadRow, older: HeadRow, linked_by_title: set[int]) -> bool:
    """Whether a resolution may continue one that it cites.

    It may if their titles are alike, or if it is not linked by its title to another one.
    """
    return newer.id not in linked_by_title or like_titles(_text(newer), _text(older))


class _Near:
    """Finds the resolutions of one body with like titles or, for those without a title, on the same situation."""

    def __init__(self, connection: Connection, heads: Sequence[HeadRow]) -> None:
        self._stems = texts.of_stems(connection, {head.stem for head in heads if head.stem and not head.situation})
        self._situations = texts.of_situations(connection, {head.situation for head in heads if head.situation})

    def of(self, head: HeadRow) -> Sequence[HeadRow]:
        if head.situation:
            return self._situations.get((head.body, head.situation), ())
        heads = self._stems.get((head.body, head.stem), ()) if head.stem else ()
        return [other for other in heads if not other.situation]


class _Finder:
    """Finds what resolutions continue; loads their words only where titles and citations do not decide."""

    def __init__(self, connection: Connection, newer: Sequence[HeadRow]) -> None:
        self.connection = connection
        self._newer = newer
        self._near = _Near(connection, newer)
        self._cited = texts.cited_by(connection, [head.reading_id for head in newer])
        symbols = {symbol for cited_symbols in self._cited.values() for symbol in cited_symbols}
        self._named = {head.symbol: head for head in texts.of_symbols(connection, symbols)}
        self._read: dict[int, Text] = {}

    def predecessors(self, head: HeadRow, barred: set[int]) -> list[tuple[NewLink, HeadRow]]:
        """Return what a resolution continues or may continue, except the resolutions with `barred` ids."""
        cited = self._cited.get(head.reading_id, set())
        nearby = sorted({other for other in self._near.of(head) if _after(head, other)}, key=_in_time)[-_NEAREST:]
        cited_heads = sorted(
            (other for other in self._named_by(head) if _may_continue_cited(head, other)), key=_in_time
        )
        earlier = {
            other.id: other for other in (*nearby, *(cited_heads if head.stem else cited_heads[-_CITED_LOOKED_AT:]))
        }
        earlier = {other_id: other for other_id, other in earlier.items() if other_id not in barred}
        if not earlier:
            return []
        text = _text(head, cited)
        sure_symbol = surely(text, [_text(other) for other in earlier.values()])
        if sure_symbol is not None:
            (older,) = (other for other in earlier.values() if other.symbol == sure_symbol)
            return self._links(head, earlier, predecessors(text, [_text(older)]))
        candidates = list(earlier.values())
        if text.title:
            like_titled = [other for other in candidates if like_titles(text, _text(other))]
            if len(like_titled) == 1 and like_titled[0].symbol in cited and _after(head, like_titled[0]):
                return self._links(head, earlier, predecessors(text, [_text(like_titled[0])]))
            candidates = like_titled or [
                other for other in cited_heads[-_CITED_LOOKED_AT:] if self._shares(head, other) and other.id in earlier
            ]
        if not candidates:
            return []
        texts_read = self._with_words([head, *candidates])
        return self._links(head, earlier, predecessors(replace(texts_read[0], cited=frozenset(cited)), texts_read[1:]))

    def long_before(self, head: HeadRow, barred: set[int]) -> HeadRow | None:
        """Return the latest resolution of the same title that is too much older for `head` to continue it, if any."""
        title = _words_of(head.title)
        candidates = [
            other for other in self._near.of(head) if _long_after(head, other) and _words_of(other.title) == title
        ]
        return max((other for other in candidates if other.id not in barred), key=_in_time, default=None)

    def _named_by(self, head: HeadRow) -> list[HeadRow]:
        return [self._named[symbol] for symbol in self._cited.get(head.reading_id, ()) if symbol in self._named]

    def _shares(self, head: HeadRow, older: HeadRow) -> bool:
        """Whether two resolutions share an operative paragraph, word for word."""
        return not self._paragraphs[head.reading_id].isdisjoint(self._paragraphs[older.reading_id])

    @cached_property
    def _paragraphs(self) -> Mapping[int, set[str]]:
        """The digests of operative paragraphs by extraction, of these resolutions and the latest that they cite."""
        titled = [head for head in self._newer if head.stem and not head.situation]
        cited = [sorted(self._named_by(head), key=_in_time)[-_CITED_LOOKED_AT:] for head in titled]
        reading_ids = [head.reading_id for head in (*titled, *(head for heads in cited for head in heads))]
        return texts.digests(self.connection, reading_ids)

    @staticmethod
    def _links(
        head: HeadRow, earlier: Mapping[int, HeadRow], found_predecessors: Iterable[Predecessor]
    ) -> list[tuple[NewLink, HeadRow]]:
        by_symbol = {other.symbol: other for other in earlier.values()}
        return [
            (
                NewLink(
                    resolution_id=head.id,
                    mandate_id=None,
                    older_id=by_symbol[predecessor.symbol].id,
                    older_mandate_id=None,
                    relation=Relation.CONTINUES.value,
                    sure=predecessor.linked,
                    renews=False,
                    score=predecessor.score,
                    basis=predecessor.basis,
                ),
                by_symbol[predecessor.symbol],
            )
            for predecessor in found_predecessors
        ]

    def _with_words(self, heads: Sequence[HeadRow]) -> list[Text]:
        unread = [head for head in heads if head.id not in self._read]
        reading_ids = [head.reading_id for head in unread]
        words = texts.passages(self.connection, reading_ids)
        subjects = texts.extended_in(self.connection, [head.id for head in unread if head.situation])
        for head in unread:
            passages = [row.text for row in words.get(head.reading_id, ())]
            self._read[head.id] = _text(head, (), passages, subjects.get(head.id, ()))
        return [self._read[head.id] for head in heads]


def _text(
    head: HeadRow, cited: Iterable[str] = (), operative: Sequence[str] = (), subjects: Iterable[str] = ()
) -> Text:
    return Text(
        symbol=head.symbol,
        body=head.body,
        title=None if head.situation else head.title,
        adopted_on=head.adopted_on,
        cited=frozenset(cited),
        operative=operative,
        subjects=frozenset(subjects),
        situation=head.situation,
    )


def _requests(
    connection: Connection, pairs: Sequence[tuple[HeadRow, HeadRow, float]], stored: Sequence[LinkRow]
) -> list[NewLink]:
    """Return links between the requests of the resolutions of each pair, for those that continue another."""
    requests = requests_of(connection, [head.id for newer, older, _ in pairs for head in (newer, older)])
    judged_pairs: dict[tuple[int, int], dict[str, set[tuple[int, int]]]] = defaultdict(lambda: defaultdict(set))
    for row in stored:
        if row.mandate_id is not None and row.older_mandate_id is not None:
            judged_pairs[row.resolution_id, row.older_id][row.state].add((row.older_mandate_id, row.mandate_id))
    new_links: list[NewLink] = []
    for newer, older, score in pairs:
        judgements = judged_pairs.get((newer.id, older.id), {})
        factor = 1.0 if score >= _SURE_SCORE else _REDUCED
        new_links += [
            _link(newer, older, continuation, factor)
            for continuation in continued(
                requests.get(older.id, []),
                requests.get(newer.id, []),
                symbol=older.symbol,
                confirmed=judgements.get(LinkState.CONFIRMED, ()),
                rejected=judgements.get(LinkState.REJECTED, ()),
            )
        ]
    return new_links


def _of_one_title(newer: HeadRow, older: HeadRow) -> NewLink:
    """Return the link that says that a resolution may continue one of the same title from many years before."""
    return NewLink(
        resolution_id=newer.id,
        mandate_id=None,
        older_id=older.id,
        older_mandate_id=None,
        relation=Relation.CONTINUES.value,
        sure=False,
        renews=False,
        score=0.0,
        basis="same title, many years between",
    )


def _requests_long_after(connection: Connection, pairs: Sequence[tuple[HeadRow, HeadRow]]) -> list[NewLink]:
    """Return links from requests to those that they renew, of resolutions of the same title many years apart."""
    requests = requests_of(connection, [head.id for pair in pairs for head in pair]) if pairs else {}
    new_links: list[NewLink] = []
    for newer, older in pairs:
        older_requests, newer_requests = requests.get(older.id, []), requests.get(newer.id, [])
        for (i, j), score in sorted(renewed_long_after(older_requests, newer_requests).items()):
            new_links.append(
                NewLink(
                    resolution_id=newer.id,
                    mandate_id=newer_requests[j].key,
                    older_id=older.id,
                    older_mandate_id=older_requests[i].key,
                    relation=(
                        Relation.SAME if older_requests[i].due == newer_requests[j].due else Relation.DUE_MOVED
                    ).value,
                    sure=True,
                    renews=True,
                    score=round(score * _REDUCED / 100, 3),
                    basis=store.LONG_AFTER,
                )
            )
    return new_links


def _link(newer: HeadRow, older: HeadRow, continuation: Continued, factor: float) -> NewLink:
    return NewLink(
        resolution_id=newer.id,
        mandate_id=continuation.newer,
        older_id=older.id,
        older_mandate_id=continuation.older,
        relation=continuation.relation.value,
        sure=True,
        renews=continuation.renews,
        score=round(continuation.score * factor / 100, 3),
        basis=_BASIS_TEXTS[continuation.relation],
    )


def requests_of(connection: Connection, resolution_ids: Sequence[int]) -> dict[int, list[Request]]:
    """Return the requests of resolutions in the form in which they are compared, by resolution id."""
    rows_by_resolution = texts.requests(connection, resolution_ids)
    rows = [row for resolution_rows in rows_by_resolution.values() for row in resolution_rows]
    extended = texts.what_is_extended(connection, [row.version_id for row in rows])
    citing_versions = [row.version_id for row in rows if row.version_id in extended or carries(row.clause)]
    cited = texts.cited_by_versions(connection, citing_versions)

    def request(row: RequestRow) -> Request:
        is_extension = row.deliverable == "extension" or any(due["kind"] == "until" for due in row.dues)
        subject = extended.get(row.version_id) if is_extension else None
        citations = [
            citation
            for citation in cited.get(row.version_id, ())
            if subject is None or citation.labels or carries(row.clause)
        ]
        return Request(
            label=row.label,
            text=row.clause,
            due=frozenset(compared_due(due) for due in row.dues),
            extended=subject,
            carries=tuple((citation.symbol, tuple(citation.labels)) for citation in citations),
            key=row.mandate_id,
            owners=frozenset(party["name"] for party in row.owners),
            deliverable=row.deliverable,
            paragraph=row.paragraph,
        )

    return {
        resolution_id: [request(row) for row in resolution_rows]
        for resolution_id, resolution_rows in rows_by_resolution.items()
    }


class OnSituation(NamedTuple):
    """A mandate that ends a mandate of another resolution on the same situation."""

    resolution_id: int
    mandate_id: int
    older_id: int
    older_mandate_id: int
    renews: bool


def sync_situations(connection: Connection, renewals: Iterable[OnSituation], older_mandates: Sequence[int]) -> None:
    """Replace the links to `older_mandates` that follow from texts on situations by those of `renewals`."""
    rows = store.of_mandates_to(connection, older_mandates)
    other_pairs = {row.pair for row in rows if not by_situation(row)}
    new_links = [
        NewLink(
            resolution_id=ended.resolution_id,
            mandate_id=ended.mandate_id,
            older_id=ended.older_id,
            older_mandate_id=ended.older_mandate_id,
            relation=(Relation.REWORDED if ended.renews else Relation.EXTENDED).value,
            sure=True,
            renews=ended.renews,
            score=_REDUCED,
            basis=BY_SITUATION,
        )
        for ended in renewals
    ]
    new_links = [link for link in new_links if link.pair not in other_pairs]
    store.put(connection, [row for row in rows if by_situation(row)], new_links)


def _after(newer: HeadRow, older: HeadRow) -> bool:
    """Whether `newer` was adopted after `older`, and not too long after to continue it."""
    if newer.adopted_on is None or older.adopted_on is None or newer.body != older.body:
        return False
    return older.adopted_on < newer.adopted_on <= older.adopted_on + LONG


def _long_after(newer: HeadRow, older: HeadRow) -> bool:
    """Whether a titled resolution was adopted too long after another to continue it, but within `FARTHEST`."""
    if newer.adopted_on is None or older.adopted_on is None or newer.body != older.body or newer.situation:
        return False
    return older.adopted_on + LONG < newer.adopted_on <= older.adopted_on + FARTHEST


def _may_continue_cited(newer: HeadRow, older: HeadRow) -> bool:
    """Whether a resolution that cites an older one may continue it: with a like title also long after it."""
    if _after(newer, older):
        return True
    if newer.adopted_on is None or older.adopted_on is None or newer.body != older.body:
        return False
    in_time = older.adopted_on < newer.adopted_on <= older.adopted_on + LONGEST
    return in_time and like_titles(_text(newer), _text(older))


def _words_of(title: str | None) -> Sequence[str]:
    return _WORD.findall((title or "").casefold())


def _in_time(head: HeadRow) -> tuple[dt.date, str]:
    return head.adopted_on or dt.date.min, head.symbol
