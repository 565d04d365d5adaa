"""Leaving: by click, by key and without script, on a slow line, and then Back, Back, Back. No page of ours is painted."""

from __future__ import annotations

import base64
import io
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Route

EXIT = "https://www.weather.gov/"
START = "https://start.example/"
TYPED = "zeppelin"
#: The ground of the exit (harbor.css): no other page in these tests has this color.
OURS = (0x7A, 0x1F, 0x3D)
LINK = ".harbor-exit[data-harbor-exit]"


def answer(route: Route) -> None:
    route.fulfill(body="<!doctype html><title>Weather</title><p>Sunny", content_type="text/html")


def without_no_store(route: Route) -> None:
    response = route.fetch()
    headers = {name: value for name, value in response.headers.items() if name != "cache-control"}
    route.fulfill(response=response, headers=headers)


def context_of(browser: Browser, **options: Any) -> BrowserContext:
    context = browser.new_context(color_scheme="light", **options)
    context.route(f"{EXIT}**", answer)
    context.route(f"{START}**", answer)
    return context


@pytest.fixture
def page(chromium_as_sold: Browser) -> Iterator[Page]:
    context = context_of(chromium_as_sold)
    yield context.new_page()
    context.close()


def visit(page: Page, demo_url: str) -> None:
    page.goto(START)
    page.goto(f"{demo_url}/find-help/")
    page.get_by_label("What do you need?").fill(TYPED)
    page.goto(f"{demo_url}/find-help/lantern-house/")


class Frames:
    """Every frame the browser paints while it is watched."""

    def __init__(self, page: Page) -> None:
        self.session = page.context.new_cdp_session(page)
        self._taken: list[dict[str, Any]] = []
        self._known = 0
        self.session.on("Page.screencastFrame", lambda event: self._taken.append(event))
        self.session.send("Page.startScreencast", {"format": "png", "everyNthFrame": 1})

    def ask_for_more(self) -> None:
        while self._known < len(self._taken):
            self._known += 1
            event = self._taken[self._known - 1]
            self.session.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

    def counted(self) -> tuple[int, int]:
        """How many frames there were, and how many of them showed a page of ours."""
        pictures = [base64.b64decode(event["data"]) for event in self._taken]
        return len(pictures), sum(shows_ours(Image.open(io.BytesIO(data)).convert("RGB")) for data in pictures)


def shows_ours(picture: Image.Image) -> bool:
    colors = picture.getcolors(maxcolors=picture.width * picture.height) or []
    return any(color == OURS for _count, color in colors)


def where(session: Any) -> tuple[int, str]:
    """Which entry of the tab's history is shown, and its address; nowhere while one page gives way to another."""
    from playwright.sync_api import Error

    try:
        history = session.send("Page.getNavigationHistory")
    except Error:
        return -1, ""
    return history["currentIndex"], history["entries"][history["currentIndex"]]["url"]


def back(page: Page, frames: Frames, expected: str) -> None:
    """Back as the button does it, by the browser and not by the page; then until ``expected`` is what stands there."""
    session = frames.session
    before = session.send("Page.getNavigationHistory")
    wanted = before["currentIndex"] - 1
    session.send("Page.navigateToHistoryEntry", {"entryId": before["entries"][wanted]["id"]})
    give_up = time.monotonic() + 20
    while time.monotonic() < give_up:
        if where(session) == (wanted, expected):
            break
        frames.ask_for_more()
        page.wait_for_timeout(50)
    else:
        pytest.fail(f"Back did not lead to {expected}")
    for _ in range(10):  # what is still to be painted
        frames.ask_for_more()
        page.wait_for_timeout(50)


@pytest.mark.parametrize("no_store", [True, False])
@pytest.mark.parametrize("kept_whole", [True, False])
def test_after_leaving_back_never_paints_a_page_of_ours(
    chromium: Browser, chromium_as_sold: Browser, demo_url: str, kept_whole: bool, no_store: bool
) -> None:
    context = context_of(chromium_as_sold if kept_whole else chromium, viewport={"width": 800, "height": 600})
    if not no_store:
        context.route(f"{demo_url}/find-help/**", without_no_store)
    page = context.new_page()
    visit(page, demo_url)
    page.locator(LINK).click()
    page.wait_for_url(EXIT)
    frames = Frames(page)
    for expected in (EXIT, START, "about:blank"):
        back(page, frames, expected)
    seen, ours = frames.counted()
    context.close()
    assert seen > 0
    assert ours == 0


def test_without_leaving_back_works_as_ever_and_is_seen(page: Page, demo_url: str) -> None:
    """The measure used above can fail: here a page of ours is painted."""
    page.set_viewport_size({"width": 800, "height": 600})
    visit(page, demo_url)
    frames = Frames(page)
    back(page, frames, f"{demo_url}/find-help/")
    give_up = time.monotonic() + 20
    while not frames.counted()[1] and time.monotonic() < give_up:
        frames.ask_for_more()
        page.wait_for_timeout(100)
    assert frames.counted()[1] > 0
    assert page.evaluate("getComputedStyle(document.documentElement).visibility") == "visible"


def test_on_a_slow_line_nothing_stays_on_the_screen(page: Page, demo_url: str) -> None:
    waiting: list[Route] = []
    page.route(f"{EXIT}**", lambda route: waiting.append(route))
    page.goto(f"{demo_url}/find-help/")
    page.get_by_label("What do you need?").fill(TYPED)
    session = page.context.new_cdp_session(page)  # a page that is being left answers nothing else
    assert shows_ours(picture(session))
    page.evaluate(f"void setTimeout(() => document.querySelector('{LINK}').click(), 50)")
    give_up = time.monotonic() + 20
    while not waiting and time.monotonic() < give_up:
        page.wait_for_timeout(50)
    page.wait_for_timeout(200)  # the exit's own site does not answer yet
    assert len(picture(session).getcolors() or range(99)) == 1  # one even ground
    assert session.send("Target.getTargetInfo")["targetInfo"]["title"] == "weather.gov"
    answer(waiting[0])
    page.wait_for_url(EXIT)


def picture(session: Any) -> Image.Image:
    taken = session.send("Page.captureScreenshot")["data"]
    return Image.open(io.BytesIO(base64.b64decode(taken))).convert("RGB")


def test_shift_three_times_leaves_and_says_so(page: Page, demo_url: str) -> None:
    page.goto(f"{demo_url}/find-help/")
    said = page.locator("[data-harbor-said]")
    page.keyboard.press("Shift")
    assert "two more times" in said.inner_text()
    page.keyboard.press("Shift+A")  # a capital letter is no press of Shift alone
    assert said.inner_text() == ""
    for key in ("ShiftLeft", "ShiftRight"):
        page.keyboard.press(key)
    assert "one more time" in said.inner_text()
    assert page.locator("[data-harbor-said][role=status]").count() == 1
    page.keyboard.press("Shift")
    page.wait_for_url(EXIT)


def test_capital_letters_typed_into_a_field_do_not_leave(page: Page, demo_url: str) -> None:
    page.goto(f"{demo_url}/find-help/")
    field = page.get_by_label("What do you need?")
    field.focus()
    for letter in "ABCD":
        page.keyboard.press(f"Shift+{letter}")
    assert field.input_value() == "ABCD"
    assert page.url == f"{demo_url}/find-help/"


def test_the_other_site_is_told_nothing_and_one_key_is_kept(page: Page, demo_url: str) -> None:
    asked: list[Any] = []
    page.on("request", lambda request: asked.append(request))
    page.goto(f"{demo_url}/find-help/")
    assert page.evaluate("sessionStorage.length") == 0
    asked.clear()
    page.locator(LINK).click()
    page.wait_for_url(EXIT)
    foreign = [request for request in asked if not request.url.startswith(demo_url)]
    assert {request.url for request in foreign} == {EXIT}
    assert all("referer" not in request.headers for request in foreign)
    page.goto(f"{demo_url}/find-help/")  # on purpose: the page is there, and nothing is kept any longer
    assert page.locator("main").is_visible()
    assert page.evaluate("[sessionStorage.length, localStorage.length]") == [0, 0]


def test_a_page_that_asks_before_it_is_left_does_not_hold_anybody(page: Page, demo_url: str) -> None:
    page.goto(f"{demo_url}/find-help/")
    page.evaluate("addEventListener('beforeunload', (event) => { event.preventDefault(); event.returnValue = 'x'; })")
    page.get_by_label("What do you need?").fill(TYPED)
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.locator(LINK).click()
    page.wait_for_url(EXIT)


def test_without_script_it_is_a_link_that_tells_nothing(chromium: Browser, demo_url: str) -> None:
    context = context_of(chromium, java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = context.new_page()
    asked: list[Any] = []
    page.on("request", lambda request: asked.append(request))
    page.goto(f"{demo_url}/find-help/")
    page.locator(LINK).click()
    page.wait_for_url(EXIT)
    context.close()
    assert "referer" not in asked[-1].headers


@pytest.mark.parametrize("width", [320, 1280])
def test_it_is_above_every_layer_and_covers_nothing_that_has_the_focus(page: Page, demo_url: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 500})
    page.goto(f"{demo_url}/find-help/")
    page.evaluate(
        """() => {
          const layer = document.createElement("div");
          Object.assign(layer.style, {position: "fixed", inset: 0, zIndex: 2147483646, background: "#000"});
          document.body.append(layer);
        }"""
    )
    top = """() => {
      const box = document.querySelector(".harbor-exit[data-harbor-exit]").getBoundingClientRect();
      const found = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      return [Boolean(found && found.closest("[data-harbor-exit]")), box.bottom];
    }"""
    assert page.evaluate(top)[0]
    page.evaluate("document.body.lastElementChild.remove(); window.scrollTo(0, document.body.scrollHeight)")
    above, bottom = page.evaluate(top)
    assert above
    if width == 320:
        page.keyboard.press("Tab")
        page.evaluate("document.querySelector('#harbor-main a[href]').focus()")
        page.evaluate("document.activeElement.scrollIntoView()")
        assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= bottom


@pytest.mark.parametrize("width", [320, 768, 960, 1280])
def test_it_covers_no_link_of_a_long_menu(page: Page, demo_url: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    covered = """() => {
      const exit = document.querySelector(".harbor-exit[data-harbor-exit]").getBoundingClientRect();
      const boxes = [...document.querySelectorAll("header a")].filter((link) => !link.closest(".harbor-exit-place"))
        .map((link) => [link.textContent, link.getBoundingClientRect()]);
      return boxes.filter(([, box]) => box.left < exit.right && box.right > exit.left
        && box.top < exit.bottom && box.bottom > exit.top).map(([words]) => words);
    }"""
    for path in ("/es/find-help/", "/es/"):
        page.goto(f"{demo_url}{path}")
        assert page.locator("header a").count() > 5
        assert page.evaluate(covered) == []
