"""One nested JSON record, flattened: nothing is handed on before what it points to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, gettext_noop

from harbor_wagtail.directory.importing.readers import older
from harbor_wagtail.directory.importing.readers.shape import Reporter, Role, made_id, role_of, scalar, shape
from harbor_wagtail.directory.importing.readers.vocabulary import (
    CHILDREN,
    FIELDS,
    LINKS,
    MAIN_FIELD,
    NOT_KEPT,
    PARENTS,
    column_key,
    table_kind,
)
from harbor_wagtail.directory.importing.rows import Item, Problem, Row

DEEPEST = 16
Record = dict[str, Any]
#: Keys of older JSON, by the table whose rows they hold.
_OLDER_CHILDREN = {
    "physical_addresses", "postal_addresses", "mail_addresses", "mail_address", "regular_schedules", "regular_schedule",
    "holiday_schedules", "holiday_schedule", "accessibility_for_disabilities", "service_taxonomys", "service_taxonomies",
    "service_attributes", "other_attributes", "eligibilitys", "eligibilities", "eligibility", "payments_accepted",
}  # fmt: skip
_MERGED = {"eligibility", "payment_accepted"}


@dataclass(frozen=True)
class Flattener:
    """Turns the records of one file (or list) into rows."""

    file: str
    reporter: Reporter

    def flatten(self, record: Record, kind: str, row: int) -> Iterator[Item]:
        """All rows of one top-level record."""
        yield from self._emit(record, kind, {}, row, row, 0)

    def _emit(
        self, record: Record, table: str, links: dict[str, str], row: int, number: int, depth: int
    ) -> Iterator[Item]:
        kind = older.OLD_TABLES.get(table, (table, {}))[0]
        if depth > DEEPEST:
            yield Problem(
                self.file,
                row,
                kind,
                "",
                gettext_noop("The record is nested too deeply."),
                gettext_noop("Export it with less nesting."),
                True,
            )
            return
        links, children = dict(links), []
        pairs: list[tuple[Role, object]] = []
        for key, value in record.items():
            name = column_key(key)
            if name in NOT_KEPT:
                if value:
                    yield from self.reporter.not_kept(name, row)
            elif name in PARENTS and isinstance(value, dict):
                yield from self._parent(name, value, kind, links, row, depth)
            elif (child := _child(kind, name)) and not _is_word(kind, name, value):
                children.append((child, value if isinstance(value, list) else [value]))
            else:
                yield from self._pair(kind, key, value, row, pairs)
        yield from self._itself(table, kind, pairs, links, children, row, number, depth)

    def _parent(
        self, name: str, value: Record, kind: str, links: dict[str, str], row: int, depth: int
    ) -> Iterator[Item]:
        parent, link = PARENTS[name]
        owner = {"organization": links["organization"]} if parent == "program" and "organization" in links else {}
        id = ""
        for item in self._emit(value, parent, owner, row, 1, depth + 1):
            if isinstance(item, Row) and item.kind == parent:
                id = item.id or id
            yield item
        if id:
            links[link] = id

    def _pair(self, kind: str, key: str, value: object, row: int, pairs: list[tuple[Role, object]]) -> Iterator[Item]:
        role = role_of(kind, key)
        if role[0] == "unknown":
            if value not in (None, "", [], {}):
                yield from self.reporter.unknown(kind, f"{kind}.{key}", row)
            return
        try:
            pairs.append((role, scalar(value)))
        except TypeError:
            told = gettext("‘%(kind)s.%(key)s’ holds a list or an object where one value belongs; it was left out.") % {
                "kind": kind,
                "key": key,
            }
            yield from self.reporter.once(f"{kind}.{key}", told, gettext_noop("Give one text or number."), row)

    def _itself(
        self, table: str, kind: str, pairs: list[tuple[Role, object]], links: dict[str, str],
        children: list[tuple[str, list[Any]]], row: int, number: int, depth: int,
    ) -> Iterator[Item]:  # fmt: skip
        self._merge(pairs, children)
        items = list(shape(table, pairs, links, self.file, row))
        if not items or not isinstance(items[0], Row):
            yield from items
            return
        own = items[0]
        if not own.id and any(values for _, values in children):
            # Never a person's name: ids are kept and logged.
            name = own.values.get({"contact": "title", "phone": "number"}.get(kind, "name"))
            own = Row(
                kind,
                made_id(kind, name, next(iter(own.links.values()), ""), number),
                own.values,
                own.links,
                own.file,
                row,
            )
        yield own
        yield from items[1:]
        child_links = {kind: own.id}
        if kind in ("contact", "phone"):
            child_links |= {name: id for name, id in own.links.items() if name in LINKS[kind].values()}
        for child, records in sorted(children, key=lambda pair: _place(pair[0])):
            for index, record in enumerate(records, start=1):
                yield from self._one_child(child, record, child_links, row, index, depth)

    def _one_child(
        self, table: str, record: object, links: dict[str, str], row: int, number: int, depth: int
    ) -> Iterator[Item]:
        kind = older.OLD_TABLES.get(table, (table, {}))[0]
        if isinstance(record, (str, int)) and not isinstance(record, bool) and kind in MAIN_FIELD:
            record = {MAIN_FIELD[kind]: record}
        if isinstance(record, dict):
            allowed = links if kind != "attribute" else _owner_of_attribute(links)
            yield from self._emit(record, table, allowed, row, number, depth + 1)
        elif record is not None:
            told = gettext("A %(kind)s is given as something that is not a record; it was left out.") % {"kind": kind}
            yield from self.reporter.once(kind, told, gettext_noop("Give an object with its fields."), row)

    def _merge(self, pairs: list[tuple[Role, object]], children: list[tuple[str, list[Any]]]) -> None:
        """Eligibility and payments of HSDS 1.x and 2.x JSON become part of their service."""
        found: dict[str, object] = {}
        payments: list[object] = []
        for table, records in [pair for pair in children if pair[0] in _MERGED]:
            children.remove((table, records))
            for record in records:
                values = record if isinstance(record, dict) else {"eligibility": record, "payment": record}
                for name in ("minimum_age", "maximum_age", "eligibility"):
                    if (
                        table == "eligibility"
                        and values.get(name) is not None
                        and not isinstance(values[name], (dict, list))
                    ):
                        role = "eligibility_description" if name == "eligibility" else name
                        text = scalar(values[name])
                        found[role] = f"{found[role]}\n{text}" if name == "eligibility" and role in found else text
                if table == "payment_accepted" and not isinstance(values.get("payment"), (dict, list)):
                    payments.append(values.get("payment"))
        given = {name for (sort, name), value in pairs if sort == "field" and value is not None}
        pairs.extend((("field", name), value) for name, value in found.items() if name not in given)
        if payments:
            pairs.append((("special", "accepted_payments"), ", ".join(str(payment) for payment in payments if payment)))


def _child(kind: str, key: str) -> str:
    """The object (or older table) a key of ``kind`` holds; ``""`` if it is a field."""
    if key in CHILDREN and (key not in FIELDS[kind] or key in ("funding",)):
        return CHILDREN[key]
    table = table_kind(key) if key in _OLDER_CHILDREN else ""
    return "" if table in _MERGED and kind != "service" else table


def _is_word(kind: str, key: str, value: object) -> bool:
    """Older JSON has plain texts where 3.2 has rows: ``"languages": "English, Spanish"``, ``"eligibility": "…"``."""
    return isinstance(value, str) and role_of(kind, key)[0] in ("special", "alias", "field")


def _owner_of_attribute(links: dict[str, str]) -> dict[str, str]:
    """An attribute belongs to the record it stands in alone, not to that record's parent."""
    return dict(list(links.items())[:1])


def _place(table: str) -> int:
    kinds = list(dict.fromkeys(CHILDREN.values()))
    kind = older.OLD_TABLES.get(table, (table, {}))[0]
    return kinds.index(kind) if kind in kinds else len(kinds)
