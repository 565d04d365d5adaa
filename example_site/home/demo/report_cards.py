from __future__ import annotations

from collections.abc import Callable
from typing import Any

from harbor_wagtail.advocacy.report_cards.example import load_example_report_cards
from harbor_wagtail.advocacy.report_cards.models import Framework
from harbor_wagtail.models import TileLayout
from harbor_wagtail.pages.models import ReportCardsPage
from harbor_wagtail.us_layout import SLUG, us_layout
from home.demo.advocacy import coalition
from home.demo.pages import setup

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
    making = setup(say)
    for parent in making.parents:
        making.section(parent, ReportCardsPage, PAGES, cards_publisher=coalition(), cards_licence="CC0-1.0")
