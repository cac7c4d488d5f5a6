"""Lists of documents: columns by their names, titles as catalogues write them, MARCXML, and lists that are none."""

from __future__ import annotations

import datetime as dt
import json
import pathlib

import pytest

from mandates.domain.issued import IssuedDocument
from mandates.domain.kinds import DocumentKind
from mandates.domain.problems import Problem
from mandates.extraction.catalogue import document_of, documents_of
from mandates.readers.catalogue import read_list

RECORD = """<record><datafield tag="191" ind1=" " ind2=" "><subfield code="a">A/81/97</subfield></datafield>
<datafield tag="245" ind1="1" ind2="0"><subfield code="a">Harbours :</subfield>
<subfield code="b">report of the Secretary-General</subfield></datafield>
<datafield tag="269" ind1=" " ind2=" "><subfield code="a">2026-07-03</subfield></datafield>
<datafield tag="500" ind1=" " ind2=" ">
<subfield code="a">Submitted pursuant to paragraph 4 of General Assembly resolution 80/301.</subfield></datafield>
<datafield tag="991" ind1=" " ind2=" "><subfield code="a">A/81/50</subfield><subfield code="b">18 (b)</subfield>
<subfield code="c">Sustainable development</subfield></datafield></record>"""


def listed(path: pathlib.Path, text: str, names: dict[str, str] | None = None) -> list[IssuedDocument | Problem]:
    path.write_text(text, encoding="utf-8")
    return list(documents_of(read_list(str(path), names), "list"))


def only(found: list[IssuedDocument | Problem]) -> IssuedDocument:
    (one,) = found
    assert isinstance(one, IssuedDocument)
    return one


def test_a_table_has_its_columns_found_by_name(tmp_path: pathlib.Path) -> None:
    text = (
        "Document symbol;Title;Agenda item;Date\nA/81/97;Harbours : report of the Secretary-General;18 (b);2026-07-03\n"
    )
    found = only(listed(tmp_path / "a.csv", text))
    assert (found.symbols, found.author, found.kind) == (("A/81/97",), "Secretary-General", DocumentKind.REPORT)
    assert (found.body, found.session, found.agenda_items) == ("General Assembly", 81, ("18 (b)",))
    assert found.dated_on == dt.date(2026, 7, 3)


def test_a_column_can_be_named(tmp_path: pathlib.Path) -> None:
    text = "Cote,Intitulé\nA/81/97/ADD.1,Ports\n"
    found = only(listed(tmp_path / "a.csv", text, {"symbol": "cote", "title": "Intitulé"}))
    assert (found.symbol, found.title) == ("A/81/97/Add.1", "Ports")
    assert found.relation is not None


def test_json_and_json_lines(tmp_path: pathlib.Path) -> None:
    item = {"symbol": "A/81/97", "combined_title": "Harbours : 42nd report of the Secretary-General", "other": [1]}
    whole = only(listed(tmp_path / "a.json", json.dumps({"items": [item]})))
    lines = only(listed(tmp_path / "a.jsonl", json.dumps(item) + "\n"))
    assert whole == lines or whole.symbols == lines.symbols
    assert (whole.ordinal, whole.author) == (42, "Secretary-General")


def test_marcxml_and_its_note(tmp_path: pathlib.Path) -> None:
    text = f'<?xml version="1.0"?><collection xmlns="http://www.loc.gov/MARC21/slim">{RECORD}</collection>'
    found = only(listed(tmp_path / "a.xml", text))
    assert (found.symbol, found.author, found.dated_on) == ("A/81/97", "Secretary-General", dt.date(2026, 7, 3))
    assert [(one.resolution, one.labels) for one in found.answers] == [("A/RES/80/301", ("4",))]
    assert (found.agenda_items, found.agenda_titles) == (("18 (b)",), ("Sustainable development",))


@pytest.mark.parametrize(
    ("symbol", "title"),
    [
        ("A/81/936", "Financing of harbours : report of the 5th Committee : General Assembly"),
        (
            "S/2026/277",
            "Letter dated 2026/05/02 from the Permanent Representative of Chad addressed to the Secretary-General",
        ),
        ("S/2026/402", "Note verbale dated 20 June 2026 from the Permanent Mission of Chad to the United Nations"),
        ("A/C.2/81/L.4", "Harbours : draft resolution"),
        ("A/81/PV.12", "General Assembly, 81st session : 12th plenary meeting"),
        ("A/81/7/Add.3", "Harbours : 4th report of the Advisory Committee on Administrative and Budgetary Questions"),
    ],
)
def test_what_answers_nothing_is_told_by_title_or_symbol(tmp_path: pathlib.Path, symbol: str, title: str) -> None:
    assert not only(listed(tmp_path / "a.csv", f'symbol,title\n{symbol},"{title}"\n')).kind.answers


def test_a_letter_of_the_secretary_general_may_answer(tmp_path: pathlib.Path) -> None:
    title = "Letter dated 2026/05/02 from the Secretary-General addressed to the President of the Security Council"
    found = only(listed(tmp_path / "a.csv", f'symbol,title\nS/2026/277,"{title}"\n'))
    assert (found.kind, found.author) == (DocumentKind.LETTER, "Secretary-General")


def test_a_list_of_agenda_items_is_an_agenda(tmp_path: pathlib.Path) -> None:
    text = "item,title,committee\n18,Harbours.,Second\n18 (a),Storms,Second\n"
    found = only(listed(tmp_path / "a.csv", text))
    assert found.kind is DocumentKind.AGENDA
    assert [(one.number, one.title, one.committee) for one in found.entries] == [
        ("18", "Harbours", "Second"),
        ("18 (a)", "Storms", "Second"),
    ]


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("a.csv", "colour,size\nred,3\n", "list.no_columns"),
        ("a.csv", " \n", "file.empty"),
        ("a.csv", "symbol,title\n", "file.empty"),
        ("a.json", "[]", "file.empty"),
        ("a.json", "[1, 2", "json.broken"),
        ("a.json", '{"symbol": 3', "json.broken"),
        ("a.json", "[[1], [2]]", "list.broken"),
        ("a.xml", "<collection><record>", "list.broken"),
        ("a.xml", "<html></html>", "list.broken"),
        ("a.xml", '<!DOCTYPE a [<!ENTITY b "c">]><collection>&b;</collection>', "list.broken"),
    ],
)
def test_a_list_that_is_none_gives_one_kind_of_problem(tmp_path: pathlib.Path, name: str, text: str, code: str) -> None:
    found = listed(tmp_path / name, text)
    assert found
    assert {one.code for one in found if isinstance(one, Problem)} == {code}


def test_a_list_of_nothing_but_faults_says_so_a_few_times(tmp_path: pathlib.Path) -> None:
    found = listed(tmp_path / "a.csv", "symbol,title\n" + ",\n" * 1000)
    assert len(found) < 30


def test_a_title_says_which_time_a_document_covers(tmp_path: pathlib.Path) -> None:
    title = (
        "Storms during the period from 21 October 2025 to 20 February 2026 : interim report of the Secretary-General"
    )
    found = only(listed(tmp_path / "a.csv", f"symbol,title\nS/2026/80,{title}\n"))
    assert found.period == (dt.date(2025, 10, 21), dt.date(2026, 2, 20))
    assert found.partial


def test_a_field_without_end_is_cut() -> None:
    found = document_of({"symbol": ("A/80/301",), "title": ("x" * 100_000,)})
    assert len(found.title or "") < 10_000


def test_the_sign_of_a_catalogue_before_who_writes_it() -> None:
    found = document_of({"symbol": ("A/80/301",), "title": ("Trade : note / by the Secretary-General",)})
    assert (found.kind, found.author) == (DocumentKind.NOTE, "Secretary-General")
