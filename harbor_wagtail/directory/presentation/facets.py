"""The filters beside the results: groups of choices, each with how many services it would leave."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from html import escape as _escape
from typing import Any

from django.conf import settings
from django.utils.formats import localize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from harbor_wagtail.directory.asked import MANY, Asked

Counts = Mapping[str, Mapping[str, int]]

#: The names of choices come again with each page, some hundred of them.
escape = lru_cache(maxsize=8192)(_escape)

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


@dataclass(slots=True)  # not frozen: a page has a hundred, and each takes three times as long to make then
class Option:
    """``count`` is ``None`` where nothing was counted."""

    value: str
    label: str
    count: int | None = None
    chosen: bool = False

    @property
    def number(self) -> str:
        """The count as people write it here."""
        return "" if self.count is None else number_writer()(self.count)

    def box(self, name: str, written: Callable[[int], str] | None = None) -> str:
        """HTML of a checkbox of the field ``name``, with its words and its count, as ``written`` if at hand."""
        shade = ' class="harbor-none"' if self.count == 0 else ""
        counted = shown = ""
        if self.count is not None:
            counted, shown = f' data-count="{self.count}"', f"<b>{(written or number_writer())(self.count)}</b>"
        tick = " checked" if self.chosen else ""
        attributes = f'type="checkbox" name="{name}" value="{escape(self.value)}"{counted}{tick}'
        return f"<label{shade}><input {attributes}><span>{escape(self.label)}</span>{shown}</label>"

    @property
    def line(self) -> str:
        """HTML of a choice in a ``<select>``, without a count."""
        return f'<option value="{escape(self.value)}"{" selected" if self.chosen else ""}>{escape(self.label)}</option>'


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
        written = number_writer()
        return mark_safe("\n".join(option.box(self.name, written) for option in self.options))


@dataclass(frozen=True, slots=True)
class Facets:
    """``groups`` in reading order; the others are asked for by fields of their own. ``county_lines`` are the counties as
    HTML of a ``<select>``'s inside, by state."""

    groups: dict[str, Group]
    open_now: Option
    days: list[Option]
    county_lines: SafeString
    unstated_age: Option


def facets(choices: Mapping[str, Any], asked: Asked, counts: Counts, in_use: Counts) -> Facets:
    """``counts`` are those of the question, ``in_use`` those of the whole directory: what nobody has is not offered.

    Where nothing is counted, because the search is not ready, everything is offered without a number.
    """
    legends = {
        "start": _("Getting in"),
        "domain": _("Kind of help"),
        "population": _("Made for"),
        "gender": _("Gender"),
        "spoken": pgettext("harbor", "Language"),
        "cost": _("Cost"),
        "access": _("Accessibility"),
    }
    groups = {name: _group(name, legends[name], choices[name], asked, counts, in_use) for name in COUNTED}
    return Facets(
        groups={name: group for name, group in groups.items() if group.options},
        open_now=Option("now", _("Open now"), _count(counts, "open", "now"), asked.open_now),
        days=[Option(value, label, None, value == asked.day) for value, label in choices["day"]],
        county_lines=_counties(choices["county"], asked.county, counts),
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


def _counties(given: Any, chosen: str, counts: Counts) -> SafeString:
    """There are up to three thousand: they are written straight away."""
    found = counts.get("county", {}) if counts else None
    lines, written = [], number_writer()
    for value, name in given:
        if isinstance(name, (list, tuple)):
            within = "".join(_line(code, county, chosen, found, written) for code, county in name)
            lines.append(f'<optgroup label="{escape(value)}">{within}</optgroup>')
        else:
            lines.append(_line(value, name, chosen, found, written))
    return mark_safe("".join(lines))


def _line(value: str, name: str, chosen: str, found: Mapping[str, int] | None, written: Callable[[int], str]) -> str:
    """HTML of an option; the first, which is no county, has no count."""
    tick, words = " selected" if value == chosen else "", escape(name)
    if found is None or not value:
        return f'<option value="{escape(value)}"{tick}>{words}</option>'
    count = found.get(value, 0)
    number = count if count < 1000 else written(count)
    return f'<option value="{escape(value)}" data-count="{count}"{tick}>{words} ({number})</option>'


def number_writer() -> Callable[[int], str]:
    """Writes counts as people here do. Made once for hundreds of them: asking for the language takes longer than the rest."""
    return partial(_written, get_language(), settings.USE_THOUSAND_SEPARATOR)


@lru_cache(maxsize=4096)
def _written(_language: str | None, _separated: bool, count: int) -> str:
    return str(localize(count))


def _count(counts: Counts, kind: str, value: str) -> int | None:
    """Nothing while nothing is counted; a value that is not there has none."""
    return counts.get(kind, {}).get(value, 0) if counts and value else None
