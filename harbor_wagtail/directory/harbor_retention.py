"""The directory: rows of imports that nobody waits for any more, and erasures that could not be finished at once."""

from __future__ import annotations

from harbor_wagtail.directory.importing import deciding, uploads
from harbor_wagtail.directory.models import ImportBatch, RedactionTask, StagedRow
from harbor_wagtail.directory.redaction_files import finish_tasks
from harbor_wagtail.directory.upkeep import retention as _upkeep  # noqa: F401  # registers its own
from harbor_wagtail.retention import Done, register_retention


@register_retention("import-rows", "rows of finished imports: deleted")
def delete_rows(dry_run: bool) -> Done:
    over = [ImportBatch.State.APPLIED, ImportBatch.State.FAILED, ImportBatch.State.UNDONE]
    rows = StagedRow.objects.filter(batch__state__in=over)
    return Done(rows.count() if dry_run else rows.delete()[0])


@register_retention("uploads", "imports in the admin that nobody came back to: given up, with their files")
def delete_uploads(dry_run: bool) -> Done:
    stale = uploads.stale()
    for batch in [] if dry_run else stale:
        deciding.give_up(batch)
    return Done(len(stale))


@register_retention(
    "upload-folders", "copies of uploads that a killed process left in the folder for temporary files: deleted"
)
def delete_folders(dry_run: bool) -> Done:
    left = len(uploads.left_behind())
    gone = 0 if dry_run else uploads.sweep()
    return Done(left if dry_run else gone, 0 if dry_run else left - gone)


@register_retention("erasures", "erasures of addresses that were still due: finished")
def finish_erasures(dry_run: bool) -> Done:
    due = RedactionTask.objects.filter(done_at__isnull=True).count()
    left = 0 if dry_run else finish_tasks()
    return Done(due - left, left)
