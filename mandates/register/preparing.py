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
    """An extraction as rows, without the ids that only the register has.

    Attributes:
        extraction_digest: of all that was extracted, whatever the path of the file.
        reading: columns of `reading`, of which ``digest`` is that of the text alone.
        paragraphs: columns of `paragraph_text`. mandates: those of `mandate` and `mandate_version`, with ``paragraph``
            for the index of the paragraph of each, ``citations`` and ``relation``.
        citations: those outside mandates, with ``paragraph``.
    """

    symbol: str
    sort_key: str
    body: str
    extraction_digest: str
    reading: Row
    paragraphs: list[Row]
    mandates: list[Row]
    citations: list[Row]

    @property
    def number_of_mandates(self) -> int:
        """The number of mandates, without the items of other classes."""
        return sum(row["mandate_class"] == MandateClass.MANDATE for row in self.mandates)

    @property
    def number_of_others(self) -> int:
        """The number of items of other classes than mandates."""
        return len(self.mandates) - self.number_of_mandates


def prepare(reading: Reading) -> Prepared:
    """Return an extraction as rows: of its mandates, and of the items of other classes."""
    resolution = reading.resolution
    lifecycle_facts = lifecycle(reading)
    columns, paragraphs, mandates = (
        storable.data(part)
        for part in (
            _reading_columns(reading, lifecycle_facts),
            _paragraphs(reading),
            _mandates(reading, lifecycle_facts),
        )
    )
    printed_columns = {name: value for name, value in columns.items() if name not in ("source", "problems", "stem")}
    columns["digest"] = _digest(orjson.dumps([printed_columns, paragraphs], option=orjson.OPT_SORT_KEYS))
    identity = [
        columns["digest"],
        resolution.symbol,
        columns["problems"],
        [[mandate["paragraph"], mandate["reference"], mandate["digest"]] for mandate in mandates],
    ]
    for row, text in zip(
        paragraphs, storable.data([paragraph.text for paragraph in resolution.paragraphs]), strict=True
    ):
        row["text"] = text  # the digest of the extraction covers it by the digest of the paragraph
    loose_citations = _attach_citations(reading, mandates)
    return Prepared(
        resolution.symbol,
        sort_key(resolution.symbol),
        resolution.body,
        _digest(orjson.dumps(identity)),
        columns,
        paragraphs,
        mandates,
        loose_citations,
    )


def digest(value: Any) -> str:
    """Return a short hash of a text or of plain data, the same in every process."""
    text = value if isinstance(value, str) else _encode(value)
    return _digest(text.encode("utf-8", "surrogatepass"))


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def material(row: Mapping[str, Any]) -> Row:
    """Return the substance of an extracted mandate: who, what, to whom, when; without positions in the text and without
    dates that follow from the calendar.
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


def _reading_columns(reading: Reading, lifecycle_facts: Lifecycle) -> Row:
    """Return the columns of `reading` except its digest."""
    resolution = reading.resolution
    return {
        "title": resolution.title,
        "session": None if resolution.session is None else str(resolution.session),
        "adopted_on": resolution.adopted_on,
        "agenda_items": list(resolution.agenda_items),
        "draft_symbol": resolution.draft_symbol,
        "committee": resolution.committee,
        "meeting": resolution.meeting,
        "situation": lifecycle_facts.situation,
        "stem": stem(resolution.title or "") or None,
        "source": resolution.source,
        "problems": [[problem.code, problem.where, problem.message] for problem in reading.problems],
    }


def _paragraphs(reading: Reading) -> list[Row]:
    """Return the columns of `paragraph_text`, without its text."""
    return [
        {
            "digest": digest(paragraph.text),
            "footnotes": [[note.mark, note.text] for note in paragraph.footnotes],
            "kind": paragraph.kind.value,
            "label": paragraph.label,
            "numbered": paragraph.numbered,
            "page": paragraph.page,
            "parent": paragraph.parent,
            "position": position,
            "section": paragraph.section,
        }
        for position, paragraph in enumerate(reading.resolution.paragraphs)
    ]


def _mandates(reading: Reading, lifecycle_facts: Lifecycle) -> list[Row]:
    """Return the rows of mandates. References are unique even where a document prints a number twice."""
    positions: dict[tuple[str | None, str], int] = {}
    labels: dict[str | None, int] = {}
    annexed = _annexed(reading)
    for paragraph_index, paragraph in enumerate(reading.resolution.paragraphs):
        if paragraph.kind is ParagraphKind.OPERATIVE or paragraph_index in annexed:
            label = annexed.get(paragraph_index, paragraph.label)
            positions.setdefault((label, paragraph.text), paragraph_index)
            labels.setdefault(label, paragraph_index)
    symbol = Symbol.parse(reading.resolution.symbol)
    ordinals = _ordinals(reading.mandates)
    rows = []
    for index, (mandate, ordinal) in enumerate(zip(reading.mandates, ordinals, strict=True)):
        row = _extracted_columns(mandate)
        row |= {
            "paragraph": positions.get((mandate.label, mandate.text), labels.get(mandate.label)),
            "reference": str(Reference.of(symbol, mandate.label, ordinal)),
            "label": mandate.label,
            "ordinal": ordinal,
            "position": index,
            "relation": _relation(lifecycle_facts, index),
            "citations": [],
        }
        rows.append(row)
    return [row for row in rows if row["paragraph"] is not None]


def _annexed(reading: Reading) -> Mapping[int, str]:
    """Return the labels of paragraphs of annexes by position, if the extraction has mandates of annexes."""
    if all(mandate.class_ != MandateClass.OUTCOME for mandate in reading.mandates):
        return {}
    return annex_labels(reading.resolution)


def _ordinals(mandates: Sequence[Mandate]) -> list[int]:
    """Return the ordinal of each mandate in its paragraph: items of other classes come after mandates."""
    counts: dict[str, int] = {}
    ordinals = [0] * len(mandates)
    for index in sorted(range(len(mandates)), key=lambda index: mandates[index].class_ in BESIDE):
        label = mandates[index].label
        counts[label] = ordinals[index] = counts.get(label, 0) + 1
    return ordinals


def _extracted_columns(mandate: Mandate) -> Row:
    """Return the columns that hold what was extracted from the clause, with their digest.

    They are in the order in which the digest takes them, which saves a third of its time; so are those of a paragraph.
    """
    row: Row = {
        "clause": mandate.clause,
        "clause_end": mandate.clause_span.end,
        "clause_start": mandate.clause_span.start,
        "confidence": mandate.confidence,
        "deliverable": mandate.deliverable,
        "dues": [due_to_plain(due) for due in mandate.due],
        "owners": [_party(party) for party in mandate.owners],
        "partners": [_party(party) for party in mandate.partners],
        "reasons": list(mandate.reasons),
        "recipients": [_party(party) for party in mandate.recipients],
        "reiterated": mandate.reiterated,
        "verb": mandate.verb,
        "verb_end": mandate.verb_span.end if mandate.verb_span else None,
        "verb_start": mandate.verb_span.start if mandate.verb_span else None,
    }
    additions: Row = {
        "enacted": enacted_to_plain(mandate.enacted),
        "mandate_class": mandate.class_,
        "parts": [part_to_plain(part) for part in mandate.parts],
    }
    # most have only defaults here, and keep the digests of registers made before these columns existed
    row["digest"] = digest(row if additions == _DEFAULT_ADDITIONS else row | additions)
    return row | additions


_DEFAULT_ADDITIONS: Row = {"enacted": None, "mandate_class": MandateClass.MANDATE.value, "parts": []}

#: The columns of `mandate_version` that hold what was extracted from the clause.
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

#: The reason of a version of a mandate that a person entered.
ENTERED = "entered.by_hand"

#: The columns of `mandate` that hold its reference and place.
PLACE = ("reference", "label", "ordinal", "position")


def _relation(lifecycle_facts: Lifecycle, index: int) -> Row | None:
    """Return the columns of `relation` of a mandate that extends or ends something, None for others."""
    extended = lifecycle_facts.extended.get(index)
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


def _attach_citations(reading: Reading, mandates: Sequence[Row]) -> list[Row]:
    """Add the citations of each mandate to its row, and return those outside mandates."""
    by_place = {row["position"]: row for row in mandates}
    loose_citations: list[Row] = []
    for citation in citations(reading):
        row = {
            "kind": citation.kind,
            "symbol": citation.symbol,
            "labels": list(citation.labels),
            "words": storable.text(citation.words),
            "start": citation.span.start,
            "stop": citation.span.end,
        }
        mandate = None if citation.mandate is None else by_place.get(citation.mandate)
        if mandate is not None:
            mandate["citations"].append(row)
        else:
            loose_citations.append({"paragraph": citation.paragraph, **row})
    return loose_citations


def _party(party: Party) -> Row:
    return {"name": party.name, "entity": party.entity, "span": list(party.span) if party.span else None}
