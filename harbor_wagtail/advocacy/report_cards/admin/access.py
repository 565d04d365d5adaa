"""Who may do what with report cards."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from harbor_wagtail.advocacy.report_cards.models import Edition

_APP = "harbor_advocacy"


def may_look(user: Any) -> bool:
    return any(
        user.has_perm(f"{_APP}.{name}")
        for name in ("view_edition", "change_edition", "change_assessment", "freeze_edition")
    )


def may_answer(user: Any) -> bool:
    """Type, import and take back answers of a draft."""
    return bool(user.has_perm(f"{_APP}.change_assessment"))


def may_publish(user: Any) -> bool:
    """Publish frameworks and editions, and correct published ones."""
    return bool(user.has_perm(f"{_APP}.freeze_edition"))


def may_translate(user: Any) -> bool:
    return bool(user.has_perm(f"{_APP}.change_framework"))


def edition_for(request: Any, pk: int, allowed: Any = may_look) -> Edition:
    """Raises ``PermissionDenied`` or ``Http404``."""
    if not allowed(request.user):
        raise PermissionDenied
    return get_object_or_404(Edition.objects.select_related("framework"), pk=pk)


def own_permissions() -> QuerySet[Permission]:
    """For Wagtail's hook ``register_permissions``: what its group form does not list by itself."""
    return Permission.objects.filter(content_type__app_label=_APP, codename="freeze_edition")
