"""What a clause asks to be done: its head actions, apart from purposes, relative clauses and quoted titles.

"Requests the Secretary-General, with a view to ..., to review the programme and to submit a report thereon" has two:
review (the programme) and submit (a report thereon).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from mandates import lexicon
from mandates.extraction.action_words import Words, words_of_action
from mandates.extraction.clause import Clause


class Action(NamedTuple):
    """One head action of a clause.

    Attributes:
        verb: plain form ("submit"); a noun of action is given as its verb ("the convening of" -> "convene").
        object: what the verb governs, up to the next action.
        agent: the words before the verb in which its agent stands; empty where the organ itself acts.
        leading: it is the first action of the clause, or coordinated with that under one "to".
        first: it is the first action, or has its object in common with that: "develop and *fund* the programme".
    """

    verb: str
    object: str
    agent: str
    leading: bool = True
    first: bool = True


_QUOTED = re.compile('\u201c[^\u201d]*\u201d?|"[^"]*"')
_WORD = re.compile(r"[A-Za-z][\w\u2019'-]*|[,;:()]")
# A pattern that begins with a letter and looks back from behind it is found many times faster than after a "\\b".
_INFINITIVE = re.compile(
    r"to(?<=\bto)\s+(?>(?:(?!(?:ap|sup|com|re)p?ly\b)[a-z]+ly\s+|also\s+|further\s+|not\s+)*)(?P<verb>[a-z][a-z-]+)(?![\w-])"
)
#: Endings by which a word after "to" is seen to be no verb ("to international peace").
_NO_VERB = re.compile(
    r"(?:the|this|that|these|those|its|their|his|her|our|all|any|each|every|such|other|which|whom|whose|a|an|both|be|being|it|them|him|\w+-"
    r"|paragraphs?|resolutions?|articles?|women|men|children|persons|people|safe|adequate|affordable|human|peace|justice"
    r"|[a-z]+[^suia]s|(?!ap?peal|reveal|deal|heal|signal)\w+al|\w+(?:ic|ous|ity|ness|ing|ism)|(?!mention|function|question|sanction|apportion)\w+tions?"
    r"|(?!implement|supplement|complement|document|augment|comment)\w+ments?)"
)
_THAT = re.compile(
    r"(?:\s*(?:,[^,;]*,|[a-z]+|to\s+the\s+(?:[A-Z][\w\u2019-]*\s+(?:and\s+|of\s+|on\s+|for\s+|the\s+)*)+))?,?\s*that\b,?\s*"
)
_MODAL = re.compile(r"\b(?:shall|should|will|may|must|would|can|could|(?<!to )be)\b")
_SHALL = re.compile(r"(?:shall|should|will|may|must)\b", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:is|are)\s+(?:hereby\s+)?(?P<verb>[a-z-]+(?:ed|held|set))\b")
_RELATIVE = re.compile(r"\b(?:which|who|whom|whose|that)\b[^,;]*\Z")
_AFTER_MODAL = re.compile(
    r"(?:\s*,[^,;]{1,120},|\s+(?:not|also|therefore|then|thus|only|henceforth|[a-z]+ly)\b)*"
    r"(?:\s+(?P<be>be)\b(?:\s+[a-z]+ly\b)?)?\s+(?P<verb>[a-z-]+)"
)
#: Where another sentence begins that asks nothing of its own.
_SENTENCE = re.compile(r"(?:;|(?<!\bNo)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bDr)(?<!\bSt)\.)\s+(?!(?:and\s+)?to\b)")
_SO = re.compile(r"\s+so\b")
_LIKEWISE = re.compile(r"\s+(?:likewise|the\s+same)\b")
#: The letter of one of several actions in one sentence: "to (a) map the reef; and (b) mark it".
_LETTERED = re.compile(r"(?:(?<=\bto)|(?<=\band)|(?<=[,;]))\s\([a-z]\)\s(?=[a-z])")
#: A purpose without an object yet: what is coordinated with it is of the purpose too ("to advance and consider").
_BARE_PURPOSE = re.compile(
    r"to(?<=\w\sto)(?<!\band\sto)(?<!thereafter\sto)\s+(?:[a-z]+ly\s+)?(?P<verb>(?!and\b|or\b)[a-z-]*(?:[a-rt-z]|ss))(?:\s+up\b)?(?=,|;|\s)"
)
_NOT_YET_DONE = re.compile(
    r"\b(?:have|has)\s+(?:not\s+)?(?:yet\s+|already\s+)?(?:not\s+)?(?:yet\s+)?(?:to\s+)?([a-z]+)"
)
_FOR_ANOTHER = re.compile(r"\band\s+for\s+(?:[\w\u2019'-]+\s+){0,8}[\w\u2019'-]+\Z")
_AFTER_AND = re.compile(
    r"(?:,\s+(?>(?:(?:and|or)\s+)?)|;\s+(?>(?:(?:and|or)\s+)?)|and(?<=\band)(?:/or)?\s+|or(?<=\bor)\s+)(?>(?:(?:also|then|further|thereafter|subsequently|shall|will|should|[a-z]+ly)\s+)?)([a-z-]+)\b"
)
#: A name of a few words, such as may act: "the Secretary-General".
_NAMED = re.compile(r"(?:[\w\u2019'-]+ ){0,4}[A-Z][\w\u2019'-]*\s*,?\s*(?:[a-z]+ly\s+)?")
#: What is said besides between "and" and its infinitive: "and, mindful of its resolution, to inform".
_AND_ASIDE = re.compile(r"and(?<=\band),[^,;]*,\s*\Z")
#: Such an aside is no longer than this, in characters.
_ASIDE_LENGTH = 200
#: What stands between two infinitives of which the first has no object of its own: "to continue and to increase".
_NO_OBJECT = re.compile(r"\s*,?\s*(?:and|or|and/or)\s*(?:,[^,;]{1,60},\s*)?")
#: What others are asked besides: "to hold a panel discussion, inviting States to take part and to discuss".
_INVITING = re.compile(r", inviting\s[^;]*?\sto\s")
#: Such an invitation is looked for so far back, in characters.
_INVITATION_LENGTH = 500
#: What stands behind a verb that has no object of its own.
_WITHOUT_OBJECT = re.compile(r"\s*(?:up\b|out\b|forward\b)?[\s,]*(?:(?:and|or)?\s*,\s*[^,]{1,60})?[\s,]*")
_TO_SOMEONE = re.compile(r"\s*to\s+the\s")
_PRONOUNS = frozenset({"it", "they", "he", "she"})
_JOINS = frozenset({"and", "or", "also", "further", "then", "furthermore"})
_ITEM = re.compile(r"(?:(?:[Tt]o|[Tt]hat)\s+)?(?:[a-z]+ly\s+|also\s+)?([A-Za-z-]+)")
_CAPITAL = re.compile(r"\b[A-Z]")
_DECIDES_TO = re.compile(r"(?:for|until|from)\b[^,;]{1,160}?,?(?=\s+to\s+(?P<verb>(?!be\b)[a-z-]+)\b)")
_NEXT = re.compile(r"\s+([A-Za-z-]+)")
_ASIDE = r"\s*(?:,[^,;]{1,160},)?\s*(?:[a-z]+ly\s+)?"
#: Between a noun of action and its object: "the creation, with the consent of the Government, of a force", "payment by
#: the States of their dues".
_OF = re.compile(
    r"\A(?:\s*,[^,;]{1,160},|\s+by\s(?:(?!of\s|by\s)[\w\u2019-]+\s){1,8}?(?=of\s+(?:the|their|its|all)\b))?\s*of\b"
)
_LEADING_ASIDE = re.compile(r"\s*,(?:[^,;]{1,160},){1,3}")
#: How a verb carries another: "to submit", "establishing", "the necessary measures to re-establish".
_CARRIED = (
    re.compile(r"\s+with\s+(?:the|its|their|his|her)\s+([a-z]+)\b(?=\s+of\b)"),
    re.compile(_ASIDE + r"to\s+(?:[a-z]+ly\s+)?([a-z-]+)"),
    re.compile(
        _ASIDE + r"(?:about\s+|the\s+(?:possibility|practice)\s+of\s+|its\s+|their\s+|the\s+)?"
        r"(?!(?<=,\s)(?:includ|regard|concern)ing\b)([a-z-]+ing)\b"
    ),
    re.compile(
        r"(?!\s+that\b)(?!\s+(?:its\s+|their\s+|the\s+)?(?:[a-z]+\s+)?(?:consideration|examination|review|study|discussions?)\b)"
        r"[^,;]{1,80}?\b(?<!\w in their )(?<!\w in its )"
        r"(?:measures|steps|efforts?|action|actions|arrangements|consultations)\b"
        r"(?:[^,;]{0,60}?\sto(?:\s+[a-z]+ly)?|\s+for\s+the)\s+(?!(?:the|a|an|its|their|his|her|all|this|that|these|those|any|each)\b)([a-z-]+)"
    ),
)
#: "Give due consideration to ratifying the Convention", "to the establishment of a fund".
_CONSIDERATION = re.compile(
    r"\s*(?:[a-z]+\s+){0,3}(?:consideration|attention|priority|thought)\s+to\s+(?:the\s+)?([a-z-]+)\b"
)
#: How many verbs may carry one another ("continue to consider establishing").
_DEEPEST = 5
#: Longer than any word, in characters.
_WORD_LENGTH = 40
#: How far back a relative clause is looked for, in characters.
_REACH = 400


def plain_words(text: str) -> str:
    """Return `text` with single spaces and without quoted titles: their words ask nothing."""
    if '"' in text or "\u201c" in text:
        text = _QUOTED.sub("\u00b7", text)
    return " ".join(text.split()) if "  " in text or not text.isprintable() else text.strip()


def actions(clause: Clause) -> tuple[Action, ...]:
    """Return the head actions of `clause` in order; none where it says no more than an addressee."""
    item = clause.chapeau is not None and clause.verb_end == clause.verb_start
    agent = clause.chapeau.complement if item and clause.chapeau is not None else None
    return _read(clause.verb, clause.complement, agent)


@lexicon.remembered
def _read(clause_verb: str, complement: str, agent: str | None) -> tuple[Action, ...]:
    """Return the actions of what follows the verb of a clause; of an item with the `agent` that its chapeau names."""
    said = plain_words(complement)
    if "(" in said:
        said = _LETTERED.sub(" ", said)
    if "; " in said or ". " in said:
        said = _SENTENCE.split(said, maxsplit=1)[0]
    words = words_of_action()
    if clause_verb in words.acting and not _THAT.match(said):  # "establishes the advisory group" is itself the action
        return (Action(clause_verb, said, ""),)
    if agent is not None:
        if _SHALL.match(said) and (that := _THAT.match(agent := plain_words(agent))):
            stated = f"{agent[that.end() :].rstrip(' :')} {said[0].lower()}{said[1:]}"
            return tuple(_of_that_clause(stated, 0, words))  # "Decides that the Congress: (a) Shall be held in May"
        return tuple(_of_item(said, agent, words))
    that = _THAT.match(said)
    if that is not None:
        time = _DECIDES_TO.match(said, that.end())  # "decides that, for a further year, to renew the authorizations"
        if time is not None and time["verb"] in words.plain:
            return tuple(_of_phrase(said[time.end() :], words))
        return tuple(_of_that_clause(said, that.end(), words))
    if clause_verb in words.subjunctive and not states_infinitive(said):  # "requests the Panel provide a report"
        found = tuple(action for action in _of_subjunctive(said, words) if _NAMED.fullmatch(action.agent))
        if found:
            return found
    found = tuple(_of_phrase(said, words))
    if clause_verb == "decide":
        found = tuple(inner for action in found for inner in _asked_in(action, words))
    bare = None if found else _nominal(said, words.nominal_bare, words)
    if bare is None and clause_verb in words.asking_for and not found and (given := words.asked_for.search(said)):
        bare = Action("provide", given["given"], said[: given.start()])  # "appeals to donors for contributions"
    return (bare,) if bare is not None else found


def does_likewise(asked: tuple[Action, ...]) -> bool:
    """Whether a clause asks for what the one before it asks for: "invites others to do likewise"."""
    return bool(asked) and asked[0].verb == "do" and _LIKEWISE.match(asked[0].object) is not None


def _asked_in(action: Action, words: Words) -> Iterator[Action]:
    """Yield what `action` of the organ asks of another ("decides to request the Board to report"), or itself."""
    inner: tuple[Action, ...] = ()
    if action.verb in words.asking:  # "decides to request the Board to report", "to recommend to it that X be included"
        that = _THAT.match(action.object)
        inner = tuple(_of_that_clause(action.object, that.end(), words) if that else _of_phrase(action.object, words))
    for asked in inner or (action,):
        yield Action(
            asked.verb, asked.object, asked.agent, asked.leading and action.leading, asked.first and action.first
        )


def _of_item(said: str, agent: str, words: Words) -> Iterator[Action]:
    """Yield the actions of an item, whose addressee `agent` stands in its chapeau."""
    start = _ITEM.match(said)
    if start is None:
        return
    found = list(_of_phrase(said, words))
    first = start[1].casefold()
    if not found or found[0].agent.strip():  # "Submit a report", "the submission of", or an addressee of its own
        if first in words.plain or first in words.forms or said.startswith("To "):
            found[:0] = _with_coordinated(words.forms.get(first, first), said[start.end() :], "", words)
        elif said.startswith(("that ", "That ")) or not found:
            found = list(_of_that_clause(said, 0, words))
    for action in found:
        yield Action(action.verb, action.object, f"{agent} {action.agent}", action.leading, action.first)


def _of_phrase(said: str, words: Words) -> Iterator[Action]:
    """Yield the actions of "[addressee] to do this and to do that", or of a noun of action."""
    nominal = _nominal(said, words.nominal_alone, words)
    if nominal is not None:
        yield nominal
        return
    heads: list[re.Match[str]] = []
    pending: list[re.Match[str]] = []  # ", to ..." is one of a list only where "and to ..." follows; else a purpose
    for match in _INFINITIVE.finditer(said):
        before = _before(said, match)
        if heads and _is_joined(said, match, before):
            before = "and"
        if before in words.not_before or _is_no_verb(match["verb"]):
            continue
        if not heads:
            heads.append(match)
        elif before in {",", ";"}:
            pending.append(match)
        elif before in _JOINS and match["verb"] not in words.strong and _invited(said, heads[-1].end(), match.start()):
            continue
        elif before in _JOINS or _FOR_ANOTHER.search(said[max(0, match.start() - 120) : match.start()].rstrip()):
            heads += [*pending, match]
            pending = []
        elif pending and pending[-1]["verb"] in words.purposes:
            said = said[: pending[-1].start()]  # ", to enable it to continue its work and to report" is all purpose
            break
    agent = said[: heads[0].start()] if heads else ""
    ends = [*(match.start() for match in heads), len(said)][1:]
    for i, match in enumerate(heads):
        governs = i
        if governs + 1 < len(heads) and _NO_OBJECT.fullmatch(said, match.end(), ends[i]):
            governs += 1  # "to continue and to increase their contributions" continues contributions
        asked = not i and _before(said, match) != "not"  # "not to provide assistance" gives none
        governed = said[heads[governs].end() : ends[governs]]
        yield from _with_coordinated(match["verb"], governed, agent, words, leading=asked)


def states_infinitive(said: str) -> bool:
    """Whether `said`, what follows the verb of a clause, governs an infinitive ("the Committee to review ...")."""
    not_before = words_of_action().not_before
    return any(_before(said, m) not in not_before and not _is_no_verb(m["verb"]) for m in _INFINITIVE.finditer(said))


@functools.lru_cache(maxsize=4096)
def _is_no_verb(word: str) -> bool:
    return _NO_VERB.fullmatch(word) is not None


def _before(said: str, match: re.Match[str]) -> str:
    """Return the word or punctuation before `match`; empty at the beginning."""
    before = said[max(0, match.start() - _WORD_LENGTH) : match.start()].rstrip()
    word = before[before.rfind(" ") + 1 :]
    return word[-1] if word.endswith((",", ";", ":", "(")) else word


def _is_joined(said: str, match: re.Match[str], before: str) -> bool:
    """Whether the infinitive `match`, behind the word or mark `before`, goes on with more than a plain "and"."""
    start = match.start()
    if before == "as":
        return said.endswith("as well as ", 0, start)
    return before == "," and _AND_ASIDE.search(said, max(0, start - _ASIDE_LENGTH), start) is not None


def _invited(said: str, start: int, end: int) -> bool:
    """Whether what stands before `end` invites others to something besides what is asked from `start` on."""
    return _INVITING.search(said, max(start, end - _INVITATION_LENGTH), end) is not None


def _of_that_clause(said: str, start: int, words: Words) -> Iterator[Action]:
    """Yield the actions of "that the Committee should review ..." or "that the report be submitted"."""
    rest = said[start:]
    for modal in _MODAL.finditer(rest):
        if _RELATIVE.search(rest[max(0, modal.start() - _REACH) : modal.start()]):
            continue
        after = _AFTER_MODAL.match(rest, modal.end())
        if after is None:
            continue
        subject, form = _by_name(rest[: modal.start()], said[:start]), after["verb"]
        being = bool(after["be"]) or modal[0] == "be"
        if being and form in words.forms:  # what is to be "submitted" or "held" is the subject
            yield from _with_coordinated(words.forms[form], f"{subject}, {rest[after.end() :]}", subject, words)
        elif being:
            yield Action("be", rest[after.start("verb") :], subject)
        else:
            yield from _with_coordinated(form, rest[after.end() :], subject, words)
        yield from _further(rest, after.end(), subject, words)
        return
    found = list(_of_passive(rest, words)) or list(_of_subjunctive(rest, words, said[:start]))
    yield from found or [Action("", rest, "")]  # a verb that no rule knows
    yield from _further(rest, 0, rest[:80], words)


def _by_name(subject: str, before: str) -> str:
    """Return the subject, or for a pronoun those addressed before "that": "recommends *to the Board* that *it* ..."."""
    return before if subject.strip().lower() in _PRONOUNS and _TO_SOMEONE.match(before) else subject


def _of_passive(said: str, words: Words) -> Iterator[Action]:
    """Yield the action of "(that) the presence is established": what is done then and there."""
    for match in _PASSIVE.finditer(said):
        verb = words.forms.get(match["verb"])
        if verb is not None and not _RELATIVE.search(said[max(0, match.start() - _REACH) : match.start()]):
            subject = said[: match.start()]
            yield Action(verb, f"{subject}, {said[match.end() :]}", subject)
            return


def _of_subjunctive(said: str, words: Words, before: str = "") -> Iterator[Action]:
    """Yield the actions of "(that) the Secretary-General provide a report": of the first plain verb that is no noun."""
    previous = ""
    for word in _WORD.finditer(said):
        verb = words.third_person.get(word[0])  # "requests that the Secretary-General reports to the Council"
        if verb is not None and not (_CAPITAL.search(said, 0, word.start()) and _acts_on(word, verb, words)):
            verb = None
        if (word[0] in words.plain or verb) and not _is_noun(word, previous, words):
            agent = _by_name(said[: word.start()], before)
            yield from _with_coordinated(verb or word[0], said[word.end() :], agent, words)
            return
        previous = word[0].casefold()


def _is_noun(word: re.Match[str], previous: str, words: Words) -> bool:
    """Whether `word`, which may be a plain verb, stands where a noun does."""
    if previous in words.determiners or previous in words.prepositions:
        return True
    if word[0] not in words.also_nouns:
        return False
    return not _acts_on(word, word[0], words)


#: A further clause of the same request: "and that it report thereon".
_AND_THAT = re.compile(r"\band\s+that\s+(?:it|he|she|they)\s+(?:should\s+|shall\s+|also\s+)?(?P<verb>[a-z]+)\b")


def _further(said: str, start: int, agent: str, words: Words) -> Iterator[Action]:
    """Yield the actions that follow a that-clause with "and to": "that he review the matter and to report thereon"."""
    found = [
        match
        for match in _INFINITIVE.finditer(said, start)
        if _before(said, match) == "and" and not _is_no_verb(match["verb"])
    ]
    found += [match for match in _AND_THAT.finditer(said, start) if match["verb"] in words.plain]
    found.sort(key=lambda match: match.start())
    ends = [*(match.start() for match in found), len(said)][1:]
    for match, end in zip(found, ends, strict=True):
        yield from _with_coordinated(match["verb"], said[match.end() : end], agent, words, leading=False)


def _with_coordinated(verb: str, said: str, agent: str, words: Words, *, leading: bool = True) -> Iterator[Action]:
    """Yield the action `verb` and those coordinated with it without "to" ("prepare and submit")."""
    carried = _carried(verb, said, words)
    verb, said = carried if carried is not None else (verb, said)
    if verb == "do" and _SO.match(said):  # "those that have not yet ratified the Convention to do so"
        done = _NOT_YET_DONE.search(agent)
        if done:
            verb, said = words.forms.get(done[1], done[1]), agent[done.end() :]
    stop = words.stops.search(said)
    asked = stop.start() if stop else len(said)  # what follows serves a purpose, unless it is to report
    cuts = [
        m
        for m in _not_of_purpose(said)
        if m[1] in words.plain and (m.start() < asked or m[1] in words.strong) and _is_verb(m, said, words)
    ]
    starts = [0, *(m.end() for m in cuts)]
    ends = [*(m.start() for m in cuts), len(said)]
    # "develop, implement and evaluate policies", "develop and, upon request, fund a programme", "scale up and fund it"
    shared = _WITHOUT_OBJECT.fullmatch(said, 0, ends[0]) is not None
    for i, name in enumerate([verb, *(m[1] for m in cuts)]):
        governed = said[starts[i] : ends[i]]
        if not governed.strip() and i + 1 < len(starts):
            governed = said[starts[i + 1] : ends[i + 1]]  # "prepare and submit a report" prepares a report
        if i:
            deeper = _carried(name, governed, words)
            name, governed = deeper if deeper is not None else (name, governed)  # noqa: PLW2901 - the carried action replaces it
        aside = shared and verb in words.making and name in words.tried
        yield Action(name, governed, agent, leading and not aside, leading and (not i or shared))


def _not_of_purpose(said: str) -> Iterator[re.Match[str]]:
    """Yield the words after "and" or a comma, but for those that go on a purpose without an object of its own."""
    joined = list(_AFTER_AND.finditer(said))
    if not joined:
        return
    ends = {m.end() for m in _BARE_PURPOSE.finditer(said) if not _is_no_verb(m["verb"])}
    for match in joined:
        if match.start() in ends or match.start() - 1 in ends:
            ends.add(match.end())
        else:
            yield match


def _is_verb(match: re.Match[str], said: str, words: Words) -> bool:
    """Whether the word that `match` found after "and" is a verb, where it may be a noun ("and report thereon")."""
    if match[1] not in words.also_nouns or not said[: match.start()].strip():
        return True
    return _acts_on(match, match[1], words)


def _acts_on(match: re.Match[str], verb: str, words: Words) -> bool:
    """Whether what follows `match` shows `verb`, which may be a noun, to be a verb: an object, or "report thereon"."""
    after = _NEXT.match(match.string, match.end())
    return after is not None and (
        after[1].casefold() in words.determiners or after[1] in words.after_verbs.get(verb, frozenset())
    )


def _carried(verb: str, said: str, words: Words) -> tuple[str, str] | None:
    """Return the action that `verb` only carries ("continue to submit", "consider establishing"), with its object."""
    found = None
    if verb == "give" and (thought := _CONSIDERATION.match(said)):
        doing = words.forms if thought[1].endswith("ing") else words.considered
        inner = doing.get(thought[1])
        if inner is not None:
            verb, said = found = inner, _OF.sub("", said[thought.end() :])
    for _ in range(_DEEPEST):
        if verb not in words.carriers:
            return found
        match = next((m for form in _CARRIED if (m := form.match(said)) and not _passes_verb(m, words)), None)
        if match is None:
            noun = _nominal(said, words.considered if verb == "consider" else words.nominal, words)
            return (noun.verb, noun.object) if noun is not None else found
        inner = words.forms.get(match[1], match[1])
        verb, said = words.nominal.get(inner, inner), said[match.end() :]
        found = verb, said
    return found


def _passes_verb(match: re.Match[str], words: Words) -> bool:
    """Whether another verb stands between one and what it would carry, or what it would carry is no verb.

    Such as "increase efforts and mobilize funds to ...", "make arrangements for the summit".
    """
    between = match.string[: match.start(1)]
    if between.endswith(" for the ") and match[1] not in words.nominal:
        return True  # "arrangements for the summit"
    return any(m[1] in words.plain and m[1] not in words.also_nouns for m in _AFTER_AND.finditer(between))


def _nominal(said: str, nouns: dict[str, str], words: Words) -> Action | None:
    """Return the action that one of `nouns` at the head of `said` names ("the convening of a meeting")."""
    aside = _LEADING_ASIDE.match(said)
    for seen, word in enumerate(_WORD.finditer(said, aside.end() if aside else 0)):
        plain = word[0].casefold()
        if plain in nouns and word[0][0].islower():
            rest = _OF.sub("", said[word.end() :])
            return Action(nouns[plain], rest, agent=rest)  # "the convening by the Committee of ..."
        if plain in words.prepositions or seen > 8:
            return None
    return None
