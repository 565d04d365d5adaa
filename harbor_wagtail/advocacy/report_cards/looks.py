"""How an answer looks: a fill, a sign and words. Color is never the only one of the three."""

from __future__ import annotations

from dataclasses import dataclass

from harbor_wagtail.advocacy.report_cards.figures import INK, PAPER
from harbor_wagtail.advocacy.report_cards.palette import Fill, band_colors, ramp
from harbor_wagtail.theme import mix


@dataclass(frozen=True, slots=True)
class Look:
    """``sign`` is one or two characters in the square (a letter, ●, –); ``words`` say the same.

    ``fill`` is none for what was not assessed: white with a dotted border. ``hatched`` marks the last band for those who
    print in gray.
    """

    sign: str
    words: str
    fill: Fill | None = None
    hatched: bool = False

    @property
    def color(self) -> str:
        return self.fill.color if self.fill else PAPER

    @property
    def ink(self) -> str:
        return self.fill.ink if self.fill else INK

    @property
    def hatch(self) -> str:
        """Lines that can be seen and do not get in the way of the letter."""
        return mix(self.ink, self.color, 0.28)

    @property
    def css(self) -> str:
        return f"harbor-band-{self.fill.token}" if self.fill else "harbor-band-none"

    @property
    def css_ink(self) -> str:
        return f"harbor-band-ink-{self.fill.token}" if self.fill else "harbor-band-ink-none"


def band_look(sign: str, words: str, token: int, size: int, *, hatched: bool = False) -> Look:
    """A band of a framework whose ramp has ``size`` steps."""
    fills = ramp(size, band_colors())
    return Look(sign, words, fills[min(max(token, 1), size) - 1], hatched)


def blank_look(sign: str, words: str) -> Look:
    return Look(sign, words)
