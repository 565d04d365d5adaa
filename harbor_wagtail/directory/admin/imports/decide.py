"""Putting in what was chosen, leaving it, and taking it back."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from harbor_wagtail.directory.admin.imports import outcome
from harbor_wagtail.directory.admin.imports.access import BatchPage, import_url
from harbor_wagtail.directory.admin.imports.rows import numbers
from harbor_wagtail.directory.erasures import Erased
from harbor_wagtail.directory.importing import alive, deciding, waiting
from harbor_wagtail.directory.importing.run import Superseded, fail
from harbor_wagtail.directory.importing.undo import CannotUndo, Undone, undo_import
from harbor_wagtail.directory.models import ImportBatch
from harbor_wagtail.not_written import note

#: Names of what could not be taken back that are kept with the import.
KEPT_LEFT = 500


class DecisionPage(BatchPage):
    """A button of the page about an import; looked at by itself it leads back there."""

    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.back()


class PutInView(DecisionPage):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.batch.state != ImportBatch.State.STAGED:
            return self.back()
        outcome.decide(self.batch, request.POST)
        if waiting.is_too_big(self.batch):
            messages.success(request, _("What you ticked is kept."))
            return self.back()
        try:
            deciding.put_in(self.batch, closing=numbers(request.POST.getlist("close")), user=request.user)
        except Superseded:
            messages.warning(request, _("Somebody else decided about this import meanwhile."))
        except Erased as error:
            messages.error(request, str(error))
        except IntegrityError as problem:
            note(problem)
            messages.error(
                request,
                _("Somebody deleted or added what this list names at the same moment. Nothing was put in. Try again."),
            )
        else:
            messages.success(request, _("It is in. Below is what it did; it can be taken back."))
        return self.back()


class GiveUpView(DecisionPage):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.batch.progress and self.batch.state in alive.UNFINISHED:
            return self._clear()
        try:
            deciding.give_up(self.batch)
        except Superseded:
            messages.warning(request, _("Somebody else decided about this import meanwhile."))
            return self.back()
        messages.success(request, _("Nothing of it was put in, and the file is deleted."))
        return redirect(import_url())

    def _clear(self) -> HttpResponse:
        """What a command left that is gone. One that runs is nobody's here to stop."""
        if alive.is_gone(self.batch):
            fail(self.batch, None)
            messages.success(self.request, _("Cleared away. Nothing of it was put in."))
        return self.back()


class UndoView(DecisionPage):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                undone = undo_import(self.batch.pk, user=request.user)
                if not undone.nothing_to_do:
                    _remember(self.batch.pk, undone)
        except (CannotUndo, Erased) as error:
            messages.error(request, str(error))
            return self.back()
        if undone.nothing_to_do:
            messages.info(request, _("There is nothing of this import left to take back."))
            return self.back()
        if undone.left:
            told = ngettext(
                "Taken back, but for %(count)d record that was worked on since: it is listed below.",
                "Taken back, but for %(count)d records that were worked on since: they are listed below.",
                len(undone.left),
            )
            messages.warning(request, told % {"count": len(undone.left)})
        else:
            messages.success(request, _("The import is taken back."))
        return self.back()


def _remember(pk: int, undone: Undone) -> None:
    """What could not be taken back is told as long as the import is listed, not only once."""
    batch = ImportBatch.objects.get(pk=pk)
    batch.report = {
        **batch.report,
        "undone": {
            "deleted": sum(undone.deleted.values()),
            "restored": sum(undone.restored.values()),
            "left_count": len(undone.left),
            "left": [list(one) for one in undone.left[:KEPT_LEFT]],
        },
    }
    batch.save(update_fields=["report"])
