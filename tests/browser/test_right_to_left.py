"""Pages in a language written from right to left, on the smallest screen: nothing runs off it, the exit is there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGES = ("/find-help/", "/find-help/lantern-house/", "/safety-planning/after-leaving/", "/report-cards/")
#: Every letter becomes an Arabic one, so that lines turn and break as they would; numbers to call stay as they are.
ARABIC = """() => {
  document.documentElement.dir = "rtl";
  document.documentElement.lang = "ar";
  const letters = "ابتدهفغحيجكلمنوپقرسطثڤشخيز";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    if (node.parentElement.closest("script, style, [dir=ltr]")) continue;
    node.data = node.data.toLowerCase().replace(/[a-z]/g, (letter) => letters[letter.charCodeAt(0) - 97]);
  }
}"""
PHONES_TURNED = """() => [...document.querySelectorAll('a[href^="tel:"]')].filter((link) => link.offsetParent
  && !link.closest('[dir="ltr"]')).length"""


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_in_arabic_letters_fits_and_can_be_left(phone: Page, demo_url: str, path: str) -> None:
    assert (phone.goto(f"{demo_url}{path}") or pytest.fail(path)).ok
    phone.evaluate(ARABIC)
    assert phone.evaluate("document.documentElement.scrollWidth") == 320
    box = phone.locator(".harbor-exit").first.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    assert box["height"] >= 44
    assert phone.evaluate(PHONES_TURNED) == 0
