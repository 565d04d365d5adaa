"""A nested HSDS organization as rows of tables.

A row that stands in several places (the same phone at an organization and at its service) is one row with several
parent columns. Where a column is taken already (at two services), the table form forces a second row on it: that one
gets an id of its own, and an attribute of our profile says which row it is.
"""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any

from harbor_wagtail.directory.hsds.profile import TAXONOMY, encode, own_id
from harbor_wagtail.directory.hsds.tables import NESTED, POINTED_AT

if TYPE_CHECKING:
    from collections.abc import Iterator

Row = dict[str, Any]
#: Objects that belong to nobody and so may come with every organization.
_SHARED = frozenset({"location", "unit", "taxonomy", "taxonomy_term"})


class Flattener:
    """Turns organizations into rows, one after the other. Remembers on disk which ids it has given out."""

    def __init__(self) -> None:
        self._seen = sqlite3.connect("")  # a temporary file that only this connection can see
        self._seen.execute("CREATE TABLE seen (kind TEXT, id TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID")
        self._rows: dict[tuple[str, str], Row] = {}
        self._content: dict[tuple[str, str], str] = {}

    def close(self) -> None:
        self._seen.close()

    def rows(self, organization: dict[str, Any]) -> Iterator[tuple[str, Row]]:
        """(table, row) for everything new in ``organization``."""
        self._rows, self._content = {}, {}
        self._add("organization", organization, {})
        yield from ((kind, row) for (kind, _), row in self._rows.items())
        self._seen.executemany("INSERT OR IGNORE INTO seen VALUES (?, ?)", self._rows)

    def _add(self, kind: str, given: dict[str, Any], links: dict[str, str]) -> str:
        """Add one object and all below it; ``links`` are its parent columns. Returns the id it has in the table."""
        key = kind, given["id"]
        content = _content(given)
        if kind in _SHARED and self._known(key):
            return self._join(key, links)
        if self._content.get(key) == content and _fits(self._rows[key], links):
            self._join(key, links)
        elif key in self._rows or self._known(key):
            given = _second(kind, given, links)
            key = kind, given["id"]
            if key in self._rows:  # the same row twice below one parent
                return key[1]
        self._content.setdefault(key, content)
        row = self._rows.setdefault(key, {})
        row.update({**links, **{name: value for name, value in given.items() if name not in NESTED}})
        self._add_below(kind, given, row)
        return key[1]

    def _add_below(self, kind: str, given: dict[str, Any], row: Row) -> None:
        for name, below in given.items():
            if name not in NESTED:
                continue
            if name in POINTED_AT:
                row[f"{NESTED[name]}_id"] = self._add(NESTED[name], below, {})
                continue
            for each in below:
                self._add(NESTED[name], each, _links(kind, NESTED[name], given))
        if kind == "taxonomy_term" and row.get("taxonomy_id") == TAXONOMY["id"]:
            self._add("taxonomy", TAXONOMY, {})

    def _join(self, key: tuple[str, str], links: dict[str, str]) -> str:
        if key in self._rows:
            self._rows[key].update(links)
        return key[1]

    def _known(self, key: tuple[str, str]) -> bool:
        if key in self._rows:
            return True
        return self._seen.execute("SELECT 1 FROM seen WHERE kind = ? AND id = ?", key).fetchone() is not None


def _links(parent: str, kind: str, given: dict[str, Any]) -> dict[str, str]:
    """The columns by which a child points at its parent."""
    if kind == "attribute":
        return {"link_id": given["id"], "link_entity": parent}
    return {f"{parent}_id": given["id"]}


def _fits(row: Row, links: dict[str, str]) -> bool:
    return all(row.get(column, value) == value for column, value in links.items())


def _content(given: dict[str, Any]) -> str:
    return json.dumps(given, sort_keys=True, default=str)


def _second(kind: str, given: dict[str, Any], links: dict[str, str]) -> dict[str, Any]:
    """The object under an id made of its own and its parent's."""
    identity = own_id(given["id"], *sorted(links.values()))
    if kind in ("attribute", *_SHARED):  # HSDS gives attributes none of their own
        return {**given, "id": identity}
    marks = encode(kind, identity, {"same_as": given["id"]})
    return {**given, "id": identity, "attributes": [*given.get("attributes", []), *marks]}
