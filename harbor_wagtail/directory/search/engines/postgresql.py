# ruff: noqa: S608  (only constants of ours are written into the SQL; values are parameters)
"""PostgreSQL: a weighted tsvector and a GIN index; no extension, and none of its text parsers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from harbor_wagtail.directory.search.engines.base import BODY, FEW, FEW_OF_SOME, NAMES, ROW, TERMS, Engine, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from harbor_wagtail.directory.search.analyser import Concept, QueryWord

VECTOR = "harbor_search_vector"
# In the order {D, C, B, A} that ts_rank wants; we use A for names, B for terms and D for the rest.
_WEIGHTS = f"{{{BODY / NAMES},{BODY / NAMES},{TERMS / NAMES},1.0}}"


class PostgresEngine(Engine):
    name: ClassVar[str] = "tsvector"
    own_tables: ClassVar[tuple[str, ...]] = (VECTOR,)

    def create_index(self, cursor: Any) -> None:
        super().create_index(cursor)
        # Words lie beside the rows, not in them: a question goes through all rows that have its words, and reads the words of
        # few. A hundred rows stand where ten did.
        cursor.execute(
            f"CREATE TABLE {VECTOR} (row_id bigint NOT NULL PRIMARY KEY, words tsvector NOT NULL)"
            " WITH (toast_tuple_target = 128)"
        )
        cursor.execute(f"CREATE INDEX {VECTOR}_gin ON {VECTOR} USING gin (words)")

    def write_words(self, cursor: Any, rows: Iterable[tuple[int, Words]]) -> None:
        cursor.executemany(
            f"INSERT INTO {VECTOR} (row_id, words) VALUES (%s, CAST(%s AS tsvector))",
            [(row_id, _vector(words)) for row_id, words in rows],
        )
        # New rows wait in a list of the index: it may hold all of a small directory, is read through at each search, and
        # makes the planner think better of the table. To put in many at once takes half as long as one by one.
        # Only who owns an index may do it; a site whose server is another role than migrate's waits for the autovacuum.
        cursor.execute(
            "SELECT gin_clean_pending_list(oid) FROM pg_class "
            f"WHERE oid = to_regclass('{VECTOR}_gin') AND pg_has_role(relowner, 'USAGE')"
        )

    def delete_words(self, cursor: Any, which: str) -> None:
        cursor.execute(f"DELETE FROM {VECTOR} WHERE row_id IN ({which})")

    def hits(
        self, concepts: Sequence[Concept], between: tuple[int, int], *, every: bool, named: Sequence[Concept] = ()
    ) -> tuple[str, list[Any]]:
        asked, most = _query(concepts, every=every), FEW if every else FEW_OF_SOME
        # One run through the index tells how many there are and which: rows that are few are read again for their scores.
        found = f"WITH found (ids, number) AS MATERIALIZED ({_ids(between, 'COUNT(*)')}) "
        few = f"SELECT row_id, words {_asked(between)} AND found.number <= {most}"
        # Ranked by the words found, each for itself: how near they stand together says nothing, positions are made up.
        scored = (
            f"SELECT 0, CAST(row_id AS text), -ts_rank('{_WEIGHTS}', words, CAST(%s AS tsquery)) "
            f"FROM found CROSS JOIN LATERAL ({few}) few"
        )
        sql = f"{found}{scored} UNION ALL SELECT 1, ids, 0 FROM found WHERE number > {most}"
        values = [asked, _query(concepts, every=False), asked]
        if named:
            sql += f" UNION ALL SELECT 2, ({_ids(between)}), 0 FROM found WHERE number > {most}"
            values += [_query(named, every=every)]
        return sql, values

    def rows(self, concepts: Sequence[Concept], between: tuple[int, int], *, every: bool) -> tuple[str, list[Any]]:
        return _ids(between), [_query(concepts, every=every)]

    def analyze(self, cursor: Any) -> None:
        for table in (VECTOR, ROW):
            cursor.execute(f"ANALYZE {table}")


def _vector(words: Words) -> str:
    """A tsvector as it is written out. to_tsvector('simple', …) would cut words such as "1e5abc" in two."""
    weighted = ((words.names, ":1A"), (words.terms, ":2B"), (words.body, ":3"), (words.places(), ""))
    return " ".join(f"{word}{place}" for found, place in weighted for word in found)


def _asked(between: tuple[int, int]) -> str:
    """Put as a question of its own, so that the planner does not see how many rows have the words: where a third have them it
    would go through the table and unpack every vector, which takes fifty times as long as its index. The numbers of rows stand
    in the text for the same reason: of a range that it does not see (server-side binding) it expects few.
    """
    first, last = map(int, between)
    return f"FROM {VECTOR} WHERE words @@ (SELECT CAST(%s AS tsquery)) AND row_id BETWEEN {first} AND {last}"


def _ids(between: tuple[int, int], *more: str) -> str:
    columns = ", ".join([f"string_agg(CAST(row_id - {int(between[0])} AS text), ',')", *more])
    return f"SELECT {columns} {_asked(between)}"


def _query(concepts: Sequence[Concept], *, every: bool) -> str:
    return (" & " if every else " | ").join(map(_any_of, concepts))


def _any_of(concept: Concept) -> str:
    return "(" + " | ".join(f"({' & '.join(map(_match, words))})" for words in concept.alternatives) + ")"


def _match(word: QueryWord) -> str:
    choices = [f"'{form}'" for form in word.exact]
    if word.prefix:
        choices.append(f"'{word.prefix}':*")
    return f"({' | '.join(choices)})"
