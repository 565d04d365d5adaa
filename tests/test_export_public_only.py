"""Nothing leaves the site that a visitor may not see: no hidden address, no draft, nobody who was declined."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from harbor_wagtail.directory.models import ADDRESS_FIELDS, DataSource, Program
from harbor_wagtail.directory.visibility import make_area_only
from tests import exporting, factories
from tests.chance import without_chance

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

CANARY = "Xanadu-Canary"


def everything_written(folder: Path) -> str:
    """The text of every file that every format makes."""
    for name, form in (("a.json", "hsds-json"), ("b.ndjson", "hsds-json"), ("c.zip", "hsds-csv"), ("d.csv", "table")):
        exporting.export(folder / name, form)
    exporting.export(folder / "tables", "hsds-csv")
    texts = [path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file() and path.suffix != ".zip"]
    with zipfile.ZipFile(folder / "c.zip") as archive:
        texts += [archive.read(name).decode() for name in archive.namelist()]
    return "\n".join(texts)


def canary_address() -> dict[str, Any]:
    """Every column that leads to the door holds something that stands nowhere else."""
    filled = {name: CANARY for name, empty in ADDRESS_FIELDS.items() if empty == ""}
    return {
        **filled,
        "city": CANARY,
        "postal_code": "98989",
        "latitude": 41.414141,
        "longitude": -81.818181,
        "address_ref": "12121212-3434-4565-8787-909090909090",
        "url": f"https://{CANARY}.example",
        "map_url": f"https://map.example/{CANARY}",
    }


CANARIES = (CANARY, "98989", "41.41", "81.81", "12121212-3434")


def canaries_in(text: str) -> set[str]:
    """Those of ``CANARIES`` that ``text`` holds, but for what an id or a moment holds by chance."""
    told = without_chance(text)
    return {canary for canary in CANARIES if canary in (text if "-" in canary else told)}


@pytest.mark.parametrize("confidential", [False, True], ids=["undecided", "confidential"])
def test_a_place_hidden_after_having_been_public_leaves_no_trace_of_its_address(
    tmp_path: Path, confidential: bool
) -> None:
    owner = factories.organization("Lantern House")
    place = factories.location(owner, "The nest", address=canary_address())
    factories.service(owner, domains=["shelter"], places=[place])
    before = everything_written(_folder(tmp_path, "before"))
    assert canaries_in(before) == set(CANARIES)
    make_area_only(place, confidential=confidential)
    after = everything_written(_folder(tmp_path, "after"))
    assert "The nest" in after
    assert factories.MOWER in after
    assert canaries_in(after) == set()


def _folder(parent: Path, name: str) -> Path:
    (parent / name).mkdir()
    return parent / name


def _unpublish(record: Any, **values: Any) -> None:
    type(record).objects.filter(pk=record.pk).update(**values)


STATES: dict[str, Callable[[Any], None]] = {
    "draft": lambda record: _unpublish(record, live=False),
    "paused": lambda record: _unpublish(record, paused=True),
    "expired": lambda record: _unpublish(record, expired=True),
    "past its expiry": lambda record: _unpublish(record, expire_at=timezone.now() - timedelta(minutes=1)),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("what", ["organization", "service", "location"])
def test_a_record_that_is_not_public_is_in_no_file(tmp_path: Path, what: str, state: str) -> None:
    owner = factories.organization(CANARY if what == "organization" else "Lantern House")
    place = factories.location(owner, CANARY if what == "location" else "Office", address=True)
    service = factories.service(owner, CANARY if what == "service" else "Youth shelter", places=[place])
    STATES[state]({"organization": owner, "service": service, "location": place}[what])
    factories.service(factories.organization("Another"), "Another service")
    written = everything_written(tmp_path)
    assert "Another service" in written
    assert CANARY not in written
    hidden = {"organization": (owner, place, service), "service": (service,), "location": (place,)}[what]
    assert [record for record in hidden if str(record.hsds_id) in written] == []


def test_an_organization_that_was_declined_is_in_no_file(tmp_path: Path) -> None:
    owner = factories.organization(CANARY, inclusion="declined", inclusion_note="reason-canary")
    Program.objects.create(organization=owner, name="program-canary")
    place = factories.location(owner, "place-canary", address=True)
    factories.service(owner, "service-canary", places=[place])
    written = everything_written(tmp_path)
    assert CANARY not in written
    assert "-canary" not in written


def test_what_is_not_public_is_not_named_from_what_is(tmp_path: Path) -> None:
    """The parent, the owner of a place, the program: an id alone would say that a draft exists."""
    draft = factories.organization(CANARY, live=False)
    program = Program.objects.create(organization=draft, name=f"{CANARY} program")
    hall = factories.location(draft, "Hall")
    owner = factories.organization("Lantern House", parent_ref=draft.hsds_id)
    factories.service(owner, places=[hall], program=program)
    written = everything_written(tmp_path)
    assert str(hall.hsds_id) in written
    assert CANARY not in written
    assert str(draft.hsds_id) not in written
    assert str(program.hsds_id) not in written


def test_a_parent_somewhere_else_keeps_its_id() -> None:
    elsewhere = "cd09a387-91f4-4555-94ec-e799c35344cd"
    factories.organization(parent_ref=elsewhere)
    assert exporting.exported()[0]["parent_organization_id"] == elsewhere


def test_internal_notes_and_names_without_consent_stay_inside(tmp_path: Path) -> None:
    owner = factories.organization(
        inclusion="included",
        inclusion_note="note-canary",
        inclusion_by_role="role-canary",
        contacts=[{"title": "Desk"}],
    )
    contact = owner.contacts.get()
    contact.name = "name-canary"  # the database refuses it; the serialiser must not rely on that
    from harbor_wagtail.directory.exporting.rows import _contact

    assert "name-canary" not in str(_contact(contact, []))
    assert "-canary" not in everything_written(tmp_path)


def test_only_records_of_one_source(tmp_path: Path) -> None:
    mine, other = (DataSource.objects.create(slug=slug, name=slug) for slug in ("mine", "other"))
    owner = factories.organization("Mine", data_source=mine)
    factories.service(owner, "My service", data_source=mine, places=[
        factories.location(owner, "My place", data_source=mine),
        factories.location(owner, "Their place", data_source=other),
    ])  # fmt: skip
    factories.service(owner, "Their service", data_source=other)
    Program.objects.create(organization=owner, name="Their program", data_source=other)
    factories.organization("Theirs", data_source=other)
    written = exporting.export(tmp_path / "a.json", source="mine").read_text()
    assert all(name in written for name in ("Mine", "My service", "My place"))
    assert "Their" not in written
