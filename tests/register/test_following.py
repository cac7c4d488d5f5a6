"""What is expected after the last of a recurrence."""

from __future__ import annotations

import datetime as dt

from mandates.model import Due, DueKind
from mandates.register.expectations import expected, following

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
