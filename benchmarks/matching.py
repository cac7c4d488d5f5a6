"""How well documents are matched with what they answer, against documents labelled by hand.

python -m benchmarks.matching ANSWERS.jsonl REGISTER DOCUMENTS [--list FILE]

A line of ANSWERS is a document: ``{"document", "answers": [{"resolution", "paragraph", "due"}]}``; `due` is a day, or a
session such as "GA 80". REGISTER holds the resolutions; DOCUMENTS is a folder. Only resolutions that are held count.
"""

from __future__ import annotations

import argparse
import collections
import json
import pathlib
import re
import subprocess
import tempfile
import time
from typing import Any

from benchmarks.timing import MANDATES
from mandates.domain.errors import UsageError
from mandates.domain.issued import DocumentSymbol
from mandates.domain.symbols import Symbol
from mandates.store import requests
from mandates.store.engine import open_register

_STRONG = ("certain", "likely")


def symbol(text: str) -> str:
    """Return a symbol of a resolution as the program prints it."""
    try:
        return str(Symbol.parse(text))
    except UsageError:
        return text


def paragraph(label: str | None) -> str:
    """Return the number of a paragraph, without that of its items."""
    return re.sub(r"[\s.]|\(.*", "", (label or "").lower())


def matched(arguments: argparse.Namespace) -> dict[str, dict[str, Any]]:
    """Return what `match` says of each document, by each of its symbols."""
    with tempfile.TemporaryDirectory() as folder:
        out = str(pathlib.Path(folder) / "matches.jsonl")
        lists = ["--list", arguments.list] if arguments.list else []
        command = [*MANDATES, "match", arguments.documents, *lists, "--db", arguments.register, "-q", "--output", out]
        subprocess.run(command, check=False, stderr=subprocess.DEVNULL)
        rows = [json.loads(line) for line in pathlib.Path(out).read_text("utf-8").splitlines()]
    return {one: row for row in rows for one in row["symbols"]}


def fits(due: str, reference: str) -> bool:
    """Whether a match is of the obligation that is due on a day or at a session."""
    return reference.endswith(f"@{due.rpartition(' ')[2]}")


def count(gold: list[dict[str, Any]], found: dict[str, dict[str, Any]], held: set[str]) -> collections.Counter[str]:
    """Return what was found, right and wrong."""
    c: collections.Counter[str] = collections.Counter()
    for one in gold:
        keys = [each.text for each in DocumentSymbol.all_in(one["document"])]
        row = next((found[key] for key in keys if key in found), None)
        c["documents"] += 1
        c["not read"] += row is None
        matches = row["matches"] if row else []
        answers = [answer for answer in one["answers"] if symbol(answer["resolution"]) in held]
        wanted = {(symbol(answer["resolution"]), paragraph(answer["paragraph"])) for answer in answers}
        strong = [match for match in matches if match["class"] in _STRONG]
        hit = {match["resolution"] for match in strong}
        c["resolutions"] += len({resolution for resolution, _ in wanted})
        c["resolutions found"] += len({resolution for resolution, _ in wanted} & hit)
        for match in strong:
            if match["resolution"] in held:
                c[match["class"]] += 1
                c[f"{match['class']} right"] += (match["resolution"], paragraph(match["label"])) in wanted
        if not one["answers"]:
            c["without answers"] += 1
            c["without answers, matched"] += bool(strong)
        for answer in answers:
            of = [match for match in strong if match["resolution"] == symbol(answer["resolution"])]
            if answer.get("due") and of:
                c["dated"] += 1
                c["dated right"] += any(fits(str(answer["due"]), match["reference"]) for match in of)
    return c


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("answers", "register", "documents"):
        parser.add_argument(name)
    parser.add_argument("--list")
    arguments = parser.parse_args()
    gold = [
        json.loads(line) for line in pathlib.Path(arguments.answers).read_text("utf-8").splitlines() if line.strip()
    ]
    named = sorted({symbol(answer["resolution"]) for one in gold for answer in one["answers"]})
    with open_register(arguments.register) as register, register.transaction() as connection:
        held = requests.held(connection, named)
    start = time.perf_counter()
    c = count(gold, matched(arguments), held)
    print(f"documents: {c['documents']}, not read: {c['not read']}, {time.perf_counter() - start:.1f} s")
    for part, whole in (
        ("certain right", "certain"),
        ("likely right", "likely"),
        ("resolutions found", "resolutions"),
        ("dated right", "dated"),
        ("without answers, matched", "without answers"),
    ):
        share = c[part] / c[whole] if c[whole] else 0.0
        print(f"{part}: {c[part]} of {c[whole]} ({share:.3f})")


if __name__ == "__main__":
    main()
