import csv
import datetime as dt
import io
import json
import re

import pytest
from openpyxl import load_workbook

from mandates.rendering.formats import Screen, as_xlsx, writer
from mandates.rendering.history import History
from mandates.rendering.mandate import Mandate
from mandates.rendering.obligations import Obligations
from mandates.rendering.summary import Summary
from tests import golden
from tests.rendering import made

SEVERAL = made.row(15, owners=("specialized agencies", "funds and programmes"))
ROWS = (made.row(), SEVERAL, made.undated(), made.settled())
ANSWERS = {
    "list": Obligations(ROWS),
    "empty": Obligations(()),
    "show": Mandate(made.mandate(decided={"owners": ["Department of Peace Operations"]})),
    "summary": Summary(made.summary(), coming=(made.group("GA 74", 2),)),
    "history": History((made.event(), made.event(2, undone=True, reason="typed in error"))),
}

#: What people and documents may put into a text: escapes, formulas, markup, a turn of direction, a very long word.
HOSTILE = "=cmd|' /C calc'!A0 \x1b]0;title\x07 \x9b31m <script>alert(1)</script> | `code` \u202e" + "x" * 300


def text(answer, form, width=80, *, colour=False):
    out = io.StringIO()
    writer(form)(answer, out, Screen(width, colour))
    return out.getvalue()


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("width", [80, 140])
def test_tables_look_as_they_should(name, width):
    golden.check(__file__, f"{name}.{width}.txt", text(ANSWERS[name], "table", width))


@pytest.mark.parametrize("name", ["list", "summary"])
@pytest.mark.parametrize("form", ["json", "csv", "md"])
def test_files_look_as_they_should(name, form):
    golden.check(__file__, f"{name}.{form}", text(ANSWERS[name], form))


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("width", [20, 40, 80, 100, 140, 250])
def test_tables_fit_the_screen(name, width):
    lines = text(ANSWERS[name], "table", width).splitlines()
    assert all(len(line) <= max(width, 58) for line in lines)  # seven columns cannot be narrower than 58


def test_colour_adds_nothing_but_colour():
    for answer in ANSWERS.values():
        coloured = text(answer, "table", colour=True)
        for code in ("1;31", "33", "32", "2", "1", "1;36", "1;35", "1;33", "0"):
            coloured = coloured.replace(f"\x1b[{code}m", "")
        assert [line.rstrip() for line in coloured.splitlines()] == text(answer, "table").splitlines()


def test_json_rows_have_the_keys_of_the_contract():
    names = "id,reference,symbol,label,verb,owners,deliverable,status,state,days_late,due,clause,evidence,note"
    wanted = names.split(",")
    for record in json.loads(text(ANSWERS["list"], "json")):
        assert list(record)[: len(wanted)] == wanted
    first, _, undated, done = json.loads(text(ANSWERS["list"], "json"))
    assert undated["due"] is None
    assert first["due"].keys() >= {"kind", "body", "session", "phrase", "opens_on", "due_on"}
    assert done["evidence"] == [{"id": 1, "document": "A/73/328", "on": "2018-08-20", "note": None, "url": None}]
    assert [json.loads(line) for line in text(ANSWERS["list"], "jsonl").splitlines()] == json.loads(
        text(ANSWERS["list"], "json")
    )


def test_nothing_matching_is_an_empty_array_and_a_sentence():
    assert text(ANSWERS["empty"], "json") == "[]\n"
    assert text(ANSWERS["empty"], "jsonl") == ""
    assert text(ANSWERS["empty"], "table") == "Nothing matches.\n"


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv", "md", "html"])
def test_hostile_texts_do_no_harm(form):
    answer = Obligations([made.row(clause=HOSTILE, note=HOSTILE, owners=(HOSTILE,), title=HOSTILE, reference=HOSTILE)])
    shown = text(answer, form)
    assert not set(shown) & {*map(chr, range(9)), "\x0b", "\x1b", "\x9b", "\x07"}
    assert form in {"json", "jsonl"} or "\u202e" not in shown
    if form == "html":
        assert "<script" not in shown
    if form == "md":
        assert "\\|" in shown
        assert "\\<script\\>" in shown


@pytest.mark.parametrize("begin", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\uff1d1"])
def test_no_cell_runs_as_a_formula(begin):
    rows = list(csv.DictReader(io.StringIO(text(Obligations([made.row(clause=begin)]), "csv"))))
    assert rows[0]["clause"].startswith("'")
    book = load_workbook(io.BytesIO(as_xlsx.make(Obligations([made.row(clause=begin)]))))
    assert {cell.data_type for cell in book.active[2]} <= {"s", "n", "d"}


def test_a_workbook_has_real_dates_filters_and_a_head_that_stays():
    book = load_workbook(io.BytesIO(as_xlsx.make(ANSWERS["summary"])))
    assert book.sheetnames == ["Summary", "Due at this session", "Newly asked", "Carried over from earlier"]
    sheet = book["Due at this session"]
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:AB4"
    heads = [cell.value for cell in sheet[1]]
    assert sheet.cell(2, heads.index("Due on") + 1).value == dt.datetime(2019, 9, 17)  # noqa: DTZ001 -- a workbook has no time zones
    assert sheet.cell(2, heads.index("Days late") + 1).value == 76
    assert sheet.cell(2, heads.index("Symbol") + 1).hyperlink.target == "https://docs.un.org/en/A/RES/71/12"


def test_a_workbook_is_the_same_each_time():
    assert as_xlsx.make(ANSWERS["summary"]) == as_xlsx.make(ANSWERS["summary"])


def test_a_page_can_be_read_without_seeing_it():
    page = text(ANSWERS["summary"], "html")
    assert page.count("<svg viewBox") == page.count('role="img"') == page.count("<desc") == 4
    assert page.count("<caption>") >= 6
    assert 'scope="col"' in page
    assert 'scope="row"' in page
    assert "report: 1 done, 1 late." in page


def test_a_page_loads_nothing():
    page = text(ANSWERS["summary"], "html")
    addresses = re.findall(r'\S*https?://[^"]*', page)
    assert addresses
    assert all(one.startswith('href="https://docs.un.org/en/') for one in addresses)  # which a reader may follow
    assert page.count("<a href=") == len(addresses)
    assert "<script" not in page
    assert "default-src 'none'" in page


def test_a_workbook_has_a_sheet_of_each_committee_and_offers_the_statuses():
    long = "Committee on the Long Names of Committees and Other Bodies"
    rows = [made.row(12), made.row(13, committee=f"{long} A"), made.row(14, committee=f"{long} B"), made.row(15)]
    book = load_workbook(io.BytesIO(as_xlsx.make(Obligations(rows))))
    assert book.sheetnames == [
        "Obligations",
        "Committee on the Long Names of ",
        "Committee on the Long Names o 2",
        "Plenary",
    ]
    assert [sheet.max_row - 1 for sheet in book] == [4, 1, 1, 2]
    (offered,) = book["Plenary"].data_validations.dataValidation
    assert "not_implemented" in offered.formula1
    (place,) = offered.ranges.ranges
    assert book["Plenary"].cell(1, place.min_col).value == "Status"
