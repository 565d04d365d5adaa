"""What report cards hang on in Wagtail."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Locale

from harbor_wagtail.advocacy.report_cards.admin import (
    access,
    bring_in,
    correcting,
    correcting_more,
    deleting,
    desk,
    grid,
    law_report,
    preview,
    translating,
)
from harbor_wagtail.advocacy.report_cards.models import Edition, Framework

_AT = "harbor/report-cards/"


def register() -> None:
    hooks.register("register_admin_urls", admin_urls)
    hooks.register("register_permissions", access.own_permissions)
    hooks.register("register_reports_menu_item", law_report.report_item)
    hooks.register("register_snippet_listing_buttons", listing_buttons)
    hooks.register("before_delete_snippet", deleting.keep_what_grades_stand_on)


def admin_urls() -> list[URLPattern]:
    return [
        path(f"{_AT}<int:pk>/", desk.desk, name="harbor_advocacy_edition"),
        path(f"{_AT}<int:pk>/preview/", preview.preview, name="harbor_advocacy_edition_preview"),
        path(f"{_AT}<int:pk>/preview/<path:path>", preview.preview, name="harbor_advocacy_edition_preview"),
        path(f"{_AT}<int:pk>/grid/", grid.grid, name="harbor_advocacy_edition_grid"),
        path(f"{_AT}<int:pk>/import/", bring_in.bring_in, name="harbor_advocacy_edition_import"),
        path(f"{_AT}<int:pk>/correct/", correcting.correct, name="harbor_advocacy_edition_correct"),
        path(f"{_AT}<int:pk>/correct-law/", correcting_more.law, name="harbor_advocacy_edition_correct_law"),
        path(f"{_AT}<int:pk>/correct-other/", correcting_more.note, name="harbor_advocacy_edition_note"),
        *(
            path(f"{_AT}<int:pk>/{kind}/", desk.download, {"kind": kind}, name=f"harbor_advocacy_edition_{kind}")
            for kind in ("csv", "xlsx", "template")
        ),
        path(f"{_AT}undo/<int:pk>/", desk.take_back, name="harbor_advocacy_batch_undo"),
        path(f"{_AT}framework/<int:pk>/", desk.framework_state, name="harbor_advocacy_framework"),
        path(f"{_AT}framework/<int:pk>/version/", desk.framework_version, name="harbor_advocacy_framework_version"),
        path(
            f"{_AT}framework/<int:pk>/words/<slug:language>/",
            translating.translate,
            name="harbor_advocacy_framework_words",
        ),
        path("reports/harbor-laws/", law_report.laws_to_read, name="harbor_advocacy_laws_report"),
    ]


def listing_buttons(snippet: Any, user: Any, next_url: str | None = None) -> list[Any]:
    if isinstance(snippet, Edition) and access.may_look(user):
        url = reverse("harbor_advocacy_edition", args=[snippet.pk])
        return [Button(_("Answers and publishing"), url, icon_name="table", priority=5)]
    if isinstance(snippet, Framework):
        return _framework_buttons(snippet, user)
    return []


def _framework_buttons(framework: Framework, user: Any) -> list[Any]:
    buttons = []
    if access.may_publish(user):
        url = reverse("harbor_advocacy_framework", args=[framework.pk])
        buttons.append(Button(_("Check and publish"), url, icon_name="check", priority=5))
    if access.may_translate(user):
        for locale in Locale.objects.exclude(language_code=framework.language):
            url = reverse("harbor_advocacy_framework_words", args=[framework.pk, locale.language_code])
            buttons.append(Button(_("Words: %(language)s") % {"language": locale}, url, icon_name="globe", priority=15))
    return buttons
