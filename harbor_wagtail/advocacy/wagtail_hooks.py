from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from wagtail import hooks

from harbor_wagtail.advocacy import admin_cite, admin_import_page
from harbor_wagtail.advocacy.citations import rich_text
from harbor_wagtail.advocacy.quotes import hooks as quote_hooks
from harbor_wagtail.advocacy.report_cards.admin import hooks as report_card_hooks


@hooks.register("register_icons")
def register_icons(icons: list[str]) -> list[str]:
    return [*icons, "harbor_advocacy/icons/harbor-note.svg"]


@hooks.register("register_rich_text_features")
def register_features(features: Any) -> None:
    rich_text.register(features)


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[URLPattern]:
    return [
        path("harbor/cite/", admin_cite.cite, name="harbor_advocacy_cite"),
        path("harbor/cite/sources/", admin_cite.results, name="harbor_advocacy_cite_sources"),
        path(
            "harbor/import-page/<int:parent_id>/",
            admin_import_page.import_page,
            name="harbor_advocacy_import_page",
        ),
    ]


hooks.register("register_page_header_buttons", admin_import_page.header_buttons)
quote_hooks.register()
report_card_hooks.register()
