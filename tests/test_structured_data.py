"""What search engines are told of an organization: no more than the page shows, and nothing of a hidden place."""

from __future__ import annotations

import json
import re
from datetime import time
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Site

from harbor_wagtail.directory import hours
from harbor_wagtail.directory.availability import record_availability
from harbor_wagtail.directory.models import Location, Organization, ServiceSchedule
from harbor_wagtail.directory.presentation.structured import script
from harbor_wagtail.directory.presentation.structured_hours import opening_hours
from harbor_wagtail.directory.visibility import make_area_only
from harbor_wagtail.models import HarborSettings
from tests import factories

URL = "/find-help/lantern-house/"
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
CANARY = {
    **factories.ADDRESS,
    "address_1": "4471 Canary Hollow Rd",
    "map_url": "https://maps.example/canary",
    "url": "https://canary.example/",
    "transportation": "Canary line to the end",
}


def told(client: Client, url: str = URL) -> Any:
    """The one data block of a page, read as JSON; ``None`` where there is none."""
    blocks = BLOCK.findall(client.get(url).content.decode())
    assert len(blocks) < 2
    return json.loads(blocks[0]) if blocks else None


@pytest.fixture
def owner(db: Any, english: Any) -> Organization:
    factories.directory_page()
    return factories.organization(
        "Lantern House",
        phones=[{"number": "(507) 555-0100", "extension": "7"}, {"number": "(507) 555-0109", "type": "fax"}],
        website="https://lantern.example/",
        texts={"en": {"description": "We stand </script><!-- beside & young people."}},
    )


def test_what_is_told(client: Client, owner: Organization) -> None:
    factories.service(
        owner,
        "Youth shelter",
        domains=["shelter"],
        cost="free",
        minimum_age=12,
        maximum_age=Decimal("17.99"),
        areas=[factories.MOWER, "27", {"kind": "national"}, {"kind": "remote"}],
        languages=["en", {"term": factories.term("es", "languages"), "provision": "interpreter"}],
        phones=["(507) 555-0142", {"number": "(507) 555-0143", "type": "text", "purpose": "intake"}],
        schedules=[factories.weekly("MO,TU", "20:00", "02:00")],
        hours="weekly",
        places=[factories.location(owner, "Office", address=CANARY)],
    )
    data = told(client)
    page = "http://localhost/find-help/lantern-house/"
    assert (data["@context"], data["@type"], data["@id"]) == (
        "https://schema.org",
        "Organization",
        f"{page}#organization",
    )
    assert data["description"] == "We stand </script><!-- beside & young people."
    assert data["contactPoint"] == [
        {"@type": "ContactPoint", "contactType": "Office", "telephone": "+15075550100;ext=7"}
    ]
    [offer] = data["makesOffer"]
    assert (offer["price"], offer["priceCurrency"]) == (0, "USD")
    service = offer["itemOffered"]
    assert service["serviceType"] == ["A place to sleep tonight"]
    assert service["audience"] == {"@type": "PeopleAudience", "suggestedMinAge": 12.0, "suggestedMaxAge": 17.99}
    assert [area["name"] for area in service["areaServed"]] == ["Mower County, Minnesota", "Minnesota", "United States"]
    assert service["hoursAvailable"] == [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": ["https://schema.org/Monday", "https://schema.org/Tuesday"],
            "opens": "20:00",
            "closes": "02:00",
        }
    ]
    text, call, place = service["availableChannel"]
    assert call["servicePhone"]["telephone"] == "+15075550142"
    assert text["serviceSmsNumber"]["telephone"] == "+15075550143"
    assert [language["alternateName"] for language in call["availableLanguage"]] == ["en"]
    assert place["serviceLocation"]["address"]["streetAddress"] == "4471 Canary Hollow Rd"
    assert place["serviceLocation"]["geo"]["latitude"] == factories.ADDRESS["latitude"]


@pytest.mark.parametrize("confidential", [False, True], ids=["undecided", "confidential"])
def test_nothing_of_a_hidden_place(client: Client, owner: Organization, confidential: bool) -> None:
    place = factories.location(owner, "The house", address=CANARY, schedules=[factories.weekly("MO", "09:00", "17:00")])
    factories.service(owner, places=[place], areas=[factories.MOWER], phones=["(507) 555-0142"])
    assert "Canary" in json.dumps(told(client))
    make_area_only(Location.objects.get(pk=place.pk), confidential=confidential)
    text = json.dumps(told(client))
    for hidden in ("anary", "The house", "Austin", "55912", "43.66", "Place", "geo", "Postal", "hasMap", "17:00"):
        assert hidden not in text, hidden
    assert "Mower County, Minnesota" in text


@pytest.mark.parametrize("why", ["settings", "example", "closed"])
def test_nothing_is_told_where_nobody_should_be_led_here(client: Client, owner: Organization, why: str) -> None:
    service = factories.service(owner)
    assert told(client)
    if why == "settings":
        site = Site.objects.get(is_default_site=True)
        HarborSettings.objects.create(site=site, list_in_search_engines=False)
    elif why == "example":
        Organization.objects.filter(pk=owner.pk).update(example=True)
    else:
        record_availability(service, "closed")
    assert told(client) is None


def test_a_service_closed_for_now_has_no_hours_and_unknown_stays_unsaid(client: Client, owner: Organization) -> None:
    record_availability(factories.service(owner, hours="always"), "temporarily_closed")
    [offer] = told(client)["makesOffer"]
    assert set(offer) == {"@type", "itemOffered"}
    assert set(offer["itemOffered"]) == {"@type", "@id", "name", "provider"}


# Properties

values = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3))


@given(st.dictionaries(st.text(), values, max_size=4))
def test_no_text_ends_the_block_and_every_text_comes_back(data: dict[str, Any]) -> None:
    html = script(data)
    inside = html.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert "<" not in inside
    assert ">" not in inside
    assert json.loads(inside) == data


clock = st.times().map(lambda moment: time(moment.hour, moment.minute))
days = st.lists(st.sampled_from(hours.DAYS), unique=True).map(",".join)
schedules = st.builds(
    ServiceSchedule,
    byday=days,
    freq=st.sampled_from(["", "WEEKLY", "MONTHLY"]),
    closed=st.booleans(),
    opens_at=st.none() | clock,
    closes_at=st.none() | clock,
    valid_from=st.none() | st.dates(),
    valid_to=st.none() | st.dates(),
)


@given(st.sampled_from(["weekly", "always", "unknown"]), st.lists(schedules, max_size=3))
def test_hours_say_days_and_two_clock_times(kind: str, rows: list[Any]) -> None:
    for found in opening_hours(kind, rows):
        assert re.fullmatch(r"\d\d:\d\d", found["opens"])
        assert re.fullmatch(r"\d\d:\d\d", found["closes"])
        assert found.get("dayOfWeek") or (found.get("validFrom") and found.get("validThrough"))
        assert all(day.startswith("https://schema.org/") for day in found.get("dayOfWeek", []))


def test_a_whole_day_and_a_closed_day_are_told_apart() -> None:
    def row(**given: Any) -> Any:
        return SimpleNamespace(**{**vars(ServiceSchedule(byday="MO", freq="WEEKLY")), **given})

    whole, closed = row(opens_at=time(0), closes_at=time(0)), row(closed=True)
    assert [(found["opens"], found["closes"]) for found in opening_hours("weekly", [whole, closed])] == [
        ("00:00", "23:59"),
        ("00:00", "00:00"),
    ]
