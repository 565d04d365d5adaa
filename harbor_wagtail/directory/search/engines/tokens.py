# ruff: noqa: S608  (only constants of ours are written into the SQL; values are parameters)
"""Any other database: one row per word, found by equality and LIKE."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

from harbor_wagtail.directory.search.analyser import MAX_WORD
from harbor_wagtail.directory.search.engines.base import BODY, NAMES, TERMS, Engine, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from harbor_wagtail.directory.search.analyser import Concept, QueryWord

TOKEN = "harbor_search_token"  # noqa: S105
# A sign outside ASCII takes six characters; the mark of a language stands before them.
_LONGEST = 6 * MAX_WORD + 101


class TokenEngine(Engine):
    name: ClassVar[str] = "tokens"
    own_tables: ClassVar[tuple[str, ...]] = (TOKEN,)

    def create_index(self, cursor: Any) -> None:
        super().create_index(cursor)
        big, small, text = (
            self._type(field)
            for field in (
                models.BigIntegerField(),
                models.SmallIntegerField(),
                models.CharField(max_length=_LONGEST),
            )
        )
        cursor.execute(
            f"CREATE TABLE {TOKEN} (token {text} NOT NULL, row_id {big} NOT NULL, weight {small} NOT NULL, "
            "PRIMARY KEY (token, row_id))"
        )
        cursor.execute(f"CREATE INDEX {TOKEN}_row ON {TOKEN} (row_id)")

    def write_words(self, cursor: Any, rows: Iterable[tuple[int, Words]]) -> None:
        values = [(token, row_id, weight) for row_id, words in rows for token, weight in _heaviest(words).items()]
        cursor.executemany(f"INSERT INTO {TOKEN} (token, row_id, weight) VALUES (%s, %s, %s)", values)

    def delete_words(self, cursor: Any, which: str) -> None:
        cursor.execute(f"DELETE FROM {TOKEN} WHERE row_id IN ({which})")

    def hits(
        self, concepts: Sequence[Concept], between: tuple[int, int], *, every: bool, named: Sequence[Concept] = ()
    ) -> tuple[str, list[Any]]:
        """All rows with their scores, however many."""
        parts: list[str] = []
        params: list[Any] = []
        for number, concept in enumerate(concepts):
            found, values = _any_of(concept)
            parts.append(
                f"SELECT row_id, {number} AS concept, MAX(weight) AS weight FROM ({found}) any_{number} GROUP BY row_id"
            )
            params += values
        sql = (
            f"SELECT 0, row_id, -1.0 * SUM(weight) AS score FROM ({' UNION ALL '.join(parts)}) found "
            f"WHERE row_id BETWEEN %s AND %s GROUP BY row_id HAVING COUNT(*) >= {len(concepts) if every else 1}"
        )
        return sql, [*params, *between]


def _heaviest(words: Words) -> dict[str, int]:
    weights: dict[str, int] = {}
    for found, weight in ((words.body, BODY), (words.terms, TERMS), (words.names, NAMES)):
        weights.update(dict.fromkeys(found, weight))
    return weights


def _any_of(concept: Concept) -> tuple[str, list[str]]:
    found = [_all_of(words, number) for number, words in enumerate(concept.alternatives)]
    return " UNION ALL ".join(sql for sql, _ in found), [value for _, values in found for value in values]


def _all_of(words: Sequence[QueryWord], number: int) -> tuple[str, list[str]]:
    """Rows that have all words, as heavy as their lightest one."""
    matches = [_match(word) for word in words]
    each = (
        f"SELECT row_id, {at} AS word, MAX(weight) AS weight FROM {TOKEN} WHERE {condition} GROUP BY row_id"
        for at, (condition, _) in enumerate(matches)
    )
    sql = (
        f"SELECT row_id, MIN(weight) AS weight FROM ({' UNION ALL '.join(each)}) all_{number} "
        f"GROUP BY row_id HAVING COUNT(*) = {len(matches)}"
    )
    return sql, [value for _, values in matches for value in values]


def _match(word: QueryWord) -> tuple[str, list[str]]:
    conditions, values = ["token = %s"] * len(word.exact), list(word.exact)
    if word.prefix:
        # Our own words hold "_", which LIKE would take for any letter.
        conditions.append("token LIKE %s ESCAPE '!'")
        values.append(word.prefix.replace("_", "!_") + "%")
    return f"({' OR '.join(conditions)})", values
