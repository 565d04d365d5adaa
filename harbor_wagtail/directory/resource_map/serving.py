"""How the page of a map answers."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def context(page: Any, request: HttpRequest) -> dict[str, Any]:
    return {}


def page(page: Any, request: HttpRequest) -> HttpResponse:
    raise Http404("This map has no page yet.")


print_page = pdf_file = csv_file = page
