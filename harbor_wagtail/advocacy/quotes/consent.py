"""Whether consent holds on a day. Pure functions of the record: asked whenever words are served, whatever a command did.

A translation has no consent of its own: it stands and falls with the record it was translated from.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from harbor_wagtail.advocacy.quotes.choices import AgeBand, Attribution, Basis, Channel, Standing

MAX_YEARS, USUAL_YEARS = 3, 1


def years_after(day: datetime.date, years: int) -> datetime.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def owner_record(quote: Any) -> Any:
    """The record whose consent decides."""
    return quote.original if quote.original_id else quote


def last_day(quote: Any) -> datetime.date | None:
    """The last day on which words may be shown; ``None`` for a publication whose permission has no end.

    However late a row says that consent ends, three years after it was given it has ended.
    """
    record = owner_record(quote)
    ends: datetime.date | None = record.expires_on
    if record.basis == Basis.PUBLICATION or not record.consented_on:
        return ends
    latest = years_after(record.consented_on, MAX_YEARS)
    return min(ends, latest) if ends else years_after(record.consented_on, USUAL_YEARS)


def is_minor(quote: Any) -> bool:
    return bool(owner_record(quote).age_band == AgeBand.UNDER_18)


def missing(quote: Any, day: datetime.date | None = None) -> list[str]:
    """What the record still lacks before its words may be shown, in words for the team; empty if nothing."""
    record = owner_record(quote)
    asked = _of_publication(record) if record.basis == Basis.PUBLICATION else _of_consent(record, _today(day))
    asked += [(quote.excerpt_needs_approval, _("that the shortened words were approved"))]
    asked += [(not quote.words.strip(), _("the words"))]
    asked += [(not record.scope, _("what they agreed to"))]
    if quote.original_id:
        asked += [(Channel.TRANSLATION not in record.scope, _("consent to a translation"))]
    return [words for lacks, words in asked if lacks]


def _of_publication(record: Any) -> list[tuple[bool, str]]:
    return [
        (not record.source_id, _("the publication")),
        (not record.permission.strip(), _("its permission or license")),
    ]


def _of_consent(record: Any, day: datetime.date) -> list[tuple[bool, str]]:
    return [
        (not record.consented_on or record.consented_on > day, _("the day of consent")),
        (not record.method, _("how consent was given")),
        (not record.context_shown, _("that the page was shown to them")),
        (not record.not_a_client, _("that they are no client of ours")),
        (not record.risk_considered, _("that the risk was considered")),
        (not record.support_offered, _("that support was offered")),
        (not record.compensation, _("whether they were paid")),
        (record.attribution == Attribution.NAME and not record.name_approved, _("consent to the name")),
    ]


def standing(quote: Any, day: datetime.date | None = None, *, minors: bool = False) -> Standing:
    """``minors``: whether the site lets words of people under 18 be shown with the consent of both, them and a guardian."""
    today, record = _today(day), owner_record(quote)
    if record.withdrawn_at or quote.withdrawn_at:
        return Standing.WITHDRAWN
    if is_minor(quote) and not (minors and record.guardian_agreed and record.youth_agreed):
        return Standing.UNDER_AGE
    ends = last_day(quote)
    if ends and ends < today:
        return Standing.EXPIRED
    return Standing.INCOMPLETE if missing(quote, today) else Standing.VALID


def may_show(quote: Any, channel: str, day: datetime.date | None = None, *, minors: bool = False) -> bool:
    agreed = channel in owner_record(quote).scope
    return agreed and standing(quote, day, minors=minors) is Standing.VALID


def _today(day: datetime.date | None) -> datetime.date:
    return day or timezone.localdate()
