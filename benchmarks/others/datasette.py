"""Datasette, a server of its own that serves the same rows with full-text search and facets.

``DATASETTE=/path/to/datasette``; where it is not said, it is put into an environment under ``var/``, and left out where it cannot
be had. It is helped where it can be: no facets suggested, no limits of time, nearness and age as conditions in SQL.

It leaves out: it counts places, not services; its counts are of what is chosen, so a second kind of help chosen besides the first
is not counted; who serves a state is not added to its counties; nothing is ordered by distance; what is open now is not counted.
"""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.others.questions import PAGE, Question
from benchmarks.others.rows import Row

ROOT = Path(__file__).resolve().parents[2]
KINDS = ("domain", "population", "gender", "language", "cost", "accessibility", "county", "start")


class Datasette:
    """A server that runs. ``pid`` is its process."""

    def __init__(self, base: str, pid: int) -> None:
        self._base, self.pid = base, pid

    def about_nothing(self) -> None:
        self._get("/-/versions.json")

    def asking(self, question: Question) -> Callable[[], int]:
        """Asks and says how many places were found."""
        path = f"/flat/places.json?{urlencode(_given(question))}"

        def ask() -> int:
            told = self._get(path)
            return int(told.get("count") or told.get("filtered_table_rows_count") or 0)  # 1.0 and before

        return ask

    def wait(self) -> None:
        for _ in range(150):
            try:
                return self.about_nothing()
            except OSError:
                time.sleep(0.2)
        raise RuntimeError("Datasette does not answer.")

    def _get(self, path: str) -> Any:
        with urllib.request.urlopen(self._base + path, timeout=300) as answer:  # noqa: S310  (this machine)
            return json.load(answer)


@contextmanager
def serving(path: Path, rows: Iterable[Row]) -> Iterator[Datasette | None]:
    """``path`` is made if it is not there."""
    program = os.environ.get("DATASETTE") or _installed()
    if not program:
        yield None
        return
    if not path.exists():
        _fill(path, rows)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    given = {"sql_time_limit_ms": 300000, "facet_time_limit_ms": 300000, "suggest_facets": "off"}
    given |= {"num_sql_threads": 1, "default_cache_ttl": 0}
    settings = [part for name, value in given.items() for part in ("--setting", name, str(value))]
    command = [program, "serve", "--immutable", str(path), "--port", str(port), *settings]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            found = Datasette(f"http://127.0.0.1:{port}", server.pid)
            found.wait()
            yield found
        finally:
            server.terminate()


def _fill(path: Path, rows: Iterable[Row]) -> None:
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    columns = (
        "id INTEGER PRIMARY KEY",
        "service",
        "name",
        "text",
        "low",
        "high",
        "x",
        "y",
        "z",
        *KINDS,
        "area",
        "state",
    )
    with closing(sqlite3.connect(unfinished)) as db:
        db.execute(f"CREATE TABLE places ({', '.join(columns)}, at)")
        db.executemany(f"INSERT INTO places VALUES ({', '.join('?' * (len(columns) + 1))})", map(_values, rows))
        db.execute("CREATE VIRTUAL TABLE places_fts USING fts5(text, content=\"places\", content_rowid='id')")
        db.execute("INSERT INTO places_fts (places_fts) VALUES ('rebuild')")
        db.execute("CREATE INDEX by_age ON places (low, high)")
        db.executescript("ANALYZE;")
        db.commit()
    unfinished.rename(path)


def _values(row: Row) -> tuple[Any, ...]:
    lists = (json.dumps(row.values(kind)) for kind in (*KINDS, "area", "state", "at"))
    return row.pk, row.service, row.name, row.text, row.low, row.high, *(row.point or (None, None, None)), *lists


def _given(question: Question) -> list[tuple[str, str]]:
    wheres = []
    if question.domains:
        wheres.append(f"({' or '.join(_holds('domain', value) for value in question.domains)})")
    if question.county:
        wheres.append(f"({_holds('county', question.county)} or {_wide(question.county)})")
    if question.age is not None:
        wheres += [f"low<={question.age}", f"high>={question.age}"]
    if question.start:
        wheres.append(_holds("start", question.start))
    if question.zip_code:
        wheres.append(_near(question.near))
    given = [("_search", f"{question.word}*"), ("_searchmode", "raw")] if question.word else []
    given += [("_facet_array", kind) for kind in KINDS] + [("_where", where) for where in wheres]
    return [*given, ("_size", str(PAGE)), ("_extra", "count,facet_results"), ("_facet_size", "max")]


def _holds(kind: str, value: str) -> str:
    return f"{kind} like '%\"{value}\"%'"


def _wide(county: str) -> str:
    return f"{_holds('state', county[:2])} or {_holds('area', 'national')} or {_holds('area', 'remote')}"


def _near(near: Any) -> str:
    from harbor_wagtail.places.geometry import chord_of, in_space

    square = "+".join(
        f"({name}-({at!r}))*({name}-({at!r}))" for name, at in zip("xyz", in_space(near.point), strict=True)
    )
    county = _holds("county", near.county_fips)
    here = f"(x is null and {_holds('at', near.county_fips)})"
    return f"({square}<={chord_of(50) ** 2!r} or {county} or {here} or {_wide(near.county_fips)})"


def _installed() -> str:
    folder = ROOT / "var/datasette"
    if not (folder / "bin/datasette").exists():
        print("(Datasette is put into an environment of its own.)", file=sys.stderr)
        made = subprocess.run([sys.executable, "-m", "venv", str(folder)], check=False, capture_output=True)
        if made.returncode == 0:
            subprocess.run([folder / "bin/pip", "install", "-q", "datasette"], check=False, capture_output=True)
    return str(folder / "bin/datasette") if (folder / "bin/datasette").exists() else ""
