"""From the ids of a source to lasting ones."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from harbor_wagtail.directory.importing.rows import SHOWN
from harbor_wagtail.directory.importing.staged import OWN_ROW
from harbor_wagtail.directory.importing.values import BadValue, looks_like_address, source_id, uuid_for

LONGEST_SOURCE_ID = 255
#: A file names the same record again and again, a row below it once.
REMEMBERED = 20_000
#: Links by the name of another kind of object.
LINKED_KIND = {"parent_organization": "organization", "parent_taxonomy_term": "taxonomy_term"}
_PLAIN = re.compile(r"[A-Za-z]{0,8}[-_]?\d{1,12}")


class Keys:
    """The HSDS id of every row of one source.

    A place that its source knows by its address gets an id that says nothing about it (an id made from an address
    is a digest of that address): the n-th such place of the file. Give places ids of their own to avoid that.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self._unnamed: dict[str, uuid.UUID] = {}
        self._of_record: Callable[[str, object], uuid.UUID | None] = lru_cache(REMEMBERED)(self._of)
        self._link_of: Callable[[str, object], dict[str, str]] = lru_cache(REMEMBERED)(self._link)

    def of(self, kind: str, id: object) -> uuid.UUID | None:
        """The HSDS id of a row, ``None`` where the file gives it no id."""
        return self._of_record(kind, id) if kind in OWN_ROW else self._of(kind, id)

    def _of(self, kind: str, id: object) -> uuid.UUID | None:
        text = source_id(id)
        if not text:
            return None
        if kind == "location" and is_telling(text):
            return self._unnamed.setdefault(text, self.made("location", f"place {len(self._unnamed) + 1}"))
        try:
            return uuid_for(self.source, kind, text)
        except BadValue:
            return None

    def link(self, name: str, id: object) -> dict[str, str]:
        """A link to a record as it is staged: its HSDS id and, where the file calls it something else, what the file calls it,
        for a message about one that is missing. Empty where ``id`` is none. Not to be changed."""
        return self._link_of(name, id)

    def _link(self, name: str, id: object) -> dict[str, str]:
        kind = LINKED_KIND.get(name, name)
        key = self.of(kind, id)
        if key is None:
            return {}
        given = {} if str(key) == id else {f"_{name}": kept_source_id(kind, id)[:SHOWN]}
        return {name: str(key), **given}

    def made(self, *parts: object) -> uuid.UUID:
        """An id for something the source gives none."""
        return uuid_for(self.source, "made", "\x1f".join(map(str, parts)))

    def of_content(self, kind: str, parent: uuid.UUID, values: dict[str, Any]) -> uuid.UUID:
        """An id for a child row without one: the same content below the same record is the same row."""
        content = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)
        return self.made(kind, parent, content)


def is_telling(text: str) -> bool:
    """Whether an id gives a place away. A number is an id, also one of five digits."""
    return not _PLAIN.fullmatch(text) and not _is_uuid(text) and bool(looks_like_address(text))


def kept_source_id(kind: str, id: object) -> str:
    """The source's own id, as far as it may and can be stored."""
    text = source_id(id)
    if len(text) > LONGEST_SOURCE_ID or kind == "address" or is_telling(text):
        return ""
    return text


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
