"""How long a search takes, whole responses by the test client against bare pages of the same site, in turn.

``python -m benchmarks.search 1000 10000`` from the root of the repository. Each size has a process of its own; beyond
10,000 a directory is made several times over (``multiplied.py``). ``DATABASE_URL`` picks PostgreSQL. What is measured
is written to ``benchmarks/results.md``. The time is the processor's, of the database's server too.
"""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks import cpu
from benchmarks.cpu import memory, told
from benchmarks.directory import MOST_MADE, finish, prepare
from benchmarks.invented import invent, rare_words
from benchmarks.multiplied import multiply
from benchmarks.results import write_section

SIZES = [1_000, 10_000, 50_000, 100_000]
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
    found = []
    for size in sorted(sizes or SIZES):
        work = [sys.executable, "-m", "benchmarks.search", "--one", str(size)]
        run = subprocess.run(work, check=True, stdout=subprocess.PIPE, text=True)
        print(run.stdout, flush=True)
        found.append(run.stdout.strip())
    write_section(f"Search, {cpu.database()}", "\n\n".join(found))


def one(size: int) -> None:
    """Make a directory and measure it; prints a line for each thing."""
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder, "bench.sqlite3"))
        from harbor_wagtail.directory.search import index

        seconds = partial(cpu.seconds, clock=cpu.database_clock())
        print(f"### {size:,} services\n", flush=True)
        made = min(size, MOST_MADE)
        print(f"- made in {seconds(lambda: invent(made)):.1f} s, indexed in {seconds(index.rebuild):.1f} s ({made:,})")
        if size > made:
            print(f"- copied in {seconds(lambda: multiply(size // made)):.1f} s", flush=True)
        _measure_snapshot()
        _measure_responses()
        finish()


def _measure_snapshot() -> None:
    from harbor_wagtail.directory.models import Service
    from harbor_wagtail.directory.search import index, store
    from harbor_wagtail.directory.search.query import Search, find

    seconds = partial(cpu.seconds, clock=cpu.database_clock())
    gc.collect()
    before = memory()
    taken = seconds(lambda: find(Search()))
    print(f"- snapshot: {taken:.2f} s, {memory() - before:.0f} MB", flush=True)
    before = memory()
    taken = seconds(lambda: find(Search(locale="es")))
    print(f"- another language: {taken:.2f} s, {memory() - before:.0f} MB", flush=True)
    spliced = []
    for service in Service.objects.order_by("?")[:10]:
        index.refresh([service.pk])
        spliced.append(seconds(lambda: store.current("default")))
    print(f"- one service changed: {statistics.median(spliced) * 1000:.1f} ms", flush=True)


def _measure_responses() -> None:
    from django.test import Client
    from django.urls import reverse

    from tests.factories import directory_page

    page, clock = directory_page(), cpu.database_clock()
    client, url = Client(), reverse("harbor_directory:search")
    # Wagtail's own page of a new site, one heading and nothing else; and a page of ours: menus, hotlines and a few links.
    beside = {"bare": (lambda: client.get("/"), clock), "plain": (lambda: client.get(page.url + "help/"), clock)}
    alone, rates = cpu.in_turn(beside, ROUNDS), []
    print(f"- a bare page of the site: {told(alone['bare'])}; a plain page of ours: {told(alone['plain'])}\n")
    print("| asked | response | × bare | × plain | the search alone |\n|---|---|---|---|---|", flush=True)
    for name, asked in QUESTIONS.items():
        # As a browser sends a form without files.
        sent = urlencode({"directory": page.pk, **asked}, doseq=True)
        post = partial(client.post, url, sent, content_type="application/x-www-form-urlencoded")
        works = {"response": (post, clock), "search": (partial(_found, asked), clock)}
        taken = cpu.in_turn({**works, **beside}, ROUNDS)
        half = {key: statistics.median(times) for key, times in taken.items()}
        ratios = f"{half['response'] / half['bare']:.1f} | {half['response'] / half['plain']:.1f}"
        print(f"| {name} | {told(taken['response'])} | {ratios} | {told(taken['search'])} |", flush=True)
        rates += [_rates(partial(cpu.rate, *beside["bare"]), partial(cpu.rate, post, clock))]
    _tell_rates(rates)


def _rates(bare: Callable[[], float], search: Callable[[], float]) -> tuple[float, float]:
    """Bare pages and searches in a second, each asked without a pause, one after the other."""
    found = [(bare(), search()) for _ in range(3)]
    return statistics.median(one for one, _ in found), statistics.median(other for _, other in found)


def _tell_rates(rates: list[tuple[float, float]]) -> None:
    bare = statistics.median(each for each, _ in rates)
    searches, shares = sorted(each for _, each in rates), sorted(search / beside for beside, search in rates)
    mixed = len(rates) / sum(1 / share for share in shares)
    print(
        f"\nAsked without a pause, one core answers {bare:.0f} bare pages in a second, or {searches[0]:.0f} to"
        f" {searches[-1]:.0f} searches: {shares[0]:.2f} to {shares[-1]:.2f} as many (goal: 0.5), half of the questions"
        f" {statistics.median(shares):.2f} or more, all of them in turn {mixed:.2f}.",
        flush=True,
    )


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


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(int(sys.argv[2]))
    else:
        main([int(size) for size in sys.argv[1:]])
