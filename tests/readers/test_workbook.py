"""Workbooks as Excel, LibreOffice and this program write them; damaged and hostile ones are refused."""

import io
import zipfile

import openpyxl
import pytest

from mandates.readers import workbook
from mandates.readers.limits import Refusal

HEAD = '<?xml version="1.0"?>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def packed(sheet, *, texts=""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(
            "xl/workbook.xml",
            f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{R}"><sheets><sheet name="One" r:id="x1"/></sheets></workbook>',
        )
        file.writestr(
            "xl/_rels/workbook.xml.rels",
            f'{HEAD}<Relationships><Relationship Id="x1" Type="t" Target="/xl/worksheets/s.xml"/></Relationships>',
        )
        file.writestr("xl/worksheets/s.xml", sheet)
        if texts:
            file.writestr("xl/sharedStrings.xml", texts)
    return out.getvalue()


def test_cells_of_every_kind_are_read():
    texts = (
        f'{HEAD}<sst xmlns="{MAIN}"><si><t>plain</t></si><si><r><t>in </t></r><r><t>pieces</t></r>'
        "<rPh sb='0' eb='1'><t>spoken</t></rPh></si></sst>"
    )
    sheet = (
        f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c>'
        '<c r="C1" t="s"><v>1</v></c></row><row r="4">'
        '<c r="A4" t="inlineStr"><is><t>inline</t></is></c><c r="B4"><f>1+1</f><v>43332.5</v></c>'
        '<c r="C4" t="b"><v>1</v></c><c r="AA4" t="s"><v>99</v></c><c r="D4" t="str"><v>of a formula</v></c></row>'
        '<row r="5"><c r="A5"/></row></sheetData></worksheet>'
    )
    (found,) = workbook.sheets(packed(sheet, texts=texts))
    assert (found.name, found.rows[0]) == ("One", (1, ["plain", None, "in pieces"]))
    number, cells = found.rows[1]
    assert (number, cells[:4], len(found.rows)) == (4, ["inline", 43332.5, "yes", "of a formula"], 2)


def test_what_another_library_writes_is_read():
    book = openpyxl.Workbook()
    book.active.append(["reference", "note"])
    book.active.append(["A/RES/71/12#8", "caf\xe9 \u201cquoted\u201d"])
    book.create_sheet("Second").append([1, None, 2.5])
    out = io.BytesIO()
    book.save(out)
    first, second = workbook.sheets(out.getvalue())
    assert first.rows == [(1, ["reference", "note"]), (2, ["A/RES/71/12#8", "caf\xe9 \u201cquoted\u201d"])]
    assert second == ("Second", [(1, [1.0, None, 2.5])])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 nothing",
        packed("<worksheet>"),
        packed(f'<!DOCTYPE x [<!ENTITY e "x">]><worksheet xmlns="{MAIN}">&e;</worksheet>'),
        packed(f'<worksheet xmlns="{MAIN}"><row r="9999999"><c r="A9999999"><v>1</v></c></row></worksheet>'),
        packed(f'<worksheet xmlns="{MAIN}">{" " * 70_000_000}</worksheet>'),
    ],
    ids=["empty", "broken", "not closed", "entities", "row far out", "bomb"],
)
def test_what_is_no_workbook_or_a_hostile_one_is_refused(data):
    with pytest.raises(Refusal):
        workbook.sheets(data)
