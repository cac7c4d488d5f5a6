"""A draft beside the register: what it continues, what it repeats, what it leaves out. Nothing is stored.

Candidates with the same content come from the full-text index: clauses by their rarest words, and earlier texts of
the series by these clauses, by citations and by titles.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from mandates.domain.extended import Extended
from mandates.domain.filters import Filters
from mandates.domain.kinds import Relation
from mandates.domain.mandate import Reading
from mandates.domain.resolution import ParagraphKind
from mandates.domain.status import CLOSED, State
from mandates.matching.alignment import Aligned, Passage, align, plain
from mandates.matching.lineage import Predecessor, Text, predecessors, stem
from mandates.matching.subjects import ALIKE, LEAST, alike, searched, subject, within_series, written
from mandates.register import lists
from mandates.register.lineage import chain_to, may_extend, passage, passages
from mandates.register.preparing import Prepared, prepare
from mandates.register.session_filters import completed
from mandates.schema.checking import AlsoOwed, CheckedClause, CheckView, DraftRow, ExistingRow, LeftOut
from mandates.schema.items import DueRow, ObligationRow
from mandates.schema.lineage import PredecessorRow, SeriesEntry
from mandates.store import lineage as texts
from mandates.store import obligations
from mandates.store import similar_paragraphs as store
from mandates.store.engine import Connection
from mandates.store.lineage import HeadRow
from mandates.store.similar_paragraphs import AskedRow

#: By how many of its rarest words a clause is searched for, and how many paragraphs that have some of them are read.
_RAREST_WORDS, _PARAGRAPHS_READ = 4, 50
#: The least share of the words searched for that a clause with the same content has.
_LEAST_SHARED = 0.35
#: How many resolutions that share clauses with the draft are considered as its predecessors.
_MOST_SHARING = 12
#: The similarity, from 0 to 100, from which a clause is that of an aligned paragraph.
_SAME_CLAUSE = 60
#: How many mandates of other series are listed with a clause.
_MOST_ELSEWHERE = 3
#: The least share of the weight of the words of the draft's subject that an item on that subject has.
_ON_SUBJECT = 0.5
#: The deliverables that report to a body; two of these on one subject at one session are one too many.
_REPORTS = ("report", "briefing")
#: How many of the items that one owner owes at one session are compared.
_MOST_OWED = 5000


class _Clause(NamedTuple):
    """A clause of the draft that asks for something."""

    row: Mapping[str, Any]
    owners: tuple[str, ...]
    subject: tuple[str, ...]
    near: Sequence[tuple[float, AskedRow]]


def check(connection: Connection, reading: Reading, as_of: dt.date) -> CheckView:
    """Return which parts of the register, as of `as_of`, a draft repeats, changes and leaves out."""
    draft = prepare(reading)
    clauses = _clauses(connection, draft, as_of)
    candidates = _predecessors(connection, draft, clauses, as_of)
    predecessor = next((candidate for candidate in candidates if candidate.linked), None)
    chain = _chain(connection, predecessor)
    aligned = _aligned(connection, draft, predecessor)
    items = _items(connection, [entry.symbol for entry in chain], as_of)
    predecessor_items = list(items.get(predecessor.symbol, ())) if predecessor is not None else []
    elsewhere = _elsewhere(connection, clauses, {entry.symbol for entry in chain}, as_of)
    checked = [
        _checked(clause, *_in_series(clause, aligned, predecessor_items), rows)
        for clause, rows in zip(clauses, elsewhere, strict=True)
    ]
    repeated = {
        existing.reference.partition("@")[0] for row in checked for existing in row.existing if existing.in_series
    }
    resolution = reading.resolution
    return CheckView(
        draft=DraftRow(
            source=resolution.source,
            symbol=resolution.draft_symbol,
            title=resolution.title,
            body=resolution.body,
            session=resolution.session,
            paragraphs=sum(paragraph.kind is ParagraphKind.OPERATIVE for paragraph in resolution.paragraphs),
        ),
        predecessors=tuple(
            PredecessorRow(
                number=None,
                symbol=candidate.symbol,
                state="linked" if candidate.linked else "proposed",
                basis=candidate.basis,
                score=candidate.score,
            )
            for candidate in candidates
        ),
        chain=tuple(chain),
        clauses=tuple(checked),
        left_out=tuple(_left_out(aligned, items, predecessor, repeated)),
        also_owed=tuple(_also_owed(connection, draft, clauses, {entry.symbol for entry in chain}, as_of)),
    )


# -- requests with the same content --------------------------------------------------------------------------------


def _clauses(connection: Connection, draft: Prepared, as_of: dt.date) -> list[_Clause]:
    """Return the clauses of the draft, each with the requests on the same subject, the most alike first."""
    owners = [tuple(dict.fromkeys(party["name"] for party in row["owners"])) for row in draft.mandates]
    subjects = [subject(row["clause"], names) for row, names in zip(draft.mandates, owners, strict=True)]
    searches = [searched(row["clause"], names) for row, names in zip(draft.mandates, owners, strict=True)]
    comparable = [
        len(words) >= LEAST and row["deliverable"] not in within_series()
        for row, words in zip(draft.mandates, subjects, strict=True)
    ]
    counts = store.rarities(
        connection,
        {
            word
            for search_words, is_comparable in zip(searches, comparable, strict=True)
            if is_comparable
            for word in search_words
        },
    )
    near_ids = [
        _near(connection, search_words, counts) if is_comparable else []
        for search_words, is_comparable in zip(searches, comparable, strict=True)
    ]
    rows_by_text: dict[int, list[AskedRow]] = defaultdict(list)
    for asked_row in store.asked(connection, {text_id for text_ids in near_ids for text_id in text_ids}, as_of):
        rows_by_text[asked_row.paragraph_text_id].append(asked_row)
    clauses = []
    for row, names, words, query_words, text_ids in zip(
        draft.mandates, owners, subjects, searches, near_ids, strict=True
    ):
        scored = {
            asked_row.mandate_id: (alike(words, subject(asked_row.clause, asked_row.owners)), asked_row)
            for text_id in text_ids
            for asked_row in rows_by_text[text_id]
            if len(query_words.intersection(asked_row.clause.lower().split())) >= _LEAST_SHARED * len(query_words)
        }
        best = sorted((pair for pair in scored.values() if pair[0] >= ALIKE), key=lambda pair: (-pair[0], pair[1]))
        clauses.append(_Clause(row, names, words, best))
    return clauses


def _near(connection: Connection, words: Iterable[str], counts: Mapping[str, int]) -> list[int]:
    """Return the ids of paragraphs that share the rarest of `words`; all of several words, where none is rare."""
    counted = sorted((counts[word], word) for word in set(words) if word in counts)
    rare = [word for count, word in counted if count < store.COMMON][:_RAREST_WORDS]
    chosen = rare or [word for _, word in counted][: 2 * _RAREST_WORDS]
    return store.sharing(connection, chosen, every=not rare, limit=_PARAGRAPHS_READ)


# -- the series ----------------------------------------------------------------------------------------------------


def _predecessors(
    connection: Connection, draft: Prepared, clauses: Sequence[_Clause], as_of: dt.date
) -> list[Predecessor]:
    """Return what the draft continues or may continue, the most likely first."""
    cited = {
        citation["symbol"] for row in (*draft.mandates, {"citations": draft.citations}) for citation in row["citations"]
    }
    counts = Counter(symbol for clause in clauses for symbol in {row.symbol for _, row in clause.near})
    text = Text(
        symbol=draft.symbol,
        body=draft.body,
        title=draft.reading["title"],
        adopted_on=as_of,
        cited=frozenset(cited),
        operative=[row["text"] for row in draft.paragraphs if row["kind"] == ParagraphKind.OPERATIVE],
        subjects=frozenset(name for row in draft.mandates if row["relation"] for name in row["relation"]["names"]),
        situation=draft.reading["situation"],
    )
    heads = _near_heads(connection, text, [symbol for symbol, _ in counts.most_common(_MOST_SHARING)])
    return predecessors(text, _texts(connection, heads))


def _near_heads(connection: Connection, text: Text, sharing: Iterable[str]) -> list[HeadRow]:
    """Return what a text may continue: those that it cites, those `sharing` words, the latest of its title."""
    heads = texts.of_symbols(connection, {*text.cited, *sharing})
    if text.title:
        title_stem = stem(text.title)
        by_title = texts.of_stems(connection, [title_stem])[text.body, title_stem]
        heads += sorted(by_title, key=lambda head: head.adopted_on or dt.date.min)[-_MOST_SHARING:]
    candidates = {head.id: head for head in heads if head.body == text.body and head.symbol != text.symbol}
    return [
        head
        for head in candidates.values()
        if head.adopted_on and text.adopted_on and head.adopted_on < text.adopted_on
    ]


def _texts(connection: Connection, heads: Sequence[HeadRow]) -> list[Text]:
    """Return resolutions as texts for the search of predecessors."""
    operative = texts.passages(connection, [head.reading_id for head in heads])
    subjects = texts.extended_in(connection, [head.id for head in heads if not head.title])
    return [
        Text(
            symbol=head.symbol,
            body=head.body,
            title=head.title,
            adopted_on=head.adopted_on,
            cited=frozenset(),
            operative=[row.text for row in operative.get(head.reading_id, [])],
            subjects=frozenset(subjects.get(head.id, ())),
            situation=head.situation,
        )
        for head in heads
    ]


def _chain(connection: Connection, predecessor: Predecessor | None) -> list[SeriesEntry]:
    """Return the series that the draft continues, up to its predecessor, the earliest first."""
    if predecessor is None:
        return []
    (head,) = texts.of_symbols(connection, [predecessor.symbol])
    return chain_to(connection, head)


def _aligned(connection: Connection, draft: Prepared, predecessor: Predecessor | None) -> list[Aligned]:
    """Return what becomes of each paragraph of the predecessor in the draft."""
    if predecessor is None:
        return []
    (head,) = texts.of_symbols(connection, [predecessor.symbol])
    return align(passages(connection, head), _passages(draft), symbol=predecessor.symbol)


def _passages(draft: Prepared) -> list[Passage]:
    """Return the operative paragraphs of the draft in the form in which they are compared."""
    mandates: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in draft.mandates:
        mandates[row["paragraph"]].append(row)
    citations: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for citation in draft.citations:
        citations[citation["paragraph"]].append(citation)
    compared = []
    for index, row in enumerate(draft.paragraphs):
        if row["kind"] != ParagraphKind.OPERATIVE or not row["label"]:
            continue
        extended = [
            _extended(mandate["relation"])
            for mandate in mandates[index]
            if mandate["relation"] and may_extend(mandate["deliverable"], mandate["dues"])
        ]
        cited = [*citations[index], *(citation for mandate in mandates[index] for citation in mandate["citations"])]
        cited_labels = [(citation["symbol"], tuple(citation["labels"])) for citation in cited]
        compared.append(
            passage(
                row["label"],
                row["text"],
                [due for mandate in mandates[index] for due in mandate["dues"]],
                extended,
                cited_labels,
            )
        )
    return compared


def _extended(row: Mapping[str, Any]) -> Extended:
    return Extended(**{**row, "names": frozenset(row["names"]), "cites": frozenset(row["cites"])})


def _items(connection: Connection, symbols: Sequence[str], as_of: dt.date) -> dict[str, list[ObligationRow]]:
    """Return all items of the texts of a series, by symbol."""
    heads = texts.of_symbols(connection, symbols)
    requests = texts.requests(connection, [head.id for head in heads])
    items: dict[str, list[ObligationRow]] = defaultdict(list)
    for rows in _items_of(
        connection, [row.mandate_id for request_rows in requests.values() for row in request_rows], as_of
    ).values():
        items[rows[0].symbol] += rows
    return items


def _items_of(connection: Connection, mandate_ids: Iterable[int], as_of: dt.date) -> dict[int, list[ObligationRow]]:
    """Return the items of mandates, by mandate id, in order of symbols."""
    rows = obligations.of_mandates(connection, sorted(set(mandate_ids)), as_of)
    items: dict[int, list[ObligationRow]] = defaultdict(list)
    for item in lists.shown(connection, rows, as_of):
        items[item.mandate_id].append(item)
    return items


# -- clause by clause ----------------------------------------------------------------------------------------------


def _checked(
    clause: _Clause, relation: str | None, in_series: Sequence[ExistingRow], elsewhere: Sequence[ExistingRow]
) -> CheckedClause:
    return CheckedClause(
        label=clause.row["label"],
        clause=clause.row["clause"],
        verb=clause.row["verb"],
        owners=clause.owners,
        deliverable=clause.row["deliverable"],
        due=tuple(_due(due) for due in clause.row["dues"]),
        relation=relation or ("elsewhere" if elsewhere else Relation.NEW.value),
        existing=(*in_series, *elsewhere),
    )


def _elsewhere(
    connection: Connection, clauses: Sequence[_Clause], chain: set[str], as_of: dt.date
) -> list[list[ExistingRow]]:
    """Return for each clause the mandates of other series that have the same content."""
    newest = [_newest(clause.near, chain) for clause in clauses]
    items = _items_of(connection, [row.mandate_id for scored_rows in newest for _, row in scored_rows], as_of)
    return [
        [
            ExistingRow(
                reference=items[row.mandate_id][0].mandate,
                symbol=row.symbol,
                title=row.title,
                clause=row.clause,
                in_series=False,
                score=score,
                item=_next(items[row.mandate_id]),
            )
            for score, row in scored_rows
            if row.mandate_id in items
        ]
        for scored_rows in newest
    ]


def _in_series(
    clause: _Clause, aligned: Sequence[Aligned], predecessor_items: Sequence[ObligationRow]
) -> tuple[str | None, list[ExistingRow]]:
    """Return how a clause relates to the predecessor, and the mandates there that have the same content."""
    label, words = clause.row["label"], plain(clause.row["clause"])
    relation, existing = None, []
    for pair in aligned:
        if pair.newer is None or pair.older is None or pair.newer.label != label:
            continue
        by_mandate: dict[int, list[ObligationRow]] = defaultdict(list)
        for item in predecessor_items:
            if item.label == pair.older.label:
                by_mandate[item.mandate_id].append(item)
        if not by_mandate:
            continue
        scored = [(fuzz.token_set_ratio(words, plain(items[0].clause)), items) for items in by_mandate.values()]
        score, best = max(scored, key=lambda scored_items: scored_items[0])
        if score < _SAME_CLAUSE:
            continue
        relation = relation or _relation(pair, clause, best[0].clause)
        existing.append(
            ExistingRow(
                reference=best[0].mandate,
                symbol=best[0].symbol,
                title=best[0].title,
                clause=best[0].clause,
                in_series=True,
                score=round(score, 1),
                item=_next(best),
            )
        )
    return relation, existing


def _relation(pair: Aligned, clause: _Clause, older_clause: str) -> str:
    """Return how a clause relates to a clause of the predecessor.

    Where the due date of its paragraph moved, only a clause with a due date has that relation.
    """
    if pair.relation is not Relation.DUE_MOVED or clause.row["dues"]:
        return pair.relation.value
    return (Relation.SAME if plain(clause.row["clause"]) == plain(older_clause) else Relation.REWORDED).value


def _newest(near: Sequence[tuple[float, AskedRow]], chain: set[str]) -> list[tuple[float, AskedRow]]:
    """Return the requests of other series in similar words: of each series the newest, the most alike first."""
    newest: dict[str, tuple[float, AskedRow]] = {}
    for score, row in sorted(near, key=lambda scored_row: scored_row[1].resolution_id, reverse=True):
        if row.symbol not in chain:
            newest.setdefault(stem(row.title) if row.title else row.symbol, (score, row))
    return sorted(newest.values(), key=lambda scored_row: (-scored_row[0], scored_row[1].symbol))[:_MOST_ELSEWHERE]


def _next(rows: Sequence[ObligationRow]) -> ObligationRow:
    """Return the next open item of a mandate, or the last one where none is open."""
    open_ = [row for row in rows if row.state not in CLOSED]
    return open_[0] if open_ else rows[-1]


def _due(due: Mapping[str, Any]) -> DueRow:
    return DueRow(
        kind=due["kind"],
        phrase=due["phrase"],
        body=due.get("body"),
        session=due.get("session"),
        every=due.get("every"),
        after=due.get("after"),
        event=due.get("event"),
        opens_on=_day(due["opens_on"]),
        due_on=_day(due["closes_on"] or due.get("date")),
    )


def _day(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


# -- what is left out, and what is also owed -----------------------------------------------------------------------


def _left_out(
    aligned: Sequence[Aligned],
    items: Mapping[str, Sequence[ObligationRow]],
    predecessor: Predecessor | None,
    repeated: set[str],
) -> Iterable[LeftOut]:
    """Yield the items of the predecessor that the draft leaves out, then the open, dated items of earlier texts."""
    if predecessor is None:
        return
    relations = {
        pair.older.label: pair.relation for pair in aligned if pair.older is not None and pair.newer is not None
    }
    for row in items.get(predecessor.symbol, ()):
        relation = relations.get(row.label)
        if row.mandate in repeated or (relation is not None and relation is not Relation.CARRIED):
            continue
        owed = row.state not in CLOSED
        yield LeftOut(item=row, relation=(relation or Relation.DROPPED).value, owed=owed)
    for symbol in sorted(items.keys() - {predecessor.symbol}):
        for row in items[symbol]:
            if row.state not in CLOSED and row.state is not State.UNDATED:
                yield LeftOut(item=row, relation=Relation.DROPPED.value, owed=True)


def _also_owed(
    connection: Connection, draft: Prepared, clauses: Sequence[_Clause], chain: set[str], as_of: dt.date
) -> list[AlsoOwed]:
    """Return what else those whom the draft asks for a report owe on its subject at the same session."""
    clauses_by_due: dict[tuple[str, str, str], list[_Clause]] = defaultdict(list)
    for clause in clauses:
        for due in clause.row["dues"]:
            if clause.row["deliverable"] in _REPORTS and due["kind"] == "session" and due.get("body"):
                for owner in clause.owners:
                    clauses_by_due[owner, due["body"], str(due["session"])].append(clause)
    owed: dict[int, AlsoOwed] = {}
    for (owner, body, session), asking in sorted(clauses_by_due.items(), key=lambda entry: entry[0]):
        filters = Filters(
            owners=(owner,),
            bodies=(body,),
            due_sessions=(session,),
            deliverables=_REPORTS,
            settled=False,
            limit=_MOST_OWED,
        )
        # later occurrences of recurring mandates are left out: computing them for all takes long
        filters = replace(completed(connection, filters, as_of), through=None)
        rows = [row for row in lists.list_obligations(connection, filters, as_of) if owner in row.owners]
        subject_words = {
            *subject(draft.reading["title"] or ""),
            *(word for clause in asking for word in clause.subject),
        }
        for row, shared in _on_subject([row for row in rows if row.symbol not in chain], subject_words):
            labels = tuple(dict.fromkeys(clause.row["label"] for clause in asking))
            owed.setdefault(row.id, AlsoOwed(labels=labels, item=row, shared=shared))
    return list(owed.values())


def _on_subject(rows: Sequence[ObligationRow], subject_words: set[str]) -> list[tuple[ObligationRow, tuple[str, ...]]]:
    """Return the rows on a subject, each with the words shared: the rarer a word among the rows, the more it weighs."""
    words_by_row = [frozenset((*subject(row.title or ""), *subject(row.clause, row.owners))) for row in rows]
    counts = Counter(word for words in words_by_row for word in words)
    weight = {word: math.log(1 + len(rows) / (1 + counts[word])) for word in subject_words}
    total = sum(weight.values())
    scored = []
    for row, row_words in zip(rows, words_by_row, strict=True):
        shared = sorted(subject_words & row_words)
        score = sum(weight[word] for word in shared) / total if total else 0.0
        if score >= _ON_SUBJECT:
            forms = written(f"{row.title or ''} {row.clause}")
            scored.append((-score, row.reference, row, tuple(forms.get(word, word) for word in shared)))
    return [(row, shared) for _, _, row, shared in sorted(scored, key=lambda entry: entry[:2])]
