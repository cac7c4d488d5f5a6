"""PDF files of the Human Rights Council, as different programs make them: what is printed is what is read."""

from __future__ import annotations

import io
import re

import pytest

from mandates.domain.resolution import ParagraphKind, Resolution
from mandates.readers.document import Document
from mandates.readers.read import read_stream
from mandates.structure.parse import parse
from tests.readers.geneva import Layout, Paragraph, pdf, resolution

_PREAMBLE = (
    (
        "Guided by the Charter of the United Nations,⟨1⟩ the Universal Declaration of Human Rights and all other "
        "relevant international instruments on the safety of ferries, in accordance with Security Council "
        "resolution 2998 (2026) of 4 May 2026,"
    ),
    (
        "Recalling its resolutions 51/30 of 7 October 2022,⟨2⟩ 54/31 of 13 October 2023⟨3⟩ and 56/33, and the "
        "report of the Working Group on ferries and quays,⟨4⟩ which it discussed at length in the course of its "
        "annual debate on harbours,"
    ),
    (
        "Applauding the passing of laws on ferries, on quays, on buoys and on harbours, in particular those of "
        "small States"
    ),
    ("Reaffirming that national, inter-island and coastal transport serves the people and, inter alia, their markets,"),
)
_OPERATIVE = (
    (
        "1",
        (
            "Requests the United Nations High Commissioner for Human Rights, in the light of the implementation "
            "of the 2030⟨5⟩ Agenda and the recommendations of the Working Group, to submit to the Human Rights "
            "Council at its sixty-first session a comprehensive gender- and age-responsive report on ferries, "
            "quays⟨6⟩, buoys and pilots;"
        ),
    ),
    (
        "2",
        "Calls upon all States, in cooperation with the regional organizations concerned:",
    ),
    (
        "(a)",
        "To take, by 31 December 2027, the necessary steps for the protection of passengers of small ferries;",
    ),
    (
        "(b)",
        "To exchange, through the secretariat, information on long-term and cross-cutting measures;",
    ),
    (
        "3",
        (
            "Encourages the regional commissions, within their respective mandates, to hold a joint meeting on "
            "the development of small harbours before the end of 2026, and invites the Working Group to take part "
            "in it;"
        ),
    ),
    (
        "4",
        "Decides to remain seized of the matter.",
    ),
)
_NOTES = {
    "1": "See A/HRC/59/41.",
    "2": "General Assembly resolution 217 A (III).",
    "3": (
        "United Nations, Treaty Series, vol. 1998, No. 33757, which holds the text in all the languages in which "
        "it was made, with the reservations of States and the declarations that they made afterwards."
    ),
    "4": "A/HRC/56/44/Add.1, annex.",
    "5": "Ibid., para. 12.",
    "6": "See https://www.example.org/quays.",
}
_CLOSING = (
    "46th meeting",
    "9 October 2026",
    "[Adopted by a recorded vote of 27 to 4, with 2 abstentions. The voting was as follows:",
    "In favour:",
    (
        "Algeria, Benin, Chile, Cuba, Gambia, Ghana, Honduras, India, Indonesia, Kuwait, Malawi, Malaysia, "
        "Maldives, Morocco, Qatar, Somalia, South Africa, Sudan and Viet Nam"
    ),
    "Against:",
    "Albania, Belgium, Finland and Japan",
    "Abstaining:",
    "Costa Rica and Georgia]",
)
_DIVIDED = frozenset(
    [
        "imple|mentation",
        "recommen|dations",
        "protec|tion",
        "organi|zations",
        "coop|eration",
        "develop|ment",
        "inter|national",
    ]
)
_LAYOUTS = {
    "a word processor": Layout(),
    "without spaces at the ends of lines, notes first": Layout(trailing_spaces=False, notes_first=True),
    "word by word, running heads last": Layout(family="Helvetica", by_word=True, heads_last=True, raised_numbers=False),
    "words divided, a rule of underscores": Layout(rule="_" * 15, hyphens=_DIVIDED),
    "words divided, no spaces at the ends of lines": Layout(
        family="Helvetica", trailing_spaces=False, hyphens=_DIVIDED
    ),
    "narrow": Layout(size=12.5, notes_first=True, raised_numbers=False, by_word=True),
    "sizes in the matrix": Layout(by_matrix=True, notes_first=True),
    "wide": Layout(size=8, trailing_spaces=False, heads_last=True),
}


def _printed(layout: Layout) -> bytes:
    body = [Paragraph(text=text, first=2) for text in _PREAMBLE]
    for label, text in _OPERATIVE:
        body.append(Paragraph(text=text, label=label if label[0] == "(" else f"{label}.", first=2))
    paragraphs = resolution(
        symbol="A/HRC/RES/63/99",
        session="Sixty-third session",
        days="14 September–9 October 2026",
        item="Agenda item 3",
        adopted="9 October 2026",
        title="Ferries, quays and buoys: the right of passengers and of the crews of small ferries to safe harbours",
        body=body,
        closing=_CLOSING,
    )
    return pdf(paragraphs, _NOTES, layout, symbol="A/HRC/RES/63/99", issued="14 October 2026", job="GE.26-19876")


def _read(data: bytes) -> Resolution:
    (document,) = read_stream(io.BytesIO(data), "a.pdf")
    assert isinstance(document, Document)
    structure = parse(document)
    assert structure.problems == ()
    (found,) = structure.resolutions
    return found


def _plain(text: str) -> str:
    return re.sub(r"⟨\d+⟩", "", text)


@pytest.mark.parametrize("name", list(_LAYOUTS))
def test_what_is_printed_is_read(name: str) -> None:
    found = _read(_printed(_LAYOUTS[name]))
    assert (found.symbol, str(found.adopted_on), found.meeting) == ("A/HRC/RES/63/99", "2026-10-09", "46th meeting")
    assert (
        found.title
        == "Ferries, quays and buoys: the right of passengers and of the crews of small ferries to safe harbours"
    )
    assert found.problems == ()
    preambular = [p.text for p in found.paragraphs if p.kind is ParagraphKind.PREAMBULAR]
    assert preambular == [_plain(text) for text in _PREAMBLE]
    operative = [
        ((p.label or "").rpartition(" ")[2], p.text) for p in found.paragraphs if p.kind is ParagraphKind.OPERATIVE
    ]
    assert operative == [(label, _plain(text)) for label, text in _OPERATIVE]
    notes = {note.mark: note.text for paragraph in found.paragraphs for note in paragraph.footnotes}
    assert notes == _NOTES
