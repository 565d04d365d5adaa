"""Open or closed, in words and with a sign; and the table of the week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from harbor_wagtail.directory import hours, whose_hours
from harbor_wagtail.directory.presentation.dates import clock_in_words, day_in_words, on_day, weekday_in_words
from harbor_wagtail.directory.presentation.holidays import holiday_name
from harbor_wagtail.directory.presentation.words import listed

_MONDAY = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class OpenWords:
    """``state`` is "open", "closed", "wait" or "unknown" (the class of the sign before the words)."""

    state: str
    text: str


@dataclass(frozen=True, slots=True)
class HoursTable:
    """``rows`` are (days, hours) of the usual week, ``others`` sentences about days that differ and rules in words."""

    rows: list[tuple[str, str]]
    others: list[str]
    links: list[str]


def zone_of(place: Any | None, areas: Sequence[Any] = ()) -> tzinfo:
    """The clock of a place: its own zone, its county's, that of the areas served if they share one, the site's."""
    own, county = (place.time_zone, place.county) if place is not None else ("", "")
    return whose_hours.zone(whose_hours.zone_name(own, county, ((area.kind, area.fips) for area in areas)))


def open_words(
    kind: str, rows: Sequence[Any], zone: tzinfo, at: datetime, holidays: hours.Holidays | None = None
) -> OpenWords:
    """What the visitor reads about now. ``holidays``: what the service does on them, from ``Calendar.for_service``."""
    now = hours.opening(kind, rows, zone, at, holidays)
    local = at.astimezone(zone)
    if now.state == "always":
        return OpenWords("open", _("Open, all day and night"))
    if now.state == "open" and now.until:
        return OpenWords("open", _open_until(now.until, local))
    if now.state == "appointment":
        return OpenWords("wait", _("By appointment"))
    if now.state == "unknown":
        return OpenWords("unknown", _unknown(now, local))
    return OpenWords("closed", _closed(now.opens, local, now.holiday))


def hours_table(rows: Sequence[Any], today: date) -> HoursTable:
    """The usual week, days with the same hours together, and everything that does not fit into it in words."""
    week = hours.regular_week(rows, today)
    known = {code: words for code, day in week.items() if (words := _day_words(day))}
    others = [words for row in hours.exceptions(rows, today) if (words := _exception_words(row))]
    others += [words for row in rows if (words := _odd_words(row))]
    links = [row.schedule_link for row in rows if row.schedule_link.startswith(("https://", "http://"))]
    table = _grouped(known)
    if 0 < len(known) < len(week):
        table.append((_("Other days"), _("No hours given")))
    return HoursTable(table, list(dict.fromkeys(others)), list(dict.fromkeys(links)))


def weekday_name(code: str) -> str:
    """ "Monday" for "MO"."""
    return weekday_in_words(_MONDAY + timedelta(days=hours.DAYS.index(code)))


def _open_until(until: datetime, local: datetime) -> str:
    # Until two in the morning is still tonight to whoever reads it; only what lies further needs its day.
    values = {"time": clock_in_words(until) + _their_time(local), "day": on_day(until.date(), local.date())}
    near = until.date() == local.date() or until - local < timedelta(hours=18)
    return _("Open now, until %(time)s") % values if near else _("Open now, until %(time)s %(day)s") % values


def _unknown(now: hours.Opening, local: datetime) -> str:
    if now.holiday:
        return _("May be closed today (%(holiday)s). Call first.") % {"holiday": holiday_name(now.holiday)}
    if now.opens:
        return f"{_('No hours given for today.')} {_opens(now.opens, local)}"
    return _("Hours not known. Call to ask.")


def _closed(opens: datetime | None, local: datetime, holiday: str) -> str:
    closed = _("Closed today (%(holiday)s).") % {"holiday": holiday_name(holiday)} if holiday else _("Closed now.")
    return closed if opens is None else f"{closed} {_opens(opens, local)}"


def _opens(opens: datetime, local: datetime) -> str:
    values = {"time": clock_in_words(opens) + _their_time(local), "day": on_day(opens.date(), local.date())}
    return _("Opens %(day)s at %(time)s") % values


def _their_time(local: datetime) -> str:
    """Said where their clock is not the site's, so that nobody calls an hour late.

    A site left on UTC has told nobody where its visitors are.
    """
    if settings.TIME_ZONE in ("UTC", "Etc/UTC", "GMT"):
        return ""
    here = local.astimezone(ZoneInfo(settings.TIME_ZONE))
    return "" if here.utcoffset() == local.utcoffset() else " " + _("their time")


def _day_words(day: hours.DayHours) -> str:
    if day.stated_closed:
        return _("Closed")
    return listed([span_words(*span) for span in day.spans])


def span_words(opens: time, closes: time) -> str:
    """ "9 a.m. to 5 p.m."."""
    if hours.is_whole_day((opens, closes)):
        return _("All day and night")
    return _("%(opens)s to %(closes)s") % {"opens": clock_in_words(opens), "closes": clock_in_words(closes)}


def _grouped(described: dict[str, str]) -> list[tuple[str, str]]:
    """Neighbouring days with the same words as one row: "Monday to Friday"."""
    groups: list[tuple[list[str], str]] = []
    for code, words in described.items():
        if groups and groups[-1][1] == words and _follows(groups[-1][0][-1], code):
            groups[-1][0].append(code)
        else:
            groups.append(([code], words))
    return [(_capital(_days_words([weekday_name(code) for code in codes])), words) for codes, words in groups]


def _follows(code: str, following: str) -> bool:
    return hours.DAYS.index(following) == hours.DAYS.index(code) + 1


def _days_words(names: list[str]) -> str:
    if len(names) == 7:
        return _("every day")
    if len(names) < 3:
        return listed(names)
    return _("%(first)s to %(last)s") % {"first": names[0], "last": names[-1]}


def _exception_words(row: Any) -> str:
    first, last = day_in_words(row.valid_from), day_in_words(row.valid_to)
    dates = first if row.valid_from == row.valid_to else _("%(first)s to %(last)s") % {"first": first, "last": last}
    days = listed([weekday_name(code) for code in hours.DAYS if code in row.byday.upper().split(",")])
    if row.closed:
        what = _("closed")
    elif hours.has_times(row):
        what = span_words(row.opens_at, row.closes_at)
    else:
        what = row.description or row.notes
    return f"{dates}{f' ({days})' if days else ''}: {what}" if what else ""


def _odd_words(row: Any) -> str:
    """What a table of the week cannot say: the row's own words, and rules that hold in some weeks only."""
    own = " ".join(part for part in (row.description.strip(), row.notes.strip()) if part)
    if hours.is_exception(row):
        return ""
    if hours.is_weekly(row) and (hours.has_times(row) or row.closed):
        return row.notes.strip()
    if own:
        return own
    ordinals = hours.ordinal_days(row)
    if row.freq.upper() != "MONTHLY" or not ordinals or not hours.has_times(row):
        return ""
    days = listed([_ordinal_words(number, code) for number, code in ordinals])
    return f"{_capital(days)}: {span_words(row.opens_at, row.closes_at)}"


def _ordinal_words(number: int, code: str) -> str:
    patterns = {
        0: _("every %(weekday)s"),
        1: _("the first %(weekday)s of the month"),
        2: _("the second %(weekday)s of the month"),
        3: _("the third %(weekday)s of the month"),
        4: _("the fourth %(weekday)s of the month"),
        5: _("the fifth %(weekday)s of the month"),
        -1: _("the last %(weekday)s of the month"),
    }
    return patterns.get(number, "%(weekday)s") % {"weekday": weekday_name(code)}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
