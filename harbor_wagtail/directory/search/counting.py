"""How many services each value would find, were it the only one chosen of its kind, with everything else kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from harbor_wagtail.directory.search.bits import Layout, Window
from harbor_wagtail.directory.search.snapshot import Snapshot
from harbor_wagtail.directory.search.wishes import KINDS, wide

Counts = dict[str, dict[str, int]]

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
    layout, data = snapshot.layout, _bytes(rows, snapshot.layout)
    counted = ((value, _guards(data, window, layout).bit_count()) for value, window in _values(snapshot, kind))
    return {value: number for value, number in counted if number}


def _values(snapshot: Snapshot, kind: str) -> Iterable[tuple[str, Window]]:
    return snapshot.values.get(kind, {}).items()


def _by_county(rows: int, snapshot: Snapshot) -> dict[str, int]:
    """Services for the whole state or country count for each county, once."""
    layout, data = snapshot.layout, _bytes(rows, snapshot.layout)
    found: dict[str, int] = {}
    by_state: dict[str, tuple[int, bytes]] = {}
    for county, window in _values(snapshot, "county"):
        state = county[:2]
        if state not in by_state:
            guards = layout.services_in(rows & wide(state, snapshot))
            by_state[state] = guards.bit_count(), _bytes(guards, layout)
        number, everywhere = by_state[state]
        own = _guards(data, window, layout)
        number += (own & ~int.from_bytes(everywhere[window.first : window.last], "little")).bit_count()
        if number:
            found[county] = number
    return found


def _guards(rows: bytes, window: Window, layout: Layout) -> int:
    """The guards, from the window's first byte on, of services with one of the window's rows."""
    first, last = window.first, window.last
    within = int.from_bytes(rows[first:last], "little") & window.bits
    if not within:
        return 0
    all_rows = int.from_bytes(layout.row_bytes[first:last], "little")
    return (within + all_rows) & int.from_bytes(layout.guard_bytes[first:last], "little")


def _bytes(rows: int, layout: Layout) -> bytes:
    return rows.to_bytes(layout.size, "little")
