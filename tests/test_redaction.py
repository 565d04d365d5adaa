"""Decision 5: an erased address is gone from imports, sessions and the database's own files, and nothing is forgotten."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import DatabaseError
from django.utils import timezone
from wagtail import VERSION
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from harbor_wagtail.directory import redaction_files
from harbor_wagtail.directory.models import (
    Alias,
    DataSource,
    ImportBatch,
    ImportChange,
    Location,
    RedactionTask,
    StagedRow,
)
from harbor_wagtail.directory.redaction import GAP, scrub
from harbor_wagtail.directory.visibility import make_area_only, make_public
from tests import factories

CANARY = "4471 Canary Hollow Rd"


@pytest.fixture
def place(db: None) -> Location:
    location = Location.objects.create(name="Downtown office")
    make_public(location, {"address_1": CANARY, "city": "Canaryville", "postal_code": "55998"})
    return location


@pytest.fixture
def batch(db: None) -> ImportBatch:
    source = DataSource.objects.create(slug="county-211", name="County 211")
    return ImportBatch.objects.create(source=source, file_name="locations.csv", format="hsds-csv")


def stage(batch: ImportBatch, **values: Any) -> StagedRow:
    defaults = {"kind": "location", "key": uuid.uuid4(), "file": "locations.csv", "row": 2}
    return StagedRow.objects.create(batch=batch, **{**defaults, **values})


def test_rows_waiting_to_be_imported_lose_the_address(place: Location, batch: ImportBatch) -> None:
    own = stage(batch, key=place.hsds_id, values={"name": "Office", "transportation": "Bus 44"})
    address = stage(
        batch, kind="address", values={"address_1": "Anything", "city": "X"}, links={"location": str(place.hsds_id)}
    )
    other = stage(batch, values={"address_1": "1 Elsewhere"})
    make_area_only(place)
    for row in (own, address, other):
        row.refresh_from_db()
    assert own.values == {"name": "Office"}
    assert address.values == {}
    assert other.values == {"address_1": "1 Elsewhere"}


def test_lists_of_changes_and_reports_lose_the_address(place: Location, batch: ImportBatch) -> None:
    change = ImportChange.objects.create(
        batch=batch, model="location", object_id=place.pk, action="changed", before={"texts": [f"At {CANARY}."]}
    )
    batch.report = {"problems": [{"value": CANARY}]}
    batch.save()
    make_area_only(place)
    change.refresh_from_db()
    batch.refresh_from_db()
    assert change.before == {"texts": [f"At {GAP}."]}
    assert batch.report == {"problems": [{"value": GAP}]}


def test_previews_of_the_directory_are_forgotten_in_every_session(place: Location) -> None:
    editor = SessionStore()
    editor["wagtail-preview-harbor_directory-location-1"] = ["name=x", 1.0]
    editor["_auth_user_id"] = "1"
    editor.save()
    visitor = SessionStore()
    visitor["_auth_user_id"] = "2"
    visitor.save()
    before = Session.objects.get(pk=visitor.session_key).session_data
    redaction = make_area_only(place)
    assert redaction.previews == 1
    assert dict(SessionStore(session_key=editor.session_key).items()) == {"_auth_user_id": "1"}
    assert Session.objects.get(pk=visitor.session_key).session_data == before


@pytest.mark.skipif(VERSION < (8, 0), reason="Wagtail keeps previews in the session before 8.0")
def test_previews_kept_in_a_table_are_forgotten(place: Location, admin_user: Any) -> None:
    from wagtail.admin.models import FormState

    for record, text in ((place, "name=x"), (admin_user, "username=x")):
        FormState.objects.update_or_create_by_instance(
            record, user=admin_user, defaults={"data": text, "last_updated_at": timezone.now()}
        )
    assert make_area_only(place).previews == 1
    assert [state.data for state in FormState.objects.all()] == ["username=x"]


def test_hiding_what_is_hidden_is_harmless(db: None) -> None:
    place = Location.objects.create(name="House")
    make_area_only(place, confidential=True)
    make_area_only(place, confidential=True)
    assert Location.objects.get(pk=place.pk).address_visibility == "confidential"


@pytest.mark.django_db(transaction=True)
def test_an_erasure_is_finished_once_it_is_committed(place: Location) -> None:
    make_area_only(place)
    assert RedactionTask.objects.get().done_at is not None


@pytest.mark.django_db(transaction=True)
def test_an_erasure_that_fails_is_tried_again(place: Location, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(connection: Any) -> None:
        raise DatabaseError("busy")

    with monkeypatch.context() as patch:
        patch.setattr(redaction_files, "_clean", busy)
        make_area_only(place)
        with pytest.raises(SystemExit) as stopped:
            call_command("harbor_retain")
        assert stopped.value.code == 1
    task = RedactionTask.objects.get()
    assert (task.attempts, task.last_error, task.done_at) == (2, "busy", None)
    call_command("harbor_retain")
    task.refresh_from_db()
    assert task.done_at is not None


def test_retain_deletes_rows_that_nobody_waits_for(batch: ImportBatch) -> None:
    stage(batch)
    call_command("harbor_retain")
    assert StagedRow.objects.count() == 1
    ImportBatch.objects.update(state=ImportBatch.State.APPLIED)
    call_command("harbor_retain")
    assert StagedRow.objects.count() == 0


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("nothing here", "nothing here"),
        ("4471 CANARY hollow rd!", f"{GAP}!"),
        ({"a": [CANARY, 3, None]}, {"a": [GAP, 3, None]}),
    ],
)
def test_scrub_reaches_into_structures(value: Any, expected: Any) -> None:
    assert scrub(value, re.compile(re.escape(CANARY), re.IGNORECASE)) == expected


def test_web_addresses_made_of_the_address_are_given_up(place: Location, english: Any, client: Any) -> None:
    factories.directory_page()
    owner = factories.organization(f"{CANARY} House")
    Location.objects.filter(pk=place.pk).update(organization=owner)
    factories.service(owner, "Elsewhere", places=[factories.location(owner, "Office")])
    owner.change_slug("4471-canary-hollow-road-home")
    assert Alias.objects.get().value == "4471-canary-hollow-rd-house"
    assert client.get("/find-help/4471-canary-hollow-road-home/").status_code == 200
    redaction = make_area_only(Location.objects.get(pk=place.pk))
    owner.refresh_from_db()
    assert (owner.slug, owner.name, redaction.names) == ("house", f"{GAP} House", 2)
    assert not Alias.objects.exists()
    for slug in ("4471-canary-hollow-road-home", "4471-canary-hollow-rd-house"):
        assert client.get(f"/find-help/{slug}/").status_code == 404  # not led on: the list of pages would tie the two
    listed = client.get("/find-help/").content.decode()
    assert f"{GAP} House" in listed
    assert "/find-help/house/" in listed
    assert "Canary" not in listed


def test_a_name_that_was_nothing_but_the_address_still_has_a_web_address(place: Location) -> None:
    owner = factories.organization(CANARY)
    Location.objects.filter(pk=place.pk).update(organization=owner)
    make_area_only(Location.objects.get(pk=place.pk))
    owner.refresh_from_db()
    assert owner.slug == "organization"


@pytest.mark.parametrize("cleaning", ["used", "none"])
def test_pictures_called_after_the_address_lose_their_names(
    place: Location, settings: Any, cleaning: str, django_capture_on_commit_callbacks: Any
) -> None:
    settings.HARBOR_WAGTAIL = {"CLEAN_PICTURES": cleaning}
    image = get_image_model().objects.create(
        title=f"Door of {CANARY}", file=get_test_image_file("4471-canary-hollow-rd.png")
    )
    old = image.file.name
    with django_capture_on_commit_callbacks(execute=True):
        owner = factories.organization(logo=image)
        Location.objects.filter(pk=place.pk).update(organization=owner)
        make_area_only(Location.objects.get(pk=place.pk))
    image.refresh_from_db()
    assert image.title == f"Door of {GAP}"
    assert "canary" not in image.file.name.lower()
    assert image.file.storage.exists(image.file.name)
    assert not image.file.storage.exists(old)


def test_other_services_and_places_of_the_same_organization_lose_it_too(english: Any) -> None:
    owner = factories.organization("Lantern House")
    place = factories.location(owner, "Night house", address={**factories.ADDRESS, "address_1": CANARY})
    office = factories.location(
        owner, "Office", address=True, texts=[{"locale": english, "description": f"Across from {CANARY}."}]
    )
    factories.service(owner, "Beds", places=[place])
    words = {"en": {"description": f"Call us, or come to {CANARY}."}}
    line = factories.service(owner, "Helpline", texts=words, places=[office])
    office.save_revision()
    stranger = factories.service(factories.organization("Elsewhere"), "Food", texts=words)
    make_area_only(place, confidential=True)
    assert line.texts.model.objects.get(service=line).description == f"Call us, or come to {GAP}."
    assert CANARY not in str(office.texts.model.objects.get(location=office).description)
    assert not any(CANARY in str(revision.content) for revision in office.revisions.all())
    office.refresh_from_db()
    assert (office.address_1, office.postal_code) == (factories.ADDRESS["address_1"], factories.ADDRESS["postal_code"])
    assert CANARY in stranger.texts.model.objects.get(service=stranger).description  # whose words are not theirs
