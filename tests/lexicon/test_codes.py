"""Every code that a person may meet is explained, and nothing else is."""

from __future__ import annotations

import ast
import pathlib
import re
from collections.abc import Iterator

import pytest

import mandates
from mandates import lexicon
from mandates.domain.match import Reason, WhyNone
from scripts import codes

CODES = lexicon.load("codes")
ROOT = pathlib.Path(mandates.__file__).parent
#: What begins like a code of a problem in the sources and is none: names of files and modules.
_FILES = re.compile(r"\.(?:html|toml|csv|txt|sqlite|db|ics|id)$")


def in_sources() -> Iterator[str]:
    """Yield every text in the program that has the form of a problem's code, and begins like one that is explained."""
    begun = {code.partition(".")[0] for code in CODES["problem"]}
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and not _FILES.search(node.value):
                match = re.fullmatch(r"([a-z]+)\.[a-z_]+", node.value)
                if match and match[1] in begun:
                    yield node.value
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("Problem", "Refusal")
            ):
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value


def test_every_code_of_a_problem_is_explained_and_no_other() -> None:
    reasons = {*Reason, *WhyNone, *(one["key"] for one in lexicon.load("confidence")["reason"])}
    assert {code for code in in_sources() if code not in reasons} == set(CODES["problem"])


def test_every_reason_of_a_match_is_explained_and_no_other() -> None:
    assert set(CODES["match"]) == set(Reason)
    assert set(CODES["unmatched"]) == set(WhyNone)


def test_the_page_of_codes_is_what_is_made_of_them() -> None:
    assert codes.PAGE.read_text(encoding="utf-8") == codes.page(), "write it anew with 'make schemas'"


def test_the_readme_explains_every_exit_code() -> None:
    readme = (ROOT.parent / "README.md").read_text(encoding="utf-8")
    table = readme.partition("## Exit codes")[2].partition("## ")[0]
    assert [int(code) for code in re.findall(r"^\| (\d+) \|", table, re.MULTILINE)] == list(codes.exit_codes())


@pytest.mark.parametrize("kind", [*CODES])
def test_meanings_are_a_line_without_a_full_stop(kind: str) -> None:
    assert [code for code, said in CODES[kind].items() if said.endswith(".") or "\n" in said] == []
