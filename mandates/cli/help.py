"""`mandates help`: the help of a command, or what a code of a problem, a match or a doubt means."""

from __future__ import annotations

import click

from mandates import lexicon
from mandates.cli.suggest import did_you_mean

#: The kind of the codes in each table of the lexicon `codes`.
_KINDS = {
    "problem": "problem of a document",
    "match": "why a match is not certain",
    "unmatched": "why a document answers nothing",
}


@click.command("help")
@click.argument("words", nargs=-1, metavar="[COMMAND|CODE]")
@click.pass_context
def command_help(context: click.Context, words: tuple[str, ...]) -> None:
    """Explain a command, or a code such as numbering.gap.

    \b
    Examples:
      mandates help list
      mandates help due.time_not_read
    """  # noqa: D301 -- click's mark for lines that are not to be joined
    context = context.find_root()
    if len(words) == 1 and (meanings := list(meanings_of(words[0]))):
        for kind, meaning in meanings:
            click.echo(f"{words[0]} ({kind}): {meaning}.")
        return
    for word in words:
        group = context.command
        command = group.get_command(context, word) if isinstance(group, click.Group) else None
        if command is None:
            command_names = group.list_commands(context) if isinstance(group, click.Group) else []
            suggestion = did_you_mean(word, [*command_names, *(code for code, _ in _meanings())])
            raise click.UsageError(f"'{' '.join(words)}' is neither a command nor a code{suggestion}", context)
        context = click.Context(command, info_name=word, parent=context)
    click.echo(context.get_help())


def meanings_of(code: str) -> list[tuple[str, str]]:
    """Return the kinds of `code` with its meaning in each; one code may be of several kinds."""
    return [(kind, meaning) for (name, kind), meaning in _meanings().items() if name == code]


def _meanings() -> dict[tuple[str, str], str]:
    """Return the meaning of each code and kind."""
    codes = lexicon.load("codes")
    meanings = {(code, kind): meaning for table, kind in _KINDS.items() for code, meaning in codes[table].items()}
    doubts = {(reason["key"], "doubt"): reason["meaning"] for reason in lexicon.load("confidence")["reason"]}
    return meanings | doubts
