import dataclasses
import datetime as dt
import json
import shutil

import pytest

from mandates.domain.commands import Assign
from mandates.domain.mandate import Party
from mandates.register.ingest import ingest_reading
from mandates.register.unit_of_work import working
from mandates.store.engine import open_register
from tests import golden
from tests.register.conftest import does
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


#: When what a test needs besides is read and done.
LATER = dt.datetime(2018, 4, 1, 12, tzinfo=dt.UTC)


def reads(path, one):
    """Read one more resolution into the register at `path`."""
    with (
        open_register(path, writing=True) as register,
        working(register, actor="Ada", at=LATER, command="ingest") as work,
    ):
        ingest_reading(work, one)


@pytest.fixture(scope="session")
def parties_template(template, tmp_path_factory):
    """Return a register that holds a resolution besides which names those with whom and to whom."""
    path = tmp_path_factory.mktemp("parties") / "parties.sqlite"
    shutil.copy(template, path)
    one = dataclasses.replace(
        clause("4", session_due(74), symbol="A/RES/72/7"),
        partners=(Party(name="Office of the High Commissioner for Refugees"),),
        recipients=(Party(name="General Assembly"),),
    )
    reads(path, reading(one, symbol="A/RES/72/7"))
    return path


@pytest.fixture
def with_parties(parties_template, register):
    """Fill the register with a copy of that."""
    shutil.copy(parties_template, register)


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


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("state", ["overdue", "unissued", "upcoming", "undated"]),
        ("-state", ["undated", "upcoming", "unissued", "overdue"]),
        ("unissued", ["unissued", "overdue", "upcoming", "undated"]),
    ],
)
def test_a_list_is_sorted_by_where_things_stand(run, sort, order):
    asked = ("list", "--as-of", "2018-08-20", "--sort", sort, "--format", "json")
    whole = json.loads(run(*asked).stdout)
    assert list(dict.fromkeys(row["state"] for row in whole)) == order
    soonest_first = json.loads(run(*asked[:3], *asked[-2:]).stdout)
    assert {row["reference"] for row in whole} == {row["reference"] for row in soonest_first}
    for number in range(1, len(whole) + 1):
        assert json.loads(run(*asked, "--limit", number).stdout) == whole[:number]
    found = json.loads(run(*asked, "--search", "Secretary-General", "--state", "unissued", "--state", "undated").stdout)
    assert found == [row | {"matched": row["matched"]} for place, row in enumerate(found)]
    assert [row["state"] for row in found] == [one for one in order if one in {row["state"] for row in found}]


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
        (["--resolution", "nonsense"], 2, "is not a resolution symbol"),
        (["--sesion", "73"], 2, "--session"),
        (["--search", "!!"], 2, "no word"),
        (["--limit", "-1"], 2, "--limit"),
        (["--limit", "9" * 30], 2, "is not a number"),
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


def listed(run, *options, as_of="2018-04-01"):
    """Return the references that `list` gives with these options."""
    rows = json.loads(run("list", *options, "--as-of", as_of, "--format", "json").stdout)
    return [row["mandate"] for row in rows]


#: Two values of each filter that names values.
SEVERAL = {
    "--status": ("pending", "reported"),
    "--owner": ("Security Council", "two secretariats"),
    "--partner": ("Refugees", "General Assembly"),
    "--recipient": ("General Assembly", "Refugees"),
    "--lead": ("DESA", "Peace Operations"),
    "--focal": ("rivera", "Mr. Okafor"),
    "--body": ("SC", "GA"),
    "--session": ("71", "74"),
    "--due-session": ("73", "74"),
    "--verb": ("decide", "encourage"),
    "--deliverable": ("extension", "agenda item"),
    "--resolution": ("71/500", "2400 (2018)"),
    "--adopted-session": ("71", "72"),
    "--committee": ("Fourth", "none"),
    "--agenda-item": ("71", "fisheries"),
}


@pytest.fixture(scope="session")
def roles_template(parties_template):
    """Return a register that holds a resolution with the same parties in other roles too, and people in charge."""
    path = parties_template.with_name("roles.sqlite")
    shutil.copy(parties_template, path)
    one = dataclasses.replace(
        clause("5", session_due(74), symbol="A/RES/72/8"),
        partners=(Party(name="General Assembly"),),
        recipients=(Party(name="Office of the High Commissioner for Refugees"),),
    )
    read = reading(one, symbol="A/RES/72/8")
    head = dataclasses.replace(
        read.resolution,
        title="Sustainable fisheries",
        committee="Special Political and Decolonization Committee",
        agenda_items=("71 (b)", "126"),
    )
    reads(path, dataclasses.replace(read, resolution=head))
    with open_register(path, writing=True) as register:
        does(register, Assign(lead="DESA", focal_point="Ms. Rivera"), "71/500#8", at=LATER)
        does(register, Assign(lead="Department of Peace Operations", focal_point="Mr. Okafor"), "71/500#9", at=LATER)
    return path


@pytest.fixture
def with_roles(roles_template, register, on_day):
    """Fill the register with a copy of that."""
    on_day("2018-04-01")
    shutil.copy(roles_template, register)


@pytest.mark.usefixtures("with_roles")
@pytest.mark.parametrize("option", SEVERAL)
def test_a_filter_given_twice_means_any_of_its_values(run, option):
    one, other = SEVERAL[option]
    either = {*listed(run, option, one), *listed(run, option, other)}
    assert set(listed(run, option, one, option, other)) == either
    assert either


@pytest.mark.usefixtures("with_roles")
@pytest.mark.parametrize("option", SEVERAL)
def test_what_a_filter_selects_can_be_left_out(run, option):
    one, other = SEVERAL[option]
    without = option.replace("--", "--not-")
    everything = listed(run)
    for given in ((one,), (one, other)):
        selected = listed(run, *(word for value in given for word in (option, value)))
        left = [name for name in everything if name not in selected]
        assert listed(run, *(word for value in given for word in (without, value))) == left


@pytest.mark.usefixtures("with_roles")
def test_a_change_takes_all_that_repeated_filters_select(run):
    result = run("update", "--due-session", "73", "--due-session", "74", "--status", "in_progress", "--yes")
    assert result.stderr.startswith("4 items changed.")


def test_a_session_of_one_body_is_none_of_another(run):
    assert listed(run, "--session", "73", "--body", "SC") == []
    assert listed(run, "--session", "73", "--body", "SC", "--body", "GA") == ["A/RES/71/500#8", "A/RES/71/500#9"]


@pytest.mark.parametrize(
    "command",
    [
        ["list", "--search", "water", "--search", "food"],
        ["list", "--as-of", "2019-01-01", "--as-of", "2020-01-01"],
        ["summary", "--session", "73", "--session", "74"],
        ["report", "71/500#8", "-d", "A/73/1", "--document", "A/73/2"],
        ["db", "backup", "--db", "one", "--db", "other"],
    ],
)
def test_what_cannot_be_given_twice_is_refused_so(run, command):
    result = run(*command)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert "is given twice: give it once." in result.stderr


def test_what_only_switches_may_be_given_twice(run):
    assert run("list", "--all", "--all", "--as-of", "2018-04-01").exit_code == 0


@pytest.mark.parametrize("option", ["--owner", "--not-owner"])
def test_one_wrong_name_among_several_is_not_passed_over(run, option):
    result = run("list", option, "Secretary-General", option, "Martians")
    assert (result.exit_code, result.stderr) == (
        4,
        "Error: no owner has 'Martians' in the name. See 'mandates owners'.\n",
    )


def test_who_is_known_and_has_nothing_to_do_is_told_from_who_is_not(run):
    result = run("list", "--owner", "EOSG")
    assert result.exit_code == 4
    assert result.stderr.startswith("Error: Executive Office of the Secretary-General is no owner in the register.")


@pytest.mark.parametrize("short", ["SG", "PGA", "OLA", "ODA", "UNODA", "OIOS", "ocha", "EOSG", "UN-Women"])
def test_an_abbreviation_finds_whose_it_is_and_nobody_else(run, short):
    run("assign", "71/500#8", short)
    run("assign", "71/500#9", "Angola")
    run("assign", "71/500#3", "Message Board of Pagodas")
    rows = json.loads(run("list", "--owner", short, "--resolution", "71/500", "--format", "json").stdout)
    assert [row["reference"] for row in rows] == ["A/RES/71/500#8"]


@pytest.mark.usefixtures("with_roles")
@pytest.mark.parametrize(
    ("option", "values", "found"),
    [
        ("--committee", ["Fourth", "C.4", "c4", "Special Political", "decolonization", "Fourth Committee"], True),
        ("--committee", ["Third", "C.3", "none", "plenary"], False),
        ("--agenda-item", ["71", "71 (b)", "71(b)", "126", "sustainable", "Fisheries sustainable"], True),
        ("--agenda-item", ["7", "1", "71 (a)", "12", "(b)", "forests"], False),
    ],
)
def test_committees_and_agenda_items_are_found_by_what_people_call_them(run, option, values, found):
    for value in values:
        assert ("A/RES/72/8#5" in listed(run, option, value)) == found, value


@pytest.mark.usefixtures("with_roles")
@pytest.mark.parametrize("option", ["--committee", "--not-committee"])
def test_a_committee_that_nobody_knows_is_told(run, option):
    result = run("list", option, "Nineth")
    assert result.exit_code == 4
    assert result.stderr == (
        "Error: no committee has 'Nineth' in the name. Name it as 'Fourth', 'C.4' or 'Special Political'; the plenary "
        "is 'none'.\n"
    )
    assert run("list", option, "Sixth").exit_code == 0  # known, though no text here came from it


@pytest.mark.usefixtures("with_roles")
def test_title_committee_and_agenda_item_are_shown(run):
    table = " ".join(run("list", "--resolution", "72/8", "--as-of", "2018-04-01").stdout.split())
    assert "Sustainable fisheries [Special Political and Decolonization Committee, item 71 (b), 126]" in table
    (row,) = json.loads(run("list", "--resolution", "72/8", "--as-of", "2018-04-01", "--format", "json").stdout)
    assert (row["title"], row["committee"], row["agenda_items"]) == (
        "Sustainable fisheries",
        "Special Political and Decolonization Committee",
        ["71 (b)", "126"],
    )
    flat = run("list", "--resolution", "72/8", "--as-of", "2018-04-01", "--format", "csv").stdout
    assert "title,committee,agenda_items," in flat


def test_what_was_changed_since_a_day_is_found(run, on_day):
    on_day("2018-04-02")  # a Monday
    run("update", "71/500#8", "--note", "seen")
    on_day("2018-04-05")
    run("assign", "71/500#3", "OCHA")
    on_day("2018-04-06")

    def changed(day):
        rows = json.loads(run("list", "--changed-since", day, "--format", "json").stdout)
        return [row["reference"] for row in rows]

    assert changed("Monday") == changed("2 Apr 2018") == ["A/RES/71/500#8", "A/RES/71/500#3"]
    assert changed("yesterday") == changed("Thursday") == ["A/RES/71/500#3"]
    assert changed("today") == []
    assert "A/RES/71/500#8" in run("history", "--since", "Monday").stdout
    assert "A/RES/71/500#8" not in run("history", "--since", "Tuesday").stdout


@pytest.mark.parametrize("command", [["list"], ["update", "--status", "submitted", "--yes"], ["export", "-o", "x.csv"]])
@pytest.mark.parametrize("option", ["--owner", "--not-lead", "--committee", "--agenda-item", "--search", "--view"])
def test_a_filter_without_a_value_selects_nothing_by_mistake(run, command, option):
    for empty in ("", "  "):
        result = run(*command, option, empty)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == f"Error: {option} has an empty value. Give one, or leave the option out.\n"


def test_an_unknown_party_is_named_in_every_answer_with_filters(run, tmp_path):
    expected = run("list", "--owner", "Keeper of the Lamp")
    assert expected.exit_code == 4
    for form in ("ics", "csv", "xlsx"):
        target = tmp_path / f"due.{form}"
        result = run("export", "--owner", "Keeper of the Lamp", "--output", target)
        assert (result.exit_code, result.stderr, target.exists()) == (4, expected.stderr, False)


def test_a_file_without_a_name_is_refused(run):
    result = run("list", "--output", "")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "Error: --output names no file. Give a name, or leave the option out.\n"


@pytest.mark.parametrize(
    "command",
    [
        ("list",), ("overdue",), ("summary", "--session", "73"), ("export", "--format", "csv"), ("cycles",),
        ("forecast",), ("digest",), ("stock",), ("resolutions",), ("update", "--status", "in_progress", "--yes"),
    ],
)  # fmt: skip
def test_a_resolution_that_the_register_does_not_have_is_told(run, command):
    result = run(*command, "--resolution", "71/501")
    assert (result.exit_code, result.stdout, result.stderr) == (
        4,
        "",
        "Error: A/RES/71/501 is not in the register. Did you mean A/RES/71/500?\n",
    )


@pytest.mark.parametrize("option", ["--not-resolution", "--series", "--not-series"])
def test_so_it_is_where_it_is_left_out_or_named_as_a_series(run, option):
    result = run("list", option, "71/500", option, "S/PRST/2001/4")
    assert (result.exit_code, result.stdout) == (4, "")
    assert result.stderr == "Error: S/PRST/2001/4 is not in the register. See 'mandates resolutions'.\n"


def test_renewals_of_a_resolution_that_the_register_does_not_have(run):
    assert run("renewals", "99/999").exit_code == 4
    assert run("renewals", "71/500").exit_code == 0


def test_a_resolution_that_was_taken_back_may_still_be_asked_about(run):
    run("undo", "1")
    assert run("list", "--resolution", "71/500", "--as-of", "2018-12-01").exit_code == 0
