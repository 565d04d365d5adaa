"""Phones, hours, languages and the like, out of the cells of a mapped line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from harbor_wagtail.directory.importing.readers.cells import Cells, Place, is_filled, values_of
from harbor_wagtail.directory.importing.readers.shape import made_id
from harbor_wagtail.directory.importing.readers.specs import Child, Spec
from harbor_wagtail.directory.importing.readers.vocabulary import MAIN_FIELD
from harbor_wagtail.directory.importing.rows import Item, Problem, Row
from harbor_wagtail.directory.importing.values.bad import BadValue
from harbor_wagtail.directory.importing.values.days import WEEK
from harbor_wagtail.directory.importing.values.hours import ParsedHours, parse_hours
from harbor_wagtail.directory.importing.values.languages import parse_language
from harbor_wagtail.directory.importing.values.phones import parse_phones

Values = dict[str, object]
LAST_MINUTE = dt.time(23, 59)


def child_rows(child: Child, owner: str, cells: Cells, file: str, row: int) -> Iterator[Item]:
    """The rows of one entry of a list section, as many as its cell holds."""
    yield from _Entry(child, owner, cells, file, row).rows()


@dataclass(frozen=True)
class _Entry:
    child: Child
    owner: str
    cells: Cells
    file: str
    row: int

    def rows(self) -> Iterator[Item]:
        kind = self.child.kind
        main = "hours" if "hours" in self.child.fields else MAIN_FIELD.get(kind, "name")
        others: Values = {}
        for name, spec in self.child.fields.items():
            if name not in (main, "phone"):
                for value in self._values(name, spec):
                    if isinstance(value, Problem):
                        yield value
                    else:
                        others[name] = f"{others[name]}, {value}" if others.get(name) else value
        id = str(others.pop("id", "") or "")
        if main not in self.child.fields:
            yield from self._plain(others, id)
            return
        for value in self._values(main, self.child.fields[main]):
            if isinstance(value, Problem):
                yield value
            elif kind == "phone":
                yield from self._phones(value, others)
            elif main == "hours":
                yield from self._hours(value, others)
            else:
                yield from self._contact_or_row({main: value} | others, id)

    def _values(self, name: str, spec: Spec) -> Iterator[str | Problem]:
        return values_of(spec, self.cells, Place(self.file, self.row, self.child.kind, name))

    def _row(self, values: Values, id: str = "", kind: str = "", links: dict[str, str] | None = None) -> Row:
        return Row(kind or self.child.kind, id, values, links or {self.child.owner: self.owner}, self.file, self.row)

    def _plain(self, values: Values, id: str) -> Iterator[Item]:
        """Without its main field a row still counts if a cell (not only a constant) says something."""
        if is_filled(self.child.fields.values(), self.cells):
            yield from self._contact_or_row(values, id)

    def _contact_or_row(self, values: Values, id: str) -> Iterator[Item]:
        if self.child.kind == "language":
            code = parse_language(values.get("code") or values.get("name"))
            values |= {"code": code} if code else {}
        if self.child.kind != "contact":
            yield self._row(values, id)
            return
        id = id or made_id("contact", values.get("title"), self.owner, 1)
        yield self._row(values, id)
        if "phone" in self.child.fields:
            for value in self._values("phone", self.child.fields["phone"]):
                if isinstance(value, Problem):
                    yield value
                else:
                    yield from self._phones(value, {}, {"contact": id, self.child.owner: self.owner}, "phone")

    def _phones(
        self, value: str, others: Values, links: dict[str, str] | None = None, name: str = "number"
    ) -> Iterator[Item]:
        spec = self.child.fields[name]
        try:
            phones = parse_phones(value)
        except BadValue as bad:
            yield Place(self.file, self.row, "phone", "number").problem(bad, ", ".join(spec.columns), value)
            return
        for phone in phones:
            values: Values = {"number": phone.number, "extension": phone.extension or None}
            values |= {"type": phone.type or "voice", "description": phone.label or None}
            values |= {
                field: other
                for field, other in others.items()
                if other is not None and not (field == "type" and phone.type)
            }
            yield self._row(values, kind="phone", links=links)

    def _hours(self, value: str, others: Values) -> Iterator[Item]:
        hours = parse_hours(value)
        if hours.kind == "unknown":
            told = BadValue(
                gettext_noop("the hours were not understood; they were kept as text."),
                gettext_noop("Write them as ‘Mon-Fri 9am-5pm; Sat 10am-2pm’."),
            )
            place = Place(self.file, self.row, "schedule", "hours")
            yield place.problem(told, ", ".join(self.child.fields["hours"].columns), value)
        for number, values in enumerate(schedule_values(hours)):
            words: Values = {"description": value} if not number else {}
            yield self._row(words | values | others)


def schedule_values(hours: ParsedHours) -> list[Values]:
    """HSDS schedules of parsed hours; a day without an end is 00:00 to 23:59. Without times there is one, of words."""
    if hours.kind == "always":
        return [_weekly(WEEK, dt.time(), LAST_MINUTE)]
    if hours.kind != "weekly":
        return [{}]
    rows = [
        _weekly(span.byday, span.opens, LAST_MINUTE if span.opens == span.closes else span.closes)
        for span in hours.spans
    ]
    if hours.notes:
        rows[0]["notes"] = hours.notes
    return rows


def _weekly(days: tuple[str, ...], opens: dt.time, closes: dt.time) -> Values:
    return {"freq": "WEEKLY", "byday": ",".join(days), "opens_at": f"{opens:%H:%M}", "closes_at": f"{closes:%H:%M}"}
