"""Symbols: whatever way people write them, one way they are printed."""

from __future__ import annotations

import re

import pytest

from mandates.domain.errors import UsageError
from mandates.domain.symbols import Symbol, printed_form, roman_to_int


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
        ("218 A (III)", "A/RES/218 (III) A", "General Assembly", 3),
        ("A/RES/378(V)[A]", "A/RES/378 (V) A", "General Assembly", 5),
        ("3202 (S-VI)", "A/RES/3202 (S-VI)", "General Assembly", "special 6"),
        ("A/RES/998 (ES-I)", "A/RES/998 (ES-I)", "General Assembly", "emergency 1"),
        ("A/RES/51/242[A-C]", "A/RES/51/242 A-C", "General Assembly", 51),
        ("A/DEC/79/402 A", "A/DEC/79/402 A", "General Assembly", 79),
        ("S_RES_0008_1946", "S/RES/8 (1946)", "Security Council", None),
        ("S/PRST/2010/1", "S/PRST/2010/1", "Security Council", None),
        ("E/RES/1974/1912(LVII)", "E/RES/1912 (LVII)", "Economic and Social Council", 57),
        ("E/RES/1982/22[A]", "E/RES/1982/22 A", "Economic and Social Council", "1982"),
        ("E/DEC/2024/311", "E/DEC/2024/311", "Economic and Social Council", "2024"),
        ("E/DEC/66 (ORG-75)", "E/DEC/66 (ORG-75)", "Economic and Social Council", "organizational 75"),
        ("A/HRC/PRST/OM/11/1", "A/HRC/PRST/OM/11/1", "Human Rights Council", "organizational 11"),
        ("A/HRC/DEC/43/115", "A/HRC/DEC/43/115", "Human Rights Council", 43),
        ("UNEP/EA.5/Res.3", "UNEP/EA.5/RES.3", "United Nations Environment Assembly", 5),
        ("ESCAP/RES/78/1", "ESCAP/RES/78/1", "Economic and Social Commission for Asia and the Pacific", 78),
        ("WHA67.9", "WHA67.9", "World Health Assembly", 67),
        ("WHA74(13)", "WHA74(13)", "World Health Assembly", 74),
        (
            "18/CMA.3",
            "18/CMA.3",
            "Conference of the Parties serving as the meeting of the Parties to the Paris Agreement",
            3,
        ),
    ],
)
def test_symbols(written: str, printed: str, body: str, session: int | str | None) -> None:
    symbol = Symbol.parse(written)
    assert (str(symbol), symbol.body, symbol.body_session) == (printed, body, session)
    assert Symbol.parse(printed) == symbol


@pytest.mark.parametrize("written", ["", "A/71/160", "A/71/L.7", "71", "A/RES/", "S/2010/1", "A/RES/71/12/3", "/" * 50])
def test_what_is_no_symbol(written: str) -> None:
    with pytest.raises(UsageError) as error:
        Symbol.parse(written)
    assert "write it like" in error.value.remedy


@pytest.mark.parametrize(("roman", "value"), [("I", 1), ("IV", 4), ("IX", 9), ("XXIX", 29), ("XL", 40), ("LVII", 57)])
def test_roman_numerals(roman: str, value: int) -> None:
    assert roman_to_int(roman) == value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("E/RES/1974/1912(LVII)", "E/RES/1974/1912(LVII)"),
        ("see A/RES/71/12/Add.1", None),
        ("Distr. A / RES / 71 / 12 General", "A / RES / 71 / 12"),
        ("UNEP/EA.6/Res. 4", "UNEP/EA.6/Res. 4"),
        ("A/RES/48/218 B and more", "A/RES/48/218 B"),
        ("decision 18/CMA.3 on markets", "18/CMA.3"),
        ("A/HRC/RES/53/1901", "A/HRC/RES/53/1901"),
        ("A/C.3/71/12", None),
    ],
)
def test_symbols_are_found_whole_in_print(text: str, found: str | None) -> None:
    match = re.search(printed_form(), text)
    assert (match and match[0].strip()) == found


@pytest.mark.parametrize(
    ("organ", "number", "symbol"),
    [
        ("General Assembly", "81/12", "A/RES/81/12"),
        ("General Assembly", "81/571", "A/RES/81/571"),
        ("Economic and Social Council", "2026/311", "E/DEC/2026/311"),
        ("Human Rights Council", "60/81", "A/HRC/RES/60/81"),
        ("Human Rights Council", "60/101", "A/HRC/DEC/60/101"),
        ("United Nations Environment Assembly", "7/1", "UNEP/EA.7/RES.1"),
        ("World Health Assembly", "66/10", "WHA66.10"),
        ("Economic and Social Council", "1911 (LVII)", "E/RES/1911 (LVII)"),
        ("Security Council", "60/81", None),
    ],
)
def test_a_number_means_a_symbol_by_its_organ(organ: str, number: str, symbol: str | None) -> None:
    found = Symbol.numbered(organ, number)
    assert (str(found) if found else None) == symbol
