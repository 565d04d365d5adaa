"""A list comes in from the admin: uploaded, its columns said, looked at, put in, again without a change, taken back.

And what an upload must never do: lie about, show an address, be read by who may not, or be half put in.
"""

from __future__ import annotations

import csv
import io
from typing import Any

from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from harbor_wagtail.directory.models import (
    ImportBatch,
    ImportProblem,
    ImportUploadPart,
    Location,
    Organization,
    Service,
    ServiceStatus,
    StagedRow,
)
from tests.admin_forms import errors, form_data
from tests.importing import canaries_in_database

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
