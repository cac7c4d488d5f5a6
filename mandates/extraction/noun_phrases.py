"""Reading one noun phrase: its head, what belongs to its name, and whether it names a party.

"the relevant *organizations* of the United Nations system that have not yet done so" has the head "organizations"; its
name ends before "that". Adjectives share a head ("international, regional and subregional *organizations*"), and an
"and" may be part of a name ("the Under-Secretary-General for Political and Peacebuilding Affairs").
"""

from __future__ import annotations

import calendar
import re
from typing import NamedTuple

from mandates.extraction.heads import Head, HeadReader
from mandates.extraction.infinitives import is_infinitive
from mandates.extraction.token import Token


class Conjunct(NamedTuple):
    """A noun phrase, one party of a list, by indices of tokens.

    Attributes:
        first: its first word, after articles, "all" and "relevant".
        head: its head noun.
        end: one past its last word, before relative clauses and the like.
        determined: whether it has an article or qualifier of its own.
        party: whether its head names someone able to act.
    """

    first: int
    head: int
    end: int
    determined: bool
    party: bool


#: "established pursuant to paragraph 6 of resolution 1267 (1999) and ..."
_FOUNDING_PHRASES = (
    ["established", "pursuant"],
    ["established", "by"],
    ["established", "in"],
    ["established", "under"],
)
_FOUNDING_WORDS = frozenset({",", "and", "of", "paragraph", "resolution", "resolutions"})
#: Short words inside a title, and how many of them may follow each other.
_IN_TITLE = frozenset({"of", "on", "in", "the", "for", "to", "against", "their", "and"})
_SHORT_WORD_COUNT = 3
#: Parties of their own after "the members of a body and", except after heads of States.
_GOVERNMENTS = frozenset({"governments", "states", "countries"})
_HEADS_OF_STATES = frozenset({"heads", "leaders", "ministers"})
#: A verb in the third person after a name.
_THIRD_PERSON_VERB = re.compile(r"(?:play|provide|continue|make|take|carrie|undertake|submit|prepare)s")
_MONTHS = frozenset(calendar.month_name[1:])
#: Words for parties that need to be told apart by what follows, and the most words before "do so".
_NAMELESS = frozenset({"others", "those"})
_WORDS_BEFORE_DO_SO = 7


class NounPhraseReader(HeadReader):
    """Reads noun phrases in `words`."""

    def phrase(self, at: int, stop: int) -> Conjunct | None:
        """Return the noun phrase that begins at `at`; None if none does."""
        head = self.head(at, stop)
        if head is None:
            return None
        end = head.head + 1
        if self.words[head.head].lower in self.known.pronouns:
            return Conjunct(head.first, head.head, end, head.determined, head.party)
        past_do_so = self._past_do_so(end, stop)
        if past_do_so > end:
            return Conjunct(head.first, head.head, past_do_so, head.determined, head.party)
        in_complement = pair = False  # in a phrase after the head, "of ..."; of two: "of both A and B"
        complement_start = end  # where the last such phrase began
        while end < stop:
            coordinator_length = self.coordinator(end)
            if self._in_place(end, stop):
                end += 3
            elif self._continues_name(end, stop):
                complement_start = end
                pair = self.words[end + 1].lower == "both"
                activities_end = self._list_of_doings(end, end + 2, stop)
                in_complement = not activities_end
                end = activities_end or self._past_places(self._object_end(end + 1, stop), stop)
            elif coordinator_length and pair:  # "the authorities of both Arcadia and Ruritania"
                pair = False
                end = self._object_end(end + coordinator_length, stop)
            elif (
                coordinator_length
                and in_complement
                and self._inside_name(end, end + coordinator_length, stop, of=self.words[head.head].lower)
            ):
                end = self._run_end(end + coordinator_length, stop)
            elif in_complement and self._further_government(head.head, end):
                end += 2
            elif self._further_title(head, end, stop):
                end += 2
                in_complement = False
            elif in_complement and (title_end := self._list_in_title(end, stop)):
                end = title_end
            else:
                break
        if in_complement and complement_start == head.head + 1 and self._says_more(complement_start, end, stop):
            end = complement_start
        return Conjunct(head.first, head.head, self._past_founding(end, stop), head.determined, head.party)

    def _in_place(self, i: int, stop: int) -> bool:
        """Whether "in the region" at `i` tells which countries are meant."""
        words = [token.lower for token in self.words[i : min(i + 3, stop)]]
        return words[:2] == ["in", "the"] and words[-1] in self.known.places

    def _past_do_so(self, end: int, stop: int) -> int:
        """Return where the words end that tell who "others" are: "others *in a position to do so*"."""
        if self.words[end - 1].lower not in _NAMELESS:
            return end
        for i in range(end, min(end + _WORDS_BEFORE_DO_SO, stop - 1)):
            if not self.words[i].word:
                return end
            if (self.words[i].lower, self.words[i + 1].lower) == ("do", "so"):
                return i + 2
        return end

    def _further_title(self, head: Head, end: int, stop: int) -> bool:
        """Whether "and" at `end` joins a second title of one person: "the Special Representative *and Head of* it"."""
        if self.coordinator(end) != 1 or end + 1 >= stop or not head.determined:
            return False
        titles = self.known.office_holders
        first, second = self.words[head.head], self.words[end + 1]
        return second.capital and second.lower in titles and first.capital and first.lower.split()[-1] in titles

    def _says_more(self, preposition: int, end: int, stop: int) -> bool:
        """Whether the phrase that begins at `preposition` continues after `end` with a description of its own nouns.

        Such a phrase does not belong to the name: "arrangements *with competence* to manage stocks", "States *in
        regions* where ...".
        """
        words, known = self.words, self.known
        if words[preposition].lower not in ("with", "in") or end >= stop:
            return False
        if any(token.capital or token.key is not None for token in words[preposition:end]):
            return False
        following = words[end]
        if following.key is not None or following.capital:
            return False
        before_relative = following.lower in known.relatives or (
            end + 1 < stop and words[end + 1].lower in known.relatives
        )
        return following.lower == "to" or (before_relative and following.lower != ",") or known.is_participle(following)

    def _list_of_doings(self, preposition: int, end: int, stop: int) -> int:
        """Return where a list of activities that continues after `end` stops: "mechanisms for *monitoring, reporting
        and review*"; 0 if there is none.
        """
        words = self.words
        if words[preposition].lower != "for" or end >= stop or not self._is_doing(words[end - 1]):
            return 0
        i, commas = end, 0
        while i < stop:
            coordinator_length = self.coordinator(i)
            step = coordinator_length or int(words[i].lower == ",")
            if not step or i + step >= stop or not self._is_doing(words[i + step]):
                return 0
            commas += not coordinator_length
            i += step + 1
            if coordinator_length:
                return i if commas and (i >= stop or self.bound(i)) else 0
        return 0

    def _is_doing(self, token: Token) -> bool:
        """Whether the token, in lower case, names an activity: "implementation", "monitoring", "follow-up"."""
        if token.capital or token.key is not None or not token.word:
            return False
        lower = token.lower
        return lower.endswith(("ing", "-up")) or (self.known.is_thing(token) and not self.known.is_party(token))

    def _past_places(self, end: int, stop: int) -> int:
        """Return where a list of what needs no article ends: "countries of origin*, transit and destination*"."""
        whole = self.known.whole_after_of
        while self.words[end - 1].lower in whole:
            following = end + (self.words[end].lower == ",") if end < stop else end
            following += self.coordinator(following)
            if following == end or following >= stop or self.words[following].lower not in whole:
                break
            end = following + 1
        return end

    def _object_end(self, i: int, stop: int) -> int:
        """Return where the object of a preposition before `i` ends."""
        inner = self.head(i, stop, governed=True)
        if inner is not None and inner.party:
            return inner.head + 1
        end = self._run_end(i, stop)
        first = self._past_determiners(i, stop)
        if (
            first + 1 < end
            and self.words[first].key is not None
            and _THIRD_PERSON_VERB.fullmatch(self.words[first + 1].text)
        ):
            return first + 1  # "the Office of the Secretariat plays"
        if not self.subject or first >= end or not self.words[first].capital:
            return end
        return next((j for j in range(first, end) if not self.words[j].capital), end)  # "in Arcadia immediately cease"

    def _list_in_title(self, comma: int, stop: int) -> int:
        """Return where a title that continues after a comma ends: "on Long, *Wide and Other Nets*"; 0 if none does."""
        words = self.words
        if words[comma].lower != "," or not words[comma - 1].capital or words[comma - 1].key is not None:
            return 0
        end, joined = comma, False
        while end < stop:
            step = end + 1 if words[end].lower == "," else end
            coordinator_length = self.coordinator(step)
            step += coordinator_length if coordinator_length == 1 else 0
            while end > comma and step < stop and words[step].lower in _IN_TITLE and step < end + _SHORT_WORD_COUNT:
                step += 1
            if step >= stop or not words[step].capital or words[step].key is not None:
                break
            if self.known.is_party(words[step]) and not joined and words[step - 1].lower not in self.known.determiners:
                return 0  # but "Firearms, Their Parts and Components"
            joined = joined or coordinator_length == 1
            end = step + 1
        if not joined or end <= comma + 2:
            return 0
        return end + (end < stop and not self.bound(end))  # "of the Basel, Rotterdam and Stockholm *conventions*"

    def _further_government(self, head: int, comma: int) -> bool:
        """Whether a comma joins one more State to "the Governments of X"."""
        following = self.words[comma + 1] if comma + 1 < len(self.words) else None
        return (
            self.words[head].lower == "governments"
            and self.words[comma].lower == ","
            and following is not None
            and self.is_state(following)
        )

    def is_state(self, token: Token) -> bool:
        """Whether the token can be the name of a State: a known one, or any capitalized word that names no party."""
        if token.key is not None:
            return token.key.startswith("state-")
        return token.capital and not token.text.isupper() and not self.known.is_party(token)

    def _continues_name(self, i: int, stop: int) -> bool:
        """Whether a preposition at `i` continues the name before it."""
        words, known = self.words, self.known
        lower = words[i].lower
        if lower not in known.naming or i + 1 >= stop or not words[i + 1].word:
            return False
        following = words[i + 1]
        if self._is_day(i + 1, stop):
            return False
        if lower == "of":
            return following.lower not in ("how", "what", "why", "which", "whether")
        if following.lower in known.relatives or (lower == "to" and is_infinitive(words, i)):
            return False
        if lower == "for" and following.lower.endswith("ing") and i + 2 < stop and words[i + 2].lower == ",":
            return self._list_of_doings(i, i + 2, stop) > 0  # "mechanisms for monitoring, reporting and review"
        if lower == "for" and self._is_given(i + 1, stop):
            return False  # "calls upon donors for technical support"
        if (lower, following.lower) in known.not_naming:
            # "parties to the Convention", "all parties to the present fighting"
            return following.lower == "the" and i + 2 < stop and (words[i + 2].capital or self._is_party_to(i))
        if not following.lower.endswith("ing") or following.capital:
            return True
        after = words[i + 2].lower if i + 2 < stop else ","
        return lower == "on" and after in ("of", "in", ",")  # "the focal point on ageing"

    def _is_party_to(self, i: int) -> bool:
        """Whether a "to" at `i` follows "parties" or the like, which it tells from others."""
        return self.words[i].lower == "to" and self.words[i - 1].lower in self.known.parties_to

    def _is_given(self, i: int, stop: int) -> bool:
        """Whether the lower-case phrase at `i` names something given to someone: "technical support",
        "contributions".
        """
        end = self._run_end(i, stop)
        if end <= i or any(token.capital for token in self.words[i:end]):
            return False
        return self.words[end - 1].lower in self.known.given_nouns

    def _is_day(self, i: int, stop: int) -> bool:
        """Whether a day or month begins at `i`: "on 30 July 2018", "in March 2017"."""
        day_length = self.words[i].text.isdigit() and i + 1 < stop
        return self.words[i + day_length].text in _MONTHS

    def _inside_name(self, joint_index: int, after: int, stop: int, *, of: str) -> bool:
        """Whether the "and" at `joint_index` is inside a name with the head noun `of`, not before another party."""
        words, known = self.words, self.known
        if after >= stop or not words[after].word:
            return False
        if of == "governments":
            state = next(
                (token for token in words[after : after + 3] if token.lower not in ("of", "the")), words[after]
            )
            return self.is_state(state)
        is_joint_head = of in known.joint_heads
        has_preposition = words[after].lower in known.naming
        if words[after].lower == "to":
            return False  # "appeals to States and to organizations"
        if words[after].lower in ("on", "upon") and after + 1 < stop:
            own_head = self.head(after + 1, stop)
            if own_head is not None and own_head.party and own_head.determined and not words[own_head.head].capital:
                return False  # "calls on the chairs of the courts and on the registrars"
        if has_preposition and not is_joint_head:
            return True  # "of the United Nations and of the Organization"
        inner = self.head(after + has_preposition, stop) if after + has_preposition < stop else None
        if inner is None:
            return False
        head = words[inner.head]
        if not inner.party:
            if inner.determined and words[after + has_preposition].lower not in ("the", "a", "its", "their"):
                return False  # "and any future investigations"
            return words[inner.first].capital or not words[inner.first].lower.endswith("ly")
        is_own = words[after].lower in ("its", "their")
        if (is_own or not inner.determined) and head.capital and not known.is_party(head):
            return True  # "for Political and Peacebuilding Affairs", "on the Control of Nets and their Disposal"
        if is_joint_head:
            if self._stands_alone(inner, of):
                return False
            if words[after].lower == "other" and head.lower in known.organizations:
                return True  # "executive heads of the agencies and other organizations of the system"
            return head.key is not None or head.capital or not inner.determined
        is_bare = not inner.determined and inner.first == inner.head and head.lower in known.organizations
        return is_bare and words[joint_index - 1].lower in known.organizations and not head.capital

    def _stands_alone(self, member: Head, head_noun: str) -> bool:
        """Whether a party after the "and" of "the members of A and ..." is a party of its own, not part of the name."""
        words, head = self.words, self.words[member.head]
        last = head.lower.split()[-1]
        if last in self.known.office_holders:  # "the Chairs of the Committees and the Secretary-General"
            return True
        following = words[member.head + 1].lower if member.head + 1 < len(words) else ""
        is_title = last in self.known.joint_heads or self.known.is_person_noun(last)
        if is_title and following == "of":
            return True  # "members of the agencies and observers of the Assembly"
        return last in _GOVERNMENTS and not member.determined and head_noun not in _HEADS_OF_STATES

    def _past_founding(self, i: int, stop: int) -> int:
        """Return where "established pursuant to resolutions 1267 (1999) and 1989 (2011)" ends; `i` if it is absent."""
        if [token.lower for token in self.words[i : i + 2]] not in _FOUNDING_PHRASES:
            return i
        end = i
        for j in range(i + 2, min(i + 16, stop)):
            if self.words[j].text.isdigit() and self.words[j - 1].lower in _FOUNDING_WORDS - {"of"}:
                end = j + 1
            elif end > i and self.words[j].lower not in _FOUNDING_WORDS:
                break
        return end
