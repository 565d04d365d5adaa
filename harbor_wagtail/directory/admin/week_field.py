"""The form field of opening hours: plain inputs that work without script, with each message beside its day."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from harbor_wagtail.directory.admin import week
from harbor_wagtail.directory.admin.week import Misread, Week
from harbor_wagtail.directory.hours import DAYS, is_exception
from harbor_wagtail.directory.presentation.opening import hours_table, weekday_name

#: How many spans of a day, and lines of dates, are read at most: more than anybody has, and an end to bad input.
MOST = 20
DATE_PARTS = ("from", "until", "opens", "closes", "note")


@dataclass
class Typed:
    """The inputs as they stand: what the widget shows again when something is wrong."""

    spans: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()
    dates: list[dict[str, str]] = field(default_factory=list)
    words: str = ""
    dropped: frozenset[str] = frozenset()

    @classmethod
    def of(cls, known: Week) -> Typed:
        return cls(
            spans={
                day: [(week.written(opens), week.written(closes)) for opens, closes in spans]
                for day, spans in known.spans.items()
            },
            closed=known.closed,
            dates=[_typed_dates(each) for each in known.dates],
            words=known.words,
        )


def _typed_dates(each: week.Dated) -> dict[str, str]:
    opens, closes = (week.written(at) for at in each.span) if each.span else ("", "")
    return dict(zip(DATE_PARTS, (each.first.isoformat(), each.last.isoformat(), opens, closes, each.note), strict=True))


class WeekField(forms.Field):
    """``clean`` gives a :class:`Week`; ``dropped`` then holds the ids of the kept rows that are to go."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=WeekWidget(), required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return Typed.of(value) if isinstance(value, Week) else value

    def clean(self, value: Any) -> Week:
        read, wrong = understand(value if isinstance(value, Typed) else Typed())
        if wrong:
            raise ValidationError(
                [_("%(where)s: %(message)s") % {"where": where, "message": said} for where, said in wrong.values()]
            )
        return read

    def has_changed(self, initial: Any, data: Any) -> bool:
        read, wrong = understand(data or Typed())
        return bool(wrong or (data and data.dropped)) or read != (initial or Week())


Wrong = dict[tuple[str, int], tuple[str, str]]


def understand(typed: Typed) -> tuple[Week, Wrong]:
    """What was typed, and what could not be understood: (day or "dates", line) → (where, what to write instead)."""
    wrong: Wrong = {}
    spans = {day: found for day in DAYS if (found := _spans_of(day, typed, wrong))}
    for day in typed.closed & set(spans):
        wrong[day, 0] = (weekday_name(day), _("Closed, or open at these times? Only one can be true."))
    dates = []
    for number, line in enumerate(typed.dates):
        try:
            if dated := week.parse_dated(line, timezone.localdate()):
                dates.append(dated)
        except Misread as error:
            wrong["dates", number] = (_("Dates that differ"), str(error))
    return Week(spans, typed.closed, tuple(dates), typed.words.strip()), wrong


def _spans_of(day: str, typed: Typed, wrong: Wrong) -> tuple[week.Span, ...]:
    found = []
    for number, (opens, closes) in enumerate(typed.spans.get(day, ())):
        try:
            if span := week.parse_span(opens, closes):
                found.append(span)
        except Misread as error:
            wrong[day, number] = (weekday_name(day), str(error))
    if week.overlap(found):
        wrong.setdefault((day, 0), (weekday_name(day), _("Two of these times overlap.")))
    return tuple(sorted(set(found)))


class WeekWidget(forms.Widget):
    template_name = "harbor_directory/admin/widgets/week.html"
    use_fieldset = True

    def __init__(self, attrs: Any = None) -> None:
        super().__init__(attrs)
        #: Rows told in words, which the form fills in: (id, words).
        self.kept: list[tuple[str, str]] = []

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Typed:
        def text(*parts: Any) -> str:
            return str(data.get("-".join([name, *map(str, parts)]), ""))[:500]

        def lines(*parts: Any) -> int:
            return next(
                (n for n in range(MOST) if "-".join([name, *map(str, parts), str(n), "opens"]) not in data), MOST
            )

        return Typed(
            spans={day: [(text(day, n, "opens"), text(day, n, "closes")) for n in range(lines(day))] for day in DAYS},
            closed=frozenset(day for day in DAYS if text(day, "closed")),
            dates=[{part: text("dates", n, part) for part in DATE_PARTS} for n in range(lines("dates"))],
            words=text("words"),
            dropped=frozenset(str(key) for key in _several(data, f"{name}-drop")),
        )

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}-words" not in data

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        typed = value if isinstance(value, Typed) else Typed()
        _read, wrong = understand(typed)
        context = super().get_context(name, None, attrs)
        context["widget"] |= {
            "days": [_day_context(name, day, typed, wrong) for day in DAYS],
            "dates": [
                {"name": f"{name}-dates-{n}", "error": _said(wrong, "dates", n), **line}
                for n, line in enumerate([*typed.dates, dict.fromkeys(DATE_PARTS, "")])
            ],
            "words": typed.words,
            "kept": [(key, words, key in typed.dropped) for key, words in self.kept],
            "has_dates": any(any(line.values()) for line in typed.dates),
        }
        return context

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return render_to_string(self.template_name, self.get_context(name, value, attrs))


def _several(data: Any, name: str) -> list[Any]:
    return list(data.getlist(name)) if hasattr(data, "getlist") else list(data.get(name, ()))


def _said(wrong: Wrong, where: str, number: int) -> str:
    return wrong[where, number][1] if (where, number) in wrong else ""


def _day_context(name: str, day: str, typed: Typed, wrong: Wrong) -> dict[str, Any]:
    spans = [*typed.spans.get(day, ())]
    while len(spans) < 2 or any(spans[-1]):
        spans.append(("", ""))
    return {
        "code": day,
        "label": weekday_name(day),
        "name": f"{name}-{day}",
        "closed": day in typed.closed,
        "spans": [
            {"name": f"{name}-{day}-{n}", "opens": opens, "closes": closes, "error": _said(wrong, day, n)}
            for n, (opens, closes) in enumerate(spans)
        ],
    }


def in_words(rows: list[Any]) -> str:
    """Rows as visitors read them, in one line; days that nobody gave hours for are left out."""
    usual = [row for row in rows if not (row.valid_from or row.valid_to)]
    said = _table(usual) if usual else []
    for row in rows:
        if row.valid_from or row.valid_to:
            said += _season(row)
    return " · ".join(said)


def _season(row: Any) -> list[str]:
    """A row that holds between two days, with the days before it unless its words name them."""
    days = " – ".join(day.isoformat() if day else "…" for day in (row.valid_from, row.valid_to))
    said = _table([row], row.valid_from or row.valid_to)
    return said if is_exception(row) else [f"{days}: {', '.join(said)}"]


def _table(rows: list[Any], on: Any = None) -> list[str]:
    table = hours_table(rows, on or timezone.localdate())
    said = [f"{days}: {times}" for days, times in table.rows if times != _("No hours given")] + table.others
    return said or [str(row) for row in rows]
