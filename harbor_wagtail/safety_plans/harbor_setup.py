"""Setup of the safety plans: their list, and the starter plans below it."""

from __future__ import annotations

import json
from typing import Any

from wagtail.models import Page

from harbor_wagtail.safety_plans import first_steps  # noqa: F401  (registers its step)
from harbor_wagtail.safety_plans.page_mixins import SafetyPlanIndexPageMixin, SafetyPlanPageMixin
from harbor_wagtail.safety_plans.signals import files_later
from harbor_wagtail.safety_plans.starter import StarterPlan, languages, starter_plans
from harbor_wagtail.setting_up import Setup, register_section

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


@register_section("safety-plans", "the list of safety plans, with four plans to start from", order=30)
def safety_plans(setup: Setup) -> None:
    make_plans(setup)


def make_plans(setup: Setup, **reviewed: Any) -> list[Any]:
    """Make what is missing and return it. ``reviewed`` are more values of each plan: nobody has reviewed a host's yet."""
    index_model, plan_model = setup.page_class(SafetyPlanIndexPageMixin), setup.page_class(SafetyPlanPageMixin)
    made = []
    for parent in setup.parents:
        index = setup.section(parent, index_model, INDEX)
        if index is None:
            continue
        known = {page.plan_audience for page in plan_model.objects.child_of(index)}
        for plan in starter_plans(setup.language(parent, languages())):
            if plan.values["plan_audience"] not in known:
                made.append(_plan(setup, plan_model, index, plan, reviewed))
    return made


def _plan(setup: Setup, model: Any, index: Page, plan: StarterPlan, reviewed: dict[str, Any]) -> Any:
    values = {**plan.values, **reviewed}
    streams = {name: json.dumps(values.pop(name)) for name in ("plan_content", "plan_sources")}
    page = model(**values, **streams)
    # The same plan in another language stands at the same place of the other list, under a name of its own.
    twins = model.objects.filter(plan_audience=page.plan_audience)
    with files_later():
        return setup.add(page, index, twins)
