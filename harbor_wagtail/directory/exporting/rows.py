"""Child rows as HSDS dicts. What only we know goes along as attributes of the row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harbor_wagtail import places
from harbor_wagtail.directory.exporting import values
from harbor_wagtail.directory.exporting.terms import attribute
from harbor_wagtail.directory.exporting.values import columns, filled
from harbor_wagtail.directory.hsds.fields import CHILD_COLUMNS, CHILD_RELATIONS
from harbor_wagtail.directory.hsds.profile import encode
from harbor_wagtail.directory.models import AreaKind, LanguageProvision, PhonePurpose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.db import models

    from harbor_wagtail.directory.exporting.loading import Chunk

_NESTED = ("contacts", "phones", "languages")
#: Written for readers where nobody wrote hours in words.
CLOSED = "Closed"


def child_arrays(chunk: Chunk, kind: str, record: models.Model) -> dict[str, list[dict[str, Any]]]:
    """Every array of rows below one record, by its HSDS name. Empty ones are there too.

    Phones of a contact stand under it and languages of a phone under that; neither is repeated at the record.
    """
    arrays: dict[str, list[dict[str, Any]]] = {}
    for array, name, relation in CHILD_RELATIONS[kind]:
        if relation not in _NESTED:
            arrays[array] = [_MAKERS.get(name, _by_table(name))(row) for row in chunk.children(record, relation)]
    arrays.update(_nested(chunk, record))
    if kind in ("organization", "service_at_location"):
        del arrays["languages"]  # HSDS gives them none but those of their phones
    return arrays


def _nested(chunk: Chunk, record: models.Model) -> dict[str, list[dict[str, Any]]]:
    """Contacts with their phones, phones with their languages, each where its row says it belongs."""
    contacts, phones = chunk.children(record, "contacts"), chunk.children(record, "phones")
    spoken = chunk.children(record, "languages")
    numbers, people = {row.hsds_id for row in phones}, {row.hsds_id for row in contacts}

    def phones_of(owner: Any) -> list[dict[str, Any]]:
        mine = [row for row in phones if (row.contact_ref if row.contact_ref in people else None) == owner]
        return [_phone(row, languages_of(row.hsds_id)) for row in _once(mine)]

    def languages_of(owner: Any) -> list[dict[str, Any]]:
        mine = [row for row in spoken if (row.phone_ref if row.phone_ref in numbers else None) == owner]
        return [_language(row) for row in _once(mine)]

    return {
        "contacts": [_contact(row, phones_of(row.hsds_id)) for row in contacts],
        "phones": phones_of(None),
        "languages": languages_of(None),
    }


def _once(rows: Iterable[Any]) -> list[Any]:
    """A source may list the same phone, languages and all, under a contact and by itself."""
    return list({row.hsds_id: row for row in rows}.values())


def _by_table(name: str) -> Callable[[Any], dict[str, Any]]:
    def make(row: Any) -> dict[str, Any]:
        return filled({"id": row.hsds_id, **columns(row, CHILD_COLUMNS[name])})

    return make


def _contact(row: Any, phones: list[dict[str, Any]]) -> dict[str, Any]:
    made = {"id": row.hsds_id, **columns(row, CHILD_COLUMNS["contact"]), "phones": phones}
    return filled(made if row.name_consent_on else {**made, "name": None})


def _phone(row: Any, languages: list[dict[str, Any]]) -> dict[str, Any]:
    number, other = values.extension(row.extension)
    facts = {"purpose": "" if row.purpose == PhonePurpose.OFFICE else row.purpose, "extension": other}
    return filled(
        {
            "id": row.hsds_id,
            **columns(row, CHILD_COLUMNS["phone"]),
            "extension": number,
            "languages": languages,
            "attributes": encode("phone", row.hsds_id, facts),
        }
    )


def _language(row: Any) -> dict[str, Any]:
    """A language chosen from our vocabulary is written out, with a note that the source named none."""
    term, made = row.term, {"id": row.hsds_id, **columns(row, CHILD_COLUMNS["language"])}
    lent = {name: getattr(term, name) for name in ("name", "code") if term and not made[name] and getattr(term, name)}
    facts = {
        "provision": "" if row.provision == LanguageProvision.UNSPECIFIED else row.provision,
        "term": term.hsds_id if term and row.code != term.code else None,
        "generated": lent.keys(),
    }
    return filled({**made, **lent, "attributes": encode("language", row.hsds_id, facts)})


def _schedule(row: Any) -> dict[str, Any]:
    """HSDS cannot say "closed": such a row has no times, words for readers and our mark."""
    made = {"id": row.hsds_id, **columns(row, CHILD_COLUMNS["schedule"])}
    wordless = row.closed and not (row.description or row.notes)
    facts = {"closed": row.closed, "generated": {"description"} if wordless else ()}
    words = {"description": CLOSED} if wordless else {}
    return filled({**made, **words, "attributes": encode("schedule", row.hsds_id, facts)})


def _service_area(row: Any) -> dict[str, Any]:
    """An area known by its code alone gets its name written out."""
    made = {"id": row.hsds_id, **columns(row, CHILD_COLUMNS["service_area"])}
    lent = {} if row.name else {"name": area_name(row)}
    facts = {
        "kind": "" if row.kind == AreaKind.OTHER else row.kind,
        "fips": row.fips,
        "generated": lent.keys() if lent.get("name") else (),
    }
    return filled({**made, **lent, "attributes": encode("service_area", row.hsds_id, facts)})


def area_name(row: Any) -> str:
    """What an area is called: its own name, its county's or state's, or the kind of area it is."""
    if row.name:
        return str(row.name)
    county = places.county(row.fips) if row.kind == AreaKind.COUNTY else None
    state = places.state(row.fips) if row.kind == AreaKind.STATE else None
    return str(county) if county else state.name if state else _AREA_NAMES.get(row.kind, "")


_AREA_NAMES: dict[str, str] = {
    AreaKind.NATIONAL: "United States",
    AreaKind.REMOTE: "By phone or online, from anywhere",
    AreaKind.OUTREACH: "They come to the person",
}
_MAKERS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "schedule": _schedule,
    "service_area": _service_area,
    "attribute": attribute,
}
