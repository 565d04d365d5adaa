"""A framework with everything below it, read in four queries, and as the plain values that scoring works on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from harbor_wagtail.advocacy.report_cards import scoring
from harbor_wagtail.advocacy.report_cards.models import Band, Framework, GoalOption, IssueArea, PolicyGoal


@dataclass(frozen=True)
class Sheet:
    """Goals in their order (areas first), each with ``choices``: its answers as a list."""

    framework: Framework
    areas: list[IssueArea]
    goals: list[PolicyGoal]
    bands: list[Band]
    options: dict[int, GoalOption]

    @cached_property
    def goal_by_pk(self) -> dict[int, PolicyGoal]:
        return {goal.pk: goal for goal in self.goals}

    @cached_property
    def band_by_pk(self) -> dict[int, Band]:
        return {band.pk: band for band in self.bands}

    @cached_property
    def options_of(self) -> dict[int, list[GoalOption]]:
        found: dict[int, list[GoalOption]] = {goal.pk: [] for goal in self.goals}
        for option in self.options.values():
            found[option.goal_id].append(option)
        return found

    @cached_property
    def rules(self) -> scoring.Rules:
        framework = self.framework
        return scoring.Rules(
            areas=tuple(scoring.Area(area.pk, area.maximum, area.name) for area in self.areas),
            goals=tuple(self._goal(goal) for goal in self.goals),
            bands=tuple(
                scoring.Band(band.pk, band.low, band.high, band.token, band.letter, str(band)) for band in self.bands
            ),
            decimals=framework.decimals,
            rank_rule=framework.rank_rule,
            bonus_rule=framework.bonus_rule,
            bonus_cap=framework.bonus_cap,
            letters=framework.letters,
        )

    def _goal(self, goal: PolicyGoal) -> scoring.Goal:
        options = tuple(
            scoring.Option(option.pk, option.points, option.status, option.label) for option in self.options_of[goal.pk]
        )
        return scoring.Goal(goal.pk, goal.area_id, options, goal.weight, goal.cap, goal.is_bonus, goal.code)


def sheet_of(framework: Framework) -> Sheet:
    """Reads it from the database, whatever hangs on ``framework`` unsaved."""
    areas = list(IssueArea.objects.filter(framework=framework))
    place = {area.pk: position for position, area in enumerate(areas)}
    goals = list(PolicyGoal.objects.filter(framework=framework).order_by("order", "pk"))
    goals.sort(key=lambda goal: (place.get(goal.area_id or 0, len(place)), goal.order, goal.pk))
    by_pk = {goal.pk: goal for goal in goals}
    options = {option.pk: option for option in GoalOption.objects.filter(goal__framework=framework)}
    area_by_pk = {area.pk: area for area in areas}
    for goal in goals:
        goal.framework = framework
        goal.area = area_by_pk.get(goal.area_id or 0)
    for option in options.values():
        option.goal = by_pk[option.goal_id]
    return Sheet(framework, areas, goals, list(Band.objects.filter(framework=framework)), options)
