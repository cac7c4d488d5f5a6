"""What a clause asks to be done: its head actions, apart from purposes, relative clauses and quoted titles.

"Requests the Secretary-General, with a view to ..., to review the programme and to submit a report thereon" has two:
review (the programme) and submit (a report thereon).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mandates import lexicon
from mandates.extraction.action import Action
from mandates.extraction.action_words import Words, words_of_action
from mandates.extraction.carried_verbs import carried, nominal_action
from mandates.extraction.clause import Clause
from mandates.extraction.coordinated_actions import SHARES_LAST, with_coordinated
from mandates.extraction.that_clauses import of_subjunctive, of_that_clause
from mandates.extraction.verb_phrases import INFINITIVE, is_not_verb, states_infinitive, word_before

_QUOTED = re.compile('\u201c[^\u201d]*\u201d?|"[^"]*"')
_THAT = re.compile(
    r"(?:\s*contained\s+in\s[^,;:]{1,80}?(?=\sthat\s))?(?:\s*(?:,[^,;]*,(?:\s*which\s[^,;]{1,80},)?|(?!those\b|[a-z]*s\b)[a-z]+|to\s+the\s+(?:[A-Z][\w\u2019-]*(?:\s+|(?=,))(?:and\s+|of\s+|on\s+|for\s+|the\s+)*)+(?:,[^,;]{1,160}(?=,))?)|to\s+(?:the|all|Member|States|Governments)\b[^;:]{0,160}?(?=\s+that\s+they\b))?,?\s*that\b,?\s*"
)
_SHALL = re.compile(r"(?:shall|should|will|may|must)\b", re.IGNORECASE)
#: Where another sentence begins, which makes no request of its own.
_NEXT_SENTENCE = re.compile(r"(?:;|(?<!\bNo)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bDr)(?<!\bSt)\.)\s+(?!(?:and\s+)?to\b)")
_LIKEWISE = re.compile(r"\s+(?:likewise|the\s+same)\b")
#: The letter of one of several actions in one sentence: "to (a) map the reef; and (b) mark it".
_ITEM_LETTER = re.compile(r"(?:(?<=\bto)|(?<=\band)|(?<=[,;]))\s\([a-z]\)\s(?=[a-z])")
_FOR_ANOTHER = re.compile(r"\band\s+for\s+(?:[\w\u2019'-]+\s+){0,8}[\w\u2019'-]+\Z")
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
#: The same without commas: "and to that end to include".
_AND_TO_THAT_END = re.compile(
    r"and(?<=\band),?\s+(?:to\s+(?:that|this)\s+end|in\s+(?:this|that)\s+(?:regard|respect|context|connection))\s*,?\s*\Z"
)
_COMMA_AND = re.compile(r"[,;]\s*and\s*\Z")
_JOINS = frozenset({"and", "or", "also", "further", "then", "furthermore", "thereafter"})
#: The last words of such a parenthetical.
_ENDS_OF_ADVERBIAL = frozenset({",", "end", "regard", "respect", "context", "connection"})
_ITEM = re.compile(r"(?:(?:[Tt]o|[Tt]hat)\s+)?(?:[a-z]+ly\s+|also\s+)?([A-Za-z-]+)")
_DECIDES_TO = re.compile(r"(?:for|until|from)\b[^,;]{1,160}?,?(?=\s+to\s+(?P<verb>(?!be\b)[a-z-]+)\b)")
_BARE_THAT = re.compile(r"\s*that\s*:?\s*")
#: "Requests that Government to submit an account": no that-clause.
_THAT_ADDRESSEE = re.compile(r"\s*that\s+[A-Z]\w+\s+to\s")


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
            return tuple(of_that_clause(sentence, 0, words))  # "Decides that the Congress: (a) Shall be held in May"
        return _with_what_is_asked_in_turn(tuple(_of_item(text, agent, words)), clause_verb, words)
    that_match = _THAT.match(text)
    if that_match is not None and not _THAT_ADDRESSEE.match(text):
        # "decides that, for a further year, to renew the authorizations"
        period = _DECIDES_TO.match(text, that_match.end())
        if period is not None and period["verb"] in words.plain:
            return tuple(_of_phrase(text[period.end() :], words))
        return tuple(of_that_clause(text, that_match.end(), words))
    if clause_verb in words.subjunctive and not states_infinitive(text):  # "requests the Panel provide a report"
        head_actions = tuple(action for action in of_subjunctive(text, words) if _AGENT_NAME.fullmatch(action.agent))
        if head_actions:
            return head_actions
    head_actions = _with_what_is_asked_in_turn(tuple(_of_phrase(text, words)), clause_verb, words)
    nominal = None if head_actions else nominal_action(text, words.nominal_bare, words)
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
            of_that_clause(action.object, that_match.end(), words) if that_match else _of_phrase(action.object, words)
        )
    for inner in inner_actions or (action,):
        yield Action(
            inner.verb, inner.object, inner.agent, inner.leading and action.leading, inner.first and action.first
        )


def _with_what_is_asked_in_turn(asked: tuple[Action, ...], clause_verb: str, words: Words) -> tuple[Action, ...]:
    """Return the actions `asked`, with what they ask of others in turn.

    What the organ decides to ask stands for the asking ("decides to request the Board to report"); what another is to
    ask stands behind it ("requests the Registrar to invite Governments to submit comments").
    """
    if clause_verb == "decide":
        return tuple(inner for action in asked for inner in _asked_in(action, words))
    return asked + tuple(
        Action(inner.verb, inner.object, inner.agent, leading=False, first=False)
        for action in asked
        if action.verb in words.passing_on
        for inner in _asked_in(action, words)
        if inner.verb != action.verb
    )


def _of_item(text: str, agent: str, words: Words) -> Iterator[Action]:
    """Yield the actions of an item, whose addressee `agent` is named in its chapeau."""
    if _BARE_THAT.fullmatch(agent):
        agent = ""  # "Decides that:"
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
            item_actions[:0] = with_coordinated(words.forms[first_word], text[first_verb.end() :], "", words)
        elif text.startswith(("that ", "That ")) or not item_actions:
            item_actions = list(of_that_clause(text, 0, words))
    for action in item_actions:
        yield Action(action.verb, action.object, f"{agent} {action.agent}", action.leading, action.first)


def _of_phrase(text: str, words: Words) -> Iterator[Action]:
    """Yield the actions of "[addressee] to do this and to do that", or of a noun of action."""
    nominal = nominal_action(text, words.nominal_alone, words)
    if nominal is None and words.given.match(text):  # "assistance from all States to build piers" builds none
        nominal = nominal_action(text, words.nominal_bare, words)
    if nominal is not None:
        yield nominal
        return
    heads: list[re.Match[str]] = []
    has_task = False  # of a body that is set up
    undirected_end = -1  # where an infinitive could follow one that the clause does not ask for
    pending: list[re.Match[str]] = []  # ", to ..." belongs to a list only if "and to ..." follows; else it is a purpose
    for match in INFINITIVE.finditer(text):
        preceding = word_before(text, match)
        if heads and (
            _is_joined(text, match, preceding) or (preceding == "particular" and match["verb"] in words.strong)
        ):
            preceding = "and"
        if preceding in words.not_before or match.start() == undirected_end or is_not_verb(match["verb"]):
            if preceding == "intend":  # "steps that they intend to take to carry it out"
                undirected_end = match.end() + 1
            continue
        if not heads:
            heads.append(match)
        elif preceding == ";":  # a purpose stands behind a comma
            heads.append(match)
            pending = []
        elif preceding == ",":
            pending.append(match)
        elif has_task | bool(pending) and _is_task(text, heads[0], match, words):
            pending = []
        elif (
            preceding in _JOINS
            and match["verb"] not in words.strong
            and _invites_others(text, heads[-1].end(), match.start())
        ):
            continue
        elif preceding in _JOINS or _FOR_ANOTHER.search(text[max(0, match.start() - 120) : match.start()].rstrip()):
            heads += [*pending, match]
            pending = []
        elif preceding not in _JOINS and not pending:
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
        is_leading = not i and (not agent.strip("not ") or word_before(text, match) != "not")
        object_text = text[heads[object_index].end() : ends[object_index]]
        if object_index + 1 < len(heads) and SHARES_LAST.search(object_text):
            object_text = text[heads[object_index].end() : ends[object_index + 1]]
        yield from with_coordinated(match["verb"], object_text, agent, words, leading=is_leading)


def _is_joined(text: str, match: re.Match[str], preceding: str) -> bool:
    """Whether the infinitive `match`, after `preceding`, is coordinated by more than a plain "and"."""
    start = match.start()
    if preceding == "as":
        return text.endswith("as well as ", 0, start)
    reach = max(0, start - _ADVERBIAL_LENGTH)
    if preceding == "," and _AND_ADVERBIAL.search(text, reach, start) is not None:
        return True
    return preceding in _ENDS_OF_ADVERBIAL and _AND_TO_THAT_END.search(text, reach, start) is not None


def _is_task(text: str, first: re.Match[str], match: re.Match[str], words: Words) -> bool:
    """Whether the infinitive `match` is a task of the body that `first` sets up ("establish a group to study the tides
    and to report").

    After a comma it is one only if the organ sets the body up itself, as an organ does not report.
    """
    inner = carried(first["verb"], text[first.end() : match.start()], words)  # "to consider establishing a group"
    return (
        (inner[0] if inner else first["verb"]) in words.setting_up
        and match["verb"] in words.strong
        and (not text[: first.start()].strip() or _COMMA_AND.search(text[: match.start()]) is None)
    )


def _invites_others(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` invites others to something in addition to the request that begins at `start`."""
    return _INVITING.search(text, max(start, end - _INVITATION_LENGTH), end) is not None
