"""History as a drawing and as rows."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from harbor_wagtail.advocacy.report_cards.answers import Grades, points_text
from harbor_wagtail.advocacy.report_cards.charts.history import HistoryChart
from harbor_wagtail.advocacy.report_cards.charts.history import Point as Dot
from harbor_wagtail.advocacy.report_cards.drawings import number
from harbor_wagtail.advocacy.report_cards.figures import Column
from harbor_wagtail.advocacy.report_cards.history import Point
from harbor_wagtail.advocacy.report_cards.links import Links
from harbor_wagtail.advocacy.report_cards.reading import PlaceCard


def history_chart(card: PlaceCard, points: Sequence[Point], links: Links) -> HistoryChart:
    """Shares of what could be had, so that frameworks of other maxima fit on one scale; never joined by a line."""
    return HistoryChart(
        name="history",
        title=_("%(place)s over the years, in percent of the points") % {"place": card.jurisdiction.name},
        summary=_sentence(points),
        columns=[
            Column("edition", _("Edition")),
            Column("year", _("Year"), "integer"),
            Column("framework", _("Framework")),
            Column("grade", _("Grade")),
            Column("score", _("Points"), "number"),
            Column("maximum", _("Out of"), "number"),
        ],
        rows=[
            [
                str(point.edition.said_name),  # type: ignore[attr-defined]
                point.edition.year,
                str(point.framework),
                grades.look(point.standing).words,
                number(point.standing.score),
                number(point.maximum) if point.standing.is_graded else None,
            ]
            for point, grades in _with_grades(points)
        ],
        files=links.figure_files(card.edition.slug, f"places/{card.jurisdiction.slug}/history"),
        points=[
            Dot(str(point.edition.year), str(point.framework.pk), _share(point), grades.look(point.standing))
            for point, grades in _with_grades(points)
        ],
    )


def _with_grades(points: Sequence[Point]) -> list[tuple[Point, Grades]]:
    return [(point, Grades(point.bands, letters=point.framework.letters, maximum=point.maximum)) for point in points]


def _share(point: Point) -> float | None:
    if point.standing.score is None or not point.maximum:
        return None
    return float(point.standing.score / point.maximum)


def _sentence(points: Sequence[Point]) -> str:
    said = [f"{point.edition.year}: {_words(point)}" for point in points]
    breaks = [str(point.edition.year) for point in points if point.breaks]
    end = (
        " "
        + _("The framework changed in %(years)s: figures before and after cannot be compared.")
        % {"years": ", ".join(breaks)}
        if breaks
        else ""
    )
    return "; ".join(said) + "." + end


def _words(point: Point) -> str:
    if point.standing.score is None:
        return _("not assessed")
    return _("%(points)s of %(maximum)s points") % {
        "points": points_text(point.standing.score),
        "maximum": points_text(point.maximum),
    }
