"""A workbook goes out, is marked, and comes back: what was edited is written as one change, what clashes is named."""

import csv
import datetime as dt
import json

import pytest
from openpyxl import load_workbook

pytestmark = pytest.mark.usefixtures("register")

EIGHT, NINE, THREE = "A/RES/71/500#8", "A/RES/71/500#9", "A/RES/71/500#3"


@pytest.fixture
def book(run, tmp_path, on_day):
    """Return the path of a workbook of all open items."""
    on_day("2018-10-01")
    path = tmp_path / "items.xlsx"
    assert run("export", "--output", path).exit_code == 0
    return path


def mark(path, reference, sheet="Obligations", **cells):
    """Write into the cells of an item as a person does."""
    workbook = load_workbook(path)
    page = workbook[sheet]
    columns = {cell.value.lower().replace(" ", "_"): cell.column for cell in page[1]}
    (row,) = [one[0].row for one in page.iter_rows(min_row=2) if one[0].value == reference]
    for name, value in cells.items():
        page.cell(row, columns[name]).value = value
    workbook.save(path)


def rows(run):
    return {row["reference"]: row for row in json.loads(run("list", "--all", "--format", "json").stdout)}


def test_what_was_edited_is_shown_and_written_as_one_change(run, book):
    mark(book, EIGHT, status="reported", document="a/73/328", document_date=dt.date(2018, 8, 20))
    mark(book, NINE, lead="DPPA", focal_point="Ms. Rivera", note="asked them")
    mark(book, THREE, status="in progress")
    before = rows(run)
    looked = run("import", "--marks", book)
    assert (looked.exit_code, rows(run)) == (0, before)
    assert "3 items would change; nothing was changed: --yes writes it." in looked.stderr
    assert f"{EIGHT}: status: pending -> reported; evidence: A/73/328, 2018-08-20" in looked.stderr
    assert run("import", "--marks", book, "--dry-run", "--yes").exit_code == 0
    assert rows(run) == before
    assert "Take it back with: mandates undo 3" in run("import", "--marks", book, "--yes").stderr
    after = rows(run)
    assert (after[EIGHT]["status"], after[EIGHT]["evidence"][0]["on"]) == ("reported", "2018-08-20")
    assert after[NINE]["lead"] == "Department of Political and Peacebuilding Affairs"
    assert (after[NINE]["focal_point"], after[NINE]["note"]) == ("Ms. Rivera", "asked them")
    assert after[THREE]["status"] == "in_progress"
    again = run("import", "--marks", book, "--yes")
    assert (again.exit_code, again.stderr) == (0, "Nothing was edited; nothing was changed.\n")
    run("undo")
    assert {name: row | {"version": 0} for name, row in rows(run).items()} == {
        name: row | {"version": 0} for name, row in before.items()
    }


def test_what_was_changed_in_the_register_since_is_named_and_stays(run, book):
    run("update", EIGHT, "--status", "submitted", "--note", "from the office")
    run("assign", NINE, "--focal", "Mr. Okoye")
    mark(book, EIGHT, status="in_progress", focal_point="Ms. Rivera")
    mark(book, NINE, lead="OHCHR")  # another column than the one that was changed since
    result = run("import", "--marks", book, "--yes")
    assert result.exit_code == 1
    assert f"Conflict at {EIGHT} (Obligations, row" in result.stderr
    assert "status is 'submitted' in the register by now, and 'in_progress' in the table" in result.stderr
    assert "focal point 'Ms. Rivera' is not taken over either" in result.stderr
    after = rows(run)
    assert (after[EIGHT]["status"], after[NINE]["focal_point"]) == ("submitted", "Mr. Okoye")
    assert after[NINE]["lead"] == "Office of the United Nations High Commissioner for Human Rights"


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"status": "finished"}, "'finished' is not a status"),
        ({"document": "A/73/1", "document_date": dt.date(2031, 1, 1)}, "in the future"),
        ({"document_date": dt.date(2018, 1, 1)}, "cannot change the date of a document"),
        ({"document": "A/73/1; A/73/2"}, "is more than one document"),
    ],
)
def test_a_cell_that_cannot_be_is_refused_and_the_others_written(run, book, cells, words):
    mark(book, EIGHT, note="kept back with the other cell", **cells)
    mark(book, NINE, note="written")
    result = run("import", "--marks", book, "--yes")
    assert (result.exit_code, words in result.stderr) == (1, True)
    after = rows(run)
    assert (after[EIGHT]["note"], after[NINE]["note"]) == (None, "written")


def test_a_csv_file_comes_back_by_number_and_version(run, tmp_path):
    path = tmp_path / "items.csv"
    run("list", "--format", "csv", "--output", path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    for line in lines:
        if line["reference"] == EIGHT:
            line |= {"document": "A/73/328", "document_date": "20 August 2018"}
        line["reference"] = "moved since"  # the number tells which it is
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    run("note", THREE, "since then")
    result = run("import", "--marks", path, "--yes")
    assert rows(run)[EIGHT]["status"] == "reported"
    assert (result.exit_code, "note is 'since then' in the register by now" in result.stderr) == (1, True)


def test_what_is_no_marked_table_is_told_in_a_line(run, tmp_path):
    for name, content in (("a.xlsx", b"PK\x03\x04 broken"), ("a.csv", b"x,y\n1,2\n"), ("b.csv", b"reference\n")):
        (tmp_path / name).write_bytes(content)
        result = run("import", "--marks", tmp_path / name)
        assert (result.exit_code in (2, 3), result.stderr.count("\n")) == (True, 1)
    assert run("import", "--marks", tmp_path / "none.xlsx").exit_code == 3
