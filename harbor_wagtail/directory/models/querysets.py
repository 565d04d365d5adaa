"""The one meaning of "public", used by every page, list, search row and export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

if TYPE_CHECKING:
    from datetime import datetime


def visible(prefix: str = "", at: datetime | None = None) -> Q:
    """Live, not paused, not past its expiry: the latter by the clock, since Wagtail marks it only when a job runs.

    ``prefix`` is a relation path such as ``"organization__"``.
    """
    now = at or timezone.now()
    return Q(**{f"{prefix}live": True, f"{prefix}paused": False, f"{prefix}expired": False}) & (
        Q(**{f"{prefix}expire_at__isnull": True}) | Q(**{f"{prefix}expire_at__gt": now})
    )


class RecordQuerySet(models.QuerySet[Any]):
    """Shared by the three roots."""

    def public(self) -> RecordQuerySet:
        return self.filter(visible())

    def unsettled(self) -> RecordQuerySet:
        """Records that an importer may not write to: an editor has an unpublished or scheduled draft open."""
        scheduled = Q(_revisions__approved_go_live_at__isnull=False)
        return self.filter(Q(has_unpublished_changes=True) | scheduled).distinct()


class OrganizationQuerySet(RecordQuerySet):
    def public(self) -> OrganizationQuerySet:
        return self.filter(visible(), ~Q(inclusion="declined"))


class ServiceQuerySet(RecordQuerySet):
    def public(self) -> ServiceQuerySet:
        """A service is public when it and its organization are."""
        return self.filter(visible(), visible("organization__"), ~Q(organization__inclusion="declined"))


class ServiceAtLocationQuerySet(models.QuerySet[Any]):
    def public(self) -> ServiceAtLocationQuerySet:
        return self.filter(
            visible("service__"),
            visible("service__organization__"),
            visible("location__"),
            ~Q(service__organization__inclusion="declined"),
        )
