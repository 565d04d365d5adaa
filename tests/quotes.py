"""Quotes for tests: a record whose consent holds in every respect, and pages that use it."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone
from wagtail.models import ReferenceIndex

from harbor_wagtail.advocacy.quotes.models import SurvivorQuote
from tests import advocacy

WORDS = "Nobody asked me what I wanted until the day somebody did."


def day(offset: int = 0) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=offset)


def facts(**given: Any) -> dict[str, Any]:
    """Fields of a quote that may be shown."""
    return {
        "reference": "SQ-12",
        "words": WORDS,
        "scope": ["web", "print", "translation"],
        "consented_on": day(-10),
        "expires_on": day(300),
        "method": "signed",
        "context_shown": True,
        "not_a_client": True,
        "risk_considered": True,
        "support_offered": True,
        "compensation": "paid",
        **given,
    }


def quote(**given: Any) -> SurvivorQuote:
    return SurvivorQuote.objects.create(**facts(**given))


def block(found: SurvivorQuote | int, **given: Any) -> tuple[str, dict[str, Any]]:
    pk = found if isinstance(found, int) else found.pk
    return "quote", {"heading": "<p>Said by one of us</p>", "quote": pk, "on_page": True, "on_paper": True, **given}


def page(found: SurvivorQuote | int, *more: Any, **given: Any) -> Any:
    return indexed(advocacy.page(("text", "<p>What stays.</p>"), block(found), *more, **given))


def indexed(page: Any) -> Any:
    """Wagtail 7.0 notes where a record is used only once a transaction is over, which in a test it never is."""
    ReferenceIndex.create_or_update_for_object(page)
    return page
