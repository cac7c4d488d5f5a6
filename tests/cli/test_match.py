"""`match`, `accept` and `report --from`: what documents answer, proposed, written when a person agrees, taken back."""

import csv
import json

import pytest

from tests.cli.test_tracking import items

pytestmark = pytest.mark.usefixtures("register")

OWN = "The present report is submitted pursuant to paragraph 8 of General Assembly resolution 71/500."


def report(
    symbol="A/73/328",
    *,
    ground=OWN,
    dated="20 August 2018",
    title="Cooperation",
    form="Report of the Secretary-General",
):
    lines = (
        *(f"United Nations {symbol}", "General Assembly", "Distr.: General", dated, "Seventy-third session"),
        *("Agenda item 12", "Cooperation between organizations", title, form, f"1. {ground}", "2. Much was done."),
    )
    return "\n\n".join(lines)


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "reports"
    path.mkdir()
    (path / "A_73_328.txt").write_text(report(), encoding="utf-8")
    return path


def proposals(run, *arguments):
    result = run("match", *map(str, arguments), "--format", "json", "-j", "1")
    return json.loads(result.stdout)


def test_match_proposes_and_writes_nothing(run, folder):
    (found,) = proposals(run, folder)
    (match,) = found["matches"]
    assert (found["document"], found["kind"], found["dated_on"]) == ("A/73/328", "report", "2018-08-20")
    assert (match["reference"], match["class"], match["state"]) == ("A/RES/71/500#8@73", "certain", "proposed")
    assert match["words"] == OWN
    assert items(run)["A/RES/71/500#8"]["status"] == "pending"


def test_the_table_has_the_item_the_words_of_both_and_what_keeps_it_from_being_surer(run, folder):
    (folder / "A_73_328.txt").write_text(report(ground=OWN.replace("paragraph 8 of ", "")), encoding="utf-8")
    text = run("match", str(folder), "-j", "1").stdout
    places = [text.index(part) for part in ("A/RES/71/500#8@73", "document: ", "request: ", "doubts: ")]
    assert places == sorted(places)
    assert "paragraph.not_named" in text


def test_accept_certain_writes_one_change_that_one_undo_takes_back(run, folder):
    result = run("match", str(folder), "--accept", "certain", "-j", "1")
    assert result.exit_code == 0
    assert "Take it back with: mandates undo" in result.stderr
    row = items(run)["A/RES/71/500#8"]
    assert (row["status"], row["evidence"][0]["document"], row["evidence"][0]["on"]) == (
        "reported",
        "A/73/328",
        "2018-08-20",
    )
    again = run("match", str(folder), "--accept", "certain", "-j", "1")
    assert "nothing was changed" in again.stderr
    assert proposals(run, folder)[0]["matches"][0]["state"] == "accepted"
    run("undo")
    assert items(run)["A/RES/71/500#8"]["status"] == "pending"


def test_what_is_only_likely_is_not_written(run, folder):
    two = "The present report is submitted pursuant to General Assembly resolutions 71/500 and 74/9."
    (folder / "A_73_328.txt").write_text(report(ground=two), encoding="utf-8")
    (found,) = proposals(run, folder)
    assert [one["class"] for one in found["matches"]] == ["likely"]
    assert found["names_unheld"] == ["A/RES/74/9"]
    run("match", str(folder), "--accept", "certain", "-j", "1")
    assert items(run)["A/RES/71/500#8"]["status"] == "pending"


def test_a_dry_run_changes_nothing(run, folder):
    result = run("match", str(folder), "--accept", "certain", "--dry-run", "-j", "1")
    assert "would change" in result.stderr
    assert items(run)["A/RES/71/500#8"]["status"] == "pending"


def test_proposals_go_through_a_spreadsheet(run, folder, tmp_path):
    table = tmp_path / "proposals.csv"
    run("match", str(folder), "--output", str(table), "-j", "1")
    rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    assert "nothing was changed" in run("accept", str(table)).stderr
    rows[0]["accept"] = "x"
    with table.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    assert run("accept", str(table), "--dry-run").exit_code == 0
    assert run("accept", str(table)).exit_code == 0
    (kept,) = json.loads(run("documents", "--format", "json").stdout)
    assert (kept["document"], kept["matches"][0]["state"]) == ("A/73/328", "accepted")
    assert items(run)["A/RES/71/500#8"]["evidence"][0]["document"] == "A/73/328"


def test_a_list_is_matched_by_title_agenda_item_and_session(run, tmp_path):
    path = tmp_path / "documents.csv"
    path.write_text(
        "symbol,title,agenda_item\n"
        "A/73/328,Cooperation between organizations : report of the Secretary-General,Cooperation\n"
        "A/73/900,Financing of harbours : report of the 5th Committee,Financing\n",
        encoding="utf-8",
    )
    first, second = proposals(run, "--list", path)
    assert first["matches"][0]["reference"] == "A/RES/71/500#8@73"
    assert first["matches"][0]["class"] != "certain"
    assert (second["matches"], second["why_none"]) == ([], "kind")


def test_a_letter_of_a_state_answers_nothing(run, folder):
    form = (
        "Letter dated 20 August 2018 from the Permanent Representative of Chad to the United Nations addressed to the "
    )
    (folder / "A_73_328.txt").write_text(report(form=form + "Secretary-General"), encoding="utf-8")
    (found,) = proposals(run, folder)
    assert (found["matches"], found["why_none"]) == ([], "kind")


def test_nothing_to_match_is_an_error(run, tmp_path):
    assert run("match").exit_code == 2
    path = tmp_path / "list.csv"
    path.write_text("colour\nred\n")
    result = run("match", "--list", str(path))
    assert (result.exit_code, "--map" in result.stderr) == (3, True)


def marks(tmp_path, *rows):
    path = tmp_path / "marks.csv"
    path.write_text("\n".join(("reference,document,date,note", *rows)) + "\n", encoding="utf-8")
    return str(path)


def test_a_table_of_marks_is_written_as_one_change(run, tmp_path):
    path = marks(tmp_path, "71/500#8,a/73/328,2018-08-20,in two parts", "71/500#9,A/73/150,20 July 2018,")
    result = run("report", "--from", path)
    assert (result.exit_code, result.stdout) == (0, "")
    rows = items(run)
    assert [rows[f"A/RES/71/500#{n}"]["evidence"][0]["document"] for n in (8, 9)] == ["A/73/328", "A/73/150"]
    assert run("undo").exit_code == 0
    assert {row["status"] for row in items(run).values()} == {"pending"}


@pytest.mark.parametrize(
    ("row", "code", "said"),
    [
        ("71/500#77,A/73/150,2018-07-20,", 4, "row 3: "),
        ("71/500#9,the report,2018-07-20,", 2, "row 3: 'the report' is not a document symbol"),
        ("71/500#9,A/73/150,soon,", 2, "row 3: 'soon' is not a date"),
        ("71/500#9,,,", 2, "row 3: has no document"),
    ],
)
def test_a_table_with_a_fault_changes_nothing_and_says_where(run, tmp_path, row, code, said):
    result = run("report", "--from", marks(tmp_path, "71/500#8,A/73/328,2018-08-20,", row))
    assert (result.exit_code, said in result.stderr) == (code, True)
    assert {one["status"] for one in items(run).values()} == {"pending"}


def test_a_document_is_a_symbol_or_has_a_title_or_a_url(run):
    result = run("report", "71/500#8", "--document", "A-73-328")
    assert (result.exit_code, "is not a document symbol" in result.stderr) == (2, True)
    for unnumbered in ("A/73/328/Corr.", "A/73/328/Rev", "A/73/328/Add./Corr.1", "A/73/328/Rev.x"):
        result = run("report", "71/500#8", "--document", unnumbered)
        assert (result.exit_code, "is not a document symbol" in result.stderr) == (2, True), unnumbered
    result = run("report", "71/500#8", "--document", "A/73/328/Add.1/Corr.1")
    assert (result.exit_code, result.stderr) == (
        2,
        "Error: A/73/328/Add.1/Corr.1 only corrects A/73/328/Add.1 and settles nothing. Give A/73/328/Add.1.\n",
    )
    assert "A/73/328/Rev.1/Add.1," in run("report", "71/500#8", "-d", "a/73/328/rev.01/add.1", "--dry-run").stderr
    assert run("report", "71/500#8", "--title", "Statement of the host", "--on", "2018-08-20").exit_code == 0
    assert items(run)["A/RES/71/500#8"]["evidence"][0]["note"] == "Statement of the host"


def test_ingest_keeps_documents_whose_proposals_wait_in_review(run, folder):
    result = run("ingest", str(folder), "-j", "1")
    assert "new        A/73/328" in result.stdout
    assert "1 proposal of what documents answer" in result.stderr
    assert "unchanged  A/73/328" in run("ingest", str(folder), "-j", "1").stdout
    waiting = [one for one in json.loads(run("review", "--format", "json").stdout) if one["kind"] == "answer"]
    (match,) = waiting[0]["proposal"]["matches"]
    assert (match["number"], match["reference"]) == (1, "A/RES/71/500#8@73")
    assert run("accept", "1").exit_code == 0
    assert items(run)["A/RES/71/500#8"]["evidence"][0]["document"] == "A/73/328"
    assert "(accepted)" in run("documents").stdout


def test_show_tells_of_a_document_that_is_kept(run, folder):
    run("ingest", str(folder), "-j", "1")
    text = run("show", "A/73/328").stdout
    assert "Report of the Secretary-General" in text
    assert "pursuant to paragraph 8" in text
    assert run("show", "A/73/999").exit_code == 4


def test_what_is_rejected_is_listed_as_such_and_not_proposed_again(run, folder):
    run("ingest", str(folder), "-j", "1")
    assert run("accept", "1", "--reject", "--reason", "another report").exit_code == 0
    assert "A/RES/71/500#8@73 (rejected)" in " ".join(run("documents", "--rejected").stdout.split())
    assert proposals(run, folder)[0]["matches"][0]["state"] == "rejected"
    assert "nothing was changed" in run("match", str(folder), "--accept", "certain", "-j", "1").stderr
    assert "No document is stored" in run("documents", "--unmatched").stdout


def test_all_that_is_likely_is_accepted_after_a_look(run, folder):
    run("ingest", str(folder), "-j", "1")
    assert "1 item would change" in run("accept", "--all-likely", "--dry-run").stderr
    assert run("accept", "--all-likely").exit_code == 0
    assert items(run)["A/RES/71/500#8"]["status"] == "reported"


LONG = "9" * 20


@pytest.mark.usefixtures("on_each_database")
@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["accept", "12"], 4, "there is no proposal 12"),
        (["accept", LONG], 4, f"there is no proposal {LONG}"),
        (["accept", f"1-{LONG}", "--reject"], 4, f"there is no proposal {LONG}"),
        (["accept", "9" * 5000], 4, f"there is no proposal {'9' * 30}. "),
        (["accept", "9-3"], 2, "Write the smaller number first"),
        (["accept", "1-99999"], 2, "'1-99999' has too many numbers. Give at most 10,000 at once."),
        (["accept", "12", "--all-likely"], 2, "--all-likely and proposals are given"),
        (["accept", "table.csv", "--reject"], 2, "--reject takes no table"),
        (["accept", "12", "--reason", "x"], 2, "--reason is for --reject"),
        (["renewals", LONG, "--accept"], 4, f"there is no renewal {LONG}"),
        (["undo", LONG], 2, "is not a number from 1 to"),
        (["undo", "0" * 20 + LONG], 2, "is not a number from 1 to"),
        (["history", "--change", LONG], 2, "is not a number from 1 to"),
        (["note", "71/500#8", "--remove", LONG], 2, "is not a number from 1 to"),
        (["extract", "-j", "x", "a.txt"], 2, "'x' is not a number from 1 to 2,147,483,647: write it in figures."),
        (["forecast", "--months", "0"], 2, "'0' is not a number from 1 to 240: write it in figures."),
        (["cycles", "--since", "1900"], 2, "'1900' is not a number from 1946 to 2200: write it in figures."),
        (["show", f"A/RES/71/{'9' * 5000}#1"], 2, "is not a resolution symbol"),
        (["show", f"A/RES/71/500#8.{'9' * 5000}"], 4, "has no #8.9"),
    ],
)
def test_numbers_that_nothing_has_are_told_in_a_line(run, words, code, said):
    result = run(*words)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (code, "", 1)
    assert said in result.stderr


@pytest.mark.parametrize("words", [["12"], ["9-3"], ["x.csv"], [], ["1", "two"]])
def test_proposals_that_are_none_are_refused(run, words):
    assert run("accept", *words).exit_code in (2, 3, 4)


def test_accepting_keeps_the_document(run, folder):
    run("match", str(folder), "--accept", "certain", "-j", "1")
    assert json.loads(run("documents", "--format", "json").stdout)[0]["document"] == "A/73/328"
    run("undo")
    assert json.loads(run("documents", "--format", "json").stdout) == []


def test_a_list_of_agenda_items_answers_the_decisions_to_include_them(run, tmp_path):
    path = tmp_path / "agenda.csv"
    path.write_text("item,title,committee\n12,Cooperation,\n13,Forests,Second\n", encoding="utf-8")
    (found,) = proposals(run, "--list", path, "--session", "73")
    (match,) = found["matches"]
    assert (match["reference"], match["class"], match["words"]) == ("A/RES/71/500#9@73", "likely", "12. Cooperation")


def test_a_list_in_a_folder_is_read_as_one(run, folder):
    (folder / "documents.json").write_text(
        '[{"symbol": "A/73/328", "title": "Cooperation", "url": "https://un.org/x"}]'
    )
    result = run("match", str(folder), "--format", "json", "-j", "1")
    (found,) = json.loads(result.stdout)
    assert (result.exit_code, found["url"]) == (0, "https://un.org/x")
    assert found["matches"][0]["class"] == "certain"


def test_a_resolution_among_the_documents_answers_nothing(run, folder):
    (folder / "A_73_328.txt").write_text(
        "A/RES/72/1\n\n72/1. Ports\n\nThe General Assembly,\n\nRecalling its work,\n\n1. Requests a report.",
        encoding="utf-8",
    )
    (found,) = proposals(run, folder)
    assert (found["document"], found["kind"], found["why_none"]) == ("A/RES/72/1", "resolution", "kind")


def test_a_rejected_proposal_is_not_written_from_a_table(run, folder, tmp_path):
    run("ingest", str(folder), "-j", "1")
    run("accept", "1", "--reject")
    table = tmp_path / "proposals.csv"
    assert "1 without a match" in run("match", str(folder), "--output", str(table), "-j", "1").stderr
    table.write_text(table.read_text(encoding="utf-8").replace("\n,A/73/328", "\nyes,A/73/328"), encoding="utf-8")
    result = run("accept", str(table))
    assert (result.exit_code != 0, "row 2: this was rejected" in result.stderr) == (True, True)


def test_a_table_saved_by_a_spreadsheet_is_read(run, folder, tmp_path):
    table = tmp_path / "proposals.csv"
    run("match", str(folder), "--output", str(table), "-j", "1")
    rows = list(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
    rows[0]["accept"] = "X"
    with table.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, rows[0], delimiter=";", quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(rows)
    assert run("accept", str(table)).exit_code == 0
    assert items(run)["A/RES/71/500#8"]["status"] == "reported"


def test_a_file_whose_name_says_another_symbol_is_told(run, folder):
    (folder / "A_73_328.txt").rename(folder / "A_73_999.txt")
    assert "its masthead says A/73/328, not A/73/999" in run("match", str(folder), "-j", "1").stderr


def test_an_addendum_shows_whose_words_it_rests_on(run, folder):
    text = report("A/73/328/Add.1", ground="The present addendum has the replies of States.")
    (folder / "A_73_328_Add.1.txt").write_text(text, encoding="utf-8")
    first, added = proposals(run, folder)
    assert first["matches"][0]["class"] == "certain"
    assert (added["matches"][0]["class"], added["matches"][0]["reasons"]) == ("likely", ["document.as_parent"])
