"""Storing a resolution that the register has already, read again: what continues what, what changed, what is gone."""

from __future__ import annotations

import dataclasses
import itertools
import operator
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mandates.domain.events import Event, EventKind
from mandates.domain.references import Reference
from mandates.register import endings, projection, records, version_matching
from mandates.register.new_rows import NewRows
from mandates.register.preparing import ENTERED, PLACE, Prepared, material, prepare
from mandates.register.rescheduling import moves
from mandates.register.stored_extraction import stored
from mandates.register.unit_of_work import UnitOfWork
from mandates.store import decisions, locks, suggestions, texts
from mandates.store.texts import MandateRow, ResolutionRow, VersionRow
from mandates.timeline.occurrences import Adopted


@dataclass(slots=True, kw_only=True)
class Reread:
    """What came of a text that was read again: a line for each mandate that changed, and how many suggestions wait."""

    lines: list[str] = field(default_factory=list)
    suggestions: int = 0


def store(work: UnitOfWork, known: ResolutionRow, rows: Prepared) -> Reread | None:
    """Bring the stored resolution to `rows` and write down what changed; None where nothing does.

    A changed reading of a mandate that a person has worked on becomes a suggestion.
    """
    return _Rereading(work, known, rows).run()


class _Rereading:
    """The work on one resolution.

    Attributes:
        passages: the id of each paragraph of the text as read now, in its order. paragraphs: by these, whose they are.
    """

    def __init__(self, work: UnitOfWork, known: ResolutionRow, rows: Prepared) -> None:
        self.work = work
        self.known = known
        self.rows = rows
        self.new = NewRows()
        self.events: list[Event] = []
        self.done = Reread()
        self.passages: list[int] = []
        self.paragraphs: dict[int, int] = {}
        self.reading_id = known.reading_id

    def run(self) -> Reread | None:
        connection = self.work.connection
        old = texts.mandates_of(connection, self.known.id)
        locks.mandates(connection, [one.id for one in old])
        versions = texts.versions(connection, [one.version_id for one in old])
        self._texts()
        for row in self.rows.mandates:
            row["paragraph_text_id"] = self.passages[row["paragraph"]]
            row["paragraph_id"] = self.paragraphs[row["paragraph_text_id"]]
        pairs = self._pairs(old, versions)
        continued = {one.id for one in pairs.values()}
        entered = [
            one
            for one in old
            if one.id not in continued and one.in_text and ENTERED in versions[one.version_id].reasons
        ]
        kept = {one.id for one in entered}
        places = self._places(entered, versions)
        gone = [one for one in old if one.id not in continued | kept and one.in_text]
        for index, one in pairs.items():
            self._continue(one, versions[one.version_id], self.rows.mandates[index])
        self._keep(entered, versions, places)
        self._add([row for index, row in enumerate(self.rows.mandates) if index not in pairs])
        self._withdraw(old, gone, continued | kept)
        self.new.insert(self.work)
        if not self.events and self.reading_id == self.known.reading_id and self.known.held:
            texts.set_resolution(connection, self.known.id, {"digest": self.rows.digest})
            return None
        records.put(self.work, [self._head(), *self.events])
        own = [one.id for one in texts.mandates_of(connection, self.known.id)]
        projection.refresh(self.work, [*own, *endings.sync(self.work, [self.known.id])])
        return self.done

    def _head(self) -> Event:
        before = {"reading_id": self.known.reading_id, "digest": self.known.digest, "held": self.known.held}
        after = {"reading_id": self.reading_id, "digest": self.rows.digest, "held": True}
        return Event(
            kind=EventKind.REREAD,
            reference=self.known.symbol,
            resolution_id=self.known.id,
            before=before,
            after=after,
            details={"mandates": self.rows.number_of_mandates},
        )

    def _texts(self) -> None:
        """Store the text where it differs from that in force."""
        connection = self.work.connection
        in_force = texts.paragraphs_of(connection, self.known.reading_id)
        if not self._differs():
            self.passages = [one.id for one in in_force]
            self.paragraphs = {one.id: one.paragraph_id for one in in_force}
            return
        (self.reading_id,) = texts.allocate(connection, "reading", 1)
        self.new.readings.append({"id": self.reading_id, "resolution_id": self.known.id, **self.rows.reading})
        shown = {one.paragraph_id for one in in_force}
        old = [
            {**one._asdict(), "gone": one.paragraph_id not in shown}
            for one in texts.all_paragraphs_of(connection, self.known.id)
        ]
        pairs = version_matching.paragraphs(old, self.rows.paragraphs)
        fresh = iter(texts.allocate(connection, "paragraph", len(self.rows.paragraphs) - len(pairs)))
        passages = texts.allocate(connection, "paragraph_text", len(self.rows.paragraphs))
        for index, (row, passage_id) in enumerate(zip(self.rows.paragraphs, passages, strict=True)):
            if index in pairs:
                paragraph_id = int(pairs[index]["paragraph_id"])
            else:
                paragraph_id = next(fresh)
                self.new.paragraphs.append({"id": paragraph_id, "resolution_id": self.known.id})
            row |= {"id": passage_id, "paragraph_id": paragraph_id, "reading_id": self.reading_id}
            self.new.texts.append(row)
            self.passages.append(passage_id)
            self.paragraphs[passage_id] = paragraph_id
        self.new.cite(self.rows.citations, self.passages)

    def _differs(self) -> bool:
        """Whether the text is another than that in force."""
        wanted = self.rows.reading["digest"]
        in_force = texts.reading_by_id(self.work.connection, self.known.reading_id)
        if in_force.digest == wanted:
            return False
        # an earlier version of the program may have made another digest of the same
        return bool(prepare(stored(self.work.connection, self.known.symbol)).reading["digest"] != wanted)

    def _pairs(self, old: Sequence[MandateRow], versions: Mapping[int, VersionRow]) -> dict[int, MandateRow]:
        """Return which stored mandate each new one continues: the paragraphs are matched already, so within each."""
        connection = self.work.connection
        paragraph_of: dict[int, int] = dict(self.paragraphs)
        for passage in texts.paragraph_ids(connection, [versions[one.version_id].paragraph_text_id for one in old]):
            paragraph_of.setdefault(passage.id, passage.paragraph_id)
        by_id = {one.id: one for one in old}
        there: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for one in old:
            version = versions[one.version_id]
            row = {**version._asdict(), "id": one.id, "ordinal": one.ordinal, "gone": not one.in_text}
            there[paragraph_of[version.paragraph_text_id]].append(row)
        read: dict[int, list[int]] = defaultdict(list)
        for index, row in enumerate(self.rows.mandates):
            read[row["paragraph_id"]].append(index)
        pairs: dict[int, MandateRow] = {}
        for paragraph_id, indexes in read.items():
            found = version_matching.mandates(there[paragraph_id], [self.rows.mandates[index] for index in indexes])
            pairs.update({indexes[place]: by_id[int(row["id"])] for place, row in found.items()})
        return pairs

    def _continue(self, old: MandateRow, version: VersionRow, row: dict[str, Any]) -> None:
        """Bring a stored mandate to what is read of it now, or suggest that where a person has worked on it."""
        reference = row["reference"]
        place = {name: row[name] for name in PLACE if getattr(old, name) != row[name]}
        if "reference" in place:
            self._note(EventKind.RENUMBERED, old, place, old.reference)
            self.done.lines.append(f"{old.reference} is now {reference}")
            place = {}
        if not old.in_text:
            self._note(EventKind.RESTORED, old, {"in_text": True}, reference)
            self.done.lines.append(f"{reference} is in the text again")
        was, now = material(version._asdict()), material(row)
        differs = [name for name in was if was[name] != now[name]]
        before = {name: was[name] for name in differs}
        after = {name: now[name] for name in differs}
        if differs and (ENTERED in version.reasons or decisions.has_any(self.work.connection, old.id)):
            self._suggest(old, row, before, after)
            return
        same = version.digest == row["digest"] and version.paragraph_text_id == row["paragraph_text_id"]
        if not same:
            place["version_id"] = self._version(old.id, row)
        self._close_suggestion(old)
        if place:
            details = {"before": before, "after": after} if differs else None
            self._note(EventKind.READ, old, place, reference, details, quiet=not differs)
        if differs:
            self.done.lines.append(f"{reference} reads differently ({', '.join(differs)})")
            read = self.rows.reading
            adopted = Adopted(self.rows.body, read["session"], read["adopted_on"])
            self.events += moves(self.work, old, version.dues, row["dues"], now=adopted)

    def _version(self, mandate_id: int, row: dict[str, Any]) -> int:
        (version_id,) = texts.allocate(self.work.connection, "mandate_version", 1)
        # ids are given out by what is stored: these rows go in at once
        alone = NewRows()
        self.new.insert(self.work)
        self.new = NewRows()
        alone.add_version(mandate_id, version_id, row["paragraph_text_id"], row)
        alone.insert(self.work)
        return version_id

    def _suggest(self, old: MandateRow, row: dict[str, Any], before: dict[str, Any], after: dict[str, Any]) -> None:
        """Keep a reading beside the one in force, unless a person has been asked about this very one before."""
        connection = self.work.connection
        made = suggestions.of_mandate(connection, old.id)
        earlier = texts.versions(connection, [one.version_id for one in made])
        for one in made:
            same = material(earlier[one.version_id]._asdict()) == material(row)
            if same and one.state in (suggestions.OPEN, suggestions.KEPT):
                return
        version_id = self._version(old.id, row)
        self._close_suggestion(old)
        made_id = suggestions.add(connection, old.id, version_id, self.work.started())
        self.events.append(
            Event(
                kind=EventKind.SUGGESTED,
                reference=row["reference"],
                resolution_id=self.known.id,
                mandate_id=old.id,
                before={"suggestion_id": made_id, "state": None},
                after={"suggestion_id": made_id, "state": suggestions.OPEN},
                details={"before": before, "after": after},
            )
        )
        waits = f"{row['reference']} reads differently: waits for a decision ({', '.join(after)})"
        self.done.lines.append(waits)
        self.done.suggestions += 1

    def _close_suggestion(self, old: MandateRow) -> None:
        """Close what waits for a mandate, because its text reads otherwise now."""
        for one in suggestions.of_mandate(self.work.connection, old.id):
            if one.state == suggestions.OPEN:
                self.events.append(
                    Event(
                        kind=EventKind.SUGGESTED,
                        reference=old.reference,
                        resolution_id=self.known.id,
                        mandate_id=old.id,
                        before={"suggestion_id": one.id, "state": suggestions.OPEN},
                        after={"suggestion_id": one.id, "state": suggestions.REPLACED},
                        quiet=True,
                    )
                )

    def _add(self, rows: Sequence[dict[str, Any]]) -> None:
        """Store mandates that no earlier reading had."""
        connection = self.work.connection
        self.new.insert(self.work)
        self.new = NewRows()
        mandate_ids = texts.allocate(connection, "mandate", len(rows))
        version_ids = texts.allocate(connection, "mandate_version", len(rows))
        for row, mandate_id, version_id in zip(rows, mandate_ids, version_ids, strict=True):
            spare = f"~{mandate_id}"
            self.new.add_mandate(mandate_id, self.known.id, version_id, {**row, "reference": spare})
            self.new.mandates[-1]["in_text"] = False
            self.new.add_version(mandate_id, version_id, row["paragraph_text_id"], row)
            self.events.append(
                Event(
                    kind=EventKind.ADDED,
                    reference=row["reference"],
                    resolution_id=self.known.id,
                    mandate_id=mandate_id,
                    before={"in_text": False, "reference": spare},
                    after={"in_text": True, "reference": row["reference"]},
                )
            )
            self.done.lines.append(f"{row['reference']} is new")

    def _places(self, entered: Sequence[MandateRow], versions: Mapping[int, VersionRow]) -> dict[int, int]:
        """Give what is read its place beside what a person has entered, and return the places of these."""
        of = self._paragraphs_of(entered, versions)
        index = {self.paragraphs[passage_id]: place for place, passage_id in enumerate(self.passages)}
        last = len(self.passages)
        in_order: list[tuple[int, int, int, dict[str, Any] | MandateRow]] = [
            (row["paragraph"], 0, row["position"], row) for row in self.rows.mandates
        ]
        in_order += [
            (index.get(of[versions[one.version_id].paragraph_text_id], last), 1, one.position, one) for one in entered
        ]
        found: dict[int, int] = {}
        for place, (*_, one) in enumerate(sorted(in_order, key=operator.itemgetter(0, 1, 2)) if entered else ()):
            if isinstance(one, MandateRow):
                found[one.id] = place
            else:
                one["position"] = place
        return found

    def _paragraphs_of(self, several: Sequence[MandateRow], versions: Mapping[int, VersionRow]) -> dict[int, int]:
        """Return the paragraphs in which mandates stand, by their versions of these."""
        was = sorted({versions[one.version_id].paragraph_text_id for one in several})
        return {one.id: one.paragraph_id for one in texts.paragraph_ids(self.work.connection, was)}

    def _keep(
        self, entered: Sequence[MandateRow], versions: Mapping[int, VersionRow], places: Mapping[int, int]
    ) -> None:
        """Leave what a person has entered as it is: with the words of its paragraph as they are now, and another
        reference where the paragraph has a mandate of that reference now.
        """
        paragraph_of = self._paragraphs_of(entered, versions)
        now = {paragraph_id: passage_id for passage_id, paragraph_id in self.paragraphs.items()}
        taken = {row["reference"] for row in self.rows.mandates}
        for one in entered:
            version = versions[one.version_id]
            after: dict[str, Any] = {"position": places[one.id]} if places[one.id] != one.position else {}
            passage_id = now.get(paragraph_of[version.paragraph_text_id], version.paragraph_text_id)
            if passage_id != version.paragraph_text_id:
                row = {**version._asdict(), "paragraph_text_id": passage_id, "citations": [], "relation": None}
                after["version_id"] = self._version(one.id, row)
            if one.reference in taken:
                base = Reference.parse(one.reference)
                numbers = itertools.count(base.ordinal + 1)
                free = next(
                    number
                    for number in numbers
                    if str(dataclasses.replace(base, ordinal=number))
                    not in taken | {each.reference for each in entered}
                )
                after |= {"reference": str(dataclasses.replace(base, ordinal=free)), "ordinal": free}
                self.done.lines.append(f"{one.reference} is now {after['reference']}")
            if after:
                kind = EventKind.RENUMBERED if "reference" in after else EventKind.READ
                self._note(kind, one, after, one.reference, quiet="reference" not in after)

    def _withdraw(self, old: Sequence[MandateRow], gone: Sequence[MandateRow], continued: set[int]) -> None:
        """Take what is no longer in the text off the lists; it makes way for what has its number now."""
        taken = {row["reference"] for row in self.rows.mandates}
        leaving = {one.id for one in gone}
        for one in old:
            if one.id in continued:
                continue
            values: dict[str, Any] = {"in_text": False} if one.id in leaving else {}
            if one.reference in taken:
                values["reference"] = texts.spare_reference(self.work.connection, one.reference)
            if not values:
                continue
            kind = EventKind.WITHDRAWN if one.id in leaving else EventKind.RENUMBERED
            self._note(kind, one, values, one.reference)
            if one.id in leaving:
                self.done.lines.append(f"{one.reference} is no longer in the text")

    def _note(
        self,
        kind: EventKind,
        old: MandateRow,
        after: Mapping[str, Any],
        reference: str,
        details: Mapping[str, Any] | None = None,
        *,
        quiet: bool = False,
    ) -> None:
        """Write down that a mandate has other values of its own columns."""
        self.events.append(
            Event(
                kind=kind,
                reference=reference,
                resolution_id=self.known.id,
                mandate_id=old.id,
                before={name: getattr(old, name) for name in after},
                after=dict(after),
                details=details or {},
                quiet=quiet,
            )
        )
