"""`/add`: documents sent from a browser, read as `ingest` reads files.

Each file is written to its own folder, read by another process with limits on time and memory, and stored.
"""

from __future__ import annotations

import pathlib
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from starlette.datastructures import UploadFile
from starlette.responses import Response

from mandates.domain.errors import DatabaseUnavailableError, UsageError
from mandates.domain.issued import IssuedDocument
from mandates.domain.mandate import Reading
from mandates.domain.problems import Problem
from mandates.register import documents
from mandates.register.documents import StoredDocument
from mandates.rendering.text import count
from mandates.schema.documents import MatchRecord, proposal_to_record
from mandates.web.places import name_of
from mandates.web.site import READ_ONLY, Page, Visit

if TYPE_CHECKING:  # imported at run time only to read documents
    from mandates.register.ingest import IngestResult

#: The time limit for reading one document, in seconds; a person is waiting for it.
_SECONDS = 120.0


@dataclass(frozen=True)
class Outcome:
    """The result of reading a file that was sent.

    Attributes:
        results: the result for each resolution in it. documents: the issued documents in it.
        problems: the problems found while reading it.
    """

    name: str
    results: Sequence[IngestResult] = ()
    documents: Sequence[StoredDocument] = ()
    problems: Sequence[Problem] = field(default=())


def adding(_visit: Visit) -> Page | Response:
    """Answer `/add`."""
    return Page(
        "add.html", name_of("/add"), {"outcomes": [], "change": None, "summary": "", "matches": {}, "renewals": 0}
    )


def add(visit: Visit) -> Page | Response:
    """Read the documents of a form and store their contents."""
    sent = [file for file in visit.form.getlist("files") if isinstance(file, UploadFile) and file.filename]
    if not sent:
        raise UsageError("no document was sent", "choose a PDF, Word, text or Markdown file")
    outcomes, change = ingest(visit, [(str(file.filename), file) for file in sent])
    new = sum(1 for outcome in outcomes for result in outcome.results if result.outcome == "new")
    mandates = sum(result.mandates for outcome in outcomes for result in outcome.results)
    summary = f"{count(len(sent), 'document')} read: {count(new, 'new resolution')}, {count(mandates, 'mandate')}."
    context = {
        "outcomes": outcomes,
        "change": change,
        "summary": summary,
        "matches": matches_of(visit, outcomes),
        "renewals": renewals_of(visit, outcomes),
    }
    return Page("add.html", name_of("/add"), context)


def ingest(visit: Visit, sent: Sequence[tuple[str, UploadFile]]) -> tuple[list[Outcome], int | None]:
    """Read documents and store their contents as one change; return the outcome of each, and the change's number.

    Raises:
        DatabaseUnavailableError: the register cannot be written.
    """
    from mandates.register.ingest import ingest_reading  # noqa: PLC0415 - not loaded for the first page

    if visit.site.read_only:
        raise DatabaseUnavailableError(*READ_ONLY)
    outcomes: list[Outcome] = []
    change: int | None = None
    with tempfile.TemporaryDirectory(prefix="mandates-") as folder:
        for index, (name, file) in enumerate(sent):
            safe_name = file_name(name)
            path = pathlib.Path(folder) / str(index) / safe_name
            path.parent.mkdir()
            with path.open("wb") as target:
                while chunk := file.file.read(2**20):
                    target.write(chunk)
            readings, issued, problems = _read(path, safe_name)
            results: list[IngestResult] = []
            stored: list[StoredDocument] = []
            if readings or issued:
                with visit.writing("ingest") as work:
                    work.change_id = change
                    results = [ingest_reading(work, reading) for reading in readings]
                    stored = documents.keep(work, issued)
                    documents.refresh(work, {result.symbol for result in results})
                    change = work.change_id
            outcomes.append(Outcome(safe_name, results, stored, problems))
    return outcomes, change


def matches_of(visit: Visit, outcomes: Sequence[Outcome]) -> dict[str, Sequence[MatchRecord]]:
    """Return the suggested matches of the documents among the outcomes, by document symbol."""
    symbols = {document.symbol for outcome in outcomes for document in outcome.documents}
    if not symbols:
        return {}
    with visit.reading() as connection:
        records = [proposal_to_record(suggestion) for suggestion in documents.proposals(connection, visit.as_of)]
    return {record.document: record.matches for record in records if record.document and record.document in symbols}


def renewals_of(visit: Visit, outcomes: Sequence[Outcome]) -> int:
    """Return the number of renewals awaiting review that involve the resolutions among the outcomes."""
    from mandates.register import renewals  # noqa: PLC0415 - not loaded for the first page

    symbols = {result.symbol for outcome in outcomes for result in outcome.results}
    if not symbols:
        return 0
    with visit.reading() as connection:
        return len(renewals.waiting(connection, visit.as_of, resolutions=sorted(symbols)))


def file_name(name: str) -> str:
    """Return a safe name for a sent file, used while it is read."""
    plain = re.sub(r"[^\w .()-]+", "_", name.replace("\\", "/").rpartition("/")[2]).strip(" .")
    stem, dot, extension = plain.rpartition(".")
    return f"{stem[:100]}{dot}{extension[:10]}" if dot else plain[:100] or "document"


def _read(path: pathlib.Path, name: str) -> tuple[list[Reading], list[IssuedDocument], list[Problem]]:
    from mandates import processes  # noqa: PLC0415 - not loaded for the first page
    from mandates.pipeline import read_file_safely  # noqa: PLC0415 - the same

    readings: list[Reading] = []
    issued: list[IssuedDocument] = []
    problems: list[Problem] = []
    for item in processes.read_apart(read_file_safely, str(path), _SECONDS):
        if isinstance(item, Problem):
            problems.append(_with_sent_name(item, str(path), name))
        elif isinstance(item, IssuedDocument):
            issued.append(replace(item, source=name))
        else:
            readings.append(replace(item, resolution=replace(item.resolution, source=name)))
            problems += [_with_sent_name(problem, str(path), name) for problem in _distinct(item.problems)]
    return readings, issued, problems


def _distinct(problems: Sequence[Problem]) -> Iterator[Problem]:
    yield from dict.fromkeys(problems)


def _with_sent_name(problem: Problem, path: str, name: str) -> Problem:
    """Return the problem with the path replaced by the name under which the file was sent."""
    return replace(problem, where=problem.where.replace(path, name), message=problem.message.replace(path, name))
