"""What issued documents say that they answer, and what they name without answering it."""

from __future__ import annotations

import re

import pytest

from mandates import lexicon
from mandates.domain.issued import Basis, IssuedDocument
from mandates.domain.kinds import DocumentKind
from mandates.extraction.answers import read_answers
from mandates.structure.issued import IssuedText
from mandates.structure.issued_sentences import Sentence


def said(
    *sentences: str,
    body: str = "General Assembly",
    kind: DocumentKind = DocumentKind.REPORT,
    title: str | None = None,
    author: str = "Secretary-General",
) -> IssuedDocument:
    document = IssuedDocument(symbols=("A/81/97",), kind=kind, title=title, author=author, body=body)
    titled = (Sentence(title, 1),) if title else ()
    return read_answers(IssuedText(document=document, sentences=(*titled, *(Sentence(one, 1) for one in sentences))))


def answers(document: IssuedDocument) -> list[str]:
    return ["#".join((one.resolution, *one.labels)) for one in document.answers]


@pytest.mark.parametrize("entry", lexicon.load("issued")["ground"], ids=lambda entry: entry["words"][:30])
def test_each_ground_is_found_in_its_example_and_not_in_its_counter_example(entry: dict[str, str]) -> None:
    assert answers(said(entry["example"])) == entry["reads"].split("; ")
    if "counter_example" in entry:
        assert answers(said(entry["counter_example"])) == []


@pytest.mark.parametrize(
    ("sentences", "found"),
    [
        # several grounds, each with its paragraph
        (
            [
                (
                    "The present report, submitted pursuant to paragraph 4 of Security Council resolution "
                    "2701 (2023) and "
                    "paragraph 8 of Security Council resolution 2801 (2025), covers developments since May."
                )
            ],
            ["S/RES/2701 (2023)#4", "S/RES/2801 (2025)#8"],
        ),
        # one that reiterates another
        (
            [
                (
                    "I have the honour to transmit the sixth report of the Office pursuant to paragraph 9 "
                    "of Security Council "
                    "resolution 2701 (2023), as reiterated by the Council in paragraph 19 of its resolution "
                    "2801 (2025)."
                )
            ],
            ["S/RES/2701 (2023)#9", "S/RES/2801 (2025)#19"],
        ),
        # what the request is about is no ground
        (
            [
                (
                    "The present report is submitted pursuant to Security Council resolution 2801 (2025), "
                    "in which the Council "
                    "requested me to report annually on the implementation of resolutions 1820 (2008) and 1888 (2009)."
                )
            ],
            ["S/RES/2801 (2025)"],
        ),
        # a request that is told, and a sentence that points to it
        (
            [
                (
                    "In its resolution 80/301, the General Assembly requested the Secretary-General to "
                    "submit a report on "
                    "harbours at its eighty-first session."
                ),
                "The present report is submitted in response to that request.",
            ],
            ["A/RES/80/301"],
        ),
        (
            [
                "Pursuant to General Assembly resolution 80/301, the Assembly approved the plan.",
                "The Assembly further requested the Secretary-General to report on it.",
                "The present report provides an update.",
            ],
            ["A/RES/80/301"],
        ),
        # a request to the writer needs no pointing
        (
            [
                (
                    "In its resolutions 2701 (2023) and 2801 (2025), the Security Council requested that I "
                    "provide monthly reports."
                )
            ],
            ["S/RES/2701 (2023)", "S/RES/2801 (2025)"],
        ),
        # what the request itself rests on is told of it
        (
            [
                (
                    "The present report is submitted pursuant to Security Council resolution 2801 (2025), in which the "
                    "Council requested regular reports, in accordance with resolution 1325 (2000)."
                )
            ],
            ["S/RES/2801 (2025)"],
        ),
        (
            [
                "By paragraph 3 of its resolution 80/301, the Assembly requested the Secretary-General to report.",
                "The report provides information on what was done.",
            ],
            ["A/RES/80/301#3"],
        ),
        (
            [
                "In its resolution 80/301, the Assembly welcomed the report submitted pursuant to resolution 79/12.",
                "The present report gives an update.",
            ],
            [],
        ),
        # that resolution, the same one, a paragraph of it
        (
            [
                "By its resolution 80/301, the Assembly stressed what harbours need.",
                "In the same resolution, the Assembly requested the Secretary-General to submit a report.",
                "The present report is submitted in response to that request.",
            ],
            ["A/RES/80/301"],
        ),
        (
            [
                "The Assembly adopted its resolution 80/301 on harbours.",
                "The present report is submitted pursuant to paragraphs 4 and 6 (a) of that resolution.",
            ],
            ["A/RES/80/301#4#6 (a)"],
        ),
        (
            [
                "The Assembly adopted its resolutions 80/301 and 80/302.",
                "The present report is submitted pursuant to that resolution.",
            ],
            [],
        ),
        (
            [
                "In resolution 80/301, the Assembly expressed concern.",
                "It requested the Secretary-General to submit a report.",
                "This report, which covers two years, responds to that request.",
            ],
            ["A/RES/80/301"],
        ),
        (
            ["At the request of the Assembly (see resolution 80/301, para. 4), we submit the present report."],
            ["A/RES/80/301#4"],
        ),
        # a further ground behind what is told of the first
        (
            [
                (
                    "The present report is submitted pursuant to Assembly resolution 80/301, in which the Assembly "
                    "asked for a report, and Economic and Social Council resolution 2026/8."
                )
            ],
            ["A/RES/80/301", "E/RES/2026/8"],
        ),
        # other words for the document, and for what it is there for
        (
            ["The present supplement to the yearly overview is submitted pursuant to resolution 80/301."],
            ["A/RES/80/301"],
        ),
        (["In the present report, submitted pursuant to resolution 80/301, the Panel looks back."], ["A/RES/80/301"]),
        (["This is the fourth report submitted by the Office pursuant to resolution 80/301."], ["A/RES/80/301"]),
        (
            ["The present report responds to the request of the Assembly, contained in its resolution 80/301."],
            ["A/RES/80/301"],
        ),
        # others were asked for what it gives
        (
            [
                "In accordance with resolution 80/301, the Secretary-General invited States to send information.",
                "The present report compiles what was received.",
            ],
            ["A/RES/80/301"],
        ),
        (
            ["Pursuant to resolution 80/301, the Committee meets yearly.", "The present report covers its session."],
            [],
        ),
        # the paragraph named behind
        (["The present report is submitted pursuant to resolution 80/301, para. 4."], ["A/RES/80/301#4"]),
        (["The present report is submitted pursuant to resolution 80/301 (paras. 4 and 5)."], ["A/RES/80/301#4#5"]),
        # quoted, and what others write in their replies
        (["A Government wrote: \u201cThe present report is submitted pursuant to resolution 80/301\u201d."], []),
        (
            [
                "The present report gives the replies.",
                "II. Replies received from Governments",
                "The present report is submitted pursuant to resolution 80/301.",
            ],
            [],
        ),
        # submitted to the Committee, not established for it
        (
            [
                (
                    "I have the honour to transmit the report of the Team, which was submitted to the Committee in "
                    "accordance with paragraph 9 of resolution 2801 (2025)."
                )
            ],
            ["S/RES/2801 (2025)#9"],
        ),
        # named for a committee, for what it took note of, for another document
        (["The Security Council Committee established pursuant to resolution 1540 (2004) met in May."], []),
        (["I have the honour to refer to paragraph 4 of Security Council resolution 2663 (2022)."], []),
        (
            [
                (
                    "I have the honour to transmit the position of the Committee on the report of the Team "
                    "(S/2025/71), which "
                    "was submitted to it pursuant to paragraph 9 of resolution 2801 (2025)."
                )
            ],
            [],
        ),
        (
            [
                (
                    "Your letter dated 3 May 2025 concerned resolution 2801 (2025), in which the Council requested the "
                    "Secretary-General to submit a report."
                ),
                "The Council takes note of that report.",
            ],
            [],
        ),
        (["Forces listed in the annex to the present report may not serve, in line with resolution 2801 (2025)."], []),
    ],
)
def test_grounds(sentences: list[str], found: list[str]) -> None:
    assert answers(said(*sentences, body="Security Council" if "(20" in sentences[0] else "General Assembly")) == found


def test_another_party_that_is_asked_is_who_writes_or_whose_report_is_sent_on() -> None:
    sentences = (
        "In its resolution 51/32, the Council requested the Group of Elders to prepare a study.",
        "The study is presented in response to that request.",
    )
    note = said(*sentences, kind=DocumentKind.NOTE, body="Human Rights Council")
    assert answers(note) == ["A/HRC/RES/51/32"]
    assert answers(said(*sentences, author="Group of Elders", body="Human Rights Council")) == ["A/HRC/RES/51/32"]
    assert answers(said(*sentences, author="Panel of Pilots", body="Human Rights Council")) == []


def test_an_author_presents_a_document_pursuant_to_a_resolution() -> None:
    sentence = "Pursuant to resolution 80/301, the Group of Elders presents an update on harbours."
    assert answers(said(sentence, author="Group of Elders")) == ["A/RES/80/301"]
    assert answers(said(sentence, author="Panel of Pilots")) == []


def test_its_resolution_is_one_of_the_organ_that_the_document_is_for() -> None:
    sentence = "The present report is submitted pursuant to paragraph 6 of its resolution 6/11."
    assert answers(said(sentence, body="United Nations Environment Assembly")) == ["UNEP/EA.6/RES.11#6"]


@pytest.mark.parametrize(
    "words",
    [
        "I should be grateful if the Council would agree to a postponement of the submission of the report.",
        "I seek an extension of the deadline for the report.",
    ],
)
def test_more_time_is_asked_for_in_several_ways(words: str) -> None:
    letter = said("I refer to paragraph 4 of resolution 2801 (2025).", words, kind=DocumentKind.LETTER)
    assert letter.asks_time


def test_a_title_names_what_a_report_is_on() -> None:
    found = said("The situation is calm.", title="Implementation of paragraph 4 of General Assembly resolution 80/301")
    assert answers(found) == ["A/RES/80/301#4"]
    assert found.answers[0].basis is Basis.TITLE


def test_other_symbols_at_the_beginning_are_mentions() -> None:
    found = said("The Committee was convened in accordance with General Assembly resolution 80/301 and met in May.")
    assert answers(found) == []
    assert [one.resolution for one in found.mentions] == ["A/RES/80/301"]


def test_a_letter_that_asks_for_more_time() -> None:
    found = said(
        "I have the honour to refer to resolution 80/301, in which the Assembly requested me to submit a report.",
        "I therefore wish to request an extension of the deadline for the submission of the report.",
        kind=DocumentKind.LETTER,
    )
    assert found.asks_time


def test_the_words_of_a_ground_are_the_sentence() -> None:
    sentence = "The present report is submitted pursuant to General Assembly resolution 80/301."
    (ground,) = said(sentence).answers
    assert (ground.words, ground.page) == (sentence, 1)
    assert re.search(r"80/301", ground.words)
