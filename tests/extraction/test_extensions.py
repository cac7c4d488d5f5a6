import datetime as dt

import pytest

from mandates import lexicon
from mandates.extraction.extensions import extended, is_reported_on

DATA = lexicon.load("extensions")
ENTRIES = [*DATA["doing"], *DATA["stop"]]
TIMES = ["until 31 May 2026", "until 15 November 2026"]


def read(clause, before=""):
    found = extended(clause, TIMES, before)
    assert found is not None
    return found


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["words"][0])
def test_each_entry_reads_its_example(entry):
    assert read(entry["example"]).subject == entry["subject"]


def test_a_termination_has_its_day():
    found = read("Decides to terminate the mandate of UNITAF as of 3 December 2023;")
    assert (found.ends, found.ends_on) == (True, dt.date(2023, 12, 3))
    assert not read("Decides to extend the mandate of UNITAF until 31 May 2026").ends
    ended = read(
        "Decides that on that date, as set out above, all the provisions of this resolution shall be terminated"
    )
    assert (ended.subject, ended.ends) == ("provisions of this resolution", True)


@pytest.mark.parametrize(
    ("clause", "subject"),
    [
        (
            "Decides to extend the mandate of the Mission in the Isles (MISLES), as",
            "mandate of the Mission in the Isles",
        ),
        ("Decides that, for 12 months, to renew the authorizations set out in resolution 1 (1999)", "authori"),
        ("Decides that the arms embargo shall remain in force until 31 May 2026", "arms embargo"),
        ("Authorises the Union to deploy up to 17,626 personnel, of whom 40 police", "authorization to"),
        ("Decides to renew from the date of adoption of this resolution the Panel of Experts", "Panel of"),
        ("Extends the reporting request in paragraph 10 of resolution 2722 (2024) until 31 May 2026", "reporting"),
    ],
)
def test_what_is_extended(clause, subject):
    assert read(clause).subject.startswith(subject)


def test_numbers_in_lists_and_figures_do_not_end_it():
    assert read("Decides to renew the measures imposed by paragraphs 3, 4, and 9 of resolution 9 (1950)").subject == (
        "measures imposed by paragraphs 3, 4, and 9 of resolution 9 (1950)"
    )
    assert "17,626 personnel" in read("Authorises the Union to deploy up to 17,626 personnel, of whom 40").subject


def test_its_mandate_is_that_of_the_last_named():
    found = read("decides to extend its mandate for a further period", "Expresses its full support for UNFICE, and ")
    assert found.subject == "mandate of UNFICE"


def test_names_tell_one_mandate_from_another():
    experts = read("Decides to extend the mandate of the Panel of Experts on the Isles until 31 May 2026")
    assert read("Decides to renew the mandate of the Panel of Experts until 31 May 2026").same(experts)
    assert not read("Decides to extend the mandate of UNIS until 31 May 2026").same(experts)
    assert not is_reported_on(experts)


def test_without_names_the_resolutions_cited_tell():
    old = read("Decides to renew the measures imposed by paragraph 4 of resolution 2140 (2014)")
    assert read("Decides to renew the measures imposed by paragraph 9 of resolution 2140 (2014)").same(old)
    assert not read("Decides to renew the measures imposed by paragraph 9 of resolution 1591 (2005)").same(old)
    assert read("Decides to renew the measures set out in resolution 2201 (2015)").same(old, "2201")
    assert not read("Decides to renew the provisions of resolution 2140 (2014)").same(old)


def test_one_word_is_enough_where_it_was_named_in_full():
    experts = read("Decides to extend the mandate of the Panel of Experts until 31 May 2026")
    assert read("Decides to renew the Panel until 15 November 2026").same(experts)
    assert read("Decides to extend the mandate of the Mission until 31 May 2026").names == {"Mission"}


def test_a_period_is_not_what_is_extended():
    found = read(
        "Decides to renew, until 31 May 2026, a period of a year from May, which ended, the provisions set out"
    )
    assert found.subject == "provisions set out"


def test_a_request_to_report_is_told_by_its_paragraph():
    assert read("Extends the reporting request in paragraph 10 of resolution 2722 (2024)").cited == "2722 (2024)#10"
    assert read("Decides to renew the measures in paragraph 10 of resolution 2722 (2024)").cited is None


def test_where_nothing_is_extended():
    assert extended("Decides to remain seized of the matter") is None
