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
        [[{"name": "a, b", "entity": None, "span": [0, 4]}], [], ["between", ', "between", ', "\\u0000between\\u0000"]],
        [{"after": {"due": "2019-12-01"}}, None, "plain", "é“”"],
    ],
)
def test_values_encoded_together_are_those_encoded_alone(values: list[Any]) -> None:
    assert inserting._as_json(values) == [json.dumps(value) for value in values]
