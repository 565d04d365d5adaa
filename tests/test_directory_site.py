"""The directory in its site: languages, what a page is narrowed to, addresses, a host's own class of pages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import PageViewRestriction, Site
from wagtail.test.utils import WagtailPageTestCase
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from harbor_wagtail.directory.blocks import CountyBlock, CountySelect, NarrowingBlock
from harbor_wagtail.directory.models import Organization
from harbor_wagtail.directory.presentation.addresses import directory_pages, organization_url
from harbor_wagtail.models import HarborSettings
from harbor_wagtail.pages.models import ProviderDirectoryPage
from tests import factories
from tests.listing import names, search, text_of
from tests.testapp.models import HostDirectoryPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(english: Any) -> Any:
    return factories.directory_page()


# Languages


def test_the_search_answers_in_the_language_of_its_page(client: Client, page: Any, spanish: Any) -> None:
    other = factories.directory_page(slug="buscar-ayuda", language="es", title="Buscar ayuda")
    factories.service(
        None,
        "Youth shelter",
        domains=["shelter"],
        phones=["(507) 555-0142"],
        hours="always",
        texts={"en": {"description": "Beds."}, "es": {"name": "Refugio juvenil", "description": "Camas."}},
    )
    for response in (
        client.get("/es/buscar-ayuda/"),
        search(client, words="refugio", directory=other.pk, language="es"),
    ):
        read = text_of(response)
        assert '<html lang="es"' in response.content.decode()
        assert response["Content-Language"] == "es"
        for words in ("Refugio juvenil", "Camas.", "Abierto todo el día y toda la noche", "Llama al (507) 555-0142"):
            assert words in read
        assert "Beds." not in read
        assert "Un lugar para dormir esta noche" in read


def test_a_text_that_is_missing_in_a_language_says_so(client: Client, page: Any, spanish: Any) -> None:
    factories.directory_page(slug="buscar-ayuda", language="es", title="Buscar ayuda")
    factories.service(None, "Youth shelter", texts={"en": {"description": "Beds."}})
    body = client.get("/es/buscar-ayuda/").content.decode()
    assert '<p lang="en">Beds.</p>' in body
    assert "Por ahora solo en este idioma: Inglés" in body


def test_a_page_links_to_its_translation(client: Client, page: Any, spanish: Any) -> None:
    factories.site_root("es")
    other = page.copy_for_translation(spanish)
    other.live = True
    other.save()
    factories.service(factories.organization("Lantern House"))
    assert 'href="/es/find-help/" hreflang="es"' in client.get("/find-help/").content.decode()
    assert (
        'href="/es/find-help/lantern-house/" hreflang="es"' in client.get("/find-help/lantern-house/").content.decode()
    )


# Narrowing


def narrowed(**blocks: Any) -> list[dict[str, Any]]:
    return [{"type": kind, "value": value} for kind, values in blocks.items() for value in values]


def test_a_page_may_be_narrowed_to_counties_and_kinds_of_help(client: Client, english: Any) -> None:
    factories.service(None, "Here", domains=["shelter"], areas=[factories.MOWER])
    factories.service(None, "There", domains=["shelter"], areas=[factories.HENNEPIN])
    factories.service(None, "Other", domains=["legal"], areas=[factories.MOWER])
    factories.directory_page(
        directory_narrow_to=narrowed(county=[factories.MOWER], kind=[factories.term("shelter").pk])
    )
    response = client.get("/find-help/")
    assert names(response) == ["Lantern House, Here"]
    body = response.content.decode()
    assert re.findall(r'<option value="(\d+)"', body) == [factories.MOWER]
    assert names(search(client, county=factories.HENNEPIN)) == ["Lantern House, Here"]  # not a choice of this page


@pytest.mark.parametrize("value", ["27", "99999", "Mower", "09110"])
def test_a_county_block_takes_counties_only(value: str) -> None:
    with pytest.raises(ValidationError):
        CountyBlock().clean(value)


def test_a_county_block_takes_its_counties_from_places_and_freezes_none() -> None:
    assert CountyBlock().clean(factories.MOWER) == factories.MOWER
    rendered = CountySelect().render("county", factories.MOWER)
    assert '<option value="27099" selected>Mower County</option>' in rendered.replace(", MN", "")
    assert "27099" not in repr(NarrowingBlock().deconstruct())


def test_a_kind_block_takes_kinds_of_help_only(english: Any) -> None:
    block = NarrowingBlock().child_blocks["kind"]
    term = factories.term("shelter")
    assert block.clean(term) == term
    with pytest.raises(ValidationError):
        block.clean(factories.term("es", "languages"))


# Addresses


def test_the_one_address_of_an_organization_is_below_the_first_directory_page(rf: Any, page: Any, spanish: Any) -> None:
    factories.directory_page("second")
    factories.directory_page("buscar", language="es")
    owner = factories.organization("Lantern House")
    request = rf.get("/")
    assert organization_url(owner, request) == "/find-help/lantern-house/"
    assert organization_url(owner, request, "es") == "/es/buscar/lantern-house/"
    assert organization_url(owner, None, "en", full=True) == "http://localhost/find-help/lantern-house/"


def test_pages_that_are_restricted_or_not_live_are_no_address(rf: Any, page: Any) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    factories.directory_page("draft", live=False)
    assert directory_pages(rf.get("/")) == []


def test_a_directory_of_another_site_is_no_address(rf: Any, page: Any) -> None:
    root = Site.objects.get().root_page.add_sibling(
        instance=type(factories.site_root().specific)(title="Other", slug="other")
    )
    Site.objects.create(hostname="other.example", root_page=root)
    assert organization_url(factories.organization(), rf.get("/", headers={"host": "other.example"})) == ""


def test_the_sitemap_names_each_public_organization_once(rf: Any, page: Any) -> None:
    second = factories.directory_page("second")
    owner = factories.organization("Lantern House")
    Organization.objects.filter(pk=factories.organization("Paused").pk).update(paused=True)
    urls = page.get_sitemap_urls(rf.get("/"))
    assert [url["location"] for url in urls] == [
        "http://localhost/find-help/",
        "http://localhost/find-help/lantern-house/",
    ]
    assert urls[1]["lastmod"] == owner.last_modified
    assert len(second.get_sitemap_urls(rf.get("/"))) == 1


def test_a_closed_organization_keeps_its_page_but_no_search_engine_is_told_of_it(
    rf: Any, client: Client, page: Any
) -> None:
    for name, statuses in (("Closed", ["closed"]), ("Half", ["closed", "open"]), ("Empty", [])):
        owner = factories.organization(name)
        for status in statuses:
            factories.service(owner=owner, status=status)
    listed = [url["location"].split("/")[-2] for url in page.get_sitemap_urls(rf.get("/"))]
    assert {"half", "empty"} <= set(listed)
    assert "closed" not in listed
    assert client.get("/find-help/closed/").status_code == 200


def test_where_search_engines_are_kept_out_the_sitemap_is_empty(rf: Any, client: Client, page: Any) -> None:
    HarborSettings.objects.create(site=Site.objects.get(), list_in_search_engines=False)
    assert page.get_sitemap_urls(rf.get("/")) == []
    assert '<meta name="robots" content="noindex">' in client.get("/find-help/").content.decode()


# A host's own page


def test_a_host_page_over_the_mixin_with_a_template_of_its_own(client: Client, english: Any) -> None:
    page = factories.directory_page("help", model=HostDirectoryPage, tagline="Open door")
    factories.service(factories.organization("Lantern House"), "Youth shelter")
    for response in (client.get("/help/"), search(client, words="shelter", directory=page.pk)):
        assert "Ask at the desk. Open door" in text_of(response)
        assert names(response) == ["Lantern House, Youth shelter"]
    assert client.get("/help/lantern-house/").status_code == 200


def test_a_host_sets_colors_and_options(client: Client, english: Any, settings: Any) -> None:
    settings.HARBOR_WAGTAIL = {"RESULTS_PER_PAGE": 1}
    factories.directory_page("help", model=HostDirectoryPage)
    for name in ("Beacon", "Lantern House"):
        factories.service(factories.organization(name), "Youth shelter")
    response = client.get("/help/")
    assert names(response) == ["Beacon, Youth shelter"]
    links = re.findall(r'<link rel="stylesheet" href="([^"]+)"', response.content.decode())
    assert links[-1].endswith("testapp/host.css")  # after ours, or it would not be heard
    ours = Path(str(finders.find("harbor_wagtail/harbor.css"))).read_text(encoding="utf-8")
    for name in re.findall(
        r"(--harbor-[\w-]+):", Path(str(finders.find("testapp/host.css"))).read_text(encoding="utf-8")
    ):
        assert f"var({name}" in ours


def test_a_page_below_the_directory_goes_before_an_organization_of_its_slug(client: Client, page: Any) -> None:
    factories.organization("Map")
    child = HostDirectoryPage(title="The map", slug="map", locale=page.locale)
    page.add_child(instance=child)
    assert "The map" in text_of(client.get("/find-help/map/"))


class TestPageType(WagtailPageTestCase):
    def test_an_editor_can_make_edit_and_preview_it(self) -> None:
        page = factories.directory_page(directory_narrow_to=narrowed(county=[factories.MOWER]))
        self.login()
        self.assertCanCreateAt(type(factories.site_root().specific), ProviderDirectoryPage)
        self.assertPageIsRoutable(page)
        self.assertPageIsRenderable(page)
        facts = {
            "title": page.title,
            "slug": page.slug,
            "directory_intro": "Preview me",
            "directory_about": rich_text(""),
        }
        blocks = streamfield([("county", factories.HENNEPIN)])
        self.assertPageIsPreviewable(page, post_data=nested_form_data({**facts, "directory_narrow_to": blocks}))

    def test_one_below_each_parent(self) -> None:
        page = factories.directory_page()
        assert not ProviderDirectoryPage.can_create_at(page.get_parent())
