"""After ``migrate``: the search tables and the vocabularies, on the database that holds the directory."""

from __future__ import annotations

import logging
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, router, transaction
from wagtail.models import Locale

from harbor_wagtail.directory import vocabularies
from harbor_wagtail.directory.models import Service, Taxonomy
from harbor_wagtail.directory.search import index, table

logger = logging.getLogger("harbor_wagtail.directory")


def prepare(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Receiver of ``post_migrate``. Works without migrations, half-way through them, and after they were undone."""
    connection = connections[using]
    if using != table.write_alias() or not router.allow_migrate_model(using, Service):
        return
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    if Service._meta.db_table not in there:
        table.drop(using)
        return
    if {Locale._meta.db_table, Taxonomy._meta.db_table} <= there:
        vocabularies.create_missing(Locale.objects.using(using).order_by("pk"))
    _prepare_tables(using)


def _prepare_tables(using: str) -> None:
    try:
        with transaction.atomic(using=using):
            if not table.ensure(using):
                table.remove_orphans(using)
            elif Service.objects.using(using).exists():
                index.rebuild(using)
    except DatabaseError:
        # A database that is migrated half-way lacks columns the rows are made of; it may stay so for now.
        logger.warning("The search tables of the directory were not filled. Run harbor_reindex.", exc_info=True)
