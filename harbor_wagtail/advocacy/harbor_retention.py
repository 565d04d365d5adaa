"""Quotes: consent that has ended is noted once; what has not been shown for long is deleted. Requests: their day came."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from harbor_wagtail.advocacy.consultations.models import ConsultationRequest
from harbor_wagtail.advocacy.quotes import consent, withdrawing
from harbor_wagtail.advocacy.quotes.models import SurvivorQuote
from harbor_wagtail.advocacy.quotes.report import ended
from harbor_wagtail.advocacy.quotes.uses import uses_of
from harbor_wagtail.conf import conf
from harbor_wagtail.retention import Done, register_retention


@register_retention("quotes-ended", "consent of a quote that ended: noted, and caches in front of the site are cleared")
def note_ended(dry_run: bool) -> Done:
    quotes = SurvivorQuote.objects.select_related("original").filter(end_noted_at__isnull=True)
    over = ended(quotes, timezone.localdate())
    if over and not dry_run:
        _note(over)
    return Done(len(over))


@transaction.atomic
def _note(over: list[SurvivorQuote]) -> None:
    used = uses_of(over)
    for quote in over:
        if not quote.withdrawn_at:  # that was noted when it was done
            log(instance=quote, action=withdrawing.END, data={"uses": len(used[quote.pk])})
    SurvivorQuote.objects.filter(pk__in=[quote.pk for quote in over]).update(end_noted_at=timezone.now())
    found = [use for uses in used.values() for use in uses]
    transaction.on_commit(lambda: withdrawing.clear(found))


@register_retention("quotes", "quotes whose consent ended or was withdrawn longer ago than QUOTES_KEPT_DAYS: deleted")
def delete_old(dry_run: bool) -> Done:
    quotes = SurvivorQuote.objects.select_related("original")
    until = timezone.localdate() - datetime.timedelta(days=conf.QUOTES_KEPT_DAYS)
    old = [quote for quote in ended(quotes, timezone.localdate()) if _over_since(quote) < until]
    if old and not dry_run:
        _delete(old)
    return Done(len(old))


def _over_since(quote: SurvivorQuote) -> datetime.date:
    owner = consent.owner_record(quote)
    withdrawn = owner.withdrawn_at or quote.withdrawn_at
    days = [timezone.localdate(withdrawn)] if withdrawn else []
    if last := consent.last_day(quote):
        days.append(last)
    return min(days)


@transaction.atomic
def _delete(old: Iterable[SurvivorQuote]) -> None:
    """Translations go with their original; a block that names a deleted record shows nothing."""
    SurvivorQuote.objects.filter(pk__in=[quote.pk for quote in old]).delete()


@register_retention("consultations", "requests for a consultation whose last day has come: deleted")
def delete_requests(dry_run: bool) -> Done:
    over = ConsultationRequest.objects.filter(delete_on__lte=timezone.localdate())
    return Done(over.count() if dry_run else over.delete()[0])
