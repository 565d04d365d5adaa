"""One place in one edition: every number with its law, its quote, the day somebody looked, and the method."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.utils.translation import gettext as _

from harbor_wagtail.advocacy import qr
from harbor_wagtail.advocacy.report_cards import cards, raising
from harbor_wagtail.advocacy.report_cards.answers import STATUSES, Grades, points_text, rank_words, status_look
from harbor_wagtail.advocacy.report_cards.briefs import briefs_of
from harbor_wagtail.advocacy.report_cards.drawings import (
    area_chart,
    grades_of,
    number,
    place_status_chart,
    status_legend,
)
from harbor_wagtail.advocacy.report_cards.history import Point, history
from harbor_wagtail.advocacy.report_cards.history_chart import history_chart
from harbor_wagtail.advocacy.report_cards.laws import Law
from harbor_wagtail.advocacy.report_cards.looks import Look
from harbor_wagtail.advocacy.report_cards.models import Framework, LawState
from harbor_wagtail.advocacy.report_cards.pages import cite
from harbor_wagtail.advocacy.report_cards.pages.about_pages import correction_rows
from harbor_wagtail.advocacy.report_cards.places_of import places_of
from harbor_wagtail.advocacy.report_cards.reading import GoalLine, PlaceCard, place_card
from harbor_wagtail.models import Jurisdiction
from harbor_wagtail.navigation import Link

if TYPE_CHECKING:
    from harbor_wagtail.advocacy.report_cards.pages.serving import CardView

#: Laws that do not count in an edition: enacted and not yet in force, or repealed before its day.
_LATER = {LawState.NOT_YET, LawState.REPEALED}


@dataclass(frozen=True)
class Line:
    """One goal of a card as it is shown. ``counted`` laws were in force on the edition's day, ``others`` were not."""

    line: GoalLine
    look: Look
    url: str
    briefs: list[Link]
    points: str
    counted: list[Law]
    others: list[Law]


def place_context(view: CardView) -> dict[str, Any]:
    edition = view.edition
    place, neighbors = place_in(view)
    card = place_card(edition, place)
    grades = grades_of(card)
    points = history(place, edition.framework, known=card.sheet)
    links = view.links
    own_url = view.page.cards_links(view.request, absolute=True).place(edition.slug, place.slug)
    title = f"{place.name}: {grades.sentence(card.standing)}"
    correction_rows(card.errata, card.words)
    corrected = card.errata[0].on if card.errata else None
    found = cite.cited(
        view.page, view.request, edition, title=title, url=own_url, abstract=title, corrected_on=corrected
    )
    briefs = briefs_of([line.goal for line in card.lines], view.request)
    lines = {line.goal.pk: _line(line, view, briefs) for line in card.lines}
    return {
        "heading": place.name,
        "description": f"{title}. {found.edition}.",
        "edition": edition,
        "framework": card.framework,
        "place": place,
        "card": card,
        "grades": grades,
        "look": grades.look(card.standing),
        "sentence": grades.sentence(card.standing),
        "rank": rank_words(card.standing),
        "published_rank": printed_rank(card),
        "bonus_words": points_text(card.standing.bonus or None),
        "areas": [(part, [lines[line.goal.pk] for line in part.lines]) for part in card.areas],
        "bonus": [lines[line.goal.pk] for line in card.bonus],
        "charts": charts_of(card, points, links),
        "legend": status_legend(STATUSES),
        "points": points,
        "history_rows": [history_row(point, links, place) for point in points],
        "raises": raises_of(card, lines),
        "way": way_of(card),
        "before": neighbors[0],
        "after": neighbors[1],
        "cited": found,
        "cite_line": cite.line(found),
        "file": cards.offer(view.page, links.file(edition.slug, f"places/{place.slug}/card.pdf")),
        "print_url": links.paper(edition.slug, place.slug),
        "own_url": own_url,
        "ris_url": links.file(edition.slug, f"places/{place.slug}/cite.ris"),
        "has_stale": any(law.is_stale for line in card.lines for law in line.laws),
        "has_changed": any(law.changed_since for line in card.lines for law in line.laws),
    }


def print_context(view: CardView) -> dict[str, Any]:
    """The same, for two sheets of paper."""
    context = place_context(view)
    return {**context, "qr": qr.svg(context["own_url"])}


def place_in(view: CardView) -> tuple[Jurisdiction, tuple[Link | None, Link | None]]:
    """The place that is asked for and those before and after it by name. Raises 404 for one the edition is not about."""
    rows = places_of(view.edition).rows
    at = next((at for at, place in enumerate(rows) if place.slug == view.place_slug), None)
    if at is None:
        raise Http404("This edition is not about such a place.")

    def link(place: Jurisdiction) -> Link:
        return Link(place.name, view.links.place(view.edition.slug, place.slug))

    before = link(rows[at - 1]) if at else None
    after = link(rows[at + 1]) if at + 1 < len(rows) else None
    return rows[at], (before, after)


def printed_rank(card: PlaceCard) -> int | None:
    """The rank somebody printed, where ours is another."""
    printed = card.standing.published_rank
    return printed if printed != card.standing.rank else None


def charts_of(card: PlaceCard, points: list[Point], links: Any) -> dict[str, Any]:
    return {
        "areas": area_chart(card, links),
        "status": place_status_chart(card, links),
        "history": history_chart(card, points, links),
    }


def _line(line: GoalLine, view: CardView, briefs: dict[int, list[Link]]) -> Line:
    return Line(
        line=line,
        look=status_look(line.status),
        url=view.links.goal(view.edition.slug, line.goal.slug),
        briefs=briefs[line.goal.pk],
        points=_points(line),
        counted=[law for law in line.laws if law.counted not in _LATER],
        others=[law for law in line.laws if law.counted in _LATER],
    )


def _points(line: GoalLine) -> str:
    if line.points is None:
        return ""
    return _("%(points)s of %(maximum)s points") % {
        "points": points_text(line.points),
        "maximum": points_text(line.maximum),
    }


def raises_of(card: PlaceCard, lines: dict[int, Line]) -> list[dict[str, Any]]:
    """Goal by goal: the answer that would give more, by how much, and the band it would lead to."""
    bands = {band.pk: band for band in card.bands}
    return [
        {
            "line": lines[each.goal.key],
            "answer": card.options[each.option.key].said_label,
            "gain": points_text(each.gain),
            "count": number(each.gain),
            "score": points_text(each.score),
            "band": bands[each.band.key].said_words if each.band and each.better_band else "",  # type: ignore[attr-defined]
        }
        for each in card.raises
    ]


def way_of(card: PlaceCard) -> dict[str, Any] | None:
    """Several changes together that reach the next band; none where one alone does, or none can."""
    if not card.raises or any(each.better_band for each in card.raises):
        return None
    answers = {line.goal.pk: line.option.pk if line.option else None for line in card.lines}
    found = raising.way_up(card.rules, answers, card.raises)
    if found is None:
        return None
    band = next(band for band in card.bands if band.pk == found.band.key)
    goals = [card.goals[step.goal.key] for step in found.steps]
    return {"goals": goals, "score": points_text(found.score), "band": band.said_words}  # type: ignore[attr-defined]


def history_row(point: Point, links: Any, place: Jurisdiction) -> dict[str, Any]:
    return {
        "point": point,
        "url": links.place(point.edition.slug, place.slug),
        "sentence": point_grades(point).sentence(point.standing),
        "look": point_grades(point).look(point.standing),
        "ramp": point_grades(point).ramp,
        "framework": _framework_words(point.framework),
        "rank": rank_words(point.standing),
    }


def point_grades(point: Point) -> Grades:
    return Grades(point.bands, letters=point.framework.letters, maximum=point.maximum)


def _framework_words(framework: Framework) -> str:
    name = str(getattr(framework, "said_name", framework.name))
    return f"{name} ({framework.version})" if framework.version else name
