"""What is followed up beside mandates, and the parts of mandates.

Versions have a class, parts, and until when what is done by its adoption lasts; a later reading of the same text fills
these in. The new columns of `obligation_state` are worked out by the program after the migration.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_CLASSES = "'by_reference', 'expectation', 'expected', 'mandate', 'outcome', 'undertaking'"

_LISTED = ("ended_in", "standing", "rank_on", "sort_key", "since", "until", "ended_from", "follows", "unlisted")

#: Indexes that lists and counts are read from, by name: what stands before the columns of lists, and what behind.
_INDEXES = {
    "ix_obligation_state_listed": ((), ()),
    "ix_obligation_state_due_session": (("due_session", "at_body"), ("deliverable", "status")),
    "ix_obligation_state_at_body": (("at_body",), ()),
    "ix_obligation_state_adopted_session": (("adopted_session", "body"), ()),
}


def upgrade() -> None:
    """Add the columns, and these to the indexes."""
    json = "JSONB" if op.get_bind().dialect.name == "postgresql" else "JSON"
    for table in ("mandate_version", "obligation_state"):
        condition = f"CONSTRAINT ck_{table}_mandate_class CHECK (mandate_class IN ({_CLASSES}))"
        op.execute(f"ALTER TABLE {table} ADD COLUMN mandate_class TEXT DEFAULT 'mandate' NOT NULL {condition}")
    op.execute(f"ALTER TABLE mandate_version ADD COLUMN parts {json} DEFAULT '[]' NOT NULL")
    op.execute(f"ALTER TABLE mandate_version ADD COLUMN enacted {json}")
    table = "obligation_state"
    op.add_column(table, sa.Column("unlisted", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_index(
        "ix_obligation_state_mandate_class",
        table,
        ["mandate_class", "ended_in", "standing", "rank_on", "sort_key"],
        sqlite_where=sa.text("mandate_class <> 'mandate'"),
        postgresql_where=sa.text("mandate_class <> 'mandate'"),
    )
    for name, (before, behind) in _INDEXES.items():
        op.drop_index(name, table)
        op.create_index(name, table, [*before, *_LISTED, *behind])


def downgrade() -> None:
    """Refuse: the register of before is in the copy that the upgrade made."""
    raise NotImplementedError("a register cannot be brought back to an earlier revision; use the copy")
