"""All words of a map on one screen: the original beside the translation, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from wagtail.models import Locale

from harbor_wagtail.admin.side_by_side import Original, SideBySide
from harbor_wagtail.directory import locks
from harbor_wagtail.directory.admin.resource_map.desk import map_for
from harbor_wagtail.directory.models import MapWording, ResourceMap
from harbor_wagtail.directory.resource_map.guarding import Guard
from harbor_wagtail.directory.resource_map.words import worded_rows


def words(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    with transaction.atomic():
        if sent is not None:
            locks.hold_by_writing(ResourceMap.objects.filter(pk=pk), "name")
        found = map_for(request, pk)
        locale = get_object_or_404(Locale.objects.exclude(pk=found.locale_id), language_code=language)
        record = {"resource_map": found, "locale": locale}
        screen = SideBySide(_originals(found), MapWording, record, sent, fault=Guard().fault)
        if sent is not None and screen.keep(request):
            return redirect("harbor_directory_map_words", pk, language)
    context = {"map": found, "locale": locale, "written": found.locale.language_code, "screen": screen}
    return TemplateResponse(request, "harbor_directory/admin/resource_map/words.html", context)


def _originals(found: ResourceMap) -> Iterator[Original]:
    for kind, row in worded_rows(found):
        for field in row.words:
            if words := getattr(row, field):
                yield Original(kind, row.pk, field, f"{row}: {row._meta.get_field(field).verbose_name}", words)
