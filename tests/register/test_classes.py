"""What is followed up beside mandates, and the parts of mandates: kept, listed when asked for or dated, read anew."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json

import pytest

from mandates.domain.commands import Assign, Update
from mandates.domain.filters import Criteria, Filters
from mandates.domain.kinds import MandateClass
from mandates.domain.mandate import Enacted, Mandate, MandatePart, Reading
from mandates.domain.status import State
from mandates.extraction.extract import extract
from mandates.readers.text import read_text
from mandates.register import exchange, lists, maintenance, resolution, review, show, summaries
from mandates.register.stored_extraction import stored
from mandates.store.engine import Connection, open_register
from mandates.structure.parse import parse
from tests.conftest import NOW
from tests.register.conftest import TODAY, does, ingests, listed
from tests.register.samples import SYMBOL, clause, date_due, reading, session_due

#: Of each class something without a date, and an outcome with one.
TEXT = """Resolution adopted by the General Assembly on 14 December 2016

71/349. Ferries

The General Assembly,

1. Adopts the declaration annexed to the present resolution;

2. Endorses the conclusions and recommendations of the Advisory Committee on Administrative and Budgetary Questions;

3. Expresses its intention to review the plan by 30 June 2018, and requests the Board to help;

4. Requests the Secretary-General to include in his report:

(a) A list of ferries, by 1 March 2018;

(b) An account of quays, by 1 May 2018.

75th plenary meeting
14 December 2016

Annex

Declaration on ferries

1. We request the Secretary-General to report at the seventy-third session of the General Assembly.

2. We call upon States to paint their buoys.

3. We hope.
"""


def ferries() -> Reading:
    (found,) = parse(read_text(TEXT, "a.txt")).resolutions
    return extract(found)


def references(connection: Connection, **filters: object) -> list[str]:
    return [row.reference[12:] for row in listed(connection, sort="symbol", **filters)]


def test_lists_have_mandates_and_of_other_classes_what_is_asked_for_or_dated(connection: Connection) -> None:
    assert ingests(connection, ferries()).mandates == 2
    dated = ["#3.2", "#3", "#4@2018-03-01", "#4@2018-05-01", "#annex1"]
    assert references(connection) == dated
    assert references(connection, classes=(MandateClass.OUTCOME,)) == ["#annex1", "#annex2"]
    assert references(connection, classes=(MandateClass.BY_REFERENCE, MandateClass.UNDERTAKING)) == ["#2", "#3.2"]
    assert references(connection, excluded=Criteria(classes=(MandateClass.OUTCOME,))) == dated[:-1]
    assert lists.count_obligations(connection, Filters(), TODAY) == len(dated)
    assert lists.left_out(connection, Filters(), TODAY) == {"outcome": 1, "by_reference": 1}
    (row,) = lists.resolutions(connection, TODAY)
    assert (row.mandates, row.open) == (2, len(dated))
    found = summaries.summary(connection, "General Assembly", "71", TODAY)
    assert found.newly_asked.total == len(found.new_rows) == len(dated)
    loads = {one.name: one.open for one in lists.owners(connection, TODAY)}
    assert loads == {"Secretary-General": 3, "Board": 1, "General Assembly": 1}
    assert all("buoys" not in one for one in review.uncertain_mandates(connection))


def test_each_stands_beside_its_own_paragraph_and_comes_back_as_it_was(connection: Connection) -> None:
    given = ferries()
    ingests(connection, given)
    assert stored(connection, "A/RES/71/349") == given
    whole = resolution.whole(connection, "A/RES/71/349", TODAY)
    beside = {one.paragraph.text.split()[-1]: [row.reference[12:] for row in one.items] for one in whole.passages}
    assert (beside["buoys."], beside["Questions;"]) == (["#annex2"], ["#2"])
    assert ingests(connection, given).outcome == "unchanged"


def test_parts_are_shown_with_their_times(connection: Connection) -> None:
    ingests(connection, ferries())
    view = show.mandate_view(connection, "A/RES/71/349#4", TODAY)
    assert [(part.label, part.text, [due["date"] for due in part.due]) for part in view.parts] == [
        ("4 (a)", "A list of ferries, by 1 March 2018;", ["2018-03-01"]),
        ("4 (b)", "An account of quays, by 1 May 2018.", ["2018-05-01"]),
    ]
    assert all(row.parts == view.parts for row in view.obligations)


def test_an_appropriation_is_done_by_its_adoption_and_has_an_end(connection: Connection) -> None:
    text = "Decides to appropriate 5,000 dollars for the period from 1 July 2017 to 30 June 2018;"
    spent = clause("8", text=text, verb="decide", deliverable="resources", owner="General Assembly")
    enacted = Enacted(phrase="for the period from 1 July 2017 to 30 June 2018", ends_on=dt.date(2018, 6, 30))
    given = reading(dataclasses.replace(spent, enacted=enacted), clause("9"))
    ingests(connection, given)
    assert stored(connection, SYMBOL) == given
    (row,) = [row for row in listed(connection) if row.label == "8"]
    assert (row.state, row.days_late) == (State.ENDED, None)
    assert row.due is not None
    assert (row.due.kind, row.due.due_on) == ("until", enacted.ends_on)
    assert [row.label for row in listed(connection, settled=False)] == ["9"]
    does(
        connection, Update(due=dt.date(2018, 1, 1), reason="audit"), f"{SYMBOL}#8"
    )  # to a person it is something to be done
    assert [row.label for row in listed(connection, overdue=True)] == ["8"]


def with_part(mandate: Mandate, text: str) -> Mandate:
    return dataclasses.replace(mandate, parts=(MandatePart(label="8 (a)", text=text, due=(date_due("2018-05-01"),)),))


def test_what_an_earlier_version_did_not_keep_is_filled_in_by_reading_again(connection: Connection) -> None:
    plain = clause("8", session_due(73))
    ingests(connection, reading(plain))
    does(connection, Assign(lead="DESA"), f"{SYMBOL}#8")
    outcome = dataclasses.replace(clause("9", text="We call upon States to paint their buoys;"), class_="outcome")
    later = ingests(connection, reading(with_part(plain, "A list;"), outcome), at=NOW + dt.timedelta(days=3))
    assert later.suggestions == 0  # what a person did is no reason to ask
    assert later.changes == (f"{SYMBOL}#9 is new",)
    assert [part.text for part in show.mandate_view(connection, f"{SYMBOL}#8", TODAY + dt.timedelta(days=9)).parts] == [
        "A list;"
    ]
    assert show.mandate_view(connection, f"{SYMBOL}#8", TODAY).parts == ()  # as it was known then
    changed = ingests(
        connection, reading(plain, dataclasses.replace(outcome, class_="mandate")), at=NOW + dt.timedelta(days=4)
    )
    assert f"{SYMBOL}#9 reads differently (class)" in changed.changes


@pytest.mark.usefixtures("quick_init")
def test_a_register_goes_out_and_in_with_them(url: str, tmp_path) -> None:
    with open_register(url, writing=True) as register, register.transaction() as connection:
        ingests(connection, ferries())
        lines = list(exchange.export(connection))
    versions = [row for row in map(json.loads, lines) if row.get("table") == "mandate_version"]
    assert {row["mandate_class"] for row in versions} == {"mandate", "undertaking", "by_reference", "outcome"}
    assert sum(len(row["parts"]) for row in versions) == 2
    other = str(tmp_path / "other.sqlite")
    maintenance.create(other, at=NOW)
    with open_register(other, writing=True) as register, register.transaction() as connection:
        exchange.load(connection, lines)
        assert list(exchange.export(connection)) == lines
    broken = [one.replace('"mandate_class":"undertaking"', '"mandate_class":"wish"') for one in lines]
    maintenance.create(str(tmp_path / "third.sqlite"), at=NOW)
    with (
        open_register(str(tmp_path / "third.sqlite"), writing=True) as register,
        pytest.raises(Exception, match="does not fit"),
        register.transaction() as connection,
    ):
        exchange.load(connection, broken)
