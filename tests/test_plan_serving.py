"""A file that was given out before costs one query, and is never given out once anything it depends on has changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail import hooks
from wagtail.models import PageViewRestriction, Site

from harbor_wagtail.models import HarborSettings, Hotline, HotlineText
from harbor_wagtail.safety_plans import memory
from harbor_wagtail.safety_plans.models import PlanFile
from harbor_wagtail.starter import create_hotlines
from tests import plans

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(english: Any) -> Any:
    create_hotlines([english])
    memory.forget()
    return plans.plan_page(plans.index_page(), "staff")


def get(client: Client, page: Any, **headers: str) -> Any:
    return client.get(f"/harbor/files/{page.pk}/notes.docx", headers=headers)


def test_the_second_one_costs_one_query_and_a_cache_is_told_that_nothing_changed(client: Client, staff: Any) -> None:
    first = get(client, staff)
    with CaptureQueriesContext(connection) as asked:
        second = get(client, staff)
    assert len(asked) == 1
    assert second.content == first.content
    assert second["Content-Disposition"] == 'attachment; filename="notes.docx"'
    assert second["Cache-Control"] == "no-store"
    unchanged = get(client, staff, if_none_match=first["ETag"])
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert get(client, staff, if_none_match='"another"').content == first.content


# Each past the signals that a save would send: the file is judged by what the database holds.
CHANGES: dict[str, Callable[[Any], Any]] = {
    "number": lambda page: Hotline.objects.filter(call_number="1-888-373-7888").update(call_number="1-888-555-0123"),
    "words": lambda page: HotlineText.objects.update(name="Another name"),
    "order": lambda page: Hotline.objects.filter(call_number="1-888-373-7888").update(sort_order=99),
    "hidden": lambda page: Hotline.objects.filter(call_number="1-888-373-7888").update(live=False),
    "settings": lambda page: HarborSettings.objects.create(site=Site.objects.get(), emergency_number="112"),
    "discreet mode": lambda page: HarborSettings.objects.create(site=Site.objects.get(), discreet=True),
    "title": lambda page: type(page).objects.filter(pk=page.pk).update(title="Another title"),
    "content": lambda page: type(page).objects.filter(pk=page.pk).update(plan_content=[]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_a_file_is_made_of_makes_a_new_one(client: Client, staff: Any, change: str) -> None:
    first = get(client, staff)
    CHANGES[change](staff)
    changed = get(client, staff)
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]
    assert PlanFile.objects.filter(kind="docx").count() == 1


def test_a_file_goes_with_its_page(client: Client, staff: Any) -> None:
    get(client, staff)
    restriction = PageViewRestriction.objects.create(page=staff.get_parent(), restriction_type="login")
    assert not get(client, staff).content.startswith(b"PK")
    restriction.delete()
    assert get(client, staff).content.startswith(b"PK")
    type(staff).objects.filter(pk=staff.pk).update(live=False)
    assert get(client, staff).status_code == 404


def test_a_site_with_a_rule_of_its_own_is_asked_every_time(client: Client, staff: Any) -> None:
    from django.http import HttpResponse

    get(client, staff)
    with hooks.register_temporarily("before_serve_page", lambda *args, **kwargs: HttpResponse("not for you")):
        assert get(client, staff).content == b"not for you"
    assert get(client, staff).content.startswith(b"PK")


def test_memory_makes_room(client: Client, staff: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "ROOM", 1)
    other = plans.plan_page(staff.get_parent(), "family")
    get(client, staff)
    get(client, other)
    with CaptureQueriesContext(connection) as asked:
        get(client, other)
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as asked:
        get(client, staff)
    assert len(asked) > 1
