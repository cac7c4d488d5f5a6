"""Rows of texts gathered to be stored together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mandates.register.preparing import PLACE, READ
from mandates.register.unit_of_work import UnitOfWork
from mandates.store import texts

Row = dict[str, Any]


class NewRows:
    """New rows by table, each with its id."""

    def __init__(self) -> None:
        self.resolutions: list[Row] = []
        self.readings: list[Row] = []
        self.paragraphs: list[Row] = []
        self.texts: list[Row] = []
        self.mandates: list[Row] = []
        self.versions: list[Row] = []
        self.citations: list[Row] = []
        self.relations: list[Row] = []

    def add_mandate(self, mandate_id: int, resolution_id: int, version_id: int, row: Mapping[str, Any]) -> None:
        """Add a mandate that is in the text."""
        place = {name: row[name] for name in PLACE}
        self.mandates.append(
            {"id": mandate_id, "resolution_id": resolution_id, "in_text": True, "version_id": version_id, **place}
        )

    def add_version(self, mandate_id: int, version_id: int, paragraph_text_id: int, row: Mapping[str, Any]) -> None:
        """Add a version of a mandate, with what it cites, extends and ends."""
        extracted = {name: row[name] for name in READ}
        self.versions.append(
            {"id": version_id, "mandate_id": mandate_id, "paragraph_text_id": paragraph_text_id, **extracted}
        )
        self.add_relations(version_id, paragraph_text_id, row)

    def add_relations(self, version_id: int, paragraph_text_id: int, row: Mapping[str, Any]) -> None:
        """Add what a version of a mandate cites, extends and ends."""
        for citation in row["citations"]:
            self.citations.append({"paragraph_text_id": paragraph_text_id, "version_id": version_id, **citation})
        if row["relation"] is not None:
            self.relations.append({"version_id": version_id, **row["relation"]})

    def cite(self, loose: Sequence[Mapping[str, Any]], paragraph_text_ids: Sequence[int]) -> None:
        """Add what paragraphs cite outside of mandates; `paragraph_text_ids` has the ids of all paragraphs in order."""
        for citation in loose:
            row = {name: value for name, value in citation.items() if name != "paragraph"}
            self.citations.append(
                {"paragraph_text_id": paragraph_text_ids[citation["paragraph"]], "version_id": None, **row}
            )

    def insert(self, work: UnitOfWork) -> None:
        """Store all rows."""
        texts.insert_texts(
            work.connection,
            resolutions=self.resolutions,
            readings=self.readings,
            paragraphs=self.paragraphs,
            texts=self.texts,
            mandates=self.mandates,
            versions=self.versions,
            citations=self.citations,
            relations=self.relations,
        )
