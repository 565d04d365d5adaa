"""One square of a map, as the SVG has it: fill, border, hatching, code and sign."""

from __future__ import annotations

from PIL import Image, ImageDraw

from harbor_wagtail.advocacy.report_cards.figures import INK
from harbor_wagtail.advocacy.report_cards.looks import Look
from harbor_wagtail.advocacy.report_cards.pictures.lettering import fitting, write, written

#: Shares of a square, as in ``maps/tiles.py`` and ``svg/map.html``.
_CORNER, _BORDER, _LINES = 6 / 66, 1.5 / 66, 9 / 66
_DOTS = {"●": (0, 360), "◐": (90, 270), "○": (0, 0)}
#: Drawn this many times finer and made smaller, so that edges are smooth.
FINER = 2


def square(canvas: Image.Image, left: float, top: float, side: float, look: Look, code: str = "") -> None:
    """``left``, ``top`` and ``side`` in pixels of ``canvas``. Without ``code`` the sign stands in the middle."""
    made = _square(round(side), look, code)
    canvas.paste(made, (round(left), round(top)), made)


def _square(side: int, look: Look, code: str) -> Image.Image:
    large = side * FINER
    canvas = Image.new("RGBA", (large, large), (0, 0, 0, 0))
    pen = ImageDraw.Draw(canvas)
    line = max(2, round(large * _BORDER))
    pen.rounded_rectangle((0, 0, large - 1, large - 1), large * _CORNER, fill=look.color)
    if look.hatched:
        _hatch(canvas, look, large)
    if look.fill is None:
        _dotted(pen, large, line)
    else:
        pen.rounded_rectangle((0, 0, large - 1, large - 1), large * _CORNER, outline=INK, width=line)
    if code := written(code, ""):
        write(
            pen,
            (large * 0.1, large * 0.32),
            code,
            fitting(code, round(large * 0.25), round(large * 0.8), ""),
            look.ink,
            "ls",
        )
    _sign(pen, look, large, large * (0.64 if code else 0.5))
    return canvas.resize((side, side), Image.Resampling.LANCZOS)


def _sign(pen: ImageDraw.ImageDraw, look: Look, large: int, middle: float) -> None:
    if look.sign in _DOTS:
        half = large * 0.15
        box = (large / 2 - half, middle - half, large / 2 + half, middle + half)
        pen.ellipse(box, outline=look.ink, width=max(2, round(large * 0.03)))
        pen.pieslice(box, *_DOTS[look.sign], fill=look.ink)
    elif sign := written(look.sign, ""):
        font = fitting(sign, round(large * (0.44 if len(sign) < 3 else 0.34)), round(large * 0.84), "", bold=True)
        write(pen, (large / 2, middle), sign, font, look.ink, "mm")


def _hatch(canvas: Image.Image, look: Look, large: int) -> None:
    """Lines from corner to corner, cut to the rounded square."""
    lines = Image.new("RGBA", canvas.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(lines)
    step = large * _LINES * 2**0.5
    for number in range(1, round(2 * large / step) + 1):
        pen.line((number * step, 0, number * step - large, large), fill=look.hatch, width=max(2, round(large * 3 / 66)))
    canvas.paste(
        lines, (0, 0), Image.composite(lines.getchannel("A"), Image.new("L", canvas.size), canvas.getchannel("A"))
    )


def _dotted(pen: ImageDraw.ImageDraw, large: int, line: int) -> None:
    step, last = large / 13, large - line
    for number in range(13):
        at = number * step + step / 4
        for box in ((at, 0), (at, last), (0, at), (last, at)):
            across = box[1] in (0, last)
            pen.rectangle(
                (*box, box[0] + (step / 2 if across else line), box[1] + (line if across else step / 2)), fill=INK
            )
