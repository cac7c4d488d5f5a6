"""Many rows put into a table at once."""

from __future__ import annotations

import json
from typing import Any

import pytest
from mandates.register.database import inserting


@pytest.mark.parametrize(
    "values",
    [
        [[]],
        [[], ["Secretary-General"], []],
        [[{"name": "a, b", "entity": None, "span": [0, 4]}], [], ["between"]],
        [{"after": {"due": "2019-12-01"}}, None, "plain", "é“”", 0.92, 2**53],
    ],
)
def test_values_are_stored_as_json(values: list[Any]) -> None:
    assert [json.loads(text) for text in inserting._as_json(values)] == values
