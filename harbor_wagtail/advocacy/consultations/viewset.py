"""Requests in the "Harbor" menu: read, marked as answered, exported by those who may; never written here."""

from __future__ import annotations

import functools
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail import VERSION
from wagtail.permission_policies import ModelPermissionPolicy

from harbor_wagtail.admin.choosers import HarborChooserViewSet
from harbor_wagtail.admin.lists import GuardedIndexView, HarborViewSet, TickColumn, TitledAsInMenu
from harbor_wagtail.advocacy.consultations.models import ConsultationRequest


class NobodyAdds(ModelPermissionPolicy):
    """What visitors sent is not made up by staff."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "add" and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class GuardedChooser(HarborChooserViewSet):
    """Wagtail lets everybody in the admin choose a record, and shows its name: here it is that of a person who asked."""

    def get_urlpatterns(self) -> list[Any]:
        return [_guarded(pattern) for pattern in super().get_urlpatterns()]


def _guarded(pattern: Any) -> Any:
    view = pattern.callback

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not POLICY.user_has_any_permission(request.user, ["view", "change", "delete"]):
            raise PermissionDenied
        response: HttpResponseBase = view(request, *args, **kwargs)
        return response

    pattern.callback = guarded
    return pattern


class ConsultationRequestViewSet(TitledAsInMenu, HarborViewSet):
    model = ConsultationRequest
    chooser_viewset_class = GuardedChooser
    icon = "mail"
    menu_label = _("Consultations")
    index_view_class = GuardedIndexView
    search_backend_name = None
    search_fields: ClassVar[list[str]] = ["name", "organization"]
    list_display: ClassVar[list[Any]] = [
        "name",
        "organization",
        "role",
        "created",
        TickColumn(ConsultationRequest, "answered"),
        "delete_on",
    ]
    list_filter: ClassVar[list[str]] = ["answered", "role"]
    list_export: ClassVar[list[str]] = [
        "created",
        "page",
        "name_in_sheet",
        "email_in_sheet",
        "organization_in_sheet",
        "role",
        "question_in_sheet",
        "answered",
    ]
    copy_view_enabled = False


POLICY = NobodyAdds(ConsultationRequest)
if VERSION >= (8, 0):
    from wagtail.permissions import register_permission_policy

    register_permission_policy(ConsultationRequest, POLICY)
else:
    ConsultationRequestViewSet.permission_policy = POLICY
