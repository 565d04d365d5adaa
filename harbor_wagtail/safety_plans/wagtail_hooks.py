from __future__ import annotations

from django.urls import URLPattern, path
from wagtail import hooks

from harbor_wagtail.safety_plans import admin_files


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[URLPattern]:
    return [
        path("harbor/plans/<harbor_key:pk>/files/", admin_files.check, name="harbor_plan_files"),
        path("harbor/plans/<harbor_key:pk>/files/<str:kind>/", admin_files.draft_file, name="harbor_plan_draft_file"),
    ]
