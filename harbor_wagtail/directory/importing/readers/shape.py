"""From named values, as any file gives them, to rows in the words of HSDS 3.2."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext, gettext_noop

from harbor_wagtail.directory.importing.readers import older
from harbor_wagtail.directory.importing.readers.vocabulary import ENOUGH, FIELDS, LINKS, NOT_KEPT, column_key
from harbor_wagtail.directory.importing.rows import Item, Problem, Row, problem_with, shorten
from harbor_wagtail.directory.importing.values.addresses import is_confidential_column, looks_like_address
from harbor_wagtail.directory.importing.values.bad import BadValue
from harbor_wagtail.directory.importing.values.free_text import is_surely_an_address
from harbor_wagtail.directory.importing.values.ids import source_id
from harbor_wagtail.directory.importing.values.text import clean, slug

#: (sort, name): id, field, alias, link, special, confidential, unknown.
Role = tuple[str, str]


@dataclass
class Reporter:
    """Says a thing about a column once per file, not once per row."""

    file: str
    said: set[tuple[str, str]] = field(default_factory=set)

    def once(self, column: str, problem: str, fix: str, row: int = 0, key: str = "") -> Iterator[Problem]:
        if (column, key or problem) not in self.said:
            self.said.add((column, key or problem))
            yield Problem(self.file, row, shorten(column), "", problem, fix)

    def unknown(self, kind: str, column: str, row: int = 0) -> Iterator[Problem]:
        told = gettext("‘%(column)s’ is not a field of HSDS %(kind)s; it was left out.") % {
            "column": shorten(column),
            "kind": kind,
        }
        yield from self.once(
            column, told, gettext_noop("Rename it if it is one under another name."), row, f"unknown {kind}"
        )

    def not_kept(self, table: str, row: int = 0) -> Iterator[Problem]:
        yield from self.once(
            table,
            gettext("‘%(table)s’ was not read: %(why)s") % {"table": table, "why": gettext(NOT_KEPT[table])},
            gettext_noop("Nothing to do."),
            row,
        )


@lru_cache(maxsize=4096)
def role_of(kind: str, column: str) -> Role:
    """What a column (or JSON key) of an object is for."""
    key = column_key(column)
    if key == "id":
        return "id", ""
    if key in FIELDS.get(kind, ()) or key in older.fields_of_merged(kind):
        return "field", key
    link = LINKS.get(kind, {}).get(key) or older.OLD_LINKS.get(kind, {}).get(key)
    if link:
        return "link", link
    if key in older.SPECIAL.get(kind, ()):
        return "special", key
    if key in older.ALIASES.get(kind, {}):
        return "alias", older.ALIASES[kind][key]
    if is_confidential_column(column):
        return "confidential", "confidential"
    return "unknown", column


def roles_of(kind: str, columns: Iterable[str]) -> dict[str, Role]:
    """The roles of a table's columns. Without an ``id``, ``service_id`` is the id of a service, and ``taxonomy_id``
    that of a term."""
    roles = {column: role_of(kind, column) for column in columns if column}
    if ("id", "") not in roles.values():
        own = f"{kind}_id" if kind != "taxonomy_term" else "taxonomy_id"
        roles |= {column: ("id", "") for column in roles if column_key(column) == own}
    return roles


def shape(
    table: str,
    pairs: Iterable[tuple[Role, object]],
    links: Mapping[str, str],
    file: str,
    row: int,
    columns: Mapping[str, str] | None = None,
) -> Iterator[Item]:
    """One row of ``table`` (an object or an older table), and the rows its older columns have become.

    A value nobody can place makes a refused ``Problem`` instead; ``columns`` says how the file calls the fields.
    """
    kind, values = older.OLD_TABLES.get(table, (table, {}))
    values, own_links, special, id = dict(values), dict(links), {}, ""
    aliases: dict[str, object] = {}
    for (sort, name), value in pairs:
        if sort == "field":
            values[name] = value if value is not None or name not in values else values[name]
        elif sort == "alias":
            aliases.setdefault(name, value)
        elif sort == "link":
            if text := source_id(value):
                own_links[name] = text
        elif sort == "id":
            id = id or source_id(value)
        elif sort == "special":
            special[name] = source_id(value) if name.endswith("_id") else value
        elif sort == "confidential":
            values[name] = value if values.get(name) is None else values[name]
    for name, value in aliases.items():
        if values.get(name) is None:
            values[name] = value
    try:
        parts = list(older.finish((kind, id, values, own_links), special))
    except BadValue as bad:
        column = (columns or {}).get("weekday", "weekday")
        yield problem_with(bad, file=file, row=row, column=column, value=special.get("weekday"), refused=True)
        return
    for part_kind, part_id, part_values, part_links in parts:
        if part_kind == "service_at_location" and not part_id and {"service", "location"} <= part_links.keys():
            part_id = f"{part_links['service']}@{part_links['location']}"
        yield Row(part_kind, part_id, part_values, part_links, file, row)


def says_enough(row: Row) -> bool:
    """Whether a row with missing cells is still a row: it has an id, and what it is about."""
    fields = ENOUGH.get(row.kind)
    if fields is not None:
        return any(row.values.get(name) for name in fields)
    return bool(row.links) or any(value is not None for value in row.values.values())


def scalar(value: Any) -> object:
    """A JSON value as a row holds it; text cleaned, numbers plain. Raises ``TypeError`` for objects and arrays."""
    if isinstance(value, str):
        return clean(value) or None
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, (Decimal, float)):
        number = float(value)
        if number != number or number in (float("inf"), float("-inf")):
            return str(value)
        return number
    if isinstance(value, list) and all(isinstance(item, (str, int, Decimal)) for item in value):
        return clean(",".join(str(item) for item in value)) or None
    raise TypeError


def made_id(kind: str, name: object, parent: str, number: int) -> str:
    """An id for a record that has none but has rows hanging on it: its name within its parent, else its place there.

    Never a name that is an address: ids are kept, and a digest of an address would give it away.
    """
    if looks_like_address(name) if kind == "location" else is_surely_an_address(name):
        name = None
    own = f"{kind}:{slug(name) if name else number}"
    return f"{parent}/{own}" if parent else own
