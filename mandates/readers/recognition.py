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
#: What has to be installed, in the words of a message.
_ADVICE = (
    "install optical character recognition (pip install 'mandates[ocr]', and the programs tesseract and ghostscript), "
    "or make a PDF with a text layer of it"
)
#: Dots an inch of a picture that does not say how many it has.
_DOTS = 300
#: The place in a file of Tesseract's data of what says its version, and how many places it has at most.
_VERSION_PLACE, _PLACES = 23, 64
_TESSDATA = re.compile(r'in "(?P<folder>[^"]+)"')


@functools.cache
def is_available() -> bool:
    """Whether the programs that it takes are installed."""
    return programs.find("ocrmypdf") is not None and programs.find("tesseract") is not None


def read_picture(data: bytes, source: str) -> Document:
    """Return what is printed on the picture in `data`.

    Raises:
        Refusal: nothing is installed that recognizes it, or that failed; says what to do.
    """
    return _recognized(data, source, "file.kind", "is an image", ("--image-dpi", str(_DOTS)))


def read_scan(data: bytes, source: str) -> Document:
    """Return what is printed on the pages of the PDF in `data`, which has no text layer.

    Raises:
        Refusal: nothing is installed that recognizes it, or that failed; says what to do.
    """
    return _recognized(data, source, "file.no_text_layer", "has no text layer, only images")


def _recognized(data: bytes, source: str, code: str, what: str, options: tuple[str, ...] = ()) -> Document:
    from mandates.readers.pdf import read_pdf  # noqa: PLC0415 - PDFium is loaded only for PDF files

    program = programs.find("ocrmypdf")
    if program is None or not is_available():
        raise Refusal(code, f"{what}; {_ADVICE}")
    with programs.folder() as at:
        given, made = at / "given", at / "made.pdf"
        given.write_bytes(data)
        command = [program, "--quiet", "--skip-text", "--output-type", "pdf", "--jobs", "1", "-l", _LANGUAGE, *options]
        done = programs.run([*command, str(given), str(made)], at)
        if done.returncode or not made.is_file():
            message = f"{what}, and was not recognized: {programs.last_line(done.stderr)}; make a better copy of it"
            raise Refusal("file.not_recognized", message)
        document = read_pdf(made.read_bytes(), source)
    return replace(document, recognized_by=engine())


@functools.cache
def engine() -> str:
    """Return the names and versions of what recognizes: ``Tesseract 5.3.0, eng 4.00.00alpha, OCRmyPDF 16.1.0``."""
    tesseract, ocrmypdf = programs.find("tesseract"), programs.find("ocrmypdf")
    told = [("Tesseract", tesseract, _version), ("", tesseract, _data_version), ("OCRmyPDF", ocrmypdf, _version)]
    return ", ".join(f"{name} {tell(path)}".strip() for name, path, tell in told if path)


def _version(program: str) -> str:
    with programs.folder() as at:
        done = programs.run([program, "--version"], at)
    found = re.search(r"\d+(?:\.\d+)+\S*", (done.stdout + done.stderr).decode("utf-8", "replace"))
    return found[0] if found else "of an unknown version"


def _data_version(tesseract: str) -> str:
    """Return the language and the version of the data for it, which its file tells."""
    with programs.folder() as at:
        done = programs.run([tesseract, "--list-langs"], at)
    folder = _TESSDATA.search((done.stdout + done.stderr).decode("utf-8", "replace"))
    version = _told_by(pathlib.Path(folder["folder"]) / f"{_LANGUAGE}.traineddata") if folder else None
    return f"{_LANGUAGE} {version or 'of an unknown version'}"


def _told_by(path: pathlib.Path) -> str | None:
    """Return the version that a file of Tesseract's data tells: a number, where so many parts begin, and these."""
    try:
        with path.open("rb") as file:
            (count,) = struct.unpack("<i", file.read(4))
            if not _VERSION_PLACE < count <= _PLACES:
                return None
            starts = struct.unpack(f"<{count}q", file.read(8 * count))
            file.seek(max(starts[_VERSION_PLACE], 0))
            text = file.read(60) if starts[_VERSION_PLACE] > 0 else b""
    except (OSError, struct.error):
        return None
    found = re.match(rb"[\x21-\x7e]+", text)
    return found[0].decode().split(":")[0] if found else None
