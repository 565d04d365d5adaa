"""Report cards in the making: small invented frameworks over invented places. No real place is ever graded here."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.text import slugify

from harbor_wagtail.advocacy.report_cards.models import (
    Assessment,
    AssessmentStatute,
    Band,
    Edition,
    Framework,
    GoalOption,
    IssueArea,
    PolicyGoal,
    StatuteRef,
)
from harbor_wagtail.models import Jurisdiction, Tile, TileLayout

BANDS = (("A", 9, None), ("C", 5, 8), ("F", None, 4))


def places(number: int, prefix: str = "Moorland") -> list[Jurisdiction]:
    """Invented ones, with codes M001 …, made at once."""
    return Jurisdiction.objects.bulk_create(
        Jurisdiction(
            name=f"{prefix} {at:03}", slug=f"{slugify(prefix)}-{at:03}", code=f"{prefix[0]}{at:03}", example=True
        )
        for at in range(1, number + 1)
    )


def layout(rows: Iterable[Jurisdiction], slug: str = "moors", columns: int = 8) -> TileLayout:
    made = TileLayout.objects.create(name=slug.title(), slug=slug)
    Tile.objects.bulk_create(
        Tile(layout=made, jurisdiction=place, column=at % columns, row=at // columns) for at, place in enumerate(rows)
    )
    return made


def framework(
    slug: str = "moor-check",
    *,
    goals: int = 2,
    points: tuple[Any, ...] = (5, 2, 0),
    bands: Iterable[tuple[str, Any, Any]] = BANDS,
    **values: Any,
) -> Framework:
    """``goals`` goals in one area, "1", "2" …, each answered "yes", "partly" or "no" with ``points``; a draft."""
    made = Framework.objects.create(name="Moor check", slug=slug, is_example=True, **values)
    for token, (letter, low, high) in enumerate(bands, start=1):
        Band.objects.create(framework=made, letter=letter, words=f"level {letter}", low=low, high=high, token=token)
    area = IssueArea.objects.create(framework=made, name="All of it", maximum=goals * Decimal(points[0]))
    rows = PolicyGoal.objects.bulk_create(
        PolicyGoal(
            framework=made,
            area=area,
            code=str(at),
            slug=f"goal-{at}",
            order=at,
            statement=f"State law should do thing {at}.",
            plain_statement=f"Thing {at} is done.",
        )
        for at in range(1, goals + 1)
    )
    answers = (("yes", "met"), ("partly", "partly"), ("no", "not_met"))
    GoalOption.objects.bulk_create(
        GoalOption(goal=goal, code=code, label=code.title(), status=status, points=points[at], order=at)
        for goal in rows
        for at, (code, status) in enumerate(answers)
    )
    return made


def edition(of: Framework, slug: str = "moors-2025", year: int = 2025, **values: Any) -> Edition:
    return Edition.objects.create(
        framework=of, slug=slug, name=f"Moors {year}", year=year, law_cutoff=datetime.date(year, 7, 1), **values
    )


def answer(to: Edition, given: Mapping[Jurisdiction, str], *, law: bool = False) -> list[Assessment]:
    """``given``: place → codes of answers in the order of the goals, "-" for none. With a reason; with ``law`` a law each."""
    goals = list(PolicyGoal.objects.filter(framework=to.framework))
    options = {(row.goal_id, row.code): row for row in GoalOption.objects.filter(goal__framework=to.framework)}
    rows = Assessment.objects.bulk_create(
        Assessment(edition=to, jurisdiction=place, goal=goal, option=options[goal.pk, code], reasoning="Because.")
        for place, codes in given.items()
        for goal, code in zip(goals, codes.split(), strict=True)
        if code != "-"
    )
    if law:
        laws = {place.pk: statute(place) for place in given}
        AssessmentStatute.objects.bulk_create(
            AssessmentStatute(assessment=row, statute=laws[row.jurisdiction_id]) for row in rows
        )
    return rows


def statute(place: Jurisdiction, citation: str = "", **values: Any) -> StatuteRef:
    given = {
        "citation": citation or f"{place.code} Code § 1-101",
        "quote": "A child shall not be punished.",
        "effective_on": datetime.date(2020, 1, 1),
        "verified_on": datetime.date(2026, 3, 1),
        "verified_by": "the editors",
    }
    return StatuteRef.objects.create(jurisdiction=place, **{**given, **values})
