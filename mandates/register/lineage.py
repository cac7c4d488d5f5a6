"""Series of resolutions, and two of them side by side. Nothing here writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz import fuzz, process

from mandates.domain.errors import UnknownReferenceError
from mandates.domain.extended import Extended
from mandates.domain.filters import Filters
from mandates.matching.alignment import Passage, Relation, align, carries
from mandates.matching.lineage import ALIKE, Predecessor, Text, predecessors, stem
from mandates.register import lists
from mandates.schema.lineage import AlignedRow, ComparisonView, PredecessorRow, SeriesEntry, SeriesView
from mandates.store import lineage as store
from mandates.store.engine import Connection
from mandates.store.lineage import HeadRow

#: A series is followed so far, so that it comes to an end whatever texts say.
_LONGEST = 100


def series(connection: Connection, symbol: str) -> SeriesView:
    """Return what a resolution continues, and all that belongs to its series.

    Raises:
        UnknownReferenceError: it is not in the register.
    """
    family = _Family(connection)
    head = family.head(symbol)
    found = family.predecessors(head)
    chain = [SeriesEntry(symbol=head.symbol, title=head.title, adopted_on=head.adopted_on, basis=_linked_basis(found))]
    here, before = head, found
    while (older := _linked(before)) is not None and len(chain) < _LONGEST:
        here = family.head(older.symbol)
        before = family.predecessors(here)
        entry = SeriesEntry(
            symbol=here.symbol, title=here.title, adopted_on=here.adopted_on, basis=_linked_basis(before)
        )
        chain.insert(0, entry)
    here = head
    while (newer := family.successor(here)) is not None and len(chain) < _LONGEST:
        here, basis = newer
        chain.append(SeriesEntry(symbol=here.symbol, title=here.title, adopted_on=here.adopted_on, basis=basis))
    return SeriesView(
        resolution=head.symbol,
        predecessors=tuple(
            PredecessorRow(
                symbol=one.symbol, state="linked" if one.linked else "proposed", basis=one.basis, score=one.score
            )
            for one in found
        ),
        chain=tuple(chain),
    )


def compare(connection: Connection, older: str | None, newer: str, as_of: dt.date) -> ComparisonView:
    """Return what became of each paragraph of a resolution in a newer one; of its predecessor, where `older` is None.

    Raises:
        UnknownReferenceError: one is not in the register, or nothing that it continues is.
    """
    family = _Family(connection)
    after = family.head(newer)
    found = family.predecessors(after) if older is None else family.among(after, [family.head(older)])
    if older is None:
        linked = _linked(found)
        if linked is None:
            near = f"did you mean to compare it with {found[0].symbol}" if found else "name both"
            raise UnknownReferenceError(f"nothing that {newer} surely continues is in the register", near)
        older = linked.symbol
    before = family.head(older)
    rows = align(passages(connection, before), passages(connection, after), symbol=before.symbol)
    open_ = _still_open(connection, before, as_of)
    return ComparisonView(
        older=before.symbol,
        newer=after.symbol,
        basis=next((one.basis for one in found if one.symbol == before.symbol), None),
        paragraphs=tuple(
            AlignedRow(
                older=one.older.label if one.older else None,
                newer=one.newer.label if one.newer else None,
                relation=one.relation.value,
                due_before=_due_words(one.older),
                due_after=_due_words(one.newer),
                score=round(one.score, 1),
                older_text=one.older.text if one.older else None,
                newer_text=one.newer.text if one.newer else None,
                owed=open_.get(one.older.label, ())
                if one.older and one.relation in (Relation.DROPPED, Relation.CARRIED)
                else (),
            )
            for one in rows
        ),
    )


def passages(connection: Connection, head: HeadRow) -> list[Passage]:
    """Return the operative paragraphs of a resolution as they are compared."""
    rows = [row for row in store.passages(connection, [head.reading_id])[head.reading_id] if row.label]
    ids = [row.id for row in rows]
    asked, cited = store.asked_in(connection, ids), store.cited_in(connection, ids)
    extended = store.what_is_extended(connection, [one.version_id for some in asked.values() for one in some])
    found = []
    for row in rows:
        mandates = asked.get(row.id, [])
        what = [
            extended[one.version_id]
            for one in mandates
            if one.version_id in extended and may_extend(one.deliverable, one.dues)
        ]
        named = [(one.symbol, tuple(one.labels)) for one in cited.get(row.id, [])]
        found.append(passage(row.label or "", row.text, [due for one in mandates for due in one.dues], what, named))
    return found


def may_extend(deliverable: str, dues: Iterable[Mapping[str, object]]) -> bool:
    """Whether what a mandate extends or ends tells what its paragraph is about."""
    return deliverable == "extension" or any(due["kind"] == "until" for due in dues)


def passage(
    label: str,
    text: str,
    dues: Iterable[Mapping[str, object]],
    extended: Sequence[Extended],
    cited: Iterable[tuple[str, tuple[str, ...]]],
) -> Passage:
    """Return a paragraph as it is compared: with the dues of its mandates, what they extend, and what it names."""
    return Passage(
        label=label,
        text=text,
        due=frozenset(_due(due) for due in dues),
        extended=extended[0] if extended else None,
        carries=tuple(one for one in cited if carries(text) or (extended and one[1])),
    )


class _Family:
    """The resolutions near one, each looked up once."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._heads: dict[str, HeadRow] = {}
        self._texts: dict[int, Text] = {}
        self._bodies: dict[str, tuple[list[HeadRow], list[str]]] = {}

    def head(self, symbol: str) -> HeadRow:
        """Return a resolution.

        Raises:
            UnknownReferenceError: it is not in the register.
        """
        if symbol not in self._heads:
            found = store.of_symbols(self.connection, [symbol])
            if not found:
                raise UnknownReferenceError(f"{symbol} is not in the register", "see 'mandates resolutions'")
            self._heads[symbol] = found[0]
        return self._heads[symbol]

    def predecessors(self, head: HeadRow) -> list[Predecessor]:
        """Return what a resolution may continue, the likeliest first."""
        cited = store.cited_by(self.connection, [head.reading_id]).get(head.reading_id, set())
        near = [*self._like(head), *store.of_symbols(self.connection, cited)]
        return self.among(head, [one for one in near if _before(one, head)])

    def among(self, head: HeadRow, earlier: Sequence[HeadRow]) -> list[Predecessor]:
        """Return which of these a resolution may continue, the likeliest first."""
        texts = self._read([head, *earlier])
        return predecessors(texts[0], texts[1:])

    def successor(self, head: HeadRow) -> tuple[HeadRow, str] | None:
        """Return the first resolution that continues one, and what links it."""
        near = [*self._like(head), *store.citing(self.connection, head.symbol)]
        later = {one.id: one for one in near if _before(head, one)}
        for one in sorted(later.values(), key=lambda one: (one.adopted_on or dt.date.max, one.symbol)):
            linked = _linked(self.predecessors(one))
            if linked is not None and linked.symbol == head.symbol:
                return one, linked.basis
        return None

    def _like(self, head: HeadRow) -> list[HeadRow]:
        """Return the resolutions of the same body with a like title or, without titles, on the same situation."""
        if head.body not in self._bodies:
            rows = store.of_body(self.connection, head.body)
            self._bodies[head.body] = rows, [stem(one.title or "") for one in rows]
        rows, stems = self._bodies[head.body]
        if not head.title:
            return [one for one in rows if one.situation is not None and one.situation == head.situation]
        found = process.extract(
            stem(head.title), stems, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE * 100, limit=None
        )
        return [rows[place] for _, _, place in found]

    def _read(self, heads: Sequence[HeadRow]) -> list[Text]:
        """Return resolutions as far as their place in a series goes."""
        new = {one.id: one for one in heads if one.id not in self._texts}
        readings = [one.reading_id for one in new.values()]
        cited = store.cited_by(self.connection, readings)
        operative = store.passages(self.connection, readings)
        subjects = store.extended_in(self.connection, readings)
        for one in new.values():
            self._texts[one.id] = Text(
                symbol=one.symbol,
                body=one.body,
                title=one.title,
                adopted_on=one.adopted_on,
                cited=frozenset(cited.get(one.reading_id, ())),
                operative=[row.text for row in operative.get(one.reading_id, [])],
                subjects=frozenset(subjects.get(one.reading_id, ())),
                situation=one.situation,
            )
        return [self._texts[one] for one in dict.fromkeys(head.id for head in heads)]


def _before(one: HeadRow, other: HeadRow) -> bool:
    return one.adopted_on is not None and other.adopted_on is not None and one.adopted_on < other.adopted_on


def _linked(found: Iterable[Predecessor]) -> Predecessor | None:
    return next((one for one in found if one.linked), None)


def _linked_basis(found: Iterable[Predecessor]) -> str | None:
    linked = _linked(found)
    return linked.basis if linked else None


def _due(due: Mapping[str, object]) -> tuple[str, str]:
    """Return when something is due as it can be compared: resolved, without the words."""
    kind = str(due["kind"])
    if kind == "session":
        return kind, f"{due.get('body') or ''} {due.get('session') or due['phrase']}".strip()
    value = due.get("date") or due.get("every") or due.get("after") or due["phrase"]
    return kind, str(value)


def _due_words(passage: Passage | None) -> str | None:
    if passage is None or not passage.due:
        return None
    return "; ".join(
        f"until {value}" if kind == "until" else f"every {value}" if kind == "recurring" else value
        for kind, value in sorted(passage.due)
    )


def _still_open(connection: Connection, head: HeadRow, as_of: dt.date) -> dict[str, tuple[str, ...]]:
    """Return the references of what a resolution asks for and is still open, by the labels of its paragraphs."""
    found: dict[str, tuple[str, ...]] = {}
    for row in lists.list_obligations(connection, Filters(resolutions=(head.symbol,), settled=False), as_of):
        found[row.label] = (*found.get(row.label, ()), row.reference)
    return found
