"""Issued documents that are kept, and what each may answer: three new tables, nothing else changes."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

#: Text that sorts by its bytes on every database.
_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

_KINDS = (
    "advisory_report agenda committee_report draft letter note note_verbale other record report resolution "
    "state_letter statement summary_statement supplement"
)

_tables = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# only pointed to
sa.Table("obligation", _tables, sa.Column("id", sa.Integer, primary_key=True))


def _one_of(column: str, words: str) -> sa.CheckConstraint:
    quoted = ", ".join(f"'{word}'" for word in words.split())
    return sa.CheckConstraint(f"{column} IN ({quoted})", name=column)


def _ref(table: str) -> sa.Column[Any]:
    return sa.Column(f"{table}_id", sa.ForeignKey(f"{table}.id", ondelete="RESTRICT"), nullable=False)


_NEW = (
    sa.Table(
        "issued",
        _tables,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("symbol", _KEY, nullable=False, unique=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("dated_on", sa.Date),
        sa.Column("held", sa.Boolean, nullable=False),
        sa.Column("reading", _JSON, nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        _one_of("kind", _KINDS),
    ),
    sa.Table(
        "issued_symbol",
        _tables,
        sa.Column("symbol", _KEY, primary_key=True),
        _ref("issued"),
        sa.Index("ix_issued_symbol_issued_id", "issued_id"),
    ),
    sa.Table(
        "answer",
        _tables,
        sa.Column("id", sa.Integer, primary_key=True),
        _ref("issued"),
        _ref("obligation"),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("class", sa.Text, nullable=False),
        sa.Column("score", sa.Float, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("page", sa.Integer),
        sa.Column("reasons", _JSON, nullable=False),
        sa.Column("partial", sa.Boolean, nullable=False),
        sa.UniqueConstraint("issued_id", "obligation_id"),
        _one_of("state", "accepted proposed rejected"),
        _one_of("class", "certain likely possible"),
        sa.Index("ix_answer_obligation_id", "obligation_id"),
    ),
)


def upgrade() -> None:
    for table in _NEW:
        table.create(op.get_bind())


def downgrade() -> None:
    raise NotImplementedError("what the third revision knows has no place in the second: go back to a copy")
