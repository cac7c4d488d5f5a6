"""What kind of file it is, told by its content; the name only decides between kinds of text."""

from __future__ import annotations

import codecs
import pathlib
import re
from collections.abc import Collection
from enum import StrEnum

from mandates.readers.limits import Refusal


class Kind(StrEnum):
    """The kinds of file that are read."""

    PDF = "pdf"
    DOCX = "docx"
    ARCHIVE = "archive"
    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"
    HTML = "html"
    PICTURE = "picture"
    DOC = "doc"


#: Suffixes of the files that are picked up in folders and archives. They include other word processor formats, so that
#: a person is told to convert such files instead of missing them.
SUFFIXES = frozenset(
    {".pdf", ".docx", ".docm", ".zip", ".txt", ".text", ".md", ".markdown", ".json", ".jsonl", ".ndjson"}
    | {".html", ".htm", ".doc", ".rtf", ".odt", ".wpd"}
)
#: Suffixes of pictures, which are picked up too if their text can be recognized.
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff"})
_MARKDOWN_SUFFIXES = frozenset({".md", ".markdown"})
_JSON_SUFFIXES = frozenset({".json", ".jsonl", ".ndjson"})

#: Unsupported kinds of file: the first bytes, the name of the kind, and the remedy.
_UNSUPPORTED: tuple[tuple[bytes, str, str], ...] = (
    (b"{\\rtf", "an RTF file", "open it in a word processor and save it as .docx or PDF"),
    (b"\xffWPC", "a WordPerfect file", "open it in a word processor and save it as .docx or PDF"),
    (b"GIF8", "an image", "save it as PNG, TIFF or JPEG, or as PDF"),
    (b"RIFF", "an image or a recording", "give the document itself, as PDF, .docx or text"),
    (b"BM", "an image", "save it as PNG, TIFF or JPEG, or as PDF"),
    (b"\x1f\x8b", "a gzip file", "unpack it first, or pack the documents as ZIP"),
    (b"BZh", "a bzip2 file", "unpack it first, or pack the documents as ZIP"),
    (b"\xfd7zXZ", "an xz file", "unpack it first, or pack the documents as ZIP"),
    (b"7z\xbc\xaf", "a 7-Zip archive", "unpack it first, or pack the documents as ZIP"),
    (b"Rar!", "a RAR archive", "unpack it first, or pack the documents as ZIP"),
    (b"SQLite format 3", "a database", "give the documents; a register is chosen with --db"),
    (b"%!PS", "a PostScript file", "convert it to PDF"),
)
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURE_MAGIC = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*")
_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_DOCUMENTS_REMEDY = "give PDF, .docx, text, Markdown, JSON or a ZIP of them"
_HTML_BEGINNING = re.compile(
    rb"\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
# Syntax that only Markdown has: headings, superscript marks, emphasis around whole words, links.
_MARKDOWN_SYNTAX = re.compile(r"^#{1,6} \S|<sup>|^\*{1,3}[A-Z][^*\n]{2,80}\*|\]\([^)\s]{1,200}\)", re.MULTILINE)
_MARKDOWN_SIGNS = ("# ", "<sup>", "*", "](")  # each match of `_MARKDOWN_SYNTAX` has one of these
_CONTROL_BYTES = bytes((*range(9), 11, *range(14, 32), 127))
_CONTROL_CHARACTER = re.compile(f"[{re.escape(_CONTROL_BYTES.decode())}]")


def detect(head: bytes, name: str) -> Kind:
    """Return the kind of a file from its first bytes; all zip containers are `Kind.ARCHIVE` (see `container_kind`).

    Args:
        head: the first few thousand bytes of the file, or all of it.
        name: the name of the file; only decides between kinds of text.

    Raises:
        Refusal: the file is empty or of an unsupported kind; the message says which and what to do.
    """
    if not head.strip(b"\0 \t\r\n"):
        raise Refusal("file.empty", "is empty; give the document itself")
    if b"%PDF-" in head[:1024]:  # the standard allows other bytes before it
        return Kind.PDF
    if head.startswith(_ZIP_MAGIC):
        return Kind.ARCHIVE
    if head.startswith(_OLE_MAGIC):
        if "EncryptedPackage".encode("utf-16-le") in head:
            raise Refusal("file.encrypted", "is protected by a password; save it without one")
        return Kind.DOC
    if head.startswith(_PICTURE_MAGIC):
        return Kind.PICTURE
    for magic, what, remedy in _UNSUPPORTED:
        if head.startswith(magic) and not (magic == b"BM" and head.isascii()):
            raise _refusal(what, remedy)
    if head[257:262] == b"ustar":
        raise _refusal("a tar archive", "unpack it first, or pack the documents as ZIP")
    if _HTML_BEGINNING.match(head.removeprefix(codecs.BOM_UTF8)):
        return Kind.HTML
    if head.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<?xml"):
        raise _refusal("an XML file", _DOCUMENTS_REMEDY)
    return _kind_of_text(decode(head, partial=True), name)


def container_kind(names: Collection[str]) -> Kind:
    """Return whether a zip container with the members `names` is a Word file or an archive of documents.

    Raises:
        Refusal: it is the file of another program, such as a spreadsheet.
    """
    if "[Content_Types].xml" in names:
        roots = {name.partition("/")[0] for name in names}
        for root, what, remedy in (
            ("xl", "a spreadsheet", _DOCUMENTS_REMEDY),
            ("ppt", "a presentation", _DOCUMENTS_REMEDY),
        ):
            if root in roots:
                raise _refusal(what, remedy)
        return Kind.DOCX
    if "word/document.xml" in names:
        return Kind.DOCX
    if "mimetype" in names and "content.xml" in names:
        raise _refusal("an OpenDocument file", "open it in a word processor and save it as .docx or PDF")
    if "mimetype" in names and "META-INF/container.xml" in names:
        raise _refusal("an e-book", _DOCUMENTS_REMEDY)
    return Kind.ARCHIVE


def is_document_name(name: str, *, pictures: bool = False) -> bool:
    """Return whether the file `name` in a folder or an archive is picked up; pictures only with `pictures`."""
    path = pathlib.PurePosixPath(name)
    hidden = path.name.startswith((".", "~$")) or "__MACOSX" in path.parts  # temporary files of desktops and Word
    suffix = path.suffix.lower()
    return (suffix in SUFFIXES or (pictures and suffix in PICTURES)) and not hidden


def decode(data: bytes, *, partial: bool = False) -> str:
    """Return the text in `data` (UTF-8, UTF-16 or else Windows-1252) without control characters.

    Args:
        data: the whole file, or its beginning.
        partial: whether it is only the beginning, so that the last character may be cut.

    Raises:
        Refusal: the data is not text.
    """
    if data.startswith(codecs.BOM_UTF8):
        text = data[3:].decode("utf-8", "replace")
    elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", "replace")
    elif b"\0" in data and (encoding := _utf16_without_mark(data)):
        text = data.decode(encoding, "replace")
    else:
        try:
            text = codecs.getincrementaldecoder("utf-8")().decode(data, final=not partial)
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    clean = text
    if len(data.translate(None, _CONTROL_BYTES)) < len(data):  # checking the bytes first is much faster
        clean = _CONTROL_CHARACTER.sub("", text)
    unknown = text.count("\ufffd") if "\ufffd" in text else 0  # counting takes longer than searching
    if len(text) - len(clean) + unknown > len(text) // 50 + 1:  # more than one character in fifty: not text
        raise _refusal("no document: binary data", _DOCUMENTS_REMEDY)
    return clean


def _utf16_without_mark(data: bytes) -> str | None:
    sample = data[:4096]
    zeros_even, zeros_odd = sample[::2].count(0), sample[1::2].count(0)
    if zeros_odd > len(sample) // 5 and zeros_even < len(sample) // 50:
        return "utf-16-le"
    if zeros_even > len(sample) // 5 and zeros_odd < len(sample) // 50:
        return "utf-16-be"
    return None


def _kind_of_text(text: str, name: str) -> Kind:
    suffix = pathlib.PurePath(name).suffix.lower()
    if suffix in _JSON_SUFFIXES or re.match(r'\s*(?:\[\s*)?\{\s*"', text):
        return Kind.JSON
    if suffix in _MARKDOWN_SUFFIXES:
        return Kind.MARKDOWN
    is_markdown = any(sign in text for sign in _MARKDOWN_SIGNS) and len(_MARKDOWN_SYNTAX.findall(text)) > 1
    return Kind.MARKDOWN if is_markdown else Kind.TEXT


def _refusal(what: str, remedy: str) -> Refusal:
    return Refusal("file.kind", f"is {what}; {remedy}")
