"""Search over paragraphs and what people noted, by FTS5 on SQLite and tsvector on PostgreSQL; and over titles.

A query is what people type: words that must all occur, in any form of the word ("report" finds "reports"), phrases in
double quotes, ``-word`` for what must not occur, ``or`` between alternatives. Everything else in it is a word. In
titles words are found as they are written, from their beginning; an index of words gives the titles to look at.

What matches is ranked, the best first, unless so much does that no rank means anything: then it is listed as any list.
If it is not too much, its ids are looked up once and the states are found by them. Otherwise the database goes through
the states in the order of the list and stops where there are enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import orjson
from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    TextClause,
    TextualSelect,
    and_,
    bindparam,
    false,
    func,
    literal,
    or_,
    select,
    text,
)
from sqlalchemy.types import NullType

from mandates.domain.errors import UsageError
from mandates.store import storable
from mandates.store.tables import obligation_state as state
from mandates.store.tables import reading

#: More matches than this are not ranked, since that takes longer than listing them.
RANKED = 2000

#: The most matching paragraphs or remarks, and the most readings with matching titles, whose states are found by ids.
#: If more match, the first states in order are found sooner by going through all.
BY_ID, TITLES_BY_ID = 30_000, 500

#: The maximum number of words in a query: more take long, and make a search less specific.
LONGEST = 100
#: The maximum average number of letters per word in the longest search: SQLite refuses longer patterns as too complex.
_LETTERS = 40

#: Marks around matching words in a snippet, until it is cut into pieces: characters that are in no text.
_START, _STOP = "\ue000", "\ue001"

#: A word that PostgreSQL confuses with another, since its stemmer makes "a" of "as"; that of FTS5 leaves words of one
#: or two letters as they are.
_CONFUSED = re.compile(r"[^\W\d_]s?", re.IGNORECASE)

_TERM = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')
_WORD = re.compile(r"[^\W_]+")

#: For each alternative of a query the words and phrases that are wanted, and those that are not.
Alternatives = list[tuple[list[str], list[str]]]

#: A word for which the index of titles gives all titles that `Search._in_title` finds, whichever database divides their
#: words; a single letter begins too many.
_PLAIN_WORD = re.compile(r"[a-z]{2,}")

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

#: The statements of each dialect for the readings whose titles have words that begin in these ways, and for the numbers
#: of a list.
_TITLES = {
    "sqlite": "SELECT rowid AS id FROM reading_fts WHERE reading_fts MATCH :beginnings",
    "postgresql": "SELECT id FROM reading WHERE to_tsvector('pg_catalog.simple', regexp_replace(lower(title),"
    " '[^a-z0-9]+', ' ', 'g')) @@ to_tsquery('pg_catalog.simple', :beginnings)",
}
_NUMBERS = {
    "sqlite": "SELECT value AS id FROM json_each(:numbers)",
    "postgresql": "SELECT unnest(CAST(:numbers AS integer[])) AS id",
}

_PARAGRAPHS = {"index": "paragraph_text_fts", "table": "paragraph_text", "key": "id"}
_REMARKS = {"index": "remark_fts", "table": "remark", "key": "state_id"}


class Found(NamedTuple):
    """A state that a search found."""

    id: int
    paragraph_text_id: int


class Part(NamedTuple):
    """One way in which states match a search.

    Attributes:
        condition: the condition on `obligation_state`.
        by_id: whether it names the ids by which an index finds all these states.
    """

    condition: ColumnElement[bool]
    by_id: bool


class Search:
    """One query in one register.

    Attributes:
        ranked: whether what matches is few enough to be ranked.
    """

    def __init__(self, connection: Connection, query: str) -> None:
        """Find the paragraphs, remarks and titles that match, up to the number whose states are found by ids.

        Raises:
            UsageError: there is no word in the query to look for.
        """
        self._connection = connection
        query = storable.text(query)
        self._dialect = connection.dialect.name
        self._alternatives = parse(query)
        dialect = _fts5 if self._dialect == "sqlite" else _websearch
        self._words = {"words": dialect(self._alternatives)}
        self._sql = _SQL[self._dialect]
        if self._dialect == "postgresql":
            condition, values = _not_confused(self._alternatives)
            self._words |= values
            self._sql = {kind: f"{sql}{condition}" for kind, sql in self._sql.items()}
        self._paragraphs, self._remarks = self._first(_PARAGRAPHS), self._first(_REMARKS)
        titles = select(reading.c.id, reading.c.resolution_id).where(*self._titles())
        self._readings = [(row[0], row[1]) for row in connection.execute(titles.limit(TITLES_BY_ID + 1))]
        self.ranked = len(self._paragraphs) <= RANKED >= len(self._remarks)

    def condition(self, *, read_whole: bool = False) -> ColumnElement[bool]:
        """Return the condition that the paragraph, the remarks or the title of an obligation match."""
        return or_(false(), *(part.condition for part in self.parts(read_whole=read_whole)))

    def parts(self, *, read_whole: bool = False) -> list[Part]:
        """Return the conditions that the paragraph, the remarks and the title of an obligation match, without those
        that no obligation meets; with `read_whole` in a form that avoids indexes, for states that are scanned one by
        one.
        """
        parts = []
        for table, ids, column in (
            (_PARAGRAPHS, self._paragraphs, state.c.paragraph_text_id),
            (_REMARKS, self._remarks, state.c.id),
        ):
            if ids:
                by_id = len(ids) <= BY_ID
                matching = self._numbers(ids) if by_id else self._matching(table)
                parts.append(Part(looked_up(column, read_whole=read_whole).in_(matching), by_id))
        if self._readings:
            read = looked_up(state.c.reading_id, read_whole=read_whole)
            by_id = len(self._readings) <= TITLES_BY_ID
            if by_id:
                titled: ColumnElement[bool] = read.in_(self._numbers([reading_id for reading_id, _ in self._readings]))
                if not read_whole:  # there is an index of resolutions, and none of readings
                    resolutions = self._numbers([resolution_id for _, resolution_id in self._readings])
                    titled = and_(state.c.resolution_id.in_(resolutions), titled)
            else:
                titled = read.in_(select(reading.c.id).where(*self._titles()))
            parts.append(Part(titled, by_id))
        return parts

    def _first(self, table: dict[str, str]) -> list[int]:
        """Return the ids of the paragraphs or remarks that match; of more than `BY_ID` one more than that."""
        limited = f"{self._statement('match', table)} LIMIT {BY_ID + 1:d}"
        return list(self._connection.execute(text(limited), self._words).scalars())

    def _matching(self, table: dict[str, str]) -> TextualSelect:
        """Return the ids of all paragraphs or remarks that match, as a subquery."""
        return self._statement("match", table).bindparams(**self._words).columns(id=Integer)

    def _numbers(self, ids: Sequence[int]) -> TextualSelect:
        """Return these ids as a subquery: one value, however many they are."""
        value = orjson.dumps(ids).decode() if self._dialect == "sqlite" else ids
        numbers = bindparam("numbers", value, type_=NullType(), unique=True)
        return text(_NUMBERS[self._dialect]).bindparams(numbers).columns(id=Integer)

    def _titles(self) -> list[ColumnElement[bool]]:
        """Return the conditions that the title of a reading matches: by the index of words, and by the words in full.

        The index is left out if an alternative has no word that it surely finds.
        """
        alternatives = [
            [word for words in wanted for word in words.lower().split() if _PLAIN_WORD.fullmatch(word)]
            for wanted, unwanted in self._alternatives
            if not unwanted
        ]
        if not all(alternatives):
            return [self._in_title()]
        beginnings = (
            " OR ".join(f"({' AND '.join(f'{_quoted(word)} *' for word in words)})" for words in alternatives)
            if self._dialect == "sqlite"
            else " | ".join(f"({' & '.join(f'{word}:*' for word in words)})" for words in alternatives)
        )
        if not beginnings:
            return [false()]
        matching = text(_TITLES[self._dialect]).bindparams(beginnings=beginnings).columns(id=Integer)
        return [reading.c.id.in_(matching), self._in_title()]

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
        key = "rowid" if self._dialect == "sqlite" else "id"
        statement = text(f"{self._statement('match', _PARAGRAPHS).text} AND {key} IN :ids")
        with_ids = statement.bindparams(bindparam("ids", expanding=True))
        return set(self._connection.execute(with_ids, {**self._words, "ids": list(paragraph_text_ids)}).scalars())

    def best_first(self, rows: Sequence[Found]) -> list[Found]:
        """Return `rows` with the best matches first, equal ones in the order of `rows`."""
        worst = float("inf")
        paragraphs = self._scores(_PARAGRAPHS) if self._paragraphs else {}
        remarks = self._scores(_REMARKS) if self._remarks else {}
        return sorted(
            rows, key=lambda row: min(paragraphs.get(row.paragraph_text_id, worst), remarks.get(row.id, worst))
        )

    def snippets(self, rows: Sequence[Found]) -> Iterator[tuple[tuple[str, bool], ...]]:
        """Yield a snippet for each row, cut into pieces: text, and whether it is part of the match."""
        paragraphs = self._snippets(_PARAGRAPHS, [row.paragraph_text_id for row in rows]) if self._paragraphs else {}
        remarks = self._snippets(_REMARKS, [row.id for row in rows]) if self._remarks else {}
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
    """Return a query in the language of PostgreSQL's websearch_to_tsquery, every word quoted.

    It does not exclude the words that would exclude others too; see `_not_confused`.
    """
    return " or ".join(
        " ".join((*map(_quoted, wanted), *(f"-{_quoted(term)}" for term in unwanted if not _CONFUSED.fullmatch(term))))
        for wanted, unwanted in alternatives
    )


def _not_confused(alternatives: Alternatives) -> tuple[str, dict[str, str]]:
    """Return a condition in PostgreSQL, with its values, that of the words that it confuses those that are wanted are
    in the text as they are written, and those that are not wanted are not; no condition if the query has none.
    """
    values: dict[str, str] = {}
    clauses = []
    for wanted, unwanted in alternatives:
        conditions = []
        for operator, terms in (("~*", " ".join(wanted).split()), ("!~*", unwanted)):
            for word in filter(_CONFUSED.fullmatch, terms):
                name = f"confused{len(values)}"
                values[name] = rf"\m{word}\M"
                conditions.append(f"text {operator} :{name}")
        clauses.append((conditions, _websearch([(wanted, unwanted)])))
    if not values:
        return "", {}
    alternatives_sql = []
    for number, (conditions, words) in enumerate(clauses):
        values[f"words{number}"] = words
        matching = f"search_vector @@ websearch_to_tsquery('mandates', :words{number})"
        alternatives_sql.append(" AND ".join((matching, *conditions)))
    return f" AND (({') OR ('.join(alternatives_sql)}))", values


def _quoted(words: str) -> str:
    return f'"{words}"'


def _pieces(words: str) -> tuple[tuple[str, bool], ...]:
    """Return the pieces of a snippet, each with whether it is marked, without empty ones."""
    parts = re.split(f"[{_START}{_STOP}]", words)
    return tuple((part, bool(i % 2)) for i, part in enumerate(parts) if part)
