"""Each system check names what is missing and the line to write, and asks the database nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.checks import ERROR, CheckMessage, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import clear_url_caches, include, path, re_path, set_script_prefix
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Site

from harbor_wagtail import checks
from harbor_wagtail.models import HarborSettings


class UrlconfWithout:
    urlpatterns: list[Any] = []


def catch_all(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


class UrlconfTooLate:
    urlpatterns = [re_path(r"^.*$", catch_all, name="wagtail_serve"), path("harbor/", include("harbor_wagtail.urls"))]


@pytest.fixture(autouse=True)
def fresh_urls() -> Iterator[None]:
    clear_url_caches()
    yield
    clear_url_caches()


def found(check: Any) -> dict[str, CheckMessage]:
    return {message.id: message for message in check(None)}


def test_a_complete_host_hears_nothing_but_what_it_left_out() -> None:
    heard = {message.id for message in run_checks(tags=["harbor_wagtail"])}
    assert heard <= {"harbor_wagtail.W003"}  # a host without base.html of its own is told so


@pytest.mark.django_db
def test_checks_ask_the_database_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        run_checks(tags=["harbor_wagtail"])


@pytest.mark.parametrize("app", checks.REQUIRED_APPS)
def test_a_missing_app_is_named(app: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks.apps, "is_installed", lambda name: name != app)
    message = found(checks.check_apps)["harbor_wagtail.E001"]
    assert repr(app) in message.msg
    assert "INSTALLED_APPS" in message.hint


def test_modeladmin_may_be_left_out_and_the_check_says_what_that_costs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks.apps, "is_installed", lambda name: name != "wagtail_modeladmin")
    assert set(found(checks.check_apps)) == {"harbor_wagtail.I001"}


@override_settings(HARBOR_WAGTAIL={"RESULT_PER_PAGE": 3})
def test_an_unknown_setting_is_an_error() -> None:
    assert "RESULTS_PER_PAGE" in found(checks.check_settings)["harbor_wagtail.E002"].msg


@override_settings(USE_TZ=False)
def test_times_without_a_zone_are_an_error() -> None:
    message = found(checks.check_settings)["harbor_wagtail.E005"]
    assert message.level == ERROR
    assert "USE_TZ = True" in message.hint


def test_below_a_path_prefix_the_include_is_found() -> None:
    set_script_prefix("/sub/")
    try:
        assert found(checks.check_urls) == {}
        with override_settings(ROOT_URLCONF=UrlconfTooLate):
            assert set(found(checks.check_urls)) == {"harbor_wagtail.E004"}
    finally:
        set_script_prefix("/")


@override_settings(ROOT_URLCONF=UrlconfWithout)
def test_a_missing_include_is_an_error_with_the_line_to_write() -> None:
    hint = found(checks.check_urls)["harbor_wagtail.E003"].hint
    assert 'path("harbor/", include("harbor_wagtail.urls"))' in hint


@override_settings(ROOT_URLCONF=UrlconfTooLate)
def test_an_include_after_wagtails_is_an_error() -> None:
    message = found(checks.check_urls)["harbor_wagtail.E004"]
    assert "/harbor/theme.css" in message.msg
    assert "wagtail_serve" in message.msg


TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {}}]


@override_settings(TEMPLATES=TEMPLATES)
def test_a_missing_request_processor_is_a_warning() -> None:
    assert checks.REQUEST_PROCESSOR in found(checks.check_templates)["harbor_wagtail.W002"].hint


@pytest.mark.parametrize(("vendor", "told"), [("sqlite", False), ("postgresql", False), ("mysql", True)])
def test_a_database_without_full_text_search_is_mentioned(
    vendor: str, told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(connections["default"]), "vendor", vendor)
    assert ("harbor_wagtail.I002" in found(checks.check_database)) is told


HOST_BASE = """{% extends "skeleton.html" %}
{# <script src="https://comment.example/x.js"></script> #}<!-- <img src="https://comment.example/"> -->
{% block content %}<a href="https://pressed.example/">a link</a><link rel="canonical" href="https://canon.example/">
<img src="{{ picture.url }}"><script src="{% static 'site.js' %}"></script>{% include "tracker.html" %}{% endblock %}
"""
TEMPLATES = {
    "harbor_wagtail/base.html": '{% extends "base.html" %}',
    "harbor_wagtail/bare_base.html": "",
    "base.html": HOST_BASE,
    "skeleton.html": '<link rel="stylesheet" href="//fonts.example/css?family=A"><style>@import url("https://css.example/a.css")</style>',
    "tracker.html": "<script async src='https://www.googletagmanager.com/gtag/js?id=G-1'></script>"
    "<iframe title=x src=https://video.example/1></iframe><script src='https://static.example/own.js'></script>",
}


def with_templates(templates: dict[str, str], **more: Any) -> Any:
    loader = ("django.template.loaders.locmem.Loader", templates)
    engine = {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {"loaders": [loader], "libraries": {}, "builtins": ["django.templatetags.static"]},
    }
    return override_settings(TEMPLATES=[engine], STATIC_URL="https://static.example/", **more)


def test_what_the_hosts_template_loads_from_others_is_named_with_its_file() -> None:
    with with_templates(TEMPLATES):
        messages = [each for each in run_checks(tags=["harbor_wagtail"]) if each.id == "harbor_wagtail.W004"]
    named = {(each.msg.split(",")[0], each.msg.split("from ")[1].split(":")[0]) for each in messages}
    assert named == {
        ("skeleton.html", "fonts.example"),
        ("skeleton.html", "css.example"),
        ("tracker.html", "www.googletagmanager.com"),
        ("tracker.html", "video.example"),
    }


@pytest.mark.django_db
def test_a_search_in_its_address_and_analytics_do_not_go_together(settings: Any) -> None:
    stored = HarborSettings.objects.create(site=Site.objects.get(), search_in_address=True)

    def heard() -> list[str]:
        return [each.msg for each in checked() if each.id == "harbor_wagtail.W005"]

    assert heard() == []
    with with_templates(TEMPLATES):
        assert "googletagmanager" in heard()[0]
    settings.MATOMO_SITE_ID = "3"
    assert "MATOMO_SITE_ID" in heard()[0]
    stored.search_in_address = False
    stored.save()
    assert heard() == []


@pytest.mark.django_db
def test_an_exit_that_leads_to_this_installation_is_named(settings: Any) -> None:
    stored = HarborSettings.objects.create(site=Site.objects.get(), exit_url="https://help.example.org/")
    assert "harbor_wagtail.W006" not in {each.id for each in checked()}
    settings.ALLOWED_HOSTS = [".example.org"]  # since it was saved
    assert "https://help.example.org/" in next(each.msg for each in checked() if each.id == "harbor_wagtail.W006")
    HarborSettings.objects.filter(pk=stored.pk).update(exit_url="https://www.weather.gov/")
    assert "harbor_wagtail.W006" not in {each.id for each in checked()}


def checked() -> list[Any]:
    return list(run_checks(tags=["database"], databases=["default"]))


def test_a_part_without_what_it_is_built_on_says_what_to_add(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = checks.apps.get_app_config("harbor_pages")
    monkeypatch.setattr(checks.apps, "is_installed", lambda name: name != "harbor_wagtail.advocacy")
    with pytest.raises(ImproperlyConfigured, match="needs 'harbor_wagtail.advocacy': add it to INSTALLED_APPS.*mixins"):
        pages.import_models()
    for label in ("directory", "advocacy", "safety_plans"):
        monkeypatch.setattr(checks.apps, "is_installed", lambda name: name != "harbor_wagtail")
        with pytest.raises(ImproperlyConfigured, match="needs 'harbor_wagtail'"):
            checks.apps.get_app_config(f"harbor_{label}").import_models()
