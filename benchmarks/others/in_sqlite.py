"""SQL by hand on SQLite: a file of its own with an FTS5 index."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from benchmarks.others.by_hand import COUNTY, INDEXES, STATE, TABLES, ByHand
from benchmarks.others.rows import Row


class InSqlite(ByHand):
    """``path`` is made if it is not there."""

    def __init__(self, path: Path, rows: Iterable[Row]) -> None:
        self._path = path
        super().__init__(rows)
        self._db = sqlite3.connect(path)
        self._db.executescript("PRAGMA cache_size = -200000; PRAGMA mmap_size = 2000000000")

    def fill(self, rows: Sequence[Row]) -> None:
        places, has = self.places(rows), self.has(rows)
        if self._path.exists():
            return
        unfinished = self._path.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        with closing(sqlite3.connect(unfinished)) as db:
            self._write(db, rows, places, has)
        unfinished.rename(self._path)

    def _write(self, db: sqlite3.Connection, rows: Sequence[Row], places: Any, has: Any) -> None:
        db.executescript(TABLES.format(without_rowid=" WITHOUT ROWID"))
        db.executescript(
            "CREATE TABLE hand_county (facet integer PRIMARY KEY);"
            "CREATE VIRTUAL TABLE hand_words USING fts5(names, terms, body, content='');"
        )
        db.executemany(f"INSERT INTO hand_place VALUES ({', '.join('?' * 9)})", places)
        db.executemany("INSERT INTO hand_has VALUES (?, ?)", sorted(has))
        db.executemany("INSERT INTO hand_open VALUES (?, ?, ?, ?)", self.open())
        counties = [(number,) for number in self.facets.names if COUNTY <= number < STATE]
        db.executemany("INSERT INTO hand_county VALUES (?)", counties)
        words = ((row.pk, row.names, row.terms, row.body) for row in rows)
        db.executemany("INSERT INTO hand_words (rowid, names, terms, body) VALUES (?, ?, ?, ?)", words)
        db.executescript(f"INSERT INTO hand_words (hand_words) VALUES ('optimize'); {INDEXES} ANALYZE;")
        db.commit()

    def rows(self, sql: str) -> list[Any]:
        return self._db.execute(sql).fetchall()

    def match(self, word: str) -> tuple[str, str, str]:
        return (
            "JOIN hand_words ON hand_words.rowid = p.id",
            f"hand_words MATCH '\"{word}\"*'",
            "bm25(hand_words, 100.0, 20.0, 1.0)",
        )
