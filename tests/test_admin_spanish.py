"""Promise: an editor whose language is Spanish reads the admin in it, the names of terms included."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.db.models import BooleanField
from django.test import Client
from django.utils import translation
from django.utils.text import capfirst
from wagtail.admin.menu import admin_menu, reports_menu, settings_menu
from wagtail.users.models import UserProfile

from harbor_wagtail.admin.menu import HarborViewSetGroup
from harbor_wagtail.advocacy.consultations.serving import tell
from harbor_wagtail.directory.upkeep.mails import tell_team
from harbor_wagtail.models import Jurisdiction
from tests import factories
from tests.messages import ROOT, catalogue

pytestmark = pytest.mark.django_db

SERVICE = "/admin/snippets/harbor_directory/service/add/"
SCREENS = (
    SERVICE,
    "/admin/snippets/harbor_advocacy/survivorquote/add/",
    "/admin/settings/harbor_directory/upkeepsettings/",
    "/admin/harbor/import/",
    "/admin/reports/harbor-due/",
)
_TEXT = re.compile(r">([^<>]+)<")
_UNSHOWN = re.compile(r"<(script|style|svg)\b.*?</\1>", re.DOTALL)


@pytest.fixture
def editor(admin_client: Client, admin_user: Any) -> Client:
    profile = UserProfile.get_for_user(admin_user)
    profile.preferred_language = "es"
    profile.save()
    return admin_client


def shown(html: str) -> set[str]:
    return {" ".join(unescape(text).split()) for text in _TEXT.findall(_UNSHOWN.sub("", html))} - {""}


def test_no_word_of_ours_is_english(editor: Client) -> None:
    factories.site_root("es")
    shelter = factories.term("shelter")
    read = {screen: shown(editor.get(screen, follow=True).content.decode()) for screen in SCREENS}
    ours: dict[str, str] = {}
    for app in ("", "advocacy", "directory", "safety_plans"):
        ours |= catalogue(ROOT / "harbor_wagtail" / app, "es")
    # Of single words, some are spelled alike, and some are Wagtail's.
    english = {message for message in ours if " " in message} - set(ours.values())
    assert all(len(texts) > 20 for texts in read.values())
    assert {screen: texts & english for screen, texts in read.items() if texts & english} == {}
    assert shelter.texts.get(locale__language_code="es").name in read[SERVICE]
    assert shelter.name not in read[SERVICE]


def test_a_menu_made_for_one_reader_is_read_by_the_next_in_their_own_language() -> None:
    """Wagtail keeps the items of its menus for as long as a process lives."""
    with translation.override("en"):
        items = [item for menu in (admin_menu, reports_menu, settings_menu) for item in menu.registered_menu_items]
        harbor = next(item for item in items if getattr(item, "name", "") == "harbor")
        items += [each for item in _below(harbor) for each in (item, *_below(item))]
        english = [str(item.label) for item in items if _is_ours(item)]
    with translation.override("es"):
        spanish = [str(item.label) for item in items if _is_ours(item)]
    assert len(english) > 20
    assert [one for one, other in zip(english, spanish, strict=True) if one == other] == ["Harbor"]


def _below(item: Any) -> list[Any]:
    return list(item.menu.registered_menu_items) if hasattr(item, "menu") else []


def _is_ours(item: Any) -> bool:
    return "harbor" in f"{item.url} {item.name}"


def test_a_list_is_headed_by_the_word_of_the_menu_that_led_to_it() -> None:
    """In both languages, and so says the way back from a form, which has the model's name."""
    viewsets = [viewset for viewset in HarborViewSetGroup().registerables if viewset.menu_label]
    for language in ("en", "es"):
        with translation.override(language):
            heads = {str(each.menu_label): str(_index(each).get_page_title()) for each in viewsets}
            assert {word: head for word, head in heads.items() if word != head} == {}, language
            back = {str(each.menu_label): capfirst(each.model._meta.verbose_name_plural) for each in viewsets}
            assert {word: name for word, name in back.items() if word != name} == {}, language


def _index(viewset: Any) -> Any:
    view = viewset.index_view
    return view.view_class(**view.view_initkwargs)


def test_every_column_of_a_list_is_headed_and_answered_in_spanish(editor: Client) -> None:
    """No name of a method for a head, no "True" for a yes."""
    for viewset in HarborViewSetGroup().registerables:
        names = [each for each in viewset.list_display if isinstance(each, str) and each != "__str__"]
        fields = {field.name: field for field in viewset.model._meta.get_fields()}
        assert set(names) <= set(fields), viewset.model
        assert not [name for name in names if isinstance(fields[name], BooleanField)], viewset.model
    Jurisdiction.objects.create(name="Moorland", slug="moorland", code="ML", example=True)
    html = editor.get("/admin/snippets/harbor_wagtail/jurisdiction/").content.decode()
    assert re.search(r"<td[^>]*>\s*sí\s*</td>", html)
    assert not re.search(r"<td[^>]*>\s*(True|False)\s*</td>", html)


def test_the_way_home_is_in_the_readers_language(editor: Client) -> None:
    """Wagtail's own is made when a process starts, in whatever language that has."""
    for address in ("harbor_directory/service/", "harbor_wagtail/hotline/", "harbor_advocacy/edition/"):
        crumbs = editor.get(f"/admin/snippets/{address}", follow=True).context["breadcrumbs_items"]
        with translation.override("es"):
            assert str(crumbs[0]["label"]) == "Inicio", address


def test_the_tab_of_the_editors_own_language_opens_first(editor: Client) -> None:
    factories.site_root("es")
    html = editor.get(SERVICE, follow=True).content.decode()
    tabs = re.findall(r"<[^>]*data-harbor-tab[ >][^<]*<[^>]*>([^<]+)", html)
    own = re.findall(r"<[^>]*data-harbor-own[^>]*>[^<]*<[^>]*>([^<]+)", html)
    assert len(tabs) == 2
    assert [name.strip() for name in own] == ["Español"]


def test_a_button_that_chooses_is_in_the_language_of_each_reader(editor: Client, admin_user: Any) -> None:
    """Wagtail's are in that of whoever opened the form first, for as long as a process lives."""
    with translation.override("es"):  # releases of Wagtail say it in different words
        spanish = translation.gettext("Choose %(object)s") % {"object": "organización"}
    assert "Choose" not in spanish
    assert spanish in editor.get(SERVICE, follow=True).content.decode()
    UserProfile.objects.filter(user=admin_user).update(preferred_language="en")
    assert "Choose organization" in editor.get(SERVICE, follow=True).content.decode()


def test_what_is_taken_home_is_headed_in_the_readers_language(editor: Client) -> None:
    factories.service(factories.organization("Lantern House"), "Night line")
    heads = {}
    for address in ("snippets/harbor_directory/service/", "reports/harbor-due/"):
        sheet = b"".join(editor.get(f"/admin/{address}?export=csv")).decode()
        heads[address] = sheet.splitlines()[0].split(",")
        assert "Lantern House" in sheet
    assert heads["snippets/harbor_directory/service/"][:3] == ["Cómo se llama", "Otros nombres", "Organización"]
    assert heads["reports/harbor-due/"][:3] == ["Organización", "Servicio", "Situación"]
    assert translation.get_language() == "en"


def test_the_team_is_written_to_in_the_language_of_the_site(mailoutbox: list[Any]) -> None:
    with translation.override("es"):  # as a visitor reads it
        tell_team("team@example.org", "/admin/harbor/incoming/")
        tell("team@example.org")
    assert [each.subject for each in mailoutbox] == [
        "Something came in about a listing",
        "A request for a consultation",
    ]
