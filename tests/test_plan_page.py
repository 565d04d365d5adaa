"""A plan's page: the emergency box first, fields that leave nothing behind, files by a plain name; and the list of plans."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from harbor_wagtail.documents import engine
from harbor_wagtail.models import Hotline
from harbor_wagtail.safety_plans import files
from harbor_wagtail.safety_plans.models import PlanFile
from harbor_wagtail.safety_plans.review import remarks
from harbor_wagtail.starter import create_hotlines
from tests import plans
from tests.html_faults import faults

pytestmark = pytest.mark.django_db
needs_engine = pytest.mark.skipif(not engine.available(), reason=engine.problem())


@pytest.fixture
def index(english: Any) -> Any:
    create_hotlines([english])
    return plans.index_page()


@pytest.fixture
def left(index: Any) -> Any:
    return plans.plan_page(index, "left")


@pytest.fixture
def still(index: Any) -> Any:
    return plans.plan_page(index, "still")


def body(client: Client, page: Any, below: str = "") -> str:
    response = client.get(page.url + below)
    assert response.status_code == 200
    html = response.content.decode()
    assert faults(html) == [], page.url + below
    return html


def test_the_numbers_come_first_in_every_form(client: Client, left: Any) -> None:
    for below in ("", "print/"):
        html = body(client, left, below)
        box, plan = html.index('class="harbor-plan-emergency"'), html.index('id="part-1"')
        assert box < html.index('<bdi dir="ltr"><a href="tel:911">911</a></bdi>', box) < plan
        assert box < html.index('<bdi dir="ltr"><a href="tel:+18883737888">1-888-373-7888</a></bdi>', box) < plan


def test_fields_have_labels_and_no_name_and_their_form_sends_nothing(client: Client, left: Any) -> None:
    html = body(client, left)
    fields = re.findall(r"<(?:input|textarea|select)\b[^>]*data-harbor-field[^>]*>", html)
    assert len(fields) == len(left.get_plan_document().fields) == 47
    assert re.findall(r"<form[^>]*>", html) == ['<form method="dialog" autocomplete="off">']  # not even by Enter
    for field in fields:
        assert " name=" not in field
        assert 'autocomplete="off"' in field or 'type="checkbox"' in field  # which may have it of the form alone
        number = re.search(r' id="([^"]+)"', field)
        assert number
        assert f'for="{number[1]}"' in html or "aria-label=" in field or 'type="checkbox"' in field
    texts = [field for field in fields if 'type="text"' in field or field.startswith("<textarea")]
    assert all('spellcheck="false"' in field for field in texts)


def test_a_plan_for_somebody_still_there_is_read(client: Client, still: Any) -> None:
    html = body(client, still)
    assert not re.search(r"<(input|textarea|select)\b", html)
    assert "You do not need to write down a name." in html  # still there to think about
    assert html.index("Three things to keep in mind</h3>") < html.index('id="plan-files"')
    assert html.index("looks through your phone") < html.index("notes.pdf" if engine.available() else "/print/")


def test_word_is_offered_for_family_and_staff_unless_the_editor_says_otherwise(
    client: Client, index: Any, left: Any
) -> None:
    assert ".docx" not in body(client, left)
    assert client.get(f"/harbor/files/{left.pk}/notes.docx").status_code == 404
    staff = plans.plan_page(index, "staff")
    assert f"/harbor/files/{staff.pk}/notes.docx" in body(client, staff)
    left.plan_word = "yes"
    left.save()
    response = client.get(f"/harbor/files/{left.pk}/notes.docx")
    assert response["Content-Disposition"] == 'attachment; filename="notes.docx"'
    assert response.content.startswith(b"PK")


def test_pages_and_files_forbid_storing_and_set_no_cookie(client: Client, left: Any) -> None:
    left.plan_word = "yes"
    left.save()
    for address in (left.url, left.url + "print/", left.get_parent().url, f"/harbor/files/{left.pk}/notes.docx"):
        response = client.get(address)
        assert response["Cache-Control"] == "private, no-store", address
        assert response["Referrer-Policy"] == "same-origin", address
        assert not response.cookies, address
    html = body(client, left)
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\bsrc=)", html)


@needs_engine
def test_a_file_is_made_once_and_again_when_a_hotline_changes(client: Client, still: Any, monkeypatch: Any) -> None:
    from harbor_wagtail.documents import pdf

    made = []
    monkeypatch.setattr(
        pdf, "make_pdf", lambda document: made.append(document) or pdf.Pdf(b"%PDF-" + repr(document).encode(), 3)
    )
    address = f"/harbor/files/{still.pk}/notes.pdf"
    first = client.get(address)
    assert first["Content-Disposition"] == 'attachment; filename="notes.pdf"'
    assert client.get(address).content == first.content
    assert len(made) == 1
    hotline = Hotline.objects.get(call_number="1-888-373-7888")
    hotline.call_number = "1-888-555-0123"
    hotline.save()
    changed = client.get(address).content
    assert b"1-888-555-0123" in changed
    assert b"1-888-373-7888" not in changed
    assert PlanFile.objects.filter(kind="pdf").count() == 1


def test_a_kept_file_is_given_out_where_none_can_be_made(client: Client, still: Any, monkeypatch: Any) -> None:
    document = still.get_plan_document()
    digest = files.digest(document, "pdf")
    PlanFile.objects.create(owner=files.owner_of(still), kind="pdf", digest=digest, content=b"%PDF-1", size=6, pages=1)
    monkeypatch.setattr(engine, "_load", lambda: (None, "not here"))
    html = body(client, still)
    assert "notes.pdf" in html
    assert "notes-card.pdf" not in html
    assert client.get(f"/harbor/files/{still.pk}/notes.pdf").content == b"%PDF-1"
    assert client.get(f"/harbor/files/{still.pk}/notes-card.pdf").status_code == 404


def test_files_of_drafts_and_of_pages_behind_a_password_are_not_given_out(client: Client, index: Any) -> None:
    staff = plans.plan_page(index, "staff")
    address = f"/harbor/files/{staff.pk}/notes.docx"
    assert client.get(address).status_code == 200
    PageViewRestriction.objects.create(page=staff, restriction_type="password", password="open")
    assert not client.get(address).content.startswith(b"PK")
    PageViewRestriction.objects.all().delete()
    staff.unpublish()
    assert client.get(address).status_code == 404
    assert not PlanFile.objects.exists()


@pytest.mark.parametrize("name", ["plan.pdf", "notes.exe", "other.docx", "..%2Fnotes.pdf", "notes"])
def test_other_names_are_not_files(client: Client, left: Any, name: str) -> None:
    assert client.get(f"/harbor/files/{left.pk}/{name}").status_code == 404


def test_the_list_says_for_whom_how_long_and_how_fresh(client: Client, index: Any, left: Any, still: Any) -> None:
    staff = plans.plan_page(index, "staff")
    client.get(f"/harbor/files/{staff.pk}/notes.docx")
    body(client, index)  # what a process remembers from here on
    with CaptureQueriesContext(connection) as few:
        html = body(client, index)
    assert html.count('data-for="') == 3
    assert "Nobody has said when this was last reviewed" in html
    assert re.search(r"Word</a> <span[^>]*>\d\d\.\d", html)
    card = html[html.index('data-for="still"') : html.index('data-for="staff"')]
    assert "notes.pdf" not in card  # its page says first what a file may give away
    plans.plan_page(index, "family")
    with CaptureQueriesContext(connection) as more:
        body(client, index)
    assert len(more) == len(few)


def test_a_source_that_is_not_in_the_list_is_named(left: Any) -> None:
    from django.core.exceptions import ValidationError

    left.plan_sources = left.plan_sources.stream_block.to_python([])
    with pytest.raises(ValidationError, match="names source 1, 2"):
        left.full_clean()


def test_an_editor_is_told_what_to_look_at(left: Any) -> None:
    document = left.get_plan_document()
    assert not [each.text for each in remarks(left, document) if each.serious]
    left.plan_grade = 1
    left.plan_review_by = datetime.date(2020, 1, 1)
    section = left.plan_content[0].value
    section["title"] = "A plan 🐬"
    tips = left.plan_content[2].value["parts"]
    phone = next(part for part in tips if part.value["title"] == "Phone and online")
    for item in phone.value["items"]:
        item["caution"] = ""
    said = " ".join(each.text for each in remarks(left, left.get_plan_document()) if each.serious)
    assert "wanted is 1 or less" in said
    assert "was due for review" in said
    assert "“Block the person who hurt you on your phone and on social media.” may be noticed" in said
    if engine.available():
        assert "🐬 (U+1F42C, “A plan 🐬”)" in said
        assert not files.has_file(left, "pdf", left.get_plan_document())


def test_the_editor_opens_with_the_remarks(admin_client: Client, left: Any) -> None:
    html = admin_client.get(f"/admin/pages/{left.pk}/edit/").content.decode()
    assert "Reading level: about grade" in html
    assert "47 places to fill in" in html


def test_an_editor_sees_what_the_files_of_a_draft_are_like(admin_client: Client, client: Client, still: Any) -> None:
    still.plan_word = "yes"
    still.title = "A draft of mine"
    still.save_revision()
    address = f"/admin/harbor/plans/{still.pk}/files/"
    assert address in admin_client.get(f"/admin/pages/{still.pk}/edit/").content.decode()
    html = admin_client.get(address).content.decode()
    assert "A draft of mine" in html
    assert "Real headings, labelled controls" in html
    if engine.available():
        assert html.count("Nothing was found that would keep somebody from using it.") == 2
        assert admin_client.get(address + "card/").content.startswith(b"%PDF-")
    assert admin_client.get(address + "docx/").content.startswith(b"PK")
    assert admin_client.get(address + "exe/").status_code == 404
    assert not PlanFile.objects.exists()  # looked at, not kept: nobody else gets it
    assert client.get(address).status_code == 302
