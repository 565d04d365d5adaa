"""Promise: the map says what the directory says, keeps what people know better beside it, and comes back from a
spreadsheet as it went out."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from harbor_wagtail.directory.availability import record_availability
from harbor_wagtail.directory.models import (
    MapArea,
    MapCapacityNote,
    MapCorrection,
    MapEntryPoint,
    MapGap,
    MapWording,
    Organization,
    ResourceMap,
)
from harbor_wagtail.directory.resource_map.exchange.run import bring_in
from harbor_wagtail.directory.resource_map.exchange.writing import write_workbook
from harbor_wagtail.directory.resource_map.sheet import Cell, Sheet
from harbor_wagtail.directory.resource_map.shown import read_map
from harbor_wagtail.directory.search import index
from harbor_wagtail.language.texts import passages
from harbor_wagtail.pages.models import ProviderDirectoryPage, ResourceMapPage
from harbor_wagtail.tabular.problems import UnreadableFile
from tests import factories
from tests.admin_forms import form_data
from tests.factories import FREEBORN, HENNEPIN, MOWER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def languages(english: Any, spanish: Any) -> None:
    """Both, so that terms have words in them; a request before may have left another active."""
    translation.activate("en")


def made_map(*counties: str) -> ResourceMap:
    factories.term("shelter")
    made = ResourceMap(name="Two counties", locale=factories.locale())
    made.areas = [MapArea(fips=code) for code in counties or (MOWER, FREEBORN)]
    made.save()
    return made


def cell(made: ResourceMap, domain: str, key: str) -> Cell:
    found = Sheet(read_map(made.pk)).cell(domain, key)
    assert found is not None
    return found


def offer(names: str, **facts: Any) -> None:
    """Each name is a provider with one service."""
    with index.together():
        for name in names.split():
            given = {"domains": ["shelter"], "areas": [MOWER], **facts}
            factories.service(factories.organization(f"{name} House"), f"{name} service", **given)


def numbers(made: ResourceMap, key: str, domain: str = "shelter") -> tuple[int, int, int]:
    return tuple(cell(made, domain, key).count)  # type: ignore[return-value]


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


# The desk


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


# There and back


def sheets(made: ResourceMap, tmp_path: Path) -> Path:
    path = tmp_path / "map.xlsx"
    write_workbook(path, Sheet(read_map(made.pk)))
    return path


def state(made: ResourceMap) -> list[Any]:
    found: list[Any] = []
    for model in (MapCorrection, MapEntryPoint, MapGap, MapCapacityNote):
        found += sorted(map(str, model.objects.filter(resource_map=made).values()))  # type: ignore[attr-defined]
    return found


def full_map() -> ResourceMap:
    offer("Amber Birch Cedar")
    made = made_map()
    made.entry_points = [MapEntryPoint(kind="school", first_words="=SUM(A1)\r\nand more", hours="-")]
    made.gaps = [
        MapGap(gap="+1 bed is missing", domain=factories.term("shelter"), severity=3, due_on=date(2027, 1, 31)),
        MapGap(gap="“Quotes”, commas; and\ttabs", strategy="ask", public=False),
    ]
    made.capacity_notes = [MapCapacityNote(kind="wait", text="Weeks", as_of=date(2026, 1, 2), barrier="structural")]
    made.save()
    found = cell(made, "shelter", "language:es")
    MapCorrection.objects.create(
        resource_map=made,
        domain=factories.term("shelter"),
        column="language:es",
        level="limited",
        note="@night: one worker\nspeaks it",
        ground=found.count.as_ground(),
    )
    return made


def test_a_sheet_that_nobody_touched_changes_nothing(tmp_path: Path) -> None:
    made = full_map()
    path, before = sheets(made, tmp_path), state(made)
    book = openpyxl.load_workbook(path)
    for row in (row for page in book for row in page.iter_rows()):
        for at in row:
            assert at.data_type != "f", at.value
    report = bring_in(made.pk, path)
    assert (report.created, report.changed, report.refused, report.problems) == (0, 0, 0, [])
    assert report.unchanged > 400
    assert state(made) == before
    book.save(path)  # through a spreadsheet program
    assert not bring_in(made.pk, path).lines


def test_the_dirtiest_sheet_goes_in_as_far_as_it_can_be_meant(tmp_path: Path) -> None:
    made = full_map()
    other = made_map()
    other.gaps = [MapGap(gap="Of another map")]
    other.save()
    path = sheets(made, tmp_path)
    book = openpyxl.load_workbook(path)
    page = book["matrix"]
    heads = {head.value: head.column for head in page[1]}

    def write(domain: str, key: str, **cells: Any) -> None:
        for row in range(2, page.max_row + 1):
            if (page.cell(row, heads["kind"]).value, page.cell(row, heads["column"]).value) == (domain, key):
                for name, value in cells.items():
                    page.cell(row, heads[name]).value = value

    write("shelter", "cost:free", level="  GOOD ", why="All three said so")
    write("shelter", "language:es", level="-")
    write("shelter", "hours:night", level="none")  # no reason
    write("shelter", "hours:weekend", why="A reason alone")
    write("shelter", "hours:evening", level="excellent", why="x")
    write("shelter", "age:16-17", level="=1+1", why="x")  # never calculated
    write("shelter", "age:18-20", column="age:99-100", level="good", why="x")
    page.append(["Shelter!", "", "all", "", "", "", "", "", "good", "x"])
    page.append(["shelter", "", "cost:free", "", "", "", "", "", "none", "twice"])
    gaps = book["gaps"]
    columns = [head.value for head in gaps[1]]
    mine = MapGap.objects.filter(resource_map=made).order_by("sort_order")[0]
    gaps["I2"] = "coordinator"
    wrong = {
        "no day": {"gap": "New", "due_on": "next Tuesday"},
        "no such row": {"id": MapGap.objects.get(resource_map=other).pk, "gap": "Mine now"},
        "no number": {"id": "seven", "gap": "x"},
        "a name": {"gap": "amber house, closed"},
        "a street": {"gap": "Nobody at 118 Cedar Street"},
        "no kind": {"gap": "New", "domain": "shelters"},
        "too long": {"gap": "New", "affected": "x" * 300},
        "no words": {"severity": "high"},
    }
    for facts in wrong.values():
        gaps.append([facts.get(name, "") for name in columns])
    right = {"gap": "No rides on Sundays", "domain": "Rides", "due_on": date(2027, 3, 1), "severity": "High"}
    gaps.append([{**right, "public": "no", "status": "Agreed"}.get(name, "") for name in columns])
    entries = book["entry points"]
    entries.append(["", "clinic", "", "", "", "", "", "no", "no"])  # nobody said so
    entries.append(["", "A faith community", "", "", "", "", "", "no", "no", "", "", "", "Pastor", "2026-10-01"])
    entries["Z1"] = "color"
    book.save(path)
    before = state(made)
    looked = bring_in(made.pk, path, dry_run=True)
    assert state(made) == before
    report = bring_in(made.pk, path)
    assert report.counts == looked.counts
    assert (report.created, report.changed) == (3, 2), report.lines
    told = [f"{each.column}: {each.problem} {each.fix}" for each in report.problems if each.refused]
    expected = [
        "why: A correction needs its reason.",
        "level: There is a reason, but no level.",
        "level: This is none of the possible answers. Write one of: good, limited, informal, none, unknown.",
        ": The row was left out: a cell of it cannot be read.",
        "column: This map has no such column.",
        "kind: There is no such kind of help.",
        ": An earlier line says this already.",
        "due_on: This is no day. Write it as 2027-01-31.",
        "id: This map has no row of this number.",
        "id: This map has no row of this number.",
        "gap: This names a provider.",
        "gap: This looks like an address.",
        "domain: There is no such kind of help.",
        "affected:",
        "gap: A new row needs this column.",
        "said_by_role: A “no” needs who said so and when.",
    ]
    left = list(told)
    for words in expected:
        found = next((each for each in left if each.startswith(words)), None)
        assert found, (words, told)
        left.remove(found)
    assert not left
    assert all(each.row and each.file for each in report.problems if each.refused)
    assert MapCorrection.objects.get().column == "cost:free"
    new = MapGap.objects.get(gap="No rides on Sundays")
    assert (new.domain.code, new.severity, new.public, new.status) == ("transport", 3, False, "agreed")  # type: ignore[union-attr]
    assert MapEntryPoint.objects.get(kind="faith").said_by_role == "Pastor"
    mine.refresh_from_db()
    assert MapGap.objects.get(resource_map=other).gap == "Of another map"
    again = bring_in(made.pk, path)
    assert not [line for line in again.lines if "rides" not in line and "faith" not in line], again.lines


def test_what_is_no_sheet_is_refused_whole(tmp_path: Path) -> None:
    made = full_map()
    before = state(made)
    for content in (b"", b"a,b\n1,2\n", b"PK\x03\x04broken", b"%PDF-1.7", b"\x00\xff" * 50):
        path = tmp_path / "sheet.csv"
        path.write_bytes(content)
        with pytest.raises(UnreadableFile):
            bring_in(made.pk, path)
    path.write_text("kind;column;level;why\nshelter;all;informal;«Ana» lo dijo\n", encoding="latin-1")
    assert bring_in(made.pk, path).created == 1
    assert len(state(made)) == len(before) + 1


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
