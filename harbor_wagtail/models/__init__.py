"""Models of the core: what every part of the package shares."""

from harbor_wagtail.models.hotline import Hotline, HotlineText, Placement
from harbor_wagtail.models.settings import HarborSettings, HarborSettingsText

__all__ = ["HarborSettings", "HarborSettingsText", "Hotline", "HotlineText", "Placement"]
