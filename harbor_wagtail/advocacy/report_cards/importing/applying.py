"""Writing a plan: all of it in one transaction, with what it takes to undo it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import transaction

from harbor_wagtail.advocacy.report_cards.importing.lookup import law_key
from harbor_wagtail.advocacy.report_cards.importing.plan import Plan, PlannedAnswer, make_plan
from harbor_wagtail.advocacy.report_cards.importing.report import Report
from harbor_wagtail.advocacy.report_cards.importing.snapshots import (
    ANSWER,
    LAW,
    answer_snapshot,
    cited_by,
    law_snapshot,
)
from harbor_wagtail.advocacy.report_cards.models import (
    Assessment,
    AssessmentStatute,
    Edition,
    FrozenError,
    ScoreBatch,
    ScoreChange,
    StatuteRef,
)

CHUNK = 500


@transaction.atomic
def run_import(
    edition: Edition, path: Path, *, dry_run: bool = False, strict: bool = False, user: Any = None, name: str = ""
) -> Report:
    """Bring a file in. With ``strict`` one refused row keeps all of them out.

    Raises ``UnreadableFile``, or ``FrozenError`` for a published edition; then nothing has changed.
    """
    edition = Edition.objects.select_for_update(of=("self",)).select_related("framework").get(pk=edition.pk)
    if edition.is_published:
        raise FrozenError(Edition.frozen_message)
    plan = make_plan(edition, path)
    plan.report.dry_run = dry_run
    if not dry_run and not (strict and plan.report.refused) and (plan.laws or plan.answers):
        plan.report.batch = _write(plan, name or path.name, user)
    return plan.report


def _write(plan: Plan, name: str, user: Any) -> int:
    batch = ScoreBatch.objects.create(edition=plan.edition, file=name[-255:], user=user, counts=plan.report.counts)
    laws = _write_laws(plan, batch)
    _write_answers(plan, batch, laws)
    return int(batch.pk)


def _write_laws(plan: Plan, batch: ScoreBatch) -> dict[tuple[int, str], int]:
    """Key → law, of every law there is now."""
    before = {each.row.pk: law_snapshot(each.row) for each in plan.laws if each.row}
    rows = []
    for each in plan.laws:
        row = each.row or StatuteRef(jurisdiction=each.place, citation=each.citation)
        for field, value in each.changes.items():
            setattr(row, field, value)
        rows.append(row)
    names = sorted({field for each in plan.laws for field in each.changes})
    if names and before:
        StatuteRef.objects.bulk_update([row for row in rows if row.pk in before], names, batch_size=CHUNK)
    StatuteRef.objects.bulk_create([row for row in rows if not row.pk], batch_size=CHUNK)
    _note(batch, LAW, [(row.pk, before.get(row.pk), law_snapshot(row)) for row in rows])
    return {
        law_key(place, citation): pk
        for pk, place, citation in StatuteRef.objects.values_list("pk", "jurisdiction", "citation")
    }


def _write_answers(plan: Plan, batch: ScoreBatch, laws: dict[tuple[int, str], int]) -> None:
    had = cited_by(each.row for each in plan.answers if each.row)
    before = {each.row.pk: answer_snapshot(each.row, had) for each in plan.answers if each.row}
    rows = [_changed(plan.edition, each) for each in plan.answers]
    names = sorted({field for each in plan.answers for field in each.changes})
    if names and before:
        Assessment.objects.bulk_update([row for row in rows if row.pk in before], names, batch_size=CHUNK)
    Assessment.objects.bulk_create([row for row in rows if not row.pk], batch_size=CHUNK)
    recited = [(row, each.laws) for row, each in zip(rows, plan.answers, strict=True) if each.laws is not None]
    cite({row.pk: [laws[key] for key in keys] for row, keys in recited})
    now = cited_by(rows)
    _note(batch, ANSWER, [(row.pk, before.get(row.pk), answer_snapshot(row, now)) for row in rows])


def _changed(edition: Edition, each: PlannedAnswer) -> Assessment:
    row = each.row or Assessment(edition=edition, jurisdiction=each.place, goal=each.goal)
    for field, value in each.changes.items():
        setattr(row, field, value)
    return row


def cite(laws: dict[int, list[int]]) -> None:
    """Answer → its laws, in place of those it had."""
    keys = list(laws)
    for at in range(0, len(keys), CHUNK):
        AssessmentStatute.objects.filter(assessment__in=keys[at : at + CHUNK]).delete()
    AssessmentStatute.objects.bulk_create(
        (
            AssessmentStatute(assessment_id=key, statute_id=law, order=order)
            for key, found in laws.items()
            for order, law in enumerate(found)
        ),
        batch_size=CHUNK,
    )


def _note(batch: ScoreBatch, of: str, rows: list[tuple[int, Any, Any]]) -> None:
    ScoreChange.objects.bulk_create(
        (ScoreChange(batch=batch, of=of, row_id=pk, before=before, after=after) for pk, before, after in rows),
        batch_size=CHUNK,
    )
