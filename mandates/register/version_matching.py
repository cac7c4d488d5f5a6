"""Which paragraph and which mandate of a text read again is which of those stored, so that each keeps its history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]

#: From this likeness (0 to 100) on, a paragraph under another number is the same one with corrections.
_ALIKE = 85.0


def paragraphs(old: Sequence[Row], new: Sequence[Row]) -> dict[int, Row]:
    """Return which paragraph of `old` each of `new` continues, by its index in `new`.

    Both have ``kind``, ``label``, ``digest`` and ``text``; those of `old` also ``gone``: not in the text in force.

    In this order: same label and text; same text elsewhere; nearly the same text elsewhere; same label.
    """
    found = _Pairs(old, new)
    found.match(lambda row: (row["kind"], row["label"], row["digest"]))
    found.match(lambda row: (row["kind"], row["digest"]))
    _match_alike(found)
    found.match(lambda row: (row["kind"], row["label"]) if row["label"] is not None else None)
    return found.pairs


def mandates(old: Sequence[Row], new: Sequence[Row]) -> dict[int, Row]:
    """Return which mandate of `old` each of `new` continues, of those of one paragraph.

    Both have ``digest``, ``verb``, ``clause``, ``deliverable`` and ``ordinal``; those of `old` also ``gone``.
    """
    found = _Pairs(old, new)
    found.match(lambda row: row["digest"])
    found.match(lambda row: (row["verb"], row["clause"]))
    found.match(lambda row: (row["verb"], row["deliverable"]))
    found.match(lambda row: row["verb"])
    found.match(lambda row: row["ordinal"])
    return found.pairs


class _Pairs:
    """Pairs found so far, and what is left on either side, in order."""

    def __init__(self, old: Sequence[Row], new: Sequence[Row]) -> None:
        # what was gone comes back only where nothing else fits
        self.old = sorted(old, key=lambda row: bool(row["gone"]))
        self.new = dict(enumerate(new))
        self.pairs: dict[int, Row] = {}

    def match(self, key: Callable[[Row], Hashable | None]) -> None:
        """Pair what has the same key, the first with the first; rows whose key is None are left."""
        waiting: dict[Hashable, list[Row]] = defaultdict(list)
        for row in self.old:
            waiting[key(row)].append(row)
        for index, row in list(self.new.items()):
            wanted = key(row)
            if wanted is not None and waiting.get(wanted):
                self.pair(index, waiting[wanted].pop(0))

    def pair(self, index: int, row: Row) -> None:
        self.pairs[index] = row
        self.old.remove(row)
        del self.new[index]


def _match_alike(found: _Pairs) -> None:
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - needed only where a text has changed

    for index, row in list(found.new.items()):
        same_kind = [one for one in found.old if one["kind"] == row["kind"]]
        best = process.extractOne(
            row["text"], [one["text"] for one in same_kind], scorer=fuzz.ratio, score_cutoff=_ALIKE
        )
        if best is not None:
            found.pair(index, same_kind[best[2]])
