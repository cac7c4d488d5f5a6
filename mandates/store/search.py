"""Search over paragraphs and what people noted, by FTS5 on SQLite and tsvector on PostgreSQL; and over titles.

A query is what people type: words that must all occur, in any form of the word ("report" finds "reports"), phrases in
double quotes, ``-word`` for what must not occur, ``or`` between alternatives. Everything else in it is a word. Titles
have no index: they are few, and words are found in them as they are written.

What matches is ranked, the best first, unless so much does that no rank means anything: then it is listed as any list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    TextClause,
    and_,
    bindparam,
    false,
    func,
    literal,
    or_,
    select,
    text,
)

from mandates.domain.errors import UsageError
from mandates.store import storable
from mandates.store.tables import obligation_state as state
from mandates.store.tables import reading

#: More matches than this are not ranked, since that takes longer than listing them.
RANKED = 2000

#: The maximum number of words in a query: more take long, and make a search less specific.
LONGEST = 100
#: The maximum average number of letters per word in the longest search: SQLite refuses longer patterns as too complex.
_LETTERS = 40

#: Marks around matching words in a snippet, until it is cut into pieces: characters that are in no text.
_START, _STOP = "\ue000", "\ue001"

_TERM = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')
_WORD = re.compile(r"[^\W_]+")

#: For each alternative of a query the words and phrases that are wanted, and those that are not.
Alternatives = list[tuple[list[str], list[str]]]

#: The statements of each dialect: which paragraphs or remarks match, how well, and a snippet of each. Paragraphs and
#: remarks are searched separately, since both give short lists of ids.
_SQL = {
    "sqlite": {
        "match": "SELECT rowid AS id FROM {index} WHERE {index} MATCH :words",
        "rank": "SELECT rowid AS id, rank AS score FROM {index} WHERE {index} MATCH :words",
        "snippet": "SELECT rowid AS id, snippet({index}, 0, :start, :stop, '…', 24) AS words FROM {index}"
        " WHERE {index} MATCH :words AND rowid IN :ids",
    },
    "postgresql": {
        "match": "SELECT {key} AS id FROM {table} WHERE search_vector @@ websearch_to_tsquery('mandates', :words)",
        "rank": "SELECT {key} AS id, -ts_rank_cd(search_vector, websearch_to_tsquery('mandates', :words), 1) AS score"
        " FROM {table} WHERE search_vector @@ websearch_to_tsquery('mandates', :words)",
        "snippet": "SELECT {key} AS id, ts_headline('mandates', text, websearch_to_tsquery('mandates', :words),"
        " 'MaxWords=24, MinWords=12, StartSel=' || :start || ', StopSel=' || :stop) AS words FROM {table}"
        " WHERE search_vector @@ websearch_to_tsquery('mandates', :words) AND {key} IN :ids",
    },
}

_PARAGRAPHS = {"index": "paragraph_text_fts", "table": "paragraph_text", "key": "id"}
_REMARKS = {"index": "remark_fts", "table": "remark", "key": "state_id"}


class Found(NamedTuple):
    """A state that a search found."""

    id: int
    paragraph_text_id: int


class Search:
    """One query in one register.

    Attributes:
        ranked: whether what matches is few enough to be ranked.
    """

    def __init__(self, connection: Connection, query: str) -> None:
        """Find the paragraphs and remarks that match, up to the number that can be ranked.

        Raises:
            UsageError: there is no word in the query to look for.
        """
        self._connection = connection
        query = storable.text(query)
        self._sql = _SQL[connection.dialect.name]
        self._alternatives = parse(query)
        dialect = _fts5 if connection.dialect.name == "sqlite" else _websearch
        self._words = {"words": dialect(self._alternatives)}
        limited = f"{self._statement('match', _PARAGRAPHS)} LIMIT {RANKED + 1}"
        self._paragraphs = list(connection.execute(text(limited), self._words).scalars())
        self._remarks = list(connection.execute(self._statement("match", _REMARKS), self._words).scalars())
        self.ranked = len(self._paragraphs) <= RANKED >= len(self._remarks)

    def condition(self, *, read_whole: bool = False) -> ColumnElement[bool]:
        """Return the condition that the paragraph, the remarks or the title of an obligation match."""
        return or_(*self.parts(read_whole=read_whole))

    def parts(self, *, read_whole: bool = False) -> tuple[ColumnElement[bool], ...]:
        """Return the conditions that the paragraph, the remarks and the title of an obligation match; with `read_whole`
        in a form that avoids indexes, for states that are scanned one by one.
        """
        paragraph, number, read = (
            looked_up(column, read_whole=read_whole)
            for column in (state.c.paragraph_text_id, state.c.id, state.c.reading_id)
        )
        titles = read.in_(select(reading.c.id).where(self._in_title()))
        if self.ranked:
            return paragraph.in_(self._paragraphs), number.in_(self._remarks), titles
        paragraphs, remarks = (
            self._statement("match", table).bindparams(**self._words).columns(id=Integer)
            for table in (_PARAGRAPHS, _REMARKS)
        )
        return paragraph.in_(paragraphs), number.in_(remarks), titles

    def _in_title(self) -> ColumnElement[bool]:
        """Return the condition that the title of a reading has all wanted words, each matched from its beginning.

        Alternatives with unwanted words match no title, since the unwanted word may be in the paragraph.
        """
        title = func.replace(func.lower(literal(" ") + reading.c.title), "-", " ")
        return or_(
            false(),
            *(
                and_(*(title.contains(f" {words.lower()}", autoescape=True) for words in wanted))
                for wanted, unwanted in self._alternatives
                if not unwanted
            ),
        )

    def finds_titles(self, reading_ids: Sequence[int]) -> set[int]:
        """Return those of these readings whose title matches."""
        statement = select(reading.c.id).where(reading.c.id.in_(reading_ids), self._in_title())
        return set(self._connection.execute(statement).scalars())

    def finds(self, paragraph_text_ids: Sequence[int]) -> set[int]:
        """Return those of these paragraphs that match."""
        key = "rowid" if self._connection.dialect.name == "sqlite" else "id"
        statement = text(f"{self._statement('match', _PARAGRAPHS).text} AND {key} IN :ids")
        with_ids = statement.bindparams(bindparam("ids", expanding=True))
        return set(self._connection.execute(with_ids, {**self._words, "ids": list(paragraph_text_ids)}).scalars())

    def best_first(self, rows: Sequence[Found]) -> list[Found]:
        """Return `rows` with the best matches first, equal ones in the order of `rows`."""
        worst = float("inf")
        paragraphs, remarks = self._scores(_PARAGRAPHS), self._scores(_REMARKS)
        return sorted(
            rows, key=lambda row: min(paragraphs.get(row.paragraph_text_id, worst), remarks.get(row.id, worst))
        )

    def snippets(self, rows: Sequence[Found]) -> Iterator[tuple[tuple[str, bool], ...]]:
        """Yield a snippet for each row, cut into pieces: text, and whether it is part of the match."""
        paragraphs = self._snippets(_PARAGRAPHS, [row.paragraph_text_id for row in rows])
        remarks = self._snippets(_REMARKS, [row.id for row in rows])
        for row in rows:
            yield _pieces(paragraphs.get(row.paragraph_text_id) or remarks.get(row.id) or "")

    def _scores(self, table: dict[str, str]) -> dict[int, float]:
        rows = self._connection.execute(self._statement("rank", table), self._words)
        return {row.id: row.score for row in rows}

    def _snippets(self, table: dict[str, str], ids: Sequence[int]) -> dict[int, str]:
        statement = self._statement("snippet", table).bindparams(bindparam("ids", expanding=True))
        snippets: dict[int, str] = {}
        for start in range(0, len(ids), RANKED):
            values = {**self._words, "start": _START, "stop": _STOP, "ids": ids[start : start + RANKED]}
            snippets |= {row.id: row.words for row in self._connection.execute(statement, values)}
        return snippets

    def _statement(self, kind: str, table: dict[str, str]) -> TextClause:
        return text(self._sql[kind].format(**table))


def best_paragraphs(connection: Connection, alternatives: Alternatives, limit: int) -> list[int]:
    """Return the paragraphs that match any of `alternatives` best, at most `limit`."""
    statement, words = _of_paragraphs(connection, "rank", alternatives)
    return list(connection.execute(text(f"{statement} ORDER BY score, id LIMIT {limit:d}"), words).scalars())


def count_paragraphs(connection: Connection, alternatives: Alternatives, at_most: int) -> int:
    """Return how many paragraphs match any of `alternatives`; counting stops at `at_most`."""
    statement, words = _of_paragraphs(connection, "match", alternatives)
    counted = text(f"SELECT count(*) FROM ({statement} LIMIT {at_most:d}) AS found")  # noqa: S608 - our own words
    return int(connection.execute(counted, words).scalar_one())


def _of_paragraphs(connection: Connection, kind: str, alternatives: Alternatives) -> tuple[str, dict[str, str]]:
    dialect = connection.dialect.name
    words = (_fts5 if dialect == "sqlite" else _websearch)(alternatives)
    return _SQL[dialect][kind].format(**_PARAGRAPHS), {"words": words}


def looked_up(column: ColumnElement[int], *, read_whole: bool) -> ColumnElement[int]:
    """Return a column as it is or, with `read_whole`, as an expression to which no index applies."""
    return column + 0 if read_whole else column


def parse(query: str) -> Alternatives:
    """Return the wanted and the unwanted words and phrases of each alternative of `query`, each once.

    Raises:
        UsageError: there is no word in it to look for, or too many.
    """
    alternatives: Alternatives = [([], [])]
    for minus, phrase, word in _TERM.findall(query):
        if word.lower() == "or" and not minus:
            alternatives.append(([], []))
        elif phrase_words := " ".join(_WORD.findall(phrase or word)):
            alternatives[-1][bool(minus)].append(phrase_words)
    alternatives = [(list(dict.fromkeys(wanted)), list(dict.fromkeys(unwanted))) for wanted, unwanted in alternatives]
    all_terms = [term for alternative in alternatives for terms in alternative for term in terms]
    length = sum(len(term.split()) for term in all_terms)
    if length > LONGEST:
        raise UsageError(
            f"{length:,} words are too many to search for", f"give at most {LONGEST}, the most specific ones"
        )
    letters = sum(map(len, all_terms))
    if letters > LONGEST * _LETTERS:
        raise UsageError(f"a search of {letters:,} letters is too long", f"give at most {LONGEST * _LETTERS:,}")
    if any(unwanted and not wanted for wanted, unwanted in alternatives):
        raise UsageError(f"'{query}' only excludes words", "add a word to look for")
    with_words = [alternative for alternative in alternatives if alternative[0]]
    if not with_words:
        raise UsageError(f"'{query}' contains no word to search for", "give a word of the paragraph, title or note")
    return with_words


def _fts5(alternatives: Alternatives) -> str:
    """Return a query in the language of FTS5, with every word quoted so that none is taken for an operator."""
    clauses = []
    for wanted, unwanted in alternatives:
        without = f" NOT ({' OR '.join(map(_quoted, unwanted))})" if unwanted else ""
        clauses.append(f"(({' AND '.join(map(_quoted, wanted))}){without})")
    return " OR ".join(clauses)


def _websearch(alternatives: Alternatives) -> str:
    """Return a query in the language of PostgreSQL's websearch_to_tsquery, every word quoted."""
    return " or ".join(
        " ".join((*map(_quoted, wanted), *(f"-{_quoted(term)}" for term in unwanted)))
        for wanted, unwanted in alternatives
    )


def _quoted(words: str) -> str:
    return f'"{words}"'


def _pieces(words: str) -> tuple[tuple[str, bool], ...]:
    """Return the pieces of a snippet, each with whether it is marked, without empty ones."""
    parts = re.split(f"[{_START}{_STOP}]", words)
    return tuple((part, bool(i % 2)) for i, part in enumerate(parts) if part)
