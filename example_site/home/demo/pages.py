from __future__ import annotations

from collections.abc import Callable

from harbor_wagtail.setting_up import Setup
from home.models import HomePage


def setup(say: Callable[[str], object]) -> Setup:
    """Pages of the demo go below its home page, in each language, and are published."""
    return Setup(list(HomePage.objects.select_related("locale").order_by("locale_id")), publish=True, say=say)
