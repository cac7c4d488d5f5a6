"""Closed vocabularies that the tables of a register share with the values they are part of.

They are separate from those values, so that a command that only lists does not have to import them.
"""

from __future__ import annotations

from enum import StrEnum


class DocumentKind(StrEnum):
    """What kinds of issued documents there are."""

    REPORT = "report"
    NOTE = "note"
    LETTER = "letter"
    SUPPLEMENT = "supplement"
    AGENDA = "agenda"
    OTHER = "other"
    # these do not answer requests of resolutions, whatever they name
    STATE_LETTER = "state_letter"
    NOTE_VERBALE = "note_verbale"
    ADVISORY_REPORT = "advisory_report"
    COMMITTEE_REPORT = "committee_report"
    DRAFT = "draft"
    STATEMENT = "statement"
    SUMMARY_STATEMENT = "summary_statement"
    RECORD = "record"
    RESOLUTION = "resolution"

    @property
    def answers(self) -> bool:
        """Whether a document of this kind may answer a request."""
        return self not in _ANSWER_NOTHING


_ANSWER_NOTHING = frozenset(
    {
        DocumentKind.STATE_LETTER,
        DocumentKind.NOTE_VERBALE,
        DocumentKind.ADVISORY_REPORT,
        DocumentKind.COMMITTEE_REPORT,
        DocumentKind.DRAFT,
        DocumentKind.STATEMENT,
        DocumentKind.SUMMARY_STATEMENT,
        DocumentKind.RECORD,
        DocumentKind.RESOLUTION,
    }
)


class MandateClass(StrEnum):
    """What sort of clause something is: a mandate, or what is followed up beside mandates."""

    MANDATE = "mandate"
    UNDERTAKING = "undertaking"
    EXPECTED = "expected"
    BY_REFERENCE = "by_reference"
    EXPECTATION = "expectation"
    OUTCOME = "outcome"


class MatchClass(StrEnum):
    """How sure a match is: `certain` may be written at once where a person asks for it, the others wait for a word."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


class MatchState(StrEnum):
    """What a person said of a match."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Relation(StrEnum):
    """How a paragraph or a mandate continues an earlier one; `CONTINUES`: a resolution continues another as a whole."""

    CONTINUES = "continues"
    SAME = "same"
    REWORDED = "reworded"
    DUE_MOVED = "due_moved"
    EXTENDED = "extended"
    SPLIT = "split"
    MERGED = "merged"
    CARRIED = "carried"
    # without a partner; these are never stored
    NEW = "new"
    DROPPED = "dropped"


class LinkState(StrEnum):
    """What a person said of a link between two resolutions or mandates."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class Becomes(StrEnum):
    """What is proposed for an item that a later resolution asks for anew."""

    IMPLEMENTED = "implemented"  # an agenda item, under which the later resolution was adopted
    REPORTED = "reported"  # by the report of which the later resolution takes note
    DELIVERED = "delivered"  # probably; the later resolution does not say by which document
    SUPERSEDED = "superseded"  # requested again before it fell due
    STOPS = "stops"  # a recurrence: no occurrence follows the adoption
    RENEWED = "renewed"  # nothing to settle: lists show the newest

    @property
    def settles(self) -> bool:
        """Whether it settles the item once a person accepts it."""
        return self in (Becomes.IMPLEMENTED, Becomes.REPORTED, Becomes.SUPERSEDED)


class AccountRole(StrEnum):
    """The permissions of a person; each role includes those before it."""

    READER = "reader"
    EDITOR = "editor"
    ADMIN = "admin"

    def includes(self, other: AccountRole) -> bool:
        """Return whether this role includes the permissions of `other`."""
        order = list(AccountRole)
        return order.index(self) >= order.index(other)


class Heap(StrEnum):
    """What a review of the stock of mandates puts together."""

    DONE = "done"  # asked for once, and finished
    EXPIRED = "expired"
    NEVER_REPORTED = "never_reported"
    RENEWED = "renewed"  # requested repeatedly in similar words
    NO_END = "no_end"  # goes on without an end or a review
    REVIEW = "review"  # says when it is to be reviewed
    OBSERVANCES = "observances"


class Judgement(StrEnum):
    """What a person would have become of a mandate."""

    RETAIN = "retain"
    ADAPT = "adapt"
    MERGE = "merge"
    REPLACE = "replace"
    RETIRE = "retire"
