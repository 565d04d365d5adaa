"""Whether bands can be told apart in gray, and by people who see colors otherwise: measured, not guessed."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

from harbor_wagtail.advocacy.report_cards.palette import Triple, lab, lab_of_linear, linear, ramp, times

#: Bands of most frameworks.
USUAL = 5
#: L* between neighbours. Below it, gray print runs two bands together.
LEAST_LIGHTNESS = 8.0
#: CIE76 between any two bands, for every kind of color vision.
LEAST_DISTANCE = 8.0

#: Machado, Oliveira and Fernandes 2009, full severity, on linear light.
VISIONS: dict[str, tuple[Triple, Triple, Triple]] = {
    "red-blind": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "green-blind": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "blue-blind": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def seen(color: str, vision: str = "") -> Triple:
    """L*a*b* of ``color`` for a kind of vision named in ``VISIONS``; empty is full color vision."""
    amounts = linear(color)
    if vision:
        red, green, blue = (min(1.0, max(0.0, part)) for part in times(VISIONS[vision], amounts))
        amounts = (red, green, blue)
    return lab_of_linear(amounts)


def distance(one: str, other: str, vision: str = "") -> float:
    """CIE76: about 2 can just be seen side by side."""
    return math.dist(seen(one, vision), seen(other, vision))


def problems(colors: tuple[str, ...]) -> list[str]:
    """What is wrong with a ramp of as many bands as it has colors (five at least); empty when nothing is."""
    steps = [fill.color for fill in ramp(max(USUAL, len(colors)), colors)]
    return [*_lightness(steps), *_distances(steps)]


def _lightness(steps: list[str]) -> Iterator[str]:
    for number, (one, other) in enumerate(itertools.pairwise(steps), start=1):
        gap = lab(other)[0] - lab(one)[0]
        if gap < LEAST_LIGHTNESS:
            yield (
                f"bands {number} ({one}) and {number + 1} ({other}) of {len(steps)} are {gap:.1f} apart in lightness: "
                f"print in gray needs {LEAST_LIGHTNESS:.0f}, getting lighter from the best to the last"
            )


def _distances(steps: list[str]) -> Iterator[str]:
    for vision in ("", *VISIONS):
        pairs = itertools.combinations(enumerate(steps, start=1), 2)
        found = [(distance(one[1], other[1], vision), one, other) for one, other in pairs]
        nearest, one, other = min(found)
        if nearest < LEAST_DISTANCE:
            yield (
                f"bands {one[0]} ({one[1]}) and {other[0]} ({other[1]}) of {len(steps)} are {nearest:.1f} apart for "
                f"{vision or 'full'} color vision; {LEAST_DISTANCE:.0f} are needed"
            )
