"""Promise: the map says what the directory says, in every form and both languages."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from harbor_wagtail.directory.availability import record_availability
from harbor_wagtail.directory.models import (
    MapCapacityNote,
    MapCorrection,
    MapEntryPoint,
    MapGap,
    MapWording,
    Organization,
    ResourceMap,
)
from harbor_wagtail.directory.resource_map.sheet import Sheet
from harbor_wagtail.directory.resource_map.shown import read_map
from harbor_wagtail.directory.search import index
from harbor_wagtail.language.texts import passages
from harbor_wagtail.pages.models import ProviderDirectoryPage, ResourceMapPage
from tests import factories
from tests.factories import FREEBORN, HENNEPIN, MOWER
from tests.resource_maps import made_map, numbers, offer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def languages(english: Any, spanish: Any) -> None:
    """Both, so that terms have words in them; a request before may have left another active."""
    translation.activate("en")


def test_every_column_counts_what_is_said_and_apart_from_it_what_nobody_knows() -> None:
    """Providers, not services; here, not elsewhere; open, not closed for now."""
    made = made_map()
    offer("Elsewhere", areas=[HENNEPIN])
    free = {"police_report": "no", "system_involvement": "no", "self_referral": "yes", "id": "no"}
    lantern = factories.organization("Lantern")
    with index.together():
        for name in ("Beds", "Meals"):  # one provider
            factories.service(
                lantern,
                name,
                domains=["shelter"],
                areas=[MOWER],
                answers=free,
                minimum_age=12,
                maximum_age=17,
                genders=[factories.term("girls", "genders")],
                languages=["es"],
                cost="free",
                hours="always",
            )
        barred = {"police_report": "yes", "self_referral": "yes"}
        factories.service(
            None, "With a report", domains=["shelter"], areas=[FREEBORN], answers=barred, languages=["en"], cost="fee"
        )
        depends = {"police_report": "depends", "system_involvement": "no"}
        factories.service(
            None, "Asks", domains=["shelter"], areas=[MOWER, FREEBORN], answers=depends, all_ages=True, referral="adult"
        )
        shut = factories.service(None, "Shut", domains=["shelter"], areas=[MOWER])
        record_availability(shut, "temporarily_closed", as_of=timezone.now(), by_role="Editor")
    expected = {
        "all": (3, 0, 3),
        "route": (1, 0, 3),  # one needs a report, one is asked for by an adult: both said so
        "start:self": (2, 0, 3),
        "start:no_police_report": (1, 1, 3),
        "start:no_system_involvement": (2, 1, 3),
        "start:no_id": (1, 2, 3),
        "age:10-12": (1, 1, 3),  # from 12 on is not every age of it
        "age:13-15": (2, 1, 3),
        "age:18-20": (1, 1, 3),
        "gender:girls": (1, 2, 3),
        "gender:boys": (0, 2, 3),
        "language:es": (1, 1, 3),
        "language:ase": (0, 1, 3),
        "hours:night": (1, 2, 3),
        "cost:free": (1, 1, 3),
        f"area:{MOWER}": (2, 0, 3),
        f"area:{FREEBORN}": (2, 0, 3),
    }
    assert {key: numbers(made, key) for key in expected} == expected
    assert numbers(made, "all", "faith") == (0, 0, 0)
    assert Sheet(read_map(made.pk)).counted.closed == 1  # type: ignore[union-attr]
    state = made_map("27")
    assert len(state.counties) == 87
    assert numbers(state, "all") == (4, 0, 4)
    assert not any(column.group == "area" for column in Sheet(state).columns)


def page_of(made: ResourceMap | None, directory: Any = None) -> ResourceMapPage:
    above = directory or factories.directory_page()
    page = ResourceMapPage(title="Map", slug="map", resource_map=made, locale=above.locale)
    above.add_child(instance=page)
    page.save_revision().publish()
    return page


def test_the_page_tells_the_same_in_every_form_in_a_constant_number_of_queries(client: Client) -> None:
    made = made_map()
    offer("Amber Birch Cedar", answers={"police_report": "no"})
    offer("Dune", domains=["legal"])
    note = "The director of Dune told us so."
    made.domains = [factories.term("shelter"), factories.term("legal")]
    made.entry_points = [MapEntryPoint(kind="school", leads_to="The nurse")]
    made.gaps = [MapGap(gap="No door at night", owner_role="Coordinator"), MapGap(gap="Hush", public=False)]
    secret = MapCapacityNote(kind="slots", text="Two beds at Amber", public=True)
    secret.organization = Organization.objects.get(name="Amber House")
    made.capacity_notes = [secret, MapCapacityNote(kind="wait", text="Weeks everywhere", public=True)]
    made.save()
    for domain, key in (("shelter", "cost:free"), ("legal", "cost:free")):
        MapCorrection.objects.create(
            resource_map=made, domain=factories.term(domain), column=key, level="none", note=note, ground={}
        )
    url = page_of(made).url
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as before:
        html = client.get(url).content.decode()
    for text in (
        "No door at night",
        "The nurse",
        "Weeks everywhere",
        "Too few to show",
        "None (said by hand",
        "Not known:",
    ):
        assert text in html, text
    for text in ("Hush", "Amber", "Dune", note, "http://maps"):
        assert text not in html, text
    printed = client.get(f"{url}print/").content.decode()
    rows = list(csv.reader(io.StringIO(client.get(f"{url}csv/").content.decode("utf-8-sig"))))
    for _kind, _group, column, words, least, _day in rows[1:]:
        assert column in html
        assert words in html
        assert words in printed
        assert not least or int(least) % 3 == 0
    assert client.get(f"{url}csv/").headers["Content-Disposition"] == 'attachment; filename="map.csv"'
    offer(" ".join(f"More{at}" for at in range(9)))
    MapGap.objects.bulk_create(MapGap(resource_map=made, gap=f"gap {at}") for at in range(20))
    client.get(url)  # the directory has changed: it is counted anew
    with CaptureQueriesContext(connection) as after:
        assert "At least 12 providers" in client.get(url).content.decode()
    assert len(after) <= len(before)
    assert len(after) < 40, len(after)


def test_the_pdf_is_tagged_and_a_page_without_a_map_says_so(client: Client) -> None:
    made = made_map()
    made.domains = [factories.term("shelter")]  # a PDF of all of them takes seconds
    made.save()
    page = page_of(made)
    answer = client.get(f"{page.url}pdf/")
    assert answer.content.startswith(b"%PDF-")
    pypdf = pytest.importorskip("pypdf")
    read = pypdf.PdfReader(io.BytesIO(answer.content))
    assert "/StructTreeRoot" in read.trailer["/Root"]
    assert "Who offers what" in " ".join(each.extract_text() for each in read.pages)
    page.resource_map = None
    page.save_revision().publish()
    assert "This map is being made." in client.get(page.url).content.decode()
    assert client.get(f"{page.url}csv/").status_code == 404


def test_words_stand_in_the_readers_language_or_say_which_they_are_in(client: Client, spanish: Any) -> None:
    made = made_map()
    made.gaps = [MapGap(gap="No door at night"), MapGap(gap="No rides")]
    made.save()
    MapWording.objects.create(
        resource_map=made,
        locale=spanish,
        of="gaps",
        row_id=made.gaps.first().pk,
        field="gap",
        text="Ninguna puerta de noche",
        original="No door at night",
    )
    factories.site_root("es")
    page = page_of(made, factories.directory_page(language="es"))
    html = client.get(page.url).content.decode()
    assert "Ninguna puerta de noche" in html
    assert "No door at night" not in html
    assert '<span lang="en">No rides</span>' in html
    assert "No se sabe" in html


def test_setup_makes_a_draft_below_the_directory_with_every_way_in_unknown() -> None:
    factories.site_root()
    call_command("harbor_setup", sections=["directory", "resource-map"], stdout=io.StringIO())
    page = ResourceMapPage.objects.get()
    assert not page.live
    assert page.get_parent().specific == ProviderDirectoryPage.objects.get()
    made = page.resource_map
    assert made is not None
    assert {entry.system_contact for entry in made.entry_points.all()} == {"unknown"}
    assert made.entry_points.count() == 13


def test_words_to_watch_are_looked_for_in_maps_too() -> None:
    made = made_map()
    made.gaps = [MapGap(gap="Nobody rescues\nanybody")]
    made.save()
    found = passages(read_map(made.pk))
    assert [passage.text for passage in found] == ["Two counties", "Nobody rescues", "anybody"]
