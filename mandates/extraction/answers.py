"""What an issued document says that it answers: the resolutions in the sentences that speak of the document itself.

Most symbols at the beginning of a document name a committee, a subject, another document's ground or a quotation. Those
it answers stand behind words such as "pursuant to" in a sentence about itself, in a request that is told ("requested me
to report"), or in its title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mandates import lexicon
from mandates.domain.issued import Basis, Ground, IssuedDocument
from mandates.domain.kinds import DocumentKind
from mandates.extraction.cited_symbols import Mention, may_cite, mentions, series_of
from mandates.structure.issued import IssuedText
from mandates.structure.issued_sentences import Sentence

#: Sentences after a request that is told, in which the document may point to it; those at whose beginning it is told.
_POINTS_WITHIN, _TOLD_WITHIN = 4, 14
#: Sentences whose other symbols are kept as mentions.
_MENTIONS_WITHIN = 16
#: Characters that may stand between "pursuant to" and the first symbol, and between two symbols of one list.
_REACH = 170
#: Words shown of a sentence.
_LONGEST_WORDS = 700
_TITLE_GROUND = re.compile(
    r"(?:[Ii]mplementation|[Ff]ollow-up|[Rr]eport|[Aa]ctivities)\b.{0,60}?\b(?:of|to|on|pursuant to)\b"
)
#: A section or annex named as the place: "paragraph (a) of annex I to", "section XIX of".
_ANNEX = re.compile(
    r"(?:paragraph\s+(?P<item>\(?\w{1,3}\)?)\s+of\s+)?(?P<annex>annex(?:\s+[IVX]{1,4})?)\s+(?:to|of)\s+(?:the\s+)?"
    r"(?:[A-Z][\w ]+?\s+)?(?:its\s+)?$"
)
#: Words before "the present report" where it is not what the sentence is about.
_GOVERNING = frozenset(
    {"to", "in", "of", "by", "for", "with", "from", "since", "under", "throughout", "and", "as", "see"}
)
#: How a sentence goes on with what a resolution says that the one before it names.
_GOES_ON = re.compile(
    r"(?:The\s+(?:Assembly|Council|Security\s+Council)|It)\s+(?:also|further|in\s+addition|requested|invited|asked)\b"
)
#: How a sentence points to a resolution that was named before.
_SAME = re.compile(
    r"(?:paragraphs?\s+(?P<labels>\d{1,3}(?:\s?\([a-z]\))?(?:(?:,|\s+and|\s+to)\s+\d{1,3}(?:\s?\([a-z]\))?)*)\s+of\s+)?"
    r"(?:the\s+(?:same|said|above-?mentioned|aforementioned)|that|this)\s+resolution\b(?!\s+\d)"
)
#: What stands before a further ground, behind what is told of the one before: ", and Council resolution 2024/8".
_GOES_ON_LISTING = re.compile(
    r",\s+(?:and|as\s+well\s+as)\s+(?:(?:pursuant|further)\s+to\s+|in\s+accordance\s+with\s+|of\s+)?(?:the\s+)?"
    r"(?:(?:General\s+|Economic\s+and\s+Social\s+|Security\s+|Human\s+Rights\s+)?(?:Assembly|Council)\s+)?$"
)
#: What follows "in the present report" where the sentence tells what that is submitted for.
_SUBMITTED = re.compile(r",\s+(?:which\s+(?:is|was)\s+)?(?:submitted|prepared|issued|presented|mandated|requested)\b")
_LABEL = re.compile(r"\d{1,3}(?:\s?\([a-z]\))?")
#: Kinds of documents that send on what others write.
_SENDS_ON = (DocumentKind.NOTE, DocumentKind.LETTER)
#: Sentences after one that names a resolution in which "that resolution" is that one.
_SAME_WITHIN = 3
_OTHER_DOCUMENT = re.compile(r"\((?:see\s+)?[ASE]/(?!RES/)[\w./]+(?:\s\(\d{4}\))?\)")


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The vocabulary, compiled."""

    own: re.Pattern[str]
    honour: re.Pattern[str]
    grounds: re.Pattern[str]
    breaks: re.Pattern[str]
    relative: re.Pattern[str]
    blocked: re.Pattern[str]
    requested: re.Pattern[str]
    to_me: re.Pattern[str]
    to_author: re.Pattern[str]
    to_other: re.Pattern[str]
    asked_for_input: re.Pattern[str]
    presents: re.Pattern[str]
    replies: re.Pattern[str]
    delivers: re.Pattern[str]
    pointing: re.Pattern[str]
    elsewhere: re.Pattern[str]
    more_time: re.Pattern[str]


@lexicon.derived
def _patterns() -> _Patterns:
    data = lexicon.load("issued")
    words = data["sentences"]

    def any_of(name: str) -> re.Pattern[str]:
        given = words[name]
        return _pattern(given if isinstance(given, str) else "|".join(f"(?:{one})" for one in given))

    grounds = "|".join(f"(?:{one['words']})" for one in data["ground"])
    return _Patterns(
        own=any_of("own"),
        honour=any_of("honour"),
        grounds=_pattern(rf"\b(?:{grounds})\b", re.IGNORECASE),
        breaks=any_of("breaks"),
        relative=any_of("relative"),
        blocked=any_of("blocked"),
        requested=any_of("requested"),
        to_me=any_of("to_me"),
        to_author=any_of("to_author"),
        to_other=any_of("to_other"),
        asked_for_input=any_of("asked_for_input"),
        presents=any_of("presents"),
        replies=any_of("replies"),
        delivers=any_of("delivers"),
        pointing=any_of("pointing"),
        elsewhere=any_of("elsewhere"),
        more_time=any_of("more_time"),
    )


def _pattern(words: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    return re.compile(words.replace(" ", r"\s+"), flags)


def read_answers(text: IssuedText) -> IssuedDocument:
    """Return the document with the resolutions that it answers and mentions, and whether it asks for time."""
    document = text.document
    series = series_of(document.body)
    sentences = text.sentences
    titled = sentences[:1] if document.title and sentences and sentences[0].text == document.title else ()
    found: list[Ground] = []
    others: list[Ground] = []
    # 1. Its title.
    for sentence in titled:
        if document.kind is not DocumentKind.LETTER:
            found += _in_title(sentence, series)
    # 2. Sentences about itself; requests that are told, where it points to them.
    body = _own_words(sentences[len(titled) :])
    spoken = _Spoken()
    for index, sentence in enumerate(body):
        named = mentions(sentence.text, series) if may_cite(sentence.text) else []
        meant = spoken.meant(sentence, named)
        spoken.hear(sentence, named)
        if not meant:
            continue
        words = sentence if named or spoken.by is None else sentence._replace(text=f"{spoken.by.text} {sentence.text}")
        grounds = _own_grounds(sentence, meant)
        basis = Basis.OWN
        if not grounds and index < _TOLD_WITHIN:
            grounds = _told(sentence, meant, body[index + 1 : index + 1 + _POINTS_WITHIN], document)
            basis = Basis.REQUEST
        found += [_ground(words, mention, basis) for mention in grounds if mention.symbol]
        if index < _MENTIONS_WITHIN:
            others += [_ground(sentence, mention, Basis.MENTION) for mention in named if mention.symbol]
    answers = _distinct(found)
    known = {one.resolution for one in answers}
    asks_time = any(_patterns().more_time.search(one.text) for one in body[:_TOLD_WITHIN])
    return replace(
        document,
        answers=tuple(answers),
        mentions=tuple(one for one in _distinct(others) if one.resolution not in known),
        asks_time=asks_time and document.kind is DocumentKind.LETTER,
    )


@dataclass(slots=True)
class _Spoken:
    """The one resolution that was spoken of last, to which "that resolution" points.

    Attributes:
        mention: None where several were named, or it is too long ago. by: the sentence that names it. ago: how many
            sentences ago.
    """

    mention: Mention | None = None
    by: Sentence | None = None
    ago: int = 0

    def hear(self, sentence: Sentence, named: Sequence[Mention]) -> None:
        """Take note of what a sentence names."""
        self.ago += 1
        symbols = {one.symbol for one in named}
        if symbols:
            self.mention, self.by, self.ago = (named[0], sentence, 0) if len(symbols) == 1 else (None, None, 0)
        elif self.ago >= _SAME_WITHIN:
            self.mention = self.by = None

    def meant(self, sentence: Sentence, named: Sequence[Mention]) -> list[Mention]:
        """Return what a sentence names, and what it points to without naming it."""
        mention = self.mention
        if named or mention is None:
            return list(named)
        found = [mention._replace(start=0, end=0)] if not self.ago and _GOES_ON.match(sentence.text) else []
        for match in _SAME.finditer(sentence.text):
            labels = tuple(_LABEL.findall(match["labels"])) if match["labels"] else ()
            found.append(mention._replace(start=match.start(), end=match.end(), labels=labels))
        return found


def _own_words(sentences: Sequence[Sentence]) -> Sequence[Sentence]:
    """Return the sentences up to the replies of others that a document prints."""
    ends = (index for index, one in enumerate(sentences) if _patterns().replies.fullmatch(one.text))
    return sentences[: next(ends, None)]


def _in_title(sentence: Sentence, series: str) -> Iterator[Ground]:
    if not may_cite(sentence.text):
        return
    for mention in mentions(sentence.text, series):
        if mention.symbol and _TITLE_GROUND.match(sentence.text[: mention.start]):
            yield _ground(sentence, mention, Basis.TITLE)


def _own_grounds(sentence: Sentence, named: Sequence[Mention]) -> list[Mention]:
    """Return what stands behind words such as "pursuant to" in a sentence that speaks of the document itself."""
    p = _patterns()
    text = sentence.text
    speaks = _speaks_of_itself(text)
    if speaks is None or p.elsewhere.search(text):
        return []
    found: list[Mention] = []
    for match in p.grounds.finditer(text):
        if found and p.relative.search(text, found[-1].end, match.start()):
            break  # what follows is told of the request
        if _ends_blocked(text, match.start()):
            continue
        between = text[min(speaks.end(), match.start()) : match.start()]
        if _OTHER_DOCUMENT.search(between):
            continue  # another document's ground
        found += [one for one in _listed(text, match.end(), named) if one not in found]
    if found:
        found += [one for one in named if one.start > found[-1].end and _GOES_ON_LISTING.search(text, 0, one.start)]
    return found


def _speaks_of_itself(text: str) -> re.Match[str] | None:
    """Return where a sentence speaks of the document as what is sent: not "the annex to the present report"."""
    p = _patterns()
    for match in p.own.finditer(text):
        before = text[: match.start()].split()
        if _is_quoted(text, match.start()):
            continue
        if not before or before[-1].lower() not in _GOVERNING or _SUBMITTED.match(text, match.end()):
            return match
    return p.honour.search(text)


def _is_quoted(text: str, at: int) -> bool:
    """Whether a place is within quotation marks: what is quoted speaks of another document."""
    return text.count("\u201c", 0, at) > text.count("\u201d", 0, at) or text.count('"', 0, at) % 2 == 1


def _ends_blocked(text: str, end: int) -> bool:
    before = text[:end].rstrip()
    return any(match.end() >= len(before) for match in _patterns().blocked.finditer(before))


def _listed(text: str, start: int, named: Sequence[Mention]) -> list[Mention]:
    """Return the symbols of the list that begins at `start`, up to where the sentence speaks of something else."""
    stop = _patterns().breaks.search(text, start)
    end = stop.start() if stop is not None else len(text)
    found: list[Mention] = []
    at = start
    for mention in named:
        if mention.end <= start or mention.start >= end:
            continue
        if mention.start - at > _REACH:
            break
        blocked = text[at : max(mention.start, at)]
        if _patterns().blocked.search(re.sub(r"(?:pursuant to|in accordance with)\s.*$", "", blocked)) and (
            "pursuant to" in blocked
        ):
            break
        found.append(mention)
        at = mention.end
    return found


def _told(
    sentence: Sentence, named: Sequence[Mention], following: Sequence[Sentence], document: IssuedDocument
) -> list[Mention]:
    """Return the resolutions of a request that is told: to the author, or to whom a later sentence points for."""
    p = _patterns()
    text = sentence.text
    if p.elsewhere.search(text):
        return []
    led = _led_by_grounds(text, named, following, document)
    if led:
        return led
    me = p.to_me.search(text)
    match = me or p.to_author.search(text)
    other = p.to_other.search(text) if match is None else None
    match = match or other
    if match is None or not p.delivers.search(text, match.end()):
        return []
    if me is None and not any(p.pointing.search(one.text) for one in following):
        return []
    if me is None and not (_is_author(match, document) if other is None else _is_other_author(match, document)):
        return []
    grounds = [one for one in named if one.start < match.start()]
    # of several told in one sentence those that stand in the same clause as the request
    clause = max((m.end() for m in re.finditer(r"[.;]\s", text[: match.start()])), default=0)
    return [one for one in grounds if one.start >= clause] or grounds


def _led_by_grounds(
    text: str, named: Sequence[Mention], following: Sequence[Sentence], document: IssuedDocument
) -> list[Mention]:
    """Return the resolutions that a sentence begins with, where it goes on with the author presenting the document, or
    with others being asked for what the document gives.
    """
    p = _patterns()
    ground = p.grounds.match(text)
    listed = _listed(text, ground.end(), named) if ground is not None else []
    if not listed:
        return []
    presents = p.presents.match(text)
    if presents is not None and _is_other_author(presents, document):
        return listed
    asked = p.asked_for_input.search(text, listed[-1].end)
    return listed if asked is not None and any(p.pointing.search(one.text) for one in following) else []


def _is_other_author(match: re.Match[str], document: IssuedDocument) -> bool:
    """Whether a party outside of the Secretariat that is asked writes the document, or what it sends on."""
    asked, author = match["who"].lower(), (document.author or "").lower()
    return document.kind in _SENDS_ON or bool(author and (asked in author or author in asked))


def _is_author(match: re.Match[str], document: IssuedDocument) -> bool:
    """Whether the one who is asked may be who writes: the author, or nobody known to be another."""
    if document.author is None:
        return True
    asked = match["who"].split()[0]
    return (
        asked in document.author
        or document.author in ("Secretariat", "Secretary-General")
        or document.kind in (DocumentKind.NOTE, DocumentKind.SUPPLEMENT)
    )


def _ground(sentence: Sentence, mention: Mention, basis: Basis) -> Ground:
    labels = mention.labels
    if not labels:
        before = _ANNEX.search(sentence.text[max(mention.start - 80, 0) : mention.start])
        if before is None:
            before = _ANNEX.search(_before_symbol(sentence.text, mention))
        if before is not None:
            place = " ".join(before["annex"].split())
            labels = (f"{place} {before['item']}" if before["item"] else place,)
    return Ground(
        resolution=mention.symbol or "",
        labels=labels,
        basis=basis,
        words=sentence.text[:_LONGEST_WORDS],
        page=sentence.page,
    )


def _before_symbol(text: str, mention: Mention) -> str:
    """Return what stands before the word "resolution" of a mention, whose place may begin with its organ."""
    at = text.find("esolution", mention.start)
    return text[max(at - 100, 0) : at - 1] if 0 <= at < mention.end else ""


def _distinct(found: Sequence[Ground]) -> list[Ground]:
    """Return one ground for each resolution and place, the surest first; one with labels takes the place of one
    without.
    """
    order = list(Basis)
    best: dict[tuple[str, tuple[str, ...]], Ground] = {}
    for one in found:
        key = (one.resolution, one.labels)
        if key not in best or order.index(one.basis) < order.index(best[key].basis):
            best[key] = one
    labelled = {one.resolution for one in best.values() if one.labels}
    return [one for one in best.values() if one.labels or one.resolution not in labelled]
