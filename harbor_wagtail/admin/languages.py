"""A language in which something is written is not deleted. Wagtail asks its pages and what is translated as they are; words of
ours are rows of their own, and the database would refuse with an error that nobody understands."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.apps import apps
from django.db import router
from django.db.models import ProtectedError, RestrictedError
from django.db.models.deletion import Collector
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey


class KeepsUsed:
    """For Wagtail's view that deletes a locale; place it left of it."""

    cannot_delete_message: Any

    def can_delete(self, locale: Any) -> bool:
        if not super().can_delete(locale):  # type: ignore[misc]
            return False
        if not (used := _used_by(locale)):
            return True
        told = ", ".join(f"{capfirst(name)} ({number})" for name, number in used.most_common())
        self.cannot_delete_message = _(
            "This language cannot be deleted, for words are written in it: %(told)s. Nothing was deleted."
        ) % {"told": told}
        return False


def _used_by(locale: Any) -> Counter[str]:
    """How many rows keep it from being deleted, or would be lost with it, by the kind of record they are words of."""
    collector = Collector(using=router.db_for_write(type(locale)), origin=locale)
    try:
        collector.collect([locale])
    except ProtectedError as problem:
        return Counter(_kind(row) for row in problem.protected_objects)
    except RestrictedError as problem:
        return Counter(_kind(row) for row in problem.restricted_objects)
    lost = [*collector.data.values(), *collector.fast_deletes]
    return Counter(_kind(row) for rows in lost for row in rows if row._meta.app_label.startswith("harbor_"))


def _kind(row: Any) -> str:
    owners = [field.related_model for field in row._meta.fields if isinstance(field, ParentalKey)]
    return str((owners[0] if owners else row)._meta.verbose_name_plural)


def connect() -> None:
    if not apps.is_installed("wagtail.locales"):
        return
    from wagtail.locales.views import LocaleViewSet

    view = LocaleViewSet.delete_view_class
    if not issubclass(view, KeepsUsed):
        LocaleViewSet.delete_view_class = type(view.__name__, (KeepsUsed, view), {"__module__": __name__})
