"""What somebody decides about an import they looked at: which records go in, which missing ones close, or none of it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from harbor_wagtail.directory import erasures
from harbor_wagtail.directory.importing import bulk, staged, uploads
from harbor_wagtail.directory.importing.applying import after, apply, writing
from harbor_wagtail.directory.importing.applying.current import Facts, read_facts
from harbor_wagtail.directory.importing.applying.journal import Journal
from harbor_wagtail.directory.importing.applying.specs import SPECS, STATUS
from harbor_wagtail.directory.importing.cleaned import Cleaned
from harbor_wagtail.directory.importing.comparing import CHANGED, CREATED
from harbor_wagtail.directory.importing.hiding import Hiding
from harbor_wagtail.directory.importing.matching import Matcher, key_of
from harbor_wagtail.directory.importing.parents import HANGS_ON
from harbor_wagtail.directory.importing.plain import plain
from harbor_wagtail.directory.importing.report import Report
from harbor_wagtail.directory.importing.rows import Problem
from harbor_wagtail.directory.importing.run import KEPT_PROBLEMS, Superseded, still_wanted
from harbor_wagtail.directory.importing.undisturbed import undisturbed
from harbor_wagtail.directory.importing.waiting import READING, READY, report_of
from harbor_wagtail.directory.importing.withholding import withhold
from harbor_wagtail.directory.models import (
    Alias,
    Availability,
    DataSource,
    ImportBatch,
    ImportProblem,
    Service,
    ServiceStatus,
    StagedRow,
)
from harbor_wagtail.directory.upkeep import two_checks

#: In front of the kind of a row that does not go in; what hangs on it is then read by nobody.
ASIDE = "~"


def choose(batch: ImportBatch, *, kind: str, outcome: str, taken: bool) -> int:
    """Take in, or leave out, all new or all changed records of a kind. Returns how many."""
    rows = staged.rows(batch, kind).filter(outcome=outcome)
    return rows.update(left_out=not taken)


def choose_rows(batch: ImportBatch, shown: Iterable[int], taken: Iterable[int]) -> None:
    """Of the staged rows ``shown``, take in those ``taken`` and leave out the others."""
    decided = StagedRow.objects.filter(batch=batch, pk__in=list(shown), outcome__in=(CREATED, CHANGED))
    chosen = set(taken)
    decided.filter(pk__in=chosen).update(left_out=False)
    decided.exclude(pk__in=chosen).update(left_out=True)


def put_in(batch: ImportBatch, *, closing: Iterable[int] = (), user: Any = None) -> Report:
    """Write what was chosen, and close the missing services ``closing``, in one transaction: all of it, or nothing.

    Raises :class:`~importing.run.Superseded` unless the import is ready, and ``Erased``.
    """
    with undisturbed(), transaction.atomic(), erasures.apart():
        _claim(batch)
        batch.by_user = user or batch.by_user
        _hide_again(batch)
        _set_aside(batch)
        report = report_of(batch.progress.get("told", {}))
        report.batch, report.withheld, report.kept = batch.pk, batch.withheld, batch.progress.get("kept", 0)
        for found in ImportProblem.objects.filter(batch=batch, phase=READING):
            report.problems.add(_problem(found))
        gone = list(missing(batch).filter(pk__in=list(closing)).values_list("pk", flat=True))
        apply(batch, report)
        _close(batch, gone, report, user)
        _finish(batch, report)
        if connection.vendor == "postgresql":
            # Where a site puts each request into one transaction, it would tell after we have answered.
            connection.check_constraints()
    return report


def rehearsed(batch: ImportBatch) -> Report:
    """What a look at the import found, as a report."""
    report = report_of(batch.progress.get("counts", {}))
    report.dry_run, report.withheld, report.kept = True, batch.withheld, batch.progress.get("kept", 0)
    report.held = report.of("organization").created if two_checks.are_wanted() else 0
    for found in ImportProblem.objects.filter(batch=batch):
        report.problems.add(_problem(found))
    return report


def _claim(batch: ImportBatch) -> None:
    """The first statement writes: of two who press the button, the second waits and then finds it done."""
    ready = still_wanted(batch, ImportBatch.State.STAGED).filter(progress__phase=READY)
    if not ready.update(state=ImportBatch.State.APPLIED):
        raise Superseded


def _hide_again(batch: ImportBatch) -> None:
    """Somebody may have decided about a place while the import waited."""
    if not batch.addresses_public:
        return
    Hiding(batch).mark_hidden()
    for kind in staged.RECORDS:
        below = [staged.child_kind(kind, child) for child in HANGS_ON.get(kind, ())]
        for chunk in staged.in_chunks(staged.rows(batch, kind)):
            hidden = [row for row in chunk if row.values.get(staged.HIDDEN)]
            told = [*hidden, *staged.below(batch, below, [row.key for row in hidden])]
            staged.rewrite([row for row in told if _without_address(row)])


def _without_address(row: staged.Line) -> bool:
    """Whether there was any, or a passage that may be one."""
    had = row.values.pop(staged.ADDRESS, None)
    kind = staged.parent_and_kind(row.kind)[1] if staged.is_child(row.kind) else row.kind
    lost = withhold(Cleaned(kind, "", row.values, {}, row.file, row.row))
    if lost:
        row.values[staged.LOST] = sorted({*lost, *row.values.get(staged.LOST, ())})
    return bool(had or lost)


def _set_aside(batch: ImportBatch) -> None:
    """Also what cannot be without a record that is left out: the services of a new organization go with it."""
    for kind in staged.RECORDS:
        if kind != staged.RECORDS[0]:
            _leave_orphans_out(batch, kind)
        staged.rows(batch, kind).filter(left_out=True).update(kind=ASIDE + kind)


def _leave_orphans_out(batch: ImportBatch, kind: str) -> None:
    matcher = Matcher(batch)
    for chunk in staged.in_chunks(staged.rows(batch, kind)):
        lost: set[int] = set()
        for link in staged.NEEDED.get(kind, ()):
            known = matcher.known(link, {key for row in chunk if (key := key_of(row, link))})
            lost.update(row.pk for row in chunk if key_of(row, link) not in known)
        for piece in staged.pieces(lost):
            StagedRow.objects.filter(pk__in=piece).update(left_out=True)


def _problem(found: ImportProblem) -> Problem:
    return Problem(found.file, found.row, found.column, found.value, found.problem, found.fix, found.refused)


def _finish(batch: ImportBatch, report: Report) -> None:
    report.nothing_to_do = not report.touched
    batch.state, batch.finished_at = ImportBatch.State.APPLIED, timezone.now()
    batch.report = {**report.as_dict(KEPT_PROBLEMS), "problem_count": report.problems.count}
    batch.progress = {}
    batch.save(update_fields=["state", "finished_at", "report", "progress", "by_user"])
    ImportProblem.objects.filter(batch=batch).delete()


def missing(batch: ImportBatch) -> QuerySet[Service]:
    """Services that came from this source before, are still open, and are not in this file in any way."""
    here = StagedRow.objects.filter(batch=batch, kind__in=("service", f"{staged.REFUSED}service", f"{ASIDE}service"))
    rows = Service.objects.filter(data_source=batch.source_id, live=True).exclude(status=ServiceStatus.CLOSED)
    rows = rows.exclude(Exists(here.filter(key=OuterRef("hsds_id"))))
    rows = rows.exclude(~Q(source_id=""), Exists(here.filter(source_id=OuterRef("source_id"))))
    return rows.exclude(pk__in=_known_by_a_former_id(batch, rows)).select_related("organization").order_by("pk")


def _known_by_a_former_id(batch: ImportBatch, rows: QuerySet[Service]) -> set[int]:
    former = Alias.objects.filter(kind=Alias.Kind.HSDS_ID, service__in=rows).values_list("value", "service")
    by_id = {uuid.UUID(value): pk for value, pk in former if pk}
    return {by_id[row.key] for row in staged.below(batch, ["service"], by_id)}


def _close(batch: ImportBatch, pks: list[int], report: Report, user: Any) -> None:
    """An event and a journal entry for each, so that taking the import back opens them again."""
    spec, now = SPECS["service"], timezone.now()
    said: Facts = dict(zip(STATUS, (str(ServiceStatus.CLOSED), plain(now), None, ""), strict=True))
    journal = Journal(batch)
    before = read_facts(spec, pks, (), ())
    batches = dict(Service.objects.filter(pk__in=pks).values_list("pk", "batch_id"))
    for pk in pks:
        was = {name: before[pk][name] for name in STATUS} | {"batch": batches[pk]}
        journal.changed("service", pk, str(before[pk]["name"]), was, said)
    journal.write()
    writing.update(spec, dict.fromkeys(pks, said), {pk: {"batch_id": batch.pk} for pk in pks})
    Availability.objects.bulk_create([_closed(pk, now, user, batch) for pk in pks], batch_size=200)
    report.of("service").changed += len(pks)
    if pks:
        after.refresh_search(set(pks))


def _closed(pk: int, now: dt.datetime, user: Any, batch: ImportBatch) -> Availability:
    return Availability(service_id=pk, status=ServiceStatus.CLOSED, as_of=now, by_user=user, batch=batch)


def give_up(batch: ImportBatch) -> None:
    """Nothing of it is wanted: the upload, the rows and the import itself go, and a source nobody else used."""
    if batch.state not in (ImportBatch.State.UPLOADED, ImportBatch.State.STAGING, ImportBatch.State.STAGED):
        raise Superseded
    uploads.forget(batch)
    with transaction.atomic():
        bulk.delete(StagedRow.objects.filter(batch=batch))
        ImportProblem.objects.filter(batch=batch).delete()
        batch.delete()
        unused = DataSource.objects.filter(pk=batch.source_id, batches__isnull=True, mapping={})
        if not any(spec.model._default_manager.filter(data_source=batch.source_id).exists() for spec in SPECS.values()):
            unused.delete()
