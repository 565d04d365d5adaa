"""One form for the common case: an organization with one service and one place is edited, drafted and published as one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from harbor_wagtail.directory.models import Location, Organization, Service
from tests import factories
from tests.admin_forms import errors, form_data

pytestmark = pytest.mark.django_db

FACTS: dict[str, Any] = {"domains": ["crisis"], "phones": ["(507) 555-0142"], "areas": ["27099"]}


def url(model: str, name: str, *args: Any) -> str:
    return reverse(f"wagtailsnippets_harbor_directory_{model}:{name}", args=args)


@pytest.fixture(autouse=True)
def languages(english: Any, spanish: Any) -> None:
    factories.term("crisis")


@pytest.fixture
def service(db: None) -> Service:
    owner = factories.organization("Lantern House")
    return factories.service(owner, places=[factories.location(owner, "Downtown office")], **FACTS)


def test_an_organization_that_is_one_listing_opens_as_one(admin_client: Client, service: Service) -> None:
    owner = service.organization
    own = url("organization", "edit", owner.pk)
    assert admin_client.get(own).url == url("service", "edit", service.pk)
    assert admin_client.get(f"{own}?whole=1").status_code == 200
    page = admin_client.get(url("service", "edit", service.pk)).content.decode()
    assert f"{own}?whole=1" in page
    factories.service(owner, "Legal help")
    page = admin_client.get(own).content.decode()
    assert "Legal help" in page
    assert f"{url('service', 'add')}?organization={owner.pk}" in page
    assert f"{url('location', 'add')}?organization={owner.pk}" in page
    assert 'value="Lantern House"' in page


def test_a_draft_of_the_three_is_seen_by_nobody_until_it_is_published(admin_client: Client, service: Service) -> None:
    address = url("service", "edit", service.pk)
    changes = {"organization_name": "Lantern Home", "place_county": "Freeborn County, MN", "name": "Night shelter"}
    response = admin_client.post(address, {**form_data(admin_client, address), **changes})
    assert response.status_code == 302, errors(response)
    assert [str(record) for record in (Organization.objects.get(), Service.objects.get())] == [
        "Lantern House",
        "Youth shelter",
    ]
    assert Location.objects.get().county == "27099"
    data = form_data(admin_client, address)  # the draft is what the form opens with
    assert {name: data[name] for name in changes} == changes
    response = admin_client.post(address, {**data, "action-publish": "1"})
    assert response.status_code == 302, errors(response)
    assert (Organization.objects.get().name, Service.objects.get().name) == ("Lantern Home", "Night shelter")
    assert Location.objects.get().county == "27047"
    assert not Organization.objects.get().has_unpublished_changes


def test_what_is_published_later_goes_live_together(admin_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    data = form_data(admin_client, url("service", "add"))
    moment = timezone.localtime().replace(hour=12, minute=0) + timedelta(days=2)  # noon is in every day, once
    answers = {
        "new_organization": "Candle Hill",
        "name": "Night line",
        "domains": [factories.term("crisis").pk],
        "service_areas-0-fips": "Mower County, MN",
        "phones-0-number": "988",
        "new_place_county": "Mower County, MN",
        "go_live_at": f"{moment:%Y-%m-%d %H:%M}",
        "action-publish": "1",
    }
    response = admin_client.post(url("service", "add"), {**data, **answers})
    assert response.status_code == 302, errors(response)
    call_command("publish_scheduled", verbosity=0)
    assert not Organization.objects.filter(live=True).exists()
    monkeypatch.setattr(timezone, "now", lambda: moment + timedelta(hours=1))
    call_command("publish_scheduled", verbosity=0)
    assert Service.objects.public().get().organization.name == "Candle Hill"
    assert Location.objects.public().get().county == "27099"


@pytest.fixture
def editor(client: Client) -> Client:
    """Somebody who may edit and publish services only."""
    user = User.objects.create_user("editor", password="pw")
    wanted = ["access_admin", "change_service", "publish_service"]
    user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    client.force_login(user)
    return client


def test_whoever_may_not_change_the_organization_reads_its_name(editor: Client, service: Service) -> None:
    address = url("service", "edit", service.pk)
    data = form_data(editor, address)
    changes = {"organization_name": "Taken over", "action-publish": "1"}
    response = editor.post(address, {**data, **changes})
    assert "You may not change this." in errors(response)
    assert 'value="Taken over"' in response.content.decode()
    response = editor.post(address, {**data, "action-publish": "1"})
    assert response.status_code == 302, errors(response)
    assert Organization.objects.get().name == "Lantern House"


class TestLocks:
    def lock(self, record: Any) -> None:
        other = User.objects.create_superuser("other")
        type(record).objects.filter(pk=record.pk).update(locked=True, locked_by=other, locked_at=timezone.now())

    def test_what_was_typed_into_a_listing_that_was_locked_meanwhile_is_still_there(
        self, admin_client: Client, service: Service
    ) -> None:
        address = url("service", "edit", service.pk)
        typed = {**form_data(admin_client, address), "phones-0-number": "(507) 555-0199", "week-MO-0-opens": "9am"}
        self.lock(service)
        response = admin_client.post(address, {**typed, "week-MO-0-closes": "5pm", "action-publish": "1"})
        page = response.content.decode()
        assert response.status_code == 200
        assert "locked" in page
        for value in ("(507) 555-0199", "9am", "5pm"):
            assert f'value="{value}"' in page
        assert Service.objects.get().phones.get().number == "(507) 555-0142"

    def test_a_locked_organization_refuses_a_new_name_and_keeps_what_was_typed(
        self, admin_client: Client, service: Service
    ) -> None:
        address = url("service", "edit", service.pk)
        typed = {**form_data(admin_client, address), "organization_name": "Lantern Home"}
        self.lock(service.organization)
        response = admin_client.post(address, {**typed, "action-publish": "1"})
        assert "Somebody has locked this." in errors(response)
        assert 'value="Lantern Home"' in response.content.decode()
        assert Organization.objects.get().name == "Lantern House"


def test_the_form_stays_light(admin_client: Client, service: Service, django_assert_max_num_queries: Any) -> None:
    address = url("service", "edit", service.pk)
    admin_client.get(address)
    with django_assert_max_num_queries(75):
        page = admin_client.get(address).content
    assert len(page) < 215_000
    names = admin_client.get(reverse("harbor_directory_place_names"))
    assert "Mower County, MN" in names.content.decode()
    assert "private" in names.headers["Cache-Control"]
