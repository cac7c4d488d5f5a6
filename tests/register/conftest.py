"""A register to write to, with the moments that tests use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mandates.register.database import checks
from mandates.register.engine import Register, Session, open_register


@pytest.fixture
def register(url: str) -> Iterator[Register]:
    """Give an open register; afterwards it has to be sound."""
    with open_register(url, writing=True) as opened:
        yield opened
        with opened.session() as last:
            assert checks.findings(last) == []


@pytest.fixture
def session(register: Register) -> Iterator[Session]:
    """Give one transaction for the whole test."""
    with register.session() as opened:
        yield opened
