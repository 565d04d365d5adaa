"""SQL by hand on PostgreSQL: a weighted tsvector with a GIN index, planned once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.others.by_hand import COUNTY, INDEXES, STATE, TABLES, ByHand
from benchmarks.others.rows import Row


class InPostgres(ByHand):
    """Tables in the database of ours, with a weighted tsvector and a GIN index."""

    def fill(self, rows: Sequence[Row]) -> None:
        self._cursor().execute("SET jit = off; SET max_parallel_workers_per_gather = 0; SET work_mem = '256MB'")
        for statement in TABLES.format(without_rowid="").split(";")[:-1]:
            self._cursor().execute(statement)
        self._cursor().execute("CREATE TABLE hand_county (facet integer PRIMARY KEY)")
        self._cursor().execute("CREATE TABLE hand_words (id integer PRIMARY KEY, words tsvector)")
        for table, values in (
            ("hand_place", self.places(rows)),
            ("hand_has", self.has(rows)),
            ("hand_open", self.open()),
            ("hand_county", [(at,) for at in self.facets.names if COUNTY <= at < STATE]),
        ):
            with self._cursor().copy(f"COPY {table} FROM STDIN") as copy:
                for each in values:
                    copy.write_row(each)
        self._cursor().execute(
            "INSERT INTO hand_words SELECT row_id, words FROM harbor_search_vector v JOIN harbor_search_row r"
            " ON r.id = v.row_id WHERE r.locale = 'en'"
        )
        self._cursor().execute("CREATE INDEX hand_gin ON hand_words USING gin (words)")
        for statement in INDEXES.split(";")[:-1]:
            self._cursor().execute(statement)
        self._cursor().execute("ANALYZE")

    def _cursor(self) -> Any:
        from django.db import connection

        connection.ensure_connection()
        return connection.connection.cursor()

    def rows(self, sql: str) -> list[Any]:
        # Planned once: a statement that is asked again and again is prepared.
        return list(self._cursor().execute(sql, prepare=True).fetchall())

    def match(self, word: str) -> tuple[str, str, str]:
        asked = f"CAST('''en_{word}'':*' AS tsquery)"
        rank = f"-ts_rank('{{0.01,0.01,0.2,1.0}}', w.words, {asked})"
        return "JOIN hand_words w ON w.id = p.id", f"w.words @@ {asked}", rank
