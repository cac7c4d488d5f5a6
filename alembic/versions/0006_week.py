"""Lead and focal point beside the owner, and saved views.

What is decided on an item may be its lead and its focal point; the states have them, and parties of two more roles.
"""

# ruff: noqa: S608 - statements are put together from names that stand here

import re

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

_FIELDS = (
    "confirmed deliverable due_on dues evidence focal_point happened_on lead not_a_mandate note owners settled_on "
    "status superseded_by verb"
)
_ROLES = "focal lead owner partner recipient"


def upgrade() -> None:
    op.add_column("obligation_state", sa.Column("lead", sa.Text))
    op.add_column("obligation_state", sa.Column("focal_point", sa.Text))
    op.create_table(
        "view",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("name", _KEY, nullable=False),
        sa.Column("filters", _JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_view"),
        sa.UniqueConstraint("name", name="uq_view_name"),
    )
    _allow("decision", "field", _FIELDS)
    _allow("party", "role", _ROLES)


def downgrade() -> None:
    raise NotImplementedError("leads and views have no place in the revision before: go back to a copy")


def _allow(table: str, column: str, words: str) -> None:
    """Let a column have these words and no others."""
    quoted = ", ".join(f"'{word}'" for word in words.split())
    condition = f"{column} IN ({quoted})"
    bind = op.get_bind()
    name = f"ck_{table}_{column}"
    if bind.dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({condition})")
        return
    # SQLite changes no constraint: the table is made anew as it was but for that, with its rows and indexes
    found = sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name")
    made = str(bind.execute(found, {"name": table}).scalar_one())
    check = re.compile(rf"(CONSTRAINT {name} CHECK )\(.*?\)\)", re.DOTALL)
    indexes = sa.text("SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = :name AND sql IS NOT NULL")
    kept = list(bind.execute(indexes, {"name": table}).scalars())
    op.execute(f"ALTER TABLE {table} RENAME TO old_{table}")
    bind.exec_driver_sql(check.sub(rf"\1({condition})", made))
    op.execute(f"INSERT INTO {table} SELECT * FROM old_{table}")
    op.execute(f"DROP TABLE old_{table}")
    for index in kept:
        op.execute(index)
