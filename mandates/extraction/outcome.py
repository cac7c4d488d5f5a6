"""What an outcome document, a declaration or an annex asks for: “We request the Secretary-General to report”, “The
Secretary-General is requested to report”.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from mandates import lexicon
from mandates.domain.problems import Problem
from mandates.domain.resolution import Paragraph, ParagraphKind, Resolution
from mandates.extraction.clause import Clause, Context
from mandates.extraction.clauses import Opening
from mandates.extraction.declared import is_understood, says_we
from mandates.extraction.owners import Parties, find_parties
from mandates.lexicon.verbs import particles_of, plain_of

_PASSIVE_BE = r"(?:is|are|should\s+be)\s+(?:(?:also|further|hereby|therefore|again|[a-z]+ly)\s+)*"
_SUBJECT = r"(?:\A|(?<=[.;]\s))(?P<subject>[A-Z][^.;:]{2,200}?)\s+"
#: A condition, which asks nobody: “if they are authorized to enter”.
_CONDITION = re.compile(r"\b(?:if|where|when|unless|whether|once)\s+(?:[\w-]+\s+){0,4}[\w-]+\Z")
#: The least number of paragraphs of a declaration.
_FEWEST = 3
#: The annex of the document and its number: “Annex II”.
_ANNEX = re.compile(r"(?:annex|appendix)\b\s*(?P<number>[IVX]{1,5}|\d{1,2}|[A-Z])?\b", re.IGNORECASE)


def asked(text: str) -> list[Clause]:
    """Return the clauses of `text` in the passive: “The Secretary-General is requested to report”."""
    if not any(word in text for word in _first_words()):  # most paragraphs
        return []
    clauses = []
    lemmas = _participles()
    matches = list(_passive().finditer(text))
    ends = [*(match.start() for match in matches), len(text)][1:]
    for match, end in zip(matches, ends, strict=True):
        if _CONDITION.search(match["subject"]):
            continue
        clauses.append(
            Clause(
                text=text,
                start=match.start(),
                end=len(text[:end].rstrip()),
                verb=lemmas[" ".join(match["verb"].split())],
                verb_start=match.start("verb"),
                verb_end=match.end("verb"),
                class_="outcome",
                subject=match["subject"],
            )
        )
    return clauses


def parties_of(clause: Clause, context: Context) -> Parties:
    """Return the parties asked by a clause in the passive: its subject."""
    subject = clause.subject[:1].lower() + clause.subject[1:] if clause.subject[:4] == "The " else clause.subject
    text = f"Requests {subject} to act"
    active = Clause(text=text, start=0, end=len(text), verb="request", verb_start=0, verb_end=len("Requests"))
    parties = find_parties(active, context)
    owners = tuple(dataclasses.replace(owner, span=None) for owner in parties.owners)
    return dataclasses.replace(parties, owners=owners)


def unread_outcome(
    resolution: Resolution, opened: Sequence[Sequence[Opening]], read: Collection[int], plain: Collection[int]
) -> Iterator[Problem]:
    """Yield a problem if a text that `resolution` adopts has paragraphs of which nothing was understood.

    The message gives their number.

    Args:
        resolution: the whole resolution.
        opened: the openings of each of its paragraphs.
        read: the indexes of the paragraphs with mandates.
        plain: the indexes of the paragraphs of declarations in plain verbs.
    """
    stated = [
        index
        for index, paragraph in enumerate(resolution.paragraphs)
        if paragraph.kind is ParagraphKind.ANNEX or index in plain or says_we(paragraph.text, opened[index])
    ]
    stated = [index for index in stated if not _is_recital(resolution.paragraphs[index])]
    understood: set[int] = set(read)
    for index in stated:
        paragraph = resolution.paragraphs[index]
        # of another organ, in the third person
        in_third_person = opened[index] and not says_we(paragraph.text, opened[index])
        if in_third_person or paragraph.parent in understood or is_understood(paragraph.text, plain=index in plain):
            understood.add(index)
    left = sum(index not in understood for index in stated)
    if left and len(stated) >= _FEWEST:
        message = (
            f"{left} of the {len(stated)} paragraphs of what it adopts ask nobody in words that are known; look at them"
        )
        yield Problem("outcome.not_read", resolution.symbol, message)


def _is_recital(paragraph: Paragraph) -> bool:
    return paragraph.label is None and paragraph.text.endswith((",", ", and"))


def labels(resolution: Resolution) -> dict[int, str]:
    """Return the label of each paragraph of an annex, by its index; none is also that of an operative paragraph."""
    annex_headings = [
        match for p in resolution.paragraphs if p.kind is ParagraphKind.HEADING and (match := _ANNEX.match(p.text))
    ]
    has_several = len(annex_headings) > 1
    labels_by_index: dict[int, str] = {}
    seen: Counter[str] = Counter()
    annex, position = "annex", 0
    for index, paragraph in enumerate(resolution.paragraphs):
        if paragraph.kind is ParagraphKind.HEADING and (heading := _ANNEX.match(paragraph.text)):
            annex = f"annex {heading['number']}" if has_several and heading["number"] else "annex"
        elif paragraph.kind is ParagraphKind.ANNEX:
            position += 1
            label = f"{annex} {paragraph.label or f'p{position}'}"
            seen[label] += 1
            labels_by_index[index] = label if seen[label] == 1 else f"{label} [{seen[label]}]"
    return labels_by_index


@lexicon.derived
def _participles() -> dict[str, str]:
    """Return the lemmas by the participles of directive verbs: “requested”, “called upon”."""
    lemmas = {}
    for entry in lexicon.load("verbs")["verb"]:
        if "passive" not in entry.get("features", ()):
            continue
        for form in entry["forms"]:
            plain = plain_of(form)
            participle = f"{plain}d" if plain.endswith("e") else f"{plain}ed"
            for particle in particles_of(entry, form) or ("",):
                lemmas[f"{participle} {particle}".strip()] = entry["key"]
    return lemmas


@lexicon.derived
def _first_words() -> frozenset[str]:
    """Return the first words of these participles: “requested”, “called”."""
    return frozenset(participle.split()[0] for participle in _participles())


@lexicon.derived
def _passive() -> re.Pattern[str]:
    verbs = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in sorted(_participles(), key=len, reverse=True))
    return re.compile(rf"{_SUBJECT}{_PASSIVE_BE}(?P<verb>{verbs})(?=\s+(?:to|with)\b)")
