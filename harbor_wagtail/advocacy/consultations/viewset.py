"""Requests in the "Harbor" menu: read, marked as answered, exported by those who may; never written here."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import VERSION
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet

from harbor_wagtail.advocacy.consultations.models import ConsultationRequest


class NobodyAdds(ModelPermissionPolicy):
    """What visitors sent is not made up by staff."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "add" and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class ConsultationRequestViewSet(SnippetViewSet):
    model = ConsultationRequest
    icon = "mail"
    menu_label = _("Consultations")
    search_backend_name = None
    search_fields: ClassVar[list[str]] = ["name", "organization"]
    list_display: ClassVar[list[str]] = ["name", "organization", "role", "created", "answered", "delete_on"]
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
