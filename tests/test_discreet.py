"""Promise: in discreet mode nothing that is seen without reading the page tells what was read."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Site

from harbor_wagtail.documents import engine
from harbor_wagtail.models import HarborSettings
from harbor_wagtail.safety.exits import is_telling
from tests import factories, plans

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


def test_every_page_has_the_neutral_title_and_nothing_else_to_see(site: HarborSettings, plan: Any) -> None:
    client = Client()
    addresses = [
        "/find-help/",
        "/find-help/help/",
        "/find-help/in/",
        "/find-help/help/shelter/",
        "/find-help/never-was/",
    ]
    addresses += [f"/find-help/survivor-shelter/{tail}" for tail in ("", "card/")]
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
