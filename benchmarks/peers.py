"""The same question put to others that hold the same rows: SQL written by hand, Datasette with facets and full-text search,
and the obvious Wagtail way (a page for each provider, ``search()`` and facets counted in Python).

``python -m benchmarks.peers 1000 10000`` from the root of the repository; ``DATABASE_URL`` picks PostgreSQL. Each size has a
process of its own, in which all are asked in turn; the time is the processor's, that of the database's server or of Datasette
included. SQL by hand has to give the same answer, every service, distance and count, or the run ends; of the others it is said
what they leave out (``benchmarks/others/``). ``BENCH_KEEP=/some/folder`` keeps what is made for the next run.
"""

from __future__ import annotations

import json
import math
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import cpu
from benchmarks.directory import made
from benchmarks.others import datasette, pages, rows
from benchmarks.others.by_hand import ByHand
from benchmarks.others.in_postgres import InPostgres
from benchmarks.others.in_sqlite import InSqlite
from benchmarks.others.questions import NOW, QUESTIONS, Question, ask_ours, differences, whole_answer
from benchmarks.results import write_section

SIZES = [1_000, 10_000, 50_000, 100_000]
ROUNDS = 15
OURS = "ours"
HAND = "SQL by hand"
PAGES = "a page each, `search()`, Python"
#: With more services nobody waits for a page each: one question took two minutes of 50,000.
MOST_PAGES = 50_000

#: By question, by who is asked: seconds.
Taken = dict[str, dict[str, float]]


def main(sizes: list[int] | None = None) -> None:
    told, taken = [], {}
    for size in sorted(sizes or SIZES):
        work = [sys.executable, "-m", "benchmarks.peers", "--one", str(size)]
        run = subprocess.run(work, check=True, stdout=subprocess.PIPE, text=True)
        text, _, figures = run.stdout.partition("FIGURES ")
        print(text, flush=True)
        told.append(text.strip())
        taken[size] = json.loads(figures)
    write_section(
        f"The same question put to others, {cpu.database()}", "\n\n".join([_INTRODUCTION, *told, _growth(taken)])
    )


_INTRODUCTION = """SQL by hand gave the same services, distances and counts as ours each time, on pain of ending the run.
Datasette counts places, and only within what is chosen; pages are not ordered by words. Neither says what is open now."""


def one(size: int) -> None:
    with made(size) as folder:
        from django.utils import timezone

        timezone.now = lambda: NOW
        found = rows.read()
        hand = _by_hand(folder, found)
        with datasette.serving(folder / "flat.db", found) as server:
            by_pages = pages.asking(found) if size <= MOST_PAGES else None
            print(f"### {size:,} services")
            if by_pages is None:
                print(f"\n({PAGES}: not asked.)")
            if server is None:
                print("\n(Datasette is not to be had here.)")
            taken = {each.label: _put(each, hand, server, by_pages) for each in QUESTIONS}
        print(f"FIGURES {json.dumps(taken)}")


def _by_hand(folder: Path, found: list[rows.Row]) -> ByHand:
    if cpu.database() == "SQLite":
        return InSqlite(folder / "hand.sqlite3", found)
    return InPostgres(found)


def _put(
    question: Question,
    hand: ByHand,
    server: datasette.Datasette | None,
    by_pages: Callable[[Question], int] | None,
) -> dict[str, float]:
    """One question to all of them; prints a table."""
    total = _same(question, hand)
    clock = cpu.database_clock()
    works: dict[str, tuple[Callable[[], Any], cpu.Clock]] = {
        OURS: (lambda: ask_ours(question), clock),
        HAND: (lambda: hand.ask(question), clock),
    }
    counted = {OURS: f"{total:,}", HAND: f"{total:,}"}
    if by_pages:
        works[PAGES] = (lambda: by_pages(question), clock)
        counted[PAGES] = f"{by_pages(question):,}"
    if server:
        asking = server.asking(question)
        places = asking()
        assert places == hand.number_of_places(question), (places, hand.number_of_places(question))
        works["Datasette"] = (asking, cpu.clock_of(server.pid))
        works["Datasette, about nothing"] = (server.about_nothing, cpu.clock_of(server.pid))
        counted["Datasette"] = f"{places:,} places"
    taken = {name: statistics.median(times) for name, times in cpu.in_turn(works, ROUNDS).items()}
    nothing = taken.pop("Datasette, about nothing", 0.0)
    taken = {name: seconds - (nothing if name == "Datasette" else 0) for name, seconds in taken.items()}
    _print(question, taken, counted)
    return taken


def _same(question: Question, hand: ByHand) -> int:
    ours = whole_answer(question)
    wrong = differences(ours, hand.whole(question))
    assert not wrong, f"{question.label}: SQL by hand gives another answer: {wrong}"
    return ours.total


def _print(question: Question, taken: dict[str, float], counted: dict[str, str]) -> None:
    print(f"\n{question.label}:\n\n| asked of | found | takes | × ours |\n|---|---|---|---|")
    for name, seconds in taken.items():
        print(f"| {name} | {counted[name]} | {seconds * 1000:.1f} ms | {seconds / taken[OURS]:.1f} |", flush=True)


def _growth(taken: dict[int, Taken]) -> str:
    """The exponent of growth from the smallest size to the largest: 1 is as the directory grows, 0 is not at all."""
    if len(taken) < 2:
        return ""
    first, last = min(taken), max(taken)
    lines = [f"### How the time grows from {first:,} to {last:,} services\n", "As services to the power of:\n"]
    everywhere = next(iter(taken[last].values()))
    names = [name for name in next(iter(taken[first].values())) if name in everywhere]
    lines += [f"| | {' | '.join(names)} |", f"|---|{'---|' * len(names)}"]
    for label, few in taken[first].items():
        grown = (math.log(taken[last][label][name] / few[name]) / math.log(last / first) for name in names)
        lines.append(f"| {label} | {' | '.join(f'{power:.2f}' for power in grown)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(int(sys.argv[2]))
    else:
        main([int(size) for size in sys.argv[1:]])
