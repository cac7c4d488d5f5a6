"""`mandates show` and `mandates history`: everything about one mandate, and who changed what."""

from __future__ import annotations

import datetime as dt

import click

from mandates.cli.console import Console
from mandates.cli.options import TEXT_FORMATS, as_of_option, output_options, register_option, symbol
from mandates.cli.types import COUNT, DATE, POSITIVE


@click.command("show")
@click.argument("reference")
@as_of_option
@register_option
@output_options(*TEXT_FORMATS, "html")
def command_show(*, reference: str, as_of: dt.date, database: str | None, console: Console) -> None:
    """Show one mandate, all of a resolution, or an issued document.

    For a mandate: its paragraph with the extracted words marked, what was extracted, the obligations with their
    evidence, and the history. For a resolution: its obligations, including settled ones. For a stored report, note or
    letter: what it is, the sentence that says what it answers, and what it settled.

    \b
    Examples:
      mandates show 71/12#8
      mandates show "2349 (2017)#34"
      mandates show 71/12
      mandates show A/80/272
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.domain.filters import Filters  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.register import lists, references  # noqa: PLC0415 -- the same
    from mandates.register.show import mandate_view, notice_of  # noqa: PLC0415 -- the same
    from mandates.rendering.mandate import Mandate  # noqa: PLC0415 -- the same
    from mandates.rendering.obligations import Obligations  # noqa: PLC0415 -- the same
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    with open_register(database) as register, register.transaction() as connection:
        if "#" in reference:
            references.require_occurrence(connection, reference)
            view = mandate_view(connection, reference, as_of)
            console.notice(notice_of(connection, reference))
            console.answer(Mandate(view))
            return
        if is_document(reference):
            from mandates.register import documents  # noqa: PLC0415 -- seldom asked
            from mandates.rendering.matches import IssuedDocumentAnswer  # noqa: PLC0415 -- the same
            from mandates.schema.documents import document_to_record, proposal_to_record  # noqa: PLC0415 -- the same

            (proposal,) = documents.proposals(connection, as_of, symbol=reference)
            console.answer(IssuedDocumentAnswer(document_to_record(proposal.document), proposal_to_record(proposal)))
            return
        name = symbol(reference)
        resolutions = lists.resolutions(connection, as_of, symbols=(name,))
        if not resolutions:
            raise references.not_held(connection, name)
        rows = lists.list_obligations(connection, Filters(resolutions=(name,)), as_of)
    title = f"{name}: {resolutions[0].title}" if resolutions[0].title else name
    console.answer(Obligations(rows, title=title, empty="It has no mandates."))


def is_document(text: str) -> bool:
    """Whether a text is the symbol of an issued document and not of a resolution."""
    from mandates.domain.errors import UsageError  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.domain.issued import DocumentSymbol  # noqa: PLC0415 -- the same

    try:
        symbol(text)
    except UsageError:
        return bool(DocumentSymbol.all_in(text))
    return False


@click.command("history")
@click.argument("reference", required=False)
@click.option("--actor", metavar="NAME", help="Only changes by this person.")
@click.option("--on", type=DATE, metavar="DATE", help="Only changes made on this day (UTC).")
@click.option("--since", type=DATE, metavar="DATE", help="Only changes made on this day (UTC) or later.")
@click.option("--change", "change_id", type=POSITIVE, metavar="N", help="Only the change with this number.")
@click.option("--limit", type=COUNT, metavar="N", help="Show at most N; 0 for all.  [default: 100]")
@register_option
@output_options(*TEXT_FORMATS)
def command_history(
    *,
    reference: str | None,
    actor: str | None,
    on: dt.date | None,
    since: dt.date | None,
    change_id: int | None,
    limit: int | None,
    database: str | None,
    console: Console,
) -> None:
    """Show who changed what, when and why, latest first.

    `mandates undo` takes the number of a change. Items changed together have the same number.

    \b
    Examples:
      mandates history
      mandates history 71/12#8
      mandates history --actor Ada --on 2018-08-21
      mandates history --since Monday
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.domain.filters import EventFilters  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.register.history import history  # noqa: PLC0415 -- the same
    from mandates.register.show import notice_of  # noqa: PLC0415 -- the same
    from mandates.rendering.history import History  # noqa: PLC0415 -- the same
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    most = 100 if limit is None else limit
    with open_register(database) as register, register.transaction() as connection:
        filters = EventFilters(actor=actor, on=on, since=since, change_id=change_id)
        events = history(connection, reference, filters, limit=most or None)
        if reference is not None and "#" in reference:
            console.notice(notice_of(connection, reference))
    console.answer(History(events))
    if most and len(events) == most:
        console.say(f"The latest {most:,} are shown; --limit 0 shows all.")
