"""Reading one noun phrase: its head, what belongs to its name, and whether it names a party.

"the relevant *organizations* of the United Nations system that have not yet done so" has the head "organizations"; its
name ends before "that". Adjectives share a head ("international, regional and subregional *organizations*"), and an
"and" may be part of a name ("the Under-Secretary-General for Political and Peacebuilding Affairs").
"""

from __future__ import annotations

import calendar
import re
from typing import NamedTuple

from mandates import lexicon
from mandates.extraction.party_words import PartyWords, party_words
from mandates.extraction.tokens import Token, name_words_after_to, tokens


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


class Head(NamedTuple):
    """The beginning of a noun phrase up to its head; the fields are those of `Conjunct`."""

    first: int
    head: int
    determined: bool
    party: bool


#: Words between "to" and the verb that look like prepositions: "to at least double", "to inter alia ensure".
_BEFORE_INFINITIVE = frozenset({"at", "no", "inter", "not", "so", "further", "once", "even"})
#: Endings of adjectives, in "its request to intergovernmental bodies".
_ADJECTIVES = ("al", "ic", "ous")
_NEVER_INFINITIVE = frozenset({"which", "whom", "what", "and", "or"})
#: Words after a verb that looks like a noun: "to press on".
_VERB_PARTICLES = frozenset({"on", "ahead", "forward"})
#: "the right to food", as part of a name.
_NO_INFINITIVE_AFTER = frozenset({"right", "rights"})
#: "established pursuant to paragraph 6 of resolution 1267 (1999) and ..."
_FOUNDING_PHRASES = (
    ["established", "pursuant"],
    ["established", "by"],
    ["established", "in"],
    ["established", "under"],
)
_FOUNDING_WORDS = frozenset({",", "and", "of", "paragraph", "resolution", "resolutions"})
_EXCLUDING = frozenset({("such", "as"), ("other", "than")})
#: Participles that form a compound with the noun before them: "troop contributing countries".
_COMPOUND_PARTICIPLES = frozenset({"contributing"})
#: Short words inside a title, and how many of them may follow each other.
_IN_TITLE = frozenset({"of", "on", "in", "the", "for", "to", "against", "their", "and"})
_SHORT_WORD_COUNT = 3
_COORDINATORS = frozenset({"and", "or", "and/or", "nor"})
#: Endings of capitalized adjectives that are no names: "an Afghan-led process".
_CAPITAL_ADJECTIVES = ("-led", "-owned", "-based")
#: Parties of their own after "the members of a body and", except after heads of States.
_GOVERNMENTS = frozenset({"governments", "states", "countries"})
_HEADS_OF_STATES = frozenset({"heads", "leaders", "ministers"})
#: A verb in the third person after a name.
_THIRD_PERSON_VERB = re.compile(r"(?:play|provide|continue|make|take|carrie|undertake|submit|prepare)s")
_MONTHS = frozenset(calendar.month_name[1:])
#: The number of words of a pair.
_PAIR = 2
#: Words for parties that need to be told apart by what follows, and the most words before "do so".
_NAMELESS = frozenset({"others", "those"})
_WORDS_BEFORE_DO_SO = 7
#: How often adjectives may be joined before their noun: "international, regional, subregional and local bodies".
_JOINED_ADJECTIVES = 3


def is_infinitive(words: list[Token], i: int) -> bool:
    """Whether "to" at `i` begins an infinitive: "to submit", "to, inter alia, ensure", "to:"."""
    known = party_words()
    if i + 1 >= len(words) or not words[i + 1].word:
        return True
    token = words[i + 1]
    lower = token.lower
    if i and words[i - 1].text in _NO_INFINITIVE_AFTER:
        return False
    if lower in known.base_verbs and not token.capital:
        following = words[i + 2] if i + 2 < len(words) else None  # "to fund it", "to institute measures"
        takes_object = following is not None and (
            following.lower in known.leading
            or following.lower in known.pronouns
            or following.lower in _VERB_PARTICLES
            or known.is_thing(following)
        )
        return takes_object or not known.is_party(token)
    if token.key is not None or token.capital or token.text[0].isdigit():
        return False
    if lower in _BEFORE_INFINITIVE or (lower == "without" and i + 2 < len(words) and words[i + 2].lower == "delay"):
        return True
    if not i and lower.endswith(_ADJECTIVES) and i + 2 < len(words) and known.is_party(words[i + 2]):
        return False
    if lower in known.leading or lower in known.pronouns or lower in known.prepositions or lower in _NEVER_INFINITIVE:
        return False
    is_plural = lower.endswith("s") and lower[-2:-1] not in "suia"  # "exposed to storms", but "to address", "to focus"
    return not (is_plural or known.is_party(token) or lower.endswith(("ing", "tion", "tions")))


@lexicon.remembered
def surely_infinitive(verb: str) -> bool:
    """Whether "to" before the word `verb` begins an infinitive, whatever follows: "to ensure", but not "to fund"."""
    if verb == "do" or verb in party_words().base_verbs or verb in name_words_after_to():  # "to do so": as others do
        return False
    return is_infinitive(tokens(f"to {verb}"), 0)


class NounPhraseReader:
    """Reads noun phrases in `words`."""

    def __init__(self, words: list[Token], *, subject: bool = False) -> None:
        """Prepare to read `words`.

        Args:
            words: the tokens of a passage.
            subject: whether the phrases are subjects of a verb that follows without "to".
        """
        self.words = words
        self.known: PartyWords = party_words()
        self.subject = subject

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
            if self._continues_name(end, stop):
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

    def head(self, at: int, stop: int, *, governed: bool = False) -> Head | None:
        """Return the head of the noun phrase that begins at `at`; None if none does.

        After a preposition (`governed`), "and other" continues the phrase before it: "commissions *of* inquiry and
        other mechanisms".
        """
        words, known = self.words, self.known
        if words[at].lower in known.pronouns and (
            at + 1 >= stop
            or self.bound(at + 1)
            or (words[at].lower not in known.determiners and (self.subject or words[at + 1].lower in known.trailing))
        ):
            return Head(at, at, determined=False, party=True)
        first = self._past_determiners(at, stop)
        determined = first > at
        pronoun_head = None
        if determined and words[first - 1].lower in known.standing:
            pronoun_head = Head(
                first - 1 if words[first - 1].lower == "others" else at, first - 1, determined, party=True
            )
        if first >= stop or self.bound(first):
            return pronoun_head
        if (
            pronoun_head is not None
            and self.subject
            and words[first - 1].lower == "concerned"
            and not known.is_party(words[first])
        ):
            return pronoun_head  # "all parties and others concerned treat the lake as ..."
        i = first
        for jumps in range(_JOINED_ADJECTIVES + 1):
            end = self._run_end(i, stop)
            head = self._head_of_run(i, end)
            if head is not None and not self._adjective_here(head, end, stop):
                return Head(first, head, determined, party=True)
            after = self._joined_to(end, stop, other=not governed) if jumps < _JOINED_ADJECTIVES else None
            if governed and after is not None and self._ends_governed(i, end):
                break  # "of origin and countries of asylum", "of the system, and regional bodies"
            last = words[end - 1]
            if after is not None and words[end].start > last.end + 1:
                i = after  # a hyphen comes between: "Troop- and Police-Contributing Countries"
                continue
            lower_index = next((j for j in range(i, end) if not words[j].capital), end)
            if self.subject and i < lower_index < end and self._names_who(lower_index):
                return Head(first, lower_index - 1, determined, party=True)  # "the Houthis immediately release"
            if self._is_name(last) and not words[i].text[0].isdigit():
                # "Sahel and Maghreb States", but "Houthis, armed groups and others"
                is_adjective = after is not None and self._qualifies_with(last, after, stop)
                # "the Joint Monitoring and Evaluation Commission"
                is_whole_name = determined and not last.lower.endswith("ing") and not is_adjective
                if (
                    after is None
                    or is_whole_name
                    or words[end].lower == ","
                    or (self._is_known(words[after]) and not is_adjective)
                ):
                    return Head(first, end - 1, determined, party=True)
            elif (
                after is None
                or last.capital
                or self.coordinator(end) > 1
                or (self._thing_in_full(i, end) and not self._before_other(end, stop))
            ):
                break  # "initiatives as well as regional mechanisms", but "security and armed forces"
            assert after is not None  # noqa: S101 - both branches leave the loop without it
            i = after
        end = self._run_end(first, stop)
        if determined and end == first + 1 and words[first - 1].lower == "those" and self._says_which(words[first]):
            return Head(at, first, determined, party=True)  # "those responsible"
        return Head(first, end - 1, determined, party=False)

    def coordinator(self, i: int) -> int:
        """Return how many tokens from `i` make an "and" (0 for none)."""
        if i >= len(self.words):
            return 0
        lower = self.words[i].lower
        if lower in _COORDINATORS:
            return 1
        if lower == "as" and [token.lower for token in self.words[i + 1 : i + 3]] == ["well", "as"]:
            return 3
        return 0

    def bound(self, i: int) -> bool:
        """Whether the token at `i` ends a run of nouns and adjectives."""
        token, known = self.words[i], self.known
        if not token.word or token.lower in _COORDINATORS:
            return True
        if token.key is not None or token.capital:
            return False
        if token.lower in known.prepositions or token.lower in known.relatives or token.lower == "to":
            return True
        return token.lower in (known.modals if self.subject else known.auxiliaries)

    def _past_determiners(self, i: int, stop: int) -> int:
        """Return where the phrase at `i` continues after "all of the other relevant"."""
        words, known = self.words, self.known
        start = i
        while i < stop and (words[i].lower in known.leading or words[i].lower in known.numbers):
            if (words[i].capital and i) or (words[i].lower == "that" and i > start):
                break  # "Torture and Other Cruel ...", "those that ..."
            i += 1
            if i < stop and words[i].lower == "of":
                i += words[i - 1].lower in ("all", "each", "both") or words[i - 1].lower in known.numbers
        return i

    def _run_end(self, i: int, stop: int) -> int:
        """Return where the run of nouns and adjectives that begins at `i` ends; articles at its start are included."""
        start = i
        while i < stop and self.words[i].lower in self.known.leading:
            i += 1
        while i < stop and not self.bound(i) and (i == start or not self._determiner(i)):
            i += 1
        if not self.subject:
            for j in range(start + 1, i):
                if self.known.is_party(self.words[j - 1]) and self.known.is_post_modifier(self.words[j]):
                    if self._contributing(j, i):
                        continue
                    return j
        return i

    def _contributing(self, i: int, stop: int) -> bool:
        """Whether a participle in -ing modifies the noun after it: "troop and police *contributing* countries"."""
        return self.words[i].lower in _COMPOUND_PARTICIPLES and i + 1 < stop and self.known.is_party(self.words[i + 1])

    def _determiner(self, i: int) -> bool:
        """Whether the token at `i` ends a run: an article or the like, "such as" or "other than"."""
        if self.words[i].capital:
            return False
        following = self.words[i + 1].lower if i + 1 < len(self.words) else ""
        return self.words[i].lower in self.known.determiners or (self.words[i].lower, following) in _EXCLUDING

    def _head_of_run(self, start: int, end: int) -> int | None:
        """Return the last word of ``words[start:end]`` that names a party; None if the run names a thing."""
        words, known = self.words, self.known
        head = None
        for i in range(start, end):
            word = words[i]
            if word.lower.endswith(("'s", "s'")) and i < end - 1:
                head = None  # "Member States' cooperation"
            elif known.is_party(word) or (i > start and f"{words[i - 1].lower} {word.lower}" in known.parties):
                head = i
            elif self._contributing(i, end):
                continue
            elif (
                self.subject
                and word.lower.endswith(_ADJECTIVES)
                and i + 1 < end
                and known.is_noun_of_thing(words[i + 1])
            ):
                return None  # "enhanced public strategic communication"
            elif head is not None and (known.is_post_modifier(word) or (self.subject and not word.capital)):
                if (
                    known.is_noun_of_thing(word)
                    and not known.is_base_verb(word)
                    and not self._third_person(head, i, end)
                ):
                    return None  # "the annual panel discussion"
                is_verb = known.is_post_modifier(word) or not known.is_thing(word)
                if not is_verb and end < len(words) and words[end].lower in known.modals:
                    return None  # "the Security Council report shall"
                return head
        if head is None or head == end - 1:
            return head
        return end - 1 if self._is_name(words[end - 1]) else None  # "President Jammeh", but "youth participation"

    def _third_person(self, head: int, i: int, end: int) -> bool:
        """Whether a plural at `i` can be a verb: "requests that the Secretary-General reports to the Council"."""
        is_last_word = self.words[head].key is not None and i == end - 1 and self.words[i].lower.endswith("s")
        return (
            self.subject and is_last_word and end < len(self.words) and self.words[end].lower not in self.known.modals
        )

    def _is_known(self, token: Token) -> bool:
        """Whether the token is a name by itself: an entity of the registry or an abbreviation."""
        return token.key is not None or (token.text.isupper() and len(token.text) > _SHORT_WORD_COUNT)

    def _is_name(self, token: Token) -> bool:
        """Whether the token, capitalized but no known name, ends the name of a party."""
        return token.capital and token.lower not in self.known.things and not token.lower.endswith(_CAPITAL_ADJECTIVES)

    def _names_who(self, verb: int) -> bool:
        """Whether the capitalized words before the verb at `verb` are the name of its subject."""
        name, word = self.words[verb - 1], self.words[verb]
        if not self._is_name(name) or name.lower.endswith(("'s", "s'")):
            return False
        return word.lower.endswith("ly") or not self.known.is_thing(word)

    def _says_which(self, token: Token) -> bool:
        return self.known.is_post_modifier(token) or token.lower.endswith(("ible", "able"))

    def _joined_to(self, end: int, stop: int, *, other: bool) -> int | None:
        """Return where the words begin that an "and" or a comma at `end` joins to the adjective before it.

        With `other`, "and other" joins them too. None if nothing is joined.
        """
        after = end + self.coordinator(end)
        if after == end and end < stop and self.words[end].lower == ",":
            after = end + 1 + self.coordinator(end + 1)
        elif other and after < stop and self.words[after].lower == "other" and self._may_qualify(self.words[end - 1]):
            after = self._past_determiners(after, stop)  # "peacekeeping and other relevant missions"
        if after == end or after >= stop or self.words[after].lower in self.known.leading or self.bound(after):
            return None
        return after

    def _adjective_here(self, head: int, end: int, stop: int) -> bool:
        """Whether the noun is only an adjective of what follows "and": "the public and private sectors"."""
        if head != end - 1 or self.words[head].lower not in self.known.adjectival or self.coordinator(end) != 1:
            return False
        after = self.words[end + 1] if end + 1 < stop else None
        if after is not None and head and after.lower == self.words[head - 1].lower:
            return False  # "local government and local stakeholders"
        return after is not None and after.key is None and after.lower not in self.known.leading and not after.capital

    def _ends_governed(self, start: int, end: int) -> bool:
        """Whether the object of a preposition ends with the run before an "and" at `end`."""
        words = self.words
        if end - start == 1 and words[start].lower in self.known.whole_after_of:
            return True
        return words[end].lower == "," and self.coordinator(end + 1) > 0

    def _may_qualify(self, token: Token) -> bool:
        """Whether the token can be an adjective, not a name by itself: "peacekeeping", "Western European"."""
        return not self._is_name(token) or (token.key is None and token.lower.endswith(self.known.name_adjectives))

    def _qualifies_with(self, last: Token, after: int, stop: int) -> bool:
        """Whether a capitalized adjective shares the noun at `after`: "the Palestinian and Israeli sides"."""
        if last.key is not None or not last.lower.endswith(self.known.name_adjectives):
            return False
        head = self._head_of_run(after, self._run_end(after, stop))
        return head is not None and self.words[head].lower.split()[-1] in self.known.parties

    def _before_other(self, end: int, stop: int) -> bool:
        """Whether a noun in the singular qualifies what "and other" names: "special procedure *and other* bodies"."""
        after = end + self.coordinator(end)
        return after < stop and self.words[after].lower == "other" and not self.words[end - 1].lower.endswith("s")

    def _thing_in_full(self, start: int, end: int) -> bool:
        """Whether the run is a thing by itself, not a modifier of a head that follows."""
        last = self.words[end - 1]
        if end - start == _PAIR and (self.words[start].lower, last.lower) in self.known.adjectival_pairs:
            return False  # "human rights and development organizations"
        has_modifier = end - start > 1 and self.words[start].key is None
        return self.known.is_noun_of_thing(last) and (has_modifier or last.lower.endswith("s"))

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
            return following.lower == "the" and i + 2 < stop and words[i + 2].capital  # "parties to the Convention"
        if not following.lower.endswith("ing") or following.capital:
            return True
        after = words[i + 2].lower if i + 2 < stop else ","
        return lower == "on" and after in ("of", "in", ",")  # "the focal point on ageing"

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
        if not inner.determined and head.capital and not known.is_party(head):
            return True  # "for Political and Peacebuilding Affairs"
        if is_joint_head:
            if self._stands_alone(inner, of):
                return False
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
