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
    assert ">Leave this site<span" in html
    assert html.strip().endswith("</span></a>")
    assert "weather.gov</span>" in html
    assert "target=" not in html


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
        pytest.param("", "", id="nothing"),
    ],
)
def test_an_exit_that_does_not_lead_away_is_refused(url: str, said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        HarborSettings(site=Site.objects.get(), exit_url=url).full_clean()
    assert said in str(refused.value.message_dict["exit_url"])


def test_the_default_is_accepted() -> None:
    HarborSettings(site=Site.objects.get()).full_clean()
