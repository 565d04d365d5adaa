"""All words of a framework on one screen: the original beside the translation, and what has changed since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Locale
from wagtail.whitelist import Whitelister

from harbor_wagtail.advocacy.report_cards.admin import access
from harbor_wagtail.advocacy.report_cards.models import DraftingItem, Edition, Framework, Wording
from harbor_wagtail.advocacy.report_cards.models.wording import FIELDS
from harbor_wagtail.advocacy.report_cards.sheet import sheet_of
from harbor_wagtail.advocacy.report_cards.words import KIND
from harbor_wagtail.typed import typed


@dataclass(frozen=True)
class Text:
    """``outdated``: the original was another one when it was translated."""

    name: str
    about: str
    original: str
    text: str
    outdated: bool


def translate(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    if not access.may_translate(request.user):
        raise PermissionDenied
    framework = get_object_or_404(Framework, pk=pk)
    locale = get_object_or_404(Locale.objects.exclude(language_code=framework.language), language_code=language)
    if request.method == "POST":
        saved = _save(framework, locale, request.POST)
        told = ngettext("%(number)d text was saved.", "%(number)d texts were saved.", saved)
        messages.success(request, told % {"number": saved})
        return redirect("harbor_advocacy_framework_words", framework.pk, language)
    texts = _texts(framework, locale)
    context = {
        "framework": framework,
        "locale": locale,
        "texts": texts,
        "missing": sum(not each.text for each in texts),
        "outdated": sum(each.outdated for each in texts),
    }
    return TemplateResponse(request, "harbor_advocacy/report_cards/admin/words.html", context)


def _rows(framework: Framework) -> list[tuple[Any, str]]:
    """Every row that has words, with what to call it."""
    sheet = sheet_of(framework)
    found: list[tuple[Any, str]] = [(framework, _("framework"))]
    found += [(band, _("band")) for band in sheet.bands]
    found += [(area, _("issue area")) for area in sheet.areas]
    for goal in sheet.goals:
        found.append((goal, goal.code))
        found += [(option, f"{goal.code}: {option.code}") for option in sheet.options_of[goal.pk]]
    items = DraftingItem.objects.filter(goal__framework=framework).select_related("goal")
    found += [(item, f"{item.goal.code}: {_('point for drafting')}") for item in items]
    return found + [(edition, _("edition")) for edition in Edition.objects.filter(framework=framework)]


def _stored(framework: Framework, locale: Locale) -> dict[tuple[str, int, str], Wording]:
    return {(row.of, row.row_id, row.field): row for row in Wording.objects.filter(framework=framework, locale=locale)}


def _texts(framework: Framework, locale: Locale) -> list[Text]:
    stored = _stored(framework, locale)
    texts = []
    for row, about in _rows(framework):
        for field in FIELDS[KIND[type(row)]]:
            if original := getattr(row, field):
                key = (KIND[type(row)], row.pk, field)
                known = stored.get(key)
                outdated = known is not None and known.original != original
                texts.append(Text(_name(key), about, original, known.text if known else "", outdated))
    return texts


def _name(key: tuple[str, int, str]) -> str:
    return "w-{}-{}-{}".format(*key)


@transaction.atomic
def _save(framework: Framework, locale: Locale, given: Any) -> int:
    stored, saved = _stored(framework, locale), 0
    for row, _about in _rows(framework):
        for field in FIELDS[KIND[type(row)]]:
            key, original = (KIND[type(row)], row.pk, field), getattr(row, field)
            text, known = given.get(_name(key)), stored.get(key)
            if text is None or (known is None and not text.strip()):
                continue
            text = _clean(field, typed(text).strip())
            if known is None or known.text != text or known.original != original:
                known = known or Wording(framework=framework, locale=locale, of=key[0], row_id=row.pk, field=field)
                known.text, known.original = text, original
                known.save()
                saved += 1
    return saved


def _clean(field: str, text: str) -> str:
    """The method is HTML: of what is typed, only the tags of rich text are kept."""
    return str(Whitelister().clean(text)) if field == "method" else text
