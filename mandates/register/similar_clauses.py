"""Search for clauses in the register that ask for the same as those of a draft.

They are found with the full-text index, by the rarest words of each clause, and compared by their subjects.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from mandates.matching.subjects import ALIKE, LEAST, alike, searched, subject, within_series
from mandates.register.preparing import Prepared
from mandates.store import similar_paragraphs as store
from mandates.store.engine import Connection
from mandates.store.similar_paragraphs import AskedRow

#: The number of rare words by which a clause is searched for, and of paragraphs with some of them that are compared.
_RARE_WORDS, _PARAGRAPH_LIMIT = 4, 50
#: The least share of the words searched for that a similar clause contains.
_COMMON_SHARE = 0.35


class Clause(NamedTuple):
    """A mandate of the draft, with its owners and subject and the similar clauses, each with its score."""

    row: Mapping[str, Any]
    owners: tuple[str, ...]
    subject: tuple[str, ...]
    similar: Sequence[tuple[float, AskedRow]]


def clauses_with_similar(connection: Connection, draft: Prepared, as_of: dt.date) -> list[Clause]:
    """Return the mandates of a draft, each with the existing ones on the same subject, the most similar first."""
    owners = [tuple(dict.fromkeys(owner["name"] for owner in row["owners"])) for row in draft.mandates]
    subjects = [subject(row["clause"], names) for row, names in zip(draft.mandates, owners, strict=True)]
    words_searched = [searched(row["clause"], names) for row, names in zip(draft.mandates, owners, strict=True)]
    is_compared = [
        len(words) >= LEAST and row["deliverable"] not in within_series()
        for row, words in zip(draft.mandates, subjects, strict=True)
    ]
    counts = store.rarities(
        connection,
        {word for words, compared in zip(words_searched, is_compared, strict=True) if compared for word in words},
    )
    paragraph_ids = [
        _similar_paragraphs(connection, words, counts) if compared else []
        for words, compared in zip(words_searched, is_compared, strict=True)
    ]
    rows_by_paragraph: dict[int, list[AskedRow]] = defaultdict(list)
    for asked in store.asked(connection, {paragraph_id for ids in paragraph_ids for paragraph_id in ids}, as_of):
        rows_by_paragraph[asked.paragraph_text_id].append(asked)
    clauses = []
    for row, names, words, searched_for, ids in zip(
        draft.mandates, owners, subjects, words_searched, paragraph_ids, strict=True
    ):
        scored = {
            asked.mandate_id: (alike(words, subject(asked.clause, asked.owners)), asked)
            for paragraph_id in ids
            for asked in rows_by_paragraph[paragraph_id]
            if len(searched_for.intersection(asked.clause.lower().split())) >= _COMMON_SHARE * len(searched_for)
        }
        similar = sorted((pair for pair in scored.values() if pair[0] >= ALIKE), key=lambda pair: (-pair[0], pair[1]))
        clauses.append(Clause(row, names, words, similar))
    return clauses


def _similar_paragraphs(connection: Connection, words: Iterable[str], counts: Mapping[str, int]) -> list[int]:
    """Return the ids of the paragraphs that have some of the rarest of `words`, or all of them if none is rare."""
    known = sorted((counts[word], word) for word in set(words) if word in counts)
    rare = [word for number, word in known if number < store.COMMON][:_RARE_WORDS]
    searched_for = rare or [word for _, word in known][: 2 * _RARE_WORDS]
    return store.sharing(connection, searched_for, every=not rare, limit=_PARAGRAPH_LIMIT)
