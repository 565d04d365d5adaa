"""Phase two: staged rows become records, set-wise, in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from harbor_wagtail.directory.importing import staged
from harbor_wagtail.directory.importing.applying import after, places
from harbor_wagtail.directory.importing.applying.incoming import Present
from harbor_wagtail.directory.importing.applying.journal import Journal, Show
from harbor_wagtail.directory.importing.applying.records import Records
from harbor_wagtail.directory.importing.applying.specs import SPECS
from harbor_wagtail.directory.importing.applying.terms import Terms
from harbor_wagtail.directory.importing.applying.vocabularies import apply_vocabularies
from harbor_wagtail.directory.models import StagedRow

if TYPE_CHECKING:
    from harbor_wagtail.directory.importing.report import Report
    from harbor_wagtail.directory.models import ImportBatch


def apply(batch: ImportBatch, report: Report, show: Show | None = None) -> None:
    """Write everything staged for ``batch`` and empty its staging rows. All of it, or nothing."""
    # No savepoint, for which SQLite would hold every page that changes in memory: what goes wrong ends the whole import.
    with transaction.atomic(savepoint=False):
        journal = Journal(batch, show)
        apply_vocabularies(batch, report, journal)
        terms = Terms.load(batch)
        present = Present.of(batch, terms)
        touched: dict[str, set[int]] = {}
        for kind in staged.RECORDS:
            records = Records(batch, SPECS[kind], terms, present, report, journal)
            records.apply()
            touched[kind] = records.touched
            if kind == "location":
                marked = records.marked
        journal.write()
        hidden = places.hide(batch, marked)
        after.announce(touched, anything=bool(report.touched or hidden))
        StagedRow.objects.filter(batch=batch)._raw_delete(StagedRow.objects.db)
