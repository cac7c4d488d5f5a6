"""Where clauses of a declaration begin: “We request the Board to report” and, in plain verbs, “Request the Board to”.

They are read as if the organ had written them: “requests the Board to report”.
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
_WE = re.compile(rf"[Ww](?<=\b[Ww])e,?\s+{_ADVERBS}(?P<verb>[a-z]+)\b")
_PLAIN_HEAD = re.compile(rf"[\W_]*(?P<start>)(?i:{_ADVERBS})(?P<verb>[A-Za-z]+)\b")
#: The words between the last punctuation mark and a “we” that begins a clause: “In this regard we request”.
_SINCE_PUNCTUATION = re.compile(r"(?:\A|[,.;:()”\u2013\u2014])\s*(?P<said>[^,.;:()”\u2013\u2014]*)\Z")
_INTRODUCED = re.compile(
    r"(?:.*\b(?:and|but|while)\s+)?(?:(?:in|to|for|with|at|on|upon|as|therefore|thus|hence|accordingly)\b.*)?",
    re.IGNORECASE,
)
_PREFIX_REACH = 200
_NO_SUBJECT = re.compile(r"\b(?:that|which|whom|what|where|how|if|when|than)\s*\Z")
_AND = re.compile(rf"(?P<comma>[,;]\s+)?(?:\band\s+|(?<=;\s)){_ADVERBS}(?P<verb>[a-z]+)(?=\s)")
_NEXT = re.compile(r"\s+([\w’-]+)")
_INFINITIVE = re.compile(r"\bto\s+[a-z]+\b")
#: “Request *of* the Board”: no verb.
_WORD = re.compile(r"\s+([a-z]+)")
#: A chapeau whose items are statements of “we”: “Therefore, we:”, “and hereby:”.
_LEAVES_TO_ITEMS = re.compile(r"\b(?:we|hereby|hereby\s+declare\s+that\s+we)\s*:\s*\Z", re.IGNORECASE)
_SAYS_WE = re.compile(r"we(?<=\bwe)\b")
#: Words that leave a text for another organ to adopt, and the beginning of a text of another organ.
_RECOMMENDS = re.compile(r"draft(?<=\bdraft)\s+(?:resolution|decision)\b")
_OPENING = re.compile(r"\W?The\s+(?P<organ>[A-Z][^.;:]{5,120}),")
#: The least number and the least share of paragraphs of a declaration in plain verbs that begin with one.
_FEWEST, _LEAST_SHARE = 3, 0.25


class _Head(NamedTuple):
    start: int
    verb_start: int
    verb_end: int
    form: str | None


def says_we(text: str, begins: Sequence[Opening]) -> bool:
    """Tell whether the clauses that begin in `text` are statements of “we”."""
    return bool(begins) and text[begins[0].start : begins[0].start + 3].lower() in ("we ", "we,")


def declared(text: str, *, plain: bool = False) -> Iterator[Opening]:
    """Yield the openings of the clauses of a declaration in `text`; with `plain`, its verbs may have no “we”."""
    heads = list(_heads_after_we(text))
    if plain and (not heads or heads[0].start > 0) and (head := _plain_head(text)) is not None:
        heads.insert(0, head)
    ends = [*(head.start for head in heads), len(text)][1:]
    for head, end in zip(heads, ends, strict=True):
        if head.form is None:
            yield Opening(head.start, head.start, head.verb_start, head.verb_end, None)
        else:
            yield from _as_organ(text, head, end)


def is_understood(text: str, *, plain: bool) -> bool:
    """Tell whether `text` begins with a statement of a declaration in known words, whether or not it asks anybody."""
    head = next(_heads_after_we(text), None) or (_plain_head(text) if plain else None)
    return head is not None and head.form is not None and not text[: head.start].strip()


def only_says(text: str) -> bool:
    """Tell whether an item begins with a plain verb that asks nobody: “(a) Recognize that quays matter”."""
    head = _plain_head(text)
    return head is not None and not any(opening.lemma for opening in _as_organ(text, head, len(text)))


def in_plain_verbs(resolution: Resolution) -> frozenset[int]:
    """Return the indexes of the paragraphs of declarations in plain verbs: “1. Reaffirm”, “2. Request”.

    An annex or the operative part is such a declaration if it contains “we” and several of its paragraphs begin so.
    """
    plain_paragraphs: set[int] = set()
    for stretch in _stretches(resolution.paragraphs):
        if not any(_SAYS_WE.search(resolution.paragraphs[index].text.lower()) for index in stretch):
            continue
        main = [
            i
            for i in stretch
            if not _is_item(resolution.paragraphs[i]) or _LEAVES_TO_ITEMS.search(_text_above(resolution, i))
        ]
        heads = [head for index in main if (head := _plain_head(resolution.paragraphs[index].text)) is not None]
        if len(heads) >= _FEWEST and len(heads) >= _LEAST_SHARE * len(main):
            plain_paragraphs.update(main)
    return frozenset(plain_paragraphs)


def of_other_organs(resolution: Resolution) -> dict[int, str]:
    """Return the organ of each paragraph in annexes that are resolutions of other organs, endorsed by `resolution`.

    For example “The Commission for the Lakes, ... 1. Requests the secretariat to”. The keys are indexes of paragraphs.
    """
    if not any(map(_begins_annex, resolution.paragraphs)):
        return {}
    operative = [p.text for p in resolution.paragraphs if p.kind is ParagraphKind.OPERATIVE]
    if not any(map(adopts, operative)) or any(map(_RECOMMENDS.search, operative)):
        return {}  # a text recommended to another organ is for that organ to adopt
    organs: dict[int, str] = {}
    organ, annexed = None, False
    for index, paragraph in enumerate(resolution.paragraphs):
        if _begins_annex(paragraph):
            organ, annexed = None, True
        elif annexed and paragraph.kind is ParagraphKind.ANNEX:
            opening = _OPENING.fullmatch(paragraph.text)
            organ = opening["organ"] if opening is not None else organ
            recital = paragraph.label is None and paragraph.text.endswith(",")
            if organ not in (None, resolution.body) and not recital:
                organs[index] = organ
    return organs


def _begins_annex(paragraph: Paragraph) -> bool:
    return paragraph.kind is ParagraphKind.HEADING and paragraph.text[:5].lower() == "annex"


def _is_item(paragraph: Paragraph) -> bool:
    return paragraph.parent is not None and "(" in (paragraph.label or "")


def _text_above(resolution: Resolution, index: int) -> str:
    parent = resolution.paragraphs[index].parent
    return resolution.paragraphs[parent].text if parent is not None else ""


def _stretches(paragraphs: Sequence[Paragraph]) -> Iterator[list[int]]:
    """Yield the indexes of the operative paragraphs, then those of the paragraphs of each annex."""
    yield [index for index, paragraph in enumerate(paragraphs) if paragraph.kind is ParagraphKind.OPERATIVE]
    annex: list[int] = []
    for index, paragraph in enumerate(paragraphs):
        if paragraph.kind is ParagraphKind.ANNEX:
            annex.append(index)
        elif _begins_annex(paragraph):
            yield annex
            annex = []
    yield annex


@lexicon.derived
def _forms() -> dict[str, str]:
    """Return the forms that an organ uses, by the plain ones: “requests” by “request”."""
    single = [form for form in (*opening_forms(), *finite_forms()) if " " not in form]
    return {plain_of(form): form for form in single}


@lexicon.derived
def _asking() -> frozenset[str]:
    """Return the plain forms by which somebody is asked.

    Verbs of acts of the organ itself are left out: in an infinitive they would be things to be done.
    """
    enacting = having("enacting")
    entries = [entry for entry in lexicon.load("verbs")["verb"] if entry["key"] not in enacting]
    return frozenset(plain_of(form) for entry in entries for form in entry["forms"])


@lexicon.derived
def _plain_forms() -> dict[str, str]:
    """Return the forms of an organ's verbs by the plain ones that can begin a paragraph of a declaration."""
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


def _heads_after_we(text: str) -> Iterator[_Head]:
    for match in _WE.finditer(text):
        before = text[: match.start()]
        prefix_match = _SINCE_PUNCTUATION.search(before[-_PREFIX_REACH:])
        prefix = prefix_match["said"] if prefix_match is not None else "..."
        if _NO_SUBJECT.search(before) or not (match[0][0] == "W" or _INTRODUCED.fullmatch(prefix)):
            continue  # “the future we want”
        yield _Head(match.start(), match.start("verb"), match.end("verb"), _forms().get(match["verb"]))


def _plain_head(text: str) -> _Head | None:
    match = _PLAIN_HEAD.match(text)
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


def _continues(text: str, match: re.Match[str], start: int) -> bool:
    """Tell whether a verb after “and” is a verb of the declaration: “Welcome the plan, and request the Board to”."""
    follower = _NEXT.match(text, match.end())
    if follower is None or follower[1] in lexicon.load("verbs")["noun_followers"]:
        return False
    if match["comma"]:
        return True
    is_addressed = (
        follower[1][0].isupper()
        or follower[1] in lexicon.load("verbs")["naming"]
        or follower[1] in lexicon.load("verbs")["addressed"]
    )
    return is_addressed and not _INFINITIVE.search(text, start, match.start())


def _as_organ(text: str, head: _Head, end: int) -> Iterator[Opening]:
    """Yield the openings of the statement that begins with `head`, read with its verbs in the third person."""
    assert head.form is not None  # noqa: S101 - the caller has checked it
    parts, length, copied_to = [head.form], len(head.form), head.verb_end
    own_starts = {0}  # where the verbs of the declaration begin in `organ_text`
    offsets = [(0, head.verb_start), (length, copied_to)]  # start of each copied piece in `organ_text` and in `text`
    for match in _AND.finditer(text, head.verb_end, end):
        form = _forms().get(match["verb"]) if match["verb"] in _asking() else None
        if form is None or not _continues(text, match, head.verb_end):
            continue
        own_starts.add(length + match.start("verb") - copied_to)
        parts += [text[copied_to : match.start("verb")], form]
        length += match.start("verb") - copied_to + len(form)
        copied_to = match.end("verb")
        offsets.append((length, copied_to))
    organ_text = "".join((*parts, text[copied_to:end]))

    def place(at: int) -> int:
        """Return the offset in `text` of the offset `at` in `organ_text`."""
        organ_start, text_start = next(offset for offset in reversed(offsets) if offset[0] <= at)
        return text_start + at - organ_start

    for opening in openings(organ_text):
        if opening.verb_start not in own_starts:
            continue  # an action of somebody else: “a problem that demands action”
        start, boundary = place(opening.start), place(opening.boundary)
        if opening.verb_start == 0:
            start = boundary = head.start
        yield opening._replace(
            boundary=boundary, start=start, verb_start=place(opening.verb_start), verb_end=place(opening.verb_end)
        )
