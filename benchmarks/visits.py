"""What a visit to the demo weighs, and what a plan's PDF costs that was made before, beside a static file of the same process.

``python -m benchmarks.visits`` from the root of the repository, with a demo of its own, made in a minute. Weight is what nginx
would send, gzip where it helps: the page, and each style sheet, script, font and picture it names. The PDF is asked for by the
test client in turn with Django's own view of static files for the same bytes. What is measured is written to
``benchmarks/results.md``.
"""

from __future__ import annotations

import gzip
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from benchmarks import cpu
from benchmarks.results import write_section

ROOT = Path(__file__).resolve().parents[1]
PAGES = (
    *("/", "/find-help/", "/find-help/map/", "/safe-harbor/", "/safe-harbor/myths-and-facts/", "/report-cards/"),
    *("/safety-planning/", "/es/find-help/"),
)
GOAL = 60
ROUNDS = 41
_NAMED = re.compile(r'<(?:link|script|img|source|use)\b[^>]*?\b(?:href|src)="([^"]+)"')
_IN_SHEET = re.compile(r"url\([\"']?([^\"')]+)[\"']?\)")
_PACKED = (".woff2", ".woff", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".ico", ".pdf")
_SEEN = (".css", ".js", ".svg", *_PACKED)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        _prepare(Path(name))
        told = f"{_weights()}\n\n{_pdf(Path(name))}"
    print(told)
    write_section("Visits to the demo", told)


def _prepare(folder: Path) -> None:
    """The example site with its content, in files that go when this is over."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": f"sqlite:///{folder / 'demo.sqlite3'}",
        "MEDIA_ROOT": str(folder / "media"),
        "ALLOWED_HOSTS": "testserver,localhost",
    }
    sys.path.insert(0, str(ROOT / "example_site"))
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("load_demo", verbosity=0)


def _weights() -> str:
    from django.test import Client

    lines = [
        f"| page | the first visit, kB (goal: {GOAL}) | of it the page | the page after another |",
        "|---|---|---|---|",
    ]
    known: dict[str, int] = {}
    paths = [*PAGES, *_deeper()]
    for path in paths:
        html = Client().get(path).content
        own = _gzipped(html)
        files = {name: known.setdefault(name, _weigh(name)) for name in _files(html.decode(), path)}
        # Somebody who comes from the list of places to turn to has what both pages name.
        new = sum(weight for name, weight in files.items() if name not in _first_files())
        lines.append(f"| {path} | {_kb(own + sum(files.values()))} | {_kb(own)} | {_kb(own + new)} |")
    return "\n".join(lines)


def _deeper() -> list[str]:
    """An organization, a plan and a report card: the first that the demo has."""
    from django.test import Client

    found = []
    for path, below in (
        ("/find-help/", r"/find-help/[a-z0-9-]+-[a-z0-9-]+/"),
        ("/safety-planning/", r"/safety-planning/[a-z0-9-]+/"),
    ):
        links = re.findall(rf'href="({below})"', Client().get(path).content.decode())
        found += links[:1]
    return found


_first: set[str] = set()


def _first_files() -> set[str]:
    from django.test import Client

    if not _first:
        _first.update(_files(Client().get("/find-help/").content.decode(), "/find-help/"))
    return _first


def _files(html: str, base: str) -> Iterator[str]:
    """Addresses of what a page names and a browser fetches, and of what the sheets among them name."""
    seen = dict.fromkeys(urlsplit(urljoin(base, name)).path for name in _NAMED.findall(html))
    for name in [path for path in seen if path.endswith(_SEEN)]:
        yield name
        if name.endswith(".css"):
            for inner in _IN_SHEET.findall(_content(name).decode()):
                if not inner.startswith("data:"):
                    yield urlsplit(urljoin(name, inner)).path


def _weigh(path: str) -> int:
    content = _content(path)
    return len(content) if path.endswith(_PACKED) else _gzipped(content)


def _content(path: str) -> bytes:
    from django.conf import settings
    from django.contrib.staticfiles import finders
    from django.core.files.storage import default_storage

    if path.startswith(settings.STATIC_URL):
        found = finders.find(re.sub(r"\.[0-9a-f]{12}(?=\.\w+$)", "", path.removeprefix(settings.STATIC_URL)))
        assert found, path
        return Path(found).read_bytes()
    with default_storage.open(path.removeprefix(settings.MEDIA_URL)) as file:
        return bytes(file.read())


def _gzipped(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def _kb(size: int) -> str:
    return f"{size / 1000:.1f}"


def _pdf(folder: Path) -> str:
    """A plan's PDF that was made before, and the same bytes as a static file."""
    from django.test import Client, override_settings
    from django.urls import path
    from django.views.static import serve

    from config import urls

    client, address = Client(), _plan_pdf()
    content = client.get(address).content
    (folder / "static.pdf").write_bytes(content)
    # Beside ours, so that both are looked for as long.
    at = next(number for number, each in enumerate(urls.urlpatterns) if str(each.pattern) == "harbor/")
    urls.urlpatterns.insert(at + 1, path("bench-static/<path:path>", serve, {"document_root": str(folder)}))
    works: dict[str, tuple[Any, cpu.Clock]] = {
        "kept": (lambda: client.get(address), time.process_time),
        "static": (lambda: b"".join(client.get("/bench-static/static.pdf")), time.process_time),
    }
    # As a site runs: with DEBUG on, Django notes down each query, with its values put in.
    with override_settings(DEBUG=False):
        taken = cpu.in_turn(works, ROUNDS)
    ratio = statistics.median(taken["kept"]) / statistics.median(taken["static"])
    return (
        f"A plan's PDF of {len(content) // 1000} kB that was made before: {cpu.told(taken['kept'])}; the same bytes by Django's"
        f" view of static files, through the same middleware: {cpu.told(taken['static'])}. Ours takes {ratio:.2f} times as long"
        " (goal: 1.2)."
    )


def _plan_pdf() -> str:
    from django.test import Client

    html = Client().get("/safety-planning/").content.decode()
    for plan in dict.fromkeys(re.findall(r'href="(/safety-planning/[a-z0-9-]+/)"', html)):
        page = Client().get(plan).content.decode()
        if found := re.search(r'href="([^"]+\.pdf)"', page):
            return found[1]
    raise LookupError("The demo offers no PDF.")


if __name__ == "__main__":
    main()
