"""Remedies of errors in the words of pages and of the API, instead of commands and options."""

from __future__ import annotations

import re
from typing import NamedTuple


class _Words(NamedTuple):
    """What the command line says, as a pattern, with the words of pages and those of the API for it."""

    command: str
    page: str
    api: str


_UNDO = "POST /api/1/undo"
_WORDS = (
    _Words(r"see 'mandates review' or 'mandates documents'", "see Review and Documents", "see /api/1/review"),
    _Words(r"see 'mandates renewals'", "see Review", "see /api/1/review"),
    _Words(r"see 'mandates list'", "see Items", "see /api/1/items"),
    _Words(r"see 'mandates history(?: [^']+)?'", "see History", "see /api/1/events"),
    _Words(r"'mandates history' has their numbers", "History has their numbers", "/api/1/events has their numbers"),
    _Words(r"see 'mandates show REFERENCE' for those there are", "see the item", "see the item"),
    _Words(
        r"(?:see|try) 'mandates (resolutions|owners|review|documents|sessions)[^']*'( for those that are)?",
        r"see the page of \1",
        r"see /api/1/\1",
    ),
    _Words(
        r"take it back with 'mandates undo', or use --reopen",
        "take it back, or open it again",
        f"take it back with {_UNDO}, or send 'reopen': true",
    ),
    _Words(r"(take (?:it|that) back) with 'mandates undo(?: \d+)?'", r"\1", rf"\1 with {_UNDO}"),
    _Words(
        r"enter one with: mandates add .*",
        "enter one: the page 'Add' leads to where that is done",
        "enter one with POST /api/1/mandates",
    ),
    _Words(r"with --additional", "with the box 'one more document'", "with 'additional': true"),
    _Words(r"or use --reopen", "or open it again", "or send 'reopen': true"),
    _Words(r"look at it again: mandates show \S.*", "look at it again", "request the item again"),
    _Words(r"give it one: mandates view save NAME", "write one", "give it one"),
    _Words(r"give filters, such as --committee Second", "filter the list first", "give filters"),
    _Words(r"save one with 'mandates view save'", "filter the list of items and save it", "leave 'view' out"),
    _Words(r"see 'mandates user list'", "see the page of people", "see /api/1/people"),
    _Words(
        r"ingest it, or give the paragraph's words: --text WORDS",
        "add it first, or write the paragraph's words",
        "upload it first, or send the paragraph's words as 'text'",
    ),
    _Words(
        r"import the list with 'mandates import --registry FILE', or check",
        "the list is imported at the command line; check",
        "the list is imported at the command line; check",
    ),
    _Words(r"leave --text out", "leave the words of the paragraph out", "leave 'text' out"),
    _Words(r"see 'mandates show (\S+)'", r"see \1", r"see \1"),
    _Words(r", and --due for each time", ", and each time it is due", ", and 'due' with each time"),
    _Words(r"give the new date or session: --due WHEN", "give the new date or session", "send it as 'due'"),
    _Words(r"give one: --reason TEXT", "give one", "send it as 'reason'"),
    _Words(r"give its date: --due DATE", "give its date", "send its date as 'due'"),
    _Words(r"--ended shows them", "'Include what has ended' shows them", "--ended shows them"),
    _Words(r"; --format csv has all", "; as CSV all", "; --format csv has all"),
    _Words(r"and give a --link", "and give a link to it", "and give a link to it"),
    _Words(
        r"'mandates review', 'mandates update', or ingest the right text",
        "on Review or on the page of the item, or add the right text",
        "change the item, or upload the right text",
    ),
)
_COMMANDS = tuple((re.compile(words.command), words.page, words.api) for words in _WORDS)


def on_pages(remedy: str) -> str:
    """Return a remedy in the words of pages."""
    for pattern, words, _ in _COMMANDS:
        remedy = pattern.sub(words, remedy)
    return remedy


def in_api(remedy: str) -> str:
    """Return a remedy in the words of the API."""
    for pattern, _, words in _COMMANDS:
        remedy = pattern.sub(words, remedy)
    return remedy
