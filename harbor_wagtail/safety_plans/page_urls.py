"""For a site that wants a plan's files beside its page as well: ``/safety-planning/my-plan/plan.pdf``.

Wagtail answers no address with a dot, so a site adds, before Wagtail's own include:
``path("", include("harbor_wagtail.safety_plans.page_urls"))``.
"""

from __future__ import annotations

from django.urls import re_path

from harbor_wagtail.safety_plans import views

urlpatterns = [re_path(r"^(?P<path>(?:[\w-]+/)+)(?P<name>plan\.pdf|plan\.docx|card\.pdf)$", views.file_beside_page)]
