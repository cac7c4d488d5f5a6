import json

import pytest

from tests import golden

pytestmark = pytest.mark.usefixtures("register")


def test_show_says_all_of_a_mandate(run, on_day):
    on_day("2018-08-21")
    run("report", "71/500#8", "--document", "A/73/328", "--on", "2018-08-20", "--note", "in six languages")
    result = run("show", "71/500#8", "--as-of", "2019-12-01")
    for said in (
        "8. [verb: Requests] the Secretary-General to submit",
        "Cooperation between the United Nations and regional organizations",
        "Owner        Secretary-General",
        'General Assembly 73 (18 Sep 2018 to 17 Sep 2019), "at its session 73"',
        "A/73/328 of 20 Aug 2018",
        "status: pending -> reported",
    ):
        assert " ".join(said.split()) in " ".join(result.stdout.split())


@pytest.mark.parametrize("reference", ["71/500#8", "A/RES/71/500#8", "a/res/71/500 # 8", "A/RES/71/500#8@73"])
def test_a_reference_can_be_written_in_many_ways(run, reference):
    if "@" in reference:  # of what has one date only the mandate's own reference is known
        assert run("show", reference).exit_code == 0
        return
    assert json.loads(run("show", reference, "--format", "json").stdout)["reference"] == "A/RES/71/500#8"


def test_show_of_a_resolution_lists_what_it_asks_for(run, on_day):
    on_day("2018-08-21")
    run("report", "71/500#8", "--on", "2018-08-20")
    result = run("show", "71/500", "--as-of", "2018-12-01")
    assert result.stdout.startswith("A/RES/71/500: Cooperation between")
    assert [line.split()[-2:] for line in result.stdout.splitlines() if "#8" in line] == [["reported", "report"]]


@pytest.mark.parametrize(
    ("wanted", "code", "said"),
    [
        ("71/500#88", 4, "Did you mean A/RES/71/500#8?"),
        ("71/501#8", 4, "Did you mean A/RES/71/500#8?"),
        ("71/501", 4, "Did you mean A/RES/71/500?"),
        ("abc#1", 2, "write it like"),
        ("71/500#", 2, "Write it like"),
    ],
)
def test_what_is_not_there_is_named_with_what_is_near(run, wanted, code, said):
    result = run("show", wanted)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (code, "", 1)
    assert said.lower() in result.stderr.lower()


def test_show_as_of_a_day_knows_what_was_known_then(run, on_day):
    on_day("2018-08-21")
    run("report", "71/500#8", "--document", "A/73/328", "--on", "2018-08-20")
    on_day("2018-09-05")
    run("update", "71/500#8", "--note", "with an addendum to follow")
    for day, done, note in (
        ("2018-08-20", ["ingested"], None),
        ("2018-08-21", ["report", "ingested"], None),
        ("2018-09-05", ["update", "report", "ingested"], "with an addendum to follow"),
    ):
        one = json.loads(run("show", "71/500#8", "--as-of", day, "--format", "json").stdout)
        assert [event["action"] for event in one["history"]] == done
        assert one["obligations"][0]["note"] == note
        assert (one["obligations"][0]["state"] == "settled") == ("report" in done)


def test_history_is_told_by_item_person_day_and_change(run):
    run("report", "71/500#8", "--on", "2018-08-20", "--actor", "Grace")
    run("assign", "71/500#9", "Fifth Committee", "--reason", "agreed on Monday")
    by_item = run("history", "71/500#9").stdout
    assert "Fifth Committee" in by_item
    assert "agreed on Monday" in by_item
    assert "reported" not in by_item
    grace = json.loads(run("history", "--actor", "Grace", "--format", "json").stdout)
    assert [event["after"]["status"] for event in grace] == ["reported"]
    assert json.loads(run("history", "--change", grace[0]["batch"], "--format", "json").stdout) == grace
    assert json.loads(run("history", "--on", "2018-03-01", "--format", "json").stdout)[-1]["action"] == "ingested"
    assert run("history", "--limit", 1).stderr == "The latest 1 are shown; --limit 0 shows all.\n"


def test_history_of_nothing_is_a_sentence(run):
    assert run("history", "--actor", "Nobody").stdout == "Nothing has been changed.\n"


def test_a_page_of_a_mandate(run):
    assert "<mark>Requests</mark>" in run("show", "71/500#8", "--format", "html").stdout


def test_show_in_colour_only_where_asked(run):
    assert "\x1b[" not in run("show", "71/500#8").stdout
    assert "\x1b[" in run("show", "71/500#8", "--color", "always").stdout


def test_show_looks_as_it_should(run):
    golden.check(__file__, "show.80.txt", run("show", "2400 (2018)#7", "--as-of", "2018-09-01").stdout)


def test_show_of_an_occurrence_that_never_was_says_so_as_history_does(run):
    for command in ("show", "history"):
        result = run(command, "2400 (2018)#7@2017-01-01")
        assert (result.exit_code, result.stdout) == (4, "")
        assert "nothing was expected as S/RES/2400 (2018)#7@2017-01-01" in result.stderr
    assert run("show", "2400 (2018)#7@2018-05-09").exit_code == 0
    run("update", "71/500#8", "--due", "GA 74", "--reason", "no time left")
    assert run("show", "71/500#8@73").exit_code == 0
