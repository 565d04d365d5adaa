"""The site's calendar of holidays, as the hours of services ask for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from harbor_wagtail.directory.hours import Holidays
from harbor_wagtail.directory.models import Holiday


class Calendar:
    """Names the holidays among dates; each date is worked out once."""

    def __init__(self, holidays: Iterable[Holiday]) -> None:
        self._holidays = tuple(holidays)
        self._names: dict[date, str] = {}

    @classmethod
    def of_the_site(cls, using: str | None = None) -> Calendar:
        """As it is in the database, in one query."""
        return cls(Holiday.objects.using(using).all() if using else Holiday.objects.all())

    def name_on(self, day: date) -> str:
        """The name of the holiday a date is, or nothing."""
        if day not in self._names:
            self._names[day] = next((each.name for each in self._holidays if each.falls_on(day)), "")
        return self._names[day]

    def for_service(self, service: Any) -> Holidays:
        """What ``hours.opening`` asks about a service: the calendar, and what the service does then."""
        return Holidays(service.holidays, self.name_on)
