"""Storing another extraction of a resolution that the register has: what stays, what changed, what is gone."""

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
    """The result of storing another extraction: a line for each changed mandate, and how many suggestions wait."""

    lines: list[str] = field(default_factory=list)
    suggestions: int = 0


def store(work: UnitOfWork, known: ResolutionRow, rows: Prepared) -> Reread | None:
    """Update the stored resolution to `rows`, record what changed and return it; None where nothing changed.

    Where a person has worked on a mandate, a changed extraction of it becomes a suggestion.
    """
    return _Rereading(work, known, rows).run()


class _Rereading:
    """The update of one resolution.

    Attributes:
        passages: the ids of the paragraph texts of the new extraction, in order.
        paragraphs: the ids of their paragraphs, by these.
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
        existing = texts.mandates_of(connection, self.known.id)
        locks.mandates(connection, [mandate.id for mandate in existing])
        versions = texts.versions(connection, [mandate.version_id for mandate in existing])
        self._texts()
        for row in self.rows.mandates:
            row["paragraph_text_id"] = self.passages[row["paragraph"]]
            row["paragraph_id"] = self.paragraphs[row["paragraph_text_id"]]
        pairs = self._pairs(existing, versions)
        continued_ids = {mandate.id for mandate in pairs.values()}
        entered = [  # added by a person, not extracted
            mandate
            for mandate in existing
            if mandate.id not in continued_ids and mandate.in_text and ENTERED in versions[mandate.version_id].reasons
        ]
        entered_ids = {mandate.id for mandate in entered}
        positions = self._positions(entered, versions)
        gone = [mandate for mandate in existing if mandate.id not in continued_ids | entered_ids and mandate.in_text]
        for index, mandate in pairs.items():
            self._continue(mandate, versions[mandate.version_id], self.rows.mandates[index])
        self._keep_entered(entered, versions, positions)
        self._add([row for index, row in enumerate(self.rows.mandates) if index not in pairs])
        self._withdraw(existing, gone, continued_ids | entered_ids)
        self.new.insert(self.work)
        if not self.events and self.reading_id == self.known.reading_id and self.known.held:
            texts.set_resolution(connection, self.known.id, {"digest": self.rows.extraction_digest})
            return None
        records.put(self.work, [self._head(), *self.events])
        mandate_ids = [mandate.id for mandate in texts.mandates_of(connection, self.known.id)]
        projection.refresh(self.work, [*mandate_ids, *endings.sync(self.work, [self.known.id])])
        return self.done

    def _head(self) -> Event:
        before = {"reading_id": self.known.reading_id, "digest": self.known.digest, "held": self.known.held}
        after = {"reading_id": self.reading_id, "digest": self.rows.extraction_digest, "held": True}
        return Event(
            kind=EventKind.REREAD,
            reference=self.known.symbol,
            resolution_id=self.known.id,
            before=before,
            after=after,
            details={"mandates": self.rows.number_of_mandates},
        )

    def _texts(self) -> None:
        """Store the text where it differs from the one in force."""
        connection = self.work.connection
        in_force = texts.paragraphs_of(connection, self.known.reading_id)
        if not self._differs():
            self.passages = [paragraph.id for paragraph in in_force]
            self.paragraphs = {paragraph.id: paragraph.paragraph_id for paragraph in in_force}
            return
        (self.reading_id,) = texts.allocate(connection, "reading", 1)
        self.new.readings.append({"id": self.reading_id, "resolution_id": self.known.id, **self.rows.reading})
        paragraph_ids = {paragraph.paragraph_id for paragraph in in_force}
        earlier = [
            {**paragraph._asdict(), "gone": paragraph.paragraph_id not in paragraph_ids}
            for paragraph in texts.all_paragraphs_of(connection, self.known.id)
        ]
        pairs = version_matching.paragraphs(earlier, self.rows.paragraphs)
        new_ids = iter(texts.allocate(connection, "paragraph", len(self.rows.paragraphs) - len(pairs)))
        text_ids = texts.allocate(connection, "paragraph_text", len(self.rows.paragraphs))
        for index, (row, text_id) in enumerate(zip(self.rows.paragraphs, text_ids, strict=True)):
            if index in pairs:
                paragraph_id = int(pairs[index]["paragraph_id"])
            else:
                paragraph_id = next(new_ids)
                self.new.paragraphs.append({"id": paragraph_id, "resolution_id": self.known.id})
            row |= {"id": text_id, "paragraph_id": paragraph_id, "reading_id": self.reading_id}
            self.new.texts.append(row)
            self.passages.append(text_id)
            self.paragraphs[text_id] = paragraph_id
        self.new.cite(self.rows.citations, self.passages)

    def _differs(self) -> bool:
        """Whether the text differs from the one in force."""
        text_digest = self.rows.reading["digest"]
        in_force = texts.reading_by_id(self.work.connection, self.known.reading_id)
        if in_force.digest == text_digest:
            return False
        # an earlier version of the program may have computed another digest of the same text
        return bool(prepare(stored(self.work.connection, self.known.symbol)).reading["digest"] != text_digest)

    def _pairs(self, existing: Sequence[MandateRow], versions: Mapping[int, VersionRow]) -> dict[int, MandateRow]:
        """Return the stored mandate that each new one continues, by the index of the new one.

        Paragraphs are matched before; mandates are matched within each of them.
        """
        connection = self.work.connection
        paragraph_of: dict[int, int] = dict(self.paragraphs)
        for passage in texts.paragraph_ids(
            connection, [versions[mandate.version_id].paragraph_text_id for mandate in existing]
        ):
            paragraph_of.setdefault(passage.id, passage.paragraph_id)
        by_id = {mandate.id: mandate for mandate in existing}
        stored_rows: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for mandate in existing:
            version = versions[mandate.version_id]
            row = {**version._asdict(), "id": mandate.id, "ordinal": mandate.ordinal, "gone": not mandate.in_text}
            stored_rows[paragraph_of[version.paragraph_text_id]].append(row)
        new_indexes: dict[int, list[int]] = defaultdict(list)
        for index, row in enumerate(self.rows.mandates):
            new_indexes[row["paragraph_id"]].append(index)
        pairs: dict[int, MandateRow] = {}
        for paragraph_id, indexes in new_indexes.items():
            matched = version_matching.mandates(
                stored_rows[paragraph_id], [self.rows.mandates[index] for index in indexes]
            )
            pairs.update({indexes[place]: by_id[int(row["id"])] for place, row in matched.items()})
        return pairs

    def _continue(self, old: MandateRow, version: VersionRow, row: dict[str, Any]) -> None:
        """Update a stored mandate to its new extraction, or suggest that where a person has worked on it."""
        reference = row["reference"]
        values = {name: row[name] for name in PLACE if getattr(old, name) != row[name]}
        if "reference" in values:
            self._note(EventKind.RENUMBERED, old, values, old.reference)
            self.done.lines.append(f"{old.reference} is now {reference}")
            values = {}
        if not old.in_text:
            self._note(EventKind.RESTORED, old, {"in_text": True}, reference)
            self.done.lines.append(f"{reference} is in the text again")
        old_values, new_values = material(version._asdict()), material(row)
        differs = [name for name in old_values if old_values[name] != new_values[name]]
        before = {name: old_values[name] for name in differs}
        after = {name: new_values[name] for name in differs}
        if differs and (ENTERED in version.reasons or decisions.has_any(self.work.connection, old.id)):
            self._suggest(old, row, before, after)
            return
        unchanged = version.digest == row["digest"] and version.paragraph_text_id == row["paragraph_text_id"]
        if not unchanged:
            values["version_id"] = self._version(old.id, row)
        self._close_suggestion(old)
        if values:
            details = {"before": before, "after": after} if differs else None
            self._note(EventKind.READ, old, values, reference, details, quiet=not differs)
        if differs:
            self.done.lines.append(f"{reference} reads differently ({', '.join(differs)})")
            reading = self.rows.reading
            adopted = Adopted(self.rows.body, reading["session"], reading["adopted_on"])
            self.events += moves(self.work, old, version.dues, row["dues"], now=adopted)

    def _version(self, mandate_id: int, row: dict[str, Any]) -> int:
        (version_id,) = texts.allocate(self.work.connection, "mandate_version", 1)
        # ids are allocated from what is stored: these rows are inserted at once
        new_rows = NewRows()
        self.new.insert(self.work)
        self.new = NewRows()
        new_rows.add_version(mandate_id, version_id, row["paragraph_text_id"], row)
        new_rows.insert(self.work)
        return version_id

    def _suggest(self, old: MandateRow, row: dict[str, Any], before: dict[str, Any], after: dict[str, Any]) -> None:
        """Suggest an extraction in place of the one in force, unless the same one waits or was declined before."""
        connection = self.work.connection
        earlier = suggestions.of_mandate(connection, old.id)
        versions = texts.versions(connection, [suggestion.version_id for suggestion in earlier])
        for suggestion in earlier:
            same = material(versions[suggestion.version_id]._asdict()) == material(row)
            if same and suggestion.state in (suggestions.OPEN, suggestions.KEPT):
                return
        version_id = self._version(old.id, row)
        self._close_suggestion(old)
        suggestion_id = suggestions.add(connection, old.id, version_id, self.work.started())
        self.events.append(
            Event(
                kind=EventKind.SUGGESTED,
                reference=row["reference"],
                resolution_id=self.known.id,
                mandate_id=old.id,
                before={"suggestion_id": suggestion_id, "state": None},
                after={"suggestion_id": suggestion_id, "state": suggestions.OPEN},
                details={"before": before, "after": after},
            )
        )
        line = f"{row['reference']} reads differently: waits for a decision ({', '.join(after)})"
        self.done.lines.append(line)
        self.done.suggestions += 1

    def _close_suggestion(self, old: MandateRow) -> None:
        """Close the open suggestions of a mandate, because there is a newer extraction of its text."""
        for suggestion in suggestions.of_mandate(self.work.connection, old.id):
            if suggestion.state == suggestions.OPEN:
                self.events.append(
                    Event(
                        kind=EventKind.SUGGESTED,
                        reference=old.reference,
                        resolution_id=self.known.id,
                        mandate_id=old.id,
                        before={"suggestion_id": suggestion.id, "state": suggestions.OPEN},
                        after={"suggestion_id": suggestion.id, "state": suggestions.REPLACED},
                        quiet=True,
                    )
                )

    def _add(self, rows: Sequence[dict[str, Any]]) -> None:
        """Store mandates that no earlier extraction had."""
        connection = self.work.connection
        self.new.insert(self.work)
        self.new = NewRows()
        mandate_ids = texts.allocate(connection, "mandate", len(rows))
        version_ids = texts.allocate(connection, "mandate_version", len(rows))
        for row, mandate_id, version_id in zip(rows, mandate_ids, version_ids, strict=True):
            placeholder = f"~{mandate_id}"
            self.new.add_mandate(mandate_id, self.known.id, version_id, {**row, "reference": placeholder})
            self.new.mandates[-1]["in_text"] = False
            self.new.add_version(mandate_id, version_id, row["paragraph_text_id"], row)
            self.events.append(
                Event(
                    kind=EventKind.ADDED,
                    reference=row["reference"],
                    resolution_id=self.known.id,
                    mandate_id=mandate_id,
                    before={"in_text": False, "reference": placeholder},
                    after={"in_text": True, "reference": row["reference"]},
                )
            )
            self.done.lines.append(f"{row['reference']} is new")

    def _positions(self, entered: Sequence[MandateRow], versions: Mapping[int, VersionRow]) -> dict[int, int]:
        """Set the positions of extracted mandates among those that a person entered, and return the positions of the
        entered ones by id.
        """
        paragraph_of = self._paragraphs_of(entered, versions)
        index_of = {self.paragraphs[passage_id]: position for position, passage_id in enumerate(self.passages)}
        last = len(self.passages)
        in_order: list[tuple[int, int, int, dict[str, Any] | MandateRow]] = [
            (row["paragraph"], 0, row["position"], row) for row in self.rows.mandates
        ]
        in_order += [
            (
                index_of.get(paragraph_of[versions[mandate.version_id].paragraph_text_id], last),
                1,
                mandate.position,
                mandate,
            )
            for mandate in entered
        ]
        positions: dict[int, int] = {}
        for position, (*_, mandate) in enumerate(sorted(in_order, key=operator.itemgetter(0, 1, 2)) if entered else ()):
            if isinstance(mandate, MandateRow):
                positions[mandate.id] = position
            else:
                mandate["position"] = position
        return positions

    def _paragraphs_of(self, mandates: Sequence[MandateRow], versions: Mapping[int, VersionRow]) -> dict[int, int]:
        """Return the ids of the paragraphs of mandates, by the ids of the paragraph texts."""
        text_ids = sorted({versions[mandate.version_id].paragraph_text_id for mandate in mandates})
        return {text.id: text.paragraph_id for text in texts.paragraph_ids(self.work.connection, text_ids)}

    def _keep_entered(
        self, entered: Sequence[MandateRow], versions: Mapping[int, VersionRow], positions: Mapping[int, int]
    ) -> None:
        """Keep the mandates that a person entered: linked to the new text of their paragraphs, and renumbered where an
        extracted mandate has their reference now.
        """
        paragraph_of = self._paragraphs_of(entered, versions)
        text_of = {paragraph_id: text_id for text_id, paragraph_id in self.paragraphs.items()}
        taken = {row["reference"] for row in self.rows.mandates}
        for mandate in entered:
            version = versions[mandate.version_id]
            after: dict[str, Any] = (
                {"position": positions[mandate.id]} if positions[mandate.id] != mandate.position else {}
            )
            text_id = text_of.get(paragraph_of[version.paragraph_text_id], version.paragraph_text_id)
            if text_id != version.paragraph_text_id:
                row = {**version._asdict(), "paragraph_text_id": text_id, "citations": [], "relation": None}
                after["version_id"] = self._version(mandate.id, row)
            if mandate.reference in taken:
                base = Reference.parse(mandate.reference)
                numbers = itertools.count(base.ordinal + 1)
                free = next(
                    number
                    for number in numbers
                    if str(dataclasses.replace(base, ordinal=number))
                    not in taken | {other.reference for other in entered}
                )
                after |= {"reference": str(dataclasses.replace(base, ordinal=free)), "ordinal": free}
                self.done.lines.append(f"{mandate.reference} is now {after['reference']}")
            if after:
                kind = EventKind.RENUMBERED if "reference" in after else EventKind.READ
                self._note(kind, mandate, after, mandate.reference, quiet="reference" not in after)

    def _withdraw(self, existing: Sequence[MandateRow], gone: Sequence[MandateRow], continued: set[int]) -> None:
        """Withdraw mandates that are no longer in the text, and free the references that others have now."""
        taken = {row["reference"] for row in self.rows.mandates}
        gone_ids = {mandate.id for mandate in gone}
        for mandate in existing:
            if mandate.id in continued:
                continue
            values: dict[str, Any] = {"in_text": False} if mandate.id in gone_ids else {}
            if mandate.reference in taken:
                values["reference"] = texts.spare_reference(self.work.connection, mandate.reference)
            if not values:
                continue
            kind = EventKind.WITHDRAWN if mandate.id in gone_ids else EventKind.RENUMBERED
            self._note(kind, mandate, values, mandate.reference)
            if mandate.id in gone_ids:
                self.done.lines.append(f"{mandate.reference} is no longer in the text")

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
        """Record an event that gives columns of a mandate new values."""
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
