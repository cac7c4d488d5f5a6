"""What became of each paragraph in a newer text."""

from __future__ import annotations

from typing import Any

from mandates.domain.extended import Extended
from mandates.matching.alignment import Passage, align, carries

REPORT = (
    "Requests the Secretary-General to submit to the Council a report on the state of the coral reefs at its session"
)
CALL = "Calls upon all States to protect the coral reefs of the high seas from the effects of deep-sea fishing"
FUND = "Invites Member States and others in a position to do so to contribute to the trust fund for coral reefs"
SEIZED = "Decides to remain seized of the matter"
MISSION = Extended(subject="mandate of the Mission", names=frozenset({"UNREEF"}), noun="mandate")


def passage(label: str, text: str, **values: Any) -> Passage:
    return Passage(label=label, text=text, **values)


def aligned(older: list[Passage], newer: list[Passage], **values: Any) -> list[tuple[str | None, str | None, str]]:
    found = align(older, newer, **values)
    return [(one.older and one.older.label, one.newer and one.newer.label, one.relation.value) for one in found]


def test_paragraphs_keep_their_partners_when_they_move() -> None:
    older = [passage("1", CALL), passage("2", FUND), passage("3", SEIZED)]
    newer = [passage("1", FUND), passage("2", SEIZED)]
    assert aligned(older, newer) == [("2", "1", "same"), ("3", "2", "same"), ("1", None, "dropped")]
    assert aligned(newer, older) == [(None, "1", "new"), ("1", "2", "same"), ("2", "3", "same")]


def test_dates_ordinals_and_symbols_are_no_other_words_but_dues_are_compared() -> None:
    older = [passage("1", f"{REPORT} fifty-first", due=frozenset({("session", "HRC 51")}))]
    newer = [passage("1", f"{REPORT} fifty-seventh", due=frozenset({("session", "HRC 57")}))]
    assert aligned(older, newer) == [("1", "1", "due_moved")]
    assert aligned(older, [passage("1", f"{REPORT} fifty-seventh", due=older[0].due)]) == [("1", "1", "same")]


def test_words_that_differ_are_reworded() -> None:
    newer = [passage("4", CALL.replace("deep-sea fishing", "deep-sea mining and fishing"))]
    assert aligned([passage("1", CALL)], newer) == [("1", "4", "reworded")]


def test_what_extends_the_same_thing_is_the_same_paragraph_whatever_its_words() -> None:
    older = [passage("1", "Decides to extend the mandate of UNREEF until 1 May 2023", extended=MISSION)]
    newer = [passage("2", "Decides, in view of progress, that UNREEF shall continue for a year", extended=MISSION)]
    assert aligned(older, newer) == [("1", "2", "extended")]
    other = Extended(subject="mandate of the Panel", names=frozenset({"Panel of Experts"}), noun="mandate")
    assert aligned(older, [passage("2", "Renews the Panel of Experts for a year", extended=other)]) == [
        (None, "2", "new"),
        ("1", None, "dropped"),
    ]


def test_a_part_that_stands_by_itself_is_split_off_or_merged() -> None:
    both = [passage("1", f"{CALL}, and {FUND[0].lower()}{FUND[1:]}")]
    parts = [passage("1", CALL), passage("2", FUND)]
    assert aligned(both, parts) == [("1", "1", "split"), ("1", "2", "split")]
    assert aligned(parts, both) == [("1", "1", "merged"), ("2", "1", "merged")]


def test_items_are_compared_with_items_under_their_chapeaux() -> None:
    older = [passage("1", "Urges States:"), passage("1 (a)", CALL), passage("1 (b)", FUND)]
    newer = [passage("5", "Urges States:"), passage("5 (a)", FUND), passage("6", CALL)]
    assert aligned(older, newer) == [
        ("1", "5", "same"),
        ("1 (b)", "5 (a)", "same"),
        (None, "6", "new"),
        ("1 (a)", None, "dropped"),
    ]


def test_what_a_newer_text_keeps_in_force_by_reference_is_carried_not_dropped() -> None:
    older = [
        passage("1", "Decides to extend the mandate of UNREEF until 1 May 2022", extended=MISSION),
        passage("2", "Decides that the mandate of UNREEF shall be the following:"),
        passage("2 (a)", CALL),
        passage("3", FUND),
        passage("4", REPORT),
    ]
    rollover = "Decides to extend the mandate of UNREEF, as contained in resolution 2999 (2021), until 1 May 2023"
    all_of_it = (("S/RES/2999 (2021)", ()),)
    newer = [passage("1", rollover, extended=MISSION, carries=all_of_it)]
    assert carries(rollover)
    assert aligned(older, newer, symbol="S/RES/2999 (2021)") == [
        ("1", "1", "extended"),
        ("2", "1", "carried"),
        ("2 (a)", "1", "carried"),
        ("3", None, "dropped"),
        ("4", None, "dropped"),
    ]
    named = [passage("1", "Reaffirms paragraphs 3 and 4", carries=(("S/RES/2999 (2021)", ("3", "4")),))]
    kept = aligned(older, named, symbol="S/RES/2999 (2021)")
    assert [one for one in kept if one[2] == "carried"] == [("3", "1", "carried"), ("4", "1", "carried")]
    assert not [one for one in aligned(older, named, symbol="S/RES/2000 (2011)") if one[2] == "carried"]


NAMED = "the Special Rapporteur on the situation of workers of the inland fisheries of the great lakes"


def test_a_name_that_two_paragraphs_have_in_common_makes_neither_a_part_of_the_other():
    older = [passage("1", f"Decides to extend the mandate of {NAMED} for a further period of one year;")]
    newer = [
        passage(
            "1", f"Welcomes the findings of {NAMED}, and urges all parties to carry out what is recommended there;"
        ),
        passage("2", f"Decides to extend the mandate of {NAMED} for a further period of one year;"),
    ]
    assert {(one.older.label, one.newer.label) for one in align(older, newer) if one.older and one.newer} == {
        ("1", "2")
    }


def test_a_short_paragraph_most_of_whose_words_a_long_one_has_is_not_the_same():
    short = passage("1", "Requests the Secretary-General to name a focal point for acts of reprisal in the region;")
    long = passage(
        "1",
        "Stresses that information on alleged acts of reprisal in the region that stakeholders provide to the "
        "Secretary-General should be credible, reliable, thoroughly checked, never anonymous at any stage, and kept by "
        "the commission;",
    )
    assert not [one for one in align([short], [long]) if one.older and one.newer]
