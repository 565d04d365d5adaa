"""System checks of advocacy. None of them asks the database anything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Info, register

from harbor_wagtail.documents import engine


@register("harbor_advocacy")
def check_engine(app_configs: Any, **kwargs: Any) -> Iterator[CheckMessage]:
    if why := engine.problem():
        yield Info(
            f"{why} Handouts are offered as pages to print.",
            hint="Install it, or add 'harbor_advocacy.I001' to SILENCED_SYSTEM_CHECKS.",
            id="harbor_advocacy.I001",
        )
