"""All words of a framework on one screen: the original beside the translation, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from wagtail.models import Locale
from wagtail.whitelist import Whitelister

from harbor_wagtail.admin.side_by_side import Original, SideBySide
from harbor_wagtail.advocacy.report_cards.admin import access
from harbor_wagtail.advocacy.report_cards.models import DraftingItem, Edition, Framework, Wording
from harbor_wagtail.advocacy.report_cards.models.wording import FIELDS
from harbor_wagtail.advocacy.report_cards.sheet import sheet_of
from harbor_wagtail.advocacy.report_cards.words import KIND


def translate(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    if not access.may_translate(request.user):
        raise PermissionDenied
    sent = request.POST if request.method == "POST" else None
    with transaction.atomic():
        frameworks = Framework.objects.all() if sent is None else Framework.objects.select_for_update()
        framework = get_object_or_404(frameworks, pk=pk)
        locale = get_object_or_404(Locale.objects.exclude(language_code=framework.language), language_code=language)
        record = {"framework": framework, "locale": locale}
        screen = SideBySide(_originals(framework), Wording, record, sent, clean=_clean)
        if sent is not None and screen.keep(request):
            return redirect("harbor_advocacy_framework_words", framework.pk, language)
    context = {"framework": framework, "locale": locale, "written": framework.language, "screen": screen}
    return TemplateResponse(request, "harbor_advocacy/report_cards/admin/words.html", context)


def _originals(framework: Framework) -> Iterator[Original]:
    for row, about in _rows(framework):
        for field in FIELDS[KIND[type(row)]]:
            if words := getattr(row, field):
                named = f"{about}: {row._meta.get_field(field).verbose_name}"
                yield Original(KIND[type(row)], row.pk, field, named, words)


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


def _clean(field: str, text: str) -> str:
    """The method is HTML: of what is typed, only the tags of rich text are kept."""
    return str(Whitelister().clean(text)) if field == "method" else text
