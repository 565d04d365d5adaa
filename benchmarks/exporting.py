"""How long an export takes, format by format, beside a raw dump of the same tables, and how much memory it holds.

``python -m benchmarks.exporting 2000 10000`` (services) from the root of the repository; ``DATABASE_URL`` picks PostgreSQL.
Seconds are the processor's, the database's server included. What is measured is written to ``benchmarks/results.md``.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks import cpu, raw
from benchmarks.directory import made
from benchmarks.results import write_section

SIZES = [2_000, 10_000]
FILES = {
    "one line a service (CSV)": ("table", "export.csv"),
    "HSDS, JSON lines": ("hsds-json", "export.ndjson"),
    "HSDS, zip of tables": ("hsds-csv", "export.zip"),
}
_HEAD = """| | takes | services/s | × raw | MB | the most held besides, MB |
|---|---|---|---|---|---|"""


def main(sizes: list[int] | None = None) -> None:
    told = []
    for size in sorted(sizes or SIZES):
        work = [sys.executable, "-m", "benchmarks.exporting", "--one", str(size)]
        run = subprocess.run(work, check=True, stdout=subprocess.PIPE, text=True)
        print(run.stdout, flush=True)
        told.append(run.stdout.strip())
    write_section(f"Export, {cpu.database()}", "\n\n".join(told))


def one(size: int) -> None:
    with made(size), tempfile.TemporaryDirectory() as name:
        folder, clock = Path(name), cpu.database_clock()
        print(f"### {size:,} services\n\n{_HEAD}")
        (folder / "raw").mkdir()
        dumped = cpu.seconds(lambda: raw.dump(folder / "raw"), clock)
        weight = sum(path.stat().st_size for path in (folder / "raw").iterdir())
        print(f"| raw dump of all tables | {dumped:.1f} s | {size / dumped:,.0f} | 1.0 | {weight / 1e6:.1f} | |")
        _write(folder / "warm.csv", "table", [])  # what is read once
        for what, (kind, path) in FILES.items():
            held: list[float] = [cpu.memory()]
            taken = cpu.seconds(lambda given=(folder / path, kind, held): _write(*given), clock)  # type: ignore[misc]
            half = len(held) // 2
            grown = sum(held[half:]) / len(held[half:]) - sum(held[:half]) / max(1, half)
            told = f"{max(held) - held[0]:.0f} (second half: {grown:+.0f})"
            weight = (folder / path).stat().st_size
            rates = f"{size / taken:,.0f} | {taken / dumped:.1f}"
            print(f"| {what} | {taken:.1f} s | {rates} | {weight / 1e6:.1f} | {told} |", flush=True)


def _write(path: Path, kind: str, held: list[float]) -> None:
    from harbor_wagtail.directory.exporting.loading import chunks
    from harbor_wagtail.directory.exporting.writers import WRITERS

    WRITERS[kind](path, _watched(chunks(None), held))


def _watched(pieces: Iterable[Any], held: list[float]) -> Iterator[Any]:
    for piece in pieces:
        yield piece
        held.append(cpu.memory())


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(int(sys.argv[2]))
    else:
        main([int(size) for size in sys.argv[1:]])
