"""What the tables of a register are made of: types of columns, keys, pointers, closed lists of words, names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    Text,
    TypeDecorator,
)
from sqlalchemy.types import TypeEngine

from mandates.domain.kinds import MandateClass

#: Name patterns of constraints and indexes, so that migrations can name what they change.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


#: Where the revision of a register's schema stands; its own name, so that a shared PostgreSQL database does not mix
#: it up with another program's.
REVISION_TABLE = "mandates_revision"


#: `obligation_state.lifecycle`.
OPEN, SETTLED = 0, 1


#: `obligation_state.sort_date` of what has no date, which sorts after everything that has one; `until` of what holds.
UNDATED = FOREVER = dt.date(9999, 12, 31)


#: `obligation_state.since` of what was always expected.
ALWAYS = dt.date(1, 1, 1)


#: `obligation_state.ended_in` of what holds still.
ONGOING = FOREVER.year


class UtcDateTime(TypeDecorator[dt.datetime]):
    """A moment, stored in UTC and given back aware of it, on databases with and without time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002 - the interface
        """Give the moment to the database in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002 - the interface
        """Make what the database gives aware of being UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Json(TypeDecorator[Any]):
    """Plain data: ``jsonb`` on PostgreSQL, whose dialect is loaded only where it is spoken, ``JSON`` elsewhere."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the database's own type."""
        if dialect.name == "postgresql":
            from sqlalchemy.dialects.postgresql import JSONB  # noqa: PLC0415 - see above

            return dialect.type_descriptor(JSONB(none_as_null=True))
        return dialect.type_descriptor(JSON(none_as_null=True))


#: Text that sorts by its bytes on every database.
Key = Text().with_variant(Text(collation="C"), "postgresql")


metadata = MetaData(naming_convention=NAMING)


def identifier() -> Column[int]:
    """Return the number of a row, which never changes."""
    return Column("id", Integer, primary_key=True)


def pointer(table: str, *, name: str | None = None, nullable: bool = False) -> Column[Any]:
    """Return a column that points to a row of `table`, which cannot be deleted while it does."""
    return Column(name or f"{table}_id", ForeignKey(f"{table}.id", ondelete="RESTRICT"), nullable=nullable)


def one_of(column: str, words: Iterable[str]) -> CheckConstraint:
    """Return the condition that a column has one of `words`."""
    quoted = ", ".join(f"'{word}'" for word in sorted(words))
    return CheckConstraint(f"{column} IN ({quoted})", name=column)


def mandate_class() -> Column[str]:
    """Return the column of the class of a mandate."""
    # its condition stands in the column, so that it can be added to a table that is there
    words = ", ".join(f"'{word}'" for word in sorted(MandateClass))
    condition = CheckConstraint(f"mandate_class IN ({words})", name="mandate_class")
    return Column("mandate_class", Text, condition, nullable=False, server_default=MandateClass.MANDATE.value)
