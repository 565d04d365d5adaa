"""Run inside a host that has the package: takes it out by docs/developer/index.md, and shows that the host is what it was.

check_wheel_removed.py down     the guard, the pages, the tables (the apps are in the settings still)
check_wheel_removed.py after    the apps are out: types, checks, the host's own pages and admin
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import django

ROOT = Path(__file__).resolve().parent.parent
KEPT = Path("host_rows.json")
#: Rows of Wagtail and Django that tell of records of any app, ours among them, or of what was done to them.
ABOUT_OTHERS = re.compile(
    r"^(harbor_|django_(content_type|migrations|session)|auth_(permission|group)|sqlite_|wagtailsearch_|wagtailcore_"
    r"(revision|pagelogentry|modellogentry|referenceindex|groupcollectionpermission|grouppagepermission|workflow|task))"
)


def told(fence: str = "sh") -> list[list[str]]:
    """The manage.py commands of the docs' section, as they stand there."""
    text = (ROOT / "docs/developer/index.md").read_text(encoding="utf-8").partition("## Remove")[2]
    blocks = re.findall(rf"```{fence}\n(.*?)```", text, flags=re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [line.split()[2:] for line in lines if line.startswith("python manage.py ")]


def rows() -> dict[str, int]:
    """How many rows each table of the host's own has."""
    from django.db import connection

    with connection.cursor() as cursor:
        found = {}
        for name in connection.introspection.table_names(cursor):
            if not ABOUT_OTHERS.match(name):
                cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608
                found[name] = cursor.fetchone()[0]
    return found


def ours() -> Any:
    from wagtail.models import Page

    return Page.objects.filter(content_type__app_label="harbor_pages")


def down() -> None:
    from django.core.management import CommandError, call_command
    from wagtail.models import Page

    call_command("harbor_setup", verbosity=0, stdout=sys.stderr)
    from harbor_wagtail.directory.models import Organization

    Organization.objects.create(name="Lantern House")
    commands = [each for each in told() if each[0] == "migrate"]
    assert len(commands) == 1, commands
    try:
        call_command(*commands[0], verbosity=0, skip_checks=True)
    except CommandError as problem:
        refused = str(problem)
    else:
        refused = ""
    assert "page tree" in refused, "the tables of pages went while pages were there"
    while page := ours().order_by("depth").first():
        page.delete()
    KEPT.write_text(json.dumps({"rows": rows(), "pages": list(Page.objects.values_list("path", flat=True))}))
    for command in commands:
        call_command(*command, verbosity=0, skip_checks=True)


def after() -> None:
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.contrib.contenttypes.models import ContentType
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from wagtail.models import Page

    for command in (each for each in told() if each[0] not in ("migrate", "harbor_export")):
        call_command(*command, verbosity=0)
    call_command("check", fail_level="WARNING")
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)
    left = [name for name in connection.introspection.table_names() if name.startswith("harbor_")]
    assert not left, f"tables that stay: {left}"
    assert not ContentType.objects.filter(app_label__startswith="harbor_").exists()
    had = json.loads(KEPT.read_text())
    assert (rows(), list(Page.objects.values_list("path", flat=True))) == (had["rows"], had["pages"])
    settings.ALLOWED_HOSTS = ["*"]
    client = Client()
    assert client.get("/").status_code == 200, "the site's own home page"
    client.force_login(get_user_model().objects.create_superuser("remover", "remover@example.org"))
    for address in (
        "/admin/",
        "/admin/pages/",
        "/admin/reports/site-history/",
        f"/admin/pages/{Page.objects.last().pk}/",
    ):
        response = client.get(address, follow=True)
        assert response.status_code == 200, f"{address}: {response.status_code}"


if __name__ == "__main__":
    sys.path[0] = str(Path.cwd())
    django.setup()
    {"down": down, "after": after}[sys.argv[1]]()
