"""Word files for tests, made of the XML that Word writes: paragraphs, numbering, footnotes, headers."""

from __future__ import annotations

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CONTENT_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'
)


def part(root: str, inner: str) -> str:
    """Return a part of a Word file with the root element `root`."""
    return f'<?xml version="1.0"?><w:{root} xmlns:w="{W}" xmlns:r="{R}">{inner}</w:{root}>'


def run(text: str, properties: str = "") -> str:
    """Return a run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*inner: str, properties: str = "") -> str:
    """Return a paragraph; arguments that are no XML become runs."""
    runs = "".join(text if text.startswith("<") else run(text) for text in inner)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def numbered(text: str, number: int = 1, level: int = 0) -> str:
    """Return a paragraph of a list."""
    properties = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(text, properties=properties)


def level(at: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    """Return one level of a list."""
    inner = f'<w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{at}">{inner}</w:lvl>'


def numbering(levels: str, *numbers: str) -> str:
    """Return a numbering part with one kind of list and one list for each of `numbers`, its overrides."""
    lists = "".join(
        f'<w:num w:numId="{index}"><w:abstractNumId w:val="7"/>{override}</w:num>'
        for index, override in enumerate(numbers or ("",), start=1)
    )
    return part("numbering", f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>{lists}')


def note_reference(number: int, more: str = "") -> str:
    """Return the mark of a footnote."""
    return f'<w:r><w:footnoteReference w:id="{number}"{more}/></w:r>'


def notes(*texts: str) -> str:
    """Return a footnotes part as Word writes it: two that are only rules, then `texts` with ids from 1."""
    rules = "".join(
        f'<w:footnote w:id="{number}" w:type="{kind}"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    given = "".join(
        f'<w:footnote w:id="{number}">{paragraph("<w:r><w:footnoteRef/></w:r>", " " + text)}</w:footnote>'
        for number, text in enumerate(texts, start=1)
    )
    return part("footnotes", rules + given)


def word(body: str, *, compression: int = zipfile.ZIP_DEFLATED, **parts: str | bytes) -> bytes:
    """Return a Word file with `body` and further parts: ``numbering``, ``styles``, ``footnotes``, ``header1``."""
    names: dict[str, str | bytes] = {"document": part("document", f"<w:body>{body}</w:body>")} | parts
    kinds = {name: "header" if name.startswith("header") else name for name in names}
    related = "".join(
        f'<Relationship Id="{name}" Type="{R}/{kinds[name]}" Target="{name}.xml"/>'
        for name in names
        if name != "document"
    )
    top = f'<Relationship Id="r" Type="{R}/officeDocument" Target="word/document.xml"/>'
    relationships = f'<Relationships xmlns="{_PACKAGE}/relationships">{{}}</Relationships>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as container:
        container.writestr("[Content_Types].xml", _CONTENT_TYPES)
        container.writestr("_rels/.rels", relationships.format(top))
        container.writestr("word/_rels/document.xml.rels", relationships.format(related))
        for name, text in names.items():
            container.writestr(f"word/{name}.xml", text)
    return stream.getvalue()
