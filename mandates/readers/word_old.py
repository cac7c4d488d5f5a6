"""Word files of the old format (.doc) to documents, through LibreOffice or antiword, where one of them is installed."""

from __future__ import annotations

import io
import pathlib

from mandates.readers import archive, programs
from mandates.readers.document import Document
from mandates.readers.kinds import decode
from mandates.readers.limits import Refusal, check_characters

_WHAT = "is a Word file of the old format (.doc)"
_ADVICE = "open it in a word processor and save it as .docx or PDF"


def read_doc(data: bytes, source: str) -> Document:
    """Return the document in the .doc file `data`.

    Raises:
        Refusal: neither program is installed, or the one that is could not read it; says what to do.
    """
    office, plain = programs.find("soffice", "libreoffice"), programs.find("antiword")
    if office is None and plain is None:
        raise Refusal("file.kind", f"{_WHAT}; install LibreOffice or antiword, or {_ADVICE}")
    with programs.folder() as at:
        given = at / "given.doc"
        given.write_bytes(data)
        if office is not None:
            return _through_office(office, given, at, source)
        return _through_antiword(str(plain), given, at, source)


def _through_office(program: str, given: pathlib.Path, at: pathlib.Path, source: str) -> Document:
    """Return the file as LibreOffice saves it anew, with its automatic numbers and footnotes."""
    from mandates.readers.docx import read_docx  # noqa: PLC0415 - XML is loaded only for Word files

    profile = f"-env:UserInstallation={(at / 'profile').as_uri()}"
    done = programs.run(
        [program, profile, "--headless", "--norestore", "--convert-to", "docx", "--outdir", str(at), str(given)], at
    )
    made = at / "given.docx"
    if not made.is_file():
        raise _failed(program, done.stderr)
    with archive.open_container(io.BytesIO(made.read_bytes())) as container:
        return read_docx(container, source)


def _through_antiword(program: str, given: pathlib.Path, at: pathlib.Path, source: str) -> Document:
    """Return the text that antiword gives, a line for each paragraph."""
    from mandates.readers.text import read_text  # noqa: PLC0415 - most runs read one format

    done = programs.run([program, "-m", "UTF-8.txt", "-w", "0", str(given)], at)
    if done.returncode or not done.stdout.strip():
        raise _failed(program, done.stderr or done.stdout)
    text = decode(done.stdout)
    check_characters(len(text))
    return read_text(text, source)


def _failed(program: str, said: bytes) -> Refusal:
    name = pathlib.Path(program).name
    return Refusal("file.kind", f"{_WHAT} that {name} could not read ({programs.last_line(said)}); {_ADVICE}")
