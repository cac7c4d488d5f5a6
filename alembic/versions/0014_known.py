"""Of each state, from which day on it was known: what was to come before something changed is kept.

The column and the rows of what was to come are worked out by the program after the migration.
"""

import sqlalchemy as sa
from alembic import op

from mandates.store.revision_helpers import replace_check

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_LISTED = ("ended_in", "standing", "rank_on", "sort_key", "since", "until", "ended_from", "follows", "unlisted")
_INDEXES = {
    "ix_obligation_state_due_session": (
        *("due_session", "at_body", *_LISTED, "deliverable", "status", "known_on", "reading_id"),
    ),
    "ix_obligation_state_continues": ("rank_on", "mandate_id", "until", "known_on"),
}
_CONTINUES = {"sqlite_where": sa.text("continues = 1"), "postgresql_where": sa.text("continues")}


def upgrade() -> None:
    known_on = sa.Column("known_on", sa.Date, nullable=False, server_default=sa.text("'0001-01-01'"))
    op.add_column("obligation_state", known_on)
    op.execute("UPDATE obligation_state SET known_on = since")
    for name in _INDEXES:
        op.drop_index(name, "obligation_state")
    replace_check(op.get_bind(), "obligation_state", "period", "known_on < until AND known_on <= since")
    for name, columns in _INDEXES.items():
        where = _CONTINUES if "continues" in name else {}
        op.create_index(name, "obligation_state", [*columns], **where)


def downgrade() -> None:
    raise NotImplementedError("a register cannot be brought back to an earlier revision; use the copy")
