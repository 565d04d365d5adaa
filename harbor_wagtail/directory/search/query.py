"""Asking the directory: ``find(Search(words="shelter", near=zip_place("55901")))``."""

from __future__ import annotations

import logging
import math
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, connections
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from harbor_wagtail.directory.search import store, table
from harbor_wagtail.directory.search.answering import Found, answer
from harbor_wagtail.directory.search.bits import bits_in
from harbor_wagtail.directory.search.dialled import Dialled, dialled, joined, owners, rows_of
from harbor_wagtail.directory.search.matching import Matched, matches
from harbor_wagtail.directory.search.question import concepts
from harbor_wagtail.directory.search.sources import default_language
from harbor_wagtail.directory.search.wishes import shown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from decimal import Decimal

    from harbor_wagtail.directory.search.analyser import Concept
    from harbor_wagtail.directory.search.bits import Layout
    from harbor_wagtail.directory.search.moment import Moment
    from harbor_wagtail.directory.search.ordering import Shown
    from harbor_wagtail.directory.search.snapshot import Snapshot, Tongue
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
    """The page of services asked for.

    One query says whether anything has changed; words cost one more, or two where no service has all of them; and another
    one puts many in order, where those that have them in their names do not fill the page. What was asked for is in no
    error report, from here down to the database.
    """
    return Asking().find(search)


class Asking:
    """Searches that belong together, a page's and the wider ones it proposes: of one moment, and what one has read of the
    database the next need not."""

    def __init__(self, moment: Moment | None = None) -> None:
        """``moment``: what the page they belong to goes by, if that was asked for already."""
        self._using = moment.using if moment else table.read_alias()
        self._seen = moment.stamp if moment else None
        self._now = timezone.now()
        self._snapshot: Snapshot | None = None
        self._understood: dict[tuple[str, str], tuple[Concept, ...]] = {}
        self._matched: dict[Any, Matched] = {}
        self._dialled: dict[Dialled, int] = {}

    @sensitive_variables()
    def find(self, search: Search) -> Page:
        if not table.was_current(self._using):
            return _not_ready()
        try:
            return self._find(search)
        except DatabaseError:
            self._raise_unless_outdated()
            return _not_ready()

    @sensitive_variables()
    def total(self, search: Search) -> int:
        """How many services ``find`` would find."""
        if not table.was_current(self._using):
            return 0
        try:
            return self._answer(search, counted=False)[0].total
        except DatabaseError:
            self._raise_unless_outdated()
            return 0

    @sensitive_variables()
    def services(self, search: Search) -> set[int] | None:
        """The keys of all services that have every word, within the limits of a page; ``None`` where the tables are not
        ready. What else was chosen is left out, and nothing is put in order."""
        if not table.was_current(self._using):
            return None
        try:
            return self._services(search)
        except DatabaseError:
            self._raise_unless_outdated()
            return None

    @sensitive_variables()
    def _services(self, search: Search) -> set[int]:
        layout = self.snapshot.layout
        rows = shown(search, self.snapshot, self._now)
        tongue = store.spoken(self.snapshot, search.locale, self._using)
        words = self._all_of(search, dialled(search.words), tongue)
        if words is not None:
            rows &= words.rows
        return {layout.services[layout.segment_at[bit]] for bit in bits_in(layout.services_in(rows))}

    def _raise_unless_outdated(self) -> None:
        """Call while a database error is handled. It is raised anew by its kind alone: the driver's own words, and the
        frames it went through, hold what was looked for, and an error report would keep them."""
        kind = type(sys.exc_info()[1]).__name__
        if connections[self._using].in_atomic_block or not self._is_outdated():
            raise DatabaseError(f"The search could not ask the database ({kind}).") from None

    def _is_outdated(self) -> bool:
        try:
            return not table.is_current(self._using)
        except DatabaseError:
            return False  # nobody can say

    @property
    def snapshot(self) -> Snapshot:
        if self._snapshot is None:
            self._snapshot = store.current(self._using, self._seen)
        return self._snapshot

    @sensitive_variables()
    def _find(self, search: Search) -> Page:
        found, partial = self._answer(search)
        better = "" if found.total and not partial else self._better_spelling(search)
        return _page(search, found, self.snapshot, partial=partial, did_you_mean=better)

    @sensitive_variables()
    def _answer(self, search: Search, *, counted: bool = True) -> tuple[Found, bool]:
        """What has all the words; where nothing has, what has any of them, which is said."""
        tongue = store.spoken(self.snapshot, search.locale, self._using)
        number = dialled(search.words)
        words = self._all_of(search, number, tongue, in_order=counted)
        found = answer(search, words, self.snapshot, tongue, self._now, counted=counted)
        some = () if found.total else self._concepts(number.beside if number else search.words, search)
        if len(some) < (1 if number else 2):
            return found, False
        words = self._matches(some, tongue, every=False, in_order=counted)
        found = answer(search, words, self.snapshot, tongue, self._now, counted=counted)
        return found, bool(found.total)

    @sensitive_variables()
    def _all_of(
        self, search: Search, number: Dialled | None, tongue: Tongue, *, in_order: bool = False
    ) -> Matched | None:
        """What has every word, or is reached by the number among them; ``None`` where nothing was asked in words."""
        asked = self._concepts(search.words, search)
        if not asked:
            return None
        words = self._matches(asked, tongue, every=True, in_order=in_order)
        if number is None:
            return words
        if number not in self._dialled:
            self._dialled[number] = rows_of(owners(number, self._using), self.snapshot.layout)
        beside = self._concepts(number.beside, search)
        return joined(self._dialled[number], self._matches(beside, tongue, every=True) if beside else None, words)

    @sensitive_variables()
    def _better_spelling(self, search: Search) -> str:
        """Words that do find something, with everything else as it was asked."""
        tongue = store.spoken(self.snapshot, search.locale, self._using)
        better = tongue.spelling.better(search.words) if search.words else ""
        asked = self._concepts(better, search) if better else ()
        if not asked:
            return ""
        words = self._matches(asked, tongue, every=True)
        found = answer(search, words, self.snapshot, tongue, self._now, counted=False)
        return better if found.total else ""

    @sensitive_variables()
    def _concepts(self, words: str, search: Search) -> tuple[Concept, ...]:
        if not words:
            return ()
        key = words, search.locale
        if key not in self._understood:
            synonyms = self.snapshot.synonyms
            self._understood[key] = concepts(words, search.locale, default_language(), synonyms=synonyms)
        return self._understood[key]

    @sensitive_variables()
    def _matches(self, asked: tuple[Concept, ...], tongue: Tongue, *, every: bool, in_order: bool = False) -> Matched:
        key = asked, id(tongue), every
        if key not in self._matched:
            layout = self.snapshot.layout
            self._matched[key] = matches(asked, tongue, layout, self._using, every=every, in_order=in_order)
        return self._matched[key]


def _page(search: Search, found: Found, snapshot: Snapshot, *, partial: bool = False, did_you_mean: str = "") -> Page:
    per_page = max(1, min(search.per_page, MAX_PER_PAGE))
    pages = max(1, math.ceil(found.total / per_page))
    number = max(1, min(search.page, pages))
    rows = found.order.page((number - 1) * per_page, per_page)
    return Page(
        total=found.total,
        number=number,
        pages=pages,
        hits=tuple(_hit(row, snapshot.layout) for row in rows),
        partial=partial,
        counts=found.counts,
        did_you_mean=did_you_mean,
    )


def _hit(row: Shown, layout: Layout) -> Hit:
    segment = layout.segment_at[row.bit]
    return Hit(layout.services[segment], layout.organizations[segment], layout.places[row.bit] or None, row.miles)


def _not_ready() -> Page:
    logger.error("The search tables of the directory are missing or outdated. Run migrate, then harbor_reindex.")
    return Page(total=0, number=1, pages=1, ready=False)
