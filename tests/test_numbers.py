"""Numbers for funders: off until somebody wants them, no more than a day's total, and small ones kept back everywhere."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.core.signals import request_finished
from django.db import DatabaseError
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page, Site

from harbor_wagtail.counting import collecting, figures
from harbor_wagtail.counting.figures import Figure, shown
from harbor_wagtail.models import HarborSettings, PageCount
from harbor_wagtail.safety_plans import memory
from harbor_wagtail.starter import create_hotlines
from tests import factories, plans

PHONE = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36"
REPORT = "/admin/reports/harbor-numbers/"


@pytest.fixture(autouse=True)
def nothing_waits() -> Any:
    collecting._waiting.clear()
    yield
    collecting._waiting.clear()


@pytest.fixture
def directory(english: Any) -> Any:
    factories.service(factories.organization("Lantern House"), "Youth shelter")
    return factories.directory_page()


def kept() -> dict[str, int]:
    collecting.write()
    return dict(PageCount.objects.values_list("what", "number"))


def test_nothing_is_counted_until_an_editor_switches_it_on_and_then_visitors_are_told(
    client: Client, directory: Any, admin_client: Client, django_assert_num_queries: Any, monkeypatch: Any
) -> None:
    visitor = {"HTTP_USER_AGENT": PHONE}
    said = "counts how often each page is opened"
    client.get("/find-help/", **visitor)
    assert not collecting._waiting
    assert said not in client.get("/harbor/notes/en/").content.decode()

    HarborSettings.objects.create(site=Site.objects.get(), count_pages=True)
    for path in ("/find-help/", "/find-help/", "/find-help/lantern-house/"):
        answer = client.get(path, **visitor)
        assert not answer.cookies
    client.post("/harbor/search/", {"q": "bed", "directory": directory.pk}, **visitor)
    assert said in client.get("/harbor/notes/en/").content.decode()
    # Not counted: whoever is logged in, programs, looks ahead, what was not found or only asked about.
    admin_client.get("/find-help/", **visitor)
    client.get(
        "/find-help/", HTTP_USER_AGENT="Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
    )
    client.get("/find-help/")
    client.get("/find-help/", HTTP_SEC_PURPOSE="prefetch;prerender", **visitor)
    client.head("/find-help/", **visitor)
    client.get("/find-help/nobody/", **visitor)

    assert PageCount.objects.count() == 0  # no request wrote anything
    assert kept() == {"": 2, "organization": 1, "search": 1}
    # What is kept: a day, a page, a part of it, a number.
    row = PageCount.objects.filter(what="search").values().get()
    del row["id"]
    assert row == {
        "day": timezone.localdate(),
        "page": directory.pk,
        "page_type": "harbor_pages.providerdirectorypage",
        "what": "search",
        "number": 1,
    }

    # A request costs nothing more; once a minute one writes, after its answer, what came together.
    client.get("/find-help/", **visitor)
    assert collecting._after_answer in [receiver() for _key, receiver, *_rest in request_finished.receivers]
    # PostgreSQL's connection is the test's own.
    monkeypatch.setattr(collecting, "close_old_connections", lambda: None)
    collecting._after_answer()
    assert collecting._waiting
    monkeypatch.setattr(collecting, "_due", 0.0)
    with django_assert_num_queries(4):  # begin, the row, its number, end
        collecting._after_answer()
    assert kept()[""] == 3


def test_a_file_is_counted_whether_it_is_made_or_remembered(client: Client, english: Any) -> None:
    create_hotlines([english])
    memory.forget()
    page = plans.plan_page(plans.index_page(), "staff")
    path = f"/harbor/files/{page.pk}/notes.docx"
    client.get(path, HTTP_USER_AGENT=PHONE)
    stored = HarborSettings.objects.create(site=Site.objects.get(), count_pages=True)
    for _time in range(2):
        etag = client.get(path, HTTP_USER_AGENT=PHONE)["ETag"]
    client.get(path, HTTP_USER_AGENT=PHONE, HTTP_IF_NONE_MATCH=etag)  # from a browser's own copy
    stored.count_pages = False
    stored.save()
    client.get(path, HTTP_USER_AGENT=PHONE)
    assert kept() == {"file:docx": 2}


def test_two_processes_add_up_and_a_database_that_refuses_loses_numbers_and_nothing_else(
    db: None, monkeypatch: Any
) -> None:
    for _process in range(2):
        collecting.add(7, "x.page", "")
        collecting.add(7, "x.page", "file:pdf")
        collecting.write()
    assert kept() == {"": 2, "file:pdf": 2}
    collecting.add(7, "x.page", "")

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise DatabaseError("locked")

    with monkeypatch.context() as patched:
        patched.setattr(type(PageCount.objects.all()), "bulk_create", refuse)
        patched.setattr(type(PageCount.objects), "bulk_create", refuse)
        collecting.write()
    assert not collecting._waiting
    assert kept() == {"": 2, "file:pdf": 2}


def test_files_are_told_by_their_kind() -> None:
    request = RequestFactory().get("/")
    attached = HttpResponse(
        content_type="application/pdf", headers={"Content-Disposition": 'attachment; filename="n.PDF"'}
    )
    assert collecting.what_of(request, attached) == "file:pdf"
    assert collecting.what_of(request, HttpResponse(content_type="text/csv; charset=utf-8")) == "file:csv"
    assert collecting.what_of(request, HttpResponse()) == ""


@given(st.lists(st.integers(0, 12), max_size=40))
def test_a_sum_tells_no_more_than_what_is_shown(numbers: list[int]) -> None:
    """Every number that looks the same on the page could be there instead, and the sum would be the same."""
    total = sum(map(shown, numbers), Figure())
    assert total.low <= sum(numbers) <= total.high
    for other in (1, 4):
        looks_alike = [number if number >= 5 or not number else other for number in numbers]
        assert list(map(shown, looks_alike)) == list(map(shown, numbers))
        assert sum(map(shown, looks_alike), Figure()) == total
        assert total.low <= sum(looks_alike) <= total.high


def fill(page: Any, numbers: list[int]) -> None:
    PageCount.objects.all().delete()
    PageCount.objects.bulk_create(
        PageCount(day=date(2026, 3, day), page=page, page_type="harbor_pages.providerdirectorypage", number=number)
        for day, number in enumerate(numbers, start=1)
    )


def test_the_report_and_its_table_show_the_same_for_numbers_that_are_kept_back(
    admin_client: Client, directory: Any, django_assert_max_num_queries: Any
) -> None:
    def answers() -> tuple[str, list[list[str]]]:
        page = admin_client.get(f"{REPORT}?month=2026-03").content.decode()
        table = admin_client.get(f"{REPORT}?month=2026-03&format=csv").content.decode("utf-8-sig")
        return page.partition('<table class="listing">')[2].partition("</table>")[0], list(
            csv.reader(io.StringIO(table))
        )

    fill(directory.pk, [1, 12, 4, 7, 3])
    page, table = answers()
    assert "22 to 31" in page  # 12 and 7, and three between 1 and 4
    assert [row[-1] for row in table] == ["number", "<5", "12", "<5", "7", "<5"]
    assert table[1][1:3] == ["Find help", "Provider directory"]
    fill(directory.pk, [4, 12, 1, 7, 1])
    assert answers() == (page, table)
    # A day that still runs would tell what came since it was last looked at.
    PageCount.objects.create(day=timezone.localdate(), page=directory.pk, page_type="x.gone", number=99)
    assert figures.rows(timezone.localdate(), timezone.localdate()) == []
    with django_assert_max_num_queries(25):
        admin_client.get(REPORT)


def test_numbers_of_pages_that_are_gone_stand_until_their_months_are_over(directory: Any) -> None:
    fill(Page.objects.order_by("-pk")[0].pk + 1000, [9])
    (row,) = figures.rows(date(2026, 3, 1), date(2026, 3, 31))
    assert (row.title, str(row.total)) == ("(a page that is gone)", "9")
    PageCount.objects.create(
        day=timezone.localdate() - timedelta(days=59), page=1, page_type="x.page", what="kept", number=1
    )
    with override_settings(HARBOR_WAGTAIL={"COUNTS_KEPT_MONTHS": 2}):
        call_command("harbor_retain", "--only", "numbers")
    assert list(PageCount.objects.values_list("what", flat=True)) == ["kept"]
