"""The coalition's logo, as a picture an editor could have uploaded: that of ``static/home/icon.svg``."""

from __future__ import annotations

from io import BytesIO
from math import pi, sin

from django.core.files.base import ContentFile
from PIL import Image as Canvas
from PIL import ImageDraw
from wagtail.images import get_image_model

TITLE = "Logo of the coalition"
SIZE, FINER = 192, 4
WHITE, BLUE = "#ffffff", "#1f5f6b"


def logo() -> int:
    """The primary key of the picture, drawn the first time it is asked for."""
    images = get_image_model()._default_manager
    found = images.filter(title=TITLE).first()
    return found.pk if found else images.create(title=TITLE, file=ContentFile(drawn(), "logo.png")).pk


def drawn() -> bytes:
    """A PNG without a ground, 192 by 192, of a tower above two waves; the drawing counts 32 units each way."""
    unit = SIZE * FINER / 32
    canvas = Canvas.new("RGBA", (SIZE * FINER, SIZE * FINER))
    pen = ImageDraw.Draw(canvas)
    pen.ellipse((0, 0, SIZE * FINER - 1, SIZE * FINER - 1), fill=BLUE)
    lines = [[(16, 6), (16, 14)], [(12.5, 9.5), (19.5, 9.5)], _wave(7, 19, 18), _wave(9, 14, 23.6)]
    for points in lines:
        pen.line([(x * unit, y * unit) for x, y in points], fill=WHITE, width=int(2 * unit), joint="curve")
        for x, y in (points[0], points[-1]):
            pen.ellipse(((x - 1) * unit, (y - 1) * unit, (x + 1) * unit, (y + 1) * unit), fill=WHITE)
    out = BytesIO()
    canvas.resize((SIZE, SIZE), Canvas.Resampling.LANCZOS).save(out, "PNG", optimize=True)
    return out.getvalue()


def _wave(left: float, length: float, height: float) -> list[tuple[float, float]]:
    """One and a half waves."""
    steps = 60
    return [(left + length * at / steps, height + 1.1 * sin(3 * pi * at / steps)) for at in range(steps + 1)]
