"""Promise: when two write the same record, nothing is lost without a word, and what was erased never comes back with a form
that was open before."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.models import Revision

from harbor_wagtail.directory.importing.applying import conflicts
from harbor_wagtail.directory.models import (
    Incoming,
    Location,
    MapArea,
    MapCorrection,
    Organization,
    ProposedChange,
    RedactionTask,
    ResourceMap,
    Service,
)
from harbor_wagtail.directory.upkeep import applying
from harbor_wagtail.directory.visibility import make_area_only, make_public
from tests import factories, importing
from tests.admin_forms import errors, form_data

pytestmark = pytest.mark.django_db
STREET = "4127 Quillback Hollow Road"
CHANGED = "changed elsewhere while your form was open"
ERASED = "An address was erased while your form was open"


def url(record: Any, name: str = "edit") -> str:
    return reverse(f"wagtailsnippets_harbor_directory_{record._meta.model_name}:{name}", args=[record.pk])


def publish(client: Client, record: Any, data: dict[str, Any]) -> Any:
    return client.post(url(record), {**data, "action-publish": "1"})


def stored(value: str) -> list[str]:
    """The tables in which something is written."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            found += [table] if any(value in str(cell) for row in cursor.fetchall() for cell in row) else []
    return found


def test_who_comes_second_is_told_what_the_first_changed(english: Any, admin_client: Client, tmp_path: Path) -> None:
    """One opens, an import changes a number, a second saves the name, the first saves."""
    importing.bring_in(importing.write(tmp_path, importing.organization()))
    owner = Organization.objects.get()
    place = factories.location(owner, "Office")
    first, before = form_data(admin_client, url(place)), form_data(admin_client, f"{url(owner)}?whole=1")
    number = {**importing.organization(), "phones": [{"id": importing.an_id("new"), "number": "(507) 555-0199"}]}
    importing.bring_in(importing.write(tmp_path, number))
    second = form_data(admin_client, f"{url(owner)}?whole=1")
    assert publish(admin_client, owner, {**second, "name": "Harbor Home"}).status_code == 302
    refused = publish(admin_client, owner, {**before, "website": "https://harbor.example"})
    told = errors(refused)
    assert CHANGED in told
    assert "Name" in told
    assert "Phone numbers" in told
    assert "Words" not in told
    owner = Organization.objects.get()
    assert (owner.name, owner.website) == ("Harbor Home", "")
    assert owner.phones.get().number.endswith("0199")
    # Who has read it may go on: the form that came back knows what it would write over.
    again = {**before, "seen": refused.context["form"].data["seen"], "website": "https://harbor.example"}
    assert publish(admin_client, owner, again).status_code == 302
    owner = Organization.objects.get()
    assert (owner.website, [phone.number[-4:] for phone in owner.phones.all()]) == ("https://harbor.example", ["0142"])
    # The place was touched by nobody, and a draft saved by itself is no change of somebody else's.
    for name in ("Front office", "Front desk"):
        quiet = admin_client.post(url(place), {**first, "name": name}, headers={"accept": "application/json"})
        first |= (json.loads(quiet.content) if "json" in quiet["Content-Type"] else {}).get("field_updates", {})
        if quiet.status_code == 302:  # Wagtail before 7.3 saves no drafts by itself
            first = form_data(admin_client, url(place))
    assert Location.objects.get(pk=place.pk).get_latest_revision_as_object().name == "Front desk"
    assert publish(admin_client, place, {**first, "name": "Desk"}).status_code == 302


def test_no_form_brings_an_erased_address_back(english: Any, admin_client: Client) -> None:
    owner = factories.organization("Lantern House", texts={"en": {"description": f"Ring at {STREET}."}})
    place = factories.location(owner, "Office")
    factories.location(owner, "Shop", address=True)  # so that words may hold an address
    make_public(place, {"address_1": STREET, "city": "Austin", "state_province": "MN"}, by_role="director")
    other = factories.organization("Other House")
    edit, copy = form_data(admin_client, f"{url(owner)}?whole=1"), form_data(admin_client, url(owner, "copy"))
    elsewhere = form_data(admin_client, url(other))
    assert STREET in str(edit)
    assert STREET in str(copy)
    make_area_only(place, confidential=True)
    preview = url(owner, "preview_on_edit")
    assert json.loads(admin_client.post(preview, edit).content)["is_valid"] is False
    for data in (edit, {**edit, "action-publish": "1"}):
        assert ERASED in errors(admin_client.post(url(owner), data))
    assert ERASED in errors(admin_client.post(url(owner, "copy"), {**copy, "name": "Second", "action-publish": "1"}))
    assert stored(STREET) == []
    # Sent again it is refused again; what has nothing to do with it is not held up, and neither is a form opened since.
    assert ERASED in errors(admin_client.post(url(owner), edit))
    assert publish(admin_client, other, {**elsewhere, "name": "Other Home"}).status_code == 302
    anew = form_data(admin_client, f"{url(owner)}?whole=1")
    assert publish(admin_client, owner, {**anew, "name": "Lantern"}).status_code == 302
    assert RedactionTask.objects.exists()
    assert stored(STREET) == []


def test_a_cell_of_a_map_is_not_said_over_what_somebody_else_has_said(english: Any, admin_client: Client) -> None:
    factories.term("shelter")
    made = ResourceMap(name="Two counties", locale=english)
    made.areas = [MapArea(fips=factories.MOWER)]
    made.save()
    at = reverse("harbor_directory_map_cell", args=[made.pk, "shelter", "language:es"])
    mine, yours = form_data(admin_client, at, None), form_data(admin_client, at, None)
    assert admin_client.post(at, {**mine, "level": "limited", "note": "The night worker"}).status_code == 302
    for wish in ({"level": "none", "note": "Nobody there"}, {"take_away": "1"}):
        told = admin_client.post(at, {**yours, **wish})
        assert CHANGED in told.content.decode()
        assert "Said by hand: Limited" in told.content.decode()
        assert MapCorrection.objects.get().note == "The night worker"
    again = {**yours, "seen": told.context["form"].data["seen"], "level": "none", "note": "Nobody there"}
    assert admin_client.post(at, again).status_code == 302
    assert MapCorrection.objects.get().note == "Nobody there"
    # What the directory says is kept beside it, so that is what somebody has to have read, too.
    seen = form_data(admin_client, at, None)
    factories.service(factories.organization(), domains=["shelter"], areas=[factories.MOWER])
    assert CHANGED in admin_client.post(at, {**seen, "note": "Still nobody"}).content.decode()
    assert MapCorrection.objects.get().note == "Nobody there"


def test_two_moderators_decide_once(english: Any, admin_client: Client) -> None:
    owner = factories.organization("Lantern House", texts={"en": {"description": "Old words."}})
    incoming = Incoming.objects.create(organization=owner, kind=Incoming.Kind.PROVIDER, received_on=date(2024, 5, 1))
    change = ProposedChange.objects.create(
        incoming=incoming, organization=owner, field="text:en:description", old="Old words.", new="New words."
    )
    late, held = Incoming.objects.get(), ProposedChange.objects.get()
    assert applying.accept_all(incoming, user=None).taken == [change]
    assert applying.accept_all(late, user=None).late
    assert applying.accept_called(held, by_role="intake worker", user=None).late
    assert not applying.reject(held, user=None)
    assert not applying.close(late, state=Incoming.State.REJECTED, user=None)
    assert ProposedChange.objects.get().state == ProposedChange.State.ACCEPTED
    assert Incoming.objects.get().state == Incoming.State.DONE
    address = reverse("harbor_directory_incoming", args=[incoming.pk])
    for wish in ({"wish": "reject", "change": change.pk}, {"wish": "rejected"}, {"wish": "all"}):
        assert "meanwhile" in admin_client.post(address, wish, follow=True).content.decode(), wish
    assert Incoming.objects.get().state == Incoming.State.DONE


def test_an_import_writes_over_nothing_that_was_published_after_it_looked(
    english: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between its look at what is there and its lock, somebody publishes."""
    importing.bring_in(importing.write(tmp_path, importing.organization(services=[importing.service()])))
    hold = conflicts.hold

    def late(spec: Any, pks: Any) -> None:
        if spec.kind == "service":
            Service.objects.filter(pk__in=pks).update(email="typed@example.org")
        hold(spec, pks)

    monkeypatch.setattr(conflicts, "hold", late)
    newer = importing.organization(services=[importing.service(email="new@example.org")])
    report = importing.bring_in(importing.write(tmp_path, newer))
    assert Service.objects.get().email == "typed@example.org"
    assert report.of("service").refused == 1
    assert not Revision.objects.filter(object_id=str(Service.objects.get().pk)).exists()
