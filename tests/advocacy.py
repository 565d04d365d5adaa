"""Advocacy pages for tests: sources, and pages made in one line."""

from __future__ import annotations

import json
from typing import Any

from wagtail.models import Page, Site

from harbor_wagtail.advocacy.citations.marks import Cite, markup
from harbor_wagtail.models import Source, SourceAuthor
from harbor_wagtail.pages.models import FactSheetPage


def source(title: str = "A report", *, authors: tuple[str, ...] = (), **given: Any) -> Source:
    """``authors`` are "First Last" each."""
    made = Source.objects.create(title=title, **given)
    if authors:
        for name in authors:
            first, _space, last = name.rpartition(" ")
            made.authors.add(SourceAuthor(given_name=first, family_name=last))
        made.save()
    return made


def cite(found: Source | int | None = None, **given: Any) -> str:
    return markup(Cite(found.pk if isinstance(found, Source) else found, **given))


def root() -> Page:
    found: Page = Site.objects.get(is_default_site=True).root_page
    return found


def page(*blocks: tuple[str, Any], model: Any = FactSheetPage, parent: Page | None = None, **given: Any) -> Any:
    """A published page with ``blocks`` as its body; block values as Wagtail stores them."""
    above = parent or root()
    streams = {
        name: given.pop(name) for name in list(given) if isinstance(given[name], list) and name.startswith("adv_")
    }
    values = {"title": "A page", "locale": above.locale, **given}
    body = [{"type": kind, "value": value} for kind, value in blocks]
    made = model(adv_body=json.dumps(body), **values)
    for name, rows in streams.items():
        setattr(
            made,
            name,
            json.dumps(rows) if name in ("adv_changes", "adv_authors", "adv_publishers", "adv_notices") else rows,
        )
    above.add_child(instance=made)
    made.save_revision().publish()
    made.refresh_from_db()
    return made


#: A value for every block of the body, as Wagtail stores it; ``{cite}`` stands where a note goes.
LINE = "<p>A line{cite}</p>"
NAMED = {"name": LINE, "text": "<p>About it{cite}</p>"}
TARGET = {"page": None, "url": "https://example.org/x", "email": "", "document": None}
LIST = {"heading": "<p>A heading{cite}</p>", "stem": "<p>It should:</p>"}
SIDE = {"name": LINE, "points": [LINE], "image": None, "alt": ""}


def every_block(found: Source, hotline: int) -> list[tuple[str, Any]]:
    """One of each kind of block, with notes wherever rich text takes them."""
    lines, named = {**LIST, "items": [LINE, "<p>Another</p>"]}, {**LIST, "items": [NAMED, NAMED]}
    values: dict[str, Any] = {
        "section": {"heading": "<p>Where it began{cite}</p>", "subheading": "<p>and went on</p>", "text": LINE},
        "text": "<p>Text{cite} and <b>bold{cite}</b></p><ul><li>item{cite}</li></ul>",
        "myth": {
            "myth": "Only systems can keep a child safe",
            "fact_heading": "<p>Others can{cite}</p>",
            "fact": "<p>A fact{cite}</p>",
            "what_works": "<p>Choice</p>",
            "materials": [found.pk],
            "number": None,
        },
        "callout": {"heading": "", "kind": "equity", "text": LINE},
        **dict.fromkeys(("bullets", "checklist", "steps", "prompts"), lines),
        **dict.fromkeys(("timing", "audiences", "dimensions", "benefits", "method", "cycle"), named),
        "questions": {"heading": "", "items": [{"question": LINE, "answer": LINE}]},
        "emergency": lines,
        "table": {
            "heading": "<p>A heading{cite}</p>",
            "columns": [LINE, "<p>Another</p>"],
            "rows": [{"cells": [LINE, ""]}],
            "names_rows": True,
        },
        "strategies": {
            **LIST,
            "reader": "youth",
            "when": "after",
            "items": [{"text": LINE, "qualifier": "if possible", "caution": LINE}],
        },
        "hotlines": {"heading": "", "text": LINE, "items": [hotline]},
        "roles": {**LIST, "items": [{**NAMED, "page": None}]},
        "stages": {
            **LIST,
            "items": [
                {"stage": stage, "name": LINE, "definition": LINE, "lacking": LINE} for stage in ("past", "future")
            ],
        },
        "versus": {"heading": "", "first": SIDE, "second": SIDE},
        "shift": {**LIST, "items": [{"before": LINE, "after": LINE}]},
        "timeline": {"heading": "", "items": [{"year": 2000, "month": 10, "day": None, "text": LINE}]},
        "why": {"heading": "", "items": [{"topic": LINE, "harm": LINE, "instead": LINE}]},
        "routes": {**LIST, "items": [{"route": LINE, "why_not": LINE}]},
        "drafting": {**LIST, "items": [{"text": LINE, "why": LINE, "examples": [found.pk]}]},
        "change": {"heading": "", "since": 2025, "before": LINE, "after": LINE, "why": LINE},
        "statute": {"source": found.pk, "words": "No child shall be prosecuted.", "pinpoint": "§ 4"},
        "statement": {"heading": "", "text": LINE},
        "pull_quote": {"text": "Text and bold"},
        "quote": {"heading": "", "quote": None, "on_page": True, "on_paper": False},  # see test_quotes_serving
        "actions": {
            **LIST,
            "items": [{**TARGET, "reader": "public", "label": "Write", "text": LINE, "effort": "hour"}],
        },
        "materials": {"heading": "", "items": [found.pk]},
        "toolkit": {
            **LIST,
            "items": [{**TARGET, "name": LINE, "kind": "map", "text": LINE, "filled_by": "you", "time": "1 h"}],
        },
        "teaser": {
            **TARGET,
            "title": "Elsewhere",
            "excerpt": LINE,
            "authors": [{"name": "Ana Ruiz", "credentials": "JD", "role": "", "organization": ""}],
        },
        "publisher": {"publisher": None, "text": LINE},
        "figure": {"image": None, "alt": "", "caption": "", "credit": ""},
    }
    text = json.dumps(values).replace("{cite}", json.dumps(cite(found, pinpoint="4"))[1:-1])
    return list(json.loads(text).items())
