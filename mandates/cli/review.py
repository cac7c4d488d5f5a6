"""`mandates review`: what a person should look at, worst first, and their word on it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from mandates.cli.console import Console
from mandates.cli.options import TEXT_FORMATS, actor_option, as_of_option, now, output_options, register_option
from mandates.cli.types import COUNT, DELIVERABLE, DUE, VERB
from mandates.domain.errors import UsageError

if TYPE_CHECKING:  # imported when the command runs: `--help` is to be quick
    from sqlalchemy import Connection

    from mandates.domain.due import Due

#: Readings shown at once unless asked for another number.
_SHOWN = 10


@click.command("review")
@click.argument("references", nargs=-1, metavar="[REFERENCE]...")
@click.option("--accept", is_flag=True, help="It was read rightly; or take the new reading that waits.")
@click.option("--keep", is_flag=True, help="Keep the reading in force against the new one that waits.")
@click.option("--verb", type=VERB, help="The verb it should have.")
@click.option("--owner", "owners", multiple=True, metavar="NAME", help="Who is to act; repeatable.")
@click.option("--nobody", is_flag=True, help="Nobody is named.")
@click.option("--deliverable", type=DELIVERABLE, help="What is to be delivered.")
@click.option("--due", "dues", type=DUE, multiple=True, help="When it is due (see above); repeatable.")
@click.option("--no-due", is_flag=True, help="No time is set.")
@click.option("--not-a-mandate", is_flag=True, help="It asks nobody for anything: take it off the lists.")
@click.option("--is-a-mandate", is_flag=True, help="It is one after all: put it back.")
@click.option("--reason", metavar="TEXT", help="Why; kept in the history.")
@click.option("--below", type=click.FloatRange(0, 1), metavar="X", help="Confidence below this.  [default: 0.8]")
@click.option("--limit", type=COUNT, metavar="N", help="At most so many; 0 for all.  [default: 10]")
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
    """Check uncertain readings, worst first, and correct them.

    Without references: the mandates that were read with little confidence and that nobody has looked at, each with its
    paragraph, the words marked that were interpreted, and what was uncertain; and the new readings of a later ingest
    that differ from those on which somebody has worked. With references and a word on them: your word counts, now and
    in every later ingest.

    \b
    A due is written: "GA 73", 2019-05-31, "until 2019-05-31", "every 90 days", "every session".

    \b
    Examples:
      mandates review
      mandates review 71/12#8 --accept
      mandates review 71/12#4 --no-due --deliverable meeting --reason "consultations are meetings"
      mandates review "2349 (2017)#34" --due 2017-06-30 --due "every 90 days"
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.register.engine import open_register  # noqa: PLC0415 -- `--help` is to be quick

    correction = _correction(**word)
    if accept + keep + bool(correction) > 1:
        raise UsageError("several answers are given", "give --accept, --keep, or what it should be")
    answered = accept or keep or bool(correction)
    if answered and not references:
        raise UsageError("no mandate is named", "give its reference, such as 71/12#8")
    if answered:
        correction["reason"] = word["reason"]
        with open_register(database, writing=True) as register, register.session() as session:
            _answer(session, references, actor, console, accept=accept, keep=keep, correction=correction)
    else:
        most = (_SHOWN if limit is None else limit) or None
        with open_register(database) as register, register.session() as session:
            _show(session, references, as_of, console, below=below, most=most)


def _show(
    session: Connection,
    references: tuple[str, ...],
    as_of: dt.date,
    console: Console,
    *,
    below: float | None,
    most: int | None,
) -> None:
    from mandates.register import queries  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.register.work import review  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.rendering.review import Review  # noqa: PLC0415 -- the same
    from mandates.rendering.text import count  # noqa: PLC0415 -- the same

    threshold = review.UNCERTAIN if below is None else below
    wanted = references or tuple(review.uncertain(session, below=threshold, limit=most))
    views = [queries.mandate_view(session, reference, as_of) for reference in wanted]
    named = {view.reference for view in views}
    waiting = [one for one in review.waiting(session) if not references or one.reference in named]
    total = len(views) if references else review.count_uncertain(session, below=threshold)
    console.answer(Review(views, waiting[:most]))
    if total > len(views) or len(waiting) > (most or len(waiting)):
        left = f"{count(total, 'reading')} to look at, {count(len(waiting), 'new reading')} waiting"
        console.say(f"{left}; --limit shows more.")
    if views or waiting:
        console.say("Give your word with: mandates review REFERENCE --accept, --owner NAME, --due WHEN ...")


def _answer(
    session: Connection,
    references: tuple[str, ...],
    actor: str,
    console: Console,
    *,
    accept: bool,
    keep: bool,
    correction: dict[str, Any],
) -> None:
    from mandates.register import queries  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.register.work import review  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.rendering.history import difference_words  # noqa: PLC0415 -- the same

    at, batch = now(), None
    waiting = {one.reference for one in review.waiting(session)}
    for reference in references:
        found = queries.mandate_view(session, reference, at.date()).reference
        if keep:
            done = review.keep(session, found, actor=actor, at=at, batch=batch)
        elif accept and found in waiting:
            done = review.accept(session, found, actor=actor, at=at, batch=batch)
        else:
            done = review.correct(session, found, **correction, actor=actor, at=at, batch=batch)
        batch = done.batch
        console.say(f"{done.reference}: {difference_words(done.before, done.after) or 'confirmed as it is'}.")


def _correction(
    *,
    verb: str | None,
    owners: tuple[str, ...],
    nobody: bool,
    deliverable: str | None,
    dues: tuple[Due, ...],
    no_due: bool,
    not_a_mandate: bool,
    is_a_mandate: bool,
    reason: str | None,
) -> dict[str, Any]:
    """Return what the options say a reading should be; {} where they say nothing."""
    del reason  # says nothing by itself
    if (nobody and owners) or (no_due and dues) or (not_a_mandate and is_a_mandate):
        raise UsageError("two options contradict each other", "give one of them")
    said: dict[str, Any] = {
        "verb": verb,
        "owners": list(owners) if owners else ([] if nobody else None),
        "deliverable": deliverable,
        "due": list(dues) if dues else ([] if no_due else None),
        "not_a_mandate": True if not_a_mandate else (False if is_a_mandate else None),
    }
    return {name: value for name, value in said.items() if value is not None}
