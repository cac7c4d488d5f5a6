"""What each question to the store gives on made-up rows, and what each change does to them.

The answers are kept in files, without the questions to which there is none; MANDATES_GOLDEN=update writes them anew. An
answer that differs is looked at there.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import ColumnElement, Connection, Engine, select

from mandates.domain.accounts import AccountRole, Scope
from mandates.domain.errors import MandatesError
from mandates.domain.events import Event, EventKind
from mandates.domain.filters import Criteria, EventFilters, Filters
from mandates.domain.kinds import Heap, LinkState, MandateClass, MatchClass
from mandates.domain.lifecycle import FOREVER
from mandates.domain.match import Match
from mandates.domain.status import Role, State, Status
from mandates.reference.lookup import Dates
from mandates.store import (
    accounts,
    agendas,
    attachments,
    budget,
    changes,
    cycles,
    decisions,
    digests,
    dump,
    endings,
    facets,
    horizon,
    issued,
    lineage,
    links,
    low_confidence,
    obligations,
    parties,
    reference_data,
    requests,
    selection,
    series,
    settings,
    similar_paragraphs,
    states,
    stock,
    suggestions,
    tables,
    tallies,
    texts,
    timed_mandates,
    views,
)
from mandates.store.inserting import insert_rows
from mandates.store.obligations import ListedRow
from mandates.store.reference_data import Identity
from mandates.store.tables import obligation_state, person
from tests.golden import check
from tests.store.made_up import DAY, DAYS, IDS, ROWS, SOME, WORDS, database, empty
from tests.timeline import made

AT = dt.datetime.combine(DAY, dt.time(12), dt.UTC)


def plain(value: Any) -> Any:
    """Return a value as text in which sets stand in order and rows are short."""
    if isinstance(value, ColumnElement):
        return str(value.compile(compile_kwargs={"literal_binds": True})).removeprefix("obligation_state.")
    if isinstance(value, ListedRow):
        return str(value.id)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{plain(key)}: {plain(one)}" for key, one in value.items()) + "}"
    if isinstance(value, (set, frozenset)):
        return "{" + ", ".join(sorted(map(plain, value))) + "}"
    if isinstance(value, (list, tuple)):
        return "(" + ", ".join(map(plain, value)) + ")"
    if dataclasses.is_dataclass(value):
        named = {one.name: getattr(value, one.name) for one in dataclasses.fields(value)}
        told = [
            f"{one.name}={plain(named[one.name])}"
            for one in dataclasses.fields(value)
            if named[one.name] != one.default
        ]
        return f"{type(value).__name__}({', '.join(told)})"
    return str(value)


def lines(value: Any) -> list[str]:
    """Return what a question gives, one line for each row; none for nothing."""
    if value is None or value is False:
        return []
    if isinstance(value, Mapping):
        rows = {key: sorted(map(plain, one)) if isinstance(one, list) else one for key, one in value.items()}
        return [f"    {plain(key)}: {plain(one)}" for key, one in rows.items()]
    if isinstance(value, (list, tuple)) and not hasattr(value, "_fields"):
        return [f"    {plain(one)}" for one in value]
    return [f"    {plain(value)}"]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """Give the database; what a test changes in it is taken back."""
    engine = database()
    yield engine
    engine.dispose()


SYMBOLS = [WORDS["symbol"][number - 1] for number in SOME]
OPEN = Filters(settled=False, every=True)
#: What is asked for of one thing, each of all that there are.
OF_ONE: dict[ModuleType, tuple[str, ...]] = {
    accounts: ("by_id", "tokens"),
    agendas: ("of_document",),
    attachments: ("find",),
    changes: ("find", "events_of"),
    decisions: ("has_any",),
    issued: ("by_id",),
    lineage: ("asked_in",),
    states: ("keys_of",),
    suggestions: ("of_mandate", "by_id"),
    texts: (
        *("resolution_by_id", "reading_by_id", "paragraphs_of", "paragraph_by_id", "all_paragraphs_of"),
        *("mandates_of", "mandate_by_id", "former_references"),
    ),
}
#: What is asked for of several at once.
OF_SOME: dict[ModuleType, tuple[str, ...]] = {
    cycles: ("of_resolutions", "relations"),
    decisions: ("of_mandates",),
    endings: ("of_mandates", "successors", "renewed_by"),
    issued: ("by_ids", "answers_by_ids", "answers_of"),
    lineage: (
        *("of_ids", "requests", "cited_by", "passages", "digests", "cited_in", "cited_by_versions", "extended_in"),
        "what_is_extended",
    ),
    links: (
        *("of_newer", "to_older", "by_ids", "of_mandates_to", "renewing", "replaced_requests", "named", "paragraphs"),
    ),
    obligations: ("by_ids",),
    requests: ("words", "items", "heads"),
    states: ("material", "stored_states", "stored_parties", "stored_remarks"),
    suggestions: ("by_ids",),
    tallies: ("entity_names",),
    texts: ("readings_in_force", "paragraph_ids", "references_of", "versions"),
    timed_mandates: ("lasting", "first_days"),
}
#: What is asked for of everything.
OF_ALL: dict[ModuleType, tuple[str, ...]] = {
    accounts: ("listed",),
    changes: ("redatings",),
    digests: ("last_event",),
    issued: ("all_held", "all_known", "proposed", "count_proposed", "proposed_numbers"),
    links: ("waiting",),
    reference_data: ("sessions",),
    states: ("sessions_named", "all_mandate_ids"),
    suggestions: ("waiting",),
    timed_mandates: ("all_resolution_ids",),
    views: ("all_views",),
    horizon: ("horizon",),
}
#: What is asked for of a day.
OF_DAYS: dict[ModuleType, tuple[str, ...]] = {
    agendas: ("known_on", "committees"),
    changes: ("text_changes_after", "mandate_changes_after", "any_after", "document_changes_after", "last_event"),
    states: ("continuing",),
    stock: ("renewals",),
}


def asked() -> Iterator[tuple[Any, ...]]:
    """Yield each question: the function, and what is asked about."""
    for table, values in ((OF_ONE, [(number,) for number in IDS]), (OF_SOME, [(SOME,), (tuple(IDS),)]), (OF_ALL, [()])):
        for module, names in table.items():
            yield from ((getattr(module, name), *given) for name in names for given in values)
    for module, names in OF_DAYS.items():
        yield from ((getattr(module, name), day) for name in names for day in DAYS)
    yield from OTHERS


#: What gives its rows in an order; all else gives them as the database does.
IN_ORDER = (
    *(changes.history, issued.proposed, issued.proposed_numbers, links.waiting, low_confidence.references),
    *(obligations.listed, states.all_mandate_ids, stock.mandates, suggestions.waiting, texts.listed_resolutions),
)

#: What is selected in lists.
FILTERS = [
    Filters(),
    Filters(every=True),
    OPEN,
    Filters(settled=True),
    Filters(settled=False, classes=tuple(MandateClass)),
    Filters(overdue=True),
    Filters(unissued=True),
    Filters(undated=True),
    Filters(renewed=True, every=True),
    Filters(not_renewed=True, every=True),
    Filters(states=(State.DUE, State.ENDED), every=True),
    Filters(since=DAYS[3], until=DAYS[6]),
    Filters(every=True, changed_since=DAY),
    Filters(every=True, sort="-due"),
    Filters(every=True, sort="state"),
    Filters(every=True, sort="deliverable", limit=3),
    Filters(every=True, through=DAYS[-1]),
    Filters(every=True, statuses=(Status.PENDING, Status.REPORTED)),
    Filters(every=True, owners=("committee 1",)),
    Filters(every=True, partners=("assembly",)),
    Filters(every=True, resolutions=tuple(WORDS["symbol"][:5])),
    Filters(every=True, series=(WORDS["symbol"][1],)),
    Filters(every=True, committees=("first",)),
    Filters(every=True, committees=("none",)),
    Filters(every=True, agenda_items=("18",)),
    Filters(every=True, agenda_items=("18 (b)",)),
    Filters(every=True, agenda_items=("reefs",)),
    Filters(every=True, sessions=("71",), bodies=("Assembly",)),
    Filters(every=True, due_sessions=("71",), bodies=("Board",)),
    Filters(every=True, excluded=Criteria(verbs=("request",), owners=("committee 1",))),
    Filters(every=True, entities=("entity 1",)),
    Filters(every=True, programmes=("programme 2",)),
]
#: What is counted and listed in parts that have nothing in common.
PARTS = (obligation_state.c.verb == "request", obligation_state.c.verb != "request")
#: Obligations that are not stored: the entity, the mandate, and how each stands.
UNSTORED = [
    (1, 2, State.OVERDUE),
    (1, 2, State.DUE),
    (2, 3, State.SETTLED),
    (3, 3, State.ENDED),
    (16, 5, State.OVERDUE),
]

OTHERS: list[tuple[Any, ...]] = [
    *((accounts.by_name, name) for name in ("Assembly", "assembly", "Nobody")),
    *((accounts.by_mail, f"mail {number}") for number in IDS),
    *((accounts.by_subject, f"subject {number}") for number in IDS),
    *((function, f"digest {number}", AT) for number in IDS
      for function in (accounts.invited, accounts.signed_in, accounts.token_of)),
    *((accounts.sign_ins, number, AT) for number in IDS),
    (agendas.known_on, DAY, SOME),
    (agendas.committees, DAY, SOME),
    (agendas.under_titles, ["reefs"], DAY),
    (agendas.under_titles, ["reefs", "and"], DAY),
    (budget.of_symbols, SYMBOLS),
    *((changes.last_of, name) for name in WORDS["name"]),
    *((changes.obligation_once, number, f"A/RES/71/{number}#{number}") for number in IDS),
    *((changes.history, {"filters": filters, "limit": None}) for filters in (
        EventFilters(), EventFilters(actor="Committee 2"), EventFilters(on=DAY), EventFilters(since=DAY),
        EventFilters(until=DAY), EventFilters(change_id=3),
    )),
    (changes.history, {"filters": EventFilters(), "limit": 3, "oldest_first": True}),
    (changes.later_events, 8, []),
    (cycles.on_situations, ["Arcadia"]),
    (cycles.timed_states, SOME, DAY),
    (decisions.versions_after, SOME, DAY),
    (digests.find, "reader 2"),
    *((facets.counts, OPEN, DAY, column) for column in ("verb", "deliverable", "at_body", "status")),
    (issued.by_symbols, SYMBOLS),
    (lineage.of_symbols, SYMBOLS),
    (lineage.of_stems, ["Ports"]),
    (lineage.of_situations, ["Utopia"]),
    (lineage.citing_any, SYMBOLS),
    *((lineage.citing, symbol) for symbol in SYMBOLS),
    *((low_confidence.references, {"below": below, "limit": limit}) for below in (0.5, 0.6) for limit in (None, 2)),
    *((low_confidence.count, {"below": below}) for below in (0.5, 0.6)),
    (low_confidence.on_day, DAY, {"below": 0.6}),
    *((obligations.listed, filters, day) for day in (DAY, DAYS[-1]) for filters in FILTERS),
    *((obligations.count, filters, DAY) for filters in FILTERS),
    *((obligations.count, filters, DAY, {"at_most": 3}) for filters in FILTERS[:2]),
    *((obligations.ids, filters, DAY) for filters in FILTERS[:3]),
    *((obligations.selected_mandates, filters, DAY) for filters in FILTERS[:3]),
    *((obligations.of_mandate, number, DAY) for number in IDS),
    *((function, SOME, DAY) for function in (
        obligations.of_mandates, obligations.missed, obligations.of_obligations_there,
        obligations.counts_by_resolution, obligations.mandates_by_resolution, requests.of_mandates,
        similar_paragraphs.asked, stock.reviews,
    )),
    (obligations.of_obligations, [8, 2, 5], DAY),
    *((obligations.superseded_by, number, DAY) for number in IDS),
    *((obligations.due_at, body, session, DAY) for body in WORDS["body"] for session in WORDS["session"]),
    *((parties.has_part, [number], role) for number in SOME for role in Role),
    *((function, role) for role in Role for function in (parties.party_names,)),
    *((parties.loads, DAY, {"role": role}) for role in Role),
    (parties.loads, DAY, {"role": Role.OWNER, "only": SOME}),
    *((parties.loads, DAY, {"role": Role.OWNER, "only": only, "more": UNSTORED}) for only in (None, SOME)),
    (reference_data.find_entities, "committee 1", ["2", "3"]),
    (reference_data.entities_with_keys, ["2", "2019-03-10"]),
    (reference_data.known_entity_ids, {("Assembly", None): Identity(None, "Assembly"),
                                       ("x", "2"): Identity("2", "Nobody"), ("y", "9"): Identity("9", "Nobody")}, {}),
    (requests.of_resolutions, SYMBOLS, DAY),
    *((requests.of_deliverables, ["report", "review"], DAY, {"between": days})
      for days in itertools.combinations_with_replacement(DAYS, 2)),
    *((tallies.total, PARTS, day) for day in DAYS),
    *((tallies.settled, PARTS, day) for day in DAYS),
    *((tallies.tallies, PARTS, day, by) for day in (DAY, DAYS[-1]) for by in ((), ("status",), ("verb", "body"))),
    *((tallies.tallies_by_party, PARTS, day, role) for day in (DAY, DAYS[-1]) for role in Role),
    *((tallies.tallies_by_committee, PARTS, day) for day in DAYS),
    *((tallies.tallies, PARTS, DAY, ("status",), {"through": day}) for day in DAYS[5:]),
    *((obligations.firsts, PARTS, DAY, limit) for limit in (None, 1, 5)),
    *((obligations.firsts, PARTS, DAY, 5, {"settled": PARTS[:1], "through": day}) for day in DAYS[4:]),
    *((obligations.first_open, PARTS, DAY, limit, {"through": day}) for limit in (1, 5) for day in DAYS[4:]),
    (requests.held, SYMBOLS),
    (selection.renewed_mandates, DAY, list(IDS)),
    (series.series, SYMBOLS),
    *((settings.of_person, f"Committee {number}") for number in SOME),
    *((states.continuing_on, day, DAY) for day in DAYS),
    *((states.due_at_sessions_of, body) for body in WORDS["body"]),
    (states.all_mandate_ids, {"after": 4, "limit": 3}),
    *((stock.mandates, Filters(every=True), heap, DAY) for heap in Heap),
    *((stock.documents, day) for day in DAYS[::4]),
    (suggestions.waiting, {"limit": 2}),
    (texts.resolutions_of, SYMBOLS),
    *((texts.mandate_by_reference, reference) for reference in (WORDS["reference"][2], "A/RES/1#1")),
    *((texts.mandate_formerly, reference) for reference in WORDS["reference"]),
    (texts.near_symbols, "A/RES/71/1"),
    *((texts.listed_resolutions, {"asked": one, "readings": None, "limit": limit}) for one, limit in (
        (texts.Asked(), None), (texts.Asked(), 2), (texts.Asked(symbols=SYMBOLS), None),
        (texts.Asked(bodies=["Assembly"]), None), (texts.Asked(sessions=["71"]), None),
        (texts.Asked(search="REEFS"), None), (texts.Asked(by=DAY), None),
    )),
    (texts.listed_resolutions, {"asked": texts.Asked(), "readings": SOME, "limit": None}),
    *((texts.spare_reference, reference) for reference in ("A/RES/71/2#2", "A/RES/71/99#1")),
]  # fmt: skip


def kept(name: str, connection: Connection, calls: Iterable[tuple[Any, ...]], after: Callable[..., list[str]]) -> None:
    """Compare what calls give with what is kept of them in a file."""
    told = []
    for function, *given in calls:
        named = given.pop() if given and isinstance(given[-1], dict) else {}
        try:
            came_of_it = after(function(connection, *given, **named))
        except MandatesError as error:
            came_of_it = [f"    {type(error).__name__}: {error}"]
        if came_of_it:
            shown = [*map(plain, given), *(f"{key}={plain(value)}" for key, value in named.items())]
            told.append(f"{function.__module__.rpartition('.')[2]}.{function.__name__}({', '.join(shown)})")
            told += came_of_it if function in IN_ORDER else sorted(came_of_it)
    check(__file__, name, "\n".join(told) + "\n")


def test_what_is_asked(engine: Engine) -> None:
    with engine.connect() as connection:
        kept("queries.txt", connection, asked(), lines)


A_MATCH = Match(
    obligation_id=2, mandate_id=3, reference="A/RES/71/3#3@72", resolution="A/RES/71/3", label="3",
    match_class=MatchClass.CERTAIN, score=0.9, words="as requested", page=2, clause="Requests a report",
)  # fmt: skip
AN_EVENT = Event(kind=EventKind.NOTE, reference="A/RES/71/2#2", mandate_id=2, after={"notes": [{"text": "x"}]})
AN_ITEM = agendas.AgendaItemRow(0, 3, "Assembly", "72", "20", "Lakes", "First Committee", DAY, FOREVER)
A_LINK = links.NewLink(2, 3, 5, 7, "continues", True, False, 0.5, "title")
LATER = AT + dt.timedelta(days=1)

WRITES: list[tuple[Any, ...]] = [
    (accounts.add, "Dana", {"role": AccountRole.EDITOR, "mail": "dana@example.org", "at": AT}),
    (accounts.change, 3, {"disabled": True}, {}),
    (accounts.record, 3, {"at": AT, "actor": "Dana", "action": "role", "details": "editor"}),
    (accounts.add_invitation, 3, {"digest": "d", "expires_at": LATER}),
    *((accounts.use_invitations, number, AT) for number in IDS),
    (accounts.add_sign_in, 3, {"digest": "d", "at": AT, "expires_at": LATER, "agent": "Browser"}),
    *((accounts.end_sign_ins, number, AT) for number in IDS),
    *((accounts.end_sign_ins, account, AT, {"number": number}) for account in IDS for number in (6, 13, 16)),
    (accounts.add_token, 3, {"name": "t", "digest": "d", "scopes": (Scope.READ,), "at": AT, "expires_at": None}),
    *((accounts.revoke_tokens, number, AT) for number in IDS),
    *((accounts.revoke_tokens, account, AT, {"number": number}) for account in IDS for number in SOME),
    (agendas.add, [AN_ITEM]),
    *((agendas.end, [number], day) for number in SOME for day in DAYS[::4]),
    (attachments.add, "a.txt", "text/plain", b"words"),
    (budget.replace, [budget.BudgetLine("A/RES/71/2", "Fund", *[None] * 6, "A/72/6")]),
    *((changes.person_id, name) for name in ("Committee 2", "Dana")),
    (changes.start, {"actor": "Dana", "at": AT, "on_day": DAY, "command": "note"}),
    (changes.start, {"actor": "Committee 2", "at": AT, "on_day": DAY, "command": "undo", "undoes": 4}),
    (changes.append, 4, [AN_EVENT, dataclasses.replace(AN_EVENT, quiet=True)]),
    (changes.set_undone, 4, 5),
    (changes.set_undone, 4, None),
    (decisions.put, {decisions.Subject(2): {"verb": "urge", "status": None}}, {}),
    (decisions.put, {decisions.Subject(5, 7): {"status": "reported", "due_on": None}}, {}),
    (decisions.count_versions, [decisions.Subject(2, 3), decisions.Subject(2), decisions.Subject(2, 3)]),
    (digests.put, "reader 2", DAY, {"event": 9}, {}),
    (digests.put, "Dana", DAY, {"event": 9}, {}),
    (horizon.set_horizon, DAY),
    (issued.add, {"symbol": "A/72/1", "kind": "report", "held": True, "reading": {}, "digest": "d"}, ["A/72/1"], {}),
    (issued.set_reading, 3, {"title": "Lakes"}, ["A/72/1", "A/72/2"], {}),
    *((issued.set_held, 3, {"held": held}) for held in (True, False)),
    *((issued.put_answers, number, []) for number in IDS),
    *((issued.put_answers, number, [A_MATCH]) for number in IDS),
    (issued.set_state, 3, "rejected"),
    (links.put, [], [A_LINK]),
    *((links.set_state, number, "confirmed") for number in SOME),
    (reference_data.body_ids, ["Board", "Lake Board"]),
    (reference_data.set_abbreviations, {"Board": "B", "Assembly": "A"}, {}),
    (reference_data.entity_ids, {("Dana", None): Identity(None, "Dana"), ("A", None): Identity(None, "Assembly")}, {}),
    (reference_data.set_session, 3, {"opens_on": DAY, "exact": False}, {}),
    (
        reference_data.add_sessions,
        {("Board", "99"): Dates(DAY, DAYS[-1], exact=True), ("Lake Board", "1"): Dates(None, None, exact=False)},
        [],
        {},
    ),
    (settings.put, "Committee 2", {"days": 3}, {}),
    (states.set_keys, {2: "3", 3: "2"}, {}),
    (suggestions.add, 3, 5, 2),
    *((suggestions.close, number) for number in IDS),
    *((suggestions.set_state, number, "kept") for number in SOME),
    *((texts.set_situation, number, "Utopia", None) for number in SOME),
    (texts.set_resolution, 3, {"held": False}, {}),
    (texts.set_mandate, 3, {"in_text": False}, {}),
    (texts.release_references, SOME),
    (texts.remember_reference, 3, "A/RES/71/3#4", 2),
    (texts.forget_relations,),
    (views.put, "Board", {"owners": ["Fund"]}, {}),
    (views.put, "Dana", {"owners": ["Fund"]}, {}),
    (views.remove, "Board"),
    (views.remove, "Dana"),
]


def content(connection: Connection) -> dict[str, dict[Any, dict[str, Any]]]:
    """Return the rows of all tables, by their keys."""
    return {
        table.name: {
            tuple(row[column.name] for column in table.primary_key.columns): dict(row)
            for row in connection.execute(select(table)).mappings()
        }
        for table in tables.metadata.sorted_tables
    }


def differences(before: dict[str, Any], now: dict[str, Any]) -> Iterator[str]:
    """Yield what was changed, one line for each row."""
    for name, old in before.items():
        new = now[name]
        for key in sorted(old.keys() | new.keys(), key=str):
            was, is_ = old.get(key, {}), new.get(key, {})
            changed = {column: value for column, value in (is_ or was).items() if was.get(column) != is_.get(column)}
            if changed:
                mark = "new" if not was else "gone" if not is_ else "now"
                yield f"    {mark} {name} {plain(key)}: {plain(changed)}"


def test_what_is_changed(engine: Engine) -> None:
    with engine.connect() as connection:
        before = content(connection)

        def after(found: Any) -> list[str]:
            told = [*([] if found is None else lines(found)), *differences(before, content(connection))]
            connection.rollback()
            return told

        kept("writes.txt", connection, WRITES, after)
        assert content(connection) == before


def test_links_are_put_in_the_place_of_those_there(engine: Engine) -> None:
    with engine.connect() as connection:
        stored = links.of_newer(connection, IDS)
        before = content(connection)
        links.put(connection, stored, [links.NewLink(*one[:9]) for one in stored])
        assert content(connection) == before
        links.put(connection, stored, [links.NewLink(*one[:7], 0.125, one.basis) for one in stored])
        assert {one.score for one in links.of_newer(connection, IDS)} == {0.125}
        links.put(connection, stored, [])
        left = links.of_newer(connection, IDS)
        assert {one.id for one in left} == {one.id for one in stored if one.state != LinkState.PROPOSED}
        assert 0 < len(left) < len(stored)
        connection.rollback()


@pytest.mark.parametrize("chunk", [15, 16, 17, 59, 60, 61])
def test_what_is_written_out_is_read_back(engine: Engine, monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    monkeypatch.setattr(dump, "_CHUNK", chunk)
    other = empty()
    with engine.connect() as connection, other.begin() as copy:
        written = list(dump.lines(connection))
        before = {name: rows for name, rows in content(connection).items() if f'"table":"{name}"' in "".join(written)}
        assert len(written) == len(set(written)) == sum(map(len, before.values()))
        assert dump.is_empty(copy)
        assert dump.fill(copy, enumerate(written, 2)) == len(written)
        assert {name: content(copy)[name] for name in before} == before
        assert not dump.is_empty(copy)
    other.dispose()


def test_a_row_of_one_value_is_a_row(engine: Engine) -> None:
    with engine.connect() as connection:
        insert_rows(connection, person, [{"name": "Dana"}, {"name": "Zoe"}])
        names = set(connection.execute(select(person.c.name)).scalars())
        connection.rollback()
    assert {"Dana", "Zoe"} < names


def test_new_obligations_have_keys_that_are_free(engine: Engine) -> None:
    (plain_state,) = made.states(made.facts(), made.brought_in("2019-01-10"))
    with engine.connect() as connection:
        before = content(connection)["obligation"]
        (mandate_id, key) = next(
            (row["mandate_id"], row["key"]) for row in before.values() if row["mandate_id"] != ROWS
        )
        places = [(mandate_id, key), (mandate_id, "new"), (ROWS, "new"), (mandate_id, "new"), (ROWS, "other")]
        new = [dataclasses.replace(plain_state, mandate_id=of, key=name) for of, name in places]
        states.add_obligations(connection, [*new, dataclasses.replace(plain_state, obligation_id=1)])
        now = content(connection)["obligation"]
        connection.rollback()
    added = {row["id"]: (row["mandate_id"], row["key"]) for one, row in now.items() if one not in before}
    assert sorted(added.values()) == sorted({*places[1:], (mandate_id, f"{key}~")})
    assert [added[one.obligation_id] for one in new] == [(mandate_id, f"{key}~"), *places[1:]]
    assert {now[number,]["version"] for number in added} == {1}


@pytest.mark.parametrize("sort", [None, "due", "-due", "symbol", "deliverable", "-status"])
def test_a_list_goes_on_behind_any_place(engine: Engine, sort: str | None) -> None:
    filters = Filters(every=True, classes=tuple(MandateClass), sort=sort)
    names, _ = selection.order_names(filters)
    with engine.connect() as connection:
        stored = {key[0]: row for key, row in content(connection)["obligation_state"].items()}
        rows = [row.id for row in obligations.listed(connection, filters, DAY)]
        assert len(rows) > 10
        for number, row_id in enumerate(rows, 1):
            place = [stored[row_id][name] for name in names]
            assert [type(value) for value in place] == selection.order_kinds(filters)
            behind = obligations.listed(connection, filters, DAY, after=place)
            assert [row.id for row in behind] == rows[number:]
