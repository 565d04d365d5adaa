"""Plans for tests: a content tree with every kind of node, and plan pages made of the starter plans."""

from __future__ import annotations

import functools
import json
from typing import Any

from wagtail.models import Page, Site

from harbor_wagtail.documents import pdf
from harbor_wagtail.documents.runs import rich_nodes, text_runs
from harbor_wagtail.documents.tree import (
    Callout,
    Check,
    Checks,
    Document,
    Emergency,
    Field,
    Heading,
    Items,
    Line,
    Node,
    Question,
    Section,
    Source,
    Table,
)
from harbor_wagtail.pages.models import SafetyPlanIndexPage, SafetyPlanPage
from harbor_wagtail.safety_plans.signals import files_later
from harbor_wagtail.safety_plans.starter import starter_plans

HOTLINE = Line("National Human Trafficking Hotline", "1-888-373-7888", "233733", "HELP", "24 hours")


def document(language: str = "en", *, rtl: bool = False, nodes: tuple[Node, ...] = (), **given: Any) -> Document:
    every: tuple[Node, ...] = (
        *rich_nodes("<p>Read <b>this</b> & <i>that</i>.</p><ol><li>one</li><li>call 988</li></ol>"),
        Heading("A heading"),
        Callout("Keep in mind", (Items((text_runs("Call 1-888-373-7888."),)),), "remember"),
        Question("Who could help?", Field("f-long", "Who could help?", "long", 3), "First letters.", True),
        Question("Where?", Field("f-short", "Where?")),
        Question("Which?", Field("f-choice", "Which?", "choice", options=("call", "text"))),
        Checks(
            "To do",
            (
                Check(
                    text_runs("Charge the phone"),
                    Field("f-check", "Charge the phone", "check"),
                    "daily",
                    "Noticed.",
                    (1,),
                ),
            ),
        ),
        Table(
            "People",
            ("Who", "Number"),
            ((Field("f-11", "People, row 1, Who"), Field("f-12", "People, row 1, Number")),),
        ),
    )
    values: dict[str, Any] = {
        "title": "My plan",
        "language": language,
        "rtl": rtl,
        "intro": text_runs("Take what fits."),
        "emergency": Emergency("In danger right now?", "911", "", (HOTLINE,)),
        "sections": (Section("First", nodes or every, "part-1"),),
        "sources": (Source("A handbook, 2016"),),
        "foot": ("Version 1.",),
        "card": nodes or every[2:4],
    }
    return Document(**{**values, **given})


@functools.lru_cache(maxsize=8)
def made_pdf(language: str = "en", rtl: bool = False) -> pdf.Pdf:
    """The PDF of ``document()``, rendered once for all tests of a run."""
    return pdf.make_pdf(document(language, rtl=rtl))


def index_page(**given: Any) -> SafetyPlanIndexPage:
    root: Page = Site.objects.get(is_default_site=True).root_page
    return root.add_child(instance=SafetyPlanIndexPage(title="Plans", slug="plans", **given))


def plan_page(index: Page, name: str = "left", language: str = "en", **given: Any) -> SafetyPlanPage:
    """A published starter plan; its files are made when first asked for."""
    values = next(plan.values for plan in starter_plans(language) if plan.name == name)
    streams = {key: json.dumps(values.pop(key)) for key in ("plan_content", "plan_sources")}
    page = index.add_child(instance=SafetyPlanPage(locale=index.locale, **{**values, **streams, **given}))
    with files_later():
        page.save_revision().publish()
    return page
