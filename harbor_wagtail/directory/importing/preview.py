"""What would change, in words: a line per fact, old and new. Never an address."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from harbor_wagtail.directory.importing import diff
from harbor_wagtail.directory.importing.applying.current import Facts
from harbor_wagtail.directory.importing.applying.places import CHANGED as ADDRESS
from harbor_wagtail.directory.importing.applying.specs import SPECS, TEXT, Spec

#: Facts of one record that are shown; a table of a hundred lines is read by nobody.
MOST = 40


@dataclass(frozen=True, slots=True)
class Preview:
    """``facts``: (column or relation, old, new). ``pk`` is that of the record here, if there is one."""

    name: str
    facts: list[tuple[str, str, str]] = field(default_factory=list)
    pk: int | None = None

    def as_dict(self) -> dict[str, Any]:
        return {"name": diff.text(self.name) if self.name else "", "facts": self.facts, "pk": self.pk}


def facts_shown(spec: Spec, before: Facts, after: Facts, terms: dict[str, str]) -> list[tuple[str, str, str]]:
    """The facts of a record that differ, in words. ``terms``: HSDS id of a term of ours → its name."""
    found = []
    for name, value in after.items():
        if name in diff.UNSAID or name == "name" and not before:
            continue
        old, new = (in_words(spec, name, given, terms) for given in (before.get(name), value))
        if old != new or before:
            found.append((name, old, new))
    return found[:MOST]


def in_words(spec: Spec, name: str, value: Any, terms: dict[str, str]) -> str:
    """A fact as people read it; ``""`` for none. ``terms``: HSDS id of a term of ours → its name."""
    if value in (None, "", [], False):
        return ""
    if name in spec.tags:
        return ", ".join(sorted(terms[id] for id in value if id in terms))
    if value is True:
        return _("yes")
    if name == "schedules":
        return "; ".join(filter(None, map(_hours, value)))
    choices = _choices(spec, name)
    return str(choices.get(value, "")) if isinstance(value, str) and value in choices else diff.shown(value)


def _hours(row: dict[str, Any]) -> str:
    """“Mon, Tue 09:00–17:00”, or what was written where no hours were understood."""
    days = ", ".join(
        str(WEEKDAYS_ABBR[_DAYS.index(day)]) for day in str(row.get("byday") or "").split(",") if day in _DAYS
    )
    times = "–".join(str(row[name])[:5] for name in ("opens_at", "closes_at") if row.get(name))
    said = " ".join(part for part in (days, times) if part)
    return said or diff.text(row.get("description") or row.get("notes") or "")


_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def _choices(spec: Spec, name: str) -> dict[Any, Any]:
    return next((dict(field.flatchoices) for field in spec.model._meta.concrete_fields if field.attname == name), {})


def label(kind: str, name: str) -> str:
    """What people call a fact of a record."""
    if name == ADDRESS:
        return _("Address")
    spec, bare = SPECS[kind], name.removeprefix(TEXT).removesuffix("_id")
    model: Any = spec.text_model() if name.startswith(TEXT) else spec.model
    try:
        found = model._meta.get_field(bare)
    except FieldDoesNotExist:  # a column that other code calls otherwise
        return str(capfirst(bare.replace("_", " ")))
    related = getattr(found, "related_model", None) if getattr(found, "one_to_many", False) else None
    words = related._meta.verbose_name_plural if related else getattr(found, "verbose_name", bare.replace("_", " "))
    return str(capfirst(words))
