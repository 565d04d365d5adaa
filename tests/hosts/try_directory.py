"""Run in a process of its own: makes the tables, publishes a listing, finds it on the host's page, hides its address.

Arguments: the page class to use (``app_label.Model``) and, for SQLite, the database file to look into at the end.
"""

from __future__ import annotations

import sys
from pathlib import Path

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from wagtail.models import Locale, Site  # noqa: E402

from harbor_wagtail.directory.models import Location, Organization, Service, ServiceAtLocation  # noqa: E402
from harbor_wagtail.directory.visibility import make_area_only, make_public  # noqa: E402

CANARY = "4471 Canary Hollow Rd"


def main(page_model: str, database: str = "") -> None:
    call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("check")
    page_class = apps.get_model(page_model)
    english = Locale.objects.get_or_create(language_code="en")[0]
    page = page_class.add_root(instance=page_class(title="Find help", slug="root", locale=english, live=True))
    Site.objects.all().delete()
    Site.objects.create(hostname="testserver", root_page=page, is_default_site=True)
    organization = Organization.objects.create(name="Lantern House")
    service = Service.objects.create(organization=organization, name="Youth shelter")
    place = Location.objects.create(organization=organization, name="Office", county="27099")
    make_public(place, {"address_1": CANARY, "city": "Austin", "postal_code": "55912"})
    ServiceAtLocation.objects.create(service=service, location=place)
    body = find(page)
    assert "Lantern House" in body, body
    assert CANARY in find(page, "lantern-house/")
    make_area_only(place, confidential=True)
    assert CANARY not in find(page, "lantern-house/")
    if database:
        connection.close()
        left = list(Path(database).parent.glob(Path(database).name + "*"))
        assert left
        assert all(CANARY.encode() not in path.read_bytes() for path in left)
    if apps.is_installed("tests.hosts.swapped"):
        look_for_drift()
    sys.stdout.write("1 passed, 0 failed\n")


def look_for_drift() -> None:
    """A swapped base page is no reason for a migration of ours. Stops the process where one would be written."""
    with override_settings(MIGRATION_MODULES={"swapped": None}):
        call_command("makemigrations", "harbor_wagtail", "harbor_directory", check_changes=True, dry_run=True)


def find(page: object, below: str = "") -> str:
    response = Client().get(page.get_url() + below)  # type: ignore[attr-defined]
    assert response.status_code == 200, response.status_code
    return response.content.decode()


main(*sys.argv[1:])
