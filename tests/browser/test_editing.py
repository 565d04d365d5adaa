"""A volunteer lists somebody and corrects a number, in a real browser: with script, by keyboard, and without script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Locator, Page

SNIPPETS = "/admin/snippets/harbor_directory"
NAME, PASSWORD = "admin", "harbor-demo"


def sign_in(page: Page, url: str) -> None:
    page.goto(f"{url}/admin/login/")
    page.fill("#id_username", NAME)
    page.fill("#id_password", PASSWORD)
    page.locator("form [type=submit]").first.click()
    page.wait_for_url(f"{url}/admin/")


@pytest.fixture(scope="module")
def session(chromium: Browser, demo_url: str) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    sign_in(context.new_page(), demo_url)
    yield context
    context.close()


@pytest.fixture
def editor(session: BrowserContext) -> Iterator[Page]:
    page = session.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    assert faults == []
    page.close()


@pytest.fixture(scope="module")
def plain(chromium: Browser, session: BrowserContext) -> Iterator[Page]:
    """The same session with script switched off. (On a small screen, Wagtail's own menu then covers the page.)"""
    state = session.storage_state()
    context = chromium.new_context(
        java_script_enabled=False, storage_state=state, viewport={"width": 1280, "height": 900}
    )
    yield context.new_page()
    context.close()


def six_facts(page: Page, organization: str) -> None:
    page.get_by_label("Or a new organization").fill(organization)
    page.locator("#id_name").fill("Night line")
    page.get_by_label("Someone to talk to right now").check()
    page.locator("#id_texts-0-description").fill("Somebody to talk to at night.")
    page.locator("#id_service_areas-0-fips").fill("Mower County, MN")
    page.locator("#id_phones-0-number").fill("(507) 555-0177")
    page.locator("#id_checked_on").fill("2024-05-02")
    page.locator("#id_checked_method").select_option("phone")


def publish(page: Page) -> None:
    page.locator("footer [aria-label='More actions'], footer .w-dropdown__toggle").first.click()
    page.locator("[name=action-publish]").click()


def panel(page: Page, heading: str) -> Locator:
    """A group of fields, unfolded."""
    section = page.locator("section.w-panel", has=page.get_by_role("heading", name=heading, exact=True)).first
    toggle = section.locator("[data-panel-toggle]").first
    if toggle.get_attribute("aria-expanded") == "false":
        toggle.click()
    return section


def test_a_first_listing_and_a_first_correction(editor: Page, demo_url: str) -> None:
    editor.goto(f"{demo_url}/admin/")
    editor.get_by_role("button", name="Harbor").click()
    editor.get_by_role("link", name="Add a listing").click()
    editor.wait_for_selector("#id_name")
    assert editor.locator("input:visible, select:visible, textarea:visible").count() <= 50
    six_facts(editor, "Candle Hill")
    publish(editor)
    editor.wait_for_url(f"{demo_url}{SNIPPETS}/service/")
    editor.goto(f"{demo_url}/find-help/candle-hill/")
    assert "(507) 555-0177" in editor.locator("main").inner_text()
    # The correction: whoever opens the organization is in the same one form.
    editor.goto(f"{demo_url}{SNIPPETS}/organization/?q=Candle")
    editor.get_by_role("link", name="Candle Hill", exact=True).click()
    editor.wait_for_selector("#id_organization_name")
    editor.locator("#id_phones-0-number").fill("(507) 555-0178")
    editor.locator("#id_organization_name").fill("Candle Hill House")
    publish(editor)
    editor.wait_for_url(f"{demo_url}{SNIPPETS}/service/")
    editor.goto(f"{demo_url}/find-help/candle-hill/")
    shown = editor.locator("main").inner_text()
    assert "Candle Hill House" in shown
    assert "(507) 555-0178" in shown
    assert "555-0177" not in shown


def test_a_small_phone_shows_it_without_sideways_scrolling(editor: Page, demo_url: str) -> None:
    editor.set_viewport_size({"width": 320, "height": 640})
    editor.goto(f"{demo_url}{SNIPPETS}/service/edit/1/")
    panel(editor, "Opening hours")
    assert editor.evaluate("document.documentElement.scrollWidth") <= 320
    editor.goto(f"{demo_url}/admin/harbor/import/")
    ends = "all => Math.max(...all.map(each => each.getBoundingClientRect().right))"
    assert editor.locator("main form :is(input, select, label, .help)").evaluate_all(ends) <= 320


def test_rows_tabs_and_the_week_by_keyboard(editor: Page, demo_url: str) -> None:
    editor.goto(f"{demo_url}{SNIPPETS}/service/add/")
    tabs = editor.locator("[role=tab]")
    tabs.first.focus()
    editor.keyboard.press("ArrowRight")
    assert tabs.nth(1).get_attribute("aria-selected") == "true"
    assert editor.locator("#id_texts-1-description").is_visible()
    assert not editor.locator("#id_texts-0-description").is_visible()
    editor.get_by_role("button", name="Add phone number").focus()
    editor.keyboard.press("Enter")
    assert editor.evaluate("document.activeElement.name") == "phones-1-number"
    editor.keyboard.type("988")
    editor.locator("[data-harbor-row]", has=editor.locator("#id_phones-1-number")).get_by_label("Move up").press(
        "Enter"
    )
    assert editor.locator("[name=phones-1-ORDER]").input_value() == "1"
    week = panel(editor, "Opening hours")
    week.locator("[name=week-MO-0-opens]").fill("9am")
    week.locator("[name=week-MO-0-closes]").fill("noon")
    week.locator("[data-harbor-day=MO] [data-harbor-more]").press("Enter")
    assert editor.evaluate("document.activeElement.name") == "week-MO-1-opens"
    editor.keyboard.type("1pm")
    editor.keyboard.press("Tab")
    editor.keyboard.type("17:00")
    editor.get_by_role("button", name="Copy Monday to the weekdays").press("Enter")
    assert week.locator("[name=week-FR-1-closes]").input_value() == "17:00"
    assert week.locator("[name=week-SA-0-opens]").input_value() == ""


def test_an_error_stands_at_its_field_and_nothing_typed_is_lost(editor: Page, demo_url: str) -> None:
    editor.goto(f"{demo_url}{SNIPPETS}/service/add/")
    six_facts(editor, "Reed House")
    editor.locator("#id_phones-0-number").fill("ask Mary")
    week = panel(editor, "Opening hours")
    week.locator("[name=week-TU-0-opens]").fill("sunrise")
    week.locator("[name=week-TU-0-closes]").fill("5pm")
    publish(editor)
    editor.wait_for_selector("#id_phones-0-number_error")
    assert "(507) 555-0142" in editor.locator("#id_phones-0-number_error").inner_text()
    assert editor.locator("#id_phones-0-number").input_value() == "ask Mary"
    assert editor.locator("[name=week-TU-0-opens]").input_value() == "sunrise"
    assert editor.locator("#week-TU-0-error").count() == 1
    assert editor.locator("#id_texts-0-description").input_value() == "Somebody to talk to at night."


def test_without_script_every_field_is_there_and_a_draft_is_saved(plain: Page, demo_url: str) -> None:
    plain.goto(f"{demo_url}{SNIPPETS}/service/add/")
    six_facts(plain, "Quiet Harbor House")
    plain.locator("[name=week-SA-1-opens]").fill("8pm")
    plain.locator("[name=week-SA-1-closes]").fill("2am")
    plain.locator("#id_texts-1-description").fill("Alguien con quien hablar.")
    plain.locator("footer [type=submit]").first.press("Enter")
    plain.wait_for_url("**/service/edit/**")
    assert plain.locator("[name=week-SA-0-opens]").input_value() == "8:00 pm"
    assert plain.locator("#id_texts-1-description").input_value() == "Alguien con quien hablar."


UNFOLD = "document.querySelectorAll('[data-panel-toggle][aria-expanded=false]').forEach(toggle => toggle.click())"


def faults(page: Page) -> set[str]:
    found = Axe().run(page).response["violations"]
    return {violation["id"] for violation in found}


def test_axe_finds_no_fault_that_wagtails_own_pages_do_not_have(editor: Page, demo_url: str) -> None:
    own: set[str] = set()
    for path in ("/admin/images/", f"{SNIPPETS}/datasource/add/"):
        editor.goto(f"{demo_url}{path}")
        own |= faults(editor)
    for path in ("service/add/", "service/edit/1/", "service/", "location/edit/1/", "service/history/1/"):
        editor.goto(f"{demo_url}{SNIPPETS}/{path}")
        editor.evaluate(UNFOLD)
        assert faults(editor) <= own, (path, faults(editor) - own)
