"""An import that waits in the admin: read a piece at a time, looked at, then put in, or not.

Every piece is one short transaction that also says how far it came (``ImportBatch.progress``), so an import that is
killed goes on where it was. Nothing of the directory is written before :mod:`importing.deciding` puts it in.

    uploaded ──► reading ──► settling ──► addresses (public ones only) ──► comparing ──► ready
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction

from harbor_wagtail.directory import erasures
from harbor_wagtail.directory.importing import staged, uploads
from harbor_wagtail.directory.importing.addresses import Addresses
from harbor_wagtail.directory.importing.comparing import Comparison, Place
from harbor_wagtail.directory.importing.hiding import Hiding
from harbor_wagtail.directory.importing.keys import Keys
from harbor_wagtail.directory.importing.mapping import Mapping, parse_mapping
from harbor_wagtail.directory.importing.readers import read
from harbor_wagtail.directory.importing.report import Counts, Report
from harbor_wagtail.directory.importing.rows import Item, Problem, Row, UnreadableFile
from harbor_wagtail.directory.importing.run import Superseded, discard_unfinished, fail, still_wanted
from harbor_wagtail.directory.importing.second_reading import SecondReading
from harbor_wagtail.directory.importing.settling import Settler
from harbor_wagtail.directory.importing.staging import Stager
from harbor_wagtail.directory.importing.undisturbed import undisturbed
from harbor_wagtail.directory.models import DataSource, ImportBatch, ImportProblem, StagedRow

READING, SETTLING, ADDRESSES, COMPARING, READY = "reading", "settling", "addresses", "comparing", "ready"
#: Seconds of work in one request.
SECONDS = 6.0
#: Seconds of reading, after a piece had to find its place in the file again.
SECONDS_MORE = 6.0
#: Rows up to which a web request does what has to be done in one go (about fifteen seconds of work), and rows of a file
#: up to which it pays to find the place again. What is bigger goes on by ``harbor_import --batch``.
MOST_ROWS = 50_000
#: Lines after which what has been read tells how long the rest is, and how far beyond the limit that has to be to be believed.
SURE_AFTER, SURELY = 100, 1.25
#: Problems kept for people to read. Beyond it they are only counted.
MOST_PROBLEMS = 20_000
#: Phases in which a file is still needed.
READS_FILE = (READING, ADDRESSES)


@dataclass(frozen=True, slots=True)
class Wish:
    """How somebody wants an upload to be read. ``mapping`` is the text of a mapping file, ``""`` for HSDS."""

    format: str
    mapping: str = ""
    public: bool = False
    named: bool = False


def upload(source: DataSource, name: str, chunks: Iterable[bytes], *, public: bool, user: Any = None) -> ImportBatch:
    """Keep a file until somebody says how it is to be read."""
    with transaction.atomic():
        batch = ImportBatch.objects.create(
            source=source,
            file_name=uploads.file_name(name),
            addresses_public=public,
            state=ImportBatch.State.UPLOADED,
            by_user=user,
        )
        uploads.keep(batch, chunks)
    return batch


def begin(batch: ImportBatch, wish: Wish) -> None:
    """Begin reading, from the first row. What else waits of the same source is given up, as with the command.

    Raises :class:`~importing.run.Superseded` if somebody began it already.
    """
    with transaction.atomic():
        for_reading = ImportBatch.objects.filter(pk=batch.pk, state=ImportBatch.State.UPLOADED)
        begun = for_reading.update(state=ImportBatch.State.FAILED)  # so that it does not give itself up
        if not begun:
            raise Superseded
        discard_unfinished(batch.source)
        batch.format, batch.addresses_public = wish.format, wish.public
        batch.options = {"mapping": wish.mapping, "named": wish.named}
        batch.progress = {"phase": READING, "step": 0, "read": 0}
        batch.state = ImportBatch.State.STAGING
        batch.save(update_fields=["format", "addresses_public", "options", "progress", "state"])


def mapping_of(batch: ImportBatch) -> Mapping | None:
    text = batch.options.get("mapping")
    return parse_mapping(text, batch.file_name) if text else None


def is_waiting(batch: ImportBatch) -> bool:
    return batch.state in (ImportBatch.State.STAGING, ImportBatch.State.STAGED) and bool(batch.progress)


def is_too_big(batch: ImportBatch) -> bool:
    """Whether a request might not live long enough to do the next part, so that a command has to."""
    phase = batch.progress.get("phase")
    rows = batch.progress.get("read" if phase == READING else "rows", 0)
    if phase == READING:
        rows = max(rows, batch.progress.get("expected", 0) / SURELY)
    return phase != COMPARING and bool(rows > MOST_ROWS)


def advance(batch: ImportBatch, seconds: float | None = SECONDS) -> bool:
    """Go on for about ``seconds`` (``None``: to the end). Returns whether the import is ready to be decided about.

    Raises ``UnreadableFile`` with the import given up, and ``Superseded`` where somebody else went on with it.
    """
    step = _Step(batch, seconds)
    try:
        with undisturbed():
            while step.phase != READY:
                if seconds is not None and is_too_big(batch):
                    return False
                step.go_on()
                if step.enough():
                    break
    except UnreadableFile as error:
        fail(batch, error)
        ImportBatch.objects.filter(pk=batch.pk).update(report=_unreadable(error))
        raise
    return step.phase == READY


def _unreadable(error: UnreadableFile) -> dict[str, Any]:
    report = Report()
    for problem in error.problems:
        report.tell(problem)
    return {**report.as_dict(), "stopped": error.problem}


class _Step:
    def __init__(self, batch: ImportBatch, seconds: float | None) -> None:
        self.batch = batch
        self.end = None if seconds is None else time.monotonic() + seconds
        self.progress = batch.progress
        self.keys = Keys(batch.source.slug)
        self.report = report_of(self.progress.get("counts", {}))
        self.report.withheld, self.report.kept = self.progress.get("withheld", 0), self.progress.get("kept", 0)

    @property
    def phase(self) -> str:
        return str(self.progress["phase"])

    def enough(self) -> bool:
        return self.end is not None and time.monotonic() > self.end

    def go_on(self) -> None:
        {READING: self._read, SETTLING: self._settle, ADDRESSES: self._addresses, COMPARING: self._compare}[
            self.phase
        ]()

    def _stager(self) -> Stager:
        batch = self.batch
        named, flat = bool(batch.options.get("named")), batch.format == "hsds-csv"
        quiet, mapping = batch.addresses_public, mapping_of(batch)
        return Stager(batch, self.keys, self.report, named=named, flat=flat, quiet=quiet, mapping=mapping)

    def _items(self, path: Path) -> Iterator[Item]:
        mapping = mapping_of(self.batch)
        items = read(path, "auto" if mapping else self.batch.format, mapping)
        return self._known(items)

    def _known(self, items: Iterable[Item]) -> Iterator[Item]:
        """Places whose id is their address are numbered as they come: those of earlier steps count."""
        for item in items:
            if isinstance(item, Row):
                self.keys.of("location", item.id if item.kind == "location" else item.links.get("location"))
            yield item

    def _read(self) -> None:
        with uploads.opened(self.batch) as path:
            items = self._items(path)
            next(islice(items, self.progress["read"], self.progress["read"]), None)
            if self.end is not None:
                self.end = max(self.end, time.monotonic() + SECONDS_MORE)
            stager = self._stager()
            self.progress.setdefault("lines", _lines(path))
            while chunk := list(islice(items, staged.CHUNK)):
                with self._piece():
                    stager.stage(chunk)
                    self.progress["read"] += len(chunk)
                    self._expect(chunk[-1].row)
                if self.enough() or self.end is not None and is_too_big(self.batch):
                    return
        with self._piece():
            self.progress["phase"] = SETTLING
            self.progress["rows"] = StagedRow.objects.filter(batch=self.batch).count()
            if not self.batch.addresses_public:
                uploads.forget(self.batch)

    def _expect(self, line: int) -> None:
        """A list that is far too long for a page says so after its first lines, and not after some minutes."""
        if self.progress["lines"] and line >= SURE_AFTER:
            self.progress["expected"] = self.progress["read"] * self.progress["lines"] // line

    def _settle(self) -> None:
        with self._piece():
            stager = self._stager()
            Settler(self.batch, self.report, stager).settle()
            hiding = Hiding(self.batch)
            hiding.mark_confidential()
            if self.batch.addresses_public:
                hiding.mark_hidden()
                self.progress["phase"] = ADDRESSES
            else:
                self._count_addresses()

    def _addresses(self) -> None:
        """One reading more, for the places that may be shown. After it nobody needs the file."""
        with self._piece(), uploads.opened(self.batch) as path:
            stager = self._stager()
            for item in self._items(path):  # every place has its number before any is asked for
                del item
            SecondReading(stager, self.report, named=stager.cleaner.named).read(self._items(path))
            self._count_addresses()
            uploads.forget(self.batch)

    def _count_addresses(self) -> None:
        Addresses(self.batch, self.report, self.keys, public=self.batch.addresses_public).settle()
        told = {kind: counts.as_dict() for kind, counts in self.report.counts.items()}
        self.progress |= {"phase": COMPARING, "kind": 0, "after": 0, "told": told}

    def _compare(self) -> None:
        comparison = Comparison(self.batch, self.report, Place(self.progress["kind"], self.progress["after"]))
        comparison.go_on(self.enough)
        with self._piece(phase=COMPARING):
            comparison.write()
            self.progress |= {"kind": comparison.place.kind, "after": comparison.place.after}
            if comparison.place.done:
                self.progress["phase"] = READY
                ImportBatch.objects.filter(pk=self.batch.pk).update(state=ImportBatch.State.STAGED)
                self.batch.state = ImportBatch.State.STAGED

    def _piece(self, phase: str = READING) -> Any:
        return _Piece(self, phase)


class _Piece:
    """One transaction that does a piece of work and says so. Two who go on with the same import do it once."""

    def __init__(self, step: _Step, phase: str) -> None:
        self.step = step
        self.phase = phase
        self.within = ExitStack()

    def __enter__(self) -> None:
        with ExitStack() as within:
            within.enter_context(transaction.atomic())
            self._claim()
            within.enter_context(erasures.apart())
            self.within = within.pop_all()

    def _claim(self) -> None:
        """The first statement writes, so that whoever comes second waits here and then finds the step taken."""
        batch, number = self.step.batch, self.step.progress["step"]
        same = still_wanted(batch, ImportBatch.State.STAGING).filter(progress__step=number)
        self.step.progress["step"] = number + 1
        if not same.update(progress=self.step.progress):
            raise Superseded

    def __exit__(self, *error: Any) -> None:
        if error[0] is not None:
            self.within.__exit__(*error)
            return
        with self.within:
            self._save()

    def _save(self) -> None:
        step = self.step
        keep_problems(step.batch, step.report, self.phase)
        step.progress["counts"] = {kind: counts.as_dict() for kind, counts in step.report.counts.items()}
        step.progress |= {"withheld": step.report.withheld, "kept": step.report.kept}
        ImportBatch.objects.filter(pk=step.batch.pk).update(progress=step.progress, withheld=step.report.withheld)


def _lines(path: Path) -> int:
    """Lines of a list in plain text; 0 where they cannot be counted without reading it."""
    with path.open("rb") as stream:
        begin = stream.read(4)
        if begin.startswith(b"PK") or begin.lstrip(b"\xef\xbb\xbf \n")[:1] in (b"{", b"["):
            return 0
        return begin.count(b"\n") + sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(1 << 20), b""))


def report_of(counts: dict[str, dict[str, int]]) -> Report:
    return Report(counts={kind: Counts.of_dict(given) for kind, given in counts.items()})


def keep_problems(batch: ImportBatch, report: Report, phase: str) -> None:
    """Move what a report was told into the table, as far as anybody will read it."""
    room = MOST_PROBLEMS - ImportProblem.objects.filter(batch=batch).count() if report.problems.count else 0
    found = (_row(batch, problem, phase) for problem in islice(report.problems, max(room, 0)))
    ImportProblem.objects.bulk_create(found, batch_size=200)
    batch.progress["problems"] = batch.progress.get("problems", 0) + report.problems.count
    report.problems.clear()


def _row(batch: ImportBatch, problem: Problem, phase: str) -> ImportProblem:
    return ImportProblem(
        batch=batch,
        phase=phase,
        file=problem.file[-255:],
        row=problem.row,
        column=problem.column[:255],
        value=problem.value[:255],
        problem=problem.problem,
        fix=problem.fix,
        refused=problem.refused,
    )
