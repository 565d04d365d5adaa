"""Promise: a form that is sent something that is no text is refused with words, and nothing is written."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Revision

from harbor_wagtail.advocacy.report_cards.models import Framework
from harbor_wagtail.pages.models import FactSheetPage
from tests import advocacy, report_cards
from tests.admin_forms import form_data

pytestmark = pytest.mark.django_db

BROKEN = [
    "no JSON",
    "",
    "[]",
    "3",
    '{"blocks": 1, "entityMap": 2}',
    '{"blocks": [{"text": 1}], "entityMap": {}}',
    "\x00",
]


def refused(answer: Any) -> None:
    assert answer.status_code == 400
    assert "nothing of it was saved" in answer.content.decode()


@pytest.mark.parametrize("broken", BROKEN)
def test_a_text_of_a_record(admin_client: Client, english: Any, broken: str) -> None:
    frame = report_cards.framework(goals=1)
    for name, args in (("edit", [frame.pk]), ("add", [])):
        path = reverse(f"wagtailsnippets_harbor_advocacy_framework:{name}", args=args)
        refused(admin_client.post(path, {**form_data(admin_client, path), "name": "Newer", "method": broken}))
    assert [each.name for each in Framework.objects.all()] == [frame.name]


@pytest.mark.parametrize("broken", BROKEN)
def test_a_text_of_a_page_or_among_its_parts(admin_client: Client, english: Any, broken: str) -> None:
    page = advocacy.page(("text", "<p>x</p>"), adv_intro="<p>Stays.</p>")
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    add = reverse("wagtailadmin_pages:add", args=["harbor_pages", "factsheetpage", page.get_parent().pk])
    whole = json.dumps({"blocks": [], "entityMap": {}})
    typed = {"title": "Newer", "slug": "newer", "adv_intro": whole, "adv_body-count": "1", "adv_body-0-type": "text"}
    typed |= {"adv_body-0-deleted": "", "adv_body-0-order": "0", "adv_body-0-id": "", "adv_body-0-value": whole}
    before = Revision.objects.count()
    for field in ("adv_intro", "adv_body-0-value"):
        for path in (edit, add):
            refused(admin_client.post(path, {**typed, field: broken}))
    refused(admin_client.post(edit, {**typed, "adv_body-count": "many"}))
    answer = admin_client.post(edit, {**typed, "adv_intro": broken}, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["success"]) == (400, False)
    assert Revision.objects.count() == before
    assert list(FactSheetPage.objects.values_list("title", "adv_intro")) == [(page.title, "<p>Stays.</p>")]


def test_what_can_be_read_is_kept(admin_client: Client, english: Any) -> None:
    frame = report_cards.framework(goals=1)
    path = reverse("wagtailsnippets_harbor_advocacy_framework:edit", args=[frame.pk])
    answer = admin_client.post(path, {**form_data(admin_client, path), "name": "Newer"})
    assert answer.status_code == 302
    assert Framework.objects.get().name == "Newer"
