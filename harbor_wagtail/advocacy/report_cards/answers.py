"""How grades and answers look and read: one place for the signs, the words and the colors of both."""

from __future__ import annotations

import functools
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from harbor_wagtail.advocacy.report_cards import palette, scoring
from harbor_wagtail.advocacy.report_cards.figures import INK, PAPER
from harbor_wagtail.advocacy.report_cards.looks import Look, band_look, blank_look
from harbor_wagtail.advocacy.report_cards.models import Band, OptionStatus, ResultState
from harbor_wagtail.advocacy.report_cards.palette import Fill
from harbor_wagtail.advocacy.report_cards.results import Standing

NOT_ASSESSED = scoring.NOT_ASSESSED
#: Statuses in the order they are shown, each with its sign and its step on a ramp of three.
STATUSES: dict[str, tuple[str, int]] = {
    OptionStatus.MET.value: ("●", 1),
    OptionStatus.PARTLY.value: ("◐", 2),
    OptionStatus.NOT_MET.value: ("○", 3),
    OptionStatus.NOT_APPLICABLE.value: ("n/a", 0),
    NOT_ASSESSED: ("–", 0),
}
STATUS_RAMP = 3
#: Neither a band nor unknown: a plain square with a whole border.
_PLAIN = Fill(0, PAPER, INK)


def points_text(points: Decimal | float | None) -> str:
    """As people of this language write it, without zeros at the end: 12, 0.5, −2. Empty for none."""
    if points is None:
        return ""
    return _in_words(Decimal(str(points)), get_language() or "", bool(settings.USE_THOUSAND_SEPARATOR))


@functools.lru_cache(maxsize=4096)
def _in_words(points: Decimal, _language: str, _grouped: bool) -> str:
    """Kept by all it depends on: a page has hundreds of the same few."""
    value = points.normalize()
    exponent = value.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return number_format(value, places).replace("-", "\u2212")


def out_of(points: Decimal | None, maximum: Decimal | None) -> str:
    """ "81 of 100 points"; without a maximum, the points alone."""
    if points is None:
        return _("not assessed")
    if maximum is None:
        return ngettext("%(points)s point", "%(points)s points", int(points)) % {"points": points_text(points)}
    return _("%(points)s of %(maximum)s points") % {"points": points_text(points), "maximum": points_text(maximum)}


class Grades:
    """The bands of one framework: how each looks, in which words. ``maximum`` is the framework's, bonus apart."""

    def __init__(self, bands: list[Band], *, letters: bool, maximum: Decimal) -> None:
        self.bands = sorted(bands, key=lambda band: (band.token, band.pk))
        self.letters = letters
        self.maximum = maximum
        tokens = [band.token for band in self.bands]
        self.ramp = palette.ramp_size(tokens)
        self._last = max(tokens, default=0)

    def look(self, standing: Standing) -> Look:
        if standing.band is not None:
            return self.of_band(standing.band)
        if standing.is_graded:
            return Look(points_text(standing.score), _("graded"), _PLAIN)
        if standing.state == ResultState.PARTLY:
            return blank_look("…", _("assessed in part"))
        return blank_look("–", _("not assessed"))

    def of_band(self, band: Band) -> Look:
        position = next((at for at, each in enumerate(self.bands, start=1) if each.pk == band.pk), band.token)
        sign = (band.letter if self.letters else band.mark) or str(position)
        words = str(getattr(band, "said_words", band.words))
        return band_look(sign, words, band.token, self.ramp, hatched=band.token == self._last)

    def sentence(self, standing: Standing) -> str:
        """The result in words, without the place: "B, good: 81 of 100 points"."""
        if not standing.is_graded:
            return self.look(standing).words
        score = out_of(standing.score, self.maximum)
        if standing.band is None:
            return score
        look = self.look(standing)
        named = f"{standing.band.letter}, {look.words}" if self.letters and standing.band.letter else look.words
        return f"{named}: {score}"


def status_look(status: str) -> Look:
    sign, token = STATUSES[status]
    if status == NOT_ASSESSED:
        return blank_look(sign, status_words(status))
    if not token:
        return Look(sign, status_words(status), _PLAIN)
    return band_look(sign, status_words(status), token, STATUS_RAMP, hatched=token == STATUS_RAMP)


def status_words(status: str) -> str:
    return _("not assessed") if status == NOT_ASSESSED else str(OptionStatus(status).label)


def rank_words(standing: Any) -> str:
    """ "3rd" has no plain form in every language: "rank 3", "rank 3, shared"."""
    if standing.rank is None:
        return ""
    words = {"rank": standing.rank}
    return _("rank %(rank)s, shared") % words if standing.tied else _("rank %(rank)s") % words
