"""Files are made when a plan is published, so that the first visitor does not wait, and go when it is taken down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from wagtail.signals import page_published, page_unpublished

from harbor_wagtail.safety_plans import files
from harbor_wagtail.safety_plans.listing import SECTION
from harbor_wagtail.safety_plans.making import make_files

_paused: ContextVar[bool] = ContextVar("harbor_plans_paused", default=False)


@contextmanager
def files_later() -> Iterator[None]:
    """Publishing inside makes no file: many plans at once, whose files are made when first asked for."""
    token = _paused.set(True)
    try:
        yield
    finally:
        _paused.reset(token)


def _on_published(sender: Any, instance: Any, **kwargs: Any) -> None:
    if getattr(instance, "harbor_section", "") == SECTION and not _paused.get():
        transaction.on_commit(lambda: make_files(instance), robust=True)


def _on_unpublished(sender: Any, instance: Any, **kwargs: Any) -> None:
    if getattr(instance, "harbor_section", "") == SECTION:
        files.forget(instance)


page_published.connect(_on_published, dispatch_uid="harbor_safety_plans.build")
page_unpublished.connect(_on_unpublished, dispatch_uid="harbor_safety_plans.forget")
