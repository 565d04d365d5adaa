"""SQLite that migrates a test database once and copies it from then on.

Wagtail's migrations take half a minute on SQLite. The migrated database is kept in ``var/test-databases`` under a name
made from the versions and from every migration file of the installed apps, so a changed migration makes a new one.
Tests never write to the kept file: each run gets a copy of its own, in memory.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.db.backends.sqlite3 import base, creation

KEPT = Path(__file__).resolve().parents[2] / "var" / "test-databases"
WEEK = 7 * 24 * 3600  # seconds


def _fingerprint() -> str:
    """Of all that decides what a freshly migrated database holds."""
    digest = hashlib.sha256(f"{django.__version__} {sqlite3.sqlite_version}".encode())
    for config in apps.get_app_configs():
        digest.update(config.name.encode())
        for path in sorted(Path(config.path, "migrations").rglob("*.py")):
            digest.update(path.name.encode() + path.read_bytes())
        for path in sorted(Path(config.path, "search").glob("table.py")):
            digest.update(path.read_bytes())  # the search tables are made by no migration
        for path in sorted(Path(config.path).glob("models*")) + sorted(Path(config.path, "models").glob("*.py")):
            digest.update(path.read_bytes() if path.is_file() else b"")  # permissions and content types come from here
    return digest.hexdigest()[:20]


@contextmanager
def _one_at_a_time(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class DatabaseCreation(creation.DatabaseCreation):
    def _get_test_db_name(self) -> str:
        """In memory, whatever the suffix: pytest-django knows only Django's own engine by name and would ask for a file."""
        return f"file:memorydb_{self.connection.alias}?mode=memory&cache=shared"

    def create_test_db(  # type: ignore[override]
        self, verbosity: int = 1, autoclobber: bool = False, serialize: bool | None = None, keepdb: bool = False
    ) -> str:
        kept = KEPT / f"{_fingerprint()}.sqlite3"
        with _one_at_a_time(kept.with_suffix(".lock")):
            if not kept.exists():
                name = super().create_test_db(verbosity, autoclobber, serialize, keepdb)
                self._keep(kept)
                return name
        return self._copy(kept)

    def _keep(self, kept: Path) -> None:
        unfinished = kept.with_suffix(f".{os.getpid()}")
        with closing(sqlite3.connect(unfinished)) as target:
            self._connected().backup(target)
        unfinished.replace(kept)
        for old in KEPT.iterdir():
            if old.stat().st_mtime < time.time() - WEEK:
                old.unlink(missing_ok=True)

    def _copy(self, kept: Path) -> str:
        name = self._get_test_db_name()
        self.connection.close()
        self.connection.settings_dict["NAME"] = name
        with closing(sqlite3.connect(kept)) as source:
            source.backup(self._connected())
        return name

    def _connected(self) -> Any:
        self.connection.ensure_connection()
        return self.connection.connection


class DatabaseWrapper(base.DatabaseWrapper):
    creation_class = DatabaseCreation
