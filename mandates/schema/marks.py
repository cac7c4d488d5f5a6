"""What of an item people mark in a table, as the table has it: the workbook that is written, and what is read back."""

from __future__ import annotations

from mandates.schema.items import ObligationRow

#: The columns that are read back.
MARKED = ("status", "document", "document_date", "lead", "focal_point", "note")

#: The column, hidden in a workbook, with the values of these columns when the table was written.
WRITTEN = "as_written"


def marked(row: ObligationRow) -> dict[str, str]:
    """Return what the columns of an item hold, by name; of several documents the last."""
    last = row.evidence[-1] if row.evidence else None
    return {
        "status": row.status.value,
        "document": (last.document or last.note or last.url or "") if last else "",
        "document_date": last.on.isoformat() if last and last.on else "",
        "lead": row.lead or "",
        "focal_point": row.focal_point or "",
        "note": row.note or "",
    }
