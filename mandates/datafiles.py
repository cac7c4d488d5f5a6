"""Vocabulary in the data files of a package, to which users can add files of their own.

A user's folder holds files of the same names, whichever package the program's are in; see `use_folder`.
"""

from __future__ import annotations

import difflib
import functools
import importlib.resources
import os
import pathlib
from collections.abc import Callable, Mapping
from typing import Any, ParamSpec, TypeVar, cast

import tomli

from mandates.domain.errors import VocabularyError

#: Names the folder whose files add to ours, unless `use_folder` has named one.
FOLDER_VARIABLE = "MANDATES_LEXICON"

_T = TypeVar("_T")
_P = ParamSpec("_P")
#: How many answers are remembered.
_REMEMBERED = 4096
_caches: list[Callable[[], None]] = []
_folder: pathlib.Path | None = None


def use_folder(folder: str | os.PathLike[str] | None) -> None:
    """Add the files of `folder` to our vocabulary from now on; None goes back to the environment's folder."""
    global _folder  # noqa: PLW0603 - one vocabulary per process, set once at the edge
    _folder = pathlib.Path(folder) if folder is not None else None
    for clear in _caches:
        clear()


def derived(build: Callable[[], _T]) -> Callable[[], _T]:
    """Keep what `build` makes of the vocabulary (compiled patterns, tables) until the folder changes."""
    cached = functools.cache(build)
    _caches.append(cached.cache_clear)
    return cached


def remembered(read: Callable[_P, _T]) -> Callable[_P, _T]:
    """Keep the last answers of `read`, which depend on its arguments and the vocabulary only, until the folder changes:
    much is said in the same words year after year.
    """
    kept = functools.lru_cache(maxsize=_REMEMBERED)(read)
    _caches.append(kept.cache_clear)
    return cast("Callable[_P, _T]", kept)


@functools.cache
def load(package: str, file: str) -> Mapping[str, Any]:
    """Return the vocabulary in `file` of `package` (such as ``data/states.toml``), a person's additions merged in.

    Tables are merged key by key. In lists of tables an added entry with the ``key`` of one of ours extends that one,
    any other is appended; other lists are appended; single values are replaced.

    Raises:
        VocabularyError: the person's folder is missing, or its file is no TOML or of another form than ours.
    """
    ours = tomli.loads(importlib.resources.files(package).joinpath(file).read_text("utf-8"))
    named = _folder or (pathlib.Path(os.environ[FOLDER_VARIABLE]) if os.environ.get(FOLDER_VARIABLE) else None)
    if named is None:
        return ours
    if not named.is_dir():
        raise VocabularyError(f"the vocabulary folder '{named}' is not there", f"correct {FOLDER_VARIABLE} or unset it")
    path = named / pathlib.PurePosixPath(file).name
    if not path.exists():
        return ours
    try:
        theirs = tomli.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomli.TOMLDecodeError) as error:
        raise VocabularyError(f"'{path}' cannot be read as vocabulary: {error}", "correct the file") from error
    for key in theirs.keys() - ours.keys():
        near = difflib.get_close_matches(key, ours, n=1)
        meant = f"did you mean '{near[0]}'?" if near else f"it has {', '.join(sorted(ours))}"
        raise VocabularyError(f"'{path}' has '{key}', which nothing reads", meant)
    merged = _merge(ours, theirs, str(path))
    assert isinstance(merged, dict)  # noqa: S101 - two tables merge to a table
    return merged


_caches.append(load.cache_clear)


def _merge(ours: Any, theirs: Any, where: str) -> Any:
    if type(ours) is not type(theirs):
        raise VocabularyError(f"{where} is {_kind(theirs)} but ours is {_kind(ours)}", "give it the form of our file")
    if isinstance(ours, dict):
        out = dict(ours)
        for key, value in theirs.items():
            out[key] = _merge(ours[key], value, f"'{key}' in {where}") if key in ours else value
        return out
    if isinstance(ours, list):
        out_list = list(ours)
        at = {entry["key"]: i for i, entry in enumerate(ours) if isinstance(entry, dict) and "key" in entry}
        for entry in theirs:
            i = at.get(entry.get("key")) if isinstance(entry, dict) else None
            if i is None:
                out_list.append(entry)
            else:
                out_list[i] = _merge(out_list[i], entry, where)
        return out_list
    return theirs


def _kind(value: object) -> str:
    if isinstance(value, dict | list | str):
        return "a table" if isinstance(value, dict) else "a list" if isinstance(value, list) else "text"
    return f"of type {type(value).__name__}"
