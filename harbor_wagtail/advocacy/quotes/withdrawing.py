"""Consent ends: words leave everything this site serves. What served them asks each time; here the traces follow."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from harbor_wagtail.advocacy.quotes import memory
from harbor_wagtail.advocacy.quotes.models import SurvivorQuote
from harbor_wagtail.advocacy.quotes.uses import Use, uses_of

WITHDRAW, END, FORGET = (f"harbor_advocacy.quote_{name}" for name in ("withdraw", "end", "forget"))


@transaction.atomic
def withdraw(quote: SurvivorQuote, *, user: Any = None, forget: bool = False) -> list[Use]:
    """Withdraw consent for ``quote``, with it for its original and all translations; ``forget`` deletes the words too.

    Returns where the words stood. A second time it changes nothing but what is to be forgotten.
    """
    owner = quote.original or quote
    family = [owner, *owner.translations.all()]
    found = uses_of([owner])[owner.pk]
    fresh = not owner.withdrawn_at
    for row in family:
        row.withdrawn_at = row.withdrawn_at or timezone.now()
        row.withdrawn_by = row.withdrawn_by or (user if user is not None and user.pk else None)
        if forget:
            row.words = row.excerpt = ""
        row.save(update_fields=["withdrawn_at", "withdrawn_by", "words", "excerpt", "updated_at"])
    if fresh:
        log(instance=owner, action=WITHDRAW, user=user, data={"uses": len(found)})
    if forget:
        log(instance=owner, action=FORGET, user=user)
    transaction.on_commit(lambda: clear(found))
    return found


def clear(found: list[Use]) -> None:
    """Caches in front of the site, and what this process keeps in memory."""
    memory.forget()
    pages = [use.where for use in found if use.is_page]
    if pages and apps.is_installed("wagtail.contrib.frontend_cache"):
        from wagtail.contrib.frontend_cache.utils import purge_pages_from_cache

        purge_pages_from_cache([page.specific for page in pages])
