"""Which resolutions continue which, and which of their requests: kept as links, remade as texts come in or change.

A resolution is linked by `mandates.matching.lineage`, its requests by `mandates.matching.renewals`: by what the texts
in force say, and by what people said of links, in whatever order they came. What a person said of a link stays.
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

#: Of the resolutions of one series so many before one are looked at: it may continue any of them.
_BEFORE = 6
#: Where none has a like title so many of those that it names, the newest, are looked at.
_NAMED = 3
#: From this score on nothing is left to doubt of a link between two resolutions.
_WHOLE = 1.8
#: What a link between mandates is worth where that between their resolutions is less sure.
_LESS = 0.95
#: Links that follow from what texts on one situation say of each other's mandates (`mandates.register.endings`).
BY_SITUATION = "on the same situation"

_WORD = re.compile(r"\w+")
_WORDS = {
    Relation.SAME: "the same words",
    Relation.REWORDED: "like words",
    Relation.DUE_MOVED: "like words, another time",
    Relation.EXTENDED: "the same extended",
    Relation.SPLIT: "a part of it",
    Relation.MERGED: "a part of this",
    Relation.CARRIED: "kept in force by reference",
}


def sync(connection: Connection, resolution_ids: Iterable[int]) -> list[int]:
    """Bring the links of these resolutions, and of those that continue or may continue them, to the texts in force and
    to what people said; return the resolutions of which the links were looked at.
    """
    ids = set(resolution_ids)
    heads = texts.of_ids(connection, sorted(ids))
    newer = _and_those_after(connection, heads, ids)
    looked_at = sorted(ids | {one.id for one in newer})
    kept = store.of_newer(connection, looked_at)
    of_resolutions = [row for row in kept if row.mandate_id is None]
    finder = _Finder(connection, newer)
    wanted: list[NewLink] = []
    pairs: list[tuple[HeadRow, HeadRow, float]] = []
    apart: list[tuple[HeadRow, HeadRow]] = []
    for head in newer:
        judged = {row.older_id: row for row in of_resolutions if row.resolution_id == head.id}
        barred = {older for older, row in judged.items() if row.is_rejected}
        found = finder.predecessors(head, barred)
        wanted += [one for one, _ in found]
        linked = {one.older_id: (older, one.score) for one, older in found if one.sure}
        confirmed = [row for row in judged.values() if row.state == LinkState.CONFIRMED]
        for older in texts.of_ids(connection, [row.older_id for row in confirmed]) if confirmed else ():
            linked[older.id] = older, _WHOLE
        pairs += [(head, older, score) for older, score in linked.values()]
        far = None if linked else finder.long_before(head, barred)
        if far is not None:
            apart.append((head, far))
            if all(one.older_id != far.id for one, _ in found):
                wanted.append(_of_one_title(head, far))
    linked_before = {(row.resolution_id, row.older_id, row.score) for row in of_resolutions if row.counts}
    stay = {
        (newer.id, older.id)
        for newer, older, score in pairs
        if ids.isdisjoint((newer.id, older.id)) and (newer.id, older.id, score) in linked_before
    }
    wanted += _requests(connection, [one for one in pairs if (one[0].id, one[1].id) not in stay], kept)
    wanted += _requests_long_after(connection, apart)
    told = {one.pair for one in wanted}
    kept = [row for row in kept if row.mandate_id is None or (row.resolution_id, row.older_id) not in stay]
    store.put(connection, [row for row in kept if row.pair in told or not by_situation(row)], wanted)
    return looked_at


def by_situation(row: LinkRow) -> bool:
    """Whether a link follows from what texts on one situation say of each other's mandates."""
    return row.basis == BY_SITUATION


def _and_those_after(connection: Connection, heads: Sequence[HeadRow], ids: set[int]) -> list[HeadRow]:
    """Return these resolutions and all that may continue them, or were linked to one."""
    near = _Near(connection, heads)
    citing = texts.citing_any(connection, [one.symbol for one in heads])
    found = {one.id: one for one in heads}
    told = _told_by_titles(connection, [one for some in citing.values() for one in some])
    for head in heads:
        after = [*_first(near, head, _after), *_first(near, head, _long_after)]
        named = [one for one in citing.get(head.symbol, ()) if _names_after(one, head)]
        found |= {one.id: one for one in (*after, *(one for one in named if _may_continue(one, head, told)))}
    linked = {row.resolution_id for row in store.to_older(connection, ids) if row.mandate_id is None} - set(found)
    found |= {one.id: one for one in texts.of_ids(connection, sorted(linked))}
    return list(found.values())


def _first(near: _Near, head: HeadRow, follows: Callable[[HeadRow, HeadRow], bool]) -> list[HeadRow]:
    """Return the first of the resolutions near one that follow it."""
    return sorted({one.id: one for one in near.of(head) if follows(one, head)}.values(), key=_in_time)[:_BEFORE]


def _told_by_titles(connection: Connection, heads: Sequence[HeadRow]) -> set[int]:
    """Return which of these resolutions are linked to one with a like title, by their ids."""
    by_id = {one.id: one for one in heads if one.stem and not one.situation}
    rows = [row for row in store.of_newer(connection, by_id) if row.mandate_id is None and row.counts]
    older = {one.id: one for one in texts.of_ids(connection, [row.older_id for row in rows])}
    return {
        row.resolution_id
        for row in rows
        if row.older_id in older and like_titles(_text(by_id[row.resolution_id]), _text(older[row.older_id]))
    }


def _may_continue(newer: HeadRow, older: HeadRow, told: set[int]) -> bool:
    """Whether a resolution may continue one that it names: with a like title, or where no title tells what it does."""
    return newer.id not in told or like_titles(_text(newer), _text(older))


class _Near:
    """Gives the resolutions of one body with like titles or, without a title of its own, on the same situation."""

    def __init__(self, connection: Connection, heads: Sequence[HeadRow]) -> None:
        self._stems = texts.of_stems(connection, {one.stem for one in heads if one.stem and not one.situation})
        self._situations = texts.of_situations(connection, {one.situation for one in heads if one.situation})

    def of(self, head: HeadRow) -> Sequence[HeadRow]:
        if head.situation:
            return self._situations.get((head.body, head.situation), ())
        found = self._stems.get((head.body, head.stem), ()) if head.stem else ()
        return [one for one in found if not one.situation]


class _Finder:
    """Finds what resolutions continue; reads their words only where titles and citations do not tell enough."""

    def __init__(self, connection: Connection, newer: Sequence[HeadRow]) -> None:
        self.connection = connection
        self._newer = newer
        self._near = _Near(connection, newer)
        self._cited = texts.cited_by(connection, [one.reading_id for one in newer])
        symbols = {symbol for some in self._cited.values() for symbol in some}
        self._named = {one.symbol: one for one in texts.of_symbols(connection, symbols)}
        self._read: dict[int, Text] = {}

    def predecessors(self, head: HeadRow, barred: set[int]) -> list[tuple[NewLink, HeadRow]]:
        """Return what a resolution continues or may continue, but for those that are `barred`."""
        cited = self._cited.get(head.reading_id, set())
        near = sorted({one for one in self._near.of(head) if _after(head, one)}, key=_in_time)[-_BEFORE:]
        named = sorted((one for one in self._named_by(head) if _names_after(head, one)), key=_in_time)
        earlier = {one.id: one for one in (*near, *(named if head.stem else named[-_NAMED:]))}
        earlier = {number: one for number, one in earlier.items() if number not in barred}
        if not earlier:
            return []
        this = _text(head, cited)
        told = surely(this, [_text(one) for one in earlier.values()])
        if told is not None:
            (older,) = (one for one in earlier.values() if one.symbol == told)
            return self._links(head, earlier, predecessors(this, [_text(older)]))
        several = list(earlier.values())
        if this.title:
            alike = [one for one in several if like_titles(this, _text(one))]
            if len(alike) == 1 and alike[0].symbol in cited and _after(head, alike[0]):
                return self._links(head, earlier, predecessors(this, [_text(alike[0])]))
            several = alike or [one for one in named[-_NAMED:] if self._shares(head, one) and one.id in earlier]
        if not several:
            return []
        read = self._with_words([head, *several])
        return self._links(head, earlier, predecessors(replace(read[0], cited=frozenset(cited)), read[1:]))

    def long_before(self, head: HeadRow, barred: set[int]) -> HeadRow | None:
        """Return the last resolution of the same title where too many years lie between for the one to continue it."""
        title = _words_of(head.title)
        found = [one for one in self._near.of(head) if _long_after(head, one) and _words_of(one.title) == title]
        return max((one for one in found if one.id not in barred), key=_in_time, default=None)

    def _named_by(self, head: HeadRow) -> list[HeadRow]:
        return [self._named[symbol] for symbol in self._cited.get(head.reading_id, ()) if symbol in self._named]

    def _shares(self, head: HeadRow, older: HeadRow) -> bool:
        """Whether two resolutions have an operative paragraph in common, word for word."""
        return not self._paragraphs[head.reading_id].isdisjoint(self._paragraphs[older.reading_id])

    @cached_property
    def _paragraphs(self) -> Mapping[int, set[str]]:
        """What tells the operative paragraphs of these resolutions apart, and of those that they name last."""
        alone = [one for one in self._newer if one.stem and not one.situation]
        named = [sorted(self._named_by(one), key=_in_time)[-_NAMED:] for one in alone]
        readings = [one.reading_id for one in (*alone, *(one for some in named for one in some))]
        return texts.digests(self.connection, readings)

    @staticmethod
    def _links(
        head: HeadRow, earlier: Mapping[int, HeadRow], found: Iterable[Predecessor]
    ) -> list[tuple[NewLink, HeadRow]]:
        by_symbol = {one.symbol: one for one in earlier.values()}
        return [
            (
                NewLink(
                    resolution_id=head.id,
                    mandate_id=None,
                    older_id=by_symbol[one.symbol].id,
                    older_mandate_id=None,
                    relation=Relation.CONTINUES.value,
                    sure=one.linked,
                    renews=False,
                    score=one.score,
                    basis=one.basis,
                ),
                by_symbol[one.symbol],
            )
            for one in found
        ]

    def _with_words(self, heads: Sequence[HeadRow]) -> list[Text]:
        unread = [one for one in heads if one.id not in self._read]
        readings = [one.reading_id for one in unread]
        words = texts.passages(self.connection, readings)
        subjects = texts.extended_in(self.connection, [one.id for one in unread if one.situation])
        for one in unread:
            passages = [row.text for row in words.get(one.reading_id, ())]
            self._read[one.id] = _text(one, (), passages, subjects.get(one.id, ()))
        return [self._read[one.id] for one in heads]


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
    connection: Connection, pairs: Sequence[tuple[HeadRow, HeadRow, float]], kept: Sequence[LinkRow]
) -> list[NewLink]:
    """Return which requests of resolutions continue which of those that these continue."""
    asked = requests_of(connection, [one.id for newer, older, _ in pairs for one in (newer, older)])
    said: dict[tuple[int, int], dict[str, set[tuple[int, int]]]] = defaultdict(lambda: defaultdict(set))
    for row in kept:
        if row.mandate_id is not None and row.older_mandate_id is not None:
            said[row.resolution_id, row.older_id][row.state].add((row.older_mandate_id, row.mandate_id))
    found: list[NewLink] = []
    for newer, older, score in pairs:
        judged = said.get((newer.id, older.id), {})
        factor = 1.0 if score >= _WHOLE else _LESS
        found += [
            _link(newer, older, one, factor)
            for one in continued(
                asked.get(older.id, []),
                asked.get(newer.id, []),
                symbol=older.symbol,
                confirmed=judged.get(LinkState.CONFIRMED, ()),
                rejected=judged.get(LinkState.REJECTED, ()),
            )
        ]
    return found


def _of_one_title(newer: HeadRow, older: HeadRow) -> NewLink:
    """Return that a resolution may continue one of the same title of many years before."""
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
    """Return which requests of resolutions ask for those of others of the same title of many years before anew."""
    asked = requests_of(connection, [one.id for pair in pairs for one in pair]) if pairs else {}
    found: list[NewLink] = []
    for newer, older in pairs:
        were, are = asked.get(older.id, []), asked.get(newer.id, [])
        for (i, j), score in sorted(renewed_long_after(were, are).items()):
            found.append(
                NewLink(
                    resolution_id=newer.id,
                    mandate_id=are[j].key,
                    older_id=older.id,
                    older_mandate_id=were[i].key,
                    relation=(Relation.SAME if were[i].due == are[j].due else Relation.DUE_MOVED).value,
                    sure=True,
                    renews=True,
                    score=round(score * _LESS / 100, 3),
                    basis=store.LONG_AFTER,
                )
            )
    return found


def _link(newer: HeadRow, older: HeadRow, one: Continued, factor: float) -> NewLink:
    return NewLink(
        resolution_id=newer.id,
        mandate_id=one.newer,
        older_id=older.id,
        older_mandate_id=one.older,
        relation=one.relation.value,
        sure=True,
        renews=one.renews,
        score=round(one.score * factor / 100, 3),
        basis=_WORDS[one.relation],
    )


def requests_of(connection: Connection, resolution_ids: Sequence[int]) -> dict[int, list[Request]]:
    """Return what resolutions ask for, as it is compared, by their ids."""
    asked = texts.requests(connection, resolution_ids)
    rows = [row for some in asked.values() for row in some]
    extended = texts.what_is_extended(connection, [row.version_id for row in rows])
    naming = [row.version_id for row in rows if row.version_id in extended or carries(row.clause)]
    cited = texts.cited_by_versions(connection, naming)

    def request(row: RequestRow) -> Request:
        lasts = row.deliverable == "extension" or any(due["kind"] == "until" for due in row.dues)
        what = extended.get(row.version_id) if lasts else None
        names = [one for one in cited.get(row.version_id, ()) if what is None or one.labels or carries(row.clause)]
        return Request(
            label=row.label,
            text=row.clause,
            due=frozenset(compared_due(due) for due in row.dues),
            extended=what,
            carries=tuple((one.symbol, tuple(one.labels)) for one in names),
            key=row.mandate_id,
            owners=frozenset(one["name"] for one in row.owners),
            deliverable=row.deliverable,
            paragraph=row.paragraph,
        )

    return {resolution_id: [request(row) for row in some] for resolution_id, some in asked.items()}


class OnSituation(NamedTuple):
    """That a mandate ends one of another resolution on the same situation, by the ids of all."""

    resolution_id: int
    mandate_id: int
    older_id: int
    older_mandate_id: int
    renews: bool


def sync_situations(connection: Connection, found: Iterable[OnSituation], older_mandates: Sequence[int]) -> None:
    """Bring the links that follow from what texts on situations say of these older mandates to `found`."""
    rows = store.of_mandates_to(connection, older_mandates)
    others = {row.pair for row in rows if not by_situation(row)}
    wanted = [
        NewLink(
            resolution_id=one.resolution_id,
            mandate_id=one.mandate_id,
            older_id=one.older_id,
            older_mandate_id=one.older_mandate_id,
            relation=(Relation.REWORDED if one.renews else Relation.EXTENDED).value,
            sure=True,
            renews=one.renews,
            score=_LESS,
            basis=BY_SITUATION,
        )
        for one in found
    ]
    wanted = [one for one in wanted if one.pair not in others]
    store.put(connection, [row for row in rows if by_situation(row)], wanted)


def _after(one: HeadRow, other: HeadRow) -> bool:
    """Whether one was adopted after another, and not so long after it that it cannot continue it."""
    if one.adopted_on is None or other.adopted_on is None or one.body != other.body:
        return False
    return other.adopted_on < one.adopted_on <= other.adopted_on + LONG


def _long_after(one: HeadRow, other: HeadRow) -> bool:
    """Whether a resolution with a title was adopted too long after another of the same to continue it."""
    if one.adopted_on is None or other.adopted_on is None or one.body != other.body or one.situation:
        return False
    return other.adopted_on + LONG < one.adopted_on <= other.adopted_on + FARTHEST


def _names_after(one: HeadRow, other: HeadRow) -> bool:
    """Whether one that names another may continue it: under a like title also long after it."""
    if _after(one, other):
        return True
    if one.adopted_on is None or other.adopted_on is None or one.body != other.body:
        return False
    in_time = other.adopted_on < one.adopted_on <= other.adopted_on + LONGEST
    return in_time and like_titles(_text(one), _text(other))


def _words_of(title: str | None) -> Sequence[str]:
    return _WORD.findall((title or "").casefold())


def _in_time(one: HeadRow) -> tuple[dt.date, str]:
    return one.adopted_on or dt.date.min, one.symbol
