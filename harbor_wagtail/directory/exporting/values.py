"""Single values as HSDS writes them."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_datetime

from harbor_wagtail.directory.hsds.forms import moment

if TYPE_CHECKING:
    from harbor_wagtail.directory.models import ServiceCapacity


def plain(value: Any) -> Any:
    """A value as JSON has it, ``None`` for what is empty. Whole numbers lose their decimals: 12, not 12.00."""
    if value is None or value == "":
        return None
    if isinstance(value, (Decimal, float)):
        return int(value) if value == int(value) else float(value)
    if isinstance(value, dt.datetime):
        return moment(value)
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value


def filled(values: dict[str, Any]) -> dict[str, Any]:
    """Without the keys that have nothing to say: HSDS leaves them out rather than sending null."""
    made = {name: plain(value) for name, value in values.items()}
    return {name: value for name, value in made.items() if value is not None and value != []}


def columns(row: Any, names: dict[str, str]) -> dict[str, Any]:
    """``names`` is a table of ``hsds.fields``: HSDS name -> attribute of ours."""
    return {name: getattr(row, attribute) for name, attribute in names.items()}


def extension(text: str) -> tuple[int | None, str]:
    """HSDS wants a number: ``"100"`` is one; ``"0123"`` would lose its zero and goes into our profile instead."""
    if text.isascii() and text.isdigit() and (text == "0" or not text.startswith("0")):
        return int(text), ""
    return None, text


def updated(capacity: ServiceCapacity) -> str:
    """As the source wrote it while that means the same moment, offset and all."""
    given = capacity.updated_as_given
    try:
        same = bool(given) and parse_datetime(given) == capacity.updated
    except ValueError:
        same = False
    return given if same else moment(capacity.updated)
