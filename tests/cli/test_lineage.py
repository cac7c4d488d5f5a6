"""`mandates compare` and `mandates series` on texts as they would be printed."""

import json

import pytest

MASTHEAD = (
    "S/RES/{number} ({year})\n\nResolution {number} ({year})\n\n"
    "Adopted by the Security Council at its {meeting}th meeting, on 5 June {year}\n\nThe Security Council,\n\n"
)
FIRST = (
    "1. Decides to extend the mandate of the United Nations Mission in South Sudan (UNMISS) until 1 July 2020;\n\n"
    "2. Requests the Secretary-General to report to it on the situation in South Sudan by 1 May 2020;\n\n"
    "3. Calls upon all parties to allow the safe passage of humanitarian convoys to South Sudan without delay;\n\n"
    "4. Decides to remain seized of the matter.\n"
)
SECOND = (
    "Recalling resolution 2471 (2019),\n\n"
    "1. Decides to extend the mandate of the United Nations Mission in South Sudan (UNMISS) until 1 July 2021;\n\n"
    "2. Requests the Secretary-General to report to it on the situation in South Sudan by 1 May 2021;\n\n"
    "3. Decides to remain seized of the matter.\n"
)


@pytest.fixture(autouse=True)
def texts(register, run, tmp_path):  # noqa: ARG001 - the register is there
    for number, year, meeting, words in ((2471, 2019, 8540, FIRST), (2521, 2020, 8745, SECOND)):
        path = tmp_path / f"S_RES_{number}({year}).txt"
        path.write_text(MASTHEAD.format(number=number, year=year, meeting=meeting) + words, encoding="utf-8")
        assert run("ingest", path).exit_code == 0


def test_a_resolution_is_compared_with_the_one_it_continues(run):
    found = json.loads(run("compare", "2521 (2020)", "--as-of", "2020-06-06", "--format", "json").stdout)
    assert (found["older"], found["newer"]) == ("S/RES/2471 (2019)", "S/RES/2521 (2020)")
    assert "named in the text" in found["basis"]
    rows = [(row["older"], row["newer"], row["relation"]) for row in found["paragraphs"]]
    assert rows == [("1", "1", "extended"), ("2", "2", "due_moved"), ("4", "3", "same"), ("3", None, "dropped")]
    moved = found["paragraphs"][1]
    assert (moved["due_before"], moved["due_after"]) == ("2020-05-01", "2021-05-01")
    assert found["paragraphs"][3]["owed"] == ["S/RES/2471 (2019)#3"]


def test_words_that_differ_are_marked(run):
    result = run("compare", "2471 (2019)", "2521 (2020)", "--format", "md")
    assert "[-2020;-\\] {+2021;+}" in result.stdout
    assert "still open" in result.stdout
    assert "<td>" in run("compare", "2521 (2020)", "--format", "html").stdout
    assert run("compare", "2521 (2020)", "--format", "csv").stdout.count("\n") == 5


def test_a_series_is_the_same_wherever_one_begins(run):
    for name in ("2471 (2019)", "2521 (2020)"):
        found = json.loads(run("series", name, "--format", "json").stdout)
        assert [one["symbol"] for one in found["chain"]] == ["S/RES/2471 (2019)", "S/RES/2521 (2020)"]
    assert [(one["symbol"], one["state"]) for one in found["predecessors"]] == [("S/RES/2471 (2019)", "linked")]
    assert "S/RES/2521 (2020)" in run("series", "2471 (2019)").stdout


def test_what_cannot_be_compared_is_said(run):
    result = run("compare", "2471 (2019)")
    assert (result.exit_code != 0, "nothing that S/RES/2471 (2019) surely continues" in result.stderr) == (True, True)
    assert "not in the register" in run("series", "9999 (2019)").stderr
    assert run("compare", "1", "2", "3").exit_code == 2
