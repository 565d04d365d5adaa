"""The Harbor menu, lists, copies and decisions of organizations, services and terms."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from harbor_wagtail.directory.models import (
    CheckMethod,
    DataSource,
    Organization,
    Service,
    TaxonomyTerm,
    Verification,
)
from harbor_wagtail.directory.models.organizations import OrganizationPhone
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
def service(db: None) -> Service:
    return factories.service(
        factories.organization("Lantern House"),
        "Youth shelter",
        domains=["crisis"],
        phones=["(507) 555-0142"],
        areas=["27099"],
        texts={"en": {"description": "Day and night."}},
        schedules=[factories.weekly("2TU", "09:00", "17:00", freq="MONTHLY", interval=2)],
    )


def test_an_organization_is_made_and_published(admin_client: Client) -> None:
    data = {
        **form_data(admin_client, url("organization", "add")),
        "name": "Lantern House",
        "website": "lantern.example.org",
        "texts-0-description": "Open since 1984.",
        "phones-0-number": "988",
        "checked_on": "2024-05-02",
        "checked_method": "email",
        "action-publish": "1",
    }
    response = admin_client.post(url("organization", "add"), data)
    assert response.status_code == 302, errors(response)
    record = Organization.objects.public().get()
    assert (record.website, record.slug) == ("https://lantern.example.org", "lantern-house")
    assert [phone.number for phone in record.phones.all()] == ["988"]
    assert Verification.objects.get(organization=record).method == CheckMethod.EMAIL


def test_one_menu_holds_everything(admin_client: Client) -> None:
    page = admin_client.get(reverse("wagtailadmin_home")).content.decode()
    for model in ("organization", "service", "location", "taxonomyterm", "datasource"):
        assert url(model, "list") in page


@pytest.mark.parametrize("model", ["organization", "service", "location", "taxonomyterm", "datasource"])
def test_lists_open_search_and_export(admin_client: Client, service: Service, model: str) -> None:
    factories.location(service.organization, "Downtown office")
    DataSource.objects.create(slug="211", name="The 211")
    for query in ("", "?q=e", "?export=csv", "?export=xlsx"):
        assert admin_client.get(url(model, "list") + query).status_code == 200


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?county=27099", True),
        ("?county=27053", False),
        ("?live=true", True),
        ("?live=false", False),
        ("?q=lantern", True),
        ("?q=nothing", False),
        ("?status=open", True),
    ],
)
def test_services_are_filtered(admin_client: Client, service: Service, query: str, found: bool) -> None:
    factories.service(service.organization, "Legal help", areas=["27053"], live=False)
    page = admin_client.get(url("service", "list_results") + query).content.decode()
    assert ("Youth shelter" in page) is found


def test_a_list_of_services_takes_the_same_queries_however_long(
    admin_client: Client, service: Service, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        more = factories.service(factories.organization(f"Other {number}"), f"Service {number}", areas=["27099"])
        record_verification(more, checked_on=date(2024, 5, 2), method="phone")
    with django_assert_max_num_queries(25):
        page = admin_client.get(url("service", "list_results")).content.decode()
    assert "Mower County, MN" in page
    assert "Service 4" in page


def test_a_copy_is_a_new_record_that_nobody_checked(admin_client: Client, service: Service) -> None:
    source = DataSource.objects.create(slug="211", name="The 211")
    Service.objects.filter(pk=service.pk).update(data_source=source, source_id="S-1")
    record_verification(service, checked_on=date(2024, 5, 2), method="phone")
    address = url("service", "copy", service.pk)
    response = admin_client.post(address, {**form_data(admin_client, address), "name": "Night shelter"})
    assert response.status_code == 302, errors(response)
    copy = Service.objects.get(name="Night shelter")
    service.refresh_from_db()
    assert service.source_id == "S-1"
    assert copy.hsds_id != service.hsds_id
    assert (copy.data_source, copy.source_id, copy.live) == (None, "", False)
    assert not copy.verifications.exists()
    assert copy.phones.get().hsds_id != service.phones.get().hsds_id
    assert copy.texts.get().description == "Day and night."
    assert [term.code for term in copy.domains.all()] == ["crisis"]
    kept = copy.schedules.get()
    assert (kept.byday, kept.freq, kept.interval) == ("2TU", "MONTHLY", 2)
    assert Service.objects.get(pk=service.pk).phones.count() == 1


def test_copies_of_organizations_and_places_stand_alone(admin_client: Client, service: Service) -> None:
    place = factories.location(service.organization, "Downtown office", address=True)
    for model, record in (("organization", service.organization), ("location", place)):
        address = url(model, "copy", record.pk)
        response = admin_client.post(address, {**form_data(admin_client, address), "name": "The copy"})
        assert response.status_code == 302, errors(response)
        copy = type(record).objects.get(name="The copy")
        assert copy.hsds_id != record.hsds_id
    assert (copy.address_1, copy.address_visibility) == ("", "undecided")


def test_copying_needs_the_right_to_add(client: Client, service: Service) -> None:
    user = User.objects.create_user("editor")
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "change_service"]))
    client.force_login(user)
    assert client.get(url("service", "copy", service.pk)).status_code in (302, 403)


def test_inclusion_is_decided_apart_from_drafts(admin_client: Client, service: Service) -> None:
    owner = service.organization
    address = url("organization", "inclusion", owner.pk)
    response = admin_client.post(address, {"inclusion": "declined"})
    assert "On which day was it decided?" in errors(response)
    answers = {"inclusion": "declined", "inclusion_on": "2024-05-02", "inclusion_by_role": "coordinator"}
    assert admin_client.post(address, answers).status_code == 302
    assert not Organization.objects.public().exists()
    revision = owner.save_revision()
    assert "inclusion" not in revision.content


def test_words_and_terms_are_edited_and_doubles_refused(admin_client: Client, english: Any) -> None:
    term = TaxonomyTerm.objects.get(taxonomy__slug="domains", code="crisis")
    address = url("taxonomyterm", "edit", term.pk)
    data = form_data(admin_client, address)
    assert data["texts-0-locale"] == str(english.pk)
    response = admin_client.post(address, {**data, "texts-1-locale": english.pk, "texts-1-name": "Again"})
    assert "There are two texts in one language." in errors(response)
    response = admin_client.post(address, {**data, "texts-0-synonyms": "helpline, someone to call"})
    assert response.status_code == 302, errors(response)
    assert term.texts.get(locale=english).synonyms == "helpline, someone to call"


def test_the_chooser_finds_an_organization_by_name(admin_client: Client) -> None:
    factories.organization("Lantern House")
    factories.organization("Harbor Legal")
    address = reverse("wagtailsnippetchoosers_harbor_directory_organization:choose_results")
    page = admin_client.get(address, {"q": "lantern"}).content.decode()
    assert "Lantern House" in page
    assert "Harbor Legal" not in page


def test_an_earlier_version_can_be_compared_and_brought_back(admin_client: Client, service: Service) -> None:
    first = service.save_revision()
    service.name = "Night shelter"
    second = service.save_revision()
    page = admin_client.get(url("service", "revisions_compare", service.pk, first.pk, second.pk)).content.decode()
    assert "Night" in page
    address = url("service", "revisions_revert", service.pk, first.pk)
    response = admin_client.post(address, {**form_data(admin_client, address), "action-publish": "1"})
    assert response.status_code == 302, errors(response)
    assert Service.objects.get(pk=service.pk).name == "Youth shelter"


def test_the_rights_to_decide_can_be_given_to_a_group(admin_client: Client) -> None:
    page = admin_client.get(reverse("wagtailusers_groups:add")).content.decode()
    for codename in (
        "change_visibility_location",
        "decide_inclusion_organization",
        "publish_service",
        "view_importbatch",
    ):
        assert f'value="{Permission.objects.get(codename=codename).pk}"' in page
    for codename in ("add_importbatch", "change_importbatch", "delete_importbatch"):
        assert f'value="{Permission.objects.get(codename=codename).pk}"' not in page


def test_an_earlier_version_brings_back_a_row_that_was_taken_out_since(admin_client: Client, english: Any) -> None:
    owner = factories.organization("Lantern House", texts={"en": {"description": "A house."}})
    OrganizationPhone.objects.create(organization=owner, number="507-555-0142")
    first = Organization.objects.get(pk=owner.pk).save_revision()
    first.publish()
    address = f"{url('organization', 'edit', owner.pk)}?whole=1"
    response = admin_client.post(
        address, {**form_data(admin_client, address), "phones-0-DELETE": "on", "action-publish": "1"}
    )
    assert response.status_code == 302, errors(response)
    assert not OrganizationPhone.objects.exists()
    earlier = url("organization", "revisions_revert", owner.pk, first.pk)
    response = admin_client.post(earlier, {**form_data(admin_client, earlier), "action-publish": "1"})
    assert response.status_code == 302, errors(response)
    assert OrganizationPhone.objects.get().number == "507-555-0142"


def test_a_draft_is_published_though_an_import_wrote_its_rows_anew(admin_client: Client, english: Any) -> None:
    owner = factories.organization("Lantern House", texts={"en": {"description": "A house."}})
    OrganizationPhone.objects.create(organization=owner, number="507-555-0142")
    Organization.objects.get(pk=owner.pk).save_revision().publish()
    address = f"{url('organization', 'edit', owner.pk)}?whole=1"
    response = admin_client.post(address, {**form_data(admin_client, address), "name": "Lantern Haus"})
    assert response.status_code == 302, errors(response)
    phone = OrganizationPhone.objects.get()
    OrganizationPhone.objects.all().delete()
    phone.pk = None
    phone.save(force_insert=True)
    response = admin_client.post(address, {**form_data(admin_client, address), "action-publish": "1"})
    assert response.status_code == 302, errors(response)
    assert Organization.objects.get().name == "Lantern Haus"
    assert [each.number for each in OrganizationPhone.objects.all()] == ["507-555-0142"]


@pytest.mark.parametrize("whose", ["nobody's", "another's"])
@pytest.mark.parametrize("how", ["an earlier version", "a form that stood open"])
def test_a_row_that_comes_back_keeps_its_id_where_nobody_else_has_it(
    admin_client: Client, english: Any, how: str, whose: str
) -> None:
    """Others know it by that id, and rows beside it name it."""
    owner = factories.organization("Lantern House", texts={"en": {"description": "A house."}})
    phone = OrganizationPhone.objects.create(organization=owner, number="507-555-0142")
    first = Organization.objects.get(pk=owner.pk).save_revision()
    first.publish()
    address = f"{url('organization', 'edit', owner.pk)}?whole=1"
    sent = form_data(admin_client, address)
    admin_client.post(address, {**sent, "phones-0-DELETE": "on", "action-publish": "1"})
    assert not OrganizationPhone.objects.exists()
    if whose == "another's":
        other = factories.organization("Other House")
        OrganizationPhone.objects.create(organization=other, number="507-555-0143", hsds_id=phone.hsds_id)
    if how == "an earlier version":
        address = url("organization", "revisions_revert", owner.pk, first.pk)
        sent = form_data(admin_client, address)
    response = admin_client.post(address, {**sent, "action-publish": "1"})
    if response.status_code == 200:  # told what changed meanwhile, and sent once more
        again = BeautifulSoup(response.content, "html.parser").find("input", {"name": "seen"})["value"]
        response = admin_client.post(address, {**sent, "seen": again, "action-publish": "1"})
    assert response.status_code == 302, errors(response)
    back = OrganizationPhone.objects.get(organization=owner)
    assert back.number == "507-555-0142"
    assert (back.hsds_id == phone.hsds_id) == (whose == "nobody's")


def test_a_draft_that_is_saved_twice_keeps_the_id_of_a_row_that_came_back(admin_client: Client, english: Any) -> None:
    owner = factories.organization("Lantern House", texts={"en": {"description": "A house."}})
    phone = OrganizationPhone.objects.create(organization=owner, number="507-555-0142")
    Organization.objects.get(pk=owner.pk).save_revision()
    OrganizationPhone.objects.all().delete()
    address = f"{url('organization', 'edit', owner.pk)}?whole=1"
    sent = form_data(admin_client, address)
    assert sent["phones-0-number"] == phone.number
    for _once in range(2):
        response = admin_client.post(address, sent)
        assert response.status_code == 302, errors(response)
    response = admin_client.post(address, {**sent, "action-publish": "1"})
    assert response.status_code == 302, errors(response)
    assert OrganizationPhone.objects.get().hsds_id == phone.hsds_id
