"""Promise: what visitors and programs ask is found by an index on both databases; no table that grows is read from end to end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from harbor_wagtail.directory.upkeep import links
from harbor_wagtail.directory.verification import record_verification
from tests import factories

pytestmark = pytest.mark.django_db

#: Tables that grow with the directory, or with what happens to it.
GROWS = re.compile(
    r"^harbor_(?:search_\w+|directory_(?:organization|service|location|serviceatlocation|verification|availability|alias|"
    r"updatelink|incoming|proposedchange|stagedrow|importchange|importproblem)\w*)$"
)
#: Read along its key, and only its newest entry.
NEWEST = re.compile(r"FROM harbor_search_change ORDER BY version DESC LIMIT 1\b")


def scanned(sql: str) -> Iterator[str]:
    """Tables that the database would read from end to end to answer this."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            steps = [row[3] for row in cursor.fetchall()]
            # An index that covers a query is read instead of the table, but from end to end as well.
            found = [match[1] for step in steps if (match := re.match(r"SCAN (\w+)(?! VIRTUAL)", step))]
            named = dict(re.findall(r'"(\w+)" (?:AS )?"?(\w+)"?', sql))
            found = [next((table for table, alias in named.items() if alias == name), name) for name in found]
        else:
            # With a handful of rows it would read them all; that it must not shows whether it could do otherwise.
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {sql}")
            found = re.findall(r"Seq Scan on (\w+)", "\n".join(row[0] for row in cursor.fetchall()))
    yield from (table for table in found if GROWS.match(table))


def test_no_table_that_grows_is_read_from_end_to_end(client: Client, english: object) -> None:
    owner = factories.organization("Lantern House", phones=["507-555-0142"], texts={"en": {"description": "Help"}})
    place = factories.location(owner, address=True)
    service = factories.service(owner, "Youth shelter", domains=["shelter"], areas=[factories.MOWER], places=[place])
    factories.directory_page()
    _link, token = links.make_link(owner, [service], "en")
    asked = [
        lambda: client.get("/find-help/"),
        lambda: client.get("/find-help/lantern-house/"),
        lambda: client.get("/find-help/gone/"),
        lambda: client.post("/harbor/search/", {"words": "shelter", "zip": "55912"}),
        lambda: client.get(f"/harbor/hsds/services/{service.hsds_id}"),
        lambda: client.get(f"/harbor/update/{token}/"),
    ]
    for ask in asked:  # what a process reads once, it reads whole
        ask()
    with CaptureQueriesContext(connection) as said:
        for ask in asked:
            ask()
    selects = {query["sql"] for query in said.captured_queries if query["sql"].startswith("SELECT")}
    selects = {sql for sql in selects if not NEWEST.search(sql)}
    assert len(selects) > 30
    wrong = {f"{table}: {sql[:600]}" for sql in selects for table in scanned(sql)}
    assert not wrong, "\n".join(sorted(wrong))


#: Of each list of the admin, what is read from end to end: itself, to be counted and put in order, and what its filters
#: offer. Everything else, such as the last check of each row, is found by an index.
READ_WHOLE = {
    "wagtailsnippets_harbor_directory_organization:list": {"organization"},
    "wagtailsnippets_harbor_directory_service:list": {"service", "servicearea"},
    "wagtailsnippets_harbor_directory_location:list": {"location"},
    "harbor_directory_due": {"service", "servicearea", "verification"},
    "harbor_directory_incoming_list": set(),
    "harbor_imports_modeladmin_index": set(),
}


@pytest.mark.parametrize("name", READ_WHOLE)
def test_a_list_of_the_admin_reads_itself_from_end_to_end_and_nothing_else(
    admin_client: Client, english: object, name: str
) -> None:
    owner = factories.organization("Lantern House", phones=["507-555-0142"])
    place = factories.location(owner, address=True)
    service = factories.service(owner, "Youth shelter", domains=["shelter"], areas=[factories.MOWER], places=[place])
    record_verification(service, checked_on=date(2026, 3, 1), method="phone")
    address = reverse(name)
    asked = (address, f"{address}?q=shelter", f"{address}?p=1")
    asked += (f"{address}?ordering=-last_modified",) if "snippets" in name else ()
    admin_client.get(address)  # what a process reads once, it reads whole
    with CaptureQueriesContext(connection) as said:
        for each in asked:
            assert admin_client.get(each).status_code == 200
    selects = {query["sql"] for query in said.captured_queries if query["sql"].startswith("SELECT")}
    assert len(selects) > 5
    found = {table.removeprefix("harbor_directory_") for sql in selects for table in scanned(sql)}
    assert found <= READ_WHOLE[name]
