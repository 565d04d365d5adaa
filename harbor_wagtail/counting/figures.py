"""What is shown of the numbers, and nothing that lets anybody work out more.

A number below 5 is "<5". A sum is made of what is shown, never of what is stored: each "<5" goes in as 1 to 4, so a sum that has
some of them is a range, and taking away from it what is shown leaves what was known before.
"""

from __future__ import annotations

import calendar
import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page

from harbor_wagtail.models import PageCount

#: The smallest number that is told.
LEAST = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """From ``low`` to ``high``; both the same where it is known."""

    low: int = 0
    high: int = 0

    def __add__(self, other: Figure) -> Figure:
        return Figure(self.low + other.low, self.high + other.high)

    def __str__(self) -> str:
        if self.low == self.high:
            return str(self.low)
        if self.high < LEAST:
            return f"<{LEAST}"
        return _("%(low)d to %(high)d") % {"low": self.low, "high": self.high}


def shown(number: int) -> Figure:
    return Figure(number, number) if number >= LEAST or not number else Figure(1, LEAST - 1)


@dataclass(frozen=True, slots=True)
class Row:
    """A page, or a part or file of one, with what is shown of each day and of all of them."""

    title: str
    kind: str
    what: str
    language: str
    days: dict[datetime.date, Figure]

    @property
    def total(self) -> Figure:
        return sum(self.days.values(), Figure())


def rows(first: datetime.date, last: datetime.date) -> list[Row]:
    """Days from ``first`` to ``last`` that are over: one that still runs would tell what came since it was last looked at."""
    found: dict[tuple[int, str, str], dict[datetime.date, Figure]] = defaultdict(dict)
    counts = PageCount.objects.filter(day__gte=first, day__lte=min(last, yesterday())).order_by("day")
    for day, page, page_type, what, number in counts.values_list("day", "page", "page_type", "what", "number"):
        found[page, page_type, what][day] = shown(number)
    known = _titles({page for page, _type, _what in found})
    gone = (_("(a page that is gone)"), "")
    made = []
    for (page, page_type, what), by_day in found.items():
        title, language = known.get(page, gone)
        made.append(Row(title, kind_of(page_type), what_is(what), language, by_day))
    return sorted(made, key=lambda row: (-row.total.low, row.title, row.what))


def total(of: Iterable[Row]) -> Figure:
    return sum((row.total for row in of), Figure())


def days(of: Iterable[Row]) -> Iterator[tuple[datetime.date, Row, Figure]]:
    lines = [(day, row, figure) for row in of for day, figure in row.days.items()]
    return iter(sorted(lines, key=lambda line: (line[0], line[1].title, line[1].what)))


def yesterday() -> datetime.date:
    return timezone.localdate() - datetime.timedelta(days=1)


def months() -> list[datetime.date]:
    """The first days of months with numbers that may be shown, the newest first."""
    found = PageCount.objects.filter(day__lte=yesterday()).dates("day", "month", order="DESC")
    return list(found)


def last_day(month: datetime.date) -> datetime.date:
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def kind_of(page_type: str) -> str:
    try:
        return str(capfirst(apps.get_model(page_type)._meta.verbose_name))
    except (LookupError, ValueError):
        return page_type


def what_is(what: str) -> str:
    """ "opened", "fetched (PDF)", or the name of a part of the page."""
    if not what:
        return _("opened")
    if what.startswith("file:"):
        return _("fetched (%(kind)s)") % {"kind": what.removeprefix("file:").upper()}
    names = {"search": _("answers to a search"), "organization": _("pages of organizations")}
    return names.get(what) or what.replace("_", " ").replace("-", " ")


def _titles(pages: set[int]) -> dict[int, tuple[str, str]]:
    """Title and language of those that are still there."""
    found = Page.objects.filter(pk__in=pages).values_list("pk", "title", "locale__language_code")
    return {pk: (title, language) for pk, title, language in found}
