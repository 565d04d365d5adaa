"""Run inside a new host site, the folder of releases given: brings the database of each release (`release_dump.py`) up to date,
and shows that its pages and listings are all there."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

import django
import release_dump
from django.conf import settings


def bring_up(database: Path) -> str:
    from django.core.management import call_command
    from django.test import Client
    from wagtail.models import Page

    call_command("migrate", verbosity=0)
    call_command("check", fail_level="WARNING")
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)
    from harbor_wagtail.directory.models import Organization

    names = list(Organization.objects.values_list("name", flat=True))
    pages = Page.objects.filter(content_type__app_label="harbor_pages").specific()
    assert names, "no listing came along"
    assert pages, "no page came along"
    client = Client()
    for page in pages.order_by("depth"):
        page.get_latest_revision().publish()
        assert client.get(page.get_url()).status_code == 200, page.title
    listed = client.get(next(page.get_url() for page in pages if hasattr(page, "directory_intro"))).content.decode()
    assert any(name in listed for name in names), "no listing is found"
    return f"{database.stem}: {len(names)} organizations, {len(pages)} pages"


if __name__ == "__main__":
    sys.path[0] = str(Path.cwd())
    warnings.simplefilter("ignore")
    (dump,) = sorted(Path(sys.argv[1]).glob(f"{sys.argv[2]}.sql.gz"))
    database = Path.cwd() / f"{sys.argv[2]}.sqlite3"
    release_dump.load(dump, database)
    settings.DATABASES["default"]["NAME"] = database
    settings.ALLOWED_HOSTS = ["*"]
    django.setup()
    print("brought up to date:", bring_up(database))
