"""The records of a preview one by one, old and new, with a tick for each; and what was wrong with the rows."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from harbor_wagtail.directory.admin.imports.access import BatchPage
from harbor_wagtail.directory.admin.imports.outcome import KINDS, NAMED
from harbor_wagtail.directory.importing import deciding, preview, staged
from harbor_wagtail.directory.importing.comparing import CHANGED, CREATED
from harbor_wagtail.directory.models import ImportBatch, ImportProblem
from harbor_wagtail.keys import key
from harbor_wagtail.tabular.cells import guarded

PAGE = 50
_FIELDS = ("file", "row", "column", "value", "problem", "fix")


class WaitingPage(BatchPage):
    """Only while somebody still has to decide."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        return response if self.batch.state == ImportBatch.State.STAGED else redirect(self.batch_url)


class RowsView(WaitingPage):
    template_name = "harbor_directory/admin/imports/rows.html"

    def get_page_title(self) -> str:
        words = {CREATED: _("New: %(kind)s"), CHANGED: _("Changed: %(kind)s")}
        return words[self.outcome] % {"kind": KINDS[self.kind]().lower()}

    @cached_property
    def kind(self) -> str:
        if self.kwargs["kind"] not in NAMED:
            raise Http404
        return str(self.kwargs["kind"])

    @cached_property
    def outcome(self) -> str:
        if self.kwargs["outcome"] not in (CREATED, CHANGED):
            raise Http404
        return str(self.kwargs["outcome"])

    def further_breadcrumbs(self) -> list[dict[str, Any]]:
        return [*super().further_breadcrumbs(), {"url": "", "label": self.get_page_title()}]

    @cached_property
    def page(self) -> Any:
        rows = staged.rows(self.batch, self.kind).filter(outcome=self.outcome).order_by("pk")
        return Paginator(rows, PAGE).get_page(self.request.GET.get("p"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        labels: dict[str, str] = {}
        rows = [
            {"pk": row.pk, "taken": not row.left_out, "line": row.row, "file": row.file, **_told(row, labels)}
            for row in self.page
        ]
        return super().get_context_data(rows=rows, page=self.page, is_new=self.outcome == CREATED, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        shown, taken = (numbers(request.POST.getlist(name)) for name in ("shown", "take"))
        wish = request.POST.get("wish", "")
        if wish in ("all", "none"):
            deciding.choose(self.batch, kind=self.kind, outcome=self.outcome, taken=wish == "all")
        else:
            deciding.choose_rows(self.batch, shown, taken)
        if wish == "next" and self.page.has_next():
            return redirect(f"{request.path}?p={self.page.next_page_number()}")
        return self.back() if wish == "done" else redirect(request.get_full_path())


def _told(row: Any, labels: dict[str, str]) -> dict[str, Any]:
    given = row.preview or {}
    facts = []
    for name, old, new in given.get("facts", ()):
        if name not in labels:
            labels[name] = preview.label(row.kind, name)
        facts.append({"label": labels[name], "old": old, "new": new})
    return {"name": given.get("name") or _("(without a name)"), "facts": facts}


def numbers(given: Iterable[str]) -> list[int]:
    return [number for number in map(key, given) if number is not None]


class ProblemsView(BatchPage):
    template_name = "harbor_directory/admin/imports/problems.html"

    def get_page_title(self) -> str:
        return _("What was wrong")

    def further_breadcrumbs(self) -> list[dict[str, Any]]:
        return [*super().further_breadcrumbs(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(_problems(self.batch), PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(page=page, **kwargs)


def _problems(batch: ImportBatch) -> Any:
    """While it waits, from the table; once it is decided, what the report kept."""
    if batch.state in (ImportBatch.State.STAGING, ImportBatch.State.STAGED):
        return ImportProblem.objects.filter(batch=batch).order_by("-refused", "pk")
    report = batch.report if isinstance(batch.report, dict) else {}
    return report.get("problems") or []


class ProblemsFileView(BatchPage):
    """The same for a spreadsheet."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = StreamingHttpResponse(_lines(self.batch), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="import-{self.batch.pk}-problems.csv"'
        return response


class _Echo:
    def write(self, value: str) -> str:
        return value


def _lines(batch: ImportBatch) -> Iterator[str]:
    writer: Any = csv.writer(_Echo())
    yield "\ufeff"  # without it Excel takes UTF-8 for something else
    yield writer.writerow([_("File"), _("Row"), _("Column"), _("Value"), _("Problem"), _("What to do")])
    found = _problems(batch)
    for one in found if isinstance(found, list) else found.iterator(chunk_size=500):
        cells = [one.get(name) if isinstance(one, dict) else getattr(one, name) for name in _FIELDS]
        yield writer.writerow([guarded(cell) for cell in cells])
