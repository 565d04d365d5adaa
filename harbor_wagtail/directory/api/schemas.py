"""JSON Schemas of what the API gives, made of the tables that import and export read. Nothing else may stand in it."""

from __future__ import annotations

from typing import Any

from harbor_wagtail.directory.hsds.fields import (
    ADDRESS_COLUMNS,
    CHILD_COLUMNS,
    CHILD_RELATIONS,
    COLUMNS,
    LOCATION_ADDRESS_COLUMNS,
    TEXTS,
)
from harbor_wagtail.directory.hsds.tables import column_type
from harbor_wagtail.directory.models import HSDS_STATUS, LocationType

Schema = dict[str, Any]

ID: Schema = {"type": "string", "format": "uuid"}
#: The one key of the profile that is no attribute, since what stands alone has none.
EXAMPLE: Schema = {
    "type": "boolean",
    "description": "True where the record is made up, for a demonstration: nobody gives this help. Else left out.",
}
_TEXT: Schema = {"type": "string"}
_TYPES: dict[str, Schema] = {
    "string": _TEXT,
    "number": {"type": "number"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    "time": {"type": "string", "pattern": r"^\d\d:\d\d(:\d\d(\.\d+)?)?$"},
}
_REQUIRED: dict[str, tuple[str, ...]] = {
    "organization": ("name", "description"),
    "program": ("name", "description"),
    "service": ("name", "status"),
    "location": ("location_type",),
    "address": ("address_1", "city", "state_province", "postal_code", "country", "address_type"),
    "phone": ("number",),
    "organization_identifier": ("identifier_type", "identifier"),
    "url": ("url",),
    "unit": ("name",),
    "service_capacity": ("unit", "available", "updated"),
    "taxonomy": ("name", "description"),
    "taxonomy_term": ("name", "description"),
}
#: Keys that HSDS has and no table of ours.
_MORE: dict[str, dict[str, Schema]] = {
    "organization": {"parent_organization_id": ID, "example": EXAMPLE},
    "service": {
        "status": {"type": "string", "enum": sorted(set(HSDS_STATUS.values()))},
        "wait_time": _TEXT,
        "assured_date": _TYPES["date"],
        "assurer_email": _TEXT,
        "example": EXAMPLE,
    },
    "location": {
        "organization_id": ID,
        **{name: _TYPES[column_type(name)] for name in LOCATION_ADDRESS_COLUMNS},
        "location_type": {"type": "string", "enum": list(LocationType.values)},
        "example": EXAMPLE,
    },
    "taxonomy_term": {"parent_id": ID, "taxonomy_id": ID},
    "service_capacity": {
        "available": {"type": "number"},
        "maximum": {"type": "number"},
        "description": _TEXT,
        "updated": _TYPES["datetime"],
    },
    "phone": {"extension": {"type": "number"}},
}
_ATTRIBUTED = ("program", "phone", "language", "schedule", "service_area", "address")


def schemas() -> dict[str, Schema]:
    """By name: the HSDS object as it is told whole, and ``<object>_alone`` without lists."""
    made = {name: _object(name, columns) for name, columns in CHILD_COLUMNS.items()}
    made["address"] = _object("address", ADDRESS_COLUMNS)
    for name in ("unit", "service_capacity", "taxonomy", "taxonomy_term", "program"):
        made[name] = _object(name, COLUMNS.get(name, {}))
    for name in ("organization", "service", "location", "service_at_location"):
        alone = _object(name, {**COLUMNS[name], **dict.fromkeys(TEXTS.get(name, ()), "")})
        made[f"{name}_alone"] = alone
        lists = {array: _list(child) for array, child, _ in CHILD_RELATIONS[name]}
        made[name] = {**alone, "properties": {**alone["properties"], **lists}}
    _connect(made)
    return made


def _connect(made: dict[str, Schema]) -> None:
    """What stands in what."""
    for name in _ATTRIBUTED:
        _add(made[name], attributes=_list("attribute"))
    _add(made["phone"], languages=_list("language"))
    _add(made["contact"], phones=_list("phone"))
    _add(made["attribute"], taxonomy_term=_ref("taxonomy_term"))
    _add(made["taxonomy_term"], taxonomy_detail=_ref("taxonomy"))
    _add(made["service_capacity"], unit=_ref("unit"))
    _add(made["location"], addresses=_list("address"))
    _add(
        made["organization"],
        locations=_list("location"),
        programs=_list("program"),
        services={"type": "array", "items": {"anyOf": [_ref("service"), _ref("service_alone")]}},
    )
    for kind in ("service", "service_alone"):
        _add(made[kind], program=_ref("program"))
    _add(
        made["service"],
        organization=_ref("organization"),
        capacities=_list("service_capacity"),
        service_at_locations=_list("service_at_location"),
    )
    _add(made["service_alone"], organization=_ref("organization_alone"))
    _add(made["service_at_location"], location=_ref("location"), service=_ref("service"))
    _add(made["service_at_location_alone"], location=_ref("location_alone"), service=_ref("service_alone"))


def _object(kind: str, columns: Any) -> Schema:
    properties = {name: _TYPES[column_type(name)] for name in columns if name != "id"}
    return {
        "type": "object",
        "properties": {"id": ID, **properties, **_MORE.get(kind, {})},
        "required": ["id", *_REQUIRED.get(kind, ())],
        "additionalProperties": False,
    }


def _add(schema: Schema, **properties: Schema) -> None:
    schema["properties"] = {**schema["properties"], **properties}


def _list(kind: str) -> Schema:
    return {"type": "array", "items": _ref(kind)}


def _ref(kind: str) -> Schema:
    return {"$ref": f"#/components/schemas/{kind}"}
