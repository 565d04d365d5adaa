"""Whole pictures of 1200 × 630 pixels, the size a message or a page shows of what it links to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageColor, ImageDraw

from harbor_wagtail.advocacy.report_cards.figures import INK, PAPER
from harbor_wagtail.advocacy.report_cards.looks import Look
from harbor_wagtail.advocacy.report_cards.maps.tiles import PITCH, SIDE, TileMap
from harbor_wagtail.advocacy.report_cards.pictures import HEIGHT, WIDTH
from harbor_wagtail.advocacy.report_cards.pictures.lettering import fitting, font_of, lines, write, written
from harbor_wagtail.advocacy.report_cards.pictures.squares import square

EDGE = 44
_MUTED = "#4d5768"


@dataclass(frozen=True)
class Poster:
    """``note`` is said under the title (invented data), ``foot`` at the foot: whose it is and of which day."""

    title: str
    language: str
    note: str = ""
    foot: str = ""

    def png(self) -> bytes:
        canvas = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
        pen = ImageDraw.Draw(canvas)
        self._line(pen, self.title, EDGE + 24, 46, INK, bold=True)
        self._line(pen, self.note, EDGE + 74, 26, _MUTED)
        self._line(pen, self.foot, HEIGHT - EDGE, 24, _MUTED)
        self._inner(canvas, pen)
        out = BytesIO()
        _fewer_colors(canvas, {INK, PAPER, *self._colors()}).save(out, "PNG", optimize=True)
        return out.getvalue()

    def _colors(self) -> Iterable[str]:
        """Those that mean something: they are in the file exactly as they are in the SVG."""
        raise NotImplementedError

    def _inner(self, canvas: Image.Image, pen: ImageDraw.ImageDraw) -> None:
        raise NotImplementedError

    def _line(
        self, pen: ImageDraw.ImageDraw, text: str, middle: int, size: int, ink: str, *, bold: bool = False
    ) -> None:
        """One line across the whole picture: smaller if it must be, cut with "…" at last."""
        if given := written(text, self.language):
            font = fitting(given, size, WIDTH - 2 * EDGE, self.language, bold=bold)
            (line,) = lines(given, font, WIDTH - 2 * EDGE, 1)
            write(pen, (EDGE, middle), line, font, ink, "lm")


@dataclass(frozen=True)
class MapPoster(Poster):
    """The squares of ``map`` where they lie, and beside them what their looks mean."""

    map: TileMap | None = None
    legend: Sequence[tuple[Look, int]] = ()

    def _colors(self) -> Iterable[str]:
        return [each.look.color for each in self.map.places] if self.map else []

    def _inner(self, canvas: Image.Image, pen: ImageDraw.ImageDraw) -> None:
        top = EDGE + 100
        room_down = HEIGHT - EDGE - 40 - top
        right = WIDTH - EDGE - 330
        if self.map and self.map.squares:
            pitch = min((right - EDGE) / self.map.across, room_down / self.map.down, 150)
            for each in self.map.squares:
                left, above = EDGE + (each.x / PITCH) * pitch, top + (each.y / PITCH) * pitch
                square(canvas, left, above, pitch * SIDE / PITCH, each.place.look, each.place.code)
            right = min(right, EDGE + round(self.map.across * pitch))
        step = min(60, room_down // max(1, len(self.legend)))
        for number, (look, count) in enumerate(self.legend):
            self._meaning(canvas, pen, right + 40, top + number * step, step - 8, look, count)

    def _meaning(
        self, canvas: Image.Image, pen: ImageDraw.ImageDraw, left: int, top: int, side: int, look: Look, count: int
    ) -> None:
        square(canvas, left, top, side, look)
        if words := written(f"{look.words}: {count}", self.language):
            width = WIDTH - EDGE // 2 - left - side - 14
            font = fitting(words, min(26, side - 4), width, self.language)
            (line,) = lines(words, font, width, 1)
            write(pen, (left + side + 14, top + side / 2), line, font, INK, "lm")


@dataclass(frozen=True)
class GradePoster(Poster):
    """One place: its square, large, and its result in words. ``title`` is the place."""

    look: Look | None = None
    words: str = ""
    score: str = ""
    detail: str = ""

    def _colors(self) -> Iterable[str]:
        return [self.look.color] if self.look else []

    def _inner(self, canvas: Image.Image, pen: ImageDraw.ImageDraw) -> None:
        top, side = EDGE + 120, 330
        if self.look:
            square(canvas, EDGE, top, side, self.look)
        below = self._beside(pen, self.words, top + 16, 54, 2, INK, bold=True)
        below = self._beside(pen, self.score, below + 10, 44, 1, INK)
        self._beside(pen, self.detail, below + 30, 32, 2, _MUTED)

    def _beside(
        self, pen: ImageDraw.ImageDraw, text: str, top: int, size: int, most: int, ink: str, *, bold: bool = False
    ) -> int:
        """At most so many lines beside the square; where the next ones begin."""
        given, left = written(text, self.language), EDGE + 330 + 48
        font = font_of(given, size, self.language, bold=bold)
        said = lines(given, font, WIDTH - EDGE - left, most)
        for number, line in enumerate(said):
            write(pen, (left, top + number * size * 1.3), line, font, ink, "lt")
        return top + round(len(said) * size * 1.3)


def _fewer_colors(canvas: Image.Image, exact: Iterable[str]) -> Image.Image:
    """A third of the bytes. ``exact`` colors take the place of those in the palette that came closest to them."""
    made = canvas.quantize(128, dither=Image.Dither.NONE)
    flat = made.getpalette() or []
    colors = [tuple(flat[at : at + 3]) for at in range(0, len(flat), 3)]
    for color in sorted(exact):
        wanted = ImageColor.getrgb(color)
        nearest = min(
            range(len(colors)), key=lambda at: sum((a - b) ** 2 for a, b in zip(colors[at], wanted, strict=True))
        )
        colors[nearest] = wanted
    made.putpalette([part for color in colors for part in color])
    return made
