"""Advocacy pages in a real browser: axe, 320 px, without script, notes by keyboard, and the dagger in the editor."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TOP = "safe-harbor/"
PAGES = [
    TOP,
    TOP + "myths-and-facts/",
    TOP + "briefs/",
    TOP + "briefs/community-based-services/",
    TOP + "safety-planning-for-staff/",
    TOP + "care-close-to-home/how-we-got-here/",
    TOP + "care-close-to-home/handout/",
    TOP + "glossary/",
    "es/" + TOP + "what-you-can-do/",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_runs_off_a_small_screen(chromium: Browser, demo_url: str, scheme: Any) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 640}, color_scheme=scheme)
    page = context.new_page()
    for address in PAGES:
        page.goto(f"{demo_url}/{address}")
        assert page.evaluate("() => document.documentElement.scrollWidth") <= 320, address
        found = [(each["id"], each["nodes"][0]["html"]) for each in Axe().run(page).response["violations"]]
        assert not found, f"{address}: {found}"
    context.close()


def test_without_script_a_note_leads_there_and_back(chromium: Browser, demo_url: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{demo_url}/{TOP}briefs/community-based-services/")
    assert all(url.startswith(demo_url) for url in asked)
    page.get_by_role("link", name="Note 2", exact=True).press("Enter")
    assert page.url.endswith("#note-2")
    page.get_by_role("link", name="Back to note 2 in the text").press("Enter")
    assert page.url.endswith("#cite-2")
    context.close()


def test_an_editor_puts_a_note_into_a_text(page: Page, demo_url: str) -> None:
    page.goto(f"{demo_url}/admin/login/")
    page.fill("[name=username]", "admin")
    page.fill("[name=password]", "harbor-demo")
    page.click("[type=submit]")
    page.goto(f"{demo_url}/admin/pages/")
    page.get_by_role("link", name="Somebody to turn to").first.click()
    home = page.url.rstrip("/").rsplit("/", 1)[1] if page.url.rstrip("/").rsplit("/", 1)[1].isdigit() else ""
    home = home or page.url.split("/admin/pages/")[1].split("/")[0]
    page.goto(f"{demo_url}/admin/pages/add/harbor_pages/factsheetpage/{home}/")
    page.locator(".public-DraftEditor-content").first.click()
    page.keyboard.type("Words /note")
    page.get_by_role("option", name="Note or source").click()
    page.locator("#harbor-cite-search").fill("walker")
    page.get_by_label("Walker & Quraishi 2014").check()
    page.locator(".harbor-cite-dialog [name=pinpoint]").fill("12")
    page.get_by_role("button", name="Put the note here").click()
    page.locator(".harbor-cite-entity[data-label='Walker & Quraishi 2014, 12']").wait_for()
    # The editor writes to its field a moment after the last change.
    page.wait_for_function("() => document.querySelector('[name=adv_intro]').value.includes('HARBOR_CITE')")
    stored = json.loads(page.locator("[name=adv_intro]").input_value())
    (entity,) = stored["entityMap"].values()
    assert entity["type"] == "HARBOR_CITE"
    assert entity["data"]["pinpoint"] == "12"
    assert stored["blocks"][0]["text"] == "Words †"


def test_a_list_without_numbers_has_none_in_a_theme_that_writes_its_own(page: Page, demo_url: str) -> None:
    """As the French government's design system does: `content` on the marker outdoes `list-style: none`."""
    page.goto(f"{demo_url}/{TOP}")
    page.evaluate(
        """() => {
          const theme = new CSSStyleSheet();
          theme.replaceSync('ol > li::marker { content: "9. "; }');
          document.adoptedStyleSheets = [theme];
        }"""
    )
    item = page.locator(".harbor-adv-stages > li").first
    assert item.evaluate("node => getComputedStyle(node, '::marker').content") == "normal"
