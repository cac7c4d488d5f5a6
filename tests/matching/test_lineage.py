"""Which earlier resolution one continues: what counts for it, and the traps."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from mandates.matching.lineage import Predecessor, Text, predecessors, stem

WORDS = (
    (
        "Calls upon all States to take the measures needed to protect the coral reefs of the high seas from the "
        "effects of deep-sea fishing and of the warming of the oceans"
    ),
    (
        "Requests the Secretary-General to submit to the General Assembly at its next regular session a report on the "
        "implementation of the present resolution"
    ),
)
OTHER = (
    (
        "Invites the funds and programmes of the United Nations to help small island developing States with the "
        "planning of their harbours and the training of pilots"
    ),
)


def text(symbol: str, adopted: str, **values: Any) -> Text:
    plain: dict[str, Any] = {
        "body": "General Assembly",
        "title": "Protection of coral reefs",
        "cited": frozenset(),
        "operative": WORDS,
    }
    return Text(symbol=symbol, adopted_on=dt.date.fromisoformat(adopted), **plain | values)


NEWER = text("A/RES/78/100", "2023-12-11", cited=frozenset({"A/RES/76/90"}))


def linked(newer: Text, *earlier: Text) -> str | None:
    return next((one.symbol for one in predecessors(newer, earlier) if one.linked), None)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Twenty-fifth anniversary of the Convention", "Thirtieth anniversary of the Convention"),
        ("Programme budget for 2022", "Programme budget for 2024"),
        ("Human rights of migrants", "Human rights of migrants: prevention and accountability"),
        ("Mandate of Independent Expert on order", "Mandate of the Independent Expert on order"),
    ],
)
def test_titles_of_one_series_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other) != ""


def test_title_citation_and_words_together_link_and_say_so() -> None:
    (found,) = predecessors(NEWER, [text("A/RES/76/90", "2021-12-09")])
    assert found == Predecessor(
        symbol="A/RES/76/90", score=2.8, linked=True, basis="same title, named in the text, 100% of the words"
    )


def test_the_newest_of_a_series_is_the_predecessor_whatever_the_order() -> None:
    series = [text(f"A/RES/{n}/9{n % 10}", f"{1945 + n}-12-01") for n in (72, 74, 76)]
    newer = text("A/RES/78/100", "2023-12-11")
    assert linked(newer, *series) == linked(newer, *reversed(series)) == "A/RES/76/96"


def test_texts_of_one_day_or_of_another_body_are_not_linked() -> None:
    assert linked(NEWER, text("A/RES/78/99", "2023-12-11")) is None
    assert linked(NEWER, text("A/RES/76/90", "2021-12-09", body="Human Rights Council")) is None
    assert linked(text("A/RES/78/99", "2023-12-10"), NEWER) is None  # a later one is none either


def test_another_proper_noun_in_the_title_is_another_subject_unless_it_is_named() -> None:
    newer = text("A/RES/78/100", "2023-12-11", title="Question of Anguilla")
    sibling = text("A/RES/77/90", "2022-12-09", title="Question of Bermuda")
    assert linked(newer, sibling) is None
    renamed = text("A/RES/78/100", "2023-12-11", title="Question of Anguilla", cited=frozenset({"A/RES/77/90"}))
    assert linked(renamed, sibling) == "A/RES/77/90"


def test_a_founding_text_of_long_ago_is_not_the_predecessor_of_what_follows_it_up() -> None:
    founding = text("A/RES/40/5", "1985-11-01", operative=OTHER)
    assert linked(text("A/RES/78/100", "2023-12-11", cited=frozenset({"A/RES/40/5"})), founding) is None
    in_time = text("A/RES/74/5", "2019-11-01", operative=OTHER)
    assert linked(text("A/RES/78/100", "2023-12-11", cited=frozenset({"A/RES/74/5"})), in_time) == "A/RES/74/5"


def test_without_titles_a_template_alone_links_nothing() -> None:
    council: dict[str, Any] = {"body": "Security Council", "title": None, "subjects": frozenset({"Panel of Experts"})}
    older = text("S/RES/2001 (2011)", "2011-05-01", situation="Yemen", **council)
    assert linked(text("S/RES/2300 (2016)", "2016-05-01", situation="Mali", **council), older) is None
    assert linked(text("S/RES/2050 (2012)", "2012-05-01", situation="Yemen", **council), older) == older.symbol
    named = text("S/RES/2050 (2012)", "2012-05-01", situation="Libya", cited=frozenset({older.symbol}), **council)
    assert linked(named, older) == older.symbol


def test_what_is_near_but_not_sure_is_proposed() -> None:
    (found,) = predecessors(
        text("A/RES/78/100", "2023-12-11", title="Living reefs", operative=WORDS),
        [text("A/RES/76/90", "2021-12-09", title="Seas and their law")],
    )
    assert (found.linked, found.score) == (False, 1.0)
