"""What the rows of a service say about it in one word. An export need not repeat it, an import may conclude it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Protocol

from harbor_wagtail.directory.models.choices import Cost, DocumentsState, HoursKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

FREE_WORDS = frozenset(
    "free|free of charge|no cost|no charge|no fee|no fees|none|gratis|gratuito|sin costo".split("|"),
)
_EVERY_DAY = frozenset({"MO", "TU", "WE", "TH", "FR", "SA", "SU"})
_LAST_MINUTES = frozenset({dt.time(23, 59), dt.time(23, 59, 59), dt.time(0)})


class Span(Protocol):
    """The columns of a schedule row that matter here."""

    closed: bool
    byday: str
    opens_at: dt.time | None
    closes_at: dt.time | None
    valid_from: dt.date | None
    valid_to: dt.date | None


def hours(rows: Iterable[Span]) -> str:
    """``always`` for all seven days from midnight to midnight, ``weekly`` for any other opening time, else unknown."""
    spans = [row for row in rows if row.opens_at is not None and not row.closed]
    if not spans:
        return HoursKind.UNKNOWN
    whole = [row for row in spans if row.opens_at == dt.time(0) and row.closes_at in _LAST_MINUTES]
    days = {day for row in whole for day in row.byday.split(",")}
    limited = any(row.valid_from or row.valid_to for row in whole)
    return HoursKind.ALWAYS if days >= _EVERY_DAY and not limited else HoursKind.WEEKLY


def cost(amounts: Sequence[Decimal | None], words: str) -> str:
    """By the amounts of the cost options and what is said about fees; a missing fee is unknown, never free."""
    said, known = words.strip(" .!").casefold(), [amount for amount in amounts if amount is not None]
    if said in FREE_WORDS or (known and not any(known) and len(known) == len(amounts)):
        return Cost.FREE
    if "sliding" in said or "escala" in said:
        return Cost.SLIDING
    return Cost.FEE if any(known) else Cost.UNKNOWN


def documents(count: int) -> str:
    """No row is no answer: "none required" is a fact that somebody states."""
    return DocumentsState.LISTED if count else DocumentsState.UNKNOWN
