"""PostgreSQL ends the connection (as a restart, a failover or an administrator does) in the middle of an import, an undo and a
redaction: what is left is what was before or all of it after, the import says that it failed, and it can be begun again.

``scripts/with_postgres python -m benchmarks.faults.dropped [POINTS]`` from the root of the repository (20 of each, at a statement
drawn by lot). Exit code 1: something was half done, or an import is left as if it still ran.
"""

from __future__ import annotations

import os
import random
import sys
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


def main(points: int = 20) -> int:
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
            told, wrong = _try(ground, name, base, work, points, chance)
            print(f"{name}: {told}", flush=True)
            bad += len(wrong)
            for problem in wrong[:5]:
                print("   WRONG:", problem)
    return 1 if bad else 0


def _try(
    ground: Stand, name: str, base: str, work: Callable[[], Any], points: int, chance: random.Random
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
        child = ground.run(target, work, lambda last=last: _end_at(ground, last))  # type: ignore[misc]
        _pid, status = os.waitpid(child, 0)
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
    if "staging" in states or "staged" in states:
        wrong.append(f"left as if it still ran: {dict(states)}")
    return f"{points} times within {statements} statements: {dict(ends)}; the last import is {dict(states)}", wrong


def _end_at(ground: Stand, last: int) -> None:
    """The connection goes before this statement of the work."""
    seen = [0]

    def end(execute: Any, sql: str, *rest: Any) -> Any:
        seen[0] += 1
        if seen[0] == last:
            ground.administer(f"SELECT pg_terminate_backend({ground.connection.connection.info.backend_pid})")
        return execute(sql, *rest)

    ground.connection.execute_wrappers.append(end)


def _state(ground: Stand, target: str) -> str:
    from harbor_wagtail.directory.models import ImportBatch

    ground.use(target)
    state = ImportBatch.objects.latest("pk").state
    ground.connection.close()
    return str(state)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
