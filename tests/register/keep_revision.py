"""Keep a register of the present revision for the tests: ``python -m tests.register.keep_revision`` before a release.

Writes `revisions/REVISION.*`: a SQLite file, what pg_dump gives of the same on PostgreSQL, and what a list of it says.
Needs the server that MANDATES_TEST_POSTGRESQL names, and pg_dump. Kept files are never written again after a release.
"""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import pathlib
import subprocess
import tempfile
from typing import Any

from sqlalchemy import make_url, text

from mandates.register import exchange, maintenance
from mandates.store import revision
from mandates.store.engine import Connection, open_register
from tests.conftest import NOW, POSTGRESQL, schema_of_its_own
from tests.register.conftest import listed
from tests.register.test_exchange import fill

FOLDER = pathlib.Path(__file__).parent / "revisions"

#: Stands in a kept dump where the name of the schema was.
SCHEMA = "kept_schema"


def said(connection: Connection) -> list[dict[str, Any]]:
    """Return what has to be the same after an upgrade."""
    return [
        {
            "reference": row.reference,
            "status": row.status.value,
            "owners": list(row.owners),
            "verb": row.verb,
            "due_on": row.due.due_on.isoformat() if row.due and row.due.due_on else None,
            "note": row.note,
            "documents": [one.document for one in row.evidence],
        }
        for row in listed(connection, sort="symbol")
    ]


def main() -> None:
    """Write the files of the present revision."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as opened:
        path = pathlib.Path(folder) / "register.sqlite"
        maintenance.create(path, at=NOW)
        register = opened.enter_context(open_register(path, writing=True))
        with register.transaction() as connection:
            fill(connection)
        with register.transaction() as connection:
            lines = list(exchange.export(connection))
            _write("json", json.dumps(said(connection), indent=1, ensure_ascii=False).encode(), packed=False)
        copy = maintenance.backup(path, pathlib.Path(folder) / "copy.sqlite")
        _write("sqlite.gz", pathlib.Path(copy).read_bytes())
        _write("sql.gz", _dump(lines))


def _dump(lines: list[str]) -> bytes:
    server = os.environ[POSTGRESQL]
    with schema_of_its_own(server) as address:
        maintenance.create(address, at=NOW)
        with open_register(address, writing=True) as register, register.transaction() as connection:
            exchange.load(connection, lines)
            name = str(connection.execute(text("SELECT current_schema()")).scalar_one())
        url = make_url(server).set(drivername="postgresql").render_as_string(hide_password=False)
        dump = ["pg_dump", "--inserts", "--no-owner", f"--schema={name}", url]
        words = subprocess.run(dump, capture_output=True, check=True, text=True).stdout
    kept = [line for line in words.split("\n") if line and not line.startswith(("--", "\\", "CREATE SCHEMA"))]
    return ("\n".join(kept) + "\n").replace(name, SCHEMA).encode()


def _write(ending: str, content: bytes, *, packed: bool = True) -> None:
    path = FOLDER / f"{revision.HEAD}.{ending}"
    path.write_bytes(gzip.compress(content, mtime=0) if packed else content)
    print(f"{path}: {path.stat().st_size:,} bytes")  # noqa: T201 - it is run by hand


if __name__ == "__main__":
    main()
