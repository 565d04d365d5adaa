from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wagtail.models import Locale, Site

from harbor_wagtail.directory.starter import create_holidays, create_synonyms
from harbor_wagtail.models import HarborSettings
from harbor_wagtail.pages.models import ProviderDirectoryPage
from harbor_wagtail.starter import create_hotlines
from home.models import HomePage

WORDS: dict[str, dict[str, Any]] = {
    "en": {
        "title": "Find help",
        "slug": "find-help",
        "search_description": "Shelter, food, health care, legal help and people to talk to, by county and age.",
        "directory_intro": "Free and low-cost services that a young person can reach on their own.",
        "directory_about": (
            "<p>We list organizations that tell us whom they serve and how to start, and that answer when we call. "
            "A listing is not an endorsement. If something is wrong here, tell us and we will call them.</p>"
        ),
    },
    "es": {
        "title": "Buscar ayuda",
        "slug": "find-help",
        "search_description": "Refugio, comida, salud, ayuda legal y gente con quien hablar, por condado y edad.",
        "directory_intro": "Servicios gratuitos o de bajo costo a los que una persona joven puede llegar por su cuenta.",
        "directory_about": (
            "<p>Incluimos organizaciones que nos dicen a quién atienden y cómo empezar, y que contestan cuando llamamos. "
            "Aparecer aquí no es una recomendación. Si algo está mal, díganos y las llamaremos.</p>"
        ),
    },
}


def load(say: Callable[[str], object]) -> None:
    """Hotlines, the site's Harbor settings, holidays, synonyms, and the directory page in each language of the site."""
    made = create_hotlines(Locale.objects.all())
    if made:
        say(f"{len(made)} national hotlines")
    if holidays := create_holidays():
        say(f"{holidays} holidays")
    if sets := create_synonyms(Locale.objects.all()):
        say(f"{sets} sets of words that mean the same")
    _settings(say)
    for locale in Locale.objects.filter(language_code__in=WORDS).order_by("pk"):
        _page(locale, say)


def _settings(say: Callable[[str], object]) -> None:
    site = Site.objects.get(is_default_site=True)
    _row, created = HarborSettings.objects.get_or_create(site=site, defaults={"list_in_search_engines": False})
    if created:
        say("settings of the site")


def _page(locale: Locale, say: Callable[[str], object]) -> None:
    home = HomePage.objects.get(locale=locale)
    if ProviderDirectoryPage.objects.child_of(home).exists():
        return
    first = ProviderDirectoryPage.objects.order_by("pk").first()
    page = ProviderDirectoryPage(locale=locale, show_in_menus=True, **WORDS[locale.language_code])
    if first:
        page.translation_key = first.translation_key
    home.add_child(instance=page)
    page.save_revision().publish()
    say(f"directory page in {locale.language_code}")
