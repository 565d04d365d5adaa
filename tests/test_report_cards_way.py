"""What would raise a grade together: the steps are real changes, each scored with those before it."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from harbor_wagtail.advocacy.report_cards.raising import way_up
from harbor_wagtail.advocacy.report_cards.scoring import (
    Area,
    Band,
    Goal,
    Option,
    Rules,
    score_place,
    score_with,
    what_would_raise,
)

POINTS = st.lists(st.integers(-3, 6), min_size=2, max_size=4, unique=True)


@given(st.lists(st.tuples(POINTS, st.integers(0, 3), st.booleans()), min_size=1, max_size=6), st.integers(1, 12))
def test_the_way_leads_where_it_says_and_no_shorter_part_of_it_does(
    given_goals: list[tuple[list[int], int, bool]], edge: int
) -> None:
    goals = tuple(
        Goal(
            at,
            "area",
            tuple(Option(f"{at}-{n}", Decimal(each), "met") for n, each in enumerate(points)),
            is_bonus=bonus and at > 0,
        )
        for at, (points, _chosen, bonus) in enumerate(given_goals)
    )
    bands = (Band("good", Decimal(edge), None, 1), Band("poor", None, Decimal(edge - 1), 2))
    rules = Rules((Area("area", Decimal(9)),), goals, bands, bonus_rule="added", bonus_cap=Decimal(4))
    answers = {at: f"{at}-{min(chosen, len(points) - 1)}" for at, (points, chosen, _bonus) in enumerate(given_goals)}
    now = score_place(rules, answers)
    way = way_up(rules, answers, what_would_raise(rules, answers))
    best = {goal.key: max(goal.options, key=lambda each: each.points).key for goal in goals}
    reachable = now.band is bands[1] and rules.band_of(score_place(rules, best).score) is bands[0]
    assert (way is not None) == reachable
    if way is not None:
        changes = {step.goal.key: step.option.key for step in way.steps}
        assert way.score == score_place(rules, {**answers, **changes}).score == score_with(rules, now, changes)
        assert way.band is bands[0]
        shorter = dict(list(changes.items())[:-1])
        assert score_place(rules, {**answers, **shorter}).band is bands[1]
