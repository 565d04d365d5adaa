"""Promise: on a phone no form, list or page of ours in the admin ends beyond the screen, where Wagtail cuts it off."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.test_editing import sign_in
from tests.test_roles import FORMS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

#: What ends right of a window of 320 pixels, but for what scrolls by itself and for Wagtail's own: way, outline, side panels,
#: bar of buttons, headings that end in dots.
BEYOND = """() => [...document.querySelectorAll('main *')].filter(each => {
    const box = each.getBoundingClientRect();
    if (!box.width || !box.height || box.right <= 321 || each.closest('svg *')) return false;
    if (each.closest('.w-minimap, .w-breadcrumbs, .form-side, .w-slim-header, [data-tippy-root], .w-sr-only')) return false;
    if (each.closest('.footer, .w-panel__heading')) return false;
    for (let around = each.parentElement; around.id !== 'main'; around = around.parentElement)
        if (['auto', 'scroll'].includes(getComputedStyle(around).overflowX)) return false;
    return true;
}).map(each => `${each.tagName} ${each.id || each.className} to ${Math.round(each.getBoundingClientRect().right)}`)"""
OTHERS = (
    *("/admin/settings/harbor_wagtail/harborsettings/", "/admin/settings/harbor_directory/upkeepsettings/"),
    *("/admin/settings/harbor_advocacy/quotesettings/", "/admin/harbor/import/", "/admin/harbor/imports/"),
    *("/admin/reports/harbor-due/", "/admin/reports/harbor-laws/", "/admin/reports/harbor-quotes/"),
    *("/admin/harbor/language/rules/", "/admin/reports/harbor-links/", "/admin/harbor/maps/1/"),
)


@pytest.fixture(scope="module")
def phone(chromium: Browser, demo_url: str) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    page = context.new_page()
    sign_in(page, demo_url)
    yield page
    context.close()


def beyond(page: Page, path: str) -> list[str]:
    answer = page.goto(path, wait_until="load")
    if answer is None or answer.status != 200:
        return []
    return [f"{path}: {each}" for each in page.evaluate(BEYOND)[:3]]


@pytest.mark.parametrize("label", sorted(FORMS))
def test_lists_and_forms(phone: Page, demo_url: str, label: str) -> None:
    path = f"{demo_url}/admin/snippets/{label.replace('.', '/')}/"
    found = beyond(phone, path)
    forms = phone.locator(f"main a[href*='/{label.split('.')[1]}/edit/']").evaluate_all(
        "all => all.map(each => each.href)"
    )
    for form in (f"{path}add/", *forms[:1]):
        found += beyond(phone, form)
    assert not found, "\n".join(found)


def test_other_pages(phone: Page, demo_url: str) -> None:
    found = [each for path in OTHERS for each in beyond(phone, demo_url + path)]
    desk = phone.goto(f"{demo_url}/admin/snippets/harbor_advocacy/edition/")
    assert desk is not None
    form = phone.locator("main a[href*='/edition/edit/']").first.get_attribute("href") or ""
    link = f"/admin/harbor/report-cards/{form.rstrip('/').rpartition('/')[2]}/"
    for page in ("", "correct/", "correct-law/", "correct-other/", "import/"):
        found += beyond(phone, f"{demo_url}{link}{page}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", ["maps/1/words/es/", "report-cards/framework/1/words/es/"])
def test_there_is_room_to_translate(phone: Page, demo_url: str, path: str) -> None:
    """A third of a phone, as a column of a table gets it, is one letter wide."""
    answer = phone.goto(f"{demo_url}/admin/harbor/{path}")
    assert answer is not None
    assert answer.status == 200
    boxes = phone.locator("main textarea").evaluate_all("all => all.map(each => each.clientWidth)")
    assert boxes
    assert min(boxes) > 200
    assert not beyond(phone, f"{demo_url}/admin/harbor/{path}")
