"""One question of a visitor, as it was understood."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from harbor_wagtail import places
from harbor_wagtail.directory.hours import DAYS

#: Kinds of which several values may be chosen: the name of the form's field, and of ours.
MANY: dict[str, str] = {
    "start": "start",
    "domain": "domains",
    "population": "populations",
    "gender": "genders",
    "spoken": "languages",
    "cost": "costs",
    "access": "accessibility",
}
#: Kinds of which there is one value or none, with what they are emptied to.
ONE: dict[str, dict[str, Any]] = {
    "open": {"open_now": False},
    "when": {"day": "", "time": None, "time_unread": False},
    "age": {"age": None, "age_unread": False},
    "age_stated": {"age_stated": False},
    "county": {"county": ""},
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. What was typed is kept out of ``repr``, and so out of error reports.

    The tuples hold the values ``search.query.Search`` knows, ``county`` a FIPS code, ``day`` "MO" to "SU" or nothing
    for today; empty means any. ``time`` is on the provider's clock. ``…_unread``: something was typed, and not
    understood.
    """

    words: str = field(default="", repr=False)
    zip: str = field(default="", repr=False)
    age: Decimal | None = field(default=None, repr=False)
    domains: tuple[str, ...] = ()
    county: str = ""
    page: int = 1
    age_unread: bool = False
    start: tuple[str, ...] = ()
    populations: tuple[str, ...] = ()
    genders: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    costs: tuple[str, ...] = ()
    accessibility: tuple[str, ...] = ()
    age_stated: bool = False
    open_now: bool = False
    day: str = ""
    time: time | None = None
    time_unread: bool = False

    @property
    def near(self) -> places.ZipPlace | None:
        return places.zip_place(self.zip)

    @property
    def zip_unknown(self) -> bool:
        return bool(self.zip) and self.near is None

    @property
    def time_missing(self) -> bool:
        """A day without an hour says nothing about being open."""
        return bool(self.day) and self.time is None

    @property
    def filters_on(self) -> int:
        """How many filters, beside words and ZIP, are set."""
        several = sum(len(getattr(self, name)) for name in MANY.values())
        return several + sum(self.has(kind) for kind in ONE)

    @property
    def narrows(self) -> bool:
        """Whether anything but a place is asked for."""
        return bool(self.words or self.filters_on)

    def has(self, kind: str) -> bool:
        """Whether anything of a kind (a key of ``MANY`` or ``ONE``, "words" or "zip") is asked for."""
        if kind in MANY:
            return bool(getattr(self, MANY[kind]))
        values = {"open": self.open_now, "when": self.time is not None, "age": self.age is not None}
        return bool(values[kind]) if kind in values else bool(getattr(self, kind))

    def open_at(self, today: date) -> datetime | None:
        """The next such day from ``today`` on, and the hour: a clock on a wall, without a zone."""
        if self.time is None:
            return None
        ahead = (DAYS.index(self.day) - today.weekday()) % 7 if self.day else 0
        return datetime.combine(today + timedelta(days=ahead), self.time)

    def without(self, what: str) -> Asked:
        """The question with one part taken away: "words", "zip", a kind, one value of a kind ("domain:legal"),
        "filters" (all kinds), "all". Anything else changes nothing."""
        kind, _, value = what.partition(":")
        if value and kind in MANY:
            left: Any = {MANY[kind]: tuple(each for each in getattr(self, MANY[kind]) if each != value)}
            return replace(self, page=1, **left)
        emptied = _emptied(what)
        return replace(self, page=1, **emptied) if emptied else self

    def fields(self) -> list[tuple[str, str]]:
        """Names and values of the hidden fields that ask the same again (without the page)."""
        pairs = [("words", self.words), ("zip", self.zip), ("county", self.county), ("day", self.day)]
        pairs += [("age", str(self.age))] if self.age is not None else []
        pairs += [("time", self.time.strftime("%H:%M"))] if self.time is not None else []
        pairs += [("open", "now")] if self.open_now else []
        pairs += [("age_stated", "1")] if self.age_stated else []
        pairs += [(kind, value) for kind, name in MANY.items() for value in getattr(self, name)]
        return [(name, value) for name, value in pairs if value]


def _emptied(what: str) -> dict[str, Any]:
    typed: dict[str, dict[str, Any]] = {"words": {"words": ""}, "zip": {"zip": ""}}
    kinds: dict[str, dict[str, Any]] = {**ONE, **{kind: {name: ()} for kind, name in MANY.items()}}
    filters = {name: value for each in kinds.values() for name, value in each.items()}
    every = {**filters, "words": "", "zip": ""}
    return {**typed, **kinds, "filters": filters, "all": every}.get(what, {})
