"""The XML parts of a Word file, found by their relationships (ECMA-376 part 2) and parsed without entities."""

from __future__ import annotations

import functools
import posixpath

from mandates.readers import xml_parts
from mandates.readers.archive import Container
from mandates.readers.limits import Refusal
from mandates.readers.xml_parts import Element

_WORD_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONSHIP_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# Files saved as "strict" use other namespaces for the same elements.
_STRICT_NAMESPACES = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", _WORD_NAMESPACE.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", _RELATIONSHIP_NAMESPACE.encode()),
)


@functools.cache
def w(name: str) -> str:
    """Return the qualified name of a WordprocessingML element or attribute."""
    return f"{{{_WORD_NAMESPACE}}}{name}"


def value(element: Element | None, path: str = ".") -> str | None:
    """Return the ``w:val`` of the element at `path` below `element`: names of children separated by slashes."""
    descendant = child(element, path)
    return None if descendant is None else descendant.get(w("val"))


def child(element: Element | None, path: str) -> Element | None:
    """Return the first element at `path` below `element`: names of children separated by slashes."""
    for name in path.split("/"):
        if element is None or name == ".":
            return element
        element = element.find(w(name))
    return element


def is_on(element: Element | None, path: str) -> bool:
    """Return whether the boolean element at `path` is present and not set to false."""
    descendant = child(element, path)
    return descendant is not None and descendant.get(w("val")) not in {"0", "false", "off", "none"}


def integer(text: str | None, default: int = 0) -> int:
    """Return the integer value of an attribute, or `default` if it is not one or has ten digits or more."""
    digits = (text or "").removeprefix("-")
    return int(text or "") if digits.isascii() and digits.isdigit() and len(digits) < 10 else default


class WordFile:
    """The parts of one Word file.

    Attributes:
        document: the root of the main part, which has the body.

    Raises:
        Refusal: the file has no main part, or a part is damaged, declares entities or is too large.
    """

    def __init__(self, container: Container) -> None:
        self._container = container
        self._names = {name.lower(): name for name in container.namelist()}
        main = next(iter(self._related("", "officeDocument").values()), "word/document.xml")
        self._main = main
        document = self._parse(main)
        if document is None:
            raise Refusal("file.broken", "is not a Word file, or is damaged: it has no text part; get it again")
        self.document = document

    def related(self, kind: str) -> Element | None:
        """Return the part of a kind (``numbering``, ``styles``, ``footnotes``) that belongs to the main part."""
        target = next(iter(self._related(self._main, kind).values()), None)
        return None if target is None else self._parse(target)

    def by_id(self, kind: str, reference: Element) -> Element | None:
        """Return the part of a kind that the element `reference` refers to by its ``r:id``."""
        target = self._related(self._main, kind).get(reference.get(f"{{{_RELATIONSHIP_NAMESPACE}}}id", ""))
        return None if target is None else self._parse(target)

    def _related(self, part: str, kind: str) -> dict[str, str]:
        folder, name = posixpath.split(part)
        root = self._parse(posixpath.join(folder, "_rels", f"{name}.rels"))
        paths = {}
        for relation in () if root is None else root:
            if relation.get("Type", "").rpartition("/")[2] == kind and relation.get("TargetMode") != "External":
                target = relation.get("Target", "")
                path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                paths[relation.get("Id", "")] = posixpath.normpath(path)
        return paths

    def _parse(self, name: str) -> Element | None:
        stored = self._names.get(name.lower())
        if stored is None:
            return None
        return xml_parts.parse(self._container, stored, what="Word file", ordinary=_STRICT_NAMESPACES)
