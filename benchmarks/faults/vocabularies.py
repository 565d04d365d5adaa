"""While a list is imported, somebody deletes terms, puts them into another order and below others, moves the directory's page
and deletes a language: all that is said to be done is whole, and whoever had to give way is told so.

``python -m benchmarks.faults.vocabularies [ROUNDS]`` from the root of the repository; ``scripts/with_postgres`` before it for
PostgreSQL. Exit code 1: rows point at nothing, somebody met an error without a word, or the search says something else.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.faults.full_database import _command
from benchmarks.faults.stand import Stand, stand

SERVICES = 250


def main(rounds: int = 6) -> int:
    chance, bad, ends = random.Random(), 0, Counter[str]()
    with stand() as ground:
        tables, whole = _files(ground.folder), time.monotonic()
        ground.finish(ground.base, _prepare)
        trial = ground.copy(ground.base, "meddled")
        began = time.monotonic()
        ground.finish(trial, lambda: _import(tables))
        lasts = time.monotonic() - began
        for what in MEDDLING:
            for _ in range(rounds):
                target = ground.copy(ground.base, "meddled")
                told = _both(ground, target, tables, what, chance.uniform(0, lasts))
                ends[f"{what}: {' / '.join(each[:60] for each in told)}"] += 1
                wrong = _wrong(ground, target)
                wrong += [each for each in told if each.startswith("RAISED")]
                bad += len(wrong)
                for problem in wrong:
                    print("WRONG:", what, problem, flush=True)
    for end, number in sorted(ends.items()):
        print(f"{number:3} {end}")
    print(f"{'SQLite' if ground.is_sqlite else 'PostgreSQL'}, {time.monotonic() - whole:.0f} s")
    return 1 if bad else 0


def _files(folder: Path) -> Path:
    from benchmarks.hsds_tables import write_tables

    (folder / "tables").mkdir()
    write_tables(folder / "tables", SERVICES)
    return folder / "tables"


def _prepare() -> None:
    from django.contrib.auth.models import User

    from harbor_wagtail.directory.models import TaxonomyTerm
    from harbor_wagtail.directory.vocabularies import create_missing
    from tests import factories

    create_missing([factories.locale("en"), factories.locale("es")])
    page = factories.directory_page()
    User.objects.create_superuser("one", "one@example.org", "-")
    owner = factories.organization("Lantern House")
    for term in TaxonomyTerm.objects.filter(taxonomy__slug="domains")[:10]:
        factories.service(owner, f"Help with {term.code}", domains=[term.code])
    page.get_parent().add_child(instance=type(page.get_parent().specific)(title="Elsewhere", slug="elsewhere"))


def _import(tables: Path) -> str:
    return _command("harbor_import", tables, source="faults", format="hsds-csv", verbosity=0)


def _delete_terms() -> None:
    from harbor_wagtail.directory.models import TaxonomyTerm

    for term in TaxonomyTerm.objects.order_by("?")[:12]:
        term.delete()


def _delete_in_the_admin() -> None:
    from django.contrib.auth.models import User
    from django.test import Client
    from django.urls import reverse

    from harbor_wagtail.directory.models import TaxonomyTerm

    client = Client()
    client.force_login(User.objects.get())
    for pk in list(TaxonomyTerm.objects.order_by("?").values_list("pk", flat=True)[:4]):
        answer = client.post(reverse("wagtailsnippets_harbor_directory_taxonomyterm:delete", args=[pk]))
        if answer.status_code not in (302, 404, 503):
            raise AssertionError(f"answered {answer.status_code}")


def _reorder() -> None:
    from harbor_wagtail.directory.models import TaxonomyTerm

    terms = list(TaxonomyTerm.objects.order_by("?")[:40])
    for at, term in enumerate(terms):
        term.sort_order, term.parent_ref = at, terms[at - 1].hsds_id if at % 3 == 1 else None
        term.save()


def _move_page() -> None:
    from wagtail.models import Page

    page, elsewhere = (Page.objects.get(slug=slug) for slug in ("find-help", "elsewhere"))
    page.move(elsewhere, "last-child")


def _delete_language() -> None:
    from wagtail.models import Locale

    from harbor_wagtail.directory.models import ServiceText

    ServiceText.objects.filter(locale__language_code="es").delete()
    Locale.objects.get(language_code="es").delete()


MEDDLING: dict[str, Callable[[], None]] = {
    "terms deleted": _delete_terms,
    "terms deleted in the admin": _delete_in_the_admin,
    "terms in another order": _reorder,
    "the page moved": _move_page,
    "a language deleted": _delete_language,
}


def _both(ground: Stand, target: str, tables: Path, what: str, wait: float) -> list[str]:
    said = [ground.folder / name for name in ("import.txt", "meddling.txt")]

    def meddle() -> str:
        time.sleep(wait)
        MEDDLING[what]()
        return "done"

    children = [
        ground.run(target, lambda work=work, path=path: path.write_text(_told(work)))  # type: ignore[misc]
        for work, path in zip((lambda: _import(tables), meddle), said, strict=True)
    ]
    for child in children:
        os.waitpid(child, 0)
    return [path.read_text() for path in said]


def _told(work: Callable[[], str]) -> str:
    from django.db import IntegrityError, OperationalError
    from django.db.models import ProtectedError

    try:
        return work()
    except (OperationalError, IntegrityError, ProtectedError) as problem:
        return f"gave way ({type(problem).__name__})"
    except Exception as problem:
        return f"RAISED {type(problem).__name__}: {problem}"


def _wrong(ground: Stand, target: str) -> list[str]:
    """In a process of its own, since it looks with another search."""
    path = ground.folder / "wrong.txt"
    ground.finish(target, lambda: path.write_text("\n".join(_found_wrong())))
    return [line for line in path.read_text().splitlines() if line]


def _found_wrong() -> list[str]:
    from django.db import connection

    from harbor_wagtail.directory.models import ImportBatch, Organization, Service
    from harbor_wagtail.directory.search.query import Search, find

    wrong: list[str] = []
    try:
        connection.check_constraints()
    except Exception as problem:
        wrong.append(f"points at nothing: {problem}")
    batch: Any = ImportBatch.objects.latest("pk")
    there, public = Service.objects.filter(data_source__slug="faults").count(), Service.objects.public().count()
    if batch.state not in ("applied", "failed") or there != (SERVICES if batch.state == "applied" else 0):
        wrong.append(f"{batch.state} with {there} services")
    if find(Search()).total != public:
        wrong.append(f"the search knows {find(Search()).total} of {public}")
    if Organization.objects.count() < 1:
        wrong.append("an organization is gone")
    return wrong


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
