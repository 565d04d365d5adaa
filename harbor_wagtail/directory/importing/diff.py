"""What a dry run shows: a line per changed fact, old and new. Never an address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from harbor_wagtail.directory.importing.rows import WITHHELD, shorten
from harbor_wagtail.directory.importing.values import looks_like_address

UNSAID = frozenset({"batch", "organization_id", "service_id", "location_id", "last_modified"})
#: Columns of a child row that say what it is, in the order in which they are shown.
_TELLING = (
    "number", "title", "name", "byday", "opens_at", "closes_at", "document", "option", "amount", "url", "identifier", "value",
    "question", "answer", "description", "source", "code",
)  # fmt: skip


def lines(kind: str, name: str, action: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    """``changed service ‘Night shelter’`` and below it ``  email: old → new``."""
    yield f"{action} {kind.replace('_', ' ')} ‘{text(name)}’" if name else f"{action} {kind.replace('_', ' ')}"
    if action == "created":
        return
    for field, value in after.items():
        if field not in UNSAID:
            yield f"    {field.removeprefix('text:')}: {shown(before.get(field))} → {shown(value)}"


def shown(value: Any) -> str:
    if value in (None, "", []):
        return "(empty)"
    if isinstance(value, list):
        return "; ".join(_row(item) if isinstance(item, dict) else text(item) for item in value[:5]) + (
            f" … ({len(value)})" if len(value) > 5 else ""
        )
    return text(value)


def _row(row: dict[str, Any]) -> str:
    return " ".join(text(row[name]) for name in _TELLING if row.get(name)) or "(row)"


def text(value: Any) -> str:
    return WITHHELD if looks_like_address(value) else shorten(str(value))
