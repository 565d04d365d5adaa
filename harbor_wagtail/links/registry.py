"""Which web addresses and numbers visitors are given. A part of the package, or a host, adds its own in ``harbor_links``:

    from harbor_wagtail.links.registry import register_links

    @register_links("url")
    def sources() -> QuerySet: ...

The function returns the rows that are public *now*: what it leaves out is never asked. ``record`` is the path from a row to
what an editor opens to mend it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.db.models import QuerySet
from django.utils.module_loading import autodiscover_modules

from harbor_wagtail.models.link_check import LinkCheck

Rows = Callable[[], "QuerySet[Any]"]


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    rows: Rows
    kind: str
    record: str = ""

    def filled(self) -> QuerySet[Any]:
        return self.rows().exclude(**{self.name: ""}).order_by()

    def record_of(self, row: Any) -> Any:
        return reduce(getattr, self.record.split("__") if self.record else [], row)

    def record_model(self) -> Any:
        steps = self.record.split("__") if self.record else []
        return reduce(lambda model, step: model._meta.get_field(step).related_model, steps, self.rows().model)


_columns: dict[tuple[str, Rows], Column] = {}


def register_links(*names: str, kind: str = LinkCheck.Kind.WEB, record: str = "") -> Callable[[Rows], Rows]:
    """``names`` are columns of the rows."""

    def register(rows: Rows) -> Rows:
        for name in names:
            _columns[name, rows] = Column(name, rows, kind, record)
        return rows

    return register


def columns(kind: str | None = None) -> list[Column]:
    autodiscover_modules("harbor_links")
    return [each for each in _columns.values() if kind in (None, each.kind)]


def public_targets(kind: str) -> set[str]:
    """Every address, or every number, that stands somewhere for visitors; each once."""
    return {
        str(value)
        for column in columns(kind)
        for value in column.filled().values_list(column.name, flat=True).distinct().iterator(chunk_size=2000)
    }


def holders(kind: str, targets: Collection[str]) -> Iterator[tuple[str, Any]]:
    """(target, record) for each public record that shows one of ``targets``: a query for each column."""
    for column in columns(kind):
        found = column.filled().filter(**{f"{column.name}__in": list(targets)})
        for row in found.select_related(column.record) if column.record else found:
            yield getattr(row, column.name), column.record_of(row)
