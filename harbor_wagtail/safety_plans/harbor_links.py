"""The sources below a plan, and whatever else in one holds a web address."""

from __future__ import annotations

from harbor_wagtail.links.registry import register_pages
from harbor_wagtail.safety_plans.page_mixins import SafetyPlanIndexPageMixin, SafetyPlanPageMixin

register_pages(SafetyPlanPageMixin, SafetyPlanIndexPageMixin)
