"""The organ and the session that the symbol of a document names."""

from __future__ import annotations

import pytest

from mandates.reference.series import forum_of, has_session_on_masthead


@pytest.mark.parametrize(
    ("symbol", "body", "session", "on_masthead"),
    [
        ("A/73/328", "General Assembly", 73, False),
        ("A/HRC/39/2", "Human Rights Council", 39, False),
        ("A/HRC/EMRIP/2025/2", "Human Rights Council", None, False),  # whose year is not that of a session
        ("E/2022/15", "Economic and Social Council", "2022", False),
        ("E/CN.6/2025/4", "Commission on the Status of Women", None, True),
        ("A/AC.105/1311", "Committee on the Peaceful Uses of Outer Space", None, True),
        ("A/AC.105/C.1/122", "Scientific and Technical Subcommittee", None, True),  # the longer series
        ("A/CN.9/1180", "United Nations Commission on International Trade Law", None, True),
        ("UNEP/EA.6/3", "United Nations Environment Assembly", 6, False),
        ("S/2019/3", "Security Council", None, False),
        ("ST/SGB/3", None, None, False),
    ],
)
def test_a_symbol_names_its_organ_and_session(
    symbol: str, body: str | None, session: int | str | None, on_masthead: bool
) -> None:
    assert forum_of(symbol) == (body, session)
    assert has_session_on_masthead(symbol) == on_masthead
