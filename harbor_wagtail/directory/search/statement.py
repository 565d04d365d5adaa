# ruff: noqa: S608  (only constants of ours are written into the SQL; values are parameters)
"""The one SQL statement of a search, in the SQL that SQLite, PostgreSQL and MySQL share.

It goes by steps: rows that match, and where each stands → the best row of each service → their order → the page.
The order is made before the page is cut, so that it runs on over all pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harbor_wagtail.directory.models import ServiceStatus
from harbor_wagtail.directory.search.conditions import conditions, still_believed
from harbor_wagtail.directory.search.engines import engine_for
from harbor_wagtail.directory.search.engines.base import ROW
from harbor_wagtail.directory.search.nearness import GROUPS_BY_DISTANCE, columns, join, standing, within

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harbor_wagtail.directory.search.analyser import QueryWord
    from harbor_wagtail.directory.search.conditions import SQL
    from harbor_wagtail.directory.search.query import Search

MAX_PAGE = 1_000_000_000

# Where there is no distance to go by, every row of a group is equally far.
_FAR = f"CASE WHEN standing IN ({', '.join(map(str, GROUPS_BY_DISTANCE))}) THEN squared ELSE 0 END"
_NOT_PLACED = "SELECT candidate.*, 0 AS squared, 0 AS standing FROM candidate"
_ORDER = "shut, standing, far, score, sort_name, service_id"
_COLUMNS = "service_id, organization_id, location_id, standing, far, total, skipped"


def statement(search: Search, words: Sequence[QueryWord], connection: Any, *, every: bool, per_page: int) -> SQL:
    """Columns: service, organization, location, group, squared miles, number of services, services before the page."""
    engine = engine_for(connection)
    steps: dict[str, SQL] = {}
    if words:
        steps["hit"] = engine.hits(words, every=every)
    steps["candidate"] = _candidates(search, connection, with_words=bool(words))
    steps["placed"] = standing(search.near, search.miles) if search.near else (_NOT_PLACED, [])
    steps["one"] = engine.one_per_service(_FAR), []
    steps["tally"] = _tally(search.page, per_page)
    # Each step is worked out once. Left to itself, PostgreSQL writes the sums of one step out in every place of the
    # next, and spends seconds compiling them.
    written = ", ".join(f"{name} AS {engine.materialized} ({sql})" for name, (sql, _) in steps.items())
    page = engine.page(_COLUMNS, _ORDER, per_page)
    return f"WITH {written} {page}", [value for _, params in steps.values() for value in params]


def _tally(page: int, per_page: int) -> SQL:
    """How many services there are, and how many come before the page; for one beyond the end, before the last one."""
    offset = (max(1, min(page, MAX_PAGE)) - 1) * per_page
    # The remainder, since MySQL divides whole numbers into fractions.
    last = f"COUNT(*) - 1 - (COUNT(*) - 1) %% {per_page}"
    skipped = f"CASE WHEN COUNT(*) = 0 THEN 0 WHEN %s < COUNT(*) THEN %s ELSE {last} END"
    return f"SELECT COUNT(*) AS total, {skipped} AS skipped FROM one", [offset, offset]


def _candidates(search: Search, connection: Any, *, with_words: bool) -> SQL:
    where, where_params = conditions(search, connection)
    believed, believed_params = still_believed(connection)
    select = (
        f"r.service_id, r.organization_id, r.location_id, r.sort_name, {'hit.score' if with_words else '0'} AS score, "
        f"CASE WHEN r.status = %s AND {believed} THEN 1 ELSE 0 END AS shut"
    )
    params = [ServiceStatus.TEMPORARILY_CLOSED.value, *believed_params]
    # CROSS JOIN keeps SQLite's planner from going through all rows and asking the word index about each of them.
    source = f"hit CROSS JOIN {ROW} r" if with_words else f"{ROW} r"
    if with_words:
        where = f"r.id = hit.row_id AND {where}"
    if search.near:
        parts = columns(search.near), join(connection), within(search.near, search.miles)
        (more, _), (joined, _), (near, _) = parts
        select, source, where = f"{select}, {more}", f"{source} {joined}", f"{near} AND {where}"
        params += [value for _, values in parts for value in values]
    return f"SELECT {select} FROM {source} WHERE {where}", [*params, *where_params]
