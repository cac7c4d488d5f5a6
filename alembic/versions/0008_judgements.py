"""What a person would have become of a mandate in a review of the stock: a decision, an event, columns of states."""

# ruff: noqa: S608 - statements are put together from names that stand here

import re

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_JUDGEMENTS = "adapt merge replace retain retire"
_WORDS = re.compile(r"'([a-z_]+)'")


def upgrade() -> None:
    quoted = ", ".join(f"'{word}'" for word in _JUDGEMENTS.split())
    op.execute(
        "ALTER TABLE obligation_state ADD COLUMN judgement TEXT "
        f"CONSTRAINT ck_obligation_state_judgement CHECK (judgement IN ({quoted}))"
    )
    op.add_column("obligation_state", sa.Column("judgement_reason", sa.Text))
    _allow_also("decision", "field", "judgement")
    _allow_also("event", "kind", "judge")


def downgrade() -> None:
    raise NotImplementedError("judgements have no place in the revision before: go back to a copy")


def _allow_also(table: str, column: str, word: str) -> None:
    """Let a column have one word more than it may have by now."""
    bind = op.get_bind()
    name = f"ck_{table}_{column}"
    if bind.dialect.name == "postgresql":
        found = sa.text(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE conname = :name AND conrelid = CAST(:table AS regclass)"
        )
        words = _WORDS.findall(str(bind.execute(found, {"name": name, "table": table}).scalar_one()))
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({_one_of(column, [*words, word])})")
        return
    # SQLite changes no constraint: the table is made anew as it was but for that, with its rows and indexes
    found = sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name")
    made = str(bind.execute(found, {"name": table}).scalar_one())
    check = re.compile(rf"(CONSTRAINT {name} CHECK )\((.*?\))\)", re.DOTALL)
    words = [found for match in check.finditer(made) for found in _WORDS.findall(match[2])]
    condition = _one_of(column, [*words, word])
    indexes = sa.text("SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = :name AND sql IS NOT NULL")
    kept = list(bind.execute(indexes, {"name": table}).scalars())
    op.execute(f"ALTER TABLE {table} RENAME TO old_{table}")
    bind.exec_driver_sql(check.sub(rf"\1({condition})", made))
    op.execute(f"INSERT INTO {table} SELECT * FROM old_{table}")
    op.execute(f"DROP TABLE old_{table}")
    for index in kept:
        op.execute(index)


def _one_of(column: str, words: list[str]) -> str:
    return f"{column} IN ({', '.join(repr(word) for word in sorted(set(words)))})"
