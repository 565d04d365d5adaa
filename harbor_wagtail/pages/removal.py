"""Taking the package out: its pages go before their tables do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.management.base import CommandError
from django.db import connections
from django.db.migrations import Migration
from wagtail.models import Page

FIRST = ("harbor_pages", "0001_initial")


def refuse_while_pages_are_there(using: str, plan: Sequence[tuple[Migration, bool]] = (), **kwargs: Any) -> None:
    """Receiver of ``pre_migrate``: stops ``migrate harbor_pages zero`` before it begins, where pages of ours are left.

    Without their tables they would stay in the page tree, and the admin fails wherever it lists them.
    """
    if not any(backwards and (each.app_label, each.name) == FIRST for each, backwards in plan):
        return
    if Page._meta.db_table not in connections[using].introspection.table_names():
        return
    left = Page.objects.using(using).filter(content_type__app_label=FIRST[0]).order_by("path")
    if not left:
        return
    first = ", ".join(f"“{page.title}” (id {page.pk})" for page in left[:5])
    raise CommandError(
        f"{len(left)} pages of harbor_wagtail.pages are still in the page tree: {first}{', …' if len(left) > 5 else ''}. "
        "Delete them in the admin first; without their tables it could not even list them. Nothing was changed."
    )
