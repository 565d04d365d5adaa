"""Taking an import back: what is unchanged since returns to what it was; the rest is listed and left alone."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from harbor_wagtail.advocacy.report_cards.importing.applying import CHUNK, cite
from harbor_wagtail.advocacy.report_cards.importing.columns import LAW_DATES, LAW_FIELDS
from harbor_wagtail.advocacy.report_cards.importing.snapshots import (
    ANSWER,
    COLUMNS,
    LAW,
    answer_snapshot,
    cited_by,
    law_snapshot,
)
from harbor_wagtail.advocacy.report_cards.models import (
    Assessment,
    Edition,
    FrozenError,
    ScoreBatch,
    ScoreChange,
    StatuteRef,
)


@dataclass
class Undone:
    """``kept`` names what somebody has changed since."""

    reverted: int = 0
    deleted: int = 0
    kept: list[str] = field(default_factory=list)


@transaction.atomic
def undo(batch: ScoreBatch) -> Undone:
    """Raises ``FrozenError`` once the edition is published. A second time there is nothing to do."""
    edition = Edition.objects.select_for_update().get(pk=batch.edition_id)
    if edition.is_published:
        raise FrozenError(Edition.frozen_message)
    done = Undone()
    if batch.undone_at is not None:
        return done
    changes = list(ScoreChange.objects.filter(batch=batch))
    _undo_answers([each for each in changes if each.of == ANSWER], done)
    _undo_laws([each for each in changes if each.of == LAW], done)
    batch.undone_at = timezone.now()
    batch.save(update_fields=["undone_at"])
    return done


def _undo_answers(changes: list[ScoreChange], done: Undone) -> None:
    keys = [each.row_id for each in changes]
    rows: dict[int, Assessment] = {}
    for at in range(0, len(keys), CHUNK):
        found = Assessment.objects.filter(pk__in=keys[at : at + CHUNK]).select_related("jurisdiction", "goal")
        rows |= {row.pk: row for row in found}
    cited = cited_by(rows.values())
    back: dict[int, dict[str, Any]] = {}
    new = []
    for each in changes:
        row = rows.get(each.row_id)
        if row is None:
            continue
        if answer_snapshot(row, cited) != each.after:
            done.kept.append(str(row))
        elif each.before is None:
            new.append(row.pk)
        else:
            back[row.pk] = each.before
    for at in range(0, len(new), CHUNK):
        Assessment.objects.filter(pk__in=new[at : at + CHUNK]).delete()
    for pk, before in back.items():
        for name in COLUMNS:
            setattr(rows[pk], name, before[name])
    fields = [name.removesuffix("_id") for name in COLUMNS]
    Assessment.objects.bulk_update([rows[pk] for pk in back], fields, batch_size=CHUNK)
    cite({pk: before["laws"] for pk, before in back.items() if before["laws"] != cited.get(pk, [])})
    done.deleted += len(new)
    done.reverted += len(back)


def _undo_laws(changes: list[ScoreChange], done: Undone) -> None:
    rows = StatuteRef.objects.in_bulk([each.row_id for each in changes])
    for each in changes:
        row = rows.get(each.row_id)
        if row is None:
            continue
        if law_snapshot(row) != each.after:
            done.kept.append(str(row))
        elif each.before is None:
            _delete(row, done)
        else:
            _revert(row, each.before)
            done.reverted += 1


def _delete(row: StatuteRef, done: Undone) -> None:
    """A law that answers rest on by now stays."""
    try:
        with transaction.atomic():
            row.delete()
        done.deleted += 1
    except (ProtectedError, FrozenError):
        done.kept.append(_("%(law)s (answers rest on it)") % {"law": row})


def _revert(row: StatuteRef, before: dict[str, Any]) -> None:
    for name in LAW_FIELDS:
        value = before[name]
        setattr(row, name, datetime.date.fromisoformat(value) if name in LAW_DATES and value else value)
    row.save()
