"""The filters beside the results: groups of choices, each with how many services it would leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Facets:
    """``groups`` in reading order; the others are asked for by fields of their own."""

    groups: dict[str, Group]
    open_now: Option
    days: list[Option]
    counties: list[tuple[str, list[Option]]]
    unstated_age: int | None = None


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
        unstated_age=_count(counts, "age", "unstated"),
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


def _count(counts: Counts, kind: str, value: str) -> int | None:
    """Nothing while nothing is counted; a value that is not there has none."""
    return counts.get(kind, {}).get(value, 0) if counts and value else None
