"""What upkeep hangs on in Wagtail."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from harbor_wagtail.directory.admin.upkeep.home import add_panel
from harbor_wagtail.directory.admin.upkeep.inbox import IncomingListView, IncomingView
from harbor_wagtail.directory.admin.upkeep.report import DueReport, due_item
from harbor_wagtail.directory.models.organizations import HELD
from harbor_wagtail.directory.upkeep.applying import APPLIED


def register() -> None:
    hooks.register("register_admin_urls", admin_urls)
    hooks.register("register_reports_menu_item", due_item)
    hooks.register("construct_homepage_panels", add_panel)
    hooks.register("register_log_actions", log_actions)


def admin_urls() -> list[URLPattern]:
    return [
        path("harbor/incoming/", IncomingListView.as_view(), name="harbor_directory_incoming_list"),
        path("harbor/incoming/<int:pk>/", IncomingView.as_view(), name="harbor_directory_incoming"),
        path("reports/harbor-due/", DueReport.as_view(), name="harbor_directory_due"),
        path("reports/harbor-due/results/", DueReport.as_view(results_only=True), name="harbor_directory_due_results"),
    ]


def log_actions(actions: Any) -> None:
    actions.register_action(HELD, _("Hold back"), _("Not published: two have to check it first"))
    actions.register_action(APPLIED, _("Take over a change"), _("Took over what the provider sent in"))
