"""System checks of advocacy. None of them asks the database anything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Info, Warning, register
from django.core.exceptions import ImproperlyConfigured

from harbor_wagtail.advocacy.report_cards import palette, palette_checks
from harbor_wagtail.documents import engine


@register("harbor_advocacy")
def check_engine(app_configs: Any, **kwargs: Any) -> Iterator[CheckMessage]:
    if why := engine.seen_problem():
        yield Info(
            f"{why} What would be one is offered as a page to print, safety plans as Word files too.",
            hint="Install it, or add 'harbor_advocacy.I001' to SILENCED_SYSTEM_CHECKS.",
            id="harbor_advocacy.I001",
        )


@register("harbor_advocacy")
def check_band_colors(app_configs: Any, **kwargs: Any) -> Iterator[CheckMessage]:
    """Measured anew whenever a site changes the ramp."""
    try:
        colors = palette.band_colors()
    except ImproperlyConfigured:
        return  # harbor_wagtail.E002 says so
    for problem in palette_checks.problems(colors):
        yield Warning(
            f"HARBOR_WAGTAIL['BAND_COLOURS']: {problem}.",
            hint="Choose colors from dark (the best) to light, or leave it out for the package's own.",
            id="harbor_advocacy.W001",
        )
