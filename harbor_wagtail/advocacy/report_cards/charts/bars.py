"""Bars: points of each area out of what could be had."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from harbor_wagtail.advocacy.report_cards.figures import Figure, number

#: Units of the view box. 320 is what the narrowest screen shows, so text of 14 is never below 12 pixels.
WIDTH, BAR, STEP, TEXT = 320, 16, 48, 14
#: Characters of a label on one line, beside the figure at its end; the height of a further line.
LINE, FURTHER = 28, 17


@dataclass(frozen=True, slots=True)
class Bar:
    """``value`` of ``most``; none where nothing was assessed: an empty, dotted bar, never one of length 0.

    ``least`` is below 0 where points can be. All bars of a chart have one scale, so that a point is as long in each.
    """

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
        rows, top = [], 0
        for bar in self.bars:
            lines = textwrap.wrap(bar.label, LINE)
            rows.append(self._row(bar, lines, top))
            top += STEP + FURTHER * (len(lines) - 1)
        return {"rows": rows, "width": WIDTH, "height": top, "bar": BAR}

    def _row(self, bar: Bar, lines: list[str], top: int) -> dict[str, Any]:
        left, length = self._extent(bar)
        return {
            "lines": [{"text": text, "y": top + TEXT + FURTHER * at} for at, text in enumerate(lines)],
            "words": bar.words,
            "text_y": top + TEXT,
            "y": top + TEXT + 7 + FURTHER * (len(lines) - 1),
            "x": number(left + 1),
            "length": number(length),
            "missing": bar.value is None,
            "negative": (bar.value or 0) < 0,
            "ground": number(self._place(bar.most)),
            "zero": number(1 + self._place(0)) if bar.least < 0 else "",
        }

    def _extent(self, bar: Bar) -> tuple[float, float]:
        start, end = sorted((self._place(0), self._place(bar.value or 0)))
        return start, end - start

    def _place(self, value: float) -> float:
        """Where ``value`` lies on the scale of the chart, in units from the left."""
        least, most = min(bar.least for bar in self.bars), max(bar.most for bar in self.bars)
        span = most - least
        return (WIDTH - 2) * (min(max(value, least), most) - least) / span if span else 0
