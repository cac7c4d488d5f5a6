"""Reading a list of parties: which "and" parts two of them, and what is no member.

The grammar is that of resolutions. Parties are joined by commas, "and", "or" and "as well as". Parentheticals ("in this
regard", "as appropriate", "acting under Chapter VII") and examples ("including ...") between commas are not parties. An
"and" separates two parties if the head noun of the words after it is a party: "the Special Rapporteur on the promotion
and protection of ... and the Committee".
"""

from __future__ import annotations

from mandates.extraction.infinitives import is_infinitive
from mandates.extraction.noun_phrases import Conjunct, NounPhraseReader
from mandates.extraction.token import Token

#: Words before an activity in a parenthetical.
_BEFORE_ACTIVITY = frozenset({"when", "while", "in", "by"})
#: Words before the members of a group.
_COMPOSED_OF = frozenset({"consisting", "composed", "comprising", "comprised"})
#: With these words a list continues after examples: "including agencies of the system, *relevant* organizations, ...".
_RESUMING_DETERMINERS = frozenset({"all", "relevant"})
#: Words in -ly that are no adverbs: "family businesses".
_NO_ADVERBS = frozenset({"family", "assembly", "supply", "early", "friendly", "elderly"})
#: The beginnings of a purpose in a parenthetical: "States, *in order to* stop the sale of boats, parts and fuel,
#: shall".
_PURPOSES = (("in", "order", "to"), ("with", "a", "view", "to"), ("so", "as", "to"), ("for", "the", "purpose", "of"))
#: The beginnings of a way in a parenthetical: "States, *directly or through* local, regional or global bodies, to".
_WAYS = tuple((*either, how, "or", "through") for either in ((), ("either",)) for how in ("directly", "individually"))
#: The number of tokens of "as well as".
_AS_WELL_AS = 3
#: The most words that may describe a member before the list continues, in a sentence whose end is not known.
_SHORT_TAIL_WORDS = 4


class PartyListReader(NounPhraseReader):
    """Reads lists of parties in `words`.

    Attributes:
        words_left: whether a list that was read contains words that no member was read from.
    """

    words_left = False

    def parties(self, at: int, stop: int, *, close: bool = False, once: bool = False) -> list[Conjunct]:
        """Return the members of the list in ``words[at:stop]``.

        If the first member is no party, it is the only one. With `close` the list ends at the first phrase that is no
        member; with `once`, after the member that an "and" joins.
        """
        if self._is_one_name(at, stop):
            return [Conjunct(stop - 1, stop - 1, stop, determined=stop - at > 1, party=True)]
        members: list[Conjunct] = []
        has_and = after_and = False  # the list has had its "and"; the next member follows an "and"
        i = at
        while i < stop:
            token = self.words[i]
            coordinator_length = self.coordinator(i)
            if once and has_and and members and token.lower == ",":
                break
            if coordinator_length:
                has_and = after_and = True
                i += coordinator_length
                # "appeals to States and to organizations", "calls on the chairs and on the registrars"
                i += i < stop and (self.words[i].lower in ("to", "on", "upon", "also") or self._again(at, i))
            elif token.lower == ",":
                i += 1
            elif not token.word:
                if close:
                    break
                i += 1
            elif self._examples(i) or self._besides(i, stop) or (members and token.lower == "both"):
                if close and not (members and (self._list_goes_on(i, stop) or self._more_behind(i, stop))):
                    break
                i = self._past_besides(i, stop, closed=has_and or self._embraces_all(members))
            else:
                member = self.phrase(i, stop)
                is_paired = (
                    member is not None and after_and and bool(members) and self._plain_pair(members, member, stop)
                )
                if member is not None and is_paired:
                    member = member._replace(party=True)
                shares_article = member is not None and self._shares_article(members, member)
                if member is None or (
                    members and not is_paired and not shares_article and not (member.party and self._can_stand(member))
                ):
                    if close:
                        break
                    self.words_left = True
                    i = self._past_stranger(i, stop)
                elif len(members) == 1 and not has_and and self._apposition(i, stop):
                    i = self._past_stranger(i, stop)
                elif members and (self._says_who(member) or self._sector_of(members[-1], member)):
                    i = member.end
                else:
                    members.append(member)
                    # the "and" of "funds and programmes, the Board, ..." closes no list
                    has_and, after_and = after_and, False
                    i = member.end
                    if not member.party or (self.subject and i < stop and not self.bound(i)):
                        break
                    i = self._past_tail(i, stop)
                    if close and not self._tail_is_short(member.end, i):
                        break
        return members

    def _again(self, at: int, i: int) -> bool:
        """Whether the preposition before the list that begins at `at` is repeated: "work of States *and of* firms"."""
        return (
            at > 0
            and self.words[i].lower in ("of", "by", "from", "between", "among")
            and self.words[i].lower == self.words[at - 1].lower
        )

    def _is_one_name(self, at: int, stop: int) -> bool:
        """Whether ``words[at:stop]`` is only "the Secretary-General" or the like, as in most clauses."""
        if not 0 < stop - at <= 2 or self.words[stop - 1].key is None:
            return False
        return stop - at == 1 or self.words[at].text == "the"

    def _tail_is_short(self, start: int, end: int) -> bool:
        """Whether only words such as "concerned" or "within their mandates" follow a member."""
        tail = self.words[start:end]
        return all(map(self.known.is_post_modifier, tail)) or (len(tail) <= _SHORT_TAIL_WORDS and tail[0].lower != "by")

    def _shares_article(self, members: list[Conjunct], member: Conjunct) -> bool:
        """Whether "or" joins two nouns under one article: "*the* supplying State *or organization*"."""
        previous = members[-1] if members else None
        has_or = previous is not None and member.first - previous.end == 1 and self.words[previous.end].lower == "or"
        return has_or and previous is not None and previous.determined and member.party and member.first == member.head

    def _can_stand(self, member: Conjunct) -> bool:
        """Whether a later member of a list can be a party: a common noun in the singular needs an article."""
        head = self.words[member.head]
        if head.lower in self.known.standing:  # "and others concerned", but not "and those"
            return any(token.lower == "others" for token in self.words[member.first : member.end])
        if head.key is not None or self.known.is_party(head):
            return member.determined or head.key is not None or head.capital or self._needs_no_article(head)
        if head.capital:  # "the Houthis", "INTERPOL", but not "the Return of Astronauts"
            is_whole = member.end == member.head + 1 or self.known.is_party(self.words[member.end - 1])
            return (member.determined and is_whole) or sum(map(str.isupper, head.text)) > 1
        return member.determined or self._needs_no_article(head)

    def _needs_no_article(self, head: Token) -> bool:
        return head.lower.endswith("s") or head.lower in self.known.mass_nouns

    def _own_party(self, i: int, stop: int, *, named: bool) -> bool:
        """Whether a party with an article or qualifier or a known name begins at `i`.

        With `named`, a known name in lower case or a capitalized name of a party counts too. A comma also counts.
        """
        if i >= stop:
            return False
        if self.words[i].lower == ",":
            return True
        phrase = self.head(i, stop)
        if phrase is None or not phrase.party:
            return False
        head = self.words[phrase.head]
        if phrase.determined or not named:
            return phrase.determined or (head.key is not None and head.capital)
        is_capitalized = self.words[phrase.first].capital or head.capital  # "user States"
        return head.key is not None or (is_capitalized and self.known.is_party(head))

    def _besides(self, i: int, stop: int) -> bool:
        """Whether a parenthetical begins at `i`, where a member could begin."""
        token, known = self.words[i], self.known
        if token.key is not None:
            return False
        lower = token.lower
        if any(self._reads(i, way) for way in _WAYS):
            return True
        if lower in known.relatives:
            return lower != "that" or i + 1 >= stop or not self._party_at(i + 1, stop)
        if lower in known.prepositions or lower == "to" or (lower.endswith("ly") and lower not in _NO_ADVERBS):
            return True
        if lower.endswith("ing") and self._follows_doing(i):
            return True
        return lower.endswith(("ing", "ed")) and not self._party_at(i, stop)

    def _list_goes_on(self, i: int, stop: int) -> bool:
        """Whether the list continues after the parenthetical at `i`: ", within their mandates, and all others"."""
        comma = self._comma(i, stop)
        coordinator_length = self.coordinator(comma + 1)
        has_preposition = self.words[i].lower in self.known.prepositions and self.words[i - 1].lower == ","
        return (
            has_preposition
            and coordinator_length > 0
            and self._own_party(comma + 1 + coordinator_length, stop, named=False)
        )

    def _more_behind(self, i: int, stop: int) -> bool:
        """Whether "as well as" continues the list after the example at `i`: ", notably its Board, as well as"."""
        return self._examples(i) > 0 and self.coordinator(self._comma(i + 1, stop) + 1) == _AS_WELL_AS

    def _plain_pair(self, members: list[Conjunct], member: Conjunct, stop: int) -> bool:
        """Whether a member is the second of a plain pair whose first is a party: "all teachers and *pupils*"."""
        first_head, head = self.words[members[-1].head], self.words[member.head]
        if member.first != member.head or (member.end < stop and self.words[member.end].lower != ","):
            return False
        is_plain = first_head.key is None and not first_head.capital and members[-1].first == members[-1].head
        is_adjacent = member.first - members[-1].end == 1 and not head.capital and head.key is None
        if is_adjacent and head.lower in self.known.listed_things and self.known.is_party(first_head):
            return True  # "regional organizations and processes"
        return is_plain and is_adjacent and head.lower.endswith("s") and not self.known.is_thing(head)

    def _follows_doing(self, i: int) -> bool:
        """Whether a word in "-ing" at `i` continues a list of activities: "when designing, implementing programmes"."""
        j = i
        while j > 2 and (self.words[j - 1].lower == "," or self.coordinator(j - 1)):
            j -= 2
            if self.words[j].key is not None or not self.words[j].lower.endswith("ing"):
                return False
            if self.words[j - 1].lower in _BEFORE_ACTIVITY:
                return True
        return False

    def _party_at(self, i: int, stop: int) -> bool:
        head = self.head(i, stop)
        return head is not None and head.party

    def _examples(self, i: int) -> int:
        """Return the number of tokens from `i` that introduce examples (0 for none)."""
        if self.words[i].key is not None:
            return 0
        for phrase in self.known.examples.get(self.words[i].lower, ()):
            if tuple(token.lower for token in self.words[i : i + len(phrase)]) == phrase:
                return len(phrase)
        return 0

    def _past_besides(self, i: int, stop: int, *, closed: bool) -> int:
        """Return where the parenthetical or the examples that begin at `i` end."""
        if self._examples(i):
            if closed and self.words[stop - 1].lower == "," and not self._resumes(i, stop):
                return stop
            return self._past_examples(i, stop, closed=closed)
        partner_length = self._partner_lead(i)
        before_comma = self.words[stop - 1].lower == ","
        if before_comma and any(self._reads(i, purpose) for purpose in _PURPOSES):
            return stop
        if before_comma and any(self._reads(i, way) for way in _WAYS) and not self._resumes(i, stop):
            return stop
        if partner_length:
            first = i + partner_length
            if first < stop and self.words[first].lower == ",":  # "with the support of, as appropriate, the Office"
                first = self._comma(first + 1, stop) + 1
            members = self.parties(self._first_name(first, stop), stop, close=True) if first < stop else []
            i = members[-1].end if members else i
        comma = self._comma(i, stop)
        while partner_length and before_comma and comma < stop - 1 and not self.coordinator(comma + 1):
            comma = self._comma(comma + 1, stop)  # "in collaboration with all experts, academia and others"
        if not before_comma and any(token.lower in _COMPOSED_OF for token in self.words[i:comma]):
            return stop  # ", within the framework of a group consisting of the Government, the Mission and the Team"
        if partner_length and before_comma and self.coordinator(comma + 1) == 3:
            # ", as well as" continues the list of those consulted
            comma = self._comma(comma + 1, stop)
        return comma

    def _resumes(self, i: int, stop: int) -> bool:
        """Whether ", and" or ", all" after the examples that begin at `i` may continue the list of addressees."""
        commas = (comma for comma in range(i, stop - 1) if self.words[comma].lower == ",")
        return any(
            self.coordinator(comma + 1) or self.words[comma + 1].lower in _RESUMING_DETERMINERS for comma in commas
        )

    def _reads(self, i: int, phrase: tuple[str, ...]) -> bool:
        return tuple(token.lower for token in self.words[i : i + len(phrase)]) == phrase

    def _partner_lead(self, i: int) -> int:
        """Return the number of tokens from `i` of "in close consultation with", "with the support of" (0 for none)."""
        last_words = ("of", "from") if self.words[i].lower == "with" else ("with", "consulting")
        for j in range(i, min(i + 7, len(self.words))):
            if not self.words[j].word:
                return 0
            if self.words[j].lower in last_words:
                return j + 1 - i
        return 0

    def _first_name(self, i: int, stop: int) -> int:
        """Return `i`, or the place of the first name after "with *and taking into account the views of* States"."""
        if not self.coordinator(i):
            return i
        return next((j for j in range(i, min(i + 12, stop)) if self.words[j].key is not None), i)

    def _past_examples(self, i: int, stop: int, *, closed: bool) -> int:
        """Return where the examples that begin at `i` end and the list continues."""
        comma = self._comma_of_list(i + 1, stop)
        coordinator_length = self.coordinator(comma + 1)
        if self.words[stop - 1].lower != ",":  # "States, including developing States, and agencies to ..."
            return stop if closed and not coordinator_length else comma
        if coordinator_length == 3 or (
            coordinator_length and self._own_party(comma + 1 + coordinator_length, stop, named=False)
        ):
            return comma  # "States, including developing States, and all other stakeholders, to ..."
        first = i + self._examples(i)
        if first < stop and self.words[first].lower in self.known.prepositions:
            first += 1  # "including through ..."
        examples = self.parties(first, stop, close=True, once=True)
        comma = self._comma_of_list(examples[-1].end if examples else i, stop)
        if not any(self.coordinator(j) for j in range(first, comma)) or not self._parted(first, comma):
            return comma
        while (
            comma < stop - 1
            and not self.coordinator(comma + 1)
            and self.words[comma + 1].lower not in _RESUMING_DETERMINERS
        ):
            comma = self._comma(comma + 1, stop)  # "including bodies and offices of the commissions, firms and schools"
        return comma

    def _parted(self, first: int, comma: int) -> bool:
        """Whether the "and" of the first example is inside its name: "bodies *and* offices of the commissions"."""
        return any(token.lower == "of" for token in self.words[first:comma])

    def _apposition(self, i: int, stop: int) -> bool:
        """Whether the second member, at `i`, is an apposition to the first: no "and" and no further comma follows."""
        return not any(self.coordinator(j) for j in range(i, stop)) and self._comma(i, stop - 1) == stop - 1

    def _embraces_all(self, members: list[Conjunct]) -> bool:
        """Whether the only member so far includes all that may follow: "stakeholders, including A, B and C"."""
        return len(members) == 1 and self.words[members[0].head].lower.split()[-1] in self.known.embracing

    def _says_who(self, member: Conjunct) -> bool:
        """Whether a later member, "the occupying Power", is an apposition to the one before its comma."""
        word_before = self.words[member.first - 2] if member.first > 1 else None
        is_apposition = self.words[member.head].lower.split()[-1] in self.known.appositions
        return is_apposition and word_before is not None and word_before.lower == ","

    def _sector_of(self, previous: Conjunct, member: Conjunct) -> bool:
        """Whether a member continues the description of the previous one: "bodies at work *in* the mining, *boat
        sectors*".
        """
        tail = self.words[previous.end : member.first]
        is_sectors = self.words[member.head].lower == "sectors" and not member.determined
        return is_sectors and any(token.lower == "in" for token in tail)

    def _comma(self, i: int, stop: int) -> int:
        return next((j for j in range(i, stop) if self.words[j].lower == ","), stop)

    def _comma_of_list(self, i: int, stop: int) -> int:
        """Return the next comma that does not follow "and": "including boats *and, as appropriate,* the Board,"."""
        comma = self._comma(i, stop)
        while comma < stop and self.coordinator(comma - 1):
            comma = self._comma(self._comma(comma + 1, stop) + 1, stop)
        return comma

    def _past_stranger(self, i: int, stop: int) -> int:
        """Return where a phrase at `i` that is no member ends: at a comma, or at an "and" before another party."""
        for j in range(i + 1, stop):
            coordinator_length = self.coordinator(j)
            if self.words[j].lower == "," or (
                coordinator_length and self._own_party(j + coordinator_length, stop, named=False)
            ):
                return j
        return stop

    def _past_tail(self, i: int, stop: int) -> int:
        """Return where the description of a party ends: at a comma, or at an "and" before another party."""
        has_purpose = False  # "which are cooperating to establish organizations and arrangements"
        for j in range(i, stop):
            lower = self.words[j].lower
            if lower == ",":
                return j
            if lower == "to" and is_infinitive(self.words, j):
                has_purpose = has_purpose or [token.lower for token in self.words[j + 1 : j + 3]] != ["do", "so"]
            coordinator_length = self.coordinator(j)
            if coordinator_length and (j == i or self._own_party(j + coordinator_length, stop, named=not has_purpose)):
                if coordinator_length == 1 and j > i and self._in_title(j):
                    continue
                return j
        return stop

    def _in_title(self, i: int) -> bool:
        """Whether an "and" at `i` joins two capitalized words, of which the second begins no known name."""
        before, after = self.words[i - 1], self.words[i + 1]
        is_title = before.capital and before.key is None and not self.known.is_party(before)
        if is_title and after.lower == "other" and i + 2 < len(self.words):
            i, after = i + 1, self.words[i + 2]  # "Torture and other Cruel, Inhuman or Degrading Treatment"
        if not is_title or not after.capital or after.key is not None:
            return False
        following = self.head(i + 1, len(self.words))
        return following is not None and self.words[following.head].capital
