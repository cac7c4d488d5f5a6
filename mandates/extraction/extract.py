"""A resolution to its mandates: clauses, then for each who, what and when, and how sure the reading is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from mandates.domain.due import Due, DueKind
from mandates.domain.mandate import Mandate, Reading
from mandates.domain.problems import Problem
from mandates.domain.references import Reference
from mandates.domain.resolution import Paragraph, ParagraphKind, Resolution, Span
from mandates.domain.symbols import Symbol
from mandates.extraction.action import Action
from mandates.extraction.actions import actions, does_likewise
from mandates.extraction.appropriations import enacted_by
from mandates.extraction.chapeau import leaves_action_to_items
from mandates.extraction.clause import Clause, Context
from mandates.extraction.clauses import Opening, clauses_at, inherit, openings
from mandates.extraction.confidence import confidence_of, reasons_of
from mandates.extraction.coverage import unread_sessions, unread_verbs
from mandates.extraction.declared import declared, in_plain_verbs, of_other_organs, only_says, says_we
from mandates.extraction.deliverables import deliverable_of
from mandates.extraction.due import DueReading, find_due, with_times_of_items
from mandates.extraction.narrative import is_narrative, narrated_openings
from mandates.extraction.other_classes import BESIDE, beside, needs_time, parties_beside
from mandates.extraction.outcome import asked, labels, parties_of, unread_outcome
from mandates.extraction.owners import Parties, find_parties
from mandates.extraction.parts import parts_of

#: The share of paragraphs in the third person ("Requests", "Invites") from which on one that begins with "Request" is
#: taken to have lost a letter, unlike in a declaration ("We request").
_THIRD_PERSON_SHARE = 0.6
#: The most characters of a paragraph that is read for mandates. Real ones have fewer than 3,000; a longer one than this
#: is a text whose paragraphs were not separated, or one made to be slow.
_LONGEST = 10_000
#: A content word, such as one of the name of an addressee.
_CONTENT_WORD = re.compile(r"\b(?!(?:to|that|and|also|further|they|should|shall)\b)[^\W\d_]+", re.IGNORECASE)


#: A clause with its place: the index of its paragraph, its number in the paragraph, the clause.
_LocatedClause = tuple[int, int, Clause]


def extract(resolution: Resolution) -> Reading:
    """Return the extraction of `resolution`: its mandates in text order, and the problems found."""
    located: list[_LocatedClause] = []
    plain, other_organs = in_plain_verbs(resolution), of_other_organs(resolution)
    opened = list(_openings(resolution, plain, other_organs))
    for index, clauses in enumerate(clauses_of(resolution, opened, plain)):
        # other clauses that are followed up are numbered after the mandates
        numbered_clauses = sorted(clauses, key=lambda clause: clause.class_ in BESIDE)
        ordinals = {id(clause): ordinal for ordinal, clause in enumerate(numbered_clauses, 1)}
        located += [(index, ordinals[id(clause)], clause) for clause in clauses]
    with_mandates = frozenset(index for index, _, _ in located)
    directing, followed = (
        _mandates(
            resolution,
            [item for item in located if (item[2].class_ in BESIDE) is is_beside],
            with_mandates,
            other_organs,
        )
        for is_beside in (False, True)
    )
    with_verb = {index for index, paragraph_openings in enumerate(opened) if paragraph_openings}
    unread = (
        *unread_sessions([mandate for _, mandate in directing]),
        *unread_verbs(resolution, with_verb, with_mandates),
    )
    problems = (*resolution.problems, *_left_out(resolution), *unread)
    if all(mandate.class_ == "outcome" for _, mandate in directing):
        problems += tuple(unread_outcome(resolution, opened, with_mandates, plain))
    ordered = sorted([*directing, *followed], key=lambda entry: entry[0])
    return Reading(resolution=resolution, mandates=tuple(mandate for _, mandate in ordered), problems=problems)


def _mandates(
    resolution: Resolution,
    located: list[_LocatedClause],
    with_mandates: Collection[int],
    other_organs: Mapping[int, str],
) -> list[tuple[tuple[int, int], Mandate]]:
    """Return the mandates of the clauses `located`, each with its place: index of the paragraph and offset in it."""
    symbol = Symbol.parse(resolution.symbol)
    clauses = tuple(clause for _, _, clause in located)
    resolutions_of_organs = {
        organ: replace(resolution, body=organ, session=None) for organ in set(other_organs.values())
    }
    contexts = [
        Context(
            resolution=resolutions_of_organs.get(other_organs.get(index, ""), resolution),
            index=index,
            previous=clauses[:i],
        )
        for i, (index, _, _) in enumerate(located)
    ]
    # Each stage reads all clauses before the next begins, which is an eighth faster than clause by clause.
    parties = [_parties(clause, context) for clause, context in zip(clauses, contexts, strict=True)]
    chapeaus: dict[Clause, DueReading] = {}
    own_dues = [find_due(clause, context, chapeaus) for clause, context in zip(clauses, contexts, strict=True)]
    dues = [
        with_times_of_items(due, clause, context, silent_items)
        for due, clause, context, silent_items in zip(
            own_dues, clauses, contexts, _silent_items(resolution, located), strict=True
        )
    ]
    asks: list[tuple[Action, ...]] = []
    for clause in clauses:
        clause_actions = actions(clause)
        asks.append(asks[-1] if asks and does_likewise(clause_actions) else clause_actions)
    mandates = []
    last_clauses = {index: i for i, (index, _, _) in enumerate(located)}.values()
    annex_labels = labels(resolution) if any(clause.class_ != "mandate" for clause in clauses) else {}
    for i, (index, ordinal, clause) in enumerate(located):
        if clause.class_ in needs_time() and not dues[i].due:
            continue
        addressed = bool(parties[i].owners) and "owner.agent" not in parties[i].reasons
        shares_action = not asks[i] and addressed and i + 1 < len(located) and located[i + 1][0] == index
        label = annex_labels.get(index) or contexts[i].paragraph.label or ""
        delivered = deliverable_of(asks[i + 1] if shares_action else asks[i])
        reasons = reasons_of(clause, parties[i], dues[i], shares_action=shares_action, deliverable=delivered)
        mandate = Mandate(
            reference=str(Reference.of(symbol, label, ordinal)),
            label=label,
            text=clause.text,
            clause=clause.text[clause.start : clause.end],
            clause_span=Span(clause.start, clause.end),
            verb=clause.verb,
            verb_span=Span(clause.verb_start, clause.verb_end) if clause.verb_end > clause.verb_start else None,
            reiterated=clause.reiterated,
            owners=parties[i].owners,
            partners=parties[i].partners,
            recipients=parties[i].recipients,
            deliverable=delivered.kind,
            due=dues[i].due,
            class_=clause.class_,
            parts=parts_of(resolution, index, clause, own_dues[i], with_mandates) if i in last_clauses else (),
            enacted=enacted_by(clause) if clause.class_ == "mandate" and _are_only_ends(dues[i].due) else None,
            confidence=confidence_of(reasons),
            reasons=reasons,
        )
        mandates.append(((index, clause.start), mandate))
    return mandates


def _are_only_ends(dues: Iterable[Due]) -> bool:
    """Return whether `dues` say only until when something lasts."""
    return all(due.kind is DueKind.UNTIL for due in dues)


def _parties(clause: Clause, context: Context) -> Parties:
    if clause.subject:
        return parties_of(clause, context)
    return (
        parties_beside(clause, context)
        if clause.class_ not in ("mandate", "outcome")
        else find_parties(clause, context)
    )


def _silent_items(resolution: Resolution, located: list[tuple[int, int, Clause]]) -> Iterator[list[int]]:
    """Yield the indexes of the items of each clause: those below its paragraph that have no clause of their own."""
    with_clauses = {index for index, _, _ in located}
    items: dict[int, list[int]] = {}
    for index, paragraph in enumerate(resolution.paragraphs):
        parent = paragraph.parent
        while parent is not None and parent not in with_clauses and resolution.paragraphs[parent].parent is not None:
            parent = resolution.paragraphs[parent].parent
        if parent is not None and index not in with_clauses:
            items.setdefault(parent, []).append(index)
    for i, (index, _, _) in enumerate(located):
        is_last = i + 1 == len(located) or located[i + 1][0] != index
        yield items.get(index, []) if is_last else []


def clauses_of(
    resolution: Resolution, opened: list[list[Opening]], plain: Collection[int] = frozenset()
) -> list[list[Clause]]:
    """Return the mandate clauses of each paragraph; items include what they inherit from their chapeau.

    Args:
        resolution: the whole resolution.
        opened: the openings of each of its paragraphs.
        plain: the paragraphs of declarations in plain verbs.
    """
    leaves: dict[int, Clause] = {}  # chapeaux that leave the action to their items
    first_items: dict[int, str] = {}
    for paragraph in resolution.paragraphs:
        if paragraph.parent is not None:
            first_items.setdefault(paragraph.parent, paragraph.text)
    clauses_by_paragraph: list[list[Clause]] = []
    for index, (paragraph, paragraph_openings) in enumerate(zip(resolution.paragraphs, opened, strict=True)):
        clauses = clauses_at(paragraph.text, paragraph_openings)
        is_outcome = (
            paragraph.kind is ParagraphKind.ANNEX or index in plain or says_we(paragraph.text, paragraph_openings)
        )
        if is_outcome and not _too_long(paragraph):
            clauses = [replace(clause, class_="outcome") for clause in clauses]
            if paragraph.kind is ParagraphKind.ANNEX and not clauses:
                clauses = asked(paragraph.text)
            clauses = sorted([*clauses, *beside(paragraph.text, paragraph_openings)], key=lambda clause: clause.start)
        elif paragraph_openings:
            clauses = sorted([*clauses, *beside(paragraph.text, paragraph_openings)], key=lambda clause: clause.start)
        chapeau = leaves.get(paragraph.parent) if paragraph.parent is not None else None
        if chapeau is not None and chapeau.class_ == "outcome" and only_says(paragraph.text):
            chapeau = None
            plain_clauses = clauses_at(paragraph.text, list(declared(paragraph.text, plain=True)))
            clauses = clauses or [replace(clause, class_="outcome") for clause in plain_clauses]
        if chapeau is not None and not (paragraph_openings and paragraph_openings[0].start == 0):
            inherited = inherit(paragraph.text, chapeau, clauses)
            clauses = [replace(inherited, class_=chapeau.class_), *clauses]
        if clauses and index in first_items and leaves_action_to_items(clauses[-1], first_items[index]):
            chapeau_clause = clauses.pop()
            # an item with no more than "to:" passes the words of its own chapeau on to the items below it
            leaves[index] = (
                chapeau_clause.chapeau
                if chapeau_clause.chapeau is not None and not _CONTENT_WORD.search(chapeau_clause.complement)
                else chapeau_clause
            )
        clauses_by_paragraph.append(clauses)
    return clauses_by_paragraph


def _openings(
    resolution: Resolution, plain: Collection[int], other_organs: Mapping[int, str]
) -> Iterator[list[Opening]]:
    """Yield the openings of each paragraph; none for those that are not operative."""
    opened: list[list[Opening]] = []
    narrative: set[int] = set()  # paragraphs that narrate what was done, and their items
    for i, p in enumerate(resolution.paragraphs):
        if i in other_organs and not _too_long(p):
            opened.append(list(openings(p.text, other_organs[i], item=p.parent is not None)))
        elif p.kind is ParagraphKind.ANNEX and not _too_long(p):
            opened.append(list(declared(p.text, plain=i in plain)))
        elif p.kind is not ParagraphKind.OPERATIVE or _too_long(p):
            opened.append([])
        elif p.parent in narrative or is_narrative(p.text):
            narrative.add(i)
            opened.append(list(narrated_openings(p.text)))
        else:
            paragraph_openings = list(openings(p.text, resolution.body, item=p.parent is not None))
            opened.append(paragraph_openings or list(declared(p.text, plain=i in plain)))
    main = {i for i, p in enumerate(resolution.paragraphs) if p.kind is ParagraphKind.OPERATIVE and p.parent is None}
    third_person = sum(
        bool(opened[i]) and not says_we(resolution.paragraphs[i].text, opened[i]) for i in main
    ) >= _THIRD_PERSON_SHARE * len(main)
    for i, (paragraph, current) in enumerate(zip(resolution.paragraphs, opened, strict=True)):
        if third_person and not current and i in main and not _too_long(paragraph):
            yield list(openings(paragraph.text, resolution.body, plain=True))
        else:
            yield current


def _too_long(paragraph: Paragraph) -> bool:
    return len(paragraph.text) > _LONGEST


def _left_out(resolution: Resolution) -> Iterator[Problem]:
    for paragraph in resolution.paragraphs:
        if paragraph.kind is ParagraphKind.OPERATIVE and _too_long(paragraph):
            message = f"has {len(paragraph.text):,} characters and was not read for mandates; part it into paragraphs"
            yield Problem("paragraph.too_long", f"{resolution.symbol}#{paragraph.label}", message)
