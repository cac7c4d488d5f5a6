"""The progress bar: on a terminal only, and gone when it is done."""

from __future__ import annotations

import io
import sys

import pytest

from mandates.cli.progress import progress


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _drawn(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, *, total: int = 3, shown: bool = True) -> str:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", stream)
    with progress(total, shown=shown) as advance:
        for number in range(total):
            advance(f"folder/file {number}\x1b[31m.pdf")
    return stream.getvalue()


def test_a_bar_shows_the_file_and_how_many_are_done(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = _drawn(monkeypatch, _Terminal())
    assert "3/3" in drawn
    assert "file 2" in drawn
    assert "\x1b[31m.pdf" not in drawn
    assert drawn.endswith("\x1b[2K")  # the line is left clear


@pytest.mark.parametrize(
    ("stream", "total", "shown"), [(io.StringIO(), 3, True), (_Terminal(), 1, True), (_Terminal(), 3, False)]
)
def test_no_bar_elsewhere(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, total: int, shown: bool) -> None:
    assert _drawn(monkeypatch, stream, total=total, shown=shown) == ""
