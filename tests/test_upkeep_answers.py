"""Promise: what a provider answers is taken over by one click, but for what leads people somewhere: that waits for a call to the
number on file."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from harbor_wagtail.directory.models import (
    Incoming,
    Organization,
    ProposedChange,
    Service,
    UpkeepSettings,
    Verification,
)
from harbor_wagtail.directory.upkeep.applying import accept_all, accept_called, reject
from harbor_wagtail.directory.upkeep.held import is_held
from harbor_wagtail.directory.upkeep.links import make_link
from tests import factories
from tests.upkeep import STREET, as_it_stands, listed

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered(client: Client, django_user_model: Any) -> tuple[Service, Incoming, Any]:
    """Hours, status and words changed; so were a number and the web address, and one place is said to have moved."""
    service = listed()
    place = service.service_at_locations.first().location
    UpkeepSettings.objects.create(tell_email="team@example.org")
    _link, token = make_link(service.organization, [service], "en")
    url, owner = f"/harbor/update/{token}/", service.organization
    data = as_it_stands(client.get(url).content.decode())
    phone = owner.phones.get()
    data |= {
        f"organization-{owner.pk}-phone-{phone.hsds_id}": "507-555-0199 ext. 4",
        f"organization-{owner.pk}-website": "lantern-help.example",
        f"service-{service.pk}-hours": "Mon-Sat 10am-6pm",
        f"service-{service.pk}-status": "wait_list",
        f"service-{service.pk}-text-en-description": "Beds for one week.",
        f"location-{place.pk}-place": "moved",
    }
    assert client.post(url, data).status_code == 302
    return service, Incoming.objects.get(), django_user_model.objects.create_superuser("ed", "ed@example.org", "pw")


def fields(incoming: Incoming, state: str) -> set[str]:
    return {change.field.partition(":")[0] for change in incoming.changes.filter(state=state)}


def test_one_click_takes_over_all_but_what_leads_people_somewhere(answered: tuple[Service, Incoming, Any]) -> None:
    service, incoming, user = answered
    assert fields(incoming, "waiting") == {"phone", "website", "hours", "status", "text", "place"}
    kept = str(list(incoming.changes.values())) + str(Incoming.objects.values().get())
    assert STREET not in kept
    assert "127.0.0.1" not in kept
    outcome = accept_all(incoming, user=user)
    assert fields(incoming, "accepted") == {"hours", "status", "text"}
    assert fields(incoming, "waiting") == {"phone", "website", "place"}
    fresh = Service.objects.get(pk=service.pk)
    assert fresh.status == "wait_list"
    assert fresh.texts.get().description == "Beds for one week."
    assert [str(row.opens_at) for row in fresh.schedules.all()] == ["10:00:00"]
    assert Organization.objects.get().phones.get().number == "507-555-0142"
    assert outcome.checked == []  # its visitors are shown the number that nobody has confirmed
    assert fresh.latest_revision is not None
    assert fresh.latest_revision.user == user
    # Called: each of what was held, one by one. The check is then one on the phone, of today.
    incoming.refresh_from_db()
    for change in incoming.changes.filter(state="waiting"):
        accept_called(change, by_role="director", user=user, by_hand=change.field == "place")
    row = Organization.objects.get().phones.get()
    assert (row.number, row.extension) == ("(507) 555-0199", "4")
    assert Organization.objects.get().website == "https://lantern-help.example"
    assert Incoming.objects.get().state == "done"
    check = Verification.objects.get(service=service)
    assert (check.method, check.by_role) == ("phone", "director")


def test_ages_languages_and_what_it_takes_to_start_are_facts_like_the_others(
    client: Client, english: Any, spanish: Any, django_user_model: Any
) -> None:
    spoken = [
        {"term": factories.term(code, "languages"), "note": note} for code, note in (("en", ""), ("es", "Tuesdays"))
    ]
    factories.term("so", "languages")
    service = listed(minimum_age=12, maximum_age=17, languages=spoken, answers={"id": "yes", "pet": "no"})
    _link, token = make_link(service.organization, [service], "es")
    page = client.get(f"/harbor/update/{token}/").content.decode()
    as_shown = as_it_stands(page)
    name = f"service-{service.pk}-{{}}".format
    assert as_shown[name("ages")] == "12-17"
    assert as_shown[name("languages")] == "Inglés, Español"
    assert (as_shown[name("intake-id")], as_shown[name("intake-pet")]) == ("yes", "no")
    assert as_shown[name("intake-police_report")] == "unknown"
    assert name("intake-pick_up") not in as_shown  # nobody has said anything about it
    changed = {
        name("ages"): "menores de 21",
        name("languages"): "español y somalí",
        name("intake-police_report"): "no",
        name("intake-id"): "depends",
    }
    wrong = client.post(f"/harbor/update/{token}/", {**as_shown, name("ages"): "young"}).content.decode()
    assert "12-17, 18+" in wrong
    assert client.post(f"/harbor/update/{token}/", as_shown | changed).status_code == 302
    incoming = Incoming.objects.get()
    assert dict(incoming.changes.values_list("field", "new")) == {
        "ages": "hasta 20",
        "languages": "español y somalí",
        "intake:police_report": "no",
        "intake:id": "depends",
    }
    user = django_user_model.objects.create_superuser("ed", "ed@example.org", "pw")
    client.force_login(user)
    diff = client.get(f"/admin/harbor/incoming/{incoming.pk}/").content.decode()
    assert "Is a police report needed to start?" in diff
    assert "English, Spanish" in diff
    outcome = accept_all(incoming, user=user)
    assert not outcome.by_hand
    fresh = Service.objects.get(pk=service.pk)
    assert (fresh.minimum_age, fresh.maximum_age, fresh.all_ages) == (None, 20, False)
    assert [(row.term.code, row.note) for row in fresh.languages.all()] == [("es", "Tuesdays"), ("so", "")]
    answers = {row.question: row for row in fresh.intake_answers.all()}
    assert answers["police_report"].confirmed  # a "no" stands with who said so, and when
    assert answers["police_report"].said_on == timezone.localdate()
    assert (answers["id"].answer, answers["pet"].answer) == ("depends", "no")


def test_a_fact_that_has_changed_since_is_a_conflict_and_stays(answered: tuple[Service, Incoming, Any]) -> None:
    service, incoming, user = answered
    text = service.texts.model.objects.create(service=service, locale=factories.locale("en"), description="Ours.")
    outcome = accept_all(incoming, user=user)
    assert [change.field for change in outcome.conflicts] == ["text:en:description"]
    text.refresh_from_db()
    assert text.description == "Ours."
    assert "text" in fields(incoming, "waiting")
    for change in incoming.changes.filter(state="waiting"):
        reject(change, user=user)
    assert Incoming.objects.get().state == "done"  # something of it was taken over
    assert not Verification.objects.filter(service=service).exists()


def test_an_open_draft_gets_the_fact_and_keeps_its_own(answered: tuple[Service, Incoming, Any]) -> None:
    service, incoming, user = answered
    service.save_revision().publish()
    draft = Service.objects.get(pk=service.pk)
    draft.name = "Shelter for youth"
    draft.go_live_at = timezone.now() + timedelta(days=3)
    scheduled = draft.save_revision()
    scheduled.publish()
    draft = Service.objects.get(pk=service.pk).get_latest_revision_as_object()
    draft.alternate_name = "The Shelter"
    latest = draft.save_revision()
    accept_all(incoming, user=user)
    fresh = Service.objects.get(pk=service.pk)
    assert (fresh.name, fresh.texts.get().description) == ("Youth shelter", "Beds for one week.")
    for revision in (scheduled, latest):
        revision.refresh_from_db()
        version = revision.as_object()
        assert version.name == "Shelter for youth"
        assert version.texts.get().description == "Beds for one week."
        assert version.schedules.all()[0].byday == "MO,TU,WE,TH,FR,SA"
    assert scheduled.approved_go_live_at  # still goes live on its day
    assert fresh.latest_revision_id == latest.pk
    assert fresh.has_unpublished_changes


def test_hiding_a_place_takes_its_address_out_of_what_was_proposed(answered: tuple[Service, Incoming, Any]) -> None:
    from harbor_wagtail.directory.visibility import make_area_only

    service, incoming, _user = answered
    ProposedChange.objects.filter(field__startswith="text").update(new=f"Now at {STREET}.")
    Incoming.objects.update(note=f"they are at {STREET}")
    place = service.service_at_locations.exclude(location__address_1="").get().location
    make_area_only(place)
    kept = str(list(ProposedChange.objects.values())) + str(list(Incoming.objects.values()))
    assert STREET not in kept


def test_the_team_is_told_that_something_came_and_not_what(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        service = listed()
        UpkeepSettings.objects.create(tell_email="team@example.org")
        _link, token = make_link(service.organization, [service], "es")
        url = f"/harbor/update/{token}/"
        page = client.get(url).content.decode()
        assert '<html lang="es"' in page
        data = as_it_stands(page) | {f"service-{service.pk}-cost": "free"}
        client.post(url, data)
    assert [message.to for message in mail.outbox] == [["team@example.org"]]
    assert "Lantern" not in mail.outbox[0].subject + mail.outbox[0].body


def test_the_day_of_an_answer_is_the_day_of_the_check(answered: tuple[Service, Incoming, Any]) -> None:
    _service, incoming, user = answered
    incoming.changes.exclude(field="status").delete()
    Incoming.objects.update(received_on=date(2026, 3, 2))
    incoming.refresh_from_db()
    outcome = accept_all(incoming, user=user)
    assert {Verification.objects.filter(organization=incoming.organization).get().checked_on} == {date(2026, 3, 2)}
    assert len(outcome.checked) == 2


@pytest.mark.parametrize(
    ("new", "held"),
    [
        ("Beds for two weeks, from 9 am to 5 pm.", False),
        ("Beds. Call (507) 555-0142 first.", False),  # it stood there before
        ("Beds. Call 507 555\u20130199 first.", True),
        ("Text HELP to 233733.", True),
        ("Write to help@lantern.example", True),
        ("See lantern-help.org", True),
        ("Ver www.lantern.example/ayuda", True),
    ],
)
def test_words_that_bring_a_way_to_reach_somebody_wait_for_a_call_too(new: str, held: bool) -> None:
    assert is_held("text:en:description", "Beds. Call (507) 555-0142.", new) is held
