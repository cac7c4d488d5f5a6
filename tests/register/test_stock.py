"""Heaps of the stock of mandates with why each is there, and what a person would have become of one."""

import datetime as dt
import re

import pytest

from mandates import lexicon
from mandates.domain.commands import Appraise, Report
from mandates.domain.errors import UsageError
from mandates.domain.filters import Filters
from mandates.domain.kinds import Heap, Judgement
from mandates.register import history
from mandates.register.stock import stock
from mandates.register.stock_criteria import Mandate, Sessions, why
from tests.register.conftest import does, ingests, listed, undoes
from tests.register.samples import REPORT, SYMBOL, clause, every, reading, session_due, until

DAY = dt.date(2026, 6, 30)
R8, R9 = f"{SYMBOL}#8", f"{SYMBOL}#9"
AGENDA = "Decides to include in the provisional agenda of its seventy-third session the item “Cooperation”;"
REVIEW = "Decides to review the arrangements at its eighty-second session;"
DAYS = "Proclaims 3 May World Day of Lighthouses, to be observed every year;"
TERM = "Decides to establish a working group on lighthouses until 31 May 2019;"
YEARLY = "Requests the Secretary-General to report to it every year on lighthouses;"
RETIRE = Appraise(judgement=Judgement.RETIRE, reason="nobody reads it")


def on_heaps(connection, day=DAY, **values):
    found = {}
    for row in stock(connection, Filters(**values), day).items:
        found.setdefault(row.heap, {})[row.item.mandate.partition("#")[2]] = row.why
    return found


def test_each_mandate_is_on_its_heaps_with_the_words_or_dates_that_put_it_there(connection):
    organ = {"verb": "decide", "owner": "General Assembly"}
    ingests(
        connection,
        reading(
            clause("1", session_due(73), text=AGENDA, deliverable="agenda_item", **organ),
            clause("2", until("2019-05-31"), text=TERM, deliverable="establish", **organ),
            clause("3", session_due(73)),
            clause("4", every("P1Y"), text=YEARLY),
            clause("5", every("P1Y"), text=DAYS, deliverable="observance", **organ),
            clause("6", session_due(73), text=REPORT.replace("seventy-third", "73rd")),
            clause("7", session_due(81)),
        ),
    )
    does(connection, Report(document="A/73/328", on=dt.date(2018, 2, 20)), f"{SYMBOL}#6")
    found = on_heaps(connection)
    assert found[Heap.DONE] == {
        "1": "its session is over: GA 73, 2019-09-17",
        "6": "reported: A/73/328 of 2018-02-20",
    }
    assert found[Heap.EXPIRED] == {"2": "until 2019-05-31: “until 2019-05-31”"}
    assert found[Heap.NEVER_REPORTED]["3"] == "due GA 73, 2019-09-17; no report in 6 sessions"
    assert set(found[Heap.NEVER_REPORTED]) == {"3", "4"}
    assert set(found[Heap.NO_END]) == {"4"}
    assert found[Heap.OBSERVANCES] == {"5": "observance: “every P1Y”"}
    assert Heap.REVIEW not in found
    assert on_heaps(connection, deliverables=("establish",)).keys() == {Heap.EXPIRED}
    late = stock(connection, Filters(), DAY, heaps=[Heap.NEVER_REPORTED], sessions=7).items
    assert [row.item.label for row in late] == ["4"]


def test_the_rule_of_a_heap_leaves_out_other_deliverables(connection):
    kinds = ("action", "agenda_item", "establish", "observance", "report", "review")
    ingests(connection, reading(*(clause(kind, every("P1Y"), deliverable=kind) for kind in kinds)))
    everything = listed(connection, DAY)
    mandates = {kind: Mandate([row for row in everything if row.label == kind]) for kind in kinds}
    found = {
        heap: {kind for kind, mandate in mandates.items() if why(heap, mandate, Sessions(DAY), 1)}
        for heap in (Heap.OBSERVANCES, Heap.REVIEW, Heap.NEVER_REPORTED)
    }
    assert found == {Heap.OBSERVANCES: {"observance"}, Heap.REVIEW: {"review"}, Heap.NEVER_REPORTED: {"report"}}


def test_a_text_with_a_review_has_an_end_in_sight(connection):
    review = clause("9", session_due(82), text=REVIEW, verb="decide", deliverable="review", owner="General Assembly")
    others = clause("10", session_due(82), text="Calls upon States to review their penal codes;", verb="call_upon",
                    deliverable="review", owner="States")  # fmt: skip
    ingests(connection, reading(clause("4", every("P1Y"), text=YEARLY), review, others))
    found = on_heaps(connection)
    assert found[Heap.REVIEW] == {"9": "review GA 82, 2028-09-05: “at its session 82”"}
    assert Heap.NO_END not in found


def test_what_is_asked_for_again_and_again_is_one_chain(connection):
    for year, session in ((2016, 71), (2017, 72), (2018, 73), (2019, 74)):
        symbol = f"A/RES/{session}/500"
        one = clause("8", session_due(session + 1), symbol=symbol)
        ingests(connection, reading(one, symbol=symbol, session=session, adopted=f"{year}-11-21"))
    days = (dt.date(2018, 1, 31), dt.date(2019, 1, 31), DAY)
    assert [on_heaps(connection, day=day).get(Heap.RENEWED) for day in days] == [
        None,
        {"8": "asked for 3 times, first by A/RES/71/500#8"},
        {"8": "asked for 4 times, first by A/RES/71/500#8"},
    ]


def test_a_judgement_is_kept_with_its_reason_and_can_be_taken_back(connection):
    ingests(connection, reading(clause("8", session_due(73)), clause("9", session_due(73), session_due(75))))
    does(connection, RETIRE, R8, f"{R9}@75")  # a judgement is on the whole mandate
    rows = {row.reference: (row.judgement, row.judgement_reason) for row in listed(connection)}
    assert rows == dict.fromkeys([R8, f"{R9}@73", f"{R9}@75"], (Judgement.RETIRE, "nobody reads it"))
    told = [one for one in history.history(connection, limit=9) if one.kind == "judge"]
    assert {(one.after["judgement"], one.reason) for one in told} == {("retire", "nobody reads it")}
    (heap,) = (one for one in stock(connection, Filters(), DAY).heaps if one.heap is Heap.NEVER_REPORTED)
    assert (heap.number, heap.judged) == (2, 2)
    does(connection, Appraise(judgement=Judgement.MERGE, reason="with #9"), R8)
    undoes(connection)
    assert listed(connection)[0].judgement is Judgement.RETIRE
    undoes(connection)
    assert {row.judgement for row in listed(connection)} == {None}


def test_a_past_day_knows_no_later_judgement(connection):
    ingests(connection, reading(clause("8", session_due(73))), at="2018-03-01")
    does(connection, RETIRE, R8, at="2019-03-01")
    assert listed(connection, "2019-02-28")[0].judgement is None
    assert listed(connection, "2019-03-01")[0].judgement is Judgement.RETIRE
    does(connection, Appraise(judgement=None), R8, at="2020-03-01")
    assert listed(connection, "2019-03-01")[0].judgement is Judgement.RETIRE
    assert listed(connection, "2020-03-01")[0].judgement is None


def test_a_judgement_needs_a_reason(connection):
    ingests(connection, reading(clause("8", session_due(73))))
    with pytest.raises(UsageError, match="has no reason"):
        does(connection, Appraise(judgement=Judgement.RETIRE, reason="  "), R8)


def test_the_words_of_reviews_find_their_example_and_not_the_counter_example():
    entry = lexicon.load("stock")["reviews"]
    assert re.search(entry["words"], entry["example"], re.IGNORECASE)
    assert not re.search(entry["words"], entry["counter_example"], re.IGNORECASE)
