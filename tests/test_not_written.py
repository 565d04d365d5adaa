"""Promise: a database that takes nothing (a full disk, one that is only read, somebody else at the same moment) ends in words and
nothing half done; what was typed is not lost, and reading goes on."""

from __future__ import annotations

import errno
import json
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError, IntegrityError, InternalError, OperationalError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from harbor_wagtail.advocacy.consultations import form as asking
from harbor_wagtail.advocacy.consultations.models import ConsultationRequest
from harbor_wagtail.directory.importing import deciding, uploads
from harbor_wagtail.directory.models import Holiday, ImportBatch, Incoming, Location, Organization
from harbor_wagtail.directory.models.organizations import OrganizationPhone
from harbor_wagtail.directory.upkeep.links import make_link, open_link
from harbor_wagtail.models import Hotline
from harbor_wagtail.not_written import NOT_KEPT
from harbor_wagtail.pages.models import ActionPage
from tests import advocacy, factories, importing
from tests.admin_forms import errors, form_data
from tests.test_admin_import_pages import upload
from tests.test_prying import listing
from tests.test_upkeep_corrections import shown
from tests.upkeep import as_it_stands

pytestmark = pytest.mark.django_db

QUOTED = "zanzibar of the statement"
WRITES = re.compile(r'(INSERT INTO|UPDATE|DELETE FROM) "?(harbor_|wagtailcore_revision|wagtailcore_modellog)')


@contextmanager
def taking_nothing(problem: type[Exception] = OperationalError, after: int = 0) -> Iterator[None]:
    """The database refuses to write, from the ``after``-th time on. What it says quotes what was typed, as some do."""
    seen = [0]

    def refuse(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if WRITES.match(sql):
            seen[0] += 1
            if seen[0] > after:
                raise problem(f"could not extend file: {QUOTED}")
        return execute(sql, *rest)

    with connection.execute_wrapper(refuse):
        yield
    assert seen[0] > after


@pytest.fixture
def page(english: Any) -> Any:
    return factories.directory_page()


# Visitors and providers


@pytest.mark.parametrize("problem", [OperationalError, InternalError])
def test_a_visitors_note_is_not_lost(
    client: Client, page: Any, problem: type[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    owner = listing("Lantern House").organization
    sent = shown(client, owner) | {"what": "hours", "note": "They moved their desk in May."}
    with taking_nothing(problem), caplog.at_level(logging.ERROR):
        answer = client.post("/harbor/correction/", sent)
    body = answer.content.decode()
    assert answer.status_code == 503
    assert str(NOT_KEPT) in body
    assert "They moved their desk in May." in body
    assert "no-store" in answer.headers["Cache-Control"]
    assert problem.__name__ in caplog.text
    assert QUOTED not in caplog.text
    assert not Incoming.objects.exists()
    assert client.post("/harbor/correction/", sent).status_code == 302
    assert Incoming.objects.get().note


def test_a_providers_answer_is_not_lost_and_its_link_still_works(client: Client, page: Any) -> None:
    service = listing("Lantern House")
    _link, token = make_link(service.organization, [service], "es")
    address = f"/harbor/update/{token}/"
    facts = as_it_stands(client.get(address).content.decode())
    name = next(name for name, value in facts.items() if "555-0142" in value)
    sent = facts | {name: "507-555-0199"}
    with taking_nothing(after=1):  # the link is used up first
        answer = client.post(address, sent)
    body = answer.content.decode()
    assert answer.status_code == 503
    assert "507-555-0199" in body
    with translation.override("es"):
        assert str(NOT_KEPT) in body
    assert "no pudimos guardar lo enviado" in body.lower()
    assert open_link(token)
    assert client.post(address, sent).status_code == 302
    assert Incoming.objects.get().changes.get().new == "507-555-0199"


def test_a_request_for_a_consultation_is_not_lost(client: Client, english: Any) -> None:
    act = advocacy.page(("text", "<p>x</p>"), model=ActionPage, title="Act", ask_email="a@example.org")
    stamp = signing.dumps(timezone.now().timestamp() - 10, salt=asking.SALT)
    sent = {"shown": stamp, "name": "Ann", "email": "ann@example.org", "question": "May we talk about beds?"}
    with taking_nothing():
        answer = client.post(f"{act.url}ask/", sent)
    assert answer.status_code == 503
    assert str(NOT_KEPT) in answer.content.decode()
    assert "May we talk about beds?" in answer.content.decode()
    assert client.post(f"{act.url}ask/", sent).status_code == 302
    assert ConsultationRequest.objects.get().name == "Ann"


# The team


def told(answer: Any) -> dict[str, Any]:
    """What the button that sends it once more would send."""
    assert answer.status_code == 503
    page = BeautifulSoup(answer.content, "html.parser")
    assert "Nothing was saved" in page.find("h1").text
    assert QUOTED not in page.text
    sent: dict[str, Any] = {}
    for field in page.find("form", attrs={"action": True, "method": "post"}).find_all("input"):
        if field["name"] != "csrfmiddlewaretoken":
            sent.setdefault(field["name"], []).append(field.get("value", ""))
    return sent


@pytest.mark.parametrize("after", [0, 1, 3])
def test_a_form_is_saved_whole_or_not_and_can_be_sent_again(admin_client: Client, english: Any, after: int) -> None:
    owner = factories.organization("Lantern House", texts={"en": {"description": "Old words."}})
    path = reverse("wagtailsnippets_harbor_directory_organization:edit", args=[owner.pk])
    typed = {**form_data(admin_client, f"{path}?whole=1"), "name": 'Lantern & "House"', "action-publish": "1"}
    with taking_nothing(after=after):
        answer = admin_client.post(path, typed)
    again = told(answer)
    assert again["name"] == ['Lantern & "House"']
    row = Organization.objects.get()
    assert (row.name, row.latest_revision) == ("Lantern House", None)
    assert admin_client.post(path, again).status_code == 302
    assert Organization.objects.get().name == 'Lantern & "House"'


@pytest.mark.parametrize("action", ["edit", "delete"])
@pytest.mark.parametrize("which", ["term", "hotline", "holiday"])
def test_forms_of_what_serves_all_listings_too(admin_client: Client, english: Any, which: str, action: str) -> None:
    hotline = Hotline.objects.create(call_number="507-555-0142", always_open=True)
    hotline.texts.create(locale=english, name="Help", description="Who may call.")
    hotline.save()
    made = {
        "term": (factories.term("shelter"), "texts-0-name"),
        "hotline": (hotline, "call_number"),
        "holiday": (Holiday.objects.create(name="Fair", first_day=date(2026, 7, 4)), "name"),
    }
    record, field = made[which]
    rows = type(record)._default_manager
    before = rows.filter(pk=record.pk).values().get()
    path = reverse(f"wagtailsnippets_{record._meta.app_label}_{record._meta.model_name}:{action}", args=[record.pk])
    typed = {}
    if action == "edit":
        typed = {**form_data(admin_client, path), field: "507-555-0199", "action-publish": "1"}
    writes = [0]

    def count(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        writes[0] += bool(WRITES.match(sql))
        return execute(sql, *rest)

    with connection.execute_wrapper(count), transaction.atomic():
        answer = admin_client.post(path, typed)
        transaction.set_rollback(True)
    assert answer.status_code == 302, errors(answer)
    for after in range(writes[0]):  # a hotline is kept first and then published
        with taking_nothing(after=after):
            again = told(admin_client.post(path, typed))
        assert rows.filter(pk=record.pk).values().get() == before
    assert admin_client.post(path, again).status_code == 302
    assert rows.filter(pk=record.pk).exists() == (action == "edit")
    if action == "edit" and which != "term":
        assert getattr(rows.get(pk=record.pk), field) == "507-555-0199"


def test_who_hides_a_place_is_told_that_it_is_still_shown(admin_client: Client, english: Any) -> None:
    owner = factories.organization("Lantern House")
    place = factories.location(owner, "Desk", address=True)
    address = place.address_1
    for name, sent in (("hide", {"wish": "hide"}), ("visibility", {"decision": "area", "erase": "on"})):
        path = reverse(f"wagtailsnippets_harbor_directory_location:{name}", args=[place.pk])
        with taking_nothing(after=1):
            answer = admin_client.post(path, sent)
        assert "is still shown" in answer.content.decode()
        row = Location.objects.get()
        assert (row.address_1, row.paused) == (address, name != "hide")
        assert admin_client.post(path, told(answer)).status_code == 302
    row = Location.objects.get()
    assert (row.address_1, row.paused) == ("", True)


def test_an_import_is_not_taken_back_by_half(admin_client: Client, english: Any, tmp_path: Any) -> None:
    importing.bring_in(importing.write(tmp_path, importing.organization()))
    batch = ImportBatch.objects.get()
    path = reverse("harbor_directory_import_undo", args=[batch.pk])
    writes = [0]

    def count(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        writes[0] += bool(WRITES.match(sql))
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        admin_client.post(path)
    assert ImportBatch.objects.get(pk=batch.pk).state == "undone"
    importing.bring_in(importing.write(tmp_path, importing.organization()))
    batch = ImportBatch.objects.latest("pk")
    path = reverse("harbor_directory_import_undo", args=[batch.pk])
    for after in (0, writes[0] // 2, writes[0] - 1):  # the last one keeps what could not be taken back
        with taking_nothing(after=after):
            answer = admin_client.post(path)
        assert answer.status_code == 503
        assert Organization.objects.exists()
        assert ImportBatch.objects.get(pk=batch.pk).state == "applied"
    assert admin_client.post(path).status_code == 302
    assert not Organization.objects.exists()


def test_an_upload_nobody_has_room_for_leaves_no_import(
    admin_client: Client, english: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = reverse("harbor_directory_import")
    file = SimpleUploadedFile("list.csv", b"name,phone\nLantern House,507-555-0142\n")
    sent = {**form_data(admin_client, path, None), "file": file, "new_source": "A list"}

    def full(*args: Any, **kwargs: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(uploads.tempfile, "TemporaryDirectory", full)
        answer = admin_client.post(path, sent)
    assert answer.status_code == 503
    assert "its disk may be full" in answer.content.decode()
    assert not ImportBatch.objects.exists()
    file.seek(0)
    assert admin_client.post(path, sent).status_code == 302
    assert ImportBatch.objects.get().file_name == "list.csv"


@pytest.mark.parametrize("whole_request", [False, True])
def test_what_the_list_names_is_deleted_while_it_is_put_in(
    admin_client: Client, english: Any, monkeypatch: pytest.MonkeyPatch, whole_request: bool
) -> None:
    """PostgreSQL finds it out at the very end, when all is to be kept; that is later where a request is one transaction."""
    if whole_request and connection.vendor != "postgresql":
        pytest.skip("Others let one write at a time.")
    url = upload(admin_client, json.dumps([importing.organization("Open House")]).encode(), "data.json").url
    while ImportBatch.objects.filter(state="staging").exists():
        admin_client.post(url)
    form, finish = form_data(admin_client, url, None), deciding._finish

    def gone(*given: Any) -> None:
        finish(*given)
        if whole_request:
            OrganizationPhone.objects.bulk_create([OrganizationPhone(organization_id=10**8, number="507-555-0142")])
            return
        raise IntegrityError("violates foreign key constraint, Key (term_id)=(7)")

    with monkeypatch.context() as patched:
        patched.setattr(deciding, "_finish", gone)
        answer = admin_client.post(f"{url}put-in/", form, follow=True)
    assert "at the same moment. Nothing was put in." in answer.content.decode()
    assert "term_id" not in answer.content.decode()
    assert not Organization.objects.exists()
    admin_client.post(f"{url}put-in/", form)
    assert Organization.objects.get().name == "Open House"


def test_a_fault_of_ours_stays_one(admin_client: Client, english: Any) -> None:
    """A value that does not fit is for whoever keeps the code, and is no reason to try again."""
    owner = factories.organization("Lantern House")
    path = reverse("wagtailsnippets_harbor_directory_organization:hide", args=[owner.pk])
    admin_client.raise_request_exception = False
    with taking_nothing(DataError):
        assert admin_client.post(path, {"wish": "hide"}).status_code == 500
