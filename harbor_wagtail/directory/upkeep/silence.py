"""When nobody is left: the directory says by itself that nothing in it was checked for long."""

from __future__ import annotations

from datetime import date

from django.db.models import Max, Min
from django.utils import timezone

from harbor_wagtail.directory.models import Service, UpkeepSettings
from harbor_wagtail.directory.presentation.kept import Kept

#: (the rules in force, the day of the newest check, or of the oldest record where there was none)
Known = tuple[UpkeepSettings, date | None]


def rules(kept: Kept) -> UpkeepSettings:
    return _known(kept)[0]


def silent_months(kept: Kept, today: date | None = None) -> int:
    """For how many months nothing was checked, where that is as long as the team said; else 0. No query once it is kept:
    a check, or other rules, make a new version of the directory."""
    in_force, newest = _known(kept)
    months = months_between(newest, today or timezone.localdate()) if newest else 0
    return months if months >= in_force.silent_after_months else 0


def months_between(since: date, day: date) -> int:
    """Whole months."""
    return (day.year - since.year) * 12 + day.month - since.month - (day.day < since.day)


def _known(kept: Kept) -> Known:
    return kept.or_make("upkeep", _read)


def _read() -> Known:
    found = Service.objects.aggregate(oldest=Min("last_modified"), newest=Max("verifications__checked_on"))
    oldest = timezone.localtime(found["oldest"]).date() if found["oldest"] else None
    return UpkeepSettings.in_force(), found["newest"] or oldest
