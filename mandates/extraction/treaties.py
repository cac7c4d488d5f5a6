"""The full names of treaties that a passage gives for a short one: "Convention on Lamps" for "Convention"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mandates import lexicon
from mandates.extraction.coordination import clean
from mandates.extraction.full_names import WORDS_BEFORE, own_words
from mandates.extraction.short_form_words import short_form_words


@lexicon.remembered
def treaty_names(short: str, passage: str) -> tuple[str, ...]:
    """Return the names in `passage` that `short` stands for, in order, and `short` itself where it is used alone."""
    return tuple(_find(short, passage)) if short in passage else ()


def _find(short: str, passage: str) -> Iterator[str]:
    pattern = _pattern(short)
    match = pattern.search(passage)
    while match is not None:
        words_before = own_words(match["before"])
        first, *others = match["subject"].split(",")
        while others and not _names_another(others[0]):
            first = f"{first},{others.pop(0)}"
        yield clean(" ".join((*words_before, short)) + first)
        match = pattern.search(passage, match.start("subject") + len(first))


def _names_another(text: str) -> bool:
    """Whether the words after a comma name another treaty or act."""
    return not short_form_words().acts.isdisjoint(text.split())


@lexicon.remembered
def _pattern(short: str) -> re.Pattern[str]:
    words = short_form_words()
    another = rf"to\s+the(?=\s+(?:[A-Z][\w-]*\s+){{0,3}}(?:{'|'.join(map(re.escape, words.instruments))})\b)"
    small = rf"(?:\s+(?!and\s+the\b)(?!(?:on|in|from|for)\s+\d)(?:{words.treaty_words}|{another})(?![\w/]))"
    capital = r"\s+[A-Z][\w\u2019/-]*"
    date = r"\s+of\s+\d{1,2}\s+[A-Z][a-z]+\s+\d{4}"
    purpose = rf"\s+to(?=\s+(?:{words.infinitives})\b)"
    subject = rf"(?:\s+(?:{words.treaty_subjects})\b|{purpose}){small}{{0,3}}{capital}"
    further = rf"(?:,?{date}|,?{purpose}|(?:,(?!\s+the\b))?{small}{{0,4}}{capital})*"
    return re.compile(
        rf"(?<![\w\u2019-])(?P<before>{WORDS_BEFORE}){re.escape(short)}(?![\w-])(?P<subject>(?:{subject}{further}|))"
    )
