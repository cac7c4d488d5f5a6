"""`mandates check`: a draft compared with the register, before it is adopted."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from mandates.cli.console import Console
from mandates.cli.options import TEXT_FORMATS, as_of_option, output_options, register_option
from mandates.domain.errors import InputError

if TYPE_CHECKING:  # imported when the command runs: `--help` is to be quick
    from mandates.domain.mandate import Reading


@click.command("check")
@click.argument("draft", metavar="DRAFT")
@as_of_option
@register_option
@output_options(*TEXT_FORMATS, "html")
def command_check(*, draft: str, as_of: dt.date, database: str | None, console: Console) -> None:
    """Compare a draft resolution with the mandates in force: what it repeats, changes and leaves out.

    Reads Word (.docx), PDF, text and Markdown; "-" is standard input. Nothing is stored. For each clause of the draft
    it shows the mandate of the same series that says the same, with its state and date, and similar mandates of other
    series, compared by the words of their subject alone. It then lists what the series has and the draft leaves out,
    and which other reports on the subject the same owners have to submit to the same session.

    \b
    Examples:
      mandates check draft.docx
      mandates check A_C2_80_L12.pdf --format html --output check.html
      pdftotext draft.pdf - | mandates check - --format csv
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.register.draft_check import check  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.rendering.draft_check import Check  # noqa: PLC0415 -- the same
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    with open_register(database) as register:
        reading = _read(draft, as_of, console)
        with register.transaction() as connection:
            view = check(connection, reading, as_of)
    console.answer(Check(view))


def _read(path: str, day: dt.date, console: Console) -> Reading:
    """Return the extraction from the first text in a file; its problems go to standard error.

    Raises:
        InputError: the file holds no text.
    """
    from mandates.domain.problems import Problem  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.pipeline import read_draft  # noqa: PLC0415 -- the same
    from mandates.reference import calendar  # noqa: PLC0415 -- the same

    def session(body: str) -> int | str | None:
        current_session = calendar.session_at(body, day)
        return current_session.session if current_session is not None else None

    items = list(read_draft(path, session))
    readings = [item for item in items if not isinstance(item, Problem)]
    problems = [problem for problem in items if isinstance(problem, Problem)]
    if not readings:
        last_problem = problems[-1]
        raise InputError(
            f"{last_problem.where}: {last_problem.message}", "give the text of a draft, as .docx, PDF or text"
        )
    for problem in (*problems, *readings[0].problems):
        where = _place(problem.where, readings[0])
        console.say(f"{where}: {problem.message} [{problem.code}]")
    if len(readings) > 1:
        console.say(
            f"{path} contains {len(readings)} texts; only the first is checked. Put the others into separate files."
        )
    return readings[0]


def _place(where: str, reading: Reading) -> str:
    """Return where a problem is, for a person: a draft has no symbol of its own, only a placeholder for one."""
    from mandates.structure.draft import is_stand_in  # noqa: PLC0415 -- `--help` is to be quick

    before, _, label = where.partition("#")
    if before != reading.resolution.symbol or not is_stand_in(before):
        return where
    return f"paragraph {label}" if label else "the draft"
