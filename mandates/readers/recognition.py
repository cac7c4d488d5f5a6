"""Pictures to documents: what is printed on them is recognized by OCRmyPDF and Tesseract, where these are installed.

Which versions of the engine and of its data for English did it is told with the text, since others may read it
otherwise.
"""

from __future__ import annotations

import functools
import pathlib
import re
import struct
from dataclasses import replace

from mandates.readers import programs
from mandates.readers.document import Document
from mandates.readers.limits import Refusal

_LANGUAGE = "eng"
#: What has to be installed, as part of a message.
_ADVICE = (
    "install optical character recognition (pip install 'mandates[ocr]', and the programs tesseract and ghostscript), "
    "or make a PDF with a text layer of it"
)
#: The resolution of a picture that does not state it, in dots per inch.
_DEFAULT_DPI = 300
#: The index of the version among the entries of a Tesseract data file, and the maximum number of entries.
_VERSION_ENTRY, _MOST_ENTRIES = 23, 64
_TESSDATA = re.compile(r'in "(?P<folder>[^"]+)"')


@functools.cache
def is_available() -> bool:
    """Return whether the programs for recognition are installed."""
    return programs.find("ocrmypdf") is not None and programs.find("tesseract") is not None


def read_picture(data: bytes, source: str) -> Document:
    """Return the text recognized in the picture in `data`.

    Raises:
        Refusal: recognition is not installed, or it failed; the message says what to do.
    """
    return _recognize(data, source, "file.kind", "is an image", ("--image-dpi", str(_DEFAULT_DPI)))


def read_scan(data: bytes, source: str) -> Document:
    """Return the text recognized on the pages of the PDF in `data`, which has no text layer.

    Raises:
        Refusal: recognition is not installed, or it failed; the message says what to do.
    """
    return _recognize(data, source, "file.no_text_layer", "has no text layer, only images")


def _recognize(data: bytes, source: str, code: str, reason: str, options: tuple[str, ...] = ()) -> Document:
    from mandates.readers.pdf import read_pdf  # noqa: PLC0415 - PDFium is loaded only for PDF files

    program = programs.find("ocrmypdf")
    if program is None or not is_available():
        raise Refusal(code, f"{reason}; {_ADVICE}")
    with programs.folder() as folder:
        input_path, output_path = folder / "given", folder / "made.pdf"
        input_path.write_bytes(data)
        command = [program, "--quiet", "--skip-text", "--output-type", "pdf", "--jobs", "1", "-l", _LANGUAGE, *options]
        result = programs.run([*command, str(input_path), str(output_path)], folder)
        if result.returncode or not output_path.is_file():
            message = f"{reason}, and was not recognized: {programs.last_line(result.stderr)}; make a better copy of it"
            raise Refusal("file.not_recognized", message)
        document = read_pdf(output_path.read_bytes(), source)
    return replace(document, recognized_by=engine())


@functools.cache
def engine() -> str:
    """Return the names and versions of the software: ``Tesseract 5.3.0, eng 4.00.00alpha, OCRmyPDF 16.1.0``."""
    tesseract, ocrmypdf = programs.find("tesseract"), programs.find("ocrmypdf")
    engines = [
        ("Tesseract", tesseract, _program_version),
        ("", tesseract, _data_version),
        ("OCRmyPDF", ocrmypdf, _program_version),
    ]
    return ", ".join(f"{name} {version_of(path)}".strip() for name, path, version_of in engines if path)


def _program_version(program: str) -> str:
    with programs.folder() as folder:
        result = programs.run([program, "--version"], folder)
    match = re.search(r"\d+(?:\.\d+)+\S*", (result.stdout + result.stderr).decode("utf-8", "replace"))
    return match[0] if match else "of an unknown version"


def _data_version(tesseract: str) -> str:
    """Return the language and the version of its data, which is read from the data file."""
    with programs.folder() as folder:
        result = programs.run([tesseract, "--list-langs"], folder)
    folder_match = _TESSDATA.search((result.stdout + result.stderr).decode("utf-8", "replace"))
    version = (
        _version_in_data(pathlib.Path(folder_match["folder"]) / f"{_LANGUAGE}.traineddata") if folder_match else None
    )
    return f"{_LANGUAGE} {version or 'of an unknown version'}"


def _version_in_data(path: pathlib.Path) -> str | None:
    """Return the version in a Tesseract data file, or None; the file has a count, offsets of entries, and entries."""
    try:
        with path.open("rb") as file:
            (count,) = struct.unpack("<i", file.read(4))
            if not _VERSION_ENTRY < count <= _MOST_ENTRIES:
                return None
            offsets = struct.unpack(f"<{count}q", file.read(8 * count))
            file.seek(max(offsets[_VERSION_ENTRY], 0))
            text = file.read(60) if offsets[_VERSION_ENTRY] > 0 else b""
    except (OSError, struct.error):
        return None
    match = re.match(rb"[\x21-\x7e]+", text)
    return match[0].decode().split(":")[0] if match else None
