"""The same question put to others that hold the same rows: SQL written by hand, Datasette with facets and full-text search,
and the obvious Wagtail way (a page for each provider, ``search()`` and facets counted in Python).

``python -m benchmarks.peers 1000 10000`` from the root of the repository. Everything is SQLite in one process, in turn, but for
Datasette, which is a server of its own (``DATASETTE=/path/to/datasette``; put into an environment under ``var/`` where it is not
said, left out where it cannot be had). Its time is that of the answer less that of an answer about nothing.
"""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.invented import invent
from benchmarks.results import write_section
from benchmarks.search import _index, _prepare

SIZES = [1_000, 10_000]
ROUNDS = 15
ROOT = Path(__file__).resolve().parents[1]
WORD, DOMAINS, COUNTY, AGE = "shelter", ("shelter", "legal"), "27109", 16
#: Of a service: what it is found by, and what is counted.
ROWS = """
    SELECT s.id, s.name || ' ' || o.name || ' ' || coalesce(group_concat(DISTINCT x.description), '')
           || ' ' || coalesce(group_concat(DISTINCT t.name), ''),
           s.minimum_age, s.maximum_age,
           (SELECT l.latitude FROM harbor_directory_location l JOIN harbor_directory_serviceatlocation sl
            ON sl.location_id = l.id WHERE sl.service_id = s.id AND l.address_visibility = 'public' LIMIT 1),
           (SELECT l.longitude FROM harbor_directory_location l JOIN harbor_directory_serviceatlocation sl
            ON sl.location_id = l.id WHERE sl.service_id = s.id AND l.address_visibility = 'public' LIMIT 1)
    FROM harbor_directory_service s JOIN harbor_directory_organization o ON o.id = s.organization_id
    LEFT JOIN harbor_directory_servicetext x ON x.service_id = s.id
    LEFT JOIN harbor_directory_service_domains d ON d.service_id = s.id
    LEFT JOIN harbor_directory_taxonomyterm t ON t.id = d.taxonomyterm_id
    GROUP BY s.id
"""


def main(sizes: list[int] | None = None) -> None:
    told = []
    for size in sorted(sizes or SIZES):
        work = [sys.executable, "-m", "benchmarks.peers", "--one", str(size)]
        run = subprocess.run(work, check=True, stdout=subprocess.PIPE, text=True)
        print(run.stdout, flush=True)
        told.append(run.stdout.strip())
    write_section("The same question put to others, SQLite", "\n\n".join(told))


def one(size: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _prepare(folder / "bench.sqlite3")
        invent(size)
        _index()
        rows, facets = _read()
        by_hand = _by_hand(folder / "hand.sqlite3", rows, facets)
        with _datasette(folder / "flat.db", rows) as datasette:
            works = {
                "ours: a word, three filters, all counts, distance, page": _ours,
                "SQL by hand: the same, plain distance": by_hand,
                "Datasette: two of the seven counts, no distance": datasette,
                "a page each, `search()`, two counts in Python": _pages(rows),
            }
            _tell(size, {label: work for label, work in works.items() if work})
        from django.db import connections

        connections["default"].creation.destroy_test_db(":memory:", verbosity=0)


def _tell(size: int, works: dict[str, Callable[[], int]]) -> None:
    found = {label: work() for label, work in works.items()}  # also the first, which is not counted
    taken: dict[str, list[float]] = {label: [] for label in works}
    for _ in range(ROUNDS):
        for label, work in works.items():
            # The processor's time; of the other server, the clock's.
            clock = time.perf_counter if hasattr(work, "aside") else time.process_time
            before = clock()
            work()
            taken[label].append(clock() - before - getattr(work, "aside", 0.0))
    ours = statistics.median(next(iter(taken.values())))
    print(f"### {size:,} services\n\n| asked of | found | takes | × ours |\n|---|---|---|---|")
    for label, times in taken.items():
        half = statistics.median(times)
        print(f"| {label} | {found[label]:,} | {half * 1000:.1f} ms | {half / ours:.1f} |")


Row = tuple[Any, ...]
Facets = dict[int, set[tuple[str, str]]]


def _read() -> tuple[list[Row], Facets]:
    """Rows of (id, words, youngest, oldest, domains, areas, latitude, longitude), lists as JSON; and what else is counted, as we
    file it, so that all count the same. Who serves a whole state or everybody has "27" or "anywhere" among the areas."""
    from django.db import connection

    facets: Facets = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute("SELECT service_id, facets FROM harbor_search_row")
        for pk, lines in cursor.fetchall():
            facets[pk] |= {tuple(line.split(":", 1)) for line in lines.splitlines()}  # type: ignore[misc]
        cursor.execute(ROWS)
        found = list(cursor.fetchall())
    rows = []
    for pk, text, low, high, latitude, longitude in found:
        areas = [
            value if kind != "area" else "anywhere" for kind, value in facets[pk] if kind in ("county", "state", "area")
        ]
        domains = [value for kind, value in facets[pk] if kind == "domain"]
        place = [None if each is None else float(each) for each in (latitude, longitude)]
        limits = [None if each is None else float(each) for each in (low, high)]
        rows.append((pk, text, *limits, json.dumps(domains), json.dumps(areas), *place))
    return rows, facets


def _ours() -> int:
    from harbor_wagtail.directory.search.query import Search, find
    from harbor_wagtail.places import zip_place

    asked = Search(words=WORD, domains=DOMAINS, counties=(COUNTY,), age=Decimal(AGE), near=zip_place("55901"))  # type: ignore[arg-type]
    return find(asked).total


def _by_hand(path: Path, rows: list[Row], facets: Facets) -> Callable[[], int]:
    """Tables made for this one question, with the indexes it wants, and five statements."""
    db = sqlite3.connect(path)
    db.executescript(
        "CREATE TABLE service (id INTEGER PRIMARY KEY, low, high, latitude, longitude);"
        "CREATE TABLE facet (kind, value, service, PRIMARY KEY (kind, value, service)) WITHOUT ROWID;"
        "CREATE INDEX by_service ON facet (service, kind, value);"
        "CREATE VIRTUAL TABLE words USING fts5(text, content='', tokenize='porter unicode61');"
    )
    for pk, text, low, high, _domains, areas, latitude, longitude in rows:
        db.execute("INSERT INTO service VALUES (?, ?, ?, ?, ?)", (pk, low, high, latitude, longitude))
        db.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (pk, text))
        own = {*facets[pk], *(("reach", area) for area in json.loads(areas))}
        db.executemany("INSERT INTO facet VALUES (?, ?, ?)", [(kind, value, pk) for kind, value in own])
    db.executescript("ANALYZE; INSERT INTO words (words) VALUES ('optimize');")
    base = (
        "SELECT s.id FROM words w JOIN service s ON s.id = w.rowid WHERE words MATCH :word"
        " AND coalesce(s.low, 0) <= :age AND coalesce(s.high, 999) >= :age"
    )
    domain = " AND s.id IN (SELECT service FROM facet WHERE kind = 'domain' AND value IN ('shelter', 'legal'))"
    county = " AND s.id IN (SELECT service FROM facet WHERE kind = 'reach' AND value IN (:county, '27', 'anywhere'))"
    given = {"word": WORD, "age": AGE, "county": COUNTY}
    far = "((latitude - 44.1) * (latitude - 44.1) + (longitude + 92.5) * (longitude + 92.5) * 0.52)"
    count = "SELECT value, count(*) FROM facet WHERE kind = '{}' AND service IN ({}) GROUP BY value"

    def ask() -> int:
        db.execute(count.format("domain", base + county), given).fetchall()
        db.execute(count.format("county", base + domain), given).fetchall()
        rest = (
            f"SELECT kind, value, count(*) FROM facet WHERE service IN ({base + domain + county}) GROUP BY kind, value"
        )
        db.execute(rest, given).fetchall()
        page = f"SELECT id, {far} FROM service WHERE id IN ({base + domain + county}) ORDER BY 2 IS NULL, 2 LIMIT 20"
        db.execute(page, given).fetchall()
        return int(db.execute(f"SELECT count(*) FROM ({base + domain + county})", given).fetchone()[0])

    return ask


@contextmanager
def _datasette(path: Path, rows: list[Row]) -> Iterator[Callable[[], int] | None]:
    program = os.environ.get("DATASETTE") or _installed()
    if not program:
        print("(Datasette is not to be had here.)\n")
        yield None
        return
    with closing(sqlite3.connect(path)) as db:
        db.execute(
            "CREATE TABLE services (id INTEGER PRIMARY KEY, text, low, high, domains, counties, latitude, longitude)"
        )
        db.executemany(f"INSERT INTO services VALUES ({', '.join('?' * 8)})", rows)
        db.execute(
            "CREATE VIRTUAL TABLE services_fts USING fts5(text, content='services', content_rowid='id', tokenize='porter')"
        )
        db.execute("INSERT INTO services_fts (services_fts) VALUES ('rebuild')")
        db.execute("CREATE INDEX low ON services (low)")
        db.commit()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    limits = [part for name in ("sql_time_limit_ms", "facet_time_limit_ms") for part in ("--setting", name, "60000")]
    command = [program, "serve", "--immutable", str(path), "--port", str(port), *limits]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            yield _asking_datasette(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()


def _asking_datasette(base: str) -> Callable[[], int]:
    domains = " or ".join(f"domains like '%\"{domain}\"%'" for domain in DOMAINS)
    counties = f"(counties like '%\"{COUNTY}\"%' or counties like '%\"27\"%' or counties like '%anywhere%')"
    wheres = [f"({domains})", counties, f"coalesce(low,0)<={AGE}", f"coalesce(high,999)>={AGE}"]
    given = [("_search", WORD), ("_facet_array", "domains"), ("_facet_array", "counties"), ("_size", "20")]
    given += [("_extra", "count,facet_results"), *(("_where", where) for where in wheres)]
    query = f"{base}/flat/services.json?{urlencode(given)}"

    def get(url: str) -> Any:
        with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310  (this machine)
            return json.load(answer)

    def ask() -> int:
        told = get(query)
        return int(told.get("count") or told.get("filtered_table_rows_count") or 0)

    for _ in range(150):
        try:
            get(f"{base}/-/versions.json")
            break
        except OSError:
            time.sleep(0.2)
    about_nothing = []
    for _ in range(ROUNDS):
        before = time.perf_counter()
        get(f"{base}/-/versions.json")
        about_nothing.append(time.perf_counter() - before)
    ask.aside = statistics.median(about_nothing)  # type: ignore[attr-defined]
    return ask


def _installed() -> str:
    folder = ROOT / "var/datasette"
    if not (folder / "bin/datasette").exists():
        made = subprocess.run([sys.executable, "-m", "venv", str(folder)], check=False, capture_output=True)
        if made.returncode == 0:
            subprocess.run([folder / "bin/pip", "install", "-q", "datasette"], check=False, capture_output=True)
    return str(folder / "bin/datasette") if (folder / "bin/datasette").exists() else ""


def _pages(rows: list[Row]) -> Callable[[], int]:
    """Pages of the simplest kind, with no fields to join: what stands in the title and description is what they are found by, and
    facets lie in a dict. It flatters that way: a real one reads a row of its own and tags for each page found."""
    from django.core.management import call_command
    from wagtail.models import Locale, Page

    above, locale, kind = Page.objects.get(depth=2), Locale.objects.first(), Page.objects.get(depth=2).content_type
    Page.objects.bulk_create(
        [
            Page(
                path=Page._get_path(above.path, 3, at + 1000), depth=3, numchild=0, title=text[:255], slug=f"p{pk}",
                url_path=f"{above.url_path}p{pk}/", content_type=kind, draft_title=text[:255], locale=locale,
                search_description=str(pk),
            )
            for at, (pk, text, *_more) in enumerate(rows)
        ],
        batch_size=500,
    )  # fmt: skip
    call_command("update_index", verbosity=0)
    facts = {
        str(pk): (low or 0, high or 999, set(json.loads(domains)), set(json.loads(counties)))
        for pk, _text, low, high, domains, counties, *_place in rows
    }

    def ask() -> int:
        found = [
            facts[page.search_description]
            for page in Page.objects.live().search(WORD)
            if page.search_description in facts
        ]
        fits = [each for each in found if each[0] <= AGE <= each[1]]
        here = [each for each in fits if each[3] & {COUNTY, "27", "anywhere"}]
        chosen = [each for each in here if each[2] & set(DOMAINS)]
        Counter(value for each in here for value in each[2])
        Counter(value for each in fits if each[2] & set(DOMAINS) for value in each[3])
        return len(chosen)

    return ask


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(int(sys.argv[2]))
    else:
        main([int(size) for size in sys.argv[1:]])
