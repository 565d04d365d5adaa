"""Asking the directory: ``find(Search(words="shelter", near=zip_place("55901")))``."""

from __future__ import annotations

import logging
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, connections
from django.views.decorators.debug import sensitive_variables

from harbor_wagtail.directory.search import table
from harbor_wagtail.directory.search.analyser import query_tokens
from harbor_wagtail.directory.search.nearness import GROUPS_BY_DISTANCE
from harbor_wagtail.directory.search.sources import default_language
from harbor_wagtail.directory.search.statement import statement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from decimal import Decimal

    from harbor_wagtail.directory.search.analyser import QueryWord
    from harbor_wagtail.places import ZipPlace

logger = logging.getLogger("harbor_wagtail.directory")

MAX_PER_PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a visitor asks for. Any text and any number is allowed; what makes no sense is left out.

    Values of one kind are alternatives, kinds are joined: ``domains`` are term codes, ``counties`` five-digit FIPS
    codes of where help should reach, ``age`` in years, ``miles`` round ``near``. The ``narrow_…`` come from the
    directory page, not from the visitor, and are joined with what the visitor chose.

    ``populations``, ``genders`` and ``accessibility`` are term codes ("unstated" among genders: none is stated),
    ``costs`` values of ``Cost``. A language is its code ("es": spoken by staff, or nobody said how) or
    "es:interpreter" (interpreter on request). ``start`` is the one kind whose values are joined: "self",
    "no_police_report", "no_system_involvement", "no_id", "no_parental_consent". ``open_at`` is the clock on the wall
    where the provider is, without a zone. ``age_stated`` leaves out services whose age limit nobody stated.
    """

    words: str = ""
    domains: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    age: Decimal | None = None
    near: ZipPlace | None = None
    miles: int = 50
    locale: str = "en"
    page: int = 1
    per_page: int = 20
    narrow_counties: tuple[str, ...] = ()
    narrow_domains: tuple[str, ...] = ()
    narrow_organizations: tuple[int, ...] = ()
    populations: tuple[str, ...] = ()
    genders: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    costs: tuple[str, ...] = ()
    accessibility: tuple[str, ...] = ()
    start: tuple[str, ...] = ()
    open_now: bool = False
    open_at: datetime | None = None
    age_stated: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One service, at the nearest of its public places or at its first.

    ``distance_miles`` is ``None``, never 0, where there is no door to measure to (area-only, outreach, by phone) and
    for what serves the whole state or country.
    """

    service_id: int
    organization_id: int
    location_id: int | None
    distance_miles: float | None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of hits. ``total`` counts services; ``number`` is the page given, which may not be the one asked for.

    ``partial``: no service has all the words, these have some of them. ``ready`` is false while the search table is
    missing or outdated, which is not the same as nothing found. ``counts`` gives by group and value how many services
    there would be were that value the only one chosen of its group (in "start": chosen besides the others); a value
    that is not there has none. ``did_you_mean`` is a spelling that finds something where the words as typed do not.
    """

    total: int
    number: int
    pages: int
    hits: tuple[Hit, ...] = field(default=())
    partial: bool = False
    ready: bool = True
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    did_you_mean: str = ""


@sensitive_variables()
def find(search: Search) -> Page:
    """The page of services asked for, in one query, or two where no service has all the words.

    What was asked for is in no error report, from here down to the database.
    """
    using = table.read_alias()
    if not table.was_current(using):
        return _not_ready()
    words = query_tokens(search.words, search.locale, default_language()) if search.words else ()
    try:
        page = _page(search, words, using, every=True)
        if page.total or len(words) < 2:
            return page
        return _page(search, words, using, every=False)
    except DatabaseError:
        connection = connections[using]
        if connection.in_atomic_block or table.is_current(using):
            raise
        return _not_ready()


def _page(search: Search, words: Sequence[QueryWord], using: str, *, every: bool) -> Page:
    connection = connections[using]
    per_page = max(1, min(search.per_page, MAX_PER_PAGE))
    with connection.cursor() as cursor:
        cursor.execute(*statement(search, words, connection, every=every, per_page=per_page))
        rows = cursor.fetchall()
    if not rows:
        return Page(total=0, number=1, pages=1)
    total, skipped = rows[0][5:7]
    return Page(
        total=total,
        number=skipped // per_page + 1,
        pages=math.ceil(total / per_page),
        hits=tuple(_hit(row, search) for row in rows),
        partial=not every,
    )


def _hit(row: Sequence[Any], search: Search) -> Hit:
    service, organization, location, standing, squared_miles = row[:5]
    measured = search.near is not None and standing in GROUPS_BY_DISTANCE
    return Hit(service, organization, location, math.sqrt(squared_miles) if measured else None)


def _not_ready() -> Page:
    logger.error("The search tables of the directory are missing or outdated. Run migrate, then harbor_reindex.")
    return Page(total=0, number=1, pages=1, ready=False)
