"""A hotline's facts stand once, its words per language, and it can always be reached."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries
from wagtail.models import GroupApprovalTask, Locale, Page, Revision, Site, Workflow, WorkflowTask

from harbor_wagtail.models import HarborSettings, Hotline, HotlineCheck, HotlineText, MayTell, Placement
from harbor_wagtail.models.hotline import visible_hotlines
from harbor_wagtail.models.hotline_checks import record_check
from harbor_wagtail.safety.first_page import first_page_waits
from harbor_wagtail.safety.headers import SafePageMixin
from harbor_wagtail.starter import HOTLINES, create_hotlines
from tests import factories

pytestmark = pytest.mark.django_db


def make(locale: Locale, name: str = "Line", **facts: object) -> Hotline:
    hotline = Hotline(**{"call_number": "1-888-373-7888", **facts})
    hotline.texts.add(HotlineText(locale=locale, name=name, hours_note="9 to 5", languages_note="English"))
    hotline.save()
    return hotline


def shown(rf: RequestFactory, place: str) -> str:
    return Template(f"{{% load harbor %}}{{% harbor_hotlines '{place}' %}}").render(Context({"request": rf.get("/")}))


@pytest.mark.parametrize("field", ["call_number", "text_number", "tty_number", "chat_url"])
def test_one_way_to_reach_it_is_enough(field: str) -> None:
    Hotline(**{field: "https://example.org/" if field == "chat_url" else "988"}).full_clean()


@pytest.mark.parametrize("field", ["call_number", "text_number", "tty_number"])
def test_a_number_with_a_digit_too_few_is_asked_for_again(field: str) -> None:
    with pytest.raises(ValidationError, match="a digit too few"):
        Hotline(**{field: "1-888-373-788"}).full_clean()


def test_no_way_to_reach_it_cannot_be_stored() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Hotline.objects.create(text_keyword="HELP")


def test_one_set_of_words_per_language(english: Locale) -> None:
    hotline = make(english)
    with pytest.raises(IntegrityError), transaction.atomic():
        HotlineText.objects.create(hotline_id=hotline.pk, locale=english, name="Again")


def test_a_missing_language_shows_the_default_and_says_so(english: Locale, spanish: Locale, rf: RequestFactory) -> None:
    make(english, "English words", placement=Placement.DANGER)
    with translation.override("es"):
        words = Hotline.objects.get().words
        assert words is not None
        assert (words.language, words.is_fallback) == ("en", True)
        html = shown(rf, "everywhere")
    assert '<span lang="en">English words</span>' in html
    assert "Números para llamar" in html
    assert 'lang="en"' not in shown(rf, "everywhere")


def test_words_of_the_visitors_language_are_taken(english: Locale, spanish: Locale, rf: RequestFactory) -> None:
    hotline = make(english, "English words")
    hotline.texts.add(HotlineText(locale=spanish, name="Palabras"))
    hotline.save()
    with translation.override("es"):
        html = shown(rf, "everywhere")
    assert "Palabras" in html
    assert "English words" not in html


@pytest.mark.parametrize(
    ("placement", "danger", "everywhere", "directory"),
    [
        (Placement.DANGER, True, True, True),
        (Placement.EVERYWHERE, False, True, True),
        (Placement.DIRECTORY, False, False, True),
    ],
)
def test_where_it_is_shown(
    english: Locale, rf: RequestFactory, placement: str, danger: bool, everywhere: bool, directory: bool
) -> None:
    make(english, "Somewhere", placement=placement)
    places = ("danger", "everywhere", "directory")
    assert [("Somewhere" in shown(rf, place)) for place in places] == [danger, everywhere, directory]


def test_unpublished_hotlines_are_not_shown(english: Locale, rf: RequestFactory) -> None:
    make(english, "Draft", live=False)
    assert "Draft" not in shown(rf, "directory")


def test_the_danger_line_names_the_emergency_number_once(english: Locale, rf: RequestFactory) -> None:
    make(english, "Nine one one", call_number="911", placement=Placement.DANGER)
    html = shown(rf, "danger")
    assert html.count("tel:911") == 1
    assert "Nine one one" not in html


def test_the_danger_line_can_be_switched_off(english: Locale, rf: RequestFactory) -> None:
    HarborSettings.objects.create(site=Site.objects.get(), show_danger_line=False)
    make(english, "Line", placement=Placement.DANGER)
    assert shown(rf, "danger").strip() == ""


def test_a_made_up_hotline_says_so(english: Locale, rf: RequestFactory) -> None:
    make(english, "Made up", call_number="507-555-0100", placement=Placement.DANGER, example=True)
    assert "Made up</span> (example)" in shown(rf, "danger")
    assert "Made up</span> (example)" in shown(rf, "everywhere")


def test_reading_costs_the_same_for_any_number_of_hotlines(
    english: Locale, rf: RequestFactory, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(6):
        make(english, call_number=f"507-555-010{number}")
    visible_hotlines(rf.get("/"))
    request = rf.get("/")
    with django_assert_num_queries(1):
        assert len(visible_hotlines(request)) == 6
        assert all(hotline.words for hotline in visible_hotlines(request, "directory"))


def test_an_unknown_place_is_named(rf: RequestFactory) -> None:
    with pytest.raises(Exception, match="no place 'footer'"):
        shown(rf, "footer")


def test_the_starter_numbers_come_once_and_keep_an_editors_words(english: Locale, spanish: Locale) -> None:
    assert len(create_hotlines([english])) == len(HOTLINES)
    text = HotlineText.objects.get(hotline__call_number="988")
    text.name = "Our own words"
    text.save()
    assert create_hotlines([english, spanish]) == []
    assert Hotline.objects.count() == len(HOTLINES)
    hotline = Hotline.objects.get(call_number="988")
    assert sorted(words.name for words in hotline.texts.all()) == [
        "988 Línea de Prevención del Suicidio y Crisis",
        "Our own words",
    ]
    assert hotline.live
    assert hotline.latest_revision is not None
    assert not hotline.has_unpublished_changes
    assert hotline.checked_on is None, "nobody here has called it yet"


def test_the_starter_leaves_an_open_draft_alone(english: Locale, spanish: Locale) -> None:
    create_hotlines([english])
    hotline = Hotline.objects.get(call_number="988")
    hotline.text_number = ""
    draft = hotline.save_revision()
    create_hotlines([english, spanish])
    hotline.refresh_from_db()
    assert hotline.latest_revision == draft
    assert hotline.texts.count() == 1


def test_starter_hotlines_can_start_as_drafts(english: Locale, rf: RequestFactory) -> None:
    create_hotlines([english], live=False)
    assert visible_hotlines(rf.get("/"), "directory") == []


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("editor", "editor@example.org", "x"))
    return client


def form(locale: Locale, **facts: str) -> dict[str, str]:
    empty = dict.fromkeys(["text_number", "text_keyword", "chat_url", "tty_number", "source", "checked_on"], "")
    words = {"name": "Line", "description": "", "hours_note": "", "languages_note": "", "id": "", "DELETE": ""}
    row = {f"texts-0-{name}": value for name, value in {**words, "locale": str(locale.pk)}.items()}
    management = {"texts-TOTAL_FORMS": "1", "texts-INITIAL_FORMS": "0", "texts-MIN_NUM_FORMS": "0"}
    return {**empty, "call_number": "", "placement": "everywhere", "sort_order": "0", **management, **row, **facts}


def test_an_editor_publishes_a_hotline_with_its_words(editor: Client, english: Locale) -> None:
    address = reverse("wagtailsnippets_harbor_wagtail_hotline:add")
    data = form(english, call_number="988", **{"action-publish": "action-publish"})
    assert editor.post(address, data).status_code == 302
    hotline = Hotline.objects.get()
    assert hotline.live
    assert str(hotline) == "Line"


def test_a_draft_nobody_could_reach_is_refused_in_words(editor: Client, english: Locale) -> None:
    response = editor.post(reverse("wagtailsnippets_harbor_wagtail_hotline:add"), form(english))
    assert response.status_code == 200
    assert "Give one way to reach it or more" in response.content.decode()
    response = editor.post(
        reverse("wagtailsnippets_harbor_wagtail_hotline:add"), form(english, call_number="nobody knows")
    )
    assert "Write a number that a phone can call" in response.content.decode()


def test_the_list_edit_and_preview_open(editor: Client, english: Locale, rf: RequestFactory) -> None:
    hotline = make(english, "Seen in preview")
    assert editor.get(reverse("wagtailsnippets_harbor_wagtail_hotline:list")).status_code == 200
    assert editor.get(reverse("wagtailsnippets_harbor_wagtail_hotline:edit", args=[hotline.pk])).status_code == 200
    response = hotline.make_preview_request()
    assert response.status_code == 200
    response.render()
    assert "Seen in preview" in response.content.decode()


def test_the_admin_has_one_harbor_menu(editor: Client) -> None:
    html = editor.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("wagtailsnippets_harbor_wagtail_hotline:list") in html
    assert "icon-harbor-lighthouse" in editor.get(reverse("wagtailadmin_sprite")).content.decode()


def test_the_settings_form_opens_and_saves_nothing_by_being_read(editor: Client, rf: RequestFactory) -> None:
    HarborSettings.for_visitor(rf.get("/"))
    assert not HarborSettings.objects.exists()
    site = Site.objects.get()
    response = editor.get(reverse("wagtailsettings:edit", args=["harbor_wagtail", "harborsettings", site.pk]))
    assert response.status_code == 200
    assert "Where the exit leads" in response.content.decode()


def test_a_check_is_noted_with_who_and_never_comes_back_from_an_old_version(editor: Client, english: Locale) -> None:
    hotline = make(english)
    before = hotline.save_revision()
    address = reverse("harbor_wagtail_hotline_check", args=[hotline.pk])
    assert editor.post(address, {"how": "called", "checked_on": "2999-01-01"}).status_code == 200  # not yet
    assert not HotlineCheck.objects.exists()
    assert editor.post(address, {"how": "called", "checked_on": "2026-01-02", "role": "nurse"}).status_code == 302
    check = HotlineCheck.objects.get()
    assert (check.checked_by.username, check.role) == ("editor", "nurse")  # type: ignore[union-attr]
    before.publish()
    hotline.refresh_from_db()
    assert hotline.checked_on == date(2026, 1, 2)
    assert "checked_on" not in hotline.save_revision().content
    with pytest.raises(TypeError):
        check.save()
    edit = editor.get(reverse("wagtailsnippets_harbor_wagtail_hotline:edit", args=[hotline.pk]))
    assert "nurse" in edit.content.decode()


def test_an_upgrade_leaves_a_confirmed_line_alone(english: Locale, spanish: Locale) -> None:
    create_hotlines([english])
    record_check(Hotline.objects.get(call_number="988"), how="called", checked_on=date(2026, 1, 2))
    create_hotlines([english, spanish])
    assert Hotline.objects.get(call_number="988").texts.count() == 1


@pytest.fixture
def first_page(english: Locale) -> Any:
    page = factories.directory_page()
    Page.objects.filter(pk=page.pk).update(live=False)
    page.refresh_from_db()
    return page


def is_live(page: Any) -> bool:
    return Page.objects.get(pk=page.pk).live


def press_publish(editor: Client, page: Any) -> None:
    editor.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        {"title": "Find help", "slug": page.slug, "directory_intro": "", "directory_narrow_to-count": "0",
         "directory_about": '{"entityMap": {}, "blocks": []}', "action-publish": "1"},
    )  # fmt: skip


def publish_many(editor: Client, page: Any) -> None:
    page.save_revision()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = editor.post(f"{address}?id={page.pk}&next=/admin/", follow=True)
    if not is_live(page):
        assert "first somebody calls one of the hotlines" in response.content.decode()


def approve(editor: Client, page: Any) -> None:
    user = User.objects.get()
    page.save_revision()
    workflow = Workflow.objects.create(name="Look first")
    task = GroupApprovalTask.objects.create(name="Look")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    state = workflow.start(page, user)
    state.current_task_state.approve(user=user)


def let_the_time_come(editor: Client, page: Any) -> None:
    revision = page.save_revision()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled", verbosity=0)


@pytest.mark.parametrize("publish", [press_publish, publish_many, approve, let_the_time_come])
def test_the_first_page_of_ours_waits_however_it_is_published(
    editor: Client, first_page: Any, english: Locale, publish: Callable[[Client, Any], None]
) -> None:
    hotline = make(english)
    record_check(hotline, how="read", checked_on=date(2026, 1, 2))
    publish(editor, first_page)
    assert not is_live(first_page)
    record_check(hotline, how="called", checked_on=date(2026, 1, 2))
    publish(editor, first_page)
    assert is_live(first_page)


def test_what_was_due_while_it_waited_is_published_once_a_line_was_called(
    editor: Client, first_page: Any, english: Locale
) -> None:
    let_the_time_come(editor, first_page)
    assert not is_live(first_page)
    record_check(make(english), how="called", checked_on=date(2026, 1, 2))
    call_command("publish_scheduled", verbosity=0)
    assert is_live(first_page)


def test_a_page_that_waits_says_so_where_it_is_edited_and_in_its_history(editor: Client, first_page: Any) -> None:
    approve(editor, first_page)
    edit = editor.get(reverse("wagtailadmin_pages:edit", args=[first_page.pk])).content.decode()
    assert "first somebody calls one of the hotlines" in edit
    history = editor.get(reverse("wagtailadmin_pages:history", args=[first_page.pk])).content.decode()
    assert "nobody has called a hotline yet" in history


def test_a_page_of_the_hosts_own_waits_for_nothing_and_counts_for_nothing(first_page: Any) -> None:
    class News(SafePageMixin):
        live = False
        specific_deferred = property(lambda self: self)

    assert not first_page_waits(News())
    assert first_page_waits(first_page)
    first_page.save_revision().publish()  # code of the host or ours, without a person
    assert is_live(first_page)


def test_whom_they_tell_is_unknown_until_somebody_asked(english: Locale, rf: RequestFactory) -> None:
    hotline = make(english)
    assert "Ask first whether they have to tell anybody." in shown(rf, "everywhere")
    Hotline.objects.filter(pk=hotline.pk).update(may_tell=MayTell.MINORS)
    HotlineText.objects.update(answered_by="a nurse")
    html = shown(rf, "everywhere")
    assert "They have to report harm to somebody under 18." in html
    assert "a nurse" in html
