# ruff: noqa: S608  (only constants of ours are written into the SQL; values are parameters)
"""The search tables: made when missing, made anew when outdated, and never a reason for a save to fail.

They are no Django models, because each database needs other ones; so no migration makes them, ``post_migrate`` does,
with ``--nomigrations`` too.
"""

from __future__ import annotations

import logging
from importlib import metadata
from typing import Any

from django.db import DatabaseError, OperationalError, connections, router, transaction

from harbor_wagtail.directory.models import Service
from harbor_wagtail.directory.search import journal
from harbor_wagtail.directory.search.engines import engine_for
from harbor_wagtail.directory.search.engines.base import CHANGE, ROW, STATE
from harbor_wagtail.directory.search.engines.fts5 import TEXT, WORDS
from harbor_wagtail.directory.search.engines.postgresql import VECTOR
from harbor_wagtail.directory.search.engines.tokens import TOKEN

logger = logging.getLogger("harbor_wagtail.directory")

#: Raise when a table, or what is written into it, changes: the tables are then made anew at the next ``migrate``.
SCHEMA = 8

#: Every table any engine makes, or once made, in an order in which they can be dropped.
TABLES = (WORDS, TEXT, VECTOR, TOKEN, "harbor_search_facet", ROW, CHANGE, STATE)

_current: set[str] = set()


def write_alias() -> str:
    """The database that holds the directory, and the search tables beside it."""
    return str(router.db_for_write(Service))


def read_alias() -> str:
    return str(router.db_for_read(Service))


def version(using: str) -> str:
    """What the tables depend on; the stemmer is part of it, since another release may cut words in another place."""
    engine = engine_for(connections[using])
    return f"{SCHEMA} {engine.name} snowballstemmer-{metadata.version('snowballstemmer')}"


def installed_version(using: str) -> str | None:
    """The version of the tables that are there, or ``None`` if one of them is missing. Leaves a transaction whole.

    Raises ``OperationalError`` where the database does not answer: a save that went on as if there were no tables would be
    told to be saved, and found by no search, or lost with the connection.
    """
    connection = connections[using]
    wanted = {ROW, CHANGE, STATE, *engine_for(connection).own_tables}
    try:
        with transaction.atomic(using=using), connection.cursor() as cursor:
            if not wanted.issubset(connection.introspection.table_names(cursor)):
                return None
            cursor.execute(f"SELECT version FROM {STATE}")
            found = cursor.fetchone()
    except OperationalError as problem:
        if "no such" not in str(problem):  # what SQLite says of a table or a column
            raise
        return None
    except DatabaseError:
        return None
    return str(found[0]) if found else None


def is_current(using: str) -> bool:
    """Whether the tables are there and as this release wants them, asked of the database."""
    if installed_version(using) == version(using):
        _current.add(using)
        return True
    _current.discard(using)
    return False


def was_current(using: str) -> bool:
    """The same, asked once per process: for readers, which should not pay for the question each time."""
    return using in _current or is_current(using)


def create(using: str) -> None:
    """Make the tables anew, empty."""
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        _drop(connection, cursor)
        engine_for(connection).create(cursor, version(using))
        journal.write(cursor, None)


def ensure(using: str) -> bool:
    """Make the tables if they are missing or outdated. Returns whether they were, and so are empty now."""
    if is_current(using):
        return False
    create(using)
    return True


def drop(using: str) -> None:
    connection = connections[using]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        _drop(connection, cursor)
    _current.discard(using)


def _drop(connection: Any, cursor: Any) -> None:
    there = set(connection.introspection.table_names(cursor))
    for table in TABLES:
        if table in there:
            cursor.execute(f"DROP TABLE {table}")


def remove_orphans(using: str) -> None:
    """Take out rows of services that are gone without a signal: ``flush``, or SQL by hand."""
    connection = connections[using]
    service = connection.ops.quote_name(Service._meta.db_table)
    orphans = f"SELECT id FROM {ROW} WHERE service_id NOT IN (SELECT id FROM {service})"
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if delete_rows(connection, cursor, orphans):
            journal.write(cursor, None)


def delete_rows(connection: Any, cursor: Any, which: str) -> int:
    """Delete the rows whose ids the SQL ``which`` selects, with all that belongs to them. Returns how many."""
    cursor.execute(which)
    ids = [row[0] for row in cursor.fetchall()]
    engine = engine_for(connection)
    for start in range(0, len(ids), 1000):
        some = ",".join(str(int(row_id)) for row_id in ids[start : start + 1000])
        engine.delete_words(cursor, some)
        cursor.execute(f"DELETE FROM {ROW} WHERE id IN ({some})")
    return len(ids)
