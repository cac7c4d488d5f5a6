"""Reading a list of parties: which "and" parts two of them, and what is no member.

The grammar is that of resolutions. Parties are joined by commas, "and", "or" and "as well as"; between commas stands
what is said besides ("in this regard", "as appropriate", "acting under Chapter VII") and what gives examples
("including ..."), which is no party. An "and" parts two parties when what follows has a party for its head: "the
Special Rapporteur on the promotion and protection of ... and the Committee".
"""

from __future__ import annotations

from mandates.extraction.noun_phrases import Conjunct, NounPhraseReader, is_infinitive
from mandates.extraction.tokens import Token

#: Words before a doing that is said besides.
_WHILE = frozenset({"when", "while", "in", "by"})
#: Words before the members of something named.
_MADE_UP_OF = frozenset({"consisting", "composed", "comprising", "comprised"})
#: With these a list goes on behind examples: "including agencies of the system, *relevant* organizations, ...".
_ALL = frozenset({"all", "relevant"})
#: Words in -ly that are no adverbs: "family businesses".
_NO_ADVERBS = frozenset({"family", "assembly", "supply", "early", "friendly", "elderly"})
#: How the purpose begins that is said besides: "States, *in order to* stop the sale of boats, parts and fuel, shall".
_PURPOSES = (("in", "order", "to"), ("with", "a", "view", "to"), ("so", "as", "to"), ("for", "the", "purpose", "of"))
#: Tokens of "as well as".
_AS_WELL_AS = 3
#: Words that may be said of a member of a list, in a sentence whose end is not known, before the list goes on.
_SHORT_TAIL = 4


class PartyListReader(NounPhraseReader):
    """Reads lists of parties in `words`.

    Attributes:
        words_left: whether a list that was read has words that no member was read from.
    """

    words_left = False

    def parties(self, at: int, stop: int, *, close: bool = False, once: bool = False) -> list[Conjunct]:
        """Return the members of the list in ``words[at:stop]``.

        The first may be no party: then it is the only one. With `close` the list ends at the first thing that is no
        member; with `once`, after the member that an "and" joins.
        """
        if self._is_one_name(at, stop):
            return [Conjunct(stop - 1, stop - 1, stop, determined=stop - at > 1, party=True)]
        found: list[Conjunct] = []
        closed = joined = False  # the list has had its "and"; what comes next is joined by one
        i = at
        while i < stop:
            token = self.words[i]
            joins = self.coordinator(i)
            if once and closed and found and token.lower == ",":
                break
            if joins:
                closed = joined = True
                i += joins
                # "appeals to States and to organizations", "calls on the chairs and on the registrars"
                i += i < stop and (self.words[i].lower in ("to", "on", "upon", "also") or self._again(at, i))
            elif token.lower == ",":
                i += 1
            elif not token.word:
                if close:
                    break
                i += 1
            elif self._examples(i) or self._besides(i, stop) or (found and token.lower == "both"):
                if close and not (found and (self._list_goes_on(i, stop) or self._more_behind(i, stop))):
                    break
                i = self._past_besides(i, stop, closed=closed or self._embraces_all(found))
            else:
                member = self.phrase(i, stop)
                paired = member is not None and joined and bool(found) and self._plain_pair(found, member, stop)
                if member is not None and paired:
                    member = member._replace(party=True)
                shares = member is not None and self._shares_article(found, member)
                if member is None or (
                    found and not paired and not shares and not (member.party and self._can_stand(member))
                ):
                    if close:
                        break
                    self.words_left = True
                    i = self._past_stranger(i, stop)
                elif len(found) == 1 and not closed and self._apposition(i, stop):
                    i = self._past_stranger(i, stop)
                elif found and (self._says_who(member) or self._sector_of(found[-1], member)):
                    i = member.end
                else:
                    found.append(member)
                    closed, joined = joined, False  # the "and" of "funds and programmes, the Board, ..." closes no list
                    i = member.end
                    if not member.party or (self.subject and i < stop and not self.bound(i)):
                        break
                    i = self._past_tail(i, stop)
                    if close and not self._tail_is_short(member.end, i):
                        break
        return found

    def _again(self, at: int, i: int) -> bool:
        """Whether "of" before the list that begins at `at` is said again: "the role of States *and of* agencies"."""
        return at > 0 and self.words[i].lower == "of" == self.words[at - 1].lower

    def _is_one_name(self, at: int, stop: int) -> bool:
        """Whether no more than "the Secretary-General" stands there, as in most clauses."""
        if not 0 < stop - at <= 2 or self.words[stop - 1].key is None:
            return False
        return stop - at == 1 or self.words[at].text == "the"

    def _tail_is_short(self, start: int, end: int) -> bool:
        """Whether after a member stand only words such as "concerned" or "within their mandates"."""
        tail = self.words[start:end]
        return all(map(self.known.is_post_modifier, tail)) or (len(tail) <= _SHORT_TAIL and tail[0].lower != "by")

    def _shares_article(self, found: list[Conjunct], member: Conjunct) -> bool:
        """Whether "or" joins two nouns under one article: "*the* supplying State *or organization*"."""
        before = found[-1] if found else None
        joined = before is not None and member.first - before.end == 1 and self.words[before.end].lower == "or"
        return joined and before is not None and before.determined and member.party and member.first == member.head

    def _can_stand(self, member: Conjunct) -> bool:
        """Whether a later member of a list can be a party: a common noun in the singular needs an article."""
        head = self.words[member.head]
        if head.lower in self.known.standing:  # "and others concerned", but not "and those"
            return any(token.lower == "others" for token in self.words[member.first : member.end])
        if head.key is not None or self.known.is_party(head):
            return member.determined or head.key is not None or head.capital or self._needs_no_article(head)
        if head.capital:  # "the Houthis", "INTERPOL", but not "the Return of Astronauts"
            whole = member.end == member.head + 1 or self.known.is_party(self.words[member.end - 1])
            return (member.determined and whole) or sum(map(str.isupper, head.text)) > 1
        return member.determined or self._needs_no_article(head)

    def _needs_no_article(self, head: Token) -> bool:
        return head.lower.endswith("s") or head.lower in self.known.mass_nouns

    def _own_party(self, i: int, stop: int, *, named: bool) -> bool:
        """Whether a party with an article or qualifier or a known name begins at `i`; in small letters if `named`."""
        if i >= stop:
            return False
        if self.words[i].lower == ",":
            return True
        found = self.head(i, stop)
        if found is None or not found.party:
            return False
        head = self.words[found.head]
        if found.determined or not named:
            return found.determined or (head.key is not None and head.capital)
        capital = self.words[found.first].capital or head.capital  # "user States"
        return head.key is not None or (capital and self.known.is_party(head))

    def _besides(self, i: int, stop: int) -> bool:
        """Whether what begins at `i`, where a member could, is said besides."""
        token, known = self.words[i], self.known
        if token.key is not None:
            return False
        lower = token.lower
        if lower in known.relatives:
            return lower != "that" or i + 1 >= stop or not self._party_at(i + 1, stop)
        if lower in known.prepositions or lower == "to" or (lower.endswith("ly") and lower not in _NO_ADVERBS):
            return True
        if lower.endswith("ing") and self._follows_doing(i):
            return True
        return lower.endswith(("ing", "ed")) and not self._party_at(i, stop)

    def _list_goes_on(self, i: int, stop: int) -> bool:
        """Whether the list goes on behind what is said besides at `i`: ", within their mandates, and all others"."""
        comma = self._comma(i, stop)
        joins = self.coordinator(comma + 1)
        named = self.words[i].lower in self.known.prepositions and self.words[i - 1].lower == ","
        return named and joins > 0 and self._own_party(comma + 1 + joins, stop, named=False)

    def _more_behind(self, i: int, stop: int) -> bool:
        """Whether "as well as" goes on with the list behind the example at `i`: ", notably its Board, as well as"."""
        return self._examples(i) > 0 and self.coordinator(self._comma(i + 1, stop) + 1) == _AS_WELL_AS

    def _plain_pair(self, found: list[Conjunct], member: Conjunct, stop: int) -> bool:
        """Whether a member is the second of a plain pair whose first is a party: "all teachers and *pupils*"."""
        before, head = self.words[found[-1].head], self.words[member.head]
        if member.first != member.head or (member.end < stop and self.words[member.end].lower != ","):
            return False
        plain = before.key is None and not before.capital and found[-1].first == found[-1].head
        adjacent = member.first - found[-1].end == 1 and not head.capital and head.key is None
        if adjacent and head.lower in self.known.listed_things and self.known.is_party(before):
            return True  # "regional organizations and processes"
        return plain and adjacent and head.lower.endswith("s") and not self.known.is_thing(head)

    def _follows_doing(self, i: int) -> bool:
        """Whether a word in "-ing" at `i` goes on a list of doings: "when designing, implementing programmes"."""
        k = i
        while k > 2 and (self.words[k - 1].lower == "," or self.coordinator(k - 1)):
            k -= 2
            if self.words[k].key is not None or not self.words[k].lower.endswith("ing"):
                return False
            if self.words[k - 1].lower in _WHILE:
                return True
        return False

    def _party_at(self, i: int, stop: int) -> bool:
        found = self.head(i, stop)
        return found is not None and found.party

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
            if closed and self.words[stop - 1].lower == "," and not self._resumes(i, stop):
                return stop
            return self._past_examples(i, stop, closed=closed)
        lead = self._partner_lead(i)
        enclosed = self.words[stop - 1].lower == ","
        if enclosed and any(self._reads(i, purpose) for purpose in _PURPOSES):
            return stop
        if lead:
            first = i + lead
            if first < stop and self.words[first].lower == ",":  # "with the support of, as appropriate, the Office"
                first = self._comma(first + 1, stop) + 1
            members = self.parties(self._first_name(first, stop), stop, close=True) if first < stop else []
            i = members[-1].end if members else i
        comma = self._comma(i, stop)
        while lead and enclosed and comma < stop - 1 and not self.coordinator(comma + 1):
            comma = self._comma(comma + 1, stop)  # "in collaboration with all experts, academia and others"
        if not enclosed and any(token.lower in _MADE_UP_OF for token in self.words[i:comma]):
            return stop  # ", within the framework of a group consisting of the Government, the Mission and the Team"
        if lead and enclosed and self.coordinator(comma + 1) == 3:  # ", as well as" goes on with those consulted
            comma = self._comma(comma + 1, stop)
        return comma

    def _resumes(self, i: int, stop: int) -> bool:
        """Whether ", and" or ", all" behind the examples that begin at `i` may go on with those addressed."""
        commas = (k for k in range(i, stop - 1) if self.words[k].lower == ",")
        return any(self.coordinator(k + 1) or self.words[k + 1].lower in _ALL for k in commas)

    def _reads(self, i: int, phrase: tuple[str, ...]) -> bool:
        return tuple(token.lower for token in self.words[i : i + len(phrase)]) == phrase

    def _partner_lead(self, i: int) -> int:
        """Return how many tokens from `i` make "in close consultation with", "with the support of" (0 for none)."""
        leads = ("of", "from") if self.words[i].lower == "with" else ("with", "consulting")
        for k in range(i, min(i + 7, len(self.words))):
            if not self.words[k].word:
                return 0
            if self.words[k].lower in leads:
                return k + 1 - i
        return 0

    def _first_name(self, i: int, stop: int) -> int:
        """Return `i`, or where the first name stands after "with *and taking into account the views of* States"."""
        if not self.coordinator(i):
            return i
        return next((k for k in range(i, min(i + 12, stop)) if self.words[k].key is not None), i)

    def _past_examples(self, i: int, stop: int, *, closed: bool) -> int:
        """Return where the examples that begin at `i` end and the list goes on."""
        comma = self._comma_of_list(i + 1, stop)
        joins = self.coordinator(comma + 1)
        if self.words[stop - 1].lower != ",":  # "States, including developing States, and agencies to ..."
            return stop if closed and not joins else comma
        if joins == 3 or (joins and self._own_party(comma + 1 + joins, stop, named=False)):
            return comma  # "States, including developing States, and all other stakeholders, to ..."
        first = i + self._examples(i)
        if first < stop and self.words[first].lower in self.known.prepositions:
            first += 1  # "including through ..."
        listed = self.parties(first, stop, close=True, once=True)
        comma = self._comma_of_list(listed[-1].end if listed else i, stop)
        if not any(self.coordinator(k) for k in range(first, comma)) or not self._parted(first, comma):
            return comma
        while comma < stop - 1 and not self.coordinator(comma + 1) and self.words[comma + 1].lower not in _ALL:
            comma = self._comma(comma + 1, stop)  # "including bodies and offices of the commissions, firms and schools"
        return comma

    def _parted(self, first: int, comma: int) -> bool:
        """Whether the "and" of the first example stands inside it: "bodies *and* offices of the commissions"."""
        return any(token.lower == "of" for token in self.words[first:comma])

    def _apposition(self, i: int, stop: int) -> bool:
        """Whether the second member, at `i`, says again who the first is: no "and" and no further comma follows."""
        return not any(self.coordinator(k) for k in range(i, stop)) and self._comma(i, stop - 1) == stop - 1

    def _embraces_all(self, found: list[Conjunct]) -> bool:
        """Whether the only member so far takes in all that may follow: "stakeholders, including A, B and C"."""
        return len(found) == 1 and self.words[found[0].head].lower.split()[-1] in self.known.embracing

    def _says_who(self, member: Conjunct) -> bool:
        """Whether a later member, "the occupying Power", says again who the one before its comma is."""
        before = self.words[member.first - 2] if member.first > 1 else None
        named = self.words[member.head].lower.split()[-1] in self.known.appositions
        return named and before is not None and before.lower == ","

    def _sector_of(self, before: Conjunct, member: Conjunct) -> bool:
        """Whether a member goes on what is said of the one before: "bodies at work *in* the mining, *boat sectors*"."""
        tail = self.words[before.end : member.first]
        named = self.words[member.head].lower == "sectors" and not member.determined
        return named and any(token.lower == "in" for token in tail)

    def _comma(self, i: int, stop: int) -> int:
        return next((k for k in range(i, stop) if self.words[k].lower == ","), stop)

    def _comma_of_list(self, i: int, stop: int) -> int:
        """Return the next comma that does not follow "and": "including boats *and, as appropriate,* the Board,"."""
        comma = self._comma(i, stop)
        while comma < stop and self.coordinator(comma - 1):
            comma = self._comma(self._comma(comma + 1, stop) + 1, stop)
        return comma

    def _past_stranger(self, i: int, stop: int) -> int:
        """Return where a phrase at `i` that is no member ends: at a comma, or an "and" before a party of its own."""
        for k in range(i + 1, stop):
            joins = self.coordinator(k)
            if self.words[k].lower == "," or (joins and self._own_party(k + joins, stop, named=False)):
                return k
        return stop

    def _past_tail(self, i: int, stop: int) -> int:
        """Return where what is said of a party ends: at a comma, or at an "and" before another party."""
        doing = False  # "which are cooperating to establish organizations and arrangements"
        for k in range(i, stop):
            lower = self.words[k].lower
            if lower == ",":
                return k
            if lower == "to" and is_infinitive(self.words, k):
                doing = doing or [t.lower for t in self.words[k + 1 : k + 3]] != ["do", "so"]
            joins = self.coordinator(k)
            if joins and (k == i or self._own_party(k + joins, stop, named=not doing)):
                if joins == 1 and k > i and self._in_title(k):
                    continue
                return k
        return stop

    def _in_title(self, k: int) -> bool:
        """Whether an "and" at `k` joins two words in capitals, of which the second begins no name that is known."""
        before, after = self.words[k - 1], self.words[k + 1]
        title = before.capital and before.key is None and not self.known.is_party(before)
        if title and after.lower == "other" and k + 2 < len(self.words):
            k, after = k + 1, self.words[k + 2]  # "Torture and other Cruel, Inhuman or Degrading Treatment"
        if not title or not after.capital or after.key is not None:
            return False
        following = self.head(k + 1, len(self.words))
        return following is not None and self.words[following.head].capital
