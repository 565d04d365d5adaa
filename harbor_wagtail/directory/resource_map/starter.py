"""What a new map starts with: every way in, with nothing known of it yet, and the words of its page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from harbor_wagtail.directory.models import EntryKind, MapArea, MapEntryPoint, ResourceMap

#: Ways in that nobody has answered for are offered, to be asked about; which ones, an editor decides.
NAMES = {"en": "Our counties", "es": "Nuestros condados"}
PAGES: dict[str, dict[str, Any]] = {
    "en": {
        "title": "Community resource map",
        "slug": "map",
        "search_description": "Which help there is for young people, for whom, how to start, and what is missing.",
        "map_intro": "Which help there is for young people who were exploited or are at risk, and what is missing.",
    },
    "es": {
        "title": "Mapa de recursos de la comunidad",
        "slug": "map",
        "search_description": "Qué ayuda hay para jóvenes, para quién, cómo empezar y qué falta.",
        "map_intro": "Qué ayuda hay para jóvenes que sufrieron explotación o corren ese riesgo, y qué falta.",
    },
}


def create_map(locale: Any, counties: Iterable[str] = ()) -> ResourceMap:
    """A map in a language, with all ways in and nothing said about them."""
    name = NAMES.get(locale.language_code.split("-")[0], NAMES["en"])
    made = ResourceMap(name=name, locale=locale)
    made.areas = [MapArea(fips=code) for code in counties]
    made.entry_points = [MapEntryPoint(kind=kind) for kind in EntryKind]
    made.save()
    return made
