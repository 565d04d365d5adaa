"""Promise: where a page cannot be made (the database is away, something is wrong), the way out and the numbers stand there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import DatabaseError, InterfaceError, OperationalError, ProgrammingError, connection
from django.template.base import Template
from django.test import Client
from wagtail.models import Locale, Site

from harbor_wagtail import own_templates, remembered
from harbor_wagtail.models import HarborSettings, Hotline, HotlineText
from tests import factories
from tests.html_faults import faults
from tests.urls import urlpatterns  # noqa: F401  (this module stands for it)

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

handler500 = "harbor_wagtail.not_shown.not_shown"
EXIT = "https://www.example.com/weather/"


@contextmanager
def away(problem: type[Exception] = OperationalError) -> Iterator[None]:
    """The database answers nothing at all. What it says quotes what was asked."""

    def refuse(*_given: Any) -> Any:
        raise problem("FATAL: too many clients; zanzibar of the statement")

    with connection.execute_wrapper(refuse):
        yield


@pytest.fixture
def visitor(english: Locale, spanish: Locale) -> Client:
    factories.directory_page()
    line = Hotline(call_number="1-888-373-7888")
    line.texts.add(HotlineText(locale=english, name="The line"), HotlineText(locale=spanish, name="La línea"))
    line.save()
    site = Site.objects.get(is_default_site=True)
    HarborSettings.objects.create(site=site, exit_url=EXIT, emergency_number="933", site_name="Coalition of the test")
    return Client(raise_request_exception=False)


def read(answer: Any) -> BeautifulSoup:
    html = answer.content.decode()
    assert not faults(html)
    assert "zanzibar" not in html
    assert "Traceback" not in html
    return BeautifulSoup(html, "html.parser")


@pytest.mark.parametrize("problem", [OperationalError, InterfaceError, DatabaseError])
def test_a_visitor_finds_the_way_out_and_the_numbers(visitor: Client, problem: type[Exception]) -> None:
    assert visitor.get("/find-help/").status_code == 200
    for ask in (visitor.get, visitor.post):
        with away(problem):
            answer = ask("/find-help/", {"words": "bed"})
        page = read(answer)
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "30"
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        assert not answer.cookies
        assert page.find("a", class_="harbor-exit")["href"] == EXIT
        assert page.find("script")["data-harbor-to"] == EXIT
        assert [each["href"] for each in page.select(".harbor-danger a")] == ["tel:933"]
        assert page.select_one('.harbor-hotlines a[href="tel:+18883737888"]')
        assert "try again in some minutes" in page.main.text
        assert "bed" not in page.text


def test_in_the_language_of_the_address(visitor: Client, spanish: Locale) -> None:
    visitor.get("/find-help/")
    with away():
        page = read(visitor.get("/es/buscar-ayuda/"))
    assert page.html["lang"] == "es"
    assert "La línea" in page.text
    assert "No se puede mostrar esta página" in page.h1.text


def test_a_process_that_never_asked_has_the_usual_way_out(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered.Remembered, "last", lambda *_given, **_more: None)
    with away():
        answer = visitor.get("/find-help/")
    page = read(answer)
    assert answer.status_code == 503
    assert page.find("a", class_="harbor-exit")["href"] == "https://www.weather.gov/"
    assert [each["href"] for each in page.select(".harbor-danger a")] == ["tel:911"]


@pytest.mark.parametrize("problem", [ProgrammingError, ValueError])
def test_a_fault_of_the_code_is_no_matter_of_minutes(visitor: Client, problem: type[Exception]) -> None:
    visitor.get("/find-help/")
    with away(problem):
        answer = visitor.get("/find-help/")
    assert answer.status_code == 500
    assert "Retry-After" not in answer.headers
    assert "try again in some minutes" not in read(answer).main.text
    assert read(answer).find("a", class_="harbor-exit")["href"] == EXIT


def test_a_page_that_breaks_while_it_is_rendered(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor.get("/find-help/")
    render: Callable[..., Any] = Template.render

    def broken(template: Template, context: Any) -> Any:
        if str(template.name).endswith("directory_page.html"):
            raise OperationalError("server closed the connection")
        return render(template, context)

    monkeypatch.setattr(own_templates, "_shapes", {})  # what is kept asks nobody
    monkeypatch.setattr(Template, "render", broken)
    answer = visitor.get("/find-help/")
    assert answer.status_code == 503
    assert read(answer).find("a", class_="harbor-exit")["href"] == EXIT


def test_a_template_of_the_site_that_asks_the_database(visitor: Client, settings: Any, tmp_path: Path) -> None:
    (tmp_path / "harbor_wagtail").mkdir()
    (tmp_path / "harbor_wagtail/bare_base.html").write_text(
        "{% load wagtailcore_tags %}{% wagtail_site as site %}{{ site.root_page.specific.title }}"
        "{% block harbor_content %}{% endblock %}"
    )
    settings.TEMPLATES = [{**each, "DIRS": [tmp_path, *each.get("DIRS", [])]} for each in settings.TEMPLATES]
    visitor.get("/find-help/")
    with away():
        answer = visitor.get("/find-help/")
    page = read(answer)
    assert answer.status_code == 503
    assert page.find("a", class_="harbor-exit")["href"] == EXIT
    assert page.select_one('.harbor-hotlines a[href="tel:+18883737888"]')


def test_sites_behind_a_proxy_that_asks_for_all_by_one_name(visitor: Client, settings: Any) -> None:
    settings.USE_X_FORWARDED_HOST, settings.ALLOWED_HOSTS = True, ["*"]
    other = Site.objects.create(hostname="other.example", root_page=Site.objects.get().root_page)
    HarborSettings.objects.create(site=other, exit_url="https://www.example.org/maps/")
    for host in ("localhost", "other.example"):
        assert visitor.get("/find-help/", headers={"x-forwarded-host": host}).status_code == 200
    for host, leads_to in {"localhost": EXIT, "other.example": "https://www.example.org/maps/"}.items():
        with away():
            page = read(visitor.get("/find-help/", headers={"x-forwarded-host": host}))
        assert page.find("a", class_="harbor-exit")["href"] == leads_to


def test_the_example_site_says_so() -> None:
    source = Path(__file__).parents[1] / "example_site/config/urls.py"
    assert f'handler500 = "{handler500}"' in source.read_text(encoding="utf-8")
