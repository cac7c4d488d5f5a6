"""What an issued document says that it answers: the resolutions in the sentences that speak of the document itself.

Most symbols at the beginning of a document belong to a committee, a subject, the legal basis of another document or a
quotation. The resolutions that it answers follow words such as "pursuant to" in a sentence about the document itself,
or stand in a reported request ("requested me to report") or in the title.
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

#: Number of sentences after a reported request in which the document may refer to it; number of sentences in which such
#: a request may stand.
_POINTS_WITHIN, _REQUESTS_WITHIN = 4, 14
#: Number of sentences whose other symbols are kept as mentions.
_MENTIONS_WITHIN = 16
#: Maximum number of characters between "pursuant to" and the first symbol, and between two symbols of one list.
_REACH = 170
#: Maximum number of characters of a sentence that are shown.
_LONGEST_WORDS = 700
_TITLE_GROUND = re.compile(
    r"(?:[Ii]mplementation|[Ff]ollow-up|[Rr]eport|[Aa]ctivities)\b.{0,60}?\b(?:of|to|on|pursuant to)\b"
)
#: A section or annex named as the place: "paragraph (a) of annex I to", "section XIX of".
_ANNEX = re.compile(
    r"(?:paragraph\s+(?P<item>\(?\w{1,3}\)?)\s+of\s+)?(?P<annex>annex(?:\s+[IVX]{1,4})?)\s+(?:to|of)\s+(?:the\s+)?"
    r"(?:[A-Z][\w ]+?\s+)?(?:its\s+)?$"
)
#: Words before "the present report" that show that the sentence is not about it.
_GOVERNING = frozenset(
    {"to", "in", "of", "by", "for", "with", "from", "since", "under", "throughout", "and", "as", "see"}
)
#: The beginning of a sentence that continues with the contents of the resolution named in the previous one.
_CONTINUES = re.compile(
    r"(?:The\s+(?:Assembly|Council|Security\s+Council)|It)\s+(?:also|further|in\s+addition|requested|invited|asked)\b"
)
#: Words that refer to a resolution named before.
_SAME = re.compile(
    r"(?:paragraphs?\s+(?P<labels>\d{1,3}(?:\s?\([a-z]\))?(?:(?:,|\s+and|\s+to)\s+\d{1,3}(?:\s?\([a-z]\))?)*)\s+of\s+)?"
    r"(?:the\s+(?:same|said|above-?mentioned|aforementioned)|that|this)\s+resolution\b(?!\s+\d)"
)
#: Words before another ground, after details of the previous one: ", and Council resolution 2024/8".
_CONTINUES_LIST = re.compile(
    r",\s+(?:and|as\s+well\s+as)\s+(?:(?:pursuant|further)\s+to\s+|in\s+accordance\s+with\s+|of\s+)?(?:the\s+)?"
    r"(?:(?:General\s+|Economic\s+and\s+Social\s+|Security\s+|Human\s+Rights\s+)?(?:Assembly|Council)\s+)?$"
)
#: Words after "in the present report" in a sentence that says why it is submitted.
_SUBMITTED = re.compile(r",\s+(?:which\s+(?:is|was)\s+)?(?:submitted|prepared|issued|presented|mandated|requested)\b")
_LABEL = re.compile(r"\d{1,3}(?:\s?\([a-z]\))?")
#: Kinds of documents that forward texts by others.
_FORWARDING_KINDS = (DocumentKind.NOTE, DocumentKind.LETTER)
#: Number of sentences after one that names a resolution in which "that resolution" refers to it.
_LAST_MENTION_WITHIN = 3
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
        entry = words[name]
        return _pattern(entry if isinstance(entry, str) else "|".join(f"(?:{ground})" for ground in entry))

    grounds = "|".join(f"(?:{ground['words']})" for ground in data["ground"])
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
    """Return the document with the resolutions that it answers and mentions, and whether it asks for more time."""
    document = text.document
    series = series_of(document.body)
    sentences = text.sentences
    title_sentences = sentences[:1] if document.title and sentences and sentences[0].text == document.title else ()
    answered: list[Ground] = []
    mentioned: list[Ground] = []
    # 1. The title.
    for sentence in title_sentences:
        if document.kind is not DocumentKind.LETTER:
            answered += _in_title(sentence, series)
    # 2. Sentences about the document itself; reported requests to which it refers.
    body = _before_replies(sentences[len(title_sentences) :])
    last_mention = _LastMention()
    for index, sentence in enumerate(body):
        cited = mentions(sentence.text, series) if may_cite(sentence.text) else []
        referred = last_mention.meant(sentence, cited)
        last_mention.hear(sentence, cited)
        if not referred:
            continue
        context = (
            sentence
            if cited or last_mention.by is None
            else sentence._replace(text=f"{last_mention.by.text} {sentence.text}")
        )
        grounds = _own_grounds(sentence, referred)
        basis = Basis.OWN
        if not grounds and index < _REQUESTS_WITHIN:
            grounds = _in_request(sentence, referred, body[index + 1 : index + 1 + _POINTS_WITHIN], document)
            basis = Basis.REQUEST
        answered += [_ground(context, mention, basis) for mention in grounds if mention.symbol]
        if index < _MENTIONS_WITHIN:
            mentioned += [_ground(sentence, mention, Basis.MENTION) for mention in cited if mention.symbol]
    answers = _distinct(answered)
    answered_symbols = {ground.resolution for ground in answers}
    asks_time = any(_patterns().more_time.search(opening.text) for opening in body[:_REQUESTS_WITHIN])
    return replace(
        document,
        answers=tuple(answers),
        mentions=tuple(ground for ground in _distinct(mentioned) if ground.resolution not in answered_symbols),
        asks_time=asks_time and document.kind is DocumentKind.LETTER,
    )


@dataclass(slots=True)
class _LastMention:
    """The resolution that was named last, to which "that resolution" refers.

    Attributes:
        mention: None if several were named, or too many sentences ago. by: the sentence that names it. ago: the number
            of sentences since then.
    """

    mention: Mention | None = None
    by: Sentence | None = None
    ago: int = 0

    def hear(self, sentence: Sentence, named: Sequence[Mention]) -> None:
        """Record the resolutions that a sentence names."""
        self.ago += 1
        symbols = {mention.symbol for mention in named}
        if symbols:
            self.mention, self.by, self.ago = (named[0], sentence, 0) if len(symbols) == 1 else (None, None, 0)
        elif self.ago >= _LAST_MENTION_WITHIN:
            self.mention = self.by = None

    def meant(self, sentence: Sentence, named: Sequence[Mention]) -> list[Mention]:
        """Return the resolutions that a sentence names; if none, those to which it refers without naming them."""
        mention = self.mention
        if named or mention is None:
            return list(named)
        referred = [mention._replace(start=0, end=0)] if not self.ago and _CONTINUES.match(sentence.text) else []
        for match in _SAME.finditer(sentence.text):
            labels = tuple(_LABEL.findall(match["labels"])) if match["labels"] else ()
            referred.append(mention._replace(start=match.start(), end=match.end(), labels=labels))
        return referred


def _before_replies(sentences: Sequence[Sentence]) -> Sequence[Sentence]:
    """Return the sentences before the replies of others that a document reproduces."""
    ends = (index for index, sentence in enumerate(sentences) if _patterns().replies.fullmatch(sentence.text))
    return sentences[: next(ends, None)]


def _in_title(sentence: Sentence, series: str) -> Iterator[Ground]:
    if not may_cite(sentence.text):
        return
    for mention in mentions(sentence.text, series):
        if mention.symbol and _TITLE_GROUND.match(sentence.text[: mention.start]):
            yield _ground(sentence, mention, Basis.TITLE)


def _own_grounds(sentence: Sentence, named: Sequence[Mention]) -> list[Mention]:
    """Return the resolutions after words such as "pursuant to" in a sentence about the document itself."""
    patterns = _patterns()
    text = sentence.text
    itself = _speaks_of_itself(text)
    if itself is None or patterns.elsewhere.search(text):
        return []
    grounds: list[Mention] = []
    for match in patterns.grounds.finditer(text):
        if grounds and patterns.relative.search(text, grounds[-1].end, match.start()):
            break  # the rest describes the request
        if _ends_blocked(text, match.start()):
            continue
        between = text[min(itself.end(), match.start()) : match.start()]
        if _OTHER_DOCUMENT.search(between):
            continue  # the ground of another document
        grounds += [mention for mention in _in_list(text, match.end(), named) if mention not in grounds]
    if grounds:
        grounds += [
            mention
            for mention in named
            if mention.start > grounds[-1].end and _CONTINUES_LIST.search(text, 0, mention.start)
        ]
    return grounds


def _speaks_of_itself(text: str) -> re.Match[str] | None:
    """Return the match of the document as the subject of a sentence, or None: not "the annex to the present report"."""
    patterns = _patterns()
    for match in patterns.own.finditer(text):
        before = text[: match.start()].split()
        if _is_quoted(text, match.start()):
            continue
        if not before or before[-1].lower() not in _GOVERNING or _SUBMITTED.match(text, match.end()):
            return match
    return patterns.honour.search(text)


def _is_quoted(text: str, offset: int) -> bool:
    """Return whether `offset` is within quotation marks, as quotations are about other documents."""
    return text.count("\u201c", 0, offset) > text.count("\u201d", 0, offset) or text.count('"', 0, offset) % 2 == 1


def _ends_blocked(text: str, end: int) -> bool:
    before = text[:end].rstrip()
    return any(match.end() >= len(before) for match in _patterns().blocked.finditer(before))


def _in_list(text: str, start: int, named: Sequence[Mention]) -> list[Mention]:
    """Return the symbols of the list that begins at `start`, up to where the sentence changes its subject."""
    stop = _patterns().breaks.search(text, start)
    end = stop.start() if stop is not None else len(text)
    mentions_listed: list[Mention] = []
    previous_end = start
    for mention in named:
        if mention.end <= start or mention.start >= end:
            continue
        if mention.start - previous_end > _REACH:
            break
        between = text[previous_end : max(mention.start, previous_end)]
        if _patterns().blocked.search(re.sub(r"(?:pursuant to|in accordance with)\s.*$", "", between)) and (
            "pursuant to" in between
        ):
            break
        mentions_listed.append(mention)
        previous_end = mention.end
    return mentions_listed


def _in_request(
    sentence: Sentence, named: Sequence[Mention], following: Sequence[Sentence], document: IssuedDocument
) -> list[Mention]:
    """Return the resolutions of a reported request to the author, or to one for whom a later sentence refers to it."""
    patterns = _patterns()
    text = sentence.text
    if patterns.elsewhere.search(text):
        return []
    leading = _after_leading_grounds(text, named, following, document)
    if leading:
        return leading
    to_me = patterns.to_me.search(text)
    match = to_me or patterns.to_author.search(text)
    other_match = patterns.to_other.search(text) if match is None else None
    match = match or other_match
    if match is None or not patterns.delivers.search(text, match.end()):
        return []
    if to_me is None and not any(patterns.pointing.search(later.text) for later in following):
        return []
    if to_me is None and not (
        _is_author(match, document) if other_match is None else _is_other_author(match, document)
    ):
        return []
    grounds = [mention for mention in named if mention.start < match.start()]
    # of several in one sentence, those in the same clause as the request
    clause_start = max(
        (sentence_end.end() for sentence_end in re.finditer(r"[.;]\s", text[: match.start()])), default=0
    )
    return [mention for mention in grounds if mention.start >= clause_start] or grounds


def _after_leading_grounds(
    text: str, named: Sequence[Mention], following: Sequence[Sentence], document: IssuedDocument
) -> list[Mention]:
    """Return the resolutions with which a sentence begins if they are grounds of the document.

    They are if the sentence continues with the author presenting the document, or with a request to others for its
    contents.
    """
    patterns = _patterns()
    ground = patterns.grounds.match(text)
    listed = _in_list(text, ground.end(), named) if ground is not None else []
    if not listed:
        return []
    presents = patterns.presents.match(text)
    if presents is not None and _is_other_author(presents, document):
        return listed
    asked = patterns.asked_for_input.search(text, listed[-1].end)
    return listed if asked is not None and any(patterns.pointing.search(later.text) for later in following) else []


def _is_other_author(match: re.Match[str], document: IssuedDocument) -> bool:
    """Return whether the requested party, outside the Secretariat, wrote the document or the text that it forwards."""
    requested, author = match["who"].lower(), (document.author or "").lower()
    return document.kind in _FORWARDING_KINDS or bool(author and (requested in author or author in requested))


def _is_author(match: re.Match[str], document: IssuedDocument) -> bool:
    """Return whether the requested party may be the author: it is, or the author is unknown or may act for it."""
    if document.author is None:
        return True
    requested = match["who"].split()[0]
    return (
        requested in document.author
        or document.author in ("Secretariat", "Secretary-General")
        or document.kind in (DocumentKind.NOTE, DocumentKind.SUPPLEMENT)
    )


def _ground(sentence: Sentence, mention: Mention, basis: Basis) -> Ground:
    labels = mention.labels
    if not labels:
        annex = _ANNEX.search(sentence.text[max(mention.start - 80, 0) : mention.start])
        if annex is None:
            annex = _ANNEX.search(_before_symbol(sentence.text, mention))
        if annex is not None:
            place = " ".join(annex["annex"].split())
            labels = (f"{place} {annex['item']}" if annex["item"] else place,)
    return Ground(
        resolution=mention.symbol or "",
        labels=labels,
        basis=basis,
        words=sentence.text[:_LONGEST_WORDS],
        page=sentence.page,
    )


def _before_symbol(text: str, mention: Mention) -> str:
    """Return the text before the word "resolution" of a mention, as the mention may begin with the organ."""
    word_start = text.find("esolution", mention.start)
    return text[max(word_start - 100, 0) : word_start - 1] if 0 <= word_start < mention.end else ""


def _distinct(grounds: Sequence[Ground]) -> list[Ground]:
    """Return one ground for each resolution and place, with its most certain basis.

    A ground with labels replaces one of the same resolution without.
    """
    order = list(Basis)
    best: dict[tuple[str, tuple[str, ...]], Ground] = {}
    for ground in grounds:
        key = (ground.resolution, ground.labels)
        if key not in best or order.index(ground.basis) < order.index(best[key].basis):
            best[key] = ground
    labelled = {ground.resolution for ground in best.values() if ground.labels}
    return [ground for ground in best.values() if ground.labels or ground.resolution not in labelled]
