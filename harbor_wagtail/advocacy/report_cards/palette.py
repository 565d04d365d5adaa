"""The colors of bands: from dark (the best) to light, so that they stay apart in gray print and for every color vision.

A site changes the ramp with ``HARBOR_WAGTAIL["BAND_COLOURS"]``; the system check in ``palette_checks.py`` measures what
comes of it. Text on a fill is always chosen so that it reaches 4.5 : 1, whatever the fill.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harbor_wagtail.conf import conf
from harbor_wagtail.theme import contrast, digest

#: Measured: any two are 22 or more apart in CIE76, 16 or more in gray, for every kind of color vision.
DEFAULT_COLORS = ("#1b2a5b", "#2f5d8c", "#4f9d9a", "#c0c98a", "#fff1c9")
FEWEST, MOST = 3, 7
ENOUGH_CONTRAST = 4.5
#: In this order; black or white always reaches 4.5 on any ground.
_INKS = ("#ffffff", "#1a1a1a", "#000000")

Triple = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Fill:
    """The look of one band. ``token`` counts from 1, the best; ``ink`` is the color of text on ``color``."""

    token: int
    color: str
    ink: str


def band_colors() -> tuple[str, ...]:
    """The site's own ramp, else ours."""
    return tuple(color.lower() for color in conf.BAND_COLOURS) or DEFAULT_COLORS


def ramp_size(tokens: Sequence[int]) -> int:
    """How many steps the ramp of a framework has whose bands carry ``tokens``."""
    return min(MOST, max([FEWEST, len(set(tokens)), *tokens]))


@functools.lru_cache(maxsize=64)
def ramp(size: int, colors: tuple[str, ...] = DEFAULT_COLORS) -> tuple[Fill, ...]:
    """``size`` fills (3 to 7) spread evenly along the way through ``colors``, which are 3 to 7 themselves."""
    return tuple(Fill(token, color, ink(color)) for token, color in enumerate(_spread(size, colors), start=1))


def ink(color: str) -> str:
    """White where it can be read, else near-black, else black."""
    return next((each for each in _INKS if contrast(each, color) >= ENOUGH_CONTRAST), _INKS[-1])


def stylesheet(colors: tuple[str, ...]) -> str:
    """Custom properties for each size of ramp. A host that sets ``--harbor-band-1`` … itself is not overruled."""
    return "".join(_rule(size, colors) for size in range(FEWEST, MOST + 1)) + "".join(_uses())


def stylesheet_digest() -> str:
    return digest(stylesheet(band_colors()))


def _rule(size: int, colors: tuple[str, ...]) -> str:
    lines = (
        f"  --h-band-{fill.token}: var(--harbor-band-{fill.token}, {fill.color}); "
        f"--h-band-ink-{fill.token}: var(--harbor-band-ink-{fill.token}, {fill.ink});\n"
        for fill in ramp(size, colors)
    )
    return f".harbor-ramp-{size} {{\n{''.join(lines)}}}\n"


def _uses() -> Iterator[str]:
    for token in range(1, MOST + 1):
        yield f".harbor-band-{token} {{ fill: var(--h-band-{token}); }}\n"
        yield f".harbor-band-ink-{token} {{ fill: var(--h-band-ink-{token}); }}\n"


def _spread(size: int, colors: tuple[str, ...]) -> Iterator[str]:
    for step in range(size):
        place = step * (len(colors) - 1) / (size - 1)
        before = min(int(place), len(colors) - 2)
        share = place - before
        if share in (0, 1):
            yield colors[before + int(share)]
        else:
            one, other = lab(colors[before]), lab(colors[before + 1])
            yield _hex([a + (b - a) * share for a, b in zip(one, other, strict=True)])


# Color as people see it (CIE L*a*b*, D65), and back

_WHITE = (0.95047, 1.0, 1.08883)
_TO_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
_FROM_XYZ = (
    (3.2404542, -1.5371385, -0.4985314),
    (-0.9692660, 1.8760108, 0.0415560),
    (0.0556434, -0.2040259, 1.0572252),
)


def lab(color: str) -> Triple:
    """L* (0 black to 100 white), a*, b* of ``#rrggbb``."""
    return lab_of_linear(linear(color))


def linear(color: str) -> Triple:
    """Red, green, blue as amounts of light, 0 to 1."""
    red, green, blue = (_to_linear(int(color[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return red, green, blue


def lab_of_linear(amounts: Triple) -> Triple:
    x, y, z = (_cube_root(part / white) for part, white in zip(times(_TO_XYZ, amounts), _WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def times(matrix: tuple[Triple, Triple, Triple], vector: Triple) -> Triple:
    first, second, third = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return first, second, third


def _hex(values: Sequence[float]) -> str:
    lightness, a, b = values
    y = (lightness + 16) / 116
    roots = (y + a / 500, y, y - b / 200)
    xyz = [
        white * (root**3 if root > 6 / 29 else (root - 16 / 116) * 108 / 841)
        for root, white in zip(roots, _WHITE, strict=True)
    ]
    parts = times(_FROM_XYZ, (xyz[0], xyz[1], xyz[2]))
    return "#" + "".join(f"{round(255 * _from_linear(min(1.0, max(0.0, part)))):02x}" for part in parts)


def _cube_root(value: float) -> float:
    return float(value ** (1 / 3)) if value > 216 / 24389 else value * 841 / 108 + 16 / 116


def _to_linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _from_linear(part: float) -> float:
    return part * 12.92 if part <= 0.0031308 else float(1.055 * part ** (1 / 2.4) - 0.055)
