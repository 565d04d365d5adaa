"""Promise: who asks the API whether anything is new hears of each change of what is public, and of none of what is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from harbor_wagtail.directory.availability import record_availability
from harbor_wagtail.directory.hiding import hide, show_again
from harbor_wagtail.directory.models import LocationText, Program, Service, ServiceCapacity, ServiceText, Unit
from harbor_wagtail.directory.verification import record_verification
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()


def marks() -> list[Any]:
    """All that an answer says of when anything changed."""
    answers = [Client().get(f"/harbor/hsds/{name}") for name in ("", "services", "organizations")]
    assert {answer.status_code for answer in answers} == {200}
    return [(answer["ETag"], answer.get("Last-Modified")) for answer in answers]


def listing(name: str, **given: Any) -> Service:
    owner = factories.organization(name, phones=["507-555-0142"], **given)
    return factories.service(owner, f"Beds of {name}", domains=["shelter"], places=[factories.location(owner, name)])


def work_on(service: Service) -> dict[str, Callable[[], Any]]:
    """What a team does with a listing that stays as public as it is."""
    owner, place = service.organization, service.service_at_locations.get().location
    unit = Unit.objects.create(name="bed")
    program = Program.objects.create(organization=owner, name="Night")
    text = ServiceText.objects.create(service=service, locale=factories.locale(), description="Warm.")
    checked = {"checked_on": TODAY, "method": "phone"}
    return {
        "an organization": owner.save,
        "a service": service.save,
        "a place": place.save,
        "a place of a service": service.service_at_locations.get().save,
        "words alone": text.save,
        "a program": program.save,
        "beds": lambda: ServiceCapacity.objects.create(service=service, unit=unit, available=1),
        "who can get in": lambda: record_availability(service, "wait_list"),
        **{
            f"a check of {each}": lambda each=each: record_verification(each, **checked)
            for each in (owner, service, place)
        },
        "a program that is gone": program.delete,
    }


HIDDEN = ({"live": False}, {"paused": True}, {"inclusion": "declined"})


@pytest.mark.parametrize("how", HIDDEN, ids=lambda how: next(iter(how)))
def test_work_on_what_is_hidden_is_no_news(english: Any, how: dict[str, Any]) -> None:
    listing("Amber House")
    hidden = listing("Lantern House")
    owner, place = hidden.organization, hidden.service_at_locations.get().location
    for record in (owner, hidden, place):
        of_it = how if hasattr(record, next(iter(how))) else {"paused": True}
        type(record).objects.filter(pk=record.pk).update(**of_it, expire_at=timezone.now() - timedelta(hours=1))
        record.refresh_from_db()
        record.save()
    chores = work_on(Service.objects.get(pk=hidden.pk))
    before = marks()
    for name, chore in chores.items():
        chore()
        assert marks() == before, name
    hidden.delete()
    owner.delete()
    assert marks() == before


@pytest.mark.parametrize("how", HIDDEN, ids=lambda how: next(iter(how)))
def test_a_place_is_no_news_where_nobody_who_is_shown_is_found_there(english: Any, how: dict[str, Any]) -> None:
    """The place of an organization that was hidden is live itself, as it was before."""
    public, hidden = listing("Amber House"), listing("Lantern House", **how)
    place = hidden.service_at_locations.get().location
    words = LocationText(location=place, locale=factories.locale(), description="Blue door.")
    before = marks()
    for chore in (place.save, words.save, lambda: factories.location(hidden.organization, "Annex"), words.delete):
        chore()
        assert marks() == before
    factories.at(public, place)
    before = marks()
    place.save()
    assert marks() != before, "somebody else, who is shown, helps there too"


def test_drafts_are_no_news_and_what_is_published_is(english: Any) -> None:
    public = listing("Amber House")
    before = marks()
    for record in (public.organization, public, public.service_at_locations.get().location):
        record.name = "Another name"
        revision = record.save_revision()
        assert marks() == before
        revision.publish()
        assert marks() != before
        before = marks()


def test_all_that_is_public_is_news(english: Any) -> None:
    public = listing("Amber House")
    alone = factories.organization("With no service")
    before = marks()
    steps = {
        **work_on(public),
        "hidden": lambda: hide([alone], user=None),
        "shown": lambda: show_again([alone], user=None),
        "gone": alone.delete,
        "all gone": public.organization.delete,
    }
    before = marks()
    for name, step in steps.items():
        step()
        assert marks() != before, name
        before = marks()


def test_no_hour_strikes_for_what_is_hidden(english: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    listing("Amber House")
    hidden = listing("Lantern House")
    soon = timezone.now() + timedelta(hours=1)
    for record in (hidden.organization, hidden):
        type(record).objects.filter(pk=record.pk).update(paused=True, expire_at=soon)
        record.refresh_from_db()
        record.save()
    before = marks()
    monkeypatch.setattr(timezone, "now", lambda: soon + timedelta(seconds=1))
    assert marks() == before
