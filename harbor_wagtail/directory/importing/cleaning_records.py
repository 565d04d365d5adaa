"""Rules for single objects: what HSDS gave up, what people put into one cell, what only consent lets in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_noop

from harbor_wagtail import places
from harbor_wagtail.directory.importing import cleaning_hours
from harbor_wagtail.directory.importing.cleaned import Cleaned
from harbor_wagtail.directory.importing.cleaning_hours import further_row
from harbor_wagtail.directory.importing.plain import plain
from harbor_wagtail.directory.importing.values import (
    BadValue,
    fold,
    parse_ages,
    parse_availability,
    parse_date,
    parse_datetime,
    parse_email,
    parse_phones,
)
from harbor_wagtail.directory.importing.values.free_text import is_surely_an_address
from harbor_wagtail.directory.models import AreaKind, PhoneType, ServiceStatus

if TYPE_CHECKING:
    from harbor_wagtail.directory.importing.cleaning import Cleaner
    from harbor_wagtail.directory.importing.rows import Row

Raw = dict[str, Any]
_NONE_NEEDED = {
    "none",
    "none required",
    "no documents required",
    "no documents needed",
    "nothing",
    "n/a",
    "no",
    "ninguno",
}
#: What data frames make of a number without signs.
_OF_A_SPREADSHEET = re.compile(r"^(\d{7,15})\.0+$")
_DIGIT_LEFT = re.compile(r"\d|[A-Z]{3,}")


def _organization(cleaner: Cleaner, row: Row, raw: Raw, cleaned: Cleaned) -> list[Cleaned]:
    """``tax_id`` becomes an identifier; the parent's id is kept, also where the parent is not in the file."""
    tax_id = str(raw.get("tax_id") or "").strip()
    if not tax_id:
        return [cleaned]
    values = {"identifier_scheme": "", "identifier_type": "EIN", "identifier": tax_id[:255]}
    return [cleaned, Cleaned("organization_identifier", "", values, {"organization": row.id}, row.file, row.row)]


def _before_service(cleaner: Cleaner, row: Row, raw: Raw, cleaned: Cleaned) -> None:
    for old, new in (("fees", "fees_description"), ("licenses", "accreditations")):
        if raw.get(old) and not raw.get(new):
            raw[new] = raw[old]
    _ages(raw)
    moment = cleaner.read(row, "last_modified", raw.pop("last_modified", None), parse_datetime)
    if moment:
        cleaned.values["last_modified"] = plain(_aware(moment))
    _checked(cleaner, row, raw, cleaned)
    if "wait_time" in raw:
        cleaned.values["status_note"] = str(raw["wait_time"] or "").strip()[:255]
    _status(cleaner, row, raw, cleaned)


def _checked(cleaner: Cleaner, row: Row, raw: Raw, cleaned: Cleaned) -> None:
    """The day the source checked it; of an organization only a mapping says so, HSDS has none."""
    checked = cleaner.read(row, "assured_date", raw.get("assured_date"), parse_date)
    if checked and checked > timezone.localdate() + dt.timedelta(days=1):
        cleaner.bad(
            row,
            "assured_date",
            raw["assured_date"],
            BadValue(gettext_noop("this day has not come yet."), gettext_noop("Correct the date.")),
        )
    elif checked:
        cleaned.values["assured_on"] = plain(checked)
        cleaned.values["assurer_email"] = (
            cleaner.read(row, "assurer_email", raw.get("assurer_email"), parse_email) or ""
        )


def _status(cleaner: Cleaner, row: Row, raw: Raw, cleaned: Cleaned) -> None:
    """``availability`` (ours) is finer than ``status``; a plain HSDS word does not contradict a finer one we have."""
    word = raw.get("availability") or raw.get("status")
    status = cleaner.read(row, "status", word, parse_availability)
    if status:
        cleaned.values["status"] = status
        generic = status in (ServiceStatus.OPEN, ServiceStatus.CLOSED_TO_NEW)
        cleaned.values["status_is_plain"] = generic and fold(word) in ("active", "inactive")


def _ages(raw: Raw) -> None:
    """A range that somebody put into one of the two columns ("12-17") fills both."""
    for name in ("minimum_age", "maximum_age"):
        other = "maximum_age" if name == "minimum_age" else "minimum_age"
        if isinstance(raw.get(name), str) and raw.get(other) in (None, "", raw[name]):
            try:
                youngest, oldest = parse_ages(raw[name])
            except BadValue:
                continue
            if youngest != oldest:
                ages = (None if age is None else str(age) for age in (youngest, oldest))
                raw["minimum_age"], raw["maximum_age"] = ages


def _service(cleaner: Cleaner, row: Row, raw: Raw, cleaned: Cleaned) -> list[Cleaned]:
    youngest, oldest = cleaned.values.get("minimum_age"), cleaned.values.get("maximum_age")
    if youngest is not None and oldest is not None and float(youngest) > float(oldest):
        bad = BadValue(
            gettext_noop("the youngest age is above the oldest."),
            gettext_noop("Correct the two ages; neither was kept."),
        )
        cleaner.bad(row, "minimum_age", raw.get("minimum_age"), bad)
        cleaned.values["minimum_age"] = cleaned.values["maximum_age"] = None
    return [cleaned]


def _phone(cleaner: Cleaner, row: Row, raw: Raw, cleaned: Cleaned) -> list[Cleaned]:
    values = cleaned.values
    _phone_type(values)
    number = values["number"] = _OF_A_SPREADSHEET.sub(r"\1", values["number"])
    if not _DIGIT_LEFT.search(number):
        cleaner.bad(
            row,
            "number",
            number,
            BadValue(gettext_noop("there is no telephone number in this."), gettext_noop("Write a number.")),
            refused=True,
        )
        return []
    try:
        numbers = parse_phones(number)
    except BadValue:
        return [cleaned]
    if len(numbers) < 2 and not is_surely_an_address(number):
        return [cleaned]
    made = []
    for at, found in enumerate(numbers, start=1):
        own = {**values, "number": found.number[:100], "extension": found.extension[:20] or values.get("extension", "")}
        own["type"] = found.type or values.get("type") or PhoneType.VOICE
        own["description"] = " ".join(filter(None, (values.get("description", ""), found.label)))
        made.append(further_row(cleaned, cleaned.id if at == 1 else f"{cleaned.id}#{at}", own))
    return made


def _phone_type(values: Raw) -> None:
    """A kind of number that is none of HSDS's goes into the note."""
    given = values.get("type", "")
    known = fold(given)
    if known in PhoneType.values:
        values["type"] = known
    elif given:
        note = values.get("description", "")
        values["type"] = PhoneType.VOICE
        values["description"] = note if given in note else f"{note} ({given})".strip() if note else given


def _contact(cleaner: Cleaner, row: Row, raw: Raw, cleaned: Cleaned) -> list[Cleaned]:
    """Nobody is named without having agreed to it: the role and the e-mail stay."""
    if not cleaner.named:
        cleaned.values.pop("name", None)
    elif cleaned.values.get("name"):
        cleaned.values["name_consent_on"] = plain(timezone.localdate())
    return [cleaned]


_NATIONAL = {"national", "nationwide", "usa", "united states", "us", "u.s.", "all states", "country", "nacional"}
_STATEWIDE = re.compile(
    r"^(?:entire |whole |all of )?(.*?)[ ,:(-]*\b(?:state ?wide|entire state|whole state)\b\)?$|^state of (.*)$"
)


def _service_area(cleaner: Cleaner, row: Row, raw: Raw, cleaned: Cleaned) -> list[Cleaned]:
    """Tie an area to a county or a state where its name can mean nothing else."""
    values = cleaned.values
    if values.get("fips") or ("kind" in raw and raw["kind"]):
        return [cleaned]
    state = raw.get("state_province")
    values["kind"], values["fips"] = area(str(raw.get("name") or raw.get("extent") or ""), str(state) if state else "")
    return [cleaned]


@lru_cache(maxsize=4096)
def area(name: str, state: str = "") -> tuple[str, str]:
    """("Mower County, MN", "") → (county, 27099). What cannot be told stays "another area, in words"."""
    text = fold(name, 300).strip(" .")
    if text in _NATIONAL:
        return AreaKind.NATIONAL, ""
    if re.fullmatch(r"\d{5}", text) and (county := places.county(text)) and text != "":
        return (AreaKind.COUNTY, county.fips) if "county" in fold(name) else (AreaKind.OTHER, "")
    if (found := _STATEWIDE.match(text)) and (whole := places.state((found[1] or found[2] or state).strip(" ,"))):
        return AreaKind.STATE, whole.fips
    if len(text) > 3 and "," not in text and (whole := places.state(text)):
        return AreaKind.STATE, whole.fips
    counties = places.find_counties(name, state if state and places.state(state) else None)
    if len(counties) == 1 and (state or "," in name or "county" in text or "parish" in text or "borough" in text):
        return AreaKind.COUNTY, counties[0].fips
    return AreaKind.OTHER, ""


def _document(cleaner: Cleaner, row: Row, raw: Raw, cleaned: Cleaned) -> list[Cleaned]:
    """ "None" is an answer, not a paper."""
    if fold(cleaned.values["document"]).strip(" .") in _NONE_NEEDED:
        cleaned.values["none_needed"] = True
    return [cleaned]


def _capacity(cleaner: Cleaner, row: Row, raw: Raw, cleaned: Cleaned) -> list[Cleaned]:
    moment = cleaner.read(row, "updated", raw.get("updated"), parse_datetime)
    if moment:
        cleaned.values["updated"] = plain(_aware(moment))
        cleaned.values["updated_as_given"] = str(plain(raw["updated"]))[:50]
    return [cleaned]


def _identifier(cleaner: Cleaner, row: Row, raw: Raw, cleaned: Cleaned) -> list[Cleaned]:
    cleaned.values["identifier_type"] = (
        cleaned.values.get("identifier_type") or cleaned.values.get("identifier_scheme") or "id"
    )
    return [cleaned]


def _before_term(cleaner: Cleaner, row: Row, raw: Raw, cleaned: Cleaned) -> None:
    """Older files have codes without names."""
    if not raw.get("name") and raw.get("code"):
        raw["name"] = raw["code"]


def _aware(moment: dt.datetime) -> dt.datetime:
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


BEFORE: dict[str, Callable[[Any, Any, Raw, Any], None]] = {
    "organization": _checked,
    "service": _before_service,
    "schedule": cleaning_hours.before_schedule,
    "taxonomy_term": _before_term,
}
AFTER: dict[str, Callable[[Any, Any, Raw, Any], list[Any]]] = {
    "organization": _organization,
    "service": _service,
    "schedule": cleaning_hours.schedule,
    "phone": _phone,
    "contact": _contact,
    "service_area": _service_area,
    "required_document": _document,
    "service_capacity": _capacity,
    "organization_identifier": _identifier,
}
