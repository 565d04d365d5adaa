"""What together would reach the next band: pure, beside ``scoring.what_would_raise``, which says it goal by goal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from harbor_wagtail.advocacy.report_cards.scoring import Answers, Band, Raise, Rules, score_place, score_with


@dataclass(frozen=True, slots=True)
class Way:
    """``steps``, taken together, lead to ``score`` and ``band``."""

    steps: tuple[Raise, ...]
    score: Decimal
    band: Band


def way_up(rules: Rules, answers: Answers, raises: Iterable[Raise]) -> Way | None:
    """The largest gains first, until the band is a better one; none where no change of law leads there.

    ``raises`` as from ``what_would_raise``. Each is scored with those before it, so that caps, bonus and rounding count as
    they would.
    """
    now = score_place(rules, answers)
    changed, taken = {}, []
    for step in raises if now.band is not None else ():
        changed[step.goal.key] = step.option.key
        taken.append(step)
        score = score_with(rules, now, changed)
        band = rules.band_of(score)
        if score is not None and band is not None and now.band is not None and band.token < now.band.token:
            return Way(tuple(taken), score, band)
    return None
