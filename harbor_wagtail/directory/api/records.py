"""What was found, as pages or as one stream, with as many queries for one record as for a hundred."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from harbor_wagtail.directory.hsds.forms import moment

#: Records read at once for a stream.
CHUNK = 250

Item = dict[str, Any]
#: Turns primary keys into records, in their order. What has been hidden meanwhile is left out.
Write = Callable[[Sequence[int]], list[Item]]
#: A primary key, and columns where these are all that is told.
Row = tuple[Any, ...]


class Records:
    """Records in the order of their primary keys.

    ``keys``, where given, are those that have the words asked for; the rest of the question is in ``queryset``.
    ``more`` are records that no table holds, after all others.
    """

    #: Read along with the keys.
    columns: tuple[str, ...] = ()

    def __init__(
        self,
        queryset: Any,
        write: Write,
        *,
        keys: set[int] | None = None,
        more: Sequence[Item] = (),
        chunk: int = CHUNK,
    ) -> None:
        self._rows = queryset.order_by("pk").values_list("pk", *self.columns)
        self._write, self._more, self._chunk = write, more, chunk
        self._kept: list[Row] | None = None if keys is None else [row for row in self._rows if row[0] in keys]
        self._count: int | None = None

    def total(self) -> int:
        return self._stored() + len(self._more)

    def page(self, start: int, stop: int) -> list[Item]:
        """The records from ``start`` up to ``stop``."""
        stored = self._stored()
        found: list[Item] = []
        if start < stored:
            rows = self._rows if self._kept is None else self._kept
            found = self.written(rows[start : min(stop, stored)])
        return found + list(self._more[max(0, start - stored) : max(0, stop - stored)])

    def stream(self) -> Iterator[list[Item]]:
        """All of them, some at a time, in memory that does not grow with their number."""
        for rows in self._chunks():
            yield self.written(rows)
        if self._more:
            yield list(self._more)

    def written(self, rows: Iterable[Row]) -> list[Item]:
        return self._write([row[0] for row in rows])

    def _stored(self) -> int:
        if self._count is None:
            self._count = self._rows.count() if self._kept is None else len(self._kept)
        return self._count

    def _chunks(self) -> Iterator[list[Row]]:
        if self._kept is not None:
            for start in range(0, len(self._kept), self._chunk):
                yield self._kept[start : start + self._chunk]
            return
        last = 0
        while found := list(self._rows.filter(pk__gt=last)[: self._chunk]):
            yield found
            last = found[-1][0]


class Minimal(Records):
    """Ids and the moments of their last change: as many as there are, read in one go."""

    columns = ("hsds_id", "last_modified")

    def written(self, rows: Iterable[Row]) -> list[Item]:
        return [{"id": str(identity), "last_modified": moment(changed)} for _, identity, changed in rows]
