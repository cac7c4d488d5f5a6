"""The tables: every row has a source, and the rules give back what the sources say."""

import csv
import datetime as dt
import importlib.resources

import pytest

from mandates.domain.errors import VocabularyError
from mandates.reference import calendar
from mandates.reference.calendar import Confidence
from mandates.reference.lookup import Calendar
from mandates.reference.tables import load, session_key

TABLES = load()

#: Sessions that were moved away from the rule of their day, by decision or by a pandemic.
MOVED = {("General Assembly", n) for n in (6, 7, 11, 19, 23, 53, 54, 55, 56)} | {
    ("Human Rights Council", n) for n in (2, 3, 6, 43)
}


@pytest.mark.parametrize("name", ["sessions.csv", "rules.csv"])
def test_every_row_names_its_source(name):
    text = (importlib.resources.files("mandates.reference") / "data" / name).read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert rows
    assert [row for row in rows if not row["source"].strip()] == []


def test_no_session_stands_twice():
    text = (importlib.resources.files("mandates.reference") / "data" / "sessions.csv").read_text("utf-8")
    keys = [(row["body"], session_key(row["session"])) for row in csv.DictReader(text.splitlines())]
    assert len(keys) == len(set(keys))


def test_every_body_of_the_tables_can_be_named():
    held = {body for body, _ in TABLES.rows} | set(TABLES.rules)
    text = (importlib.resources.files("mandates.reference") / "data" / "bodies.csv").read_text("utf-8")
    assert held <= {row["body"] for row in csv.DictReader(text.splitlines())}


def test_rules_give_the_dates_that_sources_give():
    wrong = []
    for (body, key), row in TABLES.rows.items():
        if not str(key).isdecimal() or (body, key) in MOVED:
            continue
        rule = next((rule for rule in TABLES.rules.get(body, ()) if rule.covers(int(key))), None)
        if rule is None:
            continue
        first, last = rule.window(int(key))
        if rule.opening:
            right = row.opens_on in (None, first)
        else:
            assert last is not None
            year_right = row.year in (None, last.year)
            right = year_right and all(first <= day <= last for day in (row.opens_on, row.closes_on) if day)
            # the Council's cycle is known to run into the last days of July, on which the next one may open
            right = right or (body == "Economic and Social Council" and year_right)
        if not right:
            wrong.append((body, key, row.opens_on, row.closes_on, first, last))
    assert wrong == []


@pytest.mark.parametrize(
    ("session", "opens_on"),
    [
        (12, "1957-09-17"),  # third Tuesday
        (57, "2002-09-10"),  # Tuesday after the second Monday
        (66, "2011-09-13"),  # third week, September beginning on a Thursday
        (73, "2018-09-18"),  # third week, September beginning on a Saturday
        (78, "2023-09-05"),  # wait for the second week: September began on a Friday
        (81, "2026-09-08"),
        (84, "2029-09-11"),  # a month beginning on a Saturday
    ],
)
def test_rule_one_of_the_assembly(session, opens_on):
    rule = next(rule for rule in TABLES.rules["General Assembly"] if rule.covers(session))
    assert rule.window(session)[0] == dt.date.fromisoformat(opens_on)


def test_own_rows_replace_and_add(tmp_path):
    own = tmp_path / "sessions.csv"
    own.write_text(
        "body,session,opens_on,closes_on,source,confidence\n"
        "HRC,62,2026-06-15,2026-07-08,letter of the President,planned\n"
        "Zonal Fisheries Board,4,2027-03-01,2027-03-05,,\n"
    )
    for given in (own, tmp_path):
        own_calendar = Calendar(str(given))
        council = own_calendar.session("Human Rights Council", 62)
        assert (council.opens_on, council.confidence) == (dt.date(2026, 6, 15), Confidence.PLANNED)
        board = own_calendar.session("Zonal Fisheries Board", 4)
        assert (board.closes_on, board.source) == (dt.date(2027, 3, 5), "entered by hand")
        assert own_calendar.session("GA", 73).opens_on == dt.date(2018, 9, 18)


@pytest.mark.parametrize(
    ("body", "session", "year", "window"),
    [
        ("HRC", 62, 2025, ("2025-01-01", "2025-12-31")),  # not in the year of the rule
        ("HRC", 62, 2026, ("2026-05-01", "2026-07-31")),
        ("HRC", 62, 2027, ("2027-01-01", "2027-12-31")),
        ("Zonal Fisheries Board", 4, 2027, ("2027-01-01", "2027-12-31")),  # without a rule
    ],
)
def test_a_session_of_which_only_the_year_is_known_has_no_exact_dates(tmp_path, body, session, year, window):
    (tmp_path / "sessions.csv").write_text(f"body,session,year,source\n{body},{session},{year},memo\n")
    found = Calendar(str(tmp_path)).session(body, session)
    assert (str(found.opens_on), str(found.closes_on), found.exact) == (*window, False)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("sessions.csv", "body,session,opens_on\nGA,90,2035-13-01\n", "line 2"),
        ("sessions.csv", "body,session,opens_on,closes_on\nGA,90,2035-09-11,2035-01-01\n", "before it opens"),
        ("sessions.csv", "body\nGA\n", "'session' is missing"),
        ("rules.csv", "body,first,year,opening\nGA,90,2035,whenever\n", "unknown opening"),
        ("rules.csv", "body,first,year,months\nGA,90,2035,13-14\n", "line 2"),
        ("bodies.csv", "body\n ,\n", "no body"),
    ],
)
def test_a_broken_row_is_named(tmp_path, name, text, said):
    (tmp_path / name).write_text(text)
    with pytest.raises(VocabularyError, match=said):
        Calendar(str(tmp_path))


def test_a_missing_calendar_is_named(tmp_path):
    with pytest.raises(VocabularyError, match="no calendar at"):
        Calendar(str(tmp_path / "nowhere"))


def test_the_environment_names_the_own_calendar(tmp_path, monkeypatch):
    (tmp_path / "sessions.csv").write_text("body,session,opens_on,closes_on,source\nGA,95,2040-09-11,2041-09-09,memo\n")
    assert calendar.session("GA", 95).source != "memo"
    monkeypatch.setenv(calendar.FILE_VARIABLE, str(tmp_path))
    assert calendar.session("GA", 95).source.startswith("memo")
