"""What became of a record while its form was open: somebody else's change is not undone without a word, and an address that
was erased does not come back with a form that was opened before.

A form carries ``seen``: a keyed mark of each fact as it was shown, and the number of the last erasure. The marks stay in
the form; nothing of them is stored.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from modelcluster.models import get_all_child_relations, get_serializable_data_for_fields

from harbor_wagtail.admin.marks import mark
from harbor_wagtail.directory import erasures, locks
from harbor_wagtail.directory.models import Location, Organization
from harbor_wagtail.directory.redaction import organizations_at

#: Of a child row: its key and place in the order are given anew whenever somebody publishes.
_NO_FACTS = frozenset({"pk", "sort_order"})


@dataclass(frozen=True)
class Seen:
    """What was shown: ``marks`` by field or relation, ``erased`` the last erasure before, ``owner`` the organization,
    ``rows`` what each row is the row of, by relation and key."""

    marks: dict[str, str] = field(default_factory=dict)
    erased: int = 0
    owner: int | None = None
    rows: dict[str, dict[str, str]] = field(default_factory=dict)

    def write(self) -> str:
        return json.dumps([self.erased, self.owner, self.marks, self.rows], separators=(",", ":"))


def read(text: Any) -> Seen | None:
    """What a form brings back; ``None`` where it says nothing that can be read (a form that is no browser's)."""
    try:
        erased, owner, marks, rows = json.loads(text)
    except (TypeError, ValueError):
        return None
    known = isinstance(erased, int) and isinstance(owner, int | None)
    whole = isinstance(marks, dict) and isinstance(rows, dict) and all(isinstance(each, dict) for each in rows.values())
    return Seen(marks, erased, owner, rows) if known and whole else None


def owner_of(record: Any) -> int | None:
    """The organization whose words an erasure at the record would reach."""
    return record.pk if isinstance(record, Organization) else getattr(record, "organization_id", None)


def erased_since(seen: Seen, record: Any) -> bool:
    """Whether an address was erased that what was shown may still hold."""
    places = set(erasures.since(seen.erased).values_list("location_id", flat=True))
    if not places:
        return False
    found = {place.pk: place for place in Location.objects.filter(pk__in=places)}
    reached = {pk for place in found.values() for pk in organizations_at(place)}
    mine = {seen.owner, owner_of(record)} - {None}
    # Of a place that is gone, nobody can say any more whose it was.
    return bool(places - set(found)) or bool(mine & reached) or (isinstance(record, Location) and record.pk in places)


def hold(record: Any) -> None:
    """Make others who would write the record wait for the end of the transaction. A service takes its organization
    along: organizations first, as in an import, or the two might wait for each other."""
    models: list[tuple[Any, Any]] = [(Organization, owner_of(record)), (type(record), record.pk)]
    for model, pk in models:
        locks.hold_by_writing(model._default_manager.filter(pk=pk), "last_modified")


def marks(record: Any, columns: Iterable[str]) -> dict[str, str]:
    """A mark of each of these columns and of all rows below the record, by name."""
    here = {column.name for column in (*record._meta.fields, *record._meta.many_to_many)}
    facts: dict[str, Any] = {name: _value(record, name) for name in columns if name in here}
    for relation in get_all_child_relations(type(record)):
        name = relation.get_accessor_name()
        aside = {*_NO_FACTS, relation.field.name}
        facts[name] = [_facts(row, aside) for row in _rows(record, name)]
    return {name: mark(value) for name, value in facts.items()}


def rows(record: Any, relations: Iterable[str]) -> dict[str, dict[str, str]]:
    """By relation, the key of each stored row and what it is the row of, which stays when an import writes it anew."""
    return {
        name: {str(row.pk): _identity(row) for row in _rows(record, name) if row.pk is not None} for name in relations
    }


def _identity(row: Any) -> str:
    return str(getattr(row, "locale_id", None) or getattr(row, "hsds_id", None) or getattr(row, "question", row.pk))


def changed(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Names of what is not as it was shown. What one of the two does not have, nobody can compare."""
    return [name for name in before if name in now and before[name] != now[name]]


def _rows(record: Any, name: str) -> list[Any]:
    """They stay with the record in memory, so that its form asks for them no second time."""
    rows: list[Any] = getattr(record, name).get_object_list()
    return rows


def _value(record: Any, name: str) -> Any:
    column = record._meta.get_field(name)
    if column.many_to_many:
        return sorted(str(each.pk) for each in _rows(record, name))
    return column.value_from_object(record)


def _facts(row: Any, aside: set[str]) -> dict[str, Any]:
    return {name: value for name, value in get_serializable_data_for_fields(row).items() if name not in aside}
