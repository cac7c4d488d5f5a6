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

    Printed ``A/RES/71/12#8``; item ``A/RES/71/12#8(a)``; second mandate of the paragraph ``A/RES/71/12#8.2``; the
    obligation due at one session or date ``A/RES/71/12#8@75``.

    Attributes:
        label: the paragraph's printed label without spaces: ``8``, ``8(a)``, ``II.4``.
        ordinal: 1 for the first mandate of the paragraph.
        obligation: what follows ``@``, or None for the mandate as a whole.
    """

    symbol: Symbol
    label: str
    ordinal: int = 1
    obligation: str | None = None

    @classmethod
    def parse(cls, text: str) -> Reference:
        """Return the reference that `text` writes, however it is spaced or capitalised.

        Raises:
            UsageError: `text` is no reference.
        """
        head, hash_mark, tail = text.partition("#")
        remedy = "write it like A/RES/71/12#8, 71/12#8(a) or 71/12#8@75"
        if not hash_mark:
            raise UsageError(f"'{text}' is no reference to a mandate", remedy)
        symbol = Symbol.parse(head)
        match = re.fullmatch(r"(?P<label>.+?)(?:\.(?P<ordinal>\d+))?(?:@(?P<obligation>.+))?", re.sub(r"\s+", "", tail))
        if match is None:
            raise UsageError(f"'{text}' names no paragraph", remedy)
        label, ordinal = match["label"], match["ordinal"]
        if ordinal and re.fullmatch(r"[IVXLC]+|[A-Z]", label):  # "II.4" is paragraph 4 of section II
            label, ordinal = f"{label}.{ordinal}", None
        return cls(symbol, label, int(ordinal or 1), match["obligation"])

    @classmethod
    def of(cls, symbol: Symbol, label: str, ordinal: int = 1, obligation: str | None = None) -> Reference:
        """Return the reference of a mandate by its paragraph's printed label (``8 (a)``)."""
        return cls(symbol, "".join(label.split()), ordinal, obligation)

    @property
    def mandate(self) -> Reference:
        """The reference of the mandate as a whole."""
        return Reference(self.symbol, self.label, self.ordinal)

    def __str__(self) -> str:
        ordinal = f".{self.ordinal}" if self.ordinal > 1 else ""
        obligation = f"@{self.obligation}" if self.obligation else ""
        return f"{self.symbol}#{self.label}{ordinal}{obligation}"
