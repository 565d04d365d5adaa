"""One bar in parts: how many goals, or places, are met, partly met, not met, not assessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from harbor_wagtail.advocacy.report_cards.figures import Figure, number
from harbor_wagtail.advocacy.report_cards.looks import Look
from harbor_wagtail.advocacy.report_cards.maps.tiles import hatches

WIDTH, HEIGHT, GAP = 320, 44, 2
#: A sign and a number fit into a part as wide as this.
ROOM = 34


@dataclass(frozen=True, slots=True)
class Part:
    look: Look
    count: int


@dataclass(frozen=True)
class StatusChart(Figure):
    parts: Sequence[Part] = ()
    ramp: int = 3

    template: ClassVar[str] = "harbor_advocacy/report_cards/svg/status.html"

    def drawing(self) -> dict[str, Any]:
        drawn = [part for part in self.parts if part.count]
        room = WIDTH - GAP * max(0, len(drawn) - 1) - 2
        total = sum(part.count for part in drawn) or 1
        x, boxes = 1.0, []
        for part in drawn:
            length = room * part.count / total
            boxes.append(
                {
                    "part": part,
                    "x": number(x),
                    "length": number(length),
                    "middle": number(x + length / 2),
                    "text": f"{part.look.sign} {part.count}" if length >= ROOM else "",
                }
            )
            x += length + GAP
        return {"boxes": boxes, "width": WIDTH, "height": HEIGHT, "hatches": hatches(part.look for part in drawn)}
