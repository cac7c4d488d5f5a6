"""Word files (.docx) to documents: what Word would print with all tracked changes accepted.

Read from the XML itself, because the numbers that Word prints, footnotes and tracked changes are in no paragraph's
text. Element names: ECMA-376 part 1, section 17. Text boxes and running heads are left out; the head of the first page,
which holds the masthead, comes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mandates.readers import limits
from mandates.readers.archive import Container
from mandates.readers.document import MARK_CLOSE, MARK_OPEN, Block, Document
from mandates.readers.docx_numbering import Numbering, Place, format_number
from mandates.readers.docx_parts import WordFile, child, is_on, value, w
from mandates.readers.limits import Refusal
from mandates.readers.xml_parts import Element

# Elements that only hold others, and those whose text has been taken out by a tracked change.
_WRAPPERS = {w(name) for name in ("ins", "moveTo", "smartTag", "customXml", "sdtContent", "dir", "bdo")}
_WRAPPERS |= {w(name) for name in ("sdt", "hyperlink", "fldSimple", "ruby", "rubyBase")}
_DELETED = ("del", "moveFrom")
_CHARACTERS = {w("tab"): "\t", w("ptab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-"}
_MATHEMATICS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TYPED_MARK = re.compile(r"\d{1,3}|[*†‡§]{1,4}")
_NOTE = "footnote"  # the style of blocks that hold one
_R, _P, _TABLE, _ROW, _CELL = w("r"), w("p"), w("tbl"), w("tr"), w("tc")


def read_docx(container: Container, source: str) -> Document:
    """Return the text of the Word file in `container`, a block a paragraph; each footnote, with style ``footnote`` and
    its mark as label, follows the block that its mark stands in.

    Raises:
        Refusal: the file is damaged, hostile or holds no text.
    """
    blocks = tuple(_Reader(WordFile(container)).blocks())
    if not blocks:
        raise Refusal("file.empty", "holds no text outside of text boxes and pictures")
    limits.check_characters(sum(len(block.text) for block in blocks))
    return Document(source=source, format="docx", blocks=blocks)


class _Reader:
    def __init__(self, file: WordFile) -> None:
        self._file = file
        styles = file.related("styles")
        self._numbering = Numbering(file.related("numbering"), styles)
        self._style_names: dict[str, str] = {}
        self._raised: set[str] = set()
        for style in () if styles is None else styles.findall(w("style")):
            key = style.get(w("styleId"), "")
            self._style_names[key] = value(style, "name") or key
            if value(style, "rPr/vertAlign") == "superscript":
                self._raised.add(key)
        self._notes = {"footnote": _notes(file, "footnote"), "endnote": _notes(file, "endnote")}
        self._counts = {"footnote": 0, "endnote": 0}
        self._due_notes: list[tuple[str, Element]] = []
        self._fields: list[bool] = []  # of each open field, whether its result has begun
        self._held = ""  # the text of paragraphs whose ends were deleted
        self._held_place: Place | None = None

    def blocks(self) -> Iterator[Block]:
        body = child(self._file.document, "body")
        if body is None:
            return
        yield from self._masthead(body)
        yield from self._content(body, None)
        if self._held.strip():
            yield Block(self._held)

    def _masthead(self, body: Element) -> Iterator[Block]:
        section = next(body.iter(w("sectPr")), None)
        kind = "first" if is_on(section, "titlePg") else "default"
        for reference in () if section is None else section.findall(w("headerReference")):
            header = self._file.by_id("header", reference) if reference.get(w("type")) == kind else None
            if header is not None:
                yield from self._content(header, "header")

    def _content(self, parent: Element, style: str | None) -> Iterator[Block]:
        for element in parent:
            if element.tag == _P:
                yield from self._paragraph(element, style)
            elif element.tag == _TABLE:
                yield from self._table(element, style)
            elif element.tag in _WRAPPERS:
                yield from self._content(element, style)

    def _table(self, table: Element, style: str | None) -> Iterator[Block]:
        """Yield a block for each row whose cells hold a paragraph each at most, joined by tabs; for a row laid out with
        more, a block for each paragraph.
        """
        for row in _within(table, _ROW):
            properties = child(row, "trPr")
            if properties is not None and any(child(properties, name) is not None for name in _DELETED):
                continue
            cells = [list(self._content(cell, style)) for cell in _within(row, _CELL)]
            blocks = [block for cell in cells for block in cell]
            texts = [block for block in blocks if block.style != _NOTE]
            laid_out = any(sum(block.style != _NOTE for block in cell) > 1 for cell in cells)
            if laid_out or len(texts) < 2:
                yield from blocks
            else:
                yield Block("\t".join(map(_with_label, texts)), style=style or "table")
                yield from (block for block in blocks if block.style == _NOTE)

    def _paragraph(self, paragraph: Element, style: str | None) -> Iterator[Block]:
        properties = child(paragraph, "pPr")
        parts: list[str] = []
        self._inline(paragraph, parts)
        text = "".join(parts).replace(MARK_CLOSE + MARK_OPEN, "")
        place = self._numbering.place(properties)
        if any(child(properties, f"rPr/{name}") is not None for name in _DELETED):  # it runs on into the next one
            if self._held_place is None and text.strip():
                self._held_place = place
            self._held += text
            return
        place = self._held_place or place
        text, self._held, self._held_place = self._held + text, "", None
        label = self._numbering.advance(place) if place else None
        if text.strip():
            key = value(properties, "pStyle") or ""
            yield Block(text, label=label, style=style or self._style_names.get(key))
        notes, self._due_notes = self._due_notes, []
        for mark, note in notes:
            words = " ".join(part for part in map(self._note_text, note.iter(_P)) if part)
            yield Block(words, label=mark, style=_NOTE)

    def _note_text(self, paragraph: Element) -> str:
        parts: list[str] = []
        self._inline(paragraph, parts)
        return "".join(parts).strip()

    def _inline(self, parent: Element, parts: list[str]) -> None:
        for element in parent:
            if element.tag == _R:
                self._run(element, parts)
            elif element.tag in _WRAPPERS:
                self._inline(element, parts)
            elif element.tag.startswith(_MATHEMATICS):
                parts.extend(text.text or "" for text in element.iter(f"{_MATHEMATICS}t"))

    def _run(self, run: Element, parts: list[str]) -> None:
        properties = child(run, "rPr")
        if properties is not None and is_on(properties, "vanish"):
            return
        typed: list[str] = []
        for element in run:
            tag = element.tag
            if tag == w("fldChar"):
                self._field(element.get(w("fldCharType")))
            elif not all(self._fields):
                continue  # what a field computes from, not what it prints
            elif tag == w("t"):
                typed.append(element.text or "")
            elif tag in _CHARACTERS:
                typed.append(_CHARACTERS[tag])
            elif tag in {w("footnoteReference"), w("endnoteReference")}:
                following = "".join(each.text or "" for each in element.itersiblings(w("t")))
                parts.extend((*typed, self._refer(element, following)))
                typed = []
                if is_on_attribute(element, "customMarkFollows"):
                    return
            elif tag in _WRAPPERS:
                self._inline(element, typed)
        text = "".join(typed)
        raised = properties is not None and (
            value(properties, "vertAlign") == "superscript" or value(properties, "rStyle") in self._raised
        )
        if raised and _TYPED_MARK.fullmatch(text.strip()) and not "".join(parts[-1:])[-1:].isdigit():
            text = f"{MARK_OPEN}{text.strip()}{MARK_CLOSE}"
        parts.append(text)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _refer(self, reference: Element, following: str) -> str:
        """Return the mark of a footnote or endnote and keep its text for after the paragraph."""
        kind = "footnote" if reference.tag == w("footnoteReference") else "endnote"
        if is_on_attribute(reference, "customMarkFollows"):
            mark = following.strip()
        else:
            self._counts[kind] += 1
            mark = format_number(self._counts[kind], "decimal" if kind == "footnote" else "lowerRoman")
        note = self._notes[kind].get(reference.get(w("id"), ""))
        if note is not None:
            self._due_notes.append((mark, note))
        return f"{MARK_OPEN}{mark}{MARK_CLOSE}" if mark else ""


def is_on_attribute(element: Element, name: str) -> bool:
    """Return whether an attribute that is a switch is there and set."""
    return element.get(w(name), "0") not in {"0", "false", "off"}


def _notes(file: WordFile, kind: str) -> dict[str, Element]:
    part = file.related(f"{kind}s")
    notes = () if part is None else part.findall(w(kind))
    return {note.get(w("id"), ""): note for note in notes if note.get(w("type"), "normal") == "normal"}


def _within(parent: Element, name: str) -> Iterator[Element]:
    """Yield the elements `name` of a table or row, also those in content controls."""
    for element in parent:
        if element.tag == name:
            yield element
        elif element.tag in _WRAPPERS:
            yield from _within(element, name)


def _with_label(block: Block) -> str:
    return f"{block.label}\t{block.text}" if block.label else block.text
