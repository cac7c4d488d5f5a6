"""Count what was read and what was not: mandates, dues, owners, and sessions that are named without being a due.

    python -m benchmarks.coverage EXTRACTED.jsonl [-v]

EXTRACTED is what ``mandates extract --format jsonl`` writes over any corpus. With ``-v`` every mandate that names a
session and has neither a due nor a reason why is shown.
"""

from __future__ import annotations

import argparse
import json
import pathlib
from collections import Counter

from mandates.extraction.coverage import names_session


def main() -> None:
    """Print the counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("extracted", type=pathlib.Path)
    parser.add_argument("-v", "--verbose", action="store_true")
    options = parser.parse_args()
    count: Counter[str] = Counter()
    deliverables: Counter[str] = Counter()
    for line in options.extracted.read_text("utf-8").splitlines():
        reading = json.loads(line)
        count["resolutions"] += 1
        count["operative paragraphs"] += sum(p["kind"] == "operative" for p in reading["paragraphs"])
        for mandate in reading["mandates"]:
            count["mandates"] += 1
            deliverables[mandate["deliverable"]] += 1
            count["with a due"] += bool(mandate["due"])
            count["without an owner"] += not mandate["owners"]
            count["given 0.9 or more"] += mandate["confidence"] >= 0.9
            if names_session(mandate["clause"]):
                count["naming a session"] += 1
                explained = any(reason.startswith("due.") for reason in mandate["reasons"])
                count["  of these due then"] += bool(mandate["due"])
                count["  with a reason why not"] += explained and not mandate["due"]
                if not mandate["due"] and not explained:
                    count["  with neither"] += 1
                    if options.verbose:
                        print(f"{mandate['reference']}: {mandate['clause']}\n")
    for name, number in count.items():
        print(f"{name:<28}{number:>8}")
    for name, number in deliverables.most_common():
        print(f"  {name:<26}{number:>8}")


if __name__ == "__main__":
    main()
