"""A reading as rows of the register, made before the transaction in which they are stored."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from mandates.domain.due import due_to_plain
from mandates.domain.kinds import MandateClass
from mandates.domain.mandate import Mandate, Party, Reading, enacted_to_plain, part_to_plain
from mandates.domain.references import Reference
from mandates.domain.resolution import ParagraphKind
from mandates.domain.symbols import Symbol, sort_key
from mandates.extraction.citations import citations
from mandates.extraction.lifecycle import Lifecycle, lifecycle
from mandates.extraction.other_classes import BESIDE
from mandates.extraction.outcome import labels as annex_labels
from mandates.matching.lineage import stem
from mandates.store import storable

Row = dict[str, Any]

_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, sort_keys=True).encode


class Prepared(NamedTuple):
    """A reading as rows, without what only the register knows.

    Attributes:
        digest: of all that was read, wherever the file lay. reading: columns of `reading`, with the digest of the text.
        paragraphs: columns of `paragraph_text`. mandates: those of `mandate` and `mandate_version`, with ``paragraph``
            for the index of the paragraph each stands in, ``citations`` and ``relation``.
        citations: those outside of mandates, with ``paragraph``.
    """

    symbol: str
    sort_key: str
    body: str
    digest: str
    reading: Row
    paragraphs: list[Row]
    mandates: list[Row]
    citations: list[Row]

    @property
    def number_of_mandates(self) -> int:
        """How many mandates it has, without what is followed up beside them."""
        return sum(row["mandate_class"] == MandateClass.MANDATE for row in self.mandates)

    @property
    def number_of_others(self) -> int:
        """How much there is that is followed up beside mandates."""
        return len(self.mandates) - self.number_of_mandates


def prepare(reading: Reading) -> Prepared:
    """Return a reading as rows: of its mandates, and of what is followed up beside them."""
    r = reading.resolution
    life = lifecycle(reading)
    head, paragraphs, mandates = (
        storable.data(part) for part in (_head(reading, life), _paragraphs(reading), _mandates(reading, life))
    )
    printed = {name: value for name, value in head.items() if name not in ("source", "problems", "stem")}
    head["digest"] = _digest(orjson.dumps([printed, paragraphs], option=orjson.OPT_SORT_KEYS))
    whole = [
        head["digest"],
        r.symbol,
        head["problems"],
        [[one["paragraph"], one["reference"], one["digest"]] for one in mandates],
    ]
    for row, text in zip(paragraphs, storable.data([one.text for one in r.paragraphs]), strict=True):
        row["text"] = text  # which the digest of the whole knows by its own
    loose = _cite(reading, mandates)
    whole_digest = _digest(orjson.dumps(whole))
    return Prepared(r.symbol, sort_key(r.symbol), r.body, whole_digest, head, paragraphs, mandates, loose)


def digest(value: Any) -> str:
    """Return a short hash of a text or of plain data, the same in every process."""
    text = value if isinstance(value, str) else _encode(value)
    return _digest(text.encode("utf-8", "surrogatepass"))


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def material(row: Mapping[str, Any]) -> Row:
    """Return what a person would call the reading of a mandate: who, what, to whom, when; without places and dates that
    follow from the calendar.
    """
    dates = ("opens_on", "closes_on", "span", "phrase")
    return {
        "class": row["mandate_class"],
        "verb": row["verb"],
        "reiterated": row["reiterated"],
        "deliverable": row["deliverable"],
        "owners": [party["name"] for party in row["owners"]],
        "partners": [party["name"] for party in row["partners"]],
        "recipients": [party["name"] for party in row["recipients"]],
        "due": [{name: value for name, value in due.items() if name not in dates} for due in row["dues"]],
    }


def _head(reading: Reading, life: Lifecycle) -> Row:
    """Return the columns of `reading` but for its digest."""
    r = reading.resolution
    return {
        "title": r.title,
        "session": None if r.session is None else str(r.session),
        "adopted_on": r.adopted_on,
        "agenda_items": list(r.agenda_items),
        "draft_symbol": r.draft_symbol,
        "committee": r.committee,
        "meeting": r.meeting,
        "situation": life.situation,
        "stem": stem(r.title or "") or None,
        "source": r.source,
        "problems": [[one.code, one.where, one.message] for one in reading.problems],
    }


def _paragraphs(reading: Reading) -> list[Row]:
    """Return the columns of `paragraph_text`, without its text."""
    return [
        {
            "digest": digest(one.text),
            "footnotes": [[note.mark, note.text] for note in one.footnotes],
            "kind": one.kind.value,
            "label": one.label,
            "numbered": one.numbered,
            "page": one.page,
            "parent": one.parent,
            "position": position,
            "section": one.section,
        }
        for position, one in enumerate(reading.resolution.paragraphs)
    ]


def _mandates(reading: Reading, life: Lifecycle) -> list[Row]:
    """Return the rows of mandates. References come out unique even where a document prints a number twice."""
    places: dict[tuple[str | None, str], int] = {}
    labels: dict[str | None, int] = {}
    annexed = _annexed(reading)
    for position, one in enumerate(reading.resolution.paragraphs):
        if one.kind is ParagraphKind.OPERATIVE or position in annexed:
            label = annexed.get(position, one.label)
            places.setdefault((label, one.text), position)
            labels.setdefault(label, position)
    symbol = Symbol.parse(reading.resolution.symbol)
    ordinals = _ordinals(reading.mandates)
    rows = []
    for place, (found, ordinal) in enumerate(zip(reading.mandates, ordinals, strict=True)):
        row = _read(found)
        row |= {
            "paragraph": places.get((found.label, found.text), labels.get(found.label)),
            "reference": str(Reference.of(symbol, found.label, ordinal)),
            "label": found.label,
            "ordinal": ordinal,
            "position": place,
            "relation": _relation(life, place),
            "citations": [],
        }
        rows.append(row)
    return [row for row in rows if row["paragraph"] is not None]


def _annexed(reading: Reading) -> Mapping[int, str]:
    """Return the labels of paragraphs of annexes, by their places, where one asks for something."""
    if all(one.class_ != MandateClass.OUTCOME for one in reading.mandates):
        return {}
    return annex_labels(reading.resolution)


def _ordinals(mandates: Sequence[Mandate]) -> list[int]:
    """Return the number of each mandate in its paragraph: what is followed up beside mandates comes behind them."""
    counts: dict[str, int] = {}
    found = [0] * len(mandates)
    for place in sorted(range(len(mandates)), key=lambda place: mandates[place].class_ in BESIDE):
        label = mandates[place].label
        counts[label] = found[place] = counts.get(label, 0) + 1
    return found


def _read(one: Mandate) -> Row:
    """Return the columns that hold what was read in the clause, with their digest.

    They stand in the order in which the digest takes them, which saves a third of its time; so do those of a paragraph.
    """
    row: Row = {
        "clause": one.clause,
        "clause_end": one.clause_span.end,
        "clause_start": one.clause_span.start,
        "confidence": one.confidence,
        "deliverable": one.deliverable,
        "dues": [due_to_plain(due) for due in one.due],
        "owners": [_party(party) for party in one.owners],
        "partners": [_party(party) for party in one.partners],
        "reasons": list(one.reasons),
        "recipients": [_party(party) for party in one.recipients],
        "reiterated": one.reiterated,
        "verb": one.verb,
        "verb_end": one.verb_span.end if one.verb_span else None,
        "verb_start": one.verb_span.start if one.verb_span else None,
    }
    further: Row = {
        "enacted": enacted_to_plain(one.enacted),
        "mandate_class": one.class_,
        "parts": [part_to_plain(part) for part in one.parts],
    }
    # of most nothing further is told, and their digests are those of registers that were made before it was kept
    row["digest"] = digest(row if further == _NOTHING_FURTHER else row | further)
    return row | further


_NOTHING_FURTHER: Row = {"enacted": None, "mandate_class": MandateClass.MANDATE.value, "parts": []}

#: The columns of `mandate_version` that hold what was read in the clause.
READ = (
    "clause",
    "clause_start",
    "clause_end",
    "verb",
    "verb_start",
    "verb_end",
    "reiterated",
    "deliverable",
    "owners",
    "partners",
    "recipients",
    "dues",
    "confidence",
    "reasons",
    "digest",
    "enacted",
    "mandate_class",
    "parts",
)

#: The reason that a version of a mandate has which a person entered.
ENTERED = "entered.by_hand"

#: The columns of `mandate` that say where it stands.
PLACE = ("reference", "label", "ordinal", "position")


def _relation(life: Lifecycle, place: int) -> Row | None:
    """Return the columns of `relation` of a mandate that extends or ends something."""
    extended = life.extended.get(place)
    if extended is None:
        return None
    return {
        "subject": extended.subject,
        "noun": extended.noun,
        "names": sorted(extended.names),
        "cites": sorted(extended.cites),
        "ends": extended.ends,
        "ends_on": extended.ends_on,
        "cited": extended.cited,
    }


def _cite(reading: Reading, mandates: Sequence[Row]) -> list[Row]:
    """Give each mandate its citations, and return those outside of mandates."""
    by_place = {row["position"]: row for row in mandates}
    loose: list[Row] = []
    for one in citations(reading):
        row = {
            "kind": one.kind,
            "symbol": one.symbol,
            "labels": list(one.labels),
            "words": storable.text(one.words),
            "start": one.span.start,
            "stop": one.span.end,
        }
        mandate = None if one.mandate is None else by_place.get(one.mandate)
        if mandate is not None:
            mandate["citations"].append(row)
        else:
            loose.append({"paragraph": one.paragraph, **row})
    return loose


def _party(party: Party) -> Row:
    return {"name": party.name, "entity": party.entity, "span": list(party.span) if party.span else None}
