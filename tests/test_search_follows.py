# ruff: noqa: S608  (names of tables, not input)
"""Whatever changes about a record is found, or no longer found, in the same transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, Site

from harbor_wagtail.directory.models import (
    DirectoryVersion,
    Location,
    Organization,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceAtLocationLanguage,
    ServiceText,
    TaxonomyTerm,
    TaxonomyTermText,
)
from harbor_wagtail.directory.search import index
from harbor_wagtail.directory.search.engines.base import CHANGE, ROW
from harbor_wagtail.directory.search.query import Search, find
from harbor_wagtail.directory.verification import record_verification
from harbor_wagtail.directory.visibility import make_area_only
from harbor_wagtail.places import zip_place
from tests.factories import HENNEPIN, MOWER, at, locale, location, service, term
from tests.searching import ask

pytestmark = pytest.mark.django_db


def rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def found(words: str) -> int:
    return find(Search(words=words)).total


# Rows follow records


def change_service_name(record: Service) -> None:
    record.name = "Xylophone"
    record.save()


def change_organization_name(record: Service) -> None:
    record.organization.name = "Xylophone"
    record.organization.save()


def change_place_name(record: Service) -> None:
    place = record.service_at_locations.get().location
    place.name = "Xylophone"
    place.save()


def change_place_of_service(record: Service) -> None:
    at(record, location(name="Xylophone"))


def change_text(record: Service) -> None:
    ServiceText.objects.create(service=record, locale=locale(), description="Xylophone")


def change_term(record: Service) -> None:
    given = TaxonomyTerm.objects.get(pk=term("legal").pk)
    given.name = "Xylophone"
    given.save()


def change_term_text(record: Service) -> None:
    given = TaxonomyTerm.objects.get(pk=term("legal").pk)
    texts = list(given.texts.all()) or [TaxonomyTermText(locale=locale())]
    texts[0].name = "Xylophone"
    given.texts = texts
    given.save()


def publish_a_revision(record: Service) -> None:
    record.name = "Xylophone"
    record.save_revision().publish()


@pytest.mark.parametrize(
    "change",
    [
        *(change_service_name, change_organization_name, change_place_name, change_place_of_service, change_text),
        *(change_term, change_term_text, publish_a_revision),
    ],
)
def test_what_changes_is_found_at_once(change: Callable[[Service], None]) -> None:
    record = service(domains=["legal"], places=[location(name="Office")])
    version = DirectoryVersion.current()
    assert found("xylophone") == 0
    change(Service.objects.get(pk=record.pk))
    assert found("xylophone") == 1
    assert DirectoryVersion.current() > version


def hide(record: Any) -> None:
    record.paused = True
    record.save()


def expire(record: Any) -> None:
    record.expire_at = timezone.now()
    record.save()


@pytest.mark.parametrize("action", [hide, expire, Service.unpublish, Service.delete, Organization.delete])
@pytest.mark.parametrize("which", ["service", "organization"])
def test_what_is_no_longer_public_is_gone_at_once(action: Callable[[Any], Any], which: str) -> None:
    record = service(places=[location()])
    given = record if which == "service" else record.organization
    getattr(given, action.__name__)() if hasattr(given, action.__name__) else action(given)
    assert find(Search()).total == 0
    assert rows(f"SELECT 1 FROM {ROW}") == []


def delete_place(place: Location) -> None:
    place.delete()


def delete_pair(place: Location) -> None:
    ServiceAtLocation.objects.get(location=place).delete()


@pytest.mark.parametrize("action", [hide, expire, Location.unpublish, delete_place, delete_pair])
def test_a_service_stays_when_its_place_goes(action: Callable[[Any], Any]) -> None:
    place = location(name="Xylophone")
    service(places=[place])
    action(place)
    assert found("xylophone") == 0
    assert [hit.location_id for hit in find(Search()).hits] == [None]


def test_an_area_written_by_itself_counts() -> None:
    record = service(areas=[MOWER])
    ServiceArea.objects.create(service=record, kind="county", fips=HENNEPIN)
    assert find(Search(counties=(HENNEPIN,))).total == 1
    ServiceArea.objects.get(fips=MOWER).delete()
    assert find(Search(counties=(MOWER,))).total == 0


def test_a_language_more_brings_its_words_for_the_kinds_of_help() -> None:
    service(domains=["shelter"])
    TaxonomyTermText.objects.filter(locale__language_code="es").delete()
    Locale.objects.filter(language_code="es").delete()
    assert found("refugio") == 0
    locale("es")
    assert found("refugio") == 1


def test_a_language_more_is_a_row_more() -> None:
    record = service()
    locale("es")
    assert rows(f"SELECT locale, fallback FROM {ROW} ORDER BY locale") == [("en", False), ("es", False)]
    ServiceText.objects.create(service=record, locale=locale(), description="Beds.")
    assert [bool(fallback) for _, fallback in rows(f"SELECT locale, fallback FROM {ROW} ORDER BY locale")] == [
        False,
        True,
    ]


def test_a_language_of_the_phone_at_one_place_counts() -> None:
    record = service(places=[location()])
    place = record.service_at_locations.get()
    assert find(Search(languages=("es",))).total == 0
    spoken = ServiceAtLocationLanguage.objects.create(service_at_location=place, term=term("es", "languages"))
    assert find(Search(languages=("es",))).total == 1
    spoken.delete()
    assert find(Search(languages=("es",))).total == 0


def test_a_deleted_term_is_forgotten() -> None:
    service(domains=["legal"])
    assert find(Search(domains=("legal",))).total == 1
    term("legal").delete()
    assert find(Search(domains=("legal",))).total == 0
    assert found("lawyer") == 0


def test_a_check_is_noted_and_an_undone_one_forgotten() -> None:
    event = record_verification(service(), checked_on=date(2024, 3, 1), method="phone")
    assert str(rows(f"SELECT checked_on FROM {ROW}")[0][0]) == "2024-03-01"
    event.delete()
    assert rows(f"SELECT checked_on FROM {ROW}")[0][0] is None


def test_a_rolled_back_change_leaves_no_row() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        service()
        raise ZeroDivisionError
    assert rows(f"SELECT 1 FROM {ROW}") == []


def test_writing_many_costs_as_many_queries_as_one(django_assert_max_num_queries: Any) -> None:
    pks = [service(name=f"S{number}", places=[location()], areas=[MOWER], domains=["legal"]).pk for number in range(4)]
    with django_assert_max_num_queries(39):
        index.refresh(pks[:1])
    with django_assert_max_num_queries(39):
        index.refresh(pks)


def test_saving_a_page_of_the_host_asks_nothing_of_the_directory() -> None:
    service(places=[location()])
    page = Site.objects.get().root_page
    with CaptureQueriesContext(connection) as queries:
        page.save()
        page.save_revision().publish()
    assert len(queries) > 3
    assert not [query["sql"] for query in queries if "harbor_" in query["sql"]]


def test_many_saved_together_are_written_once_at_the_end() -> None:
    before = DirectoryVersion.current()
    with index.together():
        for number in range(3):
            service(name=f"S{number}", places=[location()], areas=[MOWER])
        assert rows(f"SELECT 1 FROM {ROW}") == []
    assert len(rows(f"SELECT 1 FROM {ROW} WHERE locale = 'en'")) == 3
    assert DirectoryVersion.current() > before


def test_nothing_is_written_of_what_failed_together() -> None:
    with pytest.raises(ZeroDivisionError), index.together():
        service()
        raise ZeroDivisionError
    assert not Service.objects.exists()
    service()
    assert rows(f"SELECT 1 FROM {ROW}") != []


# And in memory


def test_a_stamp_that_was_rolled_back_is_not_taken_for_another() -> None:
    service(name="First")
    assert ask() == ["First"]
    with transaction.atomic():
        service(name="Undone")
        assert ask() == ["First", "Undone"]
        transaction.set_rollback(True)
    assert ask() == ["First"]
    service(name="Second")
    assert ask() == ["First", "Second"]


def test_a_hidden_place_has_no_distance_at_the_next_search() -> None:
    place = location(address=True)
    service(places=[place])
    assert find(Search(near=zip_place("55912"))).hits[0].distance_miles is not None
    make_area_only(place)
    assert find(Search(near=zip_place("55912"))).hits[0].distance_miles is None


def test_many_changes_and_a_lost_journal_are_made_good() -> None:
    record = service(name="First")
    assert ask() == ["First"]
    Service.objects.filter(pk=record.pk).update(name="Other")
    index.refresh([record.pk, *range(10**6, 10**6 + 300)])
    assert find(Search(words="other")).total == 1
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {CHANGE}")
    Service.objects.filter(pk=record.pk).update(name="Third", expire_at=timezone.now() + timedelta(days=1))
    index.refresh([record.pk])
    assert find(Search(words="third")).total == 1
