"""Times of day and spans of them, as people and spreadsheets write them."""

from __future__ import annotations

import datetime as dt
import math
import re

from django.utils.translation import gettext_noop

from harbor_wagtail.directory.importing.values.bad import BadValue
from harbor_wagtail.directory.importing.values.text import fold

Span = tuple[dt.time, dt.time]
MIDNIGHT = dt.time(0)
FIX = gettext_noop("Write times as ‘9:00 am’ or ‘21:30’, and spans as ‘9:00 am - 5:00 pm’.")
HALF_DAY = 12 * 60

#: One time of day inside prose. "9 a" is left out on purpose: in Spanish "9 a 5" is a span.
TIME = (
    r"(?:12 ?(?:noon|midnight)|noon|midday|mediodia|midnight|medianoche"
    r"|\d{1,2}[:.h]\d{2}(?::\d{2})? ?(?:am|pm)|\d{1,4} ?(?:am|pm)|\d{1,2}[:.h]\d{2}[ap](?![a-z])|\d{1,4}[ap](?![a-z])"
    r"|\d{1,2}[:.]\d{2}(?::\d{2})?(?!\d)|\d{3,4}(?!\d)|\d{1,2}(?!\d))"
)
_MERIDIEM = re.compile(r"(?<![a-z])([ap])\. ?m(?![a-z])\.?|(?<![a-z])([ap])m\.")
_HALF_MERIDIEM = re.compile(r"(?<=\d) ?([ap])\.(?= |$|[-,;/])")
_ONE = re.compile(r"^(\d{1,2})(?:[:.h](\d{2})(?::(\d{2})(?:[.,]\d+)?)?)? ?([ap])?m?$")
_DIGITS = re.compile(r"^(\d{1,2})(\d{2}) ?([ap])?m?$")
_OFFSET = re.compile(r" ?(?:z|utc|gmt|[+-]\d{2}:?\d{2}|hours|hour|hrs|hr|hs|h)\.?$")
_NAMED = {
    "noon": 720, "midday": 720, "mediodia": 720, "12 noon": 720, "12noon": 720,
    "midnight": 0, "medianoche": 0, "12 midnight": 0, "12midnight": 0,
}  # fmt: skip
# The day a program writes when it only means a time: spreadsheets, databases, web frameworks.
_NO_DAY = re.compile(r"^(?:1899-12-3[01]|1900-01-0[01]|1970-01-01|2000-01-01|0001-01-01|12/30/1899)[t ]+")
_ANY_DAY = re.compile(r"^\d{4}-\d{1,2}-\d{1,2}\b|^\d{1,2}/\d{1,2}/\d{2,4}\b")
_FRACTION = re.compile(r"^0?\.\d{1,17}$")
_SPLIT = re.compile(r" ?(?:;|,|&|\||\band\b|\by\b) ?")
_SPAN = re.compile(
    rf"^(?:from |de |between )?({TIME}) ?(?:-|to|until|till|thru|through|and|a|hasta)(?: las?)? ?({TIME})$"
)
_ALL_DAY = re.compile(r"^(?:open )?(?:24 ?-?(?:hours?|hrs?|h)(?: a day)?|all day|24 horas|todo el dia)$")


def parse_clock(value: object) -> dt.time | None:
    """The time of day on the wall, to the minute; ``None`` when empty. An offset ("Z", "-05:00") is dropped:
    a weekly opening time with an offset would be wrong for half of the year. "24:00" is midnight."""
    if value is None or isinstance(value, bool):
        return _no_clock(value)
    if isinstance(value, dt.datetime):
        value = value.isoformat(" ")
    if isinstance(value, dt.time):
        return value.replace(second=0, microsecond=0, tzinfo=None)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _from_number(value)
    text = plain_clock(value)
    if not text:
        return None
    if _FRACTION.match(text):
        return _from_number(float(text))
    return _clock(minutes_of(text)[0])


def parse_spans(value: object) -> tuple[Span, ...]:
    """("8:30a-12p; 1-4:30pm") → two (opens, closes). Closing at or before opening is after midnight;
    00:00 to 00:00 is all day."""
    text = plain_clock(value)
    if not text:
        return ()
    if _ALL_DAY.match(text):
        return ((MIDNIGHT, MIDNIGHT),)
    found = [_SPAN.match(part) for part in _SPLIT.split(text) if part]
    if not all(found):
        raise BadValue(gettext_noop("no opening and closing time can be read from this."), FIX)
    pairs = [(match[1], match[2]) for match in found if match]
    exact = any(writes_24_hours(time) for pair in pairs for time in pair)
    return tuple(span(opens, closes, exact=exact) for opens, closes in pairs)


def span(opens: str, closes: str, *, exact: bool = False) -> Span:
    """Two times as written, read together: in "9-5" the five is in the afternoon.

    ``exact`` says that the writer uses the 24-hour clock. What could be morning or evening is refused, not guessed.
    """
    start, start_half = minutes_of(opens)
    end, end_half = minutes_of(closes)
    exact = exact or writes_24_hours(opens) or writes_24_hours(closes)
    if exact:
        start_half = end_half = "24"
    if not start_half and not end_half:
        start, end = _office_hours(start, end)
    elif not end_half:
        end = next(
            later for later in (end, end + HALF_DAY, end + 2 * HALF_DAY) if later % 1440 > start or later >= 1440
        )
    elif not start_half:
        start = _same_half(start, end)
    if start % 1440 == end % 1440 and start % 1440:
        raise BadValue(gettext_noop("it opens and closes at the same time."), FIX)
    return _clock(start), _clock(end)


def _office_hours(start: int, end: int) -> tuple[int, int]:
    """No am or pm anywhere: only a span over noon (9-5, 10-2, 8-12) can be nothing else."""
    noon_start = start == HALF_DAY
    if end == HALF_DAY and start >= 6 * 60 and not noon_start:
        return start, end
    if start >= 6 * 60 and end <= start and end < HALF_DAY:
        return start, end + HALF_DAY
    raise BadValue(gettext_noop("it could be morning or evening."), gettext_noop("Add ‘am’ or ‘pm’ to both times."))


def _same_half(start: int, end: int) -> int:
    """ "1-4:30pm" opens at 1 pm; "9-5pm" at 9 am, since 9 pm is later than 5 pm."""
    afternoon = end >= HALF_DAY
    if not end:
        raise BadValue(
            gettext_noop("it could open in the morning or in the evening."),
            gettext_noop("Add ‘am’ or ‘pm’ to both times."),
        )
    same = start % HALF_DAY + (HALF_DAY if afternoon else 0)
    return same if same < end else (same + HALF_DAY) % 1440


def writes_24_hours(text: str) -> bool:
    """Whether a time can only be of the 24-hour clock: 16:30, 0900, 08:00."""
    return bool(re.match(r"^(?:(?:1[3-9]|2[0-4])(?:[:.h]?\d{2})?|0\d[:.h]?\d{2}(?::\d{2})?)$", text))


def plain_clock(value: object) -> str:
    """Folded, with every spelling of am and pm as "am" and "pm", and without seconds' fractions or offsets."""
    text = _MERIDIEM.sub(lambda found: f"{found[1] or found[2]}m", fold(value, 400))
    return re.sub(r"\s+", " ", _HALF_MERIDIEM.sub(r"\1m", text)).strip(" .")


def minutes_of(text: str) -> tuple[int, str]:
    """Minutes after midnight of one time as written, and what it says about its half of the day ("" if nothing)."""
    if text in _NAMED:
        return _NAMED[text], "named"
    text = _OFFSET.sub("", _NO_DAY.sub("", text)).strip()
    if _ANY_DAY.match(text):
        raise BadValue(gettext_noop("this is a date, not a time of day."), FIX)
    found = _ONE.match(text) or _DIGITS.match(text)
    if not found:
        raise BadValue(gettext_noop("no time of day can be read from this."), FIX)
    groups = found.groups()
    hour, minute, half = int(groups[0]), int(groups[1] or 0), groups[-1] or ""
    if hour > 24 or minute > 59 or (hour == 24 and minute) or (half and not 1 <= hour <= 12):
        raise BadValue(gettext_noop("there is no such time of day."), FIX)
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour * 60 + minute, half


def _clock(minutes: int) -> dt.time:
    return dt.time(minutes // 60 % 24, minutes % 60)


def _from_number(value: float) -> dt.time:
    """A spreadsheet's fraction of a day (0.375), an hour (9) or a 24-hour number (930, 2400)."""
    if not math.isfinite(value) or value < 0:
        raise BadValue(gettext_noop("this number is not a time of day."), FIX)
    if value < 1 or value % 1:
        if value >= 1 and (value < 20000 or value > 80000):
            raise BadValue(gettext_noop("this number is not a time of day."), FIX)
        return _clock(round(value % 1 * 1440))
    if value >= 10000:
        raise BadValue(gettext_noop("this number is not a time of day."), FIX)
    return _clock(minutes_of(str(int(value)))[0])


def _no_clock(value: object) -> dt.time | None:
    if value is None:
        return None
    raise BadValue(gettext_noop("this is not a time of day."), FIX)
