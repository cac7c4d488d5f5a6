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
        verb: plain form ("submit"); for a noun of action, its verb ("the convening of" -> "convene").
        object: the words that the verb governs, up to the next action.
        agent: the words before the verb that name its agent; empty if the organ itself acts.
        leading: whether it is the first action of the clause, or coordinated with that under one "to".
        first: whether it is the first action, or shares the object of that: "develop and *fund* the programme".
    """

    verb: str
    object: str
    agent: str
    leading: bool = True
    first: bool = True


_QUOTED = re.compile('\u201c[^\u201d]*\u201d?|"[^"]*"')
_WORD = re.compile(r"[A-Za-z][\w\u2019'-]*|[,;:()]")
#: An adverb before a verb: "fully", "at least", "further" (but "to further the aim" has none).
_ADVERB = (
    r"(?:(?!(?:ap|sup|com|re)p?ly\b)[a-z]+ly|also|not|at\s+least"
    r"|(?:further|better)(?!\s+(?:the|their|its|this|these|and)\b))"
)
#: Any number of them: "fully, promptly and effectively".
_ADVERBS = rf"(?>(?:{_ADVERB}(?:\s*,\s*(?=[a-z]+ly\s)|\s+and\s+(?=[a-z]+ly\s)|\s+))*)"
# A pattern that begins with a letter and has a lookbehind after it is many times faster than one beginning with "\\b".
_INFINITIVE = re.compile(
    rf"to(?<=\bto)(?:,\s(?:as|where|in|inter|if)\s[^,;]{{1,60}},)?\s+{_ADVERBS}(?P<verb>[a-z][a-z-]+)(?![\w-])"
)
#: Words and endings that show a word after "to" to be no verb ("to international peace").
_NOT_A_VERB = re.compile(
    r"(?:the|this|that|these|those|its|their|his|her|our|all|any|each|every|such|other|which|whom|whose|a|an|both|be|being|it|them|him|\w+-"
    r"|paragraphs?|resolutions?|articles?|women|men|children|persons|people|safe|adequate|affordable|human|peace|justice|armed|and|or"
    r"|[a-z]+[^suia]s|(?!ap?peal|reveal|deal|heal|signal)\w+al|(?!bring|harness|witness)\w+(?:ic|ous|ity|ness|ing|ism)|(?!mention|function|question|sanction|apportion)\w+tions?"
    r"|(?!implement|supplement|complement|document|augment|comment)\w+ments?)"
)
_THAT = re.compile(
    r"(?:\s*(?:,[^,;]*,|[a-z]+|to\s+the\s+(?:[A-Z][\w\u2019-]*\s+(?:and\s+|of\s+|on\s+|for\s+|the\s+)*)+))?,?\s*that\b,?\s*"
)
_MODAL = re.compile(r"\b(?:shall|should|will|may|must|would|can|could|(?<!to )be)\b")
_IS_TO = re.compile(r"\b(?:is|are)\s+(?:not\s+)?to\b")
#: What stands before a "be" that is not a subjunctive: "which cannot be".
_NOT_PLAIN_BE = re.compile(r"\b(?:shall|should|will|may|might|must|would|can|could|cannot|not|to|[a-z]+ly|also)\s*\Z")
_SHALL = re.compile(r"(?:shall|should|will|may|must)\b", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:is|are)\s+(?:hereby\s+)?(?P<verb>[a-z-]+(?:ed|held|set))\b")
_RELATIVE = re.compile(r"\b(?:which|who|whom|whose|that)\b[^,;]*\Z")
_AFTER_MODAL = re.compile(
    rf"(?:\s*,[^,;]{{1,120}},|\s+(?:therefore|then|thus|only|henceforth|{_ADVERB})\b)*"
    rf"(?:\s+(?P<be>be)\b(?:\s+{_ADVERB}\b)?)?\s+(?P<verb>[a-z-]+)"
)
#: Where another sentence begins, which makes no request of its own.
_NEXT_SENTENCE = re.compile(r"(?:;|(?<!\bNo)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bDr)(?<!\bSt)\.)\s+(?!(?:and\s+)?to\b)")
_DO_SO = re.compile(r"\s+so\b")
_LIKEWISE = re.compile(r"\s+(?:likewise|the\s+same)\b")
#: The letter of one of several actions in one sentence: "to (a) map the reef; and (b) mark it".
_ITEM_LETTER = re.compile(r"(?:(?<=\bto)|(?<=\band)|(?<=[,;]))\s\([a-z]\)\s(?=[a-z])")
#: A purpose without an object: what is coordinated with it belongs to the purpose too ("to advance and consider").
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
#: A name of a few words that can be an agent: "the Secretary-General".
_AGENT_NAME = re.compile(r"(?:[\w\u2019'-]+ ){0,4}[A-Z][\w\u2019'-]*\s*,?\s*(?:[a-z]+ly\s+)?")
#: A parenthetical between "and" and its infinitive: "and, mindful of its resolution, to inform".
_AND_ADVERBIAL = re.compile(r"and(?<=\band),[^,;]*,\s*\Z")
#: The greatest length of such a parenthetical, in characters.
_ADVERBIAL_LENGTH = 200
#: The words between two infinitives of which the first has no object of its own: "to continue and to increase".
_NO_OBJECT = re.compile(r"\s*,?\s*(?:and|or|and/or)\s*(?:,[^,;]{1,60},\s*)?")
#: An additional invitation to others: "to hold a panel discussion, inviting States to take part and to discuss".
_INVITING = re.compile(r", inviting\s[^;]*?\sto\s")
#: How far back such an invitation is looked for, in characters.
_INVITATION_LENGTH = 500
#: What follows a verb that has no object of its own.
_WITHOUT_OBJECT = re.compile(r"\s*(?:up\b|out\b|forward\b)?[\s,]*(?:(?:and|or)?\s*,\s*[^,]{1,60})?[\s,]*")
#: A preposition whose object is that of the next verb: "to raise awareness *of* and to disseminate information on it".
_SHARES_LAST = re.compile(r"\b(?:of|to|on|in|with|for|from)[\s,]*(?:\b(?:and|or)\s*)?\Z")
#: The preposition of a verb whose object an earlier one shares: "organize and participate *in* events".
_IN = re.compile(r"\A\s+in\s")
_COMMA_AND = re.compile(r"[,;]\s*and\s*\Z")
_TO_SOMEONE = re.compile(r"\s*to\s+the\s")
_PRONOUNS = frozenset({"it", "they", "he", "she"})
_JOINS = frozenset({"and", "or", "also", "further", "then", "furthermore"})
_ITEM = re.compile(r"(?:(?:[Tt]o|[Tt]hat)\s+)?(?:[a-z]+ly\s+|also\s+)?([A-Za-z-]+)")
_CAPITAL = re.compile(r"\b[A-Z]")
_DECIDES_TO = re.compile(r"(?:for|until|from)\b[^,;]{1,160}?,?(?=\s+to\s+(?P<verb>(?!be\b)[a-z-]+)\b)")
_NEXT_WORD = re.compile(r"\s+([A-Za-z-]+)")
#: The same after a parenthetical: "that the Board review, at its fifth session, *its* rules".
_NEXT_WORD_AFTER_ASIDE = re.compile(r"(?:\s*,[^,;]{1,120},)?\s+([A-Za-z-]+)")
#: "Requests that Government to submit an account": no that-clause.
_THAT_ADDRESSEE = re.compile(r"\s*that\s+[A-Z]\w+\s+to\s")
_ADVERBIAL = rf"\s*(?:,[^,;]{{1,160}},)?\s*{_ADVERBS}"
#: Between a noun of action and its object: "the creation, with the consent of the Government, of a force", "payment by
#: the States of their dues".
_OBJECT_OF = re.compile(
    r"\A(?:\s*,[^,;]{1,160},|\s+by\s(?:(?!of\s|by\s)[\w\u2019-]+\s){1,8}?(?=of\s+(?:the|their|its|all)\b))?\s*of\b"
)
_LEADING_ADVERBIAL = re.compile(r"\s*,(?:[^,;]{1,160},){1,3}")
#: Only the first of them: "for, in this regard, the convening of a conference, as agreed, on ...".
_FIRST_ADVERBIAL = re.compile(r"\s*,[^,;]{1,160},")
#: "Consider *the possibility of* accession".
_POSSIBILITY = re.compile(r"\A\s*the\s+possibility\s+of\s+")
#: How a verb carries another one: "to submit", "establishing", "the necessary measures to re-establish".
_CARRIED = (
    re.compile(r"\s+with\s+(?:the|its|their|his|her)\s+([a-z]+)\b(?=\s+of\b)"),
    re.compile(rf"{_ADVERBIAL}to\s+{_ADVERBS}([a-z-]+)"),
    re.compile(
        _ADVERBIAL + r"(?:about\s+|the\s+(?:possibility|practice)\s+of\s+|its\s+|their\s+|the\s+)?"
        r"(?!(?<=,\s)(?:includ|regard|concern|start|beginn)ing\b|(?:follow|exist|ongo|remain|outstand|train)ing\b"
        r"|(?:concluding\s+observations|guiding\s+principles|developing\s+(?:countries|States))\b)((?:re-)?[a-z]+ing)(?![\w-])"
    ),
    re.compile(
        r"(?!\s+(?:that|under)\b)(?!\s+(?:its\s+|their\s+|the\s+)?(?:[a-z]+\s+)?(?:consideration|examination|review|study|discussions?)\b)"
        r"[^,;]{1,80}?\b(?<!\w in their )(?<!\w in its )"
        r"(?:measures|steps|efforts?|action|actions|arrangements|consultations)\b"
        rf"(?:[^,;]{{0,60}}?\sto|\s+for\s+the)\s+{_ADVERBS}(?!(?:be|the|a|an|its|their|his|her|all|this|that|these|those|any|each)\b)([a-z-]+)"
    ),
)
#: "Give due consideration to ratifying the Convention", "to the establishment of a fund".
_CONSIDERATION = re.compile(
    r"\s*(?:[a-z]+\s+){0,3}(?:consideration|attention|priority|thought)\s+to\s+(?:the\s+)?([a-z-]+)\b"
)
#: The most verbs that may carry one another ("continue to consider establishing").
_MAX_CARRIERS = 5
#: More characters than any word has.
_WORD_LENGTH = 40
#: How far back a relative clause is looked for, in characters.
_RELATIVE_REACH = 400


def plain_words(text: str) -> str:
    """Return `text` with single spaces and without quoted titles, whose words request nothing."""
    if '"' in text or "\u201c" in text:
        text = _QUOTED.sub("\u00b7", text)
    return " ".join(text.split()) if "  " in text or not text.isprintable() else text.strip()


def actions(clause: Clause) -> tuple[Action, ...]:
    """Return the head actions of `clause` in order; none if it contains no more than an addressee."""
    is_item = clause.chapeau is not None and clause.verb_end == clause.verb_start
    agent = clause.chapeau.complement if is_item and clause.chapeau is not None else None
    return _actions_after_verb(clause.verb, clause.complement, agent)


@lexicon.remembered
def _actions_after_verb(clause_verb: str, complement: str, agent: str | None) -> tuple[Action, ...]:
    """Return the actions in the `complement` of a clause.

    Args:
        clause_verb: the lemma of the verb of the clause.
        complement: the words after that verb.
        agent: for an item, the complement of its chapeau, which names the agent.
    """
    text = plain_words(complement)
    if "(" in text:
        text = _ITEM_LETTER.sub(" ", text)
    if "; " in text or ". " in text:
        text = _NEXT_SENTENCE.split(text, maxsplit=1)[0]
    words = words_of_action()
    if clause_verb in words.acting and not _THAT.match(text):  # "establishes the advisory group" is itself the action
        return (Action(clause_verb, text, ""),)
    if agent is not None:
        if _SHALL.match(text) and (that_match := _THAT.match(agent := plain_words(agent))):
            sentence = f"{agent[that_match.end() :].rstrip(' :')} {text[0].lower()}{text[1:]}"
            return tuple(_of_that_clause(sentence, 0, words))  # "Decides that the Congress: (a) Shall be held in May"
        item_actions = _of_item(text, agent, words)
        if clause_verb == "decide":  # "Decides: (a) To request the Board to report"
            return tuple(inner for action in item_actions for inner in _asked_in(action, words))
        return tuple(item_actions)
    that_match = _THAT.match(text)
    if that_match is not None and not _THAT_ADDRESSEE.match(text):
        # "decides that, for a further year, to renew the authorizations"
        period = _DECIDES_TO.match(text, that_match.end())
        if period is not None and period["verb"] in words.plain:
            return tuple(_of_phrase(text[period.end() :], words))
        return tuple(_of_that_clause(text, that_match.end(), words))
    if clause_verb in words.subjunctive and not states_infinitive(text):  # "requests the Panel provide a report"
        head_actions = tuple(action for action in _of_subjunctive(text, words) if _AGENT_NAME.fullmatch(action.agent))
        if head_actions:
            return head_actions
    head_actions = tuple(_of_phrase(text, words))
    if clause_verb == "decide":
        head_actions = tuple(inner for action in head_actions for inner in _asked_in(action, words))
    nominal = None if head_actions else _nominal(text, words.nominal_bare, words)
    if (
        nominal is None
        and clause_verb in words.asking_for
        and not head_actions
        and (contribution := words.asked_for.search(text))
    ):
        # "appeals to donors for contributions"
        nominal = Action("provide", contribution["given"], text[: contribution.start()])
    return (nominal,) if nominal is not None else head_actions


def does_likewise(asked: tuple[Action, ...]) -> bool:
    """Whether a clause requests the same as the clause before it: "invites others to do likewise"."""
    return bool(asked) and asked[0].verb == "do" and _LIKEWISE.match(asked[0].object) is not None


def _asked_in(action: Action, words: Words) -> Iterator[Action]:
    """Yield the actions that `action` of the organ requests of another ("decides to request the Board to report").

    If there are none, yield `action` itself.
    """
    inner_actions: tuple[Action, ...] = ()
    if action.verb in words.asking:  # "decides to request the Board to report", "to recommend to it that X be included"
        that_match = _THAT.match(action.object)
        inner_actions = tuple(
            _of_that_clause(action.object, that_match.end(), words) if that_match else _of_phrase(action.object, words)
        )
    for inner in inner_actions or (action,):
        yield Action(
            inner.verb, inner.object, inner.agent, inner.leading and action.leading, inner.first and action.first
        )


def _of_item(text: str, agent: str, words: Words) -> Iterator[Action]:
    """Yield the actions of an item, whose addressee `agent` is named in its chapeau."""
    first_verb = _ITEM.match(text)
    if first_verb is None:
        return
    first_word = first_verb[1].casefold()
    if text.startswith("To ") or first_word in words.plain:  # "To hold a debate and to report", "Hold a debate"
        text = f"{text[0].lower()}{text[1:]}"
        text = text if text.startswith("to ") else f"to {text}"
    item_actions = list(_of_phrase(text, words))
    if not item_actions or item_actions[0].agent.strip():
        # "Preparing a report", or an addressee of its own
        if first_word in words.forms:
            item_actions[:0] = _with_coordinated(words.forms[first_word], text[first_verb.end() :], "", words)
        elif text.startswith(("that ", "That ")) or not item_actions:
            item_actions = list(_of_that_clause(text, 0, words))
    for action in item_actions:
        yield Action(action.verb, action.object, f"{agent} {action.agent}", action.leading, action.first)


def _of_phrase(text: str, words: Words) -> Iterator[Action]:
    """Yield the actions of "[addressee] to do this and to do that", or of a noun of action."""
    nominal = _nominal(text, words.nominal_alone, words)
    if nominal is not None:
        yield nominal
        return
    heads: list[re.Match[str]] = []
    has_task = False  # of a body that is set up
    pending: list[re.Match[str]] = []  # ", to ..." belongs to a list only if "and to ..." follows; else it is a purpose
    for match in _INFINITIVE.finditer(text):
        word_before = _word_before(text, match)
        if heads and _is_joined(text, match, word_before):
            word_before = "and"
        if word_before in words.not_before or _is_not_verb(match["verb"]):
            continue
        if not heads:
            heads.append(match)
        elif word_before in {",", ";"}:
            pending.append(match)
        elif has_task | bool(pending) and _is_task(text, heads[0], match, words):
            pending = []
        elif (
            word_before in _JOINS
            and match["verb"] not in words.strong
            and _invites_others(text, heads[-1].end(), match.start())
        ):
            continue
        elif word_before in _JOINS or _FOR_ANOTHER.search(text[max(0, match.start() - 120) : match.start()].rstrip()):
            heads += [*pending, match]
            pending = []
        elif word_before not in _JOINS and not pending:
            has_task = True
        elif pending and pending[-1]["verb"] in words.purposes:
            text = text[: pending[-1].start()]  # ", to enable it to continue its work and to report" is all purpose
            break
    agent = text[: heads[0].start()] if heads else ""
    ends = [*(match.start() for match in heads), len(text)][1:]
    for i, match in enumerate(heads):
        object_index = i
        if object_index + 1 < len(heads) and _NO_OBJECT.fullmatch(text, match.end(), ends[i]):
            object_index += 1  # "to continue and to increase their contributions" continues contributions
        # "Not to provide assistance" gives none, but "decides not to abolish the post" concerns the post.
        is_leading = not i and (not agent.strip("not ") or _word_before(text, match) != "not")
        object_text = text[heads[object_index].end() : ends[object_index]]
        if object_index + 1 < len(heads) and _SHARES_LAST.search(object_text):
            object_text = text[heads[object_index].end() : ends[object_index + 1]]
        yield from _with_coordinated(match["verb"], object_text, agent, words, leading=is_leading)


def states_infinitive(said: str) -> bool:
    """Whether `said`, the words after the verb of a clause, contains an infinitive ("the Committee to review ...")."""
    not_before = words_of_action().not_before
    return any(
        _word_before(said, match) not in not_before and not _is_not_verb(match["verb"])
        for match in _INFINITIVE.finditer(said)
    )


@functools.lru_cache(maxsize=4096)
def _is_not_verb(word: str) -> bool:
    return _NOT_A_VERB.fullmatch(word) is not None


def _word_before(text: str, match: re.Match[str]) -> str:
    """Return the word or punctuation before `match`; empty at the beginning."""
    preceding = text[max(0, match.start() - _WORD_LENGTH) : match.start()].rstrip()
    word = preceding[preceding.rfind(" ") + 1 :]
    return word[-1] if word.endswith((",", ";", ":", "(")) else word


def _is_joined(text: str, match: re.Match[str], word_before: str) -> bool:
    """Whether the infinitive `match`, after `word_before`, is coordinated by more than a plain "and"."""
    start = match.start()
    if word_before == "as":
        return text.endswith("as well as ", 0, start)
    return word_before == "," and _AND_ADVERBIAL.search(text, max(0, start - _ADVERBIAL_LENGTH), start) is not None


def _is_task(text: str, first: re.Match[str], match: re.Match[str], words: Words) -> bool:
    """Whether the infinitive `match` is a task of the body that `first` sets up ("establish a group to study the tides
    and to report").

    After a comma it is one only if the organ sets the body up itself, as an organ does not report.
    """
    return (
        first["verb"] in words.setting_up
        and match["verb"] in words.strong
        and (not text[: first.start()].strip() or _COMMA_AND.search(text[: match.start()]) is None)
    )


def _invites_others(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` invites others to something in addition to the request that begins at `start`."""
    return _INVITING.search(text, max(start, end - _INVITATION_LENGTH), end) is not None


def _of_that_clause(text: str, start: int, words: Words) -> Iterator[Action]:
    """Yield the actions of "that the Committee should review ..." or "that the report be submitted"."""
    rest = text[start:]
    for modal in (*_MODAL.finditer(rest), *_IS_TO.finditer(rest)):
        before_modal = rest[max(0, modal.start() - _RELATIVE_REACH) : modal.start()]
        # A plain "be" is never that of a relative clause: "that the terms that end in May be extended".
        if _RELATIVE.search(before_modal) and (modal[0] != "be" or _NOT_PLAIN_BE.search(before_modal)):
            continue
        verb_match = _AFTER_MODAL.match(rest, modal.end())
        if verb_match is None:
            continue
        subject, form = _name_of_subject(rest[: modal.start()], text[:start]), verb_match["verb"]
        is_passive = bool(verb_match["be"]) or modal[0] == "be"
        if is_passive and form in words.forms:  # what is to be "submitted" or "held" is the subject
            yield from _with_coordinated(words.forms[form], f"{subject}, {rest[verb_match.end() :]}", subject, words)
        elif is_passive:
            yield Action("be", rest[verb_match.start("verb") :], subject)
        else:
            yield from _with_coordinated(form, rest[verb_match.end() :], subject, words)
        yield from _further_actions(rest, verb_match.end(), subject, words)
        return
    head_actions = list(_of_passive(rest, words)) or list(_of_subjunctive(rest, words, text[:start]))
    yield from head_actions or [Action("", rest, "")]  # a verb that no rule knows
    yield from _further_actions(rest, 0, rest[:80], words)


def _name_of_subject(subject: str, before: str) -> str:
    """Return the subject, or for a pronoun the addressees named before "that": "recommends *to the Board* that *it*
    ...".
    """
    return before if subject.strip().lower() in _PRONOUNS and _TO_SOMEONE.match(before) else subject


def _of_passive(text: str, words: Words) -> Iterator[Action]:
    """Yield the action of "(that) the presence is established", which takes effect at once."""
    for match in _PASSIVE.finditer(text):
        verb = words.forms.get(match["verb"])
        if verb is not None and not _RELATIVE.search(text[max(0, match.start() - _RELATIVE_REACH) : match.start()]):
            subject = text[: match.start()]
            yield Action(verb, f"{subject}, {text[match.end() :]}", subject)
            return


def _of_subjunctive(text: str, words: Words, before: str = "") -> Iterator[Action]:
    """Yield the actions of "(that) the Secretary-General provide a report", from the first plain verb that is no
    noun.
    """
    previous = ""
    for word in _WORD.finditer(text):
        verb = words.third_person.get(word[0])  # "requests that the Secretary-General reports to the Council"
        if verb is not None and not (_CAPITAL.search(text, 0, word.start()) and _acts_on(word, verb, words)):
            verb = None
        if (word[0] in words.plain or verb) and not _is_noun(word, previous, words):
            agent = _name_of_subject(text[: word.start()], before)
            yield from _with_coordinated(verb or word[0], text[word.end() :], agent, words)
            return
        previous = word[0].casefold()


def _is_noun(word: re.Match[str], previous: str, words: Words) -> bool:
    """Whether `word`, which may be a plain verb, is in the position of a noun."""
    if previous in words.determiners or previous in words.prepositions:
        return True
    if word[0] not in words.also_nouns:
        return False
    return not _acts_on(word, word[0], words, _NEXT_WORD_AFTER_ASIDE)


#: A further clause of the same request: "and that it report thereon".
_AND_THAT = re.compile(r"\band\s+that\s+(?:it|he|she|they)\s+(?:should\s+|shall\s+|also\s+)?(?P<verb>[a-z]+)\b")


def _further_actions(text: str, start: int, agent: str, words: Words) -> Iterator[Action]:
    """Yield the actions that follow a that-clause with "and to": "that he review the matter and to report thereon"."""
    matches = [
        match
        for match in _INFINITIVE.finditer(text, start)
        if _word_before(text, match) == "and" and not _is_not_verb(match["verb"])
    ]
    matches += [match for match in _AND_THAT.finditer(text, start) if match["verb"] in words.plain]
    matches.sort(key=lambda match: match.start())
    ends = [*(match.start() for match in matches), len(text)][1:]
    for match, end in zip(matches, ends, strict=True):
        yield from _with_coordinated(match["verb"], text[match.end() : end], agent, words, leading=False)


def _with_coordinated(verb: str, text: str, agent: str, words: Words, *, leading: bool = True) -> Iterator[Action]:
    """Yield the action `verb` and those coordinated with it without "to" ("prepare and submit")."""
    inner = _carried(verb, text, words)
    verb, text = inner if inner is not None else (verb, text)
    if verb == "do" and _DO_SO.match(text):  # "those that have not yet ratified the Convention to do so"
        undone = _NOT_YET_DONE.search(agent)
        if undone:
            verb, text = words.forms.get(undone[1], undone[1]), agent[undone.end() :]
    elif verb == "be" and (participle := _NEXT_WORD.match(text)) and participle[1] in words.forms:
        # what should "continue to be provided" is the subject
        verb, text = words.forms[participle[1]], f"{agent}, {text[participle.end() :]}"
    stop = words.stops.search(text)
    purpose_start = stop.start() if stop else len(text)  # the words after it are a purpose, except a request to report
    verb_matches = [
        match
        for match in _not_of_purpose(text)
        if match[1] in words.plain
        and (match.start() < purpose_start or match[1] in words.strong)
        and _is_verb(match, text, words)
    ]
    starts = [0, *(match.end() for match in verb_matches)]
    ends = [*(match.start() for match in verb_matches), len(text)]
    # "develop, implement and evaluate policies", "develop and, upon request, fund a programme", "scale up and fund it"
    shares_object = _WITHOUT_OBJECT.fullmatch(text, 0, ends[0]) is not None
    for i, head_verb in enumerate([verb, *(match[1] for match in verb_matches)]):
        object_text = text[starts[i] : ends[i]]
        if not object_text.strip() and i + 1 < len(starts):
            # "prepare and submit a report" prepares a report, "organize and participate in events" organizes them
            object_text = _IN.sub(" ", text[starts[i + 1] : ends[i + 1]])
        elif i + 1 < len(starts) and _SHARES_LAST.search(object_text):
            object_text = text[starts[i] : ends[i + 1]]
        if i:
            inner_action = _carried(head_verb, object_text, words)
            head_verb, object_text = inner_action if inner_action is not None else (head_verb, object_text)  # noqa: PLW2901 - the carried action replaces it
        is_attempt = shares_object and verb in words.making and head_verb in words.tried
        yield Action(head_verb, object_text, agent, leading and not is_attempt, leading and (not i or shares_object))


def _not_of_purpose(text: str) -> Iterator[re.Match[str]]:
    """Yield the words after "and" or a comma, except those that continue a purpose without an object of its own."""
    matches = list(_AFTER_AND.finditer(text))
    if not matches:
        return
    purpose_ends = {purpose.end() for purpose in _BARE_PURPOSE.finditer(text) if not _is_not_verb(purpose["verb"])}
    for match in matches:
        if match.start() in purpose_ends or match.start() - 1 in purpose_ends:
            purpose_ends.add(match.end())
        else:
            yield match


def _is_verb(match: re.Match[str], text: str, words: Words) -> bool:
    """Whether the word after "and" in `match` is a verb, as it may be a noun ("and report thereon")."""
    if match[1] not in words.also_nouns or not text[: match.start()].strip():
        return True
    return _acts_on(match, match[1], words)


def _acts_on(match: re.Match[str], verb: str, words: Words, next_word: re.Pattern[str] = _NEXT_WORD) -> bool:
    """Whether what follows `match` shows `verb`, which may be a noun, to be a verb: an object, or "report thereon"."""
    after = next_word.match(match.string, match.end())
    return after is not None and (
        after[1].casefold() in words.determiners or after[1] in words.after_verbs.get(verb, frozenset())
    )


def _carried(verb: str, text: str, words: Words) -> tuple[str, str] | None:
    """Return the verb that `verb` only carries ("continue to submit", "consider establishing") and its object.

    None if it carries none.
    """
    result = None
    if verb in {"give", "pay"} and (consideration := _CONSIDERATION.match(text)):
        verbs = words.forms if consideration[1].endswith("ing") else words.considered if verb == "give" else {}
        inner = verbs.get(consideration[1])
        if inner is not None:
            verb, text = result = inner, _OBJECT_OF.sub("", text[consideration.end() :])
    for _ in range(_MAX_CARRIERS):
        if verb not in words.carriers:
            return result
        match = next(
            (
                candidate
                for pattern in _CARRIED
                if (candidate := pattern.match(text)) and not _skips_verb(candidate, words)
            ),
            None,
        )
        if match is None:
            named = _POSSIBILITY.sub(" ", text)
            nominal = _nominal(named, words.considered if verb == "consider" else words.nominal, words)
            return (nominal.verb, nominal.object) if nominal is not None else result
        inner = words.forms.get(match[1], match[1])
        verb, text = words.nominal.get(inner, inner), text[match.end() :]
        result = verb, text
    return result


def _skips_verb(match: re.Match[str], words: Words) -> bool:
    """Whether another verb comes between a verb and the one it would carry, or the latter is no verb.

    For example "increase efforts and mobilize funds to ...", "make arrangements for the summit".
    """
    text_between = match.string[: match.start(1)]
    if text_between.endswith(" for the ") and match[1] not in words.nominal:
        return True  # "arrangements for the summit"
    return any(verb[1] in words.plain and verb[1] not in words.also_nouns for verb in _AFTER_AND.finditer(text_between))


def _nominal(text: str, nouns: dict[str, str], words: Words) -> Action | None:
    """Return the action that one of `nouns` at the beginning of `text` names ("the convening of a meeting").

    None if there is none.
    """
    return next(
        (
            action
            for adverbial in (_FIRST_ADVERBIAL.match(text), _LEADING_ADVERBIAL.match(text))
            if (action := _nominal_from(text, adverbial.end() if adverbial else 0, nouns, words)) is not None
        ),
        None,
    )


def _describes_next(word: re.Match[str], words: Words) -> bool:
    """Whether the noun `word` only describes the next: "national *financing* frameworks"."""
    after = _NEXT_WORD.match(word.string, word.end())
    return after is not None and after[1] in words.describes


def _nominal_from(text: str, start: int, nouns: dict[str, str], words: Words) -> Action | None:
    for count, word in enumerate(_WORD.finditer(text, start)):
        plain = word[0].casefold()
        if plain in nouns and word[0][0].islower() and not _describes_next(word, words):
            rest = _OBJECT_OF.sub("", text[word.end() :])
            return Action(nouns[plain], rest, agent=rest)  # "the convening by the Committee of ..."
        if plain in words.prepositions or plain == "whose" or count > 8 or (count and plain in words.participles):
            return None  # "States *making* contributions"
    return None
