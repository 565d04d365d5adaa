"""A list comes in from the admin: uploaded, its columns said, looked at, put in, again without a change, taken back.

And what an upload must never do: lie about, show an address, be read by who may not, or be half put in.
"""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from harbor_wagtail.directory.harbor_retention import delete_uploads
from harbor_wagtail.directory.importing import staged, waiting
from harbor_wagtail.directory.importing.readers.guessing import guess
from harbor_wagtail.directory.importing.run import Superseded
from harbor_wagtail.directory.models import (
    DataSource,
    ImportBatch,
    ImportProblem,
    ImportUploadPart,
    Location,
    Organization,
    RedactionTask,
    Service,
    ServiceStatus,
    StagedRow,
)
from harbor_wagtail.directory.visibility import make_area_only
from tests.admin_forms import errors, form_data
from tests.importing import CANARY, canaries_in_database, location, organization, service

UPLOAD = "/admin/harbor/import/"
HEADER = [
    "Agency", "Name", "What they do", "Category", "Ages", "Street", "City", "County", "State", "Zip", "Secret?", "Phone", "Hours",
    "Updated by",
]  # fmt: skip


def the_list(rows: int = 30, **changed: dict[int, str]) -> bytes:
    """A ragged list in Windows-1252; ``changed``: column → row → cell."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADER)
    for number in range(rows):
        cells = {
            "Agency": f"Café Example {number // 2}",
            "Name": f"Program {number}",
            "What they do": "Rides – and more",
            "Category": "Counseling; Legal" if number % 2 else "Legal",
            "Ages": "12-17",
            "Street": f"{number + 1} Canary Lane",
            "City": "Rochester",
            "County": "Nowhere" if number == 4 else "Olmsted",
            "State": "MN",
            "Zip": "",
            "Secret?": "yes" if number == 2 else "",
            "Phone": f"507-555-01{number:02d}",
            "Hours": "Mon-Fri 9am-5pm",
            "Updated by": "ab",
        }
        cells |= {name: by_row[number] for name, by_row in changed.items() if number in by_row}
        writer.writerow([*cells.values(), *(["one", "too many"] if number == 9 else [])])
    return out.getvalue().encode("cp1252")


def upload(client: Client, content: bytes, name: str = "list.csv", **data: Any) -> Any:
    file = SimpleUploadedFile(name, content)
    given = {"new_source": "The county list", "addresses": "area-only", "source": "", **data, "file": file}
    return client.post(UPLOAD, given)


def page_of(client: Client, url: str) -> BeautifulSoup:
    response = client.get(url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def text_of(client: Client, url: str) -> str:
    return " ".join(page_of(client, url).find("main").get_text(" ").split())  # type: ignore[union-attr]


def columns_said(client: Client, url: str, **words: str) -> Any:
    """Post the page of the columns as it is proposed; ``words``: word of the list → term."""
    data = form_data(client, url, None)
    page = page_of(client, url)
    for label in page.find_all("label"):
        if label.text in words:
            data[str(label["for"]).removeprefix("id_")] = words[label.text]
    return client.post(url, data)


def test_a_title_above_the_list_is_passed_over_and_merged_names_are_read(admin_client: Client) -> None:
    text = "Our list;;\nAgency;Program;Phone\nCasa;Refuge;507-555-0142\n;Outreach;507-555-0143\n"
    for fill_down, number in ((False, 1), (True, 2)):
        url = upload(admin_client, text.encode()).url
        data = form_data(admin_client, url, None) | ({"fill_down": "on"} if fill_down else {})
        assert admin_client.post(url, data).status_code == 302
        staged_services = StagedRow.objects.filter(batch__pk=int(url.rstrip("/").rpartition("/")[2]), kind="service")
        assert staged_services.count() == number
        assert ("repeats the one above" in text_of(admin_client, url)) == (not fill_down)


def test_a_list_comes_in_and_goes_back_out(admin_client: Client, admin_user: User) -> None:
    url = upload(admin_client, the_list()).url
    page = page_of(admin_client, url)
    chosen = {
        row.find("th").text.strip(): row.find("option", selected=True)["value"] for row in page.select("tbody tr")[:14]
    }
    assert chosen["Agency"] == "organization.name"
    assert chosen["Name"] == "service.name"
    assert chosen["Secret?"] == "confidential"
    assert chosen["Updated by"] == ""
    assert "Updated by" in page.select_one("[data-left-out]").text  # type: ignore[union-attr]
    # Samples show what a column holds, and never where a door is.
    assert "Café Example 0" in page.text
    assert "[withheld]" in page.text
    assert "Canary Lane" not in page.text
    assert "Rochester" not in page.text

    response = columns_said(admin_client, url, Counseling="mental-health")
    assert response.status_code == 302, errors(response)
    assert not ImportUploadPart.objects.exists()
    assert not Organization.objects.exists()
    told = text_of(admin_client, url)
    assert "What would change" in told
    assert "The addresses of 29 places were left out." in told
    assert "1 row cannot go in" in told
    assert "There is no county of this name" in told
    problems = b"".join(admin_client.get(f"{url}problems.csv").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "2 more cells than the header" in problems
    assert "Canary Lane" not in problems + told
    # One of them is left out, with all that hangs on it.
    rows = f"{url}rows/organization/created/"
    data = form_data(admin_client, rows, None)
    left = StagedRow.objects.get(kind="organization", preview__name="Café Example 4")
    data["take"].remove(str(left.pk))
    data["shown"] = [field["value"] for field in page_of(admin_client, rows).select("[name=shown]")]
    assert admin_client.post(rows, {**data, "wish": "done"}).url == url
    assert "14 of 15" in text_of(admin_client, url)
    admin_client.post(f"{url}put-in/", form_data(admin_client, url, None))
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.by_user, batch.withheld) == ("applied", admin_user, 29)
    assert Organization.objects.count() == 14
    assert not Organization.objects.filter(name="Café Example 4").exists()
    # One of that agency's two rows was refused.
    assert Service.objects.count() == 28
    assert Service.objects.filter(domains__code="mental-health").count() == 14
    assert Location.objects.get(service_at_locations__service__name="Program 2").address_visibility == "confidential"
    assert not Location.objects.filter(address_visibility="public").exists()
    assert not StagedRow.objects.exists()
    assert not ImportProblem.objects.exists()
    assert not canaries_in_database()

    again = upload(admin_client, the_list(28, Phone={6: "507-555-0199"}), new_source="", source=batch.source_id).url
    columns_said(admin_client, again)  # what was said of the columns and their words is remembered
    told = text_of(admin_client, again)
    assert "2 services of this source are not in the file any more" in told
    changed = text_of(admin_client, f"{again}rows/service/changed/")
    assert "1 record. What is ticked goes in." in changed
    assert "0106" in changed
    assert "0199" in changed
    data = form_data(admin_client, again, None)
    gone = Service.objects.get(name="Program 29")
    assert "take" in data
    assert "close" not in data
    admin_client.post(f"{again}put-in/", {**data, "close": [gone.pk]})
    gone.refresh_from_db()
    assert gone.status == ServiceStatus.CLOSED
    assert Service.objects.get(name="Program 28").status != ServiceStatus.CLOSED

    third = upload(admin_client, the_list(28, Phone={6: "507-555-0199"}), new_source="", source=batch.source_id).url
    columns_said(admin_client, third)
    assert set(StagedRow.objects.exclude(outcome=None).values_list("outcome", flat=True)) == {"unchanged"}
    assert "there is nothing to put in" in text_of(admin_client, third)
    admin_client.post(f"{third}give-up/")
    assert ImportBatch.objects.count() == 2
    assert not StagedRow.objects.exists()

    admin_client.post(f"{again}undo/")
    gone.refresh_from_db()
    assert gone.status != ServiceStatus.CLOSED
    Organization.objects.filter(name="Café Example 5").update(paused=True)
    admin_client.post(f"{url}undo/")
    assert list(Organization.objects.values_list("name", flat=True)) == ["Café Example 5"]
    assert "Café Example 5" in text_of(admin_client, url)


def test_public_addresses_come_in_at_the_second_reading_and_the_file_goes(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HSDS needs no columns. It is read in pieces: here a row at a time, as if each request were cut short."""
    monkeypatch.setattr(waiting, "SECONDS_MORE", 0.0)
    monkeypatch.setattr(staged, "CHUNK", 15)
    monkeypatch.setattr(waiting.advance, "__defaults__", (0.0,))
    shown = location("Front desk", addresses=[CANARY])
    hidden = location("Attic", addresses=[{**CANARY, "id": "b"}], confidential=True)
    records = [organization("Open House", services=[service("A", shown), service("B", hidden)])]
    url = upload(admin_client, json.dumps(records).encode(), "data.json", addresses="public").url
    seen = []
    for _each in range(40):
        batch = ImportBatch.objects.get()
        if batch.state != "staging":
            break
        seen.append(batch.progress["phase"])
        assert ImportUploadPart.objects.exists() == (seen[-1] in ("reading", "settling", "addresses"))
        if seen == ["reading"]:
            assert "rows read so far" in text_of(admin_client, url)
        # Somebody else with the same page open does nothing twice.
        stale = ImportBatch.objects.get()
        admin_client.post(url)
        with pytest.raises(Superseded):
            waiting.advance(stale)
    assert sorted(set(seen)) == ["addresses", "comparing", "reading", "settling"]
    assert len(seen) > 5
    assert not ImportUploadPart.objects.exists()
    assert RedactionTask.objects.exists()
    admin_client.post(f"{url}put-in/", form_data(admin_client, url, None))
    places = dict(Location.objects.values_list("name", "address_1"))
    assert places == {"Front desk": "4711 Canary Lane", "Attic": ""}
    front = Location.objects.get(name="Front desk")
    again = upload(
        admin_client, json.dumps(records).encode(), "data.json", new_source="The county list", addresses="public"
    ).url
    while ImportBatch.objects.filter(state="staging").exists():
        admin_client.post(again)
    make_area_only(front, confidential=True)  # somebody decides so while the import waits
    admin_client.post(f"{again}put-in/", form_data(admin_client, again, None))
    front.refresh_from_db()
    assert (front.address_1, front.address_visibility) == ("", "confidential")
    assert not canaries_in_database()


def test_what_cannot_be_taken_is_said_and_leaves_nothing(
    admin_client: Client, client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HARBOR_WAGTAIL = {"IMPORT_UPLOAD_MB": 1}
    assert "harbor_import “list.csv” --source" in errors(upload(admin_client, b"a,b\n" * 300_000))
    assert "This is a PDF" in errors(upload(admin_client, b"%PDF-1.7 and so on", "list.csv"))
    assert "Say whose list" in errors(upload(admin_client, the_list(), new_source=""))
    assert not ImportBatch.objects.exists()
    assert not DataSource.objects.exists()
    assert not ImportUploadPart.objects.exists()
    # A file that turns out to be cut off in its midst: said with its line, and the import is over.
    url = upload(admin_client, b'[{"id": "1", "name": "A"}, {"id": "2", "na', "data.json").url
    response = admin_client.post(url, follow=True)
    assert "cut off" in response.content.decode()
    assert ImportBatch.objects.get().state == "failed"
    assert not ImportUploadPart.objects.exists()
    # Columns that make no mapping are refused by name, and the page stays.
    url = upload(admin_client, the_list(4)).url
    data = form_data(admin_client, url, None)
    told = errors(admin_client.post(url, {**data, "column-0": "", "column-1": ""}))
    assert "Say which column holds the name of the organization." in told
    assert "Two columns are" in errors(admin_client.post(url, {**data, "column-1": data["column-0"]}))
    # Nobody came back: the file goes, and with it the import.
    ImportBatch.objects.update(started_at="2026-01-01T00:00Z")
    assert (delete_uploads(True).done, delete_uploads(False).done) == (1, 1)
    assert not ImportUploadPart.objects.exists()

    user = User.objects.create_user("helper")
    codenames = [f"{act}_{kind}" for act in ("add", "change") for kind in ("organization", "service")]
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
    client.force_login(user)  # who may not add places may not import
    batch = ImportBatch.objects.get().pk
    for name in ("", "problems/", "problems.csv", "put-in/", "give-up/", "undo/", "rows/service/created/"):
        address = f"{UPLOAD}{batch}/{name}"
        assert client.get(address).status_code == client.post(address).status_code == 302, name
    assert client.get(UPLOAD).url == reverse("wagtailadmin_home")


def test_a_long_list_goes_on_by_a_command(admin_client: Client, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    url = upload(admin_client, the_list(12)).url
    monkeypatch.setattr(waiting, "MOST_ROWS", 20)
    columns_said(admin_client, url, Counseling="mental-health")
    batch = ImportBatch.objects.get().pk
    assert f"harbor_import --batch {batch} --dry-run" in text_of(admin_client, url)
    with pytest.raises(SystemExit):  # 1: a row was refused
        call_command("harbor_import", batch=batch, dry_run=True)
    assert not Organization.objects.exists()
    told = text_of(admin_client, url)
    assert f"harbor_import --batch {batch}" in told
    assert "Keep the ticks" in told
    admin_client.post(f"{url}put-in/", {"take": ["organization-created", "service-created"]})
    with pytest.raises(SystemExit):
        call_command("harbor_import", batch=batch)
    assert (Organization.objects.count(), Location.objects.count()) == (6, 0)
    with pytest.raises(CommandError, match="waits for anything"):
        call_command("harbor_import", batch=batch)


def test_a_far_too_long_list_says_so_after_its_first_lines(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = upload(admin_client, the_list(60)).url
    monkeypatch.setattr(waiting, "MOST_ROWS", 300)  # a line of it is eight rows or so
    monkeypatch.setattr(waiting, "SURE_AFTER", 10)
    monkeypatch.setattr(staged, "CHUNK", 100)
    columns_said(admin_client, url, Counseling="mental-health")
    assert "goes on by a command" in text_of(admin_client, url)
    assert 100 <= ImportBatch.objects.get().progress["read"] <= 200


def test_a_preview_takes_the_same_queries_for_more_rows(
    admin_client: Client, django_assert_max_num_queries: Any
) -> None:
    counted = []
    for rows in (4, 40):
        url = upload(admin_client, the_list(rows)).url
        columns_said(admin_client, url, Counseling="mental-health")
        for address in (url, f"{url}rows/service/created/", f"{url}problems/"):
            admin_client.get(address)
            with django_assert_max_num_queries(60) as queries:
                admin_client.get(address)
            counted.append(len(queries))
    assert counted[:3] == counted[3:]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ("Name|Agency", "service.name organization.name"),
        ("Name|Phone", "organization.name phones.number"),
        ("Program Name|Provider", "service.name organization.name"),
        ("Secret?|Do not publish|Safe house", "confidential. confidential. confidential."),
        ("Agencia|Programa", "organization.name service.name"),
        ("Nombre|Teléfono|Dirección|Horario", "organization.name phones.number address.address_1 schedules.hours"),
        ("Taxonomy Terms|Taxonomy Code|TTY", "terms.domains phones.tty"),
        ("Updated by", ""),
    ],
)
def test_columns_are_guessed(columns: str, expected: str) -> None:
    assert " ".join(".".join(target) for target in guess(columns.split("|")).values()) == expected
