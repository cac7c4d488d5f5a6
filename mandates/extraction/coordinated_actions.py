"""Actions that share one "to" or one subject: "to prepare *and submit* a report"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mandates.extraction.action import Action
from mandates.extraction.action_words import Words
from mandates.extraction.carried_verbs import AFTER_AND, carried
from mandates.extraction.verb_phrases import NEXT_WORD, acts_on, is_not_verb

_DO_SO = re.compile(r"\s+so\b")
#: A purpose without an object: what is coordinated with it belongs to the purpose too ("to advance and consider").
_BARE_PURPOSE = re.compile(
    r"to(?<=\w\sto)(?<!\band\sto)(?<!thereafter\sto)\s+(?:[a-z]+ly\s+)?(?P<verb>(?!and\b|or\b)[a-z-]*(?:[a-rt-z]|ss))(?:\s+up\b)?(?=,|;|\s)"
)
_NOT_YET_DONE = re.compile(
    r"\b(?:(?:have|has)\s+(?:not\s+)?(?:yet\s+|already\s+)?(?:not\s+)?(?:yet\s+)?(?:to\s+)?|(?:need|wish|intend)\s+to\s+)([a-z]+)"
)
#: What follows a verb that has no object of its own.
_WITHOUT_OBJECT = re.compile(r"\s*(?:up\b|out\b|forward\b)?[\s,]*(?:(?:and|or)?\s*,\s*[^,]{1,60})?[\s,]*")
#: A preposition whose object is that of the next verb: "to raise awareness *of* and to disseminate information on it".
SHARES_LAST = re.compile(r"\b(?:of|to|on|in|with|for|from)[\s,]*(?:\b(?:and|or)\s*)?\Z")
#: A verb in "-ing" beside one that is carried so: "continue supporting *and organizing* workshops".
_AND_DOING = re.compile(r"(?:,\s+(?:(?:and|or)\s+)?|\s+(?:and|or)\s+)(?:[a-z]+ly\s+)?(?P<verb>[a-z-]+ing)\b")
#: The preposition of a verb whose object an earlier one shares: "organize and participate *in* events".
_IN = re.compile(r"\A\s+in\s")


def with_coordinated(verb: str, text: str, agent: str, words: Words, *, leading: bool = True) -> Iterator[Action]:
    """Yield the action `verb` and those coordinated with it without "to" ("prepare and submit")."""
    inner = carried(verb, text, words)
    if inner is not None:
        is_doing = text.removesuffix(inner[1]).endswith("ing")
        verb, text = inner
        text = _with_plain_verbs(text, words) if is_doing else text
    if verb == "do" and _DO_SO.match(text):  # "those that have not yet ratified the Convention to do so"
        undone = _NOT_YET_DONE.search(agent)
        if undone:
            verb, text = words.forms.get(undone[1], undone[1]), agent[undone.end() :]
    elif verb == "be" and (participle := NEXT_WORD.match(text)) and participle[1] in words.forms:
        # what should "continue to be provided" is the subject
        verb, text = words.forms[participle[1]], f"{agent}, {text[participle.end() :]}"
    verb_matches = [match for match in _not_of_purpose(text, words) if _is_verb(match, text, words)]
    if verb_matches and (stop := words.stops.search(text)):  # what follows is a purpose, except a request to report
        verb_matches = [match for match in verb_matches if match.start() < stop.start() or match[1] in words.strong]
    starts = [0, *(match.end() for match in verb_matches)]
    ends = [*(match.start() for match in verb_matches), len(text)]
    # "develop, implement and evaluate policies", "develop and, upon request, fund a programme", "scale up and fund it"
    shares_object = _WITHOUT_OBJECT.fullmatch(text, 0, ends[0]) is not None
    for i, head_verb in enumerate([verb, *(match[1] for match in verb_matches)]):
        object_text = text[starts[i] : ends[i]]
        if not object_text.strip() and i + 1 < len(starts):
            # "prepare, submit and issue a report" prepares one, "organize and participate in events" organizes them
            following = (text[starts[j] : ends[j]] for j in range(i + 1, len(starts)))
            object_text = next((_IN.sub(" ", shared) for shared in following if shared.strip()), object_text)
        elif i + 1 < len(starts) and SHARES_LAST.search(object_text):
            object_text = text[starts[i] : ends[i + 1]]
        if i:
            inner_action = carried(head_verb, object_text, words)
            head_verb, object_text = inner_action if inner_action is not None else (head_verb, object_text)  # noqa: PLW2901 - the carried action replaces it
        is_attempt = shares_object and verb in words.making and head_verb in words.tried
        yield Action(head_verb, object_text, agent, leading and not is_attempt, leading and (not i or shares_object))


def _with_plain_verbs(text: str, words: Words) -> str:
    """Return `text`, which follows a verb in "-ing", with the verbs that share its object in their plain form."""
    parts = []
    end = 0
    while (match := _AND_DOING.match(text, end)) is not None:
        parts += [text[end : match.start("verb")], words.forms.get(match["verb"], match["verb"])]
        end = match.end()
    return "".join([*parts, text[end:]])


def _not_of_purpose(text: str, words: Words) -> Iterator[re.Match[str]]:
    """Yield the verbs after "and" or a comma, except those that continue a purpose without an object of its own."""
    matches = list(AFTER_AND.finditer(text))
    if not any(match[1] in words.plain for match in matches):  # most
        return
    purpose_ends = {purpose.end() for purpose in _BARE_PURPOSE.finditer(text) if not is_not_verb(purpose["verb"])}
    for match in matches:
        if match.start() in purpose_ends or match.start() - 1 in purpose_ends:
            purpose_ends.add(match.end())
        elif match[1] in words.plain:
            yield match


def _is_verb(match: re.Match[str], text: str, words: Words) -> bool:
    """Whether the word after "and" in `match` is a verb, as it may be a noun ("and report thereon")."""
    if match[1] not in words.also_nouns or not text[: match.start()].strip():
        return True
    return acts_on(match, match[1], words)
