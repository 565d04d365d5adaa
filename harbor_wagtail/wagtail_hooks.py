from __future__ import annotations

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from harbor_wagtail.admin.hotline_checks import note_check, refuse_first_page
from harbor_wagtail.admin.menu import build_group
from harbor_wagtail.admin.sources import keep_cited_sources

ICONS = ["harbor-lighthouse", "harbor-phone", "harbor-hands", "harbor-home", "harbor-list", "harbor-tag"]


@hooks.register("register_icons")
def register_icons(icons: list[str]) -> list[str]:
    return [*icons, *(f"harbor_wagtail/icons/{name}.svg" for name in ICONS)]


@hooks.register("register_admin_urls")
def register_hotline_checks() -> list[URLPattern]:
    return [path("harbor/hotlines/<int:pk>/reached/", note_check, name="harbor_wagtail_hotline_check")]


hooks.register("before_publish_page", refuse_first_page)
hooks.register("before_delete_snippet", keep_cited_sources)

# A function, not the group: Wagtail calls it when all models are loaded, and only then are the other parts asked.
register_snippet(build_group)
