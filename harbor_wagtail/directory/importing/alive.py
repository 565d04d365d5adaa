"""Whether the process of a command's import is still there. It holds a lock that ends with it, however it ends: an advisory
lock of its session on PostgreSQL, on SQLite one on an empty file beside the database. No clock is asked.

Where neither can be had (another database, a folder nobody may write to, a pooler that gives each transaction another session),
nothing is known, and the import counts as one that runs.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connections, router

from harbor_wagtail.directory.models import ImportBatch

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

#: The first of the two numbers of the lock: "imports" in letters of a telephone. That of erasures has a single number.
_LOCK = 4_676_787
#: In ``ImportBatch.options``: that there is a lock to ask for.
HELD = "held"
UNFINISHED = (ImportBatch.State.STAGING, ImportBatch.State.STAGED)


class Hold:
    """Take one in the transaction that makes the import known, so that nobody sees it without its lock; release it when all is
    done."""

    def __init__(self, batch: ImportBatch) -> None:
        self._connection = connections[router.db_for_write(ImportBatch)]
        self._pk, self._file = batch.pk, None
        self._asked = self._connection.vendor == "postgresql" and not _is_pooled(self._connection)
        if self._asked:
            self._ask("pg_advisory_lock")
        else:
            self._file = _locked(file_of(batch.pk))
        self.is_known = self._asked or self._file is not None
        if self.is_known:
            batch.options = {**batch.options, HELD: True}
            batch.save(update_fields=["options"])

    def release(self) -> None:
        if self._file is not None:
            forget(self._pk)
            os.close(self._file)
        elif self._asked:
            with suppress(DatabaseError):  # a connection that was lost holds nothing
                self._ask("pg_advisory_unlock")

    def _ask(self, function: str) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s, %s)", [_LOCK, _number(self._pk)])


def is_gone(batch: ImportBatch) -> bool:
    """Whether it was begun by a command whose process ended before it did. Costs nothing for all others."""
    if batch.state not in UNFINISHED or not batch.options.get(HELD) or _is_held(batch.pk):
        return False
    # It may have ended well between the two looks.
    return (
        ImportBatch.objects.using(router.db_for_write(ImportBatch)).filter(pk=batch.pk, state__in=UNFINISHED).exists()
    )


def forget(pk: int) -> None:
    """Take away the file that a process left which was killed."""
    path = file_of(pk)
    if path is not None:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def file_of(pk: int) -> Path | None:
    """Beside the database, where its journals are; ``None`` for one in memory and for one that is no file."""
    connection = connections[router.db_for_write(ImportBatch)]
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or ":memory:" in name or "mode=memory" in name:
        return None
    path = Path(name.removeprefix("file:").partition("?")[0])
    return path.with_name(f"{path.name}-import-{pk}")


def _is_held(pk: int) -> bool:
    connection = connections[router.db_for_write(ImportBatch)]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(_HELD, [_LOCK, _number(pk)])
            return bool(cursor.fetchone())
    path = file_of(pk)
    if path is None or fcntl is None:
        return True
    try:
        file = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(file)
    return False


def _locked(path: Path | None) -> int | None:
    if path is None or fcntl is None:
        return None
    with suppress(OSError):
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
        except OSError:
            os.close(file)
            raise
        return file
    return None


def _is_pooled(connection: Any) -> bool:
    """Whether the site says that the session is not its own for longer than a transaction (docs/deploy.md: PgBouncer). The lock
    would stay with whichever session took it, and end with that one, while the import goes on."""
    return bool(connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"))


def _number(pk: int) -> int:
    """Such a lock takes numbers of 32 bits."""
    return pk % 2**31


_HELD = (
    "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objid = %s AND objsubid = 2 AND granted "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
