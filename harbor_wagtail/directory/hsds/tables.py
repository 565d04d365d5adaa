"""The tables of HSDS 3.2 in tabular form: file names, columns, keys. The facts of the format, described by ourselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from harbor_wagtail.directory.hsds.fields import (
    ADDRESS_COLUMNS,
    CHILD_COLUMNS,
    COLUMNS,
    LOCATION_ADDRESS_COLUMNS,
    TEXTS,
)

_NUMBERS = {
    "year_incorporated", "minimum_age", "maximum_age", "latitude", "longitude", "extension", "timezone", "count",
    "interval", "amount", "available", "maximum",
}  # fmt: skip
_TYPES = {
    **dict.fromkeys(_NUMBERS, "number"),
    **dict.fromkeys(("valid_from", "valid_to", "dtstart", "until", "assured_date"), "date"),
    **dict.fromkeys(("opens_at", "closes_at"), "time"),
    **dict.fromkeys(("last_modified", "updated"), "datetime"),
}


@dataclass(frozen=True, slots=True)
class Table:
    """One file. ``parents``: column -> HSDS object whose id it holds."""

    name: str
    path: str
    parents: dict[str, str]
    values: tuple[str, ...]
    #: Ids of objects that need not be in the package, or that live in several tables.
    loose: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        return ("id", *self.parents, *self.loose, *self.values)

    def descriptor(self) -> dict[str, Any]:
        """The table as a Data Package resource."""
        fields = [_field(column, column in self.parents or column in self.loose) for column in self.columns]
        keys = [
            {"fields": column, "reference": {"resource": resource, "fields": "id"}}
            for column, resource in self.parents.items()
        ]
        schema: dict[str, Any] = {"fields": fields, "primaryKey": "id"}
        return {
            "name": self.name,
            "path": self.path,
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": {**schema, "foreignKeys": keys} if keys else schema,
        }


def column_type(column: str) -> str:
    """``string``, ``number``, ``date``, ``time`` or ``datetime``."""
    return _TYPES.get(column, "string")


def _field(column: str, is_id: bool) -> dict[str, Any]:
    if column == "id":
        return {"name": column, "type": "string", "constraints": {"required": True, "unique": True}}
    return {"name": column, "type": "string" if is_id else column_type(column)}


def _below(*parents: str) -> dict[str, str]:
    return {f"{parent}_id": parent for parent in parents}


_FOUR = ("organization", "service", "service_at_location", "location")

#: In an order in which every table comes after those it points at.
TABLES: tuple[Table, ...] = (
    Table(
        "organization", "organizations.csv", {}, (*COLUMNS["organization"], "description"), ("parent_organization_id",)
    ),
    Table("program", "programs.csv", _below("organization"), tuple(COLUMNS["program"])),
    Table(
        "service",
        "services.csv",
        _below("organization", "program"),
        (*COLUMNS["service"], *TEXTS["service"], "status", "wait_time", "assured_date", "assurer_email"),
    ),
    Table(
        "location",
        "locations.csv",
        _below("organization"),
        (*COLUMNS["location"], *TEXTS["location"], *LOCATION_ADDRESS_COLUMNS),
    ),
    Table("service_at_location", "service_at_location.csv", _below("service", "location"), ("description",)),
    Table("address", "addresses.csv", _below("location"), tuple(name for name in ADDRESS_COLUMNS if name != "id")),
    Table("contact", "contacts.csv", _below(*_FOUR), tuple(CHILD_COLUMNS["contact"])),
    Table("phone", "phones.csv", _below(*_FOUR, "contact"), tuple(CHILD_COLUMNS["phone"])),
    Table("language", "languages.csv", _below("service", "location", "phone"), tuple(CHILD_COLUMNS["language"])),
    Table(
        "schedule",
        "schedules.csv",
        _below("service", "location", "service_at_location"),
        tuple(CHILD_COLUMNS["schedule"]),
    ),
    Table(
        "service_area",
        "service_areas.csv",
        _below("service", "service_at_location"),
        tuple(CHILD_COLUMNS["service_area"]),
    ),
    Table("accessibility", "accessibility.csv", _below("location"), tuple(CHILD_COLUMNS["accessibility"])),
    Table("cost_option", "cost_options.csv", _below("service"), tuple(CHILD_COLUMNS["cost_option"])),
    Table("required_document", "required_documents.csv", _below("service"), tuple(CHILD_COLUMNS["required_document"])),
    Table("funding", "funding.csv", _below("organization", "service"), tuple(CHILD_COLUMNS["funding"])),
    Table("url", "url.csv", _below("organization", "service"), tuple(CHILD_COLUMNS["url"])),
    Table(
        "organization_identifier",
        "organization_identifiers.csv",
        _below("organization"),
        tuple(CHILD_COLUMNS["organization_identifier"]),
    ),
    Table("unit", "units.csv", {}, tuple(COLUMNS["unit"])),
    Table(
        "service_capacity",
        "service_capacity.csv",
        _below("service", "unit"),
        ("available", "maximum", "description", "updated"),
    ),
    Table("taxonomy", "taxonomies.csv", {}, tuple(COLUMNS["taxonomy"])),
    Table("taxonomy_term", "taxonomy_terms.csv", _below("taxonomy"), tuple(COLUMNS["taxonomy_term"]), ("parent_id",)),
    Table("attribute", "attributes.csv", _below("taxonomy_term"), tuple(CHILD_COLUMNS["attribute"]), ("link_id",)),
)

#: JSON key -> HSDS object, for lists and single objects below another.
NESTED: dict[str, str] = {
    "services": "service",
    "programs": "program",
    "program": "program",
    "locations": "location",
    "location": "location",
    "service_at_locations": "service_at_location",
    "addresses": "address",
    "contacts": "contact",
    "phones": "phone",
    "languages": "language",
    "schedules": "schedule",
    "service_areas": "service_area",
    "accessibility": "accessibility",
    "cost_options": "cost_option",
    "required_documents": "required_document",
    "funding": "funding",
    "additional_websites": "url",
    "additional_urls": "url",
    "organization_identifiers": "organization_identifier",
    "capacities": "service_capacity",
    "unit": "unit",
    "attributes": "attribute",
    "taxonomy_term": "taxonomy_term",
    "taxonomy_detail": "taxonomy",
}
#: JSON keys whose object is pointed at by its holder, instead of pointing at it.
POINTED_AT = frozenset({"program", "location", "unit", "taxonomy_term", "taxonomy_detail"})


def datapackage() -> dict[str, Any]:
    """Content of ``datapackage.json``."""
    return {
        "name": "human_services_data",
        "title": "A provider directory in the form of HSDS 3.2.3",
        "profile": "tabular-data-package",
        "resources": [table.descriptor() for table in TABLES],
    }
