"""What was found, as pages or as one stream, with as many queries for one record as for a hundred."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

#: Records read at once for a stream.
CHUNK = 250

Item = dict[str, Any]
#: Turns primary keys into records, in their order. What has been hidden meanwhile is left out.
Write = Callable[[Sequence[int]], list[Item]]


class Records:
    """Records in the order of their primary keys.

    ``keys``, where given, are those that have the words asked for; the rest of the question is in ``queryset``.
    ``more`` are records that no table holds, after all others.
    """

    def __init__(
        self,
        queryset: Any,
        write: Write,
        *,
        keys: set[int] | None = None,
        more: Sequence[Item] = (),
        chunk: int = CHUNK,
    ) -> None:
        self._queryset = queryset.order_by("pk").values_list("pk", flat=True)
        self._write, self._more, self._chunk = write, more, chunk
        self._keys = None if keys is None else sorted(keys.intersection(self._queryset))

    def total(self) -> int:
        return self._stored() + len(self._more)

    def page(self, start: int, stop: int) -> list[Item]:
        """The records from ``start`` up to ``stop``."""
        stored = self._stored()
        found: list[Item] = []
        if start < stored:
            found = self._write(self._between(start, min(stop, stored)))
        return found + list(self._more[max(0, start - stored) : max(0, stop - stored)])

    def stream(self) -> Iterator[list[Item]]:
        """All of them, some at a time, in memory that does not grow with their number."""
        for keys in self._chunks():
            yield self._write(keys)
        if self._more:
            yield list(self._more)

    def _stored(self) -> int:
        if self._keys is not None:
            return len(self._keys)
        if not hasattr(self, "_count"):
            self._count: int = self._queryset.count()
        return self._count

    def _between(self, start: int, stop: int) -> list[int]:
        return list((self._queryset if self._keys is None else self._keys)[start:stop])

    def _chunks(self) -> Iterator[list[int]]:
        if self._keys is not None:
            for start in range(0, len(self._keys), self._chunk):
                yield self._keys[start : start + self._chunk]
            return
        last = 0
        while found := list(self._queryset.filter(pk__gt=last)[: self._chunk]):
            yield found
            last = found[-1]
