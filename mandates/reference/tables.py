"""Reading the calendar's tables, ours in `data/` and a person's own: `bodies.csv`, `sessions.csv`, `rules.csv`.

A person's folder (or single file of sessions) has the same columns; a row for a session that we have replaces ours,
any other is added. Columns may be missing or empty, except those that name the row.
"""

from __future__ import annotations

import csv
import datetime as dt
import importlib.resources
import io
import pathlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from mandates.domain.errors import VocabularyError
from mandates.reference.rules import OPENINGS, Rule
from mandates.reference.session import Confidence

Key = tuple[str, int | str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of `sessions.csv`: what a source says about one session."""

    body: str
    session: int | str
    year: int | None
    opens_on: dt.date | None
    closes_on: dt.date | None
    place: str
    parts: str
    source: str
    confidence: Confidence


@dataclass(slots=True)
class Tables:
    """The rows of all tables. `names` maps every name of a body, in lower case, to its full name."""

    rows: dict[Key, Row] = field(default_factory=dict)
    rules: dict[str, list[Rule]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    abbreviations: dict[str, str] = field(default_factory=dict)


def session_key(session: int | str) -> int | str:
    """Return a session in the form used as a key: 73, ``"2022"``, ``"special 32"``, ``"emergency 11"``."""
    text = " ".join(str(session).lower().split())
    if not text.isdecimal():
        return text
    return text if len(text) == 4 else int(text)


def load(own: str | None = None) -> Tables:
    """Return the tables of the program with those of the folder or file `own` added.

    Raises:
        VocabularyError: `own` does not exist, or a row of it does not have the form of the table.
    """
    tables = Tables()
    folder = importlib.resources.files(__package__) / "data"
    for name in _READERS:
        _read_table(tables, name, (folder / name).read_text("utf-8"), name)
    if own:
        path = pathlib.Path(own)
        files = [path] if path.is_file() else [path / name for name in _READERS if (path / name).is_file()]
        if not files:
            raise VocabularyError(
                f"no calendar at '{own}'", f"give a folder with {', '.join(_READERS)} or one file of sessions"
            )
        for file in files:
            name = file.name if file.name in _READERS else "sessions.csv"
            try:
                text = file.read_text("utf-8-sig")
            except (OSError, UnicodeDecodeError) as error:
                raise VocabularyError(f"the calendar file '{file}' cannot be read", "save it as UTF-8 text") from error
            _read_table(tables, name, text, str(file))
    return tables


def _read_table(tables: Tables, name: str, text: str, source: str) -> None:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    for row in reader:
        try:
            _READERS[name](tables, {key: (value or "").strip() for key, value in row.items() if key})
        except (KeyError, ValueError) as error:
            reason = f"column {error} is missing" if isinstance(error, KeyError) else str(error)
            raise VocabularyError(
                f"line {reader.line_num} of the calendar file '{source}' cannot be used: {reason}", "correct the line"
            ) from error


def _add_body(tables: Tables, row: Mapping[str, str]) -> None:
    body = row["body"]
    if not body:
        raise ValueError("no body is named")
    abbreviations = _split_list(row.get("abbreviations", ""))
    for name in (body, *abbreviations, *_split_list(row.get("aliases", ""))):
        tables.names[name.lower()] = body
    tables.abbreviations.setdefault(body, next(abbreviations, ""))
    if row.get("abbreviations"):
        tables.abbreviations[body] = row["abbreviations"].split(";")[0].strip()


def _add_session(tables: Tables, row: Mapping[str, str]) -> None:
    body = tables.names.setdefault(row["body"].lower(), row["body"])
    key = session_key(row["session"])
    if not body or not key:
        raise ValueError("body or session is empty")
    opens_on, closes_on = _date(row.get("opens_on", "")), _date(row.get("closes_on", ""))
    if opens_on and closes_on and closes_on < opens_on:
        raise ValueError(f"it closes on {closes_on}, before it opens")
    year = row.get("year", "")
    tables.rows[body, key] = Row(
        body=body,
        session=key,
        year=int(year) if year else None,
        opens_on=opens_on,
        closes_on=closes_on,
        place=row.get("place", ""),
        parts=row.get("parts", ""),
        source=row.get("source", "") or "entered by hand",
        confidence=Confidence(row.get("confidence") or "high"),
    )


def _add_rule(tables: Tables, row: Mapping[str, str]) -> None:
    body = tables.names.setdefault(row["body"].lower(), row["body"])
    if row.get("opening") and row["opening"] not in OPENINGS:
        raise ValueError(f"unknown opening '{row['opening']}'; known: {', '.join(OPENINGS)}")
    rule = Rule(
        body=body,
        first=int(row["first"]),
        last=int(row["last"]) if row.get("last") else None,
        year=int(row["year"]),
        every=int(row.get("every") or 1),
        months=tuple((int(part[:2]), int(part[3:])) for part in _split_list(row.get("months", ""))),
        opening=row.get("opening", ""),
        exact=row.get("exact") == "yes",
        source=row.get("source", "") or "entered by hand",
        note=row.get("note", ""),
    )
    if not rule.months and not rule.opening:
        raise ValueError("neither months nor opening is given")
    rule.window(rule.first)  # raises ValueError now if the months are not valid
    tables.rules.setdefault(body, []).insert(0, rule)


def _split_list(text: str) -> Iterator[str]:
    return (part.strip() for part in text.split(";") if part.strip())


def _date(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


_READERS: dict[str, Callable[[Tables, Mapping[str, str]], None]] = {
    "bodies.csv": _add_body,
    "sessions.csv": _add_session,
    "rules.csv": _add_rule,
}
