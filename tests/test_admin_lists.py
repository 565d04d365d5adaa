"""What an editor does from a list: filters, several records at once, holidays, words, and the history told as facts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from harbor_wagtail.directory.models import (
    Holiday,
    Location,
    Organization,
    Service,
    SynonymSet,
    Verification,
)
from harbor_wagtail.directory.verification import record_verification
from tests import factories
from tests.admin_forms import errors, form_data

pytestmark = pytest.mark.django_db


def url(model: str, name: str, *args: Any) -> str:
    return reverse(f"wagtailsnippets_harbor_directory_{model}:{name}", args=args)


@pytest.fixture(autouse=True)
def languages(english: Any, spanish: Any) -> None:
    factories.term("crisis")


@pytest.fixture
def services(db: None) -> list[Service]:
    owner = factories.organization("Lantern House")
    facts: dict[str, Any] = {"domains": ["crisis"], "phones": ["(507) 555-0142"]}
    return [
        factories.service(owner, "Youth shelter", areas=["27099"], **facts),
        factories.service(owner, "Legal help", areas=["27053"], **facts),
        factories.service(owner, "Unfinished", live=False),
    ]


def bulk(client: Client, action: str, records: list[Any], **answers: Any) -> Any:
    model = records[0]._meta
    address = reverse("wagtail_bulk_action", args=[model.app_label, model.model_name, f"harbor_{action}"])
    query = "&".join(f"id={record.pk}" for record in records)
    back = url(model.model_name, "list")
    assert client.get(f"{address}?{query}&next={back}").status_code == 200
    return client.post(f"{address}?{query}&next={back}", answers, follow=True)


class TestFilters:
    def test_what_nobody_checked_lately_and_what_has_a_draft(self, admin_client: Client, services: Any) -> None:
        checked, stale, _unfinished = services
        record_verification(checked, checked_on=date(2026, 11, 1), method="phone")
        record_verification(stale, checked_on=date(2024, 5, 2), method="phone")
        stale.save_revision()
        for query, expected in (("?unchecked=2026-06-01", False), ("?draft=true", False), ("?draft=false", True)):
            page = admin_client.get(url("service", "list_results") + query).content.decode()
            assert ("Youth shelter" in page) is expected, query
        assert "Legal help" in admin_client.get(url("service", "list_results") + "?draft=true").content.decode()


class TestSeveralAtOnce:
    def test_marked_as_checked(self, admin_client: Client, services: Any) -> None:
        response = bulk(admin_client, "checked", services[:2], checked_on="2999-01-01", method="phone")
        assert "This day has not come yet." in response.content.decode()
        assert not Verification.objects.exists()
        bulk(admin_client, "checked", services[:2], checked_on="2026-11-20", method="phone", by_role="intake worker")
        assert {check.service for check in Verification.objects.all()} == set(services[:2])

    def test_all_means_all_of_the_filtered_list(self, admin_client: Client, services: Any) -> None:
        address = reverse("wagtail_bulk_action", args=["harbor_directory", "service", "harbor_checked"])
        listed = f"{url('service', 'list')}?county=27099"
        query = {"id": "all", "next": listed}
        page = admin_client.get(address, query).content.decode()
        assert "Youth shelter" in page
        assert "Legal help" not in page

    def test_hidden_and_back(self, admin_client: Client, services: Any) -> None:
        bulk(admin_client, "hide", services[:2])
        assert not Service.objects.public().exists()
        bulk(admin_client, "show", services[:2])
        assert Service.objects.public().count() == 2

    def test_published_if_complete_and_unpublished(self, admin_client: Client, services: Any) -> None:
        bulk(admin_client, "unpublish", services[:2])
        assert not Service.objects.public().exists()
        response = bulk(admin_client, "publish", services)
        assert {service.name for service in Service.objects.public()} == {"Youth shelter", "Legal help"}
        told = response.content.decode()
        assert "“Unfinished” is not published. Missing: the kind of help, the area served and how to reach it." in told

    def test_needs_the_right(self, client: Client, services: Any) -> None:
        user = User.objects.create_user("editor")
        user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "change_service"]))
        client.force_login(user)
        bulk(client, "unpublish", services[:2])
        assert Service.objects.public().count() == 2


def test_a_holiday_and_its_next_days(admin_client: Client) -> None:
    answers = {"name": "Thanksgiving", "first_day": "2026-11-26", "repeats": "weekday"}
    wrong = admin_client.post(url("holiday", "add"), {**answers, "last_day": "2026-11-25"})
    assert "The last day is before the first." in wrong.content.decode()
    assert admin_client.post(url("holiday", "add"), answers).status_code == 302
    page = admin_client.get(url("holiday", "list")).content.decode()
    holiday = Holiday.objects.get()
    year = timezone.localdate().year
    for day in (holiday.starts_in(year), holiday.starts_in(year + 1)):
        assert day is not None
        assert f"Thursday, {day.day} November {day.year}" in page
    assert admin_client.get(url("holiday", "list") + "?export=csv").status_code == 200


def test_words_that_mean_the_same(admin_client: Client) -> None:
    response = admin_client.post(url("synonymset", "add"), {"words": "SANE", "locale": ""})
    assert "Give at least two words, each on a line of its own." in response.content.decode()
    admin_client.post(url("synonymset", "add"), {"words": "SANE\nsexual assault nurse", "locale": ""})
    assert SynonymSet.objects.get().phrases == ["SANE", "sexual assault nurse"]
    assert "SANE, sexual assault nurse" in admin_client.get(url("synonymset", "list")).content.decode()


class TestHistory:
    def test_reads_as_facts_changed(self, admin_client: Client, services: Any) -> None:
        service = services[0]
        factories.term("legal")
        first = service.save_revision(user=User.objects.get(username="admin"), log_action=True)
        address = url("service", "edit", service.pk)
        changes = {
            "phones-0-number": "(507) 555-0199",
            "cost": "free",
            "texts-1-description": "Día y noche.",
            "domains": [factories.term("crisis").pk, factories.term("legal").pk],
            "week-MO-0-opens": "9am",
            "week-MO-0-closes": "5pm",
            "service_areas-0-fips": "Freeborn County, MN",
        }
        response = admin_client.post(address, {**form_data(admin_client, address), **changes, "action-publish": "1"})
        assert response.status_code == 302, errors(response)
        page = admin_client.get(url("service", "history", service.pk)).content.decode()
        told = " ".join(page.split())
        for fact in (
            "Phone number: Number: <del>(507) 555-0142</del> → <ins>(507) 555-0199</ins>",
            "Cost: <del>Unknown</del> → <ins>Free</ins>",
            "What they do: <ins>Día y noche.</ins>",
            "Kind of help: <ins>Legal help</ins>",
            "Opening hours: <ins>Monday: 9 a.m. to 5 p.m.</ins>",
            "Freeborn County, MN",
        ):
            assert fact in told, fact
        second = service.revisions.order_by("pk").last()
        compared = admin_client.get(url("service", "revisions_compare", service.pk, first.pk, second.pk))
        assert "<ins>(507) 555-0199</ins>" in compared.content.decode()

    def test_of_a_place_tells_that_its_address_was_decided_about_and_never_which(self, admin_client: Client) -> None:
        place = factories.location(factories.organization(), "Downtown office", address=True)
        first = place.save_revision(log_action=True)
        place.name = "Uptown office"
        second = place.save_revision(log_action=True)
        pages = [
            admin_client.get(url("location", "history", place.pk)),
            admin_client.get(url("location", "revisions_compare", place.pk, first.pk, second.pk)),
        ]
        for page in pages:
            assert "Uptown office" in page.content.decode()
            assert "Cedar Street" not in page.content.decode()

    def test_takes_the_same_queries_however_long(
        self, admin_client: Client, services: Any, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(12):
            services[0].name = f"Shelter {number}"
            services[0].save_revision(log_action=True)
        with django_assert_max_num_queries(30):
            page = admin_client.get(url("service", "history_results", services[0].pk)).content.decode()
        assert "Shelter 11" in page


class TestInclusion:
    def test_rules_are_ticked_with_a_decision_and_a_day(self, admin_client: Client, services: Any) -> None:
        owner = Organization.objects.get()
        address = url("organization", "inclusion", owner.pk)
        data = form_data(admin_client, address, form_id=None)
        rule = "It gives today the help it is listed for."
        answers = {**data, "inclusion": "included", "inclusion_on": "2026-11-20", "rules": [rule]}
        response = admin_client.post(address, answers)
        assert "Say why the organization is included all the same." in errors(response)
        answers |= {"inclusion_note": "Known for years.", "other_rules": "A board member visited."}
        assert admin_client.post(address, answers).status_code == 302
        owner.refresh_from_db()
        assert owner.inclusion == "included"
        page = admin_client.get(address).content.decode()
        for words in (rule, "A board member visited.", "Known for years."):
            assert words in page
        assert admin_client.post(address, {**form_data(admin_client, address, form_id=None)}).status_code == 302
        before = owner.inclusion_note
        owner.refresh_from_db()
        assert owner.inclusion_note == before


def test_no_list_export_or_history_holds_a_hidden_address(admin_client: Client, services: Any) -> None:
    Location.objects.create(organization=services[0].organization, name="Hidden", county="27099")
    for model in ("organization", "service", "location"):
        for kind in ("csv", "xlsx"):
            assert admin_client.get(f"{url(model, 'list')}?export={kind}").status_code == 200
