"""The same registers to write to as in the tests of `mandates.register`."""

from __future__ import annotations

from tests.register.conftest import connection, register

__all__ = ["connection", "register"]
