"""How long an import takes: the first one, the same file again, and with addresses. Rows of all kinds, index included.
Beside it, what no import can be quicker than: the same rows, as they came to lie in the tables, put into the same empty tables by
the database's own bulk load (``executemany``, ``COPY``) with nothing looked at, and the search's index made.

``python -m benchmarks.importing 20000 100000`` from the root of the repository; each size has a process and a fresh
database of its own (``DATABASE_URL`` picks PostgreSQL), so that the memory told is that import's. Seconds are the processor's,
the database's server included, so that other work on the machine does not count. What is measured is written to
``benchmarks/results.md``.
"""

from __future__ import annotations

import resource
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


def main(sizes: list[int] | None = None) -> None:
    """Measure imports of about these many rows (all kinds together), smallest first."""
    told = [_INTRODUCTION]
    for size in sorted(sizes or SIZES):
        work = [sys.executable, "-m", "benchmarks.importing", "--one", str(size)]
        run = subprocess.run(work, check=True, stdout=subprocess.PIPE, text=True)
        print(run.stdout, flush=True)
        told.append(run.stdout.strip())
    write_section(f"Import, {cpu.database()}", "\n".join(told))


_INTRODUCTION = """The goal is a quarter of the raw load's rows in a second, its index made. The load is the quicker for two
things that no import could do: it is rolled back and so never written for good, and words that the imports before it met are
remembered when its index is made. Memory is the most the process held, with what SQLite maps of its file.

| | takes | rows/s | × raw | the most held, MB |
|---|---|---|---|---|"""


def one(size: int) -> None:
    """Import, import again, import with addresses and load raw, in this process; prints a line for each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "tables")
        folder.mkdir()
        rows = write_tables(folder, max(1, round(size / ROWS_PER_SERVICE)))
        prepare(Path(name, "bench.sqlite3"))
        taken = [
            _measured(what, lambda given=public: _bring_in(folder, given))  # type: ignore[misc]
            for what, public in (("imported", False), ("the same again", False), ("now with public addresses", True))
        ]
        loaded, indexed = raw.load_again(cpu.database_clock())
        print(_line(f"{rows:,} rows, loaded raw", loaded, rows, loaded + indexed, ""))
        print(_line("… and its index made", loaded + indexed, rows, loaded + indexed, ""))
        for what, seconds, peak in taken:
            print(_line(what, seconds, rows, loaded + indexed, f"{peak:.0f}"), flush=True)
        finish()


def _bring_in(path: Path, public: bool) -> None:
    from harbor_wagtail.directory.importing.options import Options
    from harbor_wagtail.directory.importing.run import run_import

    report = run_import(Options(path=path, source="bench", format="hsds-csv", public=public))
    assert not report.problems.refused


def _measured(what: str, work: Callable[[], Any]) -> tuple[str, float, float]:
    seconds = cpu.seconds(work, cpu.database_clock())
    return (
        what,
        seconds,
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2),
    )


def _line(what: str, seconds: float, rows: int, raw_seconds: float, peak: str) -> str:
    return f"| {what} | {seconds:.1f} s | {rows / seconds:,.0f} | {seconds / raw_seconds:.1f} | {peak} |"


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(int(sys.argv[2]))
    else:
        main([int(size) for size in sys.argv[1:]])
