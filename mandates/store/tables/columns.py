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
from mandates.domain.lifecycle import FOREVER

#: Name patterns of constraints and indexes, so that migrations can name what they change.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


#: The table with the revision of the schema; not Alembic's default name, so that it does not collide with that of
#: another program in a shared PostgreSQL database.
REVISION_TABLE = "mandates_revision"


#: `obligation_state.ended_in` of rows that are still valid.
ONGOING = FOREVER.year


class UtcDateTime(TypeDecorator[dt.datetime]):
    """A moment, stored in UTC and returned with its time zone, on databases with and without time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002 - the interface
        """Convert a moment to UTC for the database."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002 - the interface
        """Return a moment from the database with the time zone UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Json(TypeDecorator[Any]):
    """Plain data: ``jsonb`` on PostgreSQL, whose dialect is loaded only if it is used, ``JSON`` elsewhere."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the type of the database."""
        if dialect.name == "postgresql":
            from sqlalchemy.dialects.postgresql import JSONB  # noqa: PLC0415 - see above

            return dialect.type_descriptor(JSONB(none_as_null=True))
        return dialect.type_descriptor(JSON(none_as_null=True))


#: Text that is sorted by its bytes on every database.
Key = Text().with_variant(Text(collation="C"), "postgresql")


metadata = MetaData(naming_convention=NAMING)


def identifier() -> Column[int]:
    """Return the primary key column `id`, whose values never change."""
    return Column("id", Integer, primary_key=True)


def pointer(table: str, *, name: str | None = None, nullable: bool = False) -> Column[Any]:
    """Return a foreign key column to `table`, whose rows cannot be deleted while they are referred to."""
    return Column(name or f"{table}_id", ForeignKey(f"{table}.id", ondelete="RESTRICT"), nullable=nullable)


def one_of(column: str, words: Iterable[str]) -> CheckConstraint:
    """Return a CHECK constraint that a column has one of `words`."""
    quoted = ", ".join(f"'{word}'" for word in sorted(words))
    return CheckConstraint(f"{column} IN ({quoted})", name=column)


def mandate_class() -> Column[str]:
    """Return the column of the class of a mandate."""
    # the constraint is part of the column, so that both can be added to an existing table
    words = ", ".join(f"'{word}'" for word in sorted(MandateClass))
    condition = CheckConstraint(f"mandate_class IN ({words})", name="mandate_class")
    return Column("mandate_class", Text, condition, nullable=False, server_default=MandateClass.MANDATE.value)
