"""`/add`: documents sent from a browser, read as `ingest` reads files.

What is sent is written to a folder of its own, read by another process within bounds of time and memory, and stored.
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
from mandates.web.site import READ_ONLY, Page, Visit

if TYPE_CHECKING:  # imported where documents are read
    from mandates.register.ingest import IngestResult

#: What one document may take to read, in seconds: a person waits for it.
_SECONDS = 120.0


@dataclass(frozen=True)
class Outcome:
    """What became of a file that was sent.

    Attributes:
        results: of each resolution in it. documents: the issued documents. problems: what its reading met.
    """

    name: str
    results: Sequence[IngestResult] = ()
    documents: Sequence[StoredDocument] = ()
    problems: Sequence[Problem] = field(default=())


def adding(_visit: Visit) -> Page | Response:
    """Answer `/add`."""
    return Page(
        "add.html", "Add documents", {"outcomes": [], "change": None, "summary": "", "matches": {}, "renewals": 0}
    )


def add(visit: Visit) -> Page | Response:
    """Read the documents of a form and store what is in them."""
    sent = [one for one in visit.form.getlist("files") if isinstance(one, UploadFile) and one.filename]
    if not sent:
        raise UsageError("no document was sent", "choose a PDF, Word, text or Markdown file")
    outcomes, change = ingest(visit, [(str(one.filename), one) for one in sent])
    new = sum(1 for one in outcomes for result in one.results if result.outcome == "new")
    mandates = sum(result.mandates for one in outcomes for result in one.results)
    summary = f"{count(len(sent), 'document')} read: {count(new, 'new resolution')}, {count(mandates, 'mandate')}."
    context = {
        "outcomes": outcomes,
        "change": change,
        "summary": summary,
        "matches": matches_of(visit, outcomes),
        "renewals": renewals_of(visit, outcomes),
    }
    return Page("add.html", "Add documents", context)


def ingest(visit: Visit, sent: Sequence[tuple[str, UploadFile]]) -> tuple[list[Outcome], int | None]:
    """Read documents and store what is in them as one change; return what became of each, and the change.

    Raises:
        DatabaseUnavailableError: the register cannot be written.
    """
    from mandates.register.ingest import ingest_reading  # noqa: PLC0415 - the first page does not wait for it

    if visit.site.read_only:
        raise DatabaseUnavailableError(*READ_ONLY)
    outcomes: list[Outcome] = []
    change: int | None = None
    with tempfile.TemporaryDirectory(prefix="mandates-") as folder:
        for place, (name, file) in enumerate(sent):
            safe = file_name(name)
            path = pathlib.Path(folder) / str(place) / safe
            path.parent.mkdir()
            with path.open("wb") as out:
                while piece := file.file.read(2**20):
                    out.write(piece)
            readings, issued, problems = _read(path, safe)
            results: list[IngestResult] = []
            kept: list[StoredDocument] = []
            if readings or issued:
                with visit.writing("ingest") as work:
                    work.change_id = change
                    results = [ingest_reading(work, one) for one in readings]
                    kept = documents.keep(work, issued)
                    documents.refresh(work, {one.symbol for one in results})
                    change = work.change_id
            outcomes.append(Outcome(safe, results, kept, problems))
    return outcomes, change


def matches_of(visit: Visit, outcomes: Sequence[Outcome]) -> dict[str, Sequence[MatchRecord]]:
    """Return what the documents among them may answer, by their symbols."""
    symbols = {kept.symbol for one in outcomes for kept in one.documents}
    if not symbols:
        return {}
    with visit.reading() as connection:
        found = [proposal_to_record(one) for one in documents.proposals(connection, visit.as_of)]
    return {one.document: one.matches for one in found if one.document and one.document in symbols}


def renewals_of(visit: Visit, outcomes: Sequence[Outcome]) -> int:
    """Return how much of what the resolutions among them ask for, or asked for before, waits as a renewal."""
    from mandates.register import renewals  # noqa: PLC0415 - the first page does not wait for it

    symbols = {result.symbol for one in outcomes for result in one.results}
    if not symbols:
        return 0
    with visit.reading() as connection:
        return len(renewals.waiting(connection, visit.as_of, resolutions=sorted(symbols)))


def file_name(name: str) -> str:
    """Return the name under which a file that was sent is kept while it is read."""
    plain = re.sub(r"[^\w .()-]+", "_", name.replace("\\", "/").rpartition("/")[2]).strip(" .")
    stem, dot, end = plain.rpartition(".")
    return f"{stem[:100]}{dot}{end[:10]}" if dot else plain[:100] or "document"


def _read(path: pathlib.Path, name: str) -> tuple[list[Reading], list[IssuedDocument], list[Problem]]:
    from mandates import processes  # noqa: PLC0415 - the first page does not wait for it
    from mandates.pipeline import read_file_safely  # noqa: PLC0415 - the same

    readings: list[Reading] = []
    issued: list[IssuedDocument] = []
    problems: list[Problem] = []
    for item in processes.read_apart(read_file_safely, str(path), _SECONDS):
        if isinstance(item, Problem):
            problems.append(_named(item, str(path), name))
        elif isinstance(item, IssuedDocument):
            issued.append(replace(item, source=name))
        else:
            readings.append(replace(item, resolution=replace(item.resolution, source=name)))
            problems += [_named(one, str(path), name) for one in _distinct(item.problems)]
    return readings, issued, problems


def _distinct(problems: Sequence[Problem]) -> Iterator[Problem]:
    yield from dict.fromkeys(problems)


def _named(one: Problem, path: str, name: str) -> Problem:
    """Return a problem that names the file as it was sent."""
    return replace(one, where=one.where.replace(path, name), message=one.message.replace(path, name))
