"""Promise: whoever may change a listing can hide it at once, and it is gone from every output of the site."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client, RequestFactory
from django.urls import reverse
from wagtail.models import ModelLogEntry

from harbor_wagtail.directory.models import Location, Organization, Service
from tests import exporting, factories

pytestmark = pytest.mark.django_db
CANARY = "Xanadu-Canary"
SERVICE = "Quokka-Canary"
PLACE = "Narwhal-Canary"
STREET = "4471 Canary Hollow Rd"


def url(record: Any, name: str = "hide") -> str:
    return reverse(f"wagtailsnippets_harbor_directory_{record._meta.model_name}:{name}", args=[record.pk])


@pytest.fixture
def editor(client: Client, english: Any) -> Client:
    """May change records, and neither publish nor unlock."""
    user = User.objects.create_user("editor")
    wanted = ["access_admin", "change_organization", "change_service", "change_location"]
    user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    client.force_login(user)
    return client


@pytest.fixture
def service(editor: Client) -> Service:
    owner = factories.organization(CANARY, phones=["(507) 555-0142"], texts={"en": {"description": CANARY}})
    place = factories.location(owner, PLACE, address={**factories.ADDRESS, "address_1": STREET})
    return factories.service(owner, SERVICE, domains=["shelter"], places=[place], phones=["(507) 555-0143"])


def everywhere(page: Any, service: Service, place: Location, export: Path, rf: RequestFactory) -> str:
    """All that the site says to anybody, in one text."""
    visitor = Client()
    path = f"/find-help/{service.organization.slug}/"
    gets = ["/find-help/", "/find-help/help/", "/find-help/help/shelter/", "/find-help/in/", path, f"{path}card/"]
    sheet = {"services": f"{service.pk}-{place.pk} {service.pk}-0", "directory": str(page.pk)}
    answers = [
        *(visitor.get(address) for address in gets),
        visitor.post("/harbor/search/", {"words": "canary"}),
        visitor.post("/harbor/search/", {"domain": "shelter", "zip": "55912"}),
        visitor.post("/harbor/sheet/", sheet),
    ]
    # What was asked stands in the form; only what was found counts.
    texts = [re.sub(r'name="words" value="[^"]*"', "", answer.content.decode()) for answer in answers]
    texts += [str(entry["location"]) for entry in page.get_sitemap_urls(rf.get("/"))]
    exporting.export(export, "hsds-json")  # test_export_public_only has the other formats
    return "\n".join([*texts, export.read_text()])


#: In the order in which they are hidden and shown again: what goes with each.
GONE = {
    "location": (PLACE, STREET),
    "service": (SERVICE, "555-0143"),
    "organization": (CANARY, CANARY.lower(), SERVICE, PLACE, STREET, "555-0142", "555-0143"),
}


def test_what_is_hidden_is_gone_from_every_output_at_once_and_comes_back(
    editor: Client, service: Service, tmp_path: Path, rf: RequestFactory
) -> None:
    page, place = factories.directory_page(), Location.objects.get()
    records = {"location": place, "service": service, "organization": service.organization}

    def said() -> str:
        return everywhere(page, service, place, tmp_path / "directory.json", rf)

    before = said()
    for which, gone in GONE.items():
        assert [canary for canary in gone if canary not in before] == []
        editor.post(url(records[which]), {"wish": "hide-only"})
        after = said()
        assert [canary for canary in gone if canary in after] == [], which
        editor.post(url(records[which]), {"wish": "show"})
    assert [canary for canary in GONE["organization"] if canary not in said()] == []


def test_an_address_without_a_listing_says_the_same_whatever_the_reason(editor: Client, service: Service) -> None:
    factories.directory_page()
    editor.post(url(service.organization), {"wish": "hide"})
    visitor = Client()
    hidden, never = (visitor.get(f"/find-help/{slug}/") for slug in (service.organization.slug, "never-was"))
    assert hidden.status_code == never.status_code == 404
    assert hidden.content.replace(service.organization.slug.encode(), b"never-was") == never.content
    assert hidden["Cache-Control"] == "private, no-store"
    assert hidden["X-Robots-Tag"] == "noindex"
    text = hidden.content.decode()
    assert "There is no listing at this address at the moment" in text
    assert "data-harbor-exit" in text


def test_neither_a_draft_nor_a_lock_nor_a_missing_right_to_publish_holds_it_up(
    editor: Client, service: Service, admin_user: Any
) -> None:
    draft = Service.objects.get(pk=service.pk)
    draft.name = "Another name"
    draft.save_revision()
    Service.objects.filter(pk=service.pk).update(locked=True, locked_by=admin_user)
    editor.post(url(service), {"wish": "hide-only", "why": "Somebody came\x00 to the door."})
    assert not Service.objects.public().exists()
    assert Organization.objects.public().exists()
    row = Service.objects.get()
    assert (row.name, row.has_unpublished_changes) == (SERVICE, True)
    row.latest_revision.publish()
    assert not Service.objects.public().exists()  # a version that is published brings nothing back
    entry = ModelLogEntry.objects.get(action="harbor.pause")
    assert entry.user.username == "editor"
    history = editor.get(url(service, "history")).content.decode()
    assert "Hidden" in history
    assert "Somebody came to the door." in history


def test_the_whole_of_a_listing_goes_where_the_organization_is_no_more_than_that(
    editor: Client, service: Service
) -> None:
    text = editor.get(url(service)).content.decode()
    assert f"Hide it and “{CANARY}” now" in text
    editor.post(url(service), {"wish": "hide"})
    assert not Organization.objects.public().exists()
    editor.post(url(service), {"wish": "hide"})  # somebody else presses the same button
    assert "Visitors still do not see it then" not in editor.get(url(service)).content.decode()
    assert not Organization.objects.public().exists()
    editor.post(url(service), {"wish": "show"})
    assert Service.objects.public().exists()


def test_after_it_is_done_the_page_says_what_is_out_of_reach(editor: Client, service: Service) -> None:
    factories.directory_page()
    page = editor.post(url(service.organization), {"wish": "hide"}, follow=True).content.decode()
    for expected in (
        "What this site cannot reach",
        "https://search.google.com/search-console/remove-outdated-content",
        "https://www.bing.com/webmasters/tools/contentremoval",
        "https://help.archive.org/",
        f"http://localhost/find-help/{service.organization.slug}/",
    ):
        assert expected in page, expected


def test_a_reason_that_reads_like_an_address_is_not_kept_and_does_not_hold_it_up(
    editor: Client, service: Service
) -> None:
    response = editor.post(url(service), {"wish": "hide", "why": f"He stood at {STREET}."}, follow=True)
    assert not Service.objects.public().exists()
    assert "Your reason was not kept" in response.content.decode()
    assert not [entry for entry in ModelLogEntry.objects.all() if "Canary Hollow" in str(entry.data)]


def test_a_place_where_another_organization_gives_help_is_named(editor: Client, service: Service) -> None:
    factories.service(factories.organization("Other"), "Legal help", places=[Location.objects.get()])
    assert "Places that stay" in editor.get(url(service.organization)).content.decode()


def test_it_is_one_tap_away_for_who_may_change_it_and_for_nobody_else(editor: Client, service: Service) -> None:
    lists = editor.get(reverse("wagtailsnippets_harbor_directory_service:list_results")).content.decode()
    assert url(service) in lists
    assert url(service) in editor.get(url(service, "edit")).content.decode()
    User.objects.get().user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "view_service"]))
    assert (
        url(service)
        not in editor.get(reverse("wagtailsnippets_harbor_directory_service:list_results")).content.decode()
    )
    editor.post(url(service), {"wish": "hide"})
    assert Service.objects.public().exists()
