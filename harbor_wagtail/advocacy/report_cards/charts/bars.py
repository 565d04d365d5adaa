"""Bars: points of each area out of what could be had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from harbor_wagtail.advocacy.report_cards.figures import Figure, number

#: Units of the view box. 320 is what the narrowest screen shows, so text of 14 is never below 12 pixels.
WIDTH, BAR, STEP, TEXT = 320, 16, 48, 14


@dataclass(frozen=True, slots=True)
class Bar:
    """``value`` is none where nothing was assessed: an empty, dotted bar, never one of length 0."""

    label: str
    words: str
    value: float | None
    most: float
    least: float = 0


@dataclass(frozen=True)
class BarChart(Figure):
    bars: Sequence[Bar] = ()

    template: ClassVar[str] = "harbor_advocacy/report_cards/svg/bars.html"

    def drawing(self) -> dict[str, Any]:
        rows = [self._row(bar, index * STEP) for index, bar in enumerate(self.bars)]
        return {"rows": rows, "width": WIDTH, "height": len(rows) * STEP, "bar": BAR, "inner": WIDTH - 2}

    def _row(self, bar: Bar, top: int) -> dict[str, Any]:
        left, length = self._extent(bar)
        return {
            "label": bar.label,
            "words": bar.words,
            "text_y": top + TEXT,
            "y": top + TEXT + 7,
            "x": number(left + 1),
            "length": number(length),
            "missing": bar.value is None,
            "negative": (bar.value or 0) < 0,
            "zero": number(1 + self._place(bar, 0)) if bar.least < 0 else "",
        }

    def _extent(self, bar: Bar) -> tuple[float, float]:
        start, end = sorted((self._place(bar, 0), self._place(bar, bar.value or 0)))
        return start, end - start

    def _place(self, bar: Bar, value: float) -> float:
        """Where ``value`` lies between the least and the most there is, in units from the left."""
        span = bar.most - bar.least
        return (WIDTH - 2) * (min(max(value, bar.least), bar.most) - bar.least) / span if span else 0
