"""A host on Wagtail 8 whose base page is its own: it takes the mixin and leaves ``harbor_wagtail.pages`` out."""

from __future__ import annotations

from django.db import models
from wagtail.models import AbstractPage

from harbor_wagtail.directory.page_mixins import DirectoryPageMixin


class BasePage(AbstractPage):
    importance = models.CharField(max_length=20, blank=True)


class FindHelpPage(DirectoryPageMixin, BasePage):
    content_panels = [*BasePage.content_panels, *DirectoryPageMixin.directory_panels]
