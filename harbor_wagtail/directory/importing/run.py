"""One import from its file to its report: two readings at most, staging, settling, applying."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import connections, router, transaction
from django.utils import timezone
from django.utils.translation import gettext

from harbor_wagtail.directory import erasures, locks
from harbor_wagtail.directory.importing import alive, staged, uploads
from harbor_wagtail.directory.importing.addresses import Addresses
from harbor_wagtail.directory.importing.applying import apply
from harbor_wagtail.directory.importing.hiding import Hiding
from harbor_wagtail.directory.importing.keys import Keys
from harbor_wagtail.directory.importing.options import Options
from harbor_wagtail.directory.importing.readers import detect, read
from harbor_wagtail.directory.importing.report import Report
from harbor_wagtail.directory.importing.second_reading import SecondReading
from harbor_wagtail.directory.importing.settling import Settler
from harbor_wagtail.directory.importing.staging import Stager
from harbor_wagtail.directory.importing.undisturbed import undisturbed
from harbor_wagtail.directory.importing.values import slug
from harbor_wagtail.directory.models import DataSource, ImportBatch, ImportProblem, StagedRow

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from harbor_wagtail.directory.importing.applying.journal import Show
    from harbor_wagtail.directory.importing.rows import Item

#: (what is being done, rows so far)
Progress = Callable[[str, int], None]
#: Opens the file anew and yields its rows.
Open = Callable[[], "Iterator[Item]"]
#: Problems kept with the batch for people to look at; the report file has all of them.
KEPT_PROBLEMS = 500


class Superseded(Exception):
    """Another import of the same source was started meanwhile and has thrown this one's staging rows away."""

    def __init__(self) -> None:
        super().__init__(gettext("Another import of the same source was started. Wait for it, then import again."))


@dataclass
class Hooks:
    """What a caller wants to see on the way."""

    progress: Progress | None = None
    show: Show | None = None


def run_import(options: Options, hooks: Hooks | None = None, rows: Open | None = None) -> Report:
    """Import a file. Raises ``UnreadableFile`` (or a database error) with nothing changed but a batch marked failed.

    A dry run does all of it inside a transaction that is rolled back. ``rows`` replaces the reader.
    """
    return _Run(options, hooks or Hooks(), rows).go()


def source_slug(path: Path, mapping: Any = None) -> str:
    """The name of a source nobody named: the mapping's, else the name of the file or folder."""
    return (mapping.source.slug if mapping else "") or slug(path.stem)[:50] or "import"


class _Run:
    def __init__(self, options: Options, hooks: Hooks, rows: Open | None) -> None:
        self.options = options
        self.hooks = hooks
        self.report = Report(dry_run=options.dry_run)
        self.format = _format(options) if rows is None else "rows"
        self.rows = rows or (lambda: read(options.path, options.format, options.mapping))
        self.keys = Keys(options.source)

    def go(self) -> Report:
        with undisturbed():
            return self._go() if not self.options.dry_run else self._rehearse()

    def _rehearse(self) -> Report:
        with transaction.atomic():
            try:
                return self._go()
            finally:
                transaction.set_rollback(True)

    def _go(self) -> Report:
        began = erasures.last()
        source = self._source()
        with transaction.atomic(savepoint=not self.options.dry_run):
            batch = self._batch(source)
            hold = None if self.options.dry_run else alive.Hold(batch)
        try:
            self._stage(batch)
            self._put_in(batch, began)
        except BaseException as error:
            if not self.options.dry_run:
                fail(batch, error)
            raise
        finally:
            if hold:
                hold.release()
        return self.report

    def _source(self) -> DataSource:
        info = self.options.mapping.source if self.options.mapping else None
        described = {"name": info.name, "url": info.url, "licence": info.licence} if info else {}
        source, _ = DataSource.objects.get_or_create(
            slug=self.options.source, defaults=described or {"name": self.options.source}
        )
        discard_unfinished(source)
        return source

    def _batch(self, source: DataSource) -> ImportBatch:
        return ImportBatch.objects.create(
            source=source,
            file_name=self.options.path.name[:255],
            format=self.format,
            addresses_public=self.options.public,
            by_user=self.options.user,
        )

    def _stage(self, batch: ImportBatch) -> None:
        options = self.options
        flat, quiet = self.format == "hsds-csv", options.public
        stager = Stager(
            batch, self.keys, self.report, named=options.named, flat=flat, quiet=quiet, mapping=options.mapping
        )
        stager.stage(self.rows(), lambda count: self._tell("read", count))
        self._tell("checking", 0)
        Settler(batch, self.report, stager).settle()
        hiding = Hiding(batch)
        hiding.mark_confidential()
        if options.public:
            hiding.mark_hidden()
            self._tell("reading addresses", 0)
            SecondReading(stager, self.report, named=options.named).read(self.rows(), stager.lost)
        Addresses(batch, self.report, self.keys, public=options.public).settle()
        if not still_wanted(batch, ImportBatch.State.STAGING).update(state=ImportBatch.State.STAGED):
            raise Superseded
        self._tell("applying", 0)

    def _put_in(self, batch: ImportBatch, began: int) -> None:
        back = self.report.going_back()

        def work() -> None:
            back()
            locks.hold(ImportBatch.objects.filter(pk=batch.pk))
            if not still_wanted(batch, ImportBatch.State.STAGED).exists():
                raise Superseded
            with erasures.apart(began):
                apply(batch, self.report, self.hooks.show)
                self._finish(batch)

        if self.options.dry_run:
            # A rehearsal is rolled back as a whole: it needs no savepoint (see ``apply``).
            with transaction.atomic(savepoint=False):
                work()
        else:
            # Who types at the same moment must not cost a whole import, which may have read for an hour.
            locks.once_more(work)

    def _finish(self, batch: ImportBatch) -> None:
        """A run that changed nothing leaves no batch behind to be undone, only its report."""
        if not self.options.dry_run:
            self.report.batch = batch.pk
        self.report.nothing_to_do = not self.report.touched
        batch.state = ImportBatch.State.APPLIED
        batch.finished_at = timezone.now()
        batch.withheld = self.report.withheld
        batch.report = self.report.as_dict(KEPT_PROBLEMS)
        batch.save(update_fields=["state", "finished_at", "withheld", "report"])

    def _tell(self, what: str, count: int) -> None:
        if self.hooks.progress:
            self.hooks.progress(what, count)


def _format(options: Options) -> str:
    if options.mapping:
        return "table"
    return detect(options.path) if options.format == "auto" else options.format


def discard_unfinished(source: DataSource) -> int:
    """Throw away what a killed run of the same source left in staging, or one that goes on; that is told so. Nothing of it was
    applied: what is being put in is waited for, and left."""
    unfinished = ImportBatch.objects.filter(source=source, state__in=alive.UNFINISHED)
    count = 0
    for batch in unfinished:
        # Before the first row goes: nobody is to put in what is left of them.
        if unfinished.filter(pk=batch.pk).update(finished_at=timezone.now()):
            fail(batch, None)
            count += 1
    return count


def still_wanted(batch: ImportBatch, state: ImportBatch.State) -> QuerySet[ImportBatch]:
    """The batch, if it is in this state and nobody has begun to throw it away."""
    return ImportBatch.objects.filter(pk=batch.pk, state=state, finished_at=None)


def fail(batch: ImportBatch, error: BaseException | None) -> None:
    """Mark a batch failed and empty its staging rows, a piece at a time."""
    connection = connections[router.db_for_write(ImportBatch)]
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()  # what failed may be the connection: then over another one
    rows = StagedRow.objects.filter(batch=batch).order_by("pk")
    while pks := list(rows.values_list("pk", flat=True)[: staged.CHUNK]):
        StagedRow.objects.filter(pk__in=pks)._raw_delete(StagedRow.objects.db)
    uploads.forget(batch)
    alive.forget(batch.pk)
    ImportProblem.objects.filter(batch=batch).delete()
    told = gettext("Stopped before it was finished.") if error is None else _described(error)
    ImportBatch.objects.filter(pk=batch.pk).update(
        state=ImportBatch.State.FAILED, finished_at=timezone.now(), report={"stopped": told}
    )


def _described(error: BaseException) -> str:
    """What went wrong, without the values: a database error may quote a row."""
    if isinstance(error, erasures.Erased):
        return str(error)
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__} at {place}"
