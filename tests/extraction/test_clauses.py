import pytest

from mandates.extraction.actions import actions
from mandates.extraction.chapeau import leaves_action_to_items
from mandates.extraction.clauses import clauses_at, openings
from mandates.extraction.coverage import names_session
from mandates.extraction.deliverables import deliverable_of
from tests.growth import check_growth


def find(text, body="General Assembly", **options):
    return clauses_at(text, list(openings(text, body, **options)))


def read(text, body="General Assembly"):
    return [(clause.verb, text[clause.start : clause.end]) for clause in find(text, body)]


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Also requests the Registrar to report", "request"),
        ("Once again strongly urges all parties to stop", "urge"),
        ("Requests, in this regard, the Registrar to report", "request"),
        ("Calls on States to act", "call_upon"),
        ("Calls, once more, upon States to act", "call_upon"),
        ("Calls once again upon States to act", "call_upon"),
        ("Calls also for restraint", "call_for"),
        ("Appeals urgently to donors to give", "appeal"),
        ("REQUESTS the Registrar to report", "request"),
        ("Authorises the Force to act", "authorize"),
        ("Hereby decides to meet", "decide"),
        ("Decides further that the Panel shall meet", "decide"),
        ("In the light of the report, requests the Registrar to report", "request"),
        ("Acting under Article 5, decides that the Panel shall meet", "decide"),
        ("Continues to encourage States to act", "encourage"),
        ("Wishes to invite the Chair to speak", "invite"),
        ("The General Assembly requests the Registrar to report", "request"),
        ("The Assembly invites States to act", "invite"),
        ("The General Assembly, with a view to saving time, authorizes the Registrar to act", "authorize"),
        ("Calls, in this regard upon States to act", "call_upon"),
        ("Calls, in this regard, for restraint", "call_for"),
        ("Renews the mandate of the Panel for a period of three years", "extend"),
        ("Renews its request to the Panel to report", "request"),
    ],
)
def test_a_verb_is_found_with_its_adverbs_and_in_any_order(text, verb):
    assert [clause.verb for clause in find(text)] == [verb]


@pytest.mark.parametrize(
    "text",
    [
        "Takes note of the report submitted as requested in resolution 1/2",
        "Recalling its request to the Registrar",
        "Welcomes the statement, which, in its last part, requests the Registrar to report",
        "Notes the decision to invite observers and the requests of several States",
        "Stresses that States should report, including by encouraging others to do so",
        "Reaffirms the recommendations of the Committee that posts be cut",
        "Reiterates the importance of its request to the Registrar",
        "Recalls its decision to meet in 1999",
        "Reaffirms its decisions contained in annex IV to the Final Document of the Congress",
        "Reaffirms its intention to regularly request the advice of the Panel",
        "The Committee considers the reports, and requests the Registrar to report",
        "The Council requests the Registrar to report",
        "Adopts the text: “Requests the Registrar to report, and invites States to act”",
        "Extends its deepest sympathy to the people of the islands",
        "Renews its commitment to calm seas",
        "Recognizes a model that serves the people and establishes new rights",
        "Notes, within their mandates, tasks and requests of members",
        "We request the Registrar to report",
        "Notes that bids, requests for proposals and contracts should be used",
        "Approves, endorses and adopts the plan",
        "Emphasizes its views and mandates, including on oceans",
    ],
)
def test_no_mandate_from_another_s_verb_a_noun_or_a_quotation(text):
    assert find(text) == []


def test_several_clauses_in_one_paragraph_end_where_the_next_begins():
    assert read(
        "Welcomes the report, encourages States to read it; requests the Registrar to send it, and notes that it is "
        "long, and further invites the Panel to meet and strongly urges it to hurry;"
    ) == [
        ("encourage", "encourages States to read it"),
        ("request", "requests the Registrar to send it"),
        ("invite", "further invites the Panel to meet"),
        ("urge", "strongly urges it to hurry;"),
    ]


def test_two_verbs_with_one_object_are_two_mandates_of_the_same_words():
    first, second = find("Authorizes and requests the Committee to meet, and notes that it is small")
    assert [first.verb, second.verb] == ["authorize", "request"]
    assert first.complement == second.complement == " the Committee to meet"


def test_a_longer_phrase_may_stand_between_and_and_its_verb():
    text = "Notes the delay, and with regard to the Register calls upon the Registrar to print it"
    assert read(text) == [("call_upon", "with regard to the Register calls upon the Registrar to print it")]


def test_the_verb_span_holds_verb_and_particle():
    text = "Calls, in this context, upon States to act"
    (clause,) = find(text)
    assert text[clause.verb_start : clause.verb_end] == "Calls, in this context, upon"
    assert clause.complement == " States to act"


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Reiterates its request to the Registrar to report", "request"),
        ("Renews its call upon all States to act", "call_upon"),
        ("Reiterates its call for restraint", "call_for"),
        ("Repeats its invitation to States to visit", "invite"),
        ("Reaffirms its decision to meet yearly", "decide"),
        ("Reiterates further its urgent appeal to donors", "appeal"),
        ("Reaffirms the request contained in paragraph 3 of resolution 1/2 that posts be filled", "request"),
        ("Notes the delay, and reiterates its demand that the parties withdraw", "demand"),
        ("Reiterates with concern its request that the parties withdraw", "request"),
    ],
)
def test_a_repeated_mandate_has_the_lemma_of_its_noun(text, verb):
    assert [(clause.verb, clause.reiterated) for clause in find(text)] == [(verb, True)]


def test_a_plain_form_is_taken_only_when_asked_for():
    text = "Request the Registrar to report, and invites States to act"
    assert [clause.verb for clause in find(text)] == ["invite"]
    assert [clause.verb for clause in find(text, plain=True)] == ["request", "invite"]


@pytest.mark.parametrize(
    "text",
    [
        "Decides:",
        "Decides that:",
        "Calls upon States:",
        "Requests the Executive Director, within existing resources, to:",
        "Requests the Executive Director, within existing resources, to continue:",
        "Urges all States, in accordance with their obligations, inter alia:",
        "Decides that all States shall:",
        "Decides also that the Council should, inter alia:",
        "Recommends, with regard to harmonization, that:",
        "Decides, with effect from 1 January 2031:",
        "Invites those States in a position to do so:",
        "Calls for:",
        "Requests the Registrar",
    ],
)
def test_a_chapeau_leaves_the_action_to_its_items(text):
    assert leaves_action_to_items(find(text)[-1])


@pytest.mark.parametrize(
    "text",
    [
        "Requests the Registrar to include in the report:",
        "Requests the Registrar to provide the Panel with:",
        "Urges States to protect the oceans, including by:",
        "Calls for the cessation of:",
        "Decides that the measures shall not apply to:",
        "Decides that the conference shall be organized as follows:",
        "Requests the following reports:",
        "Establishes a fund with the following organs:",
        "Recommends that, in order to do its work, the Commission consider the following lines:",
        "Calls upon States to act.",
        "Encourages giving attention to these questions, and therefore:",
    ],
)
def test_a_chapeau_that_states_the_action_keeps_it(text):
    assert not leaves_action_to_items(find(text)[-1])


HOSTILE = [
    "requests ",
    ", and also further again ",
    "Requests the Committee, in this regard, ",
    "to continue to consider to ",
    "that which shall be ",
    "“",
    "\u201crequests\u201d ",
    "Decides also that, ",
    "lyly",
    "reiterates its its its ",
    "calls, in this, ",
    "at its at its first, second ",
    "th-th",
    "report and report, ",
    "; ",
    "   ",
    "and to and to review ",
    ", inviting them, and to ",
    ", inviting",
    " and to act",
    "1,1.1",
    "a",
]


def read_all(text):
    found = list(openings(text, "General Assembly"))
    for clause in clauses_at(text, found):
        deliverable_of(actions(clause))
        leaves_action_to_items(clause)
        names_session(text[clause.start : clause.end])


@pytest.mark.parametrize("part", HOSTILE)
@pytest.mark.parametrize("end", ["", " the Panel to report:", " session!"])
def test_reading_grows_with_the_length_of_a_text_and_not_with_its_square(part, end):
    def text(length):
        return "Requests the Panel to " + part * (length // len(part)) + end

    check_growth(read_all, text, 6_000)


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("Agrees that the pilots should meet", ["agree"]),
        ("Agrees that pilots, who are few, should meet", ["agree"]),
        ("Notes the losses, and agrees that, without pilots, the routes are bound to close", []),
        ("Reiterates its resolve to keep the ports open", []),
        ("Stresses the need for pilots, and calls to train them", ["call_for"]),
        ("Stresses the need for pilots, and calls to action", []),
        ("Reaffirms the need for a register, and in this regard requests:", ["request"]),
        ("Takes note of the replies of States, and of their requests: they are many", []),
    ],
)
def test_findings_of_fact_and_bare_verbs(text, verbs):
    assert [verb for verb, _ in read(text)] == verbs


def test_an_item_goes_on_with_a_request_of_the_organ():
    text = "Protect the harbour, and requests the Board to report; (b) mark the canal"
    assert find(text) == []
    assert [clause.verb for clause in clauses_at(text, list(openings(text, item=True)))] == ["request"]
    noun = "Protect those who make offers, and requests for boats"
    assert list(openings(noun, item=True)) == []


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("Notes that the vote is in 2016, and as a result requests the Board to report", ["request"]),
        ("_ Decides to meet again", ["decide"]),
        ("Welcome the report, and decides to extend the mandate", ["decide"]),
        ("Reposes its trust in the pilots, and calls upon States to help them", ["call_upon"]),
        ("Due to the storms ahead, further requests the Mission to report", ["request"]),
    ],
)
def test_what_may_stand_before_a_verb(text, verbs):
    assert [clause.verb for clause in find(text)] == verbs
