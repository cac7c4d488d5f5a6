"""Indexes for what is asked of past days: what has changed since, and what will recur by what was known then."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_LISTED = ("ended_in", "standing", "rank_on", "sort_key", "since", "until", "ended_from", "follows", "unlisted")
_DUE = ("due_session", "at_body", *_LISTED, "deliverable", "status")
_UNTIL = ("until", "since", "ended_in", "standing", "rank_on", "sort_key", "ended_from", "follows", "mandate_id")
_IS_OVER = sa.text("ended_in < 9999")


def upgrade() -> None:
    op.create_index("ix_reading_adopted_on", "reading", ["adopted_on"])
    _replace("ix_obligation_state_due_session", (*_DUE, "mandate_id", "reading_id"))
    _replace("ix_obligation_state_until", (*_UNTIL, "paragraph_text_id"), where=_IS_OVER)


def downgrade() -> None:
    raise NotImplementedError("a register cannot be brought back to an earlier revision; use the copy")


def _replace(name: str, columns: tuple[str, ...], where: sa.TextClause | None = None) -> None:
    op.drop_index(name, "obligation_state")
    op.create_index(name, "obligation_state", [*columns], sqlite_where=where, postgresql_where=where)
