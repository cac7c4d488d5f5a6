"""What the cells of a table mean before they are compared with the register."""

from __future__ import annotations

import pytest

from mandates.register.marks import _stored_form


@pytest.mark.parametrize(
    ("name", "cell", "stored"),
    [
        ("lead", "OLA", "Office of Legal Affairs"),
        ("lead", "Nobody at all", "Nobody at all"),
        ("lead", "", ""),
        ("focal_point", "OLA", "OLA"),
        ("note", "OLA", "OLA"),
        ("status", "reported", "reported"),
        ("document", " a/73/328 ", "A/73/328"),
        ("document", "no symbol", "no symbol"),
        ("document", "", ""),
        ("note", "A/73/328", "A/73/328"),
    ],
)
def test_a_cell_is_compared_as_the_register_has_it(name: str, cell: str, stored: str) -> None:
    assert _stored_form(name, cell) == stored
