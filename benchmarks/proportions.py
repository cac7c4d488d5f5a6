"""How real resolutions are made up: counts taken from what `mandates extract` read, kept in `proportions.json`.

``mandates extract FOLDER --format jsonl > read.jsonl && python -m benchmarks.proportions read.jsonl`` takes them anew.
The committed file was taken from 1,374 resolutions of five organs, 1946 to 2025.
"""

from __future__ import annotations

import argparse
import datetime as dt
import functools
import json
import pathlib
import random
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import accumulate
from typing import Any, Self

FILE = pathlib.Path(__file__).with_name("proportions.json")

#: Names of owners that are kept; the rarer ones are made up from these by the generator.
_NAMES = 400

#: Points of a distribution that are kept: the smallest value, 98 between, the largest.
_POINTS = 100


#: A session farther off than this is one that was numbered where the organ now counts by years.
_MOST_STEPS = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """Things with how often each was seen; draws one."""

    things: tuple[Any, ...]
    weights: tuple[int, ...]

    @classmethod
    def of(cls, pairs: Iterable[Sequence[Any]]) -> Self:
        """Return the choice among ``[thing, count]``; lists become tuples."""
        found = [(tuple(thing) if isinstance(thing, list) else thing, int(count)) for thing, count in pairs]
        return cls(tuple(thing for thing, _ in found), tuple(accumulate(count for _, count in found)))

    def draw(self, rng: random.Random) -> Any:
        """Return one of the things, each as often as it was seen."""
        return self.things[bisect(self.weights, rng.random() * self.weights[-1])]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proportions:
    """What was counted. Distributions of numbers are lists of evenly spaced quantiles.

    Attributes:
        sessions: (body, session), or for the Security Council (body, year), of resolutions.
        preambular, operative: paragraphs a resolution. preambular_length, operative_length: characters a paragraph.
        items: share of operative paragraphs that are list items.
        mandates: mandates an operative paragraph.
        shapes: (verb, deliverable, kinds of its dues) of mandates. reiterated: share of them.
        owners: owners a mandate. names: (name, entity) of the frequent owners. rare_names: mentions of the others.
        due_bodies: (adopting body, body of the session due). steps: sessions from adoption to a due session of the
            same organ. days: from adoption to a date due. until_days: from adoption to an end.
        every, after: lengths of recurrences and of windows.
        confidence: of mandates.
    """

    sessions: Choice
    preambular: tuple[int, ...]
    operative: tuple[int, ...]
    preambular_length: tuple[int, ...]
    operative_length: tuple[int, ...]
    items: float
    mandates: Choice
    shapes: Choice
    reiterated: float
    owners: Choice
    names: Choice
    rare_names: int
    due_bodies: Choice
    steps: Choice
    days: tuple[int, ...]
    until_days: tuple[int, ...]
    every: Choice
    after: Choice
    confidence: tuple[float, ...]


@functools.cache
def load(path: pathlib.Path = FILE) -> Proportions:
    """Return the proportions of a file that `main` wrote."""
    data = json.loads(path.read_text(encoding="utf-8"))
    values: dict[str, Any] = {}
    for field in fields(Proportions):
        value = data[field.name]
        values[field.name] = (
            Choice.of(value) if field.type == "Choice" else tuple(value) if isinstance(value, list) else value
        )
    return Proportions(**values)


def draw_number(quantiles: Sequence[float], rng: random.Random) -> float:
    """Return a number of the distribution that `quantiles` describe."""
    place = rng.random() * (len(quantiles) - 1)
    low = int(place)
    return quantiles[low] + (place - low) * (quantiles[low + 1] - quantiles[low])


def measure(readings: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return the counts of resolutions as `mandates extract --format jsonl` gives them."""
    numbers: dict[str, list[float]] = {name: [] for name in _NUMBERS}
    counts: dict[str, Counter[Any]] = {name: Counter() for name in _COUNTS}
    reiterated = 0
    for reading in readings:
        head, paragraphs, mandates = reading["resolution"], reading["paragraphs"], reading["mandates"]
        adopted = dt.date.fromisoformat(head["adopted_on"]) if head["adopted_on"] else None
        session = head["session"] if head["session"] is not None else adopted and str(adopted.year)
        if session is not None:
            counts["sessions"][head["body"], str(session)] += 1
        for kind in ("preambular", "operative"):
            texts = [one["text"] for one in paragraphs if one["kind"] == kind]
            numbers[kind].append(len(texts))
            numbers[f"{kind}_length"] += map(len, texts)
        operative = [one for one in paragraphs if one["kind"] == "operative"]
        counts["items"].update(one["parent"] is not None for one in operative)
        of_label = Counter(one["label"] for one in mandates)
        counts["mandates"].update(of_label[one["label"]] for one in operative)
        for one in mandates:
            reiterated += one["reiterated"]
            counts["shapes"][one["verb"], one["deliverable"], *(due["kind"] for due in one["due"])] += 1
            counts["owners"][len(one["owners"])] += 1
            counts["names"].update(zip(one["owners"], one["entities"]["owners"], strict=True))
            numbers["confidence"].append(one["confidence"])
            for due in one["due"]:
                _measure_due(due, head, adopted, numbers, counts)
    names = counts.pop("names").most_common()
    flags = counts.pop("items")
    return {
        **{name: _quantiles(values) for name, values in numbers.items()},
        **{name: [[thing, count] for thing, count in counter.most_common()] for name, counter in counts.items()},
        "items": round(flags[True] / max(1, flags.total()), 4),
        "reiterated": round(reiterated / max(1, counts["owners"].total()), 4),
        "names": [[name, count] for name, count in names[:_NAMES]],
        "rare_names": sum(count for _, count in names[_NAMES:]),
    }


_NUMBERS = ("preambular", "operative", "preambular_length", "operative_length", "days", "until_days", "confidence")
_COUNTS = ("sessions", "items", "mandates", "shapes", "owners", "names", "due_bodies", "steps", "every", "after")


def _measure_due(
    due: dict[str, Any],
    head: dict[str, Any],
    adopted: dt.date | None,
    numbers: dict[str, list[float]],
    counts: dict[str, Counter[Any]],
) -> None:
    kind = due["kind"]
    if kind == "session":
        counts["due_bodies"][head["body"], due["body"] or head["body"]] += 1
        ours, theirs = str(head["session"]), str(due["session"])
        if due["body"] == head["body"] and ours.isdecimal() and theirs.isdecimal():
            step = int(theirs) - int(ours)
            counts["steps"].update([step] if 0 <= step <= _MOST_STEPS else [])
    elif kind in ("date", "until") and due["date"] and adopted:
        days = (dt.date.fromisoformat(due["date"]) - adopted).days
        numbers["days" if kind == "date" else "until_days"].append(days)
    elif kind == "recurring":
        counts["every"][due["every"]] += 1
    elif kind == "relative":
        counts["after"][due["after"]] += 1


def _quantiles(values: list[float]) -> list[float]:
    ordered = sorted(values)
    places = [round(point * (len(ordered) - 1) / (_POINTS - 1)) for point in range(_POINTS)] if ordered else []
    return [ordered[place] for place in places]


def _read(path: pathlib.Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def main() -> None:
    """Count and write the file, one key a line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("readings", type=pathlib.Path, help="what 'mandates extract --format jsonl' printed")
    parser.add_argument("--output", type=pathlib.Path, default=FILE)
    options = parser.parse_args()
    counted = measure(_read(options.readings))
    lines = [f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in counted.items()]
    options.output.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
