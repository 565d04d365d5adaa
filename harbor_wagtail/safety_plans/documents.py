"""A plan page as a content tree, in the language of the page."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from harbor_wagtail.documents.runs import text_runs
from harbor_wagtail.documents.tree import Document, Source
from harbor_wagtail.safety_plans.building import build_card, build_sections
from harbor_wagtail.safety_plans.emergency import emergency_box, settings_of
from harbor_wagtail.safety_plans.numbers import with_numbers


def plan_document(page: Any) -> Document:
    """The whole plan with its emergency box. Three queries, whatever the length."""
    language = page.locale.language_code
    with translation.override(language):
        settings = settings_of(page.get_site())
        box = emergency_box(settings, language, page.plan_emergency)
        document = Document(
            title=page.title,
            label=settings.discreet_title,
            language=language,
            rtl=is_rtl(language),
            intro=text_runs(page.plan_intro),
            emergency=box,
            caution=_caution(page.plan_is_read),
            sections=build_sections(page.plan_content, reading=page.plan_is_read),
            sources=tuple(Source(block.value["text"], block.value["url"] or "") for block in page.plan_sources),
            foot=tuple(_foot(page)),
            card=build_card(page.plan_content, reading=page.plan_is_read),
        )
        return with_numbers(document, box)


def is_rtl(language: str) -> bool:
    try:
        return bool(get_language_info(language)["bidi"])
    except KeyError:
        return False


def _caution(reading: bool) -> str:
    if reading:
        return _("Somebody may find this. Read it, remember what helps, and do not keep it where others look.")
    return _("Somebody may find a plan that is filled in. Leave out names and places that could be used against you.")


def _foot(page: Any) -> list[str]:
    facts = []
    if page.plan_version:
        facts.append(_("Version %(version)s.") % {"version": page.plan_version})
    if page.plan_reviewed_on:
        facts.append(_("Reviewed on %(date)s.") % {"date": date_format(page.plan_reviewed_on, "DATE_FORMAT")})
    return [line for line in (" ".join(facts), page.plan_disclaimer, page.plan_acknowledgement) if line]
