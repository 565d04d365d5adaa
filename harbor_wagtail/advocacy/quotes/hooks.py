"""What quotes hang on in Wagtail."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from harbor_wagtail.advocacy.quotes import access, admin_views, serving, withdrawing
from harbor_wagtail.advocacy.quotes.models import SurvivorQuote


def register() -> None:
    hooks.register("register_admin_urls", admin_urls)
    hooks.register("register_permissions", access.own_permissions)
    hooks.register("register_reports_menu_item", report_item)
    hooks.register("register_snippet_listing_buttons", listing_buttons)
    hooks.register("register_log_actions", log_actions)
    hooks.register("on_serve_page", serving.keep_out_of_caches)


def admin_urls() -> list[URLPattern]:
    return [
        path("harbor/quotes/<int:pk>/withdraw/", admin_views.withdraw_view, name="harbor_advocacy_quote_withdraw"),
        path("reports/harbor-quotes/", admin_views.report_view, name="harbor_advocacy_quote_report"),
    ]


class ReportItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return access.may_read_report(request.user)


def report_item() -> MenuItem:
    return ReportItem(_("Consent of quotes"), reverse("harbor_advocacy_quote_report"), icon_name="openquote", order=760)


def listing_buttons(snippet: Any, user: Any, next_url: str | None = None) -> list[Any]:
    if not isinstance(snippet, SurvivorQuote) or snippet.withdrawn_at or not access.may_withdraw(user):
        return []
    url = reverse("harbor_advocacy_quote_withdraw", args=[snippet.pk])
    return [Button(_("Withdraw consent"), url, icon_name="no-view", priority=25)]


def log_actions(actions: Any) -> None:
    said = {
        withdrawing.WITHDRAW: (_("Withdraw"), _("Consent was withdrawn")),
        withdrawing.END: (_("End"), _("Consent has ended")),
        withdrawing.FORGET: (_("Delete the words"), _("The words were deleted")),
    }
    for action, (label, message) in said.items():
        actions.register_action(action, label, message)
