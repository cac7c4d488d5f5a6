"""What resolutions prolong and end, and what they are about, as it is kept."""

from __future__ import annotations

import datetime as dt

import pytest

from mandates.domain.resolution import Paragraph, ParagraphKind, Resolution
from mandates.extraction.extensions import extended
from mandates.extraction.extract import extract
from mandates.extraction.lifecycle import lifecycle

EXTEND = "Decides to extend until 15 March 2026 the mandate of UNMISS, and calls upon all in South Sudan to support it;"
RENEW = "Decides to renew until 31 May 2026 the measures imposed by paragraph 4 of resolution 2428 (2018);"
END = "Decides to terminate the mandate of UNITAMS, as of 3 December 2026;"
REPORT = "Requests the Secretary-General to report on the situation in the Sudan every 90 days until 31 May 2026;"
ASK = "Extends the reporting request in paragraph 10 of resolution 2722 (2024) until 15 July 2026;"


def reading(*texts, body="Security Council", annex=()):
    """Return the reading of a resolution with these operative paragraphs, and those of an annex."""
    paragraphs = [
        Paragraph(kind=ParagraphKind.OPERATIVE, text=text, label=str(number)) for number, text in enumerate(texts, 1)
    ]
    paragraphs += [Paragraph(kind=ParagraphKind.ANNEX, text=text) for text in annex]
    return extract(
        Resolution(
            symbol="S/RES/2900 (2025)" if body == "Security Council" else "A/RES/80/900",
            title=None,
            body=body,
            session=None,
            adopted_on=dt.date(2025, 3, 1),
            paragraphs=tuple(paragraphs),
        )
    )


@pytest.mark.parametrize(
    ("text", "subject", "ends", "cited"),
    [
        (EXTEND, "mandate of UNMISS", False, None),
        (RENEW, "measures imposed by paragraph 4 of resolution 2428 (2018)", False, None),
        (END, "mandate of UNITAMS", True, None),
        (ASK, "reporting request in paragraph 10 of resolution 2722 (2024)", False, "2722 (2024)#10"),
    ],
)
def test_what_a_mandate_extends_or_ends(text, subject, ends, cited):
    what = lifecycle(reading(text)).extended[0]
    assert (what.subject, what.ends, what.cited) == (subject, ends, cited)


def test_what_asks_for_reports_extends_nothing():
    assert lifecycle(reading(REPORT)).extended == {}


def test_mandates_are_known_by_their_place():
    read = reading(REPORT, EXTEND, END)
    found = lifecycle(read).extended
    assert {read.mandates[index].label for index in found} == {"2", "3"}


def test_its_mandate_is_named_by_what_stands_before_it():
    text = "Commends the work of UNMISS, and decides to extend its mandate until 15 March 2026;"
    (what,) = lifecycle(reading(text)).extended.values()
    assert what == extended(
        "decides to extend its mandate until 15 March 2026", ["until 15 March 2026"], "UNMISS, and "
    )


@pytest.mark.parametrize(
    ("texts", "annex", "body", "situation"),
    [
        ((EXTEND, REPORT), (), "Security Council", "South Sudan"),
        ((REPORT,), ("South Sudan", "UNMISS in South Sudan"), "Security Council", "Sudan"),
        ((EXTEND,), (), "General Assembly", None),
        (("Decides to remain seized of the matter",), (), "Security Council", None),
    ],
)
def test_what_a_resolution_is_about(texts, annex, body, situation):
    assert lifecycle(reading(*texts, annex=annex, body=body)).situation == situation
