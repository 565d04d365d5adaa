"""What stands round the results: how many, how fresh, where next, and the way out of nothing found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from harbor_wagtail.conf import conf
from harbor_wagtail.directory.presentation.cards import Card

if TYPE_CHECKING:
    from harbor_wagtail.directory.forms import Asked

#: Numbered pages shown on each side of the current one.
PAGES_AROUND = 2


@dataclass(frozen=True, slots=True)
class Choice:
    """A button that asks again without one part of the question; ``total`` is how many that finds, if counted."""

    label: str
    without: str
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of results. ``numbers`` holds ``None`` where page numbers are left out."""

    cards: list[Card]
    total: int
    number: int
    pages: int
    partial: bool
    order: str
    ready: bool = True
    filters: list[Choice] = field(default_factory=list)
    wider: list[Choice] = field(default_factory=list)

    @property
    def checked_recently(self) -> int:
        return sum(card.fresh.recent for card in self.cards)

    @property
    def recent_months(self) -> int:
        """The span that counts as recent, in whole months."""
        return max(round(conf.CHECKED_STALE_DAYS / 30.5), 1)

    @property
    def next(self) -> int:
        return self.number + 1

    @property
    def example(self) -> bool:
        return any(card.example for card in self.cards)

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


def filters_on(asked: Asked, names: dict[str, str]) -> list[Choice]:
    """A button for each part of the question. The words themselves are never repeated: they would stand in the page.

    ``names`` gives the visitor's word for each kind of help and county.
    """
    chosen = [Choice(_("Your words"), "words")] if asked.words else []
    chosen += [Choice(names.get(code, code), f"domain:{code}") for code in asked.domains]
    if asked.county:
        chosen.append(Choice(names.get(asked.county, asked.county), "county"))
    if asked.age is not None:
        chosen.append(Choice(_("Age"), "age"))
    if asked.near:
        chosen.append(Choice(_("Near your ZIP code"), "zip"))
    return chosen


def wider(asked: Asked, count: Callable[[Asked], int]) -> list[Choice]:
    """The searches one step wider that find something, then the whole directory. ``count`` asks for totals."""
    steps = [
        (bool(asked.words), _("Without your words"), "words"),
        (bool(asked.domains), _("All kinds of help"), "domain"),
        (bool(asked.county), _("All counties"), "county"),
        (asked.age is not None, _("All ages"), "age"),
        (asked.near is not None, _("At any distance"), "zip"),
    ]
    set_steps = [(label, what) for is_set, label, what in steps if is_set]
    if len(set_steps) > 1:
        set_steps.append((_("All services"), "all"))
    counted = [Choice(label, what, count(asked.without(what))) for label, what in set_steps]
    return [choice for choice in counted if choice.total]


def choice_names(*lists: Sequence[tuple[Any, Any]]) -> dict[str, str]:
    """The names of choices by their keys, through groups."""
    names: dict[str, str] = {}
    for choices in lists:
        for key, value in choices:
            names.update(dict(value) if isinstance(value, (list, tuple)) else {key: value})
    return names
