"""PostgreSQL ends the connection (as a restart, a failover or an administrator does) in the middle of an import, an undo and a
redaction: what is left is what was before or all of it after, the import says that it failed, and it can be begun again.

``scripts/with_postgres python -m benchmarks.faults.dropped [POINTS [kill]]`` from the root of the repository (20 of each, at a
statement drawn by lot). ``kill``: the process of the server that answers is killed (``kill -9``), so that it takes all others
along and recovers; as root. Exit code 1: something was half done, or an import is left as if it still ran.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from benchmarks.faults.killed import (
    STREET,
    count,
    holding,
    import_tables,
    publish_one_address,
    redact,
    same,
    undo,
    write_files,
)
from benchmarks.faults.stand import Stand, stand

End = Callable[[Stand, int], None]


def main(points: int = 20, how: str = "end") -> int:
    chance, bad = random.Random(), 0
    with stand() as ground:
        files = write_files(ground.folder)
        ground.finish(ground.base, lambda: import_tables(files["first"]))
        ground.finish(ground.base, publish_one_address)
        imported = ground.copy(ground.base, "imported")
        ground.finish(imported, lambda: import_tables(files["second"]))
        for name, base, work in (
            ("an import", ground.base, lambda: import_tables(files["second"])),
            ("an undo", imported, undo),
            ("a redaction", ground.base, redact),
        ):
            told, wrong = _try(ground, name, base, work, points, chance, _kill if how == "kill" else _end)
            print(f"{name}: {told}", flush=True)
            bad += len(wrong)
            for problem in wrong[:5]:
                print("   WRONG:", problem)
    return 1 if bad else 0


def _try(
    ground: Stand, name: str, base: str, work: Callable[[], Any], points: int, chance: random.Random, end: End
) -> tuple[str, list[str]]:
    before, counted = ground.picture(base), ground.folder / "counted"
    whole = ground.copy(base, "whole")
    ground.finish(whole, lambda: count(ground, work, counted))
    after, statements = ground.picture(whole), int(counted.read_text())
    ends: Counter[str] = Counter()
    states: Counter[str] = Counter()
    wrong = []
    for _ in range(points):
        target, last = ground.copy(base, "dropped"), chance.randint(1, statements)
        # Or the copy's sequences, as they were copied, would give numbers anew after the server has recovered.
        ground.administer("CHECKPOINT")
        child = ground.run(target, work, lambda last=last: _end_at(ground, last, end))  # type: ignore[misc]
        _pid, status = os.waitpid(child, 0)
        _wait_for(ground)
        ends["raised" if status else "went through"] += 1
        if not status and ground.picture(target) != after:
            wrong.append(f"statement {last}: it went through, and not all is there")
        left = ground.picture(target)
        if left not in (before, after):
            wrong.append(
                f"statement {last}: {[table for table in left if left[table] not in (before[table], after[table])]}"
            )
        states[_state(ground, target)] += 1
        if left == before:
            ground.finish(target, work)
            if not same(ground, ground.picture(target), after, drawn=False) and name != "an undo":
                wrong.append(f"statement {last}: not whole when done again")
        if name == "a redaction":
            wrong += [f"statement {last}: {STREET} is in {where}" for where in holding(ground, target)]
    # A server that is down hears of no failure: there the next import of the source says it.
    if end is _end and ("staging" in states or "staged" in states):
        wrong.append(f"left as if it still ran: {dict(states)}")
    return f"{points} times within {statements} statements: {dict(ends)}; the last import is {dict(states)}", wrong


def _end(ground: Stand, process: int) -> None:
    ground.administer(f"SELECT pg_terminate_backend({process})")


def _kill(ground: Stand, process: int) -> None:
    os.kill(process, signal.SIGKILL)


def _wait_for(ground: Stand) -> None:
    """Until the server has recovered."""
    for _ in range(100):
        try:
            ground.administer("SELECT 1")
            return
        except Exception:  # the driver's own, before there is any database
            time.sleep(0.1)


def _end_at(ground: Stand, last: int, end: End) -> None:
    """The connection goes before this statement of the work."""
    seen = [0]

    def ask(execute: Any, sql: str, *rest: Any) -> Any:
        seen[0] += 1
        if seen[0] == last:
            end(ground, ground.connection.connection.info.backend_pid)
        return execute(sql, *rest)

    ground.connection.execute_wrappers.append(ask)


def _state(ground: Stand, target: str) -> str:
    from harbor_wagtail.directory.models import ImportBatch

    ground.use(target)
    state = ImportBatch.objects.latest("pk").state
    ground.connection.close()
    return str(state)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2]), *sys.argv[2:3]))
