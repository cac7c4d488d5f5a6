"""References: whatever way people write them, one way they are printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandates.domain.errors import UsageError
from mandates.domain.references import Reference
from mandates.domain.symbols import Symbol


@pytest.mark.parametrize(
    ("written", "printed", "label", "ordinal", "obligation"),
    [
        ("A/RES/71/12#8", "A/RES/71/12#8", "8", 1, None),
        ("a/res/71/12 # 8", "A/RES/71/12#8", "8", 1, None),
        ("71/12#8 (a) (i)", "A/RES/71/12#8(a)(i)", "8(a)(i)", 1, None),
        ("71/12#8.2", "A/RES/71/12#8.2", "8", 2, None),
        ("71/12#II.4", "A/RES/71/12#II.4", "II.4", 1, None),
        ("71/12#II.4.2", "A/RES/71/12#II.4.2", "II.4", 2, None),
        ("71/12#A.1(b)", "A/RES/71/12#A.1(b)", "A.1(b)", 1, None),
        ("71/12#8@75", "A/RES/71/12#8@75", "8", 1, "75"),
        ("2349 (2017)#5@2017-06-29", "S/RES/2349 (2017)#5@2017-06-29", "5", 1, "2017-06-29"),
        ("71/12#chapeau", "A/RES/71/12#chapeau", "chapeau", 1, None),
        ("71/12#8 bis", "A/RES/71/12#8bis", "8bis", 1, None),
    ],
)
def test_references(written: str, printed: str, label: str, ordinal: int, obligation: str | None) -> None:
    found = Reference.parse(written)
    assert (str(found), found.label, found.ordinal, found.obligation) == (printed, label, ordinal, obligation)
    assert Reference.parse(printed) == found
    assert found.mandate == Reference(found.symbol, label, ordinal)


@pytest.mark.parametrize("written", ["71/12", "#8", "71/12#", "x#8"])
def test_what_is_no_reference(written: str) -> None:
    with pytest.raises(UsageError):
        Reference.parse(written)


@given(st.integers(1, 400), st.integers(0, 3))
def test_a_mandates_reference_comes_back(number: int, depth: int) -> None:
    label = " ".join([str(number), "(a)", "(ii)", "(B)"][: depth + 1])
    reference = Reference.of(Symbol.parse("71/12"), label, ordinal=depth + 1)
    assert Reference.parse(str(reference)) == reference
