import datetime as dt

import pytest

from mandates.domain.due import due_to_plain
from mandates.domain.status import State, Status
from mandates.rendering.history import difference_words
from mandates.rendering.mandate import reading_facts
from mandates.rendering.obligations import found_words
from mandates.rendering.words import cycle, due_words, period, session_name, state_words
from mandates.schema.items import DueRow, Snippet
from tests.register.samples import date_due, every, session_due, until
from tests.rendering.made import DUE, mandate, row, settled, undated

DAY = dt.date(2026, 5, 31)


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (DUE, "GA 73, 17 Sep 2019"),
        (DueRow(kind="session", body="Board of Nothing", session="next", phrase="x"), "Board of Nothing next"),
        (DueRow(kind="date", phrase="by", due_on=DAY), "31 May 2026"),
        (DueRow(kind="until", phrase="until", due_on=DAY), "until 31 May 2026"),
        (DueRow(kind="recurring", phrase="every 90 days", every="P90D", due_on=DAY), "31 May 2026"),
        (DueRow(kind="recurring", phrase="annually", every="P1Y"), "every year"),
        (DueRow(kind="relative", phrase="within 30 days of receipt", after="P30D"), "within 30 days of receipt"),
        (DueRow(kind="relative", phrase="", after="P30D", event="its receipt"), "30 days its receipt"),
        (None, "no date"),
    ],
)
def test_when_something_is_due(due, said):
    assert due_words(due) == said


@pytest.mark.parametrize(
    ("every", "said"),
    [
        ("P90D", "every 90 days"),
        ("P1Y", "every year"),
        ("P6M", "every 6 months"),
        ("P1Y6M", "every 1 year 6 months"),
        ("session", "every session"),
        ("regular", "regularly"),
    ],
)
def test_how_often(every, said):
    assert cycle(every) == said


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (row(), "76 days late"),
        (row(days_late=1), "1 day late"),
        (row(state=State.DUE, days_late=None), "due now"),
        (row(state=State.UPCOMING, days_late=None, status=Status.SUBMITTED), "upcoming, submitted"),
        (undated(), "pending"),
        (settled(), "reported"),
        (settled(status=Status.NOT_APPLICABLE), "not applicable"),
    ],
)
def test_where_something_stands(made, said):
    assert state_words(made).text == said


def test_sessions_and_windows():
    assert session_name("Human Rights Council", 55) == "HRC 55"
    assert session_name("Human Rights Council", 55, short=False) == "Human Rights Council 55"
    assert period(dt.date(2018, 9, 18), dt.date(2019, 9, 17)) == "18 Sep 2018 to 17 Sep 2019"
    assert [period(DAY, DAY), period(DAY, None), period(None, DAY), period(None, None)] == [
        "31 May 2026",
        "from 31 May 2026",
        "to 31 May 2026",
        "",
    ]


def test_evidence_for_a_part_is_called_so_in_the_history():
    piece = {"document": "A/57/1", "note": None, "url": None, "partial": True, "on": "2002-10-01"}
    whole = {**piece, "document": "A/58/1", "partial": False}
    assert difference_words({}, {"evidence": [piece, whole]}) == (
        "evidence: A/57/1, partial, 2002-10-01; A/58/1, 2002-10-01"
    )


def test_end_of_a_recurrence_is_part_of_when_it_is_due():
    due = DueRow(kind="recurring", phrase="monthly reports", every="P1M", due_on=DAY, ends_on=dt.date(2026, 7, 1))
    facts = dict(reading_facts(mandate(obligations=(row(due=due),))))
    assert facts["Due"] == 'every month until 1 Jul 2026, "monthly reports"'


def test_what_a_search_found_stands_where_it_is_seen():
    lead = Snippet("…one two three four five six seven eight ", found=False)
    between, end = Snippet(" ", found=False), Snippet(" rise", found=False)
    sea, level = Snippet("sea", found=True), Snippet("level", found=True)
    assert found_words(row(matched=(lead, sea, between, level, end))) == "… five six seven eight *sea level* rise"
    assert found_words(row(matched=(Snippet("On ", found=False), sea))) == "On *sea*"
    tail = Snippet(" one two three four five six seven", found=False)
    assert found_words(row(matched=(sea, tail))).startswith("*sea*")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ({"dues": [due_to_plain(session_due(73))]}, {"dues": []}, "due: GA 73 -> none"),
        ({"dues": []}, {"dues": [due_to_plain(every("P90D"))]}, "due: none -> every 90 days"),
        (
            {"dues": None},
            {"dues": [due_to_plain(until("2019-05-31")), due_to_plain(date_due("2019-01-05"))]},
            "due: as read -> until 31 May 2019; 5 Jan 2019",
        ),
        (
            {"due_on": "2025-03-01", "dues": [due_to_plain(session_due(73))]},
            {"due_on": "2019-09-17", "dues": [{**due_to_plain(session_due(75)), "phrase": "extended by A/DEC/73/1"}]},
            "due: 1 Mar 2025 -> GA 75, extended by A/DEC/73/1",
        ),
        (
            {"due_on": "2019-09-17", "dues": [{**due_to_plain(session_due(75)), "phrase": "extended"}]},
            {"due_on": "2025-03-01", "dues": [due_to_plain(session_due(73))]},
            "due: GA 75 -> 1 Mar 2025",
        ),
        ({"owners": ["X", "Y"], "confirmed": None}, {"owners": [], "confirmed": True}, "owners: X; Y -> nobody"),
        ({"not_a_mandate": True}, {"not_a_mandate": None}, "not a mandate: yes -> no"),
        ({"confirmed": None}, {"confirmed": True}, "confirmed: yes"),
        ({"note": "a"}, {"note": None}, "note: a -> none"),
    ],
)
def test_a_change_is_told_by_field_before_and_after(before, after, said):
    assert difference_words(before, after) == said
