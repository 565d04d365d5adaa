"""The way out is a plain link that needs no script, and it leads away."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from wagtail.models import Locale, Site

from harbor_wagtail.models import HarborSettings, HarborSettingsText

pytestmark = pytest.mark.django_db


def rendered(rf: RequestFactory, tag: str = "{% harbor_exit %}") -> str:
    return Template("{% load harbor %}" + tag).render(Context({"request": rf.get("/")}))


def saved(**values: object) -> HarborSettings:
    return HarborSettings.objects.create(site=Site.objects.get(), **values)


def test_it_is_a_link_with_the_words_first_and_hidden_words_last(rf: RequestFactory) -> None:
    html = rendered(rf)
    assert re.search(r'<a class="harbor-exit" data-harbor-exit href="https://www\.weather\.gov/"', html)
    assert 'rel="nofollow noreferrer"' in html
    assert re.search(r'>Leave this site<span class="harbor-hidden">: opens weather\.gov\.[^<]*</span></a>', html)
    assert "target=" not in html


def test_on_a_page_of_the_host_it_brings_its_script_and_styles_once(rf: RequestFactory) -> None:
    html = rendered(rf, "{% harbor_exit second=True %}{% harbor_exit %}")
    assert html.count("<script") == html.count("harbor_wagtail/exit.js") == 1
    assert html.count("harbor_wagtail/harbor.css") == 1
    assert html.index("exit.js") < html.index("<a ")
    after_head = rendered(rf, "{% harbor_exit_script %}{% harbor_head %}{% harbor_exit %}")
    assert after_head.count("exit.js") == after_head.count("harbor.css") == 1


def test_the_script_is_told_where_to_and_the_key_can_be_switched_off(rf: RequestFactory) -> None:
    saved(exit_url="https://example.com/news")
    assert 'data-harbor-to="https://example.com/news"' in rendered(rf)
    assert 'data-harbor-key="shift"' in rendered(rf)
    assert 'role="status"' in rendered(rf)
    HarborSettings.objects.update(exit_by_key=False)
    without = rendered(rf)
    assert "exit.js" in without
    assert not re.search("shift|role=", without, re.IGNORECASE)


def test_a_page_without_request_still_has_a_way_out() -> None:
    assert "data-harbor-exit" in Template("{% load harbor %}{% harbor_exit %}").render(Context())


def test_the_second_exit_is_shown_only_with_the_focus(rf: RequestFactory) -> None:
    assert 'class="harbor-skip harbor-skip--exit" data-harbor-exit' in rendered(rf, "{% harbor_exit second=True %}")


def test_its_words_follow_the_language_and_the_editors_own_words_win(
    rf: RequestFactory, english: Locale, spanish: Locale
) -> None:
    stored = saved(exit_url="https://example.com/news")
    stored.texts.add(HarborSettingsText(locale=english, exit_label="Weather & more"))
    stored.save()
    assert "Weather &amp; more" in rendered(rf)
    with translation.override("es"):
        assert "Salir de este sitio" in rendered(rf)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        pytest.param("http://example.com/", "https://", id="not encrypted"),
        pytest.param("https://localhost/about/", "away from this site", id="this site"),
        pytest.param("https://www.localhost/", "away from this site", id="this site with www"),
        pytest.param("javascript:alert(1)", "", id="a script"),
        pytest.param("https://[::1", "", id="no address"),
        pytest.param("https://news.localhost/", "away from this site", id="below this site"),
        pytest.param("https://93.184.215.14/", "by name", id="a number"),
        pytest.param("https://weather:gov@example.com/", "by name", id="somebody's password"),
        pytest.param("https://mail.google.com/", "person's own name", id="a personal page"),
        pytest.param("https://example.com/domestic-violence/", "tells what", id="a telling page"),
        pytest.param("https://example.com/?q=%73helter", "tells what", id="a telling page in disguise"),
        pytest.param("data:text/html,x", "https://", id="no page at all"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_an_exit_that_does_not_lead_away_is_refused(url: str, said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        HarborSettings(site=Site.objects.get(), exit_url=url).full_clean()
    assert said in str(refused.value.message_dict["exit_url"])


@pytest.mark.parametrize("url", ["https://www.weather.gov/", "https://www.essexweather.com/landscape?day=1#top"])
def test_a_plain_page_is_accepted(url: str) -> None:
    HarborSettings(site=Site.objects.get(), exit_url=url).full_clean()


@pytest.mark.parametrize(
    ("label", "accepted"),
    [
        ("", True),
        ("Weather & more", True),
        ("Salir ahora", True),
        ("×", False),  # nobody can say it to a phone
        ("<b>Exit</b>", False),
        ("Escape your abuser", False),
        ("Refugio", False),
    ],
)
def test_words_on_the_exit_are_plain_and_tell_nothing(label: str, accepted: bool, english: Locale) -> None:
    text = HarborSettingsText(settings=saved(), locale=english, exit_label=label)
    if accepted:
        text.full_clean()
        return
    with pytest.raises(ValidationError) as refused:
        text.full_clean()
    assert set(refused.value.message_dict) == {"exit_label"}
