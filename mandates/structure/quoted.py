"""Texts quoted as a whole, with a quotation mark before each paragraph, as in press releases and statements."""

from __future__ import annotations

import dataclasses

from mandates.structure.reflow import Passage

_OPENS = '“"'
_CLOSES = ("”", '"', "”.", '".')


def without_quotes(passages: list[Passage]) -> list[Passage]:
    """Return the passages of the quoted text among `passages`, without their quotation marks.

    If there is no quotation mark, all passages are returned unchanged.
    """
    begin = next((i for i, passage in enumerate(passages) if passage.text[0] in _OPENS), None)
    if begin is None:
        return passages
    quoted_passages: list[Passage] = []
    for passage in passages[begin:]:
        if passage.text[0] not in _OPENS and quoted_passages and quoted_passages[-1].text.endswith(_CLOSES):
            break  # the text after the quotation
        text = passage.text.lstrip(_OPENS).lstrip()
        quoted_passages.append(dataclasses.replace(passage, text=text or passage.text))
    if quoted_passages[-1].text.endswith(_CLOSES):
        text_at_end = quoted_passages[-1].text
        quoted_passages[-1] = dataclasses.replace(
            quoted_passages[-1], text=text_at_end.rstrip('”"') if text_at_end[-1] != "." else f"{text_at_end[:-2]}."
        )
    return quoted_passages
