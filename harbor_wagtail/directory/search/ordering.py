"""The order of what is found, and one page cut out of it: made before the page is cut, so that it runs on over all."""

from __future__ import annotations

import heapq
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from harbor_wagtail.directory.search.bits import bits_in
from harbor_wagtail.directory.search.matching import Matched, Ranks, Tiers
from harbor_wagtail.directory.search.nearness import Standing, chords
from harbor_wagtail.directory.search.snapshot import Snapshot, Tongue
from harbor_wagtail.places.geometry import miles_of

#: How many names can be passed over in the time it takes to put one service in order.
PASSED_OVER = 4


class Shown(NamedTuple):
    """A service's row that is shown, and how far it is, if its group goes by distance."""

    bit: int
    miles: float | None


@dataclass(frozen=True, slots=True)
class Section:
    """Services (``guards``) that stand alike: near, by the people they are for, or by how well they match; by one of
    these rows, in one order."""

    guards: int
    rows: int
    by_distance: bool = False

    @property
    def total(self) -> int:
        return self.guards.bit_count()


class Order:
    """Sections in order: what was checked too long ago after all else, what is closed for now last, and within each by
    group. ``late`` are these two as sets of services.

    ``words`` says how well rows match; it is empty where nothing was asked in words.
    """

    def __init__(
        self, rows: int, standing: Standing, late: tuple[int, int], words: Matched, snapshot: Snapshot, tongue: Tongue
    ) -> None:
        self._snapshot, self._tongue = snapshot, tongue
        self._words, self._here, self._late = words, standing.here, late
        self._alike: list[Section] = []
        self._more = _alike(rows, standing, words.tiers, snapshot)
        self.total = snapshot.layout.services_in(rows & standing.rows).bit_count()

    def page(self, skipped: int, number: int) -> list[Shown]:
        found: list[Shown] = []
        for section in self._sections():
            wanted = number - len(found)
            if skipped < section.total:
                found += self._cut(section, skipped, wanted)
            if len(found) >= number:
                break
            skipped = max(0, skipped - section.total)
        return found

    def _sections(self) -> Iterator[Section]:
        stale, shut = self._late
        for part in (~(stale | shut), stale & ~shut, shut):
            for section in self._all_alike() if part else ():
                if guards := section.guards & part:
                    yield Section(guards, section.rows, section.by_distance)

    def _all_alike(self) -> Iterator[Section]:
        """Each made when the one before it does not fill the page: how well frequent words match costs a query a tier."""
        yield from self._alike
        for section in self._more:
            self._alike.append(section)
            yield section

    def _cut(self, section: Section, skipped: int, number: int) -> list[Shown]:
        if not section.by_distance and not self._words.scores:
            segments = self._by_name(section, skipped, number)
            return [Shown(self._first_row(section, segment), None) for segment in segments]
        far = chords(self._here, section.rows, self._snapshot) if section.by_distance and self._here else {}
        best = self._best(section, skipped + number, far)[skipped:]
        return [Shown(bit, miles_of(far[bit]) if far else None) for bit in best]

    def _by_name(self, section: Section, skipped: int, number: int) -> list[int]:
        layout, names, order = self._snapshot.layout, self._tongue.names, self._tongue.order
        after = max(0, section.total - skipped - number)
        reached = section.total - after if skipped <= after else section.total - skipped
        if reached * len(order) > PASSED_OVER * section.total**2:
            segments = [layout.segment_at[bit] for bit in bits_in(section.guards)]
            segments.sort(key=lambda segment: (names[segment] or "", layout.services[segment]))
            return segments[skipped : skipped + number]
        if skipped <= after:
            return list(islice(_in_order(section.guards, order, layout.guards), skipped, skipped + number))
        # From the nearer end.
        found = islice(_in_order(section.guards, reversed(order), layout.guards), after, section.total - skipped)
        return list(found)[::-1]

    def _first_row(self, section: Section, segment: int) -> int:
        layout = self._snapshot.layout
        start = layout.starts[segment]
        within = section.rows >> start & (1 << layout.guards[segment] - start) - 1
        return start + (within & -within).bit_length() - 1

    def _best(self, section: Section, number: int, far: Mapping[int, float]) -> list[int]:
        """Of each service the nearest row, or the first; of these the best ones, by (distance, score, name, id)."""
        layout, names = self._snapshot.layout, self._tongue.names
        key = far.__getitem__ if far else self._words.ranks().of
        rows = list(_best_rows(section, far, layout.segment_at, layout.guards))
        # Names are looked up for those alone that may be among the best.
        limit = max(heapq.nsmallest(number, map(key, rows)), default=0)
        best = [bit for bit in rows if key(bit) <= limit]
        ranks = self._words.ranks() if _have_ties(best, far) else Ranks({})

        def whole(bit: int) -> tuple[float, float, str, int]:
            segment = layout.segment_at[bit]
            return far.get(bit, 0.0), ranks.of(bit), names[segment] or "", layout.services[segment]

        return sorted(best, key=whole)[:number]


def _have_ties(bits: Sequence[int], far: Mapping[int, float]) -> bool:
    return not far or len({far[bit] for bit in bits}) < len(bits)


def _alike(rows: int, standing: Standing, tiers: Tiers, snapshot: Snapshot) -> Iterator[Section]:
    placed = 0
    for number, group in enumerate(standing.groups):
        by_distance = standing.here is not None and number % 2 == 0
        left = snapshot.layout.services_in(rows & group) & ~placed
        placed |= left
        parts = iter((group,) if by_distance or not tiers else tiers)
        while left:
            here = rows & group & next(parts)
            guards = snapshot.layout.services_in(here) & left
            left &= ~guards
            if guards:
                yield Section(guards, here, by_distance)


def _in_order(guards: int, order: Iterable[int], guard_of: array[int]) -> Iterator[int]:
    data = guards.to_bytes((guards.bit_length() + 7) // 8, "little")
    end = len(data) << 3
    for segment in order:
        guard = guard_of[segment]
        if guard < end and data[guard >> 3] >> (guard & 7) & 1:
            yield segment


def _best_rows(
    section: Section, far: Mapping[int, float], segment_at: Sequence[int], guard_of: Sequence[int]
) -> Iterator[int]:
    """The nearest row of each service of the section; of rows as near, or without a distance, the first."""
    data = section.guards.to_bytes((section.guards.bit_length() + 7) // 8, "little")
    end = len(data) << 3
    best, current = -1, -1
    for bit in bits_in(section.rows):
        segment = segment_at[bit]
        guard = guard_of[segment]
        if guard >= end or not data[guard >> 3] >> (guard & 7) & 1:
            continue
        if segment != current:
            if best >= 0:
                yield best
            best, current = bit, segment
        elif far and far[bit] < far[best]:
            best = bit
    if best >= 0:
        yield best
