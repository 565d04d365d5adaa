"""Small templates that stand on every page are rendered once for what they are made of, and a host's own each time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Engine
from django.test import RequestFactory
from django.utils import translation
from wagtail.models import Site

from harbor_wagtail import own_templates
from harbor_wagtail.models import HarborSettings, HarborSettingsText

pytestmark = pytest.mark.django_db

PACKAGE = Path(own_templates.__file__).parent / "templates"
PAGE = "{% load harbor %}{% harbor_exit %}{% harbor_limits wrap=True %}"
LIBRARIES = {
    "harbor": "harbor_wagtail.templatetags.harbor",
    "i18n": "django.templatetags.i18n",
    "static": "django.templatetags.static",
}


def shown(rf: RequestFactory, *folders: Path) -> str:
    """A page of a site with these folders of templates before ours, as the next request gets it."""
    engine = Engine(dirs=[*map(str, folders), str(PACKAGE)], libraries=LIBRARIES)
    return engine.from_string(PAGE).render(Context({"request": rf.get("/")}))


def stored(**values: Any) -> None:
    HarborSettings.objects.update_or_create(site=Site.objects.get(), defaults=values)


def test_what_is_kept_follows_the_settings_and_the_language(rf: RequestFactory) -> None:
    stored(exit_url="https://www.example.org/", exit_by_key=True)
    first = shown(rf)
    assert shown(rf) == first
    HarborSettings.objects.update(exit_url="https://www.example.net/")
    assert "example.org" not in shown(rf)
    HarborSettings.objects.update(exit_by_key=False)
    assert "data-harbor-key" in first
    assert "data-harbor-key" not in shown(rf)
    with translation.override("es"):
        assert "Salir" in shown(rf)
    assert "Salir" not in shown(rf)
    english = Site.objects.get().root_page.locale
    HarborSettingsText.objects.create(settings=HarborSettings.objects.get(), locale=english, limits_note="Ours alone.")
    assert "Ours alone." in shown(rf)


def test_a_piece_of_ours_is_rendered_once(rf: RequestFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[Any, Any] = {}
    monkeypatch.setattr(own_templates, "_kept", kept)
    for _visit in range(3):
        shown(rf)
    assert len(kept) == 3  # the exit, its script, the line about its limits
    monkeypatch.setattr(own_templates, "MOST", 3)
    with translation.override("es"):
        shown(rf)
    assert len(kept) == 3


def test_a_hosts_own_template_may_show_what_ours_does_not(rf: RequestFactory, tmp_path: Path) -> None:
    own = tmp_path / "harbor_wagtail" / "includes" / "exit.html"
    own.parent.mkdir(parents=True)
    own.write_text("Leave {{ settings.site_name }}")
    stored(site_name="Harbor")
    assert "Leave Harbor" in shown(rf, tmp_path)
    stored(site_name="Haven")
    assert "Leave Haven" in shown(rf, tmp_path)
