"""Symbols: whatever way people write them, one way they are printed."""

from __future__ import annotations

import pytest

from mandates.domain.errors import UsageError
from mandates.domain.symbols import Symbol, roman_to_int


@pytest.mark.parametrize(
    ("written", "printed", "body", "session"),
    [
        ("A/RES/71/12", "A/RES/71/12", "General Assembly", 71),
        ("a/res/71/12", "A/RES/71/12", "General Assembly", 71),
        (" 71 / 12 ", "A/RES/71/12", "General Assembly", 71),
        ("resolution 71/12", "A/RES/71/12", "General Assembly", 71),
        ("A/RES/48/218 B", "A/RES/48/218 B", "General Assembly", 48),
        ("A/RES/48/218B", "A/RES/48/218 B", "General Assembly", 48),
        ("A/RES/76/84 A-B", "A/RES/76/84 A-B", "General Assembly", 76),
        ("A/RES/S-32/1", "A/RES/S-32/1", "General Assembly", "special 32"),
        ("A/RES/ES-10/20", "A/RES/ES-10/20", "General Assembly", "emergency 10"),
        ("A/RES/3234(XXIX)", "A/RES/3234 (XXIX)", "General Assembly", 29),
        ("A/RES/2603 (XXIV) A", "A/RES/2603 (XXIV) A", "General Assembly", 24),
        ("A/RES/118/(II)", "A/RES/118 (II)", "General Assembly", 2),
        ("E/RES/106/(VI)", "E/RES/106 (VI)", "Economic and Social Council", 6),
        ("E/RES/2023/20", "E/RES/2023/20", "Economic and Social Council", "2023"),
        ("2023/20", "E/RES/2023/20", "Economic and Social Council", "2023"),
        ("S/RES/2349 (2017)", "S/RES/2349 (2017)", "Security Council", None),
        ("S/RES/2349(2017)", "S/RES/2349 (2017)", "Security Council", None),
        ("2349 (2017)", "S/RES/2349 (2017)", "Security Council", None),
        ("A/HRC/RES/53/19", "A/HRC/RES/53/19", "Human Rights Council", 53),
        ("A/HRC/RES/S-35/1", "A/HRC/RES/S-35/1", "Human Rights Council", "special 35"),
        ("UNEP/EA.4/RES.7", "UNEP/EA.4/RES.7", "United Nations Environment Assembly", 4),
        ("UNEP/EA.4/HLS.1", "UNEP/EA.4/HLS.1", "United Nations Environment Assembly", 4),
    ],
)
def test_symbols(written: str, printed: str, body: str, session: int | str | None) -> None:
    symbol = Symbol.parse(written)
    assert (str(symbol), symbol.body, symbol.body_session) == (printed, body, session)
    assert Symbol.parse(printed) == symbol


@pytest.mark.parametrize(
    "written", ["", "A/71/160", "A/71/L.7", "71", "A/RES/", "S/PRST/2010/1", "A/RES/71/12/3", "/" * 50]
)
def test_what_is_no_symbol(written: str) -> None:
    with pytest.raises(UsageError) as error:
        Symbol.parse(written)
    assert "write it like" in error.value.remedy


@pytest.mark.parametrize(("roman", "value"), [("I", 1), ("IV", 4), ("IX", 9), ("XXIX", 29), ("XL", 40), ("LVII", 57)])
def test_roman_numerals(roman: str, value: int) -> None:
    assert roman_to_int(roman) == value
