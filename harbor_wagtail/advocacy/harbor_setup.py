"""Setup of advocacy: the explainer and what lies below it, written by ``starter.py``; an empty page of report cards."""

from __future__ import annotations

import json
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from harbor_wagtail.advocacy import page_mixins as kinds
from harbor_wagtail.advocacy import starter
from harbor_wagtail.advocacy.report_cards.pages.mixin import ReportCardsPageMixin
from harbor_wagtail.advocacy.starter import StarterPage, Written
from harbor_wagtail.setting_up import Setup, register_section
from harbor_wagtail.us_layout import us_layout

BRIEFS: dict[str, dict[str, Any]] = {
    "en": {"title": "Issue briefs", "slug": "briefs", "adv_list_intro": "<p>One thing the law should do, and why.</p>"},
    "es": {
        "title": "Informes breves",
        "slug": "briefs",
        "adv_list_intro": "<p>Una cosa que la ley debe hacer, y por qué.</p>",
    },
}
CARDS: dict[str, dict[str, Any]] = {
    "en": {"title": "Report cards", "slug": "report-cards"},
    "es": {"title": "Informes de calificaciones", "slug": "report-cards"},
}
#: In this order: a later page may lead to an earlier one. The explainer leads to all and is written last.
KINDS: dict[str, type] = {
    "myths": kinds.MythFactPageMixin,
    "brief": kinds.IssueBriefPageMixin,
    "facts": kinds.FactSheetPageMixin,
    "report": kinds.ReportPageMixin,
    "glossary": kinds.GlossaryPageMixin,
    "actions": kinds.ActionPageMixin,
}


@register_section(
    "advocacy", "the Safe Harbor pages: explainer, myths and facts, brief, fact sheet, report, actions", order=40
)
def advocacy(setup: Setup) -> None:
    AdvocacyPages(setup).make()


@register_section("report-cards", "the page of report cards, with the map of the United States and no grades", order=50)
def report_cards(setup: Setup) -> None:
    model = setup.page_class(ReportCardsPageMixin)
    us_layout()
    for parent in setup.parents:
        setup.section(parent, model, CARDS)


class AdvocacyPages:
    """Makes the pages in each language there is a text for. A demo overrides ``given``, and may keep the examples."""

    #: Whether a quote that nobody said and a grant that nobody gave, both marked as examples, are shown.
    examples = False

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self.models = {name: setup.page_class(mixin) for name, mixin in KINDS.items()}
        self.explainer = setup.page_class(kinds.ExplainerPageMixin)
        self.chapter = setup.page_class(kinds.ReportChapterPageMixin)
        self.index = setup.page_class(kinds.AdvocacyIndexPageMixin)

    def make(self) -> None:
        sources = starter.create_sources()
        for parent in self.setup.parents:
            if self._language(parent) and not self.setup.child_of(parent, self.explainer):
                starter.create_terms(parent.locale)
                self._section(parent, Written(sources))

    def _language(self, parent: Page) -> str:
        return self.setup.language(parent, starter.languages())

    def given(self, page: StarterPage) -> dict[str, Any]:
        """More values of a page. Streams are lists."""
        return {"adv_year": timezone.localdate().year}

    def _section(self, parent: Page, written: Written) -> None:
        top = self._without_examples(starter.starter_page("explainer", self._language(parent)))
        first = StarterPage("explainer", {**top.values, "show_in_menus": self.setup.show_in_menus})
        explainer = self._page(self.explainer, parent, first, written)
        made = {"explainer": explainer.pk}
        known = Written(written.sources, made)
        for name, model in self.models.items():
            page = starter.starter_page(name, self._language(parent))
            above = self._briefs(explainer) if name == "brief" else explainer
            below = self._page(model, above, page, known)
            made[name] = below.pk
            for chapter in page.chapters:
                self._page(self.chapter, below, chapter, known)
        explainer.adv_body = json.dumps(known.body(top))
        revision = explainer.save_revision()
        if self.setup.publish:
            revision.publish()

    def _briefs(self, explainer: Page) -> Page:
        words = BRIEFS[self.setup.language(explainer, BRIEFS)]
        found: Page = self.setup.add(self.index(**words), explainer)
        return found

    def _page(self, model: Any, parent: Page, page: StarterPage, written: Written) -> Any:
        page = self._without_examples(page)
        values = dict(page.values)
        streams: dict[str, Any] = {"adv_body": written.body(page), "adv_notices": self._notices(parent, page.name)}
        if "brief_codes" in values:
            streams["brief_codes"] = [{"type": "code", "value": code} for code in values.pop("brief_codes")]
        for name, value in self.given(page).items():
            if isinstance(value, list):
                streams[name] = [*streams.get(name, ()), *value]
            else:
                values[name] = value
        intro = written.rich(values.pop("intro", ""))
        rows = {name: json.dumps(value) for name, value in streams.items()}
        return self.setup.add(model(adv_intro=intro, **values, **rows), parent)

    def _without_examples(self, page: StarterPage) -> StarterPage:
        body = [entry for entry in page.body if self.examples or "quote" not in entry]
        return StarterPage(page.name, page.values, body, page.chapters)

    def _notices(self, parent: Page, name: str) -> list[dict[str, Any]]:
        disclaimer, *grant = starter.create_notices(parent.locale, examples=self.examples)
        wanted = [disclaimer, *(grant if name == "facts" else ())]
        return [{"type": "notice", "value": notice.pk} for notice in wanted]
