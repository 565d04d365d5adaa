"""Which picture a page has: an edition and a goal their map, a place its grade."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from harbor_wagtail.advocacy.report_cards import drawings, results
from harbor_wagtail.advocacy.report_cards.answers import STATUSES, Grades
from harbor_wagtail.advocacy.report_cards.maps.tiles import TileMap
from harbor_wagtail.advocacy.report_cards.models import Edition
from harbor_wagtail.advocacy.report_cards.pages.place_pages import place_in
from harbor_wagtail.advocacy.report_cards.pictures.posters import GradePoster, MapPoster, Poster
from harbor_wagtail.advocacy.report_cards.reading import edition_table, goal_table
from harbor_wagtail.advocacy.report_cards.results import NOTHING
from harbor_wagtail.advocacy.report_cards.sheet import sheet_of
from harbor_wagtail.advocacy.report_cards.words import words_of

if TYPE_CHECKING:
    from harbor_wagtail.advocacy.report_cards.pages.serving import CardView


def of_edition(view: CardView) -> Poster:
    table = edition_table(view.edition)
    legend = drawings.edition_legend(table, drawings.grades_of(table))
    return _map(view.edition, drawings.edition_map(table, view.links), legend)


def of_goal(view: CardView) -> Poster:
    table = goal_table(view.edition, view.goal)
    legend = zip(drawings.status_legend(STATUSES), (table.by_status[status] for status in STATUSES), strict=True)
    shown = [{**entry, "count": count} for entry, count in legend if count]
    return _map(view.edition, drawings.goal_map(table, view.links), shown)


def of_place(view: CardView) -> Poster:
    """Raises 404 for a place the edition is not about."""
    place, _neighbors = place_in(view)
    edition = view.edition
    sheet = sheet_of(edition.framework)
    words_of(edition.framework).onto([edition, edition.framework], sheet.bands)
    found = results.stored(edition, sheet, [place.pk]).get(place.pk, NOTHING)
    grades = Grades(sheet.bands, letters=sheet.framework.letters, maximum=sheet.rules.maximum)
    words, _colon, score = grades.sentence(found).partition(": ")
    return GradePoster(
        title=place.name,
        **_about(edition),
        look=grades.look(found),
        words=words,
        score=score,
        detail=str(edition.said_name),  # type: ignore[attr-defined]
    )


def _map(edition: Edition, drawn: TileMap, legend: Iterable[Mapping[str, Any]]) -> MapPoster:
    meanings = tuple((entry["look"], entry["count"]) for entry in legend)
    return MapPoster(title=drawn.title, **_about(edition), map=drawn, legend=meanings)


def _about(edition: Edition) -> dict[str, str]:
    """An invented grade says so on the picture itself: it will be seen without its page."""
    date = date_format(edition.law_cutoff, "DATE_FORMAT")
    invented = _("Example: these places, laws and grades are invented.")
    return {
        "language": get_language() or "",
        "note": invented if edition.framework.is_example else "",
        "foot": _("Laws as of %(date)s.") % {"date": date},
    }
