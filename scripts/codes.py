"""Write docs/codes.md anew: what the codes of problems, matches and doubts mean, and the exit codes.

python -m scripts.codes
"""

from __future__ import annotations

import pathlib
from collections.abc import Iterable, Iterator

from mandates import lexicon
from mandates.cli.main import INTERRUPTED, PIPE_CLOSED
from mandates.domain import errors

PAGE = pathlib.Path(__file__).parents[1] / "docs" / "codes.md"
_HEAD = """\
# Codes

What machine-readable codes mean; `mandates help CODE` says the same. This page is written by `make schemas` from
`mandates/lexicon/codes.toml`, `mandates/lexicon/confidence.toml` and `mandates/domain/errors.py`.
"""
_PARTS = {
    "problem": "Problems of documents\n\nIn `problems` of `extract`; `ingest` counts them by code.",
    "match": "Why a match is not certain\n\nIn `reasons` of `match`.",
    "unmatched": "Why a document answers nothing\n\nIn `why_none` of `match`.",
}


def page() -> str:
    """Return the page as Markdown."""
    return "\n".join(_lines())


def exit_codes() -> dict[int, str]:
    """Return what each exit code means."""
    kinds = errors.MandatesError.__subclasses__()
    of_errors = {kind.exit_code: (kind.__doc__ or "").rstrip(".") for kind in kinds}
    return {
        0: "Done",
        1: "Done, with problems: some files or parts of them could not be read",
        **of_errors,
        INTERRUPTED: "Interrupted; everything finished is stored",
        PIPE_CLOSED: "The reader of a pipe has ended, as after `mandates list \\| head`",
    }


def _lines() -> Iterator[str]:
    codes = lexicon.load("codes")
    yield _HEAD
    for table, title in _PARTS.items():
        yield f"## {title}\n"
        yield from _table("code", codes[table].items())
    yield "## Doubts about an extraction\n\nIn `reasons` of a mandate; each multiplies the odds that it is right.\n"
    reasons = lexicon.load("confidence")["reason"]
    yield from _table("code", ((reason["key"], f"{reason['meaning']} (odds {reason['odds']})") for reason in reasons))
    yield "## Exit codes\n"
    yield from _table("code", ((str(code), meaning) for code, meaning in exit_codes().items()))


def _table(head: str, rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield f"| {head} | meaning |"
    yield "| --- | --- |"
    yield from (f"| `{code}` | {meaning} |" for code, meaning in rows)
    yield ""


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
