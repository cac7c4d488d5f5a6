import datetime as dt
import io
import json
import re

import pytest
from openpyxl import load_workbook

from tests import golden
from tests.cli.conftest import readings_file
from tests.register.samples import clause, reading, session_due

MASTHEAD = (
    "S/RES/{0} (2019)\n\nResolution {0} (2019)\n\n"
    "Adopted by the Security Council at its 8540th meeting, on 5 June 2019\n\n"
)

pytestmark = pytest.mark.usefixtures("register")


def test_a_summary_before_and_after_a_report(run, on_day):
    on_day("2018-08-21")
    before = run("summary", "--session", "73", "--as-of", "2019-12-01", "--format", "json")
    run("report", "71/500#8", "--document", "A/73/328", "--on", "2018-08-20")
    after = run("summary", "--session", "73", "--as-of", "2019-12-01", "--format", "json")
    counts = [json.loads(result.stdout)["fell_due"] for result in (before, after)]
    assert [(c["done"], c["open"], c["overdue"]) for c in counts] == [(0, 1, 1), (1, 0, 0)]
    golden.check(__file__, "summary.80.txt", run("summary", "--session", "73", "--as-of", "2019-12-01").stdout)


@pytest.mark.parametrize("form", ["csv", "md", "json", "jsonl", "html"])
def test_a_summary_in_each_format(run, form):
    result = run("summary", "--session", "71", "--format", form, "--as-of", "2018-12-01")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout


def test_the_session_of_the_day_is_summarised_unless_one_is_named(run):
    assert run("summary", "--as-of", "2018-12-01").stdout.startswith("General Assembly 73 (")
    assert run("summary", "--as-of", "2018-12-01", "--brief").stdout.count("A/RES/71/500#8") == 0
    assert "name one with --session" in run("summary", "--body", "SC").stderr.lower()


def test_a_workbook_goes_to_a_file(run, tmp_path):
    path = tmp_path / "73.xlsx"
    assert run("summary", "--session", "73", "--format", "xlsx", "--output", path).stdout == ""
    assert "Due at this session" in load_workbook(path).sheetnames
    data = run("summary", "--session", "73", "--format", "xlsx").stdout_bytes
    assert load_workbook(io.BytesIO(data)).sheetnames == load_workbook(path).sheetnames


def test_a_file_that_cannot_be_written_is_told_in_a_line(run, tmp_path):
    for name in (tmp_path / "no" / "folder.html", tmp_path):
        result = run("summary", "--session", "73", "--format", "html", "--output", name)
        assert (result.exit_code, result.stderr.count("\n")) == (3, 1)


def test_a_forecast_by_session_and_month(run):
    golden.check(__file__, "forecast.80.txt", run("forecast", "--as-of", "2018-04-01", "--months", "18").stdout)
    found = json.loads(run("forecast", "--as-of", "2018-04-01", "--body", "SC", "--format", "json").stdout)
    assert [group["month"] for group in found["groups"]][:1] == ["2018-05"]
    assert {group["body"] for group in found["groups"]} == {"Security Council"}


def test_a_forecast_up_to_the_end_of_a_session(run):
    found = json.loads(run("forecast", "--as-of", "2018-04-01", "--sessions", "2", "--format", "json").stdout)
    assert found["until"] == "2019-09-17"
    assert "give one of them" in run("forecast", "--sessions", "2", "--months", "3").stderr.lower()


def test_cycles_say_what_comes_again_and_on_which_basis(run):
    result = run("cycles", "--as-of", "2018-04-01")
    golden.check(__file__, "cycles.80.txt", result.stdout)
    records = json.loads(run("cycles", "--as-of", "2018-04-01", "--format", "json").stdout)
    assert {(one["legal_basis"], one["cycle"], one["next_on"]) for one in records} == {
        ("2400 (2018), para. 2", "until 31 May 2019", "2019-05-31"),
        ("2400 (2018), para. 7", "every 90 days [9 May 2018]", "2018-05-09"),
    }


def test_what_is_extended_is_named(run):
    records = json.loads(run("cycles", "--as-of", "2018-04-01", "--format", "json").stdout)
    assert {(one["what"], one["deliverable"]) for one in records} == {
        ("mandate of the Mission", "extension"),
        ("report", "report"),
    }


def test_cycles_that_are_over_are_shown_when_asked_for(run):
    late = ["cycles", "--as-of", "2021-01-01"]
    assert "2 more ended; --ended shows them." in run(*late).stdout
    assert json.loads(run(*late, "--format", "json").stdout) == []
    records = json.loads(run(*late, "--ended", "--format", "json").stdout)
    assert {(one["cycle"], one["ends_on"], one["ended_by"], one["ended"]) for one in records} == {
        ("until 31 May 2019 (passed)", "2019-05-31", None, True),
        ("every 90 days (ended 31 May 2019, 2400 (2018), para. 2)", "2019-05-31", "S/RES/2400 (2018)#2", True),
    }
    assert "Sudan: ended" in run(*late, "--ended").stdout
    assert json.loads(run(*late, "--ended", "--since", "2020", "--format", "json").stdout) == []


def test_what_stands_comes_before_what_has_ended(run, tmp_path):
    news = (
        "The Security Council,\n\n1. Requests the Secretary-General to submit a report on Yemen by 1 March 2021, and "
        "thereafter every six months;\n\n2. Decides to extend until 1 June 2020 the mandate of UNMHA in Yemen.\n"
    )
    path = tmp_path / "S_RES_2500(2019).txt"
    path.write_text(MASTHEAD.format(2500) + news, encoding="utf-8")
    assert run("ingest", path).exit_code == 0
    result = run("cycles", "--as-of", "2021-01-01", "--ended", "--format", "json")
    records = json.loads(result.stdout)
    assert [one["ended"] for one in records] == sorted(one["ended"] for one in records)
    first = "1 Mar 2021, then every 6 months"
    assert {one["cycle"] for one in records} >= {"until 1 Jun 2020 (passed)", f"{first} [1 Mar 2021]"}
    later = run("cycles", "--as-of", "2022-01-01", "--format", "json").stdout
    assert {one["cycle"] for one in json.loads(later)} == {f"{first} [1 Mar 2022]"}


def test_two_requests_of_one_paragraph_are_told_apart(run, tmp_path):
    twins = (
        "The Security Council,\n\n1. Requests the Secretary-General to submit a report by 1 March 2021 on his Good "
        "Offices in Cyprus, and further requests him to submit a report by 1 March 2021 on the Force in Cyprus.\n"
    )
    path = tmp_path / "S_RES_2501(2019).txt"
    path.write_text(MASTHEAD.format(2501) + twins, encoding="utf-8")
    assert run("ingest", path).exit_code == 0
    table = run("cycles", "--as-of", "2021-01-01", "--search", "Offices", "--format", "md").stdout
    assert "report on his Good Offices in Cyprus" in table
    assert "report on the Force" in table


def test_nouns_list_what_there_is(run):
    rows = json.loads(run("resolutions", "--as-of", "2019-12-01", "--format", "json").stdout)
    assert [(row["symbol"], row["mandates"]) for row in rows] == [("A/RES/71/500", 3), ("S/RES/2400 (2018)", 2)]
    assert [
        row["symbol"] for row in json.loads(run("resolutions", "--search", "sudan", "--format", "json").stdout)
    ] == ["S/RES/2400 (2018)"]
    owners = json.loads(run("owners", "--as-of", "2018-04-01", "--format", "json").stdout)
    assert (owners[0]["name"], owners[0]["mandates"], owners[0]["open"]) == ("Secretary-General", 2, 2)
    assert "Secretary-General" in run("owners", "--owner", "secretary").stdout


def test_sessions_show_window_and_timetable(run):
    (one,) = json.loads(run("sessions", "--session", "73", "--format", "json").stdout)
    assert (one["opens_on"], one["closes_on"]) == ("2018-09-18", "2019-09-17")
    assert (one["submit_by"], one["issue_by"]) == ("2018-07-10", "2018-08-07")
    assert one["source"]
    table = run("sessions", "--as-of", "2018-12-01", "--body", "GA").stdout
    assert [line[0] for line in table.splitlines() if "GA 73" in line] == [">"]
    opens = dt.date.fromisoformat(one["opens_on"])
    assert opens - dt.date.fromisoformat(one["submit_by"]) == dt.timedelta(weeks=10)


def test_sessions_of_any_body_and_those_that_are_not(run):
    assert "HRC 55" in run("sessions", "--body", "HRC", "--all").stdout
    assert run("sessions", "--session", "9999").exit_code == 2
    assert run("sessions", "--body", "Nowhere").exit_code == 2
    assert run("sessions", "--as-of", "2018-12-01", "--format", "csv").stdout.startswith("body,session,opens_on")


def many(run, tmp_path):
    """Read a resolution with a dozen requests for the next session but one."""
    owners = ("Secretary-General", "Economic and Social Council")
    clauses = [
        clause(str(number), session_due(74), text=f"Requests a report on matter {number};", owner=owners[number % 2])
        for number in range(1, 13)
    ]
    one = reading(*clauses, symbol="A/RES/72/900", adopted="2017-12-04", session="72", title="Many matters")
    assert run("ingest", readings_file(tmp_path / "many.jsonl", one)).exit_code == 0


def test_a_summary_fits_a_screen_unless_all_is_asked_for(run, tmp_path):
    many(run, tmp_path)
    asked = ("summary", "--session", "74", "--as-of", "2020-12-01")
    shown = run(*asked)
    lines = [*shown.stdout.splitlines(), *shown.stderr.splitlines()]
    assert len(lines) < 24
    assert max(map(len, lines)) <= 80
    assert sum(line.startswith("A/RES/72/900#") for line in lines) == 10
    assert "By owner (late): ECOSOC 6 (6), SG 6 (6)" in lines
    assert run(*asked, "--full").stdout.count("  A/RES/72/900#") == 12


@pytest.mark.parametrize("narrowed", [(), ("--owner", "Secretary-General", "--not-deliverable", "agenda_item")])
def test_a_summary_counts_what_the_list_shows(run, tmp_path, narrowed):
    many(run, tmp_path)
    run("report", "72/900#1", "--document", "A/74/1", "--on", "2019-08-20")
    day = ("--as-of", "2020-12-01", "--format", "json")
    beside = json.loads(run("summary", "--sessions", "73-74", *narrowed, *day).stdout)["sessions"]
    for one in beside:
        alone = json.loads(run("summary", "--session", one["session"], *narrowed, *day).stdout)
        assert (alone["fell_due"]["total"], alone["by_owner"]) == (one["due"]["total"], one["by_owner"])
        due = ("list", "--all", "--body", "GA", "--due-session", one["session"], *narrowed, *day)
        rows = json.loads(run(*due).stdout)
        asked = ("list", "--all", "--body", "GA", "--adopted-session", one["session"], *narrowed, *day)
        assert one["asked"]["total"] == len(json.loads(run(*asked).stdout))
        assert (one["due"]["total"], one["due"]["overdue"], one["reported"]) == (
            len(rows),
            sum(row["state"] == "overdue" for row in rows),
            sum(row["status"] == "reported" for row in rows),
        )
        assert one["due"]["unissued"] == sum(row["state"] == "unissued" for row in rows)
        assert {group["name"]: group["total"] for group in one["by_owner"]} == {
            name: sum(name in row["owners"] for row in rows) for name in {who for row in rows for who in row["owners"]}
        }
    assert sum(one["due"]["total"] for one in beside)


def test_reports_that_should_be_out_are_counted_and_named(run, tmp_path):
    many(run, tmp_path)
    asked = ("summary", "--session", "74", "--as-of", "2019-09-20")
    shown = run(*asked).stdout
    assert re.search(r"^Due at this session +12 +0 +12 +0 +12 +0$", shown, re.MULTILINE)
    assert re.search(r"^A/RES/72/900#2 +not issued +report +SG ", shown, re.MULTILINE)
    whole = json.loads(run(*asked, "--format", "json").stdout)
    assert [whole[part]["unissued"] for part in ("fell_due", "newly_asked", "carried_over")] == [12, 0, 0]
    assert {group["unissued"] for group in whole["by_owner"]} == {6}
    assert {row["state"] for row in whole["pressing"]} == {"unissued"}


def test_what_a_session_asked_for_is_not_counted_where_none_of_its_texts_is_held(run, tmp_path):
    many(run, tmp_path)
    assert "Newly asked (none is read) " in run("summary", "--session", "74").stdout
    assert "Newly asked  " in run("summary", "--session", "72").stdout
    assert "No resolution of GA 73 and GA 74 is in the register" in run("summary", "--sessions", "71-74").stdout
    assert "is in the register" not in run("summary", "--sessions", "71-72").stdout


def test_two_sessions_stand_beside_each_other(run, tmp_path):
    many(run, tmp_path)
    result = run("compare-sessions", "73", "74", "--as-of", "2020-12-01")
    golden.check(__file__, "compare-sessions.80.txt", result.stdout)
    page = run("compare-sessions", "73", "74", "--as-of", "2020-12-01", "--format", "html").stdout
    assert page.count('role="img"') == 1
    assert "Give two different sessions" in run("compare-sessions", "73", "73").stderr
    assert "write it like 76-81" in run("summary", "--sessions", "81-76").stderr
    assert run("summary", "--session", "special 99").exit_code == 4


def test_a_forecast_by_who_is_to_act_and_by_month(run):
    asked = ("forecast", "--as-of", "2018-04-01", "--months", "18", "--format", "json")
    rows = {row["reference"] for group in json.loads(run(*asked).stdout)["groups"] for row in group["rows"]}
    for by in ("owner", "committee", "lead", "month"):
        groups = json.loads(run(*asked, "--by", by).stdout)["groups"]
        assert {row["reference"] for group in groups for row in group["rows"]} == rows
        if by == "owner":
            assert all(group["name"] in row["owners"] for group in groups for row in group["rows"])
        if by == "month":
            assert [group["month"] for group in groups] == sorted(group["month"] for group in groups)
    assert run(*asked[:-2], "--by", "month").stdout.count("\nMay 2018") == 2


def test_a_forecast_names_each_item_by_its_title_and_never_breaks_a_reference(run):
    asked = ("forecast", "--as-of", "2018-08-20", "--sessions", "2", "--body", "GA")
    shown = run(*asked).stdout
    assert "not issued by 7" in shown
    groups = json.loads(run(*asked, "--format", "json").stdout)["groups"]
    rows = [row for group in groups for row in group["rows"]]
    assert rows
    assert all(f" {row['reference']} " in shown and row["title"][:40] in shown for row in rows)
