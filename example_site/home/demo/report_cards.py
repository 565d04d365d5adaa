from __future__ import annotations

from collections.abc import Callable

from harbor_wagtail.advocacy.report_cards.example import load_example_report_cards
from harbor_wagtail.advocacy.report_cards.models import Framework
from harbor_wagtail.models import TileLayout
from harbor_wagtail.us_layout import SLUG, us_layout


def load(say: Callable[[str], object]) -> None:
    """An invented federation with its grades; the United States, of which no place is graded."""
    if not TileLayout.objects.filter(slug=SLUG).exists():
        us_layout()
        say("the map of the United States")
    if not Framework.objects.filter(is_example=True).exists():
        for edition in load_example_report_cards():
            say(str(edition))
