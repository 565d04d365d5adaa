"""The two documents pages stand on: our own, and a thin one over the host's."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import Context, Template, engines
from django.template.backends.django import DjangoTemplates
from django.test import Client, RequestFactory
from django.urls import include, path
from django.utils import translation
from pytest_django import DjangoAssertNumQueries
from wagtail import urls as wagtail_urls
from wagtail.models import Locale, Page, PageViewRestriction, Site

import harbor_wagtail
from harbor_wagtail import navigation, theme
from harbor_wagtail.models import HarborSettings, HarborSettingsText
from harbor_wagtail.safety.headers import harbor_headers
from harbor_wagtail.starter import create_hotlines

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@harbor_headers()
def sample(request: HttpRequest) -> HttpResponse:
    return render(request, "harbor_wagtail/bare_base.html")


urlpatterns = [
    path("harbor/", include("harbor_wagtail.urls")),
    *i18n_patterns(path("sample/", sample), path("", include(wagtail_urls)), prefix_default_language=False),
]


def page(client: Client, address: str = "/sample/") -> str:
    return client.get(address).content.decode()


def saved(**values: object) -> HarborSettings:
    return HarborSettings.objects.create(site=Site.objects.get(), **values)


def child(title: str, **values: object) -> Page:
    root = Site.objects.get().root_page
    return root.add_child(instance=Page(title=title, **{"show_in_menus": True, **values}))


def test_a_first_visit_sets_no_cookie_and_writes_nothing(client: Client) -> None:
    response = client.get("/sample/")
    assert response.status_code == 200
    assert not response.cookies
    assert "cookie" not in response.headers.get("Vary", "").lower()
    assert not HarborSettings.objects.exists()


def test_the_document_names_its_language_and_direction(client: Client) -> None:
    assert '<html lang="en" dir="ltr">' in page(client)
    assert '<html lang="es" dir="ltr">' in page(client, "/es/sample/")
    with translation.override("ar"):
        html = engines["django"].get_template("harbor_wagtail/bare_base.html").render({})
    assert '<html lang="ar" dir="rtl">' in html


def test_skip_link_and_exit_come_first_then_the_page(client: Client, english: Locale) -> None:
    create_hotlines([english])
    html = page(client)
    order = [
        'class="harbor-skip" href="#harbor-main"',
        'class="harbor-skip harbor-skip--exit"',
        'class="harbor-brand"',
        'class="harbor-exit"',
        'class="harbor-danger"',
        '<main class="harbor-main harbor-wrap" id="harbor-main"',
        "<footer",
        'class="harbor-hotline"',
    ]
    assert [html.index(mark) for mark in order] == sorted(html.index(mark) for mark in order)
    assert html.count("data-harbor-exit") == 2


def test_a_strict_policy_loses_nothing_and_no_other_site_is_asked(client: Client, english: Locale) -> None:
    create_hotlines([english])
    saved(color_accent="#7a1f3d")
    html = page(client)
    assert not re.search(r"<style|<script(?! src=\"/static/)|\sstyle=|\son\w+=", html)
    loaded = re.findall(r'<(?:link|img|iframe)[^>]*(?:href|src)="([^"]*)"', html)
    assert loaded
    assert all(address.startswith(("/", "data:,")) and not address.startswith("//") for address in loaded)


def test_every_number_is_isolated_from_the_direction_of_the_page(client: Client, english: Locale) -> None:
    create_hotlines([english])
    html = page(client)
    links = len(re.findall(r'href="(?:tel|sms):', html))
    assert links >= 7
    assert links == len(re.findall(r'<bdi dir="ltr"><a [^>]*href="(?:tel|sms):', html))


@pytest.mark.parametrize(("listed", "asked"), [(True, False), (False, True)])
def test_search_engines_are_asked_to_stay_away_when_the_editor_says_so(
    client: Client, listed: bool, asked: bool
) -> None:
    saved(list_in_search_engines=listed)
    assert ('<meta name="robots" content="noindex">' in page(client)) is asked


def test_the_referrer_is_kept_on_this_site(client: Client) -> None:
    assert '<meta name="referrer" content="same-origin">' in page(client)


def test_the_name_falls_back_to_wagtails_site(client: Client, english: Locale) -> None:
    Site.objects.update(site_name="Host & site")
    assert "Host &amp; site</span>" in page(client)
    stored = saved(site_name="Our name")
    assert "Our name</span>" in page(client)
    stored.texts.add(HarborSettingsText(locale=english, site_name="Our English name", footer_note="Run by us"))
    stored.save()
    assert "Our English name</span>" in page(client)
    assert "<p>Run by us</p>" in page(client)


def test_the_menu_is_one_query_marks_the_place_and_leaves_out_what_is_not_public(
    rf: RequestFactory, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    here, other = child("Find help"), child("Report cards")
    child("Draft", live=False)
    child("Not in menus", show_in_menus=False)
    PageViewRestriction.objects.create(page=child("Staff"), restriction_type="login")
    below = here.add_child(instance=Page(title="Below"))
    request = rf.get("/")
    Site.find_for_request(request)
    here.get_url(request)  # Wagtail's own map of sites, cached from here on
    root = Site.find_for_request(request).root_page
    assert root.locale_id == here.locale_id
    navigation.menu(rf.get("/"), here)  # what a process remembers from here on
    with django_assert_num_queries(1):
        links = navigation.menu(request, here)
    assert [(link.title, link.current) for link in links] == [(here.title, "page"), (other.title, "")]
    assert [link.current for link in navigation.menu(request, below)] == ["true", ""]


def test_the_menu_follows_the_language_of_the_page(rf: RequestFactory, english: Locale, spanish: Locale) -> None:
    here = child("Find help")
    there = here.copy_for_translation(spanish, copy_parents=True)
    there.title, there.show_in_menus = "Buscar ayuda", True
    there.save_revision().publish()
    request = rf.get("/")
    assert [link.title for link in navigation.menu(request, there)] == ["Buscar ayuda"]
    (link,) = navigation.languages(request, here)
    assert (link.title, link.language) == ("Español", "es")
    assert navigation.languages(request, None) == []


def test_colors_of_a_site_are_a_stylesheet_with_an_etag(client: Client) -> None:
    assert "theme.css" not in page(client)
    saved(color_accent="#7A1F3D")
    (address,) = re.findall(r'href="(/harbor/theme\.css\?v=\w+)"', page(client))
    response = client.get(address)
    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in response.headers["Cache-Control"]
    assert not response.cookies
    assert "--harbor-accent: #7a1f3d;" in response.content.decode()
    again = client.get(address, headers={"if-none-match": response.headers["ETag"]})
    assert again.status_code == 304
    assert "max-age=300" in client.get("/harbor/theme.css?v=old").headers["Cache-Control"]
    assert client.post(address).status_code == 405


@pytest.mark.parametrize(
    ("given", "field"),
    [
        pytest.param({"color_ink": "#999999"}, "color_ink", id="pale text"),
        pytest.param({"color_surface": "#333333"}, "color_surface", id="dark ground under dark text"),
        pytest.param({"color_accent_ink": "#1f5f6b"}, "color_accent_ink", id="a button without words"),
        pytest.param({"color_accent": "red"}, "color_accent", id="a name"),
        pytest.param({"color_accent": "#12345;"}, "color_accent", id="an escape"),
        pytest.param({"default_state": "XX"}, "default_state", id="no such state"),
        pytest.param({"emergency_number": "help"}, "emergency_number", id="no number"),
    ],
)
def test_settings_a_visitor_could_not_use_are_refused(given: dict[str, str], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        HarborSettings(site=Site.objects.get(), **given).full_clean()
    assert field in refused.value.message_dict


@pytest.mark.parametrize("accent", ["#1f5f6b", "#7a1f3d", "#000080", "#8a5a00", "#006400"])
def test_tones_worked_out_from_an_accent_can_be_read(accent: str) -> None:
    light, dark = (
        dict(re.findall(r"--harbor-([\w-]+): (#\w{6});", part))
        for part in theme.stylesheet({"accent": accent}).split("@media")
    )
    for tokens in (light, dark):
        assert theme.contrast(tokens["muted"], tokens["calm"]) >= 4.5
        assert theme.contrast(tokens["accent"], tokens["surface"]) >= 4.5
        assert theme.contrast(tokens["accent-ink"], tokens["accent"]) >= 4.5
        assert theme.contrast(tokens["edge"], tokens["surface"]) >= 3


@pytest.mark.parametrize(("one", "other", "ratio"), [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48)])
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert theme.contrast(one, other) == pytest.approx(ratio, abs=0.01)


def test_the_thin_base_stands_in_the_hosts_own(rf: RequestFactory) -> None:
    host = DjangoTemplates(
        {
            "NAME": "host",
            "DIRS": [],
            "APP_DIRS": False,
            "OPTIONS": {
                "loaders": [
                    (
                        "django.template.loaders.locmem.Loader",
                        {
                            "base.html": "<title>{% block title %}{% endblock %}</title><nav>host</nav>"
                            "{% block content %}{% endblock %}",
                            "one.html": '{% extends "harbor_wagtail/base.html" %}{% block harbor_title %}One{% endblock %}'
                            "{% block harbor_content %}<p>ours</p>{% endblock %}",
                        },
                    ),
                    "django.template.loaders.app_directories.Loader",
                ]
            },
        }
    )
    html = host.get_template("one.html").render({}, rf.get("/"))
    assert "<title>One</title><nav>host</nav>" in html
    assert re.search(r'<div class="harbor">.*rel="stylesheet".*data-harbor-exit.*<p>ours</p>', html, re.DOTALL)
    assert "<meta" not in html, "HTML allows none in the body"


def test_the_stylesheet_is_small_and_asks_nobody() -> None:
    from django.contrib.staticfiles import finders

    with open(finders.find("harbor_wagtail/harbor.css"), encoding="utf-8") as file:
        css = file.read()
    assert len(css) < 25_000
    assert css.count("{") == css.count("}")
    assert not re.search(r"url\(|@import|https?:", css)
    for query in ("prefers-color-scheme: dark", "prefers-contrast", "prefers-reduced-motion", "forced-colors", "print"):
        assert query in css


def test_discreet_mode_gives_every_page_of_our_own_a_plain_title(client: Client, english: Locale) -> None:
    stored = saved(discreet=True)
    assert "<title>Notes</title>" in page(client)
    assert "<title>Notes</title>" in page(client, "/harbor/notes/en/")
    stored.texts.add(HarborSettingsText(locale=english, discreet_title="Recipes"))
    stored.save()
    assert "<title>Recipes</title>" in page(client)
    with pytest.raises(ValidationError):
        HarborSettingsText(settings=stored, locale=english, discreet_title="Shelter list").full_clean()


def spanish_words(client: Client) -> tuple[str, str]:
    """The short line and the page behind it, as somebody who reads Spanish sees them."""
    with translation.override("es"):
        line = Template("{% load harbor %}{% harbor_limits %}").render(Context({"request": RequestFactory().get("/")}))
    return line, page(client, "/harbor/notes/es/")


def test_safety_words_in_another_language_are_a_draft_until_a_named_role_reviewed_them(
    client: Client, spanish: Locale
) -> None:
    stored = saved()
    line, notes = spanish_words(client)
    assert "Salir no borra" in line  # the package's words, and that nobody stands by them here
    assert "Nadie ha revisado todavía esta traducción." in notes
    words = HarborSettingsText(
        settings=stored, locale=spanish, limits_note="Nota propia.", before_you_start="Página propia."
    )
    words.save()
    assert [part for part in spanish_words(client) if "propia" in part] == []
    words.reviewed_by_role = "bilingual advocate"
    with pytest.raises(ValidationError):
        words.clean()
    words.reviewed_on = date(2026, 11, 2)
    words.save()
    line, notes = spanish_words(client)
    assert "Nota propia." in line
    assert "Página propia." in notes
    assert "Nadie ha revisado" not in notes
    words.limits_note = "Otra nota propia."
    words.save()
    assert (words.reviewed_by_role, words.reviewed_on) == ("", None)
    assert [part for part in spanish_words(client) if "propia" in part] == []


def test_words_in_the_sites_first_language_wait_for_nobody(client: Client, english: Locale) -> None:
    stored = saved()
    HarborSettingsText(settings=stored, locale=english, before_you_start="Our own page.").save()
    assert "Our own page." in page(client, "/harbor/notes/en/")
    assert "reviewed this translation" not in page(client, "/harbor/notes/en/")


def test_the_sites_own_stylesheet_comes_after_ours_and_no_page_takes_its_place() -> None:
    templates = {file: file.read_text() for file in Path(harbor_wagtail.__file__).parent.rglob("templates/**/*.html")}
    named = {file.name for file, text in templates.items() if "block harbor_site_head" in text}
    assert named == {"base.html", "bare_base.html"}
    for file, text in templates.items():
        if file.name in named and "block harbor_site_head" in text:
            assert text.index("block harbor_head") < text.index("block harbor_site_head"), file
