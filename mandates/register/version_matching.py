"""Matching the paragraphs and mandates of another extraction to those stored, so that each keeps its history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]

#: The least similarity, from 0 to 100, of a paragraph with another number that is the same one with corrections.
_ALIKE = 85.0


def paragraphs(old: Sequence[Row], new: Sequence[Row]) -> dict[int, Row]:
    """Return which paragraph of `old` each of `new` continues, by its index in `new`.

    Both have ``kind``, ``label``, ``digest`` and ``text``; those of `old` also ``gone``: not in the text in force.

    Matched in this order: same label and text; same text elsewhere; nearly the same text elsewhere; same label.
    """
    pairs = _Pairs(old, new)
    pairs.match(lambda row: (row["kind"], row["label"], row["digest"]))
    pairs.match(lambda row: (row["kind"], row["digest"]))
    _match_alike(pairs)
    pairs.match(lambda row: (row["kind"], row["label"]) if row["label"] is not None else None)
    return pairs.pairs


def mandates(old: Sequence[Row], new: Sequence[Row]) -> dict[int, Row]:
    """Return which mandate of `old` each of `new` continues, by its index in `new`; all are of one paragraph.

    Both have ``digest``, ``verb``, ``clause``, ``deliverable`` and ``ordinal``; those of `old` also ``gone``.
    """
    pairs = _Pairs(old, new)
    pairs.match(lambda row: row["digest"])
    pairs.match(lambda row: (row["verb"], row["clause"]))
    pairs.match(lambda row: (row["verb"], row["deliverable"]))
    pairs.match(lambda row: row["verb"])
    pairs.match(lambda row: row["ordinal"])
    return pairs.pairs


class _Pairs:
    """The pairs found so far, and the unmatched rows of either side, in order."""

    def __init__(self, old: Sequence[Row], new: Sequence[Row]) -> None:
        # rows that are gone are matched only if nothing else fits
        self.old = sorted(old, key=lambda row: bool(row["gone"]))
        self.new = dict(enumerate(new))
        self.pairs: dict[int, Row] = {}

    def match(self, key: Callable[[Row], Hashable | None]) -> None:
        """Pair rows with the same key, in order; rows whose key is None stay unmatched."""
        waiting: dict[Hashable, list[Row]] = defaultdict(list)
        for row in self.old:
            waiting[key(row)].append(row)
        for index, row in list(self.new.items()):
            row_key = key(row)
            if row_key is not None and waiting.get(row_key):
                self.pair(index, waiting[row_key].pop(0))

    def pair(self, index: int, row: Row) -> None:
        self.pairs[index] = row
        self.old.remove(row)
        del self.new[index]


def _match_alike(pairs: _Pairs) -> None:
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - needed only if a text has changed

    for index, row in list(pairs.new.items()):
        same_kind = [candidate for candidate in pairs.old if candidate["kind"] == row["kind"]]
        best = process.extractOne(
            row["text"], [candidate["text"] for candidate in same_kind], scorer=fuzz.ratio, score_cutoff=_ALIKE
        )
        if best is not None:
            pairs.pair(index, same_kind[best[2]])
