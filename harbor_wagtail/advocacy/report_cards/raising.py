"""What together would reach the next band: pure, beside ``scoring.what_would_raise``, which says it goal by goal."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from harbor_wagtail.advocacy.report_cards.scoring import Answers, Band, Raise, Rules, score_place, what_would_raise


@dataclass(frozen=True, slots=True)
class Way:
    """``steps``, taken together, lead to ``score`` and ``band``."""

    steps: tuple[Raise, ...]
    score: Decimal
    band: Band


def way_up(rules: Rules, answers: Answers) -> Way | None:
    """The largest gains first, until the band is a better one; none where no change of law leads there.

    Each step is scored with those before it, so caps, bonus and rounding count as they would.
    """
    now = score_place(rules, answers)
    if now.band is None:
        return None
    changed, taken = dict(answers), []
    for step in what_would_raise(rules, answers):
        changed[step.goal.key] = step.option.key
        taken.append(step)
        then = score_place(rules, changed)
        if then.band is not None and then.score is not None and then.band.token < now.band.token:
            return Way(tuple(taken), then.score, then.band)
    return None
