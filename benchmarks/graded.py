"""Report cards of full size, invented: a framework of 40 goals, 56 places and five editions whose 11,200 answers come by import.

Nothing is left to chance: an answer follows from the numbers of its place, its goal and its year. Some cost points, two goals
are extra, one place is not assessed in the last edition.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

GOALS, PLACES, YEARS = 40, 56, (2021, 2022, 2023, 2024, 2025)
AREAS, BONUS = 8, 2
#: Answers of a goal and their points; the worst costs some.
ANSWERS = (("yes", "met", 5), ("partly", "partly", 2), ("no", "not_met", 0), ("harm", "not_met", -3))
BANDS = (("A", 130, None), ("B", 90, 129), ("C", 60, 89), ("D", 30, 59), ("F", None, 29))
LAWS = 30
QUOTE = (
    "A child who was recruited, harbored or obtained for commercial sex shall not be punished for it, and shall be"
    " offered shelter, health care, schooling and counsel without a report to the police being asked for first."
)


def make() -> list[str]:
    """Slugs of the editions, published, the oldest first; needs a migrated database and a page to show them."""
    from tests import report_cards
    from tests.report_card_pages import publish

    places = report_cards.places(PLACES, prefix="Fenland")
    framework = _framework(report_cards.layout(places, slug="fens", columns=12))
    slugs = []
    for year in YEARS:
        edition = report_cards.edition(framework, f"fens-{year}", year)
        bring_in(edition, places)
        slugs.append(publish(edition).slug)
    return slugs


def _framework(layout: Any) -> Any:
    from harbor_wagtail.advocacy.report_cards.models import Band, Framework, GoalOption, IssueArea, PolicyGoal

    made = Framework.objects.create(
        name="Fen check", slug="fen-check", is_example=True, layout=layout, summary="Invented."
    )
    counted = GOALS - BONUS
    for token, (letter, low, high) in enumerate(
        (("A", 130, None), ("B", 90, 129), ("C", 60, 89), ("D", 30, 59), ("F", None, 29)), 1
    ):
        Band.objects.create(framework=made, letter=letter, words=f"level {letter}", low=low, high=high, token=token)
    numbers = range(1, counted + 1)
    areas = IssueArea.objects.bulk_create(
        IssueArea(
            framework=made,
            name=f"Area {at}",
            order=at,
            maximum=Decimal(5 * sum(number % AREAS == at for number in numbers)),
        )
        for at in range(AREAS)
    )
    goals = PolicyGoal.objects.bulk_create(
        PolicyGoal(
            framework=made,
            area=areas[number % AREAS],
            code=str(number),
            slug=f"goal-{number}",
            order=number,
            statement=f"State law should see to it that thing {number} is done for every child, whoever asks for it.",
            plain_statement=f"Thing {number} is done for every child.",
            is_bonus=number > counted,
        )
        for number in range(1, GOALS + 1)
    )
    GoalOption.objects.bulk_create(
        GoalOption(goal=goal, code=code, label=f"{code.title()}, by law", status=status, points=points, order=at)
        for goal in goals
        for at, (code, status, points) in enumerate(ANSWERS)
        if not (goal.is_bonus and points < 0)
    )
    return made


def bring_in(edition: Any, places: list[Any]) -> None:
    """The answers of an edition with their laws, as an editor would."""
    from harbor_wagtail.advocacy.report_cards.importing.applying import run_import

    with tempfile.TemporaryDirectory() as name:
        for what, rows in (("laws", _laws(places)), ("answers", _answers(edition, places))):
            path = Path(name, f"{what}.csv")
            with path.open("w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows(rows)
            report = run_import(edition, path)
            assert not report.refused, report.problems[:3]


def _laws(places: list[Any]) -> Iterator[tuple[Any, ...]]:
    yield "place", "citation", "quote", "effective_on", "verified_on", "verified_by", "url"
    for place in places:
        for number in range(LAWS):
            said = f"{place.code} Code § {number}"
            yield place.code, said, QUOTE, "2015-01-01", "2026-09-01", "the editors", f"https://law.example/{number}"


def _answers(edition: Any, places: list[Any]) -> Iterator[tuple[Any, ...]]:
    yield "place", "goal", "answer", "reasoning", "laws"
    for at, place in enumerate(places):
        for goal in range(1, GOALS + 1):
            given = answer(at, goal, edition.year)
            yield place.code, str(goal), given, "So the code says.", f"{place.code} Code § {goal % LAWS}"


def answer(place: int, goal: int, year: int) -> str:
    """Its code. Places with higher numbers do worse; a goal in seven changes from one year to the next."""
    step = (place * 7 + goal * 3 + (year if (place + goal) % 7 == 0 else 0)) % 56
    worst = 3 if goal <= GOALS - BONUS else 2
    return ANSWERS[min(worst, (step + place) // 28)][0]
