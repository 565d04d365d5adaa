from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from harbor_wagtail.admin.hotline_checks import (
    note_check,
    refuse_first_page,
    refuse_first_pages,
    warn_of_waiting,
)
from harbor_wagtail.admin.links import LinksReport, links_item
from harbor_wagtail.admin.links import add_panel as add_links_panel
from harbor_wagtail.admin.menu import build_group
from harbor_wagtail.admin.naming import DeleteOurs
from harbor_wagtail.admin.numbers import NumbersReport, numbers_item
from harbor_wagtail.admin.setup import SetupView, setup_item
from harbor_wagtail.admin.setup import add_panel as add_setup_panel
from harbor_wagtail.admin.sources import keep_cited_sources
from harbor_wagtail.admin.term_rules import (
    refuse_harmful_words,
    refuse_harmful_words_of_many,
    rules_in_force,
    warn_of_harmful_words,
)
from harbor_wagtail.admin.unreadable import refuse_new_page, refuse_page, refuse_record
from harbor_wagtail.language.views import live
from harbor_wagtail.safety.first_page import HELD

ICONS = ["harbor-lighthouse", "harbor-phone", "harbor-hands", "harbor-home", "harbor-list", "harbor-tag"]


@hooks.register("register_icons")
def register_icons(icons: list[str]) -> list[str]:
    return [*icons, *(f"harbor_wagtail/icons/{name}.svg" for name in ICONS)]


@hooks.register("register_admin_urls")
def register_hotline_checks() -> list[URLPattern]:
    return [path("harbor/hotlines/<int:pk>/reached/", note_check, name="harbor_wagtail_hotline_check")]


@hooks.register("register_admin_urls")
def register_language() -> list[URLPattern]:
    return [
        path("harbor/language/<int:page_id>/", live, name="harbor_wagtail_language"),
        path("harbor/language/rules/", rules_in_force, name="harbor_wagtail_language_rules"),
    ]


@hooks.register("register_admin_urls")
def register_links_report() -> list[URLPattern]:
    return [path("reports/harbor-links/", LinksReport.as_view(), name="harbor_wagtail_links")]


hooks.register("register_bulk_action", DeleteOurs, order=1)  # after Wagtail's, whose place it takes
hooks.register("register_reports_menu_item", links_item)
hooks.register("construct_homepage_panels", add_links_panel)


@hooks.register("register_admin_urls")
def register_numbers() -> list[URLPattern]:
    return [path("reports/harbor-numbers/", NumbersReport.as_view(), name="harbor_wagtail_numbers")]


hooks.register("register_reports_menu_item", numbers_item)


@hooks.register("register_admin_urls")
def register_setup() -> list[URLPattern]:
    return [path("harbor/setup/", SetupView.as_view(), name="harbor_wagtail_setup")]


hooks.register("construct_homepage_panels", add_setup_panel)
hooks.register("register_settings_menu_item", setup_item)


@hooks.register("register_permissions")
def register_view_of_numbers() -> Any:
    return Permission.objects.filter(content_type__app_label="harbor_wagtail", codename="view_pagecount")


@hooks.register("register_log_actions")
def register_held(actions: Any) -> None:
    actions.register_action(HELD, _("Hold back"), _("Not published: nobody has called a hotline yet"))


hooks.register("before_publish_page", refuse_first_page)
hooks.register("before_publish_page", refuse_harmful_words)
hooks.register("after_publish_page", warn_of_harmful_words)
hooks.register("before_bulk_action", refuse_first_pages)
hooks.register("before_bulk_action", refuse_harmful_words_of_many)
hooks.register("before_edit_page", warn_of_waiting)
hooks.register("before_delete_snippet", keep_cited_sources)
hooks.register("before_create_page", refuse_new_page)
hooks.register("before_edit_page", refuse_page)
hooks.register("before_create_snippet", refuse_record)
hooks.register("before_edit_snippet", refuse_record)

# A function, not the group: Wagtail calls it when all models are loaded, and only then are the other parts asked.
register_snippet(build_group)
