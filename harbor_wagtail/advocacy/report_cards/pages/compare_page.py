"""Two to four places side by side; where they differ is marked in words and by a sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from harbor_wagtail.advocacy.report_cards import results
from harbor_wagtail.advocacy.report_cards.answers import NOT_ASSESSED, Grades, out_of, rank_words, status_look
from harbor_wagtail.advocacy.report_cards.places_of import places_of
from harbor_wagtail.advocacy.report_cards.results import NOTHING
from harbor_wagtail.advocacy.report_cards.sheet import Sheet, sheet_of
from harbor_wagtail.advocacy.report_cards.words import words_of
from harbor_wagtail.models import Jurisdiction

if TYPE_CHECKING:
    from harbor_wagtail.advocacy.report_cards.pages.serving import CardView

MOST = 4


def compare_context(view: CardView) -> dict[str, Any]:
    """``?places=a,b`` or ``?places=a&places=b``; unknown names and those beyond four are left out, never an error."""
    edition = view.edition
    sheet = sheet_of(edition.framework)
    words_of(edition.framework).onto(
        [edition, edition.framework], sheet.areas, sheet.goals, sheet.bands, sheet.options.values()
    )
    everywhere = places_of(edition).rows
    wanted = wanted_places(view, everywhere)
    return {
        "heading": _("Compare places"),
        "edition": edition,
        "framework": edition.framework,
        "everywhere": everywhere,
        "chosen": wanted,
        "most": MOST,
        **(_table(view, sheet, wanted) if wanted else {}),
    }


def wanted_places(view: CardView, everywhere: list[Jurisdiction]) -> list[Jurisdiction]:
    known = {place.slug: place for place in everywhere}
    asked = [slug for value in view.request.GET.getlist("places") for slug in value.split(",")]
    return [known[slug] for slug in dict.fromkeys(asked) if slug in known][:MOST]


def _table(view: CardView, sheet: Sheet, places: list[Jurisdiction]) -> dict[str, Any]:
    standings = results.stored(view.edition, sheet, [place.pk for place in places])
    grades = Grades(sheet.bands, letters=sheet.framework.letters, maximum=sheet.rules.maximum)
    found = [standings.get(place.pk, NOTHING) for place in places]
    answers = results.answers_of(view.edition, [place.pk for place in places])
    return {
        "grades": grades,
        "heads": [
            {
                "place": place,
                "url": view.links.place(view.edition.slug, place.slug),
                "look": grades.look(standing),
                "sentence": grades.sentence(standing),
                "rank": rank_words(standing),
            }
            for place, standing in zip(places, found, strict=True)
        ],
        "areas": [
            {
                "area": area,
                "cells": [_area(standing.areas.get(area.pk)) for standing in found],
                "goals": [
                    _goal(view, sheet, goal, places, answers)
                    for goal in sheet.goals
                    if goal.area_id == area.pk and not goal.is_bonus
                ],
            }
            for area in sheet.areas
        ],
        "bonus": [_goal(view, sheet, goal, places, answers) for goal in sheet.goals if goal.is_bonus],
    }


def _area(figure: Any) -> str:
    return out_of(figure.points, figure.maximum) if figure else _("not assessed")


def _goal(view: CardView, sheet: Sheet, goal: Any, places: list[Jurisdiction], answers: Any) -> dict[str, Any]:
    chosen = [sheet.options.get(answers.get(place.pk, {}).get(goal.pk) or 0) for place in places]
    statuses = [option.status if option else NOT_ASSESSED for option in chosen]
    return {
        "goal": goal,
        "url": view.links.goal(view.edition.slug, goal.slug),
        "differs": len(set(statuses)) > 1,
        "cells": [
            {
                "look": status_look(status),
                "answer": option.said_label if option else "",
                "url": view.links.place(view.edition.slug, place.slug) + f"#goal-{goal.slug}",
            }
            for place, option, status in zip(places, chosen, statuses, strict=True)
        ],
    }
