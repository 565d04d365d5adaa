"""Published is frozen: refused unless it adds up, stored once, changed only in the open."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext

from harbor_wagtail.advocacy.report_cards import errata, freezing
from harbor_wagtail.advocacy.report_cards.example import load_example_report_cards
from harbor_wagtail.advocacy.report_cards.freezing import NotReady, freeze, publish_framework
from harbor_wagtail.advocacy.report_cards.history import history
from harbor_wagtail.advocacy.report_cards.models import (
    Assessment,
    AssessmentStatute,
    Band,
    Edition,
    Erratum,
    Framework,
    FrozenError,
    GoalOption,
    IssueArea,
    PolicyGoal,
    Result,
    StatuteRef,
)
from harbor_wagtail.advocacy.report_cards.reading import edition_table, goal_table, place_card
from harbor_wagtail.models import Jurisdiction
from tests import report_cards

pytestmark = pytest.mark.django_db


TODAY = datetime.date(2026, 11, 1)


@pytest.fixture
def moors() -> list[Jurisdiction]:
    return report_cards.places(4)


def frozen(moors: list[Jurisdiction]) -> Edition:
    """Two goals of 5 points: M001 A 10, M002 and M003 C 7 (tied), M004 not assessed."""
    framework = report_cards.framework(layout=report_cards.layout(moors))
    edition = report_cards.edition(framework)
    given = {moors[0]: "yes yes", moors[1]: "yes partly", moors[2]: "partly yes"}
    report_cards.answer(edition, given, law=True)
    Result.objects.create(edition=edition, jurisdiction=moors[1], published_rank=3)
    publish_framework(framework)
    freeze(edition, on=TODAY)
    return Edition.objects.select_related("framework").get(pk=edition.pk)


def told(edition: Edition) -> dict[str, tuple[Any, ...]]:
    rows = Result.objects.filter(edition=edition).select_related("band", "jurisdiction")
    return {
        row.jurisdiction.code: (
            row.state,
            row.score,
            row.band and row.band.letter,
            row.rank,
            row.tied,
            row.published_rank,
        )
        for row in rows
    }


AS_PUBLISHED = {
    "M001": ("graded", Decimal(10), "A", 1, False, None),
    "M002": ("graded", Decimal(7), "C", 2, True, 3),
    "M003": ("graded", Decimal(7), "C", 2, True, None),
    "M004": ("not_assessed", None, None, None, False, None),
}


def test_what_does_not_add_up_cannot_be_published(moors: list[Jurisdiction]) -> None:
    framework = report_cards.framework()
    IssueArea.objects.filter(framework=framework).update(maximum=12)
    edition = report_cards.edition(framework)
    with pytest.raises(NotReady, match="“All of it” is to give 12 points at most; its goals give 10"):
        publish_framework(framework)
    with pytest.raises(NotReady, match="its goals give 10"):
        freeze(edition)
    IssueArea.objects.filter(framework=framework).update(maximum=10)
    with pytest.raises(NotReady, match="Publish the framework first"):
        freeze(edition)
    publish_framework(framework)
    report_cards.answer(edition, {moors[0]: "yes yes", moors[1]: "no -"})
    Assessment.objects.update(reasoning="")
    with pytest.raises(NotReady, match="2 answers that count name neither a law nor a reason: Moorland 001 1, Moor"):
        freeze(edition)
    assert not Result.objects.exists()
    Assessment.objects.update(reasoning="Read in the code.")
    remarks = " ".join(freezing.edition_remarks(edition))
    assert "these get no grade: Moorland 002." in remarks
    assert "2 goals count as met and name no law" in remarks
    freeze(edition)
    with pytest.raises(FrozenError):
        freeze(Edition.objects.get())


def test_results_are_stored_and_nothing_moves_them(moors: list[Jurisdiction]) -> None:
    edition = frozen(moors)
    assert told(edition) == AS_PUBLISHED
    answer = Assessment.objects.filter(edition=edition, jurisdiction=moors[0]).select_related("goal")[0]
    other = GoalOption.objects.get(goal=answer.goal, code="no")
    goal, band, area = PolicyGoal.objects.all()[0], Band.objects.all()[0], IssueArea.objects.get()
    law = StatuteRef.objects.filter(jurisdiction=moors[0]).get()

    def change(row: Any, **values: Any) -> Any:
        def write() -> None:
            fresh = type(row)._base_manager.get(pk=row.pk)
            for name, value in values.items():
                setattr(fresh, name, value)
            fresh.save()

        return write

    ways = [
        change(answer, option=other),
        change(answer, reasoning="Other."),
        change(other, points=4),
        change(goal, weight=2),
        change(goal, is_bonus=True),
        change(band, low=1),
        change(area, maximum=11),
        change(edition.framework, bonus_rule="added"),
        change(edition, law_cutoff=TODAY),
        change(edition, state="draft"),
        change(law, quote="Something else."),
        lambda: Assessment.objects.update(option=other),
        lambda: Assessment.objects.bulk_update([answer], ["option"]),
        lambda: Assessment.objects.filter(pk=answer.pk).delete(),
        lambda: Assessment.objects.bulk_create([Assessment(edition=edition, jurisdiction=moors[3], goal=goal)]),
        lambda: Assessment.objects.create(edition=edition, jurisdiction=moors[3], goal=goal, option=other),
        lambda: AssessmentStatute.objects.filter(assessment=answer).delete(),
        lambda: AssessmentStatute.objects.create(assessment=answer, statute=report_cards.statute(moors[0], "New § 1")),
        lambda: GoalOption.objects.update(points=1),
        lambda: GoalOption.objects.create(goal=goal, code="new", label="New", points=99, status="met"),
        lambda: PolicyGoal.objects.create(framework=edition.framework, area=area, code="9", slug="9", statement="x"),
        lambda: Band.objects.create(framework=edition.framework, words="new", token=7),
        lambda: Result.objects.update(rank=1),
        lambda: Result.objects.get(jurisdiction=moors[0]).delete(),
        lambda: edition.delete(),
        lambda: Edition.objects.all().delete(),
        lambda: edition.framework.delete(),
        lambda: freezing.withdraw_framework(edition.framework),
    ]
    for number, way in enumerate(ways):
        with pytest.raises((FrozenError, ProtectedError)):
            way()
            pytest.fail(f"way {number} was open")
    assert told(edition) == AS_PUBLISHED
    assert Assessment.objects.count() == 6

    change(goal, plain_statement="Put more plainly.")()
    change(law, repealed_on=datetime.date(2026, 6, 1), verified_on=TODAY)()
    change(edition, note="A misprint mended.")()
    with pytest.raises(ValidationError, match="invented"):
        real = Jurisdiction.objects.create(name="A real place", slug="real")
        draft = report_cards.edition(edition.framework, "next", 2026)
        Assessment.objects.bulk_create([Assessment(edition=draft, jurisdiction=real, goal=goal)])


def test_a_correction_says_old_new_why_and_moves_everything_at_once(moors: list[Jurisdiction]) -> None:
    edition = frozen(moors)
    goal = PolicyGoal.objects.get(code="1")
    yes, no = (GoalOption.objects.get(goal=goal, code=code) for code in ("yes", "no"))
    for wrong in (
        {"why": " ", "option": no},
        {"why": "x", "option": yes},
        {"why": "x", "option": GoalOption.objects.last()},
    ):
        with pytest.raises(ValidationError):
            errata.correct_answer(edition, moors[0], goal, **wrong)
    assert told(edition) == AS_PUBLISHED
    assert not Erratum.objects.exists()

    law = report_cards.statute(moors[0], "M001 Code § 9")
    entries = errata.correct_answer(
        edition, moors[0], goal, option=no, laws=[law], why="Read the wrong print.", on=TODAY
    )
    assert {(entry.what, entry.old, entry.new, entry.why) for entry in entries} == {
        ("option", "Yes", "No", "Read the wrong print."),
        ("laws", "M001 Code § 1-101", "M001 Code § 9", "Read the wrong print."),
    }
    assert {code: row[1:5] for code, row in told(edition).items()} == {
        "M001": (Decimal(5), "C", 3, False),
        "M002": (Decimal(7), "C", 1, True),
        "M003": (Decimal(7), "C", 1, True),
        "M004": (None, None, None, False),
    }
    moved = {each["code"]: (each["old"], each["new"]) for each in entries[0].effects}
    assert set(moved) == {"M001", "M002", "M003"}
    assert moved["M001"] == (
        {"state": "graded", "score": "10", "band": "A", "rank": 1},
        {"state": "graded", "score": "5", "band": "C", "rank": 3},
    )
    assert Result.objects.get(edition=edition, jurisdiction=moors[1]).published_rank == 3
    for refused in (entries[0].save, entries[0].delete, Erratum.objects.all().delete):
        with pytest.raises(FrozenError):
            refused()

    old = StatuteRef.objects.get(jurisdiction=moors[1])
    (misquoted, _second) = errata.correct_law(old, quote="A child is not to be punished.", why="A typing error.")
    assert (misquoted.old, misquoted.new) == ("A child shall not be punished.", "A child is not to be punished.")


def queries(read: Callable[[], Any]) -> tuple[Any, int]:
    with CaptureQueriesContext(connection) as seen:
        return read(), len(seen)


def test_the_example_is_whole_and_read_in_a_constant_number_of_queries(spanish: Any, moors: list[Jurisdiction]) -> None:
    small = frozen(moors)
    editions = load_example_report_cards()
    assert load_example_report_cards() == editions
    assert not Jurisdiction.objects.filter(example=False, results__isnull=False).exists()
    table, number = queries(lambda: edition_table(editions[-1], "es"))
    assert queries(lambda: edition_table(small, "es"))[1] == number
    found = {row.jurisdiction.code: row for row in table.rows}
    assert len(found) == 13
    assert {row.standing.state for row in found.values()} == {"graded", "partly", "not_assessed"}
    assert found["CY"].standing.score == -10
    assert found["BD"].standing.rank == found["OT"].standing.rank == 6
    assert (found["BD"].standing.tied, found["OT"].tile) == (True, None)
    assert (found["IY"].corrected, found["HW"].standing.bonus) == (True, 2)
    assert table.goals[0].said_statement.startswith("La ley estatal")

    card, number = queries(lambda: place_card(editions[-1], found["CY"].jurisdiction, "en"))
    assert queries(lambda: place_card(small, moors[0], "en"))[1] == number
    assert [str(law.counted) for law in card.lines[0].laws] == ["not_yet"]
    assert card.raises[0].gain == 15
    assert card.replies
    asked = next(goal for goal in table.goals if goal.code == "1.2")
    goal, number = queries(lambda: goal_table(editions[-1], asked, "es"))
    first = PolicyGoal.objects.get(framework=small.framework, code="1")
    assert queries(lambda: goal_table(small, first, "es"))[1] == number
    repealed = next(row for row in goal.rows if row.jurisdiction.code == "FR").laws[0]
    assert (repealed.counted, repealed.today, repealed.changed_since) == ("in_force", "repealed", True)
    assert [(str(link.kind), link.to_goal.framework.version) for link in goal.links] == [("replaces", "1.0")]

    points = history(found["HX"].jurisdiction, Framework.objects.get(version="2.0"), "es")
    assert [(point.edition.year, point.breaks, bool(point.note)) for point in points] == [
        (2022, False, False),
        (2024, False, False),
        (2025, True, True),
    ]
    assert [point.standing.score for point in points] == [1, 4, 15]
