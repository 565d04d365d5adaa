"""What the API tells and no search does: a change of it is a new version of the directory, too."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save

from harbor_wagtail.directory.models import (
    DirectoryVersion,
    Program,
    ServiceCapacity,
    Taxonomy,
    TaxonomyTerm,
    Unit,
)

TOLD = (Program, ServiceCapacity, Taxonomy, TaxonomyTerm, Unit)


def connect() -> None:
    """Called once, when the app is ready. Bulk writers send nothing and raise the version themselves."""
    for model in TOLD:
        for signal in (post_save, post_delete):
            signal.connect(on_change, sender=model, dispatch_uid=f"harbor_directory.api.{model.__name__}")


def on_change(sender: Any, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        DirectoryVersion.bump()
