"""PostgreSQL without room for its tables while a list is imported, taken back, an address erased, a listing published, a visitor
writes and a PDF is made: whoever asked is told, nothing is half done, pages are read all the same, and with room again it works
without a restart.

``scripts/with_postgres python -m benchmarks.faults.full_database`` from the root of the repository, as root: the tables lie on
a small disk in memory, mounted for the purpose. PostgreSQL's own log of writes lies elsewhere, as it should: without room for
that the server stops itself. Exit code 1: something was half done, or nobody was told.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

from benchmarks.faults.killed import import_tables, publish_one_address, redact, write_files
from benchmarks.faults.stand import Stand, stand

DISK = 400 * 1024 * 1024
#: Bytes left when the work begins.
ROOMS = (0, 100_000, 300_000, 1_000_000)
NAME, SLUG = "Lantern of the full disk", "lantern-of-the-full-disk"


def main(*only: str) -> int:
    bad: list[str] = []
    with stand() as ground, _disk(ground) as disk:
        files = write_files(ground.folder)
        ground.finish(ground.base, lambda: import_tables(files["first"]))
        ground.finish(ground.base, publish_one_address)
        cookie = ground.folder / "cookie"
        ground.finish(ground.base, lambda: _prepare(cookie))
        imported = ground.copy(ground.base, "imported")
        ground.finish(imported, lambda: import_tables(files["second"]))
        for name, base, work in (
            (
                "an import",
                ground.base,
                lambda: _command("harbor_import", files["second"], source="faults", verbosity=0),
            ),
            ("an undo", imported, _undo),
            ("hiding an address in the admin", ground.base, lambda: _hide(cookie)),
            ("publishing in the admin", ground.base, lambda: _publish(cookie)),
            ("a visitor's note", ground.base, _correct),
            ("a plan's PDF", ground.base, _pdf),
            ("the erasure itself", ground.base, _erase),
        ):
            if not only or any(word in name for word in only):
                bad += _try(ground, disk, name, base, work)
    for problem in bad:
        print("WRONG:", problem)
    return 1 if bad else 0


@contextmanager
def _disk(ground: Stand) -> Iterator[Path]:
    """A tablespace ``small`` on a disk of its own."""
    folder = ground.folder / "disk"
    folder.mkdir()
    ground.folder.chmod(0o755)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", folder], check=True)
    try:
        (folder / "tables").mkdir()
        subprocess.run(["chown", "postgres", folder / "tables"], check=True)
        # Who cleans up its catalogues makes it write what it needs for a connection anew, and without room it takes none then.
        ground.administer("ALTER SYSTEM SET autovacuum = off")
        ground.administer("SELECT pg_reload_conf()")
        ground.administer(f"CREATE TABLESPACE small LOCATION '{folder}/tables'")
        yield folder
    finally:
        ground.connection.close()
        ground.administer('DROP DATABASE IF EXISTS "harbor_fault_full" WITH (FORCE)')
        ground.administer("DROP TABLESPACE small")
        subprocess.run(["umount", folder], check=True)


def _try(ground: Stand, disk: Path, name: str, base: str, work: Callable[[], str]) -> list[str]:
    told_of, before = ground.folder / "told.txt", ground.picture(base)
    whole = ground.copy(base, "whole")
    ground.finish(whole, lambda: told_of.write_text(work()))
    after = ground.picture(whole)
    bad, ends, said = [], {"before": 0, "after": 0}, ""
    for room in ROOMS:
        target = ground.copy(base, "full")
        ground.administer(f'ALTER DATABASE "{target}" SET TABLESPACE small')
        told_of.write_text("")
        ground.finish(target, _read)  # PostgreSQL writes what it needs to open a database when it is first opened
        with _filled(disk, room):
            _pid, status = os.waitpid(ground.run(target, lambda: told_of.write_text(work())), 0)
            told = (ground.folder / "error.txt").read_text() if status else told_of.read_text()
            left = ground.picture(target)
            ground.finish(target, _read)
        end = "after" if _alike(left, after) else "before" if _alike(left, before) else ""
        if not end or (end == "before" and told in ("", "done")):
            bad.append(f"{name}, {room:,} bytes left: {told[:200]!r}; {_differing(left, before, after)}")
        else:
            ends[end] += 1
            said = told if end == "before" else said
        if end == "after":
            continue
        ground.finish(target, lambda: told_of.write_text(work()))
        again = ground.picture(target)
        if not _alike(again, after):
            bad.append(f"{name} again after {room:,} bytes: {told_of.read_text()[:200]}, {_differing(again, after)}")
    print(f"{name}, {len(ROOMS)} times: {ends}; told: {said[:230]!r}", flush=True)
    return bad


def _alike(one: dict[str, str], other: dict[str, str]) -> bool:
    """As many rows in each table: PostgreSQL gives no number twice."""
    counts = [
        {table: rows.split()[1] for table, rows in each.items() if table not in KEPT_FILES} for each in (one, other)
    ]
    return one == other or (counts[0] == counts[1] and _names(one) == _names(other))


def _names(picture: dict[str, str]) -> dict[str, str]:
    return {table: picture[table].split()[0] for table in SAID if table in picture}


#: Files that are made anew where they could not be kept; tables whose rows hold no number drawn at each run.
KEPT_FILES = {"harbor_safety_plans_planfile"}
SAID = ("harbor_directory_organization", "harbor_directory_location")


def _differing(left: dict[str, str], *others: dict[str, str]) -> list[str]:
    return [table for table in left if left[table] not in [other[table] for other in others]]


@contextmanager
def _filled(disk: Path, room: int) -> Iterator[None]:
    """All of the disk but ``room`` bytes is taken."""
    filler = disk / "filler"
    free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    with filler.open("wb") as stream:
        os.posix_fallocate(stream.fileno(), 0, max(1, free - room))
    try:
        yield
    finally:
        filler.unlink()


def _prepare(cookie: Path) -> None:
    from django.contrib.auth.models import User
    from django.test import Client

    from tests import factories, plans

    factories.locale("en")
    client = Client()
    client.force_login(User.objects.create_superuser("one", "one@example.org", "-"))
    cookie.write_text(client.cookies["sessionid"].value)  # signing in would need room, too
    factories.directory_page()
    plans.plan_page(plans.index_page(), "left")
    owner = factories.organization(NAME, phones=["507-555-0142"], slug=SLUG)
    factories.service(owner, "Drop-in", places=[factories.location(owner, "Desk", address=True)])


def _client(cookie: Path | None = None) -> Any:
    from django.test import Client

    client = Client(raise_request_exception=False)
    if cookie:
        client.cookies["sessionid"] = cookie.read_text()
    return client


def _words(response: Any) -> str:
    """ "done", or what the page says."""
    if response.status_code in (200, 302):
        return "done"
    html = re.sub(r"(?s)<(script|style|nav|aside)\b.*?</\1>|<[^>]+>", " ", response.content.decode())
    said = " ".join(html.split())
    if response.status_code != 503:
        return f"ERROR {response.status_code}"
    at = max(said.find("The database could not"), said.find("We could not keep"))
    return said[at : at + 200]


def _command(name: str, *given: Any, **options: Any) -> str:
    from django.core.management import CommandError, call_command

    try:
        call_command(name, *given, stdout=StringIO(), **options)
    except CommandError as error:
        return str(error)
    except SystemExit:
        pass
    return "done"


def _undo() -> str:
    from harbor_wagtail.directory.models import ImportBatch

    waiting = ImportBatch.objects.filter(state="applied").order_by("-pk").values_list("pk", flat=True)
    return _command("harbor_undo_import", waiting[0])


def _hide(cookie: Path) -> str:
    from django.urls import reverse

    from harbor_wagtail.directory.models import Location

    place = Location.objects.get(name="Desk")
    path = reverse("wagtailsnippets_harbor_directory_location:visibility", args=[place.pk])
    return _words(_client(cookie).post(path, {"decision": "area", "erase": "on"}))


def _publish(cookie: Path) -> str:
    from django.urls import reverse

    from harbor_wagtail.directory.models import Organization
    from tests.admin_forms import form_data

    owner = Organization.objects.get(slug=SLUG)
    path = reverse("wagtailsnippets_harbor_directory_organization:edit", args=[owner.pk])
    client = _client(cookie)
    typed = {**form_data(client, f"{path}?whole=1"), "name": "Lantern of room", "action-publish": "1"}
    return _words(client.post(path, typed))


def _correct() -> str:
    from harbor_wagtail.directory.models import Organization
    from tests.test_upkeep_corrections import shown

    client = _client()
    given = shown(client, Organization.objects.get(slug=SLUG)) | {"what": "hours"}
    return _words(client.post("/harbor/correction/", given))


def _pdf() -> str:
    from django.apps import apps

    page = apps.get_model("harbor_pages", "SafetyPlanPage").objects.get()
    response = _client().get(f"/harbor/files/{page.pk}/notes.pdf")
    content = b"".join(response.streaming_content) if response.streaming else response.content
    assert content.rstrip().endswith(b"%%EOF"), response.status_code
    return "done"


def _erase() -> str:
    redact()
    return "done"


def _read() -> None:
    """Visitors find what they look for."""
    client = _client()
    for path in ("/find-help/", f"/find-help/{SLUG}/", "/harbor/hsds/services", "/harbor/health/"):
        status = client.get(path).status_code
        assert status == 200, (path, status)
    assert b'data-total="1"' in client.post("/harbor/search/", {"words": "lantern of the full disk"}).content


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
