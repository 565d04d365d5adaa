"""The columns of the matrix: for whom, where, when, at what cost, and what it takes to start. Keys are permanent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from harbor_wagtail import places
from harbor_wagtail.directory.models.taxonomy import GENDERS, LANGUAGES

#: Whole years, both included. A service counts for a band when it serves every age of it.
AGE_BANDS: tuple[tuple[int, int], ...] = ((10, 12), (13, 15), (16, 17), (18, 20), (21, 24))
#: Value → weekday (Monday is 0) and the hour on the provider's clock at which it is looked whether somebody is there.
HOURS: Mapping[str, tuple[int, int]] = {"evening": (1, 20), "weekend": (5, 14), "night": (2, 3)}
STARTS: tuple[str, ...] = ("self", "no_police_report", "no_system_involvement", "no_parental_consent", "no_id")
#: What "without system contact" asks for, all of it.
ROUTE: tuple[str, ...] = ("self", "no_police_report", "no_system_involvement")
DEFAULT_LANGUAGES: tuple[str, ...] = ("es", "ase")
#: A map of more counties has no column for each.
MOST_COUNTIES = 12

ALL, ROUTE_KEY = "all", "route"


@dataclass(frozen=True, slots=True)
class Column:
    """``group`` and ``value`` say what is asked; ``key`` names both in records and files."""

    group: str
    value: str
    label: str

    @property
    def key(self) -> str:
        return f"{self.group}:{self.value}" if self.value else self.group


@dataclass(frozen=True, slots=True)
class Group:
    """Columns that stand side by side."""

    title: str
    columns: tuple[Column, ...]


Names = Mapping[str, Mapping[str, str]]


def groups(counties: Sequence[str], languages: Sequence[str], names: Names) -> tuple[Group, ...]:
    """``names`` are those of terms by vocabulary and code, in the reader's language."""
    starting = (Column(ALL, "", _("Any provider")), Column(ROUTE_KEY, "", _("Without system contact")), *_starts())
    shown = counties if 1 < len(counties) <= MOST_COUNTIES else ()
    given = (
        Group(_("Is there help, and how to start"), starting),
        Group(_("Ages"), tuple(Column("age", f"{low}-{high}", _age(low, high)) for low, high in AGE_BANDS)),
        Group(_("Genders and languages"), (*_terms("gender", GENDERS, names), *_spoken(languages, names))),
        Group(_("Hours and cost"), (*_hours(), Column("cost", "free", _("Free")))),
        Group(_("Counties"), tuple(Column("area", code, county_name(code)) for code in shown)),
    )
    return tuple(group for group in given if group.columns)


def county_name(code: str) -> str:
    found = places.county(code)
    return found.name if found else code


def _starts() -> tuple[Column, ...]:
    labels = {
        "self": _("The person may ask"),
        "no_police_report": _("No police report"),
        "no_system_involvement": _("No court or child-welfare case"),
        "no_parental_consent": _("No parent’s consent"),
        "no_id": _("No ID"),
    }
    return tuple(Column("start", value, labels[value]) for value in STARTS)


def _age(low: int, high: int) -> str:
    return _("%(low)d to %(high)d") % {"low": low, "high": high}


def _hours() -> tuple[Column, ...]:
    labels = {
        "evening": _("Evenings (Tuesday, 8 p.m.)"),
        "weekend": _("Weekends (Saturday, 2 p.m.)"),
        "night": _("Nights (Wednesday, 3 a.m.)"),
    }
    return tuple(Column("hours", value, labels[value]) for value in HOURS)


def _terms(group: str, vocabulary: str, names: Names) -> tuple[Column, ...]:
    return tuple(Column(group, code, name) for code, name in names.get(vocabulary, {}).items())


def _spoken(codes: Sequence[str], names: Names) -> tuple[Column, ...]:
    known: Mapping[str, Any] = names.get(LANGUAGES, {})
    return tuple(Column("language", code, known[code]) for code in codes or DEFAULT_LANGUAGES if code in known)
