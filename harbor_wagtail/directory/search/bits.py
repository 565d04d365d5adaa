"""Sets of rows as whole numbers, and how many services a set of rows comes to.

Every service has a *segment* of bits: one for each of its rows (service at a place), lowest first, and on top a *guard*.
Filters are joined by ``&`` row by row, so a service is found only where one of its rows meets all of them. Adding one to
every row bit of a segment, ``rows + all_rows``, carries into the guard exactly where the segment holds a row, and the
guard stops the carry: the guards of the sum are the services, counted in one addition.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, count

_SET_BYTE = re.compile(rb"[^\x00]")
_DENSE = 10
_ONE = ord("1")
_TRUTH = bytes.maketrans(b"01", b"\x00\x01")
_BITS_OF_BYTE = tuple(tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256))


@dataclass(frozen=True, slots=True)
class Window:
    """A set of rows without the empty bytes below it; ``last`` is after the byte that holds the guard of the last row."""

    first: int
    last: int
    bits: int

    @property
    def whole(self) -> int:
        return self.bits << 8 * self.first


EMPTY = Window(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Layout:
    """Which service and place each bit stands for. By segment: ids (0 where a service has gone), first row, guard; by
    bit: segment and place (0 for none, and for guards). ``segment_of`` finds the segment of a service; ``there`` are the
    rows that exist, ``all_rows`` all bits for rows, some of which nobody uses any more."""

    services: array[int]
    organizations: array[int]
    starts: array[int]
    guards: array[int]
    segment_at: array[int]
    places: array[int]
    segment_of: dict[int, int]
    there: int
    all_rows: int
    all_guards: int
    row_bytes: bytes
    guard_bytes: bytes

    @property
    def size(self) -> int:
        """Bytes of a set."""
        return len(self.row_bytes)

    def services_in(self, rows: int) -> int:
        """The guards of the services that have one of these rows."""
        return (rows + self.all_rows) & self.all_guards

    def window(self, bits: Sequence[int]) -> Window:
        """The set of these rows."""
        if not bits:
            return EMPTY
        first, last = min(bits) >> 3, self._end(max(bits))
        data = bytearray(last - first)
        for bit in bits:
            data[(bit >> 3) - first] |= 1 << (bit & 7)
        return Window(first, last, int.from_bytes(data, "little"))

    def bits_of(self, segments: Iterable[int]) -> list[int]:
        """The bits of all rows of these segments."""
        return [bit for at in segments for bit in range(self.starts[at], self.guards[at])]

    def rows_of(self, segments: Iterable[int]) -> int:
        """The same as a set."""
        return self.window(self.bits_of(segments)).whole

    def with_bits(self, window: Window, bits: Sequence[int]) -> Window:
        added = self.window(bits)
        if not window.bits:
            return added
        first, last = min(window.first, added.first), max(window.last, added.last)
        joined = window.bits << 8 * (window.first - first) | added.bits << 8 * (added.first - first)
        return Window(first, last, joined)

    def _end(self, bit: int) -> int:
        return (self.guards[self.segment_at[bit]] >> 3) + 1


def lay_out(segments: Iterable[tuple[int, int, Sequence[int]]]) -> Layout:
    """A layout of (service, organization, places of its rows), in that order."""
    services, organizations, places = array("q"), array("q"), array("q")
    starts, guards, segment_at = array("I"), array("I"), array("I")
    for segment, (service, organization, rows) in enumerate(segments):
        services.append(service)
        organizations.append(organization)
        starts.append(len(places))
        places.extend(rows)
        guards.append(len(places))
        places.append(0)
        segment_at.extend([segment] * (len(rows) + 1))
    segment_of = {service: segment for segment, service in enumerate(services)}
    guard_data = bytearray((len(places) + 7) // 8)
    for guard in guards:
        guard_data[guard >> 3] |= 1 << (guard & 7)
    all_guards = int.from_bytes(guard_data, "little")
    return finish(services, organizations, starts, guards, segment_at, places, segment_of, all_guards, gone=0)


def finish(
    services: array[int],
    organizations: array[int],
    starts: array[int],
    guards: array[int],
    segment_at: array[int],
    places: array[int],
    segment_of: dict[int, int],
    all_guards: int,
    *,
    gone: int,
) -> Layout:
    """The layout of these columns; ``gone`` are bits without a row."""
    size = (len(places) + 7) // 8
    all_rows = ((1 << len(places)) - 1) ^ all_guards
    return Layout(
        services,
        organizations,
        starts,
        guards,
        segment_at,
        places,
        segment_of,
        all_rows & ~gone,
        all_rows,
        all_guards,
        row_bytes=all_rows.to_bytes(size, "little"),
        guard_bytes=all_guards.to_bytes(size, "little"),
    )


def bits_in(number: int) -> Iterator[int]:
    """The places of the bits that are set, lowest first."""
    if number.bit_count() * _DENSE > number.bit_length():
        return _all_bits(number)
    return _few_bits(number)


def _all_bits(number: int) -> Iterator[int]:
    """Sign by sign, where about every tenth is set or more."""
    lowest = (number & -number).bit_length() - 1
    signs = format(number >> lowest, "b")[::-1].encode().translate(_TRUTH)
    return compress(count(lowest), signs)


def _few_bits(number: int) -> Iterator[int]:
    data = number.to_bytes((number.bit_length() + 7) // 8, "little")
    for match in _SET_BYTE.finditer(data):
        start = match.start()
        for bit in _BITS_OF_BYTE[data[start]]:
            yield start * 8 + bit


def set_of(bits: Iterable[int], size: int) -> int:
    """The set of these bits, all below ``size`` or -1, which is left out: quick where they are many."""
    flags = bytearray(b"0" * (size + 1))
    for bit in bits:
        flags[bit] = _ONE
    return from_flags(bytes(flags[:-1]))


def from_flags(flags: bytes) -> int:
    """A set from one sign a bit, ``b"0"`` or ``b"1"``, lowest first."""
    return int(flags[::-1], 2) if flags else 0
