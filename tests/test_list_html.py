"""Promise: the list's HTML is what its templates say, though most of it is kept; of a question nothing is kept with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.test import Client, override_settings
from wagtail.models import Site

from harbor_wagtail import frame_html, own_templates
from harbor_wagtail.directory.presentation import form_html, list_html, results_html
from harbor_wagtail.models import HarborSettings, HarborSettingsText
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_kept")]

SEARCH = "/harbor/search/"
FORGED = "\x02words\x03"
QUESTIONS: list[dict[str, Any]] = [
    {},
    {"page": "2"},
    {"words": "zeppelinword", "zip": "55912"},
    {"words": f'<b>"&{FORGED}', "zip": f"{FORGED}1", "age": FORGED, "time": "when", "day": "MO"},
    {"words": "shelter", "zip": "99999", "age": "16", "domain": ["shelter", "legal"]},
    {"county": factories.MOWER, "open": "now", "age_stated": "1", "day": "TU", "time": "14:30"},
    {"day": "SA", "spoken": ["es"]},
]


@pytest.fixture
def page(english: Any) -> Any:
    for number in range(3):
        kinds = ["shelter"] if number % 2 else ["legal"]
        factories.service(name=f"Shelter {number:02}", domains=kinds, areas=[factories.MOWER])
    return factories.directory_page()


def answers(client: Client, page: Any) -> list[str]:
    found = []
    for asked in QUESTIONS:
        for language in ("en", "es"):
            sent = {"directory": page.pk, "language": language, **asked}
            for headers in ({}, {"X-Harbor-Fragment": "1"}):
                found.append(client.post(SEARCH, sent, headers=headers).content.decode())
        found.append(client.get(page.url).content.decode())
    return found


def test_what_is_written_into_what_was_kept_is_what_the_templates_say(
    client: Client, page: Any, nothing_kept: dict[Any, Any], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.HARBOR_WAGTAIL = {"RESULTS_PER_PAGE": 1}
    first = answers(client, page)
    number = len(nothing_kept)
    assert number
    assert answers(client, page) == first
    assert len(nothing_kept) == number
    monkeypatch.setattr(own_templates, "are_ours", lambda context, names: False)
    assert answers(client, page) == first


def test_a_site_that_searches_in_addresses_is_told_so(client: Client, page: Any, nothing_kept: dict[Any, Any]) -> None:
    assert 'method="post" action="/harbor/search/"' in client.get(page.url).content.decode()
    HarborSettings.objects.create(site=Site.objects.get(), search_in_address=True)
    shown = client.get(page.url, {"words": "shelter"}).content.decode()
    assert 'method="get" action="/find-help/"' in shown
    assert 'name="seen"' not in shown


@pytest.mark.parametrize("said", ["inter\x02rupted", FORGED, "\x03", "\x02\x03"])
def test_a_sites_own_words_with_signs_copied_from_a_pdf_break_no_list(client: Client, page: Any, said: str) -> None:
    own = HarborSettings.objects.create(site=Site.objects.get())
    HarborSettingsText.objects.create(settings=own, locale=factories.locale("en"), search_note=said)
    for _ in range(2):
        shown = client.get(page.url).content.decode()
        assert f'<p class="harbor-note">{said}' in shown
        assert shown.count('id="harbor-words"') == shown.count('id="harbor-results"') == 1


def test_nothing_that_was_asked_or_found_is_kept(client: Client, page: Any, nothing_kept: dict[Any, Any]) -> None:
    found = {"words": "shelter", "zip": "55912", "domain": ["shelter"]}
    shown = [
        client.post(SEARCH, {"directory": page.pk, **asked}).content.decode()
        for asked in (found, {"age": "17.25", "time": "03:07", "day": "TH"})
    ]
    assert 'data-total="1"' in shown[0]
    kept = repr(nothing_kept)
    assert "harbor-form" in kept
    assert "harbor-again" in kept
    for word in ("17.25", "03:07", "55912", 'value="shelter"', "Shelter 01", " checked>", " selected>", "data-count"):
        assert word in "".join(shown)
        assert word not in kept


def test_as_many_shapes_as_one_likes_and_no_more(
    client: Client, page: Any, nothing_kept: dict[Any, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_templates, "MOST", 3)
    for asked in QUESTIONS:
        client.post(SEARCH, {"directory": page.pk, **asked})
        assert len(nothing_kept) <= 3


@pytest.mark.parametrize("name", sorted({*list_html.TEMPLATES}))
def test_a_template_of_the_hosts_stands_round_the_list_each_time(
    client: Client, page: Any, nothing_kept: dict[Any, Any], tmp_path: Path, name: str
) -> None:
    own = tmp_path / name
    own.parent.mkdir(parents=True)
    base = "{% block harbor_content %}{% endblock %}" if "base" in name else ""
    own.write_text(f"OWN {{{{ asked.words }}}}{base}")
    ours = site_settings.TEMPLATES[0]
    with override_settings(TEMPLATES=[{**ours, "DIRS": [str(tmp_path), *ours.get("DIRS", [])]}]):
        for words in ("shelter", "00"):
            shown = client.post(SEARCH, {"directory": page.pk, "words": words}).content.decode()
            # Pieces that say the same on every page are given nothing of it.
            assert f"OWN {words}" in shown or ("OWN " in shown and name in frame_html.TEMPLATES[1:])
    assert not [key for key in nothing_kept if key[0] == list_html.PAGE]


@pytest.mark.parametrize("name", sorted({*form_html.TEMPLATES, *results_html.TEMPLATES}))
def test_a_template_of_the_hosts_is_rendered_each_time_with_all_the_page_has(
    client: Client, page: Any, nothing_kept: dict[Any, Any], tmp_path: Path, name: str
) -> None:
    own = tmp_path / name
    own.parent.mkdir(parents=True)
    own.write_text("OWN {{ asked.words }} {{ found.total }} {{ facets.groups.domain.options.0.label }}")
    ours = site_settings.TEMPLATES[0]
    with override_settings(TEMPLATES=[{**ours, "DIRS": [str(tmp_path), *ours.get("DIRS", [])]}]):
        for words, number in (("shelter", 3), ("00", 1)):
            shown = client.post(SEARCH, {"directory": page.pk, "words": words}).content.decode()
            if "example_banner" not in name:  # which stands beside examples alone
                assert f"OWN {words} {number} " in shown
        tag = "form" if name in form_html.TEMPLATES else "results"
        assert not [key for key in nothing_kept if key[0] == f"harbor_directory/includes/{tag}.html"]


@pytest.mark.parametrize("name", ["form", "results", "nothing_found"])
def test_a_template_of_the_hosts_stands_in_the_page_as_any_template_does(
    client: Client, page: Any, nothing_kept: dict[Any, Any], tmp_path: Path, name: str
) -> None:
    """It hears what is said round it: the settings, the language, and that the exit's script stands already."""
    own = tmp_path / f"harbor_directory/includes/{name}.html"
    own.parent.mkdir(parents=True)
    own.write_text(
        "{% load harbor %}OWN {{ asked.words }} {{ site.exit_host }} {{ current_language }} {% harbor_exit %}"
    )
    ours = site_settings.TEMPLATES[0]
    with override_settings(TEMPLATES=[{**ours, "DIRS": [str(tmp_path), *ours.get("DIRS", [])]}]):
        for words in ("shelter", "zzz"):
            shown = client.post(SEARCH, {"directory": page.pk, "words": words}).content.decode()
            said = f"OWN {words} weather.gov en <" in shown
            assert said or (name == "nothing_found" and words == "shelter")
            assert (shown.count("exit.js"), shown.count("harbor.css")) == (1, 1)
