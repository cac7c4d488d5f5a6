"""References to mandates: parse what people type and print, compare, print canonically.

>>> str(Reference.parse(" 71/12 # 8 (a) "))
'A/RES/71/12#8(a)'
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mandates.domain.errors import UsageError
from mandates.domain.symbols import Symbol


@dataclass(frozen=True, slots=True, order=True)
class Reference:
    """A reference to a mandate, or to one obligation of it.

    The printed form is ``A/RES/71/12#8``; for an item ``A/RES/71/12#8(a)``; for the second mandate of the paragraph
    ``A/RES/71/12#8.2``; for the obligation due at one session or date ``A/RES/71/12#8@75``.

    Attributes:
        label: the printed label of the paragraph without spaces: ``8``, ``8(a)``, ``II.4``.
        ordinal: 1 for the first mandate of the paragraph.
        obligation: what follows ``@``, or None for the mandate as a whole.
    """

    symbol: Symbol
    label: str
    ordinal: int = 1
    obligation: str | None = None

    @classmethod
    def parse(cls, text: str) -> Reference:
        """Return the reference in `text`, regardless of spaces and capitals.

        Raises:
            UsageError: `text` is not a reference.
        """
        symbol_text, hash_mark, rest = text.partition("#")
        remedy = "write it like A/RES/71/12#8, 71/12#8(a) or 71/12#8@75"
        if not hash_mark:
            raise UsageError(f"'{text}' is not a reference to a mandate", remedy)
        symbol = Symbol.parse(symbol_text)
        match = re.fullmatch(
            r"(?P<label>.+?)(?:\.(?P<ordinal>\d{1,9}))?(?:@(?P<obligation>.+))?", re.sub(r"\s+", "", rest)
        )
        if match is None:
            raise UsageError(f"'{text}' does not name a paragraph", remedy)
        label, ordinal = match["label"], match["ordinal"]
        if ordinal and re.fullmatch(r"[IVXLC]+|[A-Z]", label):  # "II.4" is paragraph 4 of section II
            label, ordinal = f"{label}.{ordinal}", None
        return cls(symbol, label, int(ordinal or 1), match["obligation"])

    @classmethod
    def of(cls, symbol: Symbol, label: str, ordinal: int = 1, obligation: str | None = None) -> Reference:
        """Return the reference of a mandate from the printed label of its paragraph (``8 (a)``)."""
        return cls(symbol, "".join(label.split()), ordinal, obligation)

    @property
    def mandate(self) -> Reference:
        """The reference of the mandate as a whole."""
        return Reference(self.symbol, self.label, self.ordinal)

    def __str__(self) -> str:
        ordinal = f".{self.ordinal}" if self.ordinal > 1 else ""
        obligation = f"@{self.obligation}" if self.obligation else ""
        return f"{self.symbol}#{self.label}{ordinal}{obligation}"
