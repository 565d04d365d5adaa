"""Run in a process of its own: sets up the stranger's host and goes through it as a developer, a visitor, an editor."""

from __future__ import annotations

import re
import sys
from io import StringIO
from typing import Any
from urllib.parse import urlsplit

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.core import signing  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402
from wagtail.models import Collection, Locale, Page, Site  # noqa: E402

from harbor_wagtail.directory.models import (  # noqa: E402
    Incoming,
    Location,
    Organization,
    Service,
    ServiceAtLocation,
    TaxonomyTerm,
)
from harbor_wagtail.directory.upkeep import corrections  # noqa: E402
from harbor_wagtail.models import HarborSettings, Hotline  # noqa: E402
from harbor_wagtail.models.hotline_checks import record_check  # noqa: E402
from harbor_wagtail.pages.models import AdvocacyIndexPage, ProviderDirectoryPage, SafetyPlanPage  # noqa: E402
from tests.admin_forms import errors, form_data  # noqa: E402

PREFIX = "/sub"
TWO = ("one.example", "two.example")


class Browser(Client):
    """Knows the prefix as a server does: it takes it off before Django is asked, and stays on one site."""

    def __init__(self, host: str) -> None:
        super().__init__(SERVER_NAME=host)

    def generic(self, method: str, path: str, *args: Any, **more: Any) -> Any:
        assert path.startswith(f"{PREFIX}/"), f"an address without the prefix: {path}"
        return super().generic(method, path.removeprefix(PREFIX), *args, **more)


def page_of(browser: Client, url: str) -> str:
    response = browser.get(url)
    assert response.status_code == 200, f"{url}: {response.status_code}"
    return response.content.decode()


def set_up() -> list[Page]:
    """Two sites, each with a directory, one with plans."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("check", fail_level="WARNING")
    german = Locale.objects.get_or_create(language_code="de")[0]
    Collection.add_root(name="Root")
    root = Page.add_root(title="Root", slug="root", locale=german)
    homes = []
    for host in TWO:
        home = root.add_child(instance=Page(title=host, slug=host.partition(".")[0], locale=german))
        Site.objects.create(hostname=host, root_page=home, is_default_site=host == TWO[0])
        sections = ["hotlines", "directory", *(["safety-plans"] if host == TWO[0] else [])]
        call_command("harbor_setup", "--site", host, "--sections", *sections, stdout=StringIO())
        homes.append(home)
    hotline = Hotline.objects.first()
    assert hotline is not None
    record_check(hotline, how="called", checked_on=timezone.localdate(), role="volunteer")
    plans = SafetyPlanPage.objects.order_by("path")
    for page in [*ProviderDirectoryPage.objects.all(), plans[0].get_parent(), plans.last()]:
        page.get_latest_revision().publish()
    return homes


def visit(home: Page, host: str, other: str) -> None:
    browser = Browser(host)
    directory = ProviderDirectoryPage.objects.descendant_of(home).get()
    body = page_of(browser, f"{PREFIX}/{directory.slug}/")
    assert "Lantern House" in body
    assert f'action="{PREFIX}/harbor/search/"' in body
    assert f"exit.{host}" in body
    assert f"exit.{other}" not in body
    for address in set(re.findall(r'(?:href|action|src)="(/[^"#]*)"', body)):
        assert address.startswith(f"{PREFIX}/"), address
        if not address.startswith((f"{PREFIX}/static/", f"{PREFIX}/harbor/se", f"{PREFIX}/harbor/sh")):
            page_of(browser, address)
    sent = {"words": "lantern", "directory": str(directory.pk), "language": "de"}
    found = browser.post(f"{PREFIX}/harbor/search/", sent)
    assert "Lantern House" in found.content.decode()
    assert browser.get(f"{PREFIX}/harbor/search/").headers["Location"].startswith(f"{PREFIX}/find-help/")
    organization = page_of(browser, f"{PREFIX}/find-help/lantern-house/")
    assert "data-harbor-exit" in organization
    assert f'href="{PREFIX}/find-help/lantern-house/correction/"' in organization


def read_plan() -> None:
    browser = Browser(TWO[0])
    page = SafetyPlanPage.objects.live().get()
    file = re.search(r'href="([^"]+\.docx)"', page_of(browser, urlsplit(page.full_url).path))
    assert file is not None
    assert browser.get(file[1]).status_code == 200


def read_on_the_hosts_base(home: Page) -> None:
    """Its own harbor_wagtail/base.html puts our pages into blocks of other names."""
    page = Page.objects.get(pk=home.pk).add_child(
        instance=AdvocacyIndexPage(title="Briefs for the house", slug="briefs")
    )
    page.save_revision().publish()
    body = page_of(Browser(TWO[0]), f"{PREFIX}/briefs/")
    assert body.index('id="stranger"') < body.index("<h1") < body.index("Briefs for the house</h1>")
    assert "<head><title>" in body
    assert "Briefs for the house" in body.partition("</title>")[0]
    assert "data-harbor-exit" in body


def correct() -> None:
    """Something is said to be wrong, and it arrives."""
    browser = Browser(TWO[0])
    body = page_of(browser, f"{PREFIX}/find-help/lantern-house/correction/")
    given = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', body))
    lantern = Organization.objects.get(name="Lantern House")
    # As of some seconds ago: nobody fills in a form at once.
    given["shown"] = signing.dumps([lantern.pk, int(timezone.now().timestamp()) - 5], salt=corrections.SALT)
    sent = browser.post(f"{PREFIX}/harbor/correction/", {**given, "what": "hours", "note": "They moved."})
    assert sent.status_code == 302, errors(sent)
    assert "no-store" in browser.get(sent.headers["Location"]).headers["Cache-Control"]
    # A place that is not public takes no words: they might say where it is.
    assert (Incoming.objects.get().what, Incoming.objects.get().note) == ("hours", "")


def edit() -> None:
    browser = Browser(TWO[0])
    browser.force_login(get_user_model().objects.create_superuser(email="editor@example.org"))
    assert "Harbor" in page_of(browser, reverse("wagtailadmin_home"))
    url = reverse("wagtailsnippets_harbor_directory_service:add")
    facts = {
        "texts-0-locale": Locale.objects.get().pk,
        "new_organization": "Beacon",
        "name": "Drop-in",
        "domains": [TaxonomyTerm.objects.all()[0].pk],
        "texts-0-description": "Somebody to talk to.",
        "minimum_age": "12",
        "maximum_age": "17",
        "service_areas-0-fips": "Mower County, MN",
        "phones-0-number": "(507) 555-0142",
        "checked_on": "2024-05-02",
        "checked_method": "phone",
        "checked_by_role": "intake worker",
        "action-publish": "1",
    }
    saved = browser.post(url, {**form_data(browser, url), **facts})
    assert saved.status_code == 302, errors(saved)
    assert Service.objects.public().filter(name="Drop-in").exists()


def main() -> None:
    homes = set_up()
    lantern = Organization.objects.create(name="Lantern House")
    shelter = Service.objects.create(organization=lantern, name="Youth shelter")
    place = Location.objects.create(organization=lantern, name="Office", county="27099")
    ServiceAtLocation.objects.create(service=shelter, location=place)
    for site in Site.objects.all():
        HarborSettings.objects.update_or_create(site=site, defaults={"exit_url": f"https://exit.{site.hostname}/"})
    for home, host, other in zip(homes, TWO, reversed(TWO), strict=True):
        visit(home, host, other)
    read_plan()
    read_on_the_hosts_base(homes[0])
    correct()
    edit()
    sys.stdout.write("1 passed, 0 failed\n")


main()
