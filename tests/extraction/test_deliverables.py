import pytest

from mandates.extraction.actions import actions
from mandates.extraction.clauses import clauses_at, inherit, openings
from mandates.extraction.deliverables import deliverable_of


def clauses(text):
    return clauses_at(text, list(openings(text, "General Assembly")))


def verbs(text):
    return [action.verb for clause in clauses(text) for action in actions(clause)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Requests the Registrar, with a view to saving time, to print the list and to report thereon",
            ["print", "report"],
        ),
        ("Requests the Registrar to prepare and submit a report", ["prepare", "submit"]),
        ("Recommends to the Assembly that Mr. Tide be appointed Registrar", ["appoint"]),
        ("Recommends to the Commission on Tides that it consider the study", ["consider"]),
        ("Decides to recommend to the Assembly that an item on tides be included in its agenda", ["include"]),
        ("Requests the Registrar to make arrangements for the symposium on tides", ["make"]),
        ("Urges prompt payment by Member States of their dues", ["pay"]),
        ("Appeals to all donors for generous contributions to the fund", ["provide"]),
        ("Calls for calm for the sake of support", []),
        ("Invites States to give priority to the establishment of a fund", ["establish"]),
        ("Invites States that have yet to sign to consider doing so", ["sign"]),
        ("Urges States that are not yet parties to consider taking the necessary action to do so", ["do"]),
        ("Urges States that have not yet become parties to it to do so", ["become"]),
        ("Urges States to give urgent consideration to signing the Pact", ["sign"]),
        ("Urges States to give due consideration to the establishment of a fund", ["establish"]),
        ("Urges States to give due consideration to the opinions of pilots", ["give"]),
        ("Invites the Board to consider the contribution of pilots to safety", ["consider"]),
        ("Calls for the completion of the review of quotas", ["complete"]),
        ("Urges further assistance by States to troop- and police-contributing countries", ["assist"]),
        ("Requests the Registrar to keep the list and, in particular, to report thereon", ["keep", "report"]),
        ("Requests the Registrar to continue the practice of holding a debate", ["hold"]),
        ("Requests the Registrar to continue to submit reports", ["submit"]),
        ("Invites the Commission to consider establishing a panel", ["establish"]),
        ("Requests the Registrar to take the necessary steps to convene a meeting", ["convene"]),
        ("Requests that the report be submitted by the Registrar", ["submit"]),
        ("Decides that the Commission, which is to meet in May, should hold a debate", ["hold"]),
        ("Recommends that the Board review its rules and to report thereon", ["review", "report"]),
        ("Calls for the convening of a conference", ["convene"]),
        ("Requests the Secretary-General submit a report", ["submit"]),
        ("Requests that the Secretary-General reports to the Council every three months", ["report"]),
        ("Requests that the Secretary-General or his Envoy, with the Chair, reports orally by May", ["report"]),
        ("Requests that the reports of the Registrar include maps", ["include"]),
        ("Decides that, for a further period of a year, to renew the authorizations", ["renew"]),
        ("Decides that until the fund is to be closed the Registrar shall keep it", ["keep"]),
        ("Requests an update by May from the Union", ["report"]),
        ("Decides to approve the establishment of the post of Registrar", ["establish"]),
        ("Requests the Registrar to keep the Board informed of the steps taken to guard the nets", ["keep"]),
        ("Requests the Registrar to keep the Board informed of his efforts to guard the nets", ["keep"]),
        ("Invites the Board to consider measures to finance the pier", ["consider"]),
        ("Invites the Board to consider, at its next session, convening a conference", ["consider"]),
        ("Requests the Envoy to make recommendations on the steps needed to end the strike", ["make"]),
        ("Requests the Registrar to make the preparations necessary to convene the assembly", ["convene"]),
        ("Requests the Registrar to mark the reef, to warn ships; to print the list", ["mark", "print"]),
        ("Requests the Registrar to mark the reef and thereafter to report", ["mark", "report"]),
        ("Requests the Registrar to mark the reef, in particular to submit a map of it", ["mark", "submit"]),
        ("Reiterates the request contained in paragraph 4 that the Registrar report in May", ["report"]),
        ("Calls for access to be given to appropriate pilots", []),
        ("Decides to appropriate to the account 500 dollars", ["appropriate"]),
        ("Establishes a working group", ["establish"]),
        ("Urges States to enact laws in order to report on crimes", ["enact"]),
        ("Requests the Registrar to send the text to Governments, to allow them to review it", ["send"]),
        ("Decides to convene a meeting on sand to advance, explore and consider options", ["convene"]),
        ("Requests the Registrar to assist the Panel, to enable it to work and to submit its report", ["assist"]),
        (
            "Encourages the Board to increase its efforts and mobilize funds to raise its profile",
            ["increase", "mobilize"],
        ),
        ("Urges States to make every effort to ensure payment of their dues", ["pay"]),
        ("Decides that the report, to be issued in May, should henceforth cover all harbours", ["cover"]),
        ("Decides that the Panel will visit the port and will submit its findings", ["visit", "submit"]),
        ("Decides that the harbour patrols are established for an initial period of one year", ["establish"]),
        ("Recommends the creation, with the consent of the host, of a task force", ["establish"]),
        ("Requests the Registrar to publish the figures used to follow up and review the targets", ["publish"]),
        ("Calls for international assistance in the relief of suffering", ["assist"]),
        ("Encourages development assistance providers to train pilots", ["train"]),
        ("Decides to request the Board to report thereon", ["report"]),
        ("Decides to authorize the Registrar to appoint a pilot and to convene the Board", ["appoint", "convene"]),
        ("Requests the Board to authorize the Registrar to appoint a pilot", ["authorize"]),
        (
            "Requests the Registrar to carry out consultations on sand and present a report to the Board",
            ["carry", "present"],
        ),
        ("Encourages the Board to continue its efforts to annually convene the Forum", ["convene"]),
        ("Requests the Board to visit the port, as well as to submit a report", ["visit", "submit"]),
        ("Requests the Board, pending complete termination of the siege, to visit the port", ["visit"]),
        ("Decides, in order to assist the Board, as well as to save time, to extend its mandate", ["extend"]),
        ("Calls upon the parties", []),
        ("Urges States to fully, promptly and effectively mark the canal", ["mark"]),
        ("Urges States to at least double their grants", ["double"]),
        ("Requests the Board to continue to further improve the list", ["improve"]),
        ("Calls upon parties to armed conflict to respect the law", ["respect"]),
        ("Requests the Registrar to bring the list to the attention of the Board", ["bring"]),
        ("Decides that the rules shall apply to the canal", ["apply"]),
        ("Requests the Board to undertake the following tasks:", ["undertake"]),
        ("Encourages States to consider concluding observations of the Committee", ["consider"]),
        ("Decides that the terms of members that end in May be extended to June", ["extend"]),
        ("Decides that the Office is to consist of two pilots", ["consist"]),
        ("Agrees that advice should continue to be provided", ["provide"]),
        ("Invites States making contributions to the fund to name their aims", ["name"]),
        ("Requests that Government to submit an account of the journey", ["submit"]),
        ("Recommends that the Board review, at its fifth session, its rules", ["review"]),
        ("Requests that the agencies tally the cost and report it to the Board", ["report"]),
        ("Encourages in this regard the prompt establishment of a tower", ["establish"]),
        ("Decides to confirm in accordance with paragraph 2 the extension of the term", ["extend"]),
        ("Requests the Board to undertake during its fifth session a review of the rules", ["undertake"]),
        ("Encourages States that have outstanding assessments to the harbour plan to pay them", []),
        ("Urges those States that need to accept the Pact to do so", ["accept"]),
        ("Decides to review the rules and to that end to include an item in its agenda", ["review", "include"]),
        (
            "Invites States to consider establishing a body, to protect pilots, to list them and to report on wrecks",
            ["establish"],
        ),
        ("Recommends to the Assembly, pending the vote, that it extend the term", ["extend"]),
        ("Requests, in connection with the voyage, which it welcomes, that the Board submit a list", ["submit"]),
        ("Calls upon States that have not said what they intend to take to mend it to submit a list", ["submit"]),
        ("Requests the Registrar to invite Governments to submit comments", ["invite", "submit"]),
        ("Requests the Registrar to take steps, within his means, for the observance of Tide Day", ["observe"]),
        # verbs in "-ing" that share one object, and those of another word that only look like one
        ("Urges States to consider adopting, concluding and applying pacts on tides", ["adopt", "conclude"]),
        ("Requests the Registrar to continue helping and hosting pilots", ["help", "host"]),
        ("Requests the Registrar to continue publishing lists and hosting pilots", ["publish"]),
        ("Recommends to the governing bodies of the fleets, and to the ports, that they include it", ["include"]),
        ("Urges States to fulfil their commitment to provide lamps", ["provide"]),
        ("Urges States to fulfil their commitments for maritime safety", ["fulfil"]),
        ("Encourages States to maintain their commitment in reporting on tides", ["report"]),
        ("Encourages States to work together to establish a register", ["establish"]),
        # a noun after "to" that is no verb
        ("Encourages enhanced support to ports as an input to disaster risk assessments", ["lend"]),
        ("Calls upon the parties to work within the thirty days allowed them to form a council", ["form"]),
    ],
)
def test_head_actions_are_told_from_purposes_and_relative_clauses(text, expected):
    assert verbs(text) == expected


@pytest.mark.parametrize(
    ("text", "deliverable"),
    [
        # what is submitted or reported in writing comes first, wherever it stands among the actions
        ("Requests the Registrar to hold a seminar and to report thereon to the Council", "report"),
        # what is made is more than what is done with it
        ("Urges States to develop, implement and evaluate policies on ageing", "action"),
        ("Requests the Registrar to monitor and evaluate the use of the list", "review"),
        ("Requests the Registrar to formulate rules and review the mandate of the Mission", "review"),
        ("Urges the Board to continue in its efforts to convene a conference", "meeting"),
        (
            "Requests the Registrar to support States, encouraging them to ratify it, and to report to the Board",
            "report",
        ),
        ("Urges States to establish and/or strengthen mechanisms of redress", "establish"),
        ("Urges States not to provide assistance to the group", "action"),
        ("Urges States to continue and, where possible, to increase their contributions to the Fund", "resources"),
        (
            "Urges partners to continue their assistance to these States in their efforts to overcome the crisis",
            "resources",
        ),
        # what others are invited to besides
        (
            "Decides to convene a panel discussion, inviting States to attend it and to discuss what they have learned",
            "meeting",
        ),
        (
            "Requests the Registrar to submit, at its fifth session, within existing resources, a study on sand",
            "report",
        ),
        ("Requests the Registrar to provide the Council with an independent assessment, no later than May", "report"),
        ("Requests that the report be made available to the Assembly", "report"),
        ("Requests the Registrar to provide to the Council periodic reports on sand", "report"),
        ("Requests the Registrar to invite Governments to submit comments", "report"),
        # means that are the action itself, but not examples of means
        ("Decides that the Committee will end its work by holding a session in May", "meeting"),
        ("Requests the Registrar to open its work to view by submitting reports to the Board", "report"),
        ("Requests the Registrar to open its work to view, including by submitting reports", "action"),
        ("Urges States to protect pilots by providing them with training", "action"),
        ("Calls upon partners to assume their responsibility for providing financial aid", "resources"),
        ("Encourages the Presidents to continue with the practice of regularly briefing the members", "briefing"),
        ("Decides to encourage the greatest assistance, in cash, from all States to support the pilots", "resources"),
        (
            "Requests the Office to regularly update its list and tell of it, to familiarize members of the Forum",
            "action",
        ),
        ("Requests the Registrar to invite Governments to fund the tower", "action"),
        (
            "Requests the Office to present, during a dialogue including the Chair, a full report to the Council",
            "report",
        ),
        ("Requests the Office to provide, inter alia, technical assistance to pilots", "resources"),
        ("Urges States to deploy greater numbers of police officers", "resources"),
        ("Decides to extend, to 15 July 2031 the mandate of the Panel, headed by its Chair", "extension"),
        ("Requests the Registrar to include in his next report information on staff", "report"),
        ("Requests the Registrar to draft rules and to present them to the Assembly at its fifth session", "report"),
        (
            "Requests the Registrar to provide to the Council, by May and then by October, reports which include maps",
            "report",
        ),
        (
            "Requests the Registrar to provide information on sand, as part of his regular reporting on the isles",
            "report",
        ),
        ("Encourages the Board to give attention to sand in its work and its reporting", "action"),
        ("Decides to establish the following posts:", "resources"),
        ("Authorises the Union to deploy up to 14,626 personnel until 30 June 2024", "extension"),
        ("Requests a briefing by the Registrar", "briefing"),
        # but not what is said
        ("Requests the Registrar to present an oral report to the Council", "briefing"),
        ("Requests the Registrar to keep the Council informed", "briefing"),
        # a written report beside an oral update
        ("Requests the Office to present an oral update in May and a written report in June to the Council", "report"),
        ("Decides to remain actively seized of the matter", "agenda_item"),
        ("Urges States to intensify their assistance to the port and to train pilots", "resources"),
        ("Urges States to expedite the provision of assistance to the port", "resources"),
        ("Requests the Registrar to expedite the submission to the Council of draft rules", "report"),
        ("Urges States to use existing resources to scale up their efforts", "action"),
        ("Requests the Office to help prevent accidents at sea", "action"),
        ("Requests the Office to help affected States to prevent accidents at sea", "resources"),
        ("Calls for universal adherence to the Convention on Sand", "instrument"),
        ("Urges all States to adhere to the provisions of the Convention on Sand", "action"),
        ("Decides to include in the provisional agenda of its next session the item “Reports on funds”", "agenda_item"),
        ("Requests the Committee on Sand to consider the question at its fifth session", "agenda_item"),
        ("Encourages States to consider the question of sand", "action"),
        ("Requests the forum to consider the scope of the study", "agenda_item"),
        ("Calls upon the members of the Board on Sand to consider the study", "action"),
        ("Decides to establish the Panel on Sand until 31 May 2031", "establish"),
        ("Decides to establish for a further year the coastal force", "extension"),
        ("Decides that NGOs may submit applications to attend the conference", "action"),
        ("Encourages nominations from Member States", "establish"),
        ("Decides that the thematic focus of the 2031 session shall be “Sand for all”", "meeting"),
        ("Requests the Registrar to ensure that in all his reports the loss of nets is treated", "report"),
        ("Requests the Registrar to ensure that all reports of lost nets are looked into", "action"),
        ("Encourages States to provide updated information for the Database on nets", "report"),
        ("Encourages States to provide updated information for the crews of boats", "action"),
        ("Requests the Board to organize a review of the progress made", "review"),
        ("Decides to allocate three days of the annual session to the forum on nets", "meeting"),
        ("Decides to allocate three rooms of the annual fair to the forum on nets", "resources"),
        ("Requests the Registrar to prepare and distribute to Governments a brief annotation of the code", "report"),
        ("Decides to establish a registry of nets in Apia", "establish"),
        ("Calls for the provision by harbour masters of boats and legal assistance to pilots", "resources"),
        ("Calls for the provision by harbour masters of charts to pilots", "action"),
        ("Decides that the theme of its annual panel discussion will be school meals", "meeting"),
        ("Decides that the theme of the stamp will be the sea", "action"),
        ("Decides that the next conference shall be held in Apia", "meeting"),
        ("Requests the Office to organize a workshop with a view to a report to the Council", "meeting"),
        ("Decides to renew, until 31 May 2031, the mandate of the Panel", "extension"),
        ("Calls upon the Government to lift the restrictions on the press and to free the journalists", "action"),
        ("Calls upon States to extend an invitation to the Rapporteur", "action"),
        ("Requests the Registrar to appoint a coordinator", "establish"),
        ("Urges States to establish policies on sand", "action"),
        ("Requests the Registrar to conduct an audit of the fund", "review"),
        ("Decides to keep the matter under review", "review"),
        ("Decides to conduct in 2031 a further review of the fund", "review"),
        ("Invites donors to contribute to the trust fund", "resources"),
        ("Requests the Office to provide technical assistance to States", "resources"),
        ("Requests the Office to provide, upon request, technical assistance to States", "resources"),
        ("Calls upon States to consider establishing, maintaining or strengthening independent bodies", "establish"),
        ("Encourages States to support the efforts of the Envoy", "action"),
        ("Urges States to enact laws, and to provide training for officials", "action"),
        ("Proclaims 7 May the International Day of Sand", "observance"),
        ("Calls upon States that have not yet ratified the Convention to do so", "instrument"),
        ("Calls upon States to adhere to their obligations under the Convention", "action"),
        ("Decides that the Panel shall meet twice a year", "meeting"),
        ("Urges the parties to meet their commitments", "action"),
        # what someone is provided with, wherever its name ends and whatever stands between
        ("Requests the Registrar to provide the Office on Sand and Stone with adequate resources", "resources"),
        ("Calls upon donors to provide States, in particular the poorest, with financial assistance", "resources"),
        ("Requests the Registrar to provide advice, in cooperation with funds and programmes", "action"),
        ("Requests the Registrar to make the report available in large print", "action"),
        # what two verbs share, if the first ends in a preposition
        ("Invites the banks to give priority to and provide the funding for lighthouses", "resources"),
        ("Urges States to cooperate with and assist the pilot", "action"),
        # what another verb governs
        ("Encourages States to provide support to implement the strategy of the Council", "resources"),
        ("Invites States to extend financial as well as technical support to the port", "resources"),
        ("Encourages States to provide reliable figures, requesting help and providing funds", "action"),
        ("Decides to establish as a single body, to be ready by May, the Committee on Sand", "establish"),
        ("Urges States to pay particular attention to reviewing their laws", "review"),
        ("Urges States to step up their efforts to provide technical assistance", "resources"),
        # what stands between the verb of the clause and the name of who is to act, or no name at all
        (
            "Encourages, in this regard, the Council on Sand and Stone to consider the matter in May",
            "agenda_item",
        ),
        ("Decides, taking into account what the pilots said, to consider the matter in May", "agenda_item"),
        ("Decides further to include the topic of sand under the sub-item entitled “Stone”", "agenda_item"),
        ("Decides that, after the report of the Board, the Committee on Sand shall consider the matter", "agenda_item"),
        # an adverbial after "to", or between the verb of the clause and its noun
        ("Encourages States to, as appropriate, ratify the Pact", "instrument"),
        ("Calls for, in this regard, the timely convening of a conference, as agreed, on sand", "meeting"),
        # nouns of action that are another verb's object, or only describe a noun
        ("Invites States to consider the possibility of accession", "instrument"),
        ("Urges States whose reports were studied to heed them", "action"),
        ("Invites countries with national financing frameworks to publish them", "action"),
        ("Invites countries building national financing frameworks to publish them", "action"),
        ("Invites countries that have not yet done so to ratify the Pact", "instrument"),
        ("Urges those that are not yet parties to it to consider ratifying the Pact", "instrument"),
        # not with what a thing is given
        ("Requests the Registrar to provide access to the films with interpretation services", "action"),
        # an object that two verbs share, though the second has a preposition
        ("Encourages States to organize and participate in events on sand", "meeting"),
        # an object that more than two verbs share
        ("Urges States to establish, maintain or enhance independent mechanisms for pilots", "establish"),
        ("Encourages the Office to continue supporting and organizing workshops on sand", "meeting"),
        ("Urges States to give attention to adopting, concluding and applying agreements on sand", "instrument"),
        # the tasks of a body that is set up
        ("Requests the Registrar to establish a working group to study sand and to report to the Board", "establish"),
        ("Requests the Registrar to establish a fund to help pilots, and to report to the Board", "report"),
        ("Decides to establish a committee, to do the following tasks, and to report on its work", "establish"),
        # measures are kept under review, not taken
        ("Decides to keep under review the measures in paragraph 4 in order to considering their end", "review"),
        # what training is given to
        ("Calls upon donors to prioritize training and assistance for States", "resources"),
        # what the organ decides not to do with posts
        ("Decides not to abolish one post of Archivist (P-3)", "resources"),
    ],
)
def test_the_best_fit_is_the_first_that_applies(text, deliverable):
    (clause,) = clauses(text)
    assert deliverable_of(actions(clause)).kind == deliverable


@pytest.mark.parametrize(
    ("item", "deliverable"),
    [
        ("To submit a report to the Council", "report"),
        ("Convene a meeting of experts;", "meeting"),
        ("The Registrar should report to the Council;", "report"),
        ("Respect human rights;", "action"),
        ("To consider signing the Convention;", "instrument"),
        ("To continue the practice of holding annual meetings;", "meeting"),
        ("To monitor and report on the harvest, and to carry out an examination of its causes;", "report"),
        ("To cooperate with the pilots to assess the damage;", "action"),
        ("Set up a committee with instructions to prepare and submit proposals;", "establish"),
        ("To request the Board to report to the Council;", "report"),
        ("To request the Board to train pilots;", "action"),
    ],
)
def test_an_item_is_read_with_what_its_chapeau_begins(item, deliverable):
    (chapeau,) = clauses("Requests the Registrar:")
    assert deliverable_of(actions(inherit(item, chapeau, []))).kind == deliverable


def test_the_name_of_who_is_to_act_begins_in_an_item_of_a_bare_chapeau():
    (chapeau,) = clauses("Decides that:")
    item = inherit("The round tables and the debate shall be open to all;", chapeau, [])
    assert deliverable_of(actions(item)).kind == "meeting"


def test_an_item_of_a_decision_is_read_for_what_is_asked_of_another():
    (chapeau,) = clauses("Decides:")
    item = inherit("To request the Board to report to the Council;", chapeau, [])
    assert deliverable_of(actions(item)).kind == "report"


@pytest.mark.parametrize(
    ("text", "deliverable"),
    [
        # what is said to a body, if only in a dialogue with it
        ("Invites the Chair to address and engage in an interactive dialogue with the General Assembly", "briefing"),
        ("Invites the Chair to engage in an interactive dialogue with the General Assembly", "meeting"),
        ("Invites the Chair of the Group to present a verbal update to the Assembly", "briefing"),
        ("Requests the Registrar to inform the Assembly of it through a section of the World Tide Report", "report"),
        ("Decides to allot and allocate a maximum of three languages to the Board", "action"),
        ("Requests the Registrar to extend such arrangements, at low cost, to all languages", "action"),
        # money is given whatever it is for
        ("Urges States to make voluntary contributions to activities for the development of ports", "resources"),
        ("Urges States in arrears to take steps to ensure prompt payment of the outstanding sums", "resources"),
        ("Decides to dissolve the Greater Harbour and Canal Research and Training Institute for Pilots", "extension"),
        ("Encourages States to contribute to and support the elaboration of the study", "report"),
        # written products by whatever name
        ("Requests the Panel to provide the Committee with a programme of work by May", "report"),
        ("Requests the Panel to carry out its programme of work", "action"),
        ("Requests the Registrar to supply a full justification of each new van", "report"),
        ("Encourages States to send the Office figures on the theft of nets", "report"),
        ("Encourages the Commission to continue to provide its input on tides to the forum", "report"),
        # posts, personnel and ceilings
        ("Decides to reclassify one post of Archivist (P-3) as a post of Senior Archivist (P-4)", "resources"),
        ("Decides to establish an office in Valletta", "establish"),
        ("Decides that the mission shall comprise up to 900 military personnel", "resources"),
        ("Decides that the committee shall comprise 40 Member States", "action"),
        # what is contributed to
        ("Encourages States to contribute to the implementation of the plan", "action"),
        ("Encourages States to contribute, as appropriate, to the ongoing discussions on nets", "action"),
        ("Encourages States to contribute generously to the development of the fellowship", "resources"),
        ("Encourages States to contribute to the trust fund so as to support the work of pilots", "resources"),
        # what a body takes up
        ("Decides to give close consideration to the matter of tides at its next session", "agenda_item"),
        ("Invites States to give close consideration to the matter of tides", "action"),
        ("Decides to continue its examination of the proposals at its next session", "agenda_item"),
        ("Decides to pursue its examination of the question of tides at its next session", "agenda_item"),
        ("Requests the Registrar to complete the preparations for the conference on buoys", "meeting"),
        ("Requests the Registrar to ensure that vacant posts are filled", "resources"),
        ("Encourages States to share such data with the Office", "report"),
        ("Requests the Registrar to keep the Council informed through his reports", "report"),
        ("Invites Governments not yet party to the Pact to consider becoming so", "instrument"),
        ("Recommends to the Assembly that Mr. Tide be appointed Registrar", "establish"),
        ("Calls to extend it to small ports", "action"),
        ("Decides to defer the opening of the canal to a later date", "action"),
        ("Decides to defer consideration of the matter", "agenda_item"),
        # meetings
        ("Requests the Registrar to prepare the arrangements for the summit on tides", "meeting"),
        ("Requests the Registrar to prepare the arrangements for the handover", "action"),
        ("Decides that the theme of its annual panel discussion will be school meals", "meeting"),
        ("Decides that the preparatory committee shall meet for three days", "meeting"),
        # instruments
        (
            "Invites States that have not acceded to the Nets Convention, 1990 (No. 7), to consider doing so",
            "instrument",
        ),
        ("Invites States that have not acceded to the Nets Treaty, 2001, to think about doing so", "instrument"),
        ("Encourages States to notify the Registrar of their acceptance of the amendments", "instrument"),
        (
            "Calls upon States that have not yet acceded to or ratified the Pact on Nets to consider doing so",
            "instrument",
        ),
        # what its nouns suggest, but is not asked
        ("Demands that the guards submit themselves to the orders of the port", "action"),
        ("Appeals to the parties to extend their full co-operation to the Force", "action"),
        ("Urges States to ensure that such resources are aligned with their plans", "action"),
        ("Requests the Registrar to mobilize the agencies, funds and programmes", "action"),
        ("Calls upon States to strengthen training for pilots", "action"),
        ("Calls upon States to make representatives available to the Council", "action"),
        # a word that is no more than part of another thing
        ("Calls upon States to increase educational and capacity-building programmes for welders", "action"),
    ],
)
def test_kinds_by_their_words(text, deliverable):
    (clause,) = clauses(text)
    assert deliverable_of(actions(clause)).kind == deliverable


@pytest.mark.parametrize(
    ("text", "unsure"),
    [
        (
            "Requests the Board to review the tariff and to submit a report on it",
            True,
        ),  # two deliverables, one is taken
        ("Decides that the meetings of the Board shall guide two pilots", True),  # near a meeting
        ("Requests the Board to mark the canal and to report on it", False),
        ("Requests the Board to mark the canal", False),
    ],
)
def test_a_deliverable_is_unsure_where_another_is_near(text, unsure):
    (clause,) = clauses(text)
    assert deliverable_of(actions(clause)).unsure is unsure
