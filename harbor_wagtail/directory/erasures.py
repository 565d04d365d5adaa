"""An erasure of an address, and an import or its undo at the same moment: what they decided to write may hold the address that
goes. Of the two the erasure wins: the other is taken back whole and may be done again.

SQLite lets nobody write who looked before somebody else wrote. PostgreSQL does: there an erasure holds a lock until it is
through, and whoever would end beside it, or finds at the end that one has been, does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import connections, router
from django.db.models import Max, QuerySet
from django.utils.translation import gettext

from harbor_wagtail.directory.models import Location, RedactionTask

#: The number of the lock among the site's advisory locks: "harbor" in letters of a telephone.
_LOCK = 427_267


class Erased(Exception):
    """An address was erased meanwhile, so nothing was written."""

    def __init__(self) -> None:
        super().__init__(gettext("An address was erased at the same moment, so nothing was written. Do it once more."))


@dataclass
class _Watch:
    since: int
    #: Erasures that are part of the work itself.
    own: int = 0


_watching: ContextVar[_Watch | None] = ContextVar("harbor_erasures", default=None)


def last() -> int:
    """The number of the last one; 0 before the first."""
    return RedactionTask.objects.aggregate(last=Max("pk"))["last"] or 0


def since(number: int) -> QuerySet[RedactionTask]:
    """Those after it, of an address: an uploaded file that was done with leaves a task too, of place 0."""
    return RedactionTask.objects.filter(pk__gt=number, location_id__gt=0)


def begin() -> None:
    """Ask first of all, inside the transaction of an erasure."""
    if _watching.get() is None:
        _ask("pg_advisory_xact_lock")


def note(location: Location) -> None:
    """Leave a note of it, without the address, from which it is gone on with until the files are done too."""
    RedactionTask.objects.create(kind=RedactionTask.Kind.DATABASE_FILES, location_id=location.pk)
    if (watch := _watching.get()) is not None:
        watch.own += 1


@contextmanager
def apart(began: int | None = None) -> Iterator[None]:
    """Work inside a transaction that must not overlap an erasure. Raises :class:`Erased` at its end if one has been since it
    began, or since number ``began``, or is under way; the transaction then has to be taken back."""
    watch = _Watch(last() if began is None else began)
    token = _watching.set(watch)
    try:
        yield
    finally:
        _watching.reset(token)
    if not _ask("pg_try_advisory_xact_lock") or since(watch.since).count() > watch.own:
        raise Erased


def _ask(function: str) -> Any:
    connection = connections[router.db_for_write(RedactionTask)]
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [_LOCK])
        return cursor.fetchone()[0]
