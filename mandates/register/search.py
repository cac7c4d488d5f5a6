"""Full-text search over paragraphs and what people noted, by FTS5 on SQLite and tsvector on PostgreSQL.

A query is what people type: words that must all occur, in any form of the word ("report" finds "reports"), phrases in
double quotes, ``-word`` for what must not occur, ``or`` between alternatives. Everything else in it is a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, Integer, String, Text, column, func, literal, or_, select, table, text
from sqlalchemy.dialects.postgresql import TSVECTOR

from mandates.errors import UsageError
from mandates.register.rows import chunks, fetch
from mandates.register.tables import obligation, paragraph, remark

#: What a snippet's marked words stand between: characters of no text (private use).
START, STOP = "\ue000", "\ue001"

#: A query's best matches are looked for among so many, the latest; ranking all of a common word's takes seconds.
CANDIDATES = 2000

_TERM = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')
_WORDS = 30
