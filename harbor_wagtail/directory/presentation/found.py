"""What stands round the results: how many, how fresh, where next, and the way out of nothing found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from harbor_wagtail.conf import conf
from harbor_wagtail.directory.asked import MANY, Asked
from harbor_wagtail.directory.forms import flat
from harbor_wagtail.directory.presentation.dates import clock_in_words
from harbor_wagtail.directory.presentation.opening import weekday_name

#: Numbered pages shown on each side of the current one.
PAGES_AROUND = 2
#: Wider searches that are counted.
MAX_WIDER = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """A button that asks again without one part of the question; ``total`` is how many that finds, if counted."""

    label: str
    without: str
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A card as it stands in the page, and what the list has to know of it; ``key`` names it for the printed sheet."""

    html: SafeString
    key: str
    recent: bool = False
    example: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A page of results. ``numbers`` holds ``None`` where page numbers are left out."""

    cards: list[Shown]
    total: int
    number: int
    pages: int
    partial: bool
    order: str
    ready: bool = True
    did_you_mean: str = ""
    filters: list[Choice] = field(default_factory=list)
    wider: list[Choice] = field(default_factory=list)

    @property
    def checked_recently(self) -> int:
        return sum(card.recent for card in self.cards)

    @property
    def recent_months(self) -> int:
        """The span that counts as recent, in whole months."""
        return max(round(conf.CHECKED_STALE_DAYS / 30.5), 1)

    @property
    def example(self) -> bool:
        return any(card.example for card in self.cards)

    @property
    def keys(self) -> str:
        """What the printed sheet is asked for: the services shown, not the question."""
        return " ".join(card.key for card in self.cards)

    @property
    def numbers(self) -> list[int | None]:
        near = range(max(1, self.number - PAGES_AROUND), min(self.pages, self.number + PAGES_AROUND) + 1)
        shown = sorted({1, *near, self.pages} if self.pages else set())
        spaced: list[int | None] = []
        for number in shown:
            if spaced and number - (spaced[-1] or 0) > 1:
                spaced.append(None)
            spaced.append(number)
        return spaced


def order_words(asked: Asked) -> str:
    """In which order the results stand."""
    if asked.near:
        return _("nearest first")
    return _("best match first") if asked.words else _("A to Z")


def filters_on(asked: Asked, choices: Mapping[str, Any]) -> list[Choice]:
    """A button for each part of the question. The words themselves are never repeated: they would stand in the page.

    ``choices`` gives, by name of field, the visitor's word for each value.
    """

    def label(kind: str, value: str) -> str:
        return flat(choices[kind]).get(value, value)

    return [
        *([Choice(_("Your words"), "words")] if asked.words else []),
        *([Choice(_("Near your ZIP code"), "zip")] if asked.near else []),
        *(
            Choice(_chip(kind, label(kind, value)), f"{kind}:{value}")
            for kind, name in MANY.items()
            for value in getattr(asked, name)
        ),
        *([Choice(_("Open now"), "open")] if asked.open_now else []),
        *([Choice(_open_at(asked), "when")] if asked.time else []),
        *([Choice(_("Age"), "age")] if asked.age is not None else []),
        *([Choice(_("Age limit stated"), "age_stated")] if asked.age_stated else []),
        *([Choice(label("county", asked.county), "county")] if asked.county else []),
    ]


def _chip(kind: str, name: str) -> str:
    """The name of a choice as it reads away from its heading."""
    patterns = {
        "gender": pgettext("a filter that is on", "Gender: %(name)s"),
        "cost": pgettext("a filter that is on", "Cost: %(name)s"),
    }
    return patterns.get(kind, "%(name)s") % {"name": name}


def _open_at(asked: Asked) -> str:
    clock = clock_in_words(asked.time) if asked.time else ""
    day = weekday_name(asked.day) if asked.day else pgettext("harbor", "Today")
    return _("Open: %(day)s, %(time)s") % {"day": day, "time": clock}


def wider(asked: Asked, count: Callable[[Asked], int]) -> list[Choice]:
    """The searches one step wider that find something, then the whole directory. ``count`` asks for totals.

    At most ``MAX_WIDER`` are asked about, those most likely to help first.
    """
    steps = list(_steps(asked))
    if len(steps) > 1:
        last = [(_("All services"), "all")]
        if asked.filters_on > 1 and asked.filters_on != len(steps):
            last.insert(0, (_("Without any filter"), "filters"))
        steps = [*steps[: MAX_WIDER - len(last)], *last]
    counted = [Choice(label, what, count(asked.without(what))) for label, what in steps]
    return [choice for choice in counted if choice.total]


def _steps(asked: Asked) -> Iterator[tuple[str, str]]:
    """Each part of the question that may be left out."""
    labels = {
        "words": _("Without your words"),
        "zip": _("At any distance"),
        "county": _("All counties"),
        "domain": _("All kinds of help"),
        "start": _("However one gets in"),
        "open": _("Open or not"),
        "when": _("At any time"),
        "age": _("All ages"),
        "spoken": _("In any language"),
        "age_stated": _("Age limit stated or not"),
        "population": _("Made for anybody"),
        "gender": _("For any gender"),
        "cost": _("At any cost"),
        "access": _("Whatever the accessibility"),
    }
    for what, label in labels.items():
        if asked.near is not None if what == "zip" else asked.has(what):
            yield label, what
