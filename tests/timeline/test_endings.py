"""When what is asked for again and again ends, by what other texts on the situation say: each rule, on both sides."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from mandates.domain.extended import Extended
from mandates.timeline.endings import Ending, KnownLinks, Timed, endings, known_endings

#: The resolution that asks first; the one that speaks of the same on the last day of the mission; one in between.
FIRST, LATER, BETWEEN = "S/RES/2677 (2023)", "S/RES/2729 (2024)", "S/RES/2700 (2023)"
ADOPTED, MIDDLE, END, NEW_END = (dt.date(2023, 3, 15), dt.date(2023, 9, 1), dt.date(2024, 3, 15), dt.date(2025, 4, 30))
DAY = dt.timedelta(days=1)
REPORT = "Requests the Secretary-General to report to it every 90 days on the situation in South Sudan;"
#: Asks the same party for something else.
REVIEW = "Invites a comprehensive assessment of sanctions criteria and humanitarian exemptions, twice a year;"
UNMISS = Extended(subject="mandate of UNMISS", names=frozenset({"UNMISS"}), noun="mandate")
PANEL = Extended(subject="mandate of the Panel", names=frozenset({"Panel of Experts"}), noun="mandate")
MEASURES = Extended(subject="measures on arms", names=frozenset(), noun="measures", cites=frozenset({"2428"}))


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A due as endings are worked out from it."""

    kind: str
    phrase: str = "then"
    every: str | None = None
    after: str | None = None
    due_on: dt.date | None = None
    ends_on: dt.date | None = None


def timed(label: str, *dues: When, symbol: str = FIRST, on: dt.date = ADOPTED, **values: Any) -> Timed:
    plain: dict[str, Any] = {
        "clause": REPORT,
        "deliverable": "report",
        "owners": ["Secretary-General"],
        "situation": "South Sudan",
        "extended": None,
    }
    return Timed(reference=f"{symbol}#{label}", symbol=symbol, label=label, dues=dues, adopted_on=on, **plain | values)


def extends(label: str, until: dt.date | None, what: Extended = UNMISS, **values: Any) -> Timed:
    """Return a paragraph that extends something until a day."""
    dues = [When(kind="until", due_on=until)] if until else []
    plain = {"clause": f"Decides to extend the {what.subject};", "deliverable": "extension", "owners": []}
    return timed(label, *dues, extended=what, **plain | values)


def terminates(label: str, on: dt.date | None, what: Extended = UNMISS, **values: Any) -> Timed:
    """Return a paragraph that ends something on a day."""
    return extends(label, None, dataclasses.replace(what, ends=True, ends_on=on), **values)


def cycle(label: str, ends_on: dt.date | None = None, **values: Any) -> Timed:
    """Return a paragraph that asks for reports again and again."""
    return timed(label, When(kind="recurring", every="P90D", ends_on=ends_on), **values)


def later(one: Timed, on: dt.date = END, symbol: str = LATER) -> Timed:
    """Return the same paragraph in a later resolution."""
    return dataclasses.replace(one, symbol=symbol, adopted_on=on, reference=f"{symbol}#{one.label}")


def ending_of(one: Timed, *others: Timed, links: KnownLinks | None = None) -> Ending | None:
    """Return the ending of a mandate, given with others in any order of their resolutions."""
    found = endings([one, *others], links).get(one.reference)
    assert (
        endings(sorted([one, *others], key=lambda each: each.symbol, reverse=True), links).get(one.reference) == found
    )
    return found


def by(one: Timed, on: dt.date, **values: Any) -> Ending:
    return Ending(on, one.reference, **values)


MISSION, CYCLE = extends("1", END), cycle("2")
BEFORE_END = When(kind="relative", phrase="one month before the mandate expires", after="-P1M")
AFTER_RECEIPT = When(kind="relative", phrase="30 days after receipt", after="P30D")


# what a mandate says of itself


@pytest.mark.parametrize(
    ("dues", "recurs", "waits", "before_end"),
    [
        ((), False, True, False),
        ((When(kind="recurring", every="P90D"),), True, False, False),
        ((When(kind="date", due_on=END),), False, False, False),
        ((When(kind="date", due_on=END), When(kind="recurring", every="P90D")), True, False, False),
        ((When(kind="session"),), False, False, False),
        ((AFTER_RECEIPT,), False, True, False),
        ((BEFORE_END,), False, True, True),
        ((dataclasses.replace(BEFORE_END, phrase="before its mandate is over"),), False, True, True),
        ((dataclasses.replace(BEFORE_END, phrase="before it expires"),), False, True, True),
        ((BEFORE_END, AFTER_RECEIPT), False, True, False),
        ((dataclasses.replace(BEFORE_END, due_on=END),), False, False, False),
        ((dataclasses.replace(BEFORE_END, every="P1Y"),), True, False, False),
    ],
)
def test_what_its_dues_tell(dues, recurs, waits, before_end):
    one = timed("1", *dues)
    assert (one.recurs, one.waits, one.before_end) == (recurs, waits, before_end)


@pytest.mark.parametrize(
    ("dues", "named", "until"),
    [
        ((), dt.date.min, None),
        ((When(kind="date", due_on=END), When(kind="date", due_on=ADOPTED)), END, None),
        ((When(kind="until", due_on=END),), dt.date.min, END),
        ((When(kind="until", due_on=ADOPTED), When(kind="until", due_on=END)), dt.date.min, END),
        ((When(kind="recurring", every="P1Y", due_on=ADOPTED, ends_on=END),), dt.date.min, END),
        ((When(kind="until", due_on=END, ends_on=ADOPTED),), dt.date.min, ADOPTED),
        ((When(kind="session", due_on=END),), dt.date.min, None),
    ],
)
def test_the_days_that_its_text_names(dues, named, until):
    one = timed("1", *dues)
    assert (one.named, one.until) == (named, until)


def test_a_text_that_names_no_end_has_none():
    assert ending_of(timed("1")) is None
    assert ending_of(CYCLE) is None
    assert ending_of(cycle("2", END)) == Ending(END)
    assert ending_of(MISSION) == Ending(END)


# what its own resolution says


@pytest.mark.parametrize(
    ("other", "lasts"),
    [
        (MISSION, True),
        (extends("1", END, deliverable="establish"), True),
        (extends("1", END, deliverable="action"), False),
        (extends("1", None), False),
        (timed("1", When(kind="until", due_on=END), deliverable="extension"), False),
        (extends("1", END, MEASURES), False),  # the Secretary-General does not report on these
        (extends("1", END, PANEL), False),
        (extends("1", END, dataclasses.replace(MEASURES, noun="mandate")), True),
        (extends("1", END, situation="Haiti"), False),
        (later(MISSION, ADOPTED, BETWEEN), False),  # another resolution
        (dataclasses.replace(MISSION, dues=cycle("1", END).dues), False),  # a cycle itself
    ],
)
def test_a_cycle_lasts_as_long_as_what_its_resolution_extends(other, lasts):
    assert ending_of(CYCLE, other) == (by(other, END, lasts=True) if lasts else None)


@pytest.mark.parametrize(
    ("values", "ends_with"),
    [
        ({}, "UNMISS"),
        ({"owners": ["Secretary General"]}, "UNMISS"),
        ({"owners": ["Panel of Experts"]}, "PANEL"),  # by the name of who reports
        ({"clause": "Requests a report on the Panel of Experts every month;"}, "PANEL"),  # or of what is reported on
        ({"owners": ["Panel of Experts"], "clause": "Requests a report on UNMISS;"}, "PANEL"),
        ({"owners": ["Committee"]}, "UNMISS"),
        ({"clause": "Requests a report on UNMISSION every month;"}, "UNMISS"),
    ],
)
def test_of_several_extensions_a_cycle_belongs_to_the_one_that_it_names_or_else_to_the_mission(values, ends_with):
    mission, panel = extends("3", END), extends("1", NEW_END, PANEL)
    expected = by(mission, END, lasts=True) if ends_with == "UNMISS" else by(panel, NEW_END, lasts=True)
    assert ending_of(cycle("2", **values), panel, mission) == expected


def test_who_is_not_the_secretary_general_may_report_on_any_extension():
    panel = extends("1", END, MEASURES)
    assert ending_of(cycle("2", owners=["Committee"]), panel) == by(panel, END, lasts=True)
    assert ending_of(cycle("2", owners=["Committee", "Secretary-General"]), panel) is None


def test_a_cycle_belongs_to_the_first_mission_of_its_resolution():
    other = dataclasses.replace(UNMISS, names=frozenset({"UNISFA"}))
    first, second = extends("1", END), extends("3", NEW_END, other)
    assert endings([first, CYCLE, second])[CYCLE.reference] == by(first, END, lasts=True)
    assert endings([second, CYCLE, first])[CYCLE.reference] == by(second, NEW_END, lasts=True)


@pytest.mark.parametrize(("named", "belongs"), [(END - DAY, True), (END, True), (END + DAY, False)])
def test_what_is_asked_for_after_the_end_of_a_mandate_does_not_belong_to_it(named, belongs):
    asked = dataclasses.replace(CYCLE, dues=[*CYCLE.dues, When(kind="date", due_on=named)])
    assert ending_of(asked, MISSION) == (by(MISSION, END, lasts=True) if belongs else None)


DURING = "Requests a weekly report during the cease-fire;"


@pytest.mark.parametrize(
    ("clause", "others", "expected"),
    [
        (DURING, [timed("1", When(kind="until", due_on=END))], ("1", END, False)),
        (REPORT, [timed("1", When(kind="until", due_on=END))], None),
        (DURING, [cycle("1", END)], None),
        (DURING, [timed("1")], None),
        (DURING, [timed("1", When(kind="until", due_on=END)), timed("3", When(kind="until", due_on=NEW_END))],
         ("3", NEW_END, False)),
        (DURING, [timed("1", When(kind="until", due_on=NEW_END)), timed("3", When(kind="until", due_on=END))],
         ("1", NEW_END, False)),
        (DURING, [MISSION], ("1", END, False)),
    ],
)  # fmt: skip
def test_what_is_asked_for_during_a_period_ends_with_it(clause, others, expected):
    found = ending_of(cycle("2", clause=clause), *others)
    assert (found and (found.by, found.on, found.lasts)) == (expected and (f"{FIRST}#{expected[0]}", *expected[1:]))


def test_an_end_of_its_own_goes_before_that_of_what_its_resolution_extends():
    assert ending_of(cycle("2", MIDDLE), MISSION) == Ending(MIDDLE)
    assert ending_of(cycle("2", MIDDLE, clause=DURING), MISSION) == Ending(MIDDLE)


def test_one_report_before_the_end_of_a_mandate_ends_with_that_whatever_comes_later():
    once = timed("2", BEFORE_END)
    assert ending_of(once, MISSION) == by(MISSION, END, lasts=True)
    assert ending_of(once, MISSION, later(extends("1", NEW_END))) == by(MISSION, END, lasts=True)
    assert ending_of(timed("2", AFTER_RECEIPT), MISSION) is None


# what later resolutions say


@pytest.mark.parametrize("on", [END - DAY, END, END + DAY])
def test_a_mission_extended_anew_carries_its_cycle_on(on):
    anew = later(extends("1", NEW_END), on)
    assert known_endings([MISSION, CYCLE, anew])[CYCLE.reference] == [
        (None, by(MISSION, END, lasts=True)),
        (on, by(anew, NEW_END, lasts=True)),
    ]


@pytest.mark.parametrize(
    ("other", "carried"),
    [
        (extends("1", NEW_END, PANEL), False),
        (extends("1", None), False),
        (extends("1", NEW_END, situation="Haiti"), False),
        (extends("1", NEW_END, dataclasses.replace(UNMISS, names=frozenset({"UNMISS 2"}))), True),
        (timed("1", When(kind="until", due_on=NEW_END)), False),
        (cycle("1", NEW_END, extended=UNMISS, owners=["Committee"]), False),  # a cycle on the mission, not the mission
        (extends("1", NEW_END, dataclasses.replace(UNMISS, ends=True), clause="Decides so;"), None),  # ends it
    ],
)
def test_only_what_extends_the_same_carries_a_cycle_on(other, carried):
    other = later(other)
    expected = by(other, NEW_END, lasts=True) if carried else by(MISSION, END, lasts=True)
    assert ending_of(CYCLE, MISSION, other) == (by(other, END) if carried is None else expected)


def test_a_shorter_extension_takes_nothing_from_a_longer_one():
    shorter = later(extends("1", END - DAY), MIDDLE, BETWEEN)
    assert ending_of(CYCLE, MISSION, shorter) == by(shorter, END, lasts=True)
    assert ending_of(cycle("2", END), MISSION, later(extends("1", NEW_END))) == Ending(END)


@pytest.mark.parametrize(
    ("on", "ends"),
    [(END - DAY, True), (END, True), (END + DAY, False)],
)
def test_a_mandate_is_terminated_up_to_its_last_day(on, ends):
    end = later(terminates("1", None), on)
    assert ending_of(CYCLE, MISSION, end) == (by(end, on) if ends else by(MISSION, END, lasts=True))
    named = later(terminates("1", NEW_END), on)
    assert ending_of(CYCLE, MISSION, named) == (by(named, NEW_END) if ends else by(MISSION, END, lasts=True))


@pytest.mark.parametrize(
    ("what", "clause", "ends"),
    [
        (UNMISS, REPORT, True),
        (PANEL, REPORT, False),
        (PANEL, "Requests a report on the Panel of Experts every month;", True),
    ],
)
def test_a_termination_ends_the_cycles_of_what_it_ends_and_those_that_name_it(what, clause, ends):
    end = later(terminates("1", None, what), MIDDLE)
    asked = cycle("2", clause=clause)
    assert ending_of(asked, MISSION, end) == (by(end, MIDDLE) if ends else by(MISSION, END, lasts=True))


def test_nothing_that_comes_after_a_termination_or_the_same_asked_anew_counts():
    end, anew = later(terminates("1", None), MIDDLE, BETWEEN), later(extends("1", NEW_END), END)
    assert ending_of(CYCLE, MISSION, end, anew) == by(end, MIDDLE)
    again = later(CYCLE, MIDDLE, BETWEEN)
    assert ending_of(CYCLE, MISSION, again, anew) == by(again, MIDDLE, renewed=True)


@pytest.mark.parametrize(("on", "renewed"), [(ADOPTED, False), (ADOPTED + DAY, True), (END, True), (END + DAY, False)])
def test_the_same_asked_anew_takes_its_place_up_to_its_last_day(on, renewed):
    again = later(CYCLE, on)
    assert ending_of(cycle("2", END), again) == (by(again, on, renewed=True) if renewed else Ending(END))


@pytest.mark.parametrize(
    ("values", "renewed"),
    [
        ({}, True),
        ({"owners": ["Committee"]}, False),
        ({"owners": ["Committee", "Secretary-General"]}, True),
        ({"owners": []}, False),
        ({"deliverable": "briefing"}, True),  # one kind of report for another
        ({"deliverable": "action"}, False),
        ({"clause": REPORT.replace("90 days", "60 days (2139)")}, True),
        ({"clause": REPORT.upper()}, True),
        ({"clause": REVIEW}, False),
        ({"clause": f"{REVIEW[:-1]} on the implementation of resolution 2677 (2023);"}, True),
        ({"clause": f"{REVIEW[:-1]} on the implementation of resolution 2678 (2023);"}, False),
        ({"clause": REPORT + REVIEW * 9}, False),
        ({"dues": (When(kind="date", due_on=END),)}, False),
        ({"situation": "Haiti"}, False),
    ],
)
def test_the_same_is_asked_of_the_same_party_in_similar_words(values, renewed):
    again = dataclasses.replace(later(CYCLE), **values)
    assert ending_of(CYCLE, again) == (by(again, END, renewed=True) if renewed else None)


def test_only_what_a_clause_begins_with_is_compared():
    beginning = REPORT * 4
    again = dataclasses.replace(later(CYCLE), clause=beginning + REVIEW * 4)
    assert ending_of(cycle("2", clause=beginning), again) == by(again, END, renewed=True)


def test_nobody_asked_again_is_the_same_party():
    asked = cycle("2", owners=[])
    again = later(asked)
    assert ending_of(asked, again) == by(again, END, renewed=True)


def test_what_is_no_report_is_renewed_by_its_words_alone():
    asked = cycle("2", deliverable="action")
    same = later(asked)
    cites = dataclasses.replace(same, clause=f"{REVIEW[:-1]} of resolution 2677 (2023);")
    assert ending_of(asked, same) == by(same, END, renewed=True)
    assert ending_of(asked, cites) is None


@pytest.mark.parametrize(
    ("deliverable", "clause", "what", "renewed"),
    [
        ("report", REVIEW, UNMISS, True),  # a report on the same mission, in whatever words
        ("report", REPORT, PANEL, None),  # on another, in the same words
        ("action", REPORT, UNMISS, True),
        ("action", REVIEW, UNMISS, False),
    ],
)
def test_where_both_belong_to_an_extension_it_has_to_be_of_the_same(deliverable, clause, what, renewed):
    asked = cycle("2", deliverable=deliverable, owners=["Committee"])
    anew = later(extends("1", NEW_END, what))
    again = dataclasses.replace(later(asked), clause=clause)
    found = ending_of(asked, MISSION, again, anew)
    if renewed:
        assert found == by(again, END, renewed=True)
    else:
        assert found == (by(MISSION, END, lasts=True) if renewed is None else by(anew, NEW_END, lasts=True))


@pytest.mark.parametrize("on", [MIDDLE, END, END + DAY])
def test_a_request_is_extended_by_its_paragraph_even_after_its_end(on):
    asked = cycle("2", END)
    cited = Extended(subject="reporting request", names=frozenset(), noun="request", cited="2677 (2023)#2")
    for paragraph, extended in (("2", True), ("1", False), ("3", False)):
        what = dataclasses.replace(cited, cited=f"2677 (2023)#{paragraph}")
        more = later(extends("1", NEW_END, what), on)
        assert ending_of(asked, more) == (by(more, NEW_END) if extended else Ending(END))
    assert ending_of(asked, later(extends("1", None, cited), on)) == Ending(END)


def test_a_request_extended_may_still_be_asked_anew():
    cited = Extended(subject="reporting request", names=frozenset(), noun="request", cited="2677 (2023)#2")
    more, again = later(extends("1", NEW_END, cited), END, BETWEEN), later(CYCLE, NEW_END)
    assert known_endings([cycle("2", END), more, again])[CYCLE.reference] == [
        (None, Ending(END)),
        (END, by(more, NEW_END)),
        (NEW_END, by(again, NEW_END, renewed=True)),
    ]


# what is done once


@pytest.mark.parametrize(
    ("on", "renewed"), [(ADOPTED, False), (ADOPTED + DAY, True), (END - DAY, True), (END, True), (END + DAY, False)]
)
def test_an_extension_is_renewed_up_to_its_last_day(on, renewed):
    anew = later(extends("1", NEW_END), on)
    assert ending_of(MISSION, anew) == (by(anew, on, renewed=True) if renewed else Ending(END))


@pytest.mark.parametrize(
    ("other", "ends_on", "renewed"),
    [
        (terminates("1", None), MIDDLE, False),
        (terminates("1", END), END, False),
        (terminates("1", END + DAY), None, None),
        (terminates("1", None, PANEL), None, None),
        (extends("1", NEW_END, PANEL), None, None),
        (extends("1", None), None, None),
        (extends("1", NEW_END), MIDDLE, True),
        (timed("1", When(kind="until", due_on=NEW_END)), None, None),
    ],
)
def test_an_extension_is_ended_by_what_speaks_of_the_same(other, ends_on, renewed):
    other = later(other, MIDDLE)
    assert ending_of(MISSION, other) == (by(other, ends_on, renewed=renewed) if ends_on else Ending(END))


def test_the_first_that_speaks_of_the_same_counts():
    first, second = later(extends("1", NEW_END), MIDDLE, BETWEEN), later(terminates("1", None))
    other = later(extends("3", NEW_END, PANEL), MIDDLE - DAY, BETWEEN)
    assert ending_of(MISSION, other, first, second) == by(first, MIDDLE, renewed=True)
    too_late = later(terminates("1", END + DAY), MIDDLE, BETWEEN)
    assert ending_of(MISSION, too_late, second) == Ending(END)


def test_an_extension_without_an_end_ends_when_a_text_says_so():
    endless, end = extends("1", None), later(terminates("1", NEW_END))
    assert ending_of(endless, end) == by(end, NEW_END)


# what links say

LINK = (CYCLE.reference, f"{LATER}#2")


@pytest.mark.parametrize("kind", ["rejected", "apart"])
def test_what_has_nothing_to_do_with_it_changes_nothing(kind):
    again = later(CYCLE)
    link = LINK if kind == "rejected" else (FIRST, LATER)
    assert ending_of(CYCLE, again, links=KnownLinks(**{kind: frozenset({link})})) is None
    assert ending_of(CYCLE, again, links=KnownLinks(**{kind: frozenset({link[::-1]})})) is not None
    linked = KnownLinks(linked=frozenset({LINK}), **{kind: frozenset({link})})
    assert ending_of(CYCLE, again, links=linked) is None
    confirmed = KnownLinks(confirmed=frozenset({LINK}), **{kind: frozenset({link})})
    assert ending_of(CYCLE, again, links=confirmed) == by(again, END, renewed=True)


@pytest.mark.parametrize(
    ("kind", "on", "renewed"),
    [
        ("linked", END - DAY, True),
        ("linked", END, True),
        ("linked", END + DAY, False),
        ("confirmed", END, True),
        ("confirmed", END + DAY, True),
    ],
)
def test_a_link_that_is_confirmed_counts_even_if_it_had_ended(kind, on, renewed):
    again = dataclasses.replace(later(CYCLE, on), clause=REVIEW, owners=["Committee"])
    links = KnownLinks(**{kind: frozenset({LINK})})
    assert ending_of(cycle("2", END), again, links=links) == (by(again, on, renewed=True) if renewed else Ending(END))


def test_a_link_takes_the_place_of_what_would_be_known_later():
    first = later(CYCLE, MIDDLE, BETWEEN)
    links = KnownLinks(confirmed=frozenset({(CYCLE.reference, first.reference)}))
    anew = later(extends("1", NEW_END))
    assert known_endings([MISSION, CYCLE, dataclasses.replace(first, clause=REVIEW, owners=[]), anew], links)[
        CYCLE.reference
    ] == [(None, by(MISSION, END, lasts=True)), (MIDDLE, by(first, MIDDLE, renewed=True))]


def test_of_several_links_each_takes_the_place_of_the_last():
    once = timed("2")
    first, second = later(once, MIDDLE, BETWEEN), later(once, END)
    links = KnownLinks(confirmed=frozenset({(once.reference, one.reference) for one in (first, second)}))
    assert known_endings([second, first, once], links)[once.reference] == [
        (MIDDLE, by(first, MIDDLE, renewed=True)),
        (END, by(second, END, renewed=True)),
    ]


@pytest.mark.parametrize("missing", [0, 1])
def test_a_link_to_what_is_not_there_is_no_link(missing):
    pair = list(LINK)
    pair[missing] = "S/RES/1 (1946)#1"
    assert endings([timed("2"), later(timed("2"))], KnownLinks(linked=frozenset({tuple(pair)}))) == {}
