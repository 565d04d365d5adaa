"""A database with an invented directory to measure on: made for a run, or kept from one to the next.

``BENCH_KEEP=/some/folder`` keeps what is made on SQLite there, by size and by the state of our tables; making 100,000 services
takes longer than measuring them.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from benchmarks.invented import invent
from benchmarks.multiplied import multiply

#: Made service by service; more are copies.
MOST_MADE = 10_000
#: As the example site has them.
PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536; PRAGMA mmap_size=536870912;"
    " PRAGMA temp_store=2;"
)


def prepare(database: Path, *, keep: bool = False) -> None:
    """Set Django up with an empty, migrated database: this file on SQLite, else one of the server that ``DATABASE_URL``
    names. ``keep``: as it is, if the file is there."""
    _set_up()
    from django.conf import settings
    from django.db import connections

    # Not as in a test, which copies the context of each template: a page of many would pay for it, a bare page not.
    settings.ALLOWED_HOSTS = ["testserver"]
    connection = connections["default"]
    if connection.vendor != "sqlite":
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        return
    if not (keep and database.exists()):
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        with closing(sqlite3.connect(database)) as file:
            connection.ensure_connection()
            connection.connection.backup(file)
    # In memory is how tests have it; a site has a file, with these settings (docs/deploy.md).
    connection.settings_dict["NAME"] = str(database)
    connection.close()  # only now, by its new name: Django leaves one in memory open
    connection.settings_dict["OPTIONS"] = {"init_command": PRAGMAS, "transaction_mode": "IMMEDIATE"}


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()


def finish() -> None:
    """Close the database; on PostgreSQL drop it."""
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.close()
    else:
        connection.creation.destroy_test_db(":memory:", verbosity=0)


def fill(size: int) -> None:
    from harbor_wagtail.directory.search import index

    invent(min(size, MOST_MADE))
    index.rebuild()
    if size > MOST_MADE:
        multiply(size // MOST_MADE)


@contextmanager
def made(size: int) -> Iterator[Path]:
    """A directory of so many services, and a folder beside it for what is made of it and may be kept as well."""
    kept = os.environ.get("BENCH_KEEP")
    _set_up()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(kept, f"{size}-{_state()}") if kept else Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        database, whole = folder / "directory.sqlite3", folder / "whole"
        prepare(database, keep=whole.exists())
        try:
            if not whole.exists() or not _is_file():
                fill(size)
                whole.touch()
            yield folder
        finally:
            finish()


def _is_file() -> bool:
    from django.db import connection

    return bool(connection.vendor == "sqlite")


def _state() -> str:
    """Of our tables and of what fills them: a directory that was made for others is no use."""
    from django.apps import apps

    from harbor_wagtail.directory.search import table

    makers = (Path(__file__).with_name(f"{name}.py").read_text() for name in ("invented", "multiplied"))
    models = sorted(apps.get_models(include_auto_created=True), key=lambda model: model._meta.db_table)
    columns = (f"{model._meta.db_table} {field.column}" for model in models for field in model._meta.concrete_fields)
    return hashlib.sha256("\n".join([str(table.SCHEMA), *columns, *makers]).encode()).hexdigest()[:10]
