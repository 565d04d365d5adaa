"""A handout leaves only through here: the page must be live, of this site and open to this visitor."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from harbor_wagtail.advocacy import files
from harbor_wagtail.advocacy.registry import SECTION, advocacy_models
from harbor_wagtail.counting.collecting import count
from harbor_wagtail.documents.engine import NoEngine
from harbor_wagtail.page_files import as_the_page, live_page, page_at
from harbor_wagtail.safety.headers import harbor_response


@require_safe
def handout(request: HttpRequest, pk: int) -> HttpResponseBase:
    page = live_page(request, advocacy_models(), pk)
    if page is None:
        raise Http404("No such handout.")
    return as_the_page(request, page, _give)


@require_safe
def handout_beside_page(request: HttpRequest, path: str) -> HttpResponseBase:
    """The same file at ``handout.pdf`` below the page's own address."""
    page = page_at(request, path)
    if page is None or getattr(page, "advocacy_section", "") != SECTION:
        raise Http404("No handout here.")
    return as_the_page(request, page, _give)


def _give(request: HttpRequest, page: Any) -> HttpResponse:
    if not page.advocacy_has_handout:
        raise Http404("This page has no handout.")
    try:
        made = files.handout(page, request)
    except NoEngine as problem:
        raise Http404("This file cannot be made here.") from problem
    response = HttpResponse(bytes(made.content), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{page.slug}.pdf"'
    response.headers["Content-Length"] = str(made.size)
    count(request, response, page)
    return harbor_response(response, request=request, bare=False, noindex=True)
