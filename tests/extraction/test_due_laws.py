"""Every example of the vocabulary and of the tests: what is read of it whole, and said otherwise in ways that change
nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest

from mandates import lexicon
from tests.extraction import due_texts, test_due, test_due_forms
from tests.extraction.due_reading import dues, read
from tests.extraction.test_due_lexicon import ENTRIES
from tests.golden import check

#: The vocabularies whose examples are paragraphs that ask for something.
OF_MANDATES = ("deliverables", "owners", "verbs", "confidence", "classes", "extensions")


def tabled(module: ModuleType) -> Iterator[str]:
    """Yield the texts of the tables of a module."""
    for function in vars(module).values():
        for mark in getattr(function, "pytestmark", ()):
            if mark.name == "parametrize":
                cases = [case if isinstance(case, str) else case[0] for case in mark.args[1]]
                yield from (case for case in cases if isinstance(case, str) and " " in case and len(case) < 1500)


TEXTS = [
    *dict.fromkeys(
        [
            *(entry[name] for _, entry in ENTRIES for name in ("example", "counter_example") if name in entry),
            *tabled(test_due),
            *tabled(test_due_forms),
            *due_texts.TEXTS.strip().splitlines(),
        ]
    )
]


def examples(data: Any) -> Iterator[str]:
    """Yield the examples of a vocabulary, wherever they stand in it."""
    for name, value in data.items() if isinstance(data, dict) else enumerate(data):
        if isinstance(value, (dict, list)):
            yield from examples(value)
        elif name in ("example", "counter_example") and isinstance(value, str):
            yield value


#: The examples of the other vocabularies in which a time is read, or seen.
OTHERS = [
    text
    for text in dict.fromkeys(text for name in OF_MANDATES for text in examples(lexicon.load(name)))
    if text not in TEXTS and any(reading.due or reading.reasons for reading in read(text))
]


@pytest.fixture(scope="module")
def plain() -> dict[str, list[str]]:
    """Give what each text says as it stands."""
    return {text: dues(text) for text in TEXTS}


def small(text: str) -> str:
    return text[0].lower() + text[1:]


def open_(text: str) -> str:
    return text.rstrip(".;")


#: What a due says of itself.
NAMES = ("phrase", "span", "body", "session", "date", "after", "event", "every", "opens_on", "closes_on")

#: Ways to say the same: each gives the paragraphs that are read, of which the last one counts.
WAYS: dict[str, Callable[[str], tuple[str, ...]]] = {
    "a word before": lambda text: (f"Also {small(text)}",),
    "two words before": lambda text: (f"Once again {small(text)}",),
    "an aside before": lambda text: (f"In this context, {small(text)}",),
    "a clause before": lambda text: (f"Stresses the importance of lighthouses, and {small(text)}",),
    "a clause behind": lambda text: (f"{open_(text)}, and stresses the importance of lighthouses;",),
    "a request behind": lambda text: (f"{open_(text)}; encourages Member States to keep their lighthouses;",),
    "a semicolon": lambda text: (f"{open_(text)};",),
    "and": lambda text: (f"{open_(text)}; and",),
    "no stop": lambda text: (open_(text),),
    "a paragraph before": lambda text: ("Welcomes the lighthouse at Genoa.", text),
    "a session before": lambda text: ("Recalls that it met at its sixty-fifth session in 2010.", text),
    "a longer owner": lambda text: (text.replace("Secretary-General", "Executive Director"),),
    "another owner": lambda text: (text.replace("Requests the", "Requests the competent and the"),),
    "a longer report": lambda text: (text.replace(" a report", " a written report"),),
    "hard spaces": lambda text: (text.replace(" ", "\N{NO-BREAK SPACE}"),),
    "two spaces": lambda text: (text.replace(" ", "  "),),
    "line ends": lambda text: (text.replace(" ", "\n"),),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_what_stands_around_a_time_does_not_change_it(
    plain: dict[str, list[str]], way: Callable[[str], tuple[str, ...]]
) -> None:
    changed = {text: (found, before) for text, before in plain.items() if (found := dues(*way(text))) != before}
    assert changed == {}


def test_all_that_is_read_of_a_time_stays_as_it_was() -> None:
    """Its words, its days, what it is counted from, and the doubts; MANDATES_GOLDEN=update writes it anew."""
    lines = []
    for text in (*TEXTS, *OTHERS):
        lines.append(text)
        for reading in read(text):
            for due in reading.due:
                named = (f"{name}={value}" for name in NAMES if (value := getattr(due, name)) is not None)
                lines.append(f"    {due.kind.value} {' '.join(named)}")
                assert due.span is None or 0 <= due.span.start < due.span.end <= len(text)
            lines += [f"    doubt {reason}" for reason in reading.reasons]
    check(__file__, "dues.txt", "\n".join(lines) + "\n")


def test_the_texts_have_times(plain: dict[str, list[str]]) -> None:
    assert sum(1 for found in plain.values() if found) > len(plain) / 2
