"""All words of a map on one screen: the original beside the translation, and what has changed since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Locale

from harbor_wagtail.directory.admin.resource_map.desk import map_for
from harbor_wagtail.directory.models import MapWording, ResourceMap
from harbor_wagtail.directory.resource_map.guarding import Guard
from harbor_wagtail.directory.resource_map.words import worded_rows
from harbor_wagtail.typed import typed

Key = tuple[str, int, str]


@dataclass(frozen=True)
class Text:
    """``outdated``: the original was another one when it was translated."""

    name: str
    about: str
    original: str
    text: str
    outdated: bool
    fault: str = ""


def words(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    found = map_for(request, pk)
    locale = get_object_or_404(Locale.objects.exclude(pk=found.locale_id), language_code=language)
    texts = _texts(found, locale, request.POST if request.method == "POST" else None)
    if request.method == "POST" and not any(text.fault for text in texts):
        saved = _save(found, locale, request.POST)
        told = ngettext("%(number)d text was saved.", "%(number)d texts were saved.", saved)
        messages.success(request, told % {"number": saved})
        return redirect("harbor_directory_map_words", pk, language)
    context = {"map": found, "locale": locale, "texts": texts}
    return TemplateResponse(request, "harbor_directory/admin/resource_map/words.html", context)


def _stored(found: ResourceMap, locale: Locale) -> dict[Key, MapWording]:
    rows = MapWording.objects.filter(resource_map=found, locale=locale)
    return {(row.of, row.row_id, row.field): row for row in rows}


def _originals(found: ResourceMap) -> list[tuple[Key, Any, str]]:
    return [
        ((kind, row.pk, field), row, original)
        for kind, row in worded_rows(found)
        for field in row.words
        if (original := getattr(row, field))
    ]


def _texts(found: ResourceMap, locale: Locale, given: Any) -> list[Text]:
    stored, guard, texts = _stored(found, locale), Guard(), []
    for key, row, original in _originals(found):
        known = stored.get(key)
        text = (given.get(_name(key)) if given else None) or (known.text if known else "")
        about = f"{row}: {row._meta.get_field(key[2]).verbose_name}"
        fault = guard.fault(text) if given else ""
        texts.append(Text(_name(key), about, original, text, bool(known and known.original != original), fault))
    return texts


def _name(key: Key) -> str:
    return "w-{}-{}-{}".format(*key)


@transaction.atomic
def _save(found: ResourceMap, locale: Locale, given: Any) -> int:
    stored, saved = _stored(found, locale), 0
    for key, _row, original in _originals(found):
        text, known = typed(given.get(_name(key), "")).strip(), stored.get(key)
        if known and not text:
            known.delete()
            saved += 1
        elif text and (known is None or (known.text, known.original) != (text, original)):
            row = known or MapWording(resource_map=found, locale=locale, of=key[0], row_id=key[1], field=key[2])
            row.text, row.original = text, original
            row.save()
            saved += 1
    return saved
