"""Who is to act, with whom and for whom: the cases of the vocabulary, what depends on context, and hostile text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandates import lexicon
from mandates.domain.resolution import Paragraph, ParagraphKind, Resolution, Span
from mandates.extraction.clause import Clause, Context
from mandates.extraction.extract import extract
from mandates.extraction.owners import find_parties
from mandates.extraction.party_words import party_words
from tests.growth import check_growth

CASES = lexicon.load("owners")["case"]


def resolution(*texts, preamble=(), title=None, body="General Assembly"):
    """Return a resolution of a preamble and operative texts; one that begins with "(a) " is an item of the last."""
    paragraphs = [Paragraph(kind=ParagraphKind.PREAMBULAR, text=text) for text in preamble]
    main = None
    for text in texts:
        mark, _, said = text.partition(" ")
        item = mark.startswith("(")
        paragraphs.append(
            Paragraph(
                kind=ParagraphKind.OPERATIVE,
                text=said if item else text,
                label=f"{len(paragraphs)} {mark}" if item else str(len(paragraphs)),
                parent=main if item else None,
            )
        )
        main = main if item else len(paragraphs) - 1
    return Resolution(
        symbol="A/RES/90/1", title=title, body=body, session=90, adopted_on=None, paragraphs=tuple(paragraphs)
    )


def read(*texts, **more):
    """Return the mandates of the last paragraph."""
    whole = resolution(*texts, **more)
    mandates = extract(whole).mandates
    return [m for m in mandates if m.text == whole.paragraphs[-1].text]


def owners(*texts, **more):
    return [owner.name for mandate in read(*texts, **more)[-1:] for owner in mandate.owners]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["clause"][:60])
def test_case(case):
    assert owners(case["clause"] + ";") == case["owners"]


def test_items_are_for_the_addressee_of_their_chapeau():
    chapeau = "Requests the Registrar, in close consultation with States:"
    assert owners(chapeau, "(a) To publish the list;") == ["Registrar"]
    (mandate,) = read(chapeau, "(a) To publish the list;")
    assert mandate.owners[0].span is None


@pytest.mark.parametrize(
    ("chapeau", "item", "expected"),
    [
        ("Invites:", "(a) Member States to mark the Day;", ["Member States"]),
        ("Calls upon States and the Board to:", "(a) Publish the list;", ["States", "Board"]),
        ("Requests that:", "(a) The Board prepare a list;", ["Board"]),
        ("Decides:", "(a) To invite all States;", ["General Assembly"]),
        ("Decides that:", "(a) The Board shall meet every year;", ["Board"]),
        ("Decides that:", "(a) The term shall be three years;", ["General Assembly"]),
        ("Decides that all States shall:", "(a) Freeze such assets;", ["States"]),
    ],
)
def test_items_of_each_kind_of_chapeau(chapeau, item, expected):
    assert owners(chapeau, item) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Calls upon the regional commissions to help, and encourages them to meet;", ["regional commissions"]),
        ("Welcomes the work of the Joint Inspection Unit, and invites it to go on;", ["Joint Inspection Unit"]),
        ("Commends the Secretary-General for the plan, and requests that he submit a note;", ["Secretary-General"]),
        (
            "Decides to send the list of the Board to all agencies of the region and urges them to act;",
            ["agencies of the region"],
        ),
        ("Notes the Secretary-General\u2019s plan, and encourages him to carry it out;", ["Secretary-General"]),
        (
            "Notes the aid given to the least developed countries by States and donors, and urges them to go on;",
            ["States", "donors"],
        ),
        (
            "Requests the Board to report, encourages Member States to help, and urges them to pay;",
            ["Member States"],
        ),
        (
            "Welcomes the talks of the African Union and the European Union, and invites both organizations to meet;",
            ["African Union", "European Union"],
        ),
    ],
)
def test_pronouns_stand_for_the_party_that_agrees(text, expected):
    assert owners(text) == expected
    assert "owner.pronoun_resolved" in read(text)[-1].reasons


def test_a_pronoun_without_antecedent_is_kept_and_said_to_be_unresolved():
    (mandate,) = read("Urges them to act;")
    assert [owner.name for owner in mandate.owners] == ["them"]
    assert "owner.pronoun_unresolved" in mandate.reasons


def test_both_organizations_may_be_those_of_the_title():
    title = "Cooperation between the United Nations and the Caribbean Community"
    assert owners("Encourages both organizations to meet;", title=title) == ["United Nations", "Caribbean Community"]


PANEL = "Recalling the mandate of the Panel of Inquiry on Lamps,"
COMMITTEE = "Noting the report of the Committee on the Peaceful Uses of Outer Space,"


@pytest.mark.parametrize(
    ("texts", "more", "expected"),
    [
        (["Requests the Panel to report;"], {"preamble": [PANEL]}, "Panel of Inquiry on Lamps"),
        (
            ["Requests the Committee to meet;"],
            {"preamble": [COMMITTEE]},
            "Committee on the Peaceful Uses of Outer Space",
        ),
        (
            ["Notes the work of the Committee on Conferences, and requests the Committee to meet;"],
            {"preamble": [COMMITTEE, COMMITTEE]},
            "Committee on Conferences",
        ),
        (
            ["Requests members of the Panel to report;"],
            {"preamble": [PANEL]},
            "members of the Panel of Inquiry on Lamps",
        ),
        (
            ["Requests the Office of the High Commissioner to report;"],
            {"preamble": ["Noting the report of the United Nations High Commissioner for Human Rights,"]},
            "Office of the United Nations High Commissioner for Human Rights",
        ),
        (
            ["Directs the Committee to meet;"],
            {"preamble": ["Recalling the Committee established pursuant to resolution 1540 (2004),"]},
            "Committee established pursuant to resolution 1540 (2004)",
        ),
        (["Decides that the Council shall meet;"], {"body": "Human Rights Council"}, "Human Rights Council"),
        (
            ["Requests the Advisory Committee to report;"],
            {"body": "Human Rights Council"},
            "Human Rights Council Advisory Committee",
        ),
        (
            ["Calls upon parties to the Lamp Treaty to meet, and urges parties to pay;"],
            {},
            "parties to the Lamp Treaty",
        ),
        (["Requests the Panel to report;"], {}, "Panel"),
        (
            ["Requests the Committee to meet;"],
            {
                "preamble": [
                    "Recalling the Committee on Conferences,",
                    "Noting that the Committee and the Counter-Terrorism Committee have met,",
                ]
            },
            "Committee on Conferences",
        ),
        (  # defined once, and another body named more often
            ["Requests the Committee to report;"],
            {
                "preamble": [
                    "Reminding the Committee on Lamps (\u201cthe Committee\u201d) of its task,",
                    *["Noting the work of the Committee on Conferences,"] * 3,
                ]
            },
            "Committee on Lamps",
        ),
        (  # what follows the short name in a list is another
            ["Requests the Committee to report;"],
            {
                "preamble": [
                    "Recalling the Committee on Lamps,",
                    *["Noting the work of the Committee, the Counter-Terrorism Committee and others,"] * 3,
                ]
            },
            "Committee on Lamps",
        ),
        (  # a longer name than that of the known Centre inside it
            ["Requests the Centre to report;"],
            {"preamble": ["Noting the Inland Centre for Human Rights and Tides in Arcadia,"]},
            "Inland Centre for Human Rights and Tides in Arcadia",
        ),
    ],
)
def test_a_short_name_is_given_in_full_where_the_resolution_has_it(texts, more, expected):
    assert owners(*texts, **more) == [expected]
    mandate = read(*texts, **more)[-1]
    assert ("owner.from_context" in mandate.reasons) == (expected not in mandate.clause)


@pytest.mark.parametrize(
    ("text", "partners", "recipients"),
    [
        (
            "Requests the Registrar, in close consultation with States and UNICEF, to submit to the Board a note;",
            ["States", "UNICEF"],
            ["Board"],
        ),
        (
            "Requests the Registrar to draw up a plan with the support of the regional commissions;",
            ["regional commissions"],
            [],
        ),
        ("Requests the Registrar to act together with the European Union;", ["European Union"], []),
        (
            "Requests the Registrar to report, through the Economic and Social Council, to the General Assembly;",
            ["Economic and Social Council"],
            ["General Assembly"],
        ),
        ("Requests the Registrar to brief the Security Council every month;", [], ["Security Council"]),
        (
            "Requests the Registrar to prepare a list, to be submitted to the Economic and Social Council;",
            [],
            ["Economic and Social Council"],
        ),
        ("Requests the Registrar to examine the list submitted to the General Assembly;", [], []),
        ("Requests the Registrar to report to States;", [], []),
        ("Requests the Registrar to comply with the rules;", [], []),
    ],
)
def test_partners_and_recipients(text, partners, recipients):
    (mandate,) = read(text)
    assert [party.name for party in mandate.owners] == ["Registrar"]
    assert [party.name for party in mandate.partners] == partners
    assert [party.name for party in mandate.recipients] == recipients


def test_parties_carry_their_span_and_entity():
    text = "Requests the Secretary-General and the relevant funds and programmes of the United Nations to report;"
    (mandate,) = read(text)
    assert [(p.name, p.entity) for p in mandate.owners] == [
        ("Secretary-General", "secretary-general"),
        ("funds of the United Nations", "funds-and-programmes"),
        ("programmes of the United Nations", "funds-and-programmes"),
    ]
    spans = [text[slice(*party.span)] for party in mandate.owners]
    assert spans == ["Secretary-General", "funds", "programmes of the United Nations"]


def test_a_long_unknown_name_is_said_to_be_doubtful():
    name = " ".join(["lamp"] * 13)
    (mandate,) = read(f"Requests the representatives of {name} to meet;")
    assert "owner.long_phrase" in mandate.reasons


def test_words_of_ones_own_are_added(tmp_path):
    assert owners("Calls for close cooperation among lampfolk;") == []
    (tmp_path / "owners.toml").write_text('person_nouns = ["lampfolk"]\n', "utf-8")
    try:
        lexicon.use_folder(tmp_path)
        assert "lampfolk" in party_words().parties
        assert owners("Calls for close cooperation among lampfolk;") == ["lampfolk"]
    finally:
        lexicon.use_folder(None)


def parties_of(text):
    clause = Clause(text=text, start=0, end=len(text), verb="request", verb_start=0, verb_end=8)
    return find_parties(clause, Context(resolution=resolution(text), index=0))


WORDS = ["and", "or", ",", "the", "to", "of", "by", "including", "that", "States", "them", "Council", "which", "in"]
WORDS += [
    "with",
    "(1999)",
    "United Nations",
    "report",
    "Committee",
    ":",
    "established pursuant to resolution 1540",
    "both",
]


@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_no_order_of_words_is_too_much(words):
    text = "Requests " + " ".join(words)
    found = parties_of(text)
    for party in found.owners + found.partners + found.recipients:
        assert party.name
        assert party.span is None or Span(0, len(text)) != party.span
        assert party.span is None or text[slice(*party.span)].strip()


HOSTILE = [
    "the Committee and ",
    "States, ",
    "the States that have not done so and ",
    "in consultation with ",
    "including States, ",
    "of the United Nations ",
    "Committee on the ",
    "to the Council ",
    "A and ",
    "(",
    "encourages them to report and ",
    "States, within reach, and all others, ",
    "in particular that ",
    "national and other ",
    "including it, by ",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_length_not_faster(piece):
    check_growth(parties_of, lambda times: f"Requests the Registrar to act, and {piece * times}urges them to act;", 400)


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        # what is said besides before, between and after those addressed
        (
            "Decides that States, in order to stop the sale of boats, spare parts and fuel, shall keep a register",
            ["States"],
        ),
        (
            "Decides that, before shipping radios, arms and fuel, the exporting State shall tell the Committee",
            ["exporting State"],
        ),
        (
            "Encourages States, with the support of, as appropriate, the map offices and the Board, to draw up charts",
            ["States"],
        ),
        (
            "Encourages the Bureau, in collaboration with experts from all sectors, academia and others, to act",
            ["Bureau"],
        ),
        (
            "Invites partners, including bodies and offices of the river commissions, companies and schools, to attend",
            ["partners"],
        ),
        (
            "Invites partners, including bodies and offices of the rivers, relevant companies and schools, to go",
            ["partners", "companies", "schools"],
        ),
        (
            "Urges States making grants to island clinics, as well as the regional blood banks, to align their plans",
            ["States", "regional blood banks"],
        ),
        ("Calls for more openness in order to attract gifts by coastal States", []),
        # names
        ("Calls upon the Chad armed forces to leave the schools", ["Chad armed forces"]),
        (
            "Urges States parties to the Convention on Long, Wide and Other Nets to report losses",
            ["States parties to the Convention on Long, Wide and Other Nets"],
        ),
        ("Demands that the Brigade du Fleuve and the Harbour Guard leave", ["Brigade du Fleuve", "Harbour Guard"]),
        ("Calls upon the Mouvement du 7 avril to leave the port", ["Mouvement du 7 avril"]),
        (
            "Encourages States that have not acceded to the Convention on Fire Control and Rescue Operations to do so",
            ["States"],
        ),
        # plain nouns
        ("Urges bakers and millers to label their flour", ["bakers", "millers"]),
        ("Calls upon States, as well as all teachers and pupils, to plant trees", ["States", "teachers", "pupils"]),
        ("Urges Governments, family farmers\u2019 organizations and others to act", "Governments|organizations|others"),
        ("Demands that all fighters leave the harbour", ["fighters"]),
        ("Recommends that national lighthouse systems explore ways to use lamps", ["national lighthouse systems"]),
        ("Encourages letters and orders to be kept", []),
        # more than one addressee with an infinitive of its own
        (
            "Urges Member States to consider joining, and States parties to apply, the Convention",
            ["Member States", "States parties"],
        ),
        (
            "Encourages the coastal authorities to mark wrecks, and the Secretary-General to print charts",
            ["coastal authorities", "Secretary-General"],
        ),
        ("Requests the Secretary-General to invite States, and the Board to attend", ["Secretary-General"]),
        ("Urges States to work with pilots, and other operators to mend the piers", ["States"]),
        (
            "Calls on the chairs of the courts and on the registrars of the tribunals to use one list",
            ["chairs of the courts", "registrars of the tribunals"],
        ),
        # agents, and things that are wished for
        ("Calls for care to be exercised by cable operators when laying lines", ["cable operators"]),
        ("Encourages the method followed by the Secretary-General to clear the backlog", ["Secretary-General"]),
        ("Requests the Secretary-General\u2019s first report to contain a plan", ["Secretary-General"]),
        ("Calls for improved regional mechanisms to insure boats", []),
        ("Calls for the regional mechanisms to insure boats", ["regional mechanisms"]),
        (
            "Encourages deeper engagement and partnership between the Board and regional federations to shorten delays",
            ["Board", "regional federations"],
        ),
        ("Calls for an immediate end to attacks on schools", []),
        ("Calls for an end to the recruitment of children by armed groups", ["armed groups"]),
        (
            "Requests the secretariats of the Nets Convention and of the Boats Convention to report",
            ["secretariat of the Nets Convention", "secretariat of the Boats Convention"],
        ),
        ("Requests the secretariats of the Basel, Rotterdam and Stockholm conventions to report", "conventions"),
        ("Requests, mindful of storms, waves and currents, the Secretary-General to report", ["Secretary-General"]),
        ("Encourages men and boys to take part", ["men", "boys"]),
        ("Calls upon Al-Shabaab and ISIL to lay down arms", ["Al-Shabaab", "ISIL"]),
        ("Decides that it shall meet again", ["General Assembly"]),
        # gatherings
        ("Decides that the Open-ended Canal Process shall elect a Chair", ["Open-ended Canal Process"]),
        ("Decides that the Canal Conference shall be held in May", ["General Assembly"]),
        ("Invites the initiative to cover all districts", ["initiative"]),
        # names with lists in them, and what is no part of a name
        (
            "Calls upon national mechanisms for monitoring, reporting and review and civil society to take part",
            ["national mechanisms for monitoring, reporting and review", "civil society"],
        ),
        ("Requests the focal point on ageing of the Harbour Board, the Piers Unit, to report", "Board"),
        ("Invites States in regions in which nets are lost to report", ["States"]),
        ("Invites boards with competence to manage stocks to share them", ["boards"]),
        ("Invites donors and other partners for technical support in raising wrecks", ["donors", "partners"]),
        ("Encourages the talks between local government and local fishers", ["local government", "local fishers"]),
        ("Invites regional boards and processes to share the chart", ["regional boards", "processes"]),
        ("Demands that ali parties leave the port", ["parties"]),
        (
            "Invites the specialized agencies, the regional commissions and other organizations of the Union to report",
            ["specialized agencies", "regional commissions", "organizations of the Union"],
        ),
        (
            "Invites the organs, relevant funds and other agencies of the Union to report",
            ["organs of the Union", "funds of the Union", "agencies of the Union"],
        ),
        ("Urges the keeping by all official creditors of the Piers Framework of their word", "Framework"),
        # a party behind what is said first, and one noun behind "or"
        (
            "Decides that, before the sale of pumps and spare parts, the selling State or organization shall tell it",
            ["selling State", "organization"],
        ),
        ("Requests, in connection with the mission, which it welcomes, that the Pilot submit a list", ["Pilot"]),
        # examples to the end, and those that a list goes on behind
        ("Invites all stakeholders, including the Pilot, the crews and the opposition, to go", ["stakeholders"]),
        ("Invites all stakeholders, including the Pilot, and all fishers, to go", ["stakeholders", "fishers"]),
        # whose report is to say something
        ("Requests that the reports of the Registrar given to the Assembly address the matter", ["Registrar"]),
        # States that no list knows
        (
            "Urges the Governments of Syldavia and Borduria to meet",
            ["Government of Syldavia", "Government of Borduria"],
        ),
        # those whom the organ decides to ask
        ("Decides to request the Secretary-General to report", ["Secretary-General"]),
        ("Decides to establish a fund", ["General Assembly"]),
    ],
)
def test_kinds_of_addressees(clause, expected):
    found = owners(clause)
    if isinstance(expected, str):
        assert [name.split()[-1] for name in found] == expected.split("|")
    else:
        assert found == expected


@pytest.mark.parametrize(
    ("clauses", "expected"),
    [
        (
            "Decides to establish the Joint Lake Mission (JLM), and decides that JLM shall patrol the shore",
            ["Joint Lake Mission"],
        ),
        ("Requests the Board to consult with fishers, and encourages their participation in its work", ["fishers"]),
        ("Recalls the role of the Pilots and of the Registrars, and urges them to meet", ["Pilots", "Registrars"]),
        ("Welcomes the signing by the authorities of the Net Treaty, and urges them to keep it", ["authorities"]),
        ("Welcomes the work of the Tide Commission, and invites the commission to meet", ["Tide Commission"]),
        (
            "Extends the mandate of the team of experts on tides, and requests the team to report",
            ["team of experts on tides"],
        ),
        (
            "Recalls the role of regional and subregional bodies, and encourages these bodies to meet",
            ["regional and subregional bodies"],
        ),
        ("Commends the World League of Pilots, and invites the World League to report", ["World League of Pilots"]),
        ("Requests, as to the voyage of the Registrar, that he submit a report", ["Registrar"]),
        ("Requests the Board to consult with pilots, and encourages its participation in the talks", ["Board"]),
    ],
)
def test_short_names_and_possessives_of_the_same_paragraph(clauses, expected):
    assert owners(clauses) == expected


def test_words_among_those_addressed_that_are_no_party_are_said_to_be_left():
    (mandate,) = read("Invites the Secretary-General, the parties and other forest-related processes to meet;")
    assert "owner.words_left" in mandate.reasons
    (mandate,) = read("Invites the Secretary-General, within existing resources, and the parties to meet;")
    assert "owner.words_left" not in mandate.reasons


def test_a_short_form_that_nothing_completes_is_said():
    (mandate,) = read("Requests the Committee to report")
    assert [owner.name for owner in mandate.owners] == ["Committee"]
    assert "owner.short_form_left" in mandate.reasons
    (mandate,) = read("Requests the Secretary-General to report")
    assert "owner.short_form_left" not in mandate.reasons


def test_a_verb_before_a_short_form_is_no_part_of_its_name():
    preamble = ["Noting the work of the Board of Harbours"]
    texts = ("Implores the Board to meet", "Requests the Board to report")
    assert owners(*texts, preamble=preamble) == ["Board of Harbours"]


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        (
            "Recalls the lists signed by the Government of Ruritania on 30 July 2018, and urges it to keep to them",
            "Government of Ruritania",
        ),
        (
            "Notes that the members of the Harbour Group have continued their work, and requests them to end it",
            "members of the Harbour Group",
        ),
    ],
)
def test_what_a_pronoun_stands_for_ends_at_a_day_and_at_a_verb(text, owner):
    assert owners(text) == [owner]


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        ("Urges the authorities of the CAR to act;", True),
        ("Requests MONUSCO to act;", True),
        ("Requests the UN to act;", False),
        ("Urges the authorities of Arcadia to act;", False),
    ],
)
def test_an_abbreviation_in_a_name_is_doubtful(text, doubtful):
    (mandate,) = read(text)
    assert ("owner.abbreviation" in mandate.reasons) is doubtful


def test_an_abbreviation_written_in_full_is_doubtful_too():
    (mandate,) = read("Requests JLOM to act;", preamble=["Recalling the Joint Lake Observation Mission (JLOM),"])
    assert [owner.name for owner in mandate.owners] == ["Joint Lake Observation Mission"]
    assert "owner.abbreviation" in mandate.reasons
