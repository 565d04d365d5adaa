"""The snapshot of this process, kept as new as the database: nothing stale is ever searched, whoever changed it."""

from __future__ import annotations

import threading

from django.db import connections

from harbor_wagtail.directory.search import journal
from harbor_wagtail.directory.search.building import build, tongue
from harbor_wagtail.directory.search.snapshot import Snapshot, Tongue
from harbor_wagtail.directory.search.splicing import splice

#: Segments that nobody uses any more, among all, before a snapshot is made anew.
MAX_WASTE = 0.1

_snapshots: dict[str, Snapshot] = {}
_lock = threading.RLock()


def current(using: str, seen: journal.Stamp | None = None) -> Snapshot:
    """The snapshot as the database is now, for one query, or none where the newest entry was ``seen`` a moment ago; more
    where something has changed since it was made."""
    if seen is None:
        with connections[using].cursor() as cursor:
            seen = journal.latest(cursor)
    found = _snapshots.get(using)
    if found is not None and found.stamp == seen:
        return found
    with _lock:
        found = _snapshots.get(using)
        if found is None or found.stamp != seen:
            found = _snapshots[using] = _renewed(found, seen, using)
        return found


def spoken(snapshot: Snapshot, locale: str, using: str) -> Tongue:
    """The language of a code, or its plain form ("es" for "es-mx"), or the first one that has rows."""
    asked = (locale, locale.split("-")[0])
    known = [code for code in dict.fromkeys((*asked, *snapshot.languages)) if code in snapshot.languages]
    found = (_tongue(snapshot, code, using) for code in known)
    return next((each for each in found if each.order), _tongue(snapshot, known[-1], using))


def forget() -> None:
    """Drop every snapshot: for tests that change databases under the process."""
    with _lock:
        _snapshots.clear()


def _renewed(old: Snapshot | None, seen: journal.Stamp, using: str) -> Snapshot:
    if old is None:
        return build(seen, using)
    with connections[using].cursor() as cursor:
        later = journal.since(cursor, old.stamp)
    if later is None:
        return build(seen, using)
    stamp, services = later
    wasted = len(old.layout.services) - len(old.layout.segment_of)
    if services and wasted > 100 + MAX_WASTE * len(old.layout.services):
        return build(stamp, using)
    return splice(old, services, stamp, using)


def _tongue(snapshot: Snapshot, code: str, using: str) -> Tongue:
    found = snapshot.tongues.get(code)
    if found is None:
        with _lock:
            found = snapshot.tongues.get(code) or snapshot.tongues.setdefault(
                code, tongue(code, snapshot.layout, using)
            )
    return found
