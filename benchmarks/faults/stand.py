"""What the fault scripts stand on: a database with something in it, copies of it, work in a process of its own, and a
picture of all that is kept, to tell whether two databases say the same.

SQLite unless ``DATABASE_URL`` says PostgreSQL (``scripts/with_postgres python -m benchmarks.faults.killed``).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

#: Rows that are no state of the directory: what an import that was cut off leaves behind to go on from, the days of the
#: to-do list of erased files, and random marks.
ASIDE = {
    "harbor_directory_importbatch", "harbor_directory_stagedrow", "harbor_directory_importproblem",
    "harbor_directory_importuploadpart", "harbor_directory_redactiontask", "harbor_search_change", "django_session",
    "harbor_directory_datasource", "sqlite_sequence", "django_migrations", "harbor_directory_directoryversion",
}  # fmt: skip


class Stand:
    """A base database, filled once, and copies of it to spoil."""

    def __init__(self, folder: Path) -> None:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
        import django

        django.setup()
        from django.db import connections

        self.folder = folder
        self.connection = connections["default"]
        self.is_sqlite = self.connection.vendor == "sqlite"
        self.connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        if self.is_sqlite:
            self._put_into_a_file(folder / "base.sqlite3")
        self.base = str(self.connection.settings_dict["NAME"])

    def _put_into_a_file(self, path: Path) -> None:
        """Tests have theirs in memory, which no other process can see."""
        self.connection.ensure_connection()
        with closing(sqlite3.connect(path)) as target:
            self.connection.connection.backup(target)
        self.use(str(path))

    def copy(self, source: str, name: str) -> str:
        """A copy of the database ``source``; returns what it is called."""
        self.connection.close()
        if self.is_sqlite:
            target = str(self.folder / f"{name}.sqlite3")
            for suffix in ("", "-wal", "-journal", "-shm"):
                Path(target + suffix).unlink(missing_ok=True)
                if Path(source + suffix).exists():
                    shutil.copyfile(source + suffix, target + suffix)
            return target
        target = f"harbor_fault_{name}"
        self.administer(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)')
        self.administer(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
        return target

    def administer(self, sql: str) -> None:
        import psycopg

        given = {**self.connection.get_connection_params(), "dbname": "postgres"}
        keep = {name: given[name] for name in ("host", "port", "user", "password", "dbname") if given.get(name)}
        with psycopg.connect(**keep, autocommit=True) as open_:
            open_.execute(sql)

    def use(self, name: str) -> None:
        # Django keeps one that is in memory open until its name is another.
        self.connection.settings_dict["NAME"] = name
        self.connection.close()

    def run(self, name: str, work: Callable[[], Any], prepare: Callable[[], Any] | None = None) -> int:
        """Start ``work`` on the database ``name`` in a process of its own, and return the process."""
        self.connection.close()
        child = os.fork()
        if child:
            return child
        status = 1
        try:
            self.use(name)
            if prepare:
                prepare()
            work()
            status = 0
        except BaseException as error:  # told to whoever waits
            (self.folder / "error.txt").write_text(f"{type(error).__name__}: {error}")
        finally:
            self.connection.close()
            sys.stdout.flush()
            os._exit(status)

    def finish(self, name: str, work: Callable[[], Any]) -> None:
        """``work`` to its end, or an error."""
        _pid, status = os.waitpid(self.run(name, work), 0)
        if status:
            raise RuntimeError((self.folder / "error.txt").read_text())

    def picture(self, name: str) -> dict[str, str]:
        """Of each table of ours (and Wagtail's revisions and logs), a digest of its rows, without moments and random marks."""
        self.use(name)
        found = {}
        with self.connection.cursor() as cursor:
            for table in sorted(self.connection.introspection.table_names(cursor)):
                if table in ASIDE or not table.startswith(("harbor_", "wagtailcore_revision", "wagtailcore_modellog")):
                    continue
                found[table] = _digest(cursor, table)
        self.connection.close()
        return found


def _digest(cursor: Any, table: str) -> str:
    cursor.execute(f'SELECT * FROM "{table}"')
    names = [column[0] for column in cursor.description]
    kept = [at for at, name in enumerate(names) if not name.endswith(("_at", "updated")) and name not in MOMENTS]
    rows = sorted(repr([row[at] for at in kept]) for row in cursor.fetchall())
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:16] + f" ({len(rows)})"


#: Columns of times and of numbers drawn anew at each run.
MOMENTS = {
    "created",
    "created_at",
    "last_modified",
    "timestamp",
    "uuid",
    "content",
    "data",
    "batch_id",
    "stamp",
    "version",
    "token",
}


@contextmanager
def stand() -> Iterator[Stand]:
    folder = Path(tempfile.mkdtemp(prefix="harbor-faults."))
    made = Stand(folder)
    try:
        yield made
    finally:
        made.connection.close()
        shutil.rmtree(folder, ignore_errors=True)
