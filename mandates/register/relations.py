"""What stored texts are about, cite, extend and end, read from them anew: after an upgrade of the program or of a
register.
"""

from __future__ import annotations

from mandates.register.new_rows import NewRows
from mandates.register.preparing import prepare
from mandates.register.stored_extraction import stored
from mandates.register.unit_of_work import UnitOfWork
from mandates.store import texts


def remake(work: UnitOfWork) -> None:
    """Extract anew what all texts in force cite, extend and end, and replace what is stored."""
    connection = work.connection
    texts.forget_relations(connection)
    for symbol in texts.near_symbols(connection, ""):
        row = texts.resolutions_of(connection, [symbol])[symbol]
        rows = prepare(stored(connection, symbol))
        texts.set_situation(connection, row.reading_id, rows.reading["situation"], rows.reading["stem"])
        paragraph_ids = [paragraph.id for paragraph in texts.paragraphs_of(connection, row.reading_id)]
        versions = {
            stored_mandate.reference: stored_mandate.version_id
            for stored_mandate in texts.mandates_of(connection, row.id)
            if stored_mandate.in_text
        }
        new = NewRows()
        new.cite(rows.citations, paragraph_ids)
        for mandate in rows.mandates:
            version_id = versions.get(mandate["reference"])
            if version_id is not None:
                new.add_relations(version_id, paragraph_ids[mandate["paragraph"]], mandate)
        new.insert(work)
