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
    """Put what all texts in force cite, extend and end in the place of what was read of them before."""
    connection = work.connection
    texts.forget_relations(connection)
    for symbol in texts.near_symbols(connection, ""):
        row = texts.resolutions_of(connection, [symbol])[symbol]
        rows = prepare(stored(connection, symbol))
        texts.set_situation(connection, row.reading_id, rows.reading["situation"], rows.reading["stem"])
        passages = [one.id for one in texts.paragraphs_of(connection, row.reading_id)]
        versions = {one.reference: one.version_id for one in texts.mandates_of(connection, row.id) if one.in_text}
        new = NewRows()
        new.cite(rows.citations, passages)
        for mandate in rows.mandates:
            version_id = versions.get(mandate["reference"])
            if version_id is not None:
                new.add_relations(version_id, passages[mandate["paragraph"]], mandate)
        new.insert(work)
