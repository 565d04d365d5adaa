"""What upkeep deletes after a while: what visitors wrote, on the day it was told; links that have long been over."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from harbor_wagtail.directory.models import Incoming, UpdateLink
from harbor_wagtail.retention import Done, register_retention

#: Longer than any interval between two checks is believed to be, so that nobody is asked a third time unawares.
LINKS_KEPT_DAYS = 730


@register_retention("corrections", "what visitors said is wrong with a listing: deleted")
def delete_corrections(dry_run: bool) -> Done:
    over = Incoming.objects.filter(delete_on__lte=timezone.localdate())
    number = over.count()
    if not dry_run:
        over.delete()
    return Done(number)


@register_retention("update-links", "links mailed to providers two years ago: deleted")
def delete_links(dry_run: bool) -> Done:
    over = UpdateLink.objects.filter(sent_at__lt=timezone.now() - timedelta(days=LINKS_KEPT_DAYS))
    number = over.count()
    if not dry_run:
        over.delete()
    return Done(number)
