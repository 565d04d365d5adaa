"""The names of every county, fetched once by the browser instead of standing in every form."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from harbor_wagtail.directory.admin.widgets import place_options


@require_safe
@cache_control(private=True, max_age=604800)
def place_names(request: HttpRequest) -> HttpResponse:
    """The ``<option>``s of all states and counties."""
    return HttpResponse(place_options("*"))
