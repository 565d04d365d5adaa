"""The demo's first pages as a visitor's browser sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGES = ["/", "/es/", "/find-help/", "/es/find-help/", "/find-help/lantern-house/", "/find-help/lantern-house/card/"]


@pytest.mark.parametrize("path", PAGES)
def test_loads_without_a_complaint_or_a_foreign_request(page: Page, demo_url: str, path: str) -> None:
    complaints: list[str] = []
    asked: list[str] = []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))

    response = page.goto(f"{demo_url}{path}", wait_until="networkidle")

    assert response is not None
    assert response.status == 200
    assert complaints == []  # what breaks the Content-Security-Policy is reported here as well
    assert [url for url in asked if not url.startswith(demo_url)] == []


@pytest.mark.parametrize("path", PAGES)
def test_a_first_visit_leaves_nothing_in_the_browser(page: Page, demo_url: str, path: str) -> None:
    page.goto(f"{demo_url}{path}", wait_until="networkidle")
    assert page.context.cookies() == []
    assert page.evaluate("() => [localStorage.length, sessionStorage.length]") == [0, 0]


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(page: Page, demo_url: str, path: str) -> None:
    page.goto(f"{demo_url}{path}", wait_until="networkidle")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_the_other_language_is_one_link_away(page: Page, demo_url: str) -> None:
    page.goto(demo_url)
    page.get_by_role("link", name="Español").click()
    assert page.url == f"{demo_url}/es/"
    assert page.locator("html").get_attribute("lang") == "es"


def test_the_demo_login_opens_the_admin(page: Page, demo_url: str) -> None:
    page.goto(f"{demo_url}/admin/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill("harbor-demo")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{demo_url}/admin/")
