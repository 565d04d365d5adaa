"""What the HSDS API costs: pages, lines and marks of a directory of many services, in time and in memory.

``python -m benchmarks.hsds_api 50000`` from the root of the repository. What is measured is written to
``benchmarks/results.md``.
"""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
from typing import Any

from benchmarks import cpu
from benchmarks.cpu import memory, seconds
from benchmarks.directory import made
from benchmarks.results import write_section

ROUNDS = 5
SIZES = [50_000]

PAGES = {
    "first page of 100": "services?per_page=100",
    "last page of 100": "services?per_page=100&page={last}",
    "last page of 100, whole": "services?per_page=100&full=true&page={last}",
    "100 services at a place, whole": "service_at_locations?per_page=100&full=true",
    "100 organizations, whole": "organizations?per_page=100&full_service=true",
    "a word in a third": "services?search=shelter&per_page=100",
    "a term": "services?taxonomy_term_id={term}&per_page=100",
    "changed since": "services?modified_after=2020-01-01&per_page=100",
    "20 km round a ZIP": "service_at_locations?postcode=55901&proximity=20000&per_page=100",
    "serving a ZIP": "service_at_locations?postcode=55901&per_page=100",
    "every id": "services?minimal=true",
    "one service": "services/{one}",
}
LINES = {"every service, a line each": "services?format=ndjson", "the same, whole": "services?format=ndjson&full=true"}


def main(sizes: list[int] | None = None) -> None:
    told = []
    for size in sorted(sizes or SIZES):
        work = [sys.executable, "-m", "benchmarks.hsds_api", "--one", str(size)]
        run = subprocess.run(work, check=True, stdout=subprocess.PIPE, text=True)
        print(run.stdout, flush=True)
        told.append(run.stdout.strip())
    write_section(f"HSDS API, {cpu.database()}", "\n\n".join(told))


def one(size: int) -> None:
    """Make a directory and measure; prints a line for each thing."""
    with made(size):
        print(f"### {size:,} services\n", flush=True)
        _measure_pages(size)
        _measure_lines()


def _measure_pages(size: int) -> None:
    from harbor_wagtail.directory.models import Service, TaxonomyTerm

    known = {
        "last": size // 100,
        "one": Service.objects.order_by("pk").last().hsds_id,
        "term": TaxonomyTerm.objects.get(code="shelter").hsds_id,
    }
    print("| asked | response | queries | kB | the most held besides, MB |\n|---|---|---|---|---|", flush=True)
    for name, path in PAGES.items():
        _measure(name, path.format(**known))
    _measure("unchanged since", "services?per_page=100&full=true", unchanged=True)


def _measure(name: str, path: str, *, unchanged: bool = False) -> None:
    from django.db import connection, reset_queries
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client, url = Client(), f"/harbor/hsds/{path}"
    sent = {"HTTP_IF_NONE_MATCH": client.get(url)["ETag"]} if unchanged else {}
    gc.collect()
    reset_queries()  # the log of many has no room for one more
    before = memory()
    with CaptureQueriesContext(connection) as seen:
        response = client.get(url, **sent)
    queries = len(seen)  # now: the next request empties the log
    held = max(0.0, memory() - before)
    clock = cpu.database_clock()
    taken = [seconds(lambda: client.get(url, **sent), clock) for _ in range(ROUNDS)]
    told = f"{cpu.told(taken)} | {queries} | {len(response.content) / 1000:.0f} | {held:.0f}"
    print(f"| {name} | {told} |", flush=True)


def _measure_lines() -> None:
    from django.test import Client

    print("\n| asked | all of it | a service | MB | the most held besides, MB |\n|---|---|---|---|---|", flush=True)
    for name, path in LINES.items():
        gc.collect()
        counts: dict[str, Any] = {"bytes": 0, "lines": 0, "held": []}
        before = memory()
        taken = seconds(
            lambda way=path, kept=counts: _read(Client().get(f"/harbor/hsds/{way}"), kept),  # type: ignore[misc]
            cpu.database_clock(),
        )
        most = max(counts["held"]) - before
        half = len(counts["held"]) // 2
        grown = statistics.mean(counts["held"][half:]) - statistics.mean(counts["held"][:half])
        each = taken / max(1, counts["lines"]) * 1000
        told = f"{taken:.1f} s | {each:.2f} ms | {counts['bytes'] / 1e6:.0f} | {most:.0f} (second half: {grown:+.0f})"
        print(f"| {name} | {told} |", flush=True)


def _read(response: Any, kept: dict[str, Any]) -> None:
    for piece in response.streaming_content:
        kept["bytes"] += len(piece)
        kept["lines"] += piece.count(b"\n")
        kept["held"].append(memory())


if __name__ == "__main__":
    given = sys.argv[1:]
    if given[:1] == ["--one"]:
        one(int(given[1]))
    else:
        main([int(size) for size in given] or None)
