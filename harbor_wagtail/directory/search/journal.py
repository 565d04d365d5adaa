# ruff: noqa: S608  (only constants of ours are written into the SQL; values are parameters)
"""What has changed in the search tables, for snapshots in other processes: read once a search, written with the rows.

An entry is written after the directory's version is raised, and so while that row is locked: entries become visible in
the order of their numbers, whatever else runs. Its token tells it from one of the same number that was rolled back.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from typing import Any, NamedTuple

from harbor_wagtail.directory.search.engines.base import CHANGE

#: More changed services than this are an entry about everything; a snapshot is then quicker made anew.
MANY = 200
#: Entries kept. Who is further behind makes a snapshot anew.
KEPT = 256
#: In place of a service: words that mean the same, or holidays, but no row.
SETTINGS = 0


#: Asks for the newest entry: its number and its token.
NEWEST = f"SELECT version, token FROM {CHANGE} ORDER BY version DESC LIMIT 1"


class Stamp(NamedTuple):
    """Of an entry; as it is made without one, of the time before the first."""

    number: int = 0
    token: str = ""


def write(cursor: Any, services: Collection[int] | None) -> None:
    """Note services whose rows were written anew; ``None`` for all of them, nothing for settings of the search."""
    if services is not None and len(services) > MANY:
        services = None
    cursor.execute(f"SELECT COALESCE(MAX(version), 0) + 1 FROM {CHANGE}")
    number, token = cursor.fetchone()[0], secrets.token_hex(8)
    noted: list[int | None] = [None] if services is None else [*sorted(services)] or [SETTINGS]
    cursor.executemany(
        f"INSERT INTO {CHANGE} (version, token, service_id) VALUES (%s, %s, %s)",
        [(number, token, service) for service in noted],
    )
    cursor.execute(f"DELETE FROM {CHANGE} WHERE version <= %s", [number - KEPT])


def latest(cursor: Any) -> Stamp:
    cursor.execute(NEWEST)
    return Stamp(*(cursor.fetchone() or ()))


def since(cursor: Any, stamp: Stamp) -> tuple[Stamp, set[int]] | None:
    """The newest stamp, and the services changed after ``stamp``; ``None`` where that cannot be told."""
    cursor.execute(
        f"SELECT version, token, service_id FROM {CHANGE} WHERE version >= %s ORDER BY version", [stamp.number]
    )
    rows = cursor.fetchall()
    known = any(Stamp(number, token) == stamp for number, token, _ in rows)
    later = [(Stamp(number, token), service) for number, token, service in rows if number > stamp.number]
    services = {service for _, service in later}
    if not known or None in services or len(services) > MANY:
        return None
    return (later[-1][0] if later else stamp), services - {SETTINGS}
