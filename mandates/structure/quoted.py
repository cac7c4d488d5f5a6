"""Texts quoted whole, each of their paragraphs behind a quotation mark: in press releases, in statements."""

from __future__ import annotations

import dataclasses

from mandates.structure.reflow import Passage

_OPENS = '“"'
_CLOSES = ("”", '"', "”.", '".')


def without_quotes(passages: list[Passage]) -> list[Passage]:
    """Return the passages of the text that `passages` quote, without the quotation marks; all of them where none is
    quoted.
    """
    begin = next((i for i, passage in enumerate(passages) if passage.text[0] in _OPENS), None)
    if begin is None:
        return passages
    taken: list[Passage] = []
    for passage in passages[begin:]:
        if passage.text[0] not in _OPENS and taken and taken[-1].text.endswith(_CLOSES):
            break  # what is said behind the quotation
        text = passage.text.lstrip(_OPENS).lstrip()
        taken.append(dataclasses.replace(passage, text=text or passage.text))
    if taken[-1].text.endswith(_CLOSES):
        last = taken[-1].text
        taken[-1] = dataclasses.replace(taken[-1], text=last.rstrip('”"') if last[-1] != "." else f"{last[:-2]}.")
    return taken
