"""Promise 1: a place shows its area only until a person says its address is public, and a hidden one is not stored."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from harbor_wagtail.directory.models import (
    ADDRESS_FIELDS,
    AddressNotPublic,
    AddressVisibility,
    Location,
    LocationText,
    Organization,
    Service,
    ServiceAtLocation,
    TaxonomyTerm,
)
from harbor_wagtail.directory.redaction import _pointing_at
from harbor_wagtail.directory.visibility import is_sheltering, make_area_only, make_public
from harbor_wagtail.directory.vocabularies import create_missing
from tests.chance import without_chance

pytestmark = pytest.mark.django_db

CANARY = "4471 Canary Hollow Rd"
ADDRESS: dict[str, Any] = {
    "address_1": CANARY,
    "address_2": "Unit 9Q",
    "city": "Canaryville",
    "state_province": "MN",
    "postal_code": "55998",
    "country": "US",
    "latitude": 43.66612,
    "longitude": -92.97491,
    "transportation": "Bus 44 to Canary Hollow, blue door",
}
FILLED: dict[str, Any] = {
    name: 1.5 if name in ("latitude", "longitude") else "0b0b7f2e-6f0d-5f3e-9b0a-6d7a5b1c9e41" if empty is None else "x"
    for name, empty in ADDRESS_FIELDS.items()
}


@pytest.fixture
def place() -> Location:
    location = Location.objects.create(name="Downtown office", county="27099")
    make_public(location, ADDRESS)
    return location


def everything_stored() -> str:
    """Every value of every column of every table, as text."""
    found: list[str] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            found += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(found)


@pytest.mark.parametrize("visibility", [AddressVisibility.UNDECIDED, AddressVisibility.CONFIDENTIAL])
@pytest.mark.parametrize("name", [*ADDRESS_FIELDS, "city"])
def test_database_refuses_an_address_of_a_hidden_place(visibility: str, name: str) -> None:
    value = FILLED.get(name, "x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Location.objects.create(name="House", address_visibility=visibility, **{name: value})
    location = Location.objects.create(name="House", address_visibility=visibility)
    with pytest.raises(IntegrityError), transaction.atomic():
        Location.objects.filter(pk=location.pk).update(**{name: value})


def test_an_address_is_undecided_unless_somebody_says_otherwise() -> None:
    assert Location.objects.create().address_visibility == AddressVisibility.UNDECIDED


def test_the_town_stays_only_if_chosen(place: Location) -> None:
    make_area_only(place, show_town=True)
    place.refresh_from_db()
    assert place.city == "Canaryville"
    make_area_only(place)
    place.refresh_from_db()
    assert place.city == ""


@pytest.mark.parametrize("confidential", [True, False])
def test_hiding_erases_every_address_column(place: Location, confidential: bool) -> None:
    make_area_only(place, confidential=confidential)
    place.refresh_from_db()
    assert {name: getattr(place, name) for name in ADDRESS_FIELDS} == ADDRESS_FIELDS
    assert place.county == "27099"


def test_no_revision_ever_holds_an_address(place: Location) -> None:
    content = place.save_revision().content
    assert not {*ADDRESS_FIELDS, "city", "address_visibility", "agreed_by_role"} & set(content)
    assert CANARY not in str(content)


def test_publishing_an_old_revision_brings_no_address_back(place: Location) -> None:
    old = place.save_revision()
    old.publish()
    make_area_only(place, confidential=True)
    old.publish()
    place.refresh_from_db()
    assert place.address_visibility == AddressVisibility.CONFIDENTIAL
    assert place.address_1 == ""


def test_a_revision_that_carries_an_address_is_not_believed(place: Location) -> None:
    """For instance one written by hand, or restored from a backup."""
    revision = place.save_revision()
    make_area_only(place, confidential=True)
    revision.content = {**revision.content, **ADDRESS, "address_visibility": "public"}
    revision.save()
    assert revision.as_object().address_1 == ""
    revision.publish()
    place.refresh_from_db()
    assert (place.address_visibility, place.address_1) == (AddressVisibility.CONFIDENTIAL, "")


def test_an_open_draft_survives_hiding_without_the_address(place: Location) -> None:
    place.save_revision().publish()
    draft = Location.objects.get(pk=place.pk)
    draft.name = "New name"
    draft.save_revision()
    make_area_only(place)
    row = Location.objects.get(pk=place.pk)
    assert row.has_unpublished_changes
    assert row.get_latest_revision_as_object().name == "New name"
    row.get_latest_revision().publish()
    row.refresh_from_db()
    assert (row.name, row.address_visibility, row.address_1) == ("New name", AddressVisibility.UNDECIDED, "")


def test_reverting_to_an_old_revision_keeps_the_public_address(place: Location) -> None:
    before = place.save_revision()
    before.publish()
    make_public(place, {**ADDRESS, "address_1": "5 New Street"})
    before.publish()
    place.refresh_from_db()
    assert place.address_1 == "5 New Street"


def test_an_instance_read_before_hiding_cannot_write_the_address_back(place: Location) -> None:
    stale = Location.objects.get(pk=place.pk)
    make_area_only(place, confidential=True)
    with pytest.raises(AddressNotPublic):
        stale.save()
    place.refresh_from_db()
    assert place.address_1 == ""


def test_saving_cannot_make_a_place_public() -> None:
    location = Location.objects.create(name="House")
    location.address_visibility = AddressVisibility.PUBLIC
    with pytest.raises(AddressNotPublic):
        location.save()


def test_a_copy_has_no_address(place: Location) -> None:
    copy, _ = place.copy_cluster()
    copy.save()
    copy.refresh_from_db()
    assert copy.address_visibility == AddressVisibility.UNDECIDED
    assert copy.address_1 == copy.city == ""


def test_going_public_again_starts_from_nothing(place: Location) -> None:
    make_area_only(place)
    make_public(place, {"address_1": "7 Other Street"})
    place.refresh_from_db()
    assert (place.address_1, place.address_2, place.postal_code, place.latitude) == ("7 Other Street", "", "", None)


def test_what_is_no_part_of_an_address_is_refused(place: Location) -> None:
    with pytest.raises(TypeError, match="paused"):
        make_public(place, {"paused": True})


def test_no_address_in_the_name_of_a_place_without_name() -> None:
    location = Location.objects.create()
    make_public(location, ADDRESS)
    assert CANARY not in str(location)


def test_a_sheltering_place_needs_who_agreed_and_when(place: Location) -> None:
    organization = Organization.objects.create(name="Lantern House")
    service = Service.objects.create(organization=organization, name="Beds", live=False)
    create_missing([])
    service.domains.add(TaxonomyTerm.objects.of("domains").get(code="shelter"))
    service.save()
    ServiceAtLocation.objects.create(service=service, location=place)
    assert is_sheltering(place)
    for agreement in ({}, {"by_role": "Director"}, {"agreed_on": date(2026, 1, 2)}):
        with pytest.raises(ValidationError):
            make_public(place, ADDRESS, **agreement)  # type: ignore[arg-type]
    make_public(place, ADDRESS, by_role="Director", agreed_on=date(2026, 1, 2))
    place.refresh_from_db()
    assert (place.agreed_by_role, place.agreed_on) == ("Director", date(2026, 1, 2))


def test_hiding_leaves_the_address_in_no_table(place: Location, english: Any) -> None:
    """Also where somebody wrote it by hand: in texts, their old versions, logs and notes."""
    organization = Organization.objects.create(name="Lantern House")
    service = Service.objects.create(organization=organization, name="Beds")
    service.texts.create(locale=english, description=f"Come to {CANARY.upper()} after dark.")
    service.save()
    service.save_revision().publish()
    ServiceAtLocation.objects.create(service=service, location=place, description=f"Ring twice at {CANARY}")
    LocationText.objects.create(
        location=place, locale=english, description=f"{CANARY}, ZIP 55998, at 43.6661234,-92.97"
    )
    place.phones.create(number="507-555-0100", description=f"for {CANARY}")
    place.save()
    place.save_revision(log_action=True)
    assert CANARY in everything_stored()
    redaction = make_area_only(Location.objects.get(pk=place.pk), confidential=True)
    stored = without_chance(everything_stored().lower())
    for trace in (CANARY.lower(), "55998", "43.666", "blue door", "canaryville", "9q"):
        assert trace not in stored
    assert redaction.texts >= 3
    assert redaction.revisions >= 2


def test_a_canary_in_every_field_around_the_place_is_gone(place: Location, english: Any, admin_user: Any) -> None:
    """Names, notes, events, proposals and the comments of reviewers, however the address was written there."""
    organization = Organization.objects.create(name="Lantern House")
    service = Service.objects.create(organization=organization, name="Beds")
    there = ServiceAtLocation.objects.create(service=service, location=place)
    Location.objects.filter(pk=place.pk).update(organization=organization)
    planted = 0
    for model, record in (
        (Location, place),
        (Service, service),
        (Organization, organization),
        (ServiceAtLocation, there),
    ):
        planted += plant(model, {"pk": record.pk})
        for below, field in _pointing_at(model):
            row = below(**{field: record})
            if any(each.name == "locale" for each in below._meta.fields):
                row.locale = english
            try:
                with transaction.atomic():
                    models.Model.save_base(row, raw=True, force_insert=True)
            except (IntegrityError, ValueError):
                continue  # a table that needs more than this; those that matter are counted below
            planted += plant(below, {"pk": row.pk})
    comment(place, admin_user)
    assert planted > 30
    make_area_only(Location.objects.get(pk=place.pk), confidential=True)
    stored = everything_stored().lower()
    # The number by itself, for an id or a time may hold its digits.
    assert re.findall(r"canary hollow|(?<![0-9a-f.:-])4471(?![0-9a-f-])", stored) == []


def plant(model: Any, which: dict[str, Any]) -> int:
    """Writes the address, as people do, into every free text column that is long enough; returns how many."""
    names = [
        field.name
        for field in model._meta.fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.SlugField)
        and not field.choices
        and field.name not in {*ADDRESS_FIELDS, "city"}
        and (field.max_length or 999) >= 40
    ]
    written = 0
    for name in names:
        with suppress(IntegrityError), transaction.atomic():  # the name of a person needs a consent, for one
            written += model._default_manager.filter(**which).update(**{name: "at 4471  canary-hollow Road"})
    return written


def comment(place: Location, user: Any) -> None:
    from wagtail.models import GroupApprovalTask, TaskState, Workflow, WorkflowState

    task = GroupApprovalTask.objects.create(name="Look")
    workflow = Workflow.objects.create(name="Review")
    kind = ContentType.objects.get_for_model(Location)
    about = {"content_type": kind, "base_content_type": kind, "object_id": str(place.pk)}
    state = WorkflowState.objects.create(workflow=workflow, requested_by=user, **about)
    revision = place.save_revision()
    TaskState.objects.create(workflow_state=state, task=task, revision=revision, comment=f"Is {CANARY} right?")


def test_hiding_in_a_transaction_that_fails_hides_nothing(place: Location) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        make_area_only(place)
        raise RuntimeError
    assert Location.objects.get(pk=place.pk).address_1 == CANARY
