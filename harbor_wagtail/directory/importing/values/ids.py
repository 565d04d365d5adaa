"""One lasting id for every record, whatever its source calls it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import uuid

from django.utils.translation import gettext_noop

from harbor_wagtail.directory.importing.values.bad import BadValue
from harbor_wagtail.directory.importing.values.text import clean

#: Never to be changed: every id made from a source's own ids depends on it.
NAMESPACE = uuid.UUID("7c1f7ac6-3a0e-5d55-9b0f-1d7c3f4a6e20")
_OF_NAMESPACE = hashlib.sha1(NAMESPACE.bytes, usedforsecurity=False)

_UUID = re.compile(r"^\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?$", re.IGNORECASE)
_FLOAT = re.compile(r"^(-?\d{1,18})\.0+$")


def source_id(value: object) -> str:
    """An id as text. ``12.0``, which spreadsheets and data frames make of ``12``, is ``12`` again."""
    if value is None or isinstance(value, bool):
        return ""
    text = str(value)
    if text.isascii() and text.replace("-", "").isalnum():  # most ids of most files
        return text
    text = clean(text)
    found = _FLOAT.match(text)
    return found[1] if found else text


def uuid_for(source: str, kind: str, id: object) -> uuid.UUID:
    """The id itself where it is a UUID; else a UUID (version 5) of source slug, kind and id, always the same one."""
    text = source_id(id)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if not text:
        raise BadValue(
            gettext_noop("there is no id."),
            gettext_noop("Give every row an id that stays the same from one file to the next."),
        )
    found = _UUID.match(text) if len(text) >= 36 else None
    if found and (own := uuid.UUID(found[1])).int:
        return own
    made = _OF_NAMESPACE.copy()  # as ``uuid.uuid5`` does, with its first half done once
    made.update("\x1f".join((source, kind, text)).encode())
    return uuid.UUID(bytes=made.digest()[:16], version=5)
