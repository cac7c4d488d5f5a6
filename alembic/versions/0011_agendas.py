"""The items of agendas that are kept, with the committees that they are allocated to.

Agendas that a register holds already give their items, known from the day on which they were read.
"""

import datetime as dt
import json

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_FOREVER = dt.date(9999, 12, 31)


def upgrade() -> None:
    table = op.create_table(
        "agenda_item",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("issued_id", sa.Integer, nullable=False),
        sa.Column("body", _KEY, nullable=False),
        sa.Column("session", _KEY, nullable=False),
        sa.Column("item", _KEY, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("committee", sa.Text),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("until", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_agenda_item"),
        sa.ForeignKeyConstraint(
            ["issued_id"], ["issued.id"], name="fk_agenda_item_issued_id_issued", ondelete="RESTRICT"
        ),
    )
    op.create_index("ix_agenda_item_issued_id", "agenda_item", ["issued_id"])
    op.create_index("ix_agenda_item_session", "agenda_item", ["body", "session"])
    rows = _items_of_agendas()
    if rows:
        op.bulk_insert(table, rows)


def downgrade() -> None:
    raise NotImplementedError("items of agendas have no place in the revision before: go back to a copy")


def _items_of_agendas() -> list[dict[str, object]]:
    """Return the items of the agendas that are held."""
    bind = op.get_bind()
    days = dict(
        bind.exec_driver_sql(
            "SELECT e.reference, MAX(c.on_day) FROM event e JOIN change c ON c.id = e.change_id"
            " WHERE e.kind = 'ingested' AND e.resolution_id IS NULL GROUP BY e.reference"
        ).all()
    )
    held = bind.exec_driver_sql("SELECT id, symbol, reading FROM issued WHERE kind = 'agenda' AND held").all()
    found = []
    for issued_id, symbol, reading in held:
        document = (json.loads(reading) if isinstance(reading, str) else reading)["document"]
        day = days.get(symbol)
        if day is None or not document.get("body") or document.get("session") is None:
            continue
        found += [
            {
                "issued_id": issued_id,
                "body": document["body"],
                "session": str(document["session"]),
                "item": entry["item"],
                "title": entry["title"],
                "committee": entry.get("committee"),
                "since": dt.date.fromisoformat(day) if isinstance(day, str) else day,
                "until": _FOREVER,
            }
            for entry in document.get("entries", ())
        ]
    return found
