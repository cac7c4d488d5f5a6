"""The items that an agenda lists, or that an allocation of agenda items lists by committee."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mandates import lexicon
from mandates.domain.issued import AgendaEntry
from mandates.structure.issued_forms import pattern
from mandates.structure.reflow import Passage

_ENTRY = re.compile(r"(?P<number>\d{1,3}(?:\s?\([a-z]{1,3}\))?)\.\s+(?P<title>[A-Z].{3,400})")
_SUBENTRY = re.compile(r"\((?P<letter>[a-z]{1,2})\)\s+(?P<title>[A-Z].{3,400})")
#: In an allocation the entries are numbered by committee; each states which item of the agenda it is.
_ITEM_OF_AGENDA = re.compile(r"\s*\(items?\s+(?P<number>\d{1,3})(?:\s?\([a-z]{1,2}\))?\)\W*$")


def entries(passages: Sequence[Passage]) -> Iterator[AgendaEntry]:
    """Yield the items of an agenda.

    Sub-items have the number of their item before their letter: ``71 (b)``. In an allocation each item has the
    committee under whose name it is listed.
    """
    number, committee = "", None
    for passage in passages:
        text = f"{passage.label or ''} {passage.text}".strip()
        heading = _allocated().fullmatch(text)
        if heading is not None:
            number, committee = "", heading["to"]
            continue
        item = _ENTRY.fullmatch(text)
        if item is not None:
            of_agenda = _ITEM_OF_AGENDA.search(item["title"]) if committee else None
            number = of_agenda["number"] if of_agenda is not None else item["number"]
            title = item["title"][: of_agenda.start()] if of_agenda is not None else item["title"]
            yield AgendaEntry(number=number, title=_clean_entry(title), committee=committee)
            continue
        subitem = _SUBENTRY.fullmatch(text)
        if subitem is not None and number:
            title = _clean_entry(subitem["title"])
            yield AgendaEntry(number=f"{number} ({subitem['letter']})", title=title, committee=committee)


def _clean_entry(title: str) -> str:
    """Return the title of an item without what follows it: resolutions, a mark such as ``(D)``, dots."""
    plain = re.sub(r"\s*\((?:resolutions?|decisions?|D|P)\b.*$", "", title)
    return re.sub(r"[\s.*;]+$", "", plain)


@lexicon.derived
def _allocated() -> re.Pattern[str]:
    return pattern(lexicon.load("issued")["allocated"])
