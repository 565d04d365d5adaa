"""The page of an organization and its card, as a browser and a printer see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from harbor_wagtail.directory.presentation.structured import script
from harbor_wagtail.safety.headers import content_security_policy

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SHELTER, CLOSED = "/find-help/lantern-house/", "/find-help/heron-chaplaincy/"
CARD = f"{SHELTER}card/"
#: HTML, styles and scripts of one page, uncompressed; and the site's own logo.
MOST_BYTES, MOST_BYTES_OF_LOGO = 60_000, 8_000


@pytest.mark.parametrize("path", [SHELTER, f"/es{SHELTER}", CARD, CLOSED, "/find-help/alder-street-drop-in/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_runs_over_a_small_screen(
    chromium: Browser, demo_url: str, path: str, scheme: str
) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 640}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{demo_url}{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    context.close()


def test_a_page_is_light(page: Page, demo_url: str) -> None:
    sizes: dict[str, int] = {}
    page.on("response", lambda response: sizes.update({response.url: len(response.body())}))
    page.goto(f"{demo_url}{SHELTER}", wait_until="networkidle")
    logo = sum(size for url, size in sizes.items() if "/media/" in url)
    assert sum(sizes.values()) - logo <= MOST_BYTES
    assert logo <= MOST_BYTES_OF_LOGO


def test_the_sheet_holds_the_card_alone(chromium: Browser, demo_url: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{demo_url}{CARD}")
    page.get_by_label("4", exact=True).check()
    page.get_by_label("Numbers and hours only").check()
    page.get_by_role("button", name="Show the card").click()
    assert page.locator(".harbor-handout:visible").count() == 1
    page.emulate_media(media="print")
    assert page.locator(".harbor-handout:visible").count() == 4
    assert "Lantern" not in page.locator("body").inner_text()
    assert "Harbor Coalition" not in page.locator("body").inner_text()
    context.close()


def test_the_print_button_is_there_with_script_alone(page: Page, demo_url: str) -> None:
    page.add_init_script("window.print = () => { window.printed = true; }")
    page.goto(f"{demo_url}{CARD}")
    page.get_by_role("button", name="Print", exact=True).click()
    assert page.evaluate("window.printed") is True


def test_a_closed_organization_leads_on_without_script(chromium: Browser, demo_url: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{demo_url}{CLOSED}")
    button = page.locator("main form button").first
    count = int(button.inner_text().rsplit("(", 1)[1].rstrip(")"))
    button.click()
    assert page.locator("[data-total]").first.get_attribute("data-total") == str(count)
    context.close()


def test_the_strict_policy_lets_the_data_block_stand(page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    html = f"<!doctype html><title>x</title>{script({'name': '</script><script>alert(1)</script>'})}"
    headers = {"Content-Type": "text/html", "Content-Security-Policy": content_security_policy()}
    page.route("http://policy.example/", lambda route: route.fulfill(body=html, headers=headers))
    page.goto("http://policy.example/")
    assert complaints == []
    read = page.evaluate("JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent).name")
    assert read == "</script><script>alert(1)</script>"
