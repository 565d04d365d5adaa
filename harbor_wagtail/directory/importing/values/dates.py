"""Dates and moments, from ISO texts, American dates, month names and spreadsheet serials."""

from __future__ import annotations

import datetime as dt
import math
import re

from django.utils.translation import gettext_noop

from harbor_wagtail.directory.importing.values import clock
from harbor_wagtail.directory.importing.values.bad import BadValue

FIX = gettext_noop("Write dates as year-month-day, like ‘2025-03-31’.")
SERIAL_ZERO = dt.datetime.combine(dt.date(1899, 12, 30), dt.time())
FIRST_SERIAL, LAST_SERIAL = 14000, 80000  # 1938 to 2119: smaller numbers are years, ages or amounts

_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
_AMERICAN = re.compile(r"^(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})$")
_SERIAL = re.compile(r"^\d{5}(?:\.\d{1,12})?$")
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december",
    "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre",
)
_MONTH_NAMES = {name[:3]: index for row in _MONTHS for index, name in enumerate(row.split("|"), start=1)}
_WHOLE_NAMES = {name for row in _MONTHS for name in row.split("|")} | {"sept", "set"}
_NAME_FIRST = re.compile(r"^([a-z]{3,10})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$")
_DAY_FIRST = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?(?: de|-| )? ?([a-z]{3,10})\.?(?: de|,|-| )? ?(\d{4})$")
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? ")
_MOMENT = re.compile(r"^(.+?)[t ,]+(\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)? ?(?:am|pm)?) ?(z|utc|gmt|[+-]\d{2}:?\d{2})?$")


def parse_date(value: object) -> dt.date | None:
    """A day; ``None`` when empty. Text with a time of day gives its day; a time of day alone is refused.

    The year 1 is let through: in HSDS 1.x it means "every year".
    """
    moment = _moment(value)
    if moment is None:
        return None
    return moment.date() if isinstance(moment, dt.datetime) else moment


def parse_datetime(value: object) -> dt.datetime | None:
    """A moment, with the offset the text gives (without one it is naive); a day alone is its midnight."""
    moment = _moment(value)
    if moment is None or isinstance(moment, dt.datetime):
        return moment
    return dt.datetime.combine(moment, dt.time())


def _moment(value: object) -> dt.date | None:
    if value is None:
        return None
    if isinstance(value, dt.date):
        return _day_meant(value)
    if isinstance(value, (dt.time, bool)):
        raise _not_a_date(value)
    if isinstance(value, (int, float)):
        return _serial(float(value), str(int(value)) if math.isfinite(value) else "")
    text = _WEEKDAY.sub("", clock.plain_clock(value))
    if not text or re.match(r"^0000-00-00", text):
        return None
    if _SERIAL.match(text):
        return _serial(float(text), "")
    if found := _MOMENT.match(text):
        return _day_meant(_with_time(_day(found[1].strip(" ,")), found[2], found[3] or ""))
    return _day(text)


def _day_meant(moment: dt.date) -> dt.date:
    """At the end of 1899 spreadsheets keep what is only a time of day."""
    if isinstance(moment, dt.datetime) and moment.year in (1899, 1900) and moment.time() != dt.time():
        raise _not_a_date(moment.time())
    return moment


def _serial(number: float, digits: str) -> dt.date:
    """Days since the end of 1899, the way spreadsheets count; eight digits are yyyymmdd."""
    if _COMPACT.match(digits):
        return _day(digits)
    if 0 < number < 1:
        raise _not_a_date(number)
    if not FIRST_SERIAL <= number <= LAST_SERIAL:
        raise BadValue(gettext_noop("this number is not a date."), FIX)
    moment = SERIAL_ZERO + dt.timedelta(seconds=round(number * 86400))
    return moment if number % 1 else moment.date()


def _with_time(day: dt.date, time: str, offset: str) -> dt.datetime:
    found = re.match(r"^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,6})\d*)?)?", time)
    if not found:
        raise BadValue(gettext_noop("no date can be read from this."), FIX)
    second, fraction = int(found[3] or 0), int((found[4] or "0").ljust(6, "0"))
    minutes = clock.minutes_of(re.sub(r"[.,]\d+", "", re.sub(r"(:\d{2}):\d{2}", r"\1", time)).strip())[0]
    if second > 59 or minutes >= 1440:
        raise BadValue(gettext_noop("there is no such time of day."), FIX)
    moment = dt.datetime.combine(day, dt.time(minutes // 60, minutes % 60, second, fraction))
    return moment.replace(tzinfo=_zone(offset)) if offset else moment


def _zone(offset: str) -> dt.timezone:
    if offset in ("z", "utc", "gmt"):
        return dt.timezone.utc
    hours, minutes = int(offset[1:3]), int(offset[-2:])
    if hours > 14 or minutes > 59:
        raise BadValue(gettext_noop("there is no such time zone offset."), FIX)
    return dt.timezone((1 if offset[0] == "+" else -1) * dt.timedelta(hours=hours, minutes=minutes))


def _day(text: str) -> dt.date:
    if found := _ISO.match(text) or _COMPACT.match(text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _AMERICAN.match(text):
        year = int(found[3])
        return _date(year + (2000 if year < 69 else 1900) if year < 100 else year, int(found[1]), int(found[2]))
    if found := _NAME_FIRST.match(text):
        return _date(int(found[3]), _month(found[1]), int(found[2]))
    if found := _DAY_FIRST.match(text):
        return _date(int(found[3]), _month(found[2]), int(found[1]))
    raise _not_a_date(text)


def _month(name: str) -> int:
    number = _MONTH_NAMES.get(name[:3], 0)
    if not number or (len(name) > 3 and name not in _WHOLE_NAMES):
        raise BadValue(gettext_noop("there is no such month."), FIX)
    return number


def _date(year: int, month: int, day: int) -> dt.date:
    if year != 1 and not 1800 <= year <= 2200:
        raise BadValue(gettext_noop("the year cannot be right."), FIX)
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise BadValue(gettext_noop("there is no such day; American dates are month/day/year."), FIX) from None


def _not_a_date(value: object) -> BadValue:
    try:
        is_clock = not isinstance(value, bool) and clock.parse_clock(value) is not None
    except BadValue:
        is_clock = False
    if is_clock and (isinstance(value, (dt.time, float)) or re.search(r"[:apmn]", str(value))):
        return BadValue(
            gettext_noop("this is a time of day, in a column for dates."),
            gettext_noop(
                "Put times into ‘opens_at’ and ‘closes_at’ and a date like ‘2025-03-31’ here, or leave it empty."
            ),
        )
    return BadValue(gettext_noop("no date can be read from this."), FIX)
