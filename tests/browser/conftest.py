"""The demo, served as `make demo` serves it, and a real browser to look at it with. `make test-browser` runs these."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright

ROOT = Path(__file__).resolve().parent.parent.parent
MANAGE = [sys.executable, str(ROOT / "example_site/manage.py")]
# Nothing but the pages under test: no sandbox inside a container, none of the calls Chromium makes on its own.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def demo_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demo, loaded into a database of its own and served for this run: ``http://localhost:PORT``.

    ``DEMO_URL`` names one that is running already, for those who try one thing again and again.
    """
    if os.environ.get("DEMO_URL"):
        yield os.environ["DEMO_URL"]
        return
    folder = tmp_path_factory.mktemp("demo")
    env = os.environ | {
        "DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite3'}",
        "MEDIA_ROOT": str(folder / "media"),
        "SECRET_KEY": "browser-tests-only",
        "DEBUG": "True",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    for command in (["migrate", "--noinput", "--verbosity", "0"], ["load_demo"]):
        subprocess.run([*MANAGE, *command], env=env, check=True, stdout=subprocess.DEVNULL)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://localhost:{port}"
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [*MANAGE, "runserver", "--noreload", "--skip-checks", f"127.0.0.1:{port}"], env=env, stdout=log, stderr=log
        )
        try:
            _wait_until_it_answers(url, server, folder / "log")
            yield url
        finally:
            server.terminate()
            server.wait(10)


def _wait_until_it_answers(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    give_up = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < give_up:
        try:
            urllib.request.urlopen(url, timeout=5)  # noqa: S310  (our own server)
        except urllib.error.HTTPError:
            return  # it answers; what it answers is for a test to judge
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"the demo did not start:\n{log.read_text()}")


def chromium_path() -> str:
    path = shutil.which(os.environ.get("CHROMIUM", "chromium"))
    if path is None:
        pytest.fail("no Chromium here: install the package 'chromium', or set CHROMIUM to where it is")
    return path


@pytest.fixture(scope="session")
def playwright_running() -> Iterator[Playwright]:
    with pytest.importorskip("playwright.sync_api").sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright_running: Playwright) -> Iterator[Browser]:
    """One browser for the whole run."""
    browser = playwright_running.chromium.launch(executable_path=chromium_path(), args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def chromium_as_sold(playwright_running: Playwright) -> Iterator[Browser]:
    """With the pages it keeps whole for Back: Playwright switches that off, and hides what comes of it."""
    browser = playwright_running.chromium.launch(
        executable_path=chromium_path(), args=FLAGS, ignore_default_args=["--disable-back-forward-cache"]
    )
    yield browser
    browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page in a fresh profile: no cookie, no cache."""
    context = chromium.new_context()
    yield context.new_page()
    context.close()
