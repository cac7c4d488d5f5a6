"""Where clauses of a declaration begin: “We request the Board to report” and, in plain verbs, “Request the Board to”.

They are read as the organ would say them: “requests the Board to report”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mandates import lexicon
from mandates.domain.resolution import Paragraph, ParagraphKind, Resolution
from mandates.extraction.clauses import Opening, openings
from mandates.lexicon.verbs import finite_forms, having, opening_forms, plain_of
from mandates.structure.shapes import adopts

_ADVERBS = (
    r"(?P<adverbs>(?:(?:also|further|hereby|therefore|thus|again|once\s+again|(?:in|to)\s+this\s+[a-z]+,?|(?!family\b)[a-z]+ly)"
    r"\s+)*)"
)
_WE = re.compile(rf"\b[Ww]e,?\s+{_ADVERBS}(?P<verb>[a-z]+)\b")
_HEAD = re.compile(rf"[\W_]*(?P<start>)(?i:{_ADVERBS})(?P<verb>[A-Za-z]+)\b")
#: What may stand between the last sign and a “we” that says something: “In this regard we request”.
_SINCE_SIGN = re.compile(r"(?:\A|[,.;:()”\u2013\u2014])\s*(?P<said>[^,.;:()”\u2013\u2014]*)\Z")
_INTRODUCED = re.compile(
    r"(?:.*\b(?:and|but|while)\s+)?(?:(?:in|to|for|with|at|on|upon|as|therefore|thus|hence|accordingly)\b.*)?",
    re.IGNORECASE,
)
_REACH = 200
_NO_SUBJECT = re.compile(r"\b(?:that|which|whom|what|where|how|if|when|than)\s*\Z")
_AND = re.compile(rf"(?P<comma>[,;]\s+)?(?:\band\s+|(?<=;\s)){_ADVERBS}(?P<verb>[a-z]+)(?=\s)")
_NEXT = re.compile(r"\s+([\w’-]+)")
_INFINITIVE = re.compile(r"\bto\s+[a-z]+\b")
#: “Request *of* the Board”: no verb.
_WORD = re.compile(r"\s+([a-z]+)")
#: A chapeau whose items say what “we” say: “Therefore, we:”, “and hereby:”.
_LEAVES = re.compile(r"\b(?:we|hereby|hereby\s+declare\s+that\s+we)\s*:\s*\Z", re.IGNORECASE)
_SAYS_WE = re.compile(r"\b[Ww]e\b")
#: What leaves a text to another organ, and how a text of another organ begins.
_RECOMMENDS = re.compile(r"\bdraft\s+(?:resolution|decision)\b")
_OPENING = re.compile(r"\W?The\s+(?P<organ>[A-Z][^.;:]{5,120}),")
#: A declaration in plain verbs has so many of them at heads of paragraphs, and so large a share.
_FEWEST, _SHARE = 3, 0.25


class _Head(NamedTuple):
    start: int
    verb_start: int
    verb_end: int
    form: str | None


def says_we(text: str, begins: Sequence[Opening]) -> bool:
    """Tell whether the clauses that begin in `text` are what “we” say."""
    return bool(begins) and text[begins[0].start : begins[0].start + 3].lower() in ("we ", "we,")


def declared(text: str, *, plain: bool = False) -> Iterator[Opening]:
    """Yield where clauses of a declaration begin in `text`; `plain` where its verbs stand without “we”."""
    heads = list(_we(text))
    if plain and (not heads or heads[0].start > 0) and (head := _plain_head(text)) is not None:
        heads.insert(0, head)
    ends = [*(head.start for head in heads), len(text)][1:]
    for head, end in zip(heads, ends, strict=True):
        if head.form is None:
            yield Opening(head.start, head.start, head.verb_start, head.verb_end, None)
        else:
            yield from _as_organ(text, head, end)


def is_understood(text: str, *, plain: bool) -> bool:
    """Tell whether `text` begins with what a declaration says in words that are known, whoever is asked or none."""
    head = next(_we(text), None) or (_plain_head(text) if plain else None)
    return head is not None and head.form is not None and not text[: head.start].strip()


def only_says(text: str) -> bool:
    """Tell whether an item begins with a plain verb by which nobody is asked: “(a) Recognize that quays matter”."""
    head = _plain_head(text)
    return head is not None and not any(opening.lemma for opening in _as_organ(text, head, len(text)))


def in_plain_verbs(resolution: Resolution) -> frozenset[int]:
    """Return the paragraphs of declarations that are written in plain verbs: “1. Reaffirm”, “2. Request”.

    A stretch is one, an annex or the operative part, where “we” speak and several paragraphs begin so.
    """
    found: set[int] = set()
    for stretch in _stretches(resolution.paragraphs):
        if not any(_SAYS_WE.search(resolution.paragraphs[index].text) for index in stretch):
            continue
        main = [i for i in stretch if not _is_item(resolution.paragraphs[i]) or _LEAVES.search(_above(resolution, i))]
        heads = [head for index in main if (head := _plain_head(resolution.paragraphs[index].text)) is not None]
        if len(heads) >= _FEWEST and len(heads) >= _SHARE * len(main):
            found.update(main)
    return frozenset(found)


def of_other_organs(resolution: Resolution) -> dict[int, str]:
    """Return the organ by the paragraph in annexes that are resolutions of other organs, which `resolution` endorses:
    “The Commission for the Lakes, ... 1. Requests the secretariat to”.
    """
    operative = [p.text for p in resolution.paragraphs if p.kind is ParagraphKind.OPERATIVE]
    if not any(map(adopts, operative)) or any(map(_RECOMMENDS.search, operative)):
        return {}  # what is recommended to another organ is for that one to adopt
    found: dict[int, str] = {}
    organ, annexed = None, False
    for index, paragraph in enumerate(resolution.paragraphs):
        if paragraph.kind is ParagraphKind.HEADING and paragraph.text[:5].lower() == "annex":
            organ, annexed = None, True
        elif annexed and paragraph.kind is ParagraphKind.ANNEX:
            opening = _OPENING.fullmatch(paragraph.text)
            organ = opening["organ"] if opening is not None else organ
            recital = paragraph.label is None and paragraph.text.endswith(",")
            if organ not in (None, resolution.body) and not recital:
                found[index] = organ
    return found


def _is_item(paragraph: Paragraph) -> bool:
    return paragraph.parent is not None and "(" in (paragraph.label or "")


def _above(resolution: Resolution, index: int) -> str:
    above = resolution.paragraphs[index].parent
    return resolution.paragraphs[above].text if above is not None else ""


def _stretches(paragraphs: Sequence[Paragraph]) -> Iterator[list[int]]:
    """Yield the operative paragraphs, and those of each annex."""
    yield [index for index, paragraph in enumerate(paragraphs) if paragraph.kind is ParagraphKind.OPERATIVE]
    annex: list[int] = []
    for index, paragraph in enumerate(paragraphs):
        if paragraph.kind is ParagraphKind.ANNEX:
            annex.append(index)
        elif paragraph.kind is ParagraphKind.HEADING and paragraph.text[:5].lower() == "annex":
            yield annex
            annex = []
    yield annex


@lexicon.derived
def _forms() -> dict[str, str]:
    """Return the forms that an organ says by the plain ones: “requests” by “request”."""
    single = [form for form in (*opening_forms(), *finite_forms()) if " " not in form]
    return {plain_of(form): form for form in single}


@lexicon.derived
def _asking() -> frozenset[str]:
    """Return the plain forms by which somebody is asked; what the organ does itself would be what it is to do here."""
    enacting = having("enacting")
    entries = [entry for entry in lexicon.load("verbs")["verb"] if entry["key"] not in enacting]
    return frozenset(plain_of(form) for entry in entries for form in entry["forms"])


@lexicon.derived
def _plain_forms() -> dict[str, str]:
    """Return the forms by the plain ones with which a paragraph of a declaration in plain verbs begins."""
    tasks = frozenset(lexicon.load("verbs")["also_tasks"])
    saying = finite_forms() - opening_forms()
    plain = {plain_of(form): form for form in saying}
    enacting = {
        plain_of(form)
        for entry in lexicon.load("verbs")["verb"]
        if entry["key"] in having("enacting")
        for form in entry["forms"]
    }
    return {verb: form for verb, form in plain.items() if verb not in tasks | enacting}


def _we(text: str) -> Iterator[_Head]:
    for match in _WE.finditer(text):
        before = text[: match.start()]
        since = _SINCE_SIGN.search(before[-_REACH:])
        said = since["said"] if since is not None else "..."
        if _NO_SUBJECT.search(before) or not (match[0][0] == "W" or _INTRODUCED.fullmatch(said)):
            continue  # “the future we want”
        yield _Head(match.start(), match.start("verb"), match.end("verb"), _forms().get(match["verb"]))


def _plain_head(text: str) -> _Head | None:
    match = _HEAD.match(text)
    if match is None:
        return None
    verb = match["verb"].lower()
    form = _plain_forms().get(verb)
    follower = _WORD.match(text, match.end())
    words = lexicon.load("verbs")
    noun = form in words["also_nouns"] and follower is not None and follower[1] in words["noun_followers"]
    if form is None or noun:
        return None
    return _Head(match.end("start"), match.start("verb"), match.end("verb"), form)


def _goes_on(text: str, match: re.Match[str], since: int) -> bool:
    """Tell whether a verb behind “and” is what the declaration says: “Welcome the plan, and request the Board to”."""
    follower = _NEXT.match(text, match.end())
    if follower is None or follower[1] in lexicon.load("verbs")["noun_followers"]:
        return False
    if match["comma"]:
        return True
    named = (
        follower[1][0].isupper()
        or follower[1] in lexicon.load("verbs")["naming"]
        or follower[1] in lexicon.load("verbs")["addressed"]
    )
    return named and not _INFINITIVE.search(text, since, match.start())


def _as_organ(text: str, head: _Head, end: int) -> Iterator[Opening]:
    """Yield the openings of what `head` begins, read with its verbs in the third person."""
    assert head.form is not None  # noqa: S101 - the caller's
    parts, length, begun = [head.form], len(head.form), head.verb_end
    own = {0}  # where in `said` the verbs of the declaration begin
    pieces = [(0, head.verb_start), (length, begun)]  # from where on `said` has what `text` has from where on
    for match in _AND.finditer(text, head.verb_end, end):
        form = _forms().get(match["verb"]) if match["verb"] in _asking() else None
        if form is None or not _goes_on(text, match, head.verb_end):
            continue
        own.add(length + match.start("verb") - begun)
        parts += [text[begun : match.start("verb")], form]
        length += match.start("verb") - begun + len(form)
        begun = match.end("verb")
        pieces.append((length, begun))
    said = "".join((*parts, text[begun:end]))

    def place(at: int) -> int:
        """Return where in `text` stands what is at `at` in `said`."""
        since, there = next(piece for piece in reversed(pieces) if piece[0] <= at)
        return there + at - since

    for opening in openings(said):
        if opening.verb_start not in own:
            continue  # what somebody else does: “a problem that demands action”
        start, boundary = place(opening.start), place(opening.boundary)
        if opening.verb_start == 0:
            start = boundary = head.start
        yield opening._replace(
            boundary=boundary, start=start, verb_start=place(opening.verb_start), verb_end=place(opening.verb_end)
        )
