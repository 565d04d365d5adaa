from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from harbor_wagtail.directory.models import ImportBatch, StagedRow
from harbor_wagtail.directory.redaction_files import finish_tasks


class Command(BaseCommand):
    """Delete what is past its use. Exit code 0: nothing is left to do; 1: some erasure must be tried again."""

    help = "Finish erasures that are still due and delete rows of imports that nobody waits for any more. Run it daily."

    def handle(self, *args: Any, **options: Any) -> None:
        over = [ImportBatch.State.APPLIED, ImportBatch.State.FAILED, ImportBatch.State.UNDONE]
        rows, _ = StagedRow.objects.filter(batch__state__in=over).delete()
        self.stdout.write(f"Rows of finished imports deleted: {rows}.")
        left = finish_tasks()
        self.stdout.write(f"Erasures still to finish: {left}.")
        if left:
            raise SystemExit(1)
