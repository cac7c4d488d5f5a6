import dataclasses
import json

import pytest

from mandates.domain.mandate import Party
from tests import golden
from tests.cli.conftest import readings_file
from tests.register.samples import clause, reading, session_due

pytestmark = pytest.mark.usefixtures("register")


@pytest.mark.parametrize("width", [80, 140])
def test_list_says_what_is_pending(run, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    result = run("list", "--as-of", "2019-12-01")
    golden.check(__file__, f"list.{width}.txt", result.stdout)
    assert result.stderr == "3 items: 2 late, 1 without a date.\n"


def test_what_is_late_comes_first_and_is_marked(run):
    lines = run("list", "--as-of", "2018-12-01").stdout.splitlines()
    signs = "".join(line[0] for line in lines[2:] if line[3:4] != " ")
    assert signs == "!  >> "


def test_json_and_table_list_the_same(run):
    rows = json.loads(run("list", "--as-of", "2018-12-01", "--format", "json").stdout)
    table = run("list", "--as-of", "2018-12-01").stdout
    assert rows
    shown = [line[3:].split("  ")[0] for line in table.splitlines()[2:] if line[3] != " "]
    assert [row["reference"] for row in rows] == shown
    lines = run("list", "--as-of", "2018-12-01", "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line) for line in lines] == rows


@pytest.mark.parametrize(
    ("filters", "references"),
    [
        (["--owner", "secretary"], {"A/RES/71/500#8", "S/RES/2400 (2018)#7"}),
        (["--body", "SC"], {"S/RES/2400 (2018)#2", "S/RES/2400 (2018)#7"}),
        (["--session", "73"], {"A/RES/71/500#8", "A/RES/71/500#9"}),
        (["--session", "71"], {"A/RES/71/500#3", "A/RES/71/500#8", "A/RES/71/500#9"}),
        (["--due-session", "71"], set()),
        (["--adopted-session", "71"], {"A/RES/71/500#3", "A/RES/71/500#8", "A/RES/71/500#9"}),
        (["--verb", "decide"], {"A/RES/71/500#9", "S/RES/2400 (2018)#2"}),
        (["--verb", "decide", "--verb", "encourage", "--body", "GA"], {"A/RES/71/500#3", "A/RES/71/500#9"}),
        (["--deliverable", "agenda item"], {"A/RES/71/500#9"}),
        (["--resolution", "2400 (2018)"], {"S/RES/2400 (2018)#2", "S/RES/2400 (2018)#7"}),
        (["--undated"], {"A/RES/71/500#3"}),
        (["--search", "collaboration"], {"A/RES/71/500#3"}),
        (["--since", "2019-06-01", "--body", "GA"], {"A/RES/71/500#8", "A/RES/71/500#9"}),
        (["--until", "2018-05-09"], {"S/RES/2400 (2018)#7"}),
        (["--status", "reported"], set()),
        (["--status", "pending", "--resolution", "71/500", "--limit", "1"], {"A/RES/71/500#8"}),
        (["--overdue", "--as-of", "2019-06-01", "--verb", "decide"], set()),
        (["--state", "ended", "--as-of", "2019-06-01", "--verb", "decide"], {"S/RES/2400 (2018)#2"}),
        (["--state", "overdue", "--as-of", "2019-06-01"], {"S/RES/2400 (2018)#7"}),
    ],
)
def test_each_filter_selects(run, filters, references):
    as_of = [] if "--as-of" in filters else ["--as-of", "2018-04-01"]
    rows = json.loads(run("list", *filters, *as_of, "--format", "json").stdout)
    assert {row["mandate"] for row in rows} == references


@pytest.fixture
def with_parties(run, register, tmp_path):
    """Read a resolution that names those with whom and to whom into the register, and return where that is."""
    one = dataclasses.replace(
        clause("4", session_due(74), symbol="A/RES/72/7"),
        partners=(Party(name="Office of the High Commissioner for Refugees"),),
        recipients=(Party(name="General Assembly"),),
    )
    assert run("ingest", readings_file(tmp_path / "parties.jsonl", reading(one, symbol="A/RES/72/7"))).exit_code == 0
    return register


@pytest.mark.usefixtures("with_parties")
def test_partners_and_recipients_are_found_by_name(run):
    for filters in (["--partner", "commissioner for refugees"], ["--recipient", "general assembly"]):
        rows = json.loads(run("list", *filters, "--as-of", "2018-04-01", "--format", "json").stdout)
        assert [row["reference"] for row in rows] == ["A/RES/72/7#4"]
    done = run("update", "--partner", "Refugees", "--status", "in_progress", "--yes")
    assert done.stderr.startswith("1 item changed.")


@pytest.mark.usefixtures("with_parties")
def test_a_party_that_is_none_is_told_with_what_is_near(run):
    for role, name in (("partner", "Ofice of the High Commissioner for Refugees"), ("recipient", "Genral Assembly")):
        result = run("list", f"--{role}", name)
        assert (result.exit_code, result.stderr.count("\n")) == (4, 1)
        assert result.stderr.startswith(f"Error: no {role} has '{name}' in the name. Did you mean '")
    assert "See 'mandates owners --role partner'." in run("list", "--partner", "zzz").stderr


@pytest.mark.usefixtures("with_parties")
def test_parties_of_each_role_are_counted(run):
    found = {
        role: [row["name"] for row in json.loads(run("owners", "--role", role, "--format", "json").stdout)]
        for role in ("owner", "partner", "recipient")
    }
    assert found["recipient"] == ["General Assembly"]
    assert len(found["partner"]) == 1
    assert "Refugees" in found["partner"][0]
    assert "Secretary-General" in found["owner"]
    assert run("owners").stdout.startswith("Owner ")
    assert run("owners", "--role", "partner").stdout.startswith("Partner ")
    assert run("owners", "--role", "partner", "--owner", "zzz").stdout == "No partner matches.\n"
    assert run("owners", "--role", "boss").exit_code == 2


def test_what_a_search_finds_is_marked(run):
    result = run("list", "--search", "secretariats collaboration", "--as-of", "2018-04-01")
    assert "encourages the two *secretariats* to continue their *collaboration*" in " ".join(result.stdout.split())
    (row,) = json.loads(run("list", "--search", "two secretariats", "--format", "json").stdout)
    assert "secretariats" in [piece["text"] for piece in row["matched"] if piece["found"]]


def test_overdue_says_so_where_nothing_is(run):
    result = run("overdue", "--as-of", "2018-03-02")
    assert (result.stdout, result.stderr, result.exit_code) == ("Nothing is late as of 2 Mar 2018.\n", "", 0)


def test_a_list_can_be_sorted(run):
    rows = json.loads(run("list", "--as-of", "2018-04-01", "--sort", "-due", "--format", "json").stdout)
    assert rows[0]["reference"] == "A/RES/71/500#3"
    assert "Sort by due" in run("list", "--sort", "colour").stderr


def test_limits_say_what_is_left_out(run):
    result = run("list", "--as-of", "2018-04-01", "--limit", 2)
    assert result.stderr == "2 of 5 items are shown; --limit 0 shows all.\n"
    assert run("list", "--as-of", "2018-04-01", "--limit", 0).stderr.startswith("5 items:")


def test_settled_items_are_listed_when_asked_for(run, on_day):
    on_day("2018-08-21")
    run("report", "71/500#8", "--document", "A/73/328", "--on", "2018-08-20")
    for options in (["--all"], ["--status", "reported"]):
        assert "A/RES/71/500#8" in run("list", *options, "--as-of", "2019-12-01").stdout
    assert "A/RES/71/500#8" not in run("list", "--as-of", "2019-12-01").stdout


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--owner", "Secretry"], 4, "Did you mean 'Secretary-General'?"),
        (["--body", "Genral Assembly"], 2, "did you mean 'General Assembly'?"),
        (["--verb", "requst"], 2, "did you mean 'request'?"),
        (["--deliverable", "reprot"], 2, "did you mean 'report'?"),
        (["--status", "pendign"], 2, "did you mean 'pending'?"),
        (["--since", "01/02/2018"], 2, "write it like 2019-12-01"),
        (["--since", "2019-01-01", "--until", "2018-01-01"], 2, "--since is later than --until"),
        (["--session", "seventy"], 2, "write it like 73"),
        (["--resolution", "nonsense"], 2, "is no symbol of a resolution"),
        (["--sesion", "73"], 2, "--session"),
        (["--search", "!!"], 2, "no word"),
        (["--limit", "-1"], 2, "--limit"),
        (["--limit", "9" * 30], 2, "is no number"),
        (["--as-of", "9999-12-31"], 2, "is not between 1945 and 3000"),
        (["--until", "0001-01-01"], 2, "is not between 1945 and 3000"),
    ],
)
def test_a_mistake_gives_one_line_and_a_way_out(run, options, code, said):
    result = run("list", *options)
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1
    assert said in result.stderr


@pytest.mark.postgresql
@pytest.mark.usefixtures("on_each_database")
def test_lists_are_the_same_on_each_database(run):
    rows = json.loads(run("list", "--as-of", "2018-04-01", "--search", "mission or report", "--format", "json").stdout)
    assert {row["reference"] for row in rows} >= {"S/RES/2400 (2018)#2", "A/RES/71/500#8"}
