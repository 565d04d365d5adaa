"""Days and hours in words."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import dateformat, formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext


def day_in_words(day: date) -> str:
    """ "Nov. 22, 2025" or "22 de noviembre de 2025"."""
    return formats.date_format(day, "DATE_FORMAT")


def clock_in_words(moment: time | datetime) -> str:
    """ "4 p.m.", "9:30 a.m.", "noon"."""
    return dateformat.time_format(moment, "P")


def weekday_in_words(day: date) -> str:
    return dateformat.format(day, "l")


def ago(day: date, today: date) -> str:
    """ "today", "9 days ago", "4 months ago", "more than 2 years ago". A day to come counts as today."""
    days = max((today - day).days, 0)
    if days < 2:
        return pgettext("harbor", "yesterday") if days else pgettext("harbor", "today")
    if days < 60:
        return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}
    if days < 365:
        months = days * 12 // 365
        return ngettext("%(count)d month ago", "%(count)d months ago", months) % {"count": months}
    years = days // 365
    return ngettext("more than %(count)d year ago", "more than %(count)d years ago", years) % {"count": years}


def on_day(day: date, today: date) -> str:
    """When something is going to happen: "today", "tomorrow", "on Monday", then the date."""
    if day == today:
        return pgettext("harbor", "today")
    if day == today + timedelta(days=1):
        return pgettext("harbor", "tomorrow")
    if today < day < today + timedelta(days=7):
        return _("on %(weekday)s") % {"weekday": weekday_in_words(day)}
    return _("on %(day)s") % {"day": day_in_words(day)}
