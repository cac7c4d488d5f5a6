"""The files that arguments of a command name: files, folders, patterns and standard input, in a settled order."""

from __future__ import annotations

import glob
import os
import pathlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from mandates.domain.problems import Problem
from mandates.readers import recognition
from mandates.readers.archive import member_names
from mandates.readers.kinds import is_document_name
from mandates.readers.opening import may_block
from mandates.readers.read import STANDARD_INPUT, blocking


@dataclass(slots=True)
class Found:
    """The files that arguments name.

    Attributes:
        paths: the files without duplicates: arguments in their order, those of a folder or pattern sorted.
        problems: a problem for each argument that names no file, and for files that cannot be used.
        left_out: the number of files in folders that are of other kinds than those that can be read.
    """

    paths: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: int = 0


def find_files(arguments: Iterable[str]) -> Found:
    """Return the files that `arguments` name; whether a file can be opened is found out when it is read."""
    result = Found()
    for argument in arguments:
        if argument != STANDARD_INPUT and os.path.isdir(argument):  # noqa: PTH112 - a name with a NUL is no error here
            _add_folder(argument, result)
        elif argument != STANDARD_INPUT and glob.has_magic(argument) and not os.path.lexists(argument):
            _add_matches(argument, result)
        else:
            result.paths.append(argument)
    result.paths = list(dict.fromkeys(result.paths))
    return result


def split_archives(paths: Iterable[str]) -> list[str]:
    """Return `paths` with each ZIP archive replaced by the documents in it, so that they can be read in parallel."""
    split: list[str] = []
    for path in paths:
        inner = member_names(path) if path.lower().endswith(".zip") else []
        split.extend(inner or [path])
    return split


def _add_folder(folder: str, result: Found) -> None:
    count, failures = len(result.paths), len(result.problems)

    def failed(error: OSError) -> None:
        result.problems.append(Problem("file.unreadable", str(error.filename), f"cannot be opened: {error.strerror}"))

    for parent, folders, names in os.walk(folder, onerror=failed):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        documents = sorted(name for name in names if is_document_name(name, pictures=recognition.is_available()))
        result.left_out += len(names) - len(documents)
        for name in documents:
            path = os.path.join(parent, name)  # noqa: PTH118 - keeps "./" off
            if may_block(path):
                result.problems.append(blocking(path))
            else:
                result.paths.append(path)
    if len(result.paths) == count and len(result.problems) == failures:
        message = "holds no document: no PDF, .docx, text, Markdown, JSON or ZIP file"
        result.problems.append(Problem("folder.empty", folder, message))


def _add_matches(pattern: str, result: Found) -> None:
    matches = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - the pattern may be absolute
    result.paths.extend(name for name in matches if pathlib.Path(name).is_file())
    if not matches:
        result.problems.append(Problem("file.none", pattern, "no file matches this pattern"))
