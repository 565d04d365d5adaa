"""How each database keeps analysed words and finds the rows that have them. All find the same rows."""

from __future__ import annotations

import sqlite3
from functools import cache
from typing import Any

from harbor_wagtail.directory.search.engines.base import Engine, Words
from harbor_wagtail.directory.search.engines.fts5 import Fts5Engine
from harbor_wagtail.directory.search.engines.postgresql import PostgresEngine
from harbor_wagtail.directory.search.engines.tokens import TokenEngine

__all__ = ["Engine", "Words", "engine_for"]


def engine_for(connection: Any) -> Engine:
    """The engine for a database connection of Django's; any vendor without its own gets the portable token table."""
    if connection.vendor == "postgresql":
        return PostgresEngine(connection)
    if connection.vendor == "sqlite" and has_fts5():
        return Fts5Engine(connection)
    return TokenEngine(connection)


@cache
def has_fts5() -> bool:
    """Whether this Python's SQLite was built with FTS5, which is usual but not certain."""
    probe = sqlite3.connect(":memory:")
    try:
        probe.execute("CREATE VIRTUAL TABLE probe USING fts5(words)")
    except sqlite3.OperationalError:
        return False
    finally:
        probe.close()
    return True
