"""Setup of the core: the numbers to call."""

from __future__ import annotations

from harbor_wagtail.admin import first_steps  # noqa: F401  (registers its steps)
from harbor_wagtail.setting_up import Setup, register_section
from harbor_wagtail.starter import create_hotlines


@register_section("hotlines", "national numbers to call, where they are missing", order=10)
def hotlines(setup: Setup) -> None:
    for hotline in create_hotlines(setup.locales):
        setup.made.append(hotline)
        setup.say(str(hotline))
