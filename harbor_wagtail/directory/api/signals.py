"""What the API tells and no search does: a change of it is a new version of the directory, too."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save

from harbor_wagtail.directory import locks
from harbor_wagtail.directory.models import (
    DirectoryVersion,
    Organization,
    Program,
    Service,
    ServiceCapacity,
    Taxonomy,
    TaxonomyTerm,
    Unit,
)

TOLD = (Program, ServiceCapacity, Taxonomy, TaxonomyTerm, Unit)
#: What is told with a record, and only while that is public.
_WITH: dict[type, tuple[type[Organization] | type[Service], str]] = {
    Program: (Organization, "organization_id"),
    ServiceCapacity: (Service, "service_id"),
}


def connect() -> None:
    """Called once, when the app is ready. Bulk writers send nothing and raise the version themselves."""
    for model in TOLD:
        for signal in (post_save, post_delete):
            signal.connect(on_change, sender=model, dispatch_uid=f"harbor_directory.api.{model.__name__}")


def on_change(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if not raw and _is_told(sender, instance):
        DirectoryVersion.bump()


def _is_told(sender: Any, instance: Any) -> bool:
    if sender not in _WITH:
        return True
    model, key = _WITH[sender]
    record = model.objects.filter(pk=getattr(instance, key))
    locks.hold(record)  # nobody makes it public meanwhile
    return bool(record.public().exists())
