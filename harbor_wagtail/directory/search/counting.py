"""How many services each value would find, were it the only one chosen of its kind, with everything else kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property

from harbor_wagtail.directory.search.bits import Layout, Window
from harbor_wagtail.directory.search.snapshot import Part, Snapshot
from harbor_wagtail.directory.search.wishes import KINDS, wide

Counts = dict[str, dict[str, int]]

#: A window is wide from a third of all bytes on.
_WIDE = 3
GROUPS = (*KINDS, "county", "start", "open", "age")


def counts(base: int, chosen: Mapping[str, int], snapshot: Snapshot, now: datetime) -> Counts:
    """By group and value; values of which there is nothing are left out.

    ``base`` are the rows that meet what has no counts: words, nearness, the site's own limits.
    """
    others = _all_but_one(base, chosen, GROUPS)
    matched = base
    for rows in chosen.values():
        matched &= rows
    found: Counts = {kind: _by_value(others[kind], snapshot, kind) for kind in KINDS}
    found["county"] = _by_county(others["county"], snapshot)
    # Values of this kind are joined, so each is counted beside what is chosen.
    found["start"] = _by_value(matched, snapshot, "start")
    found["open"] = _if_any("now", _services(others["open"] & snapshot.open_now(now), snapshot.layout))
    found["age"] = _by_value(others["age"], snapshot, "age")
    return found


def _all_but_one(base: int, chosen: Mapping[str, int], groups: Iterable[str]) -> dict[str, int]:
    """By group, the rows that meet everything of the other groups: from what stands before it and after it."""
    kinds = list(chosen)
    before, after = [base], [-1]
    for kind in kinds:
        before.append(before[-1] & chosen[kind])
    for kind in reversed(kinds):
        after.append(after[-1] & chosen[kind])
    without = {kind: before[at] & after[len(kinds) - 1 - at] for at, kind in enumerate(kinds)}
    return {group: without.get(group, before[-1]) for group in groups}


def _services(rows: int, layout: Layout) -> int:
    return layout.services_in(rows).bit_count()


def _if_any(value: str, number: int) -> dict[str, int]:
    return {value: number} if number else {}


def _by_value(rows: int, snapshot: Snapshot, kind: str) -> dict[str, int]:
    slices = _Slices(rows, snapshot.layout)
    counted = ((value, slices.guards(part).bit_count()) for value, part in _parts(snapshot, kind))
    return {value: number for value, number in counted if number}


def _by_county(rows: int, snapshot: Snapshot) -> dict[str, int]:
    """Services for the whole state or country count for each county, once."""
    layout, slices = snapshot.layout, _Slices(rows, snapshot.layout)
    found: dict[str, int] = {}
    by_state: dict[str, tuple[int, _Slices]] = {}
    for county, part in _parts(snapshot, "county"):
        state = county[:2]
        if state not in by_state:
            guards = layout.services_in(rows & wide(state, snapshot))
            by_state[state] = guards.bit_count(), _Slices(guards, layout)
        number, everywhere = by_state[state]
        if own := slices.guards(part):
            number += (own & ~everywhere.of(part)).bit_count()
        if number:
            found[county] = number
    return found


class _Slices:
    """A set, cut at one window after the other."""

    def __init__(self, bits: int, layout: Layout) -> None:
        self._bits, self._layout = bits, layout

    @cached_property
    def _bytes(self) -> bytes:
        """Made where a window is narrow; most kinds have none."""
        return self._bits.to_bytes(self._layout.size, "little")

    def of(self, part: Part) -> int:
        """From the part's first byte on, and at least to its last."""
        first, last = part.first, part.last
        if last:
            return int.from_bytes(self._bytes[first:last], "little")
        return self._bits >> 8 * first if first else self._bits

    def guards(self, part: Part) -> int:
        """The guards, from the part's first byte on, of services with one of its rows."""
        within = self.of(part) & part.bits
        return (within + part.all_rows) & part.all_guards if within else 0


def _parts(snapshot: Snapshot, kind: str) -> Sequence[tuple[str, Part]]:
    """The values of a kind. Cutting all rows and all guards each time would take longer than counting."""
    kept = snapshot.memo.parts.get(kind)
    if kept is None:
        windows = snapshot.values.get(kind, {})
        kept = [(value, _part(window, snapshot)) for value, window in windows.items()]
        snapshot.memo.parts[kind] = kept
    return kept


def _part(window: Window, snapshot: Snapshot) -> Part:
    layout, first, last = snapshot.layout, window.first, window.last
    if (last - first) * _WIDE > layout.size:
        # What is cut at the same byte is the same, and kept once.
        tails = snapshot.memo.tails
        if first not in tails:
            tails[first] = layout.all_rows >> 8 * first, layout.all_guards >> 8 * first
        return Part(first, 0, window.bits, *tails[first])
    rows, guards = layout.row_bytes[first:last], layout.guard_bytes[first:last]
    return Part(first, last, window.bits, int.from_bytes(rows, "little"), int.from_bytes(guards, "little"))
