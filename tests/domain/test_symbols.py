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


FORMS = """
A/RES/71/12 | A/RES/71/12
A/RES/71/12A | A/RES/71/12 A
A/RES/71/12[A] | A/RES/71/12 A
A/RES/48/218[A] | A/RES/48/218 A
A/RES/48/218A | A/RES/48/218 A
A/RES/46/36 A-L | A/RES/46/36 A-L
A/RES/46/36[A-L] | A/RES/46/36 A-L
A/RES/76/84 A and B | A/RES/76/84 A-B
A/RES/52/12A & B | A/RES/52/12 A-B
A/RES/51/225 A and B | A/RES/51/225 A-B
A/RES/37/98 A to D | A/RES/37/98 A-D
A/RES/217 (III) A | A/RES/217 (III) A
A/RES/217(III)[A] | A/RES/217 (III) A
A/RES/217(III)A-E | A/RES/217 (III) A-E
A/RES/3(I)[A] | A/RES/3 (I) A
A/RES/217 A (III) | A/RES/217 (III) A
217 A (III) | A/RES/217 (III) A
377 A (V) | A/RES/377 (V) A
A/RES/377(V)[A]+ | A/RES/377 (V) A
A/RES/377(V)[A-C] | A/RES/377 (V) A-C
3201 (S-VI) | A/RES/3201 (S-VI)
A/RES/3201(S-VI) | A/RES/3201 (S-VI)
A/RES/997(ES-I) | A/RES/997 (ES-I)
997 (ES-I) | A/RES/997 (ES-I)
A/RES/S-32/1 | A/RES/S-32/1
A/RES/S-9/1 | A/RES/S-9/1
A/RES/ES-10/20 | A/RES/ES-10/20
A/RES/ES-11/1 | A/RES/ES-11/1
A/RES/ES-7/2 | A/RES/ES-7/2
ES-11/1 | A/RES/ES-11/1
A/RES/ES-6/2 | A/RES/ES-6/2
A/RES/S-10/2 | A/RES/S-10/2
A/RES/60/1/Corr.1 | A/RES/60/1/Corr.1
A/RES/60/1/Corr.01 | A/RES/60/1/Corr.1
a/res/60/1/add.1/corr.2 | A/RES/60/1/Add.1/Corr.2
A/RES/71/12/Rev.1 | A/RES/71/12/Rev.1
A/RES/71/12/Add.1 | A/RES/71/12/Add.1
A/RES/2907(XXVII) | A/RES/2907 (XXVII)
A/RES/2832 (XXVI) | A/RES/2832 (XXVI)
A/RES/3068(XXVIII) | A/RES/3068 (XXVIII)
A/RES/1(I) | A/RES/1 (I)
A/RES/106(S-1) | A/RES/106 (S-I)
A/RES/106 (S-1) | A/RES/106 (S-I)
A/RES/104(S-I) | A/RES/104 (S-I)
A/RES/181(II)[A+B] | A/RES/181 (II) A-B
A/RES/181(II)A+B | A/RES/181 (II) A-B
A/RES/2603 A (XXIV) | A/RES/2603 (XXIV) A
A/RES/1598(XV) | A/RES/1598 (XV)
A/DEC/80/501 | A/DEC/80/501
A/DEC/62/552 A | A/DEC/62/552 A
A/DEC/ES-10/101 | A/DEC/ES-10/101
A/DEC/S-32/11 | A/DEC/S-32/11
A/DEC/74/544 B | A/DEC/74/544 B
A/DEC/46/401 A-B | A/DEC/46/401 A-B
S/RES/2349 (2017) | S/RES/2349 (2017)
S/RES/2349(2017) | S/RES/2349 (2017)
S/RES/1(1946) | S/RES/1 (1946)
S/RES/1 (1946) | S/RES/1 (1946)
S/RES/242 (1967) | S/RES/242 (1967)
S/RES/2349(2017)/Corr.1 | S/RES/2349 (2017)/Corr.1
S/RES/27(1947) | S/RES/27 (1947)
Security Council resolution 2349 (2017) | S/RES/2349 (2017)
resolution 2349 (2017) | S/RES/2349 (2017)
S/PRST/2024/7 | S/PRST/2024/7
S/PRST/1994/12 | S/PRST/1994/12
S/PRST/1994/12/Add.1 | S/PRST/1994/12/Add.1
E/RES/2022/2 | E/RES/2022/2
E/RES/1985/12 | E/RES/1985/12
E/RES/1911(LVII) | E/RES/1911 (LVII)
E/RES/1974/1911(LVII) | E/RES/1911 (LVII)
E/RES/106(VI) | E/RES/106 (VI)
E/RES/9(II) | E/RES/9 (II)
E/RES/9 (II) | E/RES/9 (II)
E/RES/13(III) | E/RES/13 (III)
E/RES/1503(XLVIII) | E/RES/1503 (XLVIII)
E/RES/1235(XLII) | E/RES/1235 (XLII)
E/RES/414(XIII)[B.I] | E/RES/414 (XIII) B.I
E/RES/288(X)[B] | E/RES/288 (X) B
E/RES/288 B (X) | E/RES/288 (X) B
E/RES/227(IX)[A-E] | E/RES/227 (IX) A-E
E/RES/1978/1 | E/RES/1978/1
E/RES/2078(ORG-77) | E/RES/2078 (ORG-77)
E/DEC/2022/337 | E/DEC/2022/337
E/DEC/1985/101 | E/DEC/1985/101
E/DEC/2003/201 A | E/DEC/2003/201 A
E/DEC/2012/201 A-E | E/DEC/2012/201 A-E
E/DEC/2012/201[A-E] | E/DEC/2012/201 A-E
E/DEC/34(LVI) | E/DEC/34 (LVI)
E/DEC/1973/1(ORG-73) | E/DEC/1 (ORG-73)
E/DEC/230(ORG-77) | E/DEC/230 (ORG-77)
E/DEC/78(LVIII) | E/DEC/78 (LVIII)
A/HRC/RES/58/1 | A/HRC/RES/58/1
A/HRC/RES/S-10/1 | A/HRC/RES/S-10/1
A/HRC/RES/S-21/1 | A/HRC/RES/S-21/1
A/HRC/RES/5/1 | A/HRC/RES/5/1
A/HRC/DEC/OM/11/1 | A/HRC/DEC/OM/11/1
A/HRC/DEC/58/101 | A/HRC/DEC/58/101
A/HRC/DEC/S-36/101 | A/HRC/DEC/S-36/101
A/HRC/DEC/2/115 | A/HRC/DEC/2/115
A/HRC/PRST/60/1 | A/HRC/PRST/60/1
A/HRC/PRST/8/1 | A/HRC/PRST/8/1
A/HRC/PRST/OM/3/1 | A/HRC/PRST/OM/3/1
ESCAP/RES/75/2 | ESCAP/RES/75/2
E/ESCAP/RES/75/2 | ESCAP/RES/75/2
ESCAP/RES/274(XLIII) | ESCAP/RES/274 (XLIII)
ESCAP/RES/71/1 | ESCAP/RES/71/1
UNEP/EA.4/RES.1 | UNEP/EA.4/RES.1
UNEP/EA.4/Res.1 | UNEP/EA.4/RES.1
UNEP/EA.5/Res.14 | UNEP/EA.5/RES.14
UNEP/EA.SS.1/RES.1 | UNEP/EA.SS.1/RES.1
UNEP/EA.SS.1/Res.1 | UNEP/EA.SS.1/RES.1
UNEP/EA.SS.1/HLS.1 | UNEP/EA.SS.1/HLS.1
UNEP/EA.4/HLS.1 | UNEP/EA.4/HLS.1
UNEP/EA.5/Dec.4 | UNEP/EA.5/DEC.4
UNEP/EA.2/Res.5/Rev.1 | UNEP/EA.2/RES.5/Rev.1
UNEP/EA.1/Dec.2 | UNEP/EA.1/DEC.2
WHA66.10 | WHA66.10
WHA 66.10 | WHA66.10
WHA74(9) | WHA74(9)
WHA74(9) | WHA74(9)
WHA1.1 | WHA1.1
WHASS2(5) | WHASS2(5)
WHA3.56 | WHA3.56
1/CP.21 | 1/CP.21
12/CP.20 | 12/CP.20
1/CMA.5 | 1/CMA.5
CBD/COP/DEC/15/4 | CBD/COP/DEC/15/4
CBD/COP/DEC/XII/28 | CBD/COP/DEC/XII/28
UNEP/CBD/COP/DEC/XII/28 | CBD/COP/DEC/XII/28
HSP/HA.2/RES.4 | HSP/HA.2/RES.4
HSP/HA.1/Res.1 | HSP/HA.1/RES.1
E/CN.4/RES/2005/3 | E/CN.4/RES/2005/3
E/CN.4/RES/8(XXIII) | E/CN.4/RES/8 (XXIII)
71/12 | A/RES/71/12
a/res/71/12 | A/RES/71/12
A_RES_71_12 | A/RES/71/12
S_RES_2349_(2017) | S/RES/2349 (2017)
A/RES/71/012 | A/RES/71/12
A/RES/71/12 B | A/RES/71/12 B
A/RES/ 71/ 12 | A/RES/71/12
A/RES/71/12. | A/RES/71/12
A/RES/44/1 A–D | A/RES/44/1 A-D
A/RES/43/75 A, B and C | A/RES/43/75 A-C
A/RES/43/75 A and B | A/RES/43/75 A-B
General Assembly resolution 71/12 | A/RES/71/12
Human Rights Council resolution 58/1 | A/HRC/RES/58/1
HRC/RES/58/1 | A/HRC/RES/58/1
2022/2 | E/RES/2022/2
decision 80/501 | A/DEC/80/501
resolution 71/12 | A/RES/71/12
"""


@pytest.mark.parametrize("row", FORMS.strip().splitlines())
def test_forms_in_which_symbols_are_met(row: str) -> None:
    written, printed = (part.strip() for part in row.split("|"))
    symbol = Symbol.parse(written)
    assert str(symbol) == printed
    assert Symbol.parse(printed) == symbol
    assert symbol.body_session is not None or symbol.body == "Security Council"


@pytest.mark.parametrize(
    "written",
    [
        "S/RES/2349",
        "S/13228 (1979)",
        "S/INF/48",
        "E/1985/12",
        "E/RES/2/9",
        "E/RES/1992/S-1/1",
        "E/RES/2/2",
        "A/HRC/OM/7/1",
        "A/HRC/60/PRST/1",
        "A/HRC/60/L.1",
        "UNEP/EA.SS.1/1",
        "A/L.71/12",
        "A/71/12",
        "A/RES/71",
        "A/RES/IIII/3",
        "A/RES/100(XXXX)",
    ],
)
def test_symbols_of_other_things(written: str) -> None:
    with pytest.raises(UsageError):
        Symbol.parse(written)
