"""Which requests of a resolution the next one of its series asks for anew."""

import pytest

from mandates.matching.renewals import Request, renewed

GENERAL = ("Secretary-General",)
SESSION = frozenset({("session", "General Assembly 80")})
NEXT = frozenset({("session", "General Assembly 81")})
REPORT = "requests the Secretary-General to report thereon to the General Assembly at its {} session"
WELLS = (
    "requests the Secretary-General to continue to survey the desert wells and to report thereon to the General "
    "Assembly at its {} session"
)
TRAVEL = (
    "requests the Secretary-General to further limit the travel of experts and to report thereon to the General "
    "Assembly at its {} session"
)
BEES = (
    "Requests the Secretary-General to submit to the General Assembly at its {} session a report on the decline of "
    "wild bees"
)


def asked(text, *, owners=GENERAL, deliverable="report", due=frozenset(), paragraph=None):
    return Request("4", text, due=due, owners=frozenset(owners), deliverable=deliverable, paragraph=paragraph or text)


def pairs(older, newer):
    return set(renewed(older, newer))


def before(text, **given):
    return asked(text.format("eightieth"), due=given.pop("due", SESSION), **given)


def after(text, **given):
    return asked(text.format("eighty-first"), due=given.pop("due", NEXT), **given)


def test_of_several_that_have_its_words_the_one_that_is_most_alike_asks_anew():
    assert pairs([before(REPORT), before(WELLS)], [after(WELLS)]) == {(1, 0)}


def test_what_only_has_the_words_of_a_template_in_common_is_not_asked_anew():
    assert not pairs([before(REPORT)], [after(TRAVEL)])
    following = before("Requests the Secretary-General to report to the General Assembly on the following:")
    assert not pairs([following], [after(BEES)])


def test_what_its_paragraph_says_it_is_about_has_to_be_alike_too():
    wells, bees = (
        f"Notes the {what}, and {REPORT}"
        for what in ("state of the desert wells of the region", "decline of wild bees")
    )
    older = before(REPORT, paragraph=wells)
    assert pairs([older], [after(REPORT, paragraph=wells)]) == {(0, 0)}
    assert not pairs([older], [after(REPORT, paragraph=bees)])


def test_the_report_of_a_series_on_one_subject_is_asked_anew_whatever_it_is_to_hold():
    older = BEES + ", including an assessment of the measures taken in orchards, and options for a global fund"
    newer = BEES + " and on the recovery of meadows in mountain regions"
    assert pairs([before(older)], [after(newer)]) == {(0, 0)}


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (
            "Special Rapporteur on the right to shade",
            "Special Rapporteur of the Human Rights Council on the right to shade",
        ),
        ("Chair of the Working Group on Shade", "Chair-Rapporteur of the Working Group on Shade"),
        ("team of international experts", "international team of experts"),
        ("Secretary - General", "Secretary-General"),
        ("Office of the High Commissioner for Shade", "High Commissioner for Shade"),
    ],
)
def test_one_party_has_more_than_one_name(mine, theirs):
    older, newer = (one("Requests the same to report annually") for one in (before, after))
    older, newer = (asked(one.text, owners=(name,), due=one.due) for one, name in ((older, mine), (newer, theirs)))
    assert pairs([older], [newer]) == {(0, 0)}


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("Secretary-General", "Special Representative of the Secretary-General"),
        ("Special Rapporteur on the right to shade", "Special Rapporteur on the right to rest"),
        ("Working Group on Shade", "Chair of the Working Group on Shade"),
    ],
)
def test_what_another_party_is_asked_is_not_asked_anew(mine, theirs):
    assert not pairs([before(BEES, owners=(mine,))], [after(BEES, owners=(theirs,))])


def test_what_says_that_it_was_asked_before_needs_no_time_of_its_own():
    older = before(
        "Requests the Secretary-General to complete, by the end of 2019, the register of desert wells in plains",
        deliverable="action",
    )
    again = "reiterates its request to the Secretary-General to complete the register of desert wells"
    assert pairs([older], [asked(again, deliverable="action")]) == {(0, 0)}


def test_nearly_the_same_words_are_asked_anew_though_they_were_read_as_another_deliverable():
    words = (
        "Urges the Secretary-General to conclude the arrangements on the sharing of costs with the funds and programmes"
    )
    assert pairs([before(words, deliverable="action")], [after(words + " and to report", deliverable="report")]) == {
        (0, 0)
    }
    assert not pairs([before(words, deliverable="meeting")], [after(words, deliverable="report")])


def test_a_recurrence_on_another_object_each_time_is_one():
    words = "Requests the Secretary-General to organize the panel discussion on shade"
    often = frozenset({("recurring", "P2Y")})
    assert pairs([before(words, due=often)], [after(words, due=often)]) == {(0, 0)}
    assert not pairs([before(words)], [after(words)])
