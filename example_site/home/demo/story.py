"""A page on an invented county, below the explainer: with it, every block of a body stands somewhere in the demo."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from wagtail.models import Page

from harbor_wagtail.advocacy.starter import StarterPage, Written, create_sources
from harbor_wagtail.models import Source
from harbor_wagtail.pages.models import ExplainerPage, FactSheetPage, ReportPage
from home.demo.advocacy import ExamplePages, coalition
from home.demo.pages import setup
from home.demo.picture import harbor

STORY: dict[str, dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "story.yaml").read_text(encoding="utf-8"))


def load(say: Callable[[str], object]) -> None:
    """Once, in each language there is an explainer in."""
    making = setup(say)
    for parent in making.parents:
        above, story = making.child_of(parent, ExplainerPage), STORY.get(parent.locale.language_code)
        if above and story and not Page.objects.child_of(above).filter(slug=story["slug"]).exists():
            StoryPages(making).add(above, dict(story))


class StoryPages(ExamplePages):
    def add(self, above: Page, story: dict[str, Any]) -> None:
        self.streams = {
            "adv_changes": [{"type": "change", "value": each} for each in _plain_days(story.pop("changes"))],
            "adv_authors": [{"type": "person", "value": each} for each in story.pop("people")],
        }
        report = ReportPage.objects.child_of(above).first()
        known: Any = {**create_sources(), "moors-code": _invented_law(), "coalition": coalition()}
        body = [_with_picture(entry) for entry in story.pop("body")]
        written = Written(known, {"report": report.pk} if report else {})
        page = self._page(FactSheetPage, above, StarterPage("story", story, body), written)
        _lead_to(page, above, str(story["search_description"]))

    def given(self, page: StarterPage) -> dict[str, Any]:
        return {**super().given(page), **self.streams}


def _lead_to(page: Any, above: Any, excerpt: str) -> None:
    """From the end of the page above."""
    teaser = {"page": page.pk, "title": page.title, "excerpt": f"<p>{excerpt}</p>", "authors": []}
    explainer = type(above).objects.get(pk=above.pk)
    explainer.adv_body = json.dumps([*explainer.adv_body.raw_data, {"type": "teaser", "value": teaser}])
    explainer.save_revision().publish()


def _plain_days(changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**each, "date": each["date"].isoformat()} for each in changes]


def _with_picture(entry: dict[str, Any]) -> dict[str, Any]:
    if "figure" not in entry:
        return entry
    return {"figure": {**entry["figure"], "image": harbor()}}


def _invented_law() -> Source:
    title = "Moors Children’s Code (invented for this demonstration)"
    return Source.objects.get_or_create(title=title, defaults={"kind": "statute", "language": "en"})[0]
