"""XML parts of office files (ECMA-376), parsed without entities and within bounds."""

from __future__ import annotations

from typing import Any, TypeAlias

from lxml import etree

from mandates.readers import archive, limits
from mandates.readers.archive import Container
from mandates.readers.limits import Refusal

#: An element of the tree of a part.
Element: TypeAlias = Any  # lxml is not typed

_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


def parse(container: Container, stored: str, *, what: str, ordinary: tuple[tuple[bytes, bytes], ...] = ()) -> Element:
    """Return the root element of the part `stored`; `ordinary` are pairs of a namespace and its usual replacement.

    Raises:
        Refusal: the part is damaged, declares entities or is too large; `what` names the kind of file in the message.
    """
    data = archive.unpack(container, container.getinfo(stored), limits.XML_BYTES)
    if any(doctype in data for doctype in _DOCTYPES):  # office programs write none; entities can expand a small file
        raise Refusal("file.bomb", f"declares XML entities in {stored}, which no office program does")
    for strict, name in ordinary:
        data = data.replace(strict, name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Refusal("file.broken", f"is a damaged {what} ({stored}: {error.msg}); get it again") from error
