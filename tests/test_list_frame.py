"""Promise: what stands round a list is kept, and shows what an editor changed at the very next request."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.images import ImageFile
from django.test import Client
from django.utils import timezone
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction, Site

from harbor_wagtail import navigation, own_templates
from harbor_wagtail.directory.list_response import PAGE
from harbor_wagtail.directory.models import DirectoryVersion, Service
from harbor_wagtail.directory.upkeep import silence
from harbor_wagtail.models import HarborSettings, HarborSettingsText, Hotline, HotlineText
from harbor_wagtail.navigation import Link
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_kept")]

SEARCH = "/harbor/search/"


@pytest.fixture
def page(english: Any) -> Any:
    own = HarborSettings.objects.create(site=Site.objects.get(), site_name="Harbor")
    HarborSettingsText.objects.create(settings=own, locale=factories.locale("en"), footer_note="A note.")
    line = Hotline.objects.create(call_number="988", placement="danger")
    HotlineText.objects.create(hotline=line, locale=factories.locale("en"), name="Lifeline")
    factories.service(name="Beds", domains=["shelter"], areas=[factories.MOWER])
    made = factories.directory_page(directory_intro="An introduction.", directory_about="<p>About</p>")
    factories.site_root().add_child(instance=Page(title="Stories", slug="stories", show_in_menus=True))
    return made


def answers(client: Client, page: Any) -> list[str]:
    """The page in several ways, each time a search is asked as if nobody had asked before."""
    sent = {"directory": page.pk, "words": "beds"}
    found = [client.post(SEARCH, given) for given in (sent, {**sent, "words": "nowhere"}, {**sent, "language": "es"})]
    found += [client.get(page.url + below, follow=True) for below in ("", "help/shelter/", "in/mower-county-mn/")]
    assert {answer.status_code for answer in found} == {200}
    return [answer.content.decode() for answer in found]


def settings(**values: Any) -> Callable[[Any], Any]:
    return lambda page: HarborSettings.objects.update(**values)


def directory(**values: Any) -> Callable[[Any], Any]:
    return lambda page: type(page).objects.filter(pk=page.pk).update(**values)


def pages(**values: Any) -> Callable[[Any], Any]:
    return lambda page: Page.objects.filter(slug="stories").update(**values)


def restrict(page: Any) -> None:
    stories = Page.objects.get(slug="stories")
    PageViewRestriction.objects.create(page=stories, restriction_type=PageViewRestriction.LOGIN)


def move(page: Any) -> None:
    site = Site.objects.get()
    site.port = 8720
    site.save()


def translate(page: Any) -> None:
    factories.directory_page("ayuda", language="es", translation_key=page.translation_key)


def forget(page: Any) -> None:
    Service.objects.update(last_modified=timezone.now() - timedelta(days=2000))
    DirectoryVersion.bump()


def picture(page: Any) -> None:
    data = io.BytesIO()
    Image.new("RGB", (40, 20)).save(data, "PNG")
    logo = get_image_model().objects.create(title="Logo", file=ImageFile(io.BytesIO(data.getvalue()), "logo.png"))
    HarborSettings.objects.update(logo=logo)


#: What an editor does; what is there before, and no more after (empty: nothing), and what comes.
CHANGES: dict[str, tuple[Callable[[Any], Any], str, str]] = {
    "name of the site": (settings(site_name="Haven"), ">Harbor<", ">Haven<"),
    "the exit": (settings(exit_url="https://www.example.net/"), "", 'href="https://www.example.net/"'),
    "the exit by key": (settings(exit_by_key=False), 'data-harbor-key="shift"', ""),
    "discreet": (settings(discreet=True), "<title>Find help", "<title>Notes"),
    "search engines": (settings(list_in_search_engines=False), "", 'content="noindex"'),
    "a color": (settings(color_ink="#102030"), "", "?v="),
    "no danger line": (settings(show_danger_line=False), "harbor-danger__row", ""),
    "a picture": (picture, "", "harbor-brand__logo"),
    "words": (lambda page: HarborSettingsText.objects.update(footer_note="Another."), "A note.", "Another."),
    "the site itself": (move, "", "localhost:8720/"),
    "a page's title": (pages(title="Voices"), ">Stories<", ">Voices<"),
    "a page's address": (pages(slug="voices", url_path="/home/voices/"), "/stories/", "/voices/"),
    "a page that goes": (pages(live=False), "Stories", ""),
    "a page in no menu": (pages(show_in_menus=False), "Stories", ""),
    "a page that is restricted": (restrict, "Stories", ""),
    "this page's title": (directory(title="Who helps"), "", "Who helps"),
    "this page's title elsewhere": (directory(seo_title="Who helps"), "<title>Find help<", "<title>Who helps<"),
    "this page's introduction": (directory(directory_intro="Anew."), "An introduction.", "Anew."),
    "what is said about it": (directory(directory_about="<p>Otherwise</p>"), "<p>About</p>", "<p>Otherwise</p>"),
    "nothing is said about it": (directory(directory_about=""), "harbor-directory-about", ""),
    "a number": (lambda page: Hotline.objects.update(call_number="555-010-0988"), "tel:988", "0100988"),
    "a hotline that goes": (lambda page: Hotline.objects.update(live=False), "Lifeline", ""),
    "another language": (translate, "", 'hreflang="es"'),
    "nobody checks": (forget, "", "Nobody has checked this directory"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen_at_the_next_request(
    client: Client, page: Any, nothing_kept: dict[Any, Any], change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, gone, comes = CHANGES[change]
    before = answers(client, page)
    assert answers(client, page) == before
    assert [key for key in nothing_kept if key[0] == PAGE]
    make(page)
    after = answers(client, page)
    monkeypatch.setattr(own_templates, "are_ours", lambda context, names: False)
    assert answers(client, page) == after
    assert gone in before[0]
    assert not gone or gone not in after[0]
    assert comes in after[0]
    assert not comes or comes not in before[0]


def test_what_is_kept_shows_what_it_is_found_by_though_somebody_writes_meanwhile(
    client: Client, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a page that was in the menu for a moment would be back with the menu of before."""
    menus = [[Link(name, f"/{name}/")] for name in ("one", "two", "one")]
    monkeypatch.setattr(navigation, "menu", lambda *given: menus.pop(0))
    for name in ("one", "two", "one"):
        shown = client.get(page.url).content.decode()
        assert [other for other in ("one", "two") if f'href="/{other}/"' in shown] == [name]


def test_a_midnight_while_the_page_is_made_leaves_no_other_day_in_what_is_kept(
    client: Client, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a directory that somebody checks again would be said to be unchecked."""
    months = [0]
    monkeypatch.setattr(silence, "months_between", lambda *days: months.pop(0) if months else 20)
    assert "Nobody has checked" not in client.get(page.url).content.decode()
    months[:] = [0]
    assert "Nobody has checked" not in client.get(page.url).content.decode()


def test_all_lists_of_a_language_share_one_shape(client: Client, page: Any, nothing_kept: dict[Any, Any]) -> None:
    for below in ("help/shelter/", "in/mower-county-mn/"):
        assert client.get(page.url + below).status_code == 200
    assert len([key for key in nothing_kept if key[0] == PAGE]) == 1
