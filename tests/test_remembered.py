"""What a process remembers of settings, numbers and menus is what the database says now, whoever wrote it and however."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.template import engines
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page, Site

from harbor_wagtail.models import HarborSettings, Hotline, HotlineText
from harbor_wagtail.models.hotline import visible_hotlines
from harbor_wagtail.remembered import Records, Remembered, Rows
from harbor_wagtail.sites import site_of
from tests import factories

pytestmark = pytest.mark.django_db

TAGS = "{% load harbor %}{% harbor_hotlines %}{% harbor_hotlines 'danger' %}"


@pytest.fixture
def line() -> Hotline:
    Hotline.objects.all().delete()
    hotline = Hotline.objects.create(call_number="507-555-0101", placement="danger", live=True)
    HotlineText.objects.create(hotline=hotline, locale=factories.locale(), name="First words")
    return hotline


def shown() -> str:
    request = RequestFactory().get("/")
    return engines["django"].from_string(TAGS).render({}, request)


def stored() -> HarborSettings:
    return HarborSettings.for_visitor(RequestFactory().get("/"))


def test_numbers_follow_every_way_of_writing(line: Hotline) -> None:
    assert shown().count("First words") == 2
    HotlineText.objects.update(name="Other words")  # no signal is sent
    assert shown().count("Other words") == 2
    with connection.cursor() as cursor:  # another process, say
        cursor.execute("UPDATE harbor_wagtail_hotline SET call_number = '507-555-0102'")
    assert "507-555-0101" not in shown()
    line.refresh_from_db()
    line.unpublish()
    assert "Other words" not in shown()


def test_what_was_rolled_back_is_not_shown(line: Hotline) -> None:
    shown()
    with transaction.atomic():
        HotlineText.objects.update(name="Taken back")
        assert "Taken back" in shown()
        transaction.set_rollback(True)
    assert shown().count("First words") == 2


def test_settings_follow_too_and_a_request_cannot_change_those_of_the_next() -> None:
    site = Site.objects.get()
    HarborSettings.objects.create(site=site, site_name="Before")
    assert stored().display_name == "Before"
    mine = stored()
    mine.site_name = "Only mine"
    mine.site = Site(hostname="elsewhere.example")
    assert (stored().site_name, stored().site) == ("Before", site)
    HarborSettings.objects.update(site_name="")
    Site.objects.update(site_name="The host's")
    Site.clear_site_root_paths_cache()
    assert stored().display_name == "The host's"
    HarborSettings.objects.all().delete()
    assert stored().pk is None


def test_menus_follow_the_tree(client: Client) -> None:
    page = factories.directory_page()
    Page.objects.filter(pk=page.pk).update(show_in_menus=True)
    assert f'href="{page.url}"' in client.get(page.url).content.decode().split("</nav>")[1]
    Page.objects.filter(pk=page.pk).update(title="Renamed in SQL")
    assert "Renamed in SQL</a>" in client.get(page.url).content.decode()
    Page.objects.filter(pk=page.pk).update(show_in_menus=False)
    assert "Renamed in SQL</a>" not in client.get(page.url).content.decode()


def test_the_frame_costs_one_query_for_each_thing_remembered(
    line: Hotline, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    HarborSettings.objects.create(site=Site.objects.get())
    shown()
    request = RequestFactory().get("/")
    Site.find_for_request(request)
    with django_assert_num_queries(2):
        HarborSettings.for_visitor(request)
        visible_hotlines(request)


def test_a_template_of_the_hosts_is_rendered_for_each_request(line: Hotline, tmp_path: Path) -> None:
    folder = tmp_path / "harbor_wagtail" / "includes"
    folder.mkdir(parents=True)
    (folder / "hotline_words.html").write_text("{{ request.path }}: {{ hotline.words.name }}")
    ours = settings.TEMPLATES[0]
    with override_settings(TEMPLATES=[{**ours, "DIRS": [str(tmp_path), *ours.get("DIRS", [])]}]):
        for path in ("/one/", "/two/"):
            assert f"{path}: First words" in engines["django"].from_string(TAGS).render({}, RequestFactory().get(path))


def test_a_value_that_does_not_reach_the_query_as_it_is_is_refused() -> None:
    asked = Rows(Hotline, lambda text: Hotline.objects.filter(call_number__contains=text).values_list("pk"))
    with pytest.raises(ValueError, match="did not reach the query"):
        Remembered(asked, lambda text: text).get("507")


def test_records_are_as_the_database_has_them_and_each_readers_own(line: Hotline) -> None:
    records = Records(HotlineText, lambda: HotlineText.objects.order_by("pk"), beside=("locale",))
    mine, yours = records.read()[0], records.read()[0]
    mine.name = "Scribbled over"
    assert (yours.name, records.read()[0].name) == ("First words", "First words")
    with CaptureQueriesContext(connection) as queries:
        assert records.read()[0].locale.language_code == "en"
    assert len(queries) == 1
    HotlineText.objects.update(name="Other words")
    assert [record.name for record in records.read()] == ["Other words"]
    yours.save()  # a record as any other
    assert HotlineText.objects.get().name == "First words"


def test_what_one_reader_does_to_a_value_or_beside_it_another_does_not_see() -> None:
    page = factories.directory_page()
    page.directory_narrow_to = [("county", factories.MOWER)]
    page.save()
    records = Records(type(page), lambda: type(page).objects.order_by("pk"), beside=("locale",))
    mine, yours = records.read()[0], records.read()[0]
    mine.directory_narrow_to[0] = ("county", factories.HENNEPIN)
    mine.locale.language_code = "xx"
    mine.title = "Scribbled over"
    for seen in (yours, records.read()[0]):
        assert [block.value for block in seen.directory_narrow_to] == [factories.MOWER]
        assert (seen.locale.language_code, seen.title) == ("en", page.title)
        assert (seen._state.adding, seen._state.db) == (False, "default")
    assert (
        Site.objects.get().root_page
        == Records(Site, lambda: Site.objects.all(), beside=("root_page",)).read()[0].root_page
    )


@pytest.mark.parametrize(
    "host", ["testserver", "one.example.org:8000", "one.example.org", "one.example.org:81", "two.example.org"]
)
def test_a_request_has_the_site_that_wagtail_would_find(host: str, db: None) -> None:
    root = Page.objects.get(depth=2)
    for name, port in (("one.example.org", 80), ("one.example.org", 8000), ("two.example.org", 80)):
        Site.objects.create(hostname=name, port=port, root_page=root)

    def found() -> tuple[Site | None, Site | None]:
        ours, wagtails = (RequestFactory().get("/", HTTP_HOST=host) for _ in range(2))
        return site_of(ours), Site.find_for_request(wagtails)

    first, wagtails = found()
    assert first == wagtails is not None
    assert first.root_page.title == root.title
    Site.objects.filter(is_default_site=True).update(is_default_site=False)
    Site.objects.filter(hostname="two.example.org").update(is_default_site=True)
    Page.objects.filter(pk=root.pk).update(title="Renamed")
    second, wagtails = found()
    assert second == wagtails is not None
    assert second.root_page.title == "Renamed"
    Site.objects.all().delete()
    assert found() == (None, None)


@pytest.mark.parametrize("name", ["100 %", "%s", "%(p0)s", "%%", "p0", "'"])
def test_signs_of_sql_in_values_and_in_sql_stay_what_they_are(name: str) -> None:
    Site.objects.update(site_name=name)
    said = Site.objects.extra(select={"kept": "'50 %% %%%% %%(p0)s'"})
    rows = Rows(Site, lambda name: said.filter(site_name=name, port__gt=1).values_list("site_name", "kept"))
    assert rows.read(name) == [(name, "50 % %% %(p0)s")]
    assert rows.read(f"{name}?") == []
