"""`mandates renewals`, and the filters that go by links, as a person types them."""

import json

import pytest

from mandates.register.ingest import ingest_reading
from mandates.register.unit_of_work import working
from mandates.store.engine import open_register
from tests.cli.conftest import AT
from tests.register.renewed_texts import INCLUDE, REEFS, reefs

DAY = ("--as-of", "2018-03-01")
OLDER = reefs(90, 70, "2015-12-09", REEFS.format("seventy-second"), INCLUDE.format("seventy-second"))
NEWER = reefs(
    *(100, 72, "2017-12-11", REEFS.format("seventy-fourth"), INCLUDE.format("seventy-fourth")),
    cites="70/90",
    notes="A/72/292",
)


@pytest.fixture(autouse=True)
def texts(register):
    with open_register(register, writing=True) as opened:
        for one in (OLDER, NEWER):
            with working(opened, actor="Ada", at=AT, command="ingest") as work:
                ingest_reading(work, one)


def listed(run, *options, day=DAY):
    return [row["mandate"] for row in json.loads(run("list", *options, *day, "--format", "json").stdout)]


def test_the_worklist_shows_the_words_that_differ_and_what_is_proposed(run):
    shown = " ".join(run("renewals", *DAY).stdout.split())
    assert "A/RES/70/90#1, anew in A/RES/72/100#1 of 11 Dec 2017 Protection of coral reefs" in shown
    assert "[-seventy-second-] {+seventy-fourth+}" in shown
    assert "reported by A/72/292, of which A/RES/72/100 takes note" in shown
    assert "implemented by A/RES/72/100, adopted under it" in shown
    rows = json.loads(run("renewals", "70/90", *DAY, "--format", "json").stdout)
    assert [[item["proposed"] for item in row["items"]] for row in rows] == [["reported"], ["implemented"]]
    assert json.loads(run("renewals", "71/500", *DAY, "--format", "json").stdout) == []
    assert run("renewals", *DAY, "--format", "csv").stdout.count("\n") == 3


def test_all_above_a_score_is_accepted_at_once_and_taken_back_at_once(run):
    before = listed(run, "--series", "70/90", "--all", day=())
    dry = run("renewals", "--above", "0.9", "--accept", "--dry-run")
    assert "2 items would change; nothing was changed." in dry.stderr
    assert listed(run, "--status", "reported", day=()) == []
    done = run("renewals", "--above", "0.9", "--accept")
    assert "A/RES/72/100#1 continues A/RES/70/90#1." in done.stderr
    settled = listed(run, "--status", "reported", "--status", "implemented", day=())
    assert settled == ["A/RES/70/90#1", "A/RES/70/90#2"]
    assert json.loads(run("renewals", "--format", "json").stdout) == []
    assert "renewed_by=A/RES/72/100#1" in " ".join(run("history", "70/90#1", "--format", "csv").stdout.split())
    assert run("undo").exit_code == 0
    assert listed(run, "--series", "70/90", "--all", day=()) == before


def test_what_is_rejected_is_not_proposed_again(run):
    number = str(json.loads(run("renewals", "70/90", *DAY, "--format", "json").stdout)[0]["number"])
    assert "Take it back with" in run("renewals", number, "--reject", "--reason", "another reef").stderr
    assert len(json.loads(run("renewals", *DAY, "--format", "json").stdout)) == 1
    refused = run("renewals", number, "--accept")
    assert (refused.exit_code != 0, "was rejected" in refused.stderr) == (True, True)


def test_filters_go_by_links(run):
    assert sorted(listed(run, "--renewed")) == ["A/RES/70/90#1", "A/RES/70/90#2"]
    assert {one.partition("#")[0] for one in listed(run, "--series", "72/100", "--all")} == {
        "A/RES/70/90",
        "A/RES/72/100",
    }
    assert not any("/90#" in one for one in listed(run, "--not-renewed", "--all"))
    assert not any("/90#" in one or "/100#" in one for one in listed(run, "--not-series", "70/90"))


def test_a_series_tells_how_often_something_was_asked(run):
    shown = " ".join(run("series", "72/100", *DAY).stdout.split())
    assert "asked twice since 2015" in shown
    found = json.loads(run("series", "72/100", *DAY, "--format", "json").stdout)
    assert [(one["times"], [row["label"] for row in one["asked"]]) for one in found["requests"]] == [
        (2, ["1", "1"]),
        (2, ["2", "2"]),
    ]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--accept"], "no renewal is named"),
        (["9999", "--accept"], "there is no renewal 9999"),
        (["9999"], "no waiting renewal 9999"),
        (["1", "--accept", "--reject"], "two options contradict each other"),
        (["19-14", "--accept"], "is not a range of numbers"),
        (["nonsense"], "nonsense"),
    ],
)
def test_what_cannot_be_meant_is_said(run, options, said):
    result = run("renewals", *options)
    assert (result.exit_code != 0, said in result.stderr) == (True, True)


def test_the_queue_of_what_waits_has_it_too(run):
    shown = run("review", *DAY)
    assert "A/RES/70/90#1, anew in A/RES/72/100#1" in " ".join(shown.stdout.split())
    assert "mandates renewals NUMBER... --accept" in shown.stderr
    records = [json.loads(line) for line in run("review", *DAY, "--format", "jsonl").stdout.splitlines()]
    assert [one["renewal"]["older"] for one in records if one["kind"] == "renewal"] == [
        "A/RES/70/90#1",
        "A/RES/70/90#2",
    ]
    assert "1 other renewal; see 'mandates renewals'." in run("review", *DAY, "--limit", "1").stderr
