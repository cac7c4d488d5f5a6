"""A whole register as JSON Lines and back: the same bytes again, from either database into either.

The first line says what the file is. Every further line is a row: ``{"table": "mandate", "id": 7, ...}``, tables in
the order in which they point to each other, rows in the order of their numbers, keys sorted. `schema` describes it.
Files that registers of old_exports revisions gave are brought to today's revision as such a register is.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import pathlib
import tempfile
from collections.abc import Iterable, Iterator
from typing import Any

from mandates.domain.errors import InputError, UsageError
from mandates.register import integrity, maintenance
from mandates.store import dump, locks, old_exports, revision
from mandates.store.engine import Connection, open_register

#: Version of the format; a change that older programs cannot read raises it.
FORMAT = 2


def export(connection: Connection) -> Iterator[str]:
    """Yield the lines of the whole register, each with its line feed; nothing is held in memory."""
    yield dump.line({"format": FORMAT, "revision": revision.HEAD, "what": "register of mandates"})
    yield from dump.lines(connection)


def load(connection: Connection, lines: Iterable[str]) -> int:
    """Fill an empty register with the lines that `export` gave, and return how many rows it has now.

    Raises:
        UsageError: the register has resolutions already.
        InputError: a line is not of this format, or the whole does not hold together; nothing is stored when the
            caller's transaction is taken back.
    """
    locks.many(connection)
    if not dump.is_empty(connection):
        raise UsageError("the register to read into is not empty", "make a new one with 'mandates init'")
    numbered = iter(enumerate(lines, 1))
    at = _revision(next(numbered, (1, ""))[1])
    if at == revision.HEAD:
        return _load(connection, numbered)
    with _upgraded((line for _, line in numbered), at) as upgraded:
        return _load(connection, itertools.islice(enumerate(upgraded, 1), 1, None))


def _load(connection: Connection, numbered: Iterable[tuple[int, str]]) -> int:
    count = dump.fill(connection, numbered)
    broken = integrity.findings(connection)
    if broken:
        raise InputError(f"the file is inconsistent: {broken[0]}", "export it again")
    return count


@contextlib.contextmanager
def _upgraded(lines: Iterator[str], revision_of: str) -> Iterator[Iterator[str]]:
    """Give the lines of a register of an old_exports revision as today's program exports it."""
    with tempfile.TemporaryDirectory(prefix="mandates-") as folder:
        path = pathlib.Path(folder) / "register.sqlite"
        at = old_exports.fill(path, lines, revision_of)
        maintenance.upgrade(path, at=at)
        with open_register(path) as opened, opened.transaction() as connection:
            yield export(connection)


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a line (2020-12)."""
    head = {
        "type": "object",
        "properties": {"format": {"const": FORMAT}, "revision": {"type": "string"}, "what": {"type": "string"}},
        "required": ["format", "revision", "what"],
        "additionalProperties": False,
    }
    rows = dump.row_schemas()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A line of an exported register of mandates",
        "oneOf": [head, *rows],
    }


def _revision(line: str) -> str:
    """Return the revision that a file was written at, by its first line.

    Raises:
        InputError: it is of none that is read.
    """
    try:
        head = json.loads(line)
        found, at = head["format"], head["revision"]
    except (ValueError, KeyError, TypeError):
        raise InputError("this is not an exported register", "give a file that 'mandates export' wrote") from None
    if (found, at) not in {*old_exports.KNOWN, (FORMAT, revision.HEAD)}:
        raise InputError(
            f"the file is of format {found} and revision {at}, this program reads {FORMAT} and {revision.HEAD}",
            "export it again with this program's version",
        )
    return str(at)
