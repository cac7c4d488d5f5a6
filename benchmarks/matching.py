"""How well documents are matched with what they answer, against documents labelled by hand.

python -m benchmarks.matching FOLDER [TEXTS...]
python -m benchmarks.matching FOLDER --db REGISTER

FOLDER has `answers.jsonl`, a line for each document: ``{"document", "answers": [{"resolution", "paragraph", "due"}]}``,
`due` being a day, or a session such as "GA 80"; and the folders `documents`, with lists of documents among the files,
and `resolutions`. The register is REGISTER, or is made from these resolutions and TEXTS, which serve as distractors.
Only resolutions in the register count.
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
    """Return the symbol of a resolution as the program prints it; other text unchanged."""
    try:
        return str(Symbol.parse(text))
    except UsageError:
        return text


def paragraph(label: str | None) -> str:
    """Return the number of a paragraph, without the letters of its items."""
    return re.sub(r"[\s.]|\(.*", "", (label or "").lower())


def matched(folder: pathlib.Path, register: str) -> dict[str, dict[str, Any]]:
    """Return the result of `match` for each document, by each of its symbols."""
    documents = folder / "documents"
    lists = [path for path in sorted(documents.iterdir()) if path.suffix in (".csv", ".xml")]
    list_options = [part for path in lists for part in ("--list", str(path))]
    with tempfile.TemporaryDirectory() as temporary:
        output = pathlib.Path(temporary) / "matches.jsonl"
        command = [*MANDATES, "match", str(documents), *list_options, "--db", register, "-q", "--output", str(output)]
        subprocess.run(command, check=False, stderr=subprocess.DEVNULL)
        rows = [json.loads(line) for line in output.read_text("utf-8").splitlines()]
    return {document_symbol: row for row in rows for document_symbol in row["symbols"]}


def made(place: str, texts: list[str]) -> str:
    """Make a register from texts in the folder `place`, and return its path."""
    register = str(pathlib.Path(place) / "register.sqlite")
    subprocess.run([*MANDATES, "init", "--db", register], check=True, stderr=subprocess.DEVNULL)
    reading = [*MANDATES, "ingest", *texts, "--db", register, "-q"]
    subprocess.run(reading, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return register


def fits(due: str, reference: str) -> bool:
    """Whether a match is the obligation that is due on a day or at a session."""
    return reference.endswith(f"@{due.rpartition(' ')[2]}")


def count(gold: list[dict[str, Any]], found: dict[str, dict[str, Any]], held: set[str]) -> collections.Counter[str]:
    """Return the counts of right and wrong matches.

    Args:
        gold: the labelled documents. found: the results of `match` by symbol. held: the symbols in the register.
    """
    counts: collections.Counter[str] = collections.Counter()
    for document in gold:
        keys = [document_symbol.text for document_symbol in DocumentSymbol.all_in(document["document"])]
        row = next((found[key] for key in keys if key in found), None)
        counts["documents"] += 1
        counts["not read"] += row is None
        matches = row["matches"] if row else []
        answers = [answer for answer in document["answers"] if symbol(answer["resolution"]) in held]
        expected = {(symbol(answer["resolution"]), paragraph(answer["paragraph"])) for answer in answers}
        strong = [match for match in matches if match["class"] in _STRONG]
        found_resolutions = {match["resolution"] for match in strong}
        kind = "text" if str(document.get("source_file") or "").endswith(".pdf") else "lists"
        counts[f"resolutions, {kind}"] += len({resolution for resolution, _ in expected})
        counts[f"resolutions found, {kind}"] += len({resolution for resolution, _ in expected} & found_resolutions)
        for match in strong:
            if match["resolution"] in held:
                counts[match["class"]] += 1
                counts[f"{match['class']} right"] += (match["resolution"], paragraph(match["label"])) in expected
        if not document["answers"]:
            counts["without answers"] += 1
            counts["without answers, matched"] += bool(strong)
        for answer in answers:
            same_resolution = [match for match in strong if match["resolution"] == symbol(answer["resolution"])]
            if answer.get("due") and same_resolution:
                counts["dated"] += 1
                counts["dated right"] += any(fits(str(answer["due"]), match["reference"]) for match in same_resolution)
    return counts


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
    symbols = sorted({symbol(answer["resolution"]) for document in gold for answer in document["answers"]})
    with tempfile.TemporaryDirectory() as temporary:
        address = arguments.db or made(temporary, [str(folder / "resolutions"), *arguments.texts])
        with open_register(address) as register, register.transaction() as connection:
            held_symbols = requests.held(connection, symbols)
        start = time.perf_counter()
        counts = count(gold, matched(folder, address), held_symbols)
    print(f"documents: {counts['documents']}, not read: {counts['not read']}, {time.perf_counter() - start:.1f} s")
    for part, total in (
        ("certain right", "certain"),
        ("likely right", "likely"),
        ("resolutions found, text", "resolutions, text"),
        ("resolutions found, lists", "resolutions, lists"),
        ("dated right", "dated"),
        ("without answers, matched", "without answers"),
    ):
        share = counts[part] / counts[total] if counts[total] else 0.0
        print(f"{part}: {counts[part]} of {counts[total]} ({share:.3f})")


if __name__ == "__main__":
    main()
