"""How long a search takes, whole responses by the test client against bare pages of the same site, in turn.

``python -m benchmarks.search 2000 10000`` from the root of the repository. Each size has a process of its own; beyond
10,000 a directory is made several times over (``multiplied.py``). ``DATABASE_URL`` picks PostgreSQL. What is measured
is written to ``benchmarks/results.md``.
"""

from __future__ import annotations

import gc
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.invented import invent, rare_words
from benchmarks.multiplied import multiply
from benchmarks.results import write_section

SIZES = [2_000, 10_000, 100_000]
#: Made service by service; more are copies.
MOST_MADE = 10_000
ROUNDS = 25

#: What is posted to the search, by what it stands for.
QUESTIONS: dict[str, dict[str, Any]] = {
    "landing page, all counts": {},
    "four filters": {"domain": ["shelter", "legal"], "age": "16", "county": "27109", "start": ["no_police_report"]},
    "near a ZIP": {"zip": "55901"},
    "a word in few": {"words": rare_words(1)[0]},
    "a word, four filters, near a ZIP": {
        "words": "shelter",
        "zip": "55901",
        "domain": ["shelter", "legal", "health"],
        "age": "16",
        "language": ["es", "es:interpreter"],
    },
    "a word in a third": {"words": "shelter"},
    "two words in nearly all": {"words": "people place"},
    "nothing found, misspelt": {"words": "shelterr tenloraq"},
    "the last page": {"page": "100000"},
}


def main(sizes: list[int] | None = None) -> None:
    told = []
    for size in sorted(sizes or SIZES):
        work = [sys.executable, "-m", "benchmarks.search", "--one", str(size)]
        run = subprocess.run(work, check=True, stdout=subprocess.PIPE, text=True)
        print(run.stdout, flush=True)
        told.append(run.stdout.strip())
    engine = "PostgreSQL" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "SQLite"
    write_section(f"Search, {engine}", "\n\n".join(told))


def one(size: int) -> None:
    """Make a directory and measure it; prints a line for each thing."""
    with tempfile.TemporaryDirectory() as folder:
        _prepare(Path(folder, "bench.sqlite3"))
        from django.db import connections

        print(f"### {size:,} services\n", flush=True)
        made = min(size, MOST_MADE)
        print(f"- made in {_seconds(lambda: invent(made)):.1f} s, indexed in {_index():.1f} s ({made:,})", flush=True)
        if size > made:
            print(f"- copied in {_seconds(lambda: multiply(size // made)):.1f} s", flush=True)
        _measure_snapshot()
        _measure_responses()
        connections["default"].creation.destroy_test_db(":memory:", verbosity=0)


def _prepare(database: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.db import connections

    # Not as in a test, which copies the context of each template: a page of many would pay for it, a bare page not.
    settings.ALLOWED_HOSTS = ["testserver"]
    connection = connections["default"]
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(database)
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)


def _index() -> float:
    from harbor_wagtail.directory.search import index

    return _seconds(index.rebuild)


def _measure_snapshot() -> None:
    from harbor_wagtail.directory.models import Service
    from harbor_wagtail.directory.search import index, store
    from harbor_wagtail.directory.search.query import Search, find

    gc.collect()
    before = _memory()
    taken = _seconds(lambda: find(Search()))
    print(f"- snapshot: {taken:.2f} s, {_memory() - before:.0f} MB", flush=True)
    before = _memory()
    taken = _seconds(lambda: find(Search(locale="es")))
    print(f"- another language: {taken:.2f} s, {_memory() - before:.0f} MB", flush=True)
    spliced = []
    for service in Service.objects.order_by("?")[:10]:
        index.refresh([service.pk])
        spliced.append(_seconds(lambda: store.current("default")))
    print(f"- one service changed: {statistics.median(spliced) * 1000:.1f} ms", flush=True)


def _measure_responses() -> None:
    from django.test import Client
    from django.urls import reverse

    from tests.factories import directory_page

    page = directory_page()
    client, url = Client(), reverse("harbor_directory:search")
    # Wagtail's own page of a new site, one heading and nothing else; and a page of ours: menus, hotlines and a few links.
    beside = [lambda: client.get("/"), lambda: client.get(page.url + "help/")]
    bare, plain = _in_turn(*beside)
    print(f"- a bare page of the site: {_told(bare)}; a plain page of ours: {_told(plain)}\n")
    print("| asked | response | × bare | × plain | the search alone |\n|---|---|---|---|---|", flush=True)
    for name, asked in QUESTIONS.items():
        sent = {"directory": page.pk, **asked}
        works = [lambda given=sent: client.post(url, given), lambda given=asked: _found(given)]  # type: ignore[misc]
        taken, search, bare, plain = _in_turn(*works, *beside)
        times = statistics.median(taken)
        ratios = f"{times / statistics.median(bare):.1f} | {times / statistics.median(plain):.1f}"
        print(f"| {name} | {_told(taken)} | {ratios} | {_told(search)} |", flush=True)


def _found(asked: dict[str, Any]) -> Any:
    from decimal import Decimal

    from harbor_wagtail.directory.search.query import Search, find
    from harbor_wagtail.places import zip_place

    return find(
        Search(
            words=asked.get("words", ""),
            domains=tuple(asked.get("domain", ())),
            counties=(asked["county"],) if "county" in asked else (),
            age=Decimal(asked["age"]) if "age" in asked else None,
            near=zip_place(asked.get("zip")),
            start=tuple(asked.get("start", ())),
            languages=tuple(asked.get("language", ())),
            page=int(asked.get("page", 1)),
        )
    )


def _in_turn(*works: Callable[[], Any]) -> list[list[float]]:
    """The times of each, one after the other in each round: what slows the machine for a while slows all of them."""
    for work in works:
        work()
    return [list(times) for times in zip(*([_seconds(work) for work in works] for _ in range(ROUNDS)), strict=True)]


def _seconds(work: Callable[[], Any]) -> float:
    started = _clock()
    work()
    return _clock() - started


def _clock() -> float:
    """Where all work is done in this process (SQLite), what else the machine does is no part of it."""
    from django.db import connections

    return time.process_time() if connections["default"].vendor == "sqlite" else time.perf_counter()


def _told(seconds: list[float]) -> str:
    half, most = statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]
    return f"{half * 1000:.1f} ms ({most * 1000:.1f})"


def _memory() -> float:
    """What this process holds now, in MB, where the system says so; else the most it has held."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * resource.getpagesize() / 1024**2
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(int(sys.argv[2]))
    else:
        main([int(size) for size in sys.argv[1:]])
