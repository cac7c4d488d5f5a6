"""Documents that are no resolution are named for what they are."""

from __future__ import annotations

import re
from importlib import resources

import pytest
import tomli

from mandates.readers.document import Block, Document
from mandates.structure import other_documents
from tests.structure.samples import read_lines, read_pages

KINDS = tomli.loads(resources.files("mandates.structure").joinpath("other_documents.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("entry", KINDS["symbol"], ids=lambda entry: entry["example"])
def test_kinds_by_symbol(entry: dict[str, str]) -> None:
    assert re.search(entry["holds"], entry["example"])


@pytest.mark.parametrize("entry", KINDS["line"], ids=lambda entry: entry["example"])
def test_kinds_by_a_line(entry: dict[str, str]) -> None:
    first = next(e for e in KINDS["line"] if re.match(e["begins"], entry["example"], re.IGNORECASE | re.DOTALL))
    assert first == entry


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        (["A/C.2/81/L.3", "Letter dated 3 May 2026 from Norway", "Norway: draft resolution"], "a draft resolution"),
        (["A/81/L.3", "Draft decision submitted by the President"], "a draft decision"),
        (["A/HRC/63/L.3", "The Human Rights Council,", "1. Requests a report."], "a draft resolution"),
        (["S/PV.9999", "Security Council", "The meeting was called to order."], "a verbatim record"),
        (["A/RES/80/1/Corr.1", "General Assembly", "Replace the first line."], "a correction"),
        (["A/81/190", "Report of the Secretary-General", "Ferries"], "a report of the Secretary-General"),
        (["A/81/150", "Provisional agenda of the session", "1. Opening."], "a provisional agenda"),
        (["A/81/7", "Ferries and their timetable", "1. Ferries run daily."], "a document of another kind"),
    ],
)
def test_what_is_no_resolution_is_named(lines: list[str], named: str) -> None:
    found = read_lines(*lines)
    assert found.resolutions == ()
    assert [problem.code for problem in found.problems] == ["document.no_resolution"]
    advice = "; `mandates check` reads it" if "draft" in named else ""
    assert found.problems[0].message == f"is {named} ({lines[0]}), not a resolution{advice}"


def test_a_page_with_no_more_than_its_number_is_no_resolution() -> None:
    assert [problem.code for problem in read_pages("2/7", "").problems] == ["document.no_resolution"]


@pytest.mark.parametrize("entry", KINDS["language"], ids=lambda entry: entry["name"])
def test_a_document_in_another_language_is_named_as_such(entry: dict[str, str]) -> None:
    blocks = (Block(entry["example"]), Block("4.8.2025"))
    problem = other_documents.unknown(Document(source="given", format="text", blocks=blocks, by_line=True))
    assert (problem.code, problem.message) == ("language.other", f"is in {entry['name']}; give the English text")
