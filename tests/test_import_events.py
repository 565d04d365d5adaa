"""What a source says it found out, and when, is an event beside those of our own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from harbor_wagtail.directory.models import (
    Availability,
    ServiceCapacity,
    Verification,
)
from tests.importing import (
    an_id,
    bring_in,
    one_service,
    organization,
    service,
    write,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("vocabularies")]


def test_a_check_of_the_source_is_an_event(tmp_path: Path) -> None:
    made = one_service(tmp_path, assured_date="2024-05-06", assurer_email="check@example.org")
    check = made.verifications.get()

    assert (check.checked_on, check.method, check.assurer_email) == (dt.date(2024, 5, 6), "source", "check@example.org")


def test_getting_in_is_an_event_only_when_it_changed(tmp_path: Path) -> None:
    made = one_service(tmp_path)
    assert not made.availability_events.exists()

    bring_in(write(tmp_path, organization(services=[service(status="temporarily closed")])))
    bring_in(write(tmp_path, organization(services=[service(status="temporarily closed")])))
    made.refresh_from_db()
    assert made.status == "temporarily_closed"
    assert Availability.objects.count() == 1


def test_a_plain_active_does_not_contradict_a_wait_list(tmp_path: Path) -> None:
    made = one_service(tmp_path, status="wait list", last_modified="2024-01-01")
    bring_in(write(tmp_path, organization(services=[service(status="active", last_modified="2024-06-01")])))
    made.refresh_from_db()

    assert made.status == "wait_list"


def test_capacity_is_an_event_only_when_it_is_news(tmp_path: Path) -> None:
    count = {"id": an_id("beds"), "available": 3, "maximum": 8, "unit": {"id": an_id("bed"), "name": "Bed"}}
    one_service(tmp_path, capacities=[count | {"updated": "2024-01-01T10:00:00Z"}])
    one_service(tmp_path, capacities=[count | {"updated": "2024-01-01T10:00:00Z"}])
    one_service(tmp_path, capacities=[count | {"available": 0, "updated": "2024-01-02T10:00:00Z"}])

    assert list(ServiceCapacity.objects.order_by("updated").values_list("available", flat=True)) == [3, 0]


def test_a_check_by_the_source_does_not_hide_a_newer_one_of_ours(tmp_path: Path) -> None:
    made = one_service(tmp_path)
    Verification.objects.create(service=made, checked_on=dt.date(2025, 1, 1), method="phone")
    bring_in(write(tmp_path, organization(services=[service(assured_date="2024-01-01")])))

    assert made.verifications.count() == 1
