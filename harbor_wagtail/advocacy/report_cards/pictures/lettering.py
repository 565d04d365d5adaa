"""Words on a picture, in the fonts our documents are set in. What no font of ours can write is left out, never drawn as boxes."""

from __future__ import annotations

import functools

from PIL import ImageDraw, ImageFont

from harbor_wagtail.documents.fonts import FOLDER, UNSEEN, other_font

Font = ImageFont.FreeTypeFont
#: Signs the subset lacks, and what says the same in it. The marks of answers are drawn (``tiles.py``), not written.
_INSTEAD = str.maketrans({"\u2212": "\u2013", "\u00a0": " ", "\u202f": " ", **dict.fromkeys(UNSEEN, "")})


def written(text: str, language: str) -> str:
    """``text`` as it can be drawn; empty where no font at hand has all its signs."""
    given = text.translate(_INSTEAD)
    return given if _font_of(given, 20, False, language) else ""


def font_of(text: str, size: int, language: str, *, bold: bool = False) -> Font:
    """For ``text`` as ``written`` gave it; ``size`` in pixels."""
    return _font_of(text, size, bold, language) or _own(size, bold)


def fitting(text: str, size: int, width: int, language: str, *, bold: bool = False) -> Font:
    """The largest font up to ``size``, down to half of it, in which ``text`` is no wider than ``width``."""
    sizes = range(size, size // 2, -2)
    fonts = (font_of(text, each, language, bold=bold) for each in sizes)
    return next(
        (font for font in fonts if font.getlength(text) <= width), font_of(text, size // 2, language, bold=bold)
    )


def lines(text: str, font: Font, width: int, most: int) -> list[str]:
    """``text`` on at most ``most`` lines of ``width`` pixels; what is left over ends in "…"."""
    found: list[str] = []
    for word in text.split():
        longer = f"{found[-1]} {word}" if found else word
        if found and font.getlength(longer) <= width:
            found[-1] = longer
        else:
            found.append(word)
    if len(found) > most:
        return [*found[: most - 1], _cut(" ".join(found[most - 1 :]), font, width)]
    return [line if font.getlength(line) <= width else _cut(line, font, width) for line in found]


def write(pen: ImageDraw.ImageDraw, place: tuple[float, float], text: str, font: Font, ink: str, anchor: str) -> None:
    pen.text(place, text, font=font, fill=ink, anchor=anchor)


def _cut(text: str, font: Font, width: int) -> str:
    while text and font.getlength(text + "…") > width:
        text = text[:-1].rstrip()
    return text + "…"


def _font_of(text: str, size: int, bold: bool, language: str) -> Font | None:
    fonts = (_own(size, bold), _other(size, language))
    return next((font for font in fonts if font and all(map(functools.partial(_has, font), set(text)))), None)


def _has(font: Font, sign: str) -> bool:
    """A sign a font lacks leaves no mark in ours, as a space does."""
    return sign.isspace() or _mark(font, sign) not in (b"", _mark(font, "\uffff"))


@functools.lru_cache(maxsize=4096)
def _mark(font: Font, sign: str) -> bytes:
    return bytes(font.getmask(sign))


@functools.lru_cache(maxsize=64)
def _own(size: int, bold: bool) -> Font:
    return ImageFont.truetype(str(FOLDER / f"NotoSans-{'Bold' if bold else 'Regular'}.ttf"), size)


@functools.lru_cache(maxsize=32)
def _other(size: int, language: str) -> Font | None:
    path = other_font(language)
    return ImageFont.truetype(str(path), size) if path else None
