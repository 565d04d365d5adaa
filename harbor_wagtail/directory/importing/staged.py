"""How rows lie in the staging table.

A record (organization, program, service, location, service-at-location) and a word of a vocabulary lies under its own
HSDS id. A child row lies under the id of its *parent*, with a kind that names both (``svc/phone``): applying goes
record by record and the index answers "everything below these services". The same child of five parents lies there
five times. Kinds that begin with ``?`` wait for a parent that is itself a child (the phone of a contact), ``@`` says
where such a child hangs, ``!`` marks a refused record so that its children can be told why.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, router

from harbor_wagtail.directory.importing import bulk
from harbor_wagtail.directory.models import StagedRow

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from harbor_wagtail.directory.models import ImportBatch

CHUNK = 1000

#: Parents of child rows, and how they are written in a staged kind.
SHORT: dict[str, str] = {"organization": "org", "service": "svc", "location": "loc", "service_at_location": "sal"}
LONG: dict[str, str] = {short: parent for parent, short in SHORT.items()}

#: Kinds with a row of their own, in the order in which they are applied.
VOCABULARY = ("taxonomy", "taxonomy_term", "unit")
RECORDS = ("organization", "program", "service", "location", "service_at_location")
OWN_ROW = (*VOCABULARY, *RECORDS)

#: Links without which a record cannot be.
NEEDED: dict[str, tuple[str, ...]] = {
    "program": ("organization",),
    "service": ("organization",),
    "service_at_location": ("service", "location"),
}

WAITING, LOCATOR, REFUSED = "?", "@", "!"
CONFIDENTIAL, HIDDEN, HAS_ADDRESS, ADDRESS = "_confidential", "_hidden", "_has_address", "_address"
#: Attributes that lost an address-like passage.
LOST = "_lost"


def child_kind(parent: str, kind: str) -> str:
    return f"{SHORT[parent]}/{kind}"


def parent_and_kind(staged_kind: str) -> tuple[str, str]:
    """``svc/phone`` → (``service``, ``phone``)."""
    short, _, kind = staged_kind.partition("/")
    return LONG[short], kind


def is_child(staged_kind: str) -> bool:
    return "/" in staged_kind


@dataclass(slots=True, eq=False)
class Line:
    """A row of the staging table, without the weight of a model. ``pk`` is 0 until it is written and read again."""

    kind: str
    key: uuid.UUID
    file: str
    row: int
    values: dict[str, Any] = field(default_factory=dict)
    links: dict[str, Any] = field(default_factory=dict)
    source_id: str = ""
    pk: int = 0


COLUMNS = ("kind", "key", "file", "row", "values", "links", "source_id")


def rows(batch: ImportBatch, *kinds: str) -> QuerySet[Any]:
    return StagedRow.objects.filter(batch=batch, kind__in=kinds)


def lines(queryset: QuerySet[Any]) -> Iterator[Line]:
    """The rows of a queryset of staged rows."""
    try:
        sql, params = queryset.values_list(*COLUMNS, "pk").query.get_compiler(using=_alias()).as_sql()
    except EmptyResultSet:  # asked for no kind at all
        return iter(())
    return map(_line, _fetched(sql, params))


def below(batch: ImportBatch, kinds: Sequence[str], keys: Iterable[uuid.UUID]) -> Iterator[Line]:
    """Rows of some kinds under some keys; those of one key in the order of the file.

    A queryset looks at every key of every query four times, which came to a tenth of an import.
    """
    if not kinds:
        return
    connection = connections[_alias()]
    to_key = bulk.converter(StagedRow._meta.get_field("key"), connection)
    for piece in pieces(keys):
        sql = _select_below(connection.ops.quote_name, len(kinds), len(piece))
        yield from map(_line, _fetched(sql, [batch.pk, *kinds, *map(to_key, piece)]))


def _select_below(quote: Callable[[str], str], kinds: int, keys: int) -> str:
    columns = ", ".join(quote(name) for name in (*COLUMNS, "id"))
    return (
        f"SELECT {columns} FROM {quote(StagedRow._meta.db_table)} WHERE {quote('batch_id')} = %s"  # noqa: S608
        f" AND {quote('kind')} IN ({_marks(kinds)}) AND {quote('key')} IN ({_marks(keys)}) ORDER BY {quote('id')}"
    )


def _marks(count: int) -> str:
    return ", ".join(["%s"] * count)


def _alias() -> str:
    return router.db_for_write(StagedRow)


def _fetched(sql: str, params: Sequence[Any]) -> list[Any]:
    with connections[_alias()].cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def _line(cells: Sequence[Any]) -> Line:
    """A row as the driver gives it: ids as text where the database has none, JSON as text."""
    kind, key, file, row, values, links, source_id, pk = cells
    key = key if isinstance(key, uuid.UUID) else uuid.UUID(key)
    return Line(kind, key, file, row, _json(values), _json(links), source_id, pk)


def _json(text: Any) -> dict[str, Any]:
    return {} if text == "{}" else json.loads(text)


def in_chunks(queryset: QuerySet[Any], size: int = CHUNK) -> Iterator[list[Line]]:
    """All rows in the order of the file, a chunk at a time, without a cursor that writes would disturb."""
    last = 0
    while chunk := list(lines(queryset.filter(pk__gt=last).order_by("pk")[:size])):
        last = chunk[-1].pk
        yield chunk


def write(batch: ImportBatch, new: Iterable[Line]) -> None:
    cells = ((batch.pk, one.kind, one.key, one.file, one.row, one.values, one.links, one.source_id) for one in new)
    bulk.insert(StagedRow, ("batch_id", *COLUMNS), cells)


def rewrite(changed: Iterable[Line]) -> None:
    """Write the values, links and source ids of rows anew."""
    cells = ((one.pk, (one.values, one.links, one.source_id)) for one in changed)
    bulk.change(StagedRow, ("values", "links", "source_id"), cells)


def drop(gone: Iterable[Line]) -> None:
    for piece in pieces(one.pk for one in gone):
        bulk.delete(StagedRow.objects.filter(pk__in=piece))


def pieces(items: Iterable[Any], size: int = 500) -> Iterator[list[Any]]:
    """Lists short enough to be parameters of one query, on SQLite too."""
    piece: list[Any] = []
    for item in items:
        piece.append(item)
        if len(piece) == size:
            yield piece
            piece = []
    if piece:
        yield piece


def rows_kinds(batch: ImportBatch) -> list[str]:
    """Every staged kind of a batch, in alphabetical order."""
    kinds = StagedRow.objects.filter(batch=batch).order_by("kind").values_list("kind", flat=True)
    return list(kinds.distinct())
