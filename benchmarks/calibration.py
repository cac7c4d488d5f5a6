"""Show what a confidence is worth: how many of the mandates given 0.9 or more are read right.

    python -m benchmarks.calibration LABELS.jsonl EXTRACTED.jsonl

LABELS holds a labelled paragraph a line, ``{"symbol", "text", "mandates": [{"verb", "owners", "due"}]}``; EXTRACTED is
what ``mandates extract --format jsonl`` writes. A mandate is right when its verb, all its owners and all its dues are.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

#: Lower ends of the rows of the table.
BINS = (0.95, 0.9, 0.8, 0.6, 0.4, 0.0)
_STOP_WORDS = frozenset(
    {"the", "a", "an", "all", "any", "its", "their", "his", "her", "of", "and", "for", "on", "in", "to"}
)
#: The number of characters of a paragraph used to look it up.
_KEY_LENGTH = 160


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()


def _same_owner(first: str, second: str) -> bool:
    """Whether two names share at least half of their words, or one contains the other."""
    a, b = ({w.removesuffix("s") for w in _plain(name).split() if w not in _STOP_WORDS} for name in (first, second))
    return a == b if not a or not b else len(a & b) * 2 >= len(a | b) or a <= b or b <= a


def _due(due: Mapping[str, Any]) -> tuple[str, ...]:
    fields = {"session": ("body", "session"), "recurring": ("every",), "relative": ("after",)}
    return (due["kind"], *(_plain(str(due.get(name))) for name in fields.get(due["kind"], ("date",))))


def right(label: Mapping[str, Any], read: Mapping[str, Any]) -> bool:
    """Whether the extracted owners and dues are those of the label."""
    owners, read_owners = label["owners"], read["owners"]
    return (
        all(any(_same_owner(a, b) for b in read_owners) for a in owners)
        and all(any(_same_owner(a, b) for a in owners) for b in read_owners)
        and Counter(map(_due, label["due"])) == Counter(map(_due, read["due"]))
    )


def judged(labels: pathlib.Path, extracted: pathlib.Path) -> Iterator[tuple[Mapping[str, Any], bool]]:
    """Yield each extracted mandate of a labelled paragraph, and whether it is right."""
    by_paragraph: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for line in extracted.read_text("utf-8").splitlines():
        reading = json.loads(line)
        for mandate in reading["mandates"]:
            by_paragraph[_plain(reading["resolution"]["symbol"]), _plain(mandate["text"])[:_KEY_LENGTH]].append(mandate)
    for line in labels.read_text("utf-8").splitlines():
        row = json.loads(line)
        remaining = list(row["mandates"])
        for mandate in by_paragraph[_plain(row["symbol"]), _plain(row["text"])[:_KEY_LENGTH]]:
            label = next((candidate for candidate in remaining if candidate["verb"] == mandate["verb"]), None)
            if label is not None:
                remaining.remove(label)
            yield mandate, label is not None and right(label, mandate)


def main() -> None:
    """Print the table by confidence, then by reason."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", type=pathlib.Path)
    parser.add_argument("extracted", type=pathlib.Path)
    options = parser.parse_args()
    rows = list(judged(options.labels, options.extracted))
    print(f"{'confidence':<34}{'mandates':>9}{'given':>8}{'right':>8}")
    upper = 1.01
    for lower in BINS:
        _line(f"{lower:.2f} and more", [row for row in rows if lower <= row[0]["confidence"] < upper])
        upper = lower
    _line("all", rows)
    _line("0.90 and more", [row for row in rows if row[0]["confidence"] >= 0.9])
    print()
    for reason in sorted({reason for mandate, _ in rows for reason in mandate["reasons"]}):
        _line(reason, [row for row in rows if reason in row[0]["reasons"]])
    _line("no reason", [row for row in rows if not row[0]["reasons"]])


def _line(name: str, rows: list[tuple[Mapping[str, Any], bool]]) -> None:
    if rows:
        mean_confidence = sum(mandate["confidence"] for mandate, _ in rows) / len(rows)
        print(f"{name:<34}{len(rows):>9}{mean_confidence:>8.2f}{sum(ok for _, ok in rows) / len(rows):>8.2f}")


if __name__ == "__main__":
    main()
