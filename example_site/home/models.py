from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.query import PageQuerySet


class HomePage(Page):
    """The front page of the site and of each of its languages."""

    intro = models.TextField(blank=True, help_text=_("One or two sentences under the title."))
    body = RichTextField(blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("intro", heading=_("Introduction")),
        FieldPanel("body", heading=_("Text")),
    ]
    max_count = 2  # one for each language

    def get_menu(self) -> PageQuerySet:
        """The pages of the main menu: published, open to all, and ticked "Show in menus"."""
        return self.get_children().live().public().in_menu()
