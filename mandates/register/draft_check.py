"""A draft beside the register: what it continues, what it repeats, what it leaves out. Nothing is stored.

Whatever may say the same is found by the index of the full-text search: clauses by their rarest words, and earlier
texts of the series by these clauses, by citations and by titles.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

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

#: A clause is looked for by so many of its rarest words, and so many paragraphs that have some of them are read.
_RAREST, _READ = 4, 50
#: Of the words that a clause is looked for by, so many are in one that says the same, at the least.
_SHARED = 0.35
#: So many resolutions that share clauses with the draft may be what it continues.
_SHARING = 12
#: From here on, of 100, a clause is the one that an aligned paragraph had.
_SAME_CLAUSE = 60
#: From here on, of 100, a clause is one that any text of the series had, wherever it stood.
_TAKEN_UP = 75
#: So many mandates of other series are named with a clause.
_NAMED = 3
#: From this share of what the words of the draft's subject tell, something else is on that subject.
_ON_SUBJECT = 0.5
#: More than this that one owner owes at one session is not compared.
_MOST_OWED = 5000


class _Clause(NamedTuple):
    """A clause of the draft that asks for something."""

    row: Mapping[str, Any]
    owners: tuple[str, ...]
    subject: tuple[str, ...]
    near: Sequence[tuple[float, AskedRow]]


def check(connection: Connection, reading: Reading, as_of: dt.date) -> CheckView:
    """Return what a draft repeats, changes and leaves out of what the register holds on `as_of`."""
    draft = prepare(reading)
    clauses = _clauses(connection, draft, as_of)
    found = _predecessors(connection, draft, clauses, as_of)
    before = next((one for one in found if one.linked), None)
    chain = _chain(connection, before)
    aligned = _aligned(connection, draft, before)
    items = _items(connection, [one.symbol for one in chain], as_of)
    own = list(items.get(before.symbol, ())) if before is not None else []
    others = _elsewhere(connection, clauses, {one.symbol for one in chain}, as_of)
    order = [one.symbol for one in chain]
    checked = []
    for one, rows in zip(clauses, others, strict=True):
        relation, same = _in_series(one, aligned, own)
        if not same:
            relation, same = _earlier(one, order, items)
        checked.append(_checked(one, relation, same, rows))
    repeated = {one.reference.partition("@")[0] for row in checked for one in row.existing if one.in_series}
    resolution = reading.resolution
    return CheckView(
        draft=DraftRow(
            source=resolution.source,
            symbol=resolution.draft_symbol,
            title=resolution.title,
            body=resolution.body,
            session=resolution.session,
            paragraphs=sum(one.kind is ParagraphKind.OPERATIVE for one in resolution.paragraphs),
        ),
        predecessors=tuple(
            PredecessorRow(
                number=None,
                symbol=one.symbol,
                state="linked" if one.linked else "proposed",
                basis=one.basis,
                score=one.score,
            )
            for one in found
        ),
        chain=tuple(chain),
        clauses=tuple(checked),
        left_out=tuple(_left_out(aligned, items, before, repeated)),
        also_owed=tuple(_also_owed(connection, draft, clauses, {one.symbol for one in chain}, as_of)),
    )


# -- what says the same --------------------------------------------------------------------------------------------


def _clauses(connection: Connection, draft: Prepared, as_of: dt.date) -> list[_Clause]:
    """Return the clauses of the draft, each with what has most of its subject's words, the likest first."""
    owners = [tuple(dict.fromkeys(one["name"] for one in row["owners"])) for row in draft.mandates]
    subjects = [subject(row["clause"], names) for row, names in zip(draft.mandates, owners, strict=True)]
    sought = [searched(row["clause"], names) for row, names in zip(draft.mandates, owners, strict=True)]
    told = [
        len(one) >= LEAST and row["deliverable"] not in within_series()
        for row, one in zip(draft.mandates, subjects, strict=True)
    ]
    counts = store.rarities(
        connection, {word for words, tells in zip(sought, told, strict=True) if tells for word in words}
    )
    near = [_near(connection, words, counts) if tells else [] for words, tells in zip(sought, told, strict=True)]
    asked: dict[int, list[AskedRow]] = defaultdict(list)
    for one in store.asked(connection, {at for ids in near for at in ids}, as_of):
        asked[one.paragraph_text_id].append(one)
    found = []
    for row, names, words, looked_for, ids in zip(draft.mandates, owners, subjects, sought, near, strict=True):
        scored = {
            one.mandate_id: (alike(words, subject(one.clause, one.owners)), one)
            for at in ids
            for one in asked[at]
            if len(looked_for.intersection(one.clause.lower().split())) >= _SHARED * len(looked_for)
        }
        best = sorted((pair for pair in scored.values() if pair[0] >= ALIKE), key=lambda pair: (-pair[0], pair[1]))
        found.append(_Clause(row, names, words, best))
    return found


def _near(connection: Connection, words: Iterable[str], counts: Mapping[str, int]) -> list[int]:
    """Return the paragraphs that share the rarest of `words`; all of them, where none is rare."""
    known = sorted((counts[word], word) for word in set(words) if word in counts)
    rare = [word for number, word in known if number < store.COMMON][:_RAREST]
    wanted = rare or [word for _, word in known][: 2 * _RAREST]
    return store.sharing(connection, wanted, every=not rare, limit=_READ)


# -- the series ----------------------------------------------------------------------------------------------------


def _predecessors(
    connection: Connection, draft: Prepared, clauses: Sequence[_Clause], as_of: dt.date
) -> list[Predecessor]:
    """Return what the draft continues, or may continue, the likeliest first."""
    cited = {one["symbol"] for row in (*draft.mandates, {"citations": draft.citations}) for one in row["citations"]}
    shared = Counter(symbol for one in clauses for symbol in {row.symbol for _, row in one.near})
    this = Text(
        symbol=draft.symbol,
        body=draft.body,
        title=draft.reading["title"],
        adopted_on=as_of,
        cited=frozenset(cited),
        operative=[row["text"] for row in draft.paragraphs if row["kind"] == ParagraphKind.OPERATIVE],
        subjects=frozenset(name for row in draft.mandates if row["relation"] for name in row["relation"]["names"]),
        situation=draft.reading["situation"],
    )
    near = _near_heads(connection, this, [symbol for symbol, _ in shared.most_common(_SHARING)])
    return predecessors(this, _texts(connection, near))


def _near_heads(connection: Connection, this: Text, sharing: Iterable[str]) -> list[HeadRow]:
    """Return what a text may continue: the resolutions it names, those `sharing` words, the last of its title."""
    near = texts.of_symbols(connection, {*this.cited, *sharing})
    if this.title:
        begun = stem(this.title)
        alike_titles = texts.of_stems(connection, [begun])[this.body, begun]
        near += sorted(alike_titles, key=lambda one: one.adopted_on or dt.date.min)[-_SHARING:]
    found = {one.id: one for one in near if one.body == this.body and one.symbol != this.symbol}
    return [one for one in found.values() if one.adopted_on and this.adopted_on and one.adopted_on < this.adopted_on]


def _texts(connection: Connection, heads: Sequence[HeadRow]) -> list[Text]:
    """Return resolutions as far as their place in a series goes."""
    operative = texts.passages(connection, [one.reading_id for one in heads])
    subjects = texts.extended_in(connection, [one.id for one in heads if not one.title])
    return [
        Text(
            symbol=one.symbol,
            body=one.body,
            title=one.title,
            adopted_on=one.adopted_on,
            cited=frozenset(),
            operative=[row.text for row in operative.get(one.reading_id, [])],
            subjects=frozenset(subjects.get(one.id, ())),
            situation=one.situation,
        )
        for one in heads
    ]


def _chain(connection: Connection, before: Predecessor | None) -> list[SeriesEntry]:
    """Return the series that the draft continues, up to the text before it, the earliest first."""
    if before is None:
        return []
    (head,) = texts.of_symbols(connection, [before.symbol])
    return chain_to(connection, head)


def _aligned(connection: Connection, draft: Prepared, before: Predecessor | None) -> list[Aligned]:
    """Return what becomes of each paragraph of the text before in the draft."""
    if before is None:
        return []
    (head,) = texts.of_symbols(connection, [before.symbol])
    return align(passages(connection, head), _passages(draft), symbol=before.symbol)


def _passages(draft: Prepared) -> list[Passage]:
    """Return the operative paragraphs of the draft as they are compared."""
    asked: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in draft.mandates:
        asked[row["paragraph"]].append(row)
    loose: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for one in draft.citations:
        loose[one["paragraph"]].append(one)
    found = []
    for at, row in enumerate(draft.paragraphs):
        if row["kind"] != ParagraphKind.OPERATIVE or not row["label"]:
            continue
        what = [
            _extended(one["relation"])
            for one in asked[at]
            if one["relation"] and may_extend(one["deliverable"], one["dues"])
        ]
        cited = [*loose[at], *(named for one in asked[at] for named in one["citations"])]
        named = [(one["symbol"], tuple(one["labels"])) for one in cited]
        found.append(passage(row["label"], row["text"], [due for one in asked[at] for due in one["dues"]], what, named))
    return found


def _extended(row: Mapping[str, Any]) -> Extended:
    return Extended(**{**row, "names": frozenset(row["names"]), "cites": frozenset(row["cites"])})


def _items(connection: Connection, symbols: Sequence[str], as_of: dt.date) -> dict[str, list[ObligationRow]]:
    """Return all that the texts of a series ask for, by symbol."""
    heads = texts.of_symbols(connection, symbols)
    asked = texts.requests(connection, [one.id for one in heads])
    found: dict[str, list[ObligationRow]] = defaultdict(list)
    for rows in _standing(connection, [row.mandate_id for some in asked.values() for row in some], as_of).values():
        found[rows[0].symbol] += rows
    return found


def _standing(connection: Connection, mandate_ids: Iterable[int], as_of: dt.date) -> dict[int, list[ObligationRow]]:
    """Return what is expected of mandates, by their ids, in order of symbols."""
    rows = obligations.of_mandates(connection, sorted(set(mandate_ids)), as_of)
    found: dict[int, list[ObligationRow]] = defaultdict(list)
    for item in lists.shown(connection, rows, as_of):
        found[item.mandate_id].append(item)
    return found


# -- clause by clause ----------------------------------------------------------------------------------------------


def _checked(
    one: _Clause, relation: str | None, in_series: Sequence[ExistingRow], elsewhere: Sequence[ExistingRow]
) -> CheckedClause:
    return CheckedClause(
        label=one.row["label"],
        clause=one.row["clause"],
        verb=one.row["verb"],
        owners=one.owners,
        deliverable=one.row["deliverable"],
        due=tuple(_due(due) for due in one.row["dues"]),
        relation=relation or ("elsewhere" if elsewhere else Relation.NEW.value),
        existing=(*in_series, *elsewhere),
    )


def _elsewhere(
    connection: Connection, clauses: Sequence[_Clause], chain: set[str], as_of: dt.date
) -> list[list[ExistingRow]]:
    """Return for each clause the mandates of other series that say the same."""
    newest = [_newest(one.near, chain) for one in clauses]
    standing = _standing(connection, [row.mandate_id for some in newest for _, row in some], as_of)
    return [
        [
            ExistingRow(
                reference=standing[row.mandate_id][0].mandate,
                symbol=row.symbol,
                title=row.title,
                clause=row.clause,
                in_series=False,
                score=score,
                item=_next(standing[row.mandate_id]),
            )
            for score, row in some
            if row.mandate_id in standing
        ]
        for some in newest
    ]


def _in_series(
    one: _Clause, aligned: Sequence[Aligned], own: Sequence[ObligationRow]
) -> tuple[str | None, list[ExistingRow]]:
    """Return what a clause does with the text before, and the mandates there that say the same."""
    label, words = one.row["label"], plain(one.row["clause"])
    relation, found = None, []
    for pair in aligned:
        if pair.newer is None or pair.older is None or pair.newer.label != label:
            continue
        by_mandate: dict[int, list[ObligationRow]] = defaultdict(list)
        for item in own:
            if item.label == pair.older.label:
                by_mandate[item.mandate_id].append(item)
        if not by_mandate:
            continue
        scored = [(fuzz.token_set_ratio(words, plain(some[0].clause)), some) for some in by_mandate.values()]
        score, best = max(scored, key=lambda one: one[0])
        if score < _SAME_CLAUSE:
            continue
        relation = relation or _relation(pair, one, best[0].clause)
        found.append(
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
    return relation, found


def _earlier(
    one: _Clause, chain: Sequence[str], items: Mapping[str, Sequence[ObligationRow]]
) -> tuple[str | None, list[ExistingRow]]:
    """Return what a clause does with the newest of the series in like words: it is taken up again, or twice."""
    words = plain(one.row["clause"])
    scores = {row.mandate_id: score for score, row in one.near}
    for symbol in reversed(chain):
        by_mandate: dict[int, list[ObligationRow]] = defaultdict(list)
        for item in items.get(symbol, ()):
            by_mandate[item.mandate_id].append(item)
        scored = [
            (max(scores.get(mandate_id, 0.0), fuzz.ratio(words, plain(rows[0].clause))), rows)
            for mandate_id, rows in by_mandate.items()
        ]
        score, best = max(scored, key=lambda found: found[0], default=(0.0, []))
        if score >= _TAKEN_UP:
            first = best[0]
            relation = Relation.SAME if words == plain(first.clause) else Relation.REWORDED
            return relation.value, [
                ExistingRow(
                    reference=first.mandate,
                    symbol=first.symbol,
                    title=first.title,
                    clause=first.clause,
                    in_series=True,
                    score=round(score, 1),
                    item=_next(best),
                )
            ]
    return None, []


def _relation(pair: Aligned, one: _Clause, clause: str) -> str:
    """Return what a clause does with one of the text before; of a paragraph whose time moved, only clauses with one."""
    if pair.relation is not Relation.DUE_MOVED or one.row["dues"]:
        return pair.relation.value
    return (Relation.SAME if plain(one.row["clause"]) == plain(clause) else Relation.REWORDED).value


def _newest(near: Sequence[tuple[float, AskedRow]], chain: set[str]) -> list[tuple[float, AskedRow]]:
    """Return what other series say in like words: of each the newest, the likest first."""
    found: dict[str, tuple[float, AskedRow]] = {}
    for score, row in sorted(near, key=lambda one: one[1].resolution_id, reverse=True):
        if row.symbol not in chain:
            found.setdefault(stem(row.title) if row.title else row.symbol, (score, row))
    return sorted(found.values(), key=lambda one: (-one[0], one[1].symbol))[:_NAMED]


def _next(rows: Sequence[ObligationRow]) -> ObligationRow:
    """Return what is expected next of a mandate; the last that was, where nothing is any more."""
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


# -- what is left out, and what is owed besides --------------------------------------------------------------------


def _left_out(
    aligned: Sequence[Aligned],
    items: Mapping[str, Sequence[ObligationRow]],
    before: Predecessor | None,
    repeated: set[str],
) -> Iterable[LeftOut]:
    """Yield what the text before asks for and the draft does not, then what earlier ones ask for at a time still."""
    if before is None:
        return
    kept = {one.older.label: one.relation for one in aligned if one.older is not None and one.newer is not None}
    for row in items.get(before.symbol, ()):
        relation = kept.get(row.label)
        if row.mandate in repeated or (relation is not None and relation is not Relation.CARRIED):
            continue
        owed = row.state not in CLOSED
        yield LeftOut(item=row, relation=(relation or Relation.DROPPED).value, owed=owed)
    for symbol in sorted(items.keys() - {before.symbol}):
        for row in items[symbol]:
            if row.state not in CLOSED and row.state is not State.UNDATED and row.mandate not in repeated:
                yield LeftOut(item=row, relation=Relation.DROPPED.value, owed=True)


def _also_owed(
    connection: Connection, draft: Prepared, clauses: Sequence[_Clause], chain: set[str], as_of: dt.date
) -> list[AlsoOwed]:
    """Return what those whom the draft asks for a report owe besides on its subject at the same session."""
    asked: dict[tuple[str, str, str], list[_Clause]] = defaultdict(list)
    for one in clauses:
        for due in one.row["dues"]:
            if one.row["deliverable"] in REPORTS and due["kind"] == "session" and due.get("body"):
                for owner in one.owners:
                    asked[owner, due["body"], str(due["session"])].append(one)
    found: dict[int, AlsoOwed] = {}
    for (owner, body, session), some in sorted(asked.items(), key=lambda one: one[0]):
        filters = Filters(
            owners=(owner,),
            bodies=(body,),
            due_sessions=(session,),
            deliverables=REPORTS,
            settled=False,
            limit=_MOST_OWED,
        )
        # what will only be expected later, of something that recurs, is left out: to work it out for all takes long
        filters = replace(completed(connection, filters, as_of), through=None)
        rows = [row for row in lists.list_obligations(connection, filters, as_of) if owner in row.owners]
        about = {*subject(draft.reading["title"] or ""), *(word for one in some for word in one.subject)}
        for row, shared in _on_subject([row for row in rows if row.symbol not in chain], about):
            labels = tuple(dict.fromkeys(one.row["label"] for one in some))
            found.setdefault(row.id, AlsoOwed(labels=labels, item=row, shared=shared))
    return list(found.values())


def _on_subject(rows: Sequence[ObligationRow], about: set[str]) -> list[tuple[ObligationRow, tuple[str, ...]]]:
    """Return the rows that share telling words with a subject: the rarer a word is among them, the more it tells."""
    words = [frozenset((*subject(row.title or ""), *subject(row.clause, row.owners))) for row in rows]
    counts = Counter(word for one in words for word in one)
    weight = {word: math.log(1 + len(rows) / (1 + counts[word])) for word in about}
    total = sum(weight.values())
    scored = []
    for row, theirs in zip(rows, words, strict=True):
        shared = sorted(about & theirs)
        score = sum(weight[word] for word in shared) / total if total else 0.0
        if score >= _ON_SUBJECT:
            forms = written(f"{row.title or ''} {row.clause}")
            scored.append((-score, row.reference, row, tuple(forms.get(word, word) for word in shared)))
    return [(row, shared) for _, _, row, shared in sorted(scored, key=lambda one: one[:2])]
