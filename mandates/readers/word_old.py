"""Word files of the old format (.doc) to documents, through LibreOffice or antiword, where one of them is installed."""

from __future__ import annotations

import io
import pathlib

from mandates.readers import archive, programs
from mandates.readers.document import Document
from mandates.readers.kinds import decode
from mandates.readers.limits import Refusal, check_characters

_KIND_WORDS = "is a Word file of the old format (.doc)"
_ADVICE = "open it in a word processor and save it as .docx or PDF"


def read_doc(data: bytes, source: str) -> Document:
    """Return the document in the .doc file `data`.

    Raises:
        Refusal: neither program is installed, or the installed one failed; the message says what to do.
    """
    office, antiword = programs.find("soffice", "libreoffice"), programs.find("antiword")
    if office is None and antiword is None:
        raise Refusal("file.kind", f"{_KIND_WORDS}; install LibreOffice or antiword, or {_ADVICE}")
    with programs.folder() as folder:
        doc_path = folder / "given.doc"
        doc_path.write_bytes(data)
        if office is not None:
            return _read_with_office(office, doc_path, folder, source)
        return _read_with_antiword(str(antiword), doc_path, folder, source)


def _read_with_office(program: str, doc_path: pathlib.Path, folder: pathlib.Path, source: str) -> Document:
    """Return the file as converted to .docx by LibreOffice, which keeps automatic numbers and footnotes."""
    from mandates.readers.docx import read_docx  # noqa: PLC0415 - XML is loaded only for Word files

    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    result = programs.run(
        [program, profile, "--headless", "--norestore", "--convert-to", "docx", "--outdir", str(folder), str(doc_path)],
        folder,
    )
    docx_path = folder / "given.docx"
    if not docx_path.is_file():
        raise _failure(program, result.stderr)
    with archive.open_container(io.BytesIO(docx_path.read_bytes())) as container:
        return read_docx(container, source)


def _read_with_antiword(program: str, doc_path: pathlib.Path, folder: pathlib.Path, source: str) -> Document:
    """Return the text from antiword, one line per paragraph."""
    from mandates.readers.text import read_text  # noqa: PLC0415 - most runs read one format

    result = programs.run([program, "-m", "UTF-8.txt", "-w", "0", str(doc_path)], folder)
    if result.returncode or not result.stdout.strip():
        raise _failure(program, result.stderr or result.stdout)
    text = decode(result.stdout)
    check_characters(len(text))
    return read_text(text, source)


def _failure(program: str, output: bytes) -> Refusal:
    name = pathlib.Path(program).name
    return Refusal("file.kind", f"{_KIND_WORDS} that {name} could not read ({programs.last_line(output)}); {_ADVICE}")
