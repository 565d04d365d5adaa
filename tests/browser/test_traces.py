"""What stays on the device: a session in a real browser with a profile of its own, and then every byte of that profile.

With script nothing that was typed may be there. Without it a search is a POST, and the browser keeps what it sent in its
own files for restoring a session. The page says so; here it is measured that it is kept nowhere else.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import FLAGS, chromium_path

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Playwright, Route

EXIT = "https://www.weather.gov/"
#: Words that stand nowhere but where a visitor put them.
SEARCHED, ZIP, PLANNED = "zanzibarquux", "55912", "wombatplover"
WITHOUT_SCRIPT = "numbatcassowary"
#: Put into an address on purpose: what the browser does write down must be found, or the rest proves nothing.
CONTROL = "controlocelot"


@pytest.fixture(scope="module")
def profile(
    playwright_running: Playwright, demo_url: str, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, bytes]:
    """Path below the profile → content, after a visit with script, one without, the exit, and closing the browser."""
    folder = tmp_path_factory.mktemp("profile")
    context = playwright_running.chromium.launch_persistent_context(
        str(folder),
        executable_path=chromium_path(),
        args=FLAGS,
        ignore_default_args=["--disable-back-forward-cache"],
    )
    context.route(f"{EXIT}**", _elsewhere)
    _visit_with_script(context.new_page(), demo_url)
    _visit_without_script(context, demo_url)
    context.new_page().goto(f"{demo_url}/find-help/?q={CONTROL}")
    context.close()
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _elsewhere(route: Route) -> None:
    route.fulfill(body="<!doctype html><title>Weather</title><p>Sunny", content_type="text/html")


def _visit_with_script(page: Page, demo_url: str) -> None:
    page.goto(f"{demo_url}/find-help/")
    page.get_by_label("What do you need?").press_sequentially(SEARCHED)
    page.get_by_label("What do you need?").press("Enter")
    page.locator("[data-harbor-empty]").wait_for()
    page.get_by_label("What do you need?").fill("shelter")
    page.get_by_label("ZIP").first.fill(ZIP)
    page.get_by_label("What do you need?").press("Enter")
    page.locator("a[data-harbor-open]").first.click()
    page.locator("[data-harbor-return]").click()
    page.goto(f"{demo_url}/safety-planning/after-leaving/")
    page.locator("textarea").first.press_sequentially(PLANNED)
    page.locator(".harbor-exit[data-harbor-exit]").click()
    page.wait_for_url(EXIT)


def _visit_without_script(context: BrowserContext, demo_url: str) -> None:
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setScriptExecutionDisabled", {"value": True})
    page.goto(f"{demo_url}/find-help/")
    page.get_by_label("What do you need?").fill(WITHOUT_SCRIPT)
    page.get_by_label("What do you need?").press("Enter")
    page.wait_for_url("**/search/")
    page.locator(".harbor-exit[data-harbor-exit]").click()
    page.wait_for_url(EXIT)


def where(profile: dict[str, bytes], word: str) -> set[str]:
    """The files that hold a word: as it is, in two bytes a sign, or packed."""
    wanted = [word.encode(coding) for coding in ("utf-8", "utf-16-le", "utf-16-be")]
    return {
        name for name, content in profile.items() if any(each in part for part in _parts(content) for each in wanted)
    }


def _parts(content: bytes) -> Iterator[bytes]:
    yield content
    for found in re.finditer(b"\x1f\x8b\x08", content):
        try:
            yield zlib.decompressobj(31).decompress(content[found.start() :], 4_000_000)
        except zlib.error:
            continue


def test_what_a_browser_writes_down_is_found(profile: dict[str, bytes]) -> None:
    """The measure can fail: addresses and titles of pages stay, as the page on what leaving cannot erase says."""
    assert "Default/History" in where(profile, CONTROL)
    assert "Default/History" in where(profile, "lantern-house")


@pytest.mark.parametrize("word", [SEARCHED, ZIP, PLANNED])
def test_with_script_no_word_is_in_any_file_of_the_profile(profile: dict[str, bytes], word: str) -> None:
    assert where(profile, word) == set()


def test_without_script_the_word_is_where_the_browser_keeps_its_tabs_and_nowhere_else(
    profile: dict[str, bytes],
) -> None:
    assert {Path(name).parent.as_posix() for name in where(profile, WITHOUT_SCRIPT)} <= {"Default/Sessions"}
