"""Reads a page as it stands in its form, unsaved, for the panel beside it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.datastructures import MultiValueDictKeyError
from django.views.decorators.http import require_POST
from wagtail.models import Page

from harbor_wagtail.admin.unreadable import unreadable
from harbor_wagtail.language.reading import read


@require_POST
def live(request: HttpRequest, page_id: int) -> HttpResponse:
    """Nothing is saved. A form that cannot be read yet (204) leaves the panel as it is."""
    page = get_object_or_404(Page, pk=page_id).get_latest_revision_as_object()
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    unsaved = _from_form(request, page)
    if unsaved is None:
        return HttpResponse(status=204)
    return TemplateResponse(request, "harbor_wagtail/admin/language/reading.html", {"reading": read(unsaved)})


def _from_form(request: HttpRequest, page: Any) -> Any:
    form_class = page.get_edit_handler().get_form_class()
    if unreadable(request, form_class):
        return None
    parent = page.get_parent()
    form = form_class(request.POST, instance=page, parent_page=parent and parent.specific, for_user=request.user)
    form.defer_required_fields()
    try:
        return form.save(commit=False) if form.is_valid() else None
    except MultiValueDictKeyError:  # half a form; blocks in rows of a host's page ask for their count
        return None
