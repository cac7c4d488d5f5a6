"""Numbers in words, put together from the vocabulary: "seventy-third", "one hundred and eighth", "twelve"."""

# They are put together here: a library that knows them in all languages is a tenth of the start of a command.

from __future__ import annotations

from collections.abc import Iterator

from mandates import lexicon


@lexicon.derived
def ordinals() -> dict[str, int]:
    """Return the ordinal numbers up to the 199th by their words, with spaces and without."""
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
    """Return what stands behind the figures of an ordinal number: "st" in 21st."""
    return "th" if number // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _written(ordinal: bool) -> dict[int, str]:
    names = dict(_up_to_199("ordinals", "ordinal_tens") if ordinal else _up_to_199("cardinals", "tens"))
    hundred = {100: "one hundredth" if ordinal else "one hundred"}
    compound = {number: "-".join(words.rsplit(" ", 1)) for number, words in names.items() if number % 100 > 20}
    return names | compound | hundred


def plain(words: str) -> str:
    """Return the words of an ordinal number as `ordinals` has them."""
    return words.replace("-", " ").replace(" and ", " ").replace("one hundredth", "hundredth")


def _up_to_199(ones: str, tens: str) -> Iterator[tuple[int, str]]:
    """Yield the numbers but 100 with their words, the last of which is one of these two lists."""
    words = lexicon.load("due")["numbers"]
    small = list(enumerate(words[ones], 1))
    for ten, (alone, leading) in enumerate(zip(words[tens], words["tens"], strict=True), 2):
        small.append((10 * ten, alone))
        small += [(10 * ten + one, f"{leading} {word}") for one, word in small[:9]]
    yield from small
    yield from ((100 + number, f"one hundred {word}") for number, word in small)
