"""A visit on the site of the strictest host (``default-src 'self'`` and nothing else), and on the smallest screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page, Route

EXIT = "https://www.weather.gov/"
POLICY = "default-src 'self'; report-uri /reported/"


@pytest.fixture
def complaints(page: Page, demo_url: str) -> Iterator[list[str]]:
    """What the browser reports or says, with the host's policy on top of ours on every answer."""
    found: list[str] = []

    def on_top(route: Route) -> None:
        if route.request.url.endswith("/reported/"):
            found.append(route.request.post_data or "")
            return route.fulfill(status=204)
        response = route.fetch(max_redirects=0)
        headers = {**response.headers, "content-security-policy": POLICY}
        return route.fulfill(response=response, headers=headers)

    page.route(f"{demo_url}/**", on_top)
    page.route(f"{EXIT}**", lambda route: route.fulfill(body="<title>Weather</title>", content_type="text/html"))
    page.on("console", lambda message: found.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda problem: found.append(str(problem)))
    yield found
    # What the browser still asks for while its page is closed is nobody's answer, and no fault of the next test.
    page.unroute_all(behavior="ignoreErrors")


def test_a_whole_visit_breaks_nothing_of_a_strict_policy(page: Page, demo_url: str, complaints: list[str]) -> None:
    page.goto(f"{demo_url}/find-help/")
    everything = page.locator("[data-total]").first.get_attribute("data-total")
    page.get_by_label("What do you need?").fill("shelter")
    page.locator("#harbor-show").click()
    page.locator(f"[data-total]:not([data-total='{everything}'])").first.wait_for()
    page.locator("a[data-harbor-open]").first.click()
    page.locator("[data-harbor-return]").click()
    page.locator("[data-total]").first.wait_for()
    page.goto(f"{demo_url}/find-help/lantern-house/card/")
    page.goto(f"{demo_url}/safety-planning/after-leaving/")
    page.locator("textarea").first.fill("words")
    with page.expect_download():
        page.get_by_role("button", name="Save as text").click()
    page.goto(f"{demo_url}/harbor/notes/en/")
    page.locator(".harbor-exit[data-harbor-exit]").click()
    page.wait_for_url(EXIT)
    assert complaints == []


def test_what_breaks_it_is_reported(page: Page, demo_url: str, complaints: list[str]) -> None:
    """The measure used above can fail."""
    page.goto(f"{demo_url}/harbor/notes/en/")
    with page.expect_request(f"{demo_url}/reported/"):
        page.evaluate(
            "document.body.append(Object.assign(new Image(), {src: 'data:image/gif;base64,R0lGODlhAQABAAAAACw='}))"
        )
    assert complaints


#: Of every element in the main part that the keyboard reaches: its name, if the exit lies over any of it.
COVERED = """() => {
  const exit = document.querySelector(".harbor-exit[data-harbor-exit]").getBoundingClientRect();
  const reached = document.activeElement;
  const box = reached.getBoundingClientRect();
  const over = box.top < exit.bottom && box.bottom > exit.top && box.left < exit.right && box.right > exit.left;
  return reached.closest("main") && over ? reached.outerHTML.slice(0, 120) : "";
}"""


@pytest.mark.parametrize("path", ["/find-help/", "/find-help/lantern-house/", "/safety-planning/after-leaving/"])
def test_at_400_percent_the_exit_covers_nothing_the_keyboard_reaches(page: Page, demo_url: str, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 256})  # 1280 by 1024 at 400 %
    page.goto(f"{demo_url}{path}")
    sizes: Any = page.evaluate(
        """() => [document.documentElement.scrollWidth,
                  document.querySelector(".harbor-exit[data-harbor-exit]").getBoundingClientRect().height]"""
    )
    assert sizes[0] == 320
    assert sizes[1] <= 256 / 4
    page.locator("main").focus()
    covered = []
    for _ in range(30):
        page.keyboard.press("Tab")
        covered.append(page.evaluate(COVERED))
    for _ in range(30):  # and back, where what comes next enters from above
        page.keyboard.press("Shift+Tab")
        covered.append(page.evaluate(COVERED))
    assert [each for each in covered if each] == []
