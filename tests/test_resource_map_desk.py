"""Promise: at the map's desk people keep what they know better, with its reason, and are told when the ground has changed."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from harbor_wagtail.directory.models import (
    MapCorrection,
    MapGap,
    MapWording,
    ResourceMap,
)
from tests.admin_forms import form_data
from tests.factories import FREEBORN, MOWER
from tests.resource_maps import made_map, offer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def languages(english: Any, spanish: Any) -> None:
    """Both, so that terms have words in them; a request before may have left another active."""
    translation.activate("en")


def test_a_new_user_makes_a_map_corrects_it_and_is_told_when_the_ground_has_changed(admin_client: Client) -> None:
    offer("Amber Birch")
    add = reverse("wagtailsnippets_harbor_directory_resourcemap:add")
    data = form_data(admin_client, add) | {"name": "Mower and Freeborn", "areas-TOTAL_FORMS": "2"}
    for at, code in enumerate((MOWER, FREEBORN)):
        data |= {f"areas-{at}-fips": code, f"areas-{at}-ORDER": str(at + 1), f"areas-{at}-id": ""}
    data |= {"gaps-TOTAL_FORMS": "1", "gaps-0-gap": "Amber House is shut at night", "gaps-0-ORDER": "1"}
    data |= {"gaps-0-id": "", "gaps-0-status": "proposed", "gaps-0-public": "on"}
    refused = admin_client.post(add, data).content.decode()
    assert "This names a provider" in refused
    assert not ResourceMap.objects.exists()
    admin_client.post(add, data | {"gaps-0-gap": "Nobody is there at night"})
    made = ResourceMap.objects.get()
    assert made.counties == (MOWER, FREEBORN)
    desk = reverse("harbor_directory_map", args=[made.pk])
    assert "0/2, 2?" in admin_client.get(desk).content.decode()
    at = reverse("harbor_directory_map_cell", args=[made.pk, "shelter", "language:es"])
    assert "This field is required" in admin_client.post(at, {"level": "limited", "note": " "}).content.decode()
    admin_client.post(at, {"level": "limited", "note": "The night worker speaks it"})
    row = MapCorrection.objects.get()
    assert row.corrected_by is not None
    assert row.ground == {"level": "unknown", "yes": 0, "unknown": 2, "total": 2}
    assert "look again" not in admin_client.get(desk).content.decode()
    offer("Cedar", languages=["es"])
    html = admin_client.get(desk).content.decode()
    assert "look again" in html
    assert "then Not known (0 of 2), now Limited (1 of 3)" in " ".join(html.split())
    admin_client.post(reverse("harbor_directory_map_review", args=[made.pk]), {"on": "2026-11-02"})
    admin_client.post(at, {"take_away": "1"})
    offer("Dune Ember", languages=["es"])
    changed = " ".join(admin_client.get(desk).content.decode().split())
    assert "cells better" in changed
    admin_client.post(reverse("harbor_directory_map_gap", args=[made.pk]), {"domain": "faith", "column": "all"})
    assert MapGap.objects.get(domain__code="faith").public
    words = reverse("harbor_directory_map_words", args=[made.pk, "es"])
    filled = form_data(admin_client, words, None)
    name = next(key for key in filled if "gaps" in key)
    assert "looks like an address" in admin_client.post(words, filled | {name: "118 Cedar Street"}).content.decode()
    admin_client.post(words, filled | {name: "Nadie de noche"})
    assert MapWording.objects.get().text == "Nadie de noche"
    blank = admin_client.get(reverse("harbor_directory_map_blank_print", args=[made.pk])).content.decode()
    assert "0 of" not in blank
    assert "A place to sleep tonight" in blank


def test_only_who_may_change_maps_sees_their_numbers(client: Client, django_user_model: Any) -> None:
    made = made_map()
    from django.contrib.auth.models import Permission

    writer = django_user_model.objects.create_user("w", "w@example.org", "x")
    writer.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(writer)
    for name in ("", "_xlsx", "_csv", "_blank", "_prefilled_print", "_import"):
        answer = client.get(reverse(f"harbor_directory_map{name}", args=[made.pk]))
        assert answer.status_code == 302, name
        assert answer.headers["Location"] == reverse("wagtailadmin_home")
