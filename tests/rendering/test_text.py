import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandates.rendering.text import count, cut, day, pad, plain, width, wrap


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("as it is", "as it is"),
        ("\x1b[31mred\x1b[0m", "\ufffd[31mred\ufffd[0m"),  # an escape sequence
        ("\x9b31m", "\ufffd31m"),  # the same in one character
        ("two\nlines\tand a tab", "two lines and a tab"),
        ("abc\u202edcb", "abc\ufffddcb"),  # text turned around
        ("caf\u00e9 \u4e2d", "caf\u00e9 \u4e2d"),
    ],
)
def test_what_a_terminal_would_obey_is_taken_out(text, harmless):
    assert plain(text) == harmless


@pytest.mark.parametrize(("text", "cells"), [("abc", 3), ("\u4e2d\u6587", 4), ("e\u0301", 1), ("", 0)])
def test_width_counts_cells(text, cells):
    assert width(text) == cells
    assert width(pad(text, 6)) == 6


@pytest.mark.parametrize(
    ("text", "cells", "result"),
    [
        ("short", 5, "short"),
        ("longer", 5, "long\u2026"),
        ("ends here", 6, "ends\u2026"),
        ("\u4e2d\u6587\u4e2d", 4, "\u4e2d\u2026"),
    ],
)
def test_cutting_shows_that_something_is_left(text, cells, result):
    assert cut(text, cells) == result


def test_wrapping_breaks_at_spaces_and_long_words_anywhere():
    assert wrap("one two three", 7) == ["one two", "three"]
    assert wrap("a supercalifragilistic word", 8) == ["a", "supercal", "ifragili", "stic", "word"]


def test_wrapping_says_where_it_stops():
    assert wrap("one two three four five", 9, lines=2) == ["one two", "three fo\u2026"]
    assert wrap("x" * 50, 10, lines=2) == ["x" * 10, "x" * 9 + "\u2026"]


@given(st.text(max_size=60), st.integers(1, 20), st.one_of(st.none(), st.integers(1, 4)))
def test_wrapped_lines_fit_unless_one_character_does_not(text, cells, lines):
    wrapped = wrap(plain(text), cells, lines)
    assert lines is None or len(wrapped) <= lines
    assert all(width(line) <= cells or len(line) <= 2 for line in wrapped)


@given(st.lists(st.text("ab\u2019\u4e2d", min_size=1, max_size=12), min_size=1, max_size=9), st.integers(2, 20))
def test_wrapping_keeps_all_words_and_fills_its_lines(words, cells):
    """Whether the characters take one cell each or two."""
    wrapped = wrap("  ".join(words), cells)
    assert "".join(wrapped).replace(" ", "") == "".join(words)
    for line, following in itertools.pairwise(wrapped):
        word = following.split()[0]
        assert width(line) + 1 + width(word) > cells


def test_days_and_counts_read_as_in_documents():
    assert day(dt.date(2019, 9, 6)) == "6 Sep 2019"
    assert day(None) == ""
    assert [count(1, "day"), count(1200, "day"), count(0, "reply", "replies")] == ["1 day", "1,200 days", "0 replies"]
