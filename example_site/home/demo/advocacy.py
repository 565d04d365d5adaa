from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from typing import Any

from wagtail.models import Locale, Page

from harbor_wagtail.advocacy import starter
from harbor_wagtail.advocacy.starter import StarterPage, Written
from harbor_wagtail.models import Publisher
from harbor_wagtail.pages import models as pages
from home.models import HomePage

REVIEWED, REVIEW_BY = datetime.date(2026, 11, 2), datetime.date(2027, 11, 2)
YEAR = 2026
BRIEFS = {
    "en": {"title": "Issue briefs", "slug": "briefs", "adv_list_intro": "<p>One thing the law should do, and why.</p>"},
    "es": {
        "title": "Informes breves",
        "slug": "briefs",
        "adv_list_intro": "<p>Una cosa que la ley debe hacer, y por qué.</p>",
    },
}
#: The brief of the demo names a goal of the invented framework too, so that each leads to the other.
EXAMPLE_CODES = [{"framework": f"Example Safe Harbor Check ({version})", "code": "2.1"} for version in ("1.0", "2.0")]
#: In this order: a later page may lead to an earlier one. The explainer leads to all and is written last.
KINDS: dict[str, Any] = {
    "myths": pages.MythFactPage,
    "brief": pages.IssueBriefPage,
    "facts": pages.FactSheetPage,
    "report": pages.ReportPage,
    "glossary": pages.GlossaryPage,
    "actions": pages.ActionPage,
}


def load(say: Callable[[str], object]) -> None:
    """Safe Harbor: the explainer and what lies below it, in each language there is a text for."""
    sources = starter.create_sources()
    for locale in Locale.objects.filter(language_code__in=starter.languages()).order_by("pk"):
        starter.create_terms(locale)
        _section(locale, Written(sources), say)


def _section(locale: Locale, written: Written, say: Callable[[str], object]) -> None:
    home = HomePage.objects.get(locale=locale)
    if pages.ExplainerPage.objects.child_of(home).exists():
        return
    top = starter.starter_page("explainer", locale.language_code)
    explainer = _make(
        pages.ExplainerPage, home, StarterPage("explainer", top.values), written, locale, show_in_menus=True
    )
    made = {"explainer": explainer.pk}
    known = Written(written.sources, made)
    for name, model in KINDS.items():
        parent = _briefs(explainer, locale) if name == "brief" else explainer
        page = starter.starter_page(name, locale.language_code)
        made[name] = _make(model, parent, page, known, locale).pk
        for chapter in page.chapters:
            _make(pages.ReportChapterPage, Page.objects.get(pk=made[name]), chapter, known, locale)
    explainer.adv_body = json.dumps(known.body(top))
    explainer.save_revision().publish()
    say(f"Safe Harbor pages in {locale.language_code}")


def _briefs(explainer: Page, locale: Locale) -> Page:
    index = pages.AdvocacyIndexPage(locale=locale, **BRIEFS[locale.language_code])
    return _add(index, Page.objects.get(pk=explainer.pk))


def _make(model: Any, parent: Page, page: StarterPage, written: Written, locale: Locale, **given: Any) -> Any:
    values = dict(page.values)
    streams = {
        "adv_body": written.body(page),
        "adv_publishers": _publishers(),
        "adv_notices": _notices(locale, page.name),
    }
    if "brief_codes" in values:
        streams["brief_codes"] = [
            {"type": "code", "value": code} for code in [*values.pop("brief_codes"), *EXAMPLE_CODES]
        ]
    made = model(
        locale=locale,
        adv_intro=written.rich(values.pop("intro", "")),
        adv_year=YEAR,
        adv_reviewed_on=REVIEWED,
        adv_review_by=REVIEW_BY,
        **values,
        **{name: json.dumps(rows) for name, rows in streams.items()},
        **given,
    )
    return _add(made, parent)


def _add(page: Any, parent: Page) -> Any:
    """Below ``parent`` and published, as the translation of the page at the same place of the other tree."""
    other = type(page).objects.filter(slug=page.slug).exclude(locale=page.locale).first()
    if other:
        page.translation_key = other.translation_key
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def _publishers() -> list[dict[str, Any]]:
    coalition, _made = Publisher.objects.get_or_create(
        name="Harbor Coalition", defaults={"about": "The made-up coalition this demonstration belongs to."}
    )
    return [{"type": "publisher", "value": coalition.pk}]


def _notices(locale: Locale, name: str) -> list[dict[str, Any]]:
    disclaimer, grant = starter.create_notices(locale)
    wanted = [disclaimer, grant] if name == "facts" else [disclaimer]
    return [{"type": "notice", "value": notice.pk} for notice in wanted]
