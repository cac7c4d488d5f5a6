"""Lists of documents and of agenda items, as arguments of `mandates match` and `mandates ingest`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import click

from mandates.cli.types import SESSION
from mandates.domain.errors import UsageError
from mandates.domain.issued import IssuedDocument
from mandates.domain.problems import Problem


def list_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that name lists and say what their columns are."""
    for option in (
        click.option(
            "--session", type=SESSION, metavar="N", help="The General Assembly session of a list of agenda items."
        ),
        click.option(
            "--map", "columns", multiple=True, metavar="FIELD=COLUMN", help="Use this column of the list for a field."
        ),
        click.option(
            "--list",
            "lists",
            multiple=True,
            metavar="FILE",
            help="A list of documents, or of agenda items: CSV, JSON, MARCXML.",
        ),
    ):
        command = option(command)
    return command


def read_lists(
    lists: Sequence[str], columns: Iterable[str], session: str | None
) -> Iterator[tuple[str, IssuedDocument | Problem]]:
    """Yield the documents and problems of lists, each with the path of its list; agendas as those of `session`."""
    from mandates.extraction.catalogue import documents_of  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.readers.catalogue import read_list  # noqa: PLC0415 -- the same

    names = _columns_by_field(columns)
    for path in lists:
        for item in documents_of(read_list(path, names), path):
            yield path, item if isinstance(item, Problem) else _of_session(item, session)


def _columns_by_field(assignments: Iterable[str]) -> dict[str, str]:
    names = {}
    for assignment in assignments:
        field, sign, column = assignment.partition("=")
        if not sign or not column.strip():
            raise UsageError(f"'{assignment}' does not name a column", "write it like --map title=Titre")
        names[field.strip().lower()] = column.strip()
    return names


def _of_session(document: IssuedDocument, session: str | None) -> IssuedDocument:
    """Return a list of agenda items as the agenda of `session`, with an artificial symbol, because it has none."""
    if session is None or not document.entries or document.body is not None:
        return document
    return replace(
        document,
        symbols=(f"AGENDA/GA/{session}",),
        body="General Assembly",
        session=session,
        title=f"Agenda of session {session}",
    )
