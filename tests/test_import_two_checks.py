"""Promise: where two checks are asked for, an import shows no new organization before them, as no form does."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from harbor_wagtail.directory.admin.panels.states import hidden_because
from harbor_wagtail.directory.importing.undo import undo_import
from harbor_wagtail.directory.models import ImportBatch, Organization, Service, UpkeepSettings
from harbor_wagtail.directory.upkeep.two_checks import waiting
from harbor_wagtail.directory.verification import record_verification
from tests.importing import bring_in, organization, run, write
from tests.test_admin_import_pages import text_of, upload
from tests.test_admin_lists import bulk, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
NAMES = ("Harbor House", "Lantern House", "Quiet House")


@pytest.fixture(autouse=True)
def rules(db: None) -> UpkeepSettings:
    return UpkeepSettings.objects.create(two_checks=True)


def test_a_list_waits_for_the_second_editor(
    admin_client: Client, admin_user: User, client: Client, tmp_path: Path
) -> None:
    path = write(tmp_path, *map(organization, NAMES))
    page = upload(admin_client, path.read_bytes(), "directory.json", new_source="county").url
    admin_client.post(page)
    assert "New organizations are not shown before two" in text_of(admin_client, page)
    admin_client.post(f"{page}put-in/", {"take": ["organization-created", "service-created", "location-created",
                                                  "service_at_location-created"]})  # fmt: skip
    batch = ImportBatch.objects.get()
    assert Organization.objects.count() == 3
    assert not Service.objects.public().exists()
    assert "3 new organizations are not shown yet" in text_of(admin_client, page)
    assert "3 not shown before two have checked them" in text_of(admin_client, reverse("wagtailadmin_home"))
    listed = f"{url('organization', 'list')}?waits=true&data_source={batch.source_id}"
    assert all(name in text_of(admin_client, listed) for name in NAMES)

    two = list(Organization.objects.order_by("name")[:2])
    assert "Publish" not in told(bulk(admin_client, "publish", two[:1]))
    given = {"checked_on": "2026-01-02", "method": "phone", "show": "on"}
    assert "2 organizations wait for one more to check them." in told(bulk(admin_client, "checked", two, **given))
    for each in two:  # the same person twice is one
        record_verification(each, checked_on=date(2026, 1, 3), method="visit", user=admin_user)
    assert "One has done so." in hidden_because(two[0])[-1]

    # Who looks second does so from the list of services.
    client.force_login(User.objects.create_superuser("second"))
    services = list(Service.objects.filter(organization__in=two))
    assert "2 organizations are shown now." in told(bulk(client, "checked", services, **given))
    assert {each.name for each in Organization.objects.public()} == set(NAMES[:2])
    assert Service.objects.public().count() == 2
    assert [each.name for each in waiting()] == ["Quiet House"]

    undone = undo_import(batch.pk)  # what somebody has looked at since stays
    assert {name for kind, name, _why in undone.left if kind == "organization"} == set(NAMES[:2])
    assert not Organization.objects.filter(name="Quiet House").exists()


def test_the_command_holds_them_too_and_says_so(tmp_path: Path, rules: UpkeepSettings) -> None:
    path = write(tmp_path, organization())
    code, said = run("harbor_import", path, "--dry-run")
    assert (code, "1 new organizations are not shown yet" in said) == (0, True)
    assert bring_in(path).as_dict()["held"] == 1
    again = bring_in(path)
    assert (again.nothing_to_do, again.as_dict().get("held")) == (True, None)
    changed = bring_in(write(tmp_path, organization(description="Helps more of them.")))
    assert changed.of("organization").changed == 1  # it waits for checks, not for somebody's draft
    assert not Organization.objects.get().live
    rules.delete()
    bring_in(write(tmp_path, organization("Lantern House")))
    assert Organization.objects.get(live=True).name == "Lantern House"


def told(response: Any) -> str:
    return " ".join(str(each) for each in response.context["messages"])
