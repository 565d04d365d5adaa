"""Who writes meets who drafts, and a fact checked here is never overwritten by an older source."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from harbor_wagtail.directory.availability import record_availability
from harbor_wagtail.directory.models import Availability, Organization, Service
from harbor_wagtail.directory.verification import record_verification
from tests.importing import bring_in, organization, service, told, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

NEWER = {"email": "new@example.org"}


def again(tmp_path: Path, **values: Any) -> Any:
    return bring_in(write(tmp_path, organization(services=[service(**values)])))


@pytest.fixture
def imported(tmp_path: Path) -> Service:
    again(tmp_path)
    return Service.objects.get()


def test_an_open_draft_is_not_written_over(tmp_path: Path, imported: Service) -> None:
    imported.name = "Drop-in, rewritten"
    imported.save_revision()
    report = again(tmp_path, **NEWER)
    imported.refresh_from_db()

    assert imported.email == "hello@example.org"
    assert report.exit_code == 1
    assert (report.of("service").refused, report.of("service").changed) == (1, 0)
    assert any("draft" in problem for problem in told(report))


def test_nor_is_a_scheduled_one(tmp_path: Path, imported: Service) -> None:
    imported.go_live_at = timezone.now() + dt.timedelta(days=3)
    imported.save_revision().publish()
    report = again(tmp_path, **NEWER)

    assert report.of("service").refused == 1
    assert Service.objects.get().email == "hello@example.org"


def test_a_draft_does_not_stop_an_import_that_changes_nothing(tmp_path: Path, imported: Service) -> None:
    imported.save_revision()
    report = again(tmp_path)

    assert (report.exit_code, report.of("service").unchanged) == (0, 1)


def test_a_draft_of_one_record_does_not_stop_the_others(tmp_path: Path, imported: Service) -> None:
    imported.save_revision()
    changed = organization(email="all@example.org", services=[service(**NEWER)])
    bring_in(write(tmp_path, changed))

    assert Organization.objects.get().email == "all@example.org"


def test_publishing_the_draft_lets_the_next_import_in(tmp_path: Path, imported: Service) -> None:
    imported.save_revision().publish()
    again(tmp_path, **NEWER)

    assert Service.objects.get().email == "new@example.org"


@pytest.mark.parametrize(
    ("of_source", "wins"),
    [
        pytest.param({"last_modified": "2024-12-31T23:00:00Z"}, False, id="older"),
        pytest.param({}, False, id="of unknown age"),
        pytest.param({"last_modified": "2025-03-01T08:00:00Z"}, True, id="newer"),
        pytest.param({"assured_date": "2025-03-01"}, True, id="checked later"),
    ],
)
def test_what_was_checked_here_yields_only_to_newer_facts(
    tmp_path: Path, imported: Service, of_source: dict[str, str], wins: bool
) -> None:
    record_verification(imported, checked_on=dt.date(2025, 2, 1), method="phone", by_role="Volunteer")
    report = again(tmp_path, **NEWER, **of_source)

    assert Service.objects.get().email == ("new@example.org" if wins else "hello@example.org")
    assert report.exit_code == (0 if wins else 1)
    assert wins or any("checked here on 2025-02-01" in problem for problem in told(report))


def test_what_a_provider_told_us_yields_only_to_newer_word(tmp_path: Path, imported: Service) -> None:
    record_availability(imported, "wait_list", as_of=dt.datetime(2025, 2, 1, tzinfo=dt.timezone.utc), by_role="Intake")
    again(tmp_path, status="temporarily closed")
    again(tmp_path, status="temporarily closed", last_modified="2025-01-01T00:00:00Z")
    assert Service.objects.get().status == "wait_list"

    again(tmp_path, status="temporarily closed", last_modified="2025-03-01T00:00:00Z")
    assert Service.objects.get().status == "temporarily_closed"
    assert Availability.objects.count() == 2


def test_history_does_not_go_back_behind_an_import(tmp_path: Path, imported: Service) -> None:
    imported.save_revision().publish()
    again(tmp_path, **NEWER)

    assert Service.objects.get().get_latest_revision_as_object().email == "new@example.org"
