"""The rows of the directory as plain facts, read once, for whoever files them in another way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

#: Kinds that are counted, or chosen by; "at" is the county of the place.
KINDS = (
    *("domain", "population", "gender", "language", "cost", "accessibility", "county", "state", "area", "start"),
    *("age", "at"),
)
Span = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """A service at a place, or without one. ``names``, ``terms`` and ``body`` are the words in English as our analyser makes
    them, so that nobody is slower or finds less for how it cuts words; ``point`` is where the door is in space (miles), if it is
    public; ``spans`` are (weekday, opens, closes) in seconds of the day."""

    pk: int
    service: int
    name: str
    low: float
    high: float
    facets: frozenset[tuple[str, str]]
    point: tuple[float, float, float] | None
    spans: tuple[Span, ...]
    names: str
    terms: str
    body: str

    @property
    def text(self) -> str:
        return f"{self.names} {self.terms} {self.body}"

    def values(self, kind: str) -> list[str]:
        return sorted(value for of, value in self.facets if of == kind)


def read() -> list[Row]:
    from django.db import connection

    points = _points()
    spans: dict[str, tuple[Span, ...]] = {"": ()}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT r.id, r.service_id, r.location_id, r.sort_name, r.min_age, r.max_age, r.all_ages, r.facets, r.schedule, "
            f"{_words()} WHERE r.locale = 'en' ORDER BY r.id"
        )
        return [_row(values, points, spans) for values in cursor.fetchall()]


def _row(values: Any, points: dict[int, tuple[float, float, float]], spans: dict[str, tuple[Span, ...]]) -> Row:
    pk, service, place, name, low, high, all_ages, facets, schedule, *words = values
    if schedule not in spans:
        spans[schedule] = tuple(_spans(schedule))
    pairs = (tuple(line.split(":", 1)) for line in facets.splitlines())
    limits = (0.0, 999.0) if all_ages else (low or 0.0, 999.0 if high is None else high)
    plain = [text.replace("en_", "") for text in words]
    own = frozenset((kind, value) for kind, value in pairs if kind in KINDS)
    return Row(pk, service, name, *limits, own, points.get(place), spans[schedule], *plain)


def _words() -> str:
    """Where the words of a row stand, by weight."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return "w.names, w.terms, w.body FROM harbor_search_row r JOIN harbor_search_text w ON w.row_id = r.id"
    by_weight = (
        f"array_to_string(tsvector_to_array(ts_filter(w.words, '{{{letter}}}')), ' ')" for letter in ("a", "b", "d")
    )
    return f"{', '.join(by_weight)} FROM harbor_search_row r JOIN harbor_search_vector w ON w.row_id = r.id"


def _points() -> dict[int, tuple[float, float, float]]:
    from harbor_wagtail.directory.models import Location
    from harbor_wagtail.places.geometry import Point, in_space

    public = Location.objects.filter(address_visibility="public", latitude__isnull=False)
    rows = public.values_list("pk", "latitude", "longitude")
    return {pk: in_space(Point(float(north), float(east))) for pk, north, east in rows.iterator()}


def _spans(schedule: str) -> Iterator[Span]:
    """Of hours that are the same every week, which the invented ones are."""
    from harbor_wagtail.directory.search.timetable import Hours

    kind = json.loads(schedule)[0]
    hours = Hours(schedule)
    for weekday in range(7):
        if kind == "always":
            yield weekday, 0, 24 * 60 * 60
        elif kind != "appointment":
            yield from ((weekday, opens, closes) for opens, closes in hours._seconds(weekday))
