"""A new site is finished without a developer: the home page says what is left, a button makes the sections as drafts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.urls import reverse
from wagtail.admin.menu import settings_menu
from wagtail.models import Page, Site

from harbor_wagtail.admin import setup_languages
from harbor_wagtail.admin.first_steps import our_pages
from harbor_wagtail.directory.models import UpkeepSettings
from harbor_wagtail.models import HarborSettings, Hotline
from harbor_wagtail.models.hotline_checks import HotlineCheck
from harbor_wagtail.pages.models import SafetyPlanPage
from harbor_wagtail.roles import ROLES
from harbor_wagtail.setup_steps import steps
from tests import factories

pytestmark = pytest.mark.django_db

HOME, SETUP = "/admin/", "/admin/harbor/setup/"


def left(user: User) -> list[str]:
    return [step.label for step in steps(user, Site.objects.get()) if not step.done]


def test_each_step_goes_when_it_is_done_and_the_panel_with_the_last(client: Client, admin_user: User) -> None:
    client.force_login(admin_user)
    assert "Finish setting up" in client.get(HOME).content.decode()
    assert "Make the sections of the site" in left(admin_user)

    offered = client.get(SETUP).content.decode()
    assert offered.count('name="section"') >= 5
    names = ["hotlines", "directory"]
    answer = client.post(SETUP, {"section": names}, follow=True)
    assert "as drafts" in answer.content.decode()
    assert "Make the sections of the site" not in left(admin_user)
    assert not our_pages(Site.objects.get()).filter(live=True).exists()
    again = client.get(SETUP).content.decode()
    assert [name for name in names if f'value="{name}"' in again] == []

    line = Hotline.objects.filter(live=True, example=False)[0]
    HotlineCheck.objects.create(hotline=line, how=HotlineCheck.How.CALLED, checked_on=date(2026, 11, 1))
    HarborSettings.for_site(Site.objects.get())
    UpkeepSettings.objects.update_or_create(defaults={"tell_email": "team@example.org"})
    factories.service()
    assert left(admin_user) == ["Read the drafts, and publish the first page"]
    our_pages(Site.objects.get()).get().specific.save_revision().publish()
    assert left(admin_user) == []
    assert "Finish setting up" not in client.get(HOME).content.decode()


def test_looking_makes_nothing(client: Client, admin_user: User) -> None:
    client.force_login(admin_user)
    before = Page.objects.count(), Hotline.objects.count()
    client.get(SETUP)
    assert (Page.objects.count(), Hotline.objects.count()) == before


def test_other_languages_ask_for_a_review(admin_user: User, spanish: object) -> None:
    root = Site.objects.get().root_page
    assert not any("other languages" in label for label in left(admin_user))
    root.copy_for_translation(spanish)
    assert any("other languages" in label for label in left(admin_user))


def test_a_language_is_added_with_the_sections_that_are_there(client: Client, admin_user: User) -> None:
    client.force_login(admin_user)
    client.post(SETUP, {"section": ["directory"]})
    home = Site.objects.get().root_page
    offered = client.get(SETUP).content.decode()
    assert "of your home page: English" in offered
    assert 'name="language" value="es"' in offered
    client.post(SETUP, {"language": ["es", "xx"], "section": ["safety-plans"]})
    spanish = home.get_translations().get()
    assert (spanish.locale.language_code, spanish.live) == ("es", False)
    assert {page.title for page in spanish.get_children()} == {"Buscar ayuda", "Planes de seguridad"}
    again = client.get(SETUP).content.decode()
    assert "of your home page: English, Español" in again
    assert 'name="language"' not in again


def test_a_site_of_one_language_says_who_can_add_more(client: Client, admin_user: User, settings: Any) -> None:
    settings.WAGTAIL_I18N_ENABLED = False
    client.force_login(admin_user)
    offered = client.get(SETUP).content.decode()
    assert "WAGTAIL_I18N_ENABLED" in offered
    assert 'name="language"' not in offered
    client.post(SETUP, {"language": ["es"]})
    assert not Site.objects.get().root_page.get_translations().exists()


def test_a_home_page_whose_language_names_no_country_is_not_offered_again(
    admin_user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = {"en-us": "English", "es": "Español", "es-mx": "Español de México"}
    monkeypatch.setattr(setup_languages, "get_content_languages", lambda: named)
    root = Site.objects.get().root_page
    assert list(setup_languages.languages_to_add(root, admin_user)) == ["es", "es-mx"]


def test_a_list_of_plans_asks_for_a_plan(client: Client, admin_user: User) -> None:
    asked = "Have a safety plan read by an advocate, and publish it"
    client.force_login(admin_user)
    client.post(SETUP, {"section": ["directory"]})
    assert asked not in left(admin_user)
    client.post(SETUP, {"section": ["safety-plans"]})
    assert asked in left(admin_user)
    SafetyPlanPage.objects.all()[0].save_revision().publish()
    assert asked not in left(admin_user)


def test_the_exit_is_on_the_tab_that_opens(admin_user: User) -> None:
    url = next(step.url for step in steps(admin_user, Site.objects.get()) if "where the exit leads" in step.label)
    assert url.endswith("#tab-safety")


def test_the_page_of_sections_stays_in_the_menu(rf: RequestFactory, admin_user: User) -> None:
    def shown(user: User) -> bool:
        request = rf.get("/admin/")
        request.user = user
        return any(item.name == "harbor-setup" for item in settings_menu.menu_items_for_request(request))

    assert shown(admin_user)
    assert not shown(User.objects.create_user("nobody"))


def test_only_who_may_change_the_settings_sees_it(client: Client) -> None:
    call_command("harbor_setup", sections=["hotlines"], roles=["listing"], verbosity=0)
    user = User.objects.create_user("listing")
    user.groups.add(Group.objects.get(name=ROLES["listing"].group))
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    assert "Finish setting up" not in client.get(HOME).content.decode()
    for answer in (client.get(SETUP), client.post(SETUP, {"section": "directory"})):
        assert answer.headers.get("Location") == reverse("wagtailadmin_home")  # Wagtail's way of refusing
    assert not our_pages(Site.objects.get()).exists()
