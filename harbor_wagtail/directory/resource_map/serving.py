"""How the page of a map answers: to read, to print, as PDF and as CSV. All four tell the same."""

from __future__ import annotations

import csv
import hashlib
import io
import threading
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import timezone, translation

from harbor_wagtail import site_cache
from harbor_wagtail.directory.resource_map.shown import MapShown, find_map
from harbor_wagtail.documents import engine, pdf
from harbor_wagtail.navigation import Link
from harbor_wagtail.tabular.cells import guarded

SHEET = "map.css"
PRINT_TEMPLATE = "harbor_directory/resource_map/print.html"
PDF_TEMPLATE = "harbor_directory/resource_map/pdf.html"
CSV_COLUMNS = ("kind_of_help", "group", "column", "what_we_can_say", "at_least", "said_by_hand_on")
#: Files kept by this process, by what they were made of; then all are forgotten. The site's cache, where several processes
#: share one, keeps them for all of them.
MOST_KEPT = 20
KEPT_SECONDS = 7 * 24 * 3600
_files: dict[str, bytes] = {}
#: Of several who ask for the first time at once, one has it made and the others wait for it.
_making = threading.Lock()


def context(page: Any, request: HttpRequest) -> dict[str, Any]:
    """``shown`` is ``None`` for a page whose map an editor has not chosen yet."""
    found = find_map(page.resource_map_id)
    url = page.get_url(request) or ""
    return {
        **page.get_context(request),
        "shown": MapShown(found, timezone.localdate()) if found else None,
        "map_url": url,
        "above": _directory_above(page, request),
        "print_url": url + page.reverse_subpage("print"),
        "csv_url": url + page.reverse_subpage("csv"),
        "pdf_url": url + page.reverse_subpage("pdf") if page.pk and engine.available() else "",
    }


def page(page: Any, request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, page.map_template, page.get_map_context(request))


def print_page(page: Any, request: HttpRequest) -> HttpResponse:
    response = TemplateResponse(request, PRINT_TEMPLATE, {**_with_map(page, request), "paper": True})
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def pdf_file(page: Any, request: HttpRequest) -> HttpResponse:
    language = page.locale.language_code
    with translation.override(language):
        html = render_to_string(PDF_TEMPLATE, {**_with_map(page, request), "paper": True}, request=request)
    try:
        content = made_of(html, language)
    except engine.NoEngine as problem:
        raise Http404("This file cannot be made here.") from problem
    return as_file(content, "application/pdf", "map.pdf")


def csv_file(page: Any, request: HttpRequest) -> HttpResponse:
    shown: MapShown = _with_map(page, request)["shown"]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(CSV_COLUMNS)
    for table in shown.tables:
        for row, cells in table.rows:
            kind = f"{row.name}: {'; '.join(row.members)}" if row.members else row.name
            for cell in cells:
                day = cell.corrected_on.isoformat() if cell.corrected_on else ""
                told = (kind, table.title, cell.column.label, cell.words)
                writer.writerow([*map(guarded, told), cell.at_least or "", day])
    # The mark tells Excel that it is UTF-8.
    return as_file("\ufeff" + text.getvalue(), "text/csv; charset=utf-8", "map.csv")


def made_of(html: str, language: str) -> bytes:
    """The PDF of a page, made once for the same words. Raises ``engine.NoEngine``."""
    digest = hashlib.sha256(f"{pdf.FORMAT}:{language}:{html}".encode()).hexdigest()
    known = _files.get(digest)
    return known if known is not None else _made(digest, html, language)


def _made(digest: str, html: str, language: str) -> bytes:
    key = f"harbor_directory.map_pdf.{digest}"
    with _making:
        made = _files.get(digest) or site_cache.get(key)
        if made is None:
            made = pdf.make_from_html(html, language, SHEET, rtl=' dir="rtl"' in html[:200]).content
            site_cache.keep(key, made, KEPT_SECONDS)
        if len(_files) >= MOST_KEPT:
            _files.clear()
        _files[digest] = made
    return bytes(made)


def as_file(content: str | bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _with_map(page: Any, request: HttpRequest) -> dict[str, Any]:
    found = page.get_map_context(request)
    if found["shown"] is None:
        raise Http404("No map is chosen for this page.")
    return dict(found)


def _directory_above(page: Any, request: HttpRequest) -> Link | None:
    """The page above, where that is a directory."""
    above = page.get_parent().specific if page.pk else None
    if above is None or getattr(above, "harbor_section", "") != "directory":
        return None
    return Link(above.title, above.get_url(request) or "")
