"""Finding help in a real browser: with script and without, by keyboard, on a small screen, leaving nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WORDS = "shower laundry"


@pytest.fixture
def plain_page(chromium: Browser) -> Iterator[Page]:
    """A small phone with script switched off."""
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    yield context.new_page()
    context.close()


def ask(page: Page, words: str = "", zip_code: str = "") -> None:
    page.get_by_label("What do you need?").fill(words)
    page.get_by_label("ZIP code").fill(zip_code)
    page.locator("#harbor-show").click()


def total(page: Page) -> int:
    return int(page.locator("[data-total]").first.inner_text().split()[0].replace(",", ""))


def test_search_in_place_keeps_the_address_and_the_history_clean(page: Page, demo_url: str) -> None:
    page.goto(f"{demo_url}/find-help/")
    everything, history = total(page), page.evaluate("history.length")
    with page.expect_response(lambda response: response.request.method == "POST"):
        ask(page, WORDS)
    page.wait_for_function(
        "before => document.querySelector('[data-total]').innerText.split(' ')[0] != before", arg=str(everything)
    )
    assert 0 < total(page) < everything
    assert page.url == f"{demo_url}/find-help/"
    assert page.evaluate("history.length") == history
    assert "shower" not in page.title().lower()
    assert page.context.cookies() == []
    assert page.evaluate("() => [localStorage.length, sessionStorage.length]") == [0, 0]


def test_back_from_an_organization_shows_the_results_again(page: Page, demo_url: str) -> None:
    page.goto(f"{demo_url}/find-help/")
    everything = total(page)
    page.get_by_label("What do you need?").fill(WORDS)
    page.get_by_label("Start without a police report").check()
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.locator("#harbor-show").click()
    page.wait_for_function("before => document.querySelector('[data-total]').innerText != before", arg=str(everything))
    found = total(page)
    assert page.locator("[data-harbor-status]").inner_text() in ("", page.locator("[data-harbor-results]").inner_text())
    page.locator(".harbor-card__title a").nth(1).click()
    page.get_by_role("link", name="Back to results").wait_for()
    assert page.url.startswith(f"{demo_url}/find-help/")
    assert page.url != f"{demo_url}/find-help/"
    page.go_back()
    for _way in range(2):
        page.locator("[data-total]").wait_for()
        assert total(page) == found
        assert page.get_by_label("What do you need?").input_value() == WORDS
        assert page.url == f"{demo_url}/find-help/"
        page.go_forward()
        page.get_by_role("link", name="Back to results").click()
    assert page.evaluate("() => [localStorage.length, sessionStorage.length]") == [0, 0]


def test_without_script_a_button_at_the_top_leads_back_to_the_results(plain_page: Page, demo_url: str) -> None:
    """Back itself cannot: what a POST answered is kept nowhere, so the browser shows an error in its place."""
    plain_page.goto(f"{demo_url}/find-help/")
    ask(plain_page, "help", "55912")
    plain_page.get_by_role("button", name="Next page").click()
    found, first = total(plain_page), plain_page.locator(".harbor-card__title").first.inner_text()
    plain_page.locator(".harbor-card__title button").first.click()
    back = plain_page.get_by_role("button", name="Back to results").first  # others stand below the services
    opened = plain_page.url
    assert opened.startswith(f"{demo_url}/harbor/search/#service-"), "neither the words nor the name is in the address"
    assert plain_page.locator("h1").inner_text() in first
    plain_page.evaluate("window.scrollTo(0, 0)")
    assert back.bounding_box()["y"] < plain_page.locator("h1").bounding_box()["y"]  # type: ignore[index]
    back.click()
    assert total(plain_page) == found
    assert plain_page.locator(".harbor-card__title").first.inner_text() == first
    assert plain_page.locator(".harbor-pages [aria-current]").inner_text().split()[-1] == "2"


def test_nothing_found_shows_the_numbers_once(page: Page, demo_url: str) -> None:
    page.goto(f"{demo_url}/find-help/")
    for words, wanted in (("zzzz qqqq", 0), (WORDS, 1)):
        with page.expect_response(lambda response: response.request.method == "POST"):
            ask(page, words)
        page.wait_for_function("n => (document.querySelector('[data-total]').dataset.total > 0) == n", arg=bool(wanted))
        assert page.locator("section.harbor-hotlines:visible").count() == 1


def test_the_filters_fold_behind_one_button_on_a_small_screen(plain_page: Page, demo_url: str) -> None:
    plain_page.goto(f"{demo_url}/find-help/")
    box = plain_page.get_by_label("You can ask yourself")
    assert not box.is_visible()
    plain_page.locator("#harbor-filters > summary").press("Enter")
    box.press("Space")
    plain_page.get_by_role("button", name="Show services").last.press("Enter")
    assert plain_page.get_by_text("Filters (1 on)").is_visible()
    assert total(plain_page) == int(str(box.get_attribute("data-count")))


def test_the_sheet_prints_without_script(plain_page: Page, demo_url: str) -> None:
    plain_page.goto(f"{demo_url}/find-help/help/shelter/")
    plain_page.get_by_role("button", name="Print these results").click()
    assert plain_page.title() == "List of services"
    assert plain_page.locator(".harbor-sheet__list > li").count() > 5


def test_search_without_script_finds_the_same(page: Page, plain_page: Page, demo_url: str) -> None:
    page.goto(f"{demo_url}/find-help/")
    everything = total(page)
    ask(page, WORDS)
    page.wait_for_function(
        "before => document.querySelector('[data-total]').innerText.split(' ')[0] != before", arg=str(everything)
    )
    plain_page.goto(f"{demo_url}/find-help/")
    ask(plain_page, WORDS)
    assert total(plain_page) == total(page)
    assert urlsplit(plain_page.url).query == ""
    assert "shower" not in plain_page.url
    assert plain_page.context.cookies() == []


def test_turning_pages_without_script(plain_page: Page, demo_url: str) -> None:
    plain_page.goto(f"{demo_url}/find-help/")
    first = plain_page.locator("h3, h2.harbor-card__title").all_inner_texts()
    plain_page.get_by_role("button", name="Next").click()
    second = plain_page.locator("h3, h2.harbor-card__title").all_inner_texts()
    assert first
    assert second
    assert first != second


def test_nothing_found_still_leads_somewhere(page: Page, plain_page: Page, demo_url: str) -> None:
    plain_page.goto(f"{demo_url}/find-help/")
    ask(plain_page, "zzzz qqqq")
    assert total(plain_page) == 0
    assert plain_page.locator("main a[href^='tel:']").count() > 0
    assert plain_page.locator("main button[type='submit']").count() > 1


def test_nearest_first_and_never_a_distance_to_a_hidden_place(plain_page: Page, demo_url: str) -> None:
    plain_page.goto(f"{demo_url}/find-help/")
    ask(plain_page, zip_code="55912")
    body = plain_page.locator("main").inner_text()
    assert "mile" in body
    for card in plain_page.locator("article, .harbor-card").all():
        text = card.inner_text()
        assert not ("The place is not public" in text and "mile" in text)


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("path", ["/find-help/", "/es/find-help/", "/find-help/in/"])
def test_no_sideways_scrolling(chromium: Browser, demo_url: str, width: int, path: str) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(f"{demo_url}{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_the_exit_is_the_second_thing_the_tab_key_reaches(page: Page, demo_url: str) -> None:
    page.goto(f"{demo_url}/find-help/")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    focused = page.evaluate("[document.activeElement.hasAttribute('data-harbor-exit'), document.activeElement.rel]")
    assert focused[0]
    assert "noreferrer" in focused[1]


def test_results_have_no_fault_axe_can_find(page: Page, demo_url: str) -> None:
    page.goto(f"{demo_url}/find-help/")
    with page.expect_response(lambda response: response.request.method == "POST"):
        ask(page, WORDS)
    page.wait_for_timeout(300)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_everything_is_marked_as_an_example(page: Page, demo_url: str) -> None:
    page.goto(f"{demo_url}/find-help/")
    assert page.get_by_text("Example data").is_visible()
    numbers = page.locator("main .harbor-card a[href^='tel:'], main .harbor-card a[href^='sms:']")
    assert numbers.count() > 5
    assert all("55501" in str(link.get_attribute("href")) for link in numbers.all())
