"""The community resource map in a real browser: axe light and dark, a list on a small screen, without script, by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Browser

MAP = "find-help/map/"
#: One table of the five is as the others; looking at all of their cells takes half a minute.
_OPEN = "document.querySelector('details').open = true"


@pytest.mark.parametrize(("scheme", "width"), [("dark", 320), ("light", 1280)])
def test_axe_finds_nothing_and_a_small_screen_has_a_list(
    chromium: Browser, demo_url: str, scheme: Any, width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{demo_url}/es/{MAP}" if width == 320 else f"{demo_url}/{MAP}")
    if width > 320:
        page.evaluate(_OPEN)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.locator("td .harbor-map-label").first.is_visible() == (width == 320)
    assert page.get_by_role("columnheader").count() >= 8
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    context.close()


def test_everything_is_there_without_script_and_by_keyboard(chromium: Browser, demo_url: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{demo_url}/{MAP}")
    assert page.locator("[data-answer]").inner_text().startswith("Yes, but not for everything")
    ages = page.locator("details").first
    assert not ages.locator("table").is_visible()
    ages.locator("summary").focus()
    page.keyboard.press("Enter")
    assert ages.locator("table").is_visible()
    assert ages.get_by_role("cell").first.inner_text().strip()
    page.goto(f"{demo_url}/{MAP}print/")
    assert page.get_by_role("table").count() == 5
    context.close()
