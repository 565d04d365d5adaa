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
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
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


Links = dict[str, Any]
COLUMNS = ("kind", "key", "file", "row", "values", "links", "source_id")


def rows(batch: ImportBatch, *kinds: str) -> QuerySet[Any]:
    return StagedRow.objects.filter(batch=batch, kind__in=kinds)


def lines(queryset: QuerySet[Any]) -> Iterator[Line]:
    """The rows of a queryset of staged rows."""
    return map(_line, _cells_of(queryset, *COLUMNS, "pk"))


def _cells_of(queryset: QuerySet[Any], *columns: str) -> list[Any]:
    """Columns as the driver gives them, which a queryset would convert again."""
    try:
        sql, params = queryset.values_list(*columns).query.get_compiler(using=_alias()).as_sql()
    except EmptyResultSet:  # asked for no kind at all
        return []
    return _fetched(sql, params)


def below(batch: ImportBatch, kinds: Sequence[str], keys: Iterable[uuid.UUID]) -> Iterator[Line]:
    """Rows of some kinds under some keys; those of one key in the order of the file."""
    for found in _under(batch, kinds, keys, (*COLUMNS, "id")):
        yield from map(_line, sorted(found, key=itemgetter(-1)))


def known(batch: ImportBatch, kind: str, keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Which of these keys have rows of a kind, with the id each has at its source (``""`` for none)."""
    found = (cells for piece in _under(batch, [kind], keys, ("key", "source_id")) for cells in piece)
    return {_key(key): source_id for key, source_id in found}


def _under(
    batch: ImportBatch, kinds: Sequence[str], keys: Iterable[uuid.UUID], columns: Sequence[str]
) -> Iterator[list[Any]]:
    """Columns of the rows under some keys, in no order, 500 keys at a time.

    A queryset looks at every key of every query four times, which came to a tenth of an import.
    """
    if not kinds:
        return
    connection = connections[_alias()]
    for piece in pieces(keys):
        if connection.vendor == "postgresql":
            sql = _SELECT_EACH.format(columns=_names(columns))
            yield _fetched(sql, [[batch.pk], list(kinds), bulk.array(piece)])
        else:
            sql = _SELECT_ALL.format(columns=_names(columns), kinds=_marks(kinds), keys=_marks(piece))
            yield _fetched(sql, [batch.pk, *kinds, *(key.hex for key in piece)])


#: No ORDER BY: for its sake SQLite goes through the whole batch, which lies in that order, and not to the keys.
_SELECT_ALL = (
    f"SELECT {{columns}} FROM {StagedRow._meta.db_table} "  # noqa: S608
    "WHERE batch_id = %s AND kind IN ({kinds}) AND key IN ({keys})"
)
#: Nobody has counted what was staged just now: PostgreSQL takes it for few rows, and would read all of a kind or of the
#: batch each time. OFFSET 0 makes it go to each key of each kind. Where it has counted, it has not heard of this batch, and would
#: go through all its rows, which it takes for one, at each key: so it is not told before which batch it is.
_SELECT_EACH = (
    "SELECT {columns} FROM unnest(%s::bigint[]) AS batches (wanted) CROSS JOIN unnest(%s::text[]) AS kinds (wanted) "  # noqa: S608
    f"CROSS JOIN unnest(%s::uuid[]) AS keys (wanted) CROSS JOIN LATERAL (SELECT * FROM {StagedRow._meta.db_table} AS waiting "
    "WHERE waiting.batch_id = batches.wanted AND waiting.kind = kinds.wanted AND waiting.key = keys.wanted OFFSET 0) AS found"
)


def _names(columns: Sequence[str]) -> str:
    quote = connections[_alias()].ops.quote_name
    return ", ".join(map(quote, columns))


def _marks(items: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(items))


def _alias() -> str:
    return router.db_for_write(StagedRow)


def _fetched(sql: str, params: Sequence[Any]) -> list[Any]:
    with connections[_alias()].cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


#: The same ids come again and again: as a record's own, in links to it, above each of its children.
as_key = lru_cache(maxsize=8192)(uuid.UUID)


def _line(cells: Sequence[Any]) -> Line:
    """A row as the driver gives it: ids as text where the database has none, JSON as text."""
    kind, key, file, row, values, links, source_id, pk = cells
    return Line(kind, _key(key), file, row, _json(values), _json(links), source_id, pk)


def _key(cell: Any) -> uuid.UUID:
    return cell if isinstance(cell, uuid.UUID) else as_key(cell)


#: Without what ``json.loads`` asks of each text: how it is encoded, whether there are hooks.
_decoded = json.JSONDecoder().decode


def _json(text: Any) -> dict[str, Any]:
    return {} if text == "{}" else _decoded(text)


def in_chunks(queryset: QuerySet[Any], size: int = CHUNK) -> Iterator[list[Line]]:
    """All rows in the order of the file, a chunk at a time, without a cursor that writes would disturb."""
    last = 0
    while chunk := list(lines(queryset.filter(pk__gt=last).order_by("pk")[:size])):
        last = chunk[-1].pk
        yield chunk


def links_in_chunks(batch: ImportBatch, kind: str, size: int = CHUNK) -> Iterator[list[tuple[int, uuid.UUID, Links]]]:
    """(pk, key, links) of all rows of a kind, likewise: for who does not need what they say, which is most of a row."""
    last, of_kind = 0, rows(batch, kind).order_by("pk")
    while found := _cells_of(of_kind.filter(pk__gt=last)[:size], "pk", "key", "links"):
        last = found[-1][0]
        yield [(pk, _key(key), _json(links)) for pk, key, links in found]


def write(batch: ImportBatch, new: Iterable[Line]) -> None:
    cells = ((batch.pk, one.kind, one.key, one.file, one.row, one.values, one.links, one.source_id) for one in new)
    bulk.insert(StagedRow, ("batch_id", *COLUMNS), cells)


def count_rows() -> None:
    """Let PostgreSQL count what is waiting. It does so by itself, once a minute or so; what it knows until then is of an import
    before this one, or that there is nothing, and it goes by an index of whole batches as gladly as by that of keys. Of a table
    that belongs to somebody else it only warns; one that is being counted is left.
    """
    connection = connections[_alias()]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE (SKIP_LOCKED) {StagedRow._meta.db_table} (batch_id, kind, key)")


def rewrite(changed: Iterable[Line]) -> None:
    """Write the values, links and source ids of rows anew."""
    cells = ((one.pk, (one.values, one.links, one.source_id)) for one in changed)
    bulk.change(StagedRow, ("values", "links", "source_id"), cells)


def drop(gone: Iterable[Line]) -> None:
    for piece in pieces(one.pk for one in gone):
        bulk.delete(StagedRow.objects.filter(pk__in=piece))


def pieces(items: Iterable[Any], size: int = 500) -> Iterator[list[Any]]:
    """Lists short enough to be parameters of one query, on SQLite too."""
    return bulk.pieces(items, size)


def rows_kinds(batch: ImportBatch) -> list[str]:
    """Every staged kind of a batch, in alphabetical order."""
    kinds = StagedRow.objects.filter(batch=batch).order_by("kind").values_list("kind", flat=True)
    return list(kinds.distinct())
