"""What a resolution cites: by what symbol, which paragraphs of it, and what is done with it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandates import lexicon
from mandates.domain.citation import CitationKind
from mandates.domain.mandate import Reading
from mandates.domain.resolution import Paragraph, ParagraphKind, Resolution
from mandates.extraction.citations import citations
from mandates.extraction.extract import extract

DATA = lexicon.load("citations")
ENTRIES = [(table, entry) for table, listed in DATA.items() for entry in listed if isinstance(entry, dict)]
ASSEMBLY, COUNCIL, SECURITY = "A/RES/80/900", "A/HRC/RES/59/90", "S/RES/2900 (2025)"
ECONOMIC, ENVIRONMENT = "E/RES/2025/90", "UNEP/EA.6/RES.90"
SPEAKERS = {"General Assembly": ASSEMBLY, "Human Rights Council": COUNCIL, "Security Council": SECURITY}


def reading(*texts, symbol=ASSEMBLY, kind=ParagraphKind.OPERATIVE):
    """Return the reading of a resolution with these paragraphs."""
    paragraphs = tuple(
        Paragraph(kind=kind, text=text, label=str(number) if kind is ParagraphKind.OPERATIVE else None)
        for number, text in enumerate(texts, 1)
    )
    bodies = {ECONOMIC: "Economic and Social Council", ENVIRONMENT: "United Nations Environment Assembly"}
    body = {**{one: name for name, one in SPEAKERS.items()}, **bodies}[symbol]
    return extract(
        Resolution(symbol=symbol, title=None, body=body, session=None, adopted_on=None, paragraphs=paragraphs)
    )


def read(text, symbol=ASSEMBLY):
    """Return what is cited in one operative paragraph, as the vocabulary writes it."""
    return "; ".join(
        f"{one.kind} {one.symbol}{'#' if one.labels else ''}{','.join(one.labels)}"
        for one in citations(reading(text, symbol=symbol))
    )


def cited(text, symbol=ASSEMBLY):
    """Return the symbols and labels cited in one preambular paragraph."""
    found = citations(reading(text, symbol=symbol, kind=ParagraphKind.PREAMBULAR))
    return [one.symbol + (f"#{','.join(one.labels)}" if one.labels else "") for one in found]


def named(case):
    table, entry = case
    return f"{table}-{entry['words'][0]}"


@pytest.mark.parametrize("case", ENTRIES, ids=named)
def test_each_entry_reads_its_example(case):
    _, entry = case
    assert read(entry["example"], SPEAKERS[entry.get("body", "General Assembly")]) == entry["reads"]
    assert any(word.casefold() in entry["example"].casefold() for word in entry["words"])


@pytest.mark.parametrize("case", [case for case in ENTRIES if "counter_example" in case[1]], ids=named)
def test_each_entry_passes_over_its_counter_example(case):
    _, entry = case
    assert read(entry["counter_example"], SPEAKERS[entry.get("body", "General Assembly")]) == entry["but"]


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("Recalling resolution 71/12 of 21 November 2016", ["A/RES/71/12"]),
        (
            "Recalling its resolutions 46/182 of 19 December 1991, 47/168 of 22 December 1992 and 48/57",
            ["A/RES/46/182", "A/RES/47/168", "A/RES/48/57"],
        ),
        ("Recalling its previous resolution 60/1 and its annex", ["A/RES/60/1"]),
        ("Recalling resolution 61/295, annex", ["A/RES/61/295"]),
        ("Recalling the annex to its resolution 60/1", ["A/RES/60/1"]),
        (
            "Recalling Security Council resolutions 1373 (2001), 1624 (2005) and 2178 (2014)",
            ["S/RES/1373 (2001)", "S/RES/1624 (2005)", "S/RES/2178 (2014)"],
        ),
        ("Recalling Economic and Social Council resolution 1996/31 of 25 July 1996", ["E/RES/1996/31"]),
        ("Recalling Human Rights Council resolution 21/9", ["A/HRC/RES/21/9"]),
        ("Recalling that the Human Rights Council, in its resolution 53/12, decided", ["A/HRC/RES/53/12"]),
        ("Recalling resolution 48/141 of the Assembly", ["A/RES/48/141"]),
        ("Recalling its resolutions 1514 (XV) and 217 A (III)", ["A/RES/1514 (XV)", "A/RES/217 (III) A"]),
        ("Recalling its resolution 3201 (S-VI)", ["A/RES/3201 (S-VI)"]),
        ("Recalling its resolutions S-32/1 and ES-10/20", ["A/RES/S-32/1", "A/RES/ES-10/20"]),
        ("Recalling its decision 75/510 and its resolution 75/1", ["A/DEC/75/510", "A/RES/75/1"]),
        ("Recalling its decisions 48/489 of 8 July 1994 and 49/469", ["A/DEC/48/489", "A/DEC/49/469"]),
        (
            "Recalling its resolutions 71/272 B and 48/218 A and B",
            ["A/RES/71/272 B", "A/RES/48/218 A", "A/RES/48/218 B"],
        ),
        ("Recalling its resolution 43/222 A to C", ["A/RES/43/222 A", "A/RES/43/222 B", "A/RES/43/222 C"]),
        ("Recalling the 2030 Agenda (A/RES/70/1) and S/PRST/2024/7", ["A/RES/70/1", "S/PRST/2024/7"]),
        ("Recalling section III, paragraph 1, of its resolution 71/272 B", ["A/RES/71/272 B#III.1"]),
        ("Recalling section II of its resolution 70/238 B", ["A/RES/70/238 B#II"]),
        ("Recalling paragraphs 17 and 18 of section XI of its resolution 59/276", ["A/RES/59/276#XI.17,XI.18"]),
        ("Recalling paragraphs 3 to 5 and 8 (a) of resolution 71/12", ["A/RES/71/12#3,4,5,8 (a)"]),
        ("Recalling paragraph 54 (a)\u2013(c) of resolution 71/12", ["A/RES/71/12#54 (a),54 (b),54 (c)"]),
        ("Recalling paragraphs 4 (a) (i) and (ii) of resolution 71/12", ["A/RES/71/12#4 (a) (i),4 (a) (ii)"]),
        ("Recalling resolution 70/1, paragraph 74", ["A/RES/70/1#74"]),
        ("Recalling paragraph 3 of the annex to resolution 71/12", ["A/RES/71/12"]),
        ("Recalling preambular paragraph 3 of resolution 71/12", ["A/RES/71/12"]),
        (
            "Recalling paragraph 11 of resolution 71/12 and 12 of resolution 72/12",
            ["A/RES/71/12#11", "A/RES/72/12#12"],
        ),
        ("Recalling its resolutions 71/12, on cities, and 72/12, on towns", ["A/RES/71/12", "A/RES/72/12"]),
        ("Recalling its resolutions 65/1 of 5 May 2011,3 66/1 of 4 May 2012", ["A/RES/65/1", "A/RES/66/1"]),
        ("Recalling Commission on Human Rights resolution 2005/9 of 14 April 2005", []),
        ("Recalling resolution 8/2 of the Conference of the Parties to the Convention", []),
        ("Recalling World Health Assembly resolution 69.3 and decision 1/CP.21", []),
        ("Recalling Commission resolution 27/5 of 18 May 2018", []),
        ("Recalling resolution 11/6 of 21 October 2022", []),
        ("Recalling the implementation of the present resolution at its 80th session, 50/50", []),
        ("Recalling Council Decision 2010/413/CFSP", []),
    ],
)
def test_what_the_assembly_cites(text, symbols):
    assert cited(text) == symbols


@pytest.mark.parametrize(
    ("text", "symbol", "symbols"),
    [
        ("Recalling General Assembly resolution 60/251", COUNCIL, ["A/RES/60/251"]),
        ("Recalling Assembly resolution 60/251", COUNCIL, ["A/RES/60/251"]),
        ("Recalling its resolution 21/9 and Council resolution 5/1", COUNCIL, ["A/HRC/RES/21/9", "A/HRC/RES/5/1"]),
        ("Recalling resolution 61/177 of 20 December 2006", COUNCIL, ["A/RES/61/177"]),
        ("as decided by the General Assembly in its resolution 61/177", COUNCIL, ["A/RES/61/177"]),
        (
            "Recalling Council decision 2/105 and its resolution S-27/1",
            COUNCIL,
            ["A/HRC/DEC/2/105", "A/HRC/RES/S-27/1"],
        ),
        (
            "Recalling its resolutions 5/1, on institution-building of the Council, and 5/2, on a code of conduct",
            COUNCIL,
            ["A/HRC/RES/5/1", "A/HRC/RES/5/2"],
        ),
        ("Recalling its resolution 2349 (2017)", SECURITY, ["S/RES/2349 (2017)"]),
        ("Recalling General Assembly resolution 46/182", SECURITY, ["A/RES/46/182"]),
        (
            "Recalling its resolutions on the situation, in particular 1591 (2005) and 1651 (2005)",
            SECURITY,
            ["S/RES/1591 (2005)", "S/RES/1651 (2005)"],
        ),
        ("Recalling resolutions 2178 (2014) and 2396, and resolution 2178", SECURITY, ["S/RES/2178 (2014)"] * 2),
        ("Recalling its resolution 2020/5 and decision 2021/250", ECONOMIC, ["E/RES/2020/5", "E/DEC/2021/250"]),
        ("Recalling its resolution 1503 (XLVIII)", ECONOMIC, ["E/RES/1503 (XLVIII)"]),
        ("Recalling General Assembly resolution 73/1", ECONOMIC, ["A/RES/73/1"]),
        ("Recalling its resolution 4/6 and decision 5/2", ENVIRONMENT, ["UNEP/EA.4/RES.6", "UNEP/EA.5/DEC.2"]),
        ("Recalling Governing Council decision 27/9", ENVIRONMENT, []),
        ("Recalling General Assembly resolution 70/1", ENVIRONMENT, ["A/RES/70/1"]),
    ],
)
def test_what_other_bodies_cite(text, symbol, symbols):
    assert cited(text, symbol) == symbols


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            (
                "Decides to renew until 31 May 2026 the measures imposed by paragraph 4 of resolution 2428 (2018), and "
                "reaffirms the provisions of paragraphs 5 and 6 of resolution 2428 (2018);"
            ),
            "extends S/RES/2428 (2018)#4; carries S/RES/2428 (2018)#5,6",
        ),
        (
            (
                "Decides to renew the authorizations as set forth in paragraph 10 of resolution 1846 (2008)"
                " and paragraph 6 of resolution 1851 (2008), as renewed by resolution 1897 (2009), until 31 May 2026;"
            ),
            "extends S/RES/1846 (2008)#10; extends S/RES/1851 (2008)#6; cites S/RES/1897 (2009)",
        ),
        (
            (
                "Decides to extend until 31 May 2026 the mandate of UNMHA as contained in resolution 2643 (2022), and "
                "requests the Secretary-General to report on the implementation of resolution 2451 (2018);"
            ),
            "carries S/RES/2643 (2022); cites S/RES/2451 (2018)",
        ),
        (
            "Decides to extend the mandate of the Panel of Experts established pursuant to resolution 1973 (2011);",
            "extends S/RES/1973 (2011)",
        ),
        (
            "Requests the Office to extend the strategy requested in paragraph 17 of resolution 2600 (2021);",
            "extends S/RES/2600 (2021)#17",
        ),
        (
            "Decides to terminate the mandate of UNITAMS under resolution 2579 (2021), as of 3 December 2026;",
            "ends S/RES/2579 (2021)",
        ),
        (
            "Decides that the provisions of resolutions 1696 (2006), 1737 (2006) and 1747 (2007) shall be terminated;",
            "ends S/RES/1696 (2006); ends S/RES/1737 (2006); ends S/RES/1747 (2007)",
        ),
        (
            (
                "Clarifies that paragraph 1 shall supersede and replace paragraph 37 of its resolution 2607 (2021)"
                ", but that paragraph 1 of its resolution 2615 (2021) shall remain in effect;"
            ),
            "ends S/RES/2607 (2021)#37; carries S/RES/2615 (2021)#1",
        ),
        (
            (
                "Expresses its intention to review, with a view to lifting, the measures in paragraph 4 of "
                "resolution 2428 (2018);"
            ),
            "cites S/RES/2428 (2018)#4",
        ),
        (
            "Reiterates its requests in paragraph 18 of resolution 2111 (2013) and 16 of resolution 2431 (2018);",
            "renews S/RES/2111 (2013)#18; renews S/RES/2431 (2018)#16",
        ),
        ("Reaffirms its decision, contained in resolution 1373 (2001), to meet;", "renews S/RES/1373 (2001)"),
        ("Extends the request in paragraph 10 of resolution 2722 (2024);", "extends S/RES/2722 (2024)#10"),
        ("Reaffirms resolution 2664 (2022);", "cites S/RES/2664 (2022)"),
        ("Reaffirms the arms embargo imposed by paragraph 9 of resolution 1970 (2011);", "carries S/RES/1970 (2011)#9"),
        (
            "Calls upon all States to implement the measures imposed by paragraph 9 of resolution 1970 (2011);",
            "cites S/RES/1970 (2011)#9",
        ),
        ("Recalls paragraph 9 of resolution 1970 (2011);", "cites S/RES/1970 (2011)#9"),
    ],
)
def test_what_is_done_with_what_is_cited(text, expected):
    assert read(text, SECURITY) == expected


def test_outside_operative_paragraphs_all_is_cited():
    text = "Decides to renew the measures imposed by paragraph 4 of resolution 2428 (2018)"
    (found,) = citations(reading(text, symbol=SECURITY, kind=ParagraphKind.PREAMBULAR))
    assert (found.kind, found.mandate) == (CitationKind.CITES, None)


def test_a_citation_knows_its_paragraph_and_its_clause():
    read_here = reading(
        "Recalls resolution 71/1;",
        "Requests the Secretary-General to report on resolution 71/2, and invites States to use resolution 71/3;",
    )
    found = citations(read_here)
    assert [(one.paragraph, one.mandate) for one in found] == [(0, None), (1, 0), (1, 1)]
    assert [one.words for one in found] == ["resolution 71/1", "resolution 71/2", "resolution 71/3"]


def test_words_are_those_of_the_text():
    found = citations(reading("Recalls  paragraphs 3\nto 5 of its  resolution 71/1 of 3 May 2017 and 71/2;"))
    assert [one.words for one in found] == ["paragraphs 3 to 5 of its resolution 71/1", "71/2"]


PIECES = st.sampled_from(
    [
        *(
            "resolution",
            "resolutions",
            "decision",
            "decisions",
            "its",
            "the",
            "of",
            "and",
            ",",
            "to",
            "in",
            "by",
            "annex",
        ),
        *(
            "71/12",
            "2349 (2017)",
            "217 A (III)",
            "5/1",
            "1996/31",
            "ES-10/20",
            "0/0",
            "99/99 A to C",
            "12 (2017)",
            "2178",
        ),
        *(
            "General Assembly",
            "Council",
            "Commission",
            "paragraph 5",
            "paragraphs 9 to 3",
            "8 (c) to (a)",
            "section IX",
        ),
        *("A/RES/70/1", "A/RES/12 (2017)", "S/PRST/2024/7", "UNEP/EA.4/RES.6", "of 3 May 2017", "Decides to extend"),
        *(
            "as set out in",
            "Reaffirms",
            "shall remain in force",
            "terminate",
            ";",
            "\n",
            "measures imposed by",
            "3 (IIX)",
        ),
    ]
)


@given(st.lists(PIECES, max_size=14), st.sampled_from([ASSEMBLY, COUNCIL, SECURITY, ECONOMIC, ENVIRONMENT]))
def test_spans_hold_the_words(pieces, symbol):
    text = " ".join(pieces)
    read_here = Reading(
        resolution=Resolution(
            symbol=symbol,
            title=None,
            body="",
            session=None,
            adopted_on=None,
            paragraphs=(Paragraph(kind=ParagraphKind.OPERATIVE, text=text, label="1"),),
        )
    )
    found = citations(read_here)
    assert [one.span for one in found] == sorted(one.span for one in found)
    for one in found:
        assert 0 <= one.span.start < one.span.end <= len(text)
        assert one.words == " ".join(text[one.span.start : one.span.end].split())
        assert re.match(r"[AES]/|UNEP/", one.symbol)


@pytest.mark.parametrize(
    "piece", ["resolutions 71/12, ", "paragraphs 1 (a), ", "section I ", "decision ", "as set out in ", "(20"]
)
def test_long_texts_are_read_in_time(piece):
    text = f"Decides to extend resolutions {piece * 4000}"
    read_here = Reading(
        resolution=Resolution(
            symbol=ASSEMBLY,
            title=None,
            body="",
            session=None,
            adopted_on=None,
            paragraphs=(Paragraph(kind=ParagraphKind.OPERATIVE, text=text, label="1"),),
        )
    )
    citations(read_here)
