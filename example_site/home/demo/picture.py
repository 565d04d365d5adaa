"""The demo's one picture, drawn here: a lighthouse at dusk and three boats. Nobody has to be asked whether it may be shown."""

from __future__ import annotations

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image as Canvas
from PIL import ImageDraw
from wagtail.images import get_image_model

TITLE = "Lighthouse at dusk"
WIDTH, HEIGHT, FINER = 1200, 640, 2
SEA = 430
BOATS = ((300, 500, 1.0), (560, 470, 0.7), (170, 565, 1.35))


def harbor() -> int:
    """The primary key of the picture, drawn the first time it is asked for."""
    images = get_image_model()._default_manager
    found = images.filter(title=TITLE).first()
    return found.pk if found else images.create(title=TITLE, file=ContentFile(_drawn(), "lighthouse.png")).pk


def _drawn() -> bytes:
    canvas = Canvas.new("RGB", (WIDTH * FINER, HEIGHT * FINER), "#1d3a4c")
    pen = ImageDraw.Draw(canvas)
    for number, colour in enumerate(("#24465a", "#2f566a", "#436a78", "#6d8480", "#c9a27e")):
        _box(pen, 0, 90 + number * 70, WIDTH, SEA, colour)
    _shape(pen, [(905, 150), (0, 300), (0, 470), (905, 172)], "#e9cf9f")
    _box(pen, 0, SEA, WIDTH, HEIGHT, "#17303f")
    _shape(pen, [(905, 160), (60, SEA), (470, SEA)], "#f3dcae")
    _shape(pen, [(60, SEA), (470, SEA), (700, HEIGHT), (0, HEIGHT), (0, 470)], "#2b4a58")
    _shape(
        pen, [(690, HEIGHT), (760, 470), (850, 425), (1010, 415), (1130, 470), (WIDTH, 500), (WIDTH, HEIGHT)], "#0f212c"
    )
    _shape(pen, [(866, 425), (882, 190), (928, 190), (944, 425)], "#f4efe6")
    _shape(pen, [(874, 310), (878, 250), (932, 250), (936, 310)], "#a8432f")
    _box(pen, 872, 178, 938, 190, "#0f212c")
    _box(pen, 886, 142, 924, 178, "#ffe9b0")
    _shape(pen, [(878, 142), (905, 112), (932, 142)], "#a8432f")
    for x, y, size in BOATS:
        _boat(pen, x, y, size)
    out = BytesIO()
    canvas.resize((WIDTH, HEIGHT), Canvas.Resampling.LANCZOS).quantize(48).save(out, "PNG", optimize=True)
    return out.getvalue()


def _boat(pen: ImageDraw.ImageDraw, x: float, y: float, size: float) -> None:
    _shape(
        pen,
        [(x - 46 * size, y), (x + 46 * size, y), (x + 30 * size, y + 20 * size), (x - 32 * size, y + 20 * size)],
        "#0f212c",
    )
    _shape(pen, [(x + 4 * size, y - 70 * size), (x + 4 * size, y - 6 * size), (x + 38 * size, y - 6 * size)], "#f4efe6")
    _box(pen, x - 20 * size, y - 14 * size, x - 12 * size, y - 4 * size, "#ffe9b0")


def _shape(pen: ImageDraw.ImageDraw, points: list[tuple[float, float]], colour: str) -> None:
    pen.polygon([(x * FINER, y * FINER) for x, y in points], fill=colour)


def _box(pen: ImageDraw.ImageDraw, left: float, top: float, right: float, bottom: float, colour: str) -> None:
    pen.rectangle([left * FINER, top * FINER, right * FINER, bottom * FINER], fill=colour)
