"""The head of a noun phrase: the noun that says whether it names a party or a thing.

"the relevant *organizations* of the United Nations system" has the head "organizations". Adjectives share a head:
"international, regional and subregional *organizations*".
"""

from __future__ import annotations

from typing import NamedTuple

from mandates.extraction.party_words import ADJECTIVE_ENDINGS, PartyWords, party_words
from mandates.extraction.token import Token


class Head(NamedTuple):
    """The beginning of a noun phrase up to its head; the fields are those of `Conjunct`."""

    first: int
    head: int
    determined: bool
    party: bool


_EXCLUDING = frozenset({("such", "as"), ("other", "than")})
#: Participles that form a compound with the noun before them: "troop contributing countries".
_COMPOUND_PARTICIPLES = frozenset({"contributing"})
#: The most letters of an abbreviation that may be another word in capitals.
_SHORT_WORD_LENGTH = 3
_COORDINATORS = frozenset({"and", "or", "and/or", "nor"})
#: Endings of capitalized adjectives that are no names: "an Afghan-led process".
_CAPITAL_ADJECTIVES = ("-led", "-owned", "-based")
#: The number of words of a pair.
_PAIR = 2
#: How often adjectives may be joined before their noun: "international, regional, subregional and local bodies".
_JOINED_ADJECTIVES = 3


class HeadReader:
    """Finds the heads of the noun phrases in `words`."""

    def __init__(self, words: list[Token], *, subject: bool = False) -> None:
        """Prepare to read `words`.

        Args:
            words: the tokens of a passage.
            subject: whether the phrases are subjects of a verb that follows without "to".
        """
        self.words = words
        self.known: PartyWords = party_words()
        self.subject = subject

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
        return token.lower in (known.bounding_subjects if self.subject else known.bounding)

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
                and word.lower.endswith(ADJECTIVE_ENDINGS)
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
        return token.key is not None or (token.text.isupper() and len(token.text) > _SHORT_WORD_LENGTH)

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
