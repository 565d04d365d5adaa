"""Decision 2: one UUID per record for the world, one id per source, and links that outlive a rename."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from harbor_wagtail.directory.models import Alias, DataSource, Organization, Service, ServicePhone

pytestmark = pytest.mark.django_db


@pytest.fixture
def organization() -> Organization:
    return Organization.objects.create(name="Northern Kin")


def test_two_records_of_a_source_cannot_share_an_id(organization: Organization) -> None:
    source = DataSource.objects.create(slug="county-211", name="County 211")
    Organization.objects.create(name="One", data_source=source, source_id="12")
    with pytest.raises(IntegrityError), transaction.atomic():
        Organization.objects.create(name="Two", data_source=source, source_id="12")
    other = DataSource.objects.create(slug="state-211", name="State 211")
    Organization.objects.create(name="Three", data_source=other, source_id="12")
    Organization.objects.create(name="Four", data_source=source)
    Organization.objects.create(name="Five", data_source=source)


def test_an_old_revision_cannot_change_who_a_record_is(organization: Organization) -> None:
    revision = organization.save_revision()
    source = DataSource.objects.create(slug="county-211", name="County 211")
    Organization.objects.filter(pk=organization.pk).update(data_source=source, source_id="12", example=True)
    organization.refresh_from_db()
    hsds_id = organization.hsds_id
    revision.publish()
    organization.refresh_from_db()
    assert (organization.hsds_id, organization.source_id, organization.example) == (hsds_id, "12", True)


def test_a_copy_is_a_new_record_that_nobody_checked(organization: Organization) -> None:
    source = DataSource.objects.create(slug="county-211", name="County 211")
    service = Service.objects.create(organization=organization, name="Beds", data_source=source, source_id="9")
    phone = service.phones.create(number="507-555-0100")
    contact = service.contacts.create(title="Intake")
    service.phones.create(number="507-555-0101", contact_ref=contact.hsds_id)
    service.save()
    phone_id, contact_id = phone.hsds_id, contact.hsds_id
    service = Service.objects.get(pk=service.pk)
    service.save_revision().publish()
    service = Service.objects.get(pk=service.pk)
    copy, _ = service.copy_cluster()
    copy.save()
    assert copy.pk != service.pk
    assert copy.hsds_id != service.hsds_id
    assert (copy.data_source_id, copy.source_id, copy.live, copy.first_published_at) == (None, "", False, None)
    numbers = list(copy.phones.all())
    assert [row.number for row in numbers] == ["507-555-0100", "507-555-0101"]
    assert phone_id not in {row.hsds_id for row in numbers}
    assert numbers[1].contact_ref == copy.contacts.get().hsds_id != contact_id
    assert ServicePhone.objects.filter(service=service).count() == 2
    service.refresh_from_db()
    assert service.source_id == "9"


def test_slugs_come_from_names_and_never_repeat(organization: Organization) -> None:
    twin = Organization.objects.create(name="Northern Kin")
    nameless = Organization.objects.create(name="北方")
    assert [organization.slug, twin.slug, nameless.slug] == ["northern-kin", "northern-kin-2", "organization"]


def test_an_old_address_of_a_page_leads_to_the_record(organization: Organization) -> None:
    assert organization.change_slug("Northern Kin & Friends") == "northern-kin-friends"
    assert Alias.objects.get(kind=Alias.Kind.SLUG, value="northern-kin").organization == organization
    assert Organization.objects.create(name="Northern Kin").slug == "northern-kin-2"
    assert organization.change_slug("Northern Kin") == "northern-kin"
    assert not Alias.objects.filter(value="northern-kin").exists()
    assert Alias.objects.get(value="northern-kin-friends").organization == organization


def test_an_old_revision_does_not_take_the_address_of_a_page_back(organization: Organization) -> None:
    revision = organization.save_revision()
    organization.change_slug("kin")
    Organization.objects.filter(slug="northern-kin").delete()
    revision.publish()
    organization.refresh_from_db()
    assert organization.slug == "kin"


def test_an_alias_leads_to_exactly_one_record(organization: Organization) -> None:
    service = Service.objects.create(organization=organization, name="Beds")
    for wrong in ({}, {"organization": organization, "service": service}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Alias.objects.create(kind=Alias.Kind.HSDS_ID, value="x", **wrong)
