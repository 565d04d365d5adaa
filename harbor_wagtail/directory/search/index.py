# ruff: noqa: S608  (only constants of ours are written into the SQL; values are parameters)
"""Keeping the search tables equal to the records: in the transaction that changes them, or all at once."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, connections, models, transaction

from harbor_wagtail.directory import locks
from harbor_wagtail.directory.models import (
    DirectoryVersion,
    Location,
    Organization,
    Program,
    RedactionTask,
    Service,
    ServiceAtLocation,
    TaxonomyTerm,
)
from harbor_wagtail.directory.search import journal, sources, table
from harbor_wagtail.directory.search.documents import Document, documents
from harbor_wagtail.directory.search.engines import engine_for
from harbor_wagtail.directory.search.engines.base import COLUMNS, ROW

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

logger = logging.getLogger("harbor_wagtail.directory")

#: Services read and written at a time; memory grows with it, the number of queries does not.
CHUNK = 500

Progress = Callable[[int], None]

#: Where a service, or a place it is given at, may carry a term.
_TERM_PATHS = (
    *("domains", "populations", "genders", "languages__term", "attributes__term"),
    "service_at_locations__location__accessibility_features",
    "service_at_locations__location__languages__term",
    "service_at_locations__languages__term",
)

_warned: set[str] = set()
_waiting: ContextVar[set[int] | None] = ContextVar("harbor_waiting", default=None)


@dataclass(frozen=True, slots=True)
class Counts:
    """``public`` services by the records, ``services`` and ``rows`` (places, languages) in the search table."""

    public: int
    services: int
    rows: int

    @property
    def agree(self) -> bool:
        return self.public == self.services


def refresh(service_ids: Iterable[int], using: str | None = None, *, told: bool = True) -> int:
    """Write the rows of these services anew, in the caller's transaction if there is one. Returns how many rows.

    Bulk writers, which send no signal, call this with the services they touched. ``told``: whether anything besides the rows
    has changed that anybody is told. Without it, services that had no row and have none make no new version of the
    directory: who asks whether anything is new would learn that somebody works on what is hidden, and when.
    """
    waiting = _waiting.get()
    if waiting is not None:
        waiting.update(service_ids)
        return 0
    alias = using or table.write_alias()
    ids = sorted(set(service_ids))
    written, changed = 0, False
    with transaction.atomic(using=alias, savepoint=False):
        for chunk in _chunks(ids):
            done = _refreshed(chunk, alias)
            changed = changed or done is None or any(done)
            if done is None:
                break
            written += done[0]
        (DirectoryVersion.bump if told or changed else DirectoryVersion.hold)()
        if ids:
            _note(ids, alias)
    return written


def settings_changed(using: str | None = None) -> None:
    """Words that mean the same, or holidays, are others from now on, in every process."""
    alias = using or table.write_alias()
    with transaction.atomic(using=alias, savepoint=False):
        DirectoryVersion.bump()
        _note((), alias)


def _note(ids: Sequence[int] | None, using: str) -> None:
    with _despite_missing_tables(using), connections[using].cursor() as cursor:
        journal.write(cursor, ids)


@contextmanager
def together() -> Iterator[None]:
    """Write rows once, at the end, for all that is saved inside: for a command that makes many records.

    All of it is one transaction. Services are refreshed as they are then, so nothing may be read from the tables before.
    """
    with transaction.atomic(using=table.write_alias()):
        token = _waiting.set(set())
        try:
            yield
            touched = _waiting.get() or set()
        finally:
            _waiting.reset(token)
        refresh(touched)


def refresh_for(instance: models.Model, *, told: bool = True) -> int:
    """Write anew what is derived from a record or a term that has changed. Returns how many rows."""
    written = refresh(affected(instance), told=told)
    if isinstance(instance, Location) and not instance.address_is_public:
        _forget_if_redacted(instance)
    return written


def affected(instance: models.Model) -> list[int]:
    """The services whose rows depend on a record."""
    if isinstance(instance, Service):
        return [instance.pk]
    if isinstance(instance, ServiceAtLocation):
        return [instance.service_id]
    condition = _condition(instance)
    return [] if condition is None else sorted(set(Service.objects.filter(condition).values_list("pk", flat=True)))


def rebuild(using: str | None = None, progress: Progress | None = None) -> Counts:
    """Fill the tables from nothing, in one transaction; make them first if they are missing or outdated.

    ``progress`` is called with the number of services done after each chunk.
    """
    alias = using or table.write_alias()
    connection = connections[alias]
    with transaction.atomic(using=alias):
        if not table.ensure(alias):
            with connection.cursor() as cursor:
                engine_for(connection).empty(cursor)
        ids = list(Service.objects.using(alias).public().order_by("pk").values_list("pk", flat=True))
        done = 0
        for chunk in _chunks(ids):
            _refresh(chunk, alias)
            done += len(chunk)
            if progress:
                progress(done)
        DirectoryVersion.bump()
        with connection.cursor() as cursor:
            journal.write(cursor, None)
            engine_for(connection).analyze(cursor)
    return _counts(alias)


def counts(using: str | None = None) -> Counts | None:
    """What the records and the search table hold, or ``None`` while the table is missing or outdated."""
    alias = using or table.write_alias()
    return _counts(alias) if table.is_current(alias) else None


def _counts(using: str) -> Counts:
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT COUNT(DISTINCT service_id), COUNT(*) FROM {ROW}")
        services, rows = cursor.fetchone()
    return Counts(Service.objects.using(using).public().count(), services, rows)


def forget(using: str | None = None) -> None:
    """Leave no word of deleted rows inside the index: part of erasing an address somebody had written into a text."""
    alias = using or table.write_alias()
    with _despite_missing_tables(alias), connections[alias].cursor() as cursor:
        engine_for(connections[alias]).forget(cursor)


def _forget_if_redacted(location: Location) -> None:
    if RedactionTask.objects.filter(location_id=location.pk, done_at__isnull=True).exists():
        forget()


def _condition(instance: models.Model) -> models.Q | None:
    if isinstance(instance, Organization):
        return models.Q(organization=instance.pk)
    if isinstance(instance, Program):
        return models.Q(program=instance.pk)
    if isinstance(instance, Location):
        return _at_location(instance)
    if isinstance(instance, TaxonomyTerm):
        return _any_of({path: instance.pk} for path in _TERM_PATHS)
    return None


def _at_location(location: Location) -> models.Q:
    """A place that is being hidden had its address taken out of the texts of organizations too."""
    here = {"service_at_locations__location": location.pk}
    if location.address_is_public:
        return models.Q(**here)
    around = Service.objects.filter(**here).order_by().values("organization")
    return _any_of([here, {"organization__in": around}, {"organization": location.organization_id}])


def _any_of(conditions: Iterable[dict[str, Any]]) -> models.Q:
    """One subquery each: joining several lists of a service at once would multiply their rows."""
    found = models.Q()
    for condition in conditions:
        found |= models.Q(pk__in=Service.objects.filter(**condition).order_by().values("pk"))
    return found


@contextmanager
def _despite_missing_tables(using: str) -> Iterator[None]:
    """Let a save go through where the tables are missing or outdated; any other trouble is raised as it is.

    The savepoint keeps PostgreSQL's transaction usable after the failed statement.
    """
    try:
        with transaction.atomic(using=using):
            yield
    except DatabaseError:
        if table.is_current(using):
            raise
        if using not in _warned:
            _warned.add(using)
            logger.warning(
                "The search tables of the directory are missing or outdated in %r. Run migrate, then harbor_reindex.",
                using,
            )


def _refreshed(ids: Sequence[int], using: str) -> tuple[int, int] | None:
    """As :func:`_refresh`; ``None`` where the tables are missing or outdated. The savepoint of one chunk and not of all: while
    one is open, SQLite holds in memory each page that changes, as it was."""
    with _despite_missing_tables(using):
        return _refresh(ids, using)
    return None


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


def _refresh(ids: Sequence[int], using: str) -> tuple[int, int]:
    """How many rows of one chunk of services were written, and how many there were before."""
    _lock(ids, using)
    rows = list(documents(sources.read(ids, sources.languages(using), using)))
    return len(rows), _replace(ids, rows, using)


def _lock(ids: Sequence[int], using: str) -> None:
    """One writer of a service's rows at a time: two at once would each delete the old rows and both add new ones."""
    locks.hold(Service.objects.using(using).filter(pk__in=ids))


def _replace(ids: Sequence[int], rows: Sequence[Document], using: str) -> int:
    connection = connections[using]
    which = ",".join(str(int(pk)) for pk in ids)
    with connection.cursor() as cursor:
        gone = table.delete_rows(connection, cursor, f"SELECT id FROM {ROW} WHERE service_id IN ({which})")
        if rows:
            _insert_rows(connection, cursor, rows)
            keys = _keys(cursor, which)
            _insert_words(connection, cursor, [(keys[_key(row)], row) for row in rows])
    return gone


def _insert_rows(connection: Any, cursor: Any, rows: Sequence[Document]) -> None:
    marks = ", ".join("%s" for _ in COLUMNS)
    cursor.executemany(
        f"INSERT INTO {ROW} ({', '.join(COLUMNS)}) VALUES ({marks})", [_column_values(connection, row) for row in rows]
    )


def _column_values(connection: Any, row: Document) -> list[Any]:
    return [field.get_db_prep_value(row.columns[name], connection) for name, field in COLUMNS.items()]


def _key(row: Document) -> tuple[int, int | None, str]:
    return row.columns["service_id"], row.columns["location_id"], row.columns["locale"]


def _keys(cursor: Any, which: str) -> dict[tuple[int, int | None, str], int]:
    cursor.execute(f"SELECT service_id, location_id, locale, id FROM {ROW} WHERE service_id IN ({which})")
    return {(service, location, locale): pk for service, location, locale, pk in cursor.fetchall()}


def _insert_words(connection: Any, cursor: Any, rows: Sequence[tuple[int, Document]]) -> None:
    engine_for(connection).write_words(cursor, [(pk, row.words) for pk, row in rows])
