"""Which function makes what the template of each page is given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from harbor_wagtail.advocacy.report_cards.pages import about_pages, compare_page, edition_pages, goal_pages, place_pages

CONTEXTS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "index": edition_pages.index_context,
    "edition": edition_pages.edition_context,
    "embed": edition_pages.embed_context,
    "place": place_pages.place_context,
    "print": place_pages.print_context,
    "goals": goal_pages.goals_context,
    "goal": goal_pages.goal_context,
    "method": about_pages.method_context,
    "codebook": about_pages.codebook_context,
    "errata": about_pages.errata_context,
    "compare": compare_page.compare_context,
}
