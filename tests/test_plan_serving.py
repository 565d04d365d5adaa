"""A file that was given out before costs one query, and is never given out once anything it depends on has changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail import hooks
from wagtail.models import PageViewRestriction, Site

from harbor_wagtail.documents import engine
from harbor_wagtail.models import HarborSettings, Hotline, HotlineText
from harbor_wagtail.safety_plans import memory
from harbor_wagtail.safety_plans.making import make_files
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
    assert second["Cache-Control"] == "private, no-store"
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


def test_the_command_makes_what_is_missing_and_names_what_cannot_be_made(
    staff: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(engine, "_load", lambda: (None, "No Pango here"))
    PlanFile.objects.create(owner="harbor_pages.safetyplanpage:0", kind="pdf", digest="x", content=b"x", size=1)
    with pytest.raises(SystemExit) as ended:
        call_command("harbor_plan_files")
    said = capsys.readouterr()
    assert ended.value.code == 1
    assert "1 plans: 1 files made, 0 were there, 2 cannot be made." in said.out
    assert "1 files of plans that are no longer published are deleted." in said.out
    assert said.err.count("No Pango here") == 2
    staff.plan_word = "no"
    assert [each.state for each in make_files(staff)] == ["refused", "refused"]
    Hotline.objects.update(sort_order=7)  # said in no file
    assert PlanFile.objects.filter(kind="docx").count() == 1


def test_a_full_disk_keeps_the_old_file_and_nobody_from_the_new_one(
    client: Client, staff: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    get(client, staff)
    old = PlanFile.objects.get(kind="docx")
    CHANGES["number"](staff)

    def full(*args: Any, **kwargs: Any) -> Any:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(PlanFile.objects.__class__, "update_or_create", full)
    new = get(client, staff)
    assert new.status_code == 200
    assert new.content.startswith(b"PK")
    assert bytes(PlanFile.objects.get(kind="docx").content) == bytes(old.content) != new.content


def test_a_plan_without_a_section_or_a_word_is_a_file_all_the_same(staff: Any) -> None:
    staff.plan_content = staff.plan_content.stream_block.to_python([])
    staff.plan_intro = staff.plan_emergency = staff.plan_disclaimer = ""
    staff.save()
    assert {each.state for each in make_files(staff)} == ({"made"} if engine.available() else {"made", "refused"})
