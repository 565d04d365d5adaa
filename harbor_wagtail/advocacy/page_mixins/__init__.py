"""Mixins for advocacy pages. They inherit no ``Page`` and own no child tables, so they fit any base page."""

from harbor_wagtail.advocacy.page_mixins.base import AdvocacyPageMixin
from harbor_wagtail.advocacy.page_mixins.kinds import (
    ActionPageMixin,
    ExplainerPageMixin,
    FactSheetPageMixin,
    GlossaryPageMixin,
    IssueBriefPageMixin,
    MythFactPageMixin,
)
from harbor_wagtail.advocacy.page_mixins.lists import AdvocacyIndexPageMixin
from harbor_wagtail.advocacy.page_mixins.reports import ReportChapterPageMixin, ReportPageMixin

__all__ = [
    "ActionPageMixin",
    "AdvocacyIndexPageMixin",
    "AdvocacyPageMixin",
    "ExplainerPageMixin",
    "FactSheetPageMixin",
    "GlossaryPageMixin",
    "IssueBriefPageMixin",
    "MythFactPageMixin",
    "ReportChapterPageMixin",
    "ReportPageMixin",
]
