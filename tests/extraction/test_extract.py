import datetime as dt
import json
import pathlib

import pytest

from mandates.domain.mandate import Reading
from mandates.domain.problems import Problem
from mandates.domain.resolution import Paragraph, ParagraphKind, Resolution
from mandates.extraction.extract import extract
from mandates.pipeline import read_file
from mandates.schema.readings import reading_from_plain, reading_to_plain
from tests.golden import check

SEED = pathlib.Path(__file__).parents[2] / "seeds" / "A_RES_71_12.md"


def resolution(*texts, symbol="A/RES/90/1", body="General Assembly", session=90, **more):
    """Return a resolution of operative paragraphs; a text that begins with "(a) " is an item of the last main one."""
    paragraphs, main = [], None
    for text in texts:
        if text.startswith("("):
            mark, _, said = text.partition(" ")
            label = f"{paragraphs[main].label} {mark}"
            paragraphs.append(Paragraph(kind=ParagraphKind.OPERATIVE, label=label, text=said, parent=main))
        else:
            main = len(paragraphs)
            number = str(sum(p.parent is None for p in paragraphs) + 1)
            paragraphs.append(Paragraph(kind=ParagraphKind.OPERATIVE, label=number, text=text))
    return Resolution(
        symbol=symbol,
        title=None,
        body=body,
        session=session,
        adopted_on=dt.date(2035, 12, 1),
        paragraphs=tuple(paragraphs),
        **more,
    )


def table(reading):
    return [
        [
            m.reference.split("#")[1],
            m.verb + (" again" if m.reiterated else ""),
            [party.name for party in m.owners],
            m.deliverable,
            [due.session or due.every or str(due.date or due.after) for due in m.due],
        ]
        for m in reading.mandates
    ]


@pytest.fixture(scope="module")
def founding():
    (reading,) = read_file(str(SEED))
    assert isinstance(reading, Reading)
    return reading


def test_the_founding_resolution_is_read_whole(founding):
    both = ["United Nations", "Collective Security Treaty Organization"]
    read = {row[0]: row[1:] for row in table(founding)}
    assert list(read) == ["3", "4", "5", "6", "7", "8", "9"]
    assert read["3"][:3:2] == ["encourage", "action"]
    assert all(word in " ".join(read["3"][1]) for word in ["secretariat", *both])
    assert read["4"] == ["invite", ["Secretary-General of the United Nations"], "action", []]
    assert read["5"] == ["invite", both, "action", []]
    assert read["6"][:1] + read["6"][2:] == ["invite", "action", []]
    assert read["6"][1][0].startswith("specialized agencies")
    assert read["6"][1][1:] == ["programmes of the United Nations system", both[1]]
    assert read["7"] == ["encourage", both, "action", []]
    assert read["8"] == ["request", ["Secretary-General of the United Nations"], "report", [73]]
    assert read["9"] == ["decide", ["General Assembly"], "agenda_item", [73]]
    assert [party.name for party in founding.mandates[5].recipients] == ["General Assembly"]


def test_the_founding_resolution_in_json_is_as_it_was(founding):
    data = reading_to_plain(founding)
    data["resolution"]["source"] = "seeds/A_RES_71_12.md"
    check(__file__, "A_RES_71_12.json", json.dumps(data, indent=1, ensure_ascii=False) + "\n")


def test_spans_cut_the_words_out_of_the_paragraph(founding):
    for m in founding.mandates:
        assert m.text[m.clause_span.start : m.clause_span.end] == m.clause
        assert m.verb_span is not None
        assert m.text[m.verb_span.start : m.verb_span.end].casefold().startswith(m.verb[:4])
        for party in m.owners:
            if party.span is not None:
                assert 0 <= party.span.start < party.span.end <= len(m.text)
                assert m.text[party.span.start : party.span.end].split()[-1] in party.name
        for due in m.due:
            assert due.span is not None
            assert m.text[due.span.start : due.span.end] == due.phrase


def test_a_reading_survives_the_way_through_json(founding):
    assert reading_from_plain(json.loads(json.dumps(reading_to_plain(founding)))) == founding


def test_items_take_verb_and_owner_from_a_chapeau_that_leaves_them_the_action():
    reading = extract(
        resolution(
            "Requests the Secretary-General:",
            "(a) To submit a report to the General Assembly at its ninety-first session;",
            "(b) To convene a seminar, and invites Member States to take part in it;",
            "(c) Decides to remain seized of the matter;",
        )
    )
    assert [row[:4] for row in table(reading)] == [
        ["1(a)", "request", ["Secretary-General"], "report"],
        ["1(b)", "request", ["Secretary-General"], "meeting"],
        ["1(b).2", "invite", ["Member States"], "action"],
        ["1(c)", "decide", ["General Assembly"], "agenda_item"],
    ]
    assert reading.mandates[0].verb_span is None
    assert "clause.inherited" in reading.mandates[0].reasons


def test_a_chapeau_that_states_the_action_keeps_it_and_its_items_are_none():
    reading = extract(
        resolution(
            "Requests the Secretary-General to submit a report containing:", "(a) A list of States;", "(b) A budget;"
        )
    )
    assert [row[0] for row in table(reading)] == ["1"]


def test_an_open_chapeau_without_items_is_kept():
    assert [row[0] for row in table(extract(resolution("Calls upon all States:")))] == ["1"]


def test_items_of_items_inherit_through_both():
    main = Paragraph(kind=ParagraphKind.OPERATIVE, label="1", text="Urges all States:")
    item = Paragraph(kind=ParagraphKind.OPERATIVE, label="1 (a)", text="To:", parent=0)
    leaf = Paragraph(kind=ParagraphKind.OPERATIVE, label="1 (a) (i)", text="Protect the oceans;", parent=1)
    made = resolution()
    reading = extract(
        Resolution(
            symbol=made.symbol, title=None, body=made.body, session=90, adopted_on=None, paragraphs=(main, item, leaf)
        )
    )
    ((reference, verb, owners, *_),) = table(reading)
    assert (reference, verb, len(owners)) == ("1(a)(i)", "urge", 1)
    assert owners[0].endswith("States")


@pytest.mark.parametrize("kind", [ParagraphKind.PREAMBULAR, ParagraphKind.ANNEX, ParagraphKind.HEADING])
def test_only_operative_paragraphs_are_read(kind):
    made = resolution()
    paragraph = Paragraph(kind=kind, text="Requests the Secretary-General to report")
    assert extract(Resolution(**{**_fields(made), "paragraphs": (paragraph,)})).mandates == ()


def test_an_action_may_be_said_with_the_next_clause():
    reading = extract(
        resolution("Urges the Secretary-General, and invites Member States, to submit reports to the Council.")
    )
    assert [row[3] for row in table(reading)] == ["report", "report"]
    assert "clause.shared_action" in reading.mandates[0].reasons


def test_who_is_to_do_likewise_is_asked_for_what_the_clause_before_asks():
    reading = extract(resolution("Urges States to contribute to the fund, and invites companies to do likewise."))
    assert [row[3] for row in table(reading)] == ["resources", "resources"]


def test_a_declaration_in_the_first_person_asks_nothing_but_a_lost_letter_is_mended():
    asks = "Request the Secretary-General to report."
    assert extract(resolution("We are resolved to act.", "Recognize the need.", asks)).mandates == ()
    among = ("Welcomes the report;", "Invites States to act;", "Requests the Panel to meet;", asks)
    assert [row[0] for row in table(extract(resolution(*among)))] == ["2", "3", "4"]


def test_problems_of_structure_are_kept():
    gap = Problem("numbering.gap", "A/RES/90/1", "paragraph 2 is missing")
    assert extract(resolution("Decides to meet.", problems=(gap,))).problems == (gap,)


def test_a_session_that_gave_no_due_is_a_problem():
    text = "Requests the Secretary-General to arrange for attendance at a Congress and the first session of the Panel."
    reading = extract(resolution(text))
    assert all(m.due == () for m in reading.mandates)
    assert [problem.code for problem in reading.problems] == ["due.session_not_read"]
    assert reading.problems[0].where == "A/RES/90/1#1"


def test_the_council_is_read_like_the_assembly():
    reading = extract(
        resolution(
            "Decides to extend until 31 May 2036 the mandate of the Panel of Experts;",
            "Requests the Secretary-General to report to the Council within 90 days of the adoption of this "
            "resolution, and every 90 days thereafter;",
            "Reiterates its demand that all parties cease hostilities;",
            "Decides to remain actively seized of the matter.",
            symbol="S/RES/2999 (2035)",
            body="Security Council",
            session=None,
        )
    )
    assert [row[:2] + row[3:] for row in table(reading)] == [
        ["1", "decide", "extension", ["2036-05-31"]],
        ["2", "request", "report", ["2036-02-29", "P90D"]],
        ["3", "demand again", "action", []],
        ["4", "decide", "agenda_item", []],
    ]


def _fields(made):
    return {name: getattr(made, name) for name in ("symbol", "title", "body", "session", "adopted_on")}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Requeststhe Registrar to report", ["verb.not_read"]),
        ("Bids the parties to meet", ["verb.not_read"]),
        ("Implores Member States to meet", ["verb.not_read"]),
        ("Requests the Registrar to report", []),
        ("Welcomes the report", []),
        ("States shall meet", []),
        ("The parties shall meet", []),
    ],
)
def test_a_paragraph_that_begins_as_with_a_verb_and_gives_no_clause_is_reported(text, codes):
    paragraphs = (Paragraph(kind=ParagraphKind.OPERATIVE, text=text, label="1"),)
    made = Resolution(
        symbol="A/RES/90/1", title=None, body="General Assembly", session=90, adopted_on=None, paragraphs=paragraphs
    )
    assert [problem.code for problem in extract(made).problems] == codes


def test_a_known_verb_in_a_quotation_is_not_called_unknown():
    text = "\u201cRequests the Registrar to report;\u201d"
    paragraphs = (Paragraph(kind=ParagraphKind.OPERATIVE, text=text, label="1"),)
    made = Resolution(
        symbol="A/RES/90/1", title=None, body="General Assembly", session=90, adopted_on=None, paragraphs=paragraphs
    )
    assert [problem.message for problem in extract(made).problems] == [
        "begins with 'Requests', which is not read as its verb: check it"
    ]
