"""The map of squares: each place one square, each square a link, drawn from the rows of the table beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from harbor_wagtail.advocacy.report_cards.figures import Figure
from harbor_wagtail.advocacy.report_cards.looks import Look

#: In units of the view box. A square of 66 with letters of 16 stays readable down to three quarters of its size.
PITCH, SIDE, EDGE = 70, 66, 2


@dataclass(frozen=True, slots=True)
class Place:
    """One row. ``column`` and ``row`` count from 0; both are none for a place without a square.

    ``label`` is the whole row in words, for somebody who hears it: "Harrow (HA): A, strong, 92 of 100 points".
    """

    code: str
    name: str
    url: str
    look: Look
    label: str
    column: int | None = None
    row: int | None = None

    @property
    def on_map(self) -> bool:
        return self.column is not None and self.row is not None


@dataclass(frozen=True, slots=True)
class Square:
    place: Place
    x: int
    y: int

    @property
    def middle(self) -> int:
        return self.x + SIDE // 2

    @property
    def code_y(self) -> int:
        return self.y + 21

    @property
    def sign_y(self) -> int:
        return self.y + 52


@dataclass(frozen=True)
class TileMap(Figure):
    """``places`` in the order they are read: by name. Squares stand in that order too; only their place is the map's."""

    places: Sequence[Place] = ()
    ramp: int = 5

    template: ClassVar[str] = "harbor_advocacy/report_cards/svg/map.html"

    @property
    def squares(self) -> list[Square]:
        left, top = self._corner
        return [
            Square(place, EDGE + (place.column - left) * PITCH, EDGE + (place.row - top) * PITCH)
            for place in self.places
            if place.column is not None and place.row is not None
        ]

    @property
    def elsewhere(self) -> list[Place]:
        """Places that have no square: in the table only, which says so."""
        return [place for place in self.places if not place.on_map]

    @property
    def across(self) -> int:
        """Squares in a row; a framework may have no map at all."""
        return 1 + max((place.column or 0 for place in self.places if place.on_map), default=-1) - self._corner[0]

    @property
    def down(self) -> int:
        return 1 + max((place.row or 0 for place in self.places if place.on_map), default=-1) - self._corner[1]

    @property
    def room(self) -> str:
        """How much room it takes: what is drawn wider than a screen gives way to the table sooner."""
        return next(
            (name for most, name in ((6, "small"), (9, "medium"), (12, "large")) if self.across <= most), "huge"
        )

    @property
    def _corner(self) -> tuple[int, int]:
        drawn = [(place.column or 0, place.row or 0) for place in self.places if place.on_map]
        return min((column for column, _row in drawn), default=0), min((row for _column, row in drawn), default=0)

    def drawing(self) -> dict[str, Any]:
        if not any(place.on_map for place in self.places):
            return {"squares": [], "width": 0, "height": 0}
        return {
            "squares": self.squares,
            "side": SIDE,
            "width": self.across * PITCH,
            "height": self.down * PITCH,
            "hatches": hatches(place.look for place in self.places if place.on_map),
        }


def hatches(looks: Iterable[Look]) -> list[Look]:
    """One pattern for each band that is hatched."""
    return list({look.css: look for look in looks if look.hatched}.values())
