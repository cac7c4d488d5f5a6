"""Parties as a reader would complete them: "agencies, funds and programmes of the United Nations system" are three.

A complement of the last party in a list ("of the United Nations system") applies to the bare nouns before it, and a
modifier of the first ("United Nations") to the bare nouns after it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from mandates.domain.mandate import Party
from mandates.domain.resolution import Span
from mandates.extraction.noun_phrases import Conjunct, NounPhraseReader
from mandates.extraction.party_words import party_words
from mandates.extraction.token import Token
from mandates.extraction.tokens import YEAR
from mandates.reference.entities import entity, resolve

#: Number of words in "secretariats of"; minimum number of States or bodies that make a list.
_TWO = 2


def complete(text: str, words: list[Token], members: list[Conjunct]) -> list[Party]:
    """Return the parties that the `members` of a list name, completed with the words that they share."""
    before: list[str] = [""] * len(members)
    after: list[str] = [""] * len(members)
    for i in range(len(members) - 2, -1, -1):
        following = members[i + 1]
        may_share = not following.determined or _only_other(words, members[i], following)
        if may_share and members[i].end == members[i].head + 1 and _are_adjacent(members[i], following):
            own = _after_head(text, words, following) or _place(text, words, following)
            # not "intergovernmental bodies, organizations of the system"
            is_joined = any(token.lower in ("and", "or") for token in words[members[i].end : following.first])
            shared = after[i + 1] or (own if is_joined else "")
            are_organizations = _are_organizations(words, members[i], following)
            if shared and (
                _are_sides(words, members[i], following)
                or (are_organizations and not _is_known_name(text, words, members[i]))
            ):
                after[i] = shared
    for i in range(1, len(members)):
        if (
            not after[i]
            and (_is_bare_noun(words, members[i]) or _is_completed(text, words, members[i]))
            and members[i].end == members[i].head + 1
            and _are_adjacent(members[i - 1], members[i])
        ):
            shared = (before[i - 1] or _before_head(text, words, members[i - 1])).removeprefix("specialized ")
            if not _is_bare_noun(words, members[i]) and resolve(shared) is None:
                continue  # "regional bodies and specialized agencies"
            if shared.islower() and _listed_alone(words, members, i):
                continue  # "financial institutions, foundations and other donors"
            if shared.lower() not in party_words().unshared and _are_organizations(words, members[i - 1], members[i]):
                before[i] = shared
    parties = [
        _party(text, words, member, prefix, suffix)
        for member, prefix, suffix in zip(members, before, after, strict=True)
    ]
    for i in range(1, len(members)):
        if len(parties[i]) == len(parties[i - 1]) == 1 and _are_its_members(words, members[i - 1], members[i]):
            article = "the " if words[members[i - 1].first - 1].lower == "the" else ""
            name = f"{parties[i][0].name} of {article}{parties[i - 1][0].name}"
            parties[i] = [replace(parties[i][0], name=name, entity=resolve(name))]
    return [party for those in parties for party in those]


def moved(party: Party, by: int) -> Party:
    """Return `party` with its span moved by `by` characters."""
    span = party.span
    return Party(name=party.name, entity=party.entity, span=span and Span(span.start + by, span.end + by))


def _party(text: str, words: list[Token], member: Conjunct, prefix: str, suffix: str) -> list[Party]:
    names = _governments(words, member) or _secretariats(text, words, member) or _two_sides(text, words, member)
    if names:
        return names
    last = words[member.end - 1]
    year = YEAR.match(text, last.end) if last.text.isdigit() else None
    span = Span(words[member.first].start, year.end() if year else last.end)
    name = " ".join(part for part in (prefix, clean(text[span.start : span.end]), suffix) if part)
    if name.endswith(("\u2019s", "'s")):  # "the Secretary-General's report"
        name, span = name[:-2], Span(span.start, span.end - 2)
    return [Party(name=name, entity=resolve(name), span=span)]


def _governments(words: list[Token], member: Conjunct) -> list[Party]:
    """Return "the Governments of X and Y" as the Government of X and the Government of Y."""
    head = words[member.head]
    if head.lower != "governments":
        return []
    inside = words[member.head + 1 : member.end]
    reader = NounPhraseReader(words)
    names = [token for token in inside if token.key is not None or token.capital]
    states = [token for token in names if reader.is_state(token)]
    separators = sum(token.lower in (",", "and") for token in inside)
    if len(states) < _TWO or len(names) != len(states) or len(states) != separators + 1:
        states = [token for token in inside if token.key is not None and _kind(token.key) == "state"]
    if len(states) < _TWO:
        return []
    parties = []
    for state in states:
        index = inside.index(state)
        article = "the " if index and inside[index - 1].lower == "the" else ""
        name = f"Government of {article}{state.text}"
        parties.append(Party(name=name, entity=resolve(name), span=Span(state.start, state.end)))
    return parties


def _secretariats(text: str, words: list[Token], member: Conjunct) -> list[Party]:
    """Return "the secretariats of the X Convention and the Y Convention" as the secretariat of each."""
    if words[member.head].lower != "secretariats" or member.end - member.head <= _TWO:
        return []
    list_start, list_end = words[member.head].end, words[member.end - 1].end
    parts = list(_BODY.finditer(text, list_start, list_end))
    bodies = [clean(part["body"]) for part in parts]
    are_names = all(len(body.removeprefix("the ").split()) > 1 and body.split()[-1][0].isupper() for body in bodies)
    if len(bodies) < _TWO or not are_names:
        return []
    return [
        Party(name=name, entity=resolve(name), span=Span(*part.span("body")))
        for name, part in zip([f"secretariat of {body}" for body in bodies], parts, strict=True)
    ]


def _two_sides(text: str, words: list[Token], member: Conjunct) -> list[Party]:
    """Return "between development and humanitarian actors" as the two sides that it names."""
    if member.first == 0 or words[member.first - 1].lower != "between":
        return []
    pair = _PAIR.fullmatch(text, words[member.first].start, words[member.end - 1].end)
    if pair is None:
        return []
    return [
        Party(name=name, entity=resolve(name), span=Span(*pair.span(side)))
        for side in ("one", "other")
        for name in [f"{pair[side]} {pair['noun']}"]
    ]


_PAIR = re.compile(r"(?P<one>[a-z-]+)\s+and\s+(?P<other>[a-z-]+)\s+(?P<noun>[a-z]+)")
_BODY = re.compile(r"(?:\s|,|\band\b|\bof\b)*(?P<body>(?:(?!,|\sand\s(?:of\s)?(?:the\s)?[A-Z]).)+)", re.DOTALL)


def clean(name: str) -> str:
    """Return `name` on one line, without footnote marks and parentheses other than years."""
    if "(" in name:
        name = _PARENTHESIS.sub("", name)
    return " ".join(_MARKS.sub("", name).split()).replace(" ,", ",")


#: Parentheses other than the year of a resolution.
_PARENTHESIS = re.compile(r"\s*\((?!(?:19|20)\d\d\))[^()]*\)")
_MARKS = re.compile(r"[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]")


def _is_bare_noun(words: list[Token], member: Conjunct) -> bool:
    """Return whether the member begins with a single noun without an article: "funds", "programmes of ..."."""
    return not member.determined and member.first == member.head and words[member.head].key is None


def _is_completed(text: str, words: list[Token], member: Conjunct) -> bool:
    """Return whether the member is of those that "United Nations" before other members is said of too."""
    name = text[words[member.first].start : words[member.end - 1].end].lower()
    return not member.determined and name in party_words().completed


def _listed_alone(words: list[Token], members: list[Conjunct], i: int) -> bool:
    """Return whether a comma stands before the bare noun of member `i` and no bare noun follows as the next member."""
    after_comma = members[i].first - members[i - 1].end == 1 and words[members[i].first - 1].lower == ","
    return after_comma and not (i + 1 < len(members) and _is_bare_noun(words, members[i + 1]))


def _are_its_members(words: list[Token], body: Conjunct, member: Conjunct) -> bool:
    """Return whether "its members" follows the body: "the Board *and its members*"."""
    between = [token.lower for token in words[body.end : member.first]]
    return between == ["and", "its"] and words[member.head].lower == "members" and member.end == member.first + 1


def _are_adjacent(first: Conjunct, second: Conjunct) -> bool:
    """Return whether only a comma or "and" (and the article of `second`) stands between two members."""
    return second.first - first.end <= 3


def _only_other(words: list[Token], first: Conjunct, second: Conjunct) -> bool:
    """Return whether the determiner of `second` is only "other".

    Example: "specialized agencies and *other* organizations of the system".
    """
    if words[first.head].lower.split()[-1] not in party_words().parts_of_systems:
        return False
    return {token.lower for token in words[first.end : second.first]} <= {"and", "other", "relevant", "all", ","}


def _are_organizations(words: list[Token], first: Conjunct, second: Conjunct) -> bool:
    """Return whether both members are organizations, between which shared words are completed."""
    vocabulary = party_words()
    completable = vocabulary.organizations | vocabulary.joint_heads
    first_noun, second_noun = (words[member.head].lower.split()[-1] for member in (first, second))
    if first_noun == second_noun == "members":
        return True  # "members and associate members of the Board"
    return first_noun in completable and second_noun in vocabulary.organizations


def _before_head(text: str, words: list[Token], member: Conjunct) -> str:
    if member.end > member.head + 1:
        return ""
    return clean(text[words[member.first].start : words[member.head].end]).rpartition(" ")[0]


def _after_head(text: str, words: list[Token], member: Conjunct) -> str:
    if member.end == member.head + 1 or words[member.head + 1].lower not in ("of", "within"):
        return ""
    return clean(text[words[member.head + 1].start : words[member.end - 1].end])


def _place(text: str, words: list[Token], member: Conjunct) -> str:
    """Return where the sides of a conflict are: "in Arcadia" of "parties, movements and factions *in Arcadia*"."""
    i = member.head + 1
    if words[member.head].lower not in party_words().sides or i + 2 > member.end or words[i].lower != "in":
        return ""
    return clean(text[words[i].start : words[member.end - 1].end])


def _are_sides(words: list[Token], first: Conjunct, second: Conjunct) -> bool:
    """Return whether both members are sides of a conflict, which is in the place named after the last."""
    return {words[first.head].lower, words[second.head].lower} <= party_words().sides


def _is_known_name(text: str, words: list[Token], member: Conjunct) -> bool:
    """Return whether the registry knows the name as written, except names that are continued.

    Example: "specialized agencies *of*".
    """
    shares = text[words[member.first].start : words[member.end - 1].end].lower() in party_words().sharing
    return _is_name(text, words, member) and not shares


def _is_name(text: str, words: list[Token], member: Conjunct) -> bool:
    """Return whether the registry knows the name as written."""
    return resolve(text[words[member.first].start : words[member.end - 1].end]) is not None


def _kind(key: str) -> str:
    known_entity = entity(key)
    return known_entity.kind if known_entity else ""
