"""``kill -9`` in the middle of an import, of its undo, of hiding an address and of more (``kinds``): what is left is what
was there before, or all that should be there after, and doing it again comes to the same end.

``python -m benchmarks.faults.killed [POINTS [ONLY…]]`` from the root of the repository (50 of each, half of them at a
statement drawn by lot, half at a moment; only those with one of these words in their name); ``scripts/with_postgres`` before
it for PostgreSQL. Exit code 1: something was left half done.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.faults.kinds import Kind, more_kinds
from benchmarks.faults.stand import Stand, stand

SERVICES = 40
STREET = "4127 Quillback Hollow Road"


def main(points: int = 50, *only: str) -> int:
    chance, bad = random.Random(), 0
    with stand() as ground:
        files = write_files(ground.folder)
        for kind in [*_kinds(ground, files), *more_kinds(ground)]:
            if only and not any(word in kind.name for word in only):
                continue
            told, spoilt = _try(ground, kind, points, chance)
            print(f"{'SQLite' if ground.is_sqlite else 'PostgreSQL'}, {kind.name}: {told}", flush=True)
            bad += len(spoilt)
            for problem in spoilt[:5]:
                print("   ", problem)
    return 1 if bad else 0


def write_files(folder: Path) -> dict[str, Path]:
    from benchmarks.importing import write_tables

    made = {}
    for name, services in (("first", SERVICES), ("second", SERVICES + 20)):
        made[name] = folder / name
        made[name].mkdir()
        write_tables(made[name], services)
    for table in ("service", "organization"):  # the second says other things of the same records
        path = made["second"] / f"{table}.csv"
        path.write_text(path.read_text().replace("Call or walk in.", "Come by.").replace(" youth ", " young people "))
    return made


def _kinds(ground: Stand, files: dict[str, Path]) -> list[Kind]:
    ground.finish(ground.base, lambda: import_tables(files["first"]))
    ground.finish(ground.base, publish_one_address)
    imported = ground.copy(ground.base, "imported")
    ground.finish(imported, lambda: import_tables(files["second"]))
    return [
        Kind("an import", ground.base, lambda: import_tables(files["second"])),
        Kind("an undo", imported, undo),
        Kind("a redaction", ground.base, redact),
    ]


def import_tables(path: Path) -> None:
    from harbor_wagtail.directory.importing.options import Options
    from harbor_wagtail.directory.importing.run import run_import

    run_import(Options(path=path, source="faults", format="hsds-csv"))


def undo() -> None:
    from harbor_wagtail.directory.importing.undo import undo_import
    from harbor_wagtail.directory.models import ImportBatch

    undo_import(ImportBatch.objects.exclude(state="undone").latest("pk").pk)


def publish_one_address() -> None:
    from harbor_wagtail.directory.models import Location, LocationText, Service, ServiceText
    from harbor_wagtail.directory.visibility import make_public

    place = Location.objects.order_by("pk").first()
    address = {"address_1": STREET, "city": "Austin", "state_province": "MN", "postal_code": "55912", "country": "US"}
    make_public(place, address, by_role="director", agreed_on=date(2024, 1, 5))
    place = Location.objects.get(pk=place.pk)
    LocationText.objects.filter(location=place).update(description=f"Ring at {STREET}.")
    ServiceText.objects.filter(service__in=Service.objects.filter(organization=place.organization)).update(
        description=f"Come to {STREET}."
    )
    place.save_revision()


def redact() -> None:
    from harbor_wagtail.directory.models import Location
    from harbor_wagtail.directory.redaction_files import finish_tasks
    from harbor_wagtail.directory.visibility import make_area_only

    for place in Location.objects.filter(address_1=STREET):
        make_area_only(place, confidential=True)
    finish_tasks()


def _try(ground: Stand, kind: Kind, points: int, chance: random.Random) -> tuple[str, list[str]]:
    name, base, work = kind.name, kind.base, kind.work
    before = ground.picture(base)
    whole = ground.copy(base, "whole")
    counted = ground.folder / "counted"
    started = time.monotonic()
    ground.finish(whole, lambda: count(ground, work, counted))
    lasted, statements = time.monotonic() - started, int(counted.read_text())
    after = ground.picture(whole)
    if before == after:
        return "changed nothing, so nothing was tried", ["no change"]
    ends: Counter[str] = Counter()
    spoilt: list[str] = []
    for number in range(points):
        target = ground.copy(base, "killed")
        point = _killed(ground, target, work, statements, lasted, number % 2, chance)
        left = ground.picture(target)
        end = "before" if left == before else "after" if left == after else "neither"
        ends[end] += 1
        if end == "neither" and not kind.in_steps:
            spoilt.append(f"{point}: {[table for table in left if left[table] not in (before[table], after[table])]}")
        if end == "after" and kind.once:
            continue
        ground.finish(target, work)
        again = ground.picture(target)
        if not same(ground, again, after, drawn=kind.in_steps) and name != "an undo":
            spoilt.append(f"{point}, again: {[table for table in again if again[table] != after[table]]}")
        if name == "a redaction":
            spoilt += [f"{point}: the street is in {where}" for where in holding(ground, target)]
    told = ", ".join(f"{count} {end}" for end, count in sorted(ends.items()))
    return (
        f"{points} times killed within {statements} statements ({lasted:.1f} s): {told}; done again, each ended whole",
        spoilt,
    )


def same(ground: Stand, one: dict[str, str], other: dict[str, str], *, drawn: bool) -> bool:
    """PostgreSQL gives no number twice, not even those of a transaction that was cut off: there, as many rows. So where
    marks are ``drawn`` by lot, as those of the blocks of a page."""
    if ground.is_sqlite and not drawn:
        return one == other
    return {table: rows.split()[1] for table, rows in one.items()} == {
        table: rows.split()[1] for table, rows in other.items()
    }


def count(ground: Stand, work: Callable[[], Any], counted: Path) -> None:
    seen = [0]

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen[0] += 1
        return execute(sql, params, many, context)

    with ground.connection.execute_wrapper(count):
        work()
    counted.write_text(str(seen[0]))


def _killed(
    ground: Stand,
    target: str,
    work: Callable[[], Any],
    statements: int,
    lasted: float,
    by_clock: int,
    chance: random.Random,
) -> str:
    if by_clock:
        moment = chance.uniform(0.01, lasted * 1.02)
        child = ground.run(target, work)
        timer = threading.Timer(moment, lambda: _kill(child))
        timer.start()
        os.waitpid(child, 0)
        timer.cancel()
        return f"after {moment:.3f} s"
    last, once = chance.randint(1, statements), chance.random() < 0.5
    seen = [0]

    def die(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen[0] += 1
        if seen[0] == last and once:
            os.kill(os.getpid(), signal.SIGKILL)
        result = execute(sql, params, many, context)
        if seen[0] == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    child = ground.run(target, work, lambda: ground.connection.execute_wrappers.append(die))
    os.waitpid(child, 0)
    return f"{'before' if once else 'after'} statement {last}"


def _kill(child: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)


def holding(ground: Stand, target: str) -> list[str]:
    """Where the street still is: tables, and on SQLite the bytes of the file."""
    ground.use(target)
    found = []
    with ground.connection.cursor() as cursor:
        for table in ground.connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [table] if any(STREET in str(value) for row in cursor.fetchall() for value in row) else []
    ground.connection.close()
    if ground.is_sqlite:
        files = [Path(target + suffix) for suffix in ("", "-wal", "-journal")]
        found += [path.name for path in files if path.exists() and STREET.encode() in path.read_bytes()]
    return found


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2]), *sys.argv[2:]))
