"""The shape of each kind of record: its columns, words, child rows and tags, as an import reads and writes them.

The facts of a record are a plain dict: column → value, ``text:<name>`` → words in the site's default language,
relation → list of child rows, tag field → sorted HSDS ids of terms. Never an address: that is ``places.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models

from harbor_wagtail.directory import models as directory
from harbor_wagtail.directory.hsds.fields import CHILD_RELATIONS, COLUMNS, TEXTS
from harbor_wagtail.directory.importing.plain import plain

TEXT = "text:"
INTAKE = "intake_answers"
STATUS = ("status", "status_as_of", "status_expires_at", "status_note")


@dataclass(frozen=True, slots=True)
class Spec:
    """``relations``: HSDS object of the child → relation; ``tags``: many-to-many fields that hold terms of ours."""

    kind: str
    model: type[models.Model]
    columns: tuple[str, ...]
    texts: tuple[str, ...] = ()
    relations: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def is_root(self) -> bool:
        return self.kind in ("organization", "service", "location")

    def relation(self, name: str) -> Relation:
        return relation(self.model, name)

    def text_model(self) -> Any:
        return self.model._meta.get_field("texts").related_model


@dataclass(frozen=True, slots=True)
class Relation:
    """A table of child rows. ``columns`` are all that say something: no keys, no order, no parent."""

    name: str
    model: Any
    parent: str
    columns: tuple[str, ...]

    def defaults(self) -> dict[str, Any]:
        """What a row says that says nothing, in plain values."""
        return dict(_defaults(self))


@cache
def _defaults(relation: Relation) -> dict[str, Any]:
    row = relation.model()
    return {column: plain(getattr(row, column)) for column in relation.columns}


@cache
def relation(model: type[models.Model], name: str) -> Relation:
    link: Any = model._meta.get_field(name)
    child = link.related_model
    left_out = {"id", "sort_order", link.field.attname}
    columns = tuple(field.attname for field in child._meta.concrete_fields if field.attname not in left_out)
    return Relation(name, child, link.field.attname, columns)


def _relations(kind: str) -> tuple[tuple[str, str], ...]:
    return tuple((child, name) for _, child, name in CHILD_RELATIONS[kind])


def _columns(kind: str, *further: str) -> tuple[str, ...]:
    return (*COLUMNS[kind].values(), *further)


SPECS: dict[str, Spec] = {
    spec.kind: spec
    for spec in (
        Spec(
            "organization",
            directory.Organization,
            _columns("organization", "parent_ref", "example"),
            (*TEXTS["organization"], "alert"),
            _relations("organization"),
        ),
        Spec("program", directory.Program, _columns("program", "organization_id")),
        Spec(
            "service",
            directory.Service,
            _columns(
                "service",
                *(
                    "organization_id",
                    "program_id",
                    "all_ages",
                    "residence",
                    "referral",
                    "cost",
                    "hours",
                    "holidays",
                    "documents",
                ),
                *("stay_max_days", "example", *STATUS),
            ),
            (*TEXTS["service"], "not_served_description", "reporting_note"),
            (*_relations("service"), (INTAKE, INTAKE)),
            ("domains", "populations", "genders", "not_served"),
        ),
        Spec(
            "location",
            directory.Location,
            _columns("location", "organization_id", "county", "time_zone", "state_province", "country", "example"),
            TEXTS["location"],
            _relations("location"),
            ("accessibility_features",),
        ),
        Spec(
            "service_at_location",
            directory.ServiceAtLocation,
            _columns("service_at_location", "service_id", "location_id"),
            (),
            _relations("service_at_location"),
        ),
    )
}
