# ruff: noqa: S608  (only constants of ours are written into the SQL; values are parameters)
"""The tables every engine shares, and the few things each does in its own way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from harbor_wagtail.directory.search.analyser import Concept

#: One row per service, place (if any) and language; what changed last; which version of all this is installed.
ROW = "harbor_search_row"
CHANGE = "harbor_search_change"
STATE = "harbor_search_state"

#: How much more a word counts in a name, or among the terms a service is filed under, than in a description.
NAMES, TERMS, BODY = 100, 20, 1
#: Rows that have all words are scored one by one up to so many, and those that have some of them. Of more, it counts
#: only where the words stand: five times as fast, and among rows that have all words it says nearly the same.
FEW, FEW_OF_SOME = 300, 2000
#: Words that stand in names, and in names or terms, are indexed once more behind these signs: which rows have them there
#: is read as quickly as which rows have them at all. No mark of a language begins so.
IN_NAMES, IN_NAMES_OR_TERMS = "_", "__"


@dataclass(frozen=True, slots=True)
class Words:
    """The analysed words of one row, by weight. A word stands once in each list, however often it is written."""

    names: Sequence[str]
    terms: Sequence[str]
    body: Sequence[str]

    def places(self) -> list[str]:
        """The words that say where a word stands."""
        better = dict.fromkeys([*self.names, *self.terms])
        return [*(IN_NAMES + word for word in self.names), *(IN_NAMES_OR_TERMS + word for word in better)]


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
    #: What it is tagged with, one "kind:value" a line, and when it is open (see timetable.py).
    "facets": models.TextField(),
    "schedule": models.TextField(),
}


class Engine:
    """Creates the tables, writes the words of rows, and says in SQL which rows have the words of a question."""

    #: Part of the version: another engine needs other tables.
    name: ClassVar[str]
    #: Tables of its own, in the order in which they can be dropped.
    own_tables: ClassVar[tuple[str, ...]] = ()

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def create(self, cursor: Any, version: str) -> None:
        self.create_index(cursor)
        self._create_changes(cursor)
        cursor.execute(f"CREATE TABLE {STATE} (version {self._type(models.CharField(max_length=200))} NOT NULL)")
        cursor.execute(f"INSERT INTO {STATE} (version) VALUES (%s)", [version])

    def create_index(self, cursor: Any) -> None:
        """Create the tables of rows and words."""
        self._create_rows(cursor)

    def write_words(self, cursor: Any, rows: Iterable[tuple[int, Words]]) -> None:
        """Write the words of new rows, given by their ids."""
        raise NotImplementedError

    def delete_words(self, cursor: Any, which: str) -> None:
        """Delete the words of rows; ``which`` is their ids, separated by commas."""
        raise NotImplementedError

    def hits(
        self, concepts: Sequence[Concept], between: tuple[int, int], *, every: bool, named: Sequence[Concept] = ()
    ) -> tuple[str, list[Any]]:
        """SQL giving the rows that have every concept, or any of them, with ids from and to ``between``.

        Of few rows: 0, the id, the score (lower is better). Of many: 1, their ids less the first of ``between`` as one
        text, parted by commas, and 0; then, where ``named`` are the concepts as words of names, 2, such a text of the rows
        that have them there (NULL for none), and 0.
        """
        raise NotImplementedError

    def rows(self, concepts: Sequence[Concept], between: tuple[int, int], *, every: bool) -> tuple[str, list[Any]]:
        """SQL giving, as one such text (NULL for none), all rows that have every concept, or any of them."""
        raise NotImplementedError

    def empty(self, cursor: Any) -> None:
        """Take out all rows."""
        for table in (*self.own_tables, ROW):
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

    def _create_changes(self, cursor: Any) -> None:
        big, token = self._type(models.BigIntegerField()), self._type(models.CharField(max_length=32))
        cursor.execute(f"CREATE TABLE {CHANGE} (version {big} NOT NULL, token {token} NOT NULL, service_id {big} NULL)")
        cursor.execute(f"CREATE INDEX {CHANGE}_version ON {CHANGE} (version)")
