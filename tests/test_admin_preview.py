"""A preview is the visitor's page with what the draft says."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.admin_forms import form_data

pytestmark = pytest.mark.django_db


def preview(client: Client, model: str, pk: int | None, **changes: Any) -> str:
    """Post the open form as Wagtail's preview panel does, then fetch what it shows."""
    namespace = f"wagtailsnippets_harbor_directory_{model}"
    args = [pk] if pk else []
    form = reverse(f"{namespace}:edit" if pk else f"{namespace}:add", args=args)
    address = reverse(f"{namespace}:preview_on_edit" if pk else f"{namespace}:preview_on_add", args=args)
    answer = client.post(address, {**form_data(client, f"{form}?whole=1"), **changes}).json()
    assert answer == {"is_valid": True, "is_available": True}
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture(autouse=True)
def languages(english: Any, spanish: Any) -> None:
    factories.term("crisis")


def test_an_organization_with_the_draft_of_its_numbers(admin_client: Client) -> None:
    owner = factories.organization("Lantern House", phones=["(507) 555-0142"])
    factories.service(owner, "Youth shelter")
    page = preview(admin_client, "organization", owner.pk, name="Lantern Home", **{"phones-0-number": "(507) 555-0199"})
    assert "Lantern Home" in page
    assert "Youth shelter" in page
    assert "555-0199" in page
    assert "555-0142" not in page
    owner.refresh_from_db()
    assert owner.name == "Lantern House"


def test_a_service_inside_its_organization_with_the_draft_of_its_rows(admin_client: Client) -> None:
    owner = factories.organization("Lantern House")
    factories.service(owner, "Legal help")
    place = factories.location(owner, "Downtown office", address=True)
    service = factories.service(owner, "Youth shelter", phones=["(507) 555-0142"], places=[place], live=False)
    page = preview(admin_client, "service", service.pk, name="Night shelter", **{"phones-0-number": "(507) 555-0199"})
    assert "Lantern House" in page
    assert "Legal help" in page
    assert "Night shelter" in page
    assert "555-0199" in page
    assert "555-0142" not in page
    assert "Downtown office" in page


def test_a_service_that_is_not_saved_yet(admin_client: Client) -> None:
    page = preview(
        admin_client, "service", None, new_organization="Lantern House", name="Youth shelter",
        **{"texts-0-description": "Somebody to talk to."},
    )  # fmt: skip
    assert "Lantern House" in page
    assert "Youth shelter" in page
    assert "Somebody to talk to." in page


def test_a_place_without_its_address(admin_client: Client) -> None:
    owner = factories.organization("Lantern House")
    place = factories.location(owner, "Downtown office")
    factories.service(owner, "Youth shelter", places=[place])
    page = preview(admin_client, "location", place.pk, name="Uptown office")
    assert "Uptown office" in page
    assert "Youth shelter" in page


def test_an_earlier_version(admin_client: Client) -> None:
    owner = factories.organization("Lantern House")
    revision = owner.save_revision()
    owner.name = "Renamed"
    owner.save_revision().publish()
    address = reverse("wagtailsnippets_harbor_directory_organization:revisions_view", args=[owner.pk, revision.pk])
    assert "Lantern House" in admin_client.get(address).content.decode()
