"""What a service does on the days of the site's calendar of holidays, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from harbor_wagtail.directory.calendar import Calendar
from harbor_wagtail.directory.hours import is_exception
from harbor_wagtail.directory.models import HolidayHours, HoursKind
from harbor_wagtail.directory.presentation.dates import day_in_words, weekday_in_words

#: How many days ahead a holiday is worth a line.
AHEAD = 14


def holiday_name(name: str) -> str:
    """A holiday's name in the visitor's language, where it is one of the names we ship; else as its editor wrote it."""
    return _(name) if name.strip() else ""


def on_holidays(service: Any) -> str:
    """One answer for all holidays; empty where the question does not arise."""
    answers = {HolidayHours.AS_USUAL: _("Open as on any day"), HolidayHours.CLOSED: _("Closed")}
    if service.holidays in answers:
        return answers[service.holidays]
    return _("Not known. Call first.") if service.hours == HoursKind.WEEKLY else ""


def coming_holidays(service: Any, rows: Iterable[Any], calendar: Calendar, today: date) -> list[str]:
    """A line for each holiday of the next days on which the usual hours may not hold.

    ``rows`` are the service's hours: a day they speak of themselves needs no line.
    """
    words = {HolidayHours.CLOSED: _("closed"), HolidayHours.UNKNOWN: _("may be closed. Call first.")}
    if service.hours != HoursKind.WEEKLY or service.holidays not in words:
        return []
    own = [row for row in rows if is_exception(row)]
    return [
        _("%(holiday)s, %(weekday)s, %(day)s: %(what)s")
        % {
            "holiday": holiday_name(name),
            "weekday": weekday_in_words(day),
            "day": day_in_words(day),
            "what": words[service.holidays],
        }
        for day, name in _days(calendar, today)
        if not any(row.valid_from <= day <= row.valid_to for row in own)
    ]


def _days(calendar: Calendar, today: date) -> Iterator[tuple[date, str]]:
    days = (today + timedelta(days=ahead) for ahead in range(AHEAD))
    return ((day, name) for day in days if (name := calendar.name_on(day)))
