"""Run inside a new host site: it migrates, passes every check, has our commands, and renders each of our page types."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import check_wheel_unchanged
import django


def check_installed(source: Path) -> None:
    """The wheel is what is tested, not the checkout, and all its commands arrived."""
    from django.core.management import get_commands

    import harbor_wagtail

    installed = Path(harbor_wagtail.__file__).resolve()
    assert not installed.is_relative_to(source), f"the checkout was tested, not the wheel: {installed}"
    missing = {path.stem for path in source.glob("**/management/commands/harbor_*.py")} - set(get_commands())
    assert not missing, f"commands that did not arrive: {sorted(missing)}"


def check_database() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("check", fail_level="WARNING")
    call_command("makemigrations", check_changes=True, dry_run=True)


def set_up() -> None:
    """The sections as drafts, by the command the readme names; a second time it finds everything there."""
    from django.core.management import call_command
    from wagtail.models import Page

    call_command("harbor_setup", verbosity=0, stdout=sys.stderr)
    made = Page.objects.filter(content_type__app_label="harbor_pages").count()
    assert made, "harbor_setup made no page"
    call_command("harbor_setup", verbosity=0, stdout=sys.stderr)
    assert Page.objects.filter(content_type__app_label="harbor_pages").count() == made, "harbor_setup made pages twice"


def content(model: Any) -> dict[str, str]:
    """The least that a page of this type may hold."""
    from django.db import models

    words = {
        field.name: "Words."
        for field in model._meta.local_fields
        if isinstance(field, (models.CharField, models.TextField)) and not field.blank and not field.has_default()
    }
    if not any(field.name == "adv_body" for field in model._meta.local_fields):
        return words
    myth = {"myth": "Nobody can help.", "fact": "<p>Many do.</p>", "materials": []}
    body = [{"type": "text", "value": "<p>Words.</p>"}, {"type": "myth", "value": myth}]
    return {**words, "adv_body": json.dumps(body)}


def render_pages() -> list[str]:
    """The site's own home page, then a new page of each of our types."""
    from django.apps import apps
    from django.conf import settings
    from django.test import Client
    from wagtail.models import Page, Site

    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    home = Site.objects.get(is_default_site=True).root_page
    assert client.get("/").status_code == 200, "the site's own home page"
    rendered = ["home page"]
    for model in apps.get_app_config("harbor_pages").get_models():
        if not issubclass(model, Page):
            continue
        page = home.add_child(
            instance=model(title=model._meta.verbose_name.title(), slug=model._meta.model_name, **content(model))
        )
        page.save_revision().publish()
        response = client.get(page.get_url())
        assert response.status_code == 200, f"{model.__name__}: {response.status_code}"
        rendered.append(model.__name__)
    return rendered


if __name__ == "__main__":
    # `python script.py` puts the script's folder on the path, which would hide the site's.
    sys.path[0] = str(Path.cwd())
    django.setup()
    check_installed(Path(sys.argv[1]).resolve())
    check_database()
    check_wheel_unchanged.compare(Path(sys.argv[2]))
    set_up()
    print("migrated, checked, no migration missing; rendered:", ", ".join(render_pages()))
