import dataclasses
import json

import pytest

from tests.cli.conftest import ASSEMBLY, readings_file
from tests.register.samples import clause, session_due

HIGH_COMMISSIONER = "Office of the United Nations High Commissioner for Human Rights"

pytestmark = pytest.mark.usefixtures("register")


def shown(run, reference="71/500#3"):
    return json.loads(run("show", reference, "--format", "json").stdout)


def waiting(run):
    return json.loads(run("review", "--format", "json").stdout)


def test_uncertain_readings_are_shown_worst_first_with_their_words(run):
    result = run("review", "--below", "0.97", "--limit", "1")
    assert result.stdout.startswith("A/RES/71/500#3 confidence 0.60")
    assert result.stdout.splitlines()[1] == "Cooperation between the United Nations and regional organizations"
    assert "encourages the two secretariats to continue" in " ".join(result.stdout.split())
    assert "5 readings to check" in result.stderr
    assert [one["reference"] for one in waiting(run)] == ["A/RES/71/500#3"]


def test_what_is_accepted_is_not_asked_again(run):
    assert run("review", "71/500#3", "--accept").exit_code == 0
    assert run("review").stdout == "Nothing is waiting for review.\n"
    run("undo")
    assert len(waiting(run)) == 1


def test_a_correction_counts_and_survives_the_next_ingest(run, tmp_path):
    words = ["--verb", "request", "--owner", "Secretary-General", "--owner", "OHCHR", "--deliverable", "meeting"]
    run("review", "71/500#3", *words, "--due", "GA 74", "--reason", "read aloud in the committee")
    again = dataclasses.replace(
        ASSEMBLY,
        resolution=dataclasses.replace(ASSEMBLY.resolution, title="A corrected title"),
        mandates=ASSEMBLY.mandates,
    )
    run("ingest", readings_file(tmp_path / "again.jsonl", again))
    one = shown(run)
    assert (one["verb"], one["owners"], one["deliverable"]) == (
        "request",
        ["Secretary-General", HIGH_COMMISSIONER],
        "meeting",
    )
    assert [row["due"]["session"] for row in one["obligations"]] == [74]
    assert one["title"] == "A corrected title"
    assert "read aloud in the committee" in " ".join(run("history", "71/500#3").stdout.split())


@pytest.mark.parametrize(
    ("due", "kind", "date"),
    [
        ("2030-05-31", "date", "2030-05-31"),
        ("31 May 2030", "date", "2030-05-31"),
        ("until 2030-05-31", "until", "2030-05-31"),
        ("GA 73", "session", "2019-09-17"),
        ("ECOSOC 2022", "session", "2022-07-31"),
        ("General Assembly special 32", "session", None),
        ("every 2 years", "recurring", None),
        ("every session", "session", None),
        ("every week", "recurring", None),
    ],
)
def test_dues_are_written_as_people_say_them(run, due, kind, date):
    assert run("review", "71/500#3", "--due", due).exit_code == 0
    found = shown(run)["obligations"][0]["due"]
    assert found["kind"] == kind
    assert date is None or found["due_on"][:7] == date[:7]


def test_nothing_can_be_set_where_something_was_read(run):
    run("review", "71/500#8", "--no-due", "--nobody")
    one = shown(run, "71/500#8")
    assert (one["owners"], [row["state"] for row in one["obligations"]]) == ([], ["undated"])


def test_what_is_taken_away_is_said_by_field_before_and_after(run):
    result = run("review", "71/500#8", "--no-due", "--nobody")
    assert result.stderr == "A/RES/71/500#8: owners: Secretary-General -> nobody; due: GA 73 -> none.\n"
    told = next(one for one in json.loads(run("history", "--format", "json").stdout) if one["action"] == "correct")
    assert ([one["session"] for one in told["before"]["dues"]], told["after"]["dues"]) == ([73], [])
    assert "due: GA 73 -> none" in " ".join(run("history").stdout.split())
    assert run("assign", "71/500#8", "UNODA").stderr == (
        "A/RES/71/500#8: owners: nobody -> Office for Disarmament Affairs.\n"
    )


def test_what_is_no_mandate_leaves_the_lists_and_comes_back(run):
    run("review", "71/500#3", "--not-a-mandate")
    assert "A/RES/71/500#3" not in run("list").stdout
    run("review", "71/500#3", "--is-a-mandate")
    assert "A/RES/71/500#3" in run("list").stdout


@pytest.mark.parametrize("answer", ["--accept", "--keep"])
def test_new_readings_wait_for_a_word(run, tmp_path, answer):
    run("report", "71/500#8", "--on", "2018-08-20")
    changed = tuple(clause("8", session_due(74)) if one.label == "8" else one for one in ASSEMBLY.mandates)
    run("ingest", readings_file(tmp_path / "again.jsonl", dataclasses.replace(ASSEMBLY, mandates=changed)))
    assert "has a new extraction" in run("review").stdout
    assert [one["kind"] for one in waiting(run)] == ["uncertain", "proposed"]
    assert run("review", "71/500#8", answer).exit_code == 0
    sessions = [row["due"]["session"] for row in shown(run, "71/500#8")["obligations"]]
    assert (74 in sessions) == (answer == "--accept")
    assert [one["kind"] for one in waiting(run)] == ["uncertain"]


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--accept"], 2, "no mandate is named"),
        (["71/500#3", "--accept", "--verb", "request"], 2, "several decisions"),
        (["71/500#3", "--no-due", "--due", "GA 74"], 2, "contradict"),
        (["71/500#3", "--due", "soon"], 2, "write it like"),
        (["71/500#3", "--due", "until then"], 2, "write it like"),
        (["71/500#3", "--due", "Nowhere 7"], 2, "not a known body"),
        (["71/500#3", "--due", "Security Council 3"], 2, "has no numbered sessions"),
        (["71/500#3", "--keep"], 4, "no new extraction"),
        (["71/500#99", "--accept"], 4, "did you mean"),
        (["--below", "7"], 2, "--below"),
    ],
)
def test_mistakes_are_told_in_a_line(run, options, code, said):
    result = run("review", *options)
    assert (result.exit_code, result.stderr.count("\n")) == (code, 1)
    assert said in result.stderr.lower()
