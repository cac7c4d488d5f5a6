"""Agendas that are kept: the committee of resolutions that name only their item, for the days since it is known."""

import dataclasses
import json

import pytest

from tests.cli.conftest import readings_file
from tests.register.samples import clause, reading, session_due

pytestmark = pytest.mark.usefixtures("quick_init", "register")

LIST = "item,title,committee\n18,Sustainable development,C.2\n19,Seas,Plenary\n20,Ports,Second and Third Committees\n"
ALLOCATION = (
    *("United Nations A/72/252", "General Assembly", "Distr.: General", "15 September 2017", "Seventy-second session"),
    "Allocation of agenda items for the seventy-second session of the General Assembly",
    *("Plenary meetings", "1. Seas (item 19).", "Second Committee", "1. Sustainable development (item 18):"),
    *("(a) Harbours of island States;", "Sixth Committee", "1. Ports (item 20)."),
)


def resolution(number, item, **head):
    one = reading(clause("5", session_due(74), symbol=f"A/RES/72/{number}"), symbol=f"A/RES/72/{number}")
    values = {"agenda_items": (item,), "committee": None, "title": f"Text {number}", "session": 72, **head}
    return dataclasses.replace(one, resolution=dataclasses.replace(one.resolution, **values))


@pytest.fixture
def adopted(run, tmp_path, on_day):
    on_day("2018-04-01")
    several = (
        resolution(1, "18 (a)"),
        resolution(2, "19"),
        resolution(3, "20"),
        resolution(4, "18", draft_symbol="A/72/L.9"),
        resolution(5, "18", committee="Third Committee"),
    )
    assert run("ingest", readings_file(tmp_path / "read.jsonl", *several)).exit_code == 0
    on_day("2018-05-01")
    return run


def committees(run, *arguments):
    rows = json.loads(run("list", "--adopted-session", "72", *arguments, "--format", "json", "--limit", "0").stdout)
    return {row["symbol"].rpartition("/")[2]: row["committee"] for row in rows}


def listed(tmp_path, text=LIST):
    path = tmp_path / "agenda.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_item_tells_the_committee_that_a_resolution_does_not(adopted, tmp_path):
    before = committees(adopted)
    assert set(before.values()) == {None, "Third Committee"}
    assert adopted("ingest", "--list", listed(tmp_path), "--session", "72").exit_code == 0
    assert committees(adopted) == {**before, "1": "Second Committee"}
    assert set(committees(adopted, "--committee", "Second")) == {"1"}
    assert set(committees(adopted, "--committee", "none")) == {"2", "3", "4"}
    assert set(committees(adopted, "--agenda-item", "development sustainable")) == {"1", "4", "5"}


def test_an_allocation_of_agenda_items_tells_it_too(adopted, tmp_path):
    path = tmp_path / "A_72_252.txt"
    path.write_text("\n\n".join(ALLOCATION), encoding="utf-8")
    assert adopted("ingest", path).exit_code == 0
    assert {name: of for name, of in committees(adopted).items() if of} == {
        "1": "Second Committee",
        "3": "Sixth Committee",
        "5": "Third Committee",
    }
    assert "Harbours of island States" in adopted("show", "A/72/252").stdout


def test_it_is_known_from_the_day_of_its_reading_and_while_it_is_held(adopted, tmp_path, on_day):
    path = listed(tmp_path)
    adopted("ingest", "--list", path, "--session", "72")
    on_day("2018-05-03")
    assert committees(adopted, "--as-of", "2018-04-30")["1"] is None
    path.write_text(LIST.replace("C.2", "Third"), encoding="utf-8")
    adopted("ingest", "--list", path, "--session", "72")
    assert committees(adopted)["1"] == "Third Committee"
    assert committees(adopted, "--as-of", "2018-05-02")["1"] == "Second Committee"


def test_undo_and_the_export_of_the_whole_register_carry_it(adopted, tmp_path):
    adopted("ingest", "--list", listed(tmp_path), "--session", "72")
    known = committees(adopted)
    whole, copy = tmp_path / "whole.jsonl", tmp_path / "copy.sqlite"
    adopted("export", "--output", whole)
    adopted("init", "--db", copy)
    assert adopted("import", whole, "--db", copy).exit_code == 0
    assert committees(adopted, "--db", copy) == known
    adopted("undo")
    assert committees(adopted)["1"] is None


def test_a_list_of_items_without_a_session_is_refused_in_one_line(adopted, tmp_path):
    result = adopted("ingest", "--list", listed(tmp_path))
    assert result.exit_code == 3
    (line,) = [line for line in result.stderr.splitlines() if line.startswith("failed")]
    assert line.endswith("--session 81")
