"""Reading a passage as a list of parties: where each begins and ends, which "and" parts two of them.

The grammar is that of resolutions. Parties are joined by commas, "and", "or" and "as well as"; between commas stands
what is said besides ("in this regard", "as appropriate", "acting under Chapter VII") and what gives examples
("including ..."), which is no party. An "and" parts two parties when what follows it has a party for its head: "the Special
Rapporteur on the promotion and protection of ... and the Committee".
"""

from __future__ import annotations

from dataclasses import dataclass

from mandates.extraction.party_words import PartyWords, party_words
from mandates.extraction.tokens import Token


@dataclass(frozen=True, slots=True)
class Conjunct:
    """One party of a list, by indices of tokens.

    Attributes:
        first: its first word, articles and "all", "relevant" left out.
        head: its head noun.
        end: one past its last word, relative clauses and the like left out.
        determined: it has an article or qualifier of its own.
        party: its head names someone able to act.
    """

    first: int
    head: int
    end: int
    determined: bool
    party: bool


_COORDINATORS = {"and": 1, "or": 1, "and/or": 1, "nor": 1}
#: Words that can stand for a party without a noun: "all concerned", "those in a position to do so".
_STANDALONE = frozenset({"all", "those", "others", "concerned", "both", "each"})
_NUMBERS = frozenset("one two three four five six seven eight nine ten several many most some".split())


def is_infinitive(words: list[Token], i: int) -> bool:
    """Whether "to" at `i` begins an infinitive: "to submit", "to, inter alia, ensure", "to:"."""
    known = party_words()
    k = i + 1
    if k < len(words) and words[k].lower == ",":
        return True
    if k >= len(words) or words[k].lower == ":":
        return True
    token = words[k]
    if token.key is not None or token.capital or not token.word or token.text[0].isdigit():
        return False
    lower = token.lower
    if lower in known.leading or lower in known.pronouns or lower in ("which", "whom", "what", "and", "or"):
        return False
    if lower in known.prepositions:
        return lower in ("further", "so")
    return not (known.is_party(token) or (lower.endswith(("ing", "tion", "tions")) and lower not in known.base_verbs))


class PhraseReader:
    """Reads lists of parties in `words`."""

    def __init__(self, words: list[Token], *, subject: bool = False) -> None:
        """Prepare to read `words`; as the subject of a verb that follows without "to" when `subject`."""
        self.words = words
        self.known: PartyWords = party_words()
        self.subject = subject

    def parties(self, at: int, stop: int, *, close: bool = False, once: bool = False) -> list[Conjunct]:
        """Return the members of the list in ``words[at:stop]``.

        With `close` only up to the first thing that is no member; with `once` only up to the member after an "and".
        """
        found: list[Conjunct] = []
        i = at
        closed = False  # the list has had its "and"
        while i < stop:
            token = self.words[i]
            joins = self.coordinator(i)
            if once and closed and found and token.lower == ",":
                break
            if joins:
                closed = True
                i += joins
            elif not token.word:
                if close and token.lower != ",":
                    break
                i += 1
            elif self._examples(i) or self._interposed(i, stop) or (found and token.lower == "both"):
                if close:
                    break
                i = self._past_besides(i, stop, closed=closed)
            else:
                conjunct = self.phrase(i, stop)
                if conjunct is None or (found and not (conjunct.party and self._can_stand(conjunct))):
                    if close:
                        break
                    i = self._past_comma(i, stop)
                    continue
                if found and not closed and not joins and self._apposition(i, stop, len(found)):
                    i = self._past_comma(i, stop)
                    continue
                found.append(conjunct)
                i = conjunct.end
                if not conjunct.party or (self.subject and i < stop and not self._bound(i)):
                    break
                i = self._past_tail(i, stop)
        return found

    def _can_stand(self, member: Conjunct) -> bool:
        """Whether a later member of a list can be a party: a common noun in the singular needs an article."""
        head = self.words[member.head]
        if head.lower in _STANDALONE and head.lower != "others":
            return False
        if member.determined or head.key is not None:
            return True
        if head.capital:
            return self.known.is_party(head) or sum(map(str.isupper, head.text)) > 1
        return head.lower.endswith("s") or head.lower in self.known.mass_nouns

    def coordinator(self, i: int) -> int:
        """Return how many tokens from `i` make an "and" (0 for none)."""
        if i >= len(self.words):
            return 0
        lower = self.words[i].lower
        if lower in _COORDINATORS:
            return 1
        if lower == "as" and [t.lower for t in self.words[i + 1 : i + 3]] == ["well", "as"]:
            return 3
        return 0

    def phrase(self, at: int, stop: int) -> Conjunct | None:
        """Return the noun phrase that begins at `at`; None when none does."""
        found = self._head(at, stop)
        if found is None:
            return None
        first, head, determined, party = found
        end = head + 1
        joint = self.words[head].lower in self.known.joint_heads
        in_phrase = ""  # the preposition of the phrase after the head that we are in
        while end < stop:
            token = self.words[end]
            joins = self.coordinator(end)
            if self._naming(end, stop):
                in_phrase = token.lower
                inner = self._head(end + 1, stop)
                end = inner[1] + 1 if inner is not None and inner[3] else self._run_end(end + 1, stop)
            elif joins and in_phrase and self._belongs(end, end + joins, stop, joint=joint):
                end = self._run_end(end + joins, stop)
            else:
                break
        return Conjunct(first, head, end, determined, party)

    def _head(self, at: int, stop: int) -> tuple[int, int, bool, bool] | None:
        """Return (first word, head, determined, whether a party) of the noun phrase at `at`."""
        words, known = self.words, self.known
        i, determined = at, False
        if words[i].lower in known.pronouns and (self.subject or self._ends(i + 1, stop)):
            return i, i, False, True
        while i < stop and (words[i].lower in known.leading or words[i].lower in _NUMBERS) and not (words[i].capital and i):
            determined = True
            i += 1
            if i < stop and words[i].lower == "of" and words[i - 1].lower in ("all", "each", "both", *_NUMBERS):
                i += 1
        if i >= stop or not words[i].word:
            return (i - 1, i - 1, True, True) if determined and words[i - 1].lower in _STANDALONE else None
        first, jumps = i, 0
        head = None
        while i < stop:
            end = self._run_end(i, stop)
            if end == i:
                break
            head = self._head_of_run(i, end)
            if head is not None and not self._adjective_here(head, end, stop):
                return first, head, determined, True
            last = words[end - 1]
            head = end - 1
            joins = self.coordinator(end) or int(end < stop and words[end].lower == ",")
            after = end + joins
            if words[end : end + 1] and words[end].lower == "," and self.coordinator(after):
                after += self.coordinator(after)
            shared = (
                joins
                and jumps < 3
                and after < stop
                and words[after].word
                and words[after].lower not in known.leading
                and not self._bound(after)
            )
            if last.capital and last.lower not in known.things:
                # "Sahel and Maghreb States", but "Houthis, armed groups and others"
                if not shared or determined or words[end].lower == "," or words[after].key is not None:
                    return first, head, determined, True
            elif not shared or joins == 3 or last.capital or self._thing_in_full(i, end):
                break  # "initiatives as well as regional mechanisms", but "security and armed forces"
            i, jumps = after, jumps + 1
        if head is None:
            return (i - 1, i - 1, True, True) if determined and words[i - 1].lower in _STANDALONE else None
        return first, self._run_end(first, stop) - 1, determined, False

    def _adjective_here(self, head: int, end: int, stop: int) -> bool:
        """Whether the noun only qualifies what follows "and": "the public and private sectors"."""
        joins = self.coordinator(end) if end < stop else 0
        if joins != 1 or head != end - 1 or self.words[head].lower not in self.known.adjectival:
            return False
        after = self.words[end + 1] if end + 1 < stop else None
        return after is not None and after.key is None and after.lower not in self.known.leading and not after.capital

    def _thing_in_full(self, start: int, end: int) -> bool:
        """Whether the run is a thing by itself, no adjective or noun before the head that is to come."""
        last = self.words[end - 1]
        long = end - start > 1 and self.words[start].key is None
        return self.known.is_noun_of_thing(last) and (long or last.lower.endswith("s"))

    def _head_of_run(self, start: int, end: int) -> int | None:
        """Return the last word of ``words[start:end]`` that names a party; None when the run names a thing."""
        words, known = self.words, self.known
        head = None
        for i in range(start, end):
            if known.is_party(words[i]):
                head = i
            elif head is not None and (known.is_post_modifier(words[i]) or (self.subject and not words[i].capital)):
                if known.is_noun_of_thing(words[i]) and not known.is_base_verb(words[i]):
                    return None  # "the annual panel discussion"
                if known.is_post_modifier(words[i]) or not known.is_thing(words[i]):
                    return head
                if end < len(words) and words[end].lower in known.modals:
                    return None  # "the Security Council resolutions shall"
                return head
        if head is not None and head < end - 1:
            if words[end - 1].capital and words[end - 1].lower not in known.things:
                return end - 1  # "President Jammeh"
            return None  # "youth participation"
        return head

    def _belongs(self, joint_at: int, after: int, stop: int, *, joint: bool) -> bool:
        """Whether the "and" at `joint_at` stands inside a name, what follows being no party of its own."""
        words, known = self.words, self.known
        if after >= stop or not words[after].word:
            return False
        if words[after].lower in known.naming and not joint:
            return True  # "of the United Nations and of the Organization"
        found = self._head(after if words[after].lower not in known.naming else after + 1, stop)
        if found is None:
            return False
        first, head, determined, party = found
        if not party:
            return not (known.is_post_modifier(words[first]) and not words[first].capital)
        if not determined and words[head].capital and not known.is_party(words[head]):
            return True  # "for Political and Peacebuilding Affairs"
        if joint:
            return words[head].key is not None or words[head].capital or not determined
        before = words[joint_at - 1].lower
        bare = not determined and first == head and words[head].lower in known.organizations
        return bare and before in known.organizations and not words[head].capital

    def _naming(self, i: int, stop: int) -> bool:
        """Whether a preposition at `i` continues the name before it."""
        words, known = self.words, self.known
        if words[i].lower not in known.naming or i + 1 >= stop or not words[i + 1].word:
            return False
        following = words[i + 1]
        if words[i].lower == "of":
            return True
        if following.lower in known.relatives:
            return False
        if words[i].lower == "to" and is_infinitive(words, i):
            return False
        pair = (words[i].lower, following.lower)
        if pair in known.not_naming:
            return following.lower == "the" and self._capital_after(i + 1, stop)
        return not following.lower.endswith("ing") or following.capital

    def _capital_after(self, i: int, stop: int) -> bool:
        """Whether "the" at `i` is followed by a name: "States parties to the Convention"."""
        return i + 1 < stop and self.words[i + 1].capital

    def _bound(self, i: int) -> bool:
        """Whether the token at `i` ends a run of nouns and adjectives."""
        token = self.words[i]
        if not token.word or token.lower in _COORDINATORS:
            return True
        if token.key is not None or token.capital:
            return False
        known = self.known
        return (
            token.lower in known.prepositions
            or token.lower in known.relatives
            or token.lower == "to"
            or (self.subject and token.lower in known.modals)
        )

    def _run_end(self, i: int, stop: int) -> int:
        """Return where the run of nouns and adjectives that begins at `i` ends, articles at its head included."""
        start = i
        while i < stop and self.words[i].lower in self.known.leading:
            i += 1
        while i < stop and not self._bound(i):
            i += 1
        if i - start > 1 and not self.subject:
            for k in range(start + 1, i):
                if self.known.is_party(self.words[k - 1]) and self.known.is_post_modifier(self.words[k]):
                    return k
        return i

    def _ends(self, i: int, stop: int) -> bool:
        return i >= stop or self._bound(i)

    def _interposed(self, i: int, stop: int) -> bool:
        """Whether what begins at `i`, at the head of a member, is said besides."""
        token, known = self.words[i], self.known
        if token.key is not None:
            return False
        lower = token.lower
        if lower in known.relatives:
            return lower != "that" or not self._party_at(i + 1, stop)
        if lower in known.prepositions or lower == "to":
            return True
        if lower.endswith("ly") or (lower.endswith(("ing", "ed")) and not self._party_at(i, stop)):
            return True
        return False

    def _party_at(self, i: int, stop: int) -> bool:
        found = self._head(i, stop)
        return found is not None and found[3]

    def _examples(self, i: int) -> int:
        """Return how many tokens from `i` introduce examples (0 for none)."""
        if self.words[i].key is not None:
            return 0
        for phrase in self.known.examples:
            if self.words[i].lower == phrase[0] and (
                len(phrase) == 1 or tuple(t.lower for t in self.words[i : i + len(phrase)]) == phrase
            ):
                return len(phrase)
        return 0

    def _past_besides(self, i: int, stop: int, *, closed: bool) -> int:
        """Return where what begins at `i` and names no member of the list ends."""
        if self._examples(i):
            return self._past_examples(i, stop, closed=closed)
        lead = self._partner_lead(i)
        if lead:
            members = self.parties(self._first_name(i + lead, stop), stop, close=True)
            if members:
                i = members[-1].end
        comma = next((k for k in range(i, stop) if self.words[k].lower == ","), stop)
        enclosed = self.words[stop - 1].lower == ","
        if lead and enclosed and self.coordinator(comma + 1) == 3:  # ", as well as" goes on with those consulted
            comma = next((k for k in range(comma + 1, stop) if self.words[k].lower == ","), stop)
        return comma

    def _first_name(self, i: int, stop: int) -> int:
        """Return `i`, or where the first name stands after "with *and taking into account the views of* States"."""
        if not self.coordinator(i):
            return i
        return next((k for k in range(i, min(i + 12, stop)) if self.words[k].key is not None), i)

    def _partner_lead(self, i: int) -> int:
        """Return how many tokens from `i` make "in close consultation with", "with the support of" (0 for none)."""
        leads = ("with", "consulting") if self.words[i].lower != "with" else ("of", "from")
        for k in range(i, min(i + 7, len(self.words))):
            if not self.words[k].word:
                return 0
            if self.words[k].lower in leads:
                return k + 1 - i
        return 0

    def _past_examples(self, i: int, stop: int, *, closed: bool) -> int:
        """Return where the examples that begin at `i` end and the list goes on."""
        words = self.words
        comma = next((k for k in range(i + 1, stop) if words[k].lower == ","), stop)
        if words[stop - 1].lower != ",":  # "States, including developing States, and agencies to ..."
            return stop if closed and not self.coordinator(comma + 1) else comma
        joins = self.coordinator(comma + 1)
        if joins == 3 or (joins and self._own_party(comma + 1 + joins, stop, named=False)):
            return comma  # "States, including developing States, and all other stakeholders, to ..."
        first = i + self._examples(i)
        first += words[first].lower in self.known.prepositions  # "including through ..."
        listed = self.parties(first, stop, close=True, once=True)
        end = listed[-1].end if listed else i
        return next((k for k in range(end, stop) if words[k].lower == ","), stop)

    def _apposition(self, i: int, stop: int, before: int) -> bool:
        """Whether the member at `i`, in a list without "and", says again who the one before it is."""
        return not any(self.coordinator(k) for k in range(i, stop)) and before == 1 and not self._more_commas(i, stop)

    def _more_commas(self, i: int, stop: int) -> bool:
        return any(self.words[k].lower == "," for k in range(i, stop - 1))

    def _past_comma(self, i: int, stop: int) -> int:
        """Return the next comma or the "and" before a party, from `i` on."""
        for k in range(i, stop):
            if self.words[k].lower == "," and k > i:
                return k
            joins = self.coordinator(k)
            if joins and k > i and self._own_party(k + joins, stop, named=False):
                return k
        return stop

    def _past_tail(self, i: int, stop: int) -> int:
        """Return where what is said of a party ends: at a comma, or at an "and" before another party."""
        doing = False  # "which are cooperating to establish organizations and arrangements"
        for k in range(i, stop):
            if self.words[k].lower == ",":
                return k
            doing = doing or (self.words[k].lower == "to" and is_infinitive(self.words, k) and not self._do_so(k + 1))
            joins = self.coordinator(k)
            if joins and (k == i or self._own_party(k + joins, stop, named=not doing)):
                return k
        return stop

    def _do_so(self, i: int) -> bool:
        return [t.lower for t in self.words[i : i + 2]] == ["do", "so"]

    def _own_party(self, i: int, stop: int, *, named: bool = True) -> bool:
        """Whether a party begins at `i` that has an article, a qualifier or a name; a name in small letters if `named`."""
        if i < stop and self.words[i].lower == ",":
            return True
        found = self._head(i, stop) if i < stop else None
        if found is None or not found[3]:
            return False
        head = self.words[found[1]]
        if found[2] or not named:
            return found[2] or (head.key is not None and head.capital)
        return head.key is not None or (self.words[found[0]].capital and self.known.is_party(head))
