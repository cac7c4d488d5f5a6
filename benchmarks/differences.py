"""What a change of a rule changed: two runs of `mandates extract FOLDER --format jsonl`, before and after, compared.

python -m benchmarks.differences before.jsonl after.jsonl [--field owners] [--sample 40]

Prints how many mandates were added, lost, and changed in each field, and then the changes, each with its paragraph, for
a person to judge. A sample is the same each time.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

#: The fields of a mandate that are compared.
FIELDS = ("verb", "owners", "partners", "recipients", "deliverable", "due", "class")
_DUE = ("kind", "body", "session", "date", "after", "event", "every")

Place = tuple[str, str, int]


def mandates(path: str) -> Mapping[Place, Mapping[str, Any]]:
    """Return the mandates of a run by symbol, paragraph label and ordinal; a repeated resolution counts once."""
    by_place: dict[Place, Mapping[str, Any]] = {}
    symbols: set[str] = set()
    with pathlib.Path(path).open("rb") as lines:
        for line in lines:
            record = orjson.loads(line)
            symbol = (record.get("resolution") or {}).get("symbol")
            if symbol is None or symbol in symbols:
                continue
            symbols.add(symbol)
            order: Counter[str] = Counter()
            for mandate in record["mandates"]:
                order[mandate["label"]] += 1
                by_place[symbol, mandate["label"], order[mandate["label"]]] = mandate
    return by_place


def field(mandate: Mapping[str, Any], name: str) -> Any:
    """Return the value of a field for comparison: dues by their values, without their words or derived dates."""
    value = mandate.get(name)
    if name == "due":
        return [{key: due.get(key) for key in _DUE if due.get(key) is not None} for due in value or ()]
    return value


def differences(before: Mapping[Place, Any], after: Mapping[Place, Any]) -> Iterator[tuple[str, Place, Any, Any]]:
    """Yield each difference: the field, or "lost" or "new"; the place; the value before; the value after."""
    for place in sorted(before.keys() | after.keys()):
        if place not in after or place not in before:
            yield ("lost" if place in before else "new"), place, before.get(place), after.get(place)
            continue
        for name in FIELDS:
            old, new = field(before[place], name), field(after[place], name)
            if old != new:
                yield name, place, old, new


def main() -> None:
    """Print the counts and the differences."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("before")
    parser.add_argument("after")
    parser.add_argument("--field", choices=("lost", "new", *FIELDS), help="only differences of this field")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="only N of them, drawn at random")
    options = parser.parse_args()
    before, after = mandates(options.before), mandates(options.after)
    changes = [change for change in differences(before, after) if options.field in (None, change[0])]
    print(f"{len(before):,} mandates before, {len(after):,} after")
    for name, count in Counter(change[0] for change in changes).most_common():
        print(f"{name}: {count:,}")
    if options.sample and options.sample < len(changes):
        changes = sorted(random.Random(0).sample(changes, options.sample), key=lambda change: (change[0], change[1]))
    for name, (symbol, label, _), old, new in changes:
        place = (symbol, label, _)
        clause = (after.get(place) or before[place])["clause"]
        print(f"\n{name}  {symbol}#{label}\n  {clause[:600]}")
        if name not in ("lost", "new"):
            print(f"  - {json.dumps(old, ensure_ascii=False)}\n  + {json.dumps(new, ensure_ascii=False)}")


if __name__ == "__main__":
    main()
