"""What the tests of the export share: a directory with something in every field, and readers of what was written."""

from __future__ import annotations

import csv
import json
import os
import uuid
from datetime import date, datetime, time, timezone
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command

from harbor_wagtail.directory.availability import record_availability
from harbor_wagtail.directory.exporting import loading, records
from harbor_wagtail.directory.models import (
    CheckMethod,
    DataSource,
    Location,
    Organization,
    Program,
    Service,
    ServiceCapacity,
    Taxonomy,
    TaxonomyTerm,
    Unit,
)
from harbor_wagtail.directory.verification import record_verification
from tests import factories

#: The official examples and schemas of HSDS (CC BY-SA, not part of the repository), where somebody has put them.
HSDS = Path(os.environ.get("HSDS_DATA", Path(__file__).parents[2] / "shared" / "hsds"))

CHECKED = date(2025, 11, 3)
AS_OF = datetime(2025, 12, 1, 15, 30, tzinfo=timezone.utc)
STREET = "118 Cedar Street"


def exported() -> list[dict[str, Any]]:
    """Every organization as it would be written."""
    return [records.organization(chunk, row) for chunk in loading.chunks() for row in chunk.organizations]


def export(path: Path, form: str = "hsds-json", **options: Any) -> Path:
    call_command("harbor_export", str(path), format=form, stdout=StringIO(), **options)
    return path


def read_json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def read_tables(folder: Path) -> dict[str, list[dict[str, str]]]:
    """File name -> rows."""
    return {path.name: _rows(path, "utf-8") for path in sorted(folder.glob("*.csv"))}


def read_spreadsheet(path: Path) -> list[dict[str, str]]:
    return _rows(path, "utf-8-sig")


def _rows(path: Path, encoding: str) -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


def whole_directory() -> Service:
    """One organization with something in every field and list, at a public place and a hidden one. Its service."""
    source = DataSource.objects.create(slug="state-211", name="State 211", licence="CC BY 4.0")
    owner = _organization(source)
    service = _service(owner, source)
    for place in _places(owner, source):
        number = uuid.uuid4()
        factories.at(
            service,
            place,
            description="Ask at the side door desk.",
            data_source=source,
            phones=[{"hsds_id": number, "number": "507-555-0144", "purpose": "hotline"}],
            languages=[{"name": "Lingala", "code": "ln", "phone_ref": number}],
            schedules=[factories.weekly("SA", "22:00", "02:00")],
            service_areas=[{"kind": "other", "name": "North side"}],
            contacts=[{"title": "Night worker"}],
            attributes=[{"term": foreign_term(), "value": "at the place"}],
        )
    _events(owner, service)
    return service


def foreign_term() -> TaxonomyTerm:
    taxonomy, _ = Taxonomy.objects.get_or_create(name="Foreign terms", defaults={"uri": "https://terms.example/"})
    term, _ = TaxonomyTerm.objects.get_or_create(
        taxonomy=taxonomy, code="BH-1800", defaults={"name": "Youth help", "description": "Help for youth."}
    )
    return term


def _organization(source: DataSource) -> Organization:
    contact, number = uuid.uuid4(), uuid.uuid4()
    return factories.organization(
        "Lantern House",
        data_source=source,
        alternate_name="The Lantern",
        email="hello@lantern.example",
        website="https://lantern.example",
        logo_url="https://lantern.example/logo.png",
        uri="https://id.example/lantern",
        year_incorporated=1998,
        legal_status="Nonprofit",
        parent_ref=uuid.uuid4(),
        example=True,
        phones=[
            {"number": "507-555-0101", "extension": "0123", "contact_ref": contact, "type": "text"},
            {"hsds_id": number, "number": "+1 507 555 0100", "extension": "100"},
        ],
        contacts=[{"hsds_id": contact, "title": "Front desk", "name": "Ann Persona", "name_consent_on": CHECKED}],
        languages=[
            {"name": "Urdu", "code": "ur", "note": "Mornings.", "phone_ref": number, "provision": "interpreter"}
        ],
        funding=[{"source": "State grant"}],
        additional_websites=[{"label": "Blog", "url": "https://blog.lantern.example"}],
        organization_identifiers=[
            {"identifier_type": "EIN", "identifier": "12-3456789", "identifier_scheme": "US-EIN"}
        ],
        attributes=[{"term": foreign_term(), "value": "org", "label": "L", "link_type": "t", "link_entity": "e"}],
        texts={
            "en": {"description": "A house with a light on.", "alert": "We moved."},
            "es": {"description": "Una casa"},
        },
    )


def _service(owner: Organization, source: DataSource) -> Service:
    program = Program.objects.create(
        organization=owner, name="Safe nights", description="All night help.", data_source=source
    )
    return factories.service(
        owner,
        "Youth shelter",
        data_source=source,
        program=program,
        alternate_name="The nest",
        url="https://lantern.example/nest",
        email="nest@lantern.example",
        minimum_age=Decimal("12.00"),
        maximum_age=Decimal("17.50"),
        residence="area",
        holidays="closed",
        referral="anyone",
        cost="free",
        stay_max_days=21,
        example=True,
        domains=["shelter", "case-management"],
        populations=[factories.term("minors", "populations")],
        genders=[factories.term("girls", "genders")],
        not_served=[factories.term("boys", "genders")],
        phones=[{"number": "507-555-0142", "purpose": "intake", "description": "Any hour."}],
        languages=["es", {"name": "Dari", "code": "prs", "provision": "staff"}],
        areas=[factories.MOWER, "27", {"kind": "other", "name": "Along Highway 9", "uri": "https://area.example"}],
        answers={
            "police_report": "no",
            "self_referral": "yes",
            "id": {"answer": "depends", "note": "Ask."},
            "pet": {"answer": "unknown", "note": "Nobody knows."},
        },
        schedules=[
            factories.weekly("MO,TU", "09:00", "17:00", timezone=Decimal("-6.00"), wkst="MO", interval=1, count=3),
            {"closed": True, "valid_from": date(2025, 12, 24), "valid_to": date(2025, 12, 26)},
            {"closed": True, "byday": "SU", "notes": "Never on Sundays."},
            {"freq": "MONTHLY", "bymonthday": "1,15", "dtstart": CHECKED, "until": CHECKED, "opens_at": time(8, 5)},
        ],
        contacts=[{"title": "Intake worker", "department": "Nights", "email": "intake@lantern.example"}],
        cost_options=[{"option": "Meals", "amount": Decimal("2.50"), "currency": "usd", "valid_from": CHECKED}],
        required_documents=[{"document": "A letter", "uri": "https://lantern.example/letter"}],
        funding=[{"source": "Gifts"}],
        additional_urls=[{"label": "Map", "url": "https://lantern.example/map"}],
        attributes=[{"term": foreign_term(), "value": "service"}],
        texts={
            "en": {
                "description": "Beds for tonight.",
                "application_process": "Call first.",
                "eligibility_description": "Young people.",
                "fees_description": "Nothing.",
                "interpretation_services": "By phone.",
                "accreditations": "Licensed.",
                "alert": "Full on weekends.",
                "not_served_description": "Adults.",
                "reporting_note": "Workers must report abuse.",
            },
            "es": {"name": "Refugio", "description": "Camas"},
        },
    )


def _places(owner: Organization, source: DataSource) -> list[Location]:
    public = factories.location(
        owner,
        "Downtown office",
        data_source=source,
        example=True,
        time_zone="America/Denver",
        address={
            **factories.ADDRESS,
            "address_ref": uuid.uuid4(),
            "attention": "Front desk",
            "address_2": "Suite 4",
            "region": "North",
            "address_type": "physical",
            "alternate_name": "The old school",
            "url": "https://lantern.example/office",
            "map_url": "https://map.example/1",
            "transportation": "Bus 5.",
            "external_identifier": "10092008082",
            "external_identifier_type": "UPRN",
            "latitude": 43.5,
            "longitude": -92.0,
        },
        phones=["507-555-0145"],
        languages=[{"name": "Dari", "code": "prs"}],
        schedules=[factories.weekly("MO", "09:00", "12:00")],
        accessibility=[{"description": "Ramp", "details": "At the back.", "url": "https://lantern.example/ramp"}],
        contacts=[{"title": "Porter"}],
        attributes=[{"term": foreign_term(), "value": "place"}],
        texts=[{"locale": factories.locale(), "description": "Ring twice."}],
    )
    public.accessibility_features.set([factories.term("wheelchair", "accessibility")])
    public._visibility_action = True
    public.save()
    return [public, factories.location(owner, "The nest", data_source=source, location_type="virtual")]


def _events(owner: Organization, service: Service) -> None:
    record_availability(service, "wait_list", as_of=AS_OF, note="About three weeks.")
    for record in (owner, service, *owner.locations.all()):
        record_verification(
            record,
            checked_on=CHECKED,
            method=CheckMethod.PHONE,
            by_role="volunteer",
            assurer_email="check@site.example",
        )
    unit = Unit.objects.create(name="Beds", scheme="SI", identifier="bed", uri="https://unit.example/bed")
    identity = uuid.uuid4()
    for free, day in ((3, 1), (5, 2)):
        ServiceCapacity.objects.create(
            hsds_id=identity,
            service=service,
            unit=unit,
            available=free,
            maximum=8,
            description="Beds",
            updated=datetime(2025, 12, day, tzinfo=timezone.utc),
            updated_as_given=f"2025-12-0{day}T01:00:00.0+01:00",
        )
