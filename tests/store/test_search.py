from __future__ import annotations

import contextlib
import datetime as dt

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event

from mandates.domain.commands import Report, Update
from mandates.domain.errors import UsageError
from mandates.domain.filters import Filters
from mandates.register.lists import count_obligations, list_obligations, search_of
from mandates.schema.items import ObligationRow, Snippet
from mandates.store import search
from mandates.store.engine import Connection
from tests.register.conftest import TODAY, does, ingests, listed
from tests.register.samples import SYMBOL, clause, date_due, reading

WATER = "Requests the Secretary-General to report on water, sanitation and the management of water resources;"
SAND = "Invites Member States to combat desertification, sand storms and the shortage of water in many dry regions;"
FISH = "Encourages the Food and Agriculture Organization to support sustainable fisheries;"


@pytest.fixture
def stored(connection: Connection) -> Connection:
    texts = (("1", SAND, "2019-01-01"), ("2", WATER, "2020-01-01"), ("3", FISH, "2021-01-01"))
    ingests(connection, reading(*[clause(label, date_due(day), text=text) for label, text, day in texts]))
    return connection


def found(connection: Connection, query: str, **filters) -> list[ObligationRow]:
    return listed(connection, search=query, **filters)


def labels(connection: Connection, query: str, **filters) -> list[str]:
    return [row.label for row in found(connection, query, **filters)]


def test_best_match_first_unless_an_order_is_asked_for(stored: Connection) -> None:
    assert labels(stored, "water") == ["2", "1"]
    assert labels(stored, "water", sort="due") == ["1", "2"]
    assert labels(stored, "water", limit=1) == ["2"]
    assert count_obligations(stored, Filters(search="water", limit=1), TODAY) == 2


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
def test_what_people_type(stored: Connection, query: str, expected: list[str]) -> None:
    assert sorted(labels(stored, query)) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("a", ["2"]),
        ("as", ["1"]),
        ('"such as"', ["1"]),
        ('"such a"', ["2"]),
        ("a or as", ["1", "2"]),
        ("keepers a", []),
        ("keepers or a", ["1", "2"]),
        ("A harbour", ["2"]),
        ("urges -a", ["1", "3"]),
        ("urges -as", ["2", "3"]),
        ("harbour or as", ["1", "2"]),
        ("harbour or keepers a", ["2"]),
        ("it", ["3"]),
        ("its", ["3"]),
    ],
)
def test_a_short_word_is_found_as_it_is_written(connection: Connection, query: str, expected: list[str]) -> None:
    texts = (
        "Urges States to support others, such as keepers;",
        "Urges States to build such a harbour;",
        "Urges each State to mark its piers;",
    )
    numbered = enumerate(texts, start=1)
    requests = [clause(str(number), date_due("2020-01-01"), text=text) for number, text in numbered]
    ingests(connection, reading(*requests, title="Beacons"))
    assert sorted(labels(connection, query)) == expected


def test_words_are_marked_where_they_were_found(stored: Connection) -> None:
    (row,) = found(stored, "fishery support")
    assert "".join(one.text for one in row.matched).strip("…") in FISH
    assert [one.text for one in row.matched if one.found] == ["support", "fisheries"]


def test_notes_and_documents_are_searched(stored: Connection) -> None:
    does(stored, Update(note="Waiting for Rome"), f"{SYMBOL}#3")
    does(stored, Report(document="A/74/555"), f"{SYMBOL}#2")
    assert labels(stored, "rome") == ["3"]
    for query in ("A/74/555", "74/555", '"74/555"', "555"):
        assert labels(stored, query) == ["2"]
    (row,) = found(stored, "rome")
    assert row.matched == (Snippet("Waiting for ", found=False), Snippet("Rome", found=True))
    does(stored, Update(note=""), f"{SYMBOL}#3")
    assert labels(stored, "rome") == []


def test_what_very_much_matches_is_listed_as_any_list(stored: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "RANKED", 1)
    rows = found(stored, "water")
    assert [row.label for row in rows] == ["1", "2"]
    assert all(any(one.found for one in row.matched) for row in rows)


QUERIES = ("water", "the", "cod", "storms", "water -sand", "nothing or cod", "rome or deep", "isheries cod", "zebra")


@pytest.mark.parametrize("most", [0, 1])
def test_few_are_found_by_ids_as_many_are_in_order(
    stored: Connection, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    ingests(stored, reading(clause("1", text="Encourages States to act;"), symbol="A/RES/71/501", title="Deep-sea cod"))
    does(stored, Update(note="Waiting for Rome, with the water"), f"{SYMBOL}#3")
    days = (TODAY, dt.date(2018, 1, 1))
    few = [results(stored, query, day) for query in QUERIES for day in days]
    assert {number for _, number in few} == {0, 1, 2, 3}
    monkeypatch.setattr(search, "BY_ID", most)
    monkeypatch.setattr(search, "TITLES_BY_ID", most)
    assert [results(stored, query, day) for query in QUERIES for day in days] == few


def results(connection: Connection, query: str, day: dt.date) -> tuple[list[str], int]:
    """Return the references that a list has by date, and the number of items that it says there are."""
    filters = Filters(search=query, sort="due", limit=3)
    rows = list_obligations(connection, filters, day, search=search_of(connection, filters))
    total = count_obligations(connection, filters, day, search=search_of(connection, filters))
    assert total == count_obligations(connection, filters, day)
    return [row.reference for row in rows], total


def test_states_are_found_by_an_index_of_what_matches(stored: Connection) -> None:
    if stored.dialect.name != "sqlite":
        pytest.skip("another database chooses for itself")
    statements: list[tuple[str, object]] = []

    def hear(_connection: object, _cursor: object, statement: str, values: object, *_: object) -> None:
        statements.append((statement, values))

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        results(stored, "water", TODAY)
    finally:
        event.remove(Engine, "before_cursor_execute", hear)
    finding = [(words, values) for words, values in statements if "json_each" in words]
    plans = [
        " ".join(str(row[3]) for row in stored.exec_driver_sql(f"EXPLAIN QUERY PLAN {words}", values))
        for words, values in finding
    ]
    assert plans
    assert all("COVERING INDEX ix_obligation_state_paragraph_text_id (paragraph_text_id=?" in plan for plan in plans)


def test_what_is_found_twice_is_counted_once(stored: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    does(stored, Update(note="Water again"), f"{SYMBOL}#2")
    does(stored, Update(note="Water here too"), f"{SYMBOL}#3")
    for most in (100, 1):
        monkeypatch.setattr(search, "RANKED", most)
        assert count_obligations(stored, Filters(search="water"), TODAY) == 3
        assert count_obligations(stored, Filters(search="water"), TODAY, at_most=2) == 2
        assert count_obligations(stored, Filters(search="water", owners=("Food",)), TODAY) == len(
            found(stored, "water", owners=("Food",))
        )


@pytest.mark.parametrize("query", ["  ", "-", '""', "***", "or", "-water", "sand or -water"])
def test_query_without_a_word_to_look_for(stored: Connection, query: str) -> None:
    with pytest.raises(UsageError, match=r"no word|only excludes"):
        found(stored, query)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(query="water\x00\udc80")
@given(query=st.text(st.sampled_from("ab \"'-*()^:{}+,.;&|!<>%_\\/@#~\n") | st.characters(), min_size=1, max_size=25))
def test_no_query_breaks_the_search(stored: Connection, query: str) -> None:
    with contextlib.suppress(UsageError):
        found(stored, query)


def test_a_search_of_many_words_is_quick_or_refused(stored: Connection) -> None:
    assert search.parse('water "dry regions" ' * 3000) == [(["water", "dry regions"], [])]
    with pytest.raises(UsageError, match=r"a search of 60,000 letters is too long"):
        search.parse("a" * 60_000)
    with pytest.raises(UsageError, match=r"3,000 words are too many"):
        count_obligations(stored, Filters(search=" ".join(f"w{n}" for n in range(3000))), TODAY)


def test_titles_are_searched_too(stored: Connection) -> None:
    other = "Encourages States to act;"
    cod = reading(clause("1", text=other), symbol="A/RES/71/501", title="Sustainable fisheries: deep-sea cod")
    ingests(stored, cod)
    assert [row.reference for row in found(stored, "fisheries")] == [f"{SYMBOL}#3", "A/RES/71/501#1"]
    for query in ("cod", "deep-sea COD", '"sea cod"', "sustain cod", "nothing or cod"):
        assert [row.reference for row in found(stored, query)] == ["A/RES/71/501#1"]
        assert count_obligations(stored, Filters(search=query), TODAY) == 1
    for query in ("isheries cod", "cod herring", "cod -States"):
        assert not found(stored, query)


@pytest.mark.parametrize(
    ("title", "query", "is_found"),
    [
        ("Follow-up to the 2nd décade of water", "up 2nd", True),
        ("Follow-up to the 2nd décade of water", "DECADE", False),
        ("Follow-up to the 2nd décade of water", "décade wat", True),
        ("Follow-up to the 2nd décade of water", '"the 2nd"', True),
        ("Follow-up to the 2nd décade of water", "ater", False),
        ("The (open) question of <b>Palau</b> in 1e5 words", "in 1e5", True),
        ("The (open) question of <b>Palau</b> in 1e5 words", "open", False),
        ("The (open) question of <b>Palau</b> in 1e5 words", "question words", True),
        ("Отчёт о воде", "воде", True),
        ("Work of a_b and x/y", "a_b", False),
        ("Work of a_b and x/y", "w x", True),
        ("Émile", "e", False),
    ],
)
def test_titles_are_found_as_written(connection: Connection, title: str, query: str, is_found: bool) -> None:
    ingests(connection, reading(clause("1", text="Encourages States to act;"), title=title))
    assert bool(count_obligations(connection, Filters(search=query), TODAY)) is is_found
