"""What the team has to look after: consent that ends soon, has ended, was withdrawn, or lacks something; and where."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from harbor_wagtail.advocacy.quotes import consent
from harbor_wagtail.advocacy.quotes.choices import Standing
from harbor_wagtail.advocacy.quotes.models import QuoteSettings, SurvivorQuote
from harbor_wagtail.advocacy.quotes.uses import Use, uses_of

#: Ahead of the end the team is told; time enough to ask again.
DAYS = 60


class Group(models.TextChoices):
    SOON = "soon", _("Ends soon")
    ENDED = "ended", _("Consent has ended")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LACKING = "lacking", _("Not shown: something is missing")
    GOOD = "good", _("Holds")


@dataclass(frozen=True, slots=True)
class Row:
    quote: SurvivorQuote
    standing: Standing
    group: Group
    uses: list[Use]
    missing: list[str]

    @property
    def last_day(self) -> datetime.date | None:
        return consent.last_day(self.quote)

    @property
    def scope(self) -> list[str]:
        return list(consent.owner_record(self.quote).scope)


def rows(day: datetime.date | None = None) -> list[Row]:
    """Every quote, the most urgent first, in a constant number of queries."""
    today = day or timezone.localdate()
    quotes = list(SurvivorQuote.objects.select_related("original"))
    minors = QuoteSettings.any_allows_minors()
    used = uses_of(quotes)
    return sorted((_row(quote, used[quote.pk], today, minors) for quote in quotes), key=_urgency)


def _row(quote: SurvivorQuote, uses: list[Use], today: datetime.date, minors: bool) -> Row:
    found = consent.standing(quote, today, minors=minors)
    lacks = consent.missing(quote, today) if found is Standing.INCOMPLETE else []
    return Row(quote, found, _group(quote, found, today), uses, lacks)


def _group(quote: SurvivorQuote, found: Standing, today: datetime.date) -> Group:
    if found is Standing.VALID:
        ends = consent.last_day(quote)
        return Group.SOON if ends and ends - today <= datetime.timedelta(days=DAYS) else Group.GOOD
    known = {Standing.EXPIRED: Group.ENDED, Standing.WITHDRAWN: Group.WITHDRAWN}
    return known.get(found, Group.LACKING)


def _urgency(row: Row) -> tuple[int, datetime.date, str]:
    return list(Group).index(row.group), row.last_day or datetime.date.max, row.quote.reference


def ended(quotes: Iterable[SurvivorQuote], day: datetime.date) -> list[SurvivorQuote]:
    """Those whose consent was withdrawn or has ended by ``day``."""
    over = (Standing.WITHDRAWN, Standing.EXPIRED)
    return [quote for quote in quotes if consent.standing(quote, day, minors=True) in over]
