"""Scores, bands and ranks: pure rules that hold for any framework and any answers."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harbor_wagtail.advocacy.report_cards import scoring
from harbor_wagtail.advocacy.report_cards.adding_up import faults
from harbor_wagtail.advocacy.report_cards.scoring import (
    ADDED,
    APART,
    DENSE,
    GRADED,
    NO_RANKS,
    NOT_ASSESSED,
    PARTLY,
    STANDARD,
    UP_TO_MAXIMUM,
    Area,
    Band,
    Goal,
    Option,
    Rules,
    ranks,
    score,
    score_place,
    what_would_raise,
)

QUICK = settings(max_examples=60, deadline=None, derandomize=True)
HALVES = st.integers(-10, 20).map(lambda half: Decimal(half) / 2)


def option(code: str, points: Any, status: str = "met") -> Option:
    return Option(code, Decimal(str(points)), status)


@st.composite
def any_rules(draw: Any) -> Rules:
    """A framework that adds up: areas from their goals, bands that hold every score."""
    goals = []
    for number in range(draw(st.integers(1, 5))):
        bonus = number > 0 and draw(st.booleans())
        points = draw(
            st.lists(
                HALVES if not bonus else HALVES.filter(lambda each: each >= 0), min_size=2, max_size=4, unique=True
            )
        )
        options = [option(f"o{at}", each) for at, each in enumerate(points)]
        if draw(st.booleans()):
            options.append(option("x", 0, "not_applicable"))
        weight, cap = Decimal(draw(st.integers(1, 6))) / 2, draw(st.none() | st.integers(1, 9).map(Decimal))
        goals.append(Goal(number, number % 2, tuple(options), weight, cap, bonus))
    decimals = draw(st.integers(0, 2))
    step, edge = Decimal(1).scaleb(-decimals), Decimal(draw(st.integers(-5, 30)))
    return Rules(
        areas=tuple(
            Area(key, sum((goal.maximum for goal in goals if goal.area == key and not goal.is_bonus), Decimal(0)))
            for key in (0, 1)
        ),
        goals=tuple(goals),
        bands=(Band("good", edge, None, 1), Band("poor", None, edge - step, 2)),
        decimals=decimals,
        rank_rule=draw(st.sampled_from([STANDARD, DENSE, NO_RANKS])),
        bonus_rule=draw(st.sampled_from([APART, ADDED, UP_TO_MAXIMUM])),
        bonus_cap=draw(st.none() | st.integers(0, 9).map(Decimal)),
    )


@st.composite
def rules_and_places(draw: Any) -> tuple[Rules, dict[str, dict[int, str]]]:
    rules = draw(any_rules())
    answer = st.fixed_dictionaries(
        {goal.key: st.sampled_from([None, *(each.key for each in goal.options)]) for goal in rules.goals}
    )
    return rules, draw(st.dictionaries(st.sampled_from("abcdefgh"), answer, max_size=8))


@QUICK
@given(rules_and_places())
def test_every_place_gets_what_its_answers_give(case: tuple[Rules, dict[str, dict[int, str]]]) -> None:
    rules, places = case
    for name, each in score(rules, places).items():
        counted = [each.by_goal[goal.key] for goal in rules.counted]
        missing = sum(row.status == NOT_ASSESSED for row in counted)
        assert (each.answered, each.goals) == (len(counted) - missing, len(counted))
        assert (each.score is not None) == (each.state == GRADED) == (each.band is not None)
        assert each.state != GRADED or not missing
        assert (each.state == PARTLY) == (0 < missing < len(counted))
        given_points = [row.points for row in counted if row.points is not None]
        assert each.points == (sum(given_points) if given_points else None)
        assert all(row.points is None or row.points <= row.maximum for row in each.by_goal.values())
        assert sum(area.maximum for area in each.by_area.values()) == each.maximum
        if each.score is not None and rules.bonus_rule != ADDED:
            assert each.score <= scoring.rounded(rules.maximum, rules.decimals)
        if rules.bonus_rule == APART or each.bonus is None:
            alone = {key: answer for key, answer in places[name].items() if not rules.goals[key].is_bonus}
            assert score_place(rules, alone).score == each.score
        assert each.bonus is None or rules.bonus_cap is None or each.bonus <= rules.bonus_cap


@QUICK
@given(rules_and_places())
def test_a_better_answer_never_lowers_a_score(case: tuple[Rules, dict[str, dict[int, str]]]) -> None:
    rules, places = case
    for answers in places.values():
        now = score_place(rules, answers)
        for each in what_would_raise(rules, answers):
            then = score_place(rules, {**answers, each.goal.key: each.option.key})
            assert now.score is not None
            assert then.score == each.score == now.score + each.gain
            assert each.gain > 0
        for goal in rules.goals:
            ladder = sorted((row for row in goal.options if row.applies), key=lambda row: row.points)
            found = [score_place(rules, {**answers, goal.key: row.key}).score for row in ladder]
            known = [each for each in found if each is not None]
            assert known == sorted(known)
            assert len(known) in (0, len(ladder))


@QUICK
@given(st.dictionaries(st.integers(), st.none() | st.integers(-3, 3).map(Decimal), max_size=12))
def test_equal_scores_share_a_rank(scores: dict[int, Decimal | None]) -> None:
    standard, dense = ranks(scores, STANDARD), ranks(scores, DENSE)
    known = {key: each for key, each in scores.items() if each is not None}
    assert standard.keys() == dense.keys() == known.keys()
    assert ranks(scores, NO_RANKS) == {}
    for key, each in known.items():
        better = [other for other in known.values() if other > each]
        assert standard[key] == (len(better) + 1, list(known.values()).count(each) > 1)
        assert dense[key] == (len(set(better)) + 1, standard[key][1])


GOALS = (
    Goal("1", "a", (option("yes", 10), option("no", 0, "not_met"), option("x", 0, "not_applicable")), label="1"),
    Goal("2", "a", (option("yes", 5), option("harm", -5, "not_met")), label="2"),
    Goal("b", None, (option("yes", 2), option("no", 0, "not_met")), is_bonus=True, label="b"),
)
RULES = Rules(
    areas=(Area("a", Decimal(15), "Area"),),
    goals=GOALS,
    bands=(
        Band("A", Decimal(10), None, 1, "A", "top"),
        Band("C", Decimal(5), Decimal(9), 2, "C", "middle"),
        Band("F", None, Decimal(4), 3, "F", "last"),
    ),
)


def test_examples_that_people_can_check_by_hand() -> None:
    found = score(
        RULES,
        {
            "all": {"1": "yes", "2": "yes", "b": "yes"},
            "harm": {"1": "no", "2": "harm"},
            "skips": {"1": "x", "2": "yes"},  # 5 of 5, on the framework's scale 15 of 15
            "half": {"1": "yes"},
            "none": {},
            "unknown answer": {"1": "maybe"},
        },
    )
    told = {name: (each.score, each.band and each.band.key, each.rank, each.tied) for name, each in found.items()}
    nothing = (None, None, None, False)
    assert told == {
        "all": (15, "A", 1, True),
        "harm": (-5, "F", 3, False),
        "skips": (15, "A", 1, True),
        "half": nothing,
        "none": nothing,
        "unknown answer": nothing,
    }
    assert [found[name].state for name in ("half", "none", "unknown answer")] == [PARTLY, NOT_ASSESSED, NOT_ASSESSED]
    assert (found["all"].bonus, found["harm"].bonus) == (2, None)
    assert score_place(replace(RULES, bonus_rule=ADDED), {"1": "yes", "2": "yes", "b": "yes"}).score == 17
    assert scoring.rounded(Decimal("-0.4"), 0).as_tuple().sign == 0  # never "−0"
    assert scoring.rounded(Decimal("2.5"), 0) == 3


@QUICK
@given(any_rules())
def test_a_framework_made_to_add_up_has_no_fault_but_those_it_was_given(rules: Rules) -> None:
    told = [each for each in faults(rules) if "no goal" not in each and "gives the same points" not in each]
    skips = any(not row.applies for goal in rules.counted for row in goal.options)
    assert not told, (told, skips)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"goals": ()}, "no goal whose points count"),
        ({"areas": (Area("a", Decimal(20), "Area"),)}, "“Area” is to give 20 points at most; its goals give 15"),
        ({"areas": ()}, "Goal 1 stands in no area"),
        ({"areas": (*RULES.areas, Area("z", Decimal(0), "Empty"))}, "“Empty” has no goal"),
        ({"goals": (replace(GOALS[0], options=GOALS[0].options[:1]), GOALS[1])}, "Goal 1 needs two answers"),
        ({"goals": (*GOALS[:2], replace(GOALS[2], options=(option("y", 1), option("n", -1))))}, "goal b has an answer"),
        ({"bands": RULES.bands[:2]}, "as low as −5 or lower"),
        ({"bands": RULES.bands[1:]}, "A score can be 15, and no band holds it"),
        ({"bands": (RULES.bands[0], RULES.bands[2])}, "the scores from 5 to 9 belong to none"),
        (
            {"bands": (replace(RULES.bands[0], low=Decimal(9)), *RULES.bands[1:])},
            "“middle” and “top” overlap",
        ),
        ({"bands": (replace(RULES.bands[0], token=9), *RULES.bands[1:])}, "its colour must have the higher number"),
        ({"decimals": 1}, "the scores from 9.1 to 9.9 belong to none"),
        ({"bands": (replace(RULES.bands[0], low=Decimal("9.5")), *RULES.bands[1:])}, "rounded to 0 decimals"),
        ({"letters": True, "bands": (replace(RULES.bands[0], letter=""), *RULES.bands[1:])}, "has no letter"),
        ({"bands": (replace(RULES.bands[0], letter="C"), *RULES.bands[1:])}, "Two bands have the letter C"),
    ],
)
def test_what_does_not_add_up_is_named(changes: dict[str, Any], told: str) -> None:
    assert any(told in each for each in faults(replace(RULES, **changes)))


def test_what_adds_up_has_no_fault() -> None:
    assert faults(RULES) == []
