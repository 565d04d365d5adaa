"""The files of a plan as it was last saved, and what they are like, before anybody else gets them. For editors only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.models import PAGE_TEMPLATE_VAR

from harbor_wagtail.documents import engine
from harbor_wagtail.documents.pdf import Pdf
from harbor_wagtail.documents.tree import Document
from harbor_wagtail.language.remarks import Remark
from harbor_wagtail.safety_plans import files
from harbor_wagtail.safety_plans.listing import plan_models
from harbor_wagtail.safety_plans.review import remarks


@dataclass(frozen=True, slots=True)
class Checked:
    """A file made for looking at. ``verdict`` is None for Word, which keeps no record of itself."""

    kind: str
    made: Pdf | None

    @property
    def size(self) -> int:
        return len(self.made.content) if self.made else 0


@require_safe
@never_cache
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Make every file the draft would offer and say what each is like."""
    page = _draft(request, pk)
    document = page.get_plan_document()
    found = [Checked(kind, _made(kind, document)) for kind in files.KINDS if page.plan_offers(kind)]
    context = {
        PAGE_TEMPLATE_VAR: page,
        "files": found,
        "remarks": _serious(page, document),
        "engine_problem": engine.problem(),
    }
    return TemplateResponse(request, "harbor_safety_plans/admin/check_files.html", context)


@require_safe
@never_cache
def draft_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    page = _draft(request, pk)
    made = _made(kind, page.get_plan_document()) if kind in files.KINDS else None
    if made is None:
        raise Http404("This file cannot be made.")
    response = HttpResponse(made.content, content_type=files.CONTENT_TYPES[kind])
    response.headers["Content-Disposition"] = f'inline; filename="{page.plan_file_name}-draft.{_suffix(kind)}"'
    return response


def _suffix(kind: str) -> str:
    return files.WORD if kind == files.WORD else files.PDF


def _draft(request: HttpRequest, pk: int) -> Any:
    """The plan as last saved, for somebody who may edit it."""
    for model in plan_models():
        if model.objects.filter(pk=pk).exists():
            page = get_object_or_404(model, pk=pk)
            if not page.permissions_for_user(request.user).can_edit():
                raise PermissionDenied
            return page.get_latest_revision_as_object()
    raise Http404("No such plan.")


def _made(kind: str, document: Document) -> Pdf | None:
    return files.render(kind, document) if files.can_make(kind, document) else None


def _serious(page: Any, document: Document) -> list[Remark]:
    return [each for each in remarks(page, document) if each.serious]
