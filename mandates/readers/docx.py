"""Word files (.docx) to documents: what Word would print with all tracked changes accepted.

Read from the XML itself, because the numbers that Word prints, footnotes and tracked changes are in no paragraph's
text. Element names: ECMA-376 part 1, section 17. Text boxes (which a problem names) and running heads are left out; the
head of the first page, which holds the masthead, comes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mandates.domain.problems import Problem
from mandates.readers import limits
from mandates.readers.archive import Container
from mandates.readers.document import MARK_CLOSE, MARK_OPEN, Block, Document
from mandates.readers.docx_numbering import Numbering, Place, format_number
from mandates.readers.docx_parts import WordFile, child, is_on, value, w
from mandates.readers.limits import Refusal
from mandates.readers.xml_parts import Element

# Elements that only contain others, and elements whose text was deleted by a tracked change.
_CONTAINERS = {w(name) for name in ("ins", "moveTo", "smartTag", "customXml", "sdtContent", "dir", "bdo")}
_CONTAINERS |= {w(name) for name in ("sdt", "hyperlink", "fldSimple", "ruby", "rubyBase")}
_DELETED = ("del", "moveFrom")
_CHARACTERS = {w("tab"): "\t", w("ptab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-"}
_WORDS_OF_NO_LOSS = 5
_MATHEMATICS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TYPED_MARK = re.compile(r"\d{1,3}|[*†‡§]{1,4}")
_FOOTNOTE_STYLE = "footnote"  # the style of blocks that hold a footnote
_RUN_TAG, _PARAGRAPH_TAG, _TABLE_TAG, _ROW_TAG, _CELL_TAG = w("r"), w("p"), w("tbl"), w("tr"), w("tc")


def read_docx(container: Container, source: str) -> Document:
    """Return the text of the Word file in `container`, one block per paragraph.

    Each footnote follows the block that contains its mark; its style is ``footnote``, its label is the mark.

    Raises:
        Refusal: the file is damaged, malicious or without text.
    """
    file = WordFile(container)
    blocks = tuple(_Reader(file).blocks())
    if not blocks:
        raise Refusal("file.empty", "holds no text outside of text boxes and pictures")
    limits.check_characters(sum(len(block.text) for block in blocks))
    return Document(source=source, format="docx", blocks=blocks, problems=_boxes(file, source))


def _boxes(file: WordFile, source: str) -> tuple[Problem, ...]:
    """Return a problem if text boxes hold more than a few words: “Please recycle” and barcodes are no loss."""
    boxes = (
        " ".join("".join(text.text or "" for text in paragraph.iter(w("t"))) for paragraph in box.iter(_PARAGRAPH_TAG))
        for box in file.document.iter(w("txbxContent"))
    )
    texts = list(
        dict.fromkeys(text for box in boxes if len((text := " ".join(box.split())).split()) > _WORDS_OF_NO_LOSS)
    )
    if not texts:
        return ()
    count = "1 text box" if len(texts) == 1 else f"{len(texts)} text boxes"
    message = f"{count} left out: “{texts[0][:60]}”; if it belongs to the text, move it out of the box"
    return (Problem("text.unplaced", source, message),)


class _Reader:
    def __init__(self, file: WordFile) -> None:
        self._file = file
        styles = file.related("styles")
        self._numbering = Numbering(file.related("numbering"), styles)
        self._style_names: dict[str, str] = {}
        self._raised: set[str] = set()
        for style in () if styles is None else styles.findall(w("style")):
            style_id = style.get(w("styleId"), "")
            self._style_names[style_id] = value(style, "name") or style_id
            if value(style, "rPr/vertAlign") == "superscript":
                self._raised.add(style_id)
        self._notes = {"footnote": _notes(file, "footnote"), "endnote": _notes(file, "endnote")}
        self._counts = {"footnote": 0, "endnote": 0}
        self._due_notes: list[tuple[str, Element]] = []
        self._fields: list[bool] = []  # for each open field, whether its result has begun
        self._held = ""  # the text of paragraphs whose paragraph marks were deleted
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
            if element.tag == _PARAGRAPH_TAG:
                yield from self._paragraph(element, style)
            elif element.tag == _TABLE_TAG:
                yield from self._table(element, style)
            elif element.tag in _CONTAINERS:
                yield from self._content(element, style)

    def _table(self, table: Element, style: str | None) -> Iterator[Block]:
        """Yield one block per row, with its cells joined by tabs; for a row that is used for layout, with several
        paragraphs in a cell, or with fewer than two texts, one block per paragraph.
        """
        for row in _descendants(table, _ROW_TAG):
            properties = child(row, "trPr")
            if properties is not None and any(child(properties, name) is not None for name in _DELETED):
                continue
            cells = [list(self._content(cell, style)) for cell in _descendants(row, _CELL_TAG)]
            blocks = [block for cell in cells for block in cell]
            texts = [block for block in blocks if block.style != _FOOTNOTE_STYLE]
            has_layout = any(sum(block.style != _FOOTNOTE_STYLE for block in cell) > 1 for cell in cells)
            if has_layout or len(texts) < 2:
                yield from blocks
            else:
                yield Block("\t".join(map(_with_label, texts)), style=style or "table")
                yield from (block for block in blocks if block.style == _FOOTNOTE_STYLE)

    def _paragraph(self, paragraph: Element, style: str | None) -> Iterator[Block]:
        properties = child(paragraph, "pPr")
        parts: list[str] = []
        self._inline(paragraph, parts)
        text = "".join(parts).replace(MARK_CLOSE + MARK_OPEN, "")
        place = self._numbering.place(properties)
        if any(
            child(properties, f"rPr/{name}") is not None for name in _DELETED
        ):  # the paragraph continues in the next one
            if self._held_place is None and text.strip():
                self._held_place = place
            self._held += text
            return
        place = self._held_place or place
        text, self._held, self._held_place = self._held + text, "", None
        label = self._numbering.advance(place) if place else None
        if text.strip():
            style_id = value(properties, "pStyle") or ""
            yield Block(text, label=label, style=style or self._style_names.get(style_id))
        notes, self._due_notes = self._due_notes, []
        for mark, note in notes:
            note_text = " ".join(part for part in map(self._note_text, note.iter(_PARAGRAPH_TAG)) if part)
            yield Block(note_text, label=mark, style=_FOOTNOTE_STYLE)

    def _note_text(self, paragraph: Element) -> str:
        parts: list[str] = []
        self._inline(paragraph, parts)
        return "".join(parts).strip()

    def _inline(self, parent: Element, parts: list[str]) -> None:
        for element in parent:
            if element.tag == _RUN_TAG:
                self._run(element, parts)
            elif element.tag in _CONTAINERS:
                self._inline(element, parts)
            elif element.tag.startswith(_MATHEMATICS):
                parts.extend(math_text.text or "" for math_text in element.iter(f"{_MATHEMATICS}t"))

    def _run(self, run: Element, parts: list[str]) -> None:
        properties = child(run, "rPr")
        if properties is not None and is_on(properties, "vanish"):
            return
        texts: list[str] = []
        for element in run:
            tag = element.tag
            if tag == w("fldChar"):
                self._field(element.get(w("fldCharType")))
            elif not all(self._fields):
                continue  # the instruction of a field, not its result
            elif tag == w("t"):
                texts.append(element.text or "")
            elif tag in _CHARACTERS:
                texts.append(_CHARACTERS[tag])
            elif tag in {w("footnoteReference"), w("endnoteReference")}:
                following_text = "".join(text_element.text or "" for text_element in element.itersiblings(w("t")))
                parts.extend((*texts, self._refer(element, following_text)))
                texts = []
                if is_on_attribute(element, "customMarkFollows"):
                    return
            elif tag in _CONTAINERS:
                self._inline(element, texts)
        text = "".join(texts)
        is_superscript = properties is not None and (
            value(properties, "vertAlign") == "superscript" or value(properties, "rStyle") in self._raised
        )
        if is_superscript and _TYPED_MARK.fullmatch(text.strip()) and not "".join(parts[-1:])[-1:].isdigit():
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
        """Return the mark of a footnote or endnote and queue the note for the end of the paragraph."""
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
    """Return whether a boolean attribute is present and set."""
    return element.get(w(name), "0") not in {"0", "false", "off"}


def _notes(file: WordFile, kind: str) -> dict[str, Element]:
    part = file.related(f"{kind}s")
    notes = () if part is None else part.findall(w(kind))
    return {note.get(w("id"), ""): note for note in notes if note.get(w("type"), "normal") == "normal"}


def _descendants(parent: Element, tag: str) -> Iterator[Element]:
    """Yield the elements of a table or row with the tag `tag`, also those in content controls."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in _CONTAINERS:
            yield from _descendants(element, tag)


def _with_label(block: Block) -> str:
    return f"{block.label}\t{block.text}" if block.label else block.text
