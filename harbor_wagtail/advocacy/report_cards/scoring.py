"""From answers to scores: pure functions on plain values, the same for one place and for all. See docs/report-cards.md.

A goal gives the points of its answer times its weight, at most its cap. A goal that does not apply leaves the place's
maximum, and the score is stretched to the framework's. A place without an answer to every goal that counts has no score,
no band and no rank. Bonus points are counted apart and join the score only where the framework says so.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any

Key = Any  # whatever the caller tells goals, answers, areas and places apart by; it must be hashable
ZERO = Decimal(0)
CENT = Decimal("0.01")

GRADED, PARTLY, NOT_ASSESSED = "graded", "partly", "not_assessed"
NOT_APPLICABLE = "not_applicable"
STANDARD, DENSE, NO_RANKS = "standard", "dense", "none"
APART, ADDED, UP_TO_MAXIMUM = "apart", "added", "up_to_maximum"


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Halves go away from zero, as people round; never minus zero."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + ZERO


@dataclass(frozen=True)
class Option:
    key: Key
    points: Decimal
    status: str
    label: str = ""

    @property
    def applies(self) -> bool:
        return self.status != NOT_APPLICABLE


@dataclass(frozen=True)
class Goal:
    """``area`` is the key of an issue area; of a bonus goal it may be ``None``."""

    key: Key
    area: Key
    options: tuple[Option, ...]
    weight: Decimal = Decimal(1)
    cap: Decimal | None = None
    is_bonus: bool = False
    label: str = ""

    def points_of(self, option: Option) -> Decimal:
        points = rounded(option.points * self.weight, 2)
        return points if self.cap is None else min(points, self.cap)

    @cached_property
    def by_key(self) -> dict[Key, Option]:
        return {option.key: option for option in self.options}

    @cached_property
    def maximum(self) -> Decimal:
        return max((self.points_of(option) for option in self.options if option.applies), default=ZERO)

    @cached_property
    def minimum(self) -> Decimal:
        return min((self.points_of(option) for option in self.options if option.applies), default=ZERO)


@dataclass(frozen=True)
class Area:
    key: Key
    maximum: Decimal
    label: str = ""


@dataclass(frozen=True)
class Band:
    """From ``low`` to ``high``, both included; ``None`` is open. Of two bands, that with the lower ``token`` is better."""

    key: Key
    low: Decimal | None
    high: Decimal | None
    token: int = 1
    letter: str = ""
    label: str = ""

    def holds(self, score: Decimal) -> bool:
        return (self.low is None or self.low <= score) and (self.high is None or score <= self.high)


@dataclass(frozen=True)
class Rules:
    """A framework, as far as numbers go."""

    areas: tuple[Area, ...]
    goals: tuple[Goal, ...]
    bands: tuple[Band, ...] = ()
    decimals: int = 0
    rank_rule: str = STANDARD
    bonus_rule: str = APART
    bonus_cap: Decimal | None = None
    letters: bool = False

    @cached_property
    def counted(self) -> tuple[Goal, ...]:
        return tuple(goal for goal in self.goals if not goal.is_bonus)

    @cached_property
    def extra(self) -> tuple[Goal, ...]:
        return tuple(goal for goal in self.goals if goal.is_bonus)

    @cached_property
    def maximum(self) -> Decimal:
        """Of a place to which every goal applies, bonus apart."""
        return sum((goal.maximum for goal in self.counted), ZERO)

    @cached_property
    def most_bonus(self) -> Decimal:
        most = sum((goal.maximum for goal in self.extra), ZERO)
        return most if self.bonus_cap is None else min(most, self.bonus_cap)

    def band_of(self, score: Decimal | None) -> Band | None:
        return next((band for band in self.bands if score is not None and band.holds(score)), None)


Answers = Mapping[Key, Key]  # goal → option; a goal that is missing, or None, is not assessed


@dataclass(frozen=True)
class GoalScore:
    """``points`` is ``None`` where the goal is not assessed, or does not apply."""

    status: str
    points: Decimal | None
    maximum: Decimal


@dataclass(frozen=True)
class AreaScore:
    """``points`` of those goals that have an answer, of ``maximum`` for all that apply; ``None`` without any answer."""

    state: str
    points: Decimal | None
    maximum: Decimal


@dataclass(frozen=True)
class PlaceScore:
    """``points`` of ``maximum`` (goals that apply); ``score`` on the framework's scale, rounded, with what bonus counts."""

    state: str
    points: Decimal | None
    maximum: Decimal
    bonus: Decimal | None
    score: Decimal | None
    band: Band | None
    answered: int
    goals: int
    by_goal: dict[Key, GoalScore] = field(default_factory=dict)
    by_area: dict[Key, AreaScore] = field(default_factory=dict)
    rank: int | None = None
    tied: bool = False


def score_place(rules: Rules, answers: Answers) -> PlaceScore:
    """One place, without its rank."""
    by_goal = {goal.key: _score_goal(goal, answers.get(goal.key)) for goal in rules.goals}
    counted = [by_goal[goal.key] for goal in rules.counted]
    state, points, maximum = _sum(counted)
    bonus = _bonus(rules, by_goal)
    score = _score(rules, points, maximum, bonus) if state == GRADED else None
    return PlaceScore(
        state=state if score is not None or state != GRADED else NOT_ASSESSED,
        points=points,
        maximum=maximum,
        bonus=bonus,
        score=score,
        band=rules.band_of(score),
        answered=sum(each.status != NOT_ASSESSED for each in counted),
        goals=len(counted),
        by_goal=by_goal,
        by_area={area.key: _score_area(rules, area, by_goal) for area in rules.areas},
    )


def score(rules: Rules, places: Mapping[Key, Answers]) -> dict[Key, PlaceScore]:
    """Every place, with its rank."""
    scores = {place: score_place(rules, answers) for place, answers in places.items()}
    placed = ranks({place: each.score for place, each in scores.items()}, rules.rank_rule)
    return {
        place: replace(each, rank=placed[place][0], tied=placed[place][1]) if place in placed else each
        for place, each in scores.items()
    }


def ranks(scores: Mapping[Key, Decimal | None], rule: str = STANDARD) -> dict[Key, tuple[int, bool]]:
    """Rank, and whether it is shared, of each place that has a score; the highest is first."""
    if rule == NO_RANKS:
        return {}
    known = {place: each for place, each in scores.items() if each is not None}
    ladder = sorted(known.values() if rule == STANDARD else set(known.values()), reverse=True)
    first: dict[Hashable, int] = {}
    for position, each in enumerate(ladder, start=1):
        first.setdefault(each, position)
    times = list(known.values())
    return {place: (first[each], times.count(each) > 1) for place, each in known.items()}


@dataclass(frozen=True)
class Raise:
    """One change of law: the goal, the answer it would bring, the score and band it would lead to, and by how much."""

    goal: Goal
    option: Option
    gain: Decimal
    score: Decimal
    band: Band | None
    better_band: bool


def what_would_raise(rules: Rules, answers: Answers) -> list[Raise]:
    """For a graded place: its best answer to each goal that would give it a higher score, the largest gain first."""
    now = score_place(rules, answers)
    if now.score is None:
        return []
    found = [found for goal in rules.goals if (found := _raise(rules, goal, now)) is not None]
    return sorted(found, key=lambda each: -each.gain)


def _raise(rules: Rules, goal: Goal, now: PlaceScore) -> Raise | None:
    best = max((option for option in goal.options if option.applies), key=lambda each: each.points, default=None)
    known = now.by_goal[goal.key].status
    if best is None or now.score is None or known in (NOT_APPLICABLE, NOT_ASSESSED):
        return None
    then = score_with(rules, now, {goal.key: best.key})
    if then is None or then <= now.score:
        return None
    band = rules.band_of(then)
    return Raise(goal, best, then - now.score, then, band, band != now.band)


def score_with(rules: Rules, now: PlaceScore, changed: Answers) -> Decimal | None:
    """The score with some answers changed; of the others, what was worked out for ``now`` is used again."""
    by_goal = {
        **now.by_goal,
        **{goal.key: _score_goal(goal, changed[goal.key]) for goal in rules.goals if goal.key in changed},
    }
    state, points, maximum = _sum(by_goal[goal.key] for goal in rules.counted)
    return _score(rules, points, maximum, _bonus(rules, by_goal)) if state == GRADED else None


def _score_goal(goal: Goal, answer: Key) -> GoalScore:
    option = goal.by_key.get(answer) if answer is not None else None
    if option is None:
        return GoalScore(NOT_ASSESSED, None, goal.maximum)
    if not option.applies:
        return GoalScore(NOT_APPLICABLE, None, ZERO)
    return GoalScore(option.status, goal.points_of(option), goal.maximum)


def _sum(goals: Iterable[GoalScore]) -> tuple[str, Decimal | None, Decimal]:
    """State, points (``None`` if no goal has any) and maximum of some goals."""
    rows = list(goals)
    given = [each.points for each in rows if each.points is not None]
    missing = sum(each.status == NOT_ASSESSED for each in rows)
    maximum = sum((each.maximum for each in rows), ZERO)
    answered = len(rows) - missing
    state = NOT_ASSESSED if not answered else PARTLY if missing else GRADED
    return state, sum(given, ZERO) if given else None, maximum


def _score_area(rules: Rules, area: Area, by_goal: Mapping[Key, GoalScore]) -> AreaScore:
    return AreaScore(*_sum(by_goal[goal.key] for goal in rules.counted if goal.area == area.key))


def _bonus(rules: Rules, by_goal: Mapping[Key, GoalScore]) -> Decimal | None:
    """``None`` where no bonus goal has an answer: unknown is not none."""
    given = [points for goal in rules.extra if (points := by_goal[goal.key].points) is not None]
    if not given:
        return None
    total = sum(given, ZERO)
    return total if rules.bonus_cap is None else min(total, rules.bonus_cap)


def _score(rules: Rules, points: Decimal | None, maximum: Decimal, bonus: Decimal | None) -> Decimal | None:
    if points is None or (maximum <= 0 and maximum != rules.maximum):
        return None
    whole = points if maximum == rules.maximum else points * rules.maximum / maximum
    if bonus is not None and rules.bonus_rule == ADDED:
        whole += bonus
    elif bonus is not None and rules.bonus_rule == UP_TO_MAXIMUM:
        whole = min(whole + bonus, max(whole, rules.maximum))
    return rounded(whole, rules.decimals)
