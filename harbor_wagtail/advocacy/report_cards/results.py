"""The results of an edition: as they were stored when it was frozen, or, for a draft, computed from its answers of now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from harbor_wagtail.advocacy.report_cards import scoring
from harbor_wagtail.advocacy.report_cards.models import (
    AreaResult,
    Assessment,
    Band,
    Edition,
    Result,
    ResultState,
)
from harbor_wagtail.advocacy.report_cards.sheet import Sheet
from harbor_wagtail.models import Jurisdiction


@dataclass(frozen=True)
class AreaFigure:
    state: str
    points: Decimal | None
    maximum: Decimal | None


@dataclass(frozen=True)
class Standing:
    """One place in one edition. ``areas``: key of an issue area → its points."""

    state: str = ResultState.NOT_ASSESSED.value
    points: Decimal | None = None
    maximum: Decimal | None = None
    bonus: Decimal | None = None
    score: Decimal | None = None
    band: Band | None = None
    rank: int | None = None
    tied: bool = False
    published_rank: int | None = None
    answered: int = 0
    goals: int = 0
    areas: dict[int, AreaFigure] = field(default_factory=dict)

    @property
    def is_assessed(self) -> bool:
        return self.state != ResultState.NOT_ASSESSED

    @property
    def is_graded(self) -> bool:
        return self.state == ResultState.GRADED


NOTHING = Standing()


def answers_of(edition: Edition, places: Iterable[int] | None = None) -> dict[int, dict[int, int]]:
    """Place → goal → answer, one query; what is not assessed is left out."""
    found: dict[int, dict[int, int]] = {}
    rows = Assessment.objects.filter(edition=edition, option__isnull=False).order_by()
    if places is not None:
        rows = rows.filter(jurisdiction__in=list(places))
    for place, goal, option in rows.values_list("jurisdiction", "goal", "option").iterator(chunk_size=5000):
        found.setdefault(place, {})[goal] = option
    return found


def standings(edition: Edition, sheet: Sheet, *, areas: bool = True) -> dict[int, Standing]:
    """Place → standing; a place that is missing was not assessed. Two queries; one where ``areas`` are not asked for,
    which a published edition then leaves out."""
    return stored(edition, sheet, with_areas=areas) if edition.is_published else computed(edition, sheet)


def stored(
    edition: Edition, sheet: Sheet, places: Iterable[int] | None = None, *, with_areas: bool = True
) -> dict[int, Standing]:
    rows = Result.objects.filter(edition=edition).order_by()
    areas = AreaResult.objects.filter(result__edition=edition).order_by()
    areas = areas if with_areas else areas.none()
    if places is not None:
        wanted = list(places)
        rows, areas = rows.filter(jurisdiction__in=wanted), areas.filter(result__jurisdiction__in=wanted)
    figures: dict[int, dict[int, AreaFigure]] = {}
    for result, area, state, points, maximum in areas.values_list("result", "area", "state", "points", "maximum"):
        figures.setdefault(result, {})[area] = AreaFigure(state, points, maximum)
    return {row.jurisdiction_id: _standing(row, sheet, figures.get(row.pk, {})) for row in rows}


def over_editions(editions: Iterable[Edition], place: Jurisdiction, sheet: Sheet) -> dict[int, Standing]:
    """Edition → stored standing of one place, without its issue areas; one query."""
    rows = Result.objects.filter(edition__in=list(editions), jurisdiction=place).order_by()
    return {row.edition_id: _standing(row, sheet, {}) for row in rows}


def computed(edition: Edition, sheet: Sheet) -> dict[int, Standing]:
    """What freezing would store now."""
    printed = dict(
        Result.objects.filter(edition=edition, published_rank__isnull=False).values_list(
            "jurisdiction", "published_rank"
        )
    )
    scores = scoring.score(sheet.rules, answers_of(edition))
    for place in printed.keys() - scores.keys():
        scores[place] = scoring.score_place(sheet.rules, {})
    return {place: _from_score(score, sheet, printed.get(place)) for place, score in scores.items()}


def _standing(row: Result, sheet: Sheet, areas: dict[int, AreaFigure]) -> Standing:
    return Standing(
        state=row.state,
        points=row.points,
        maximum=row.maximum,
        bonus=row.bonus,
        score=row.score,
        band=sheet.band_by_pk.get(row.band_id or 0),
        rank=row.rank,
        tied=row.tied,
        published_rank=row.published_rank,
        answered=row.answered,
        goals=row.goals,
        areas=areas,
    )


def _from_score(score: scoring.PlaceScore, sheet: Sheet, printed: int | None) -> Standing:
    return Standing(
        state=score.state,
        points=score.points,
        maximum=score.maximum,
        bonus=score.bonus,
        score=score.score,
        band=sheet.band_by_pk.get(score.band.key) if score.band else None,
        rank=score.rank,
        tied=score.tied,
        published_rank=printed,
        answered=score.answered,
        goals=score.goals,
        areas={key: AreaFigure(area.state, area.points, area.maximum) for key, area in score.by_area.items()},
    )
