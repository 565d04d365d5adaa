"""Bringing a sheet in: the whole of it in one transaction, or, to look first, nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import transaction

from harbor_wagtail.directory.models import ResourceMap
from harbor_wagtail.directory.resource_map.exchange.plan import Plan
from harbor_wagtail.directory.resource_map.sheet import Sheet
from harbor_wagtail.directory.resource_map.shown import read_map
from harbor_wagtail.tabular.report import Report


@transaction.atomic
def bring_in(pk: int, path: Path, *, dry_run: bool = False, user: Any = None) -> Report:
    """Good lines go in, bad ones are told. Raises ``UnreadableFile``; then nothing has changed."""
    ResourceMap.objects.select_for_update().get(pk=pk)
    plan = Plan(Sheet(read_map(pk)), user)
    plan.read(path)
    plan.report.dry_run = dry_run
    for write in () if dry_run else plan.write:
        write()
    return plan.report
