# ruff: noqa: S608  (only names of ours are written into the SQL)
"""How new the directory is, and its search tables: one question, whose answer all that a page shows goes by.

In SQL, since each request pays for it: the ORM takes longer to put the question than the database to answer it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db import DatabaseError, connections

from harbor_wagtail.directory.models import DirectoryVersion
from harbor_wagtail.directory.search import table
from harbor_wagtail.directory.search.journal import NEWEST, Stamp


class Moment(NamedTuple):
    """``version`` is the directory's number and when it was raised, ``None`` where nothing was ever written; ``stamp`` the
    newest entry about the search tables, ``None`` where these are missing or outdated; both in the database ``using``."""

    version: Any
    stamp: Stamp | None
    using: str


def now() -> Moment:
    using = table.read_alias()
    if table.was_current(using):
        try:
            return _with_stamp(using)
        except DatabaseError:
            # Somebody took the search tables away under this process. Where a transaction is broken by that, nothing
            # more can be asked in it.
            if connections[using].in_atomic_block or table.is_current(using):
                raise
    return Moment(_ask(using, f"SELECT number, changed_at FROM {_versions(using)} WHERE id = 1"), None, using)


def _with_stamp(using: str) -> Moment:
    number, changed_at, entry, token = _ask(
        using,
        f"SELECT known.number, known.changed_at, newest.version, newest.token FROM (SELECT 1 AS id) one "
        f"LEFT JOIN {_versions(using)} known ON known.id = one.id LEFT JOIN ({NEWEST}) newest ON 1 = 1",
    )
    version = None if number is None else (number, changed_at)
    return Moment(version, Stamp() if token is None else Stamp(entry, token), using)


def _versions(using: str) -> str:
    return str(connections[using].ops.quote_name(DirectoryVersion._meta.db_table))


def _ask(using: str, sql: str) -> Any:
    with connections[using].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()
