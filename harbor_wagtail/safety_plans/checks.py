"""System checks of the plans. None of them asks the database anything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Info, register

from harbor_wagtail.documents import engine


@register("harbor_safety_plans")
def check_engine(app_configs: Any, **kwargs: Any) -> Iterator[CheckMessage]:
    if apps.is_installed("harbor_wagtail.advocacy"):
        return  # which says so already
    if why := engine.seen_problem():
        yield Info(
            f"{why} Plans are offered as pages, for printing and as Word files.",
            hint="Install it, or add 'harbor_safety_plans.I001' to SILENCED_SYSTEM_CHECKS.",
            id="harbor_safety_plans.I001",
        )
