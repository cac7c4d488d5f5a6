"""Numbers in words, put together from the vocabulary: "seventy-third", "one hundred and eighth", "twelve"."""

# No library is used: importing one for all languages would take a tenth of the start of a command.

from __future__ import annotations

from collections.abc import Iterator

from mandates import lexicon


@lexicon.derived
def ordinals() -> dict[str, int]:
    """Return the ordinal numbers up to the 199th by their words, both with spaces and without."""
    spaced = {words: number for number, words in _up_to_199("ordinals", "ordinal_tens")} | {"hundredth": 100}
    return spaced | {
        words.replace(" ", ""): number for words, number in spaced.items()
    }  # "twentythird" at a line's end


@lexicon.derived
def cardinals() -> dict[str, int]:
    """Return the cardinal numbers up to 199 by their words."""
    return {words: number for number, words in _up_to_199("cardinals", "tens")} | {"one hundred": 100, "a": 1, "an": 1}


def written(number: int, *, ordinal: bool = False) -> str:
    """Return a number from 1 to 199 in words ("twenty-one", with `ordinal` "twenty-first"), any other in figures."""
    return _written(ordinal).get(number) or (f"{number}{ending(number)}" if ordinal else str(number))


def ending(number: int) -> str:
    """Return the suffix of an ordinal number in figures: "st" for 21st."""
    return "th" if number // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _written(ordinal: bool) -> dict[int, str]:
    spaced = dict(_up_to_199("ordinals", "ordinal_tens") if ordinal else _up_to_199("cardinals", "tens"))
    hundred = {100: "one hundredth" if ordinal else "one hundred"}
    hyphenated = {number: "-".join(words.rsplit(" ", 1)) for number, words in spaced.items() if number % 100 > 20}
    return spaced | hyphenated | hundred


def plain(words: str) -> str:
    """Return the words of an ordinal number in the form of the keys of `ordinals`."""
    return words.replace("-", " ").replace(" and ", " ").replace("one hundredth", "hundredth")


def _up_to_199(units: str, tens: str) -> Iterator[tuple[int, str]]:
    """Yield the numbers from 1 to 199 except 100 with their words.

    `units` and `tens` name the vocabulary lists from which the last word of each number is taken.
    """
    lists = lexicon.load("due")["numbers"]
    below_100 = list(enumerate(lists[units], 1))
    for digit, (exact, prefix) in enumerate(zip(lists[tens], lists["tens"], strict=True), 2):
        below_100.append((10 * digit, exact))
        below_100 += [(10 * digit + unit, f"{prefix} {word}") for unit, word in below_100[:9]]
    yield from below_100
    yield from ((100 + number, f"one hundred {word}") for number, word in below_100)
