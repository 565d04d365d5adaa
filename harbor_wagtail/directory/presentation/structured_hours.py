"""Opening hours as schema.org's ``OpeningHoursSpecification``: only what a table of the week or a date can say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from typing import Any

from harbor_wagtail.directory import hours

_DAYS = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}


def opening_hours(kind: str, rows: Iterable[Any]) -> list[dict[str, Any]]:
    """One specification a row; rules that hold in some weeks only are left out, as schema.org has no word for them."""
    if kind == "always":
        return [_specification([*_DAYS.values()], time(0), time(23, 59))]
    return [found for row in rows if (found := _of_row(row))]


def _of_row(row: Any) -> dict[str, Any] | None:
    if not (hours.is_weekly(row) or hours.is_exception(row)) or not (hours.has_times(row) or row.closed):
        return None
    days = [_DAYS[code] for code in hours.DAYS if code in row.byday.upper().replace(" ", "").split(",")]
    dates = {"validFrom": row.valid_from or row.dtstart, "validThrough": row.valid_to or row.until}
    if not days and not all(dates.values()):
        return None  # every day for ever is nowhere said
    # Closed is written as opening and closing at the same moment.
    opens, closes = (time(0), time(0)) if row.closed else (row.opens_at, row.closes_at)
    if not row.closed and hours.is_whole_day((opens, closes)):
        closes = time(23, 59)
    found = _specification(days, opens, closes)
    return found | {name: day.isoformat() for name, day in dates.items() if day}


def _specification(days: list[str], opens: time, closes: time) -> dict[str, Any]:
    found: dict[str, Any] = {"@type": "OpeningHoursSpecification"}
    if days:
        found["dayOfWeek"] = [f"https://schema.org/{day}" for day in days]
    return found | {"opens": f"{opens:%H:%M}", "closes": f"{closes:%H:%M}"}
