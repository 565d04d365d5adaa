"""The filters beside the results: what is offered, with how many, and what it means to tick it."""

from __future__ import annotations

import re
from datetime import datetime
from html import unescape
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from harbor_wagtail.directory.asked import Asked
from harbor_wagtail.directory.presentation.found import MAX_WIDER, wider
from harbor_wagtail.directory.search import query
from tests import factories

pytestmark = pytest.mark.django_db

SEARCH = "/harbor/search/"
CHICAGO = ZoneInfo("America/Chicago")


@pytest.fixture(autouse=True)
def directory(english: Any) -> Any:
    """Two services as unlike as possible, and one of which nearly nothing is known."""
    owner = factories.organization("Lantern House")
    factories.service(
        owner,
        "Shelter",
        domains=["shelter"],
        areas=[factories.MOWER],
        minimum_age=12,
        maximum_age=17,
        cost="free",
        hours="always",
        languages=["es", {"code": "so", "term": factories.term("so", "languages"), "provision": "interpreter"}],
        populations=[factories.term("minors", "populations")],
        genders=[factories.term("girls", "genders")],
        answers={"self_referral": "yes", "police_report": "no", "id": "no", "parental_consent": "no"},
    )
    factories.service(
        owner,
        "Lawyers",
        domains=["legal"],
        areas=[factories.HENNEPIN],
        all_ages=True,
        cost="sliding",
        schedules=[factories.weekly("MO,TU,WE,TH,FR", "09:00", "17:00")],
        answers={"police_report": {"answer": "no"}, "id": "yes", "system_involvement": "no"},
    )
    factories.service(owner, "Unknown", areas=[factories.HENNEPIN])
    return factories.directory_page()


def search(client: Client, **asked: Any) -> str:
    response = client.post(SEARCH, asked)
    assert response.status_code == 200
    return response.content.decode()


def names(body: str) -> set[str]:
    found = re.findall(r'<h3 class="harbor-card__title">(.*?)</h3>', body, re.DOTALL)
    return {re.sub(r"<[^>]+>", "", heading).rpartition(", ")[2].strip() for heading in found}


def offered(body: str, name: str) -> dict[str, int]:
    """Values of a group of boxes, with their numbers."""
    boxes = re.findall(rf'<input type="checkbox" name="{name}" value="([^"]*)"(?: data-count="(\d+)")?', body)
    return {value: int(count) for value, count in boxes}


def test_what_the_directory_has_is_offered_with_how_many(client: Client) -> None:
    body = client.get("/find-help/").content.decode()
    assert offered(body, "domain") == {"shelter": 1, "legal": 1}
    assert offered(body, "start") == {
        "self": 1,
        "no_police_report": 1,
        "no_system_involvement": 1,
        "no_id": 1,
        "no_parental_consent": 1,
    }
    assert offered(body, "population") == {"minors": 1}
    assert offered(body, "gender") == {"girls": 1, "unstated": 2}
    assert offered(body, "spoken") == {"es": 1, "so:interpreter": 1}
    assert offered(body, "cost") == {"free": 1, "sliding": 1, "unknown": 1}
    assert offered(body, "age_stated") == {"1": 1}
    counties = re.findall(r'<option value="(\d{5})" data-count="(\d+)">([^<]+)</option>', body)
    assert counties == [
        (factories.HENNEPIN, "2", "Hennepin County (2)"),
        (factories.MOWER, "1", "Mower County (1)"),
    ]
    assert "Somali, with an interpreter" in body
    assert 'name="access"' not in body


def test_getting_in_is_never_shown_without_the_caution_beside_it(client: Client) -> None:
    for body in (client.get("/find-help/").content.decode(), search(client, words="zeppelin")):
        group = body[body.index('id="harbor-facet-start"') : body.index('id="harbor-facet-open"')]
        assert "Workers may still have to report. You can ask before you share." in group
        assert "listings that say “ask first” are left out" in group


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"start": "no_police_report"}, {"Shelter"}),  # nobody confirmed the other "no"
        ({"start": ["no_police_report", "no_system_involvement"]}, set()),  # both have to hold
        ({"domain": ["shelter", "legal"]}, {"Shelter", "Lawyers"}),  # either
        ({"domain": ["shelter", "legal"], "cost": "sliding"}, {"Lawyers"}),  # and between kinds
        ({"gender": "unstated"}, {"Lawyers", "Unknown"}),
        ({"spoken": "so"}, set()),
        ({"spoken": "so:interpreter"}, {"Shelter"}),
        ({"age": "30"}, {"Lawyers", "Unknown"}),
        ({"age": "30", "age_stated": "1"}, {"Lawyers"}),
        ({"population": "minors"}, {"Shelter"}),
        ({"population": "minors", "without": "population:minors"}, {"Shelter", "Lawyers", "Unknown"}),
        ({"cost": "unknown", "domain": "legal", "without": "filters"}, {"Shelter", "Lawyers", "Unknown"}),
        ({"day": "TU", "time": "10:00"}, {"Shelter", "Lawyers"}),
        ({"day": "SU", "time": "10:00"}, {"Shelter"}),
        ({"domain": "nothing-we-know", "cost": "gold"}, {"Shelter", "Lawyers", "Unknown"}),
    ],
)
def test_what_ticking_finds(client: Client, asked: dict[str, Any], found: set[str]) -> None:
    assert names(search(client, **asked)) == found


def test_open_now_is_by_the_clock_of_the_provider(client: Client) -> None:
    for hour, found in ((10, {"Shelter", "Lawyers"}), (20, {"Shelter"})):
        with patch.object(timezone, "now", return_value=datetime(2024, 6, 3, hour, 0, tzinfo=CHICAGO)):  # a Monday
            body = search(client, open="now")
        assert names(body) == found
        assert offered(body, "open") == {"now": len(found)}


def test_a_choice_that_finds_nothing_stays_and_says_so(client: Client) -> None:
    body = search(client, cost="sliding", domain="legal")
    assert offered(body, "start")["no_id"] == 0
    assert re.search(r'<label class="harbor-none"><input type="checkbox" name="start" value="no_id"', body)
    assert " disabled" not in body
    assert offered(body, "domain") == {"shelter": 0, "legal": 1}


def test_groups_with_a_choice_lie_open_and_say_how_many(client: Client) -> None:
    body = search(client, spoken=["es", "so:interpreter"], cost="free")
    assert '<details class="harbor-directory-facet" id="harbor-facet-spoken" open>' in body
    assert "Language (2 on)" in body
    assert '<details class="harbor-directory-facet" id="harbor-facet-population">' in body
    assert "Filters (3 on)" in body


def test_each_choice_is_a_button_that_takes_it_away(client: Client) -> None:
    body = search(
        client, spoken="es", start="self", open="now", day="MO", time="14:30", age="15", county=factories.MOWER
    )
    chips = dict(re.findall(r'name="without" value="([^"]+)"><span><span[^>]*>[^<]*</span>([^<]+)</span>', body))
    assert chips == {
        "start:self": "You can ask yourself",
        "spoken:es": "Spanish",
        "open": "Open now",
        "when": "Open: Monday, 2:30 p.m.",
        "age": "Age",
        "county": "Mower County",
    }


def test_the_same_is_asked_again_by_every_button(client: Client) -> None:
    body = search(client, words="shelter", spoken="es", start="self", time="14:30", age_stated="1")
    again = body[body.index('<form id="harbor-again"') :]
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', again[: again.index("</form>")])
    # "seen" is the page that is shown: where a title without script leads back to.
    sent = {name: unescape(value) for name, value in hidden if name not in ("directory", "language", "seen")}
    assert sent == {"words": "shelter", "spoken": "es", "start": "self", "time": "14:30", "age_stated": "1"}


def test_the_wider_searches_are_counted_and_lead_where_they_say(client: Client) -> None:
    body = search(client, domain="legal", spoken="es", cost="free", county=factories.MOWER)
    buttons = re.findall(r'name="without" value="([\w:]+)">([^<]+) \((\d+)\)</button>', body)
    assert ("domain", "All kinds of help", "1") in buttons
    assert ("all", "All services", "3") in buttons
    assert len(buttons) <= MAX_WIDER
    assert names(search(client, domain="legal", spoken="es", cost="free", without="domain")) == {"Shelter"}


def test_only_so_many_wider_searches_are_asked_about() -> None:
    asked = Asked(
        words="a", zip="55912", county="27099", domains=("x",), start=("self",), open_now=True, costs=("free",)
    )
    counted: list[Asked] = []
    found = wider(asked, lambda other: counted.append(other) or 1)  # type: ignore[func-returns-value]
    assert len(counted) == len(found) == MAX_WIDER
    assert [choice.without for choice in found][-2:] == ["filters", "all"]


def test_a_better_spelling_is_a_button(client: Client) -> None:
    nothing = query.Page(total=0, number=1, pages=1, did_you_mean="shelter")
    with patch("harbor_wagtail.directory.results.Asking.find", return_value=nothing):
        body = search(client, words="sheltr")
    assert re.search(r'form="harbor-again" name="words" value="shelter">shelter</button>', body)
    response = client.post(SEARCH, "words=sheltr&words=shelter", content_type="application/x-www-form-urlencoded")
    assert names(response.content.decode()) == {"Shelter"}


def test_names_are_in_the_language_of_the_page(client: Client, spanish: Any) -> None:
    factories.directory_page(slug="buscar", language="es", title="Buscar ayuda")
    body = client.get("/es/buscar/").content.decode()
    assert "Un lugar para dormir esta noche" in body


def test_a_card_holds_numbers_hours_and_how_to_start(client: Client) -> None:
    factories.service(
        factories.organization("Cedar Street", phones=["(507) 555-0100"]),
        "Drop-in",
        phones=[{"number": "(507) 555-0142", "purpose": "intake"}],
        schedules=[factories.weekly("MO,TU", "09:00", "17:00")],
        answers={"walk_in": "yes", "id": "no"},
        texts={"en": {"description": "Showers.", "application_process": "Walk in."}},
    )
    body = search(client, words="showers")
    more = " ".join(re.sub(r"<[^>]+>", " ", body[body.index('<details class="harbor-directory-more">') :]).split())
    for words in (
        "Office: (507) 555-0100",
        "Monday and Tuesday: 9 a.m. to 5 p.m.",
        "How to start Walk in.",
        "Is an ID needed to start? No",
        "Said by: intake worker, May 2, 2024",
        "Nobody has told us; ask first: Who can refer? Is a police report needed to start?",
    ):
        assert words in more


def test_a_card_is_made_anew_when_its_record_or_the_minute_changes(client: Client) -> None:
    record = factories.service(None, "Clinic", schedules=[factories.weekly("MO", "09:00", "17:00")])
    for hour, words in ((10, "Open now, until 5 p.m."), (16, "Open now, until 5 p.m."), (18, "Closed now.")):
        with patch.object(timezone, "now", return_value=datetime(2024, 6, 3, hour, 0, tzinfo=CHICAGO)):
            assert words in search(client, words="clinic")
    record.name = "Night clinic"
    record.save()
    assert names(search(client, words="clinic")) == {"Night clinic"}
