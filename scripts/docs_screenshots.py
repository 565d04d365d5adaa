"""The pictures of the editor's handbook, taken from the demo: `make docs-screenshots`.

The demo is loaded into a database of its own and thrown away (``DEMO_URL`` names one that runs already; it is written to).
Each picture is a function; its name is the file in docs/images/, and in docs/images/es/ that of the Spanish admin. The words
on which it presses are English, and found on a Spanish screen by our own catalogues.
"""

from __future__ import annotations

import gettext
import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote_plus

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs/images"
MANAGE = [sys.executable, str(ROOT / "example_site/manage.py")]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync"]
SNIPPETS = "/admin/snippets"
LIST = """Agency,Program,Kind,Phone,County,Hours
Candle Hill,Night line,Someone to talk to right now,(507) 555-0161,Mower,Mon-Sun 6pm-midnight
Candle Hill,Drop-in,"Food, clothes, showers",(507) 555-0162,Mower,Mon-Fri 9am-5pm
Otter Creek Legal,Legal help for young people,Legal help,(507) 555-0163,Freeborn,
"""

APPS = ("", "advocacy", "directory", "safety_plans")
#: What editors of the demo wrote, not we: by language.
WRITTEN = {
    "es": {
        "Three things to keep in mind": "Tres cosas para tener presentes",
        "What is Safe Harbor?": "¿Qué es Safe Harbor?",
        "youth worker": "trabajadora juvenil",
        "Night line": "Línea nocturna",
        "Our county's list": "La lista de nuestro condado",
        "Someone to talk to right now": "Alguien con quien hablar ahora mismo",
    }
}


@dataclass(frozen=True)
class Words:
    """What is written on the screens of a language, asked for in English."""

    language: str

    def __call__(self, english: str) -> str:
        if self.language == "en":
            return english
        if english in WRITTEN[self.language]:
            return WRITTEN[self.language][english]
        for app in APPS:
            path = ROOT / "harbor_wagtail" / app / "locale" / self.language / "LC_MESSAGES/django.mo"
            with path.open("rb") as stream:
                said = gettext.GNUTranslations(stream).gettext(english)
            if said != english:
                return said
        raise LookupError(english)


Picture = Callable[[Page, str, Words], None]
PICTURES: list[Picture] = []


def picture(take: Picture) -> Picture:
    PICTURES.append(take)
    return take


@picture
def home(page: Page, url: str, say: Words) -> None:
    page.goto(f"{url}/admin/")


@picture
def menu(page: Page, url: str, say: Words) -> None:
    page.goto(f"{url}/admin/")
    page.get_by_role("button", name="Harbor").click()
    page.wait_for_timeout(500)  # the menu slides


@picture
def reached(page: Page, url: str, say: Words) -> None:
    page.goto(f"{url}{SNIPPETS}/harbor_wagtail/hotline/")
    page.get_by_role("link", name="National Human Trafficking Hotline").first.click()
    page.get_by_role("link", name=say("We reached it")).first.click()
    page.get_by_label(say("called it, and somebody answered")).check()
    page.get_by_label(say("Your role")).fill(say("youth worker"))


@picture
def settings_safety(page: Page, url: str, say: Words) -> None:
    page.goto(f"{url}/admin/settings/harbor_wagtail/harborsettings/")
    page.get_by_role("tab", name=say("Safety")).click()


@picture
def add_listing(page: Page, url: str, say: Words) -> None:
    page.goto(f"{url}{SNIPPETS}/harbor_directory/service/add/")
    page.get_by_label(say("Or a new organization")).fill("Candle Hill")
    page.locator("#id_name").fill(say("Night line"))
    page.get_by_label(say("Someone to talk to right now")).check()
    page.evaluate("document.querySelectorAll('*').forEach(each => { each.scrollTop = 0 })")


@picture
def visitor(page: Page, url: str, say: Words) -> None:
    below = "" if say.language == "en" else f"/{say.language}"
    page.goto(f"{url}{below}/find-help/iris-youth-clinic/")


@picture
def decide_address(page: Page, url: str, say: Words) -> None:
    page.goto(f"{url}{SNIPPETS}/harbor_directory/location/address/1/")


@picture
def due(page: Page, url: str, say: Words) -> None:
    page.goto(f"{url}/admin/reports/harbor-due/")


@picture
def import_preview(page: Page, url: str, say: Words) -> None:
    page.goto(f"{url}/admin/harbor/import/")
    page.locator("input[type=file]").set_input_files(
        {"name": "list.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    )
    page.get_by_label(say("Name, if it is somebody new")).fill(say("Our county's list"))
    page.get_by_label(say("No, or I am not sure: leave every address out and show the county only")).check()
    page.get_by_role("button", name=say("Upload and look into it")).click()
    page.get_by_role("button", name=say("Show me what would change")).click()
    page.get_by_role("button", name=say("Put in what is ticked")).first.wait_for()


@picture
def plan_edit(page: Page, url: str, say: Words) -> None:
    open_page(page, url, say("Three things to keep in mind"))


@picture
def advocacy_edit(page: Page, url: str, say: Words) -> None:
    open_page(page, url, say("What is Safe Harbor?"))


def open_page(page: Page, url: str, title: str) -> None:
    """The form of a page in the admin."""
    page.goto(f"{url}/admin/pages/search/?q={quote_plus(title)}")
    page.get_by_role("link", name=title).first.click()
    page.wait_for_load_state("networkidle")


def take(page: Page, url: str, each: Picture, say: Words) -> None:
    each(page, url, say)
    page.wait_for_load_state("networkidle")
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    folder = IMAGES if say.language == "en" else IMAGES / say.language
    file = folder / f"{each.__name__.replace('_', '-')}.webp"
    shot.save(file, quality=70, method=6)
    print(f"{file.relative_to(IMAGES)}  {file.stat().st_size // 1024} kB")


def sign_in(page: Page, url: str) -> None:
    page.goto(f"{url}/admin/login/")
    page.fill("#id_username", "admin")
    page.fill("#id_password", "harbor-demo")
    page.locator("form [type=submit]").first.click()
    page.wait_for_url(f"{url}/admin/")


def speak(page: Page, url: str, language: str) -> None:
    """The admin in this language from here on."""
    page.goto(f"{url}/admin/account/")
    page.select_option("select[name$=preferred_language]", language)
    page.locator("main form [type=submit]").first.click()
    page.wait_for_load_state("networkidle")


@contextmanager
def demo() -> Iterator[str]:
    if os.environ.get("DEMO_URL"):
        yield os.environ["DEMO_URL"]
        return
    with tempfile.TemporaryDirectory() as folder:
        env = os.environ | {"DATABASE_URL": f"sqlite:///{folder}/demo.sqlite3", "MEDIA_ROOT": f"{folder}/media"}
        for command in (["migrate", "--noinput", "--verbosity", "0"], ["load_demo"]):
            subprocess.run([*MANAGE, *command], env=env, check=True, stdout=subprocess.DEVNULL)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        server = subprocess.Popen([*MANAGE, "runserver", "--noreload", "--skip-checks", str(port)], env=env)
        try:
            wait_for(f"http://localhost:{port}/")
            yield f"http://localhost:{port}"
        finally:
            server.terminate()
            server.wait(10)


def wait_for(url: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(url, timeout=5)  # noqa: S310  (our own server)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the demo did not start")


def main(wanted: list[str]) -> None:
    (IMAGES / "es").mkdir(parents=True, exist_ok=True)
    path = shutil.which(os.environ.get("CHROMIUM", "chromium"))
    with demo() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        for language, locale in (("en", "en-US"), ("es", "es-US")):
            page = browser.new_context(viewport={"width": 1200, "height": 760}, locale=locale).new_page()
            sign_in(page, url)
            speak(page, url, language)
            for each in PICTURES:
                if not wanted or each.__name__.replace("_", "-") in wanted:
                    take(page, url, each, Words(language))
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
