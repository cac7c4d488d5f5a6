"""`mandates review`: what a person should check, the least certain first, and the decision on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from mandates.cli.console import Console
from mandates.cli.options import TEXT_FORMATS, actor_option, as_of_option, now, output_options, register_option, today
from mandates.cli.types import COUNT, DELIVERABLE, DUE, VERB
from mandates.domain.errors import UsageError

if TYPE_CHECKING:  # imported when the command runs: `--help` is to be quick
    from mandates.domain.commands import Correct, Judge
    from mandates.domain.due import Due
    from mandates.register.track import Changed
    from mandates.register.unit_of_work import UnitOfWork
    from mandates.store.engine import Connection

#: The default number of extractions that are shown.
_DEFAULT_LIMIT = 10


@click.command("review")
@click.argument("references", nargs=-1, metavar="[REFERENCE]...")
@click.option("--accept", is_flag=True, help="Confirm the extraction; if a new one waits, take the new one.")
@click.option("--keep", is_flag=True, help="Keep the current extraction, and discard the new one.")
@click.option("--verb", type=VERB, help="Correct the verb.")
@click.option("--owner", "owners", multiple=True, metavar="NAME", help="Correct who is to act; repeatable.")
@click.option("--nobody", is_flag=True, help="Correct who is to act: no owner is named.")
@click.option("--deliverable", type=DELIVERABLE, help="Correct what is to be delivered.")
@click.option("--due", "dues", type=DUE, multiple=True, help="Correct when it is due (see above); repeatable.")
@click.option("--no-due", is_flag=True, help="Correct when it is due: no date is set.")
@click.option("--not-a-mandate", is_flag=True, help="Not a mandate: hide it from lists.")
@click.option("--is-a-mandate", is_flag=True, help="Restore it: it is a mandate after all.")
@click.option("--reason", metavar="TEXT", help="Why; kept in the history.")
@click.option(
    "--below", type=click.FloatRange(0, 1), metavar="X", help="Show extractions with less confidence.  [default: 0.8]"
)
@click.option("--limit", type=COUNT, metavar="N", help="Show at most N; 0 for all.  [default: 10]")
@actor_option
@as_of_option
@register_option
@output_options(*TEXT_FORMATS)
def command_review(
    *,
    references: tuple[str, ...],
    accept: bool,
    keep: bool,
    below: float | None,
    limit: int | None,
    actor: str,
    as_of: dt.date,
    database: str | None,
    console: Console,
    **word: Any,
) -> None:
    """Check uncertain extractions, worst first, and correct them.

    Without references it shows what waits for a decision: mandates extracted with little confidence that nobody has
    checked, each with its paragraph, the words it was taken from, and what is uncertain; new extractions of a later
    ingest that differ from mandates people have worked on; what stored documents may answer; and requests that later
    resolutions renew. With references and a decision, the decision is recorded and also holds for every later ingest.

    \b
    WHEN is "GA 73", 2019-05-31, "until 2019-05-31", "every 90 days" or "every session".

    \b
    Examples:
      mandates review
      mandates review 71/12#8 --accept
      mandates review 71/12#4 --no-due --deliverable meeting --reason "consultations are meetings"
      mandates review "2349 (2017)#34" --due 2017-06-30 --due "every 90 days"
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.register.unit_of_work import working  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    answer = _answer(accept=accept, keep=keep, **word)
    if answer is None:
        most = (_DEFAULT_LIMIT if limit is None else limit) or None
        with open_register(database) as register, register.transaction() as connection:
            _show(connection, references, as_of, console, below=below, most=most)
        return
    if not references:
        raise UsageError("no mandate is named", "give its reference, such as 71/12#8")
    with (
        open_register(database, writing=True) as register,
        working(register, actor=actor, at=now(), command="review", today=today()) as work,
    ):
        done = _apply(work, answer, references)
        overruled = _overruled(work, done)
    for change in done:
        _tell(console, change)
    for reference, due in overruled:
        console.say(f"{reference} is still due {due}, as a person has set; 'update --original-due' undoes that.")


def _show(
    connection: Connection,
    references: tuple[str, ...],
    as_of: dt.date,
    console: Console,
    *,
    below: float | None,
    most: int | None,
) -> None:
    from mandates.register import documents, renewals, review  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.register.show import mandate_view, notice_of  # noqa: PLC0415 -- the same
    from mandates.rendering.review import Review  # noqa: PLC0415 -- the same
    from mandates.rendering.text import count  # noqa: PLC0415 -- the same
    from mandates.schema.documents import proposal_to_record  # noqa: PLC0415 -- the same

    threshold = review.UNCERTAIN if below is None else below
    shown_references = references or tuple(review.uncertain_mandates(connection, as_of, below=threshold, limit=most))
    views = [mandate_view(connection, reference, as_of) for reference in shown_references]
    for reference in references:
        console.notice(notice_of(connection, reference))
    shown = {view.reference for view in views}
    waiting = [
        suggestion
        for suggestion in review.waiting(connection, as_of)
        if not references or suggestion.reference in shown
    ]
    total = len(views) if references else review.count_uncertain(connection, as_of, below=threshold)
    proposals = [] if references else documents.waiting(connection, as_of, limit=most)
    renewal_numbers = [] if references else renewals.numbers_waiting(connection, as_of)
    renewed = renewals.waiting(connection, as_of, numbers=renewal_numbers[:most]) if renewal_numbers else []
    console.answer(Review(views, waiting[:most], [proposal_to_record(proposal) for proposal in proposals], renewed))
    matches = sum(len(proposal.matches) for proposal in proposals)
    remaining = len(proposals) == most and documents.count_waiting(connection, as_of) - matches
    if remaining:
        console.say(f"{count(remaining, 'other proposal')} for stored documents; --limit shows more.")
    if len(renewal_numbers) > len(renewed):
        console.say(f"{count(len(renewal_numbers) - len(renewed), 'other renewal')}; see 'mandates renewals'.")
    if total > len(views) or len(waiting) > (most or len(waiting)):
        message = f"{count(total, 'reading')} to check, {count(len(waiting), 'new reading')} to decide"
        console.say(f"{message}; --limit shows more.")
    if views or waiting:
        console.say("Decide with: mandates review REFERENCE --accept, --owner NAME, --due WHEN ...")
    if proposals:
        console.say("Accept what documents answer with: mandates accept NUMBER..., or reject it with --reject.")
    if renewed:
        console.say("Settle renewed requests with: mandates renewals NUMBER... --accept, or reject them with --reject.")


def _apply(work: UnitOfWork, answer: Correct | Judge, references: tuple[str, ...]) -> list[Changed]:
    """Apply an answer to each mandate; a confirmation accepts the new extraction where one waits."""
    from mandates.domain.commands import Correct, Judge  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.domain.events import EventKind  # noqa: PLC0415 -- the same
    from mandates.register import review, track  # noqa: PLC0415 -- the same
    from mandates.register.references import find_mandate  # noqa: PLC0415 -- the same

    confirms = isinstance(answer, Correct) and answer.kind is EventKind.CONFIRM
    waiting = {suggestion.reference for suggestion in review.waiting(work.connection)} if confirms else set()
    done: list[Changed] = []
    for reference in references:
        if isinstance(answer, Judge):
            done.append(review.judge(work, answer, reference))
        elif find_mandate(work.connection, reference).mandate.reference in waiting:
            done.append(review.judge(work, Judge(accept=True, reason=answer.reason), reference))
        else:
            done += track.apply(work, answer, track.Named(references=(reference.partition("@")[0],))).changed
    return done


def _overruled(work: UnitOfWork, done: Sequence[Changed]) -> list[tuple[str, str]]:
    """Return the obligations whose due time was set by a person, of mandates with changed due times; with that time."""
    from mandates.register.lists import of_mandate, shown  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.register.references import find_mandate  # noqa: PLC0415 -- the same
    from mandates.rendering.words import due_words  # noqa: PLC0415 -- the same

    overruled: list[tuple[str, str]] = []
    for change in done:
        if "dues" in change.after or "due" in change.after:
            mandate = find_mandate(work.connection, change.reference).mandate
            rows = shown(work.connection, of_mandate(work.connection, mandate.id, work.day), work.day)
            overruled += [(row.reference, due_words(row.due)) for row in rows if row.due and row.due.extended_from]
    return overruled


def _tell(console: Console, change: Changed) -> None:
    from mandates.rendering.history import difference_words  # noqa: PLC0415 -- `--help` is to be quick

    console.notice(change.notice)
    words = difference_words(_without(change.before), _without(change.after))
    console.say(f"{change.reference}: {words or 'confirmed as it is'}.")


def _without(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the changed fields without `confirmed`, which only says that somebody has looked at the mandate."""
    return {name: value for name, value in values.items() if name != "confirmed"}


def _answer(
    *,
    accept: bool,
    keep: bool,
    verb: str | None,
    owners: tuple[str, ...],
    nobody: bool,
    deliverable: str | None,
    dues: tuple[Due, ...],
    no_due: bool,
    not_a_mandate: bool,
    is_a_mandate: bool,
    reason: str | None,
) -> Correct | Judge | None:
    """Return the command that the options stand for; None if they ask for no change.

    Raises:
        UsageError: several decisions are given, or options contradict each other.
    """
    from mandates.domain.commands import Correct, Judge  # noqa: PLC0415 -- `--help` is to be quick

    if (nobody and owners) or (no_due and dues) or (not_a_mandate and is_a_mandate):
        raise UsageError("two options contradict each other", "give only one of them")
    empty = Correct(reason=reason)
    correction = Correct(
        verb=verb,
        owners=owners or (() if nobody else None),
        deliverable=deliverable,
        due=dues or (() if no_due else None),
        not_a_mandate=not_a_mandate if not_a_mandate or is_a_mandate else None,
        reason=reason,
    )
    if accept + keep + (correction != empty) > 1:
        raise UsageError("several decisions are given", "give only one of: --accept, --keep, corrections")
    if keep:
        return Judge(accept=False, reason=reason)
    return correction if accept or correction != empty else None
