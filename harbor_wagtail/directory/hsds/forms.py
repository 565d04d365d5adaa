"""How a fact of our profile is written into the ``value`` of an attribute, and read back from it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_date, parse_datetime

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXT, WORD, YES, WHOLE, DATE, MOMENT, ID, NAMES = "text", "word", "yes", "whole", "date", "moment", "id", "names"


def write(form: str, value: Any) -> str:
    """``value`` as text: dates and moments as ISO 8601, ``True`` as ``yes``, names separated by commas."""
    if form == YES:
        return "yes"
    if form == MOMENT:
        return moment(value)
    if form == NAMES:
        return ",".join(sorted(value))
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def read(form: str, text: str, words: Mapping[str, object]) -> Any:
    """The value that :func:`write` made ``text`` of. Raises ``ValueError`` when it made no such text."""
    if form == WORD:
        if text not in words:
            raise ValueError(f"None of {', '.join(words)}.")
        return text
    if form == YES:
        if text != "yes":
            raise ValueError("Not ‘yes’.")
        return True
    if form == DATE:
        return _present(parse_date(text))
    if form == MOMENT:
        return _aware(_present(parse_datetime(text)))
    if form == ID:
        return uuid.UUID(text)
    if form == NAMES:
        return frozenset(_present(text).split(","))
    return _whole(text) if form == WHOLE else _present(text)


def moment(value: dt.datetime) -> str:
    """UTC with ``Z`` and no zeros at the end of the fraction: ``2023-03-15T10:30:45.123Z``."""
    text = value.astimezone(dt.timezone.utc).replace(tzinfo=None).isoformat()
    return f"{text.rstrip('0')}Z" if "." in text else f"{text}Z"


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise ValueError("Not a whole number.")
    return int(text)


def _aware(value: dt.datetime) -> dt.datetime:
    if value.tzinfo is None:
        raise ValueError("A moment without its offset.")
    return value


def _present(value: Any) -> Any:
    if not value:
        raise ValueError("Nothing there.")
    return value
