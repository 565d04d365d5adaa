# ruff: noqa: S608  (only constants of ours are written into the SQL; values are parameters)
"""PostgreSQL: a weighted tsvector and a GIN index; no extension, and none of its text parsers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from harbor_wagtail.directory.search.engines.base import BODY, FEW, NAMES, ROW, TERMS, Engine, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from harbor_wagtail.directory.search.analyser import Concept, QueryWord

VECTOR = "harbor_search_vector"
# In the order {D, C, B, A} that ts_rank wants; we use A for names, B for terms and D for the rest.
_WEIGHTS = f"{{{BODY / NAMES},{BODY / NAMES},{TERMS / NAMES},1.0}}"
#: The letters of the columns in which words weigh as much or more.
_TIERS = {NAMES: "A", TERMS: "AB"}


class PostgresEngine(Engine):
    name: ClassVar[str] = "tsvector"
    own_tables: ClassVar[tuple[str, ...]] = (VECTOR,)

    def create_index(self, cursor: Any) -> None:
        super().create_index(cursor)
        cursor.execute(f"CREATE TABLE {VECTOR} (row_id bigint NOT NULL PRIMARY KEY, words tsvector NOT NULL)")
        cursor.execute(f"CREATE INDEX {VECTOR}_gin ON {VECTOR} USING gin (words)")

    def write_words(self, cursor: Any, rows: Iterable[tuple[int, Words]]) -> None:
        cursor.executemany(
            f"INSERT INTO {VECTOR} (row_id, words) VALUES (%s, CAST(%s AS tsvector))",
            [(row_id, _vector(words)) for row_id, words in rows],
        )

    def delete_words(self, cursor: Any, which: str) -> None:
        cursor.execute(f"DELETE FROM {VECTOR} WHERE row_id IN ({which})")

    def hits(self, concepts: Sequence[Concept], between: tuple[int, int], *, every: bool) -> tuple[str, list[Any]]:
        asked = _query(concepts, every=every)
        rows = f"FROM {VECTOR}, few WHERE words @@ CAST(%s AS tsquery) AND row_id BETWEEN %s AND %s"
        # Ranked by the words found, each for itself: how near they stand together says nothing, positions are made up.
        scored = (
            f"SELECT 0, CAST(row_id AS text), -ts_rank('{_WEIGHTS}', words, CAST(%s AS tsquery)) {rows} AND few.yes"
        )
        # Without rows there is no text either, and none of it is asked for where there are few.
        many = f"SELECT 1, {_ids(between)}, 0 {rows} AND NOT few.yes HAVING COUNT(*) > 0"
        some = f"SELECT 1 FROM {VECTOR} WHERE words @@ CAST(%s AS tsquery) LIMIT {FEW + 1}"
        few = f"SELECT COUNT(*) <= {FEW} AS yes FROM ({some}) AS counted"
        values = [asked, _query(concepts, every=False), asked, *between, asked, *between]
        return f"WITH few AS MATERIALIZED ({few}) {scored} UNION ALL {many}", values

    def tier(
        self, concepts: Sequence[Concept], between: tuple[int, int], weight: int, *, every: bool
    ) -> tuple[str, list[Any]]:
        rows = f"FROM {VECTOR} WHERE words @@ CAST(%s AS tsquery) AND row_id BETWEEN %s AND %s"
        return f"SELECT {_ids(between)} {rows}", [_query(concepts, _TIERS[weight], every=every), *between]

    def analyze(self, cursor: Any) -> None:
        for table in (VECTOR, ROW):
            cursor.execute(f"ANALYZE {table}")


def _vector(words: Words) -> str:
    """A tsvector as it is written out. to_tsvector('simple', …) would cut words such as "1e5abc" in two."""
    weighted = ((words.names, "1A"), (words.terms, "2B"), (words.body, "3"))
    return " ".join(f"{word}:{place}" for found, place in weighted for word in found)


def _ids(between: tuple[int, int]) -> str:
    return f"string_agg(CAST(row_id - {int(between[0])} AS text), ',')"


def _query(concepts: Sequence[Concept], letters: str = "", *, every: bool) -> str:
    return (" & " if every else " | ").join(_any_of(concept, letters) for concept in concepts)


def _any_of(concept: Concept, letters: str = "") -> str:
    """``letters``: where the words may stand, by weight; anywhere if not given."""
    choices = (" & ".join(_match(word, letters) for word in words) for words in concept.alternatives)
    return "(" + " | ".join(f"({words})" for words in choices) + ")"


def _match(word: QueryWord, letters: str) -> str:
    choices = [f"'{form}'" + (f":{letters}" if letters else "") for form in word.exact]
    if word.prefix:
        choices.append(f"'{word.prefix}':*{letters}")
    return f"({' | '.join(choices)})"
