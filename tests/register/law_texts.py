"""Resolutions to ingest and to correct at random, in the style of real ones, for the laws of a register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mandates.domain.due import Due, DueKind
from mandates.domain.kinds import MandateClass
from mandates.domain.mandate import Mandate, MandatePart, Reading
from mandates.domain.resolution import Paragraph, ParagraphKind, Resolution, Span
from tests.register.samples import after, clause, date_due, every, session_due, until

UNHEARD = "Committee of Unheard Things"

#: What a paragraph asks for: its words, the verb, what is to be delivered, and the words that a correction gives it.
WORDS: tuple[tuple[str, str, str, str], ...] = (
    (
        (
            "Requests the Secretary-General to submit to the General Assembly a report on the implementation of the "
            "present resolution"
        ),
        "request",
        "report",
        (
            "Requests the Secretary-General to submit to the General Assembly a comprehensive report on the "
            "implementation "
            "of the present resolution"
        ),
    ),
    (
        (
            "Decides to include in the provisional agenda the item entitled “Cooperation between the United "
            "Nations and "
            "regional organizations”"
        ),
        "decide",
        "agenda_item",
        (
            "Decides to include in its provisional agenda the item entitled “Cooperation between the United "
            "Nations and "
            "regional and other organizations”"
        ),
    ),
    (
        "Invites Member States to provide voluntary contributions to the trust fund for the least developed countries",
        "invite",
        "contribution",
        "Encourages Member States in a position to do so to contribute to the United Nations Voluntary Fund",
    ),
    (
        "Decides to extend the mandate of the Panel of Experts established pursuant to resolution 1874 (2009)",
        "decide",
        "extension",
        "Decides to extend, as an exceptional measure, the mandate of the Panel of Experts",
    ),
    (
        (
            "Requests the United Nations High Commissioner for Human Rights to present an oral update to the "
            "Council on the "
            "situation of human rights"
        ),
        "request",
        "briefing",
        (
            "Requests the High Commissioner to present to the Council an oral update, to be followed by an interactive "
            "dialogue, on the situation of human rights"
        ),
    ),
    (
        "Calls upon the Economic and Social Council to keep the matter under review",
        "call_upon",
        "review",
        "Also calls upon the Economic and Social Council to keep the matter under constant review",
    ),
)

OWNERS: tuple[str | None, ...] = (
    "Secretary-General",
    "Member States",
    "Panel of Experts",
    "Joint Board of Review",
    None,
)

DUES: tuple[tuple[Due, ...], ...] = (
    (),
    (session_due(73),),
    (session_due(75),),
    (date_due("2018-06-30"),),
    (date_due("2019-01-31"),),
    (until("2019-12-31"),),
    (every("P1Y"),),
    (every("session"),),
    (session_due(73), every("P2Y")),
    (date_due("2018-01-31"), every("P1M"), until("2018-07-15")),
    (date_due("2018-03-01"), every("P6M")),
    (after("P30D", "the receipt of the report"),),
    (every("regular"),),
    (session_due(73), session_due(74)),
    (session_due(73), session_due(73, "Human Rights Council")),
    (session_due(40, UNHEARD),),
    (Due(kind=DueKind.SESSION, phrase="at its next session", body="General Assembly", session="next"),),
    (after("P90D", "the adoption of the budget"), every("P1Y")),
    (date_due("2019-03-31"), every("session")),
    (every("P1Y"), every("P6M")),
)


@dataclass(frozen=True)
class Said:
    """One clause: which words, corrected or not, who is to act, when; `plain` words say nothing of the times; of which
    class.
    """

    words: int = 0
    corrected: bool = False
    owner: int = 0
    dues: int = 0
    plain: bool = False
    class_: MandateClass = MandateClass.MANDATE

    @property
    def verb(self) -> str:
        return WORDS[self.words][1]

    @property
    def deliverable(self) -> str:
        return WORDS[self.words][2]

    @property
    def text(self) -> str:
        words = WORDS[self.words][3 if self.corrected else 0]
        phrases = "" if self.plain else "".join(f", {due.phrase}" for due in DUES[self.dues])
        return f"{words}{phrases}"


#: A paragraph: one clause, or two.
Passage = tuple[Said, ...]

#: What the resolutions of the tests are, by symbol: body, session, day of adoption, title.
HEADS: dict[str, tuple[str, int | str, str, str]] = {
    "A/RES/71/500": ("General Assembly", 71, "2016-11-21", "Cooperation with regional organizations"),
    "A/RES/73/40": ("General Assembly", 73, "2018-12-10", "Cooperation with regional organizations"),
    "A/RES/72/12": ("General Assembly", 72, "2017-12-04", "Oceans and the law of the sea"),
    "S/RES/2342 (2017)": ("Security Council", "2017", "2017-02-23", "The situation in Yemen"),
    "S/RES/2402 (2018)": ("Security Council", "2018", "2018-02-26", "The situation in Yemen"),
    "A/HRC/RES/34/9": ("Human Rights Council", 34, "2017-03-23", "The right to food"),
}


@dataclass(frozen=True)
class Document:
    """A text of a resolution as one copy has it.

    Attributes:
        first: number of its first paragraph. dated, titled, paged: whether the copy has these. preamble: its words.
    """

    symbol: str
    passages: tuple[Passage, ...]
    first: int = 1
    dated: bool = True
    titled: bool = True
    paged: bool = True
    preamble: str = "Recalling its earlier resolutions on the matter,"

    def reading(self) -> Reading:
        """Return what is read of it."""
        body, session, adopted, title = HEADS[self.symbol]
        preamble = f"{self.preamble} and those on Yemen," if self.symbol.startswith("S/") else self.preamble
        paragraphs = [Paragraph(kind=ParagraphKind.PREAMBULAR, text=preamble)]
        mandates: list[Mandate] = []
        for number, passage in enumerate(self.passages, self.first):
            text = "; and ".join(said.text for said in passage) + ";"
            paragraphs.append(
                Paragraph(
                    kind=ParagraphKind.OPERATIVE, label=str(number), text=text, page=number if self.paged else None
                )
            )
            mandates += [_mandate(self.symbol, str(number), text, said) for said in passage]
        return Reading(
            resolution=Resolution(
                symbol=self.symbol,
                title=title if self.titled else None,
                body=body,
                session=session,
                adopted_on=dt.date.fromisoformat(adopted) if self.dated else None,
                paragraphs=tuple(paragraphs),
                source="sample.txt",
            ),
            mandates=tuple(mandates),
        )


def _mandate(symbol: str, label: str, text: str, said: Said) -> Mandate:
    whole = clause(
        label,
        *DUES[said.dues],
        text=text,
        verb=said.verb,
        deliverable=said.deliverable,
        owner=OWNERS[said.owner],
        symbol=symbol,
        confidence=0.6 if said.corrected else 0.95,
    )
    start = text.index(said.text)
    parts = (MandatePart(label=f"{label} (a)", text="A list;", due=DUES[said.dues]),) if said.corrected else ()
    span = Span(start, start + len(said.text))
    return replace(whole, clause=said.text, clause_span=span, class_=said.class_.value, parts=parts)


#: What may be different in a corrected text; each takes two numbers, which say where and what.
EDITS = (
    "remove",
    "insert",
    "swap",
    "reword",
    "dues",
    "dues as read",
    "owner",
    "words",
    "class",
    "second",
    "shift",
    "undate",
    "date",
    "preamble",
)


def edited(document: Document, edits: Sequence[tuple[str, int, int]]) -> Document:
    """Return a text with corrections."""
    for kind, where, what in edits:
        document = _edited(document, kind, where, what)
    return document


def _edited(document: Document, kind: str, where: int, what: int) -> Document:
    passages = list(document.passages)
    if kind in ("undate", "date"):
        return replace(document, dated=kind == "date")
    if kind == "shift":
        return replace(document, first=1 + what % 3)
    if kind == "preamble":
        return replace(document, preamble=f"Recalling its resolution {what} (XX) and those that followed it,")
    if kind == "insert" or not passages:
        said = Said(words=what % len(WORDS), owner=what % len(OWNERS), dues=what % len(DUES))
        return replace(document, passages=(*passages[:where], (said,), *passages[where:]))
    place = where % len(passages)
    if kind == "remove":
        del passages[place]
    elif kind == "swap":
        other = what % len(passages)
        passages[place], passages[other] = passages[other], passages[place]
    elif kind == "second":
        said = Said(words=what % len(WORDS), dues=what % len(DUES), owner=1, plain=True)
        same = len(passages[place]) > 1 or said.text == passages[place][0].text
        passages[place] = passages[place][:1] if same else (*passages[place], said)
    else:
        index = what % len(passages[place])
        passages[place] = (
            *passages[place][:index],
            _corrected(passages[place][index], kind, what),
            *passages[place][index + 1 :],
        )
    return replace(document, passages=tuple(passages))


def _corrected(said: Said, kind: str, what: int) -> Said:
    if kind == "reword":
        return replace(said, corrected=not said.corrected)
    if kind == "dues":
        return replace(said, dues=what % len(DUES), plain=False)
    if kind == "dues as read":  # the words are the same, and were read better
        return replace(said, dues=what % len(DUES), plain=True)
    if kind == "class":
        return replace(said, class_=list(MandateClass)[what % len(MandateClass)])
    if kind == "owner":
        return replace(said, owner=what % len(OWNERS))
    return replace(said, words=what % len(WORDS))


def poorer(document: Document, what: int) -> Document:
    """Return a copy of a text that lacks something."""
    return replace(
        document,
        titled=document.titled and not what & 1,
        paged=document.paged and not what & 2,
        dated=document.dated and not what & 4,
    )
