"""Promise: a clock that is put forward a day or back an hour leaves nothing stale behind and ends in no error."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from datetime import timezone as zones
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from harbor_wagtail.advocacy.consultations.models import ConsultationRequest
from harbor_wagtail.directory.availability import record_availability
from harbor_wagtail.directory.models import Incoming, Service
from harbor_wagtail.directory.upkeep.links import make_link, open_link, use_link
from harbor_wagtail.pages.models import ActionPage
from tests import advocacy, factories

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
#: A Monday, 10 in the morning in Minnesota.
START = datetime(2027, 3, 8, 16, tzinfo=zones.utc)


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch, english: Any) -> Callable[..., None]:
    """Put the clock to so much after (or before) the start."""

    def to(later: timedelta = timedelta(0)) -> None:
        monkeypatch.setattr(timezone, "now", lambda: START + later)

    to()
    return to


def found(client: Client, **asked: str) -> int:
    total = re.search(r'data-total="(\d+)"', client.post("/harbor/search/", asked).content.decode())
    assert total
    return int(total[1])


def hidden_field(html: str, name: str) -> str:
    value = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert value
    return value[1]


def test_what_is_open_now_is_so_at_the_same_moment_whatever_came_before(client: Client, put: Any) -> None:
    factories.directory_page()
    owner = factories.organization()
    week = [factories.weekly("MO,TU,WE,TH,FR", "09:00", "17:00")]
    night = [factories.weekly("SU", "00:00", "03:30")]  # on 14 March there is no half past two
    factories.service(owner, "Days", hours="weekly", schedules=week)
    factories.service(owner, "Nights", hours="weekly", schedules=night)
    short = timedelta(days=5, hours=14)  # midnight before that day
    moments = [timedelta(0), 8 * HOUR, -2 * HOUR, DAY, 6 * DAY, short + HOUR, short + 2.9 * HOUR, timedelta(0), -DAY]
    moments += [8 * HOUR, short + 2 * HOUR, timedelta(0)]
    told: dict[timedelta, int] = {}
    for moment in [*moments, *reversed(moments)]:
        put(moment)
        assert told.setdefault(moment, found(client, open="now")) == found(client, open="now"), moment
    assert (told[timedelta(0)], told[8 * HOUR], told[-2 * HOUR], told[short + HOUR]) == (1, 0, 0, 1)
    # Summer time begins at two: 03:30 is two and a half hours after midnight.
    assert (told[short + 2 * HOUR], told[short + 2.9 * HOUR]) == (1, 0)


def test_what_is_believed_for_a_time_is_believed_again_when_the_clock_is_put_back(client: Client, put: Any) -> None:
    factories.directory_page()
    service = factories.service(factories.organization("Lantern House"), "Beds")
    record_availability(service, "wait_list", as_of=START, expires_at=START + HOUR, note="two weeks")
    for later, shown in ((timedelta(0), True), (2 * HOUR, False), (HOUR / 2, True), (DAY, False), (-HOUR, True)):
        put(later)
        for address in ("/find-help/", "/find-help/lantern-house/"):
            assert ("Wait list" in client.get(address).content.decode()) is shown, (later, address)


def test_what_was_published_or_ended_by_the_clock_is_not_undone_by_it(client: Client, put: Any) -> None:
    factories.directory_page()
    service = factories.service(factories.organization("Lantern House"), "Beds", live=False)
    service.go_live_at, service.expire_at = START + HOUR, START + DAY
    service.save_revision().publish()
    for later, live in ((timedelta(0), False), (2 * HOUR, True), (-HOUR, True), (2 * DAY, False), (2 * HOUR, False)):
        put(later)
        call_command("publish_scheduled", verbosity=0)
        assert Service.objects.get().live is live, later
        assert found(client) == int(live), later


def test_a_link_to_a_provider_ends_on_its_day_and_is_used_once(put: Any) -> None:
    owner = factories.organization("Lantern House")
    link, token = make_link(owner, [], "en")
    for later, opens in ((-HOUR, True), (DAY, True), (400 * DAY, False), (timedelta(0), True)):
        put(later)
        assert (open_link(token) is not None) is opens, later
    assert use_link(link)
    put(-DAY)  # before it was used, by the clock
    assert open_link(token) is None


@pytest.mark.parametrize(
    "jump",
    [-HOUR, -DAY, DAY + HOUR, timedelta(days=5, hours=17), timedelta(days=-127)],
    ids=["back", "back a day", "forward", "into summer time", "back to the end of summer time"],
)
def test_a_form_that_was_open_while_the_clock_was_put_elsewhere_is_taken_when_sent_again(
    client: Client, put: Any, jump: timedelta
) -> None:
    factories.directory_page()
    factories.service(factories.organization("Lantern House"), "Beds")
    act = advocacy.page(
        ("text", "<p>x</p>"), model=ActionPage, title="Act", ask_email="a@example.org", ask_keep_days=30
    )
    correct = "/find-help/lantern-house/correction/"
    words = {"name": "Ana", "email": "ana@example.org", "organization": "", "role": "legislators", "question": "How?"}
    for shown, sent_to, given, kept in (
        (correct, "/harbor/correction/", {"what": "hours"}, Incoming),
        (f"{act.url}ask/", f"{act.url}ask/", words, ConsultationRequest),
    ):
        put()
        page = client.get(shown).content.decode()
        names = set(re.findall(r'type="hidden" name="(\w+)"', page)) - {"csrfmiddlewaretoken"}
        given = given | {name: hidden_field(page, name) for name in names}
        put(jump)
        again = client.post(sent_to, given)
        assert again.status_code == 422
        put(jump + timedelta(seconds=9))
        given["shown"] = hidden_field(again.content.decode(), "shown")
        assert client.post(sent_to, given).status_code == 302
        assert kept.objects.count() == 1


def test_a_clock_that_was_a_year_ahead_and_is_put_back_leaves_the_directory_as_it_was(client: Client, put: Any) -> None:
    factories.directory_page()
    week = [factories.weekly("MO,TU,WE,TH,FR", "09:00", "17:00")]
    owner = factories.organization("Lantern House", phones=["507-555-0142"])
    factories.service(owner, "Days", hours="weekly", schedules=week)
    link, token = make_link(owner, [], "en")
    put()
    before = client.get("/find-help/lantern-house/").content
    put(365 * DAY)
    assert client.get("/find-help/lantern-house/").status_code == 200
    assert found(client, words="lantern") == 1
    assert open_link(token) is None
    put()
    assert client.get("/find-help/lantern-house/").content == before
    assert found(client, words="lantern", open="now") == 1
    assert open_link(token) == link
