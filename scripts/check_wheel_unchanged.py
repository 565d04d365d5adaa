"""What a host has of its own must be the same with the package as without it: menus, rich text, pictures, templates.

Run inside a host that lacks the package, it writes what there is to the file named; ``compare`` reads it in one that has it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import django

#: The entries in the host's menus that installing adds, and no others.
ADDED = {
    "admin": {"harbor"},
    "settings": {"harbor-settings", "harbor-setup", "settings-for-quotes", "upkeep-of-the-directory"},
}
TEMPLATES = (
    "base.html",
    "404.html",
    "500.html",
    "home/home_page.html",
    "wagtailadmin/home.html",
    "wagtailadmin/base.html",
)


def found() -> dict[str, Any]:
    """Names and values, as JSON has them."""
    from django.conf import settings
    from django.template.loader import get_template
    from wagtail.admin import menu
    from wagtail.images import get_image_model_string
    from wagtail.images.formats import get_image_formats
    from wagtail.rich_text import features

    menus = {"admin": menu.admin_menu, "settings": menu.settings_menu, "help": menu.help_menu}
    return {
        "menus": {name: sorted({item.name for item in each.registered_menu_items}) for name, each in menus.items()},
        "rich text": features.get_default_features(),
        "picture formats": [[each.name, each.classname, each.filter_spec] for each in get_image_formats()],
        "templates": {name: str(get_template(name).origin.name) for name in TEMPLATES},  # type: ignore[attr-defined]
        "settings": [get_image_model_string(), settings.WAGTAILDOCS_EXTENSIONS, settings.MIDDLEWARE],
    }


def compare(before: Path) -> None:
    """Stop with what differs; also where one of Wagtail's own groups was given a right of ours."""
    from django.contrib.auth.models import Permission

    had, has = json.loads(before.read_text(encoding="utf-8")), json.loads(json.dumps(found()))
    for name, added in ADDED.items():
        has["menus"][name] = sorted({*has["menus"][name]} - added)
    changed = {key: (had[key], has[key]) for key in had if had[key] != has[key]}
    assert not changed, f"installing changes what the host had: {changed}"
    ours = Permission.objects.filter(content_type__app_label__startswith="harbor_", group__isnull=False)
    assert not ours.exists(), f"a group was given {ours[0]}"


if __name__ == "__main__":
    sys.path[0] = str(Path.cwd())
    django.setup()
    Path(sys.argv[1]).write_text(json.dumps(found()), encoding="utf-8")
