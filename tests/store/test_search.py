from __future__ import annotations

import contextlib

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from mandates.register.answers import search
from mandates.register.engine import Session
from mandates.register.views import Filters, ObligationRow

from mandates.domain.errors import UsageError
from mandates.register import queries, tracking
from mandates.register.ingest import ingest_reading
from tests.conftest import NOW
from tests.register.samples import SYMBOL, clause, date_due, reading

ANNA = {"actor": "Anna", "at": NOW}
WATER = "Requests the Secretary-General to report on water, sanitation and the management of water resources;"
SAND = "Invites Member States to combat desertification, sand storms and the shortage of water in many dry regions;"
FISH = "Encourages the Food and Agriculture Organization to support sustainable fisheries;"


@pytest.fixture
def stored(session: Session) -> Session:
    texts = (("1", SAND, "2019-01-01"), ("2", WATER, "2020-01-01"), ("3", FISH, "2021-01-01"))
    ingest_reading(session, reading(*[clause(label, date_due(day), text=text) for label, text, day in texts]), **ANNA)
    return session


def found(session: Session, query: str, **filters) -> list[ObligationRow]:
    return queries.list_obligations(session, Filters(search=query, **filters), NOW.date())


def labels(session: Session, query: str, **filters) -> list[str]:
    return [row.label for row in found(session, query, **filters)]


def test_best_match_first_unless_an_order_is_asked_for(stored: Session) -> None:
    assert labels(stored, "water") == ["2", "1"]
    assert labels(stored, "water", sort="due") == ["1", "2"]
    assert labels(stored, "water", limit=1) == ["2"]
    assert queries.count_obligations(stored, Filters(search="water", limit=1), NOW.date()) == 2


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("fishery", ["3"]),
        ("storm desert", []),
        ("storms desertification", ["1"]),
        ('"sand storms"', ["1"]),
        ('"storms sand"', []),
        ("water -sand", ["2"]),
        ("fisheries or sand", ["1", "3"]),
        ("Secretary-General", ["2"]),
        ("sand AND storms", ["1"]),
        ("NEAR(water sand)", []),
        ("water*", ["1", "2"]),
        ("the", ["1", "2", "3"]),
        ("on the", ["2"]),
        ('"and the"', ["1", "2"]),
        ("the -on", ["1", "3"]),
        ("sand -storms or fisheries", ["3"]),
        ("sanitation -fish or sand", ["1", "2"]),
        ("generously managing", ["2"]),
        ("sustainability", ["3"]),
    ],
)
def test_what_people_type(stored: Session, query: str, expected: list[str]) -> None:
    assert sorted(labels(stored, query)) == expected


def test_words_are_marked_where_they_were_found(stored: Session) -> None:
    (row,) = found(stored, "fishery support")
    assert "".join(words for words, _ in row.matched).strip("…") in FISH
    assert [words for words, marked in row.matched if marked] == ["support", "fisheries"]


def test_notes_and_documents_are_searched(stored: Session) -> None:
    tracking.update(stored, f"{SYMBOL}#3", note="Waiting for Rome", **ANNA)
    tracking.report(stored, f"{SYMBOL}#2", document="A/74/555", **ANNA)
    assert labels(stored, "rome") == ["3"]
    for query in ("A/74/555", "74/555", '"74/555"', "555"):
        assert labels(stored, query) == ["2"]
    (row,) = found(stored, "rome")
    assert row.matched == (("Waiting for ", False), ("Rome", True))
    tracking.update(stored, f"{SYMBOL}#3", note="", **ANNA)
    assert labels(stored, "rome") == []


def test_what_very_much_matches_is_listed_as_any_list(stored: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "RANKED", 1)
    rows = found(stored, "water")
    assert [row.label for row in rows] == ["1", "2"]
    assert all(any(marked for _, marked in row.matched) for row in rows)


def test_what_is_found_twice_is_counted_once(stored: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    tracking.update(stored, f"{SYMBOL}#2", note="Water again", **ANNA)
    tracking.update(stored, f"{SYMBOL}#3", note="Water here too", **ANNA)
    for most in (100, 1):
        monkeypatch.setattr(search, "RANKED", most)
        assert queries.count_obligations(stored, Filters(search="water"), NOW.date()) == 3
        assert queries.count_obligations(stored, Filters(search="water"), NOW.date(), at_most=2) == 2
        assert queries.count_obligations(stored, Filters(search="water", owner="Food"), NOW.date()) == len(
            found(stored, "water", owner="Food")
        )


@pytest.mark.parametrize("query", ["  ", "-", '""', "***", "or", "-water", "sand or -water"])
def test_query_without_a_word_to_look_for(stored: Session, query: str) -> None:
    with pytest.raises(UsageError, match=r"no word|not wanted"):
        found(stored, query)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(query="water\x00\udc80")
@given(query=st.text(st.sampled_from("ab \"'-*()^:{}+,.;&|!<>%_\\/@#~\n") | st.characters(), min_size=1, max_size=25))
def test_no_query_breaks_the_search(stored: Session, query: str) -> None:
    with contextlib.suppress(UsageError):
        found(stored, query)
