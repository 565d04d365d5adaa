"""How many services each value would find, were it the only one chosen of its kind, with everything else kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from harbor_wagtail.directory.search.bits import Layout, Window, bits_in
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
    found = _in_each(rows, _parts(snapshot, kind), snapshot.layout)
    return {value: guards.bit_count() for value, guards in found if guards}


def _by_county(rows: int, snapshot: Snapshot) -> dict[str, int]:
    """Services for the whole state or country count for each county, once."""
    layout = snapshot.layout
    found: dict[str, int] = {}
    for state, (parts, split) in _states(snapshot).items():
        wide_rows = rows & wide(state, snapshot)
        everywhere = layout.services_in(wide_rows)
        number, narrow = everywhere.bit_count(), rows ^ wide_rows
        for county, guards in _in_each(narrow & ~split, parts, layout):
            found[county] = number + guards.bit_count()
        if rest := narrow & split:
            for (county, guards), (_, part) in zip(_in_each(rest, parts, layout), parts, strict=True):
                if guards:
                    found[county] += (guards & ~(everywhere >> 8 * part.first)).bit_count()
    return {county: number for county, number in found.items() if number}


def _in_each(rows: int, parts: Iterable[tuple[str, Part]], layout: Layout) -> list[tuple[str, int]]:
    """Each value with the guards, from its first byte on, of services that have one of its rows among these."""
    data = b""  # made where a window is narrow; most kinds have none
    found = []
    for value, (first, last, bits, all_rows, all_guards) in parts:
        if last:
            data = data or rows.to_bytes(layout.size, "little")
            within = int.from_bytes(data[first:last], "little") & bits
        else:
            within = (rows >> 8 * first if first else rows) & bits
        found.append((value, (within + all_rows) & all_guards if within else 0))
    return found


def _parts(snapshot: Snapshot, kind: str) -> Sequence[tuple[str, Part]]:
    """The values of a kind. Cutting all rows and all guards each time would take longer than counting."""
    kept = snapshot.memo.parts.get(kind)
    if kept is None:
        windows = snapshot.values.get(kind, {})
        kept = [(value, _part(window, snapshot)) for value, window in windows.items()]
        snapshot.memo.parts[kind] = kept
    return kept


def _states(snapshot: Snapshot) -> Mapping[str, tuple[Sequence[tuple[str, Part]], int]]:
    """By state, its counties and the rows of services that reach all of it from one place and less of it from another."""
    kept = snapshot.memo.states
    if kept is None:
        by_state: dict[str, list[tuple[str, Part]]] = {}
        for county, part in _parts(snapshot, "county"):
            by_state.setdefault(county[:2], []).append((county, part))
        kept = {state: (parts, _split(wide(state, snapshot), snapshot.layout)) for state, parts in by_state.items()}
        snapshot.memo.states = kept
    return kept


def _split(rows: int, layout: Layout) -> int:
    """All rows of services that have some of these rows and others."""
    services = layout.services_in(rows) & layout.services_in(layout.there & ~rows)
    return layout.rows_of(layout.segment_at[guard] for guard in bits_in(services))


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
