"""Whatever is typed, an answer or one line and a known exit code; never an error of the program."""

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mandates.cli.main import cli
from mandates.domain.errors import MandatesError

CODES = {0, 1, *(kind.exit_code for kind in MandatesError.__subclasses__())}

#: Texts like those people type, and any others.
TYPED = st.one_of(
    st.text(max_size=30),
    st.text(alphabet="0123456789/#()@.-, ARESGSIVX", max_size=24),
    st.sampled_from(["71/500#8", "A/RES/71/500#8.2@73", "2400 (2018)#7", "S/RES/2400 (2018)", "GA 73", "2018-08-20"]),
)
COMMANDS = st.sampled_from(
    [
        ["show"],
        ["history"],
        ["report", "--dry-run"],
        ["report", "71/500#8", "--dry-run", "--on"],
        ["report", "71/500#8", "--dry-run", "--document"],
        ["update", "71/500#8", "--dry-run", "--status"],
        ["update", "71/500#8", "--dry-run", "--superseded-by"],
        ["assign", "71/500#8", "--dry-run"],
        ["review"],
        ["list", "--search"],
        ["list", "--owner"],
        ["list", "--body"],
        ["list", "--session"],
        ["list", "--verb"],
        ["list", "--resolution"],
        ["list", "--since"],
        ["list", "--sort"],
        ["list", "--limit"],
        ["list", "--as-of"],
        ["sessions", "--body"],
        ["sessions", "--session"],
        ["summary", "--session"],
        ["undo"],
    ]
)


@pytest.mark.usefixtures("register")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(command=COMMANDS, typed=TYPED)
def test_no_text_breaks_a_command(command, typed):
    result = CliRunner().invoke(cli, [*command, typed])
    assert result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception)
    assert result.exit_code in CODES
    if result.exit_code > 1:
        assert result.stderr.count("\n") == 1
        assert result.stderr.startswith("Error: ")
