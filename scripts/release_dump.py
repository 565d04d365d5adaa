"""A database as a release left it, kept so that later ones can be shown to bring it up to date.

    release_dump.py make DATABASE FILE.sql.gz    from a host's SQLite database to SQL that fits into the repository
    release_dump.py load FILE.sql.gz DATABASE    into a new SQLite database, which `migrate` then goes on from

Make it once for each release, in a site that `wagtail start` made on the oldest supported Wagtail with `harbor_setup` and a
few listings in it, by commands alone: users never go into a dump, so no row may name one. The search tables are left
out: `migrate` makes them anew.
"""

from __future__ import annotations

import gzip
import re
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

#: Full-text tables, which are made of others and cannot be written as statements, and what is nobody else's business.
LEFT_OUT = re.compile(r"^(harbor_search_|wagtailsearch_indexentry_fts|sqlite_)")
EMPTIED = {"auth_user", "auth_user_groups", "auth_user_user_permissions", "django_session", "wagtailusers_userprofile"}


def make(database: Path, file: Path) -> None:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        statements = "\n".join(dumped(connection))
    file.write_bytes(gzip.compress(statements.encode(), mtime=0))


def dumped(connection: sqlite3.Connection) -> list[str]:
    """Tables, then their rows, then indexes: what SQLite itself would write, without what is left out."""
    masters = connection.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('table', 'index')"
    ).fetchall()
    kept = [each for each in masters if not LEFT_OUT.match(each[2])]
    tables = [(name, sql) for kind, name, _table, sql in kept if kind == "table"]
    out = [f"{sql};" for _name, sql in tables]
    for name, _sql in tables:
        if name not in EMPTIED:
            out += rows(connection, name)
    return [*out, *(f"{sql};" for kind, _name, _table, sql in kept if kind == "index")]


def rows(connection: sqlite3.Connection, table: str) -> list[str]:
    columns = [column[1] for column in connection.execute(f'PRAGMA table_info("{table}")')]
    quoted = " || ',' || ".join(f'quote("{column}")' for column in columns)
    found = connection.execute(f'SELECT {quoted} FROM "{table}"')  # noqa: S608  # names from the schema itself
    return [f'INSERT INTO "{table}" VALUES ({values});' for (values,) in found]  # noqa: S608


def load(file: Path, database: Path) -> None:
    if database.exists():
        raise SystemExit(f"{database} is there already")
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(f"BEGIN;\n{gzip.decompress(file.read_bytes()).decode()}\nCOMMIT;")


if __name__ == "__main__":
    {"make": make, "load": load}[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
