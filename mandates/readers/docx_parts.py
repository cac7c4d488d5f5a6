"""The XML parts of a Word file, found by their relationships (ECMA-376 part 2) and parsed without entities."""

from __future__ import annotations

import functools
import posixpath

from mandates.readers import xml_parts
from mandates.readers.archive import Container
from mandates.readers.limits import Refusal
from mandates.readers.xml_parts import Element

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# Files saved as "strict" use other names for the same things.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", _W.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", _R.encode()),
)


@functools.cache
def w(name: str) -> str:
    """Return the qualified name of a WordprocessingML element or attribute."""
    return f"{{{_W}}}{name}"


def value(element: Element | None, path: str = ".") -> str | None:
    """Return the ``w:val`` of the element that the child names in `path`, parted by slashes, lead to from `element`."""
    found = child(element, path)
    return None if found is None else found.get(w("val"))


def child(element: Element | None, path: str) -> Element | None:
    """Return the first element that the child names in `path`, parted by slashes, lead to from `element`."""
    for name in path.split("/"):
        if element is None or name == ".":
            return element
        element = element.find(w(name))
    return element


def is_on(element: Element | None, path: str) -> bool:
    """Return whether the switch at `path` is there and not set to false."""
    found = child(element, path)
    return found is not None and found.get(w("val")) not in {"0", "false", "off", "none"}


def integer(text: str | None, default: int = 0) -> int:
    """Return the number that an attribute holds, `default` where it holds none; absurd ones are no numbers."""
    digits = (text or "").removeprefix("-")
    return int(text or "") if digits.isascii() and digits.isdigit() and len(digits) < 10 else default


class WordFile:
    """The parts of one Word file.

    Attributes:
        document: the body's part.

    Raises:
        Refusal: the file has no body, or a part is damaged, declares entities or is absurdly large.
    """

    def __init__(self, container: Container) -> None:
        self._container = container
        self._names = {name.lower(): name for name in container.namelist()}
        main = next(iter(self._related("", "officeDocument").values()), "word/document.xml")
        self._main = main
        document = self._parse(main)
        if document is None:
            raise Refusal("file.broken", "is no Word file, or a damaged one: it has no text part; get it again")
        self.document = document

    def related(self, kind: str) -> Element | None:
        """Return the part of a kind (``numbering``, ``styles``, ``footnotes``) that belongs to the body."""
        target = next(iter(self._related(self._main, kind).values()), None)
        return None if target is None else self._parse(target)

    def by_id(self, kind: str, reference: Element) -> Element | None:
        """Return the part of a kind that the element `reference` names by its ``r:id``."""
        target = self._related(self._main, kind).get(reference.get(f"{{{_R}}}id", ""))
        return None if target is None else self._parse(target)

    def _related(self, part: str, kind: str) -> dict[str, str]:
        folder, name = posixpath.split(part)
        root = self._parse(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = {}
        for relation in () if root is None else root:
            if relation.get("Type", "").rpartition("/")[2] == kind and relation.get("TargetMode") != "External":
                target = relation.get("Target", "")
                path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                found[relation.get("Id", "")] = posixpath.normpath(path)
        return found

    def _parse(self, name: str) -> Element | None:
        stored = self._names.get(name.lower())
        if stored is None:
            return None
        return xml_parts.parse(self._container, stored, what="Word file", ordinary=_STRICT)
