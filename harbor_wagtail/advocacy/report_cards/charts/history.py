"""Results over the editions. The line breaks where the framework changed: figures on both sides measure other things."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from harbor_wagtail.advocacy.report_cards.figures import Figure, number
from harbor_wagtail.advocacy.report_cards.looks import Look

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 320, 220, 36, 304, 28, 176
#: Between two lines of text, and for one more digit.
ROOM, DIGIT = 18, 8
#: More labels than this would run into each other; then every second, third … edition is named.
MOST_LABELS = 7


def percent(share: float) -> str:
    return f"{round(share * 100)}".replace("-", "\u2212")


@dataclass(frozen=True, slots=True)
class Point:
    """``share`` is points of what could be had, 0 to 1 (below 0 when negative); none when not assessed."""

    edition: str
    framework: str
    share: float | None
    look: Look


@dataclass(frozen=True)
class HistoryChart(Figure):
    """``points`` from the oldest edition to the newest."""

    points: Sequence[Point] = ()

    template: ClassVar[str] = "harbor_advocacy/report_cards/svg/history.html"

    def drawing(self) -> dict[str, Any]:
        dots = [self._dot(index, point) for index, point in enumerate(self.points)]
        return {
            "dots": dots,
            "lines": self._lines(dots),
            "breaks": [number((self._x(at) + self._x(at - 1)) / 2) for at in self._breaks()],
            "grid": [(number(self._y(share)), percent(share)) for share in self._marks()],
            "width": WIDTH,
            "height": HEIGHT,
            "left": self._left,
            "right": RIGHT,
            "top": TOP,
            "bottom": BOTTOM,
        }

    def _dot(self, index: int, point: Point) -> dict[str, Any]:
        every = -(-len(self.points) // MOST_LABELS)
        shown = (len(self.points) - 1 - index) % every == 0
        return {
            "point": point,
            "x": number(self._x(index)),
            "y": number(self._y(point.share)) if point.share is not None else number((TOP + BOTTOM) / 2),
            "missing": point.share is None,
            "name": point.edition if shown else "",
        }

    def _lines(self, dots: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
        """Between neighbours of one framework that were both assessed."""
        pairs = itertools.pairwise(dots)
        return [
            {"x1": one["x"], "y1": one["y"], "x2": other["x"], "y2": other["y"]}
            for one, other in pairs
            if one["point"].framework == other["point"].framework and not (one["missing"] or other["missing"])
        ]

    def _breaks(self) -> list[int]:
        pairs = enumerate(itertools.pairwise(self.points), start=1)
        return [at for at, (before, after) in pairs if before.framework != after.framework]

    def _least(self) -> float:
        return min([0.0, *(point.share for point in self.points if point.share is not None)])

    def _marks(self) -> list[float]:
        """The least and nothing first; further ones where there is room for a line of text between them."""
        marks = [*([self._least()] if self._least() < 0 else []), 0.0]
        for share in (1.0, 0.5):
            if all(abs(self._y(share) - self._y(other)) >= ROOM for other in marks):
                marks.append(share)
        return sorted(marks)

    @property
    def _left(self) -> int:
        """Four characters and more need more room."""
        return LEFT + DIGIT * max(0, len(percent(self._least())) - 3)

    def _x(self, index: int) -> float:
        steps = len(self.points)
        return self._left + (RIGHT - self._left) * (index + 0.5) / steps

    def _y(self, share: float) -> float:
        least = self._least()
        return BOTTOM - (BOTTOM - TOP) * (min(share, 1.0) - least) / (1.0 - least)
