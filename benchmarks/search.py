"""How long a search takes, whole responses by the test client against the bare page of the same site, in one run.

``python -m benchmarks.search 2000 10000`` from the root of the repository; each size has a process and a fresh database
of its own (``DATABASE_URL`` picks PostgreSQL).
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

SIZES = [2_000, 10_000, 100_000]
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
    for size in sorted(sizes or SIZES):
        subprocess.run([sys.executable, "-m", "benchmarks.search", "--one", str(size)], check=True)


def one(size: int) -> None:
    """Make a directory and measure it; prints a line for each thing."""
    with tempfile.TemporaryDirectory() as folder:
        _prepare(Path(folder, "bench.sqlite3"))
        from django.db import connections

        print(f"\n{size:,} services, {connections['default'].vendor}", flush=True)
        print(f"  made in {_seconds(lambda: invent(size)):.1f} s", flush=True)
        _measure_index()
        _measure_snapshot()
        _measure_responses()
        connections["default"].creation.destroy_test_db(":memory:", verbosity=0)


def _prepare(database: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from django.db import connections

    connection = connections["default"]
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(database)
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)


def _measure_index() -> None:
    from harbor_wagtail.directory.search import index

    print(f"  index: {_seconds(index.rebuild):.1f} s", flush=True)


def _measure_snapshot() -> None:
    from harbor_wagtail.directory.models import Service
    from harbor_wagtail.directory.search import index, store
    from harbor_wagtail.directory.search.query import Search, find

    gc.collect()
    before = _memory()
    taken = _seconds(lambda: find(Search()))
    print(f"  snapshot: {taken:.2f} s, {_memory() - before:.0f} MB", flush=True)
    before = _memory()
    taken = _seconds(lambda: find(Search(locale="es")))
    print(f"  another language: {taken:.2f} s, {_memory() - before:.0f} MB", flush=True)
    spliced = []
    for service in Service.objects.order_by("?")[:10]:
        index.refresh([service.pk])
        spliced.append(_seconds(lambda: store.current("default")))
    print(f"  one service changed: {statistics.median(spliced) * 1000:.1f} ms", flush=True)


def _measure_responses() -> None:
    from django.test import Client
    from django.urls import reverse

    from tests.factories import directory_page

    page = directory_page()
    client, url = Client(), reverse("harbor_directory:search")
    floor = _times(lambda: client.get("/"))  # Wagtail's own page of a new site: one heading and nothing else
    print(f"  bare page: {_told(floor)}", flush=True)
    for name, asked in QUESTIONS.items():
        taken = _times(lambda given=asked: client.post(url, {"directory": page.pk, **given}))  # type: ignore[misc]
        search = _times(lambda given=asked: _found(given))  # type: ignore[misc]
        ratio = statistics.median(taken) / statistics.median(floor)
        print(f"  {name}: {_told(taken)}, {ratio:.1f} × bare; the search {_told(search)}", flush=True)


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


def _times(work: Callable[[], Any]) -> list[float]:
    work()
    return [_seconds(work) for _ in range(ROUNDS)]


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
    return f"{half * 1000:.1f} ms (95 %: {most * 1000:.1f})"


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
