"""Full-text search over paragraphs and what people noted, by FTS5 on SQLite and tsvector on PostgreSQL.

A query is what people type: words that must all occur, in any form of the word ("report" finds "reports"), phrases in
double quotes, ``-word`` for what must not occur, ``or`` between alternatives. Everything else in it is a word.
"""

from __future__ import annotations

import re

from sqlalchemy import ColumnElement, Connection, Integer, or_, text

from mandates.errors import UsageError
from mandates.register.tables import obligation

_TERM = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')


def condition(session: Connection, query: str) -> ColumnElement[bool]:
    """Return the condition that an obligation's paragraph or remarks match `query`.

    Raises:
        UsageError: there is no word in it to look for.
    """
    if session.dialect.name == "postgresql":
        _require_words(query)
        match = text("SELECT id FROM paragraph WHERE search_vector @@ websearch_to_tsquery('english', :words)")
        noted = text("SELECT obligation_id FROM remark WHERE search_vector @@ websearch_to_tsquery('english', :words)")
        words = query
    else:
        match = text("SELECT rowid FROM paragraph_fts WHERE paragraph_fts MATCH :words")
        noted = text("SELECT rowid FROM remark_fts WHERE remark_fts MATCH :words")
        words = fts5(query)
    paragraphs, obligations = (found.bindparams(words=words).columns(id=Integer) for found in (match, noted))
    return or_(obligation.c.paragraph_id.in_(paragraphs), obligation.c.id.in_(obligations))


def fts5(query: str) -> str:
    """Return `query` in FTS5's language, every word quoted so that nothing in it is taken for an operator.

    Raises:
        UsageError: there is no word in it to look for.
    """
    _require_words(query)
    wanted: list[list[str]] = [[]]
    unwanted: list[str] = []
    for minus, phrase, word in _TERM.findall(query):
        if word.lower() == "or" and not minus:
            wanted.append([])
            continue
        plain = " ".join(re.findall(r"\w+", phrase or word))
        if not plain:
            continue
        (unwanted if minus else wanted[-1]).append(f'"{plain}"')
    groups = [" AND ".join(group) for group in wanted if group]
    if not groups:
        raise UsageError(f"'{query}' only says what is not wanted", "add a word to look for")
    found = " OR ".join(f"({group})" for group in groups)
    return f"({found}) NOT ({' OR '.join(unwanted)})" if unwanted else found


def _require_words(query: str) -> None:
    if not re.search(r"\w", query):
        raise UsageError(f"there is no word in '{query}' to look for", "give a word of the paragraph or note")
