"""Promise: a visitor can say what is wrong and leaves nothing of itself; nobody is asked where somebody hides."""

from __future__ import annotations

import datetime
import re
from io import StringIO
from typing import Any

import pytest
from django.core import signing
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from harbor_wagtail.directory.models import Incoming, UpkeepSettings
from harbor_wagtail.directory.upkeep import corrections
from tests import factories

pytestmark = pytest.mark.django_db

SAID = "They moved their desk in May."


@pytest.fixture
def page(english: Any) -> Any:
    return factories.directory_page()


def public_listing() -> Any:
    owner = factories.organization("Lantern House", phones=["507-555-0142"])
    factories.service(owner, "Drop-in", domains=["health"], places=[factories.location(owner, "Desk", address=True)])
    factories.service(owner, "Food", domains=["basic-needs"])
    return owner


def shown(client: Client, owner: Any, age: int = 5) -> dict[str, str]:
    """The form's own hidden fields, as of some seconds ago."""
    body = client.get(f"/find-help/{owner.slug}/correction/").content.decode()
    given = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', body))
    moment = int(timezone.now().timestamp()) - age
    return given | {"shown": signing.dumps([owner.pk, moment], salt=corrections.SALT)}


def send(client: Client, data: dict[str, str], **headers: str) -> Any:
    return client.post("/harbor/correction/", data, headers=headers)


def test_what_is_wrong_is_chosen_first_and_nothing_of_the_visitor_is_kept(client: Client, page: Any) -> None:
    owner = public_listing()
    factories.organization("Elsewhere")
    link = client.get(f"/find-help/{owner.slug}/").content.decode()
    assert f'href="/find-help/{owner.slug}/correction/"' in link
    response = client.get(f"/find-help/{owner.slug}/correction/")
    body = response.content.decode()
    assert "Nobody can answer here" in body
    assert body.index("Nobody can answer here") < body.index('name="what"') < body.index('name="note"')
    assert response.headers["X-Robots-Tag"] == "noindex"
    service = owner.services.get(name="Food")
    sent = send(client, shown(client, owner) | {"what": "hours", "service": str(service.pk), "note": SAID})
    assert sent.status_code == 302
    assert sent.url == f"/find-help/{owner.slug}/correction/?sent"
    thanks = client.get(sent.url)
    assert "Nobody can answer you here" in thanks.content.decode()
    for each in (response, sent, thanks):
        assert not each.cookies
        assert "no-store" in each.headers["Cache-Control"]
        assert "Cookie" not in each.get("Vary", "")
    found = Incoming.objects.get()
    assert (found.kind, found.what, found.service, found.note) == ("visitor", "hours", service, SAID)
    kept = Incoming.objects.values().get()
    assert "127.0.0.1" not in str(kept)
    assert not [value for value in kept.values() if isinstance(value, datetime.datetime)]  # the day, no time
    assert found.delete_on == timezone.localdate() + datetime.timedelta(days=90)


def test_there_is_no_box_for_words_where_somebody_may_hide(client: Client, page: Any) -> None:
    hidden = factories.organization("Quiet House")
    factories.service(hidden, places=[factories.location(hidden)])
    sheltering = factories.organization("No place known")
    factories.service(sheltering, domains=["shelter"])
    for owner in (hidden, sheltering):
        body = client.get(f"/find-help/{owner.slug}/correction/").content.decode()
        assert 'name="what"' in body
        assert "<textarea" not in body
        assert send(client, shown(client, owner) | {"what": "closed", "note": SAID}).status_code == 302
        assert Incoming.objects.get(organization=owner).note == ""
    refused = send(
        client, shown(client, public := public_listing()) | {"what": "moved", "note": "Now at 118 Cedar Street"}
    )
    assert refused.status_code == 422
    assert "Please write no address" in refused.content.decode()
    assert not Incoming.objects.filter(organization=public).exists()


def test_machines_and_other_sites_are_kept_out_without_looking_at_anybody(client: Client, page: Any) -> None:
    owner, other = public_listing(), factories.organization("Other")
    good = shown(client, owner) | {"what": "number"}
    trapped = send(client, good | {"website": "https://spam.example"})
    assert trapped.url.endswith("?sent")  # it learns nothing
    refusals = {
        "signed in days to come": good | {"shown": shown(client, owner, age=-90_000)["shown"]},
        "too old": good | {"shown": shown(client, owner, age=90_000)["shown"]},
        "of another page": good | {"shown": shown(client, other)["shown"]},
        "made up": good | {"shown": "x"},
        "nothing chosen": {name: value for name, value in good.items() if name != "what"},
    }
    for why, data in refusals.items():
        assert send(client, data).status_code == 422, why
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}):
        assert send(client, good, **headers).url == "/find-help/"
    assert send(client, good | {"listing": "nobody"}).url == "/find-help/"
    assert client.get("/harbor/correction/").url == "/find-help/"
    assert not Incoming.objects.exists()
    assert send(client, good, origin="http://testserver").status_code == 302
    Incoming.objects.bulk_create(Incoming(organization=owner, kind="visitor", what="hours") for _ in range(9))
    flooded = send(client, good)
    assert flooded.status_code == 422
    assert "several messages today" in flooded.content.decode()


def test_what_is_sent_too_quickly_is_asked_for_once_more(client: Client, page: Any, monkeypatch: Any) -> None:
    owner = public_listing()
    with monkeypatch.context() as patched:
        patched.setattr(corrections, "QUICKEST", datetime.timedelta(hours=1))  # however slow this machine is
        assert send(client, shown(client, owner) | {"what": "number"}).status_code == 422
    assert not Incoming.objects.exists()
    # Shown by a server whose clock is ten minutes ahead.
    assert send(client, shown(client, owner, age=-600) | {"what": "number"}).status_code == 302
    assert Incoming.objects.exists()


def test_what_visitors_wrote_goes_on_its_day_and_the_switch_ends_it(client: Client, page: Any) -> None:
    owner = public_listing()
    today = timezone.localdate()
    for days in (-1, 0, 1):
        due = today + datetime.timedelta(days=days)
        Incoming.objects.create(organization=owner, kind="visitor", what="hours", note=SAID, delete_on=due)
    Incoming.objects.create(organization=owner, kind="provider")
    call_command("harbor_retain", "--only", "corrections", "--dry-run", stdout=StringIO())
    assert Incoming.objects.count() == 4
    call_command("harbor_retain", "--only", "corrections", stdout=StringIO())
    assert Incoming.objects.count() == 2
    UpkeepSettings.objects.create(corrections=False)
    assert "correction" not in client.get(f"/find-help/{owner.slug}/").content.decode()
    assert client.get(f"/find-help/{owner.slug}/correction/").status_code == 404
