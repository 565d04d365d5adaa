"""One answer: rows that match, how many there are of each kind, and the page asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.views.decorators.debug import sensitive_variables

from harbor_wagtail.directory.search.counting import Counts, counts
from harbor_wagtail.directory.search.matching import Matched
from harbor_wagtail.directory.search.nearness import Standing, standing
from harbor_wagtail.directory.search.ordering import Order
from harbor_wagtail.directory.search.snapshot import Snapshot, Tongue
from harbor_wagtail.directory.search.wishes import chosen, shown

if TYPE_CHECKING:
    from harbor_wagtail.directory.search.query import Search


@dataclass(frozen=True, slots=True)
class Found:
    """What meets everything that was asked, in order, and the counts of what else might be asked."""

    order: Order
    counts: Counts = field(default_factory=dict)

    @property
    def total(self) -> int:
        return self.order.total


@sensitive_variables()
def answer(
    search: Search,
    words: Matched | None,
    snapshot: Snapshot,
    tongue: Tongue,
    now: datetime,
    *,
    counted: bool = True,
) -> Found:
    """What meets a search, where ``words`` are the rows that have its words, if it has any. ``counted``: with the counts."""
    rows = shown(search, snapshot, now)
    if words is not None:
        rows &= words.rows
    stands = standing(search.near, search.miles, rows, snapshot) if search.near else Standing((rows,))
    base = rows & stands.rows
    wanted = chosen(search, snapshot, now)
    matched = base
    for meets in wanted.values():
        matched &= meets
    late = snapshot.stale(now), snapshot.clock(now).shut
    order = Order(matched, stands, late, words or Matched(0), snapshot, tongue)
    return Found(order, counts(base, wanted, snapshot, now) if counted else {})
