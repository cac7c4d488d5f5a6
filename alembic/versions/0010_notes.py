"""Notes, several on an obligation, with files; what digests have said; which programmes of the budget cite a text.

The one note that an obligation could have becomes the first of its notes, of the day and the person of the change that
made it, also in the events that tell of it.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from mandates.store.revision_helpers import allow_also

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attachment"),
    )
    op.create_table(
        "digest_sent",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("reader", _KEY, nullable=False),
        sa.Column("on_day", sa.Date, nullable=False),
        sa.Column("said", _JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_digest_sent"),
        sa.UniqueConstraint("reader", name="uq_digest_sent_reader"),
    )
    op.create_table(
        "budget_line",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("symbol", _KEY, nullable=False),
        sa.Column("entity", sa.Text, nullable=False),
        sa.Column("section", sa.Text),
        sa.Column("section_title", sa.Text),
        sa.Column("programme", sa.Text),
        sa.Column("programme_title", sa.Text),
        sa.Column("subprogramme", sa.Text),
        sa.Column("subprogramme_title", sa.Text),
        sa.Column("document", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_budget_line"),
    )
    op.create_index("ix_budget_line_symbol", "budget_line", ["symbol"])
    op.add_column("obligation_state", sa.Column("notes", _JSON, nullable=False, server_default=sa.text("'[]'")))
    allow_also(op.get_bind(), "event", "kind", "note")
    notes = _note_events()
    _note_decisions(notes)


def downgrade() -> None:
    raise NotImplementedError("notes have no place in the revision before: go back to a copy")


def _note_events() -> dict[int, dict[str, Any]]:
    """Let events that tell of a note tell of notes; return the last note of each obligation."""
    event = sa.table(
        "event", sa.column("id"), sa.column("obligation_id"), sa.column("before", _JSON), sa.column("after", _JSON)
    )
    statement = sa.text(
        "SELECT event.id, event.obligation_id, event.kind, event.before, event.after, change.on_day, person.name "
        "FROM event JOIN change ON change.id = event.change_id JOIN person ON person.id = change.person_id "
        "WHERE event.kind IN ('update', 'undo') AND event.obligation_id IS NOT NULL ORDER BY event.id"
    )
    columns = statement.columns(
        sa.column("id"),
        sa.column("obligation_id"),
        sa.column("kind"),
        sa.column("before", _JSON),
        sa.column("after", _JSON),
        sa.column("on_day", sa.Date),
        sa.column("name"),
    )
    bind = op.get_bind()
    known: dict[tuple[int, str], dict[str, Any]] = {}
    last: dict[int, dict[str, Any]] = {}
    for row in bind.execute(columns).all():
        if "note" not in row.before and "note" not in row.after:
            continue
        values = []
        for told, is_new in ((row.before, False), (row.after, row.kind != "undo")):
            changed = {name: value for name, value in told.items() if name != "note"}
            if "note" in told:
                words = told["note"]
                changed["notes"] = []
                if words:
                    key = (row.obligation_id, words)
                    if is_new or key not in known:
                        known[key] = _note(words, row.on_day.isoformat(), row.name)
                    changed["notes"] = [known[key]]
                    last[row.obligation_id] = known[key]
            values.append(changed)
        bind.execute(sa.update(event).where(event.c.id == row.id).values(before=values[0], after=values[1]))
    return last


def _note_decisions(notes: dict[int, dict[str, Any]]) -> None:
    """Let each decided note be the first of its obligation's notes."""
    bind = op.get_bind()
    decision = sa.table(
        "decision",
        sa.column("id"),
        sa.column("mandate_id"),
        sa.column("obligation_id"),
        sa.column("field"),
        sa.column("value", _JSON),
    )
    found = bind.execute(sa.select(*decision.c).where(decision.c.field == "note")).all()
    bind.execute(sa.delete(decision).where(decision.c.field == "note"))
    allow_also(bind, "decision", "field", "notes", instead_of=["note"])
    for row in found:
        told = notes.get(row.obligation_id)
        note = told if told is not None and told["text"] == row.value else _note(row.value, None, None)
        values = {"id": row.id, "mandate_id": row.mandate_id, "obligation_id": row.obligation_id}
        bind.execute(sa.insert(decision).values(**values, field="notes", value=[note]))


def _note(words: str, on: str | None, by: str | None) -> dict[str, Any]:
    return {"text": words, "on": on, "by": by, "files": [], "links": []}
