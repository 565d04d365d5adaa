"""Promise: in discreet mode nothing that is seen without reading the page tells what was read."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page, Site

from harbor_wagtail.directory.models import Service, ServiceArea
from harbor_wagtail.documents import engine
from harbor_wagtail.models import HarborSettings
from harbor_wagtail.safety.exits import is_telling
from tests import factories, plans
from tests.chance import without_chance
from tests.html_faults import faults

pytestmark = pytest.mark.django_db
#: What tabs, histories, bookmarks, shared links and paper take from the head of a page.
SEEN = re.compile(
    r'<title>(.*?)</title>|<meta[^>]*(?:description|og:|twitter:|application-name)[^>]*>|rel="icon" href="(.*?)"'
)


@pytest.fixture
def site(english: Any) -> HarborSettings:
    factories.directory_page(title="Trafficking shelters")
    owner = factories.organization("Survivor Shelter", phones=["(507) 555-0142"])
    factories.service(owner, "Crisis beds", domains=["shelter"])
    return HarborSettings.objects.create(site=Site.objects.get(), discreet=True)


@pytest.fixture
def plan(site: HarborSettings) -> Any:
    page = plans.plan_page(plans.index_page(), "left")
    type(page).objects.filter(pk=page.pk).update(title="Safety plan for survivors", draft_title="x")
    page.refresh_from_db()
    return page


#: Nothing of what is listed may stand in an address: neither names nor kinds of help nor counties.
LISTED = re.compile("survivor|crisis|bed|shelter|legal|mower|refug", re.IGNORECASE)
#: Headers that say what a page may load, which is the same for every page.
POLICIES = ("Content-Security-Policy", "Permissions-Policy")
LEADS = re.compile(r'(?:href|action|formaction|content)="((?:http://[^/"]+)?/[^"]*)"')


def below_our_include(address: str) -> str:
    """Without the word a developer includes our addresses below, which check W007 names where it tells."""
    return address.replace("http://localhost", "").removeprefix("/harbor")


def test_no_address_and_no_header_tells_what_is_behind_it(site: HarborSettings, plan: Any) -> None:
    service = Service.objects.get()
    ServiceArea.objects.create(service=service, fips="27099")
    call_command("harbor_reindex", verbosity=0)
    site.search_in_address = True  # discreet mode goes before it
    site.save()
    client, page = Client(), Page.objects.get(slug="find-help").specific
    todo = ["/find-help/", plan.get_parent().url, *(each["location"] for each in page.get_sitemap_urls())]
    seen: dict[str, Any] = {}
    while todo:
        address = todo.pop().partition("#")[0].replace("http://localhost", "")
        if address in seen or address.startswith(("/static/", "/media/", "/admin/")):
            continue
        answer = seen[address] = client.get(address)
        told = f"{below_our_include(address)} {[v for k, v in answer.items() if k not in POLICIES]}"
        told = without_chance(told)  # a hash, as of an ETag, has the letters of "bed" at times
        assert not LISTED.search(told), told
        assert not is_telling(told), told
        if "html" in answer.get("Content-Type", ""):
            html = answer.content.decode()
            assert faults(html) == [], address
            todo += LEADS.findall(html)
    number, kind = service.organization_id, service.domains.get().pk
    for address in (f"at/{number}/", f"at/{number}/card/", f"at/{number}/correction/", f"list/{kind}/", "in/27099/"):
        assert seen[f"/find-help/{address}"].status_code == 200, address
    assert len(seen) > 12, sorted(seen)
    found = client.post("/harbor/search/", {"words": "beds"}).content.decode()
    assert faults(found) == []
    assert not [link for link in LEADS.findall(found) if LISTED.search(link)]


def test_addresses_lead_to_each_other_as_the_mode_is_switched(site: HarborSettings) -> None:
    service, client = Service.objects.get(), Client()
    ServiceArea.objects.create(service=service, fips="27099")
    words = ["survivor-shelter/", "survivor-shelter/card/", "survivor-shelter/correction/", "help/shelter/"]
    words += ["in/mower-county-mn/"]
    at = f"at/{service.organization_id}/"
    plain = [at, f"{at}card/", f"{at}correction/", f"list/{service.domains.get().pk}/", "in/27099/"]
    for discreet, olds, news in ((True, words, plain), (False, plain, words)):
        site.discreet = discreet
        site.save()
        for old, new in zip(olds, news, strict=True):
            assert client.get(f"/find-help/{new}").status_code == 200, new
            moved = client.get(f"/find-help/{old}?copies=4")
            assert (moved.status_code, moved["Location"]) == (302, f"/find-help/{new}?copies=4"), old
    for nobody in ("at/99999/", "at/99999999999999999999/card/", "list/99999/", "in/99999/"):
        assert client.get(f"/find-help/{nobody}").status_code == 404


def test_every_page_has_the_neutral_title_and_nothing_else_to_see(site: HarborSettings, plan: Any) -> None:
    client = Client()
    addresses = [
        "/find-help/",
        "/find-help/help/",
        "/find-help/in/",
        f"/find-help/list/{Service.objects.get().domains.get().pk}/",
        "/find-help/never-was/",
    ]
    addresses += [f"/find-help/at/{Service.objects.get().organization_id}/{tail}" for tail in ("", "card/")]
    addresses += [plan.get_parent().url, plan.url, f"{plan.url}print/", "/harbor/notes/en/"]
    answers = {address: client.get(address) for address in addresses}
    answers["search"] = client.post("/harbor/search/", {"words": "shelter"})
    answers["sheet"] = client.post("/harbor/sheet/", {"services": "1-0"})
    for address, answer in answers.items():
        html = answer.content.decode()
        seen = [found.group(0) for found in SEEN.finditer(html)]
        assert seen == ["<title>Notes</title>", 'rel="icon" href="/static/harbor_wagtail/blank.svg"'], address
        assert "harbor-discreet" in html, address  # the name of the site is not printed


@pytest.mark.skipif(not engine.available(), reason=engine.problem())
def test_files_name_neither_themselves_nor_what_they_are(plan: Any) -> None:
    from docx import Document as Docx
    from pypdf import PdfReader

    client = Client()
    page = client.get(plan.url).content.decode()
    files = re.findall(r'href="([^"]+)" download', page)
    assert files
    for link in files:
        answer = client.get(link)
        content = b"".join(answer) if answer.streaming else answer.content
        assert not is_telling(link.rpartition("/")[2] + answer["Content-Disposition"])
        told = (
            Docx(io.BytesIO(content)).core_properties
            if link.endswith("docx")
            else PdfReader(io.BytesIO(content)).metadata
        )
        assert told is not None
        assert told.title == "Notes", link


def test_a_file_cannot_be_given_a_name_that_tells(plan: Any) -> None:
    plan.plan_file_name = "safety-plan-trafficking"
    with pytest.raises(ValidationError, match="tells what the person was reading"):
        plan.clean()


def test_addresses_that_tell_are_named(site: HarborSettings) -> None:
    factories.directory_page("shelter-list")

    def heard() -> list[str]:
        return [
            each.msg
            for each in run_checks(tags=["database"], databases=["default"])
            if each.id == "harbor_wagtail.W007"
        ]

    assert "/harbor/, /shelter-list/." in heard()[0]
    site.discreet = False
    site.save()
    assert heard() == []
