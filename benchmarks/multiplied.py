"""An invented directory several times over, by the database itself: a hundred thousand services in seconds.

Every copy has ids of its own and the same words, areas and hours, so each search finds so many times as much.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection, models, transaction


def multiply(times: int) -> None:
    """``times`` as many services as there are, with their rows in the search tables. Needs an index that is current."""
    from harbor_wagtail.directory.search import journal
    from harbor_wagtail.directory.search.engines import engine_for

    with transaction.atomic(), connection.cursor() as cursor:
        steps = {model: _step(cursor, model._meta.db_table, "id") for model in _models()}
        for copy in range(1, times):
            for model in steps:
                _copy_records(cursor, model, steps, copy)
        _copy_search(cursor, steps, times)
        journal.write(cursor, None)
        engine_for(connection).analyze(cursor)


def _models() -> list[Any]:
    """Records first, then what belongs to them."""
    from harbor_wagtail.directory import models as ours

    records = [ours.Organization, ours.Service, ours.Location, ours.ServiceAtLocation]
    children = [ours.ServiceText, ours.ServiceLanguage, ours.ServiceArea, ours.ServiceSchedule, ours.ServicePhone]
    tags = [getattr(ours.Service, name).through for name in ("domains", "populations", "genders")]
    return [*records, *children, ours.ServiceIntakeAnswer, *tags]


def _step(cursor: Any, table: str, key: str) -> int:
    cursor.execute(f"SELECT COALESCE(MAX({key}), 0) FROM {table}")
    return int(cursor.fetchone()[0])


def _copy_records(cursor: Any, model: Any, steps: dict[Any, int], copy: int) -> None:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in model._meta.concrete_fields)
    values = ", ".join(_value(field, steps, copy) for field in model._meta.concrete_fields)
    table = quote(model._meta.db_table)
    cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} WHERE id <= {steps[model]}")


def _value(field: Any, steps: dict[Any, int], copy: int) -> str:
    column = connection.ops.quote_name(field.column)
    owner = field.model if field.primary_key else field.related_model if field.is_relation else None
    if owner in steps:
        return f"{column} + {copy * steps[owner]}"
    if isinstance(field, models.UUIDField) and field.unique:
        return "gen_random_uuid()" if connection.vendor == "postgresql" else "lower(hex(randomblob(16)))"
    return f"{column} || '-{copy}'" if isinstance(field, models.SlugField) and field.unique else column


def _copy_search(cursor: Any, steps: dict[Any, int], times: int) -> None:
    from harbor_wagtail.directory.search.engines.base import COLUMNS, ROW

    step = _step(cursor, ROW, "id")
    owners = {f"{model._meta.model_name}_id": step_of for model, step_of in steps.items()}
    for copy in range(1, times):
        values = ", ".join(f"{name} + {copy * owners[name]}" if name in owners else name for name in COLUMNS)
        cursor.execute(
            f"INSERT INTO {ROW} (id, {', '.join(COLUMNS)}) SELECT id + {copy * step}, {values} FROM {ROW} WHERE id <= {step}"
        )
        for table, key, words, text in _word_tables():
            cursor.execute(
                f"INSERT INTO {table} ({key}, {words}) SELECT row_id + {copy * step}, {words} FROM {text} "
                f"WHERE row_id <= {step}"
            )
    if connection.vendor == "postgresql":
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{ROW}', 'id'), {step * times})")


def _word_tables() -> Iterator[tuple[str, str, str, str]]:
    """(table, its key, its columns, the table they are copied from)"""
    from harbor_wagtail.directory.search.engines import fts5, postgresql

    if connection.vendor == "postgresql":
        yield postgresql.VECTOR, "row_id", "words", postgresql.VECTOR
    else:
        yield fts5.TEXT, "row_id", "names, terms, body, places", fts5.TEXT
        yield fts5.WORDS, "rowid", "names, terms, body, places", fts5.TEXT
