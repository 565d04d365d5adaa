"""Decision 1: three roots, so that publishing an old version of one never undoes what happened to another."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import Locale

from harbor_wagtail.directory.availability import record_availability
from harbor_wagtail.directory.models import (
    Location,
    Organization,
    Program,
    Service,
    ServiceAtLocation,
    ServiceIntakeAnswer,
    ServiceStatus,
    ServiceText,
)

pytestmark = pytest.mark.django_db

A_MOMENT_AGO = datetime(2026, 1, 1, tzinfo=timezone.get_fixed_timezone(0))


@pytest.fixture
def organization() -> Organization:
    return Organization.objects.create(name="Northern Kin")


@pytest.fixture
def service(organization: Organization) -> Service:
    return Service.objects.create(organization=organization, name="Beds")


def test_publishing_an_old_organization_keeps_services_added_since(organization: Organization) -> None:
    old = organization.save_revision()
    added = Service.objects.create(organization=organization, name="Added meanwhile")
    program = Program.objects.create(organization=organization, name="Kin homes")
    place = Location.objects.create(organization=organization, name="Office")
    old.publish()
    assert list(organization.services.all()) == [added]
    assert list(organization.programs.all()) == [program]
    assert list(organization.locations.all()) == [place]


def test_publishing_an_old_service_keeps_places_added_since(service: Service) -> None:
    old = service.save_revision()
    place = ServiceAtLocation.objects.create(service=service, location=Location.objects.create(name="Office"))
    old.publish()
    assert list(service.service_at_locations.all()) == [place]


def test_publishing_an_old_service_restores_its_facts_and_words(service: Service, english: Locale) -> None:
    service.phones.create(number="507-555-0100")
    service.texts.create(locale=english, description="Before")
    service.save()
    old = Service.objects.get(pk=service.pk).save_revision()
    changed = Service.objects.get(pk=service.pk)
    changed.phones.set([])
    changed.texts.set([])
    changed.save()
    old.publish()
    restored = Service.objects.get(pk=service.pk)
    assert [phone.number for phone in restored.phones.all()] == ["507-555-0100"]
    assert restored.texts.get().description == "Before"


def test_a_draft_changes_nothing_that_is_public(service: Service) -> None:
    service.save_revision().publish()
    draft = Service.objects.get(pk=service.pk)
    draft.name = "Draft name"
    draft.save_revision()
    assert Service.objects.get(pk=service.pk).name == "Beds"
    assert Service.objects.get(pk=service.pk).get_latest_revision_as_object().name == "Draft name"


def test_pausing_holds_whatever_version_is_published(service: Service) -> None:
    old = service.save_revision()
    Service.objects.filter(pk=service.pk).update(paused=True)
    old.publish()
    assert Service.objects.get(pk=service.pk).paused


def test_getting_in_is_not_part_of_any_version(service: Service) -> None:
    old = service.save_revision()
    record_availability(service, ServiceStatus.TEMPORARILY_CLOSED, note="Burst pipe")
    old.publish()
    service.refresh_from_db()
    assert (service.status, service.status_note) == (ServiceStatus.TEMPORARILY_CLOSED, "Burst pipe")


@pytest.mark.parametrize(
    ("change", "on"),
    [
        ({"live": False}, "service"),
        ({"paused": True}, "service"),
        ({"expired": True}, "service"),
        ({"expire_at": A_MOMENT_AGO}, "service"),  # before any job marked it expired
        ({"live": False}, "organization"),
        ({"paused": True}, "organization"),
        ({"expire_at": A_MOMENT_AGO}, "organization"),
        ({"inclusion": "declined"}, "organization"),
    ],
    ids=str,
)
def test_a_service_is_public_only_with_its_organization(service: Service, change: dict[str, Any], on: str) -> None:
    assert list(Service.objects.public()) == [service]
    record = service if on == "service" else service.organization
    type(record).objects.filter(pk=record.pk).update(**change)
    assert not Service.objects.public().exists()


def test_records_with_open_drafts_are_known(service: Service) -> None:
    assert not Service.objects.unsettled().exists()
    service.save_revision()
    assert list(Service.objects.unsettled()) == [service]
    service.get_latest_revision().publish()
    assert not Service.objects.unsettled().exists()
    later = Service.objects.get(pk=service.pk)
    later.go_live_at = timezone.now() + timedelta(days=2)
    later.save_revision().publish()
    assert list(Service.objects.unsettled()) == [service]


def test_words_exist_once_per_language(service: Service, english: Locale, spanish: Locale) -> None:
    service.texts.create(locale=english, description="A bed")
    service.texts.create(locale=spanish, description="Una cama")
    service.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceText.objects.create(service=service, locale=english, description="Twice")


def test_words_in_a_language_given_up_do_not_break_old_versions(service: Service, english: Locale) -> None:
    french = Locale.objects.create(language_code="fr")
    service.texts.create(locale=english, description="A bed")
    service.texts.create(locale=french, description="Un lit")
    service.save()
    revision = Service.objects.get(pk=service.pk).save_revision()
    ServiceText.objects.filter(locale=french).delete()
    french.delete()
    assert [text.description for text in revision.as_object().texts.all()] == ["A bed"]
    revision.publish()


def test_ages_cannot_be_upside_down(organization: Organization) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Service.objects.create(organization=organization, name="Beds", minimum_age=18, maximum_age=12)


def test_a_no_that_nobody_confirmed_is_not_a_no(service: Service) -> None:
    unconfirmed = ServiceIntakeAnswer(service=service, question="police_report", answer="no")
    assert not unconfirmed.confirmed
    confirmed = ServiceIntakeAnswer(
        service=service, question="police_report", answer="no", said_by_role="Intake worker", said_on="2026-01-02"
    )
    assert confirmed.confirmed
    assert ServiceIntakeAnswer(service=service, question="police_report", answer="yes").confirmed
    assert not ServiceIntakeAnswer(service=service, question="pet").confirmed
