"""Remedies of errors on pages and in the API name no commands and no options of the command line."""

from __future__ import annotations

import ast
import pathlib
import re

import pytest

import mandates
from mandates.web.remedies import in_api, on_pages

ROOT = pathlib.Path(mandates.__file__).parent
#: Modules whose errors reach pages and the API, except those that only commands use.
MODULES = [
    path
    for path in (*ROOT.joinpath("register").glob("*.py"), ROOT / "domain" / "commands.py")
    if path.stem not in ("exchange", "marks", "maintenance", "unit_of_work")
]
_COMMAND = re.compile(r"'mandates |\bmandates [a-z]+ [A-Z'\d]|(?<![\w-])--[a-z]")


def texts(path: pathlib.Path) -> list[str]:
    """Return the texts of a module that name commands or options, with 17 in place of values."""
    tree = ast.parse(path.read_text("utf-8"))
    parts = {
        id(part)
        for node in ast.walk(tree)
        for part in ast.walk(node)
        if isinstance(node, ast.JoinedStr) and part is not node
    }
    texts = []
    for node in ast.walk(tree):
        if id(node) in parts:
            continue
        if isinstance(node, ast.JoinedStr):
            texts.append("".join(str(part.value) if isinstance(part, ast.Constant) else "17" for part in node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts.append(node.value)
    return [text for text in texts if _COMMAND.search(text) and "\n" not in text]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_every_remedy_has_words_for_pages_and_for_the_api(path):
    for text in texts(path):
        remedy = f"see {text}" if text.startswith("'mandates owners") else text
        assert not _COMMAND.search(on_pages(remedy))
        assert not _COMMAND.search(in_api(remedy))


def test_the_modules_have_such_texts():
    assert sum(len(texts(path)) for path in MODULES) > 20


@pytest.mark.parametrize(
    ("remedy", "page", "api"),
    [
        (
            "take that back with 'mandates undo' first",
            "take that back first",
            "take that back with POST /api/1/undo first",
        ),
        ("take that back with 'mandates undo 12'", "take that back", "take that back with POST /api/1/undo"),
        ("see 'mandates renewals'", "see Review", "see /api/1/review"),
        ("see 'mandates history A/RES/71/500#8'", "see History", "see /api/1/events"),
        ("see 'mandates owners --role lead'", "see the page of owners", "see /api/1/owners"),
        ("see 'mandates sessions' for those that are", "see the page of sessions", "see /api/1/sessions"),
        ("give one: --reason TEXT", "give one", "send it as 'reason'"),
    ],
)
def test_words_of_pages_and_of_the_api(remedy, page, api):
    assert (on_pages(remedy), in_api(remedy)) == (page, api)


def test_remedies_are_for_users_of_the_api(client):
    answer = client.get("/api/1/items/A/RES/71/999/1").json()
    assert "mandates " not in answer["remedy"]
    assert "--" not in answer["remedy"]
