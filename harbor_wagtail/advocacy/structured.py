"""schema.org: what a page is, and that each of its myths is false."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from harbor_wagtail.advocacy.outline import Part

Thing = dict[str, Any]


def things(page: Any, request: HttpRequest) -> list[Thing]:
    cited = page.get_cited_page(request)
    publishers = [{"@type": "Organization", "name": name} for name in cited.publishers]
    whole: Thing = {
        "@context": "https://schema.org",
        "@type": page.schema_type,
        "name": page.title,
        "headline": page.title[:110],
        "description": page.get_description(),
        "inLanguage": cited.language,
        "url": cited.url,
        "datePublished": _day(page.first_published_at),
        "dateModified": _day(page.last_published_at),
        "lastReviewed": page.adv_reviewed_on.isoformat()
        if page.adv_reviewed_on and page.schema_type == "WebPage"
        else "",
        "author": [{"@type": "Person", "name": name} for name in cited.authors] or publishers,
        "publisher": publishers,
        "version": cited.edition,
        "license": page.adv_licence,
    }
    return [_without_empty(whole), *myths(page, cited.url, publishers)]


def myths(page: Any, url: str, publishers: list[Thing]) -> list[Thing]:
    """A ``ClaimReview`` for each myth: the claim, that it is false, and where the fact is."""
    parts = [part for section in page.get_sections() for part in section.parts if part.number]
    return [_without_empty(_review(part, url, publishers)) for part in parts]


def _review(part: Part, url: str, publishers: list[Thing]) -> Thing:
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": f"{url}#{part.anchor}" if url else "",
        "claimReviewed": part.block.value["myth"],
        "itemReviewed": {"@type": "Claim", "name": _("Myth: “%(myth)s”") % {"myth": part.block.value["myth"]}},
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": 1,
            "bestRating": 5,
            "worstRating": 1,
            "alternateName": _("Not true"),
        },
        "author": publishers,
    }


def _day(moment: Any) -> str:
    return moment.date().isoformat() if moment else ""


def _without_empty(thing: Thing) -> Thing:
    return {name: value for name, value in thing.items() if value not in ("", None, [], {})}
