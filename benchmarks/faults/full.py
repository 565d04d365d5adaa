"""A full disk in the middle of an import, of an export and of the making of a PDF: a clear error, and nothing half written.

``python -m benchmarks.faults.full`` from the root of the repository. The disk is "full" where a file of this process would grow
past a limit that the system enforces (``RLIMIT_FSIZE``), at one size after the other. Exit code 1: something was half written.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

from benchmarks.faults.killed import import_tables, write_files
from benchmarks.faults.stand import Stand, stand


def main() -> int:
    bad: list[str] = []
    with stand() as ground:
        if not ground.is_sqlite:
            print("on PostgreSQL the disk is the server's: only exports and PDFs are tried")
        files = write_files(ground.folder)
        ground.finish(ground.base, lambda: import_tables(files["first"]))
        bad += _import(ground, files["second"]) if ground.is_sqlite else []
        bad += _export(ground)
        bad += _pdf(ground)
    for problem in bad:
        print("WRONG:", problem)
    return 1 if bad else 0


def limited(bytes_: int, work: Callable[[], Any]) -> Callable[[], Any]:
    """``work`` in a process whose files cannot grow past so many bytes."""

    def run() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # so that writing fails, and does not end the process
        resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_, bytes_))
        work()

    return run


def _end(ground: Stand, name: str, work: Callable[[], Any]) -> str:
    """ "done", or what was said."""
    error = ground.folder / "error.txt"
    error.unlink(missing_ok=True)
    _pid, status = os.waitpid(ground.run(name, work), 0)
    if not status:
        return "done"
    return error.read_text() if error.exists() else f"ended by signal {status}"


def _import(ground: Stand, path: Path) -> list[str]:
    from django.core.management import call_command

    before, size = ground.picture(ground.base), Path(ground.base).stat().st_size
    whole = ground.copy(ground.base, "whole")
    ground.finish(whole, lambda: import_tables(path))
    after, grown = ground.picture(whole), Path(whole).stat().st_size - size
    bad, told, ends = [], "", {"before": 0, "after": 0}

    def bring_in() -> None:
        call_command("harbor_import", path, source="faults", format="hsds-csv", verbosity=0, stdout=StringIO())

    for tenth in range(10):
        target = ground.copy(ground.base, "full")
        said = _end(ground, target, limited(size + grown * tenth // 10, bring_in))
        left = ground.picture(target)
        end = "after" if left == after else "before" if left == before else ""
        if not end or (end == "before" and not said.startswith("CommandError")):
            bad.append(
                f"import, {tenth}/10 of the room: {said[:200]}; {[key for key in left if left[key] != before[key]]}"
            )
        else:
            ends[end] += 1
            told = said if end == "before" else told
        ground.finish(target, lambda: import_tables(path))
        if ground.picture(target) != after:
            bad.append(f"import again after {tenth}/10 of the room: not whole")
    print(f"an import with too little room, 10 times: {ends}; told: {told}", flush=True)
    return bad


def _export(ground: Stand) -> list[str]:
    from django.core.management import call_command

    bad, told = [], ""
    for form, name in (("hsds-json", "all.json"), ("hsds-csv", "all.zip"), ("table", "all.csv")):
        folder = ground.folder / f"exports-{form}"
        folder.mkdir()
        path = folder / name
        path.write_text("what was there")

        def write(form: str = form, path: Path = path) -> None:
            call_command("harbor_export", str(path), format=form, stdout=StringIO())

        said = _end(ground, ground.base, limited(4000, write))
        left = {each.name: each.read_text(errors="replace") for each in folder.iterdir()}
        if not said.startswith("CommandError") or left != {name: "what was there"}:
            bad.append(f"export {form}: {said[:200]}; left {sorted(left)}")
        told = said
    print(f"an export with too little room: the old file stays, three formats; told: {told}", flush=True)
    return bad


def _pdf(ground: Stand) -> list[str]:
    from django.conf import settings
    from django.core.files.storage import default_storage, storages
    from django.test import Client

    media, answers = ground.folder / "media", ground.folder / "answers.txt"
    kept = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(media)}}
    settings.STORAGES = {**settings.STORAGES, "default": kept}
    storages.__dict__.pop("backends", None)
    storages._storages.clear()
    default_storage._wrapped = storages["default"]  # type: ignore[attr-defined]
    copy = ground.copy(ground.base, "plans")

    def page() -> None:
        from tests import plans

        made = plans.plan_page(plans.index_page(), "left")
        answers.write_text(f"/harbor/files/{made.pk}/notes.pdf")

    ground.finish(copy, page)
    path = answers.read_text()

    def ask() -> None:
        response = Client(raise_request_exception=False).get(path)
        content = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
        told = f"{response.status_code} {content[:4]!r} {content.rstrip().endswith(b'%%EOF')}"
        os.pwrite(os.open(answers, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), told.encode(), 0)

    bad = []
    for room in (20_000, 10_000_000):
        said = _end(ground, copy, limited(room + Path(copy).stat().st_size * (room > 1_000_000), ask))
        told = answers.read_text()
        half = [
            each.name
            for each in media.rglob("*")
            if each.is_file() and not each.read_bytes().rstrip().endswith(b"%%EOF")
        ]
        print(f"a PDF with room for {room:,} bytes: {told} ({said})", flush=True)
        whole = told == "200 b'%PDF' True"
        if half or said != "done" or (not whole and (told[:3] != "404" or room > 1_000_000)):
            bad.append(f"PDF with {room:,} bytes: {told}, {said[:200]}, half written: {half}")
    return bad


if __name__ == "__main__":
    sys.exit(main())
