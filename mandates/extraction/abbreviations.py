"""What an abbreviation stands for where a passage defines it: "the Joint Lake Observation Mission (JLOM)"."""

from __future__ import annotations

import re
import unicodedata

from mandates import lexicon
from mandates.extraction.coordination import clean
from mandates.extraction.short_form_words import short_form_words
from mandates.reference.entities import resolve

#: The most words of a name that is abbreviated.
_LONGEST_NAME = 16
#: A word of a name, or a mark at which none goes on.
_WORD = re.compile(r"[\w\u2019'/-]+|[,;:().\u201c\u201d]")


@lexicon.remembered
def written_out(short: str, passage: str) -> str | None:
    """Return the full name that stands before `short` in parentheses in `passage`; None if none does.

    It is known to the registry as what `short` stands for, or `short` consists of the beginnings of its words, or, if
    the name is not in the language of the abbreviation, it is a name in capitals.
    """
    if short not in passage:
        return None
    for mention in re.finditer(rf"\(\W*{re.escape(short)}\W*\)", passage):
        words = _WORD.findall(passage[: mention.start()])[-_LONGEST_NAME:]
        name = _known(words, resolve(short)) or _spelt(words, short) or _in_capitals(words)
        if name is not None:
            return clean(name)
    return None


def _known(words: list[str], key: str | None) -> str | None:
    """Return the longest name at the end of `words` that stands for the entity `key`."""
    for length in range(len(words), 1, -1):
        name = words[-length:]
        if key is not None and name[0][0].isupper() and name[0] != "The" and resolve(" ".join(name)) == key:
            return " ".join(name)
    return None


def _spelt(words: list[str], short: str) -> str | None:
    """Return the name of the last `words` whose beginnings spell `short`: "JOint LAke Mission" of JOLAM."""
    letters = re.sub("[^A-Z]", "", _plain(short).upper())
    for length in range(2, len(words) + 1):
        name = words[-length:]
        if not name[0][0].isalnum():
            return None
        if name[0][0].isupper() and name[0][0] == short[0]:
            parts = [_plain(part).upper() for word in name for part in re.split("[-/]", word) if word[0].isupper()]
            if _spells(parts, letters):
                return " ".join(name)
    return None


def _spells(parts: list[str], letters: str) -> bool:
    """Whether beginnings of all `parts`, in order, spell `letters`."""
    spelt = {0}  # how many letters the parts so far may spell: few, where a part may begin in many ways
    for part in parts:
        spelt = {
            start + length
            for start in spelt
            for length in range(1, len(part) + 1)
            if letters.startswith(part[:length], start)
        }
    return len(letters) in spelt


def _plain(word: str) -> str:
    """Return `word` without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def _in_capitals(words: list[str]) -> str | None:
    """Return the name in capitals that ends the `words`: "Armed Forces of Arcadia" after "of the"."""
    inside = short_form_words().inside_names
    first = len(words)
    while first and (words[first - 1][0].isupper() or words[first - 1] in inside):
        if words[first - 1] == "and" and words[first : first + 1] == ["the"]:
            break  # another name
        first -= 1
    name = words[first:]
    while name and not name[0][0].isupper():
        name = name[1:]
    return " ".join(name) if len(name) > 1 and name[-1][0].isupper() else None
