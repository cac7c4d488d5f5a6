"""How well documents are matched with what they answer, against documents labelled by hand.

python -m benchmarks.matching FOLDER [TEXTS...]
python -m benchmarks.matching FOLDER --db REGISTER

FOLDER has `answers.jsonl`, a line for each document: ``{"document", "answers": [{"resolution", "paragraph", "due"}]}``,
`due` being a day, or a session such as "GA 80"; and the folders `documents`, with lists of documents among the files,
and `resolutions`. A register is made of these resolutions and of TEXTS, which are there to be mistaken for them, or is
REGISTER. Only resolutions that are held count.
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


def matched(folder: pathlib.Path, register: str) -> dict[str, dict[str, Any]]:
    """Return what `match` says of each document, by each of its symbols."""
    documents = folder / "documents"
    lists = [path for path in sorted(documents.iterdir()) if path.suffix in (".csv", ".xml")]
    named = [part for path in lists for part in ("--list", str(path))]
    with tempfile.TemporaryDirectory() as place:
        out = pathlib.Path(place) / "matches.jsonl"
        command = [*MANDATES, "match", str(documents), *named, "--db", register, "-q", "--output", str(out)]
        subprocess.run(command, check=False, stderr=subprocess.DEVNULL)
        rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    return {one: row for row in rows for one in row["symbols"]}


def made(place: str, texts: list[str]) -> str:
    """Return a register made of texts."""
    register = str(pathlib.Path(place) / "register.sqlite")
    subprocess.run([*MANDATES, "init", "--db", register], check=True, stderr=subprocess.DEVNULL)
    reading = [*MANDATES, "ingest", *texts, "--db", register, "-q"]
    subprocess.run(reading, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return register


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
        kind = "text" if str(one.get("source_file") or "").endswith(".pdf") else "lists"
        c[f"resolutions, {kind}"] += len({resolution for resolution, _ in wanted})
        c[f"resolutions found, {kind}"] += len({resolution for resolution, _ in wanted} & hit)
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
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("texts", nargs="*")
    parser.add_argument("--db")
    arguments = parser.parse_args()
    folder: pathlib.Path = arguments.folder
    lines = (folder / "answers.jsonl").read_text("utf-8").splitlines()
    gold = [json.loads(line) for line in lines if line.strip()]
    named = sorted({symbol(answer["resolution"]) for one in gold for answer in one["answers"]})
    with tempfile.TemporaryDirectory() as place:
        address = arguments.db or made(place, [str(folder / "resolutions"), *arguments.texts])
        with open_register(address) as register, register.transaction() as connection:
            held = requests.held(connection, named)
        start = time.perf_counter()
        c = count(gold, matched(folder, address), held)
    print(f"documents: {c['documents']}, not read: {c['not read']}, {time.perf_counter() - start:.1f} s")
    for part, whole in (
        ("certain right", "certain"),
        ("likely right", "likely"),
        ("resolutions found, text", "resolutions, text"),
        ("resolutions found, lists", "resolutions, lists"),
        ("dated right", "dated"),
        ("without answers, matched", "without answers"),
    ):
        share = c[part] / c[whole] if c[whole] else 0.0
        print(f"{part}: {c[part]} of {c[whole]} ({share:.3f})")


if __name__ == "__main__":
    main()
