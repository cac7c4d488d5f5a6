"""Values of the schema as JSON text."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from mandates.domain.status import State
from mandates.schema.encoding import to_json, to_plain
from mandates.schema.history import EventRow
from tests.rendering import made

EVENT = EventRow(
    id=1,
    change=3,
    at=dt.datetime(2018, 8, 21, 9, 30, tzinfo=dt.UTC),
    actor="Ada",
    kind="update",
    reference=None,
    before={"due_on": dt.date(2019, 1, 2), "state": State.DUE, "owners": ("a", "b")},
    after={},
)
LAYOUTS: list[dict[str, Any]] = [{}, {"indented": True}, {"spaced": True}]


def test_times_and_words_are_written_as_text() -> None:
    written = to_plain(EVENT)
    assert written["at"] == "2018-08-21T09:30:00+00:00"
    assert written["before"] == {"due_on": "2019-01-02", "state": "due", "owners": ["a", "b"]}
    assert to_plain([made.settled(), None])[0]["evidence"][0]["on"] == "2018-08-20"


def test_a_change_keeps_its_earlier_names() -> None:
    written = to_plain(EVENT)
    assert (written["change"], written["batch"], written["action"]) == (3, 3, "update")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts_are_those_of_json(layout: dict[str, Any]) -> None:
    row = made.row(note="caf\xe9 \u2028 \x7f", evidence=())
    like: dict[str, Any] = {"separators": (",", ":")}
    if layout:
        like = {"indent": 2} if "indented" in layout else {}
    assert to_json(row, **layout).decode() == json.dumps(to_plain(row), ensure_ascii=False, **like)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_half_characters_are_written_as_json_can(layout: dict[str, Any]) -> None:
    row = made.row(note="a\ud800b")
    text = to_json(row, **layout)
    assert b"a\\ud800b" in text
    assert to_plain(row)["note"] == "a\ud800b"
    whole = to_json(made.row(note="ab"), **layout)
    assert text.replace(b"\\ud800", b"") == whole
