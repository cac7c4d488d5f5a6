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

#: The number of owners' names that are kept; the generator makes up rarer ones.
_NAMES = 400

#: The number of quantiles kept of a distribution: the smallest value, 98 in between, the largest.
_POINTS = 100


#: The maximum step in sessions; larger ones come from organs that changed from numbers to years.
_MOST_STEPS = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """Things with their cumulative frequencies; draws one at random."""

    things: tuple[Any, ...]
    weights: tuple[int, ...]

    @classmethod
    def of(cls, pairs: Iterable[Sequence[Any]]) -> Self:
        """Return the choice among ``[thing, count]``; lists become tuples."""
        counted = [(tuple(thing) if isinstance(thing, list) else thing, int(count)) for thing, count in pairs]
        return cls(tuple(thing for thing, _ in counted), tuple(accumulate(count for _, count in counted)))

    def draw(self, rng: random.Random) -> Any:
        """Return one of the things at random, weighted by frequency."""
        return self.things[bisect(self.weights, rng.random() * self.weights[-1])]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proportions:
    """The counts. Distributions of numbers are lists of evenly spaced quantiles.

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
    position = rng.random() * (len(quantiles) - 1)
    low = int(position)
    return quantiles[low] + (position - low) * (quantiles[low + 1] - quantiles[low])


def measure(readings: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return the counts over resolutions in the form of `mandates extract --format jsonl`."""
    numbers: dict[str, list[float]] = {name: [] for name in _NUMBERS}
    counts: dict[str, Counter[Any]] = {name: Counter() for name in _COUNTS}
    reiterated = 0
    for reading in readings:
        resolution, paragraphs, mandates = reading["resolution"], reading["paragraphs"], reading["mandates"]
        adopted = dt.date.fromisoformat(resolution["adopted_on"]) if resolution["adopted_on"] else None
        session = resolution["session"] if resolution["session"] is not None else adopted and str(adopted.year)
        if session is not None:
            counts["sessions"][resolution["body"], str(session)] += 1
        for kind in ("preambular", "operative"):
            texts = [paragraph["text"] for paragraph in paragraphs if paragraph["kind"] == kind]
            numbers[kind].append(len(texts))
            numbers[f"{kind}_length"] += map(len, texts)
        operative = [paragraph for paragraph in paragraphs if paragraph["kind"] == "operative"]
        counts["items"].update(paragraph["parent"] is not None for paragraph in operative)
        of_label = Counter(mandate["label"] for mandate in mandates)
        counts["mandates"].update(of_label[paragraph["label"]] for paragraph in operative)
        for mandate in mandates:
            reiterated += mandate["reiterated"]
            counts["shapes"][mandate["verb"], mandate["deliverable"], *(due["kind"] for due in mandate["due"])] += 1
            counts["owners"][len(mandate["owners"])] += 1
            counts["names"].update(zip(mandate["owners"], mandate["entities"]["owners"], strict=True))
            numbers["confidence"].append(mandate["confidence"])
            for due in mandate["due"]:
                _measure_due(due, resolution, adopted, numbers, counts)
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
    resolution: dict[str, Any],
    adopted: dt.date | None,
    numbers: dict[str, list[float]],
    counts: dict[str, Counter[Any]],
) -> None:
    kind = due["kind"]
    if kind == "session":
        counts["due_bodies"][resolution["body"], due["body"] or resolution["body"]] += 1
        adopted_at, due_at = str(resolution["session"]), str(due["session"])
        if due["body"] == resolution["body"] and adopted_at.isdecimal() and due_at.isdecimal():
            step = int(due_at) - int(adopted_at)
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
    indexes = [round(point * (len(ordered) - 1) / (_POINTS - 1)) for point in range(_POINTS)] if ordered else []
    return [ordered[index] for index in indexes]


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
