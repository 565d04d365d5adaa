"""Promises about requests: who may send a form from where, where an answer leads, whose name addresses carry, what a wrong
token takes, and how much may be sent. A threat and its test stand side by side in docs/safety.md."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.models import Site
from wagtail.snippets.models import get_snippet_models

import harbor_wagtail
from harbor_wagtail.admin.lists import GuardedCells
from harbor_wagtail.directory.admin.upkeep.report import DueReport
from harbor_wagtail.directory.models import UpkeepSettings
from harbor_wagtail.directory.upkeep import links
from tests import factories

PACKAGE = Path(harbor_wagtail.__file__).parent
#: Views that take a form without a token of ours, and why that harms nobody.
EXEMPT = {
    "harbor_directory:search": "reads; a cookie for a token would tell of the visit",
    "harbor_directory:sheet": "reads; the same",
    "harbor_directory:correction": "takes what comes from this site alone, by Origin and Sec-Fetch-Site; changes no record",
    "harbor_directory:hsds": "reads", "harbor_directory:hsds-openapi": "reads", "harbor_directory:hsds-profile": "reads",
    "harbor_directory:hsds-profile-file": "reads", "harbor_directory:hsds-records": "reads",
    "harbor_directory:hsds-record": "reads", "harbor_directory:": "says that there is nothing",
}  # fmt: skip


def views(patterns: Any = None, space: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name or ''}", pattern.callback


def test_every_form_of_ours_asks_for_a_token_but_those_that_say_why_not() -> None:
    ours = {name: view for name, view in views() if "harbor" in name}
    assert len(ours) > 100
    assert {name for name, view in ours.items() if getattr(view, "csrf_exempt", False)} == set(EXEMPT)


def test_no_address_that_somebody_sent_is_ever_led_to() -> None:
    """Read from the source: what a redirect is given holds nothing that a request brought along."""
    told, led = [], 0
    for path in PACKAGE.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text())):
            if not (isinstance(call, ast.Call) and _name(call.func).lower().endswith("redirect")):
                continue
            led += 1
            brought = {node.attr for node in ast.walk(call) if isinstance(node, ast.Attribute)}
            told += [f"{path.name}:{call.lineno}"] if brought & {"GET", "POST", "META", "headers", "COOKIES"} else []
    assert led > 40
    assert not told


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def test_no_list_of_ours_is_exported_with_a_formula_in_it() -> None:
    exported = [
        view
        for model in get_snippet_models()
        if model._meta.app_label.startswith("harbor_")
        for viewset in [model.snippet_viewset]  # type: ignore[attr-defined]
        for view in [viewset.index_view_class]
        if isinstance(viewset.list_export, list) and viewset.list_export
    ]
    assert len(exported) == 10
    assert all(issubclass(view, GuardedCells) for view in [*exported, DueReport])
    view: Any = type("View", (GuardedCells, SpreadsheetExportMixin), {})()
    for form in ("csv", "xlsx"):
        assert view.preprocess_field_value("name", "=1+1", form) == "'=1+1"
        assert view.preprocess_field_value("age", 12, form) == 12


@pytest.mark.django_db
def test_addresses_carry_the_name_of_the_site_and_not_the_one_that_was_asked_for(
    english: Any, client: Client, settings: Any
) -> None:
    owner = factories.organization("Lantern House", email="office@lantern.example", phones=["507-555-0142"])
    factories.service(owner, places=[factories.location(owner, address=True)])
    page = factories.directory_page()
    UpkeepSettings.objects.create()
    forged = {"HTTP_HOST": "evil.example", "HTTP_X_FORWARDED_HOST": "evil.example"}
    settings.ALLOWED_HOSTS = ["*"]
    for path in ("/find-help/", "/find-help/lantern-house/", "/find-help/lantern-house/card/"):
        response = client.get(path, **forged)
        assert response.status_code == 200
        assert "evil.example" not in response.content.decode() + str(response.headers), path
    assert all("evil" not in entry["location"] for entry in page.get_sitemap_urls(response.wsgi_request))
    call_command("harbor_verify", send=True, due=3650, verbosity=0)
    assert mail.outbox
    root = Site.objects.get().root_url
    assert all(root in message.body and "evil" not in message.body for message in mail.outbox)
    settings.ALLOWED_HOSTS = ["coalition.example"]
    for path in ("/find-help/", "/harbor/search/", "/harbor/hsds/"):
        assert client.get(path, **forged).status_code == 400, path


@pytest.mark.django_db
def test_a_wrong_token_takes_the_same_steps_whatever_is_wrong_about_it(
    english: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = factories.organization()
    link, token = links.make_link(owner, [], "en")
    compared: list[tuple[str, str]] = []
    compare = links.constant_time_compare
    monkeypatch.setattr(links, "constant_time_compare", lambda *pair: compared.append(pair) or compare(*pair))
    wrong = (f"{link.pk}-wrong", f"{link.pk}-{token.partition('-')[2][:-1]}", f"{link.pk + 99}-wrong", "99999999-x")
    for each in wrong:
        compared.clear()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert links.open_link(each) is None
        assert (len(compared), len(asked)) == (1, 1), each
        assert {len(digest) for digest in compared[0]} == {64}
    assert links.open_link(token) == link
    link.expires_at = timezone.now() - timedelta(seconds=1)
    link.save()
    assert links.open_link(token) is None
    # Anywhere else, what is secret is signed by Django, which compares in constant time: nothing of ours is compared by hand.
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Compare):
                names = {_name(part).lower() for part in ast.walk(node)}
                assert not names & {"secret", "signature", "hmac"}, f"{path.name}:{node.lineno}"
