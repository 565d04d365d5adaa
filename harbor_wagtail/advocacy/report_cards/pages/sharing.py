"""The picture that is shown where somebody links to a page: ours, from here, and only where the site wants one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from harbor_wagtail.advocacy.report_cards.pictures import HEIGHT, WIDTH
from harbor_wagtail.conf import conf
from harbor_wagtail.models import HarborSettings

if TYPE_CHECKING:
    from harbor_wagtail.advocacy.report_cards.pages.serving import CardView


def picture_tags(view: CardView, context: dict[str, Any]) -> list[tuple[str, str]]:
    """Meta tags by property. None on a site in discreet mode: a picture tells in a chat what was read."""
    path, words = _picture(view, context)
    if not (path and conf.SHARE_IMAGES) or HarborSettings.for_visitor(view.request).discreet:
        return []
    return [
        ("og:image", urljoin(view.page.get_full_url(view.request) or "", path)),
        ("og:image:type", "image/png"),
        ("og:image:width", str(WIDTH)),
        ("og:image:height", str(HEIGHT)),
        ("og:image:alt", words),
    ]


def _picture(view: CardView, context: dict[str, Any]) -> tuple[str, str]:
    """Its address on this site and what it shows, in words; empty for a page that has none."""
    links = view.links
    if view.name == "place":
        name = f"places/{context['place'].slug}/share.png"
        return links.file(context["edition"].slug, name), f"{context['place'].name}: {context['sentence']}"
    if view.name == "index":
        context = next(iter(context.get("parts", ())), {})
    drawn = context.get("map")
    return (drawn.files.get("png", ""), f"{drawn.title}. {drawn.summary}") if drawn else ("", "")
