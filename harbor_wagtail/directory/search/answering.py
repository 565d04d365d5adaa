"""One answer: rows that match, how many there are of each kind, and the page asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import repeat
from typing import TYPE_CHECKING, Any

from django.db import connections

from harbor_wagtail.directory.search.analyser import Concept
from harbor_wagtail.directory.search.counting import Counts, counts
from harbor_wagtail.directory.search.engines import engine_for
from harbor_wagtail.directory.search.nearness import Standing, standing
from harbor_wagtail.directory.search.ordering import Order
from harbor_wagtail.directory.search.snapshot import Snapshot, Tongue
from harbor_wagtail.directory.search.wishes import chosen, shown

if TYPE_CHECKING:
    from harbor_wagtail.directory.search.query import Search

#: Rows by bit with how well they match, lower is better; ``None`` where nothing was asked in words.
Scores = dict[int, float]


@dataclass(frozen=True, slots=True)
class Found:
    """What meets everything that was asked, in order, and the counts of what else might be asked."""

    order: Order
    counts: Counts = field(default_factory=dict)

    @property
    def total(self) -> int:
        return self.order.total


def answer(
    search: Search,
    scores: Scores | None,
    snapshot: Snapshot,
    tongue: Tongue,
    now: datetime,
    *,
    counted: bool = True,
) -> Found:
    """What meets a search, where ``scores`` are the rows that have its words. ``counted``: with the counts."""
    rows = shown(search, snapshot, now)
    if scores is not None:
        rows &= snapshot.layout.window(list(scores)).whole
    stands = standing(search.near, search.miles, rows, snapshot) if search.near else Standing((rows,))
    base = rows & stands.rows
    wanted = chosen(search, snapshot, now)
    matched = base
    for meets in wanted.values():
        matched &= meets
    order = Order(matched, stands, snapshot.clock(now).shut, scores or {}, snapshot, tongue)
    return Found(order, counts(base, wanted, snapshot, now) if counted else {})


def matches(concepts: Sequence[Concept], tongue: Tongue, using: str, *, every: bool) -> Scores:
    """The rows, in one language, that have every concept, or any of them."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(*engine_for(connection).hits(concepts, every=every))
        rows = cursor.fetchall()
    first, bits = tongue.first_row, tongue.bits
    end = first + len(bits)
    rows = [pair for ids, score in rows for pair in _one_by_one(ids, score)]
    return {bit: float(score) for row, score in rows if first <= row < end and (bit := bits[row - first]) >= 0}


def _one_by_one(ids: Any, score: Any) -> Iterable[tuple[int, Any]]:
    if isinstance(ids, str):
        return zip(map(int, ids.split(",")), repeat(score))
    return ((ids, score),) if ids is not None else ()
