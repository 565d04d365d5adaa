"""What belongs to records is read as Django reads it ahead: the same rows, in the same order, with the same values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection, models
from django.db.models import prefetch_related_objects
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from harbor_wagtail import read_along as reading
from harbor_wagtail.directory.models import Organization, Service, ServiceAtLocation
from harbor_wagtail.directory.presentation import loading
from harbor_wagtail.read_along import read_along
from tests import exporting, factories

pytestmark = pytest.mark.django_db

PLACES = tuple(f"location__{relation}" for relation in loading._PLACE_RELATIONS)
READ: list[tuple[type[models.Model], tuple[str, ...]]] = [
    (Organization, loading._ORGANIZATION_RELATIONS),
    (Service, loading._SERVICE_RELATIONS),
    (ServiceAtLocation, ("phones", "schedules", "service_areas", *PLACES)),
]


@pytest.fixture
def directory() -> None:
    """A listing with every kind of row, and some with few."""
    exporting.whole_directory()
    shared = factories.location(county=factories.MOWER)
    for number in range(3):
        factories.service(
            name=f"Other {number}",
            domains=["shelter", "legal"][: number % 3],
            languages=["es", "en"],
            phones=["507-555-0101"] * number,
            texts={"en": {"description": "Words"}, "es": {"description": "Palabras"}},
            places=[shared],
        )


def told(record: Any, paths: Sequence[str]) -> dict[str, Any]:
    """A record's columns, and what its relations hold."""
    found: dict[str, Any] = {name: value for name, value in vars(record).items() if not name.startswith("_")}
    below: dict[str, list[str]] = {}
    for path in paths:
        name, _, rest = path.partition("__")
        below.setdefault(name, []).extend([rest] if rest else [])
    for name, rest in below.items():
        held = getattr(record, name)
        rows = [held] if isinstance(held, models.Model) else [] if held is None else held.all()
        found[name] = [told(row, rest) for row in rows]
    return found


@pytest.mark.parametrize(("model", "paths"), READ)
def test_the_rows_are_those_that_django_reads(
    directory: None, model: Any, paths: tuple[str, ...], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ours, django = (list(model.objects.order_by("pk")) for _ in range(2))
    read_along(ours, *paths)
    prefetch_related_objects(django, *paths)
    with django_assert_num_queries(0):
        ours_told = [told(record, paths) for record in ours]
    assert ours_told == [told(record, paths) for record in django]
    assert all(any(record[path.partition("__")[0]] for record in ours_told) for path in paths)  # or nothing is compared


@pytest.mark.parametrize(("model", "paths"), READ)
def test_there_is_a_question_for_each_relation_however_many_records(
    directory: None, model: Any, paths: tuple[str, ...]
) -> None:
    levels = {tuple(path.split("__")[: at + 1]) for path in paths for at in range(path.count("__") + 1)}
    with CaptureQueriesContext(connection) as asked:
        read_along(list(model.objects.all()), *paths)
    assert len(asked) <= len(levels) + 1


def test_many_records_are_asked_for_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SIZES", (1, 2))
    made = [factories.service(name=str(number), phones=[f"507-555-010{number}"] * number) for number in range(5)]
    services = list(Service.objects.order_by("pk"))
    read_along(services, "phones", "texts__locale", "organization")
    assert [service.phones.count() for service in services] == [0, 1, 2, 3, 4]
    assert [service.organization.pk for service in services] == [service.organization_id for service in made]


def test_what_was_read_can_be_asked_further_and_nothing_is_kept_but_sql() -> None:
    factories.service(phones=["507-555-0101", "507-555-0102"])
    (service,) = Service.objects.all()
    read_along([service], "phones")
    assert service.phones.filter(number="507-555-0102").count() == 1
    assert service.phones.first().service is service
    service.phones.first().__class__.objects.filter(number="507-555-0101").update(number="507-555-0109")
    (again,) = Service.objects.all()
    read_along([again], "phones")
    assert sorted(phone.number for phone in again.phones.all()) == ["507-555-0102", "507-555-0109"]


def test_nothing_is_asked_where_there_is_nobody(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        read_along([], "phones", "texts__locale")


def test_a_database_that_writes_its_lists_otherwise_is_read_by_django(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_write", lambda *_: None)
    factories.service(phones=["507-555-0101"], domains=["shelter"], texts={"en": {"description": "Words"}})
    (service,) = Service.objects.all()
    read_along([service], "phones", "domains__texts__locale", "texts__locale", "organization")
    assert [phone.number for phone in service.phones.all()] == ["507-555-0101"]
    assert [term.code for term in service.domains.all()] == ["shelter"]
    assert service.organization.pk == service.organization_id


def test_what_is_no_relation_is_refused() -> None:
    factories.service()
    with pytest.raises(TypeError, match="no relation"):
        read_along(list(Service.objects.all()), "name")
