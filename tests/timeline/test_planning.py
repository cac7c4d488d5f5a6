"""What is expected after the last of a recurrence."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from mandates.domain.due import Due, DueKind
from mandates.register.state import planning
from mandates.register.state.expectations import expected, following

DAY = dt.date(2019, 6, 1)
BY_A_DAY = Due(kind=DueKind.DATE, phrase="by 1 June 2019", date=DAY, opens_on=DAY, closes_on=DAY)
AT_A_SESSION = Due(kind=DueKind.SESSION, phrase="at its seventy-third session", body="General Assembly", session=73)
REGULARLY = Due(kind=DueKind.RECURRING, phrase="regularly thereafter", every="regular")


def test_what_comes_regularly_after_a_day_or_a_session_has_no_date_of_its_own() -> None:
    for start in (BY_A_DAY, AT_A_SESSION):
        (first,) = expected([start, REGULARLY], body="General Assembly", session="71", adopted_on=dt.date(2016, 12, 1))
        assert first.due_on is not None
        second = following(first, first=first)
        assert second is not None
        assert (second.due_on, second.opens_on, second.session, second.key) == (None, None, None, "2")
        third = following(second, first=first)
        assert third is not None
        assert (third.due_on, third.key) == (None, "3")


def test_two_recurrences_of_a_mandate_may_fall_on_one_day() -> None:
    dues = [Due(kind=DueKind.RECURRING, phrase=words, every=every) for words, every in (("a", "P2Y"), ("b", "P1Y"))]
    adopted_on = dt.date(2016, 12, 1)
    found = expected(dues, body="General Assembly", session="71", adopted_on=adopted_on)
    rows = [planning.read_columns(one, given=True) for one in found]
    mandate = {
        "id": 1,
        "resolution_id": 1,
        "paragraph_id": 1,
        "reference": "A/RES/71/500#1",
        "position": 0,
        "verb": "request",
        "deliverable": "report",
        "owners": [],
        "withdrawn": False,
        "resolution_withdrawn": False,
        "adopted_on": adopted_on,
        "body": "General Assembly",
        "session": "71",
        "sort_key": "A/RES/00071/00500",
    }
    planned = planning.plan(mandate, rows, decisions=planning.Decisions(), as_of=dt.date(2021, 1, 1))
    days = Counter(row["due_on"].year for row in planned)
    assert days == {2017: 1, 2018: 2, 2019: 1, 2020: 2, 2021: 1, 2022: 2, 2023: 1, 2024: 1}
    assert len({row["reference"] for row in planned}) == len(planned)
    assert planning.plan(mandate, planned, decisions=planning.Decisions(), as_of=dt.date(2021, 1, 1)) == planned
