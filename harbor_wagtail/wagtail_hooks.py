from __future__ import annotations

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from harbor_wagtail.admin.menu import build_group

ICONS = ["harbor-lighthouse", "harbor-phone", "harbor-hands", "harbor-home", "harbor-list", "harbor-tag"]


@hooks.register("register_icons")
def register_icons(icons: list[str]) -> list[str]:
    return [*icons, *(f"harbor_wagtail/icons/{name}.svg" for name in ICONS)]


# A function, not the group: Wagtail calls it when all models are loaded, and only then are the other parts asked.
register_snippet(build_group)
