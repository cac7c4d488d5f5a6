"""XML parts of office files (ECMA-376), parsed without entities and within bounds."""

from __future__ import annotations

from typing import Any, TypeAlias

from lxml import etree

from mandates.readers import archive, limits
from mandates.readers.archive import Container
from mandates.readers.limits import Refusal

#: An element of a part's tree.
Element: TypeAlias = Any  # lxml is not typed

_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


def parse(container: Container, stored: str, *, what: str, ordinary: tuple[tuple[bytes, bytes], ...] = ()) -> Element:
    """Return the tree of a part; `ordinary` are names of its dialect with what stands for them.

    Raises:
        Refusal: it is damaged, declares entities or is absurdly large; says `what` sort of file that is.
    """
    data = archive.unpack(container, container.getinfo(stored), limits.XML_BYTES)
    if any(doctype in data for doctype in _DOCTYPES):  # offices write none; entities are how a small file explodes
        raise Refusal("file.bomb", f"declares XML entities in {stored}, as no office does")
    for strict, name in ordinary:
        data = data.replace(strict, name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Refusal("file.broken", f"is a damaged {what} ({stored}: {error.msg}); get it again") from error
