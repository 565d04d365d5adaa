"""How long an import takes: the first one, the same file again, and with addresses. Rows of all kinds, index included.
Beside it, what no import can be quicker than: the same rows, as they came to lie in the tables, put into the same empty tables by
the database's own bulk load (``executemany``, ``COPY``) with nothing looked at, and the search's index made.

``python -m benchmarks.importing 20000 100000`` from the root of the repository; each size has a process and a fresh
database of its own (``DATABASE_URL`` picks PostgreSQL), so that the memory told is that import's. Seconds are the processor's,
the database's server included, so that other work on the machine does not count. What is measured is written to
``benchmarks/results.md``.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import cpu, raw
from benchmarks.directory import finish, prepare
from benchmarks.hsds_tables import ROWS_PER_SERVICE, write_tables
from benchmarks.results import write_section

SIZES = [10_000, 50_000, 100_000]
#: What takes less than ten seconds is measured several times, each in a process and a database of its own.
SMALL, RUNS = 50_000, 3


def main(sizes: list[int] | None = None) -> None:
    """Measure imports of about these many rows (all kinds together), smallest first."""
    told = [_INTRODUCTION]
    for size in sorted(sizes or SIZES):
        runs = [_run(size) for _ in range(RUNS if size <= SMALL else 1)]
        told += _lines(runs)
        print("\n".join(told[-5:]), flush=True)
    write_section(f"Import, {cpu.database()}", "\n".join(told))


def _run(size: int) -> dict[str, Any]:
    work = [sys.executable, "-m", "benchmarks.importing", "--one", str(size)]
    run = subprocess.run(work, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(run.stdout.rpartition("FIGURES ")[2])
    return found


_INTRODUCTION = f"""The goal is a quarter of the raw load's rows in a second, its index made. The load is the quicker for one
thing that no import could do: it is rolled back, and so never written for good. Of {SMALL:,} rows or fewer, the middle of {RUNS}
runs. Memory is the most the process held, with what SQLite maps of its file.

| | takes | rows/s | × raw | the most held, MB |
|---|---|---|---|---|"""


def one(size: int) -> None:
    """Import, import again, import with addresses and load raw, in this process; prints the figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "tables")
        folder.mkdir()
        rows = write_tables(folder, max(1, round(size / ROWS_PER_SERVICE)))
        prepare(Path(name, "bench.sqlite3"))
        taken = {
            what: _measured(lambda given=public: _bring_in(folder, given))  # type: ignore[misc]
            for what, public in (("imported", False), ("the same again", False), ("now with public addresses", True))
        }
        loaded, indexed = raw.load_again(cpu.database_clock())
        print("FIGURES", json.dumps({"rows": rows, "loaded": loaded, "whole": loaded + indexed, "taken": taken}))
        finish()


def _lines(runs: list[dict[str, Any]]) -> list[str]:
    """A line for each thing measured, of the middle of all runs; what is compared was measured in one process."""
    rows = runs[0]["rows"]
    lines = [
        _line(what, [run[key] for run in runs], rows, [run[key] / run["whole"] for run in runs])
        for what, key in ((f"{rows:,} rows, loaded raw", "loaded"), ("… and its index made", "whole"))
    ]
    for what in runs[0]["taken"]:
        seconds, ratios = (
            [run["taken"][what][0] for run in runs],
            [run["taken"][what][0] / run["whole"] for run in runs],
        )
        lines.append(_line(what, seconds, rows, ratios, f"{max(run['taken'][what][1] for run in runs):.0f}"))
    return lines


def _bring_in(path: Path, public: bool) -> None:
    from harbor_wagtail.directory.importing.options import Options
    from harbor_wagtail.directory.importing.run import run_import

    report = run_import(Options(path=path, source="bench", format="hsds-csv", public=public))
    assert not report.problems.refused


def _measured(work: Callable[[], Any]) -> tuple[float, float]:
    """Seconds, and the most this process has held so far, in MB."""
    seconds = cpu.seconds(work, cpu.database_clock())
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return seconds, held / (1024 if sys.platform != "darwin" else 1024**2)


def _line(what: str, seconds: list[float], rows: int, ratios: list[float], peak: str = "") -> str:
    half = statistics.median(seconds)
    return f"| {what} | {half:.1f} s | {rows / half:,.0f} | {statistics.median(ratios):.1f} | {peak} |"


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(int(sys.argv[2]))
    else:
        main([int(size) for size in sys.argv[1:]])
