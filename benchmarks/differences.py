"""What a change of a rule changed: two runs of `mandates extract FOLDER --format jsonl`, before and after, compared.

python -m benchmarks.differences before.jsonl after.jsonl [--field owners] [--sample 40]

Prints how many mandates came, went, and changed in each field, and then the changes, each with its paragraph, for a
person to call a gain or a loss. A sample is the same each time.
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
    """Return the mandates of a run by resolution, paragraph and order in it; of a resolution met twice, the first."""
    found: dict[Place, Mapping[str, Any]] = {}
    seen: set[str] = set()
    with pathlib.Path(path).open("rb") as lines:
        for line in lines:
            record = orjson.loads(line)
            symbol = (record.get("resolution") or {}).get("symbol")
            if symbol is None or symbol in seen:
                continue
            seen.add(symbol)
            order: Counter[str] = Counter()
            for mandate in record["mandates"]:
                order[mandate["label"]] += 1
                found[symbol, mandate["label"], order[mandate["label"]]] = mandate
    return found


def field(mandate: Mapping[str, Any], name: str) -> Any:
    """Return what is compared of a field: a due by its values, not by its words or dates."""
    value = mandate.get(name)
    if name == "due":
        return [{key: due.get(key) for key in _DUE if due.get(key) is not None} for due in value or ()]
    return value


def differences(before: Mapping[Place, Any], after: Mapping[Place, Any]) -> Iterator[tuple[str, Place, Any, Any]]:
    """Yield each difference: the field, or "lost" or "new"; where; before; after."""
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
    given = parser.parse_args()
    before, after = mandates(given.before), mandates(given.after)
    found = [one for one in differences(before, after) if given.field in (None, one[0])]
    print(f"{len(before):,} mandates before, {len(after):,} after")
    for name, count in Counter(one[0] for one in found).most_common():
        print(f"{name}: {count:,}")
    if given.sample and given.sample < len(found):
        found = sorted(random.Random(0).sample(found, given.sample), key=lambda one: (one[0], one[1]))
    for name, (symbol, label, _), old, new in found:
        place = (symbol, label, _)
        clause = (after.get(place) or before[place])["clause"]
        print(f"\n{name}  {symbol}#{label}\n  {clause[:600]}")
        if name not in ("lost", "new"):
            print(f"  - {json.dumps(old, ensure_ascii=False)}\n  + {json.dumps(new, ensure_ascii=False)}")


if __name__ == "__main__":
    main()
