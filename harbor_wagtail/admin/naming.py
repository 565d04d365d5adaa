"""Who is told the names of records: Wagtail's page for many records at once names each that its address asks for, also to
somebody who may do nothing with it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import classproperty
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.models import get_snippet_models

from harbor_wagtail.admin.saving import WholeOrNot

ANY_RIGHT = ("view", "add", "change", "delete", "publish")


def may_see(user: Any, model: Any) -> bool:
    """Whether somebody has any right at all to records of this kind, and so may see what their list shows."""
    return bool(ModelPermissionPolicy(model).user_has_any_permission(user, ANY_RIGHT))


class NamesToFew:
    """For a bulk action; place it left of Wagtail's class."""

    model: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see(request.user, self.model):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


class DeleteOurs(NamesToFew, WholeOrNot, DeleteBulkAction):
    """In the place of Wagtail's own, for records of ours."""

    @classproperty
    def models(cls) -> list[Any]:
        return [model for model in get_snippet_models() if model._meta.app_label.startswith("harbor_")]
