"""One map: how far it is, its matrix with every count, what stands out, and the ways in and out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Locale

from harbor_wagtail.directory.models import Answer, Level, MapGap, ResourceMap, TaxonomyTerm
from harbor_wagtail.directory.models.taxonomy import DOMAINS
from harbor_wagtail.directory.resource_map import paper, reviews
from harbor_wagtail.directory.resource_map.exchange.writing import write_csv, write_workbook
from harbor_wagtail.directory.resource_map.serving import as_file
from harbor_wagtail.directory.resource_map.sheet import Cell, Sheet
from harbor_wagtail.directory.resource_map.shown import MapShown, read_map
from harbor_wagtail.documents.engine import NoEngine

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CORRECTED = "harbor.map.correct"
#: Candidates for gaps that are offered at once.
MOST_OFFERED = 12


def map_for(request: Any, pk: int) -> ResourceMap:
    """Raises ``PermissionDenied`` or ``Http404``."""
    if not request.user.has_perm("harbor_directory.change_resourcemap"):
        raise PermissionDenied
    get_object_or_404(ResourceMap, pk=pk)
    return read_map(pk)


def desk(request: HttpRequest, pk: int) -> HttpResponse:
    found = map_for(request, pk)
    shown = MapShown(found, timezone.localdate())
    sheet = shown.sheet
    context = {
        "map": found,
        "sheet": sheet,
        "shown": shown,
        "tables": _tables(sheet),
        "steps": _steps(found, sheet),
        "outdated": sheet.outdated,
        "offered": offered(sheet),
        "compared": reviews.compared_for_team(sheet),
        "languages": Locale.objects.exclude(pk=found.locale_id),
        "today": timezone.localdate(),
    }
    return TemplateResponse(request, "harbor_directory/admin/resource_map/desk.html", context)


def _tables(sheet: Sheet) -> list[dict[str, Any]]:
    found, start = [], 0
    for group in sheet.groups:
        end = start + len(group.columns)
        found.append({"group": group, "rows": [(row, row.cells[start:end]) for row in sheet.rows]})
        start = end
    return found


def _steps(found: ResourceMap, sheet: Sheet) -> list[tuple[str, bool]]:
    """What a team does one after another, and whether it is done."""
    entries, gaps = list(found.entry_points.all()), list(found.gaps.all())
    answered = any(entry.system_contact != Answer.UNKNOWN for entry in entries)
    planned = bool(gaps) and all(gap.owner_role and gap.first_step and gap.due_on for gap in gaps)
    return [
        (_("Name the place and its counties"), bool(sheet.counties)),
        (_("Say who is on the team (roles)"), bool(found.team)),
        (_("Look at what the directory says, and correct what you know better"), bool(sheet.corrections)),
        (_("Ask at each entry point what it takes to start"), answered),
        (_("Agree on gaps, each with an owner, a first step and a day"), planned),
        (_("Set the day of the next review"), found.next_review_on is not None),
    ]


def offered(sheet: Sheet) -> list[Cell]:
    """Cells that may be gaps and are none yet: nothing there first, then not known; whether anybody is there, and the way
    without system contact, before finer ones."""
    known = {(gap.domain.code if gap.domain else "", gap.column) for gap in sheet.map.gaps.all()}
    missing = [Level.NONE, Level.NOT_LISTED, Level.UNKNOWN]
    order = {column.key: at for at, column in enumerate(sheet.columns)}
    cells = [
        cell
        for cell in sheet.cells
        if cell.level in missing and (cell.domain, cell.column.key) not in known and _says_more(cell)
    ]
    cells.sort(key=lambda cell: (order[cell.column.key] > 1, missing.index(cell.level), order[cell.column.key]))
    return cells[:MOST_OFFERED]


def _says_more(cell: Cell) -> bool:
    """Where nobody is listed at all, that is said once, not in every column."""
    return cell.column.key == "all" or cell.count.total > 0 or cell.correction is not None


def make_gap(request: HttpRequest, pk: int) -> HttpResponse:
    """A candidate becomes a gap; the team says in its form who does what until when."""
    sheet = Sheet(map_for(request, pk))
    found = sheet.cell(request.POST.get("domain", ""), request.POST.get("column", ""))
    if request.method != "POST" or found is None:
        raise Http404("This map has no such cell.")
    words = {"kind": sheet.names[DOMAINS][found.domain], "column": found.column.label, "level": found.level.label}
    term = TaxonomyTerm.objects.of(DOMAINS).get(code=found.domain)
    MapGap.objects.create(
        resource_map=sheet.map,
        gap=_("%(kind)s, %(column)s: %(level)s") % words,
        domain=term,
        column=found.column.key,
        # Of one or two providers visitors read nothing; an editor may decide otherwise once it is in other words.
        public=found.count.total == 0 or found.count.total >= 3,
        sort_order=sheet.map.gaps.count(),
    )
    messages.success(request, _("It is among the gaps now. Say there who does what until when."))
    return redirect("harbor_directory_map", pk)


def review(request: HttpRequest, pk: int) -> HttpResponse:
    found = map_for(request, pk)
    form = ReviewForm(request.POST)
    if request.method == "POST" and form.is_valid():
        reviews.record_review(found, form.cleaned_data["on"], request.user, form.cleaned_data["next_on"])
        messages.success(request, _("The review is recorded. From now on the map says what has changed since."))
    else:
        messages.error(request, _("Give the day of the review."))
    return redirect("harbor_directory_map", pk)


class ReviewForm(forms.Form):
    on = forms.DateField()
    next_on = forms.DateField(required=False)


# Out


def download(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """``kind``: "xlsx", "csv", "blank" or "prefilled" (worksheets as PDF)."""
    found = map_for(request, pk)
    if kind == "csv":
        response = as_file(write_csv(Sheet(found)), "text/csv; charset=utf-8", "map.csv")
    elif kind == "xlsx":
        response = as_file(b"", XLSX, "map.xlsx")
        write_workbook(response, Sheet(found))
    else:
        response = _worksheets(found, blank=kind == "blank")
    response.headers["Cache-Control"] = "no-store"
    return response


def _worksheets(found: ResourceMap, *, blank: bool) -> HttpResponse:
    try:
        content = paper.pdf(found, blank=blank)
    except NoEngine as problem:
        raise Http404("This file cannot be made here.") from problem
    return as_file(content, "application/pdf", "worksheets-blank.pdf" if blank else "worksheets.pdf")


def print_worksheets(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    found = map_for(request, pk)
    response = HttpResponse(paper.page(found, blank=kind == "blank"))
    response.headers["Cache-Control"] = "no-store"
    return response
