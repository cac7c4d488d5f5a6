"""What later texts end or renew, and from when nothing is expected of an obligation though nobody settled it.

The new columns of `obligation_state` and the rows of `ending` are worked out by the program after the migration.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_LISTED = ("ended_in", "standing", "rank_on", "sort_key", "since", "until")
_ENDED = ("ended_from", "follows")

#: Indexes that lists and counts are read from, by name: what stands before the columns of lists, and what behind.
_INDEXES = {
    "ix_obligation_state_listed": ((), ()),
    "ix_obligation_state_due_session": (("due_session", "at_body"), ("deliverable", "status")),
    "ix_obligation_state_at_body": (("at_body",), ()),
    "ix_obligation_state_adopted_session": (("adopted_session", "body"), ()),
}


def upgrade() -> None:
    """Add the table, the columns, and these to the indexes."""
    op.create_table(
        "ending",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("mandate_id", sa.Integer, nullable=False),
        sa.Column("by_mandate_id", sa.Integer, nullable=False),
        sa.Column("stands_until", sa.Date, nullable=False),
        sa.Column("renewed", sa.Boolean, nullable=False),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("until", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ending"),
        sa.CheckConstraint("since < until", name="ck_ending_period"),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], "fk_ending_mandate_id_mandate", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(
            ["by_mandate_id"], ["mandate.id"], "fk_ending_by_mandate_id_mandate", ondelete="RESTRICT"
        ),
    )
    op.create_index("ix_ending_mandate_id", "ending", ["mandate_id"])
    op.create_index("ix_ending_by_mandate_id", "ending", ["by_mandate_id"])
    table = "obligation_state"
    op.add_column(table, sa.Column("ended_from", sa.Date, nullable=False, server_default=sa.text("'9999-12-31'")))
    op.add_column(table, sa.Column("ended_by_id", sa.Integer))
    op.add_column(table, sa.Column("renewed", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column(table, sa.Column("follows", sa.Boolean, nullable=False, server_default=sa.false()))
    for name, (before, behind) in _INDEXES.items():
        op.drop_index(name, table)
        op.create_index(name, table, [*before, *_LISTED, *_ENDED, *behind])


def downgrade() -> None:
    """Refuse: the register of before is in the copy that the upgrade made."""
    raise NotImplementedError("a register cannot be brought back to an earlier revision; use the copy")
