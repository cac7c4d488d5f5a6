import pathlib
import re
import subprocess
import sys

import click
import pytest

from mandates import __version__
from mandates.cli.command_hints import TRIED
from mandates.cli.main import COMMANDS, GROUPS, cli
from mandates.domain.errors import MandatesError
from tests import golden
from tests.cli.conftest import ASSEMBLY

DOCS = pathlib.Path(__file__).parents[2] / "docs" / "commands.md"


def every_command():
    context = click.Context(cli)
    for name in COMMANDS:
        command = cli.get_command(context, name)
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {sub}", one) for sub, one in command.commands.items())


ALL = dict(every_command())


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"]])
def test_help_shows_the_commands_by_what_one_wants_to_do(run, arguments):
    result = run(*arguments)
    golden.check(__file__, "help.txt", result.stdout)
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize("name", ALL)
def test_each_command_has_help(run, name):
    command = ALL[name]
    assert command.help
    result = run(*name.split(), "--help")
    assert result.exit_code == 0
    assert all(len(line) <= 100 for line in result.stdout.splitlines())
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts}"


def test_the_page_of_commands_has_the_help_of_each(run):
    text = DOCS.read_text(encoding="utf-8")
    wanted = text[: text.index("## `mandates ")].rstrip() + "\n"
    for name in ALL:
        block = run(*name.split(), "--help").stdout.rstrip()
        wanted += f"\n## `mandates {name}`\n\n```text\n{block}\n```\n"
    if golden.UPDATING:
        DOCS.write_text(wanted, encoding="utf-8")
        text = wanted
    assert text == wanted


def test_the_page_of_commands_names_each_filter():
    table = DOCS.read_text(encoding="utf-8").partition("| filter | selects |")[2].partition("\n\n")[0]
    options = [option.opts[0] for option in ALL["list"].params if not getattr(option, "hidden", False)]
    general = {"--all", "--as-of", "--db", "--quiet", "--verbose", "--format", "--colour", "--output"}
    assert {option for option in options if f"`{option}`" not in table} == general


def test_each_commands_help_begins_as_in_the_list_of_commands():
    listed = {name for group in GROUPS.values() for name in group}
    assert listed == set(COMMANDS)
    assert all(text.endswith(".") and len(text) < 66 for _, text in COMMANDS.values())


def test_the_version_is_printed(run):
    assert run("--version").stdout == f"mandates, version {__version__}\n"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("lst", "list"), ("over", "overdue"), ("sumary", "summary"), ("Report", "report"), ("db chek", "check")],
)
def test_a_mistyped_command_is_recognised(run, typed, meant):
    result = run(*typed.split())
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert f"did you mean '{meant}'?" in result.stderr.lower()


def test_a_mistyped_option_is_recognised(run):
    result = run("list", "--statu", "pending")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "--status" in result.stderr
    assert "See 'mandates list --help'." in result.stderr


def imported(*arguments):
    code = (
        "import sys\nfrom mandates.cli.main import main\n"
        f"try:\n    main({list(arguments)!r})\nexcept SystemExit:\n    pass\n"
        "print(*sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


@pytest.mark.parametrize("arguments", [["--help"], ["ingest", "--help"], []])
def test_help_loads_neither_database_nor_readers(arguments):
    heavy = {
        "sqlalchemy",
        "alembic",
        "jinja2",
        "pypdfium2",
        "docx",
        "mandates.pipeline",
        "mandates.reference.calendar",
    }
    assert not imported(*arguments) & heavy


@pytest.mark.usefixtures("register")
def test_list_loads_only_what_it_needs(run):
    # a register that is in use: what recurs is stored up to two years ahead of the last change
    assert run("update", f"{ASSEMBLY.resolution.symbol}#8", "--note", "Seen").exit_code == 0
    unneeded = {"alembic", "jinja2", "xlsxwriter", "icalendar", "pypdfium2", "rapidfuzz", "mandates.pipeline"}
    unneeded |= {"mandates.extraction", "mandates.lexicon", "mandates.reference.entities"}
    unneeded |= {"sqlalchemy.orm", "mandates.register.maintenance", "mandates.store.migrations", "platformdirs"}
    assert not imported("list") & unneeded


def test_every_kind_of_error_has_an_exit_code_of_its_own():
    kinds = MandatesError.__subclasses__()
    codes = [kind.exit_code for kind in kinds]
    assert len(set(codes)) == len(codes)
    assert not {0, 1, 130, 141} & set(codes)


def run_process(*arguments, **options):
    command = [sys.executable, "-m", "mandates", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


@pytest.mark.usefixtures("register")
def test_completion_is_clicks_own():
    done = run_process(env={"_MANDATES_COMPLETE": "bash_source", "PATH": ""})
    assert "_MANDATES_COMPLETE=bash_complete" in done.stdout
    words = {"_MANDATES_COMPLETE": "bash_complete", "COMP_WORDS": "mandates ov", "COMP_CWORD": "1"}
    assert run_process(env=words).stdout == "plain,overdue\n"
    words |= {"COMP_WORDS": "mandates list --status impl", "COMP_CWORD": "3"}
    assert run_process(env=words).stdout == "plain,implemented\n"


def test_a_terminal_without_our_letters_shows_question_marks(register):
    done = run_process("list", "--as-of", "2018-04-01", env={"MANDATES_DB": str(register), "PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert "?Cooperation?" in done.stdout


@pytest.mark.parametrize("word", sorted(TRIED))
def test_words_that_people_try_lead_somewhere(run, word):
    assert word not in COMMANDS
    result = run(word, "71/12")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    lines = re.findall(r"mandates ([a-z][^;,.]*)", TRIED[word])
    assert lines
    for line in lines:
        name = next(name for name in (" ".join(line.split()[:2]), line.split()[0]) if name in ALL)
        there = {option for one in ALL[name].params for option in one.opts}
        assert set(re.findall(r"--[a-z-]+", line)) <= there, line


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("summary 81", "'81' needs an option; use --session 81."),
        ("sessions 81", "use --session 81."),
        ("summary 76-81", "use --sessions 76-81."),
        ("overdue 2018-01-01", "use --as-of 2018-01-01."),
        ("list 71/12", "use --resolution 71/12."),
        ("export due.ics", "use --output due.ics."),
        ("list Second", "use --search Second, --committee Second, --owner Second or --view Second."),
        ("list Second Committee", "use --search 'Second Committee', --committee 'Second Committee',"),
        ("serve 8000", "Got unexpected extra argument (8000)."),
        ("view mine", "to use a view: mandates list --view NAME"),
    ],
)
def test_a_word_without_its_option_is_told_which(run, line, said):
    result = run(*line.split())
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert said in result.stderr


def test_help_is_a_word_too(run):
    assert run("help").stdout == run("--help").stdout
    assert run("help", "list").stdout == run("list", "--help").stdout
    assert run("help", "db", "check").stdout == run("db", "check", "--help").stdout
    assert run("help", "lst").exit_code == 2
    assert run("help", "db", "chek").exit_code == 2


def test_help_explains_codes(run):
    assert "a paragraph number is missing" in run("help", "numbering.gap").stdout
    assert "the request is addressed to somebody else" in run("help", "owner.differs").stdout
    assert "does not name who is to act" in run("help", "owner.none_named").stdout
    assert "'numbering.gap'" in run("help", "numbering.gpa").stderr


@pytest.mark.parametrize(("group", "commands"), [("db", "backup"), ("user", "add")])
def test_a_group_without_a_command_names_those_there_are(run, group, commands):
    result = run(group)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert result.stderr.startswith(f"Error: 'mandates {group}' needs a command: ")
    assert commands in result.stderr
    assert result.stderr.endswith(f" See 'mandates {group} --help'.\n")
