"""What a piece of work costs the processor: here, and in a server that works for it. Other work on the machine is no part of it.

Of other processes Linux says so in ``/proc``; elsewhere the clock on the wall has to do, on a quiet machine.
"""

from __future__ import annotations

import gc
import os
import resource
import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

Clock = Callable[[], float]


def of_process(pid: int) -> float:
    """Seconds of processor of all threads of a process until now, to the nanosecond. Raises ``OSError`` where nobody says."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


def clock_with(*pids: int) -> Clock:
    """A clock of the processor's time of this process and of these."""
    try:
        for pid in pids:
            of_process(pid)
    except OSError:
        return time.perf_counter
    return lambda: time.process_time() + sum(map(of_process, pids))


def clock_of(pid: int) -> Clock:
    """A clock of the processor's time of another process alone."""
    try:
        of_process(pid)
    except OSError:
        return time.perf_counter
    return lambda: of_process(pid)


def database_clock() -> Clock:
    """A clock of what this process takes and, on PostgreSQL, the server for its connection."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return time.process_time
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return clock_with(int(cursor.fetchone()[0]))


def database() -> str:
    return "PostgreSQL" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "SQLite"


#: Seconds: who has taken so long in all, and was asked three times, is not asked again.
ENOUGH = 10


def in_turn(works: Mapping[str, tuple[Callable[[], Any], Clock]], rounds: int) -> dict[str, list[float]]:
    """Seconds of each, one after the other in each round: what slows the machine for a while slows all of them."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for work, _clock in works.values():
        work()
    for _ in range(rounds):
        for name, (work, clock) in works.items():
            if len(taken[name]) > 2 and sum(taken[name]) > ENOUGH:
                continue
            gc.collect()
            before = clock()
            work()
            taken[name].append(clock() - before)
    return taken


def rate(work: Callable[[], Any], clock: Clock, *, least: float = 0.3) -> float:
    """How often in a second, asked without a pause: nothing else takes the processor's caches in between."""
    work()
    started, times = clock(), 0
    while clock() - started < least:
        work()
        times += 1
    return times / (clock() - started)


def told(seconds: list[float]) -> str:
    half, most = statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1]
    return f"{half * 1000:.1f} ms ({most * 1000:.1f})"


def seconds(work: Callable[[], Any], clock: Clock) -> float:
    started = clock()
    work()
    return clock() - started


def memory() -> float:
    """What this process holds now, in MB, where the system says so; else the most it has held."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * resource.getpagesize() / 1024**2
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
