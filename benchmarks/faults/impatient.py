"""PostgreSQL that ends every statement after some milliseconds (``statement_timeout``), as hosts set it, while a list is
imported and taken back, an address erased, the directory exported and read: what ran into it was told so and changed nothing.

``scripts/with_postgres python -m benchmarks.faults.impatient [SERVICES [MILLISECONDS…]]`` from the root of the repository (400
services; 1, 2, 5, 20, 200 ms). Exit code 1: something was half done, nobody was told, or a page showed more than an error.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.faults.full_database import _alike, _command, _differing
from benchmarks.faults.killed import import_tables, publish_one_address, redact, same
from benchmarks.faults.stand import Stand, stand

MILLISECONDS = (1, 2, 5, 20, 200)
PAGES = ("/", "/find-help/", "/harbor/hsds/services", "/harbor/hsds/organizations?page=2", "/harbor/health/")


def main(services: int = 400, *limits: int) -> int:
    bad: list[str] = []
    with stand() as ground:
        first, second = _files(ground.folder, services)
        ground.finish(ground.base, lambda: import_tables(first))
        ground.finish(ground.base, publish_one_address)
        ground.finish(ground.base, _a_page)
        imported = ground.copy(ground.base, "imported")
        ground.finish(imported, lambda: import_tables(second))
        for name, base, work in (
            ("an import", ground.base, lambda: _command("harbor_import", second, source="faults", verbosity=0)),
            ("an import in pieces", ground.base, partial(_in_pieces, second)),
            ("an undo", imported, _undo),
            ("a redaction", ground.base, redact),
            ("the search made anew", ground.base, lambda: _command("harbor_reindex")),
            ("an export", ground.base, partial(_export, ground.folder)),
        ):
            bad += _try(ground, name, base, work, limits or MILLISECONDS)
        bad += _read(ground, limits or MILLISECONDS)
    for problem in bad:
        print("WRONG:", problem)
    return 1 if bad else 0


def _files(folder: Path, services: int) -> list[Path]:
    from benchmarks.hsds_tables import write_tables

    made = [folder / "first", folder / "second"]
    for path, size in zip(made, (services, services * 3 // 2), strict=True):
        path.mkdir()
        write_tables(path, size)
    table = made[1] / "service.csv"
    table.write_text(table.read_text().replace("Call or walk in.", "Come by."))
    return made


def _try(ground: Stand, name: str, base: str, work: Callable[[], Any], limits: tuple[int, ...]) -> list[str]:
    told_of, before = ground.folder / "told.txt", ground.picture(base)
    whole = ground.copy(base, "whole")
    ground.finish(whole, work)
    after, bad, ends = ground.picture(whole), [], []
    for limit in limits:
        target = ground.copy(base, "impatient")
        _limit(ground, target, f"'{limit}ms'")
        told_of.write_text("")
        _pid, status = os.waitpid(ground.run(target, lambda: told_of.write_text(work() or "done")), 0)
        told = (ground.folder / "error.txt").read_text() if status else told_of.read_text()
        _limit(ground, target, "0")
        left = ground.picture(target)
        end = "before" if _alike(left, before) else "after" if same(ground, left, after, drawn=False) else "HALF"
        if end == "HALF" or (end == "before" and told == "done" and not _alike(before, after)):
            bad.append(f"{name}, {limit} ms: {told[:200]!r}; {_differing(left, before, after)}")
        ends.append(f"{limit} ms: {'done' if told == 'done' else end} ({told[:90]})")
        if told == "done":
            continue
        ground.finish(target, work)
        if not same(ground, ground.picture(target), after, drawn=False):
            bad.append(f"{name} again after {limit} ms: {_differing(ground.picture(target), after)}")
    print(f"{name}:\n   " + "\n   ".join(ends), flush=True)
    return bad


def _limit(ground: Stand, target: str, value: str) -> None:
    ground.administer(f'ALTER DATABASE "{target}" SET statement_timeout = {value}')


def _a_page() -> None:
    from tests import factories

    factories.locale("en")
    factories.directory_page()


def _undo() -> str:
    from harbor_wagtail.directory.models import ImportBatch

    return _command("harbor_undo_import", ImportBatch.objects.filter(state="applied").latest("pk").pk)


def _export(folder: Path) -> str:
    path = folder / "all.ndjson"
    path.unlink(missing_ok=True)
    told = _command("harbor_export", str(path), format="hsds-json")
    if path.exists() != (told == "done") or list(folder.glob(".harbor-export-*")):
        raise AssertionError(f"half an export: {told}")
    return told


def _in_pieces(tables: Path) -> str:
    """As the admin does it, step by step, and on after each step that failed."""
    import shutil

    from django.db import DatabaseError

    from harbor_wagtail.directory.importing import deciding, waiting
    from harbor_wagtail.directory.models import DataSource, ImportBatch

    source = DataSource.objects.get(slug="faults")
    packed = Path(shutil.make_archive(str(tables), "zip", tables))
    failed = 0
    try:
        batch = waiting.upload(source, packed.name, [packed.read_bytes()], public=False)
        waiting.begin(batch, waiting.Wish("hsds-csv"))
        while failed < 3:
            try:
                if waiting.advance(ImportBatch.objects.get(pk=batch.pk), 0.2):
                    deciding.put_in(ImportBatch.objects.get(pk=batch.pk))
                    return "done"
            except DatabaseError as problem:
                failed, said = failed + 1, f"{type(problem).__name__} three times"
    except DatabaseError as problem:
        return f"{type(problem).__name__}"
    return said


def _read(ground: Stand, limits: tuple[int, ...]) -> list[str]:
    bad, told_of = [], ground.folder / "told.txt"
    for limit in limits:
        target = ground.copy(ground.base, "impatient")
        _limit(ground, target, f"'{limit}ms'")
        ground.finish(target, lambda: told_of.write_text(_answers()))
        told = told_of.read_text()
        print(f"pages with {limit} ms: {told}", flush=True)
        bad += [f"pages with {limit} ms: {told}"] if "Traceback" in told else []
    return bad


def _answers() -> str:
    from django.test import Client

    client, counted = Client(raise_request_exception=False), Counter[str]()
    for _ in range(3):
        answers = [client.get(path) for path in PAGES]
        answers.append(client.post("/harbor/search/", {"words": "youth shelter"}))
        for answer in answers:
            content = answer.content.decode()
            counted[f"{answer.status_code}{' Traceback' if 'Traceback' in content else ''}"] += 1
    return str(dict(counted))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
