from __future__ import annotations

from typing import Any

from django.apps import apps
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from harbor_wagtail.directory.admin.bulk import ACTIONS
from harbor_wagtail.directory.admin.duplicates import hooks as duplicates
from harbor_wagtail.directory.admin.imports.urls import urlpatterns as import_urls
from harbor_wagtail.directory.admin.resource_map import hooks as resource_maps
from harbor_wagtail.directory.admin.upkeep import hooks as upkeep
from harbor_wagtail.directory.admin.views.hiding import HideLog, ShowLog, listing_buttons
from harbor_wagtail.directory.admin.views.names import place_names


@hooks.register("register_log_actions")
def register_decisions(actions: Any) -> None:
    """What a record's history says about decisions that hold apart from drafts. No message holds a value."""
    actions.register_action("harbor.pause")(HideLog)
    actions.register_action("harbor.resume")(ShowLog)
    actions.register_action("harbor.place.public", _("Make address public"), _("Address made public"))
    actions.register_action("harbor.place.hidden", _("Show area only"), _("Address erased, only the area is shown"))
    actions.register_action("harbor.inclusion", _("Decide about inclusion"), _("Decided about inclusion"))


@hooks.register("register_admin_urls")
def register_place_names() -> list[URLPattern]:
    return [path("harbor/place-names/", place_names, name="harbor_directory_place_names")]


@hooks.register("register_admin_urls")
def register_import() -> list[URLPattern]:
    return import_urls


hooks.register("register_snippet_listing_buttons", listing_buttons)

upkeep.register()
duplicates.register()
resource_maps.register()

for _action in ACTIONS:
    hooks.register("register_bulk_action", _action)


# A host may leave wagtail-modeladmin out; all that is missing then is the list of imports.
if apps.is_installed("wagtail_modeladmin"):
    from harbor_wagtail.directory.admin.modeladmin import register

    register()
