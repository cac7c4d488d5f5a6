"""What messages advise can be done: every command and option that an error names is there, and leads on."""

from __future__ import annotations

import ast
import pathlib
import re
from collections.abc import Iterator

import click
import pytest

import mandates
from mandates.cli.main import COMMANDS, cli

ROOT = pathlib.Path(mandates.__file__).parent

#: The commands that what a class decides may stop, where it is not all of them.
BY_CLASS = {"Report": {"report"}, "Update": {"update"}, "Assign": {"assign"}, "Correct": {"review"}}


def commands() -> dict[str, click.Command]:
    context = click.Context(cli)
    found: dict[str, click.Command] = {}
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command is not None
        found[name] = command
        if isinstance(command, click.Group):
            found |= {f"{name} {part}": one for part, one in command.commands.items()}
    return found


ALL = commands()


def options(names: set[str]) -> set[str]:
    return {option for name in names for one in ALL[name].params for option in (*one.opts, *one.secondary_opts)}


def text_of(node: ast.expr, constants: dict[str, str]) -> str:
    """Return the words of an argument, with an X for what is filled in."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(text_of(part, constants) for part in parts)
        case ast.FormattedValue(value=ast.Name(id=name)) | ast.Name(id=name):
            return constants.get(name, "X")
        case ast.IfExp(body=one, orelse=other):
            return f"{text_of(one, constants)}\n{text_of(other, constants)}"
        case ast.BinOp(left=one, right=other):
            return text_of(one, constants) + text_of(other, constants)
    return "X"


def messages() -> Iterator[tuple[str, set[str], str]]:
    """Yield where each error is made, the commands that it may stop, and a piece of its message."""
    for path in sorted(ROOT.rglob("*.py")):
        source = path.read_text("utf-8")
        if not re.search(r"Error\(|BadParameter\(", source):
            continue
        tree = ast.parse(source)
        constants: dict[str, str] = {}
        for node in tree.body:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                constants[node.targets[0].id] = text_of(node.value, constants)
        own = {name for name in ALL if path.parent.name == "cli" and COMMANDS[name.split()[0]][0] == path.stem}
        for top in tree.body:
            meant = own
            if isinstance(top, ast.ClassDef) and path.name == "commands.py":
                meant = BY_CLASS.get(top.name, set())
            for node in ast.walk(top):
                named = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
                if isinstance(node, ast.Call) and named.endswith(("Error", "BadParameter")):
                    for argument in node.args:
                        yield f"{path.relative_to(ROOT)}:{node.lineno}", meant or set(ALL), text_of(argument, constants)


MESSAGES = [one for one in messages() if "--" in one[2] or "mandates " in one[2]]


@pytest.mark.parametrize("place", sorted({place for place, _, _ in MESSAGES}))
def test_what_a_message_names_is_there(place):
    for _, meant, text in (one for one in MESSAGES if one[0] == place):
        for line in re.findall(r"'mandates ([a-z][^']*)'", text):
            words = line.split()
            name = " ".join(words[:2]) if " ".join(words[:2]) in ALL else words[0]
            assert name in ALL, line
            assert set(re.findall(r"--[a-z-]+", line)) <= options({name}), line
        outside = re.sub(r"'mandates [^']*'", "", text)
        assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", outside)) <= options(meant), text


def test_messages_are_found_at_all():
    assert len(MESSAGES) > 20


DONE = ["report", "71/500#8", "--document", "A/73/1"]


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize(
    ("before", "refused", "remedy"),
    [
        (DONE, ["report", "71/500#8", "--document", "A/73/2"], "--additional"),
        (DONE, ["update", "71/500#8", "--status", "pending"], "--reopen"),
        (None, ["update", "71/500#8", "--due", "2019-12-31"], "--reason agreed"),
        (None, ["update", "--session", "73", "--note", "seen"], "--yes"),
        (None, ["forecast", "--body", "UNEA", "--sessions", "9"], "--months 6"),
        (None, ["show", "71/500#10"], "71/500#8"),
        (None, ["report", "71/500#8", "--document", "A/73/1", "--on", "2900-01-01"], "2018-08-01"),
        (None, ["list", "--sort", "owner"], "due"),
        (None, ["list", "--search", "-water"], "cooperation"),
    ],
)
def test_what_is_advised_helps(run, before, refused, remedy):
    assert before is None or run(*before).exit_code == 0
    result = run(*refused)
    assert result.exit_code not in (0, 1)
    name = remedy.split()[0]
    if name.startswith("--"):
        assert name in result.stderr
        again = [*refused, *remedy.split()]
        again = again[: again.index("--sessions")] + remedy.split() if "--sessions" in again else again
    else:
        again = [*refused[:-1], remedy]
    assert run(*again).exit_code == 0
