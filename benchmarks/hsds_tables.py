"""An invented directory as HSDS tables: a folder of CSV files, of any size and the same each time."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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
