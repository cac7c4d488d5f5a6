"""What is wrong in a document, returned together with what could be read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a document that could not be read with certainty.

    Attributes:
        code: machine-readable, dotted, such as ``numbering.gap`` or ``file.no_text_layer``.
        where: the place: a file, a symbol, ``A/RES/71/12#8`` or ``page 3``.
        message: one line for a person: what is wrong and what to do.
    """

    code: str
    where: str
    message: str
