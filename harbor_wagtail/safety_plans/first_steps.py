"""The safety plans' step of setting up: a list of plans is made as drafts, and stays empty until somebody publishes one."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from harbor_wagtail.safety_plans.page_mixins import SafetyPlanIndexPageMixin, SafetyPlanPageMixin
from harbor_wagtail.setting_up import pages_of
from harbor_wagtail.setup_steps import Step, register_step


@register_step(order=95)
def first_plan(user: Any, site: Site | None) -> Step | None:
    """Asked for where the site has a list of plans."""
    plan_list = _pages(site, SafetyPlanIndexPageMixin).order_by("path").first() if site else None
    if plan_list is None:
        return None
    done = _pages(site, SafetyPlanPageMixin).filter(live=True).exists()
    label, why = (
        _("Have a safety plan read by an advocate, and publish it"),
        _("Until then the list of plans is empty."),
    )
    return Step(label, reverse("wagtailadmin_explore", args=[plan_list.pk]), done, why)


def _pages(site: Any, mixin: type) -> QuerySet[Page]:
    return pages_of(
        site, [model for model in apps.get_models() if issubclass(model, mixin) and issubclass(model, Page)]
    )
