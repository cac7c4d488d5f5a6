"""The full names of bodies and offices that a passage gives for a short one: "Committee on Lamps" for "Committee"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mandates import lexicon
from mandates.extraction.coordination import clean
from mandates.extraction.short_form_words import short_form_words
from mandates.extraction.tokens import tokens
from mandates.reference.entities import entity, resolve


def defined(short: str, names: tuple[str, ...], passage: str) -> str | None:
    """Return the name of `names` that `passage` defines `short` as: "the Committee on Lamps (“the Committee”)"."""
    for name in names:
        if name != short and re.search(rf"{re.escape(name)}\s+\(\W*the\s+{re.escape(short)}\W*\)", passage):
            return name
    return None


WORDS_BEFORE = r"(?:(?:[A-Z][\w\u2019-]*|\d{4})\s+(?:(?:and|of|for|on|the)\s+(?=[A-Z]))?){0,12}"
#: Where the words after a name no longer belong to it.
_PAST_NAME = re.compile(
    r"(?<!pursuant)(?<!right)(?<!rights)\s+to\s+[a-z]|\s+(?:(?:at|by|as|is|was|were|are|has|have|had|which|that|who|shall|should|may|will|would|can|must|during"
    r"|consisting|composed|comprising|under|with|within|from|through|or(?=\s+(?:the|any|other|mandated))|submitted|contained|adopted|held|entitled|presented|prepared|including|when"
    r"|while|after|ensure|cease|refrain|before|upon|until|if|since|not|also|further|be|been)\b|and\s+(?:the|to|its|his|her|all|other|of|on|in|for"
    r"|by|[a-z]+s\s+(?:the|its|that))\b|in\s+(?:accordance|its|his|her|their|order|the\s+[a-z]|this|that|line|cooperation"
    r"|consultation|close|view|[a-z]+ing)\b|for\s+(?:its|his|her|their|the\s+[a-z]|a|an|[a-z]+ing|consideration|which)\b|on\s+"
    r"(?:its|his|her|their|a|an|progress|[a-z]+ing)\b)"
)
#: What follows a name inside a longer one.
_GOES_ON = re.compile(r"\s(?:and|in|of|for|on)\s[A-Z]")
#: Not a name: "the Group for the period 2018-2021".
_PERIOD = re.compile(r"\s+for\s+the\s+period\b")
#: The second founder of a joint body: "of the Harbour Council *and the T*ide Union".
_OTHER_FOUNDER = re.compile(r"\s+and\s+the\s+(?=[A-Z])")
_TRAILING_WORDS = re.compile(r"(?:\s+(?:and|or|of|in|on|for|to|the))+\Z")
#: The preposition with which the words after a name begin.
_PREPOSITION = re.compile(r"\s+\w+\s")
_ESTABLISHED = (
    r"(?:established\s+)?(?:by|pursuant\s+to|under)\s+(?:paragraph\s+\d+\s+of\s+)?(?:Security\s+Council\s+)?"
    r"resolutions?(?=\s+\d)"
)
_CONTINUING = frozenset({"on", "of", "for", "against", "to", "in", "established"})
_CONTINUES = re.compile(rf"\s+(?:{'|'.join(sorted(_CONTINUING))})\b")
#: A lower-case word that is part of no name: "the Office of the High Commissioner *continue*".
_SMALL_WORD = re.compile(
    r"\s(?!(?:of|the|for|and|or|on|in|to|against|with|regard|from|at|by|as|under|pursuant|a(?=\s[A-Z])|de|du|des|la|le|el|al)\b)[a-z]|\son\s\d"
)
#: The beginning of a reference to what founded a body, which is part of its name: "Committee established pursuant to
#: resolution 1267".
_FOUNDED = re.compile(r"\s+(?:established|pursuant|by|under)\b")
#: The whole of such a reference.
_FOUNDING = re.compile(
    r"\s+(?:established\s+)?(?:by|pursuant\s+to|under)\s[^()]*?resolutions?\s+\d+\s+\(\d{4}\)"
    r"(?:(?:,|,?\s+and)\s+\d+\s+\(\d{4}\))*(?!,?\s+(?:and|concerning|on|regarding|relating)\b)"
)
#: The beginning of such a reference that does not say by what: "Panel of Experts *established*".
_CUT_FOUNDING = re.compile(r"\s+established\s*\Z")
#: What after a known name tells which of several bodies it is: "Panel of Experts *on Arcadia*".
_SAYS_WHICH = re.compile(r"\s(?:(?:of|on|for|in|to)\s(?:the\s)?[A-Z]|established\s\w+\s)")
#: The most characters of a name after its short form.
_MAX_EXTENSION = 200


@lexicon.remembered
def _extended_pattern(short: str) -> re.Pattern[str]:
    forms = short_form_words()
    last_word = short.rpartition(" ")[2]
    if short[0].islower():
        capital = r"(?=(?:the\s+)?(?:[A-Z]|(?:armed\s+)?conflict))"  # "parties to the Convention", "to armed conflict"
    else:
        capital = "" if last_word in forms.on_topics else r"(?=(?:the\s+)?[A-Z])"
    prepositions = "|".join(
        _ESTABLISHED if preposition == "established" else rf"{preposition}(?=\s+{capital})"
        for preposition in forms.prepositions.get(last_word, forms.prepositions["other"])
    )
    if short[0].isupper():  # "Committee to Elaborate a Convention on Lamps"
        prepositions = "|".join(filter(None, [prepositions, rf"to(?=\s+(?:{forms.infinitives})\b)"]))
    words_after = r"(?:[^,;.:()\u201c\u201d]|\((?:19|20)\d\d\)|,(?=\s\d+\s\()){3,200}"  # "1267 (1999), 1989 (2011)"
    suffix = rf"(?:\s+(?:{prepositions})\s+{words_after})?" if prepositions else ""
    prefix = WORDS_BEFORE if short[0].isupper() else ""
    return re.compile(rf"(?<![\w\u2019-]){prefix}{re.escape(short)}(?![\w-]){suffix}")


@lexicon.remembered
def names_of(short: str, passage: str) -> tuple[str, ...]:
    """Return the names in `passage` that `short` stands for; see `_find_names`."""
    return tuple(_find_names(short, passage))


def own_words(text: str) -> list[str]:
    """Return the words of a name that stand before its short form, without what precedes the name itself."""
    words = text.split()
    not_names = short_form_words().not_names
    while words and (words[0] in not_names or words[0][0].islower() or words[0].endswith("ing")):
        words = words[1:]
    while "the" in words[:2]:  # "instructs the Commission", "Where the Committee"
        words = words[words.index("the") + 1 :]
    return [] if words[-1:] == ["and"] else words  # "the Assembly and Executive Board"


def _find_names(short: str, passage: str) -> Iterator[str]:
    """Yield the names in `passage` that `short` stands for, in order, and `short` itself where it is used alone."""
    for match in _extended_pattern(short).finditer(passage):
        text = match[0]
        short_start = text.index(short)
        words_before = own_words(text[:short_start])
        text_after = text[short_start + len(short) :]
        if _PERIOD.match(text_after):
            text_after = ""
        preposition = _PREPOSITION.match(text_after)
        name_end = _PAST_NAME.search(text_after, preposition.end() - 1 if preposition else 0)
        if name_end and short.partition(" ")[0] in short_form_words().joint:
            other_founder = _OTHER_FOUNDER.match(text_after, name_end.start())
            name_end = _PAST_NAME.search(text_after, other_founder.end()) if other_founder else name_end
        if name_end:
            text_after = text_after[: name_end.start()]
        if (
            short[0].isupper()
            and short.rpartition(" ")[2] not in short_form_words().on_topics
            and not _FOUNDED.match(text_after)
        ):
            small_word = _SMALL_WORD.search(text_after)
            text_after = text_after[: small_word.start()] if small_word else text_after
        founding = _FOUNDING.match(text_after)
        text_after = founding[0] if founding else text_after
        text_after = text_after if founding else _CUT_FOUNDING.sub("", text_after)
        name = _TRAILING_WORDS.sub("", clean(" ".join((*words_before, short)) + text_after.rstrip()))
        extension = _MAX_EXTENSION if len(text) > len(short) or _CONTINUES.match(passage, match.end()) else 0
        for token in tokens(passage, match.start(), match.end() + extension):
            if token.start >= match.end():
                break
            if token.text == short and _SAYS_WHICH.match(name, len(short)):
                break
            if token.key and short in token.text:
                following = token.text.partition(short)[2].split()
                # "Centre for Human Rights" inside "Regional Centre for Human Rights and Peace in ..."
                is_inside = (
                    bool(words_before)
                    and words_before[-1] not in token.text
                    and _GOES_ON.match(name.partition(token.text)[2]) is not None
                )
                if not is_inside and _is_one_entity(token.text) and not (following and following[0] not in _CONTINUING):
                    name = clean(token.text)
                break
        yield name if len(name) > len(short) + 2 else short


def _is_one_entity(name: str) -> bool:
    """Whether the registry knows `name` as one entity, not as a group of them."""
    key = resolve(name)
    known = entity(key) if key else None
    return known is not None and known.kind != "group"
