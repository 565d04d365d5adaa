"""The work of an import does not grow faster than its file: no row is looked for by going through all of them, and no page of
the database is held in memory for the sake of a savepoint."""

from __future__ import annotations

import gc
import re
import sys
import tracemalloc
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from harbor_wagtail.directory.importing import bulk, keys, staged
from harbor_wagtail.directory.importing.applying import journal, records
from harbor_wagtail.directory.importing.cleaned import Cleaned
from harbor_wagtail.directory.importing.cleaning import Cleaner
from harbor_wagtail.directory.importing.options import Options
from harbor_wagtail.directory.importing.report import Report
from harbor_wagtail.directory.importing.rows import Row
from harbor_wagtail.directory.importing.run import Hooks, run_import
from harbor_wagtail.directory.importing.settling import Settler
from harbor_wagtail.directory.importing.staged import Line
from harbor_wagtail.directory.importing.staging import Stager
from harbor_wagtail.directory.importing.undisturbed import collecting_seldom
from harbor_wagtail.directory.models import DataSource, ImportBatch, Service, ServiceText, StagedRow
from harbor_wagtail.directory.search import index
from tests.factories import locale, service

pytestmark = pytest.mark.django_db
#: Of a kind, while 50 are asked for: more than a database would rather look up than read through.
MANY = 3000


def a_batch() -> ImportBatch:
    return ImportBatch.objects.create(source=DataSource.objects.create(slug="large", name="Large"), format="rows")


def lines(kind: str) -> list[Line]:
    return [Line(kind, uuid.uuid5(uuid.NAMESPACE_DNS, str(at)), "f", at, {"at": at}) for at in range(MANY)]


def plans(queries: CaptureQueriesContext) -> list[str]:
    """How the database would answer each question about staged rows again."""
    explain = "EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN "
    found = []
    with connection.cursor() as cursor:
        for query in list(queries.captured_queries):
            if query["sql"].startswith("SELECT") and StagedRow._meta.db_table in query["sql"]:
                cursor.execute(explain + query["sql"].replace("%", "%%"))
                found.append("\n".join(str(row[-1]) for row in cursor.fetchall()))
    return found


@pytest.mark.parametrize("kinds", [("svc/phone",), ("svc/phone", "svc/language")])
def test_staged_rows_are_found_by_their_keys(kinds: tuple[str, ...]) -> None:
    batch = a_batch()
    for kind in ("svc/phone", "svc/language"):
        staged.write(batch, lines(kind))
    staged.count_rows()
    asked = [row.key for row in lines("svc/phone")[100:150]]
    with CaptureQueriesContext(connection) as queries:
        found = list(staged.below(batch, kinds, asked))
        known = staged.known(batch, kinds[0], asked)
    assert len(found) == 50 * len(kinds)
    assert set(known) == set(asked)
    assert [row.pk for row in found] == sorted(row.pk for row in found)
    sought = r"harbor_directory_staged_key.*batch_id[^\n]*kind[^\n]*key[^\n]*="
    assert len(plans(queries)) == 2
    assert all(re.search(sought, plan, re.DOTALL) for plan in plans(queries)), plans(queries)


def test_many_values_are_one_parameter_and_are_looked_up(english: Locale) -> None:
    one, two, three = service(source_id="a'b"), service(source_id="12"), service(source_id="c")
    for values, column in (
        ([one.pk, two.pk], "pk"),
        ([one.hsds_id, two.hsds_id], "hsds_id"),
        ([one.source_id, two.source_id], "source_id"),
    ):
        among = bulk.among(values)
        found = Service.objects.filter(**{f"{column}__in": among}).order_by("pk")
        assert list(found) == [one, two]
        assert len(among.params) == 1
        # The driver asks of each value in a list what it is.
        assert isinstance(among.params[0], str) or column == "source_id"
    assert not Service.objects.filter(pk__in=bulk.among([three.pk + 1])).exists()
    assert not Service.objects.filter(hsds_id__in=bulk.among([])).exists()
    assert not Service.objects.filter(source_id__in=bulk.among([])).exists()
    if connection.vendor == "sqlite":
        sought = Service.objects.filter(hsds_id__in=bulk.among([one.hsds_id])).order_by()
        assert "SEARCH harbor_directory_service USING INDEX" in sought.explain()


def rows_of(services: int) -> Iterator[Row]:
    yield Row("organization", "o", {"name": "Harbor House", "description": "Helps."}, {}, "f", 1)
    for at in range(services):
        values: dict[str, object] = {
            "name": f"Service {at}",
            "description": "Help for young people. " * 5,
            "status": "active",
        }
        yield Row("service", f"s{at}", values, {"organization": "o"}, "f", at)
        yield Row("phone", f"p{at}", {"number": f"(507) 555-{at:04}"}, {"service": f"s{at}"}, "f", at)


def bring_in(services: int, source: str = "", **options: Any) -> None:
    given = Options(path=Path("rows"), source=source or f"source-{services}", **options)
    assert not run_import(given, rows=lambda: rows_of(services)).problems.count


def test_what_lost_nothing_is_not_cleaned_again(english: Locale, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second reading is for places, and for kinds of rows of which one had a passage cut."""
    cleaned: list[str] = []
    clean = Cleaner.clean

    def watched(self: Cleaner, row: Row) -> list[Cleaned]:
        cleaned.append(row.kind)
        return clean(self, row)

    monkeypatch.setattr(Cleaner, "clean", watched)
    for said, again in (("Helps.", []), ("Helps. Come to 4711 Canary Lane.", ["service", "service"])):
        cleaned.clear()
        rows = [*rows_of(2), Row("location", "l", {"name": "Office"}, {"organization": "o"}, "f", 9)]
        rows[1].values["description"] = said
        run_import(Options(path=Path("rows"), source="again", public=True), rows=partial(iter, rows))
        assert cleaned == ["organization", "service", "phone", "service", "phone", "location", *again, "location"]
    assert ServiceText.objects.filter(description__contains="4711").count() == 1


def test_links_are_checked_without_reading_what_rows_say(english: Locale) -> None:
    batch = a_batch()
    owner, services = lines("organization")[0], lines("service")[:9]
    for line in services:
        line.links = {"organization": str(owner.key)}
    staged.write(batch, [owner, *services])
    settler = Settler(batch, Report(), Stager(batch, keys.Keys("large"), Report()))
    with CaptureQueriesContext(connection) as queries:
        settler._check_links("service")
    assert [query["sql"] for query in queries if '"values"' in query["sql"]] == []
    assert staged.rows(batch, "service").count() == 9


@pytest.mark.parametrize("dry_run", [False, True])
@pytest.mark.django_db(transaction=True)
def test_no_savepoint_is_open_while_the_staged_rows_go(dry_run: bool, english: Locale) -> None:
    """SQLite would hold in memory each page they lie on, as it was."""
    open_then = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("DELETE") and sql.rstrip().endswith('"batch_id" = %s') and StagedRow._meta.db_table in sql:
            open_then.append(list(connection.savepoint_ids))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        bring_in(3, dry_run=dry_run)
    assert len(open_then) == 1
    assert all(name is None for name in open_then[0])


def test_a_savepoint_of_the_search_is_one_chunk_of_services_old(
    monkeypatch: pytest.MonkeyPatch, english: Locale
) -> None:
    """While it is open, SQLite holds each page of the index that changes as it was: an eighth of an import's memory."""
    monkeypatch.setattr(index, "CHUNK", 2)
    pks = [service().pk for _ in range(5)]
    open_then = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("INSERT INTO harbor_search_row"):
            open_then.append(connection.savepoint_ids[-1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch), transaction.atomic():
        index.refresh(pks)
    assert len(open_then) == len(set(open_then)) == 3


@pytest.fixture
def collector() -> Iterator[tuple[int, int, int]]:
    """Python's own thresholds: those of the tests are others."""
    before, own = gc.get_threshold(), (700, 10, 10)
    gc.set_threshold(*own)
    yield own
    gc.set_threshold(*before)


def test_python_looks_for_garbage_seldom_while_rows_come_in(collector: tuple[int, int, int], english: Locale) -> None:
    seen = []
    run_import(
        Options(path=Path("rows"), source="seldom"),
        Hooks(progress=lambda what, count: seen.append(gc.get_threshold())),
        rows=lambda: rows_of(2),
    )
    assert all(threshold[0] >= 10 * collector[0] and threshold[1:] == collector[1:] for threshold in seen)
    assert seen
    assert gc.get_threshold() == collector


def test_garbage_is_looked_for_as_before_once_the_last_import_has_ended(collector: tuple[int, int, int]) -> None:
    """Two in two threads of a server end in any order, and one of them with an error."""
    first, second = ExitStack(), ExitStack()
    first.enter_context(collecting_seldom())
    second.enter_context(collecting_seldom())
    first.close()
    assert gc.get_threshold() != collector
    with pytest.raises(ZeroDivisionError), second:
        raise ZeroDivisionError
    assert gc.get_threshold() == collector


def test_a_host_without_a_collector_gets_none(collector: tuple[int, int, int]) -> None:
    gc.set_threshold(0)
    with collecting_seldom():
        assert gc.get_threshold()[0] == 0


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Pieces of a tenth, and nothing remembered from one question to the database to the next."""
    monkeypatch.setattr(staged, "CHUNK", 100)
    for in_chunks in (staged.in_chunks, staged.links_in_chunks):
        monkeypatch.setattr(in_chunks, "__defaults__", (100,))
    monkeypatch.setattr(records, "CHUNK", 40)
    monkeypatch.setattr(index, "CHUNK", 50)
    monkeypatch.setattr(journal, "FULL", 50)
    monkeypatch.setattr(keys, "REMEMBERED", 20)
    ours = [module for name, module in sys.modules.items() if name.startswith("harbor_wagtail.")]
    remembering = [found for module in ours for found in vars(module).values() if hasattr(type(found), "cache_clear")]

    def forget(execute: Any, *args: Any) -> Any:
        for found in remembering:
            found.cache_clear()
        return execute(*args)

    with connection.execute_wrapper(forget):
        yield


def test_memory_stays_while_the_file_grows(english: Locale, small_pieces: None) -> None:
    """Four times the rows: of each, no more is kept than the number it has here."""
    bring_in(200)  # what is loaded once
    peaks = []
    for services in (200, 800):
        tracemalloc.start()
        bring_in(services, source=f"again-{services}")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    # Bytes a row: its number in two sets, and what the drivers and Python take for good on the way.
    assert (peaks[1] - peaks[0]) / 1200 < (150 if connection.vendor == "sqlite" else 220)


def test_what_a_row_does_not_say_is_as_in_an_empty_one(english: Locale) -> None:
    one, two = service(), service()
    ServiceText.objects.all().delete()
    empty = {"service_id": None, "locale_id": english.pk, "name": "", "description": "nothing said"}
    rows = [{"service_id": one.pk, "name": "One"}, {"service_id": two.pk, "description": "Two"}]
    others = {
        field.attname: ""
        for field in ServiceText._meta.concrete_fields
        if not field.primary_key and field.attname not in empty
    }
    bulk.insert_over(ServiceText, empty | others, rows)
    assert list(ServiceText.objects.order_by("pk").values_list("service", "locale", "name", "description")) == [
        (one.pk, english.pk, "One", "nothing said"),
        (two.pk, english.pk, "", "Two"),
    ]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="The other databases have no index apart from its text.")
def test_the_index_of_sqlite_says_what_its_text_says() -> None:
    """Both are written by us; the database compares them word by word, and raises where they differ."""
    locale("en")
    one, two = service(name="Harbor drop-in"), service(name="Harbor night shelter")
    Service.objects.get(pk=one.pk).save()
    with connection.cursor() as cursor:
        check = "INSERT INTO harbor_search_words (harbor_search_words, rank) VALUES ('integrity-check', 1)"
        cursor.execute(check)
        two.delete()
        cursor.execute(check)
        cursor.execute("SELECT COUNT(*) FROM harbor_search_words WHERE harbor_search_words MATCH 'en_harbor'")
        assert cursor.fetchone() == (1,)
