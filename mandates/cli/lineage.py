"""`mandates compare` and `mandates series`: what became of each paragraph, and which texts continue each other."""

from __future__ import annotations

import datetime as dt

import click

from mandates.cli.console import Console
from mandates.cli.options import TEXT_FORMATS, as_of_option, output_options, register_option, symbol
from mandates.domain.errors import UsageError


@click.command("compare")
@click.argument("symbols", metavar="[OLDER] NEWER", nargs=-1, required=True)
@as_of_option
@register_option
@output_options(*TEXT_FORMATS, "html")
def command_compare(*, symbols: tuple[str, ...], as_of: dt.date, database: str | None, console: Console) -> None:
    """Show what became of each paragraph of a resolution in a newer one.

    Without OLDER the newer resolution is compared with the one that it continues. A request that was dropped and is
    still open is marked, as no text has ended it. What the newer text keeps in force by reference counts as carried,
    not as dropped.

    \b
    Examples:
      mandates compare 79/267
      mandates compare 77/268 79/267 --format md
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.register.lineage import compare  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.rendering.lineage import Comparison  # noqa: PLC0415 -- the same
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    *older, newer = (symbol(text) for text in symbols)
    if len(older) > 1:
        raise UsageError(f"{len(symbols)} resolutions are named", "give one or two")
    with open_register(database) as register, register.transaction() as connection:
        view = compare(connection, older[0] if older else None, newer, as_of)
    console.answer(Comparison(view))


@click.command("series")
@click.argument("resolution", metavar="SYMBOL")
@as_of_option
@register_option
@output_options(*TEXT_FORMATS, "html")
def command_series(*, resolution: str, as_of: dt.date, database: str | None, console: Console) -> None:
    """Show which resolutions continue each other, and which requests each of them renews.

    Found by title, by the resolutions that each text names, and by shared words; a person's decision ('mandates
    renewals') overrides them. Resolutions that are similar but not certain follow, and then each request over the
    years: where it was made, and what became of it.

    \b
    Examples:
      mandates series 79/267
      mandates series "2702 (2023)" --format md
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    from mandates.register.lineage import series  # noqa: PLC0415 -- `--help` is to be quick
    from mandates.rendering.lineage import Series  # noqa: PLC0415 -- the same
    from mandates.store.engine import open_register  # noqa: PLC0415 -- the same

    with open_register(database) as register, register.transaction() as connection:
        view = series(connection, symbol(resolution), as_of)
    console.answer(Series(view))
