"""The clause: what the stages of extraction hand to each other."""

from __future__ import annotations

from dataclasses import dataclass

from mandates.domain.resolution import Paragraph, Resolution


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A clause of an operative paragraph by which the organ directs or decides.

    All offsets count characters of `text`.

    Attributes:
        text: the whole paragraph that contains it.
        start, end: the clause, from its verb phrase ("further requests") to the next clause or the paragraph's end.
        verb: the lemma of its verb.
        verb_start, verb_end: the finite verb with its particle ("calls upon"), or for "reiterates its request" those
            words; empty (both `start`) if inherited from a chapeau.
        reiterated: whether the clause has the form "reiterates its request".
        chapeau: the clause of the chapeau whose verb and addressee an item inherits.
        class_: ``mandate``, or another class that is followed up: see `domain.mandate.Mandate`.
        subject: who is asked, if the clause is in the passive.
    """

    text: str
    start: int
    end: int
    verb: str
    verb_start: int
    verb_end: int
    reiterated: bool = False
    chapeau: Clause | None = None
    class_: str = "mandate"
    subject: str = ""

    @property
    def complement(self) -> str:
        """The words after the verb: addressee, action, time; for an item without a verb of its own, the whole item."""
        return self.text[self.verb_end : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The surroundings of a clause, which supply what it does not say itself.

    Attributes:
        resolution: the whole resolution.
        index: the index of the clause's paragraph in `resolution.paragraphs`.
        previous: the clauses before it in the resolution, in order.
    """

    resolution: Resolution
    index: int
    previous: tuple[Clause, ...] = ()

    @property
    def paragraph(self) -> Paragraph:
        """The paragraph that contains the clause."""
        return self.resolution.paragraphs[self.index]
