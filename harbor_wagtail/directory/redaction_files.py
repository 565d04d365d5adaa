"""After an erasure is committed: nothing of it may remain in freed pages of the database's own files."""

from __future__ import annotations

import logging

from django.apps import apps
from django.db import DatabaseError, connections, router
from django.utils import timezone
from wagtail.images import get_image_model

from harbor_wagtail.directory.models import Location, RedactionTask

logger = logging.getLogger("harbor_wagtail.directory")

#: Tables out of which rows with an address may have been taken, besides the directory's own.
_TABLES = (
    "wagtailcore_revision",
    "wagtailcore_modellogentry",
    "wagtailcore_taskstate",
    "wagtailadmin_formstate",
    "django_session",
    "harbor_search_row",
    "harbor_search_vector",
    "harbor_search_token",
)


def _tables() -> set[str]:
    ours = {model._meta.db_table for model in apps.get_app_config("harbor_directory").get_models()}
    return {*_TABLES, *ours, get_image_model()._meta.db_table}


def overwrite_freed_pages() -> None:
    """From now on SQLite writes zeros over what this connection deletes. Other databases do so when vacuumed."""
    connection = connections[router.db_for_write(Location)]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def finish_tasks() -> int:
    """Do what is due; what fails stays due and is counted. Returns how many tasks are still open.

    Called after each erasure and by ``harbor_retain``. Inside a transaction nothing can be vacuumed: nothing is done.
    """
    connection = connections[router.db_for_write(RedactionTask)]
    due = RedactionTask.objects.filter(done_at__isnull=True)
    if connection.in_atomic_block:
        return due.count()
    open_tasks = list(due)
    if not open_tasks:
        return 0
    try:
        _clean(connection)
    except DatabaseError as error:
        logger.warning("An erasure is not finished yet: %s", error)
        for task in open_tasks:
            task.attempts += 1
            task.last_error = str(error)[:255]
        RedactionTask.objects.bulk_update(open_tasks, ["attempts", "last_error"])
        return len(open_tasks)
    due.filter(pk__in=[task.pk for task in open_tasks]).update(done_at=timezone.now(), last_error="")
    return 0


def _clean(connection: object) -> None:
    vendor = connection.vendor  # type: ignore[attr-defined]
    with connection.cursor() as cursor:  # type: ignore[attr-defined]
        if vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy = cursor.fetchone()
            if busy and busy[0]:
                raise DatabaseError("another connection is reading the write-ahead log")
        elif vendor == "postgresql":
            for table in _tables() & set(connection.introspection.table_names(cursor)):  # type: ignore[attr-defined]
                cursor.execute(f"VACUUM {connection.ops.quote_name(table)}")  # type: ignore[attr-defined]
