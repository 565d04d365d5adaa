"""The order of what is found, and one page cut out of it: made before the page is cut, so that it runs on over all."""

from __future__ import annotations

import heapq
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from harbor_wagtail.directory.search.bits import bits_in
from harbor_wagtail.directory.search.nearness import Standing
from harbor_wagtail.directory.search.snapshot import Snapshot, Tongue

#: Services of which a list is quicker put in order than found by going through all names.
FEW = 4000


class Shown(NamedTuple):
    """A service's row that is shown, and how far it is, if its group goes by distance."""

    bit: int
    miles: float | None


@dataclass(frozen=True, slots=True)
class Section:
    """Services (``guards``) that stand alike: by the first or best of these rows, in one order."""

    guards: int
    rows: int
    by_distance: bool = False

    @property
    def total(self) -> int:
        return self.guards.bit_count()


class Order:
    """Sections in order: what is closed for now after all else, and within both by group.

    ``scores`` of rows by bit, lower is better; empty where nothing was asked in words.
    """

    def __init__(
        self, rows: int, standing: Standing, shut: int, scores: Mapping[int, float], snapshot: Snapshot, tongue: Tongue
    ) -> None:
        self._snapshot, self._tongue = snapshot, tongue
        self._scores, self._miles = scores, standing.miles
        self.sections = list(_sections(rows, standing, shut, snapshot))
        self.total = sum(section.total for section in self.sections)

    def page(self, skipped: int, number: int) -> list[Shown]:
        found: list[Shown] = []
        for section in self.sections:
            wanted = number - len(found)
            if wanted and skipped < section.total:
                found += self._cut(section, skipped, wanted)
            skipped = max(0, skipped - section.total)
        return found

    def _cut(self, section: Section, skipped: int, number: int) -> list[Shown]:
        if not section.by_distance and not self._scores:
            segments = islice(self._by_name(section), skipped, skipped + number)
            return [Shown(self._first_row(section, segment), None) for segment in segments]
        best = heapq.nsmallest(skipped + number, self._ranked(section))[skipped:]
        return [Shown(key[-1], self._miles[key[-1]] if section.by_distance else None) for key in best]

    def _by_name(self, section: Section) -> Iterator[int]:
        layout, names = self._snapshot.layout, self._tongue.names
        if section.total <= FEW:
            segments = [layout.segment_at[bit] for bit in bits_in(section.guards)]
            return iter(sorted(segments, key=lambda segment: (names[segment] or "", layout.services[segment])))
        return _in_order(section.guards, self._tongue.order, layout.guards)

    def _first_row(self, section: Section, segment: int) -> int:
        layout = self._snapshot.layout
        start = layout.starts[segment]
        within = section.rows >> start & (1 << layout.guards[segment] - start) - 1
        return start + (within & -within).bit_length() - 1

    def _ranked(self, section: Section) -> Iterator[tuple[float, float, str, int, int]]:
        """(miles, score, name, id, bit) of each service's best row: the nearest, or the first."""
        layout, names = self._snapshot.layout, self._tongue.names
        far = self._miles if section.by_distance else {}
        for bit in _best_rows(section, far, layout.segment_at, layout.guards):
            segment = layout.segment_at[bit]
            key = (far.get(bit, 0.0), self._scores.get(bit, 0.0))
            yield (*key, names[segment] or "", layout.services[segment], bit)


def _sections(rows: int, standing: Standing, shut: int, snapshot: Snapshot) -> Iterator[Section]:
    by_group: list[Section] = []
    placed = 0
    for number, group in enumerate(standing.groups):
        here = rows & group
        guards = snapshot.layout.services_in(here) & ~placed
        placed |= guards
        by_group.append(Section(guards, here, by_distance=bool(standing.miles) and number % 2 == 0))
    for closed in (False, True):
        for section in by_group:
            guards = section.guards & shut if closed else section.guards & ~shut
            if guards:
                yield Section(guards, section.rows, section.by_distance)


def _in_order(guards: int, order: array[int], guard_of: array[int]) -> Iterator[int]:
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
