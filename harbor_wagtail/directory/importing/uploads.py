"""An uploaded file until it is read. It may hold addresses that nobody may keep, so it lies where no web server reaches
it (in the database, which several servers share), and what it stood on is overwritten once it goes."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath

from django.db import transaction
from django.utils import timezone

from harbor_wagtail.directory.importing import bulk
from harbor_wagtail.directory.models import ImportBatch, ImportUploadPart, RedactionTask
from harbor_wagtail.directory.redaction_files import finish_tasks, overwrite_freed_pages

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

PIECE = 1024 * 1024
PREFIX = "harbor-import-"
#: Seconds after which a folder that a killed process left behind is in nobody's use any more.
LEFT_BEHIND = 3600
#: Days for which a file waits to be read, and for which what was read waits to be decided about.
FILE_DAYS, ROWS_DAYS = 3, 30


def file_name(given: str) -> str:
    """The name of an upload without any folder: its ending says what it is, and problems are told by it."""
    name = re.sub(r"[\x00-\x1f<>:\"|?*\\/]+", " ", PurePath(given.replace("\\", "/")).name).strip(" .")
    # The end of it, and no more bytes than a disk takes.
    return name[-120:].encode(errors="ignore")[-200:].decode(errors="ignore") or "upload"


def keep(batch: ImportBatch, chunks: Iterable[bytes]) -> int:
    """Keep a file, given in chunks of any size. Returns its bytes."""
    number, size, waiting = 0, 0, bytearray()
    for chunk in chunks:
        size += len(chunk)
        waiting += chunk
        while len(waiting) >= PIECE:
            _put(batch, number, bytes(waiting[:PIECE]))
            number, waiting = number + 1, waiting[PIECE:]
    if waiting or not number:
        _put(batch, number, bytes(waiting))
    return size


def _put(batch: ImportBatch, number: int, content: bytes) -> None:
    ImportUploadPart.objects.create(batch=batch, number=number, content=content)


def is_kept(batch: ImportBatch) -> bool:
    return ImportUploadPart.objects.filter(batch=batch).exists()


@contextmanager
def opened(batch: ImportBatch) -> Iterator[Path]:
    """The upload as a file of its own name, in a folder that only this process may enter, for as long as it is read."""
    sweep()
    with tempfile.TemporaryDirectory(prefix=PREFIX) as folder, _in_use(Path(folder)):
        path = Path(folder) / file_name(batch.file_name)
        with path.open("wb") as stream:
            for number in ImportUploadPart.objects.filter(batch=batch).values_list("pk", flat=True):
                stream.write(bytes(ImportUploadPart.objects.values_list("content", flat=True).get(pk=number)))
        yield path


@contextmanager
def _in_use(folder: Path) -> Iterator[None]:
    """Says so for as long as this process goes on, however it ends: a lock on the folder. A long list may be read for hours."""
    with _opened_folder(folder) as number:
        if number is not None:
            with suppress(OSError):  # a disk that knows no locks
                fcntl.flock(number, fcntl.LOCK_SH | fcntl.LOCK_NB)
        yield


def _is_in_use(folder: Path) -> bool:
    with _opened_folder(folder) as number:
        if number is None:
            return False
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
    return False


@contextmanager
def _opened_folder(folder: Path) -> Iterator[int | None]:
    number = None
    if fcntl is not None:
        with suppress(OSError):  # another user's
            number = os.open(folder, os.O_RDONLY)
    try:
        yield number
    finally:
        if number is not None:
            os.close(number)


def left_behind() -> list[Path]:
    """Folders that killed processes left: what was uploaded lies in them."""
    folders = Path(tempfile.gettempdir()).glob(f"{PREFIX}*")
    return [folder for folder in folders if _is_old(folder) and not _is_in_use(folder)]


def _is_old(folder: Path) -> bool:
    try:
        return folder.stat().st_mtime < time.time() - LEFT_BEHIND
    except OSError:
        return False


def sweep() -> int:
    """Delete them. Returns how many are gone."""
    found = left_behind()
    for folder in found:
        shutil.rmtree(folder, ignore_errors=True)
    return sum(not folder.exists() for folder in found)


def forget(*batches: ImportBatch) -> int:
    """Delete uploads and see to it that nothing of them stays in the database's files. Returns the pieces deleted."""
    with transaction.atomic():
        overwrite_freed_pages()
        gone = bulk.delete(ImportUploadPart.objects.filter(batch__in=[batch.pk for batch in batches]))
        if gone:
            RedactionTask.objects.create(kind=RedactionTask.Kind.DATABASE_FILES, location_id=0)
            transaction.on_commit(finish_tasks, robust=True)
    return gone


def stale() -> list[ImportBatch]:
    """Imports that nobody has come back to: files that were not read, and rows that nobody decided about."""
    now, state = timezone.now(), ImportBatch.State
    batches = ImportBatch.objects.filter(state__in=(state.UPLOADED, state.STAGING, state.STAGED))
    unread = batches.filter(upload_parts__isnull=False, started_at__lt=now - dt.timedelta(days=FILE_DAYS))
    # What a command began has no progress: a killed run is thrown away by the next one of its source.
    undecided = batches.exclude(progress={}).filter(started_at__lt=now - dt.timedelta(days=ROWS_DAYS))
    return list({batch.pk: batch for batch in [*unread.distinct(), *undecided]}.values())
