from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from typing import Any

from wagtail.models import Locale

from harbor_wagtail.pages.models import SafetyPlanIndexPage, SafetyPlanPage
from harbor_wagtail.safety_plans.making import make_files
from harbor_wagtail.safety_plans.signals import files_later
from harbor_wagtail.safety_plans.starter import StarterPlan, starter_plans
from home.models import HomePage

REVIEWED, REVIEW_BY = datetime.date(2026, 11, 2), datetime.date(2027, 11, 2)
INDEX: dict[str, dict[str, Any]] = {
    "en": {
        "title": "Safety planning",
        "slug": "safety-planning",
        "plans_intro": "Plans to read, fill in or print. Take what fits, leave the rest, and change it when something changes.",
        "search_description": "For young people, families and staff: to read, fill in, print, or take as a PDF.",
    },
    "es": {
        "title": "Planes de seguridad",
        "slug": "safety-planning",
        "plans_intro": "Planes para leer, llenar o imprimir. Toma lo que te sirva, deja lo demás y cámbialo cuando algo cambie.",
        "search_description": "Para jóvenes, familias y equipos: para leer, llenar, imprimir o llevar en PDF.",
    },
}


def load(say: Callable[[str], object]) -> None:
    """The list of plans and the starter plans, in each language of the site."""
    for locale in Locale.objects.filter(language_code__in=INDEX).order_by("pk"):
        index = _index(locale, say)
        for plan in starter_plans(locale.language_code):
            _plan(index, locale, plan, say)


def _index(locale: Locale, say: Callable[[str], object]) -> SafetyPlanIndexPage:
    home = HomePage.objects.get(locale=locale)
    index = SafetyPlanIndexPage.objects.child_of(home).first()
    if index:
        return index
    first = SafetyPlanIndexPage.objects.order_by("pk").first()
    index = SafetyPlanIndexPage(locale=locale, show_in_menus=True, **INDEX[locale.language_code])
    if first:
        index.translation_key = first.translation_key
    home.add_child(instance=index)
    index.save_revision().publish()
    say(f"list of safety plans in {locale.language_code}")
    return index


def _plan(index: SafetyPlanIndexPage, locale: Locale, plan: StarterPlan, say: Callable[[str], object]) -> None:
    values = {**plan.values, "plan_reviewed_on": REVIEWED, "plan_review_by": REVIEW_BY}
    # The same plan in another language stands at the same place of the other list.
    known = {page.plan_audience for page in SafetyPlanPage.objects.child_of(index)}
    if values["plan_audience"] in known:
        return
    streams = {name: json.dumps(values.pop(name)) for name in ("plan_content", "plan_sources")}
    page = SafetyPlanPage(locale=locale, **values, **streams)
    other = SafetyPlanPage.objects.filter(plan_audience=page.plan_audience).exclude(locale=locale).first()
    if other:
        page.translation_key = other.translation_key
    index.add_child(instance=page)
    with files_later():
        page.save_revision().publish()
    if locale.language_code == "en":
        make_files(page)  # the others are made when somebody asks for them
    say(f"safety plan “{page.title}”")
