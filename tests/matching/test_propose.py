"""What a document answers: its class, the obligation among several, what keeps it from being surer, and nothing."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from mandates.domain.issued import AgendaEntry, IssuedDocument, Relation
from mandates.domain.kinds import DocumentKind, MatchClass
from mandates.domain.match import Match, Reason, WhyNone
from mandates.matching.agendas import answer_agenda
from mandates.matching.propose import Known, propose
from tests.matching.made import document, known, occurrence, request

CERTAIN, LIKELY, POSSIBLE = MatchClass
STORMS = (
    "Requests the Secretary-General to submit to the General Assembly at its eighty-first session a report on storms"
)


def matches(issued: IssuedDocument, register: Known) -> list[Match]:
    return list(propose(issued, register).matches)


def told(issued: IssuedDocument, register: Known) -> list[tuple[str, str]]:
    return [(one.reference, one.match_class.value) for one in matches(issued, register)]


def test_a_paragraph_that_is_named_is_certain() -> None:
    register = known(request("A/RES/80/301#4"), request("A/RES/80/301#5", STORMS))
    assert told(document("A/RES/80/301#5"), register) == [("A/RES/80/301#5@81", "certain")]


def test_one_resolution_with_one_request_is_certain() -> None:
    register = known(request("A/RES/80/301#4"))
    (match,) = matches(document("A/RES/80/301"), register)
    assert (match.match_class, match.reasons) == (CERTAIN, (Reason.PARAGRAPH_NOT_NAMED,))
    assert "pursuant to" in match.words
    assert match.page == 1


def test_several_requests_are_told_apart_by_their_words_but_not_surely() -> None:
    register = known(request("A/RES/80/301#4"), request("A/RES/80/301#5", STORMS))
    best = matches(document("A/RES/80/301", title="Storms"), register)[0]
    assert (best.reference, best.match_class) == ("A/RES/80/301#5@81", LIKELY)
    assert Reason.PARAGRAPH_SEVERAL in best.reasons


def test_several_resolutions_are_several_answers_none_certain() -> None:
    register = known(request("A/RES/80/301#4"), request("A/RES/79/12#2", STORMS, "81"))
    found = told(document("A/RES/80/301", "A/RES/79/12"), register)
    assert sorted(found) == [("A/RES/79/12#2@81", "likely"), ("A/RES/80/301#4@81", "likely")]


@pytest.mark.parametrize(
    ("dated_on", "reference"),
    [
        (dt.date(2026, 3, 7), "S/RES/2801 (2025)#9@2026-03-10"),
        (dt.date(2026, 3, 20), "S/RES/2801 (2025)#9@2026-03-10"),
        (dt.date(2026, 4, 2), "S/RES/2801 (2025)#9@2026-04-10"),
    ],
)
def test_of_a_recurrence_the_nearest_is_answered(dated_on: dt.date, reference: str) -> None:
    keys = [occurrence(f"2026-{month:02}-10", every="P1M", number=month) for month in range(1, 7)]
    register = known(request("S/RES/2801 (2025)#9", "Requests the Secretary-General to report every month", *keys))
    issued = document(
        "S/RES/2801 (2025)", symbols=("S/2026/80",), body="Security Council", session=None, dated_on=dated_on
    )
    assert [one.reference for one in matches(issued, register)] == [reference]


def test_the_number_of_a_series_beats_the_nearest_day() -> None:
    keys = [occurrence(f"2026-{month:02}-10", every="P1M", number=month) for month in range(1, 7)]
    register = known(request("S/RES/2801 (2025)#9", "Requests the Secretary-General to report every month", *keys))
    issued = document(
        "S/RES/2801 (2025)", symbols=("S/2026/80",), body="Security Council", session=None, ordinal=2,
        dated_on=dt.date(2026, 3, 1),
    )  # fmt: skip
    assert matches(issued, register)[0].reference == "S/RES/2801 (2025)#9@2026-02-10"


def test_never_more_than_half_a_period_away() -> None:
    keys = [occurrence("2024-01-10", every="P1M", number=1)]
    register = known(request("S/RES/2701 (2023)#9", "Requests the Secretary-General to report every month", *keys))
    issued = document("S/RES/2701 (2023)", symbols=("S/2026/80",), body="Security Council", session=None)
    (match,) = matches(issued, register)
    assert match.match_class is POSSIBLE
    assert Reason.DUE_NONE in match.reasons


def test_the_first_of_a_yearly_series_without_a_day_is_answered_in_its_year() -> None:
    yearly = [occurrence(f"{2025 + number}-12-01", every="P1Y", number=number) for number in (1, 2)]
    register = known(request("A/RES/80/301#4", "Requests the Secretary-General to report yearly", *yearly))
    early = document("A/RES/80/301", symbols=("E/2026/44",), dated_on=dt.date(2026, 4, 20))
    assert told(early, register)[0] == ("A/RES/80/301#4@2026-12-01", "certain")
    (later,) = matches(dataclasses.replace(early, dated_on=dt.date(2028, 7, 20)), register)
    assert Reason.DUE_NONE in later.reasons


def test_what_names_an_earlier_resolution_answers_the_request_made_anew() -> None:
    old = request("A/RES/78/30#4", STORMS, occurrence("2024-12-01", every="P1Y", number=1))
    new = request("A/RES/79/31#5", STORMS, occurrence("2026-07-01", every="P1Y", number=2))
    register = dataclasses.replace(known(old), successors={old.id: (new,)})
    (match,) = matches(document("A/RES/78/30#4"), register)
    assert (match.reference, match.match_class) == ("A/RES/79/31#5@2026-07-01", LIKELY)
    assert Reason.RESOLUTION_RENEWED in match.reasons


def test_a_weaker_request_does_not_stand_in_for_a_report_whose_time_is_over() -> None:
    report = request("A/RES/80/301#4", STORMS, occurrence("2020-12-01", every="P1Y", number=1))
    briefing = request(
        "A/RES/80/301#5", "Requests the Secretary-General to brief States", {"key": "1"}, deliverable="briefing"
    )
    assert {one.match_class for one in matches(document("A/RES/80/301"), known(report, briefing))} == {POSSIBLE}


def test_a_joint_document_answers_both_sessions() -> None:
    at_council = occurrence(
        "2026", due_on=dt.date(2026, 7, 31), due_body="Economic and Social Council", due_session="2026"
    )
    register = known(request("A/RES/80/301#4", "Requests the Secretary-General to report to both", "81", at_council))
    issued = document("A/RES/80/301", symbols=("A/81/97", "E/2026/44"))
    assert {one.reference for one in matches(issued, register)} == {"A/RES/80/301#4@81", "A/RES/80/301#4@2026"}


def test_what_someone_else_is_asked_is_no_answer() -> None:
    register = known(request("A/RES/80/301#4", "Requests Member States to submit a report", owners=("Member States",)))
    (match,) = matches(document("A/RES/80/301"), register)
    assert (match.match_class, Reason.OWNER_DIFFERS in match.reasons) == (POSSIBLE, True)


def test_what_a_department_is_asked_the_secretary_general_answers() -> None:
    owners = ("Department of Global Communications",)
    asked = request(
        "A/RES/80/301#4", "Requests the Department to take measures and, inter alia:", {"key": "1"},
        deliverable="action", owners=owners, items=("To publish maps", "To report to the Assembly on what was done"),
    )  # fmt: skip
    beside = request("A/RES/80/301#5", "Requests the Secretary-General to publish maps", deliverable="action")
    assert told(document("A/RES/80/301"), known(asked, beside)) == [("A/RES/80/301#4@1", "likely")]


def test_a_report_for_the_review_that_an_organ_decides_to_make() -> None:
    review = request(
        "A/RES/80/301#1", "Decides that at its eighty-first session it will undertake a review of storms on the coast",
        deliverable="review", owners=("General Assembly",),
    )  # fmt: skip
    register = known(review, request("A/RES/80/301#5", "Requests the Secretary-General to report on themes"))
    best = matches(document("A/RES/80/301", title="Review of storms on the coast"), register)[0]
    assert (best.reference, best.match_class) == ("A/RES/80/301#1@81", LIKELY)


def test_a_study_answers_who_asked_for_a_study() -> None:
    register = known(
        request(
            "A/RES/80/301#4",
            "Requests the Expert Panel to prepare an annual study on harbours",
            owners=("Expert Panel",),
        ),
        request(
            "A/RES/80/301#5", "Requests the Expert Panel to report on its work on harbours", owners=("Expert Panel",)
        ),
    )
    study = document("A/RES/80/301", author="Expert Panel", form="Draft study by the Expert Panel")
    assert matches(study, register)[0].label == "4"


def test_regular_reporting_after_a_first_report() -> None:
    clause = "Requests the Secretary-General to report within four months and regularly thereafter"
    issued = document("S/RES/2701 (2023)", symbols=("S/2026/80",), body="Security Council", session=None)
    (match,) = matches(issued, known(request("S/RES/2701 (2023)#9", clause, "2024-01-10")))
    assert (match.match_class, match.reasons) == (LIKELY, (Reason.PARAGRAPH_NOT_NAMED, Reason.DUE_UNDATED))


def test_a_guess_among_several_is_no_more_than_possible() -> None:
    asked = [
        request(f"A/RES/80/301#{number}", "Requests the Secretary-General to inform States", deliverable="action")
        for number in (4, 5)
    ]
    issued = document("A/RES/80/301", author="Secretariat", body=None, symbols=("CEB/2026/4",), session=None)
    assert {one.match_class for one in matches(issued, known(*asked))} <= {POSSIBLE}


def test_a_second_document_is_additional() -> None:
    settled = occurrence("81", settled=True, documents=("A/81/90",))
    (match,) = matches(document("A/RES/80/301"), known(request("A/RES/80/301#4", STORMS, settled)))
    assert match.additional
    assert Reason.SETTLED in match.reasons


@pytest.mark.parametrize("values", [{"partial": True}, {"asks_time": True}])
def test_a_part_or_a_request_for_time_is_never_certain(values: dict[str, bool]) -> None:
    (match,) = matches(document("A/RES/80/301", **values), known(request("A/RES/80/301#4")))
    assert match.match_class is (LIKELY if "partial" in values else POSSIBLE)


@pytest.mark.parametrize(
    ("issued", "why"),
    [
        (document("A/RES/80/301", kind=DocumentKind.STATE_LETTER), WhyNone.KIND),
        (document("A/RES/80/301", relation=Relation("corrigendum", "A/81/90")), WhyNone.CORRIGENDUM),
        (document(title="Forests"), WhyNone.NOTHING_NAMED),
        (document("A/RES/74/9"), WhyNone.NOT_HELD),
        (document("A/RES/70/1"), WhyNone.NO_REQUEST),
    ],
)
def test_why_a_document_answers_nothing(issued: IssuedDocument, why: WhyNone) -> None:
    found = propose(issued, known(request("A/RES/80/301#4"), held=("A/RES/70/1",)))
    assert (found.matches, found.why_none) == ((), why)


def test_what_is_not_held_is_named_beside_what_is() -> None:
    found = propose(document("A/RES/80/301", "A/RES/74/9"), known(request("A/RES/80/301#4")))
    assert found.names_unheld == ("A/RES/74/9",)
    assert len(found.matches) == 1


def listed(title: str, **values: object) -> IssuedDocument:
    return document(title=f"{title} : report of the Secretary-General", opening="", dated_on=None, **values)


def test_a_listed_document_is_found_by_title_and_session() -> None:
    register = known(
        request("A/RES/80/301#4"),
        request("A/RES/80/12#2", STORMS, title="Storms at sea and on land"),
        request("A/RES/80/14#2", "Requests the Secretary-General to report on trees", title="Trees and forests"),
    )
    (match, *_) = matches(listed("Storms at sea and on land"), register)
    assert (match.reference, match.match_class) == ("A/RES/80/12#2@81", LIKELY)
    assert Reason.RESOLUTION_NOT_NAMED in match.reasons


def test_the_same_title_twice_proposes_neither_surely() -> None:
    register = known(request("A/RES/80/301#4"), request("A/RES/80/12#2", STORMS, title="Storms"))
    found = propose(listed("Storms"), register, twice=True)
    assert found.matches
    assert {one.match_class for one in found.matches} == {POSSIBLE}


def test_a_newer_resolution_of_the_same_title_replaces_the_older() -> None:
    yearly = occurrence("2026-12-31", every="P1Y")
    old = request(
        "A/RES/62/30#4", "Requests a report on storms", yearly, title="Storms", adopted_on=dt.date(2007, 12, 1)
    )
    register = known(old, request("A/RES/80/12#2", STORMS, title="Storms"), request("A/RES/80/301#4"))
    assert [one.resolution for one in matches(listed("Storms"), register)] == ["A/RES/80/12"]


INCLUDE = "Decides to include in the agenda of its eighty-first session, under the item “Seas”, the sub-item “{}”."


def test_an_agenda_answers_the_decisions_to_include_its_items() -> None:
    entries = (AgendaEntry(number="18 (a)", title="Harbours"), AgendaEntry(number="19", title="Seas"))
    agenda = document(kind=DocumentKind.AGENDA, entries=entries)
    wanted = {"deliverable": "agenda_item", "owners": ("General Assembly",)}
    requests = [
        request("A/RES/80/301#6", INCLUDE.format("Harbours"), **wanted),
        request("A/RES/80/302#6", INCLUDE.format("Forests"), **wanted),
        request("A/RES/80/303#6", INCLUDE.format("Harbours"), "82", **wanted),
    ]
    found = answer_agenda(agenda, requests)
    assert [(one.reference, one.words) for one in found.matches] == [("A/RES/80/301#6@81", "18 (a). Harbours")]


def test_a_listed_document_without_a_day_or_a_session_is_no_more_than_possible() -> None:
    month = occurrence("2026-03-10", every="P1M", number=1)
    clause = "Requests the Secretary-General to report on storms"
    register = known(request("S/RES/2801 (2025)#9", clause, month, title="Storms"))
    undated = listed("Storms", symbols=("S/2026/80",), body="Security Council", session=None)
    (match,) = matches(undated, register)
    assert match.match_class is POSSIBLE
    (match,) = matches(dataclasses.replace(undated, dated_on=dt.date(2026, 3, 8)), register)
    assert match.match_class is LIKELY


def test_an_undated_document_answers_what_is_due_in_the_year_of_its_symbol() -> None:
    days = [occurrence(f"{year}-04-30", every="P1Y", number=year) for year in (2025, 2026, 2027)]
    once = request("S/RES/2801 (2025)#8", "Requests the Secretary-General to report by 2030 on storms", "2030-12-31")
    register = known(once, request("S/RES/2801 (2025)#9", "Requests the Secretary-General to report on storms", *days))
    undated = document(
        "S/RES/2801 (2025)",
        title="Storms",
        symbols=("S/2026/80",),
        body="Security Council",
        session=None,
        dated_on=None,
    )
    assert matches(undated, register)[0].reference == "S/RES/2801 (2025)#9@2026-04-30"


def test_what_does_not_say_that_it_is_a_report_needs_the_very_title() -> None:
    register = known(
        request("A/RES/80/301#4", STORMS, title="Trade and development"),
        request("A/RES/80/302#4", title="Forests and the people who live from them"),
    )
    bare = listed("Trade and development", form=None, author=None, kind=DocumentKind.OTHER)
    same = dataclasses.replace(bare, title="Trade and development")
    clause = "Requests the Secretary-General to report at its eighty-first session on trade and development"
    named = known(
        request("A/RES/80/301#4", clause, title="Trade and development"), request("A/RES/80/302#4", title="Forests")
    )
    assert matches(same, named)[0].match_class is LIKELY
    fascicle = dataclasses.replace(bare, title="Proposed budget, part 4, section 12, trade and development")
    assert {one.match_class for one in matches(fascicle, register)} <= {POSSIBLE}


def test_a_listed_note_sends_on_what_somebody_else_was_asked_for() -> None:
    clause = "Requests the Special Rapporteur to report to the Assembly at its eighty-first session on harbours"
    asked = request("A/HRC/RES/60/27#7", clause, owners=("Special Rapporteur on harbours",))
    note = listed("Harbours", form="note by the Secretary-General", kind=DocumentKind.NOTE)
    assert matches(note, known(asked, request("A/RES/80/1#2", STORMS, title="Storms")))[0].match_class is LIKELY
