"""Owners given by a short name are written by the full name that the resolution has somewhere."""

from __future__ import annotations

import pytest

from mandates.domain.resolution import Footnote, Paragraph, ParagraphKind, Resolution
from mandates.extraction.abbreviations import written_out
from mandates.extraction.descriptions import descriptions
from mandates.extraction.extract import extract
from mandates.extraction.treaties import treaty_names


def owners(text, **more):
    """Return the names of the owners that `parties` returns."""
    return [party.name for party in parties(text, **more)]


def parties(text, *, title="Lamps", preamble=(), after=(), footnote=""):
    """Return the owners of the last mandate of `text`, which stands between `preamble` and `after`."""
    footnotes = (Footnote(mark="1", text=footnote),) if footnote else ()
    paragraphs = (
        *(Paragraph(kind=ParagraphKind.PREAMBULAR, text=said, footnotes=footnotes) for said in preamble),
        *(
            Paragraph(kind=ParagraphKind.OPERATIVE, text=said, label=str(number))
            for number, said in enumerate((text, *after), 1)
        ),
    )
    resolution = Resolution(
        symbol="A/RES/90/1", title=title, body="General Assembly", session=90, adopted_on=None, paragraphs=paragraphs
    )
    mandates = [mandate for mandate in extract(resolution).mandates if mandate.text == text]
    return mandates[-1].owners


_SUBCOMMITTEE = "Scientific and Technical Subcommittee of the Committee on the Peaceful Uses of Outer Space"


@pytest.mark.parametrize(
    ("short", "passage", "expected"),
    [
        ("Panel of Experts", "the Panel of Experts on Arcadia", "Panel of Experts on Arcadia"),
        ("Panel of Experts", "the Panel of Experts established at that time", "Panel of Experts"),
        ("Panel of Experts", "the Panel of Experts on tides", "Panel of Experts"),
        (
            "Group of Old Pilots",
            "the Group of Old Pilots on the Mending of Nets",
            "Group of Old Pilots on the Mending of Nets",
        ),
        (
            "Ad Hoc Lake Group of the Whole",
            "the Ad Hoc Lake Group of the Whole on Tides",
            "Ad Hoc Lake Group of the Whole on Tides",
        ),
        ("Scientific and Technical Subcommittee", f"the {_SUBCOMMITTEE}", _SUBCOMMITTEE),
        ("United Nations Global Compact", "the United Nations Global Compact Office", "United Nations Global Compact"),
        (
            "United Nations Sustainable Development Group",
            "the report of the United Nations Sustainable Development Group on the work of its office",
            "United Nations Sustainable Development Group",
        ),
    ],
)
def test_a_body_known_by_its_short_name_is_given_by_the_longer_one(short, passage, expected):
    assert owners(f"Requests the {short} to meet;", preamble=[f"Recalling {passage},"]) == [expected]


def test_a_known_name_written_with_another_small_word_is_set_right():
    after = ["Commends the United Nations Office of Drugs and Crime (UNODC);"]
    assert owners("Requests UNODC to report;", after=after) == ["United Nations Office on Drugs and Crime"]


@pytest.mark.parametrize(
    ("text", "more", "expected"),
    [
        (
            "Requests the Harbour Panel to meet;",
            {"after": ["Welcomes the report of the Inland Harbour Panel on Tides in Arcadia;"]},
            "Inland Harbour Panel on Tides in Arcadia",
        ),
        (
            "Requests the Lamp Board to meet;",
            {"preamble": ["Recalling the plan,"], "footnote": "Adopted by the Joint Lamp Board on Oil."},
            "Joint Lamp Board on Oil",
        ),
        (
            "Requests the Ad Hoc Committee to meet;",
            {"title": "Ad Hoc Committee to Elaborate a General Convention on the Use of Lamps"},
            "Ad Hoc Committee to Elaborate a General Convention on the Use of Lamps",
        ),
        (
            "Requests the Lake Panel to meet;",
            {"after": ["Notes the Lake Panel on Tides;", "Notes the Lake Panel on Fish;"]},
            "Lake Panel",  # two fit
        ),
        (
            "Requests the Executive Board to meet;",
            {"preamble": ["Noting the Lamp Assembly and Executive Board in its work,"]},
            "Executive Board",
        ),
        (
            "Requests the Lake Group to meet;",
            {"preamble": ["Noting the Lake Group for the period 2030-2033,"]},
            "Lake Group",
        ),
        (
            "Directs the Committee to meet;",
            {
                "preamble": [
                    "Recalling the Committee established pursuant to resolutions 70 (1999), 89 (2011) and 90 (2015),"
                ]
            },
            "Committee established pursuant to resolutions 70 (1999), 89 (2011) and 90 (2015)",
        ),
    ],
)
def test_a_short_name_is_completed_if_exactly_one_name_of_the_resolution_fits(text, more, expected):
    assert owners(text, **more) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Requests the Forum secretariat to report;", "secretariat of the Arcadian Forum on Lamps"),
        ("Requests the Chair of the Arcadian Forum to report;", "Chair of the Arcadian Forum on Lamps"),
        ("Urges Contracting Parties to the Forum to pay;", "Contracting Parties to the Arcadian Forum on Lamps"),
    ],
)
def test_a_short_name_inside_a_longer_one_is_completed(text, expected):
    assert owners(text, preamble=["Recalling the Arcadian Forum on Lamps,"]) == [expected]


LAMPS = "Convention on the Making, Use and Sale of Lamps"


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"title": f"Report on the {LAMPS}"}, f"States parties to the {LAMPS}"),
        (
            {"preamble": ["Recalling the Convention on Tides,", f"Recalling also the {LAMPS} (the Convention),"]},
            f"States parties to the {LAMPS}",
        ),
        (
            {"preamble": ["Recalling the Convention on Tides,", f"Recalling also the {LAMPS},"]},
            "States parties to the Convention",  # either fits
        ),
    ],
)
def test_a_treaty_inside_a_name_is_completed(more, expected):
    assert owners("Urges States parties to the Convention to report;", **more) == [expected]


@pytest.mark.parametrize(
    ("passage", "names"),
    [
        (
            "the Convention against Darkness and Other Cold, Damp or Dim Rooms, the Convention on Persons with Lamps",
            ("Convention against Darkness and Other Cold, Damp or Dim Rooms", "Convention on Persons with Lamps"),
        ),
        (
            "the Harbour Convention relative to the Care of Boats, of 12 August 1949, to the Lake District",
            ("Harbour Convention relative to the Care of Boats, of 12 August 1949",),
        ),
        ("the Convention on Lamps and the Convention on Tides", ("Convention on Lamps", "Convention on Tides")),
        ("the Convention on Lamps, Charter of Tides", ("Convention on Lamps",)),
        ("accede to the Convention in 2030", ("Convention",)),
        (
            "the Protocol on Oil to the Convention, the Convention to Combat Smoke in Those Countries",
            ("Convention", "Convention to Combat Smoke in Those Countries"),
        ),
    ],
)
def test_where_the_name_of_a_treaty_begins_and_ends(passage, names):
    assert treaty_names("Convention", passage) == names


@pytest.mark.parametrize(
    ("text", "more", "expected"),
    [
        (
            "Requests the survey mission to report;",
            {"preamble": ["Recalling the decision to send a joint survey mission to Arcadia and its report,"]},
            "joint survey mission to Arcadia",
        ),
        (
            "Requests the team of lamp experts to report;",
            {"preamble": ["Welcoming the team of lamp experts on Ruritania,"]},
            "team of lamp experts on Ruritania",
        ),
        (
            "Requests the panel to report;",
            {"after": ["Decides to set up a panel of independent judges;"]},
            "panel of independent judges",
        ),
        (
            "Requests the panel to report;",
            {"after": ["Decides to set up a panel of judges;", "Decides to set up a panel of doctors;"]},
            "panel",
        ),
        ("Requests the working group to report;", {"preamble": ["Noting the working group in 2030,"]}, "working group"),
        (
            "Requests the working group to report;",
            {"preamble": ["Noting the report of the working group to the General Assembly,"]},
            "working group",
        ),
        (
            "Requests the working group to report;",
            {"preamble": ["Noting the talks of the working group on details,"]},
            "working group",  # what it talks on, not what it is
        ),
        ("Requests the group to report;", {"preamble": ["Noting the Harbour Group of Fifty,"]}, "group"),
    ],
)
def test_a_body_in_small_letters_is_described_as_the_resolution_does(text, more, expected):
    assert owners(text, **more) == [expected]


def test_a_description_ends_before_a_verb_and_before_a_length_of_time():
    (first,) = descriptions("mission", "the mission on tides should report")
    assert first.text == "mission on tides"
    assert descriptions("mission", "extends the mission for nine months") == ()


@pytest.mark.parametrize(
    ("short", "passage", "expected"),
    [
        ("JLOM", "the Joint Lake Observation Mission (JLOM) in Arcadia", "Joint Lake Observation Mission"),
        ("RENALU", "and the Resistência Nacional Lunar (RENALU)", "Resistência Nacional Lunar"),
        ("FAA", "of the Armed Forces of Arcadia (FAA)", "Armed Forces of Arcadia"),
        (
            "CTED",
            "the Counter-Terrorism Committee Executive Directorate (CTED)",
            "Counter-Terrorism Committee Executive Directorate",
        ),
        ("ZZ", "it was asked to report (ZZ)", None),
        ("JLOM", "the Joint Lake Observation Mission", None),
    ],
)
def test_an_abbreviation_is_written_out_where_the_text_defines_it(short, passage, expected):
    assert written_out(short, passage) == expected


def test_a_name_that_may_spell_an_abbreviation_in_many_ways_is_compared_at_once():
    name = " ".join(["A" * 12] * 16)
    short = "A" * 40 + "B"
    assert written_out(short, f"the {name} ({short})") == name


def test_an_abbreviated_owner_is_written_out_from_any_part_of_the_resolution():
    after = ["Commends the Joint Lake Observation Mission (JLOM);"]
    assert owners("Requests JLOM to report;", after=after) == ["Joint Lake Observation Mission"]


def test_the_full_name_of_a_joint_office_has_both_founders():
    preamble = ["Reaffirming its support for the Joint Envoy of the Lamp Union and the League of Ports to Arcadia,"]
    expected = "Joint Envoy of the Lamp Union and the League of Ports to Arcadia"
    assert owners("Requests the Joint Envoy to report;", preamble=preamble) == [expected]


def test_the_full_name_of_another_office_ends_before_the_next_one():
    preamble = ["Reaffirming its support for the Special Envoy of the Lamp Union and the League of Ports,"]
    assert owners("Requests the Special Envoy to report;", preamble=preamble) == ["Special Envoy of the Lamp Union"]


def test_what_is_named_beside_a_short_name_is_another_body():
    preamble = [
        "Recalling the Lake Board established pursuant to resolution 70 (1999),",
        "Noting that the Lake Board and the Lake Board established pursuant to resolution 81 (2001) meet,",
        "Noting the Lake Board established pursuant to resolution 81 (2001),",
    ]
    expected = "Lake Board established pursuant to resolution 70 (1999)"
    assert owners("Requests the Lake Board to meet;", preamble=preamble) == [expected]


def test_the_entity_of_a_written_out_abbreviation_stays():
    # a spelling that the registry does not have
    preamble = ["Noting the Counter-Terrorism Committee\u2019s Executive Directorate (CTED),"]
    (owner,) = parties("Requests CTED to report;", preamble=preamble)
    assert owner.name == "Counter-Terrorism Committee\u2019s Executive Directorate"
    assert owner.entity == "cted"
