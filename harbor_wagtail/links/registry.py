"""Which web addresses and numbers visitors are given. A part of the package, or a host, adds its own in ``harbor_links``:

    from harbor_wagtail.links.registry import register_links

    @register_links("url")
    def sources() -> QuerySet: ...

The function returns the rows that are public *now*: what it leaves out is never asked. ``record`` is the path from a row to
what an editor opens to mend it. Pages name their class, or the mixin of their classes; all that is written in them is read:

    register_pages(MyPageMixin)
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils.module_loading import autodiscover_modules

from harbor_wagtail.links.bodies import Written, written_in
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


_pages: set[type] = set()


def register_pages(*bases: type) -> None:
    """Classes of pages, or mixins of such, in which links are looked for: fields, rich text and every block."""
    _pages.update(bases)


def page_models() -> list[Any]:
    autodiscover_modules("harbor_links")
    return [model for model in apps.get_models() if issubclass(model, tuple(_pages))]


def written() -> Iterator[tuple[Any, Written]]:
    """(page, link) of all pages that anybody may read. A page nobody may read yet is nobody's to ask about."""
    for model in page_models():
        for page in model._default_manager.live().public().order_by("pk").iterator(chunk_size=50):
            for link in written_in(page):
                yield page, link


@dataclass(frozen=True, slots=True)
class Shown:
    """Where a target stands: a record, and in a page the field and block."""

    record: Any
    where: str = ""
    block_id: str = ""


def columns(kind: str | None = None) -> list[Column]:
    autodiscover_modules("harbor_links")
    return [each for each in _columns.values() if kind in (None, each.kind)]


def public_targets() -> dict[str, set[str]]:
    """By kind every address and every number that stands somewhere for visitors; each once. Pages are read once."""
    found: dict[str, set[str]] = {kind: set() for kind in LinkCheck.Kind.values}
    for column in columns():
        values = column.filled().values_list(column.name, flat=True).distinct()
        found[column.kind].update(map(str, values.iterator(chunk_size=2000)))
    for _page, link in written():
        found[link.kind].add(link.target)
    return found


def holders(targets: Collection[tuple[str, str]]) -> Iterator[tuple[tuple[str, str], Shown]]:
    """For each public record or page that shows one of ``targets``, pairs of kind and target: a query for each column and
    each class of pages."""
    for kind in {kind for kind, _target in targets}:
        mine = [target for each, target in targets if each == kind]
        for column in columns(kind):
            found = column.filled().filter(**{f"{column.name}__in": mine})
            for row in found.select_related(column.record) if column.record else found:
                yield (kind, getattr(row, column.name)), Shown(column.record_of(row))
    for page, link in written() if targets else ():
        if (link.kind, link.target) in targets:
            yield (link.kind, link.target), Shown(page, link.where, link.block_id)
