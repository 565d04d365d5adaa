"""Report cards in a real browser: axe in both schemes, a list where squares would be too small, no script, the keyboard."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TOP = "report-cards/"
NOW = TOP + "example-2025/"
PAGES = [
    TOP,
    NOW,
    NOW + "harrowmere/",
    NOW + "goals/2-1/",
    NOW + "method/",
    NOW + "codebook/",
    NOW + "errata/",
    NOW + "compare/?places=harrowmere,castley,kenmoor",
    NOW + "embed/",
    "es/" + NOW + "castley/",
]


@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("dark", 1280)])
def test_axe_finds_nothing_and_nothing_runs_off_the_screen(
    chromium: Browser, demo_url: str, scheme: Any, width: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 700}, color_scheme=scheme)
    page = context.new_page()
    # What dark colors could break is the same on every page of a kind.
    for address in PAGES if scheme == "light" else PAGES[1:4]:
        page.goto(f"{demo_url}/{address}")
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width, address
        ends = page.locator("caption").evaluate_all("all => all.map(each => each.getBoundingClientRect().right)")
        assert max(ends, default=0) <= width, address
        found = [(each["id"], each["nodes"][0]["html"]) for each in Axe().run(page).response["violations"]]
        assert not found, f"{address}: {found}"
    context.close()


def test_map_and_table_without_script_by_keyboard_and_on_a_phone(chromium: Browser, demo_url: str) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{demo_url}/{NOW}")
    assert all(url.startswith(demo_url) for url in asked)
    # What is heard: the squares by name, then the same places in the table.
    squares = page.get_by_role("group", name="Grades, Example report cards 2025").get_by_role("link")
    assert squares.first.get_attribute("aria-label") == "Brindle, BD D, weak protection: 50 of 100 points"
    table = page.get_by_role("table", name="All places, Example report cards 2025")
    heard = [(squares.nth(at).get_attribute("href"),) for at in range(squares.count())]
    seen = [(link.get_attribute("href"),) for link in table.get_by_role("rowheader").get_by_role("link").all()]
    assert heard == [each for each in seen if each in heard]
    assert len(seen) == 13
    squares.nth(4).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/fenrock/")
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{demo_url}/{NOW}")
    assert not squares.first.is_visible()
    assert table.get_by_role("link", name="Brindle").is_visible()
    context.close()


def test_answers_are_typed_by_keyboard(chromium: Browser, demo_url: str) -> None:
    """A new edition by its form, two answers by letters and arrows, down by Enter and up by Shift+Enter, saved."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{demo_url}/admin/login/?next=/admin/snippets/harbor_advocacy/edition/add/")
    page.fill("[name=username]", "admin")
    page.fill("[name=password]", "harbor-demo")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Choose framework").click()
    page.get_by_role("link", name="Example Safe Harbor Check (2.0)").click()
    page.fill("[name=name]", "Typed by keyboard")
    page.fill("[name=year]", "2030")
    page.fill("[name=law_cutoff]", "2030-06-30")
    page.locator("[name=name]").press("Enter")
    link = page.get_by_role("link", name="Typed by keyboard", exact=True).get_attribute("href") or ""
    number = re.findall(r"\d+", link)[-1]
    page.goto(f"{demo_url}/admin/harbor/report-cards/{number}/grid/")
    cells = page.locator("[data-harbor-grid] tbody select")
    across = page.locator("[data-harbor-grid] thead th").count() - 1
    cells.nth(0).focus()
    for key in ("ArrowDown", "Enter", "ArrowDown", "ArrowDown", "Shift+Enter", "Tab"):
        page.keyboard.press(key)
    assert cells.nth(1).evaluate("cell => cell === document.activeElement")
    chosen = [cells.nth(at).evaluate("cell => cell.selectedIndex") for at in (0, across, 1)]
    assert chosen == [1, 2, 0]
    page.get_by_role("button", name="Save").click()
    page.get_by_text("2 answers were saved.").wait_for()
    assert [cells.nth(at).evaluate("cell => cell.selectedIndex") for at in (0, across, 1)] == chosen
    context.close()
