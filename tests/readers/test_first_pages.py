"""Of a long report the first pages are read, of a long resolution all, and of the rest all where these do not tell."""

from __future__ import annotations

import pathlib
import textwrap
from collections.abc import Sequence

from mandates.domain.issued import IssuedDocument
from mandates.domain.mandate import Reading
from mandates.domain.problems import Problem
from mandates.pipeline import read_file
from mandates.readers.pdf import read_pdf
from tests.readers import samples
from tests.readers.test_pdf import pdf

REPORT = (
    *("United Nations A/81/97", "General Assembly", "Distr.: General", "3 May 2026", "Eighty-first session"),
    *("Report of the Secretary-General", "1. The present report is submitted pursuant to resolution 80/301."),
)
MORE = [("2. Much was done in the harbours.",)] * 30


def paged(*pages: Sequence[str]) -> bytes:
    """Return a PDF of pages with these lines."""
    return pdf(*[[(line, 10, 60, 800 - 12 * n) for n, line in enumerate(lines)] for lines in pages])


def test_the_first_pages_of_a_report_are_enough(tmp_path: pathlib.Path) -> None:
    data = paged(REPORT, *MORE)
    document = read_pdf(data, "given", whole=False)
    assert len(document.blocks) == 12
    assert document.rest is not None
    assert len(document.rest().blocks) == 31
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    (found,) = read_file(str(path))
    assert isinstance(found, IssuedDocument)
    assert [one.resolution for one in found.answers] == ["A/RES/80/301"]


def test_all_pages_of_a_resolution_are_read(tmp_path: pathlib.Path) -> None:
    lines = [line for text in samples.TEXT.splitlines() if text for line in textwrap.wrap(text, 100)]
    opening = lines.index("The General Assembly,") + 1
    path = tmp_path / "a.pdf"
    between = [("Recalling its resolution 70/1,",)] * 20
    path.write_bytes(paged(lines[:opening], *between, lines[opening:]))
    readings = [one for one in read_file(str(path)) if isinstance(one, Reading)]
    assert [one.resolution.symbol for one in readings] == [samples.SYMBOL]


def test_what_the_first_pages_do_not_tell_is_read_whole(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(paged(*[("A list of bread and butter.",)] * 20))
    (problem,) = read_file(str(path))
    assert isinstance(problem, Problem)
    assert problem.code == "document.no_resolution"
