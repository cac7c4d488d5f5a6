"""Readings as JSON and back, and what is said of JSON that is none."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandates.domain.due import Due, DueKind, due_from_plain, due_to_plain
from mandates.domain.mandate import Mandate, Party, Reading
from mandates.domain.problems import Problem
from mandates.domain.resolution import Footnote, Paragraph, ParagraphKind, Resolution, Span
from mandates.pipeline import understand
from mandates.readers.read import read_stream
from mandates.schema.encoding import to_json, to_plain
from mandates.schema.readings import (
    due_to_record,
    reading_from_plain,
    reading_to_json,
    reading_to_plain,
    reading_to_record,
)
from tests.readers import samples

DUES = (
    Due(
        kind=DueKind.SESSION,
        body="General Assembly",
        session=79,
        phrase="at its seventy-ninth session",
        span=Span(9, 37),
        opens_on=dt.date(2024, 9, 10),
        closes_on=dt.date(2025, 9, 9),
    ),
    Due(kind=DueKind.SESSION, body="Economic and Social Council", session="2022", phrase="2022"),
    Due(kind=DueKind.DATE, date=dt.date(2024, 12, 31), phrase="before the end of 2024"),
    Due(kind=DueKind.UNTIL, date=dt.date(2025, 5, 31), phrase="until 31 May 2025"),
    Due(kind=DueKind.RELATIVE, after="P-30D", event="the review", phrase="30 days before the review"),
    Due(kind=DueKind.RECURRING, every="P1Y", phrase="annually"),
)
READING = Reading(
    resolution=Resolution(
        symbol="A/RES/77/901",
        title="Harbours “and” ports",
        body="General Assembly",
        session=77,
        adopted_on=dt.date(2023, 6, 9),
        agenda_items=("18 (b)", "19"),
        draft_symbol="A/77/L.1",
        committee="Second Committee",
        meeting="75th plenary meeting",
        source="given.pdf",
        paragraphs=(
            Paragraph(kind=ParagraphKind.PREAMBULAR, text="Recalling,", footnotes=(Footnote(mark="1", text="See."),)),
            Paragraph(kind=ParagraphKind.OPERATIVE, text="Requests:", label="1", section="I", page=2),
            Paragraph(kind=ParagraphKind.OPERATIVE, text="To report", label="1 (a)", parent=1, numbered=False),
        ),
    ),
    mandates=(
        Mandate(
            reference="A/RES/77/901#1(a)",
            label="1 (a)",
            text="To report",
            clause="To report",
            clause_span=Span(0, 9),
            verb="request",
            verb_span=None,
            reiterated=True,
            owners=(Party(name="Secretary-General", entity="secretary-general", span=Span(0, 2)), Party(name="Panel")),
            partners=(Party(name="States"),),
            recipients=(Party(name="General Assembly", entity="general-assembly"),),
            deliverable="report",
            due=DUES,
            confidence=0.5,
            reasons=("owner.inherited",),
        ),
    ),
    problems=(Problem("numbering.gap", "A/RES/77/901", "paragraph 2 is missing"),),
)


def test_a_reading_survives_being_written_and_read() -> None:
    written = json.dumps(reading_to_plain(READING))
    assert reading_from_plain(json.loads(written)) == READING


@pytest.mark.parametrize("source", ["given.pdf", "gi\ud800ven.pdf"])
@pytest.mark.parametrize("indented", [False, True])
def test_a_reading_is_written_as_any_value_is(source: str, *, indented: bool) -> None:
    reading = dataclasses.replace(READING, resolution=dataclasses.replace(READING.resolution, source=source))
    assert reading_to_json(reading, indented=indented) == to_json(reading_to_record(reading), indented=indented)


def test_the_contract_names_every_key() -> None:
    data = reading_to_plain(READING)
    assert list(data) == ["resolution", "paragraphs", "mandates", "problems"]
    assert list(data["resolution"]) == [
        "symbol", "title", "body", "session", "adopted_on", "agenda_items", "draft_symbol", "committee", "meeting",
        "source",
    ]  # fmt: skip
    assert list(data["paragraphs"][0])[:5] == ["label", "kind", "section", "text", "page"]
    assert list(data["mandates"][0]) == [
        "reference", "label", "text", "clause", "verb", "reiterated", "owners", "partners", "recipients", "deliverable",
        "due", "class", "parts", "confidence", "reasons", "entities", "spans", "enacted",
    ]  # fmt: skip
    assert (data["mandates"][0]["class"], data["mandates"][0]["parts"]) == ("mandate", [])
    assert data["mandates"][0]["owners"] == ["Secretary-General", "Panel"]
    assert data["mandates"][0]["due"][0] == {
        "kind": "session",
        "body": "General Assembly",
        "session": 79,
        "phrase": "at its seventy-ninth session",
        "opens_on": "2024-09-10",
        "closes_on": "2025-09-09",
        "span": [9, 37],
    }


@pytest.mark.parametrize("due", DUES, ids=lambda due: f"{due.kind}-{due.phrase[:8]}")
def test_each_kind_of_due_survives(due: Due) -> None:
    written = to_plain(due_to_record(due))
    assert list(written.items()) == list(due_to_plain(due).items())
    assert due_from_plain(written) == due


_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
_FIELDS = st.fixed_dictionaries(
    {"title": _TEXT | st.none(), "source": _TEXT | st.none(), "session": st.integers(1, 99) | _TEXT | st.none()}
)


@given(_FIELDS, st.lists(_TEXT))
def test_any_text_survives(fields: dict[str, Any], texts: list[str]) -> None:
    paragraphs = tuple(Paragraph(kind=ParagraphKind.ANNEX, text=text, section=text) for text in texts)
    reading = Reading(resolution=dataclasses.replace(READING.resolution, paragraphs=paragraphs, **fields))
    assert reading_from_plain(json.loads(json.dumps(reading_to_plain(reading)))) == reading


def test_the_first_contract_without_later_keys_is_enough() -> None:
    data = reading_to_plain(READING)
    for paragraph in data["paragraphs"]:
        for key in ("numbered", "parent", "footnotes"):
            del paragraph[key]
    for mandate in data["mandates"]:
        del mandate["entities"], mandate["spans"]
        mandate["clause"] = "report"
    mandate = reading_from_plain(data).mandates[0]
    assert mandate.clause_span == Span(3, 9)
    assert [owner.name for owner in mandate.owners] == ["Secretary-General", "Panel"]
    assert [owner.entity for owner in mandate.owners] == [None, None]


def _broken(*path: Any, value: Any) -> Any:
    data: Any = copy.deepcopy(reading_to_plain(READING))
    target = data
    for key in path[:-1]:
        target = target[key]
    if value is KeyError:
        del target[path[-1]]
    else:
        target[path[-1]] = value
    return data


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (None, "it is no object"),
        ([], "it is no object"),
        ({}, "resolution is missing"),
        (_broken("resolution", value=[]), "resolution is no object"),
        (_broken("resolution", "symbol", value="nonsense"), "resolution.symbol"),
        (_broken("resolution", "symbol", value=KeyError), "resolution.symbol is missing"),
        (_broken("resolution", "body", value=7), "resolution.body"),
        (_broken("resolution", "session", value=[]), "resolution.session"),
        (_broken("resolution", "session", value=True), "resolution.session"),
        (_broken("resolution", "adopted_on", value="9 June"), "resolution.adopted_on is no date"),
        (_broken("resolution", "agenda_items", value="18"), "resolution.agenda_items"),
        (_broken("resolution", "agenda_items", value=[18]), "resolution.agenda_items"),
        (_broken("paragraphs", value={}), "paragraphs is no list"),
        (_broken("paragraphs", 0, value=None), "paragraphs[0] is no object"),
        (_broken("paragraphs", 0, "kind", value="chorus"), "paragraphs[0].kind"),
        (_broken("paragraphs", 1, "page", value="2"), "paragraphs[1].page"),
        (_broken("paragraphs", 2, "parent", value=2), "paragraphs[2].parent"),
        (_broken("paragraphs", 2, "parent", value=-1), "paragraphs[2].parent"),
        (_broken("paragraphs", 2, "numbered", value=1), "paragraphs[2].numbered"),
        (_broken("mandates", 0, "clause", value=None), "mandates[0].clause"),
        (_broken("mandates", 0, "clause", value="To reply"), "mandates[0].clause"),
        (_broken("mandates", 0, "spans", "clause", value=[3, 9]), "mandates[0].clause"),
        (_broken("mandates", 0, "confidence", value="high"), "mandates[0].confidence"),
        (_broken("mandates", 0, "confidence", value=float("nan")), "mandates[0].confidence"),
        (_broken("mandates", 0, "entities", "owners", value=["a"]), "mandates[0].owners"),
        (_broken("mandates", 0, "spans", "clause", value=[9, 3]), "mandates[0].spans.clause"),
        (_broken("mandates", 0, "spans", "owners", 0, value=["0", 1]), "mandates[0].spans.owners[0]"),
        (_broken("mandates", 0, "spans", "owners", 0, value=[2, 1]), "mandates[0].owners is no pair"),
        (_broken("mandates", 0, "due", 0, "kind", value="soon"), "mandates[0].due[0].kind"),
        (_broken("mandates", 0, "due", 2, "date", value=2024), "mandates[0].due[2].date"),
        (_broken("problems", 0, "code", value=KeyError), "problems[0].code"),
    ],
)
def test_what_breaks_the_contract_is_named_with_its_place(data: Any, place: str) -> None:
    with pytest.raises(ValueError) as caught:
        reading_from_plain(data)
    assert place in str(caught.value)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (_broken("resolution", "session", value=True), "resolution.session is no whole number or text"),
        (_broken("resolution", "adopted_on", value="9 June"), "resolution.adopted_on is no date: '9 June'"),
        (_broken("resolution", "adopted_on", value=9), "resolution.adopted_on is no date"),
        (_broken("paragraphs", 2, "numbered", value=1), "paragraphs[2].numbered is no truth value"),
        (_broken("mandates", 0, "verb", value=None), "mandates[0].verb is missing"),
        (_broken("mandates", 0, "confidence", value=1.5), "mandates[0].confidence is more than 1"),
        (_broken("mandates", 0, "confidence", value=-1), "mandates[0].confidence is less than 0"),
        (_broken("mandates", 0, "spans", "verb", value=[1]), "mandates[0].spans.verb is no list of 2"),
        (
            _broken("mandates", 0, "due", 0, "kind", value="soon"),
            "mandates[0].due[0].kind is none of the words that are known: 'soon'",
        ),
    ],
)
def test_what_breaks_the_contract_is_said_in_plain_words(data: Any, said: str) -> None:
    with pytest.raises(ValueError) as caught:
        reading_from_plain(data)
    assert str(caught.value) == said


def test_null_is_the_same_as_a_missing_key() -> None:
    data = reading_to_plain(READING)
    data["resolution"]["agenda_items"] = data["mandates"][0]["reiterated"] = data["mandates"][0]["spans"] = None
    data["problems"] = data["paragraphs"][0]["footnotes"] = None
    reading = reading_from_plain(data)
    assert (reading.resolution.agenda_items, reading.problems) == ((), ())
    assert reading.mandates[0].reiterated is False


def _read(text: str | bytes) -> list[Any]:
    data = text.encode() if isinstance(text, str) else text
    return list(understand(read_stream(io.BytesIO(data), "given.jsonl")))


def test_lines_and_an_array_give_the_same_readings() -> None:
    line = json.dumps(reading_to_plain(READING), ensure_ascii=False)
    assert _read(f"{line}\n\n{line}") == [READING, READING]
    assert _read(f"\ufeff{line}\n") == [READING]
    assert _read(json.dumps([json.loads(line)] * 2, indent=2)) == [READING, READING]
    assert _read(json.dumps(json.loads(line), indent=2)) == [READING]
    assert _read(json.dumps([json.loads(line)]).encode("utf-16")) == [READING]
    assert _read("[]") == []


def test_a_broken_line_does_not_stop_the_others_but_another_kind_of_file_ends() -> None:
    line = json.dumps(reading_to_plain(READING))
    first, second, third = _read(f"{line}\n{{broken\n{line}")
    assert (first, third) == (READING, READING)
    assert (second.code, second.message[:17]) == ("json.broken", "line 2 is no JSON")
    (problem,) = _read('{"id": 1}\n' * 1000)
    assert problem.code == "json.not_a_reading"
    problems = _read(line + "\n{}" * 1000)[1:]
    assert len(problems) == 20


def test_half_characters_are_replaced_because_no_store_holds_them() -> None:
    (reading,) = _read(json.dumps(_broken("resolution", "title", value="a\ud800b")))
    assert reading.resolution.title == "a\ufffdb"


def test_text_to_json_to_text_is_stable() -> None:
    (reading,) = understand(read_stream(io.BytesIO(samples.TEXT.encode()), "given.txt"))
    assert isinstance(reading, Reading)
    assert len(reading.mandates) == 4
    line = json.dumps(reading_to_plain(reading), ensure_ascii=False)
    (again,) = _read(line)
    assert again == reading
    assert json.dumps(reading_to_plain(again), ensure_ascii=False) == line
