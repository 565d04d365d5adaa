from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wagtail.models import Locale

from harbor_wagtail.advocacy.report_cards.example import load_example_report_cards
from harbor_wagtail.advocacy.report_cards.models import Framework
from harbor_wagtail.models import Publisher, TileLayout
from harbor_wagtail.pages.models import ReportCardsPage
from harbor_wagtail.us_layout import SLUG, us_layout
from home.models import HomePage

PAGES: dict[str, dict[str, Any]] = {
    "en": {
        "title": "Report cards",
        "slug": "report-cards",
        "cards_intro": "<p>How do the provinces of an invented federation protect children who were bought and sold?</p>",
        "search_description": "An invented federation, graded by an invented framework: how report cards look.",
    },
    "es": {
        "title": "Informes de calificaciones",
        "slug": "report-cards",
        "cards_intro": "<p>¿Cómo protegen las provincias de una federación inventada a los menores explotados?</p>",
        "search_description": "Una federación inventada, calificada con un método inventado: así se ven los informes.",
    },
}


def load(say: Callable[[str], object]) -> None:
    """An invented federation with its grades; the United States, of which no place is graded."""
    if not TileLayout.objects.filter(slug=SLUG).exists():
        us_layout()
        say("the map of the United States")
    if not Framework.objects.filter(is_example=True).exists():
        for edition in load_example_report_cards():
            say(str(edition))
    for locale in Locale.objects.filter(language_code__in=PAGES).order_by("pk"):
        _page(locale, say)


def _page(locale: Locale, say: Callable[[str], object]) -> None:
    home = HomePage.objects.get(locale=locale)
    if ReportCardsPage.objects.child_of(home).exists():
        return
    coalition, _made = Publisher.objects.get_or_create(
        name="Harbor Coalition", defaults={"about": "The made-up coalition this demonstration belongs to."}
    )
    page = ReportCardsPage(
        locale=locale,
        show_in_menus=True,
        cards_publisher=coalition,
        cards_licence="CC0-1.0",
        **PAGES[locale.language_code],
    )
    if other := ReportCardsPage.objects.exclude(locale=locale).first():
        page.translation_key = other.translation_key
    home.add_child(instance=page)
    page.save_revision().publish()
    say(f"report cards in {locale.language_code}")
