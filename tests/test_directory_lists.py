"""Lists at neutral addresses, the search in the address where a site chose so, and the sheet to hand on."""

from __future__ import annotations

import re
from datetime import time
from typing import Any

import pytest
from django.contrib.sites.requests import RequestSite
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from harbor_wagtail import places
from harbor_wagtail.directory.models import Service
from harbor_wagtail.directory.presentation.county_slugs import county_of, county_slug
from harbor_wagtail.directory.presentation.dates import day_in_words
from harbor_wagtail.directory.sitemaps import DirectorySitemap
from harbor_wagtail.models import HarborSettings, Hotline
from tests import factories

SEARCH, SHEET = "/harbor/search/", "/harbor/sheet/"


@pytest.fixture
def page(english: Any) -> Any:
    owner = factories.organization("Lantern House", phones=["(507) 555-0100"])
    factories.service(owner, "Shelter", domains=["shelter"], areas=[factories.MOWER], phones=["(507) 555-0142"])
    factories.service(owner, "Lawyers", domains=["legal"], areas=["27"])
    return factories.directory_page()


def names(response: Any) -> list[str]:
    assert response.status_code == 200
    found = re.findall(r'<h3 class="harbor-card__title">(.*?)</h3>', response.content.decode(), re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", "", heading).split()) for heading in found]


def turn_on(**switches: bool) -> None:
    HarborSettings.objects.update_or_create(site=Site.objects.get(is_default_site=True), defaults=switches)


# Kinds of help and counties


def test_every_county_has_a_name_of_its_own_in_addresses() -> None:
    counties = places.counties()
    assert len({county_slug(county) for county in counties}) == len(counties)
    assert all(county_of(county_slug(county)) == county for county in counties)
    mower = places.county("27099")
    assert mower
    assert county_slug(mower) == "mower-county-mn"


@pytest.mark.django_db
def test_a_kind_of_help_and_a_county_have_lists_of_their_own(client: Client, page: Any) -> None:
    kind = client.get("/find-help/help/shelter/")
    county = client.get("/find-help/in/mower-county-mn/")
    assert names(kind) == ["Lantern House, Shelter"]
    assert names(county) == ["Lantern House, Lawyers", "Lantern House, Shelter"]  # the first serves the whole state
    for response, title, address in (
        (kind, "A place to sleep tonight", "help/shelter/"),
        (county, "Help in Mower County, MN", "in/mower-county-mn/"),
    ):
        body = response.content.decode()
        assert f"<title>{title}</title>" in body
        assert f">{title}</h1>" in body
        assert f'<link rel="canonical" href="http://localhost/find-help/{address}">' in body
        assert 'href="/find-help/">Find help</a>' in body
        assert response["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["help/nothing/", "in/nowhere-mn/", "in/hennepin-county-mn/", "help/", "in/"])
def test_lists_of_nothing_are_no_pages_and_the_indexes_are(client: Client, page: Any, path: str) -> None:
    expected = 200 if path in ("help/", "in/") else 404
    assert client.get(f"/find-help/{path}").status_code == expected


@pytest.mark.django_db
def test_the_indexes_name_what_there_is_and_the_directory_links_to_them(client: Client, page: Any) -> None:
    body = client.get("/find-help/").content.decode()
    assert 'href="/find-help/help/"' in body
    assert 'href="/find-help/in/"' in body
    kinds = re.findall(r'<a href="(/find-help/help/\w+/)">([^<]+)</a>', client.get("/find-help/help/").content.decode())
    assert kinds == [
        ("/find-help/help/shelter/", "A place to sleep tonight"),
        ("/find-help/help/legal/", "Legal help"),
    ]
    assert 'href="/find-help/in/mower-county-mn/">Mower County, MN</a>' in client.get("/find-help/in/").content.decode()


@pytest.mark.django_db
def test_an_organization_may_be_called_help_or_in(client: Client, page: Any) -> None:
    for name in ("Help", "In"):
        factories.organization(name)
        assert f">{name}</h1>" in client.get(f"/find-help/{name.lower()}/").content.decode()
    assert names(client.get("/find-help/help/shelter/")) == ["Lantern House, Shelter"]


@pytest.mark.django_db
def test_lists_are_in_the_language_of_their_page(client: Client, page: Any, spanish: Any) -> None:
    factories.site_root("es")
    other = page.copy_for_translation(spanish)
    other.live = True
    other.save()
    body = client.get("/es/find-help/help/shelter/").content.decode()
    assert "<title>Un lugar para dormir esta noche</title>" in body
    assert 'href="/es/find-help/help/shelter/" hreflang="es"' in client.get("/find-help/help/shelter/").content.decode()


@pytest.mark.django_db
def test_the_sitemap_holds_the_lists_unless_search_engines_are_kept_out(rf: Any, page: Any) -> None:
    found = [url["location"] for url in page.get_sitemap_urls(rf.get("/"))]
    assert found == [
        "http://localhost/find-help/",
        "http://localhost/find-help/help/shelter/",
        "http://localhost/find-help/help/legal/",
        "http://localhost/find-help/in/mower-county-mn/",
        "http://localhost/find-help/lantern-house/",
    ]
    here = RequestSite(rf.get("/"))
    assert [url["location"] for url in DirectorySitemap(rf.get("/")).get_urls(site=here)] == found
    turn_on(list_in_search_engines=False)
    assert page.get_sitemap_urls(rf.get("/")) == []
    assert DirectorySitemap(rf.get("/")).get_urls(site=here) == []


# The search in the address


@pytest.mark.django_db
def test_only_a_site_that_chose_so_reads_a_search_from_its_address(client: Client, page: Any) -> None:
    assert len(names(client.get("/find-help/", {"words": "shelter"}))) == 2
    turn_on(search_in_address=True)
    response = client.get("/find-help/", {"words": "shelter", "domain": "shelter"})
    body = response.content.decode()
    assert names(response) == ["Lantern House, Shelter"]
    assert response["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in client.get("/find-help/")
    assert '<link rel="canonical" href="http://localhost/find-help/">' in body
    assert "What you search for stands in the address of the page." in body
    assert "Your words stay out of the address bar" not in body
    forms = re.findall(r'<form id="harbor-(?:form|again)"[^>]*>', body)
    assert len(forms) == 2
    assert all('method="get" action="/find-help/"' in re.sub(r' class="[^"]*"', "", form) for form in forms)
    assert 'name="directory"' not in body[: body.index("</form>")]


# The sheet


@pytest.mark.django_db
def test_the_sheet_names_the_services_and_nothing_of_this_site_or_the_search(client: Client, page: Any) -> None:
    turn_on()
    Hotline.objects.create(call_number="988")
    body = client.post(SEARCH, {"words": "shelter"}).content.decode()
    form = body[body.index('action="/harbor/sheet/"') :]
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form[: form.index("</form>")]))
    assert set(hidden) == {"directory", "language", "services"}
    response = client.post(SHEET, hidden)
    sheet = response.content.decode()
    read = " ".join(re.sub(r"<[^>]+>", " ", sheet).split())
    for words in ("Lantern House, Shelter", "(507) 555-0142", "Serves Mower County.", "How to start", "Call 988"):
        assert words in read
    assert day_in_words(timezone.localdate()) in read
    assert "Lawyers" not in read
    assert "<title>List of services</title>" in sheet
    printed = re.sub(r'<(\w+) class="[^"]*harbor-no-print.*?</\1>', "", sheet, flags=re.DOTALL)
    for trace in ("Find help", "localhost", 'value="shelter"', "words"):
        assert trace not in re.sub(r"<(link|script|meta)[^>]*>", "", printed)
    assert response["Cache-Control"] == "private, no-store"
    assert not response.cookies


@pytest.mark.django_db
def test_the_sheet_leaves_out_what_is_not_public(client: Client, page: Any) -> None:
    record = Service.objects.get(name="Shelter")
    assert "Shelter" in client.post(SHEET, {"services": f"{record.pk}-0"}).content.decode()
    record.paused = True
    record.save()
    body = client.post(SHEET, {"services": f"{record.pk}-0 999999-1"}).content.decode()
    assert "Shelter" not in body
    assert "None of these services is listed any more." in body
    assert client.get(SHEET)["Location"] == "/find-help/"


@pytest.mark.django_db
def test_the_sheet_says_by_appointment_beside_hours_that_are_listed_too(client: Client, page: Any) -> None:
    record = Service.objects.get(name="Shelter")
    record.schedules.add(record.schedules.model(byday="MO", opens_at=time(9), closes_at=time(17)))
    for kind, said in (
        ("appointment", "By appointment; Monday: 9 a.m. to 5 p.m."),
        ("always", "All day and night, every day; Monday: 9 a.m. to 5 p.m."),
        ("weekly", "Hours: Monday: 9 a.m. to 5 p.m."),
    ):
        record.hours = kind
        record.save()
        sheet = client.post(SHEET, {"services": f"{record.pk}-0"}).content.decode()
        assert said in " ".join(re.sub(r"<[^>]+>", "", sheet).split())
