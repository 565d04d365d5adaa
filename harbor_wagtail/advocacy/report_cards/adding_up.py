"""Whether a framework's points add up. What does not is named, so that an editor can mend it; nothing is guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from harbor_wagtail.advocacy.report_cards.scoring import ADDED, NOT_APPLICABLE, ZERO, Band, Goal, Rules, rounded


def faults(rules: Rules) -> list[str]:
    """Sentences for the editor, each naming its goal, area or band; none: the framework may be published."""
    if not rules.counted:
        return [_("There is no goal whose points count.")]
    return [*_goals(rules), *_areas(rules), *_bands(rules)]


def plain(points: Decimal | None) -> str:
    """Points as people write them: 12, 0.5, −2."""
    if points is None:
        return "…"
    text = format(points.normalize() + ZERO, "f")
    return text.replace("-", "\u2212")


def _goals(rules: Rules) -> Iterator[str]:
    for goal in rules.goals:
        yield from _goal(goal)


def _goal(goal: Goal) -> Iterator[str]:
    known = [option for option in goal.options if option.applies]
    if len(known) < 2:
        yield _("Goal %(goal)s needs two answers or more; it has %(number)s.") % {
            "goal": goal.label,
            "number": len(known),
        }
    elif not goal.is_bonus and goal.maximum == goal.minimum:
        yield _("Every answer to goal %(goal)s gives the same points.") % {"goal": goal.label}
    if goal.is_bonus and goal.minimum < 0:
        yield _("Bonus goal %(goal)s has an answer below zero.") % {"goal": goal.label}


def _areas(rules: Rules) -> Iterator[str]:
    for area in rules.areas:
        goals = [goal for goal in rules.counted if goal.area == area.key]
        given = sum((goal.maximum for goal in goals), ZERO)
        if not goals:
            yield _("Area “%(area)s” has no goal.") % {"area": area.label}
        elif given != area.maximum:
            yield _("Area “%(area)s” is to give %(stated)s points at most; its goals give %(given)s.") % {
                "area": area.label,
                "stated": plain(area.maximum),
                "given": plain(given),
            }
    known = {area.key for area in rules.areas}
    for goal in rules.counted:
        if goal.area not in known:
            yield _("Goal %(goal)s stands in no area.") % {"goal": goal.label}


def _bands(rules: Rules) -> Iterator[str]:
    if not rules.bands:
        return
    bands = sorted(rules.bands, key=lambda band: (band.low is not None, band.low or ZERO))
    yield from _names(rules, bands)
    for lower, higher in zip(bands, bands[1:], strict=False):
        yield from _between(lower, higher, rules.decimals)
    yield from _ends(rules, bands)


def _names(rules: Rules, bands: list[Band]) -> Iterator[str]:
    if rules.letters:
        for band in bands:
            if not band.letter:
                yield _("Band “%(band)s” has no letter, and letters are to be shown.") % {"band": band.label}
    letters = Counter(band.letter for band in bands if band.letter)
    for letter in (letter for letter, times in letters.items() if times > 1):
        yield _("Two bands have the letter %(letter)s.") % {"letter": letter}
    for band in bands:
        for end in (band.low, band.high):
            if end is not None and end != rounded(end, rules.decimals):
                yield _("Band “%(band)s” ends at %(end)s, but scores are rounded to %(decimals)s decimals.") % {
                    "band": band.label,
                    "end": plain(end),
                    "decimals": rules.decimals,
                }


def _between(lower: Band, higher: Band, decimals: int) -> Iterator[str]:
    names = {"lower": lower.label, "higher": higher.label}
    step = Decimal(1).scaleb(-decimals)
    if lower.high is None or higher.low is None or higher.low <= lower.high:
        yield _("Bands “%(lower)s” and “%(higher)s” overlap.") % names
    elif higher.low - lower.high > step:
        gap = {"from": plain(lower.high + step), "to": plain(higher.low - step)}
        yield _("Between bands “%(lower)s” and “%(higher)s” the scores from %(from)s to %(to)s belong to none.") % {
            **names,
            **gap,
        }
    if lower.token <= higher.token:
        yield _("Band “%(lower)s” is lower than “%(higher)s”; its colour must have the higher number.") % names


def _ends(rules: Rules, bands: list[Band]) -> Iterator[str]:
    least, most = rounded(_least(rules), rules.decimals), rounded(_most(rules), rules.decimals)
    lowest, highest = bands[0], bands[-1]
    if lowest.low is not None and (lowest.low > least or _may_sink(rules)):
        yield _(
            "A score can be as low as %(least)s or lower, and no band holds it. Leave “from” of “%(band)s” empty."
        ) % {"least": plain(least), "band": lowest.label}
    if highest.high is not None and highest.high < most:
        yield _("A score can be %(most)s, and no band holds it. Leave “to” of “%(band)s” empty.") % {
            "most": plain(most),
            "band": highest.label,
        }


def _least(rules: Rules) -> Decimal:
    return sum((goal.minimum for goal in rules.counted), ZERO)


def _most(rules: Rules) -> Decimal:
    return rules.maximum + (rules.most_bonus if rules.bonus_rule == ADDED else ZERO)


def _may_sink(rules: Rules) -> bool:
    """Where goals may not apply, a score below zero is stretched further down; how far depends on the answers."""
    skipped = any(option.status == NOT_APPLICABLE for goal in rules.counted for option in goal.options)
    return skipped and any(goal.minimum < 0 for goal in rules.counted)
