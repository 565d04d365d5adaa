# ruff: noqa: S608  (only constants of ours are written into the SQL; values are parameters)
"""SQLite: an FTS5 index whose content is a table of ours. Both are written here, and nowhere else: a trigger that kept them
in step would have SQLite remember the pages of each row it writes, and go through all it remembers at the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from harbor_wagtail.directory.search.engines.base import BODY, FEW, FEW_OF_SOME, NAMES, ROW, TERMS, Engine, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from harbor_wagtail.directory.search.analyser import Concept, QueryWord

WORDS = "harbor_search_words"
TEXT = "harbor_search_text"
_COLUMNS = "names, terms, body, places"
_MATCHED = f"{WORDS} MATCH %s AND rowid BETWEEN %s AND %s"


class Fts5Engine(Engine):
    name: ClassVar[str] = "fts5"
    own_tables: ClassVar[tuple[str, ...]] = (WORDS, TEXT)

    def create_index(self, cursor: Any) -> None:
        super().create_index(cursor)
        cursor.execute(
            f"CREATE TABLE {TEXT} (row_id integer NOT NULL PRIMARY KEY, "
            "names text NOT NULL, terms text NOT NULL, body text NOT NULL, places text NOT NULL)"
        )
        # The analyser's words are ASCII already: the tokeniser has nothing left to do but part them at spaces.
        cursor.execute(
            f"CREATE VIRTUAL TABLE {WORDS} USING fts5({_COLUMNS}, content='{TEXT}', content_rowid='row_id', "
            "tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")"
        )

    def write_words(self, cursor: Any, rows: Iterable[tuple[int, Words]]) -> None:
        values = [(pk, *map(" ".join, (words.names, words.terms, words.body, words.places()))) for pk, words in rows]
        for table, key in ((TEXT, "row_id"), (WORDS, "rowid")):
            cursor.executemany(f"INSERT INTO {table} ({key}, {_COLUMNS}) VALUES (%s, %s, %s, %s, %s)", values)

    def delete_words(self, cursor: Any, which: str) -> None:
        gone = f"FROM {TEXT} WHERE row_id IN ({which})"
        cursor.execute(f"INSERT INTO {WORDS} ({WORDS}, rowid, {_COLUMNS}) SELECT 'delete', row_id, {_COLUMNS} {gone}")
        cursor.execute(f"DELETE {gone}")

    def hits(
        self, concepts: Sequence[Concept], between: tuple[int, int], *, every: bool, named: Sequence[Concept] = ()
    ) -> tuple[str, list[Any]]:
        match, most = _match_of(concepts, every=every), FEW if every else FEW_OF_SOME
        # One run through the index tells how many there are and which: rows that are few are read again for their scores.
        # CROSS JOIN is SQLite's word for "in this order": first whether, then which.
        found = f"WITH found (ids, number) AS MATERIALIZED ({_set(between, 'COUNT(*)')}) "
        scored = (
            f"SELECT 0, rowid, bm25({WORDS}, {NAMES}.0, {TERMS}.0, {BODY}.0, 0.0) "
            f"FROM found CROSS JOIN {WORDS} WHERE number <= {most} AND {_MATCHED}"
        )
        sql = f"{found}{scored} UNION ALL SELECT 1, ids, 0.0 FROM found WHERE number > {most}"
        values = [match, *between] * 2
        if named:
            sql += f" UNION ALL SELECT 2, ({_set(between)}), 0.0 FROM found WHERE number > {most}"
            values += [_match_of(named, every=every), *between]
        return sql, values

    def rows(self, concepts: Sequence[Concept], between: tuple[int, int], *, every: bool) -> tuple[str, list[Any]]:
        return _set(between), [_match_of(concepts, every=every), *between]

    def empty(self, cursor: Any) -> None:
        """By dropping: deleting row by row would read each word again, and leave it in freed pages of the index."""
        for table in (*self.own_tables, ROW):
            cursor.execute(f"DROP TABLE {table}")
        self.create_index(cursor)

    def analyze(self, cursor: Any) -> None:
        cursor.execute(f"INSERT INTO {WORDS} ({WORDS}) VALUES ('optimize')")
        cursor.execute(f"ANALYZE {ROW}")

    def forget(self, cursor: Any) -> None:
        """FTS5 keeps deleted words until it merges its segments; merge them all now."""
        cursor.execute(f"INSERT INTO {WORDS} ({WORDS}) VALUES ('rebuild')")


def _set(between: tuple[int, int], *more: str) -> str:
    columns = ", ".join([f"group_concat(rowid - {int(between[0])})", *more])
    return f"SELECT {columns} FROM {WORDS} WHERE {_MATCHED}"


def _match_of(concepts: Sequence[Concept], *, every: bool) -> str:
    return (" AND " if every else " OR ").join(_any_of(concept) for concept in concepts)


def _any_of(concept: Concept) -> str:
    return "(" + " OR ".join(f"({' AND '.join(map(_match, words))})" for words in concept.alternatives) + ")"


def _match(word: QueryWord) -> str:
    choices = [f'"{form}"' for form in word.exact]
    if word.prefix:
        choices.append(f'"{word.prefix}"*')
    return f"({' OR '.join(choices)})"
