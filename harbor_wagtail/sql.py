"""SQL that is written once by the ORM and asked many times, and SQL that a database takes for dearer than it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import connections, transaction
from django.db.models.sql.compiler import SQLCompiler

#: Where numbers that stand in for others begin: no key and no length comes near.
FIRST_STAND_IN = 1_987_650_000


class Written(NamedTuple):
    """``fixed`` are the values that stand in it already, by name; ``places`` the names that given ones have, by where each
    is among them."""

    sql: str
    fixed: dict[str, Any]
    places: list[tuple[str, int]]

    def values(self, given: Sequence[Any]) -> dict[str, Any]:
        return self.fixed | {name: given[at] for name, at in self.places}


def written(compiler: SQLCompiler, stand_ins: Sequence[Any]) -> Written:
    """What a compiler makes of a question put with ``stand_ins``, each unlike anything else in it. Raises ValueError where
    one of them does not reach it as it is.

    Each value has a name instead of ``%s``. Putting names in is one call of C; on SQLite, Django goes through the whole text
    for ``%s`` each time it is asked.
    """
    sql, params = compiler.as_sql()
    where = {stand_in: at for at, stand_in in enumerate(stand_ins)}
    fixed = {f"p{number}": param for number, param in enumerate(params)}
    places = [(name, where[param]) for name, param in fixed.items() if isinstance(param, (int, str)) and param in where]
    if missing := len(where) - len({at for _name, at in places}):
        raise ValueError(f"{missing} of the given values did not reach the query as they are: {sql}")
    named = sql.replace("%%", "%%%%") % tuple(f"%({name})s" for name in fixed)
    return Written(named, fixed, places)


@contextmanager
def not_compiled(using: str) -> Iterator[None]:
    """For questions that look each row up in many places. PostgreSQL takes such a one for so dear that it makes machine code
    of it first (``jit``), which takes twenty times as long as the answer. A transaction: then all is as the site has it."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(using):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL jit = off")
        yield
