"""What a source says it found out: checks, getting in, capacity. Written only where it is news."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from harbor_wagtail.directory.importing import bulk, staged
from harbor_wagtail.directory.importing.applying import writing
from harbor_wagtail.directory.importing.applying.incoming import Said
from harbor_wagtail.directory.importing.applying.specs import Spec
from harbor_wagtail.directory.importing.matching import Matcher
from harbor_wagtail.directory.models import Availability, CheckMethod, ServiceCapacity, Verification

if TYPE_CHECKING:
    from harbor_wagtail.directory.importing.report import Report
    from harbor_wagtail.directory.models import ImportBatch

BATCH = 200


def record(batch: ImportBatch, spec: Spec, said: list[Said], report: Report, *, created: bool = False) -> None:
    """Write the events of records whose facts are written."""
    if not spec.is_root:
        return
    _verifications(batch, spec, said, created=created)
    if spec.kind == "service":
        _availability(batch, said)
        _capacities(batch, said, report)


def _verifications(batch: ImportBatch, spec: Spec, said: list[Said], *, created: bool) -> None:
    """A check of the source's that is newer than any we know."""
    stated = {one.pk: one for one in said if one.checked_on}
    newest: dict[int | None, dt.date] = {}
    for piece in staged.pieces(stated) if not created else ():
        known = Verification.objects.filter(**{f"{spec.kind}__in": piece}).order_by("checked_on")
        newest |= dict(known.values_list(f"{spec.kind}_id", "checked_on"))
    rows: list[dict[str, Any]] = []
    for pk, one in stated.items():
        checked = dt.date.fromisoformat(str(one.checked_on))
        if pk in newest and newest[pk] >= checked:
            continue
        rows.append(
            {
                f"{spec.kind}_id": pk,
                "checked_on": checked,
                "method": str(one.ours.get("checked_how") or CheckMethod.SOURCE),
                "by_role": one.ours.get("checked_by_role") or "",
                "assurer_email": one.row.values.get("assurer_email") or one.ours.get("assurer_email") or "",
                "batch_id": batch.pk,
            }
        )
    bulk.insert_over(Verification, writing.empty(Verification), rows)


def _availability(batch: ImportBatch, said: list[Said]) -> None:
    """An event for each service whose word on getting in this import changed."""
    rows = [
        Availability(
            service_id=one.known_pk,
            status=one.facts["status"],
            as_of=dt.datetime.fromisoformat(one.facts["status_as_of"]),
            expires_at=_moment(one.facts.get("status_expires_at")),
            note=one.facts.get("status_note") or "",
            batch=batch,
        )
        for one in said
        if "status" in one.facts and one.facts.get("status_as_of") != one.now.get("status_as_of")
    ]
    Availability.objects.bulk_create(rows, batch_size=BATCH)


def _moment(value: Any) -> dt.datetime | None:
    return dt.datetime.fromisoformat(value) if value else None


def _capacities(batch: ImportBatch, said: list[Said], report: Report) -> None:
    """A row for each count that differs from the newest one we have under the same id."""
    by_key = {one.row.key: one for one in said}
    given: list[tuple[Said, dict[str, Any], str]] = []
    for line in staged.below(batch, ["svc/service_capacity"], by_key):
        given.append((by_key[line.key], line.values, line.links["unit"]))
    if not given:
        return
    units = Matcher(batch).pks("unit", {uuid.UUID(unit) for _, _, unit in given})
    newest = _newest([one.pk for one, _, _ in given])
    new = []
    for one, values, unit in given:
        row = _capacity(one, values, units[uuid.UUID(unit)], batch)
        known = newest.get((one.pk, row.hsds_id))
        if known is not None and _same(known, row) or known is not None and known.updated > row.updated:
            report.of("service_capacity").unchanged += 1
        else:
            new.append(row)
            report.of("service_capacity").created += 1
    ServiceCapacity.objects.bulk_create(new, batch_size=BATCH)


def _newest(pks: list[int | None]) -> dict[tuple[int | None, uuid.UUID], ServiceCapacity]:
    found: dict[tuple[int | None, uuid.UUID], ServiceCapacity] = {}
    for piece in staged.pieces(set(pks)):
        for row in ServiceCapacity.objects.filter(service__in=piece).order_by("updated", "pk"):
            found[row.service_id, row.hsds_id] = row
    return found


def _capacity(one: Said, values: dict[str, Any], unit: int, batch: ImportBatch) -> ServiceCapacity:
    return ServiceCapacity(
        hsds_id=uuid.UUID(values["hsds_id"]),
        service_id=one.known_pk,
        unit_id=unit,
        available=values["available"],
        maximum=values.get("maximum"),
        description=values.get("description") or "",
        updated=_moment(values.get("updated")) or timezone.now(),
        updated_as_given=values.get("updated_as_given", ""),
        batch=batch,
    )


def _same(known: ServiceCapacity, row: ServiceCapacity) -> bool:
    """A count without a date is the one we have if the numbers are."""
    names = ["unit_id", "available", "maximum", "description"]
    if row.updated_as_given:
        names.append("updated")
    return all(getattr(known, name) == getattr(row, name) for name in names)
