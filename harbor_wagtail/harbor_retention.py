"""The core: numbers of pages that are older than a site compares."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from harbor_wagtail.conf import conf
from harbor_wagtail.models import PageCount
from harbor_wagtail.retention import Done, register_retention


@register_retention("numbers", "numbers of pages opened, older than COUNTS_KEPT_MONTHS: deleted")
def delete_numbers(dry_run: bool) -> Done:
    over = PageCount.objects.filter(day__lt=timezone.localdate() - timedelta(days=conf.COUNTS_KEPT_MONTHS * 30.44))
    number = over.count()
    if not dry_run:
        over.delete()
    return Done(number)
