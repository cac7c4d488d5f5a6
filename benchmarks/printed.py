"""Made-up resolutions as files: what the reading benchmarks read where no folder of real ones is given."""

from __future__ import annotations

import datetime as dt
import itertools
import pathlib
import textwrap
import zlib
from collections.abc import Sequence

from benchmarks import proportions
from benchmarks.made_up import MadeUp
from benchmarks.wording import ordinal
from mandates.domain.resolution import ParagraphKind, Resolution
from mandates.domain.symbols import Symbol

_AS_OF = dt.date(2026, 6, 30)
_WIDTH, _LINES = 88, 48  # of a printed page


def write(folder: pathlib.Path, count: int, form: str) -> None:
    """Write `count` resolutions, always the same, to `folder` as files of the form ``txt`` or ``pdf``."""
    folder.mkdir(parents=True, exist_ok=True)
    readings = MadeUp(proportions.load(), seed=1, as_of=_AS_OF).readings()
    for reading in itertools.islice(readings, count):
        text = as_text(reading.resolution)
        name = reading.resolution.symbol.replace("/", "_").replace(" ", "")
        data = text.encode() if form == "txt" else as_pdf(text.splitlines())
        (folder / f"{name}.{form}").write_bytes(data)


def as_text(resolution: Resolution) -> str:
    """Return a resolution as its text is printed, a paragraph a line."""
    symbol = Symbol.parse(resolution.symbol)
    adopted = resolution.adopted_on or _AS_OF
    day = f"{adopted.day} {adopted:%B %Y}"
    number = f"{symbol.session}/{symbol.number}" if symbol.prefix != "S/RES" else f"{symbol.number} ({symbol.session})"
    head = [f"United Nations\t{resolution.symbol}", symbol.body, f"Distr.: General\n{day}"]
    if isinstance(resolution.session, int):
        head.append(f"{ordinal(resolution.session).capitalize()} session")
    head += [f"Resolution adopted by the {symbol.body} on {day}", f"{number}. {resolution.title or 'Cooperation'}"]
    body = [f"The {symbol.body},"]
    for paragraph in resolution.paragraphs:
        label = (paragraph.label or "").rpartition(" ")[2]
        stop = "" if label.endswith(")") or paragraph.kind is not ParagraphKind.OPERATIVE else "."
        body.append(f"{label}{stop}\t{paragraph.text}" if label else paragraph.text)
    return "\n\n".join([*head, *body, day]) + "\n"


def as_pdf(paragraphs: Sequence[str]) -> bytes:
    """Return a PDF with `paragraphs`, wrapped, as many pages as they need."""
    lines: list[str] = []
    for paragraph in paragraphs:
        wrapped = textwrap.wrap(paragraph.expandtabs(4), _WIDTH) or [""]
        lines += [*(f"{line} " for line in wrapped[:-1]), wrapped[-1]]  # a trailing space if the sentence continues
    pages = [lines[start : start + _LINES] for start in range(0, len(lines), _LINES)]
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>"
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", font]
    for page in pages:
        content = zlib.compress(_content(page))
        objects.append(b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(content), content))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>"
            % len(objects)
        )
    kids = b" ".join(b"%d 0 R" % (5 + 2 * index) for index in range(len(pages)))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(pages), kids)
    pdf, offsets = b"%PDF-1.4\n", []
    for number, item in enumerate(objects, start=1):
        offsets.append(len(pdf))
        pdf += b"%d 0 obj\n%b\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(pdf))
    return pdf + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + trailer


def _content(lines: Sequence[str]) -> bytes:
    shown = []
    for line in lines:
        text = line.encode("cp1252", "replace")
        for character in (b"\\", b"(", b")"):
            text = text.replace(character, b"\\" + character)
        shown.append(b"(%b) Tj T*" % text)
    return b"BT /F 11 Tf 14 TL 72 730 Td\n" + b"\n".join(shown) + b"\nET"
