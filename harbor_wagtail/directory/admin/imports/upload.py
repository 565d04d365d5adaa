"""The first page: a file, whose it is, and whether its addresses may be shown."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from harbor_wagtail.conf import conf
from harbor_wagtail.directory.admin.imports.access import ImportPage, import_url
from harbor_wagtail.directory.admin.imports.forms import UploadForm
from harbor_wagtail.directory.importing import alive, deciding, looking, uploads, waiting
from harbor_wagtail.directory.importing.readers.detect import TABLE
from harbor_wagtail.directory.importing.rows import UnreadableFile
from harbor_wagtail.directory.models import ImportBatch

#: Imports shown below the form.
RECENT = 10
WAITING = (ImportBatch.State.UPLOADED, ImportBatch.State.STAGING, ImportBatch.State.STAGED)


class UploadView(ImportPage):
    template_name = "harbor_directory/admin/imports/upload.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", UploadForm())
        batches = ImportBatch.objects.select_related("source", "by_user").defer("report", "options")
        mine = batches.filter(state__in=WAITING).exclude(progress={}, state__in=alive.UNFINISHED)
        by_commands = batches.filter(progress={}, state__in=alive.UNFINISHED)
        return super().get_context_data(
            waiting=list(mine[:RECENT]),
            gone=[batch for batch in by_commands if alive.is_gone(batch)],
            recent=list(batches.exclude(state__in=WAITING)[:RECENT]),
            most=conf.IMPORT_UPLOAD_MB,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                return self._take(form)
            except UnreadableFile as error:
                form.add_error("file", f"{error.problem} {error.fix}")
        return self.render_to_response(self.get_context_data(form=form))

    def _take(self, form: UploadForm) -> HttpResponse:
        file = form.cleaned_data["file"]
        for old in uploads.stale():
            deciding.give_up(old)
        batch = waiting.upload(
            form.the_source(), file.name, file.chunks(), public=form.is_public, user=self.request.user
        )
        try:
            with uploads.opened(batch) as path:
                look = looking.look_into(path)
        except (UnreadableFile, OSError):
            deciding.give_up(batch)
            raise
        if look.format != TABLE:
            waiting.begin(batch, waiting.Wish(look.format, public=batch.addresses_public))
        return redirect(import_url("batch", batch.pk))


def stopped_words(batch: ImportBatch) -> str:
    """Why an import that failed did so, for people."""
    report = batch.report if isinstance(batch.report, dict) else {}
    return str(report.get("stopped") or _("It was stopped before it was finished."))
