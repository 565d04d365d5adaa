"""Which number a frightened person should call first, and the whole list of the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from harbor_wagtail.directory.models import PhonePurpose, PhoneType
from harbor_wagtail.phone_links import Kind
from harbor_wagtail.phones import parse

_PURPOSES = (PhonePurpose.INTAKE, PhonePurpose.HOTLINE, PhonePurpose.OFFICE)
#: What a visitor can use from any phone, best first; fax and pager are never offered.
_KINDS = (PhoneType.VOICE, PhoneType.CELL, PhoneType.TEXT, PhoneType.TEXTPHONE, PhoneType.VIDEO)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as ``{% harbor_phone %}`` takes it; ``label`` is the word on the button, ``what`` what it is for."""

    number: str
    extension: str
    kind: Kind
    label: str
    what: str
    note: str = ""
    fax: bool = False


def offered(phones: Iterable[Any]) -> list[Any]:
    """The rows that a person can call or text, in order: to start, hotline, office; calls before texts."""
    usable = [row for row in phones if row.type in _KINDS and parse(row.number).dial]
    return sorted(usable, key=_order)


def first_number(*levels: Iterable[Any]) -> Number | None:
    """The number for the button. ``levels`` run from the closest (the service at this place) to the organization."""
    rows = [row for level in levels for row in sorted(level, key=_order)]
    found = offered(rows)
    return number(found[0]) if found else None


def number(row: Any) -> Number:
    texting = row.type == PhoneType.TEXT
    labels = {
        PhoneType.TEXT: pgettext("before a number to send a message to", "Text"),
        PhoneType.TEXTPHONE: "TTY",
        PhoneType.VIDEO: _("Video phone"),
    }
    return Number(
        number=row.number,
        extension=row.extension,
        kind="text" if texting else "call",
        label=labels.get(row.type, pgettext("harbor", "Call")),
        what=_what(row),
        note=row.description.strip(),
        fax=row.type == PhoneType.FAX,
    )


def numbers(*levels: Iterable[Any]) -> list[Number]:
    """Every number, each once however many levels repeat it, the one to start with first; fax last."""
    rows = [row for level in levels for row in level]
    others = [row for row in rows if row.type == PhoneType.FAX]
    seen: set[tuple[str, str, bool]] = set()
    kept = []
    for row in [*offered(rows), *others]:
        key = (parse(row.number).dial or row.number, row.extension, row.type in (PhoneType.TEXT, PhoneType.FAX))
        if key not in seen:
            seen.add(key)
            kept.append(number(row))
    return kept


def _what(row: Any) -> str:
    if row.type in (PhoneType.FAX, PhoneType.TEXTPHONE, PhoneType.VIDEO):
        return str(PhoneType(row.type).label)
    return str(PhonePurpose(row.purpose).label) if row.purpose in PhonePurpose.values else ""


def _order(row: Any) -> tuple[int, int]:
    purpose = _PURPOSES.index(row.purpose) if row.purpose in _PURPOSES else len(_PURPOSES)
    kind = _KINDS.index(row.type) if row.type in _KINDS else len(_KINDS)
    return purpose, kind
