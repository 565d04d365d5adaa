# ruff: noqa: S608  (only constants of ours are written into the SQL; values are parameters)
"""The tables every engine shares, and the few things each does in its own way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from harbor_wagtail.directory.search.analyser import QueryWord

#: One row per service, place (if any) and language; what it is tagged with; which version of all this is installed.
ROW = "harbor_search_row"
FACET = "harbor_search_facet"
STATE = "harbor_search_state"

#: How much more a word counts in a name, or among the terms a service is filed under, than in a description.
NAMES, TERMS, BODY = 100, 20, 1


@dataclass(frozen=True, slots=True)
class Words:
    """The analysed words of one row, by weight. A word stands once in each list, however often it is written."""

    names: Sequence[str]
    terms: Sequence[str]
    body: Sequence[str]


#: Columns of :data:`ROW` apart from its id and the engine's own, in the order in which rows are written. No column
#: holds or is derived from an address: where a place is, is asked of the place itself when somebody searches.
COLUMNS: dict[str, models.Field[Any, Any]] = {
    "service_id": models.BigIntegerField(),
    "organization_id": models.BigIntegerField(),
    "location_id": models.BigIntegerField(null=True),
    "locale": models.CharField(max_length=100),
    "fallback": models.BooleanField(),
    "sort_name": models.CharField(max_length=200),
    "min_age": models.FloatField(null=True),
    "max_age": models.FloatField(null=True),
    "all_ages": models.BooleanField(),
    "status": models.CharField(max_length=20),
    "status_expires_at": models.DateTimeField(null=True),
    "starts_at": models.DateTimeField(null=True),
    "expires_at": models.DateTimeField(null=True),
    "county": models.CharField(max_length=5),
    "checked_on": models.DateField(null=True),
}


def page_by_limit(columns: str, order: str, per_page: int) -> str:
    """The same as :meth:`Engine.page`, twice as fast where LIMIT and OFFSET may be worked out by the statement."""
    return (
        f"SELECT {columns} FROM one CROSS JOIN tally ORDER BY {order} "
        f"LIMIT {per_page} OFFSET (SELECT skipped FROM tally)"
    )


class Engine:
    """Creates the tables, writes the words of rows, and says in SQL which rows have the words of a question."""

    #: Part of the version: another engine needs other tables.
    name: ClassVar[str]
    #: Tables of its own, in the order in which they can be dropped.
    own_tables: ClassVar[tuple[str, ...]] = ()

    #: How to say that a step of a statement is to be worked out once, where the database can be told.
    materialized: ClassVar[str] = ""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def create(self, cursor: Any, version: str) -> None:
        self.create_index(cursor)
        cursor.execute(f"CREATE TABLE {STATE} (version {self._type(models.CharField(max_length=200))} NOT NULL)")
        cursor.execute(f"INSERT INTO {STATE} (version) VALUES (%s)", [version])

    def create_index(self, cursor: Any) -> None:
        """Create all tables but the one that holds the version."""
        self._create_rows(cursor)
        self._create_facets(cursor)

    def write_words(self, cursor: Any, rows: Iterable[tuple[int, Words]]) -> None:
        """Write the words of new rows, given by their ids."""
        raise NotImplementedError

    def delete_words(self, cursor: Any, which: str) -> None:
        """Delete the words of rows; ``which`` is their ids, separated by commas."""
        raise NotImplementedError

    def hits(self, words: Sequence[QueryWord], *, every: bool) -> tuple[str, list[Any]]:
        """SQL giving ``row_id`` and ``score`` (lower is better) of rows that have every word, or any of them."""
        raise NotImplementedError

    def one_per_service(self, far: str) -> str:
        """SQL that takes the best row of each service from ``placed``; ``far`` orders rows that stand alike."""
        return (
            f"SELECT * FROM (SELECT placed.*, {far} AS far, ROW_NUMBER() OVER (PARTITION BY service_id "
            f"ORDER BY standing, {far}, COALESCE(location_id, 0)) AS nth FROM placed WHERE standing IS NOT NULL) numbered "
            "WHERE nth = 1"
        )

    def page(self, columns: str, order: str, per_page: int) -> str:
        """SQL that cuts a page out of ``one``, after the number of rows that ``tally`` says are skipped."""
        return (
            f"SELECT {columns} FROM (SELECT one.*, ROW_NUMBER() OVER (ORDER BY {order}) AS place FROM one) ranked "
            f"CROSS JOIN tally WHERE place > skipped AND place <= skipped + {per_page} ORDER BY place"
        )

    def empty(self, cursor: Any) -> None:
        """Take out all rows."""
        for table in (*self.own_tables, FACET, ROW):
            cursor.execute(f"DELETE FROM {table}")

    def analyze(self, cursor: Any) -> None:
        """Count what is in the tables, without which the planner chooses badly."""

    def forget(self, cursor: Any) -> None:
        """Leave nothing of deleted rows in the index itself."""

    def _type(self, field: models.Field[Any, Any]) -> str:
        return str(field.db_type(self.connection))

    def _create_rows(self, cursor: Any) -> None:
        key = models.BigAutoField(primary_key=True)
        columns = [f"id {self._type(key)} NOT NULL PRIMARY KEY {key.db_type_suffix(self.connection) or ''}".rstrip()]
        columns += [
            f"{name} {self._type(field)} {'NULL' if field.null else 'NOT NULL'}" for name, field in COLUMNS.items()
        ]
        cursor.execute(f"CREATE TABLE {ROW} ({', '.join(columns)})")
        cursor.execute(f"CREATE INDEX {ROW}_service ON {ROW} (service_id)")
        cursor.execute(f"CREATE INDEX {ROW}_locale ON {ROW} (locale)")

    def _create_facets(self, cursor: Any) -> None:
        big, kind, value = (
            self._type(field)
            for field in (models.BigIntegerField(), models.CharField(max_length=20), models.CharField(max_length=255))
        )
        cursor.execute(
            f"CREATE TABLE {FACET} (row_id {big} NOT NULL, kind {kind} NOT NULL, value {value} NOT NULL, "
            "PRIMARY KEY (row_id, kind, value))"
        )
        cursor.execute(f"CREATE INDEX {FACET}_value ON {FACET} (kind, value, row_id)")
