"""Decision 6 and promise 6: checked is not edited, and what was found out is never rewritten."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from harbor_wagtail.directory.availability import current_status, record_availability
from harbor_wagtail.directory.models import (
    AppendOnlyError,
    Availability,
    DirectoryVersion,
    Organization,
    Service,
    ServiceStatus,
    Verification,
)
from harbor_wagtail.directory.verification import last_checked, record_verification

pytestmark = pytest.mark.django_db


@pytest.fixture
def service() -> Service:
    return Service.objects.create(organization=Organization.objects.create(name="Northern Kin"), name="Beds")


def test_checking_changes_no_record_and_makes_no_revision(service: Service) -> None:
    before = Service.objects.values().get(pk=service.pk)
    record_verification(service, checked_on=date(2026, 11, 1), method="phone", by_role="Directory editor")
    assert Service.objects.values().get(pk=service.pk) == before
    assert not service.revisions.exists()


def test_the_newest_check_counts_in_whatever_order_they_were_written(service: Service) -> None:
    record_verification(service, checked_on=date(2026, 11, 1), method="phone")
    record_verification(service, checked_on=date(2025, 11, 1), method="email")
    unchecked = Service.objects.create(organization=service.organization, name="Unchecked")
    checks = last_checked([service, unchecked])
    assert checks[service.pk].checked_on == date(2026, 11, 1)
    assert unchecked.pk not in checks


def test_an_event_is_written_once(service: Service) -> None:
    check = record_verification(service, checked_on=date(2026, 11, 1), method="phone")
    check.note = "Changed my mind"
    with pytest.raises(AppendOnlyError):
        check.save()


def test_a_check_is_of_exactly_one_record(service: Service) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Verification.objects.create(checked_on=date(2026, 11, 1), method="phone")


def test_a_wait_list_goes_stale_by_itself(service: Service) -> None:
    now = timezone.now()
    record_availability(service, ServiceStatus.WAIT_LIST, as_of=now)
    assert current_status(service, now + timedelta(days=13))[0] == ServiceStatus.WAIT_LIST
    assert current_status(service, now + timedelta(days=15))[0] is None


def test_closed_stays_closed(service: Service) -> None:
    record_availability(service, ServiceStatus.CLOSED)
    assert current_status(service, timezone.now() + timedelta(days=4000))[0] == ServiceStatus.CLOSED


def test_older_news_does_not_replace_newer(service: Service) -> None:
    now = timezone.now()
    record_availability(service, ServiceStatus.CLOSED_TO_NEW, as_of=now)
    record_availability(service, ServiceStatus.OPEN, as_of=now - timedelta(days=3))
    service.refresh_from_db()
    assert service.status == ServiceStatus.CLOSED_TO_NEW
    assert Availability.objects.filter(service=service).count() == 2


def test_events_are_not_copied(service: Service) -> None:
    record_verification(service, checked_on=date(2026, 11, 1), method="phone")
    record_availability(service, ServiceStatus.WAIT_LIST)
    copy, _ = service.copy_cluster()
    copy.save()
    assert not copy.verifications.exists()
    assert not copy.availability_events.exists()
    assert copy.status == ServiceStatus.OPEN


def test_each_event_makes_the_directory_newer(service: Service) -> None:
    before = DirectoryVersion.current()
    record_verification(service, checked_on=date(2026, 11, 1), method="phone")
    record_availability(service, ServiceStatus.WAIT_LIST)
    assert DirectoryVersion.current() >= before + 2
