"""How the admin comes to know of duplicates."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from harbor_wagtail.directory.admin.duplicates.views import DuplicatesView, MergeView
from harbor_wagtail.directory.admin.duplicates.words import MergeLog, say_what_is_similar


def register() -> None:
    hooks.register("register_admin_urls", admin_urls)
    hooks.register("register_log_actions", log_actions)
    hooks.register("after_create_snippet", say_what_is_similar)
    hooks.register("after_edit_snippet", say_what_is_similar)


def admin_urls() -> list[URLPattern]:
    return [
        path("harbor/duplicates/", DuplicatesView.as_view(), name="harbor_directory_duplicates"),
        path("harbor/merge/<slug:kind>/<int:kept>/<int:other>/", MergeView.as_view(), name="harbor_directory_merge"),
    ]


def log_actions(actions: Any) -> None:
    actions.register_action("harbor.merge")(MergeLog)


class DuplicatesItem(MenuItem):
    def __init__(self, order: int) -> None:
        url = reverse("harbor_directory_duplicates")
        super().__init__(_("Likely duplicates"), url, name="harbor-duplicates", icon_name="copy", order=order)

    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm("harbor_directory.change_organization"))
