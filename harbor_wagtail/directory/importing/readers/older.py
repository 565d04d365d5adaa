"""HSDS 1.x and 2.x, and what sites made of them, in the words of 3.2."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from harbor_wagtail.directory.importing.values.bad import BadValue
from harbor_wagtail.directory.importing.values.days import parse_byday
from harbor_wagtail.directory.importing.values.languages import split_languages
from harbor_wagtail.directory.importing.values.text import clean
from harbor_wagtail.directory.importing.values.words import parse_boolean

Values = dict[str, object]
Links = dict[str, str]
Part = tuple[str, str, Values, Links]

#: Older tables that are a 3.2 object with some values given.
OLD_TABLES: dict[str, tuple[str, Values]] = {
    "physical_address": ("address", {"address_type": "physical"}),
    "postal_address": ("address", {"address_type": "postal"}),
    "regular_schedule": ("schedule", {"freq": "WEEKLY"}),
    "holiday_schedule": ("schedule", {}),
    "service_taxonomy": ("attribute", {"link_entity": "service"}),
    "other_attribute": ("attribute", {}),
    "accessibility_for_disabilities": ("accessibility", {}),
    "eligibility": ("eligibility", {}),
    "payment_accepted": ("payment_accepted", {}),
}
#: Older name of a column → the field it has become.
ALIASES: dict[str, dict[str, str]] = {
    "organization": {"url": "website", "web_site": "website", "alternative_name": "alternate_name"},
    "service": {"eligibility": "eligibility_description", "website": "url", "alternative_name": "alternate_name", "fee": "fees"},
    "location": {"website": "url", "lat": "latitude", "lng": "longitude", "lon": "longitude", "long": "longitude"},
    "phone": {"number_type": "type", "phone_type": "type", "ext": "extension", "phone_number": "number"},
    "schedule": {"start_date": "valid_from", "end_date": "valid_to"},
    "language": {"language": "name"},
    "accessibility": {"accessibility": "description"},
    "service_area": {"service_area": "name"},
    "required_document": {"required_document": "document"},
    "funding": {"funding": "source", "funding_source": "source"},
    "address": {
        "street": "address_1", "street_1": "address_1", "street_address": "address_1", "address": "address_1",
        "street_2": "address_2", "state": "state_province", "province": "state_province", "zip": "postal_code",
        "zip_code": "postal_code", "zipcode": "postal_code", "postcode": "postal_code", "type": "address_type",
    },
    "taxonomy_term": {"vocabulary": "taxonomy", "term": "name"},
    "attribute": {"taxonomy_detail": "value"},
    "cost_option": {"cost": "amount_description"},
}  # fmt: skip
#: Older columns that become something other than one field; see the functions below.
SPECIAL: dict[str, frozenset[str]] = {
    kind: frozenset(columns.split())
    for kind, columns in {
        "organization": "date_incorporated funding_sources",
        "service": (
            "accepted_payments payments_accepted funding_sources languages required_documents"
            " service_areas location_id location_ids taxonomy_ids taxonomy_id"
        ),
        "location": "languages accessibility virtual",
        "phone": "department vanity_number language languages",
        "schedule": "weekday closed",
        "address": "address_3 address_4",
        "attribute": "taxonomy_id link_id service_id organization_id location_id",
    }.items()
}
#: Older links that 3.2 has under another name.
OLD_LINKS: dict[str, dict[str, str]] = {
    "eligibility": {"service_id": "service"},
    "payment_accepted": {"service_id": "service"},
    "organization": {"parent_id": "parent_organization"},
}
_OLD_FIELDS = {"eligibility": ("eligibility", "minimum_age", "maximum_age"), "payment_accepted": ("payment",)}


def fields_of_merged(kind: str) -> tuple[str, ...]:
    """Fields of the two older tables whose rows become part of their service."""
    return _OLD_FIELDS.get(kind, ())


def finish(part: Part, special: dict[str, Any]) -> Iterator[Part]:
    """The row, changed by its older columns, and the rows those have become. Raises ``BadValue`` for the whole row."""
    kind, id, values, links = part
    if kind == "schedule":
        _schedule(values, special)
    elif kind == "phone":
        _phone(values, special)
    elif kind == "address":
        _address(values, special)
    elif kind == "attribute":
        _attribute(values, links, special)
    elif kind == "organization":
        _organization(values, special)
    elif kind == "location" and _truthy(special.get("virtual")):
        values["location_type"] = "virtual"
    elif kind == "service":
        add_payments(values, [special.get("accepted_payments"), special.get("payments_accepted")])
    yield kind, id, values, links
    if id and special:
        yield from _children(kind, id, links, special)


def _schedule(values: Values, special: dict[str, Any]) -> None:
    if special.get("weekday") is not None:
        values["byday"] = parse_byday(special["weekday"])
    if _truthy(special.get("closed")):
        values["closed"] = True
        values.pop("opens_at", None)
        values.pop("closes_at", None)


def _truthy(value: object) -> bool:
    try:
        return value is not None and parse_boolean(value) is True
    except BadValue:
        return False


def _phone(values: Values, special: dict[str, Any]) -> None:
    words = [values.get("description"), special.get("department"), special.get("vanity_number")]
    joined = "; ".join(dict.fromkeys(str(word) for word in words if word))
    if joined:
        values["description"] = joined


def _address(values: Values, special: dict[str, Any]) -> None:
    lines = [values.get("address_2"), special.get("address_3"), special.get("address_4")]
    if any(lines[1:]):
        values["address_2"] = ", ".join(str(line) for line in lines if line)


def _attribute(values: Values, links: Links, special: dict[str, Any]) -> None:
    """``link_id`` says whose it is, ``link_entity`` (once ``link_type``) of what sort that is."""
    if special.get("taxonomy_id"):
        links.setdefault("taxonomy_term", str(special["taxonomy_id"]))
    for owner in ("service", "organization", "location"):
        if special.get(f"{owner}_id"):
            links[owner] = str(special[f"{owner}_id"])
            values["link_entity"] = owner
    if special.get("link_id"):
        entity = str(values.get("link_entity") or values.get("link_type") or "").strip().lower().replace(" ", "_")
        links[entity if entity in _OWNERS else "link"] = str(special["link_id"])


_OWNERS = frozenset({
    "organization", "service", "location", "service_at_location", "program", "phone", "contact", "schedule", "service_area",
    "language", "address", "accessibility", "cost_option", "required_document", "funding", "organization_identifier",
    "service_capacity", "unit", "url",
})  # fmt: skip


def _organization(values: Values, special: dict[str, Any]) -> None:
    year = re.search(r"(?<!\d)(1[6-9]\d\d|20\d\d)(?!\d)", str(special.get("date_incorporated") or ""))
    if year and not values.get("year_incorporated"):
        values["year_incorporated"] = int(year[1])


def add_payments(values: Values, payments: list[Any]) -> None:
    """Payments accepted, which 3.2 has no table for, as a note on the fees."""
    words = ", ".join(dict.fromkeys(str(payment) for payment in payments if payment))
    if words:
        fees = values.get("fees_description")
        values["fees_description"] = f"{fees}\nPayment: {words}" if fees else f"Payment: {words}"


def _children(kind: str, id: str, links: Links, special: dict[str, Any]) -> Iterator[Part]:
    for location in _list(special.get("location_ids") or special.get("location_id")):
        if kind == "service":
            yield "service_at_location", f"{id}@{location}", {}, {"service": id, "location": location}
    for language in split_languages(special.get("languages") or special.get("language")):
        yield "language", "", {"name": language}, {kind: id}
    for column, child, field in _LISTS:
        for word in _list(special.get(column)):
            yield child, "", {field: word}, {kind: id}
    for term in _list(special.get("taxonomy_ids") or special.get("taxonomy_id")):
        if kind == "service":
            yield "attribute", "", {"link_entity": kind}, {kind: id, "taxonomy_term": term}


_LISTS = (
    ("funding_sources", "funding", "source"), ("required_documents", "required_document", "document"),
    ("service_areas", "service_area", "name"), ("accessibility", "accessibility", "description"),
)  # fmt: skip


def _list(value: object) -> list[str]:
    parts = re.split(r"[,;|]", str(value)) if value not in (None, "") else []
    return list(dict.fromkeys(part for part in map(clean, parts) if part))
