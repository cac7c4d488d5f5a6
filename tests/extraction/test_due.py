"""When clauses are due: what each form of words gives, and what is left out."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandates.domain.due import DueKind
from mandates.extraction.clause import Clause, Context
from mandates.extraction.due import find_due
from tests.extraction.due_reading import dues, read, resolution, short
from tests.growth import check_growth

RC = {"body": "Human Rights Council", "session": 51, "adopted_on": "2022-10-06", "symbol": "A/HRC/RES/51/99"}
EC = {"body": "Economic and Social Council", "session": "2021", "adopted_on": "2021-07-22", "symbol": "E/RES/2021/99"}
SC = {"body": "Security Council", "session": None, "adopted_on": "2024-02-26", "symbol": "S/RES/2799 (2024)"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Requests the Registrar to report at its 73rd session", ["session 73"]),
        ("Requests the Registrar to report to the Assembly at its seventy third session", ["session 73"]),
        (
            "Requests the Registrar to report at its seventy-second, seventy-third and seventy-fifth sessions",
            ["session 72", "session 73", "session 75"],
        ),
        (
            "Requests the Registrar to report at its seventy-second to seventy-fourth sessions",
            ["session 72", "session 73", "session 74"],
        ),
        (
            "Requests the Registrar to report at its seventy-third and at its 75th sessions",
            ["session 73", "session 75"],
        ),
        ("Decides to take up the matter at its thirty-third special session", ["session special 33"]),
        ("Decides to resume its eleventh emergency special session", []),
        ("Decides to continue its consideration during its resumed seventy-first session", ["session 71"]),
        ("Decides to defer the item until the second part of its resumed seventy-first session", ["session 71"]),
        ("Decides to take up the matter at its next session", ["session 72"]),
        ("Decides to take up the matter at its current session", ["session 71"]),
        ("Decides to take up the matter at its future sessions", []),
        ("Decides to take up the matter at every session", ["every session"]),
        (
            "Decides to include the item in the provisional agenda of its seventy-third and subsequent sessions",
            ["session 73", "every session"],
        ),
        (
            "Requests the Registrar to report at its seventy-second session and annually thereafter",
            ["session 72", "every P1Y"],
        ),
        ("Requests the Registrar to submit his annual report at its seventy-second session", ["session 72"]),
        (
            "Requests the Registrar to submit an annual report, starting at its seventy-second session",
            ["every P1Y", "session 72"],
        ),
        (
            "Requests the Registrar, as part of his regular reporting, to report at its seventy-second session",
            ["session 72"],
        ),
        # what was done, or will be done, then is something else
        ("Requests the Registrar to carry out the decisions adopted at its seventieth session", []),
        (
            "Requests the Registrar to carry out the tasks of the report considered at its seventy-second session",
            [],
        ),
        ("Requests the Registrar to follow up the outcome of its seventy-second session", []),
        ("Requests the Registrar to assist the Forum, which will meet during its seventy-second session", []),
        ("Decides that the debate will be held at its seventy-second session", ["session 72"]),
        ("Requests the Registrar to issue a note on the item entitled “Matters for the seventy-second session”", []),
        ("Requests “Matters for the seventy-second session”", []),  # nothing but a quotation
    ],
)
def test_sessions(text, expected):
    assert dues(text) == expected


@pytest.mark.parametrize(
    ("text", "of", "expected"),
    [
        (
            "Requests notes to the Council at its fifty-fourth session and to the Assembly at its 78th session",
            RC,
            ["session 54", "session 78 of General Assembly"],
        ),
        ("Requests the Registrar to report to the Council at its fifty-fourth session", RC, ["session 54"]),
        ("Requests the Registrar to report to the Council at its 2022 session", EC, ["session 2022"]),
        ("Requests the Registrar to report to the Council at its substantive session of 2023", EC, ["session 2023"]),
        ("Requests the Registrar to report to it at the next session", EC, ["session 2022"]),
        ("Requests the Registrar to report at its operational activities segment in 2022", EC, ["session 2022"]),
        (
            "Requests the Registrar to report to the Economic and Social Council at its high-level segment of 2017",
            {},
            ["session 2017 of Economic and Social Council"],
        ),
        (
            "Requests the Registrar to report to the Commission on Narcotic Drugs at its sixty-sixth session",
            EC,
            ["session 66 of Commission on Narcotic Drugs"],
        ),
        (
            "Decides that, at its sixty-seventh session, the Commission on the Status of Women should meet",
            EC,
            ["session 67 of Commission on the Status of Women"],
        ),
        (
            "Requests the Board of Zonal Fisheries to report to the Assembly at its seventy-eighth session",
            RC,
            ["session 78 of General Assembly"],
        ),
        (
            "Invites the President of the General Assembly to hold a dialogue during the seventy-eighth session",
            RC,
            ["session 78 of General Assembly"],
        ),
        ("Requests the Registrar to report to the Third Committee at its seventy-second session", {}, ["session 72"]),
        (
            "Requests a report at the regional segment of the 2017 session of the Economic and Social Council",
            {},
            ["session 2017 of Economic and Social Council"],
        ),
        ("Decides to consider the report of the Special Committee at its seventy-second session", {}, ["session 72"]),
        (
            "Requests the Committee on Information to report to the General Assembly at its seventy-second session",
            {},
            ["session 72"],
        ),
        (
            (
                "Requests the Registrar to report to the Human Rights Council on the work of the Fisheries Committee "
                "in the field of law, at its thirty-fourth session"
            ),
            {},
            ["session 34 of Human Rights Council"],
        ),
    ],
)
def test_whose_session(text, of, expected):
    assert dues(text, **of) == expected


def test_a_short_name_is_completed_from_the_resolution():
    before = "Takes note of the report of the Committee on the Peaceful Uses of Outer Space"
    text = "Agrees that the Committee, at its sixtieth session, should consider the items proposed at its last session"
    assert dues(before, text) == ["session 60 of Committee on the Peaceful Uses of Outer Space"]


def test_a_body_without_known_sessions_stays_undated_with_its_phrase():
    (reading,) = read("Requests the Registrar to report to the Zonal Fisheries Board at its fourth session")
    (due,) = reading.due
    assert (due.body, due.session, due.closes_on) == ("Zonal Fisheries Board", 4, None)
    assert due.phrase == "at its fourth session"
    assert "due.session_undated" in reading.reasons


def test_the_window_comes_from_the_calendar():
    text = "8. Requests the Registrar to report to the General Assembly at its seventy-third session"[3:]
    (reading,) = read(text)
    (due,) = reading.due
    assert (due.opens_on, due.closes_on) == (dt.date(2018, 9, 18), dt.date(2019, 9, 17))
    assert text[due.span.start : due.span.end] == due.phrase == "at its seventy-third session"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Requests the Panel to report no later than 15 April 2025", ["date 2025-04-15"]),
        (
            "Requests the Panel to provide an update no later than 15 April 2025 and a final report by 15 October 2025",
            ["date 2025-04-15", "date 2025-10-15"],
        ),
        (
            "Requests two reports, by 4 July 2024 and 3 January 2025 respectively",
            ["date 2024-07-04", "date 2025-01-03"],
        ),
        ("Requests the Panel to report by 15 April and 15 October 2025", ["date 2025-04-15", "date 2025-10-15"]),
        ("Requests the Panel to report by April 2025", ["date 2025-04-30"]),
        ("Requests the Panel to report by July 1, 2024", ["date 2024-07-01"]),
        ("Requests the Panel to report by 30 September", ["date 2024-09-30"]),
        ("Requests the Panel to report by 30 January", ["date 2025-01-30"]),
        ("Requests the Panel to report by the end of 2024", ["date 2024-12-31"]),
        ("Requests the Panel to report in the second half of 2024", ["date 2024-12-31"]),
        ("Requests the Panel to report by mid-2024", ["date 2024-06-30"]),
        ("Requests the Panel to report in March–April 2024", ["date 2024-04-30"]),
        ("Decides to hold the meeting on 3 and 4 June 2025", ["date 2025-06-04"]),
        ("Decides to hold the meeting from 3 to 5 June 2025", ["date 2025-06-05"]),
        (
            "Requests the Registrar to hold meetings in 2025, 2026 and 2027",
            ["date 2025-12-31", "date 2026-12-31", "date 2027-12-31"],
        ),
        # counted from adoption
        ("Requests the Panel to report within 90 days", ["date 2024-05-26"]),
        (
            "Requests the Panel to report within ninety (90) days of the adoption of this resolution",
            ["date 2024-05-26"],
        ),
        ("Requests the Panel to report in six months", ["date 2024-08-26"]),
        (
            "Requests the Panel to report within six months and eleven months of the adoption of this resolution",
            ["date 2024-08-26", "date 2025-01-26"],
        ),
        ("Requests the Panel to report three months from the date of adoption of this resolution", ["date 2024-05-26"]),
        ("Requests the Panel to report within one year", ["date 2025-02-26"]),
        # counted from something else
        (
            "Requests the Panel to report within 30 days of the receipt of the letter",
            ["after P30D | receipt of the letter"],
        ),
        ("Requests the Panel to report 30 days after its deployment", ["after P30D | its deployment"]),
        (
            "Requests the Panel to report no later than 60 days before the expiry of its mandate",
            ["after P-60D | expiry of its mandate"],
        ),
        # again and again
        ("Requests the Panel to report every 90 days", ["every P90D"]),
        ("Requests the Panel to report every twelve months", ["every P1Y"]),
        ("Requests the Panel to report on a biennial basis", ["every P2Y"]),
        ("Requests the Panel to report quarterly to the Council", ["every P3M"]),
        ("Requests the Panel to note the quarterly rate", []),
        ("Requests the Panel to report at six-month intervals", ["every P6M"]),
        (
            "Requests the Registrar to continue to submit annual reports and to submit the next by June 2025",
            ["every P1Y", "date 2025-06-30"],
        ),
        ("Requests the Registrar to include data in his next annual report", ["every P1Y"]),
        ("Requests the Registrar, in his regular reporting, to give an update by June 2025", ["date 2025-06-30"]),
        ("Calls upon States to assist in the preparation of the annual reports", []),
        ("Encourages States to take part in the annual meetings", ["every P1Y"]),
        (
            "Requests the Registrar to report within 90 days of adoption, and every 90 days thereafter",
            ["date 2024-05-26", "every P90D"],
        ),
        (
            "Requests the Registrar to provide monthly updates and a final report by 15 October 2024",
            ["every P1M", "date 2024-10-15"],
        ),
        ("Requests the Registrar to report on a regular basis, at least every 60 days", ["every P60D"]),
        # how long
        ("Decides to extend the mandate until 31 May 2025", ["until 2025-05-31"]),
        ("Decides to extend the mandate for a further period of one year", ["until 2025-02-26"]),
        ("Decides to extend the mandate for an additional year", ["until 2025-02-26"]),
        ("Decides to extend the mandate for a period of 12 months, until 28 February 2025", ["until 2025-02-28"]),
        ("Decides to extend the mandate for a period of 12 months beginning on 1 March 2024", ["until 2025-02-28"]),
        (
            "Decides to renew the measures until one year from the date of adoption of this resolution",
            ["until 2025-02-26"],
        ),
        ("Authorizes States, for a period of 13 months, to act", ["until 2025-03-26"]),
        # of the past, of documents, of the subject matter
        ("Calls upon the parties to give effect to the agreement of 31 December 2026", []),
        ("Requests the Registrar to carry out the plan launched in December 2023", []),
        ("Calls upon States to carry out resolution 2650 (2022)", []),
        ("Encourages States to work towards the goal of universal access by 2027", []),
        ("Encourages States to take measures with a view to ending hunger by 2026", []),
        ("Encourages States to carry out the 2030 Agenda", []),
        ("Decides to appropriate 100 dollars for the period from 1 July 2024 to 30 June 2025", []),
        ("Urges States to take part in the Conference to be held in June 2025", []),
        ("Encourages the use of the regular budget", []),
    ],
)
def test_dates_and_lengths(text, expected):
    assert dues(text, **SC) == expected


def test_without_the_day_of_adoption_a_window_is_counted_from_it_in_words():
    (reading,) = read("Requests the Panel to report within 90 days", **(SC | {"adopted_on": None}))
    assert [(due.kind, due.after, due.event) for due in reading.due] == [(DueKind.RELATIVE, "P90D", "adoption")]
    assert reading.reasons == ("due.adoption_date_missing",)


def test_an_item_has_its_chapeaus_time_unless_it_has_its_own():
    chapeau_text = "Requests the Registrar, by 15 May 2025, to:"
    chapeau = Clause(text=chapeau_text, start=0, end=len(chapeau_text), verb="request", verb_start=0, verb_end=8)
    found = []
    for text in ("Publish the list;", "Publish the list by 1 March 2025;"):
        item = Clause(text=text, start=0, end=len(text), verb="request", verb_start=0, verb_end=0, chapeau=chapeau)
        (due,) = find_due(item, Context(resolution=resolution(chapeau_text, text), index=1)).due
        found.append((due.date, due.span is None))
    assert found == [(dt.date(2025, 5, 15), True), (dt.date(2025, 3, 1), False)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Periodic reports on ports;", ["every regular"]),  # a capital at the beginning is no name
        ("A Periodic Report on ports;", []),
        ("A periodic report on ports;", ["every regular"]),
    ],
)
def test_an_item_that_begins_with_a_recurrence_has_it(text, expected):
    chapeau_text = "Requests the Registrar to submit:"
    chapeau = Clause(text=chapeau_text, start=0, end=len(chapeau_text), verb="request", verb_start=0, verb_end=8)
    item = Clause(text=text, start=0, end=len(text), verb="request", verb_start=0, verb_end=0, chapeau=chapeau)
    found = find_due(item, Context(resolution=resolution(chapeau_text, text), index=1)).due
    assert [short(due) for due in found] == expected


def test_what_is_left_out_says_why():
    (reading,) = read("Requests the Registrar to carry out the decisions adopted at its seventy-second session")
    assert reading.reasons == ("due.session_of_another_action",)
    (reading,) = read("Requests the Registrar to report to it at its sixtieth session")
    assert (reading.due, reading.reasons) == ((), ("due.session_past",))


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("Requests the Registrar to draw up a note, to be submitted to it at its seventy-second session",
         ("due.session_maybe_of_another",)),
        ("Requests the Chair to write a note, which will be submitted to the Assembly at its seventy-second session",
         ("due.session_maybe_of_another",)),
        ("Requests the Registrar, in order to help, to write and to report at its seventy-second session", ()),
        ("Requests the Registrar to draw up a note to be discussed at its seventy-second session",
         ("due.session_maybe_of_another",)),
        ("Requests the Registrar to draw up a note to be discussed and to report at its seventy-second session", ()),
        ("Requests the Registrar to draw up a note to be ready at its seventy-second session", ()),
        ("Requests the Registrar to report at its seventy-second session", ()),
        ("Requests the Registrar to report 30 days before the vote", ("due.from_event",)),
        ("Requests the Registrar to report within 30 days", ()),
    ],
)  # fmt: skip
def test_times_that_are_often_misread_are_doubtful(text, reasons):
    (reading,) = read(text)
    assert reading.due
    assert reading.reasons == reasons


WORDS = """
    Requests the Registrar to report at its seventy-third and session sessions every 90 days until 31 May 2025 by of in
    within months , ; which held shall be annually regular period for a further year Council on Committee next “ ”
"""


@given(st.lists(st.sampled_from(WORDS.split()), max_size=40).map(" ".join))
def test_no_row_of_words_breaks_it(text):
    clause = Clause(text=text, start=0, end=len(text), verb="request", verb_start=0, verb_end=0)
    reading = find_due(clause, Context(resolution=resolution(text), index=0))
    for due in reading.due:
        assert due.phrase
        assert due.span is None or " ".join(text[due.span.start : due.span.end].split()) == due.phrase
        assert due.opens_on is None or due.closes_on is None or due.opens_on <= due.closes_on


HOSTILE = [
    "seventy-third and ",
    "at its ",
    "session ",
    "first, second, ",
    "15 April and ",
    "2025, ",
    "of the Committee on ",
    "the General Assembly ",
    "which shall be held in ",
    "within 90 days of ",
    "“",
    "A/1/2/",
    "one hundred and ",
    "the end of ",
    "to report ",
    "annual, ",
    "at that session ",
    "from 30 June to 4 July ",
]


def read_whole(text):
    """Read `text` as one clause, however long it is."""
    clause = Clause(text=text, start=0, end=len(text), verb="request", verb_start=0, verb_end=8)
    find_due(clause, Context(resolution=resolution(text), index=0))


@pytest.mark.parametrize("part", HOSTILE)
def test_work_grows_with_the_text_and_not_faster(part):
    check_growth(read_whole, lambda n: f"Requests the Registrar to report {part * n}at its seventy-third session", 150)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Requests the Registrar to report within forty-eight hours", ["date 2016-11-23"]),
        ("Requests the Registrar to answer within six hours", []),
        ("Requests the Registrar to report on the matter, and if possible on an annual basis", ["every P1Y"]),
        ("Requests the Registrar to include, where pertinent, findings in regular briefings", ["every regular"]),
        ("Requests the Registrar to assist the Office, where meetings are held annually", []),
        (
            "Requests the Registrar to report through the Chair, who shall add words, within 30 days and every month",
            ["date 2016-12-21", "every P1M"],
        ),
        ("Encourages States to, by 2030, halve such losses", ["date 2030-12-31"]),
        ("Encourages States to halve such losses by 2030", []),
        ("Encourages States to share knowledge, including through regular briefings", ["every regular"]),
        ("Invites the Registrar to provide the Panel with regular updates on the list", ["every regular"]),
        ("Invites the Registrar to keep in step with regular updates of the list", []),
        (
            "Decides to consider the item at its seventy-third session, and requests him to report at that session",
            ["session 73", "session 73"],
        ),
        ("Requests the Secretary-General to submit a report to the Assembly at that session", []),
        (
            "Decides to meet at its 77th session, and requests him to report at its 78th session, or at that session",
            ["session 77", "session 78"],
        ),
        ("Requests him to support the panel which reports to the Council and annually to the Assembly", []),
        ("Requests him to submit a budget for an initial period of two years", []),
        (
            "Invites the Panel to report to the Council in accordance with its programme and annually to the Assembly",
            ["every P1Y"],
        ),
        (
            "Requests him to print a study which lists options, for consideration by the Assembly at its 75th session",
            ["session 75"],
        ),
        (
            "Decides that the first session of the Conference shall be held from 28 March to 7 April 2025",
            ["date 2025-04-07"],
        ),
        (
            "Decides that all States shall, for an initial period of one year, freeze the funds of the group",
            ["until 2017-11-21"],
        ),
        (
            "Requests him, beginning from 2025, to submit an annual report to the Panel and to the next session",
            ["date 2025-12-31", "every P1Y", "session 72"],
        ),
        ("Requests the Registrar to convene a panel, with the ambition of ending its work by the end of 2024", []),
        (
            "Requests the Registrar to submit the views expressed on the item at its seventy-second session",
            [],
        ),
        ("Invites the Registrar to follow progress towards the goal of the Plan to halve losses by 2021", []),
        ("Encourages States to improve schooling, including through regular reviews of textbooks", []),
        ("Encourages States to follow the matter, including the annual reports of the Registrar", []),
        ("Decides to keep the allotment at the same level as in 2016", []),
        (
            "Requests him to transmit records for a discussion of ports by the Assembly at its 72nd session",
            ["session 72"],
        ),
        (
            "Requests him to transmit records relating to a discussion of ports by the Assembly at its 72nd session",
            [],
        ),
        ("Decides that the committee shall meet in 2017 as well as in 2018", ["date 2017-12-31", "date 2018-12-31"]),
        ("Invites States to act, taking into consideration the review to take place in 2018", []),
        (
            "Requests him to ensure that it is presented at the session of the Economic and Social Council in 2018",
            ["session 2018 of Economic and Social Council"],
        ),
        ("Requests the Registrar to ensure that the work is regularly monitored", []),
        ("Requests the Registrar to act through the Programme for the Periodic Review of Law", []),
        ("Requests the Registrar to conduct the Periodic Review of ports", []),
        ("Requests the Registrar to conduct the periodic review of ports", ["every regular"]),
        ("Requests the Registrar to submit the Annual Report on ports", ["every P1Y"]),
        # a date in another sentence is one of the action only if that sentence has its own "shall"
        (
            "Decides that the Office shall review the ports by 1 May 2018; the Office may report by 1 May 2020",
            ["date 2018-05-01"],
        ),
        (
            "Decides that the Office shall review the ports by 1 May 2018; the plan shall be changed by 1 May 2020",
            ["date 2018-05-01", "date 2020-05-01"],
        ),
        (
            "Decides that the Office shall review the ports by 1 May 2018; it may report by 1 May 2020 and shall close",
            ["date 2018-05-01"],
        ),
        # a year in which a body does something else
        (
            "Decides to postpone the session, which was to be held in 2018, and to hold it in 2019",
            ["date 2019-12-31"],
        ),
        ("Decides to consider harbours within the framework of the review of piers by the Commission in 2018", []),
        ("Requests the Registrar to prepare plans for review by the Commission in 2018", ["date 2018-12-31"]),
        ("Urges the Funds to define the term, with a view to a decision by their boards in 2018", []),
        ("Requests the Registrar to ensure the conduct of elections in 2018", ["date 2018-12-31"]),
        ("Decides to establish a panel of ten members, to be elected every three years by the Assembly", []),
        (
            "Decides that a force shall be established in accordance with his report for a period of six months",
            ["until 2017-05-21"],
        ),
    ],
)
def test_times_beside_the_action(text: str, expected: list[str]) -> None:
    assert dues(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Urges the Government to ensure the preparation of fair elections in 2017 and 2018", []),
        ("Urges the Government to hold elections in 2017", ["date 2017-12-31"]),
        ("Urges the Government to ensure the conduct of free, fair elections in 2017", ["date 2017-12-31"]),
        ("Urges the Government to conduct a census, to allow for free elections in 2017", []),
        (
            "Requests the Registrar to report on 15 June 2017 and 13 October 2017",
            ["date 2017-06-15", "date 2017-10-13"],
        ),
        (
            "Requests an update by 30 April 2017 from the Union on its plans for a base of 4,000 by May 2018",
            ["date 2017-04-30"],
        ),
        (
            "Requests the Registrar to report by 30 April 2017 on sand and by 30 May 2017 on salt",
            ["date 2017-04-30", "date 2017-05-30"],
        ),
        ("Requests the Registrar to report within two years and no later than the end of 2018", ["date 2018-12-31"]),
        (
            "Requests the Registrar to report within two months, and by the end of 2018",
            ["date 2017-01-21", "date 2018-12-31"],
        ),
    ],
)
def test_dates_of_the_subject_matter_and_deadlines_said_twice(text: str, expected: list[str]) -> None:
    assert dues(text) == expected


def test_a_recurrence_counted_from_an_event_names_it() -> None:
    ((due,),) = [one.due for one in read("Requests the Registrar to report every two years following that review")]
    assert (due.every, due.event) == ("P2Y", "that review")
    for text in ("every two years after its adoption", "every two years thereafter"):
        (reading,) = read(f"Requests the Registrar to report {text}")
        assert {due.event for due in reading.due} == {None}


def test_a_clause_with_an_action_of_its_own_takes_no_time_from_the_next():
    both = "Calls for a further review in 2019, and requests the Registrar to report in 2017 and every two years"
    assert [[due.phrase for due in reading.due] for reading in read(both)] == [
        ["in 2019"],
        ["in 2017", "every two years"],
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a length from an event is in days, not weeks
        (
            "Requests the Registrar to issue the list at least six weeks in advance of the meeting of the Board",
            ["after P-42D | meeting of the Board"],
        ),
        (
            "Requests the Registrar to report within two weeks of the receipt of the list",
            ["after P14D | receipt of the list"],
        ),
        # a period that begins with the adoption
        (
            "Invites States, during the two-year period between the adoption of this resolution and May, to rest",
            ["date 2018-11-21"],
        ),
        ("Invites the Registrar to prepare, during the two-year period between the storm and the closure, a plan", []),
        # what enters into force then is not to be done then
        ("Decides to close the port by a measure that shall come into force at 0001 hours on 1 June 2017", []),
        ("Decides that the fees shall take effect at noon on 1 June 2017", []),
        ("Decides that the fees shall come into force ten days after the adoption of the present resolution", []),
        ("Urges States to put into effect by 2017 the plan for the ports", ["date 2017-12-31"]),
        # the later dates of a list belong to what the first belongs to
        (
            "Invites the Registrar to report on the basis of surveys to be made by the Board in 2017, 2018 and 2019",
            [],
        ),
        (
            "Invites the Registrar to report in 2017, 2018 and 2019",
            ["date 2017-12-31", "date 2018-12-31", "date 2019-12-31"],
        ),
        # what is done at a session lasts from then
        ("Decides that the Board, at its third session, should set up, for one year, a group", ["session 3 of Board"]),
        (
            "Decides to set up, for one year, a group, and to hear it at its seventy-third session",
            ["until 2017-11-21", "session 73"],
        ),
        ("Decides that the plan should be carried out starting at the beginning of 2018", []),
        # regular means of an action
        ("Calls upon ports to carry out the plan, including by printing it and conducting regular reviews", []),
        ("Calls upon ports to carry out the plan, to print it and to conduct regular reviews", ["every regular"]),
        # what is held each time, and what is only done at it
        ("Encourages the Board to consider, at its annual forum on tides, the plan", []),
        ("Decides to convene the biennial Forum on Tides before the storms", ["every P2Y"]),
        ("Recommends that the Board consider, at its regular meetings, the plan", []),
        # a session at which a body considered what documents are about
        (
            "Requests the Registrar to send papers relating to a debate by the Assembly at its seventy-first session",
            [],
        ),
        (
            "Requests the Registrar to send the records for discussion by the Assembly at its seventy-first session",
            ["session 71"],
        ),
    ],
)
def test_times_of_events_means_and_series(text: str, expected: list[str]) -> None:
    assert dues(text) == expected


def test_an_entry_into_force_is_no_time_that_was_left_unread() -> None:
    (reading,) = read("Decides that the fees shall come into force on 1 June 2017")
    assert reading.reasons == ()


def test_the_next_session_of_another_body_is_the_one_numbered_before_it() -> None:
    report = "Requests the Registrar to report to the Committee on Tides at its tenth session, and "
    assert dues(report + "requests the Office to brief it before the next session of the Committee on Tides") == [
        "session 10 of Committee on Tides",
        "session 10 of Committee on Tides",
    ]
    assert dues(report + "requests the Office to brief it before the next session of the Board on Winds")[1:] == [
        "session next of Board on Winds"
    ]


def test_a_body_has_the_fuller_name_that_the_resolution_gives_it() -> None:
    asked = "Requests the Registrar to attend the talks in the third session of the Working Group"
    tides = "Takes note of the report of the Working Group on Tides"
    assert dues(tides, asked) == ["session 3 of Working Group on Tides"]
    assert dues(tides, "Takes note of the paper of the Working Group on Winds", asked) == ["session 3 of Working Group"]
    chair = "Requests the Chair of the Expert Working Group to present to the Working Group at its third session a map"
    assert dues(tides, chair) == ["session 3 of Expert Working Group"]
