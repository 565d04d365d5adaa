"""The filters beside the results: groups of choices, each with how many services it would leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.formats import localize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from harbor_wagtail.directory.asked import MANY, Asked

Counts = Mapping[str, Mapping[str, int]]

#: Name of the form's field → group of the counts.
COUNTED: dict[str, str] = {
    "start": "start",
    "domain": "domain",
    "population": "population",
    "gender": "gender",
    "spoken": "language",
    "cost": "cost",
    "access": "accessibility",
}
#: What a visitor in danger needs first comes first; this lies open, as opening hours and age do.
_ALWAYS_OPEN = ("start",)


@dataclass(frozen=True, slots=True)
class Option:
    """``count`` is ``None`` where nothing was counted."""

    value: str
    label: str
    count: int | None = None
    chosen: bool = False

    @property
    def number(self) -> str:
        """The count as people write it here."""
        return "" if self.count is None else str(self.count) if self.count < 1000 else str(localize(self.count))

    def box(self, name: str) -> str:
        """HTML of a checkbox of the field ``name``, with its words and its count."""
        shade = ' class="harbor-none"' if self.count == 0 else ""
        counted, shown = ("", "") if self.count is None else (f' data-count="{self.count}"', f"<b>{self.number}</b>")
        tick = " checked" if self.chosen else ""
        attributes = f'type="checkbox" name="{name}" value="{escape(self.value)}"{counted}{tick}'
        return f"<label{shade}><input {attributes}><span>{escape(self.label)}</span>{shown}</label>"

    def line(self) -> str:
        """HTML of an option of a ``<select>``."""
        counted, shown = ("", "") if self.count is None else (f' data-count="{self.count}"', f" ({self.number})")
        chosen = " selected" if self.chosen else ""
        return f'<option value="{escape(self.value)}"{counted}{chosen}>{escape(self.label)}{shown}</option>'


@dataclass(frozen=True, slots=True)
class Group:
    """One kind of filter; ``name`` is its field's name, ``chosen`` how many are on."""

    name: str
    legend: str
    options: list[Option]
    lies_open: bool = False

    @property
    def chosen(self) -> int:
        return sum(option.chosen for option in self.options)

    @property
    def boxes(self) -> SafeString:
        """The options as HTML. There are hundreds on a page: by templates they would take longer than the search."""
        return mark_safe("\n".join(option.box(self.name) for option in self.options))


@dataclass(frozen=True, slots=True)
class Facets:
    """``groups`` in reading order; the others are asked for by fields of their own."""

    groups: dict[str, Group]
    open_now: Option
    days: list[Option]
    counties: list[tuple[str, list[Option]]]
    unstated_age: Option

    @property
    def county_lines(self) -> SafeString:
        """The counties as HTML of a ``<select>``'s inside, by state."""
        return mark_safe("".join(_group_of_lines(state, options) for state, options in self.counties))

    @property
    def open_now_box(self) -> SafeString:
        return mark_safe(self.open_now.box("open"))

    @property
    def unstated_age_box(self) -> SafeString:
        return mark_safe(self.unstated_age.box("age_stated"))


def facets(choices: Mapping[str, Any], asked: Asked, counts: Counts, in_use: Counts) -> Facets:
    """``counts`` are those of the question, ``in_use`` those of the whole directory: what nobody has is not offered.

    Where nothing is counted, because the search is not ready, everything is offered without a number.
    """
    legends = {
        "start": _("Getting in"),
        "domain": _("Kind of help"),
        "population": _("Made for"),
        "gender": _("Gender"),
        "spoken": _("Language"),
        "cost": _("Cost"),
        "access": _("Accessibility"),
    }
    groups = {name: _group(name, legends[name], choices[name], asked, counts, in_use) for name in COUNTED}
    return Facets(
        groups={name: group for name, group in groups.items() if group.options},
        open_now=Option("now", _("Open now"), _count(counts, "open", "now"), asked.open_now),
        days=[Option(value, label, None, value == asked.day) for value, label in choices["day"]],
        counties=_counties(choices["county"], asked, counts),
        unstated_age=Option(
            "1",
            _("Leave out services that do not state an age limit"),
            _count(counts, "age", "unstated"),
            asked.age_stated,
        ),
    )


def _group(name: str, legend: str, given: Any, asked: Asked, counts: Counts, in_use: Counts) -> Group:
    chosen, kind = getattr(asked, MANY[name]), COUNTED[name]
    used = in_use.get(kind, {})
    options = [
        Option(value, label, _count(counts, kind, value), value in chosen)
        for value, label in given
        if not in_use or used.get(value) or value in chosen or name == "start"
    ]
    return Group(name, legend, options, lies_open=name in _ALWAYS_OPEN or any(option.chosen for option in options))


def _counties(given: Any, asked: Asked, counts: Counts) -> list[tuple[str, list[Option]]]:
    """(name of the state or nothing, counties), for one select."""
    grouped = [(name, rows) for name, rows in given if isinstance(rows, (list, tuple))]
    plain = [(value, label) for value, label in given if not isinstance(label, (list, tuple))]
    return [
        (state, [Option(code, name, _count(counts, "county", code), code == asked.county) for code, name in rows])
        for state, rows in [("", plain), *grouped]
    ]


def _group_of_lines(state: str, options: list[Option]) -> str:
    lines = "".join(option.line() for option in options)
    return f'<optgroup label="{escape(state)}">{lines}</optgroup>' if state else lines


def _count(counts: Counts, kind: str, value: str) -> int | None:
    """Nothing while nothing is counted; a value that is not there has none."""
    return counts.get(kind, {}).get(value, 0) if counts and value else None
