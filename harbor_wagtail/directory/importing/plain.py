"""Values in one form: what is staged, compared and kept for undoing is JSON that says the same for the same fact."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone

if TYPE_CHECKING:
    from django.db.models import Field


def plain(value: Any) -> Any:
    """``Decimal("12.00")`` → ``"12"``; dates, times and ids as ISO text; moments in UTC; the rest as it is."""
    if value is None or type(value) is str:  # most values of most rows
        return value
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value else "0"
    if isinstance(value, dt.datetime):
        aware = value if timezone.is_aware(value) else timezone.make_aware(value)
        return aware.astimezone(dt.timezone.utc).isoformat()
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    return value


def field_value(field: Field[Any, Any], value: Any) -> Any:
    """A plain value as a model's field holds it."""
    return None if value is None else field.to_python(value)
