"""Links between resolutions, and between their mandates.

Which text continues which was worked out whenever somebody asked; it is kept now, with what a person says of it. What
titles of one series share is kept with each reading, so that its resolutions are found by an index.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_RELATIONS = "carried continues due_moved extended merged reworded same split"
_STATES = "confirmed proposed rejected"


def upgrade() -> None:
    op.add_column("reading", sa.Column("stem", _KEY))
    op.create_index("ix_reading_stem", "reading", ["stem"])
    op.create_table(
        "link",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("resolution_id", sa.Integer, nullable=False),
        sa.Column("mandate_id", sa.Integer),
        sa.Column("older_id", sa.Integer, nullable=False),
        sa.Column("older_mandate_id", sa.Integer),
        sa.Column("relation", sa.Text, nullable=False),
        sa.Column("sure", sa.Boolean, nullable=False),
        sa.Column("renews", sa.Boolean, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("basis", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.CheckConstraint(_one_of("relation", _RELATIONS), name="ck_link_relation"),
        sa.CheckConstraint(_one_of("state", _STATES), name="ck_link_state"),
        sa.PrimaryKeyConstraint("id", name="pk_link"),
        _to("resolution_id", "resolution"),
        _to("mandate_id", "mandate"),
        _to("older_id", "resolution"),
        _to("older_mandate_id", "mandate"),
    )
    for column in ("resolution_id", "older_id", "mandate_id", "older_mandate_id"):
        op.create_index(f"ix_link_{column}", "link", [column])


def downgrade() -> None:
    raise NotImplementedError("what people said of links has no place in the revision before: go back to a copy")


def _one_of(column: str, words: str) -> str:
    quoted = ", ".join(f"'{word}'" for word in words.split())
    return f"{column} IN ({quoted})"


def _to(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=f"fk_link_{column}_{table}", ondelete="RESTRICT")
