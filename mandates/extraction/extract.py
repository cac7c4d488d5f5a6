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
from mandates.extraction.action import Action, actions, does_likewise
from mandates.extraction.appropriations import enacted_by
from mandates.extraction.chapeau import leaves_action_to_items
from mandates.extraction.clause import Clause, Context
from mandates.extraction.clauses import Opening, clauses_at, inherit, openings
from mandates.extraction.confidence import confidence_of, reasons_of
from mandates.extraction.coverage import unread_sessions, unread_verbs
from mandates.extraction.declared import declared, in_plain_verbs, of_other_organs, only_says, says_we
from mandates.extraction.deliverables import deliverable_of
from mandates.extraction.due import find_due, with_times_of_items
from mandates.extraction.narrative import tells, told
from mandates.extraction.other_classes import BESIDE, beside, needs_time, parties_beside
from mandates.extraction.outcome import asked, labels, parties_of, unread_outcome
from mandates.extraction.owners import Parties, find_parties
from mandates.extraction.parts import parts_of

#: In a resolution whose paragraphs mostly begin with "Requests", "Invites" ..., one that begins with "Request" lost a
#: letter; in a declaration ("We request") none does. Share of paragraphs needed.
_THIRD_PERSON = 0.6
#: Characters of the longest paragraph that is read for mandates. Real ones stay below 3,000; a longer one than this is
#: a text whose paragraphs were not told apart, or one built to be slow.
_LONGEST = 10_000
#: A word with a meaning of its own, such as the name of an addressee.
_SAYS = re.compile(r"\b(?!(?:to|that|and|also|further|they|should|shall)\b)[^\W\d_]+", re.IGNORECASE)


#: A clause: the index of its paragraph, its number there, itself.
_Found = tuple[int, int, Clause]


def extract(resolution: Resolution) -> Reading:
    """Return the reading of `resolution`: its mandates in text order, and the problems of structure and extraction."""
    found: list[_Found] = []
    plain, others = in_plain_verbs(resolution), of_other_organs(resolution)
    opened = list(_openings(resolution, plain, others))
    for index, clauses in enumerate(clauses_of(resolution, opened, plain)):
        # what is followed up beside mandates has its number behind theirs
        counted = sorted(clauses, key=lambda clause: clause.class_ in BESIDE)
        ordinals = {id(clause): ordinal for ordinal, clause in enumerate(counted, 1)}
        found += [(index, ordinals[id(clause)], clause) for clause in clauses]
    with_mandates = frozenset(index for index, _, _ in found)
    directing, followed = (
        _mandates(resolution, [one for one in found if (one[2].class_ in BESIDE) is beside_them], with_mandates, others)
        for beside_them in (False, True)
    )
    with_verb = {index for index, begins in enumerate(opened) if begins}
    unread = (
        *unread_sessions([mandate for _, mandate in directing]),
        *unread_verbs(resolution, with_verb, with_mandates),
    )
    problems = (*resolution.problems, *_left_out(resolution), *unread)
    if all(mandate.class_ == "outcome" for _, mandate in directing):
        problems += tuple(unread_outcome(resolution, opened, with_mandates, plain))
    ordered = sorted([*directing, *followed], key=lambda one: one[0])
    return Reading(resolution=resolution, mandates=tuple(mandate for _, mandate in ordered), problems=problems)


def _mandates(
    resolution: Resolution, found: list[_Found], with_mandates: Collection[int], others: Mapping[int, str]
) -> list[tuple[tuple[int, int], Mandate]]:
    """Return the mandates that the clauses `found` make, each with its place in the text."""
    symbol = Symbol.parse(resolution.symbol)
    clauses = tuple(clause for _, _, clause in found)
    of_organ = {organ: replace(resolution, body=organ, session=None) for organ in set(others.values())}
    contexts = [
        Context(resolution=of_organ.get(others.get(index, ""), resolution), index=index, previous=clauses[:i])
        for i, (index, _, _) in enumerate(found)
    ]
    # Each stage reads all clauses before the next begins: so they run an eighth faster than clause by clause.
    parties = [_parties(clause, context) for clause, context in zip(clauses, contexts, strict=True)]
    dues = [find_due(clause, context) for clause, context in zip(clauses, contexts, strict=True)]
    dues = [
        with_times_of_items(due, clause, context, silent)
        for due, clause, context, silent in zip(dues, clauses, contexts, _silent_items(resolution, found), strict=True)
    ]
    asks: list[tuple[Action, ...]] = []
    for clause in clauses:
        asked = actions(clause)
        asks.append(asks[-1] if asks and does_likewise(asked) else asked)
    mandates = []
    last = {index: i for i, (index, _, _) in enumerate(found)}.values()
    annexed = labels(resolution) if any(clause.class_ != "mandate" for clause in clauses) else {}
    for i, (index, ordinal, clause) in enumerate(found):
        if clause.class_ in needs_time() and not dues[i].due:
            continue
        addressed = bool(parties[i].owners) and "owner.agent" not in parties[i].reasons
        shares = not asks[i] and addressed and i + 1 < len(found) and found[i + 1][0] == index
        label = annexed.get(index) or contexts[i].paragraph.label or ""
        delivered = deliverable_of(asks[i + 1] if shares else asks[i])
        reasons = reasons_of(clause, parties[i], dues[i], shares_action=shares, deliverable=delivered)
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
            parts=parts_of(resolution, index, clause, with_mandates) if i in last else (),
            enacted=enacted_by(clause) if clause.class_ == "mandate" and _only_ends(dues[i].due) else None,
            confidence=confidence_of(reasons),
            reasons=reasons,
        )
        mandates.append(((index, clause.start), mandate))
    return mandates


def _only_ends(dues: Iterable[Due]) -> bool:
    """Return whether dues say no more than until when something lasts."""
    return all(due.kind is DueKind.UNTIL for due in dues)


def _parties(clause: Clause, context: Context) -> Parties:
    if clause.subject:
        return parties_of(clause, context)
    return (
        parties_beside(clause, context)
        if clause.class_ not in ("mandate", "outcome")
        else find_parties(clause, context)
    )


def _silent_items(resolution: Resolution, found: list[tuple[int, int, Clause]]) -> Iterator[list[int]]:
    """Yield for each clause the items that it carries: those below its paragraph that make no clause themselves."""
    speaking = {index for index, _, _ in found}
    items: dict[int, list[int]] = {}
    for index, paragraph in enumerate(resolution.paragraphs):
        above = paragraph.parent
        while above is not None and above not in speaking and resolution.paragraphs[above].parent is not None:
            above = resolution.paragraphs[above].parent
        if above is not None and index not in speaking:
            items.setdefault(above, []).append(index)
    for place, (index, _, _) in enumerate(found):
        last = place + 1 == len(found) or found[place + 1][0] != index
        yield items.get(index, []) if last else []


def clauses_of(
    resolution: Resolution, opened: list[list[Opening]], plain: Collection[int] = frozenset()
) -> list[list[Clause]]:
    """Return the mandate clauses of each paragraph, items with what they inherit from their chapeau.

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
    found: list[list[Clause]] = []
    for index, (paragraph, begins) in enumerate(zip(resolution.paragraphs, opened, strict=True)):
        clauses = clauses_at(paragraph.text, begins)
        outcome = paragraph.kind is ParagraphKind.ANNEX or index in plain or says_we(paragraph.text, begins)
        if outcome and not _too_long(paragraph):
            clauses = [replace(clause, class_="outcome") for clause in clauses]
            if paragraph.kind is ParagraphKind.ANNEX and not clauses:
                clauses = asked(paragraph.text)
            clauses = sorted([*clauses, *beside(paragraph.text, begins)], key=lambda clause: clause.start)
        elif begins:
            clauses = sorted([*clauses, *beside(paragraph.text, begins)], key=lambda clause: clause.start)
        chapeau = leaves.get(paragraph.parent) if paragraph.parent is not None else None
        if chapeau is not None and chapeau.class_ == "outcome" and only_says(paragraph.text):
            chapeau = None
            said = clauses_at(paragraph.text, list(declared(paragraph.text, plain=True)))
            clauses = clauses or [replace(clause, class_="outcome") for clause in said]
        if chapeau is not None and not (begins and begins[0].start == 0):
            own = inherit(paragraph.text, chapeau, clauses)
            clauses = [replace(own, class_=chapeau.class_), *clauses]
        if clauses and index in first_items and leaves_action_to_items(clauses[-1], first_items[index]):
            left = clauses.pop()
            # an item that says no more than "to:" leaves its own chapeau's words to those below it
            leaves[index] = left.chapeau if left.chapeau is not None and not _SAYS.search(left.complement) else left
        found.append(clauses)
    return found


def _openings(resolution: Resolution, plain: Collection[int], others: Mapping[int, str]) -> Iterator[list[Opening]]:
    """Yield the openings of each paragraph; none for those that are not operative."""
    found: list[list[Opening]] = []
    telling: set[int] = set()  # paragraphs that tell what was done, and their items
    for i, p in enumerate(resolution.paragraphs):
        if i in others and not _too_long(p):
            found.append(list(openings(p.text, others[i], item=p.parent is not None)))
        elif p.kind is ParagraphKind.ANNEX and not _too_long(p):
            found.append(list(declared(p.text, plain=i in plain)))
        elif p.kind is not ParagraphKind.OPERATIVE or _too_long(p):
            found.append([])
        elif p.parent in telling or tells(p.text):
            telling.add(i)
            found.append(list(told(p.text)))
        else:
            said = list(openings(p.text, resolution.body, item=p.parent is not None))
            found.append(said or list(declared(p.text, plain=i in plain)))
    main = {i for i, p in enumerate(resolution.paragraphs) if p.kind is ParagraphKind.OPERATIVE and p.parent is None}
    third_person = sum(
        bool(found[i]) and not says_we(resolution.paragraphs[i].text, found[i]) for i in main
    ) >= _THIRD_PERSON * len(main)
    for i, (paragraph, begins) in enumerate(zip(resolution.paragraphs, found, strict=True)):
        if third_person and not begins and i in main and not _too_long(paragraph):
            yield list(openings(paragraph.text, resolution.body, plain=True))
        else:
            yield begins


def _too_long(paragraph: Paragraph) -> bool:
    return len(paragraph.text) > _LONGEST


def _left_out(resolution: Resolution) -> Iterator[Problem]:
    for paragraph in resolution.paragraphs:
        if paragraph.kind is ParagraphKind.OPERATIVE and _too_long(paragraph):
            message = f"has {len(paragraph.text):,} characters and was not read for mandates; part it into paragraphs"
            yield Problem("paragraph.too_long", f"{resolution.symbol}#{paragraph.label}", message)
