"""Declarations: what “we” say, what stands in plain verbs, and resolutions of other organs that one endorses."""

from __future__ import annotations

import pytest

from tests.extraction.test_classes import reading, rows

DECLARES = "1. Adopts the following political declaration:\n\nWe, Heads of State, assembled on 2 June 2022,\n\n"
ANNEXED = (
    "1. Endorses the text annexed to the present resolution.\n\n75th plenary meeting\n14 December 2022\n\nAnnex\n\n"
)


def test_a_declaration_in_plain_verbs() -> None:
    text = (
        f"{DECLARES}1. Reaffirm our commitment to clean lakes;\n\n2. Commit ourselves to cleaning all harbours;\n\n"
        "3. Recognize that lakes shrink, and in this regard request the Secretary-General to report thereon;\n\n"
        "4. Also invite the Board:\n\n(a) To study the water;\n\n5. Decide to meet in 2026."
    )
    assert rows(text) == [
        ("#annex3", "outcome", "request", ("Secretary-General",)),
        ("#annex4(a)", "outcome", "invite", ("Board",)),
        ("#annex5", "outcome", "decide", ("General Assembly",)),
    ]
    assert [p.code for p in reading(text).problems] == []


def test_its_numbers_do_not_touch_those_of_the_resolution() -> None:
    text = f"{DECLARES}1. Reaffirm our hopes;\n\n2. Note the plan;\n\n3. Urge States to sail.\n\n2. Decides to wait."
    assert rows(text)[0][:3] == ("#annex3", "outcome", "urge")


def test_a_declaration_under_the_words_that_adopt_it() -> None:
    text = (
        "Adopts the following declaration:\n\nDeclaration on lakes\n\n1. We, the ministers, met in Lima.\n\n"
        "2. Acknowledge the importance of lakes;\n\n3. Note with concern that they shrink;\n\n"
        "4. Request the Secretary-General to report at the seventy-ninth session of the General Assembly."
    )
    (found,) = reading(text).mandates
    assert (found.label, found.class_, [one.session for one in found.due]) == ("4", "outcome", [79])


@pytest.mark.parametrize(
    ("said", "verbs"),
    [
        ("We welcome the plan, and request the Board to report on it.", ["request"]),
        ("We welcome the plan and urge Member States to join it.", ["urge"]),
        ("We need to inform and invite the public.", []),
        ("The harbour we call for is small.", []),
        ("What we decide today matters.", []),
        ("In this regard we call upon States to sail, and we invite the Board to help.", ["call_upon", "invite"]),
        ("We request the Board to prepare the harbour we want by 2030.", ["request"]),
        ("We recognize that storms are frequent and demands urgent action.", []),
        ("Those are lawful where they are authorized to enter.", []),
    ],
)
def test_what_we_say(said: str, verbs: list[str]) -> None:
    assert [m.verb for m in reading(f"{ANNEXED}1. {said}").mandates] == verbs


def test_what_we_say_of_ourselves_with_a_time_is_an_undertaking() -> None:
    review = "1. We will review the plan at the eighty-third session of the General Assembly."
    text = f"{ANNEXED}{review}\n\n2. We will sail in 2030."
    assert rows(text) == [("#annex1", "undertaking", "commit", ("General Assembly",))]


def test_items_of_what_we_decide_are_tasks_or_ask_another() -> None:
    text = (
        f"{ANNEXED}1. We decide to:\n\n(a) Request the Board to convene a meeting;\n\n"
        "(b) Recognize that quays matter;\n\n(c) Build quays."
    )
    assert rows(text) == [
        ("#annex1(a)", "outcome", "decide", ("Board",)),
        ("#annex1(c)", "outcome", "decide", ("General Assembly",)),
    ]


def test_a_chapeau_of_an_annex_without_a_number() -> None:
    text = f"{ANNEXED}1. We note the storms.\n\nWe therefore call upon States:\n\n(a) To build shelters;\n\n2. We hope."
    assert rows(text) == [("#annex1bis(a)", "outcome", "call_upon", ("States",))]


OTHERS = (
    "Resolution 71/8\n\nThe Commission for the Lakes,\n\n"
    "Recalling resolution 70/1, which encourages all States to sail,\n\n"
    "1. Requests the Executive Secretary to report to the Commission at its seventieth session;\n\n2. Decides to meet."
)


def test_a_resolution_of_another_organ_that_one_endorses() -> None:
    assert rows(f"{ANNEXED}{OTHERS}") == [
        ("#annex1", "outcome", "request", ("Executive Secretary",)),
        ("#annex2", "outcome", "decide", ("Commission for the Lakes",)),
    ]


def test_a_draft_that_one_recommends_is_for_the_other_organ() -> None:
    recommended = ANNEXED.replace(
        "Endorses the text", "Recommends to the Assembly the adoption of the draft resolution"
    )
    assert rows(f"{recommended}{OTHERS}") == [("#1", "mandate", "recommend", ("General Assembly",))]
