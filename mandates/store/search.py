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

#: More paragraphs than this are not ranked: to weigh each takes longer than to list them.
RANKED = 2000

#: Words and phrases that a query may have: more take long, and say less of what is sought.
LONGEST = 100
#: Letters of a word, on average, in the longest search: more, SQLite refuses as too complex a pattern.
_LETTERS = 40

#: What stands around marked words in a snippet, until it is cut into pieces: characters that are in no text.
_START, _STOP = "\ue000", "\ue001"

_TERM = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')
_WORD = re.compile(r"[^\W_]+")

#: For each alternative of a query the words and phrases that are wanted, and those that are not.
Alternatives = list[tuple[list[str], list[str]]]

#: By dialect: which paragraphs and remarks match, how well, and their words around the match. A remark is looked for
#: beside paragraphs, as both are short lists of numbers.
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
        """Look how much matches.

        Raises:
            UsageError: there is no word in the query to look for.
        """
        self._connection = connection
        query = storable.text(query)
        self._sql = _SQL[connection.dialect.name]
        self._alternatives = parse(query)
        dialect = _fts5 if connection.dialect.name == "sqlite" else _websearch
        self._words = {"words": dialect(self._alternatives)}
        few = f"{self._statement('match', _PARAGRAPHS)} LIMIT {RANKED + 1}"
        self._paragraphs = list(connection.execute(text(few), self._words).scalars())
        self._remarks = list(connection.execute(self._statement("match", _REMARKS), self._words).scalars())
        self.ranked = len(self._paragraphs) <= RANKED >= len(self._remarks)

    def condition(self, *, read_whole: bool = False) -> ColumnElement[bool]:
        """Return the condition that an obligation's paragraph, remarks or title match."""
        return or_(*self.parts(read_whole=read_whole))

    def parts(self, *, read_whole: bool = False) -> tuple[ColumnElement[bool], ...]:
        """Return the conditions that the paragraph of an obligation matches, its remarks, its title; with `read_whole`
        to be asked of states one by one.
        """
        paragraph, number, read = (
            looked_up(one, read_whole=read_whole) for one in (state.c.paragraph_text_id, state.c.id, state.c.reading_id)
        )
        titles = read.in_(select(reading.c.id).where(self._in_title()))
        if self.ranked:
            return paragraph.in_(self._paragraphs), number.in_(self._remarks), titles
        paragraphs, remarks = (
            self._statement("match", of).bindparams(**self._words).columns(id=Integer) for of in (_PARAGRAPHS, _REMARKS)
        )
        return paragraph.in_(paragraphs), number.in_(remarks), titles

    def _in_title(self) -> ColumnElement[bool]:
        """Return the condition that the title of a reading has what is wanted, each word from its beginning; where
        something is unwanted titles are not looked at, since it may stand in the paragraph.
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
        """Return which of these readings have a title that matches."""
        wanted = select(reading.c.id).where(reading.c.id.in_(reading_ids), self._in_title())
        return set(self._connection.execute(wanted).scalars())

    def finds(self, paragraph_text_ids: Sequence[int]) -> set[int]:
        """Return which of these paragraphs match."""
        key = "rowid" if self._connection.dialect.name == "sqlite" else "id"
        statement = text(f"{self._statement('match', _PARAGRAPHS).text} AND {key} IN :ids")
        wanted = statement.bindparams(bindparam("ids", expanding=True))
        return set(self._connection.execute(wanted, {**self._words, "ids": list(paragraph_text_ids)}).scalars())

    def best_first(self, rows: Sequence[Found]) -> list[Found]:
        """Return what was found with the best matches first, equal ones in the order they came."""
        worst = float("inf")
        paragraphs, remarks = self._scores(_PARAGRAPHS), self._scores(_REMARKS)
        return sorted(
            rows, key=lambda row: min(paragraphs.get(row.paragraph_text_id, worst), remarks.get(row.id, worst))
        )

    def snippets(self, rows: Sequence[Found]) -> Iterator[tuple[tuple[str, bool], ...]]:
        """Yield the words around the match for each row, cut into pieces, each with whether it is marked."""
        paragraphs = self._snippets(_PARAGRAPHS, [row.paragraph_text_id for row in rows])
        remarks = self._snippets(_REMARKS, [row.id for row in rows])
        for row in rows:
            yield _pieces(paragraphs.get(row.paragraph_text_id) or remarks.get(row.id) or "")

    def _scores(self, of: dict[str, str]) -> dict[int, float]:
        found = self._connection.execute(self._statement("rank", of), self._words)
        return {row.id: row.score for row in found}

    def _snippets(self, of: dict[str, str], ids: Sequence[int]) -> dict[int, str]:
        statement = self._statement("snippet", of).bindparams(bindparam("ids", expanding=True))
        found: dict[int, str] = {}
        for start in range(0, len(ids), RANKED):
            values = {**self._words, "start": _START, "stop": _STOP, "ids": ids[start : start + RANKED]}
            found |= {row.id: row.words for row in self._connection.execute(statement, values)}
        return found

    def _statement(self, kind: str, of: dict[str, str]) -> TextClause:
        return text(self._sql[kind].format(**of))


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
    """Return a column by whose index rows are found, or, with `read_whole`, as a value that no index knows."""
    return column + 0 if read_whole else column


def parse(query: str) -> Alternatives:
    """Return what is wanted and what is not, for each alternative of `query`, each once.

    Raises:
        UsageError: there is no word in it to look for, or too many.
    """
    alternatives: Alternatives = [([], [])]
    for minus, phrase, word in _TERM.findall(query):
        if word.lower() == "or" and not minus:
            alternatives.append(([], []))
        elif plain := " ".join(_WORD.findall(phrase or word)):
            alternatives[-1][bool(minus)].append(plain)
    alternatives = [(list(dict.fromkeys(wanted)), list(dict.fromkeys(unwanted))) for wanted, unwanted in alternatives]
    sought = [one for several in alternatives for words in several for one in words]
    length = sum(len(one.split()) for one in sought)
    if length > LONGEST:
        raise UsageError(
            f"{length:,} words are too many to search for", f"give at most {LONGEST}, the most specific ones"
        )
    letters = sum(map(len, sought))
    if letters > LONGEST * _LETTERS:
        raise UsageError(f"a search of {letters:,} letters is too long", f"give at most {LONGEST * _LETTERS:,}")
    if any(unwanted and not wanted for wanted, unwanted in alternatives):
        raise UsageError(f"'{query}' only excludes words", "add a word to look for")
    found = [one for one in alternatives if one[0]]
    if not found:
        raise UsageError(f"there is no word in '{query}' to look for", "give a word of the paragraph, title or note")
    return found


def _fts5(alternatives: Alternatives) -> str:
    """Return a query in FTS5's language, every word quoted so that nothing in it is taken for an operator."""
    found = []
    for wanted, unwanted in alternatives:
        without = f" NOT ({' OR '.join(map(_quoted, unwanted))})" if unwanted else ""
        found.append(f"(({' AND '.join(map(_quoted, wanted))}){without})")
    return " OR ".join(found)


def _websearch(alternatives: Alternatives) -> str:
    """Return a query in the language of PostgreSQL's websearch_to_tsquery, every word quoted."""
    return " or ".join(
        " ".join((*map(_quoted, wanted), *(f"-{_quoted(one)}" for one in unwanted)))
        for wanted, unwanted in alternatives
    )


def _quoted(words: str) -> str:
    return f'"{words}"'


def _pieces(words: str) -> tuple[tuple[str, bool], ...]:
    """Return a snippet in pieces, marked and not in turn, without empty ones."""
    parts = re.split(f"[{_START}{_STOP}]", words)
    return tuple((part, bool(place % 2)) for place, part in enumerate(parts) if part)
