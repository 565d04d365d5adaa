"""What maps hang on in Wagtail."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from harbor_wagtail.directory.admin.resource_map import bring_in, cell, desk, translating
from harbor_wagtail.directory.admin.resource_map.viewset import listing_buttons

_AT = "harbor/maps/<int:pk>/"


def register() -> None:
    hooks.register("register_admin_urls", admin_urls)
    hooks.register("register_log_actions", log_actions)
    hooks.register("register_snippet_listing_buttons", listing_buttons)


def admin_urls() -> list[URLPattern]:
    name = "harbor_directory_map"
    return [
        path(_AT, desk.desk, name=name),
        path(f"{_AT}cell/<str:domain>/<str:column>/", cell.cell, name=f"{name}_cell"),
        path(f"{_AT}gap/", desk.make_gap, name=f"{name}_gap"),
        path(f"{_AT}review/", desk.review, name=f"{name}_review"),
        path(f"{_AT}import/", bring_in.bring_in, name=f"{name}_import"),
        path(f"{_AT}words/<slug:language>/", translating.words, name=f"{name}_words"),
        *(
            path(f"{_AT}{kind}/", desk.download, {"kind": kind}, name=f"{name}_{kind}")
            for kind in ("xlsx", "csv", "blank", "prefilled")
        ),
        *(
            path(f"{_AT}{kind}/print/", desk.print_worksheets, {"kind": kind}, name=f"{name}_{kind}_print")
            for kind in ("blank", "prefilled")
        ),
    ]


def log_actions(actions: Any) -> None:
    actions.register_action(desk.CORRECTED, _("Correct the map"), _("Corrected the map by hand"))
