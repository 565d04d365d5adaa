# ruff: noqa: S608  (names of tables, not input)
"""The search tables follow the records, hold no address, and are never a reason for a save to fail."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection, transaction

from harbor_wagtail.directory.models import (
    LocationText,
    Service,
)
from harbor_wagtail.directory.search import index, setup, store, table
from harbor_wagtail.directory.search.engines.base import CHANGE, ROW, STATE
from harbor_wagtail.directory.search.engines.postgresql import VECTOR
from harbor_wagtail.directory.search.query import Search, find
from harbor_wagtail.directory.visibility import make_area_only
from tests.factories import HENNEPIN, locale, location, organization, service

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forget_what_is_known() -> Iterator[None]:
    """Tables made or dropped in a test are as before when its transaction is rolled back."""
    yield
    table._current.clear()
    store.forget()
    index._warned.clear()


def rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_save_is_not_told_to_be_saved_where_nobody_can_say_what_tables_there_are() -> None:
    """A connection that ended took all of it along; tables that are locked longer than a statement may take are there."""
    made = organization("Lantern House")
    service(made, "Beds")

    def end(execute: Any, sql: str, *rest: Any) -> Any:
        if "harbor_search" in sql:
            raise OperationalError("canceling statement due to statement timeout")
        return execute(sql, *rest)

    made.name = "Amber House"
    with connection.execute_wrapper(end), pytest.raises(OperationalError), transaction.atomic():
        made.save()


def found(words: str) -> int:
    return find(Search(words=words)).total


def everything_stored() -> str:
    """Every value of every column of every search table, those of the word index itself included; but not the random
    tokens of changes, which may hold any digits by chance."""
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if name.startswith("harbor_search_")]
        assert len(tables) > 3
        values: list[Any] = []
        for name in tables:
            cursor.execute(f"SELECT * FROM {name}")
            known = [at for at, column in enumerate(cursor.description) if (name, column[0]) != (CHANGE, "token")]
            values += [row[at] for row in cursor.fetchall() for at in known]
    return "\n".join(value.decode("latin-1") if isinstance(value, bytes) else str(value) for value in values).lower()


# Made, and made anew


def test_the_tables_are_there_after_migrate() -> None:
    assert table.installed_version("default") == table.version("default")


def test_a_missing_table_is_made_and_filled_by_migrate() -> None:
    service(name="Youth shelter")
    table.drop("default")
    assert not table.is_current("default")
    setup.prepare(using="default")
    assert found("shelter") == 1


@pytest.mark.parametrize("lost", [ROW, CHANGE, STATE])
def test_part_of_the_tables_is_as_good_as_none(lost: str) -> None:
    service(name="Youth shelter")
    run(f"DROP TABLE {lost}")
    setup.prepare(using="default")
    assert found("shelter") == 1


def test_an_outdated_table_is_made_anew_and_filled() -> None:
    service(name="Youth shelter")
    run(f"UPDATE {STATE} SET version = '0 of long ago'")
    run(f"DROP INDEX {ROW}_service")
    setup.prepare(using="default")
    assert table.installed_version("default") == table.version("default")
    assert found("shelter") == 1
    run(f"DROP INDEX {ROW}_service")  # is there again


def test_migrate_leaves_a_current_table_alone_but_for_rows_of_nothing() -> None:
    kept = service(name="Kept")
    run(f"UPDATE {ROW} SET service_id = -7")
    index.refresh([kept.pk])
    setup.prepare(using="default")
    assert rows(f"SELECT DISTINCT service_id FROM {ROW}") == [(kept.pk,)]


def test_no_directory_in_the_database_no_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Service._meta, "db_table", "harbor_directory_not_migrated")
    setup.prepare(using="default")
    assert table.installed_version("default") is None


def test_another_database_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "write_alias", lambda: "elsewhere")
    table.drop("default")
    setup.prepare(using="default")
    assert table.installed_version("default") is None


# Missing, and nobody minds


@pytest.mark.parametrize("gone", [ROW, CHANGE, STATE])
def test_a_missing_table_never_makes_a_save_fail(gone: str, caplog: pytest.LogCaptureFixture) -> None:
    run(f"DROP TABLE {gone}")
    with caplog.at_level(logging.WARNING, "harbor_wagtail.directory"):
        record = service(name="Youth shelter", places=[location()])
        record.save()
        record.delete()
        service(name="Another")
    assert Service.objects.get().name == "Another"
    ours = [record.getMessage() for record in caplog.records if record.name == "harbor_wagtail.directory"]
    assert len(ours) == (gone != STATE)  # once, not at every save; without the version alone, rows can be written
    assert all("harbor_reindex" in message for message in ours)


def test_a_missing_table_is_not_nothing_found() -> None:
    service()
    assert find(Search()).ready
    table.drop("default")
    page = find(Search(words="shelter"))
    assert (page.total, page.ready) == (0, False)


def test_other_trouble_than_a_missing_table_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any) -> None:
        raise DatabaseError("disk full")

    record = service()
    monkeypatch.setattr(index, "_replace", broken)
    with pytest.raises(DatabaseError, match="disk full"):
        record.save()


@pytest.mark.django_db(transaction=True)
def test_flush_leaves_no_row_behind() -> None:
    service()
    call_command("flush", interactive=False, verbosity=0)
    assert rows(f"SELECT * FROM {ROW}") == []


# No address

CANARY = {
    "attention": "canaryattention",
    "address_1": "4471 Canaryhollow Rd",
    "address_2": "Unit canaryunit",
    "city": "Canaryville",
    "region": "canaryregion",
    "postal_code": "55998",
    "latitude": 43.66612,
    "longitude": -92.97491,
    "alternate_name": "canaryname",
    "url": "https://canary.example/",
    "map_url": "https://canarymap.example/",
    "transportation": "Bus to canarystop",
    "external_identifier": "canaryid",
}


def assert_no_canary() -> None:
    stored = everything_stored()
    for part in ("canary", "55998", "43.666", "92.974", "4471"):
        assert part not in stored


def test_no_address_enters_public_or_not() -> None:
    service(places=[location(name="Office", address=CANARY)])
    assert find(Search()).hits[0].location_id
    assert_no_canary()


def test_no_address_is_left_after_hiding_a_place_whose_address_was_in_texts() -> None:
    owner = organization(texts={"en": {"description": "Ask at 4471 Canaryhollow Rd."}})
    place = location(owner, name="Office", address=CANARY)
    LocationText.objects.create(location=place, locale=locale(), description="Behind 4471 Canaryhollow Rd")
    service(owner, places=[place], texts={"en": {"description": "Come to 4471 Canaryhollow Rd."}})
    service(owner, name="Elsewhere", places=[location(county=HENNEPIN)])
    assert "canaryhollow" in everything_stored()  # where somebody wrote it into a text, it is a word like any other
    make_area_only(place, confidential=True)
    assert_no_canary()
    assert found("ask") == 2


def test_no_row_waits_to_be_put_into_the_index_of_postgresql() -> None:
    """What waits there is read through at each search."""
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL alone has such a list")
    changed = service(name="Lawyer")
    index.refresh([changed.pk])
    assert rows(f"SELECT gin_clean_pending_list('{VECTOR}_gin')") == [(0,)]


def test_words_lie_beside_the_rows_that_a_question_goes_through_on_postgresql() -> None:
    """Within the rows, a frequent word would lead through all that is written anywhere."""
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL keeps long values elsewhere")
    # How many pages rows take says nothing here: those of other tests, taken back, lie in between.
    assert rows(f"SELECT reloptions FROM pg_class WHERE oid = to_regclass('{VECTOR}')") == [
        (["toast_tuple_target=128"],)
    ]
