"""schema.org: an edition as a data set, with the files it can be had in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from harbor_wagtail.advocacy.citations.cite_page import CitedPage
from harbor_wagtail.advocacy.report_cards.links import Links
from harbor_wagtail.advocacy.report_cards.models import Edition

FILES = (("scores.csv", "text/csv"), ("scores.json", "application/json"), ("datapackage.json", "application/json"))


def dataset(page: Any, edition: Edition, links: Links, found: CitedPage, places: list[str]) -> dict[str, Any]:
    given = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": found.title,
        "description": found.abstract,
        "url": found.url,
        "inLanguage": found.language,
        "version": found.edition,
        "datePublished": edition.published_on.isoformat() if edition.published_on else "",
        "temporalCoverage": str(edition.year),
        "license": page.cards_licence,
        "isAccessibleForFree": True,
        "creator": [{"@type": "Organization", "name": name} for name in found.publishers],
        "spatialCoverage": [{"@type": "Place", "name": name} for name in places],
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": urljoin(found.url, url)}
            for name, kind in FILES
            if (url := links.file(edition.slug, name))
        ],
    }
    return {name: value for name, value in given.items() if value not in ("", [], None)}
