"""Promise: a form that is sent something that is no text is refused with words, and nothing is written."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse
from wagtail.admin.panels import FieldPanel
from wagtail.admin.panels.signal_handlers import reset_edit_handler_cache
from wagtail.models import GroupPagePermission, Page, Revision
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from harbor_wagtail.advocacy.report_cards.models import Framework
from harbor_wagtail.pages.models import FactSheetPage
from tests import advocacy, factories, report_cards
from tests.admin_forms import errors, form_data
from tests.testapp.models import HostDirectoryPage

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
    typed = fact_sheet()
    before = Revision.objects.count()
    for field in ("adv_intro", "adv_body-0-value"):
        for path in (edit, add):
            refused(admin_client.post(path, {**typed, field: broken}))
    refused(admin_client.post(edit, {**typed, "adv_body-count": "many"}))
    refused(admin_client.post(edit, {name: value for name, value in typed.items() if name != "adv_body-count"}))
    answer = admin_client.post(edit, {**typed, "adv_intro": broken}, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["success"]) == (400, False)
    beside = reverse("harbor_wagtail_language", args=[page.pk])  # the panel with words to watch
    assert admin_client.post(beside, typed).status_code == 200
    assert admin_client.post(beside, {**typed, "adv_intro": broken}).status_code == 204
    assert Revision.objects.count() == before
    assert list(FactSheetPage.objects.values_list("title", "adv_intro")) == [(page.title, "<p>Stays.</p>")]
    answer = admin_client.post(edit, typed)
    assert answer.status_code == 302, errors(answer)
    assert Revision.objects.count() == before + 1


def fact_sheet() -> dict[str, Any]:
    """What a browser sends of one."""
    typed = {"title": "Newer", "slug": "newer", "adv_intro": rich_text("<p>Newer.</p>")}
    typed |= {"adv_body": streamfield([("text", rich_text("<p>x</p>"))]), "adv_review_by": "2030-01-01"}
    typed |= {"adv_setting": "any", "adv_references": "page", "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}}
    typed |= {name: streamfield([]) for name in ("adv_publishers", "adv_authors", "adv_notices", "adv_changes")}
    return dict(nested_form_data(typed))


@pytest.mark.parametrize("how", ["of nobody", "of some"])
def test_a_host_may_leave_parts_of_a_page_out_of_its_form(
    client: Client, english: Any, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    left = [] if how == "of nobody" else [FieldPanel("directory_narrow_to", permission="testapp.narrow")]
    monkeypatch.setattr(HostDirectoryPage, "content_panels", [*Page.content_panels, *left])
    reset_edit_handler_cache(setting="WAGTAILADMIN_COMMENTS_ENABLED")
    page = factories.directory_page(model=HostDirectoryPage)
    who = User.objects.create_user("amira")
    who.groups.add(group := Group.objects.get(name="Editors"))
    GroupPagePermission.objects.get_or_create(
        group=group, page=page, permission=Permission.objects.get(codename="change_page")
    )
    client.force_login(who)
    try:
        typed = {"title": "Newer", "slug": page.slug, "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}}
        answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), nested_form_data(typed))
        assert answer.status_code == 302, errors(answer)
    finally:
        monkeypatch.undo()
        reset_edit_handler_cache(setting="WAGTAILADMIN_COMMENTS_ENABLED")


def test_what_can_be_read_is_kept(admin_client: Client, english: Any) -> None:
    frame = report_cards.framework(goals=1)
    path = reverse("wagtailsnippets_harbor_advocacy_framework:edit", args=[frame.pk])
    answer = admin_client.post(path, {**form_data(admin_client, path), "name": "Newer"})
    assert answer.status_code == 302
    assert Framework.objects.get().name == "Newer"
