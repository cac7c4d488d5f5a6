"""Comparison of a draft with the register: what it continues, what it repeats, what it leaves out. Stores nothing.

Earlier resolutions of the series are found by similar clauses, by citations and by titles.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from rapidfuzz import fuzz

from mandates.domain.deliverables import REPORTS
from mandates.domain.extended import Extended
from mandates.domain.filters import Filters
from mandates.domain.kinds import Relation
from mandates.domain.mandate import Reading
from mandates.domain.resolution import ParagraphKind
from mandates.domain.status import CLOSED, State
from mandates.matching.alignment import Aligned, Passage, align, plain
from mandates.matching.lineage import Predecessor, Text, predecessors, stem
from mandates.matching.subjects import subject, written
from mandates.register import lists
from mandates.register.lineage import chain_to, may_extend, passage, passages
from mandates.register.preparing import Prepared, prepare
from mandates.register.session_filters import completed
from mandates.register.similar_clauses import Clause, clauses_with_similar
from mandates.schema.checking import AlsoOwed, CheckedClause, CheckView, DraftRow, ExistingRow, LeftOut
from mandates.schema.items import DueRow, ObligationRow
from mandates.schema.lineage import PredecessorRow, SeriesEntry
from mandates.store import lineage as texts
from mandates.store import obligations
from mandates.store.engine import Connection
from mandates.store.lineage import HeadRow
from mandates.store.similar_paragraphs import AskedRow

#: The number of resolutions, of those with the most similar clauses, that are considered as predecessors.
_CANDIDATE_LIMIT = 12
#: The least score, of 100, of a clause that repeats one in the aligned paragraph of the predecessor.
_ALIGNED_SCORE = 60
#: The least score, of 100, of a clause that repeats one anywhere in an earlier text of the series.
_SERIES_SCORE = 75
#: The number of mandates of other series that are listed with a clause.
_OTHER_LIMIT = 3
#: The least share of the words of the draft's subject, weighted by rarity, in an obligation on the same subject.
_SUBJECT_SHARE = 0.5
#: The number of obligations of one owner at one session that are compared.
_OWED_LIMIT = 5000


def check(connection: Connection, reading: Reading, as_of: dt.date) -> CheckView:
    """Return what a draft repeats, changes and leaves out of what the register holds on `as_of`."""
    draft = prepare(reading)
    clauses = clauses_with_similar(connection, draft, as_of)
    candidates = _predecessors(connection, draft, clauses, as_of)
    predecessor = next((candidate for candidate in candidates if candidate.linked), None)
    chain = _chain(connection, predecessor)
    chain_symbols = [entry.symbol for entry in chain]
    aligned = _aligned(connection, draft, predecessor)
    items = _items(connection, chain_symbols, as_of)
    items_of_predecessor = list(items.get(predecessor.symbol, ())) if predecessor is not None else []
    elsewhere = _elsewhere(connection, clauses, set(chain_symbols), as_of)
    checked = []
    for clause, rows_elsewhere in zip(clauses, elsewhere, strict=True):
        relation, rows_in_series = _in_predecessor(clause, aligned, items_of_predecessor)
        if not rows_in_series:
            relation, rows_in_series = _in_series(clause, chain_symbols, items)
        checked.append(_checked(clause, relation, rows_in_series, rows_elsewhere))
    repeated = {row.reference.partition("@")[0] for view in checked for row in view.existing if row.in_series}
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
        also_owed=tuple(_also_owed(connection, draft, clauses, set(chain_symbols), as_of)),
    )


# -- the series ----------------------------------------------------------------------------------------------------


def _predecessors(
    connection: Connection, draft: Prepared, clauses: Sequence[Clause], as_of: dt.date
) -> list[Predecessor]:
    """Return the resolutions that the draft continues or may continue, the most probable first."""
    citing_rows = (*draft.mandates, {"citations": draft.citations})
    cited = {citation["symbol"] for row in citing_rows for citation in row["citations"]}
    similar = Counter(symbol for clause in clauses for symbol in {row.symbol for _, row in clause.similar})
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
    candidates = _candidates(connection, text, [symbol for symbol, _ in similar.most_common(_CANDIDATE_LIMIT)])
    return predecessors(text, _texts(connection, candidates))


def _candidates(connection: Connection, text: Text, similar: Iterable[str]) -> list[HeadRow]:
    """Return the earlier resolutions that `text` may continue.

    These are the resolutions that it cites, those with `similar` clauses, and the last ones with the same title.
    """
    heads = texts.of_symbols(connection, {*text.cited, *similar})
    if text.title:
        title_stem = stem(text.title)
        same_title = texts.of_stems(connection, [title_stem])[text.body, title_stem]
        heads += sorted(same_title, key=lambda head: head.adopted_on or dt.date.min)[-_CANDIDATE_LIMIT:]
    by_id = {head.id: head for head in heads if head.body == text.body and head.symbol != text.symbol}
    return [
        head for head in by_id.values() if head.adopted_on and text.adopted_on and head.adopted_on < text.adopted_on
    ]


def _texts(connection: Connection, heads: Sequence[HeadRow]) -> list[Text]:
    """Return the facts about resolutions that decide their place in a series."""
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
    """Return what became of each paragraph of the predecessor in the draft."""
    if predecessor is None:
        return []
    (head,) = texts.of_symbols(connection, [predecessor.symbol])
    return align(passages(connection, head), _passages(draft), symbol=predecessor.symbol)


def _passages(draft: Prepared) -> list[Passage]:
    """Return the operative paragraphs of the draft for the comparison with earlier ones."""
    mandates_by_paragraph: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for mandate in draft.mandates:
        mandates_by_paragraph[mandate["paragraph"]].append(mandate)
    citations_by_paragraph: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for citation in draft.citations:
        citations_by_paragraph[citation["paragraph"]].append(citation)
    compared = []
    for index, row in enumerate(draft.paragraphs):
        if row["kind"] != ParagraphKind.OPERATIVE or not row["label"]:
            continue
        mandates = mandates_by_paragraph[index]
        extended = [
            _extended(mandate["relation"])
            for mandate in mandates
            if mandate["relation"] and may_extend(mandate["deliverable"], mandate["dues"])
        ]
        citations = [
            *citations_by_paragraph[index],
            *(citation for mandate in mandates for citation in mandate["citations"]),
        ]
        cited = [(citation["symbol"], tuple(citation["labels"])) for citation in citations]
        dues = [due for mandate in mandates for due in mandate["dues"]]
        compared.append(passage(row["label"], row["text"], dues, extended, cited))
    return compared


def _extended(row: Mapping[str, Any]) -> Extended:
    return Extended(**{**row, "names": frozenset(row["names"]), "cites": frozenset(row["cites"])})


def _items(connection: Connection, symbols: Sequence[str], as_of: dt.date) -> dict[str, list[ObligationRow]]:
    """Return the obligations under the resolutions `symbols`, by symbol."""
    heads = texts.of_symbols(connection, symbols)
    requests = texts.requests(connection, [head.id for head in heads])
    mandate_ids = [row.mandate_id for rows in requests.values() for row in rows]
    items: dict[str, list[ObligationRow]] = defaultdict(list)
    for rows in _obligations(connection, mandate_ids, as_of).values():
        items[rows[0].symbol] += rows
    return items


def _obligations(connection: Connection, mandate_ids: Iterable[int], as_of: dt.date) -> dict[int, list[ObligationRow]]:
    """Return the obligations under mandates, by the ids of these, in order of symbols."""
    rows = obligations.of_mandates(connection, sorted(set(mandate_ids)), as_of)
    return _by_mandate(lists.shown(connection, rows, as_of))


# -- clause by clause ----------------------------------------------------------------------------------------------


def _checked(
    clause: Clause, relation: str | None, in_series: Sequence[ExistingRow], elsewhere: Sequence[ExistingRow]
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
    connection: Connection, clauses: Sequence[Clause], chain: set[str], as_of: dt.date
) -> list[list[ExistingRow]]:
    """Return, for each clause, the similar mandates of other series than `chain`."""
    newest = [_newest_of_other_series(clause.similar, chain) for clause in clauses]
    obligations_by_mandate = _obligations(connection, [row.mandate_id for pairs in newest for _, row in pairs], as_of)
    return [
        [
            ExistingRow(
                reference=obligations_by_mandate[row.mandate_id][0].mandate,
                symbol=row.symbol,
                title=row.title,
                clause=row.clause,
                in_series=False,
                score=score,
                item=_next(obligations_by_mandate[row.mandate_id]),
            )
            for score, row in pairs
            if row.mandate_id in obligations_by_mandate
        ]
        for pairs in newest
    ]


def _in_predecessor(
    clause: Clause, aligned: Sequence[Aligned], items: Sequence[ObligationRow]
) -> tuple[str | None, list[ExistingRow]]:
    """Return the mandates of the predecessor that a clause repeats, and its relation to the first of them.

    A mandate is repeated if its paragraph is aligned with that of the clause, and the words are similar.

    Args:
        items: the obligations under the predecessor.
    """
    label, words = clause.row["label"], plain(clause.row["clause"])
    relation, repeated = None, []
    for pair in aligned:
        if pair.newer is None or pair.older is None or pair.newer.label != label:
            continue
        older_label = pair.older.label
        by_mandate = _by_mandate(item for item in items if item.label == older_label)
        if not by_mandate:
            continue
        scored = [(fuzz.token_set_ratio(words, plain(rows[0].clause)), rows) for rows in by_mandate.values()]
        score, rows = max(scored, key=lambda candidate: candidate[0])
        if score >= _ALIGNED_SCORE:
            relation = relation or _relation(pair, clause, rows[0].clause)
            repeated.append(_existing_in_series(rows, score))
    return relation, repeated


def _in_series(
    clause: Clause, chain: Sequence[str], items: Mapping[str, Sequence[ObligationRow]]
) -> tuple[str | None, list[ExistingRow]]:
    """Return the mandate that a clause repeats in the newest text of the series with a similar one, and its relation.

    Args:
        chain: the symbols of the series, the earliest first. items: the obligations under each.
    """
    words = plain(clause.row["clause"])
    scores = {row.mandate_id: score for score, row in clause.similar}
    for symbol in reversed(chain):
        scored = [
            (max(scores.get(mandate_id, 0.0), fuzz.ratio(words, plain(rows[0].clause))), rows)
            for mandate_id, rows in _by_mandate(items.get(symbol, ())).items()
        ]
        score, rows = max(scored, key=lambda candidate: candidate[0], default=(0.0, []))
        if score >= _SERIES_SCORE:
            relation = Relation.SAME if words == plain(rows[0].clause) else Relation.REWORDED
            return relation.value, [_existing_in_series(rows, score)]
    return None, []


def _by_mandate(items: Iterable[ObligationRow]) -> dict[int, list[ObligationRow]]:
    grouped: dict[int, list[ObligationRow]] = defaultdict(list)
    for item in items:
        grouped[item.mandate_id].append(item)
    return grouped


def _existing_in_series(rows: Sequence[ObligationRow], score: float) -> ExistingRow:
    """Return a mandate of the series by its obligations."""
    first = rows[0]
    return ExistingRow(
        reference=first.mandate,
        symbol=first.symbol,
        title=first.title,
        clause=first.clause,
        in_series=True,
        score=round(score, 1),
        item=_next(rows),
    )


def _relation(pair: Aligned, clause: Clause, older_clause: str) -> str:
    """Return the relation of a clause to an older one in an aligned paragraph.

    It is that of the paragraphs, except for a clause without a due time in a paragraph of which another one moved.
    """
    if pair.relation is not Relation.DUE_MOVED or clause.row["dues"]:
        return pair.relation.value
    return (Relation.SAME if plain(clause.row["clause"]) == plain(older_clause) else Relation.REWORDED).value


def _newest_of_other_series(similar: Sequence[tuple[float, AskedRow]], chain: set[str]) -> list[tuple[float, AskedRow]]:
    """Return the newest similar mandate of each series other than `chain`, the most similar first."""
    newest: dict[str, tuple[float, AskedRow]] = {}
    for score, row in sorted(similar, key=lambda pair: pair[1].resolution_id, reverse=True):
        if row.symbol not in chain:
            newest.setdefault(stem(row.title) if row.title else row.symbol, (score, row))
    return sorted(newest.values(), key=lambda pair: (-pair[0], pair[1].symbol))[:_OTHER_LIMIT]


def _next(rows: Sequence[ObligationRow]) -> ObligationRow:
    """Return the next open obligation under a mandate, or the last one if none is open."""
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


# -- what is left out, and what else is owed -----------------------------------------------------------------------


def _left_out(
    aligned: Sequence[Aligned],
    items: Mapping[str, Sequence[ObligationRow]],
    predecessor: Predecessor | None,
    repeated: set[str],
) -> Iterable[LeftOut]:
    """Yield the obligations of the series that the draft does not repeat.

    These are all those under the predecessor, then those under earlier texts that are open and have a due time.
    """
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
            if row.state not in CLOSED and row.state is not State.UNDATED and row.mandate not in repeated:
                yield LeftOut(item=row, relation=Relation.DROPPED.value, owed=True)


def _also_owed(
    connection: Connection, draft: Prepared, clauses: Sequence[Clause], chain: set[str], as_of: dt.date
) -> list[AlsoOwed]:
    """Return the other reports on the subject that an owner owes at a session at which the draft asks for a report."""
    clauses_by_session: dict[tuple[str, str, str], list[Clause]] = defaultdict(list)
    for clause in clauses:
        for due in clause.row["dues"]:
            if clause.row["deliverable"] in REPORTS and due["kind"] == "session" and due.get("body"):
                for owner in clause.owners:
                    clauses_by_session[owner, due["body"], str(due["session"])].append(clause)
    owed: dict[int, AlsoOwed] = {}
    for (owner, body, session), asking in sorted(clauses_by_session.items(), key=lambda item: item[0]):
        filters = Filters(
            owners=(owner,),
            bodies=(body,),
            due_sessions=(session,),
            deliverables=REPORTS,
            settled=False,
            limit=_OWED_LIMIT,
        )
        # later occurrences of what recurs are left out: it would take long to work out all of them
        filters = replace(completed(connection, filters, as_of), through=None)
        rows = [row for row in lists.list_obligations(connection, filters, as_of) if owner in row.owners]
        words = {*subject(draft.reading["title"] or ""), *(word for clause in asking for word in clause.subject)}
        for row, shared in _on_subject([row for row in rows if row.symbol not in chain], words):
            labels = tuple(dict.fromkeys(clause.row["label"] for clause in asking))
            owed.setdefault(row.id, AlsoOwed(labels=labels, item=row, shared=shared))
    return list(owed.values())


def _on_subject(rows: Sequence[ObligationRow], subject_words: set[str]) -> list[tuple[ObligationRow, tuple[str, ...]]]:
    """Return the rows on a subject and the words they share, the closest first; words rare in `rows` count more."""
    words_of_rows = [frozenset((*subject(row.title or ""), *subject(row.clause, row.owners))) for row in rows]
    counts = Counter(word for words in words_of_rows for word in words)
    weight = {word: math.log(1 + len(rows) / (1 + counts[word])) for word in subject_words}
    total = sum(weight.values())
    scored = []
    for row, words in zip(rows, words_of_rows, strict=True):
        shared = sorted(subject_words & words)
        score = sum(weight[word] for word in shared) / total if total else 0.0
        if score >= _SUBJECT_SHARE:
            forms = written(f"{row.title or ''} {row.clause}")
            scored.append((score, row, tuple(forms.get(word, word) for word in shared)))
    return [(row, shared) for _, row, shared in sorted(scored, key=lambda entry: entry[0], reverse=True)]
