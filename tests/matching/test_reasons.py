"""The page on matching says what every code means."""

from __future__ import annotations

import pathlib

import pytest

from mandates.domain.kinds import MatchClass
from mandates.domain.match import Reason, WhyNone

PAGE = (pathlib.Path(__file__).parents[2] / "docs" / "matching.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", [*Reason, *WhyNone, *MatchClass])
def test_every_code_is_explained(code: str) -> None:
    assert f"`{code}`" in PAGE
