"""Parties as a reader would complete them: "agencies, funds and programmes of the United Nations system" are three.

What the last of a list says after it ("of the United Nations system") holds for the bare nouns before it, and what the
first says before it ("United Nations") for the bare nouns after it.
"""

from __future__ import annotations

import re

from mandates.domain.mandate import Party
from mandates.domain.resolution import Span
from mandates.extraction.noun_phrases import Conjunct, NounPhraseReader
from mandates.extraction.party_words import party_words
from mandates.extraction.tokens import YEAR, Token
from mandates.reference.entities import entity, resolve

#: Words of "secretariats of", and how few bodies are several.
_OF = 2


def complete(text: str, words: list[Token], members: list[Conjunct]) -> list[Party]:
    """Return the parties that the `members` of a list name, with what they share."""
    before: list[str] = [""] * len(members)
    after: list[str] = [""] * len(members)
    for i in range(len(members) - 2, -1, -1):
        following = members[i + 1]
        bare = not following.determined or _only_other(words, members[i], following)
        if bare and members[i].end == members[i].head + 1 and _adjacent(members[i], following):
            shared = after[i + 1] or _after_head(text, words, following)
            if shared and _alike(words, members[i], following) and not _self_standing(text, words, members[i]):
                after[i] = shared
    for i in range(1, len(members)):
        if (
            not after[i]
            and _bare(words, members[i])
            and members[i].end == members[i].head + 1
            and _adjacent(members[i - 1], members[i])
        ):
            shared = before[i - 1] or _before_head(text, words, members[i - 1])
            if shared.islower() and _listed_alone(words, members, i):
                continue  # "financial institutions, foundations and other donors"
            if shared.lower() not in party_words().unshared and _alike(words, members[i - 1], members[i]):
                before[i] = shared
    return [
        party
        for member, prefix, suffix in zip(members, before, after, strict=True)
        for party in _party(text, words, member, prefix, suffix)
    ]


def moved(party: Party, by: int) -> Party:
    """Return `party` with its span moved by so many characters."""
    span = party.span
    return Party(name=party.name, entity=party.entity, span=span and Span(span.start + by, span.end + by))


def _party(text: str, words: list[Token], member: Conjunct, prefix: str, suffix: str) -> list[Party]:
    names = _each_of(words, member) or _secretariats(text, words, member)
    if names:
        return names
    last = words[member.end - 1]
    year = YEAR.match(text, last.end) if last.text.isdigit() else None
    span = Span(words[member.first].start, year.end() if year else last.end)
    name = " ".join(part for part in (prefix, clean(text[span.start : span.end]), suffix) if part)
    if name.endswith(("\u2019s", "'s")):  # "the Secretary-General's report"
        name, span = name[:-2], Span(span.start, span.end - 2)
    return [Party(name=name, entity=resolve(name), span=span)]


def _each_of(words: list[Token], member: Conjunct) -> list[Party]:
    """Return "the Governments of X and Y" as the Government of X and the Government of Y."""
    head = words[member.head]
    if head.lower != "governments":
        return []
    inner = words[member.head + 1 : member.end]
    reader = NounPhraseReader(words)
    named = [t for t in inner if t.key is not None or t.capital]
    states = [t for t in named if reader.is_state(t)]
    parted = sum(t.lower in (",", "and") for t in inner)
    if len(states) < _OF or len(named) != len(states) or len(states) != parted + 1:
        states = [t for t in inner if t.key is not None and _kind(t.key) == "state"]
    if len(states) < _OF:
        return []
    parties = []
    for state in states:
        at = inner.index(state)
        article = "the " if at and inner[at - 1].lower == "the" else ""
        name = f"Government of {article}{state.text}"
        parties.append(Party(name=name, entity=resolve(name), span=Span(state.start, state.end)))
    return parties


def _secretariats(text: str, words: list[Token], member: Conjunct) -> list[Party]:
    """Return "the secretariats of the X Convention and the Y Convention" as the secretariat of each."""
    if words[member.head].lower != "secretariats" or member.end - member.head <= _OF:
        return []
    begin, end = words[member.head].end, words[member.end - 1].end
    parts = list(_BODY.finditer(text, begin, end))
    bodies = [clean(part["body"]) for part in parts]
    whole = all(len(body.removeprefix("the ").split()) > 1 and body.split()[-1][0].isupper() for body in bodies)
    if len(bodies) < _OF or not whole:
        return []
    return [
        Party(name=name, entity=resolve(name), span=Span(*part.span("body")))
        for name, part in zip([f"secretariat of {body}" for body in bodies], parts, strict=True)
    ]


_BODY = re.compile(r"(?:\s|,|\band\b|\bof\b)*(?P<body>(?:(?!,|\sand\s(?:of\s)?(?:the\s)?[A-Z]).)+)", re.DOTALL)


def clean(name: str) -> str:
    """Return `name` on one line, without footnote marks and parentheses other than years."""
    if "(" in name:
        name = _PARENTHESIS.sub("", name)
    return " ".join(_MARKS.sub("", name).split()).replace(" ,", ",")


#: All but the year of a resolution.
_PARENTHESIS = re.compile(r"\s*\((?!(?:19|20)\d\d\))[^()]*\)")
_MARKS = re.compile(r"[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]")


def _bare(words: list[Token], member: Conjunct) -> bool:
    """Whether the member begins with a single noun without article: "funds", "programmes of ..."."""
    return not member.determined and member.first == member.head and words[member.head].key is None


def _listed_alone(words: list[Token], members: list[Conjunct], i: int) -> bool:
    """Whether a comma stands before the bare noun of member `i` and no other bare noun goes on with the list."""
    comma = members[i].first - members[i - 1].end == 1 and words[members[i].first - 1].lower == ","
    return comma and not (i + 1 < len(members) and _bare(words, members[i + 1]))


def _adjacent(one: Conjunct, other: Conjunct) -> bool:
    """Whether nothing stands between them but a comma or "and" (and the second's article)."""
    return other.first - one.end <= 3


def _only_other(words: list[Token], one: Conjunct, following: Conjunct) -> bool:
    """Whether the second has no article but "other": "specialized agencies and *other* organizations of the system"."""
    if words[one.head].lower.split()[-1] not in party_words().parts_of_systems:
        return False
    return {token.lower for token in words[one.end : following.first]} <= {"and", "other", "relevant", ","}


def _alike(words: list[Token], one: Conjunct, other: Conjunct) -> bool:
    """Whether both are organizations, among which shared words are completed."""
    known = party_words()
    alike = known.organizations | known.joint_heads
    return words[one.head].lower.split()[-1] in alike and words[other.head].lower.split()[-1] in known.organizations


def _before_head(text: str, words: list[Token], member: Conjunct) -> str:
    if member.end > member.head + 1:
        return ""
    return clean(text[words[member.first].start : words[member.head].end]).rpartition(" ")[0]


def _after_head(text: str, words: list[Token], member: Conjunct) -> str:
    if member.end == member.head + 1 or words[member.head + 1].lower not in ("of", "within"):
        return ""
    return clean(text[words[member.head + 1].start : words[member.end - 1].end])


def _self_standing(text: str, words: list[Token], member: Conjunct) -> bool:
    """Whether the registry knows the name as it stands, but for those that go on: "specialized agencies *of*"."""
    name = text[words[member.first].start : words[member.end - 1].end]
    return resolve(name) is not None and name.lower() not in party_words().sharing


def _kind(key: str) -> str:
    found = entity(key)
    return found.kind if found else ""
