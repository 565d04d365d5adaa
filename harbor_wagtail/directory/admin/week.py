"""Opening hours as an editor sees them: a week of spans, dates that differ, a sentence. To and from schedule rows.

What this cannot show (seasons, the second Tuesday of a month) is kept as it is and told in words beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.utils.translation import gettext as _

from harbor_wagtail.directory import hours
from harbor_wagtail.directory.importing.values import clock
from harbor_wagtail.directory.importing.values.bad import BadValue
from harbor_wagtail.directory.importing.values.dates import parse_date

Span = tuple[time, time]
_WHEN = ("valid_from", "valid_to", "dtstart", "until", "count", "bymonthday", "byyearday", "byweekno")


@dataclass(frozen=True, slots=True)
class Dated:
    """Days on which the usual hours do not hold: closed, or open at other times. ``first`` and ``last`` included."""

    first: date
    last: date
    span: Span | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """What is known. A day that is neither in ``spans`` nor in ``closed`` is unknown."""

    spans: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()
    dates: tuple[Dated, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Sorted:
    """Rows by where they are shown. ``kept`` are those told in words only."""

    weekly: list[Any]
    dated: list[Any]
    words: list[Any]
    kept: list[Any]


def sort_rows(rows: Iterable[Any]) -> Sorted:
    found = Sorted([], [], [], [])
    for row in rows:
        if _is_weekly(row):
            found.weekly.append(row)
        elif _is_dated(row):
            found.dated.append(row)
        elif _is_sentence(row) and not found.words:
            found.words.append(row)
        else:
            found.kept.append(row)
    return found


def _is_weekly(row: Any) -> bool:
    return hours.is_weekly(row) and (row.closed or hours.has_times(row)) and not any(getattr(row, n) for n in _WHEN)


def _is_dated(row: Any) -> bool:
    plain = not (row.byday or row.freq or row.interval or any(getattr(row, name) for name in _WHEN[2:]))
    return bool(plain and row.valid_from and row.valid_to and (row.closed or hours.has_times(row)))


def _is_sentence(row: Any) -> bool:
    when = row.byday or row.freq or row.opens_at or row.closes_at or any(getattr(row, name) for name in _WHEN)
    return bool(row.description and not row.notes and not when and not row.closed)


def read(rows: Iterable[Any]) -> Week:
    found = sort_rows(rows)
    spans: dict[str, list[Span]] = {}
    closed = set()
    for row in found.weekly:
        days = [day.strip().upper() for day in row.byday.split(",") if day.strip()] or list(hours.DAYS)
        if row.closed:
            closed.update(days)
        else:
            for day in days:
                spans.setdefault(day, []).append((row.opens_at, row.closes_at))
    return Week(
        spans={day: tuple(sorted(set(spans[day]))) for day in hours.DAYS if day in spans},
        closed=frozenset(closed),
        dates=tuple(_dated(row) for row in found.dated),
        words=found.words[0].description if found.words else "",
    )


def _dated(row: Any) -> Dated:
    span = None if row.closed else (row.opens_at, row.closes_at)
    return Dated(row.valid_from, row.valid_to, span, row.description or row.notes)


def merge(rows: Sequence[Any], wanted: Week, dropped: frozenset[str], model: type[Any]) -> list[Any]:
    """The rows that say what is wanted. What did not change keeps its row: its id, its notes and its order."""
    found, now = sort_rows(rows), read(rows)
    same_week = (now.spans, now.closed) == (wanted.spans, wanted.closed)
    weekly = found.weekly if same_week else _weekly_rows(found.weekly, wanted, model)
    dated = found.dated if now.dates == wanted.dates else _dated_rows(found.dated, wanted.dates, model)
    words = found.words if now.words == wanted.words else _sentence(found.words, wanted.words, model)
    kept = [row for row in found.kept if str(row.hsds_id) not in dropped]
    for row in weekly:
        if str(row.hsds_id) in dropped:
            row.description = row.notes = ""
    return _in_order(rows, [*weekly, *dated, *words, *kept])


def has_words(row: Any) -> bool:
    """A row of the week that says more than its times."""
    return bool(row.description or row.notes)


def _in_order(before: Sequence[Any], after: list[Any]) -> list[Any]:
    """What stays keeps its place; new rows come last."""
    there = {id(row) for row in after}
    old = [row for row in before if id(row) in there]
    known = {id(row) for row in old}
    found = [*old, *(row for row in after if id(row) not in known)]
    if [id(row) for row in found] != [id(row) for row in before]:
        for number, row in enumerate(found):
            row.sort_order = number
    return found


def _weekly_rows(old: list[Any], wanted: Week, model: type[Any]) -> list[Any]:
    """One row for each span, with all its days, in the order of the week."""
    days: dict[Span | None, list[str]] = {}
    for day in hours.DAYS:
        for span in wanted.spans.get(day, ()):
            days.setdefault(span, []).append(day)
    if wanted.closed:
        days[None] = [day for day in hours.DAYS if day in wanted.closed]
    spare = list(old)
    taken = {span: _take(spare, span) for span in days}
    return [_say(taken[span] or (spare.pop(0) if spare else model()), span, named) for span, named in days.items()]


def _take(spare: list[Any], span: Span | None) -> Any:
    """The row that says the same already, if there is one."""
    for row in spare:
        if (None if row.closed else (row.opens_at, row.closes_at)) == span:
            spare.remove(row)
            return row
    return None


def _say(row: Any, span: Span | None, days: list[str]) -> Any:
    row.byday, row.freq, row.interval = ",".join(days), "WEEKLY", None
    row.closed = span is None
    row.opens_at, row.closes_at = span or (None, None)
    return row


def _dated_rows(old: list[Any], wanted: tuple[Dated, ...], model: type[Any]) -> list[Any]:
    rows = []
    before = {_dated(row): row for row in old}
    for each in wanted:
        row = before.pop(each, None) or model()
        row.valid_from, row.valid_to, row.closed = each.first, each.last, each.span is None
        row.opens_at, row.closes_at = each.span or (None, None)
        if each.note != (row.description or row.notes):
            row.description, row.notes = each.note, ""
        rows.append(row)
    return rows


def _sentence(old: list[Any], words: str, model: type[Any]) -> list[Any]:
    if not words:
        return []
    row = old[0] if old else model()
    row.description = words
    return [row]


# What people type


class Misread(ValueError):
    """What was typed cannot be used. The message says what to write instead."""


def parse_span(opens: str, closes: str) -> Span | None:
    """Two times as typed; ``None`` where both are empty. Raises :class:`Misread`."""
    opens, closes = opens.strip(), closes.strip()
    if not opens and not closes:
        return None
    for text in filter(None, (opens, closes)):
        _check_time(text)
    if not opens or not closes:
        raise Misread(_("Give both times, or neither."))
    try:
        return clock.span(clock.plain_clock(opens), clock.plain_clock(closes))
    except BadValue:
        if clock.parse_clock(opens) == clock.parse_clock(closes):
            raise Misread(
                _("It opens and closes at the same time. Write midnight to midnight for a whole day.")
            ) from None
        raise Misread(_("This could be morning or evening. Add “am” or “pm” to both times.")) from None


def _check_time(text: str) -> None:
    try:
        clock.minutes_of(clock.plain_clock(text))
    except BadValue:
        message = _("“%(text)s” is no time of day. Write it like 9am, 21:00 or noon.")
        raise Misread(message % {"text": text}) from None


def parse_dated(values: dict[str, str], today: date) -> Dated | None:
    """One line of the dates that differ; ``None`` where it is empty. Without a first day, it begins today."""
    given = {name: (text or "").strip() for name, text in values.items()}
    if not any(given.values()):
        return None
    first, last = _day(given["from"]), _day(given["until"])
    if not last and first and not given["until"]:
        raise Misread(_("Until which day? If nobody knows, choose “Closed for now” under “Getting in”."))
    if not last:
        raise Misread(_("On which days? Give the last day at least."))
    first = first or min(today, last)
    if first > last:
        raise Misread(_("The last day is before the first one."))
    return Dated(first, last, parse_span(given["opens"], given["closes"]), given["note"])


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except BadValue:
        raise Misread(_("“%(text)s” is no date. Write it like 2026-11-26.") % {"text": text}) from None


def overlap(spans: Sequence[Span]) -> bool:
    """Whether two spans of one day say the same hour twice."""
    moments = sorted((_minutes(opens), _end(opens, closes)) for opens, closes in spans)
    return any(later < end for (_start, end), (later, _end_of) in zip(moments, moments[1:], strict=False))


def _end(opens: time, closes: time) -> int:
    return _minutes(closes) + (1440 if closes <= opens else 0)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def written(at: time) -> str:
    """ "9:00 am": the way in which it is read back."""
    return f"{at.hour % 12 or 12}:{at.minute:02} {'am' if at.hour < 12 else 'pm'}"
