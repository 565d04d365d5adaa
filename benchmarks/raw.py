"""What a database can do at best: the rows of the directory out of their tables and back into them, with nothing looked at."""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from benchmarks import cpu

#: What is kept besides the records: no raw load writes it.
_BOOKKEEPING = ("Import", "Staged", "DirectoryVersion")
Tables = dict[str, tuple[list[str], Any]]


def load_again(clock: cpu.Clock) -> tuple[float, float]:
    """Seconds to put all rows there are into the same tables, emptied before, and to make the search's index of them. All is as
    it was after it."""
    from django.db import transaction

    from harbor_wagtail.directory.models import Service
    from harbor_wagtail.directory.search import index

    tables = {name: (columns, _read(name, columns)) for name, columns in _tables().items()}
    pks = list(Service.objects.values_list("pk", flat=True))
    with transaction.atomic():
        _empty(list(tables))
        index.refresh(pks)
        loaded = cpu.seconds(lambda: _load(tables), clock)
        _forget_words()
        indexed = cpu.seconds(lambda: index.refresh(pks), clock)
        transaction.set_rollback(True)
    return loaded, indexed


def _forget_words() -> None:
    """The imports before met them all; the first one had to cut each to its stem, and so has who begins with this load."""
    from harbor_wagtail.directory.search import analyser

    for remembered in (analyser._tokens, analyser._kept_forms):
        remembered.cache_clear()


def dump(folder: Path) -> None:
    """Every table of the directory as CSV, by ``COPY`` or row by row as they come."""
    from django.db import connection

    for name, columns in _tables().items():
        path = folder / f"{name}.csv"
        if connection.vendor == "postgresql":
            with path.open("wb") as file, _cursor().copy(f"COPY {name} ({', '.join(columns)}) TO STDOUT CSV") as copy:
                file.writelines(map(bytes, copy))
        else:
            with path.open("w", newline="") as file:
                csv.writer(file).writerows(_cursor().execute(_select(name, columns)))


def _tables() -> dict[str, list[str]]:
    from django.apps import apps

    models = apps.get_app_config("harbor_directory").get_models(include_auto_created=True)
    kept = (model for model in models if not model.__name__.startswith(_BOOKKEEPING))
    return {model._meta.db_table: [f'"{field.column}"' for field in model._meta.concrete_fields] for model in kept}


def _cursor() -> Any:
    """The driver's own."""
    from django.db import connection

    connection.ensure_connection()
    return connection.connection.cursor()


def _select(name: str, columns: list[str]) -> str:
    return f"SELECT {', '.join(columns)} FROM {name}"


def _read(name: str, columns: list[str]) -> Any:
    from django.db import connection

    if connection.vendor != "postgresql":
        # Beside Django's own connection, which would make dates and times of what is stored.
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as plain:
            return plain.execute(_select(name, columns)).fetchall()
    with _cursor().copy(f"COPY {name} ({', '.join(columns)}) TO STDOUT") as copy:
        return b"".join(map(bytes, copy))


def _empty(names: list[str]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DELETE FROM {name}")


def _load(tables: Tables) -> None:
    from django.db import connection

    cursor = _cursor()
    for name, (columns, rows) in tables.items():
        listed = ", ".join(columns)
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {name} ({listed}) FROM STDIN") as copy:
                copy.write(rows)
        elif rows:
            cursor.executemany(f"INSERT INTO {name} ({listed}) VALUES ({', '.join('?' * len(columns))})", rows)
