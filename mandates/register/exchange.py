"""A whole register as JSON Lines and back: the same bytes again, from either database into either.

The first line says what the file is. Every further line is a row: ``{"table": "mandate", "id": 7, ...}``, tables in
the order in which they point to each other, rows in the order of their numbers, keys sorted. `schema` describes it.
Files exported by registers of earlier revisions (`old_exports`) are upgraded in the same way as such a register.
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
    """Yield the lines of the whole register, each with its line feed; they are not collected in memory."""
    yield dump.line({"format": FORMAT, "revision": revision.HEAD, "what": "register of mandates"})
    yield from dump.lines(connection)


def load(connection: Connection, lines: Iterable[str]) -> int:
    """Fill an empty register with the lines of an export, and return the number of rows that it has then.

    Raises:
        UsageError: the register has resolutions already.
        InputError: a line is not of this format, or the rows are inconsistent; nothing is stored if the caller rolls
            its transaction back.
    """
    locks.many(connection)
    if not dump.is_empty(connection):
        raise UsageError("the register to read into is not empty", "make a new one with 'mandates init'")
    numbered = iter(enumerate(lines, 1))
    file_revision = _revision(next(numbered, (1, ""))[1])
    if file_revision == revision.HEAD:
        return _load(connection, numbered)
    with _upgraded((line for _, line in numbered), file_revision) as upgraded:
        return _load(connection, itertools.islice(enumerate(upgraded, 1), 1, None))


def _load(connection: Connection, numbered: Iterable[tuple[int, str]]) -> int:
    count = dump.fill(connection, numbered)
    problems = integrity.findings(connection)
    if problems:
        raise InputError(f"the file is inconsistent: {problems[0]}", "export it again")
    return count


@contextlib.contextmanager
def _upgraded(lines: Iterator[str], old_revision: str) -> Iterator[Iterator[str]]:
    """Provide the lines of a register of an earlier revision as this program exports it."""
    with tempfile.TemporaryDirectory(prefix="mandates-") as folder:
        path = pathlib.Path(folder) / "register.sqlite"
        at = old_exports.fill(path, lines, old_revision)
        maintenance.upgrade(path, at=at)
        with open_register(path) as opened, opened.transaction() as connection:
            yield export(connection)


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a line (2020-12)."""
    header = {
        "type": "object",
        "properties": {"format": {"const": FORMAT}, "revision": {"type": "string"}, "what": {"type": "string"}},
        "required": ["format", "revision", "what"],
        "additionalProperties": False,
    }
    rows = dump.row_schemas()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A line of an exported register of mandates",
        "oneOf": [header, *rows],
    }


def _revision(line: str) -> str:
    """Return the revision of the register that a file was exported from, by its first line.

    Raises:
        InputError: it is not an exported register, or its format and revision are not supported.
    """
    try:
        header = json.loads(line)
        file_format, file_revision = header["format"], header["revision"]
    except (ValueError, KeyError, TypeError):
        raise InputError("this is not an exported register", "give a file that 'mandates export' wrote") from None
    if (file_format, file_revision) not in {*old_exports.KNOWN, (FORMAT, revision.HEAD)}:
        raise InputError(
            f"the file is of format {file_format} and revision {file_revision}, "
            f"this program reads {FORMAT} and {revision.HEAD}",
            "export it again with this program's version",
        )
    return str(file_revision)
