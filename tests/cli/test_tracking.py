import dataclasses
import datetime as dt
import json
import time

import pytest

from mandates.domain.resolution import Paragraph, ParagraphKind
from mandates.domain.status import Status
from tests.cli.conftest import ASSEMBLY, readings_file, renumbered

pytestmark = pytest.mark.usefixtures("register")


def items(run, *options):
    rows = json.loads(run("list", "--all", "--format", "json", *options).stdout)
    return {row["reference"]: row for row in rows}


def test_report_settles_and_says_what_changed(run):
    result = run("report", "71/500#8", "--document", "A/73/328", "--on", "2018-08-20", "--url", "https://undocs.org/x")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("A/RES/71/500#8: status: pending -> reported; evidence: A/73/328, 2018-08-20")
    row = items(run)["A/RES/71/500#8"]
    assert (row["status"], row["state"]) == ("reported", "settled")
    assert row["evidence"] == [
        {"id": 1, "document": "A/73/328", "on": "2018-08-20", "note": None, "url": "https://undocs.org/x"}
    ]


def test_report_of_what_recurs_names_what_is_expected_next(run):
    run("report", "2400 (2018)#7@2018-05-09", "--on", "2018-05-09")
    rows = items(run)
    assert rows["S/RES/2400 (2018)#7@2018-05-09"]["state"] == "settled"
    assert rows["S/RES/2400 (2018)#7@2018-08-07"]["state"] == "overdue"


def test_several_references_are_marked_together_or_not_at_all(run):
    run("report", "71/500#8", "71/500#9", "--document", "A/73/328", "--on", "2018-08-20")
    assert run("undo").stderr.startswith("Undid change 3 (report): A/RES/71/500#8, A/RES/71/500#9.")
    assert run("report", "71/500#8", "71/500#77").exit_code == 4
    assert items(run)["A/RES/71/500#8"]["status"] == "pending"


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["71/500#8", "--document", "A/73/328"], 5, "is already reported"),
        (["71/500#9", "--on", "2999-01-01"], 2, "is in the future"),
        (["71/500#9", "--on", "2001-01-01"], 2, "is before the adoption"),
        (["71/500#9", "--on", "some day"], 2, "write it like"),
        (["71/500#99"], 4, "Did you mean"),
        (["2400 (2018)#7"], 2, "several obligations"),
        (["nonsense"], 2, "is not a reference"),
        ([], 2, "no item is named"),
    ],
)
def test_what_cannot_be_reported_is_refused_clearly(run, options, code, said):
    run("report", "71/500#8", "--document", "A/73/1", "--on", "2018-08-20")
    result = run("report", *options)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (code, "", 1)
    assert said in result.stderr


def test_a_part_then_the_rest(run):
    run("report", "71/500#8", "--document", "A/73/1", "--on", "2018-08-20", "--partial")
    assert items(run)["A/RES/71/500#8"]["status"] == "partly_reported"
    run("report", "71/500#8", "--document", "A/73/1/Add.1", "--on", "2018-09-20")
    row = items(run)["A/RES/71/500#8"]
    assert (row["status"], len(row["evidence"])) == ("reported", 2)


def test_update_sets_status_note_and_date(run):
    run("update", "71/500#8", "--status", "in progress", "--note", "draft with the department")
    run("update", "71/500#8", "--due", "2019-12-31", "--reason", "decision 73/555")
    row = items(run)["A/RES/71/500#8"]
    assert (row["status"], row["note"]) == ("in_progress", "draft with the department")
    assert (row["due"]["due_on"], row["due"]["read_due_on"]) == ("2019-12-31", "2019-09-17")
    run("update", "71/500#8", "--original-due", "--note", "")
    row = items(run)["A/RES/71/500#8"]
    assert (row["note"], row["due"]["due_on"]) == (None, "2019-09-17")


@pytest.mark.parametrize(
    "command",
    [
        ("report", "71/500#8", "--document", "A/73/328", "--committee", "Third"),
        ("update", "71/500#8", "--status", "implemented", "--resolution", "2400 (2018)"),
        ("assign", "71/500#8", "--focal", "Ms. Rivera", "--owner", "OIOS"),
    ],
)
def test_filters_beside_items_that_are_named_are_not_passed_over(run, command):
    result = run(*command)
    assert result.exit_code == 2
    assert "both references and filters are given" in result.stderr
    assert items(run)["A/RES/71/500#8"]["status"] == "pending"


def test_update_says_what_it_needs(run):
    assert "give --status, --note, --due" in run("update", "71/500#8").stderr.lower()
    assert "--reason" in run("update", "71/500#8", "--due", "2020-01-01").stderr
    assert "no item is named" in run("update", "--status", "implemented").stderr


def test_many_are_changed_after_a_question_only(run):
    options = ["--resolution", "71/500", "--status", "implemented", "--on", "2019-01-01"]
    refused = run("update", *options)
    assert (refused.exit_code, items(run)["A/RES/71/500#3"]["status"]) == (2, "pending")
    assert "--yes" in refused.stderr
    assert "A/RES/71/500#8" in refused.stdout
    done = run("update", *options, "--yes")
    assert done.stderr == "2 items changed. Take it back with: mandates undo 3\n"
    now = {name: row["status"] for name, row in items(run, "--resolution", "71/500").items()}
    assert now == {  # what came about by itself is not in the list, and stays
        "A/RES/71/500#3": "implemented",
        "A/RES/71/500#8": "implemented",
        "A/RES/71/500#9": "pending",
    }
    run("undo")
    assert {row["status"] for row in items(run, "--resolution", "71/500").values()} == {"pending"}


@pytest.mark.parametrize(
    ("answer", "code", "status"), [("y\n", 0, "implemented"), ("n\n", 1, "pending"), ("", 130, "pending")]
)
def test_the_question_is_asked_on_a_terminal(run, monkeypatch, answer, code, status):
    monkeypatch.setattr("mandates.cli.targets.somebody_is_there", lambda: True)
    result = run("update", "--resolution", "71/500", "--verb", "encourage", "--status", "implemented", stdin=answer)
    assert result.exit_code == code
    assert "Set status to implemented (1 item)?" in result.stderr
    assert "A/RES/71/500#3" in result.stdout
    assert items(run)["A/RES/71/500#3"]["status"] == status


def test_what_cannot_change_so_is_named_and_stays(run):
    run("report", "71/500#8", "--on", "2018-08-20")
    result = run("update", "--resolution", "71/500", "--from", "reported", "--status", "pending", "--yes")
    assert "A/RES/71/500#8 is unchanged: A/RES/71/500#8 is settled" in result.stderr
    assert items(run)["A/RES/71/500#8"]["status"] == "reported"


def test_a_dry_run_shows_and_changes_nothing(run):
    result = run("assign", "Fifth Committee", "--deliverable", "report", "--body", "GA", "--dry-run")
    assert "A/RES/71/500#8" in result.stdout
    assert "1 item would change; nothing was changed." in result.stderr
    assert items(run)["A/RES/71/500#8"]["owners"] == ["Secretary-General"]
    assert len(json.loads(run("history", "--format", "json").stdout)) == 2


def test_filters_that_select_nothing_change_nothing(run):
    result = run("update", "--session", "9", "--status", "implemented", "--yes")
    assert (result.exit_code, result.stderr) == (0, "Nothing matches; nothing was changed.\n")
    assert run("update", "--owner", "Secretry", "--status", "implemented", "--yes").exit_code == 4


def test_only_items_of_a_status_are_updated_where_asked(run):
    run("update", "71/500#8", "--status", "submitted")
    options = ["--status", "reported", "--on", "2019-01-01", "--yes"]
    run("update", "--from", "submitted", "--resolution", "71/500", *options)
    assert {key: row["status"] for key, row in items(run, "--resolution", "71/500").items()} == {
        "A/RES/71/500#3": "pending",
        "A/RES/71/500#8": "reported",
        "A/RES/71/500#9": "pending",
    }


def test_owners_are_assigned_and_given_back(run):
    run("assign", "71/500#8", "Department of Peace Operations", "OHCHR")
    assert items(run)["A/RES/71/500#8"]["owners"] == [
        "Department of Peace Operations",
        "Office of the United Nations High Commissioner for Human Rights",
    ]
    assert "(set by a person)" in run("show", "71/500#8").stdout
    run("assign", "71/500#8", "--as-read")
    assert items(run)["A/RES/71/500#8"]["owners"] == ["Secretary-General"]
    assert "no owner is named" in run("assign", "71/500#8").stderr
    assert "both owners and --as-read" in run("assign", "71/500#8", "X", "--as-read").stderr


def test_undo_takes_back_and_can_be_taken_back(run):
    run("report", "71/500#8", "--on", "2018-08-20")
    assert run("undo").stderr == "Undid change 3 (report): A/RES/71/500#8.\n"
    assert run("undo", 3).exit_code == 5
    assert run("undo", 99).exit_code == 4
    assert run("undo", 4).exit_code == 0
    assert items(run)["A/RES/71/500#8"]["status"] == "reported"


def test_undo_is_of_ones_own_changes(run):
    run("report", "71/500#8", "--on", "2018-08-20", "--actor", "Grace")
    result = run("undo", "--actor", "Linus")
    assert (result.exit_code, result.stderr.count("\n")) == (4, 1)


def test_quiet_is_quiet(run):
    result = run("report", "71/500#8", "--on", "2018-08-20", "-q")
    assert (result.stdout, result.stderr) == ("", "")


def test_a_day_may_be_written_as_in_documents(run):
    run("report", "71/500#8", "--on", "20 August 2018")
    assert items(run)["A/RES/71/500#8"]["evidence"][0]["on"] == dt.date(2018, 8, 20).isoformat()


def changes(run):
    return {event["change"] for event in json.loads(run("history", "--format", "json").stdout)}


def test_all_that_one_update_sets_is_one_change(run):
    before = changes(run)
    settings = ["--note", "with DPPA", "--due", "2019-12-31", "--reason", "extended by decision 73/555"]
    run("update", "71/500#8", "71/500#9", "--status", "in_progress", *settings)
    assert len(changes(run) - before) == 1
    row = items(run)["A/RES/71/500#8"]
    assert (row["status"], row["note"], row["due"]["due_on"]) == ("in_progress", "with DPPA", "2019-12-31")
    run("undo")
    row = items(run)["A/RES/71/500#8"]
    assert (row["status"], row["note"], row["due"]["due_on"]) == ("pending", None, "2019-09-17")


def test_a_later_mandate_takes_the_place_of_items_named_or_selected(run):
    result = run("update", "71/500#9", "--superseded-by", "2400 (2018)#2")
    assert "superseded by: S/RES/2400 (2018)#2" in result.stderr
    row = items(run)["A/RES/71/500#9"]
    assert (row["status"], row["superseded_by"]) == ("superseded", "S/RES/2400 (2018)#2")
    assert "superseded by: S/RES/2400 (2018)#2" in " ".join(run("history", "71/500#9").stdout.split())
    refused = run("update", "71/500#8", "--superseded-by", "71/500#8")
    assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1)
    assert run("update", "71/500#8", "--superseded-by", "71/500#88").exit_code == 4
    some = ["--resolution", "71/500", "--superseded-by", "2400 (2018)#2"]
    assert "to set superseded by 2400 (2018)#2 (2 items) needs your confirmation" in run("update", *some).stderr
    assert run("update", *some, "--yes").stderr == "2 items changed. Take it back with: mandates undo 4\n"
    assert {row["superseded_by"] for row in items(run, "--resolution", "71/500").values()} == {"S/RES/2400 (2018)#2"}


def test_a_dry_run_of_a_named_item_shows_and_changes_nothing(run):
    result = run("report", "2400 (2018)#7@2018-05-09", "--on", "2018-05-09", "--dry-run")
    assert "status: pending -> reported" in result.stderr
    assert result.stderr.endswith("1 item would change; nothing was changed.\n")
    assert len(changes(run)) == 2


def test_a_reference_of_before_leads_on_and_says_so(run, tmp_path):
    run("ingest", readings_file(tmp_path / "renumbered.jsonl", renumbered(ASSEMBLY, "9", "10")))
    notice = "A/RES/71/500#9 is now A/RES/71/500#10.\n"
    for command in (
        ["show", "71/500#9"],
        ["history", "71/500#9"],
        ["review", "71/500#9"],
        ["report", "71/500#9", "--on", "2018-08-20", "--dry-run"],
        ["report", "71/500#9", "--on", "2018-08-20"],
        ["update", "71/500#9", "--note", "on the agenda"],
        ["assign", "71/500#9", "Fifth Committee"],
        ["review", "71/500#9", "--accept"],
        ["review", "71/500#9", "--deliverable", "action"],
    ):
        result = run(*command)
        assert (result.exit_code, result.stderr.count(notice)) == (0, 1), command
        assert "is now" not in run(command[0], "71/500#10", *command[2:]).stderr
    assert "A/RES/71/500#9" not in items(run)
    assert run("show", "71/500#9", "-q").stderr == ""


def test_what_is_done_counts_from_the_day_on_which_it_is_done(run, on_day):
    on_day("2020-01-15")
    run("report", "71/500#8", "--document", "A/73/328", "--on", "2018-08-20")
    on_day("2020-02-01")
    for day, status in (("2018-08-20", "pending"), ("2020-01-14", "pending"), ("2020-01-15", "reported")):
        assert items(run, "--as-of", day)["A/RES/71/500#8"]["status"] == status
    run("undo")
    assert items(run, "--as-of", "2020-01-15")["A/RES/71/500#8"]["status"] == "reported"
    assert items(run)["A/RES/71/500#8"]["status"] == "pending"


@pytest.mark.parametrize(
    ("zone", "moment", "today"),
    [("America/New_York", "2020-01-16T00:30:00", "2020-01-15"), ("Asia/Tokyo", "2020-01-15T23:30:00", "2020-01-16")],
)
def test_what_was_just_done_is_seen_wherever_the_person_sits(run, monkeypatch, zone, moment, today):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        at = dt.datetime.fromisoformat(f"{moment}+00:00")
        monkeypatch.setattr("mandates.cli.clock.clock", lambda: at)
        assert run("report", "71/500#8", "--on", today).exit_code == 0
        assert items(run)["A/RES/71/500#8"]["status"] == "reported"
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.postgresql
@pytest.mark.usefixtures("on_each_database")
def test_the_whole_way_on_each_database(run):
    assert run("report", "71/500#8", "--document", "A/73/328", "--on", "2018-08-20").exit_code == 0
    assert items(run)["A/RES/71/500#8"]["status"] == "reported"
    assert run("report", "71/500#8", "--document", "A/73/328").exit_code == 5
    assert run("update", "--resolution", "71/500", "--status", "implemented", "--yes").exit_code == 0
    assert run("undo").exit_code == 0
    assert run("undo").exit_code == 0
    assert items(run)["A/RES/71/500#8"]["status"] == "pending"
    assert run("db", "check").exit_code == 0


def test_a_mandate_is_entered_where_none_was_read(run, tmp_path):
    text = "Looks forward to a report of the Secretary-General at its seventy-third session;"
    paragraph = Paragraph(kind=ParagraphKind.OPERATIVE, text=text, label="10")
    paragraphs = (*ASSEMBLY.resolution.paragraphs, paragraph)
    more = dataclasses.replace(ASSEMBLY, resolution=dataclasses.replace(ASSEMBLY.resolution, paragraphs=paragraphs))
    run("ingest", readings_file(tmp_path / "more.jsonl", more))
    asked = run("show", "71/500#10")
    assert asked.exit_code == 4
    assert (
        "no mandate was read in paragraph 10 of A/RES/71/500. Enter one with: mandates add 'A/RES/71/500#10'"
        in asked.stderr
    )
    entry = ["add", "71/500#10", "--owner", "SG", "--deliverable", "report", "--due", "GA 73", "--reason", "read aloud"]
    assert run(*entry, "--dry-run").stderr == "A/RES/71/500#10 would be added; nothing was changed.\n"
    assert "A/RES/71/500#10" not in items(run)
    done = run(*entry)
    assert (done.exit_code, done.stderr) == (0, "A/RES/71/500#10 is added. Take it back with: mandates undo 4\n")
    assert items(run)["A/RES/71/500#10"]["owners"] == ["Secretary-General"]
    shown = run("show", "71/500#10").stdout
    assert "entered by hand" in shown
    assert "Ada" in shown
    assert run("undo", "4").exit_code == 0
    assert "A/RES/71/500#10" not in items(run)


def test_an_extension_is_shown_and_listed_with_what_it_is_from(run):
    extended = ["--due", "GA 75", "--granted-by", "A/DEC/73/555", "--reason", "late data"]
    assert run("update", "71/500#8", *extended).stderr == (
        "A/RES/71/500#8: due: GA 73 -> GA 75, extended by A/DEC/73/555.\n"
    )
    assert "GA 75, 14 Sep 2021, extended from GA 73" in " ".join(run("show", "71/500#8").stdout.split())
    assert "extended by A/DEC/73/555" in " ".join(run("show", "71/500#8").stdout.split())
    assert items(run)["A/RES/71/500#8"]["due"]["extended_from"] == "GA 73"
    told = run("review", "71/500#8", "--due", "GA 74").stderr
    assert "A/RES/71/500#8 is still due GA 75, 14 Sep 2021, extended from GA 74, as a person has set" in told
    for wrong in ("every 90 days", "until 2030-01-01", "GA special 99"):
        assert run("update", "71/500#8", "--due", wrong, "--reason", "x").exit_code == 2


def test_what_an_extension_leaves_out_until_then_is_said(run):
    moved = run("update", "2400 (2018)#7@2018-05-09", "--due", "2040-01-01", "--reason", "the team is late")
    assert "No longer expected: S/RES/2400 (2018)#7@2018-08-07" in moved.stderr


def test_a_session_that_is_centuries_off_is_mistyped(run):
    result = run("update", "71/500#8", "--due", "GA 282", "--reason", "late data")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "session 'GA 282' would open only in 2227" in result.stderr
    assert items(run)["A/RES/71/500#8"]["due"]["session"] == 73


@pytest.mark.parametrize("wrong", ["GA 0", "GA 9999", "HRC 9999", "GA special 0", "every 0 days", "every 0 months"])
def test_a_time_that_cannot_be_is_none(run, wrong):
    for command in (("update", "--reason", "late data"), ("review",)):
        result = run(*command, "71/500#8", "--due", wrong)
        assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
        assert f"'{wrong}' is not a time" in result.stderr
    assert items(run)["A/RES/71/500#8"]["due"]["session"] == 73


def test_no_session_has_the_number_0(run):
    assert "'0' is not a session" in run("list", "--due-session", "0").stderr


def test_taking_back_what_was_entered_names_that_alone(run):
    run("add", "71/500#3", "--owner", "OIOS", "--due", "GA 73")
    assert run("undo").stderr == "Undid change 3 (add): A/RES/71/500#3.2.\n"


@pytest.mark.usefixtures("on_each_database")
def test_the_fields_of_a_change_are_in_one_order_on_each_database(run):
    run("report", "71/500#8", "--document", "A/73/1", "--on", "2018-08-20", "--note", "a part", "--partial")
    run("update", "71/500#9", "--note", "asked", "--due", "2027-01-01", "--reason", "asked for")
    run("review", "71/500#9", "--verb", "invite", "--deliverable", "meeting", "--due", "GA 82")
    events = json.loads(run("history", "--format", "json").stdout)
    fields = {event["action"]: list(event["after"]) for event in events}
    assert fields["report"] == ["status", "evidence", "settled_on"]
    assert fields["update"] == ["due_on", "notes"]
    assert fields["correct"] == ["verb", "deliverable", "dues", "confirmed"]
    assert fields["ingested"] == ["paragraphs", "mandates"]
    told = {event["action"]: event["after"] for event in events}
    assert list(told["report"]["evidence"][0]) == ["document", "on", "note", "url", "partial"]
    assert list(told["update"]["notes"][0]) == ["text", "on", "by", "files", "links"]
    assert list(told["correct"]["dues"][0])[:4] == ["kind", "body", "session", "phrase"]
    assert "evidence: A/73/1, 2018-08-20, a part, partial" in " ".join(run("history", "71/500#8").stdout.split())


@pytest.mark.usefixtures("on_each_database")
def test_every_reference_in_lists_is_taken_by_commands(run):
    printed = {*items(run), *items(run, "--every"), *items(run, "--due-session", "75")}
    assert any("@" in reference for reference in printed)
    for reference in printed:
        assert run("show", reference).exit_code == 0, reference
        assert run("history", reference).exit_code == 0, reference
        assert run("update", reference, "--note", "x", "--dry-run").exit_code == 0, reference
        assert run("report", reference, "--additional", "--dry-run").exit_code == 0, reference


@pytest.mark.usefixtures("on_each_database")
def test_the_history_of_an_item_that_was_moved_is_found_by_both_references(run):
    run("review", "71/500#8", "--due", "GA 76")
    (moved,) = json.loads(run("history", "71/500#8@73", "--format", "json").stdout)
    assert (moved["action"], moved["before"], moved["after"]) == ("moved", {"key": "73"}, {"key": "76"})
    assert json.loads(run("history", "71/500#8@76", "--format", "json").stdout) == [moved]
    result = run("history", "71/500#8@77")
    assert (result.exit_code, result.stderr.count("\n")) == (4, 1)
    assert "nothing was expected as A/RES/71/500#8@77" in result.stderr


def test_the_help_names_every_status_among_those_that_settle_an_item_or_not(run):
    told = " ".join(run("update", "--help").stdout.split())
    listed = told[told.index("Statuses: ") : told.index(" Examples:")].removeprefix("Statuses: ").removesuffix(".")
    unsettled, settled = listed.split("; and those that settle an item: ")
    assert [*unsettled.split(", "), *settled.split(", ")] == sorted(Status, key=lambda status: status.settled)


@pytest.mark.parametrize("empty", ["", " "])
def test_a_report_with_an_empty_document_is_refused(run, empty):
    result = run("report", "71/500#8", "--document", empty)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "--document names no document" in result.stderr
    assert items(run)["A/RES/71/500#8"]["status"] == "pending"
