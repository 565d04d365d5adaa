"""How long an import takes: the first one, the same file again, and with addresses. Rows of all kinds, index included.
Beside it, what no import can be quicker than: the same rows put into the same tables by ``bulk_create`` with nothing looked
at, and the index made. Seconds are the processor's, so that other work on the machine does not count.

``python -m benchmarks.importing 20000 100000`` from the root of the repository; each size has a process and a fresh
database of its own (``DATABASE_URL`` picks PostgreSQL), so that the memory told is that import's.
"""

from __future__ import annotations

import csv
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SIZES = [20_000, 100_000]
#: Tables of one service and a quarter of an organization: about this many rows.
ROWS_PER_SERVICE = 11.5
COLUMNS: dict[str, tuple[str, ...]] = {
    "organization": ("id", "name", "description", "email", "website"),
    "service": (
        *("id", "organization_id", "name", "description", "status", "minimum_age", "maximum_age", "fees_description"),
        *("application_process", "email", "assured_date"),
    ),
    "location": ("id", "organization_id", "name", "location_type", "description"),
    "address": (
        *("id", "location_id", "address_1", "city", "state_province", "postal_code", "country", "address_type"),
    ),
    "service_at_location": ("id", "service_id", "location_id"),
    "phone": ("id", "service_id", "number", "type", "extension"),
    "schedule": ("id", "service_id", "byday", "opens_at", "closes_at", "freq", "description"),
    "language": ("id", "service_id", "name", "code"),
    "service_area": ("id", "service_id", "name", "extent_type"),
    "cost_option": ("id", "service_id", "option", "amount", "currency"),
    "attribute": ("id", "link_id", "link_entity", "taxonomy_term_id"),
    "taxonomy": ("id", "name", "description"),
    "taxonomy_term": ("id", "code", "name", "taxonomy_id"),
}
WORDS = (
    "food shelter clothing counselling legal advocacy youth families drop-in outreach health clinic school job "
    "training transport housing crisis support group peer mentor intake referral evening weekend free walk-in safe"
).split()
HOURS = ("Mon-Fri 9am-5pm", "Weekdays 8:30 am – 4 pm, closed 12-1", "24 hours", "By appointment only", "Call first")
COUNTIES = ("Hennepin County, MN", "Ramsey County, MN", "Mower County, MN", "Statewide: Minnesota")


def write_tables(folder: Path, services: int) -> int:
    """An invented directory in HSDS tables; returns how many rows it has. The same number gives the same files."""
    chance, count = random.Random(7), 0
    files = {kind: (folder / f"{kind}.csv").open("w", newline="", encoding="utf-8") for kind in COLUMNS}
    tables = {kind: csv.writer(file) for kind, file in files.items()}
    for kind, columns in COLUMNS.items():
        tables[kind].writerow(columns)
    for kind, row in _rows(services, chance):
        tables[kind].writerow(row)
        count += 1
    for file in files.values():
        file.close()
    return count


def _rows(services: int, chance: random.Random) -> Iterator[tuple[str, tuple[Any, ...]]]:
    yield "taxonomy", ("t", "Open Eligibility", "")
    for at in range(40):
        yield "taxonomy_term", (f"t{at}", f"T-{at}", f"{WORDS[at % len(WORDS)]} {at}", "t")
    for at in range(services):
        if at % 4 == 0:
            yield "organization", (f"o{at}", f"{_text(chance, 3)} {at}", _text(chance, 30), f"o{at}@example.org", "")
        yield from _service(at, f"o{at - at % 4}", chance)


def _service(at: int, organization: str, chance: random.Random) -> Iterator[tuple[str, tuple[Any, ...]]]:
    described = f"{_text(chance, 40)}. {'For people from 12 to 24. ' if at % 3 else ''}{_text(chance, 12)}."
    ages = (12, 17) if at % 3 == 0 else ("", "")
    facts = (f"{_text(chance, 3)} {at}", described, "active", *ages, "Free", "Call or walk in.", f"s{at}@example.org")
    yield "service", (f"s{at}", organization, *facts, "2026-05-01" if at % 2 else "")
    yield "location", (f"l{at}", organization, f"Office {at}", "physical", _text(chance, 8))
    street = (f"{at} Example Street", "Austin", "MN", "55912", "US", "physical")
    yield "address", (f"a{at}", f"l{at}", *street)
    yield "service_at_location", (f"sl{at}", f"s{at}", f"l{at}")
    yield "phone", (f"p{at}", f"s{at}", f"(507) 555-{100 + at % 100:04}", "voice", "")
    yield "phone", (f"q{at}", f"s{at}", f"612-555-{100 + at % 100:04}", "text", "")
    if at % 3:
        yield "schedule", (f"h{at}", f"s{at}", "MO,TU,WE", "09:00", "17:00", "WEEKLY", "")
    else:
        yield "schedule", (f"h{at}", f"s{at}", "", "", "", "", HOURS[at % len(HOURS)])
    yield "language", (f"g{at}", f"s{at}", "Spanish" if at % 2 else "English", "es" if at % 2 else "en")
    yield "service_area", (f"e{at}", f"s{at}", COUNTIES[at % len(COUNTIES)], "county")
    yield "cost_option", (f"c{at}", f"s{at}", "Registration", "0", "USD")
    yield "attribute", (f"b{at}", f"s{at}", "service", f"t{at % 40}")


def _text(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(WORDS, k=words)).capitalize()


def main(sizes: list[int] | None = None) -> None:
    """Measure imports of about these many rows (all kinds together), smallest first."""
    for size in sorted(sizes or SIZES):
        subprocess.run([sys.executable, "-m", "benchmarks.importing", "--one", str(size)], check=True)


def one(size: int) -> None:
    """Import, import again and import with addresses, in this process; prints a line for each."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "tables")
        target.mkdir()
        rows = write_tables(target, max(1, round(size / ROWS_PER_SERVICE)))
        _prepare(Path(folder, "bench.sqlite3"))
        _timed(f"{rows:,} rows, loaded raw", rows, lambda: _load_raw(target))
        for name, public in (("first", False), ("again", False), ("now with --addresses public", True)):
            _timed(f"{rows:,} rows, {name}", rows, lambda given=public: _bring_in(target, given))
        from django.db import connections

        connections["default"].creation.destroy_test_db(":memory:", verbosity=0)


def _prepare(database: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from django.db import connections

    connection = connections["default"]
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(database)
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)


def _bring_in(path: Path, public: bool) -> str:
    from harbor_wagtail.directory.importing.options import Options
    from harbor_wagtail.directory.importing.run import run_import

    report = run_import(Options(path=path, source="bench", format="hsds-csv", public=public))
    made = sum(counts.created for counts in report.counts.values())
    changed = sum(counts.changed for counts in report.counts.values())
    same = sum(counts.unchanged for counts in report.counts.values())
    return f"{made:,} created, {changed:,} changed, {same:,} unchanged, {report.problems.refused:,} refused"


def _load_raw(folder: Path) -> str:
    """Rows as they stand, without a look at what is in them, in the bulk queries of Django; all gone again after it."""
    from django.db import transaction

    from harbor_wagtail.directory.search import index

    with transaction.atomic():
        made = _create_all(folder)
        index.refresh(made["service"].values())
        transaction.set_rollback(True)
    return f"{sum(map(len, made.values())):,} created"


def _create_all(folder: Path) -> dict[str, dict[str, int]]:
    """Object → id in the file → primary key."""
    from harbor_wagtail.directory.importing.cells import MODELS

    columns: dict[str, dict[str, str]] = {
        "organization": {"name": "name", "email": "email"},
        "service": {"name": "name", "email": "email", "minimum_age": "minimum_age", "maximum_age": "maximum_age"},
        "location": {"name": "name"},
        "service_at_location": {},
        "phone": {"number": "number", "type": "type"},
        "schedule": {"byday": "byday", "opens_at": "opens_at", "closes_at": "closes_at", "description": "description"},
        "language": {"name": "name", "code": "code"},
        "service_area": {"name": "name"},
        "cost_option": {"option": "option", "currency": "currency"},
    }
    made: dict[str, dict[str, int]] = {}
    for kind, fields in columns.items():
        with (folder / f"{kind}.csv").open(newline="", encoding="utf-8") as file:
            given = list(csv.DictReader(file))
        rows = [MODELS[kind](**_raw(kind, row, fields, made)) for row in given]
        MODELS[kind]._default_manager.bulk_create(rows, batch_size=500)
        made[kind] = {row["id"]: one.pk for row, one in zip(given, rows, strict=True)}
        if kind in ("organization", "service", "location"):
            _create_texts(kind, given, made[kind])
    return made


def _raw(kind: str, row: dict[str, str], fields: dict[str, str], made: dict[str, dict[str, int]]) -> dict[str, Any]:
    values: dict[str, Any] = {name: row[column] or None for name, column in fields.items()}
    values = {name: value for name, value in values.items() if value is not None}
    values |= {f"{link}_id": made[link][row[f"{link}_id"]] for link in made if row.get(f"{link}_id")}
    if kind == "organization":
        values["slug"] = row["id"]
    return values


def _create_texts(kind: str, given: list[dict[str, str]], pks: dict[str, int]) -> None:
    from wagtail.models import Locale

    from harbor_wagtail.directory.importing.applying.specs import SPECS

    model, locale = SPECS[kind].text_model(), Locale.get_default()
    rows = [
        model(**{f"{kind}_id": pks[row["id"]], "locale": locale, "description": row["description"]}) for row in given
    ]
    model._default_manager.bulk_create(rows, batch_size=500)


def _timed(name: str, rows: int, work: Any) -> None:
    before = time.process_time()
    told = work()
    taken = time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    print(f"{name}: {taken:.1f} s, {rows / taken:,.0f} rows/s, peak {peak:.0f} MB; {told}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(int(sys.argv[2]))
    else:
        main([int(size) for size in sys.argv[1:]])
