"""Who may do what with quotes."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet

_APP, _MODEL = "harbor_advocacy", "survivorquote"


def may_change(user: Any) -> bool:
    return bool(user.has_perm(f"{_APP}.change_{_MODEL}"))


def may_withdraw(user: Any) -> bool:
    """Whoever may change a record may withdraw it; others are given that right alone."""
    return may_change(user) or bool(user.has_perm(f"{_APP}.withdraw_{_MODEL}"))


def may_export(user: Any) -> bool:
    return bool(user.has_perm(f"{_APP}.export_{_MODEL}"))


def may_read_report(user: Any) -> bool:
    return may_withdraw(user) or may_export(user) or bool(user.has_perm(f"{_APP}.view_{_MODEL}"))


def own_permissions() -> QuerySet[Permission]:
    """For Wagtail's hook ``register_permissions``: what its group form does not list by itself."""
    names = [f"{name}_{_MODEL}" for name in ("withdraw", "export")]
    return Permission.objects.filter(content_type__app_label=_APP, codename__in=names)
