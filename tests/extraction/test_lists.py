"""Chapeaux and their items: which of them carries the mandate, who is to act, and whose the times of items are."""

import datetime as dt

import pytest

from mandates.domain.resolution import Paragraph, ParagraphKind, Resolution
from mandates.extraction.extract import extract
from tests.extraction.due_reading import short

ADOPTED = dt.date(2016, 11, 21)
ORGAN = ["General Assembly"]


def read(chapeau: str, *items: str) -> dict[str, tuple[str, list[str], list[str]]]:
    """Return verb, owners and dues of the mandates of a paragraph with items, by label."""
    texts = [chapeau, *items]
    paragraphs = tuple(
        Paragraph(
            kind=ParagraphKind.OPERATIVE,
            text=text,
            label=f"1 ({'abcdef'[i - 1]})" if i else "1",
            parent=0 if i else None,
        )
        for i, text in enumerate(texts)
    )
    made = Resolution(
        symbol="A/RES/71/999",
        title=None,
        body="General Assembly",
        session=71,
        adopted_on=ADOPTED,
        paragraphs=paragraphs,
    )
    return {
        mandate.label: (mandate.verb, [owner.name for owner in mandate.owners], [short(due) for due in mandate.due])
        for mandate in extract(made).mandates
    }


def test_items_that_bring_the_verb_of_a_that_clause_are_the_mandates() -> None:
    found = read(
        "Decides that the Second Congress of Pilots:",
        "Shall be held in Valletta from 4 to 8 May 2018;",
        "Will last for five days;",
    )
    assert found == {"1 (a)": ("decide", ORGAN, ["date 2018-05-08"]), "1 (b)": ("decide", ORGAN, [])}


def test_demanded_items_are_for_the_subject_of_the_chapeau() -> None:
    found = read("Demands that Ruritania:", "Withdraw its boats from the bay;", "Abide by the terms of the truce;")
    assert {label: owners for label, (_, owners, _) in found.items()} == {
        "1 (a)": ["Ruritania"],
        "1 (b)": ["Ruritania"],
    }


def test_the_following_measures_are_stated_by_the_chapeau() -> None:
    text = "Reaffirms its decision in paragraph 4 of resolution 70/1 that all States shall take the following measures:"
    assert list(read(text, "Freeze the fees;", "Refuse entry to the boats;")) == ["1"]
    text = "Requests the Registrar fully apply the following rules in the running of the depot:"
    assert list(read(text, "keeping the store cold;", "training the guards;")) == ["1"]
    assert list(read("Invites the following offices to:", "Train guards;", "Print charts;")) == ["1 (a)", "1 (b)"]


def test_bare_verb_before_items_that_name_their_addressee() -> None:
    found = read(
        "Reaffirms the need for one register, and in this regard requests:",
        "The Secretary-General to publish the register;",
        "The Economic and Social Council to review the fees.",
    )
    assert [(verb, owners) for verb, owners, _ in found.values()] == [
        ("request", ["Secretary-General"]),
        ("request", ["Economic and Social Council"]),
    ]


def test_decided_items_are_for_whom_they_name() -> None:
    found = read(
        "Decides:",
        "That the Economic and Social Council shall provide guidance to the schools;",
        "To request the Secretary-General to publish the findings;",
        "To keep the list of schools open.",
    )
    assert [owners for _, owners, _ in found.values()] == [
        ["Economic and Social Council"],
        ["Secretary-General"],
        ORGAN,
    ]


@pytest.mark.parametrize(
    ("chapeau", "items", "due"),
    [
        (
            "Requests the Registrar to provide the Assembly with:",
            ("an evaluation, no later than May 2018;", "a final report by 30 June 2018;"),
            ["date 2018-05-31", "date 2018-06-30"],
        ),
        (
            "Establishes a group of three divers to carry out the following tasks:",
            ("Inspect the cables every year;", "Provide to the Assembly an update no later than 25 April 2018."),
            ["date 2018-04-25"],
        ),
        # a chapeau with its own time, conditions, and times that are not set
        ("Requests the Registrar to report at its next session on:", ("losses by 1 May 2018;",), ["session 72"]),
        ("Decides that the ban shall not apply to boats:", ("registered by 1 May 2018;",), []),
        ("Requests him to include in the report:", ("the costs in 2018;", "what is regularly done;"), []),
    ],
)  # fmt: skip
def test_times_that_items_set_for_their_part(chapeau: str, items: tuple[str, ...], due: list[str]) -> None:
    assert read(chapeau, *items)["1"][2] == due
