"""Vocabulary in the data files of a package, to which users can add files of their own.

The folder of additions holds files of the same names, whichever package the shipped files are in; see `use_folder`.
"""

from __future__ import annotations

import difflib
import functools
import importlib.resources
import json
import os
import pathlib
import zlib
from collections.abc import Callable, Collection, Mapping
from typing import Any, ParamSpec, TypeVar, cast

import tomli

from mandates.domain.errors import VocabularyError

#: The environment variable with the folder whose files add to the shipped ones, unless `use_folder` has set another.
FOLDER_VARIABLE = "MANDATES_LEXICON"

_T = TypeVar("_T")
_P = ParamSpec("_P")
#: The number of results that are cached for each function.
_CACHE_SIZE = 4096
_caches: list[Callable[[], None]] = []
_folder: pathlib.Path | None = None


def use_folder(folder: str | os.PathLike[str] | None) -> None:
    """Add the files of `folder` to the shipped vocabulary from now on; None restores the folder of the environment."""
    global _folder  # noqa: PLW0603 - one vocabulary for each process, set once at its start
    _folder = pathlib.Path(folder) if folder is not None else None
    for clear in _caches:
        clear()


def derived(build: Callable[[], _T]) -> Callable[[], _T]:
    """Cache what `build` makes of the vocabulary (compiled patterns, tables) until the folder changes."""
    cached = functools.cache(build)
    _caches.append(cached.cache_clear)
    return cached


def remembered(read: Callable[_P, _T]) -> Callable[_P, _T]:
    """Cache the last results of `read` until the folder changes, as many texts use the same words year after year.

    The results must depend only on the arguments and the vocabulary.
    """
    cached = functools.lru_cache(maxsize=_CACHE_SIZE)(read)
    _caches.append(cached.cache_clear)
    return cast("Callable[_P, _T]", cached)


@functools.cache
def load(package: str, file: str) -> Mapping[str, Any]:
    """Return the vocabulary in `file` of `package` (such as ``data/states.toml``), merged with the folder's additions.

    Tables are merged key by key. In lists of tables an added entry with the ``key`` of a shipped one extends that one,
    any other is appended; other lists are appended; single values are replaced.

    Raises:
        VocabularyError: the folder is missing, or its file is not TOML or differs in form from the shipped one.
    """
    shipped = tomli.loads(importlib.resources.files(package).joinpath(file).read_text("utf-8"))
    folder = _folder or (pathlib.Path(os.environ[FOLDER_VARIABLE]) if os.environ.get(FOLDER_VARIABLE) else None)
    if folder is None:
        return shipped
    if not folder.is_dir():
        raise VocabularyError(
            f"the vocabulary folder '{folder}' is not there", f"correct {FOLDER_VARIABLE} or unset it"
        )
    path = folder / pathlib.PurePosixPath(file).name
    if not path.exists():
        return shipped
    try:
        additions = tomli.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomli.TOMLDecodeError) as error:
        raise VocabularyError(f"'{path}' cannot be read as vocabulary: {error}", "correct the file") from error
    for key in additions.keys() - shipped.keys():
        matches = difflib.get_close_matches(key, shipped, n=1)
        hint = f"did you mean '{matches[0]}'?" if matches else f"it has {', '.join(sorted(shipped))}"
        raise VocabularyError(f"'{path}' has '{key}', which nothing reads", hint)
    merged = _merge(shipped, additions, str(path))
    assert isinstance(merged, dict)  # noqa: S101 - two tables merge to a table
    return merged


_caches.append(load.cache_clear)


def prepared(package: str, file: str, sources: Collection[str]) -> Any:
    """Return what the JSON `file` of `package` says was worked out from the vocabulary in the files `sources`.

    None if they have changed since it was written or there is a folder of additions: then it has to be worked out.
    """
    if _folder is not None or os.environ.get(FOLDER_VARIABLE):
        return None
    written = json.loads(importlib.resources.files(package).joinpath(file).read_bytes())
    return written["result"] if written["checksum"] == checksum(package, sources) else None


def checksum(package: str, sources: Collection[str]) -> int:
    """Return the checksum of the shipped files `sources` of `package`."""
    folder = importlib.resources.files(package)
    return functools.reduce(lambda total, file: zlib.crc32(folder.joinpath(file).read_bytes(), total), sources, 0)


def _merge(shipped: Any, added: Any, where: str) -> Any:
    if type(shipped) is not type(added):
        raise VocabularyError(f"{where} is {_kind(added)} but ours is {_kind(shipped)}", "give it the form of our file")
    if isinstance(shipped, dict):
        merged = dict(shipped)
        for key, value in added.items():
            merged[key] = _merge(shipped[key], value, f"'{key}' in {where}") if key in shipped else value
        return merged
    if isinstance(shipped, list):
        entries = list(shipped)
        places = {
            entry["key"]: place for place, entry in enumerate(shipped) if isinstance(entry, dict) and "key" in entry
        }
        for entry in added:
            place = places.get(entry.get("key")) if isinstance(entry, dict) else None
            if place is None:
                entries.append(entry)
            else:
                entries[place] = _merge(entries[place], entry, where)
        return entries
    return added


def _kind(value: object) -> str:
    if isinstance(value, dict | list | str):
        return "a table" if isinstance(value, dict) else "a list" if isinstance(value, list) else "text"
    return f"of type {type(value).__name__}"
